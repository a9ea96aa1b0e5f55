import numpy as np

from featherbrush.app.document import Palette
from featherbrush.app.windows.first_map import brush_class, first_map
from featherbrush.engine.card import ClassInfo
from featherbrush.engine.geometry import Extent
from featherbrush.engine.landscape_classes import LANDSCAPE_CLASSES


def test_the_first_map_is_a_landscape() -> None:
    palette = Palette.of(LANDSCAPE_CLASSES)

    labels = first_map(palette, Extent(256, 192))

    assert labels.shape == (192, 256)
    assert labels.dtype == np.uint8
    assert {palette.name(int(one)) for one in np.unique(labels)} == {
        "sky",
        "mountain",
        "grass",
        "water",
    }
    assert palette.name(int(labels[0, 0])) == "sky"
    assert palette.name(brush_class(palette)) == "tree"


def test_other_classes_take_their_places() -> None:
    for count in (1, 2, 3, 7):
        palette = Palette.of([ClassInfo(id=n, name=f"c{n}", color=(0, 0, n)) for n in range(count)])

        labels = first_map(palette, Extent(64, 64))

        assert set(np.unique(labels)) <= palette.ids
        assert brush_class(palette) in palette.ids
