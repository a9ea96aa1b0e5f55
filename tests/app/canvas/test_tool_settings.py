from itertools import pairwise

import pytest

from featherbrush.app.canvas import ToolKind, ToolSettings, ToolState
from featherbrush.app.canvas.settings import larger, smaller


def test_every_part_tells_its_own_change_once() -> None:
    settings, told = ToolSettings(), []
    settings.tool_changed.connect(lambda tool: told.append(("tool", tool)))
    settings.size_changed.connect(lambda size: told.append(("size", size)))
    settings.class_changed.connect(lambda number: told.append(("class", number)))
    settings.pressure_changed.connect(lambda on: told.append(("pressure", on)))
    settings.changed.connect(lambda: told.append("changed"))
    settings.set_tool("line")
    settings.set_size(9)
    settings.set_size(9)
    settings.set_class(4)
    settings.set_pressure(False)
    assert [entry for entry in told if entry != "changed"] == [
        ("tool", "line"),
        ("size", 9.0),
        ("class", 4),
        ("pressure", False),
    ]
    assert told.count("changed") == 4
    assert settings.state == ToolState(ToolKind.LINE, 9, 4, False)


@pytest.mark.parametrize(("wanted", "got"), [(0, 1), (-3, 1), (999, 256), (float("nan"), 1)])
def test_sizes_stay_within_the_limits(wanted: float, got: float) -> None:
    settings = ToolSettings()
    settings.set_size(wanted)
    assert settings.size == got


def test_a_name_that_is_no_tool_is_refused() -> None:
    with pytest.raises(ValueError, match="hammer"):
        ToolSettings().set_tool("hammer")


def test_the_last_tool_that_paints_a_class_is_remembered() -> None:
    settings = ToolSettings()
    assert settings.painting_tool is ToolKind.BRUSH
    for tool in (ToolKind.POLYGON, ToolKind.SELECT, ToolKind.MOVE, ToolKind.ERASER, "picker"):
        settings.set_tool(tool)
        assert settings.painting_tool is ToolKind.POLYGON


def test_the_keys_reach_every_order_of_size_both_ways() -> None:
    sizes = [1.0]
    while sizes[-1] < 256:
        sizes.append(larger(sizes[-1]))
    assert len(sizes) < 60
    assert sizes[:10] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    back = [256.0]
    while back[-1] > 1:
        back.append(smaller(back[-1]))
    assert len(back) < 60
    assert all(smaller(above) == below for below, above in pairwise(sizes[:-1]))
    assert smaller(1) == 1
