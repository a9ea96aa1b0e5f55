"""A landscape in the making: what the kinds of scene decide, and what they decide it with."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from featherbrush.compression.data.landscape.scene import Scene


@dataclass
class Draft:
    """Fields of a scene by name, set one after the other by one random generator.

    Args:
        random: every decision is drawn from it, in a fixed order: a seed is a landscape.
        forward: direction of the view on the ground (x, z).
        yaw: the same as an angle.
        eye: height of the camera above the ground, metres.
        horizon: share of the picture above it.
        from_above: whether the camera flies.
        light: noon, day, golden, dusk or overcast.
        values: fields of the scene.
        blades: tries of blades of grass.
        trees: number of lone trees.
        flowers: share of blades with a flower.
        shore: height of the ground under the camera that the coast is moved for.
    """

    random: np.random.Generator
    forward: tuple[float, float]
    yaw: float
    eye: float
    horizon: float
    from_above: bool
    light: str
    values: dict[str, float] = field(default_factory=dict)
    blades: float = 0
    trees: int = 0
    flowers: float = 0.0
    shore: float | None = None

    def between(self, low: float, high: float) -> float:
        """A number between two."""
        return float(self.random.uniform(low, high))

    def log_between(self, low: float, high: float) -> float:
        """A number between two, each factor as likely as another."""
        return math.exp(self.between(math.log(low), math.log(high)))

    def happens(self, chance: float) -> bool:
        """True with this chance."""
        return bool(self.random.random() < chance)

    def side(self) -> int:
        """Left or right: 1 or -1."""
        return 1 if self.happens(0.5) else -1

    def color(self, material: str, rgb: tuple[float, float, float]) -> None:
        """Set the colour of grass, rock, sand or water."""
        self.set(**{f"{material}_{c}": value for c, value in zip("rgb", rgb, strict=True)})

    def count(self, low: int, high: int) -> int:
        """A whole number from `low` to below `high`."""
        return int(self.random.integers(low, high))

    def get(self, name: str) -> float:
        """A field, or what it is when no kind has set it."""
        return self.values.get(name, float(Scene._field_defaults[name]))

    def set(self, **values: float) -> None:
        """Set fields."""
        unknown = values.keys() - set(Scene._fields)
        if unknown:
            raise KeyError(f"no such fields of a scene: {sorted(unknown)}")
        self.values.update(values)

    def mountains(
        self, height: float, length: float, near: float, far: float, floor: float, ridge: float
    ) -> None:
        """Mountains that rise from `near` to `far`; before that they have a share `floor` of their height."""
        self.set(
            mountain_height=height,
            mountain_length=length,
            mountain_near=near,
            mountain_far=far,
            mountain_floor=floor,
            mountain_ridge=ridge,
        )

    def hills(self, height: float, length: float) -> None:
        """Hills of a height and a wavelength."""
        self.set(hill_height=height, hill_length=length)

    def lake(self, distance: float, radius: float, depth: float) -> None:
        """A lake ahead."""
        right = (-self.forward[1], self.forward[0])
        self.set(
            lake_x=self.forward[0] * distance + right[0] * self.between(-0.3, 0.3) * radius,
            lake_z=self.forward[1] * distance + right[1] * self.between(-0.3, 0.3) * radius,
            lake_radius=radius,
            lake_depth=depth,
        )

    def rise(self, least: float) -> None:
        """Lift the camera to at least so many metres."""
        self.eye = max(self.eye, least)
