"""What of the tools' options is kept for the next start: how the pen feels, and how large it is."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QSettings

from featherbrush.app.canvas.settings import ToolSettings
from featherbrush.app.canvas.stabiliser import Stabiliser


def remember_tools(tools: ToolSettings, settings: QSettings) -> None:
    """Keep the size, the pen's curve and tilt, and the steadying."""
    state = tools.state
    settings.setValue("brush/size", state.size)
    settings.setValue("brush/pressure", int(state.pressure))
    settings.setValue("brush/gamma", state.gamma)
    settings.setValue("brush/tilt", int(state.tilt))
    settings.setValue("brush/stabiliser", state.stabiliser.value)


def restore_tools(tools: ToolSettings, settings: QSettings) -> None:
    """Bring back what was kept; anything unreadable is left at its default."""
    state = tools.state
    for part, kind in (("size", float), ("pressure", _flag), ("gamma", float), ("tilt", _flag)):
        with suppress(TypeError, ValueError):
            value = settings.value(f"brush/{part}", getattr(state, part))
            tools.set_option(**{part: kind(str(value))})
    with suppress(ValueError):
        kept = settings.value("brush/stabiliser", state.stabiliser.value)
        tools.set_option(stabiliser=Stabiliser(str(kept)))


def _flag(text: str) -> bool:
    return text in ("1", "true", "True")
