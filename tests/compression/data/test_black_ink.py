"""Sketches in black ink: what a student leaves out of them changes nothing else."""

from __future__ import annotations

import numpy as np
import torch

from featherbrush.compression.data.pixels import INK_CHANNELS, ink, untinted_ink
from featherbrush.compression.data.store import SketchStore
from featherbrush.compression.distillation.architectures import ARCHITECTURES
from featherbrush.compression.networks.elastic import Widths
from featherbrush.compression.networks.spade import first_channels


def _sketch() -> np.ndarray:
    sketch = np.full((32, 32, 3), 255, np.uint8)
    sketch[8, 8:24] = sketch[24, 8:24] = sketch[8:24, 8] = sketch[8:24, 23] = 0
    return sketch


def test_without_its_tint_a_sketch_is_read_as_with_it() -> None:
    sketches = torch.from_numpy(_sketch()[None])

    assert torch.equal(untinted_ink(sketches), ink(sketches)[:, :4])


def test_a_student_reads_the_tint_only_where_ink_has_colours() -> None:
    pictures, sketches = np.zeros((1, 32, 32, 3), np.uint8), _sketch()[None, None, ..., 0]

    black = SketchStore(pictures, sketches)
    coloured = SketchStore(pictures, sketches, coloured=0.5)

    assert (black.telling, coloured.telling) == (4, INK_CHANNELS)
    assert black.channels == coloured.channels == INK_CHANNELS


def test_students_draw_the_same_from_all_channels_and_from_those_they_read() -> None:
    noise = torch.randn(1, 1, 32, 32, generator=torch.Generator().manual_seed(1))
    everything = torch.cat((ink(torch.from_numpy(_sketch()[None])), noise), 1)
    widths = {"foldable": (4, 4, 4, 4, 4), "mobile-resnet": (8,) * 8}

    for name, blocks in widths.items():
        torch.manual_seed(0)
        student = ARCHITECTURES[name].build(channels=4, style=0, widths=Widths(blocks)).eval()
        style = torch.zeros(1, 0)
        with torch.no_grad():
            whole = student([everything], style)
            part = student([first_channels(everything, 5)], style)
            silent = student([everything[:, :-1]], style)

        assert torch.equal(whole, part), name
        assert not torch.equal(whole, silent), name  # the noise is read
