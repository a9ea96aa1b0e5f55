"""Selections as values: made from shapes, combined, inverted. Pure functions."""

from __future__ import annotations

import numpy as np

from featherbrush.app.canvas.brush import Mask, Stamp
from featherbrush.app.canvas.fill import cropped
from featherbrush.app.canvas.settings import Combine
from featherbrush.app.document.extras import Selection
from featherbrush.engine.geometry import Bounds, Extent


def everything(extent: Extent) -> Selection:
    """The whole canvas."""
    return Selection(Bounds.of(extent), np.ones(extent.shape, dtype=np.bool_))


def combined(
    old: Selection | None, new: Stamp, *, how: Combine, extent: Extent
) -> Selection | None:
    """What is selected after drawing `new` over `old`; None when nothing is left.

    Without an old selection there is nothing to subtract from or to intersect with.
    """
    if how is Combine.REPLACE or old is None:
        drawn = how in (Combine.REPLACE, Combine.ADD)
        return selection_of(new) if drawn else None
    area = Bounds.of(extent)
    before = old.within(area)
    drawn_mask = np.zeros(extent.shape, dtype=np.bool_)
    drawn_mask[new.bounds.rows, new.bounds.columns] = new.mask
    return selection_of(cropped(_merged(before, drawn_mask, how)))


def inverted(selection: Selection | None, *, extent: Extent) -> Selection | None:
    """Everything that is not selected; None when all of it was."""
    if selection is None:
        return everything(extent)
    return selection_of(cropped(~selection.within(Bounds.of(extent))))


def selection_of(stamp: Stamp) -> Selection | None:
    """Pixels as a selection; None for none."""
    return None if stamp.empty or not stamp.mask.any() else Selection(stamp.bounds, stamp.mask)


def how_to_combine(chosen: Combine, *, add: bool, subtract: bool) -> Combine:
    """What the keys held at the press make of the chosen way: Shift adds, Alt subtracts."""
    if add and subtract:
        return Combine.INTERSECT
    if add:
        return Combine.ADD
    return Combine.SUBTRACT if subtract else chosen


def _merged(before: Mask, drawn: Mask, how: Combine) -> Mask:
    if how is Combine.ADD:
        return before | drawn
    return before & ~drawn if how is Combine.SUBTRACT else before & drawn
