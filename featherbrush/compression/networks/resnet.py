"""The original of Pix2pix and CycleGAN: a ResNet generator (Johnson et al. 2016; Zhu et al. 2017, arXiv 1703.10593).

Two strided convolutions down, nine residual blocks at stride 4, two transposed convolutions up; instance norms
without parameters, reflection padding. One sequential `model`, numbered as in the public releases.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from torch import Tensor, nn

BLOCKS = 9
# What a student may be distilled from: before the first block and after every third (arXiv 2003.08936, section 3.1).
MAPPED_LAYERS = (9, 12, 15, 18)

_norm = partial(nn.InstanceNorm2d, affine=False, track_running_stats=False)


class ResnetBlock(nn.Module):
    """Two reflection-padded 3x3 convolutions with instance norms, added to their input."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv_block = nn.Sequential(
            nn.ReflectionPad2d(1),
            nn.Conv2d(width, width, 3),
            _norm(width),
            nn.ReLU(),
            nn.ReflectionPad2d(1),
            nn.Conv2d(width, width, 3),
            _norm(width),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Features [N, C, h, w] to features of the same shape."""
        out: Tensor = x + self.conv_block(x)
        return out


class ResnetGenerator(nn.Module):
    """Picture, sketch or one-hot map to picture; sizes in multiples of 4.

    Args:
        channels: of the input, a noise channel included.
        ngf: channels at full resolution.
    """

    def __init__(self, *, channels: int, ngf: int) -> None:
        super().__init__()
        layers: list[nn.Module] = [
            nn.ReflectionPad2d(3),
            nn.Conv2d(channels, ngf, 7),
            _norm(ngf),
            nn.ReLU(),
        ]
        for width in (ngf, 2 * ngf):
            layers += [
                nn.Conv2d(width, 2 * width, 3, stride=2, padding=1),
                _norm(2 * width),
                nn.ReLU(),
            ]
        layers += [ResnetBlock(4 * ngf) for _ in range(BLOCKS)]
        for width in (4 * ngf, 2 * ngf):
            up = nn.ConvTranspose2d(width, width // 2, 3, stride=2, padding=1, output_padding=1)
            layers += [up, _norm(width // 2), nn.ReLU()]
        layers += [nn.ReflectionPad2d(3), nn.Conv2d(ngf, 3, 7), nn.Tanh()]
        self.model = nn.Sequential(*layers)
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
        for index, layer in enumerate(self.model):
            x = layer(x)
            if index in MAPPED_LAYERS:
                features.append(x)
        return x.float(), features


def _initialise(module: nn.Module) -> None:
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(module.weight, std=0.02)
        if module.bias is not None:
            nn.init.zeros_(module.bias)
