from pathlib import Path

from PySide6.QtCore import QSettings

from featherbrush.app.canvas import ToolSettings
from featherbrush.app.canvas.stabiliser import Stabiliser
from featherbrush.app.panels.option_menus import gamma_at, step_of_gamma
from featherbrush.app.panels.tool_memory import remember_tools, restore_tools


def test_the_feel_of_the_pen_is_there_again(tmp_path: Path) -> None:
    kept = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    tools = ToolSettings()
    tools.set_size(33)
    tools.set_pressure(False)
    tools.set_option(gamma=1.9, tilt=True, stabiliser=Stabiliser.STRONG)
    remember_tools(tools, kept)
    kept.sync()
    again = ToolSettings()
    restore_tools(again, QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    assert again.state == tools.state


def test_what_cannot_be_read_stays_at_its_default(tmp_path: Path) -> None:
    kept = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    for part in ("size", "gamma", "stabiliser"):
        kept.setValue(f"brush/{part}", "soup")
    tools = ToolSettings()
    restore_tools(tools, kept)
    assert tools.state == ToolSettings().state


def test_the_middle_of_the_curves_slider_is_linear_and_steps_lead_back() -> None:
    assert gamma_at(50) == 1.0
    assert all(step_of_gamma(gamma_at(step)) == step for step in range(101))
