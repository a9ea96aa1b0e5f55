import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from featherbrush.app.canvas.picture_layer import PictureLayer
from featherbrush.app.synthesis.state import Side
from featherbrush.app.windows.compare_layout import CompareMode, Staging
from featherbrush.app.windows.compare_paint import (
    DifferenceLayer,
    Scene,
    paint_scene,
    title_of,
)
from featherbrush.app.windows.compare_panes import PaneState, Status, advice, headline
from featherbrush.engine.geometry import Extent

AREA, EXTENT = QRectF(0, 0, 640, 320), Extent(64, 64)


def flat(color: str) -> PictureLayer:
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    return PictureLayer(image, 1)


LAYERS = {Side.ORIGINAL: flat("#ff0000"), Side.COMPRESSED: flat("#0000ff")}


def scene(mode: CompareMode, **parts) -> Scene:
    staging = Staging(mode, flipped=parts.pop("flipped", False))
    return Scene(AREA, staging, EXTENT, **{"layers": LAYERS, **parts})


def drawn(one: Scene) -> QImage:
    image = QImage(640, 320, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_scene(painter, one, touched=AREA)
    painter.end()
    return image


def color(image: QImage, x: int, y: int) -> str:
    return image.pixelColor(x, y).name()


RED, BLUE = "#ff0000", "#0000ff"


@pytest.mark.parametrize(
    ("mode", "left", "right"),
    [
        (CompareMode.SIDE_BY_SIDE, RED, BLUE),
        (CompareMode.DIVIDER, RED, BLUE),
        (CompareMode.FLIP, BLUE, BLUE),
        (CompareMode.BLIND, RED, BLUE),
    ],
)
def test_every_mode_shows_its_sides_and_exchanged_the_other_ones(
    qapp: QGuiApplication, mode: CompareMode, left: str, right: str
) -> None:
    swap = {RED: BLUE, BLUE: RED}
    shown, exchanged = drawn(scene(mode)), drawn(scene(mode, flipped=True))
    assert (color(shown, 240, 200), color(shown, 400, 200)) == (left, right)
    assert (color(exchanged, 240, 200), color(exchanged, 400, 200)) == (swap[left], swap[right])


def test_the_lens_shows_the_other_picture_inside_its_circle_only(qapp: QGuiApplication) -> None:
    image = drawn(scene(CompareMode.LENS))
    assert color(image, 320, 160) == RED
    lens = Staging().lens
    assert color(image, int(320 - lens.radius - 8), 160) == BLUE
    corner = int(lens.radius * 0.8)
    assert color(image, 320 + corner, 160 - corner) == BLUE


def test_the_difference_waits_for_both_pictures(qapp: QGuiApplication) -> None:
    waiting = scene(CompareMode.DIFFERENCE)
    assert waiting.state(None).status is Status.EMPTY
    found = scene(CompareMode.DIFFERENCE, difference=DifferenceLayer(flat("#123456")))
    assert color(drawn(found), 320, 100) == "#123456"
    assert color(drawn(waiting), 320, 20) != "#123456"


def test_titles_say_whose_picture_it_is_and_that_it_lags_behind() -> None:
    late = scene(CompareMode.SIDE_BY_SIDE, states={Side.ORIGINAL: PaneState(Status.WORKING)})
    original = late.panes[0]
    assert title_of(late, original) == "Original  ·  catching up"


def test_a_blind_comparison_says_nothing_that_gives_a_side_away() -> None:
    states = {Side.ORIGINAL: PaneState(Status.FAILED, "the original failed")}
    names = {Side.ORIGINAL: "B", Side.COMPRESSED: "A"}
    blind = scene(CompareMode.BLIND, states=states, names=names)
    assert {title_of(blind, pane) for pane in blind.panes} == {"A", "B"}


@pytest.mark.parametrize("status", [one for one in Status if one is not Status.CURRENT])
def test_a_pane_without_a_picture_says_why_and_what_to_do(
    qapp: QGuiApplication, status: Status
) -> None:
    state = PaneState(status, "the model file is damaged" if status is Status.FAILED else "")
    assert headline(status)
    assert advice(state)
    empty = scene(CompareMode.SIDE_BY_SIDE, layers={}, states={Side.ORIGINAL: state})
    assert drawn(empty) != drawn(scene(CompareMode.SIDE_BY_SIDE))
    if status is Status.FAILED:
        assert "damaged" in advice(state)


@pytest.mark.parametrize("mode", list(CompareMode))
def test_every_mode_draws_in_the_smallest_place(qapp: QGuiApplication, mode: CompareMode) -> None:
    for layers in (LAYERS, {}):
        tiny = Scene(QRectF(0, 0, 3, 2), Staging(mode), EXTENT, layers=layers)
        image = QImage(4, 4, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        paint_scene(painter, tiny, touched=tiny.area)
        painter.end()
