"""Checkpoints with expected outputs, from a folder that FEATHERBRUSH_REFERENCE names (skipped without it).

The folder holds NAME.pth, NAME.npz (image and style, or labels; output) and NAME.json (the architecture).
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from numpy.typing import NDArray
from torch.nn import functional as F

from featherbrush.compression.importing.loading import load
from featherbrush.compression.importing.proof import SLACK, rounding
from featherbrush.compression.importing.raw import write_raw
from featherbrush.compression.networks.published.architectures import (
    NAMES,
    Architecture,
    Name,
    parse_configuration,
)
from featherbrush.compression.networks.published.munit import MunitGenerator

FOLDER = os.environ.get("FEATHERBRUSH_REFERENCE")
pytestmark = pytest.mark.skipif(FOLDER is None, reason="FEATHERBRUSH_REFERENCE names no folder")


def _loaded(name: Name) -> tuple[Architecture, torch.nn.Module]:
    about = json.loads((Path(FOLDER or "") / f"{name}.json").read_text())
    text = about.get("config")
    return load(
        Path(FOLDER or "") / f"{name}.pth",
        name=name,
        channels=about.get("ngf"),
        configuration=None if text is None else parse_configuration(name, text),
        labels=about.get("semantic_nc"),
        upsampling=about.get("num_upsampling_layers", "more"),
    )


def _case(name: Name) -> tuple[tuple[torch.Tensor, ...], dict[str, NDArray[np.float32]]]:
    arrays = dict(np.load(Path(FOLDER or "") / f"{name}.npz"))
    if "labels" in arrays:
        about = json.loads((Path(FOLDER or "") / f"{name}.json").read_text())
        ids = torch.from_numpy(arrays["labels"]).long()
        return (F.one_hot(ids, about["semantic_nc"]).permute(2, 0, 1)[None].float(),), arrays
    inputs = [torch.from_numpy(arrays["image"])]
    inputs += [torch.from_numpy(arrays["style"])] if "style" in arrays else []
    return tuple(inputs), arrays


@pytest.mark.parametrize("name", NAMES)
def test_a_reference_checkpoint_draws_what_is_expected(name: Name, tmp_path: Path) -> None:
    architecture, network = _loaded(name)
    inputs, arrays = _case(name)
    # Where values grow to 1e5 before they cancel, the expected output itself is rounded: to the bit, it
    # depends on the processor's order of addition.
    coarse = SLACK * rounding(network, [inputs]) > 1e-4

    with torch.no_grad():
        drawn = network(*inputs).numpy()
    write_raw(network, architecture, tmp_path / "raw.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "raw.onnx")
    names = [entry.name for entry in session.get_inputs()]
    feeds = {key: value.numpy() for key, value in zip(names, inputs, strict=True)}
    filed = session.run(["output"], feeds)[0]

    off, filed_off = (np.abs(found - arrays["output"]) for found in (drawn, filed))
    print(
        f"{name}: torch {off.max():.2g} ({(off > 1e-4).sum()} values beyond 1e-4), file"
        f" {filed_off.max():.2g} ({(filed_off > 1e-3).sum()} beyond 1e-3), of {off.size}"
    )
    assert names == (["input", "style"] if "style" in arrays else ["input"])
    assert (off > 1e-4).mean() < (1e-3 if coarse else 1e-9)
    assert (filed_off > 1e-3).mean() < (1e-3 if coarse else 1e-9)
    if isinstance(network, MunitGenerator):
        with torch.no_grad():
            style = network.encode_style(inputs[0]).numpy()
        assert np.abs(style - arrays["encoded_style"]).max() < 1e-4
