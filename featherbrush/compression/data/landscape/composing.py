"""From a seed to a scene: camera, time of day, materials, the kind's terrain, river, clouds, and their light."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from featherbrush.compression.data.landscape.atmosphere import (
    ELEVATIONS,
    sky_table,
    sunlight,
)
from featherbrush.compression.data.landscape.cover import forest_density
from featherbrush.compression.data.landscape.draft import Draft
from featherbrush.compression.data.landscape.kernels import SIDE, Floats
from featherbrush.compression.data.landscape.kinds import KINDS
from featherbrush.compression.data.landscape.scene import NEVER, Scene
from featherbrush.compression.data.landscape.terrain import ground

LIGHTS = ("noon", "day", "golden", "dusk", "overcast")
LIGHT_CHANCES = (0.24, 0.34, 0.24, 0.07, 0.11)
ELEVATION_RANGES = ((40, 68), (20, 42), (5, 14), (0.8, 3.5), (20, 55))
GRASSES = ((0.062, 0.088, 0.026), (0.085, 0.098, 0.030), (0.050, 0.076, 0.030))
ROCKS = ((0.20, 0.19, 0.18), (0.25, 0.215, 0.18), (0.16, 0.16, 0.17), (0.27, 0.24, 0.21))
SANDS = ((0.46, 0.38, 0.26), (0.52, 0.45, 0.34), (0.42, 0.34, 0.22))
WATERS = (
    (0.006, 0.022, 0.030),
    (0.008, 0.040, 0.045),
    (0.012, 0.030, 0.024),
    (0.004, 0.014, 0.026),
)
LOW_SUN = ("golden", "dusk")
RIVER_CHANCES = {
    "canyon": 0.45,
    "meadow": 0.34,
    "hills": 0.3,
    "forest": 0.3,
    "alpine": 0.28,
    "winter": 0.2,
}


@dataclass(frozen=True)
class Composition:
    """A scene with its sky, and what the later stages need to know of it.

    `elevation` and `azimuth` of the sun in radians; `visibility` in metres; `random` goes on where composing ended.
    """

    scene: Scene
    table: Floats
    kind: str
    light: str
    season: str
    clouds: str
    elevation: float
    azimuth: float
    visibility: float
    eye: float
    trees: int
    blades: float
    flowers: float
    random: np.random.Generator


@dataclass(frozen=True)
class _Sun:
    elevation: float
    azimuth: float
    mie: float
    ozone: float


def kind_of(seed: int) -> str:
    """The kind of scene that a seed has."""
    weights = np.array([weight for weight, _ in KINDS.values()])
    chosen = np.random.default_rng(seed + 77777).choice(len(KINDS), p=weights / weights.sum())
    return list(KINDS)[int(chosen)]


def compose(seed: int, attempt: int) -> Composition:
    """The scene of a seed; each attempt is another view of another place of the same kind."""
    random = np.random.default_rng(seed * 1000 + attempt)
    kind = kind_of(seed)
    draft, sun = _opening(random)
    _materials(draft)
    visibility = _haze(draft)
    if kind in ("alpine", "alplake", "winter", "meadow"):
        draft.horizon = draft.between(0.35, 0.55) if draft.from_above else draft.between(0.48, 0.72)
    KINDS[kind][1](draft)
    if draft.get("conifer") > 0.5 or kind == "winter":
        draft.set(autumn=0)
    _river(draft, kind)
    mie = sun.mie + (6e-6 if kind == "dunes" else 0)
    _limits(draft, kind)
    _clouds(draft)
    scene = Scene(**{name: float(value) for name, value in draft.values.items()})
    scene = _on_shore(scene, draft, kind)
    scene, table = _illuminated(scene, draft, sun, mie)
    return Composition(
        scene=scene,
        table=table,
        kind=kind,
        light=draft.light,
        season=_season(scene, kind),
        clouds=_sky_name(scene),
        elevation=sun.elevation,
        azimuth=sun.azimuth,
        visibility=visibility,
        eye=draft.eye,
        trees=draft.trees,
        blades=draft.blades,
        flowers=draft.flowers,
        random=random,
    )


def _opening(random: np.random.Generator) -> tuple[Draft, _Sun]:
    """Where the camera stands and looks, and where the sun is."""
    origin = random.uniform(-1e4, 1e4), random.uniform(-1e4, 1e4)
    yaw = float(random.uniform(0, 2 * np.pi))
    forward = math.cos(yaw), math.sin(yaw)
    draft = Draft(random, forward, yaw, eye=0.0, horizon=0.5, from_above=False, light="day")
    half = math.tan(math.radians(draft.between(45, 68) / 2))
    draft.set(origin_x=origin[0], origin_z=origin[1], half_width=half, pixel=2 * half / SIDE)
    draft.set(forward_x=forward[0], forward_z=forward[1], right_x=-forward[1], right_z=forward[0])
    draft.horizon = draft.between(0.34, 0.62)
    draft.from_above = draft.happens(0.35)
    draft.eye = draft.log_between(12, 90) if draft.from_above else draft.between(1.6, 6)
    if draft.from_above:
        draft.horizon = draft.between(0.24, 0.45)
    draft.light = str(random.choice(LIGHTS, p=LIGHT_CHANCES))
    degrees = [draft.between(*limits) for limits in ELEVATION_RANGES]
    elevation = math.radians(degrees[LIGHTS.index(draft.light)])
    turn = draft.between(0.5, 2.6) * draft.side()
    if draft.light in LOW_SUN and draft.happens(0.45):
        turn = draft.between(-0.5, 0.5)
    azimuth = math.atan2(math.sin(yaw + turn), math.cos(yaw + turn))
    draft.set(sun_azimuth=azimuth, sun_y=math.sin(elevation))
    draft.set(
        sun_x=math.cos(elevation) * math.cos(azimuth), sun_z=math.cos(elevation) * math.sin(azimuth)
    )
    mie = draft.between(2e-6, 9e-6) * (1.15 if draft.light in LOW_SUN else 1)
    return draft, _Sun(elevation, azimuth, mie, ozone=draft.between(1, 2.2))


def _materials(d: Draft) -> None:
    u = d.between
    d.set(forest_threshold=NEVER, conifer=float(d.random.choice([0, 1], p=[0.5, 0.5])))
    d.set(boulder_cell=u(2.5, 6))
    d.set(rock_normal=u(0.68, 0.80), dirt_threshold=u(0.2, 0.43), lush=u(0.75, 1.25))
    d.color("grass", GRASSES[d.random.choice(3)])
    d.set(dryness=u(0, 0.9) ** 1.3)
    d.color("rock", ROCKS[d.random.choice(4)])
    d.color("sand", SANDS[d.random.choice(3)])
    d.set(autumn=u(0.5, 1) if d.happens(0.17) else 0)
    d.color("water", WATERS[d.random.choice(4)])
    d.set(waves=u(0.012, 0.05))


def _haze(d: Draft) -> float:
    """Set the haze; how far one sees, in metres."""
    low = d.light in LOW_SUN
    d.set(haze_height=d.between(300, 1500))
    visibility = d.log_between(2.4e4 if low else 1.1e4, 1.2e5) * (1.6 if low else 1)
    if d.happens(0.07) and not low:
        visibility = d.between(1500, 4000)
        d.set(haze_height=d.between(80, 250))
    d.set(haze_density=1 / visibility)
    return visibility


def _river(d: Draft, kind: str) -> None:
    """A river ahead, with the camera on its bank."""
    if kind not in RIVER_CHANCES or d.get("lake_depth") > 0 or not d.happens(RIVER_CHANCES[kind]):
        return
    u = d.between
    width = u(4, 22)
    d.set(river_width=width, river_length=u(45, 170), river_depth=u(1.2, 3.5))
    phase, valley = u(0, 6.28), u(30, 130)
    swing = d.get("river_length") * u(0.25, 0.8)
    d.set(river_phase=phase, river_valley=valley, river_swing=swing, waves=u(0.006, 0.03), road=0)
    here = -swing * (math.sin(phase) + 1.2 * math.sin(phase * 2.1))
    d.set(river_offset=here + (width * 1.35 + u(1, 25)) * d.side())
    if d.happens(0.6):
        d.set(sand_line=u(0.9, 2.2))
    d.rise(u(2.5, 18))
    d.set(base=min(d.get("base"), 30))


def _limits(d: Draft, kind: str) -> None:
    get = d.get
    highest = get("mountain_height") * 1.15 + get("hill_height") + get("coast_height") * 1.2
    highest += get("dune_height") * 1.6 + get("cliff") + max(get("base"), 0) + 20
    d.set(highest=highest + get("tree_height"))
    d.set(clearing=d.between(12, 35) if d.eye < 12 else 0.0)
    wants_road = kind in ("hills", "meadow", "canyon", "winter") and d.happens(0.3)
    if wants_road and get("road") == 0 and get("river_width") == 0:
        d.set(road=d.between(1.5, 4), road_offset=d.between(-8, 8))


def _clouds(d: Draft) -> None:
    u = d.between
    d.set(seed=u(0, 200))
    chance = d.random.random()
    if d.light == "overcast":
        d.set(overcast=u(0.85, 1))
        return
    if chance < 0.55:
        d.set(cumulus=1, cloud_cover=u(0.36, 0.56), cloud_base=u(1300, 2600))
        d.set(cloud_thickness=u(700, 1600), cloud_scale=u(1300, 2800), cloud_density=u(50, 110))
    elif chance < 0.60:
        d.set(overcast=u(0.3, 0.5))
    if d.happens(0.35):
        d.set(cirrus=u(0.2, 0.9))


def _on_shore(scene: Scene, d: Draft, kind: str) -> Scene:
    """Move the coast, or lift the islands, until the camera stands as high above the water as was drawn."""
    if d.shore is None:
        return scene
    key, low, high = "base", -scene.mountain_height, 30.0
    if kind in ("coast", "sea"):
        key, low, high = "coast_offset", -1.2 * scene.coast_length, 1.2 * scene.coast_length
    for _ in range(26):
        middle = (low + high) / 2
        if ground(0.0, 0.0, 1.0, scene._replace(**{key: middle}))[0] > d.shore:
            high = middle
        else:
            low = middle
    return scene._replace(**{key: high})


def _illuminated(scene: Scene, d: Draft, sun: _Sun, mie: float) -> tuple[Scene, Floats]:
    """The scene with its camera's height, its sun and ambient light, and the table of its sky."""
    h = ground(0.0, 0.0, 1.0, scene)[0]
    eye_y = max(h, 0) + d.eye
    if d.eye > 9 and forest_density(0.0, 0.0, h, 0.0, scene) > -0.1:
        eye_y += scene.tree_height
    table = sky_table(sun.elevation, mie, sun.ozone)
    direct = sunlight(sun.elevation, mie, sun.ozone)
    q = np.linspace(0, 1, ELEVATIONS)
    up = q * q * np.pi / 2
    weights = np.cos(up) * np.sin(up + 0.1) * q
    ambient = (table.mean(0) * weights[:, None]).sum(0) / weights.sum() * 1.25 + direct * 0.01
    if scene.cumulus:
        ambient = ambient + direct.mean() * 0.006
    if scene.overcast > 0:
        o, tint = scene.overcast, np.array([0.94, 1.0, 1.08])
        grey = ambient.mean() * 0.8 + direct.mean() * 0.035
        ambient = ambient * (1 - o) + o * grey * tint
        direct = direct * (1 - o) ** 1.5
        table = table * (1 - o) + o * grey * tint * (0.85 + 0.25 * q[None, :, None])
    ambient = ambient * {"golden": 1.25, "dusk": 1.5}.get(d.light, 1.0)
    lit = scene._replace(
        ground_y=float(max(h, 0.0)),
        eye_y=float(eye_y),
        horizon=d.horizon * SIDE,
        **dict(zip(("sun_r", "sun_g", "sun_b"), map(float, direct), strict=True)),
        **dict(zip(("ambient_r", "ambient_g", "ambient_b"), map(float, ambient), strict=True)),
    )
    return lit, np.ascontiguousarray(table)


def _season(scene: Scene, kind: str) -> str:
    if kind == "winter":
        return "winter"
    if scene.autumn > 0:
        return "autumn"
    return "dry" if scene.dryness > 0.6 else "summer"


def _sky_name(scene: Scene) -> str:
    if scene.overcast > 0.6:
        return "overcast"
    if scene.cumulus:
        return "cumulus"
    return "cirrus" if scene.cirrus else "clear"
