"""The original of the landscape pair: a SPADE generator (Park et al. 2019, arXiv 1903.07291).

Differs from the published one where training on small machines showed a gain: one 3x3 convolution gives gamma and
beta together from one hidden map per block, labels are averaged (not sampled) at each scale, the style enters every
hidden map, and one channel of noise beside the labels breaks up repeating texture.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

BLOCK_WIDTHS = (16, 16, 16, 8, 4, 2, 1)
STRIDE = 32


def label_pyramid(one_hot: Tensor, *, levels: int = 6) -> list[Tensor]:
    """Average the one-hot map [N, K, H, W] down to strides 1, 2, 4 ... 2^(levels-1), finest first."""
    pyramid = [one_hot]
    for _ in range(levels - 1):
        pyramid.append(F.avg_pool2d(pyramid[-1], 2))
    return pyramid


def with_noise(pyramid: Sequence[Tensor], noise: Sequence[Tensor]) -> list[Tensor]:
    """Append to each scale's labels [N, K, h, w] its noise channel [N, 1, h, w]."""
    return [torch.cat((labels, n), 1) for labels, n in zip(pyramid, noise, strict=True)]


def first_channels(level: Tensor, channels: int) -> Tensor:
    """Of a level with noise [N, K + 1, H, W] the first `channels` - 1 and the noise, which comes last."""
    if level.shape[1] == channels:
        return level
    return torch.cat((level[:, : channels - 1], level[:, -1:]), 1)


class SpadeBlock(nn.Module):
    """A residual block whose norms are modulated by the label map and the style (Park et al. 2019, fig. 4)."""

    def __init__(self, fan_in: int, fan_out: int, *, labels: int, hidden: int, style: int) -> None:
        super().__init__()
        middle = min(fan_in, fan_out)
        self.hidden = nn.Conv2d(labels, hidden, 3, padding=1)
        self.style = nn.Linear(style, hidden)
        self.norm_0 = nn.BatchNorm2d(fan_in, affine=False)
        self.norm_1 = nn.BatchNorm2d(middle, affine=False)
        self.modulation_0 = nn.Conv2d(hidden, 2 * fan_in, 3, padding=1)
        self.modulation_1 = nn.Conv2d(hidden, 2 * middle, 3, padding=1)
        self.conv_0 = nn.Conv2d(fan_in, middle, 3, padding=1)
        self.conv_1 = nn.Conv2d(middle, fan_out, 3, padding=1)
        self.shortcut = nn.Conv2d(fan_in, fan_out, 1, bias=False) if fan_in != fan_out else None

    def forward(self, x: Tensor, labels: Tensor, style: Tensor) -> Tensor:
        """Features [N, C, h, w], labels [N, K, h, w], style [N, S] to features [N, C', h, w]."""
        hidden = F.relu(self.hidden(labels) + self.style(style)[:, :, None, None])
        gamma, beta = self.modulation_0(hidden).chunk(2, 1)
        modulated = self.norm_0(x) * (1 + gamma) + beta
        skip = x if self.shortcut is None else self.shortcut(modulated)
        y = self.conv_0(F.leaky_relu(modulated, 0.2))
        gamma, beta = self.modulation_1(hidden).chunk(2, 1)
        y = self.conv_1(F.leaky_relu(self.norm_1(y) * (1 + gamma) + beta, 0.2))
        return skip + y


class SpadeGenerator(nn.Module):
    """Label map and style to picture; fully convolutional, sizes in multiples of 32.

    Args:
        classes: number of classes K of the label map.
        style: length S of the style vector.
        ngf: base width; block widths are BLOCK_WIDTHS times it.
        hidden: width of the map between labels and modulation (2 x ngf as in arXiv 2003.08936).
    """

    scales = (32, 16, 16, 8, 4, 2, 1)

    def __init__(self, *, classes: int, style: int, ngf: int, hidden: int | None = None) -> None:
        super().__init__()
        labels, hidden = classes + 1, hidden or 2 * ngf
        self.widths = widths = [w * ngf for w in BLOCK_WIDTHS]
        self.style_start = nn.Linear(style, widths[0])
        self.label_start = nn.Conv2d(labels, widths[0], 3, padding=1)
        pairs = zip([widths[0], *widths[:-1]], widths, strict=True)
        self.blocks = nn.ModuleList(
            SpadeBlock(a, b, labels=labels, hidden=hidden, style=style) for a, b in pairs
        )
        self.to_picture = nn.Conv2d(widths[-1], 3, 3, padding=1)
        self.apply(_initialise)
        for parameter in (
            p for block in self.blocks for p in block.get_submodule("style").parameters()
        ):
            nn.init.zeros_(parameter)
        nn.init.xavier_normal_(self.to_picture.weight, 0.3)

    def forward(self, pyramid: Sequence[Tensor], style: Tensor) -> Tensor:
        """Labels with noise per stride 1..32 (finest first) and style [N, S] to pictures [N, 3, H, W] in -1..1."""
        return self.with_features(pyramid, style)[0]

    def with_features(
        self, pyramid: Sequence[Tensor], style: Tensor
    ) -> tuple[Tensor, list[Tensor]]:
        """The picture and the output of every block (what a student may be distilled from)."""
        by_stride = {2**i: level for i, level in enumerate(pyramid)}
        x = self.style_start(style)[:, :, None, None] + self.label_start(by_stride[STRIDE])
        stride, features = STRIDE, []
        for block, scale in zip(self.blocks, self.scales, strict=True):
            if scale != stride:
                x, stride = F.interpolate(x, scale_factor=2.0, mode="nearest"), scale
            x = block(x, by_stride[scale], style)
            features.append(x)
        # Bfloat16 has 8 bits of precision, as many as a picture: the last layer stays in full precision.
        with torch.autocast(x.device.type, enabled=False):
            return torch.tanh(self.to_picture(F.leaky_relu(x.float(), 0.2))), features


def _initialise(module: nn.Module) -> None:
    if isinstance(module, nn.Conv2d | nn.Linear):
        nn.init.xavier_normal_(module.weight, 0.7)
        if module.bias is not None:
            nn.init.zeros_(module.bias)
