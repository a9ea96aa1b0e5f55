"""The marching ants of a selection: its border in device pixels, black and white in turn.

The selection is sampled as the canvas is, so the border follows its pixels at every zoom and
turn, and a partial repaint joins on without a seam. Pure functions; no Qt.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from featherbrush.app.canvas.sampling import DeviceGrid, inside, sampling
from featherbrush.app.canvas.view import ViewTransform
from featherbrush.app.document.extras import Selection
from featherbrush.engine.geometry import Bounds, Extent

ANT = 4
"""Length of an ant in device pixels at a ratio of 1."""
CYCLE = 2 * ANT
"""Steps after which the ants look as before."""
_BLACK, _WHITE = np.uint32(0xFF000000), np.uint32(0xFFFFFFFF)


def draw_ants(
    colors: NDArray[np.uint32],
    selection: Selection,
    *,
    area: Bounds,
    view: ViewTransform,
    device: DeviceGrid,
    extent: Extent,
    phase: int,
) -> None:
    """Draw the border of a selection into device pixels `colors` uint32 [h,w] of `area`.

    The border is the outermost device pixels inside the selection; `phase` moves the ants.
    """
    unit = max(1, round(device.ratio))
    near = _reach(view, device=device, bounds=selection.bounds).intersection(area)
    if near.empty:
        return
    wide = near.padded(unit)
    inner = _selected(selection, area=wide, view=view, device=device, extent=extent)
    core = inner[unit:-unit, unit:-unit]
    surrounded = (
        inner[unit:-unit, : -2 * unit]
        & inner[unit:-unit, 2 * unit :]
        & inner[: -2 * unit, unit:-unit]
        & inner[2 * unit :, unit:-unit]
    )
    rows, columns = np.nonzero(core & ~surrounded)
    march = (rows + near.y + columns + near.x) // unit + phase
    part = colors[near.y - area.y : near.bottom - area.y, near.x - area.x : near.right - area.x]
    part[rows, columns] = np.where(march % CYCLE < ANT, _BLACK, _WHITE)


def _selected(
    selection: Selection,
    *,
    area: Bounds,
    view: ViewTransform,
    device: DeviceGrid,
    extent: Extent,
) -> NDArray[np.bool_]:
    """Which device pixels of `area` lie in the selection, bool [h,w]."""
    places = sampling(view, device=device, area=area, extent=extent)
    whole = selection.within(Bounds.of(extent))
    selected: NDArray[np.bool_] = places.pick(whole) & inside(places)
    return selected


def _reach(view: ViewTransform, *, device: DeviceGrid, bounds: Bounds) -> Bounds:
    """The device pixels that show the selection's bounds, and a little more."""
    span = view.span(bounds)
    left = int(np.floor(span.x * device.ratio + device.x)) - 1
    top = int(np.floor(span.y * device.ratio + device.y)) - 1
    right = int(np.ceil((span.x + span.width) * device.ratio + device.x)) + 1
    bottom = int(np.ceil((span.y + span.height) * device.ratio + device.y)) + 1
    return Bounds(left, top, right - left, bottom - top)
