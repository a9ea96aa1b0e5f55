import numpy as np
import pytest

from featherbrush.app.canvas import ToolDriver, ToolKind, ToolSettings, ToolState
from featherbrush.app.canvas.input import PointerSample
from featherbrush.app.canvas.symmetry import Copy, Symmetry, axes, copies
from featherbrush.app.document import Document, Palette
from featherbrush.app.document.palette import ink_palette
from featherbrush.engine.geometry import Extent, Point


def drawn(palette: Palette, symmetry: Symmetry, tool: ToolKind, extent: Extent) -> np.ndarray:
    document = Document(palette, extent=extent)
    driver = ToolDriver(document, ToolSettings(ToolState(tool, 5, 2, symmetry=symmetry)))
    driver.press(PointerSample(10.3, 6.2))
    for x, y in ((14.7, 9.1), (22.2, 13.4), (19.0, 20.0)):
        driver.move(PointerSample(x, y))
    driver.release()
    driver.complete()
    assert len(document.history.undo_names) == 1
    return document.labels == 2


TOOLS = (
    ToolKind.BRUSH,
    ToolKind.LINE,
    ToolKind.RECTANGLE,
    ToolKind.ELLIPSE,
    ToolKind.LASSO,
)


@pytest.mark.parametrize("tool", TOOLS)
def test_mirrors_are_exact_and_one_undo_step(palette: Palette, tool: ToolKind) -> None:
    extent = Extent(60, 48)
    alone = drawn(palette, Symmetry(), tool, extent)
    assert alone.any()
    sides = drawn(palette, Symmetry(vertical=True), tool, extent)
    assert np.array_equal(sides, alone | alone[:, ::-1])
    heights = drawn(palette, Symmetry(horizontal=True), tool, extent)
    assert np.array_equal(heights, alone | alone[::-1])
    both = drawn(palette, Symmetry(vertical=True, horizontal=True), tool, extent)
    assert np.array_equal(both, alone | alone[:, ::-1] | alone[::-1] | alone[::-1, ::-1])


@pytest.mark.parametrize("tool", TOOLS)
def test_four_copies_around_the_middle_are_quarter_turns(palette: Palette, tool: ToolKind) -> None:
    extent = Extent(64, 64)
    alone = drawn(palette, Symmetry(), tool, extent)
    around = drawn(palette, Symmetry(radial=4), tool, extent)
    expected = alone | np.rot90(alone) | np.rot90(alone, 2) | np.rot90(alone, 3)
    assert np.array_equal(around, expected)


def test_copies_that_are_mirrored_and_turned_lie_as_their_points_do(palette: Palette) -> None:
    extent = Extent(64, 64)
    whole = Symmetry(vertical=True, radial=3)
    mirrored = drawn(palette, whole, ToolKind.LASSO, extent)

    # What is symmetric to an upright axis stays the same when it is mirrored.
    assert np.count_nonzero(mirrored != mirrored[:, ::-1]) <= 0.02 * np.count_nonzero(mirrored)
    assert mirrored.sum() > 1.5 * drawn(palette, Symmetry(radial=3), ToolKind.LASSO, extent).sum()


def test_a_shape_drawn_on_takes_all_its_former_copies_back() -> None:
    document = Document(ink_palette(), extent=Extent(64, 64))
    document.new(extent=Extent(64, 64), kind="sketch", palette=ink_palette())
    settings = ToolSettings(ToolState(ToolKind.RECTANGLE, 5, 1, symmetry=Symmetry(radial=6)))

    def left(*ends: tuple[float, float]) -> np.ndarray:
        driver = ToolDriver(document, settings)
        driver.press(PointerSample(40, 30))
        for x, y in ends:
            driver.move(PointerSample(x, y))
        shown = document.pixels.copy()
        driver.cancel()
        return shown

    assert np.array_equal(left((63, 50), (44, 33)), left((44, 33)))
    assert (left((44, 33)) == 255).all(axis=2).sum() > (left((63, 50)) == 255).all(axis=2).sum()


def test_no_copy_is_painted_twice() -> None:
    assert len(copies(Symmetry())) == 1
    assert len(copies(Symmetry(radial=5))) == 5
    assert len(copies(Symmetry(vertical=True, horizontal=True))) == 4
    assert len(copies(Symmetry(vertical=True, horizontal=True, radial=4))) == 8
    assert len(copies(Symmetry(vertical=True, radial=3))) == 6


def test_a_copy_turns_about_the_middle() -> None:
    turned = Copy(90).point(Point(12, 10), Extent(20, 20))
    assert (turned.x, turned.y) == pytest.approx((10, 12))


def test_every_axis_shows() -> None:
    assert axes(Symmetry(), Extent(8, 8)) == ()
    assert axes(Symmetry(vertical=True), Extent(8, 6)) == ((Point(4, 0), Point(4, 6)),)
    assert len(axes(Symmetry(vertical=True, horizontal=True, radial=6), Extent(8, 6))) == 8
