"""Published networks as functions from pixels to pixels (the model file contract)."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from featherbrush.compression.data.pixels import to_pixels
from featherbrush.compression.export.pixels import LabelsEntry, PictureEntry
from featherbrush.compression.networks.published.munit import MunitGenerator


class PictureModel(nn.Module):
    """Picture in, picture out; with a style for a network that takes one."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network, self.entry = network, PictureEntry()

    def forward(self, canvas: Tensor, style: Tensor | None = None) -> Tensor:
        """Picture uint8 [1, H, W, 3] and style float32 [1, S] to picture uint8 [1, H, W, 3]."""
        picture = self.entry(canvas)
        if style is None:
            return to_pixels(self.network(picture))
        return to_pixels(self.network(picture, style[:, :, None, None]))


class LabelMapModel(nn.Module):
    """Class ids in, picture out; draws the edge channel itself where the network has one.

    Args:
        network: takes a one-hot map [1, K, H, W], or [1, K + 1, H, W] with edges.
        classes: number of classes K.
        edges: whether the network's last channel marks the edges of instances.
    """

    def __init__(self, network: nn.Module, *, classes: int, edges: bool) -> None:
        super().__init__()
        self.network, self.entry, self.edges = network, LabelsEntry(classes), edges

    def forward(self, canvas: Tensor) -> Tensor:
        """Ids uint8 [1, H, W] to picture uint8 [1, H, W, 3]."""
        labels = self.entry(canvas)
        if self.edges:
            labels = torch.cat((labels, class_edges(canvas)), 1)
        return to_pixels(self.network(labels))


class StyleModel(nn.Module):
    """Picture in, style out: the style encoder of a MUNIT network."""

    def __init__(self, network: MunitGenerator) -> None:
        super().__init__()
        self.encoder, self.entry = network.enc_style, PictureEntry()

    def forward(self, canvas: Tensor) -> Tensor:
        """Picture uint8 [1, H, W, 3] to style float32 [1, S]."""
        return cast("Tensor", self.encoder(self.entry(canvas))).flatten(1)


def class_edges(canvas: Tensor) -> Tensor:
    """Ids [1, H, W] to [1, 1, H, W]: 1 where a pixel's id differs from a neighbour's above, below or beside it."""
    ids = canvas[:, None].float()
    across = (ids[..., 1:] != ids[..., :-1]).float()
    down = (ids[..., 1:, :] != ids[..., :-1, :]).float()
    beside = F.pad(across, (1, 0, 0, 0)) + F.pad(across, (0, 1, 0, 0))
    above = F.pad(down, (0, 0, 1, 0)) + F.pad(down, (0, 0, 0, 1))
    return (beside + above).clamp(max=1)
