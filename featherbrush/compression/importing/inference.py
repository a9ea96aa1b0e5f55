"""What a checkpoint's shapes say about its network: channels, configuration, labels, hidden width."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from torch import Tensor

from featherbrush.compression.importing.checkpoint import CheckpointError
from featherbrush.compression.networks.published.architectures import Architecture, Name
from featherbrush.compression.networks.published.configurations import Configuration
from featherbrush.compression.networks.published.spade import Upsampling

Tensors = Mapping[str, Tensor]
Reading = tuple[str, int, int]
"""A key, an axis of its shape, and what one channel of the entry counts for there."""

_RESNET: tuple[Reading, ...] = (
    ("model.1.weight", 0, 1),
    ("model.4.weight", 0, 2),
    ("model.7.weight", 0, 4),
    ("model.10.conv_block.1.conv.2.weight", 0, 4),
    ("model.13.conv_block.1.conv.2.weight", 0, 4),
    ("model.16.conv_block.1.conv.2.weight", 0, 4),
    ("model.19.weight", 1, 2),
    ("model.22.weight", 1, 1),
)
_SPADE: tuple[Reading, ...] = (
    ("fc.weight", 0, 16),
    ("head_0.conv_0.weight", 0, 16),
    ("G_middle_0.conv_0.weight", 0, 16),
    ("G_middle_1.conv_0.weight", 0, 16),
    ("up_0.conv_0.weight", 0, 8),
    ("up_1.conv_0.weight", 0, 4),
    ("up_2.conv_0.weight", 0, 2),
    ("up_3.conv_0.weight", 0, 1),
)
_MUNIT: tuple[Reading, ...] = (
    ("enc_style.model.0.conv.weight", 0, 1),
    ("enc_content.model.0.conv.weight", 0, 1),
    ("enc_content.model.1.conv.weight", 0, 2),
    ("enc_content.model.2.conv.weight", 0, 4),
    ("enc_content.model.3.model.0.model.0.conv.conv.2.weight", 0, 4),
    ("enc_content.model.3.model.2.model.0.conv.conv.2.weight", 0, 4),
    ("dec.model.0.model.0.model.0.conv.conv.2.weight", 0, 4),
    ("dec.model.0.model.2.model.0.conv.conv.2.weight", 0, 4),
    ("dec.model.2.conv.conv.2.weight", 0, 2),
    ("dec.model.4.conv.conv.2.weight", 0, 1),
)
_CONFIGURATION: dict[Name, tuple[Reading, ...]] = {
    "sub_mobile_resnet_9blocks": _RESNET,
    "sub_mobile_spade": _SPADE,
    "sub_mobile_munit": _MUNIT,
}
_CHANNELS: dict[Name, Reading] = {
    "resnet_9blocks": ("model.1.weight", 0, 1),
    "mobile_resnet_9blocks": ("model.1.weight", 0, 1),
    "spade": ("conv_img.weight", 1, 1),
    "munit": ("enc_content.model.0.conv.weight", 0, 1),
}
PUBLISHED_HIDDEN = 128
"""Hidden width of the release of the SPADE paper, whatever its channels."""


def infer(
    name: Name,
    tensors: Tensors,
    *,
    channels: int | None,
    configuration: Configuration | None,
    labels: int | None,
    upsampling: Upsampling,
) -> Architecture:
    """The architecture with what was not given read from the checkpoint's shapes.

    Raises CheckpointError naming a key that is missing or has no such axis, ConfigurationError
    for numbers that no network has.
    """
    readings = _CONFIGURATION.get(name)
    if readings is not None and configuration is None:
        configuration = tuple(_read(tensors, reading) for reading in readings)
    if readings is None and channels is None:
        channels = _read(tensors, _CHANNELS[name])
        # 'most' ends in a block that is half as wide as the base.
        channels *= 2 if name == "spade" and upsampling == "most" else 1
    if name.endswith("spade") and labels is None:
        labels = _read(tensors, ("fc.weight", 1, 1))
    found = Architecture(
        name=name,
        configuration=configuration,
        upsampling=upsampling,
        **{k: v for k, v in (("channels", channels), ("labels", labels)) if v is not None},
    )
    return _with_hidden(found, tensors)


def _with_hidden(found: Architecture, tensors: Tensors) -> Architecture:
    if found.name != "spade":
        return found
    wide = _read(tensors, ("head_0.norm_0.mlp_shared.0.weight", 0, 1))
    return replace(found, hidden=PUBLISHED_HIDDEN if wide == PUBLISHED_HIDDEN else None)


def _read(tensors: Tensors, reading: Reading) -> int:
    key, axis, unit = reading
    if key not in tensors:
        raise CheckpointError(f"{key}: missing; the file holds another architecture")
    shape = tensors[key].shape
    if len(shape) != 4 or shape[axis] % unit:
        raise CheckpointError(f"{key}: has shape {tuple(shape)}, which no such network has")
    return shape[axis] // unit
