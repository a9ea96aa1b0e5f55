"""Pencil, brush, eraser and shapes on a sketch: anti-aliased ink in the colour in hand."""

import numpy as np
import pytest

from featherbrush.app.canvas import ToolDriver, ToolKind, ToolSettings, ToolState
from featherbrush.app.canvas.edits import Command, Nudge
from featherbrush.app.canvas.input import Device, PointerSample
from featherbrush.app.canvas.symmetry import Symmetry
from featherbrush.app.document import Document, Palette
from featherbrush.engine.card import ClassInfo
from featherbrush.engine.geometry import Extent

RED = (200, 30, 30)


@pytest.fixture
def sketch() -> Document:
    paper = ClassInfo(id=0, name="paper", color=(255, 255, 255))
    inks = [
        paper,
        ClassInfo(id=1, name="ink", color=(0, 0, 0)),
        ClassInfo(id=2, name="red", color=RED),
    ]
    return Document(Palette.of(inks, background=0), extent=Extent(64, 48), kind="sketch")


@pytest.fixture
def driver(sketch: Document) -> ToolDriver:
    return ToolDriver(sketch, ToolSettings(ToolState(size=10, class_id=2)))


def stroke(driver: ToolDriver, tool: ToolKind, *points: tuple[float, float], **pen) -> None:
    driver.settings.set_tool(tool)
    driver.press(PointerSample(*points[0], **pen))
    for point in points[1:]:
        driver.move(PointerSample(*point, **pen))
    driver.release()


def inked(sketch: Document) -> np.ndarray:
    return (sketch.pixels != 255).any(axis=2)


def test_the_pencil_is_thin_whatever_the_brush_size(driver: ToolDriver, sketch: Document) -> None:
    stroke(driver, ToolKind.PENCIL, (5, 20), (60, 20))
    assert 1 <= inked(sketch)[:, 30].sum() <= 4
    assert tuple(sketch.pixels[20, 30]) == RED


def test_the_brush_has_a_soft_edge_and_never_darkens_itself(
    driver: ToolDriver, sketch: Document
) -> None:
    stroke(driver, ToolKind.BRUSH, (5, 24), (60, 24))
    once = sketch.snapshot()
    assert len(np.unique(once[:, 30, 1])) > 3
    sketch.undo()
    stroke(driver, ToolKind.BRUSH, (5, 24), (60, 24), (5, 24))
    assert np.array_equal(sketch.pixels, once)


def test_the_eraser_and_the_pens_other_end_leave_paper(
    driver: ToolDriver, sketch: Document
) -> None:
    stroke(driver, ToolKind.RECTANGLE, (0, 0), (64, 48))
    stroke(driver, ToolKind.ERASER, (5, 10), (60, 10))
    stroke(driver, ToolKind.PENCIL, (5, 35), (60, 35), device=Device.ERASER)
    assert tuple(sketch.pixels[10, 30]) == tuple(sketch.pixels[35, 30]) == (255, 255, 255)
    assert tuple(sketch.pixels[22, 30]) == RED


@pytest.mark.parametrize("tool", [ToolKind.ELLIPSE, ToolKind.LASSO, ToolKind.LINE])
def test_shapes_take_the_ink_in_hand_with_smooth_edges(
    driver: ToolDriver, sketch: Document, tool: ToolKind
) -> None:
    stroke(driver, tool, (10.3, 8.2), (50.6, 12.1), (40.2, 40.7))
    colors = np.unique(sketch.pixels.reshape(-1, 3), axis=0)
    assert tuple(RED) in {tuple(color) for color in colors.tolist()}
    assert len(colors) > 6
    sketch.undo()
    assert not inked(sketch).any()


def test_symmetry_copies_ink_exactly(driver: ToolDriver, sketch: Document) -> None:
    driver.settings.set_symmetry(Symmetry(vertical=True))
    stroke(driver, ToolKind.BRUSH, (10.2, 8.7), (22.1, 30.4))
    assert inked(sketch)[9, 10]
    assert np.array_equal(sketch.pixels, sketch.pixels[:, ::-1])
    assert len(sketch.history.undo_names) == 1


def test_fill_reaches_under_the_edge_of_a_line(driver: ToolDriver, sketch: Document) -> None:
    driver.settings.set_class(1)
    stroke(driver, ToolKind.PENCIL, (32, 0), (32, 48))
    driver.settings.set_class(2)
    stroke(driver, ToolKind.FILL, (5, 5))
    assert tuple(sketch.pixels[24, 5]) == RED
    assert tuple(sketch.pixels[24, 60]) == (255, 255, 255)
    assert not (sketch.pixels[24, :31] == 255).all(axis=1).any(), "no white rim is left"


def test_the_eyedropper_takes_the_nearest_ink(driver: ToolDriver, sketch: Document) -> None:
    stroke(driver, ToolKind.RECTANGLE, (0, 0), (20, 48))
    driver.settings.set_class(1)
    stroke(driver, ToolKind.PICKER, (5, 5))
    assert driver.settings.class_id == 2


def test_moving_and_clearing_leave_paper(driver: ToolDriver, sketch: Document) -> None:
    stroke(driver, ToolKind.RECTANGLE, (0, 0), (10, 10))
    stroke(driver, ToolKind.SELECT, (0, 0), (9.5, 9.5))
    driver.edit(Nudge(20, 0))
    assert tuple(sketch.pixels[5, 25]) == RED
    assert tuple(sketch.pixels[5, 5]) == (255, 255, 255)
    driver.edit(Command.DESELECT)
    driver.edit(Command.CLEAR)
    assert not inked(sketch).any()


def test_a_leaning_pen_draws_flat_across_its_lean(driver: ToolDriver, sketch: Document) -> None:
    driver.settings.set_option(tilt=True)
    heights = {}
    for row, lean in ((12.5, 0.0), (36.5, 60.0)):
        stroke(driver, ToolKind.BRUSH, (20, row), (44, row), tilt_x=lean)
        inked = (sketch.pixels[:, 32] != 255).any(axis=1)
        heights[lean] = int(inked[int(row) - 8 : int(row) + 8].sum())

    assert heights[60.0] < 0.75 * heights[0.0]
