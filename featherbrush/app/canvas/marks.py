"""Figures as marks on the canvas, with every copy that the symmetry asks for. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from featherbrush.app.canvas.brush import NO_STAMP, Mask, Stamp
from featherbrush.app.canvas.figures import Box, Coverage, Figure
from featherbrush.app.canvas.scene import Effects, Ink, Mark, Scene
from featherbrush.app.canvas.symmetry import ITSELF, Copy, Scalar, Symmetry, copies
from featherbrush.app.document.extras import offset
from featherbrush.engine.geometry import Bounds, Extent


def painted(
    figure: Figure, *, class_id: int, scene: Scene, symmetry: Symmetry, afresh: bool = False
) -> Effects:
    """A figure and its copies as marks of a class or ink.

    Of marks made afresh only the first replaces what was painted before: the others belong to it.
    """
    if scene.sketch:
        color, inks = scene.color(class_id), _everywhere(figure, symmetry, scene.extent, _ink)
        return tuple(Ink(*ink, color, first) for ink, first in _shown(inks, afresh=afresh))
    stamps = _everywhere(figure, symmetry, scene.extent, _stamp)
    return tuple(
        Mark(Stamp(*stamp), class_id, first) for stamp, first in _shown(stamps, afresh=afresh)
    )


def stamped(stamps: list[Stamp], *, class_id: int, scene: Scene) -> Effects:
    """Whole areas as one mark of a class or ink."""
    stamp = _joined(stamps)
    if stamp.empty:
        return ()
    if scene.sketch:
        coverage = np.where(stamp.mask, np.uint8(255), np.uint8(0))
        return (Ink(stamp.bounds, coverage, scene.color(class_id)),)
    return (Mark(stamp, class_id),)


def _everywhere(
    figure: Figure,
    symmetry: Symmetry,
    extent: Extent,
    draw: Callable[[Figure, Copy, Extent], tuple[Bounds, NDArray[Scalar]]],
) -> Iterator[tuple[Bounds, NDArray[Scalar]]]:
    """Bounds and pixels of every copy, the figure itself first."""
    drawn: dict[Copy, tuple[Bounds, NDArray[Scalar]]] = {}
    for copy in copies(symmetry):
        turned, onward = copy.divided(extent)
        if turned not in drawn:
            drawn[turned] = draw(figure, turned, extent)
        bounds, pixels = drawn[turned]
        yield onward.bounds(bounds, extent), onward.pixels(pixels)


def _stamp(figure: Figure, copy: Copy, extent: Extent) -> tuple[Bounds, Mask]:
    if copy != ITSELF:
        whole = figure.snapped() if isinstance(figure, Box) else figure
        figure = whole.copied(copy, extent)
    stamp = figure.stamp(extent)
    return stamp.bounds, stamp.mask


def _ink(figure: Figure, copy: Copy, extent: Extent) -> tuple[Bounds, Coverage]:
    return (figure if copy == ITSELF else figure.copied(copy, extent)).coverage(extent)


def _shown(
    drawn: Iterable[tuple[Bounds, NDArray[Scalar]]], *, afresh: bool
) -> Iterator[tuple[tuple[Bounds, NDArray[Scalar]], bool]]:
    """What lies on the canvas, and whether it replaces what was there: `afresh` the first does, even by nothing."""
    for index, one in enumerate(drawn):
        first = afresh and index == 0
        if first or not one[0].empty:
            yield one, first


def _joined(stamps: list[Stamp]) -> Stamp:
    """Several stamps as one over the rectangle that holds them all."""
    shown = [stamp for stamp in stamps if not stamp.empty]
    if len(shown) < 2:
        return shown[0] if shown else NO_STAMP
    whole = Bounds(0, 0, 0, 0)
    for stamp in shown:
        whole = whole.union(stamp.bounds)
    mask = np.zeros((whole.height, whole.width), dtype=np.bool_)
    for stamp in shown:
        mask[offset(stamp.bounds, whole)] |= stamp.mask
    return Stamp(whole, mask)
