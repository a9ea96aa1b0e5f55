"""The twelve kinds of scene: what is where, how high, how far, and what grows there.

Each function sets fields of a draft; the order of its draws is part of what a seed means.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from featherbrush.compression.data.landscape.draft import Draft
from featherbrush.compression.data.landscape.scene import NEVER

BARE_DUNES = ((0.50, 0.34, 0.19), (0.55, 0.42, 0.26), (0.46, 0.27, 0.13), (0.58, 0.50, 0.38))
RED_ROCKS = ((0.34, 0.17, 0.10), (0.38, 0.24, 0.15), (0.30, 0.20, 0.14))


def _alpine(d: Draft) -> None:
    u = d.between
    length = u(1800, 4200)
    d.mountains(length * u(0.42, 0.68), length, u(40, 300), u(600, 2200), u(0.03, 0.14), u(0, 0.7))
    d.hills(u(10, 40), u(200, 500))
    d.set(base=40, rock_normal=u(0.74, 0.88))
    d.set(snow_line=d.get("mountain_height") * u(0.12, 0.6), forest_threshold=u(0.46, 0.66))
    d.set(tree_line=d.get("mountain_height") * u(0.25, 0.45))
    d.blades, d.trees = 14000, d.count(0, 40)
    d.set(boulder_share=u(0, 0.35))


def _alpine_lake(d: Draft) -> None:
    u = d.between
    length = u(1800, 4000)
    d.mountains(
        length * u(0.42, 0.68), length, u(400, 700), u(1500, 2800), u(0.01, 0.05), u(0, 0.7)
    )
    d.hills(u(6, 18), u(150, 300))
    d.set(base=10)
    d.lake(u(180, 480), u(300, 600), u(26, 44))
    d.rise(u(4, 25))
    d.set(snow_line=d.get("mountain_height") * u(0.2, 0.65), forest_threshold=u(0.44, 0.6))
    d.set(rock_normal=u(0.72, 0.84), tree_line=d.get("mountain_height") * u(0.3, 0.45))
    d.blades, d.trees = 9000, d.count(0, 30)
    d.set(boulder_share=u(0.05, 0.6), waves=u(0.004, 0.03))
    d.set(sand_line=u(1.2, 3.5) if d.happens(0.5) else -1)


def _coast(d: Draft) -> None:
    side = d.between(0.55, 1.75) * d.side()
    _shore(d, side, (-0.02, 0.12))


def _sea(d: Draft) -> None:
    """As the coast, but the land is at the camera's back (a coast's side is drawn and not used)."""
    d.between(0.55, 1.75)
    d.side()
    side = d.between(1.7, 2.9) * d.side()
    _shore(d, side, (-0.25, 0.05))


def _shore(d: Draft, side: float, offset: tuple[float, float]) -> None:
    """A coast whose land lies at the angle `side` from the view."""
    u = d.between
    d.set(coast_x=math.cos(d.yaw + side), coast_z=math.sin(d.yaw + side))
    d.set(coast_length=u(250, 700), coast_height=u(18, 60))
    d.set(coast_offset=d.get("coast_length") * u(*offset))
    d.hills(u(2, 9), u(150, 400))
    d.set(sand_line=u(2.5, 8) if d.happens(0.82) else -1)
    d.shore = u(0.6, 4.5) if d.happens(0.85) else None
    d.set(cliff=u(18, 60) if d.happens(0.38) else 0)
    if d.happens(0.5):
        length = u(1200, 3000)
        d.mountains(length * u(0.2, 0.4), length, u(600, 1200), u(3000, 6000), 0, u(0, 0.5))
        d.set(base=-3)
    d.set(waves=u(0.04, 0.13), foam=u(0.5, 1), forest_threshold=u(0.42, 0.75))
    d.set(boulder_share=u(0, 0.4))
    d.blades, d.trees = 6000, d.count(0, 15)


def _islands(d: Draft) -> None:
    u = d.between
    u(20, 60)
    length = u(700, 2200)
    d.mountains(length * u(0.22, 0.4), length, u(60, 200), u(500, 1500), 0.05, u(0, 0.6))
    d.set(base=-d.get("mountain_height") * u(0.20, 0.42), sand_line=u(1.5, 5))
    d.shore = u(0.6, 4) if d.happens(0.7) else None
    d.set(forest_threshold=u(0.3, 0.6), waves=u(0.02, 0.11), foam=u(0.3, 0.9))


def _dunes(d: Draft) -> None:
    u = d.between
    d.set(all_sand=1, dune_height=u(14, 60), dune_length=u(60, 220), sand_line=1e9)
    d.set(forest_threshold=NEVER, rock_normal=0.48, grass_r=0.125, grass_g=0.108, grass_b=0.052)
    wind = u(0, 6.28)
    d.set(dune_x=math.cos(wind), dune_z=math.sin(wind), base=5)
    d.color("sand", BARE_DUNES[d.random.choice(4)])
    if d.happens(0.65):
        length = u(1500, 3000)
        d.mountains(length * u(0.25, 0.45), length, u(300, 1500), u(2500, 5000), 0, u(0, 0.5))
        d.color("rock", (0.22, 0.15, 0.11))
        d.set(all_sand=0)
    if d.happens(0.65):
        d.set(sand_mix=u(0.46, 0.60), dryness=u(0.6, 1), dirt_threshold=u(0.35, 0.55))
        d.set(boulder_share=u(0.05, 0.5))
        d.trees = d.count(0, 10)
        d.set(conifer=0)
    if d.get("all_sand") == 0:
        d.set(dune_height=d.get("dune_height") * 1.3)
    d.rise(u(2, 12))
    d.horizon = u(0.3, 0.5)
    if d.happens(0.22):
        d.lake(u(120, 300), u(150, 300), u(45, 70))
    d.hills(u(5, 20), 400)


def _canyon(d: Draft) -> None:
    u = d.between
    length = u(500, 1600)
    d.mountains(length * u(0.3, 0.5), length, u(80, 300), u(700, 1800), u(0.03, 0.15), u(0.2, 1))
    d.hills(u(4, 20), 200)
    d.set(base=20)
    d.color("rock", RED_ROCKS[d.random.choice(3)])
    d.set(rock_normal=u(0.8, 0.9), dryness=1)
    d.color("grass", (0.13, 0.11, 0.05))
    d.set(dirt_threshold=u(0.45, 0.6), boulder_share=u(0.1, 0.6), forest_threshold=u(0.62, 0.8))
    d.set(tree_height=3, tree_cell=4, conifer=0)
    d.blades = 3000
    if d.happens(0.75):
        d.set(terrace=u(18, 70), rock_normal=u(0.86, 0.95), base=30)
    if d.happens(0.45):
        d.set(forest_threshold=NEVER)
    if d.happens(0.3):
        d.set(all_sand=1)
        d.color("sand", (0.42, 0.27, 0.16))


def _hills(d: Draft) -> None:
    u = d.between
    d.hills(u(60, 200), u(350, 900))
    d.set(base=80, forest_threshold=u(0.48, 0.64), forest_length=u(90, 260))
    d.blades, d.flowers, d.trees = 16000, float(d.random.choice([0, 0, 0.5])), d.count(0, 30)
    if d.happens(0.4):
        length = u(2500, 4500)
        d.mountains(length * u(0.3, 0.45), length, 2000, 7000, 0, u(0, 0.6))
        d.set(snow_line=d.get("mountain_height") * u(0.4, 0.9))


def _forest(d: Draft) -> None:
    u = d.between
    length = u(900, 2500)
    d.mountains(length * u(0.2, 0.38), length, u(50, 300), u(800, 2500), u(0.1, 0.3), u(0, 0.3))
    d.hills(u(20, 60), u(200, 400))
    d.set(base=30, forest_threshold=u(0.30, 0.46))
    d.set(tree_line=d.get("mountain_height") * u(0.7, 1.2) + 50)
    d.set(tree_height=u(10, 18), tree_cell=u(6, 9))
    d.trees, d.blades = d.count(15, 80), 9000
    if d.happens(0.7):
        d.rise(u(15, 70))
    if d.happens(0.3):
        d.set(snow_line=d.get("mountain_height") * u(0.5, 0.8))


def _lake(d: Draft) -> None:
    u = d.between
    d.hills(u(20, 70), u(250, 600))
    d.lake(u(150, 420), u(240, 480), u(35, 65))
    d.rise(u(3, 20))
    d.set(base=16, forest_threshold=u(0.40, 0.56), forest_length=u(120, 260))
    d.set(tree_height=u(9, 16))
    d.blades, d.trees = 9000, d.count(0, 25)
    d.set(waves=u(0.004, 0.04), sand_line=u(1.2, 3.5) if d.happens(0.65) else -1)
    if d.happens(0.5):
        length = u(1500, 3000)
        d.mountains(length * u(0.2, 0.4), length, 1000, 5000, 0, u(0, 0.5))
        d.set(snow_line=d.get("mountain_height") * u(0.5, 1))
    d.set(boulder_share=u(0, 0.3))


def _winter(d: Draft) -> None:
    u = d.between
    length = u(1200, 3500)
    d.mountains(length * u(0.5, 0.75), length, u(100, 400), u(1000, 2500), u(0.03, 0.12), u(0, 0.7))
    d.hills(u(10, 50), u(200, 500))
    d.set(base=30, snow_line=-500 if d.happens(0.6) else u(-20, 140), snow_normal=u(0.62, 0.75))
    d.set(forest_threshold=u(0.46, 0.66), tree_line=d.get("mountain_height") * 0.5, conifer=1)
    d.trees = d.count(5, 60)
    d.set(boulder_share=u(0, 0.2))
    if d.happens(0.35):
        d.lake(u(200, 450), u(250, 450), u(35, 55))
        d.rise(u(3, 15))


def _meadow(d: Draft) -> None:
    u = d.between
    d.hills(u(10, 45), u(200, 500))
    d.set(base=30, forest_threshold=u(0.5, 0.62), forest_length=u(100, 300))
    d.blades, d.flowers, d.trees = 26000, float(d.random.choice([0, 0.4, 0.8])), d.count(0, 25)
    if d.happens(0.65):
        length = u(1800, 4200)
        d.mountains(length * u(0.42, 0.68), length, u(500, 900), u(2000, 3800), 0, u(0, 0.6))
        d.set(snow_line=d.get("mountain_height") * u(0.35, 0.8))
        d.set(tree_line=d.get("mountain_height") * 0.35)
    if d.happens(0.35):
        d.set(road=u(1.5, 3.5), road_offset=u(-8, 8))


KINDS: dict[str, tuple[float, Callable[[Draft], None]]] = {
    "alpine": (1.8, _alpine),
    "alplake": (1.1, _alpine_lake),
    "coast": (1.5, _coast),
    "sea": (0.45, _sea),
    "dunes": (0.7, _dunes),
    "canyon": (1.15, _canyon),
    "hills": (1.0, _hills),
    "forest": (0.95, _forest),
    "lake": (0.85, _lake),
    "winter": (1.5, _winter),
    "meadow": (1.1, _meadow),
    "islands": (0.6, _islands),
}
"""Names of the kinds, how often each is drawn, and what it decides."""
