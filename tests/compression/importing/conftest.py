"""Checkpoints as the public releases write them, tiny and with fixed seeds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from featherbrush.compression.networks.published.architectures import Architecture, build

TINY: dict[str, Architecture] = {
    "resnet_9blocks": Architecture(name="resnet_9blocks", channels=2),
    "mobile_resnet_9blocks": Architecture(name="mobile_resnet_9blocks", channels=3),
    "sub_mobile_resnet_9blocks": Architecture(
        name="sub_mobile_resnet_9blocks", configuration=(2, 3, 2, 1, 2, 3, 2, 3)
    ),
    "spade": Architecture(name="spade", channels=2, labels=4, upsampling="normal"),
    "sub_mobile_spade": Architecture(
        name="sub_mobile_spade",
        configuration=(1, 2, 1, 2, 1, 2, 3, 4),
        labels=4,
        upsampling="normal",
    ),
    "munit": Architecture(name="munit", channels=2),
    "sub_mobile_munit": Architecture(
        name="sub_mobile_munit", configuration=(1, 2, 1, 2, 1, 2, 3, 1, 2, 3)
    ),
}
Save = Callable[..., Path]
Spectral = Callable[[dict[str, Tensor]], tuple[dict[str, Tensor], dict[str, Tensor]]]


@pytest.fixture
def network() -> Callable[[str], nn.Module]:
    """network(name) -> a tiny published network with weights and statistics that keep values in range."""

    def make(name: str) -> nn.Module:
        torch.manual_seed(5)
        made = build(TINY[name])
        for key, tensor in made.state_dict().items():
            if key.endswith("running_mean"):
                tensor.normal_(0, 0.1)
            elif key.endswith("running_var"):
                tensor.uniform_(0.5, 2)
        return made

    return make


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """save(state, name="net.pth", **options) -> the checkpoint file."""

    def write(state: object, name: str = "net.pth", **options: object) -> Path:
        path = tmp_path / name
        torch.save(state, path, **options)
        return path

    return write


@pytest.fixture
def spectral() -> Spectral:
    """spectral(state) -> a state as training under spectral norms stores it, and the weights that it used."""

    def normed(state: dict[str, Tensor]) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
        stored, used = {}, {}
        for key, tensor in state.items():
            if not key.endswith(("conv_0.weight", "conv_1.weight", "conv_s.weight")):
                stored[key] = tensor
                continue
            shell = nn.Conv2d(tensor.shape[1], tensor.shape[0], tensor.shape[2], bias=False)
            shell.weight.data = tensor * 3
            shell = nn.utils.spectral_norm(shell)
            shell(torch.zeros(1, tensor.shape[1], 4, 4))
            used[key] = shell.weight.detach().clone()
            for part in ("weight_orig", "weight_u", "weight_v"):
                stored[key.removesuffix("weight") + part] = shell.state_dict()[part].clone()
        return stored, used

    return normed


@pytest.fixture
def tiny() -> dict[str, Architecture]:
    """The tiny architectures by name."""
    return TINY
