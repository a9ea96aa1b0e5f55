"""Where each view meets the ground, and which points the sun reaches."""

from __future__ import annotations

from featherbrush.compression.data.landscape.cover import height
from featherbrush.compression.data.landscape.kernels import SIDE, Floats, kernel
from featherbrush.compression.data.landscape.scene import Scene
from featherbrush.compression.data.landscape.terrain import ground


@kernel
def march(s: Scene, depth: Floats, first: int, every: int) -> None:
    """Fill `depth` [SIDE, SIDE] with distances along the view's ground direction; 0 stays where sky is.

    The camera does not roll, so a column is one vertical plane: it is marched once, front to back, and fills
    its rows from below as the ground rises over them.

    Args:
        s: the landscape.
        depth: zeros.
        first: the first column.
        every: distance between columns.
    """
    for c in range(first, SIDE, every):
        u = ((c + 0.5) / SIDE * 2 - 1) * s.half_width
        dx, dz = s.forward_x + s.right_x * u, s.forward_z + s.right_z * u
        row, t, last_t, last_slope = SIDE - 1, 0.4, 0.2, -1e9
        ray = (s.horizon - (row + 0.5)) / (SIDE / 2) * s.half_width
        while t < s.farthest and row >= 0:
            slope = (max(0.0, height(dx * t, dz * t, t * s.pixel, 1, s)) - s.eye_y) / t
            while row >= 0 and ray <= slope:
                share = 1.0
                if last_slope < ray and slope > last_slope and last_slope > -1e8:
                    share = (ray - last_slope) / (slope - last_slope)
                depth[row, c] = last_t + (t - last_t) * share
                row -= 1
                ray = (s.horizon - (row + 0.5)) / (SIDE / 2) * s.half_width
            last_slope, last_t = slope, t
            t += max(max(0.02, t * 0.0032), (ray - slope) * t * 0.35)


@kernel
def sun_share(x: float, y: float, z: float, t: float, s: Scene) -> float:
    """How much of the sun reaches a point seen at distance `t`, 0..1, with soft edges."""
    free, footprint = 1.0, t * s.pixel
    d = max(0.6, footprint * 1.5)
    for _ in range(26):
        level = y + s.sun_y * d
        if level > s.highest:
            break
        coarse = max(footprint, d * 0.06)
        if d < 45:
            h = height(x + s.sun_x * d, z + s.sun_z * d, coarse, 0, s)
        else:
            h = ground(x + s.sun_x * d, z + s.sun_z * d, coarse * 2, s)[0]
        free = min(free, 0.5 + (level - h) / d * 22.0)
        if free <= 0:
            return 0.0
        d += max(d * 0.22, (level - h) * 0.5)
        if d > 14000:
            break
    return max(0.0, min(1.0, free))
