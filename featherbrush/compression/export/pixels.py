"""From networks to functions from pixels to pixels: pre- and post-processing join the graph."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from featherbrush.compression.data.pixels import from_pixels, ink, to_pixels, untinted_ink
from featherbrush.compression.networks.encoder import StyleHead
from featherbrush.compression.networks.features import FoldedConvolution, NormalisedFeatures
from featherbrush.compression.networks.spade import label_pyramid, with_noise
from featherbrush.compression.networks.translator import TranslatorGenerator

NOISE_SIDE = 256
NOISE_SEED = 20


class LabelsEntry(nn.Module):
    """Class ids uint8 [1, H, W] to one-hot maps [1, K, H, W]."""

    ids: Tensor

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.register_buffer("ids", torch.arange(classes, dtype=torch.uint8)[None, :, None, None])

    def forward(self, canvas: Tensor) -> Tensor:
        """Compare with every id."""
        return torch.eq(canvas[:, None], self.ids).float()


class SketchEntry(nn.Module):
    """A sketch in any colours, uint8 [1, H, W, 3], to ink, its enclosure and, if tinted, its tint in 0..1.

    Channels are 7, or 4 without the tint.
    """

    def __init__(self, *, tinted: bool = True) -> None:
        super().__init__()
        self.tinted = tinted

    def forward(self, canvas: Tensor) -> Tensor:
        """As trainings read sketches."""
        return ink(canvas) if self.tinted else untinted_ink(canvas)


class PictureEntry(nn.Module):
    """A picture uint8 [1, H, W, 3] to [1, 3, H, W] in -1..1."""

    def forward(self, canvas: Tensor) -> Tensor:
        """Scale."""
        return from_pixels(canvas)


class DrawerModel(nn.Module):
    """Canvas and style in, picture out (model file contract).

    The noise beside the condition is one fixed tile, repeated: the same canvas and style give the same pixels, and a
    stroke changes nothing that it does not reach.

    Args:
        generator: called with the noisy pyramid and the style in its own terms.
        entry: from the canvas to the condition [1, K, H, W].
        prior_mean, prior_factor: what turns a standard normal style into the generator's terms; of length 0 for a
            generator without style.
    """

    noise: Tensor
    prior_mean: Tensor
    prior_factor: Tensor

    def __init__(
        self, generator: nn.Module, entry: nn.Module, *, prior_mean: Tensor, prior_factor: Tensor
    ) -> None:
        super().__init__()
        self.generator, self.entry = generator, entry
        random = torch.Generator().manual_seed(NOISE_SEED)
        # Half precision in the file; rounded here so that torch and the file compute the same.
        tile = torch.randn(NOISE_SIDE, NOISE_SIDE, generator=random).half().float()
        self.register_buffer("noise", tile)
        self.register_buffer("prior_mean", prior_mean.clone())
        self.register_buffer("prior_factor", prior_factor.clone())

    def forward(self, canvas: Tensor, style: Tensor | None = None) -> Tensor:
        """Canvas uint8 and style float32 [1, S] (standard normal) to picture uint8 [1, H, W, 3]."""
        pyramid = label_pyramid(self.entry(canvas))
        pyramid = with_noise(pyramid, [self._noise(level) for level in pyramid])
        own = (
            self.prior_mean[None]
            if style is None
            else self.prior_mean + style @ self.prior_factor.T
        )
        return to_pixels(self.generator(pyramid, own))

    def _noise(self, like: Tensor) -> Tensor:
        height, width = like.shape[2], like.shape[3]
        tiles = (height + NOISE_SIDE - 1) // NOISE_SIDE, (width + NOISE_SIDE - 1) // NOISE_SIDE
        return self.noise.repeat(*tiles)[None, None, :height, :width]


class FeatureStyle(nn.Module):
    """Styles read from the statistics of frozen features."""

    def __init__(self, features: NormalisedFeatures, head: StyleHead) -> None:
        super().__init__()
        self.features, self.head = features, head

    def forward(self, pictures: Tensor) -> Tensor:
        """Pictures [N, 3, H, W] in -1..1 to mean styles [N, S]."""
        mean: Tensor = self.head(self.features(pictures))[0]
        return mean


class OwnStyle(nn.Module):
    """Styles read by the generator's own encoder."""

    def __init__(self, generator: TranslatorGenerator) -> None:
        super().__init__()
        self.encoder = generator.core.enc_style

    def forward(self, pictures: Tensor) -> Tensor:
        """Pictures [N, 3, H, W] in -1..1 to styles [N, S]."""
        found: Tensor = self.encoder(pictures)
        return found.flatten(1)


class StyleEncoderModel(nn.Module):
    """Picture in, style out (model file contract, style-encoder).

    Args:
        reader: from pictures [N, 3, H, W] in -1..1 to styles [N, S] in the generator's terms.
    """

    prior_mean: Tensor
    unmix: Tensor

    def __init__(self, reader: nn.Module, *, prior_mean: Tensor, prior_factor: Tensor) -> None:
        super().__init__()
        self.reader = reader
        self.register_buffer("prior_mean", prior_mean.clone())
        self.register_buffer("unmix", torch.linalg.inv(prior_factor))

    def forward(self, canvas: Tensor) -> Tensor:
        """Picture uint8 [1, H, W, 3] to style float32 [1, S], standard normal over real pictures."""
        mean = self.reader(from_pixels(canvas))
        return (mean - self.prior_mean) @ self.unmix.T


def halved(module: nn.Module) -> nn.Module:
    """Round every floating parameter and buffer to half precision (what the file will hold), in place."""
    for tensor in (*module.parameters(), *module.buffers()):
        if tensor.is_floating_point():
            tensor.data = tensor.data.half().float()
    return module


def macs(network: nn.Module, inputs: Sequence[Tensor | Sequence[Tensor]]) -> int:
    """Multiply-accumulates of all convolutions and linear layers in one call (true arithmetic)."""
    total = 0

    def count(module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        nonlocal total
        if isinstance(module, nn.Conv2d | FoldedConvolution):
            taps = module.weight[0].numel()
            total += output.numel() * taps
        elif isinstance(module, nn.ConvTranspose2d):
            # Every input pixel meets every tap once, however large the output is.
            total += inputs[0].numel() * module.weight[0].numel()
        elif isinstance(module, nn.Linear):
            total += output.numel() * module.in_features

    hooks = [m.register_forward_hook(count) for m in network.modules()]
    try:
        with torch.no_grad():
            network(*inputs)
    finally:
        for hook in hooks:
            hook.remove()
    return total


def parameters(network: nn.Module) -> int:
    """Number of learned values, those that were folded and frozen (feature network) included."""
    folded = [m for m in network.modules() if isinstance(m, FoldedConvolution)]
    frozen = sum(m.weight.numel() + m.bias.numel() for m in folded)
    return frozen + sum(p.numel() for p in network.parameters())


def sample_canvas(classes: int, *, width: int, height: int) -> Tensor:
    """A map of horizontal bands of all classes, uint8 [1, H, W], to trace and count with."""
    rows = torch.arange(height) * classes // height
    return rows.to(torch.uint8)[None, :, None].repeat(1, 1, width)
