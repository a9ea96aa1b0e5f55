"""Renders label maps through model files, as the application does: the engine alone, no torch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from featherbrush.compression.data.store import LabelledStore
from featherbrush.compression.evaluation.progress import shown
from featherbrush.engine.generator import Generator
from featherbrush.engine.style import style_from_seed
from featherbrush.engine.style_encoder import StyleEncoder

Maps = Literal["exact", "painted"]
"""Which label maps: the renderer's own, or redrawn as a person would brush them."""

Pictures = NDArray[np.uint8]
Labels = NDArray[np.uint8]
Styles = NDArray[np.float32]


def render_maps(
    model: Path, maps: Labels, styles: Styles | None = None, *, threads: int | None = None
) -> Pictures:
    """Pictures uint8 [N, H, W, 3] of canvases uint8 [N, H, W] or [N, H, W, 3] with styles float32 [N, S].

    styles None: every map in the model's average style. threads None: all physical cores.
    Raises ModelFileError, or RenderError for maps and styles that the model does not take.
    """
    generator = Generator(model, threads=threads)
    pictures = np.empty((*maps.shape[:3], 3), np.uint8)
    if generator.card.style_size == 0:
        styles = None
    try:
        for i in shown(range(len(maps)), f"Rendering {generator.card.id}"):
            style = None if styles is None else styles[i]
            pictures[i] = generator.render(np.asarray(maps[i]), style)
    finally:
        generator.close()
    return pictures


def render_held_out(
    model: Path,
    held_out: LabelledStore,
    *,
    maps: Maps = "exact",
    seeds: Sequence[int] = (0,),
    threads: int | None = None,
) -> Pictures:
    """Every held-out map in every style of `seeds`: uint8 [N, len(seeds), H, W, 3]."""
    labels = held_out.exact if maps == "exact" else held_out.painted
    generator = Generator(model, threads=threads)
    size = generator.card.style_size
    generator.close()
    styles = np.stack([style_from_seed(seed, size) for seed in seeds])
    pictures = render_maps(
        model,
        np.repeat(labels, len(seeds), 0),
        np.tile(styles, (len(labels), 1)),
        threads=threads,
    )
    return pictures.reshape(len(labels), len(seeds), *pictures.shape[1:])


def own_styles(encoder: Path, pictures: Pictures, *, threads: int | None = None) -> Styles:
    """The style of every picture uint8 [N, H, W, 3], float32 [N, S], by a style encoder's file.

    Raises ModelFileError or RenderError.
    """
    loaded = StyleEncoder(encoder, threads=threads)
    taken = shown(range(len(pictures)), "Taking styles from the real pictures")
    return np.stack([loaded.encode(np.asarray(pictures[i])) for i in taken])


def seeded_styles(count: int, size: int, *, seed: int = 0) -> Styles:
    """One style per map, float32 [count, size], drawn from the prior by seeds seed, seed + 1 ..."""
    return np.stack([style_from_seed(seed + i, size) for i in range(count)])
