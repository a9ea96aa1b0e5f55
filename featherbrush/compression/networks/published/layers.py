"""What the published mobile networks share: the separable convolution of arXiv 2003.08936, section 3.2."""

from __future__ import annotations

from torch import Tensor, nn


class SeparableConvolution(nn.Module):
    """Depthwise convolution, instance norm, pointwise convolution; stands where a dense convolution stood.

    Keys: `conv.0` depthwise, `conv.2` pointwise. The instance norm between them learns nothing.
    """

    def __init__(self, fan_in: int, fan_out: int, *, kernel: int, padding: int = 0) -> None:
        super().__init__()
        self.conv = nn.Sequential(
            nn.Conv2d(fan_in, fan_in, kernel, padding=padding, groups=fan_in),
            nn.InstanceNorm2d(fan_in),
            nn.Conv2d(fan_in, fan_out, 1),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Float [N, C, H, W] to [N, C', H', W'], smaller by kernel - 1 - 2 x padding per side pair."""
        y: Tensor = self.conv(x)
        return y


def convolution(
    fan_in: int, fan_out: int, *, kernel: int, padding: int = 0, separable: bool
) -> nn.Module:
    """A separable convolution or the dense one in whose place it stands (stride 1)."""
    if separable:
        return SeparableConvolution(fan_in, fan_out, kernel=kernel, padding=padding)
    return nn.Conv2d(fan_in, fan_out, kernel, padding=padding)
