"""Figures as marks on the canvas, with every copy that the symmetry asks for. Pure functions."""

from __future__ import annotations

import numpy as np

from featherbrush.app.canvas.brush import NO_STAMP, Stamp
from featherbrush.app.canvas.figures import Box, Coverage, Figure
from featherbrush.app.canvas.scene import Effects, Ink, Mark, Scene
from featherbrush.app.canvas.symmetry import Copy, Symmetry, copies, flipped_bounds
from featherbrush.app.document.extras import offset
from featherbrush.engine.geometry import Bounds, Extent


def painted(
    figure: Figure, *, class_id: int, scene: Scene, symmetry: Symmetry, afresh: bool = False
) -> Effects:
    """A figure and its copies as marks of a class or ink.

    Marks made afresh are one mark: only that replaces all the copies painted before.
    """
    if scene.sketch:
        inks = [_ink(figure, copy, scene.extent) for copy in copies(symmetry)]
        color = scene.color(class_id)
        inks = [_joined_ink(inks)] if afresh else [one for one in inks if not one[0].empty]
        return tuple(Ink(bounds, coverage, color, afresh) for bounds, coverage in inks)
    stamps = [_stamp(figure, copy, scene.extent) for copy in copies(symmetry)]
    stamps = [_joined(stamps)] if afresh else [stamp for stamp in stamps if not stamp.empty]
    return tuple(Mark(stamp, class_id, afresh) for stamp in stamps)


def stamped(stamps: list[Stamp], *, class_id: int, scene: Scene) -> Effects:
    """Whole areas as one mark of a class or ink."""
    stamp = _joined(stamps)
    if stamp.empty:
        return ()
    if scene.sketch:
        coverage = np.where(stamp.mask, np.uint8(255), np.uint8(0))
        return (Ink(stamp.bounds, coverage, scene.color(class_id)),)
    return (Mark(stamp, class_id),)


def _stamp(figure: Figure, copy: Copy, extent: Extent) -> Stamp:
    flips = copy.flips
    if flips is None:
        whole = figure.snapped() if isinstance(figure, Box) else figure
        return whole.copied(copy, extent).stamp(extent)
    stamp = figure.stamp(extent)
    if stamp.empty or flips == (False, False):
        return stamp
    bounds = flipped_bounds(stamp.bounds, flips=flips, extent=extent)
    return Stamp(bounds, stamp.mask[_directions(flips)])


def _ink(figure: Figure, copy: Copy, extent: Extent) -> tuple[Bounds, Coverage]:
    flips = copy.flips
    if flips is None:
        return figure.copied(copy, extent).coverage(extent)
    bounds, coverage = figure.coverage(extent)
    if bounds.empty or flips == (False, False):
        return bounds, coverage
    return flipped_bounds(bounds, flips=flips, extent=extent), coverage[_directions(flips)]


def _directions(flips: tuple[bool, bool]) -> tuple[slice, slice]:
    return slice(None, None, -1 if flips[1] else 1), slice(None, None, -1 if flips[0] else 1)


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


def _joined_ink(inks: list[tuple[Bounds, Coverage]]) -> tuple[Bounds, Coverage]:
    """Several inks as one; where they overlap the most ink counts."""
    if len(inks) == 1:
        return inks[0]
    whole = Bounds(0, 0, 0, 0)
    for bounds, _ in inks:
        whole = whole.union(bounds)
    joined = np.zeros((max(whole.height, 0), max(whole.width, 0)), dtype=np.uint8)
    for bounds, coverage in inks:
        if not bounds.empty:
            part = joined[offset(bounds, whole)]
            np.maximum(part, coverage, out=part)
    return whole, joined
