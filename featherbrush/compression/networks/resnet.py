"""The original of Pix2pix and CycleGAN as the original of a pair: called with a condition, like every other."""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor, nn

from featherbrush.compression.networks.published import resnet
from featherbrush.compression.networks.published.configurations import ResnetWidths

# What a student may be distilled from: before the first block and after every third (arXiv 2003.08936, section 3.1).
MAPPED_LAYERS = (9, 12, 15, 18)


class ResnetGenerator(nn.Module):
    """Picture, sketch or one-hot map to picture; sizes in multiples of 4.

    Args:
        channels: of the input, a noise channel included.
        ngf: channels at full resolution.
        norm: instance norms as published, or batch norms.
    """

    def __init__(self, *, channels: int, ngf: int, norm: resnet.Norm = "instance") -> None:
        super().__init__()
        self.core = resnet.ResnetGenerator(
            ResnetWidths.full(ngf), separable=False, channels=channels, norm=norm
        )
        self.widths = [4 * ngf] * len(MAPPED_LAYERS)
        self.apply(_initialise)

    def forward(self, pyramid: Sequence[Tensor], style: Tensor) -> Tensor:
        """Input pyramid (only its finest level, [N, C, H, W], is read) to pictures [N, 3, H, W] in -1..1."""
        return self.with_features(pyramid, style)[0]

    def with_features(
        self, pyramid: Sequence[Tensor], style: Tensor
    ) -> tuple[Tensor, list[Tensor]]:
        """The picture, and the features [N, 4 ngf, H/4, W/4] after MAPPED_LAYERS. The style is of length 0."""
        x, features = pyramid[0], []
        for index, layer in enumerate(self.core.model):
            x = layer(x)
            if index in MAPPED_LAYERS:
                features.append(x)
        return x.float(), features


def _initialise(module: nn.Module) -> None:
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(module.weight, std=0.02)
        if module.bias is not None:
            nn.init.zeros_(module.bias)
