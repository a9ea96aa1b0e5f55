import pytest

from featherbrush.app.document import Palette
from featherbrush.engine.card import ClassInfo
from featherbrush.engine.errors import LabelMapError

SEA = ClassInfo(id=4, name="sea", color=(1, 2, 3))
ROCK = ClassInfo(id=9, name="rock", color=(255, 128, 0))


def test_the_lowest_id_is_the_background_unless_told() -> None:
    assert Palette.of([ROCK, SEA]).background == 4
    assert Palette.of([ROCK, SEA], background=9).background == 9


def test_names_and_colours_go_by_id() -> None:
    palette = Palette.of([SEA, ROCK])
    assert palette.name(9) == "rock"
    assert palette.name(5) == "class 5"
    assert palette.color_table[4] == 0xFF010203
    assert palette.color_table[9] == 0xFFFF8000
    assert len(palette.color_table) == 256


def test_colours_without_a_class_are_never_those_of_a_class() -> None:
    palette = Palette.of([SEA, ROCK])
    assert palette.color_table[5] not in (palette.color_table[4], palette.color_table[9])


@pytest.mark.parametrize(
    ("classes", "background"), [([], None), ([SEA, SEA], None), ([SEA, ROCK], 7)]
)
def test_palettes_that_cannot_be_painted_with_are_refused(
    classes: list[ClassInfo], background: int | None
) -> None:
    with pytest.raises(LabelMapError):
        Palette.of(classes, background=background)
