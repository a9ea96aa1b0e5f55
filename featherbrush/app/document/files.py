"""Label map files in and out of the document, through the engine's reader and writer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from featherbrush.app.document.palette import Palette
from featherbrush.engine.arrays import Labels
from featherbrush.engine.geometry import Extent
from featherbrush.engine.labels import fit, read_label_map, write_label_map


@dataclass(frozen=True, eq=False)
class OpenedMap:
    """A label map from a file: the map [H,W] as fitted, and the size that the file had."""

    labels: Labels
    source: Extent

    @property
    def extent(self) -> Extent:
        """Size of the map as fitted."""
        return Extent.of(self.labels)

    @property
    def fitted(self) -> bool:
        """Whether the map had to be resized, and so differs from the file."""
        return self.extent != self.source


def open_label_map(
    path: Path, *, palette: Palette, multiple: int = 1, extent: Extent | None = None
) -> OpenedMap:
    """Read a label map and fit it by nearest neighbour to a size that the model can render.

    With `extent` the map is resized to it. Without, each side goes to the nearest multiple of
    `multiple` (at least one), so a map of a good size stays as it is, pixel for pixel.
    Raises LabelMapError for files that are missing, no images, or hold unknown classes.
    """
    labels = read_label_map(path, palette.classes)
    return OpenedMap(fit(labels, multiple=multiple, extent=extent), Extent.of(labels))


def save_label_map(path: Path, labels: Labels, *, palette: Palette) -> None:
    """Write the map as an indexed PNG, atomically. Raises LabelMapError when it cannot be."""
    write_label_map(path, labels, palette.classes)
