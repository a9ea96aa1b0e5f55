"""MUNIT's generator as the original of a pair: called with a condition and a style, like every other."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from featherbrush.compression.data.pixels import INK_CHANNELS, read_ink
from featherbrush.compression.networks.published.configurations import MunitWidths
from featherbrush.compression.networks.published.munit import MunitGenerator

DECODING_BLOCKS = 4


class TranslatorGenerator(nn.Module):
    """Sketch or picture and style to picture; sizes in multiples of 4.

    Args:
        ngf: channels at full resolution.
        style: length S of the style vector.
        channels: of what it translates: INK_CHANNELS of sketches, 3 of pictures.
    """

    def __init__(self, *, ngf: int, style: int, channels: int = 3) -> None:
        super().__init__()
        self.channels = channels
        self.core = MunitGenerator(
            MunitWidths.full(ngf), separable=False, style=style, channels=channels
        )
        self.widths = [4 * ngf] * DECODING_BLOCKS
        self.apply(_initialise)

    def forward(self, pyramid: Sequence[Tensor], style: Tensor) -> Tensor:
        """Condition pyramid (only its finest level is read, its noise is not) and styles [N, S] to pictures."""
        return self.with_features(pyramid, style)[0]

    def with_features(
        self, pyramid: Sequence[Tensor], style: Tensor
    ) -> tuple[Tensor, list[Tensor]]:
        """The picture [N, 3, H, W] in -1..1, and features after each residual block of the decoder (stride 4)."""
        picture, features = self.decode(self.content(pyramid[0][:, :-1]), style)
        return picture.float(), features

    def content(self, condition: Tensor) -> Tensor:
        """Ink [N, 7, H, W] or pictures [N, 3, H, W] to content [N, 4 ngf, H/4, W/4].

        One that translates sketches reads drawn ones, which come as pictures, as ink again.
        """
        drawn = self.channels == INK_CHANNELS and condition.shape[1] != INK_CHANNELS
        return self.core.encode_content(read_ink((1 - condition) / 2) if drawn else condition)

    def decode(self, content: Tensor, style: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Content and styles [N, S] to pictures [N, 3, H, W] and features."""
        return self.core.decode(content, style)

    def encode_style(self, pictures: Tensor) -> Tensor:
        """Styles [N, S] of pictures [N, 3, H, W] in -1..1."""
        return self.core.encode_style(pictures).flatten(1)


def as_picture(condition: Tensor) -> Tensor:
    """Ink with what goes with it [N, 7, H, W] as colours on white, [N, 3, H, W] in -1..1; pictures stay."""
    return 1 - 2 * condition[:, :3] if condition.shape[1] == INK_CHANNELS else condition


def _initialise(module: nn.Module) -> None:
    if isinstance(module, nn.Conv2d | nn.Linear):
        nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
        if module.bias is not None:
            torch.nn.init.zeros_(module.bias)
