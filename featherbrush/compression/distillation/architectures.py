"""The students' architectures by name: how each is built, and which of its features an original's teach."""

from __future__ import annotations

from dataclasses import dataclass

from featherbrush.compression.networks import class_adaptive, foldable, mobile
from featherbrush.compression.networks.class_adaptive import ClassAdaptiveGenerator
from featherbrush.compression.networks.elastic import Widths
from featherbrush.compression.networks.foldable import FoldableGenerator
from featherbrush.compression.networks.kinds import StudentGenerator
from featherbrush.compression.networks.mobile import MobileResnetGenerator

Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Architecture:
    """What a recipe's [supernet] names.

    Args:
        entries: how many widths a network has.
        multiple: what width and height of a picture are multiples of.
        pairs: by family: (feature of the student, feature of the original). SPADE's are head_0, G_middle_1 and up_1,
            those of a ResNet lie at stride 4 (arXiv 2003.08936, section 3.1).
        separable: the entries whose convolutions may be separable instead of what they are.
    """

    name: str
    entries: int
    multiple: int
    pairs: dict[str, Pairs]
    separable: range = range(0)

    def check(self, widths: Widths) -> None:
        """Raise ValueError, saying what is expected, unless a network can have these widths."""
        if len(widths.blocks) != self.entries:
            raise ValueError(f"widths: {self.entries} numbers, not {widths}")
        odd = [
            i for i in range(self.entries) if widths.kind(i) != "dense" and i not in self.separable
        ]
        if odd:
            entry = widths.entries[odd[0]]
            raise ValueError(
                f"entry {odd[0] + 1} of a {self.name} student has no choice of separable: {entry}"
            )

    def build(self, *, channels: int, style: int, widths: Widths) -> StudentGenerator:
        """An untrained student for conditions of `channels` (noise not counted) and styles of length `style`."""
        if self.name == "class-adaptive":
            return ClassAdaptiveGenerator(classes=channels, style=style, widths=widths)
        if self.name == "mobile-resnet":
            return MobileResnetGenerator(channels=channels + 1, widths=widths)
        return FoldableGenerator(channels=channels + 1, style=style, widths=widths)


ARCHITECTURES = {
    a.name: a
    for a in (
        Architecture(
            "class-adaptive",
            entries=len(class_adaptive.STRIDES),
            multiple=max(class_adaptive.STRIDES),
            pairs={"gaugan": ((0, 0), (2, 2), (4, 4)), "pix2pix": ((4, 3),)},
        ),
        Architecture(
            "foldable",
            entries=len(foldable.ENTRIES),
            multiple=8,
            pairs=dict.fromkeys(("pix2pix", "cyclegan", "munit"), ((1, 1), (3, 2), (4, 3))),
            separable=range(1, len(foldable.ENTRIES)),
        ),
        Architecture(
            "mobile-resnet",
            entries=len(mobile.ENTRIES),
            multiple=4,
            pairs=dict.fromkeys(("pix2pix", "cyclegan"), ((0, 0), (1, 1), (2, 2), (3, 3))),
        ),
    )
}
