"""The network behind FID and KID: Inception v3 (Szegedy et al. 2016, arXiv 1512.00567) up to its last pooling.

Layers are named as in the public weights that were ported from TensorFlow's Inception of 2015-12-05, the ones that
published FIDs come from; they differ from torchvision's in their poolings. The weights are the user's to supply.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

FEATURES = 2048
SIDE = 299


class Layer(nn.Module):
    """Convolution without bias, batch norm, ReLU. `kernel` and `padding` are (height, width)."""

    def __init__(
        self,
        fan_in: int,
        fan_out: int,
        kernel: int | tuple[int, int] = 1,
        *,
        stride: int = 1,
        padding: int | tuple[int, int] = 0,
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(fan_in, fan_out, kernel, stride, padding, bias=False)
        self.bn = nn.BatchNorm2d(fan_out, eps=0.001)

    def forward(self, x: Tensor) -> Tensor:
        """Float [N, C, H, W] to [N, C', H', W']."""
        return F.relu(self.bn(self.conv(x)))


def _wide(fan_in: int, fan_out: int, length: int = 7) -> Layer:
    return Layer(fan_in, fan_out, (1, length), padding=(0, length // 2))


def _tall(fan_in: int, fan_out: int, length: int = 7) -> Layer:
    return Layer(fan_in, fan_out, (length, 1), padding=(length // 2, 0))


def _mean_around(x: Tensor) -> Tensor:
    """3x3 means; what is beyond the edge is not counted, as in TensorFlow."""
    return F.avg_pool2d(x, 3, stride=1, padding=1, count_include_pad=False)


class BlockA(nn.Module):
    """35x35: 1x1, 5x5, two 3x3 and pooled."""

    def __init__(self, fan_in: int, *, pooled: int) -> None:
        super().__init__()
        self.branch1x1 = Layer(fan_in, 64)
        self.branch5x5_1 = Layer(fan_in, 48)
        self.branch5x5_2 = Layer(48, 64, 5, padding=2)
        self.branch3x3dbl_1 = Layer(fan_in, 64)
        self.branch3x3dbl_2 = Layer(64, 96, 3, padding=1)
        self.branch3x3dbl_3 = Layer(96, 96, 3, padding=1)
        self.branch_pool = Layer(fan_in, pooled)

    def forward(self, x: Tensor) -> Tensor:
        """[N, C, H, W] to [N, 224 + pooled, H, W]."""
        double = self.branch3x3dbl_3(self.branch3x3dbl_2(self.branch3x3dbl_1(x)))
        parts = (self.branch1x1(x), self.branch5x5_2(self.branch5x5_1(x)), double)
        return torch.cat((*parts, self.branch_pool(_mean_around(x))), 1)


class BlockB(nn.Module):
    """35x35 to 17x17."""

    def __init__(self, fan_in: int) -> None:
        super().__init__()
        self.branch3x3 = Layer(fan_in, 384, 3, stride=2)
        self.branch3x3dbl_1 = Layer(fan_in, 64)
        self.branch3x3dbl_2 = Layer(64, 96, 3, padding=1)
        self.branch3x3dbl_3 = Layer(96, 96, 3, stride=2)

    def forward(self, x: Tensor) -> Tensor:
        """[N, C, H, W] to [N, 480 + C, h, w]."""
        double = self.branch3x3dbl_3(self.branch3x3dbl_2(self.branch3x3dbl_1(x)))
        return torch.cat((self.branch3x3(x), double, F.max_pool2d(x, 3, stride=2)), 1)


class BlockC(nn.Module):
    """17x17: 7x7 as rows and columns, once and twice."""

    def __init__(self, fan_in: int, *, inside: int) -> None:
        super().__init__()
        self.branch1x1 = Layer(fan_in, 192)
        self.branch7x7_1 = Layer(fan_in, inside)
        self.branch7x7_2 = _wide(inside, inside)
        self.branch7x7_3 = _tall(inside, 192)
        self.branch7x7dbl_1 = Layer(fan_in, inside)
        self.branch7x7dbl_2 = _tall(inside, inside)
        self.branch7x7dbl_3 = _wide(inside, inside)
        self.branch7x7dbl_4 = _tall(inside, inside)
        self.branch7x7dbl_5 = _wide(inside, 192)
        self.branch_pool = Layer(fan_in, 192)

    def forward(self, x: Tensor) -> Tensor:
        """[N, C, H, W] to [N, 768, H, W]."""
        once = self.branch7x7_3(self.branch7x7_2(self.branch7x7_1(x)))
        twice = self.branch7x7dbl_3(self.branch7x7dbl_2(self.branch7x7dbl_1(x)))
        twice = self.branch7x7dbl_5(self.branch7x7dbl_4(twice))
        return torch.cat((self.branch1x1(x), once, twice, self.branch_pool(_mean_around(x))), 1)


class BlockD(nn.Module):
    """17x17 to 8x8."""

    def __init__(self, fan_in: int) -> None:
        super().__init__()
        self.branch3x3_1 = Layer(fan_in, 192)
        self.branch3x3_2 = Layer(192, 320, 3, stride=2)
        self.branch7x7x3_1 = Layer(fan_in, 192)
        self.branch7x7x3_2 = _wide(192, 192)
        self.branch7x7x3_3 = _tall(192, 192)
        self.branch7x7x3_4 = Layer(192, 192, 3, stride=2)

    def forward(self, x: Tensor) -> Tensor:
        """[N, C, H, W] to [N, 512 + C, h, w]."""
        small = self.branch3x3_2(self.branch3x3_1(x))
        large = self.branch7x7x3_3(self.branch7x7x3_2(self.branch7x7x3_1(x)))
        return torch.cat((small, self.branch7x7x3_4(large), F.max_pool2d(x, 3, stride=2)), 1)


class BlockE(nn.Module):
    """8x8: 3x3 as rows beside columns. The last block of the ported weights pools the maximum, not the mean."""

    def __init__(self, fan_in: int, *, largest: bool) -> None:
        super().__init__()
        self.largest = largest
        self.branch1x1 = Layer(fan_in, 320)
        self.branch3x3_1 = Layer(fan_in, 384)
        self.branch3x3_2a, self.branch3x3_2b = _wide(384, 384, 3), _tall(384, 384, 3)
        self.branch3x3dbl_1 = Layer(fan_in, 448)
        self.branch3x3dbl_2 = Layer(448, 384, 3, padding=1)
        self.branch3x3dbl_3a, self.branch3x3dbl_3b = _wide(384, 384, 3), _tall(384, 384, 3)
        self.branch_pool = Layer(fan_in, 192)

    def forward(self, x: Tensor) -> Tensor:
        """[N, C, H, W] to [N, 2048, H, W]."""
        once = self.branch3x3_1(x)
        twice = self.branch3x3dbl_2(self.branch3x3dbl_1(x))
        pooled = F.max_pool2d(x, 3, stride=1, padding=1) if self.largest else _mean_around(x)
        parts = (
            self.branch1x1(x),
            self.branch3x3_2a(once),
            self.branch3x3_2b(once),
            self.branch3x3dbl_3a(twice),
            self.branch3x3dbl_3b(twice),
            self.branch_pool(pooled),
        )
        return torch.cat(parts, 1)


class Inception(nn.Module):
    """Pictures to the 2,048 features of the last pooling."""

    def __init__(self) -> None:
        super().__init__()
        self.Conv2d_1a_3x3 = Layer(3, 32, 3, stride=2)
        self.Conv2d_2a_3x3 = Layer(32, 32, 3)
        self.Conv2d_2b_3x3 = Layer(32, 64, 3, padding=1)
        self.Conv2d_3b_1x1 = Layer(64, 80)
        self.Conv2d_4a_3x3 = Layer(80, 192, 3)
        self.Mixed_5b = BlockA(192, pooled=32)
        self.Mixed_5c = BlockA(256, pooled=64)
        self.Mixed_5d = BlockA(288, pooled=64)
        self.Mixed_6a = BlockB(288)
        self.Mixed_6b = BlockC(768, inside=128)
        self.Mixed_6c = BlockC(768, inside=160)
        self.Mixed_6d = BlockC(768, inside=160)
        self.Mixed_6e = BlockC(768, inside=192)
        self.Mixed_7a = BlockD(768)
        self.Mixed_7b = BlockE(1280, largest=False)
        self.Mixed_7c = BlockE(FEATURES, largest=True)

    def forward(self, pictures: Tensor) -> Tensor:
        """Float pictures [N, 3, H, W] in -1..1, resized to 299x299, to features [N, 2048]."""
        x = F.interpolate(pictures, size=(SIDE, SIDE), mode="bilinear", align_corners=False)
        x = self.Conv2d_2b_3x3(self.Conv2d_2a_3x3(self.Conv2d_1a_3x3(x)))
        x = self.Conv2d_4a_3x3(self.Conv2d_3b_1x1(F.max_pool2d(x, 3, stride=2)))
        x = F.max_pool2d(x, 3, stride=2)
        for name, block in self.named_children():
            if name.startswith("Mixed"):
                x = block(x)
        return x.mean((2, 3))
