"""The studio as users start it, for measuring: in a process and with folders of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from featherbrush.app.windows.main_window import MainWindow


class MeasuringError(Exception):
    """The studio did not start or did not get to the end; it has said why."""


def in_child(script: str, job: dict[str, Any], *, limit_s: float) -> dict[str, Any]:
    """Run `script --job JSON` in a process of its own; return the JSON that it prints.

    Its settings, models and journals are in folders that are gone afterwards. Without a display it
    runs on Qt's offscreen platform; QT_QPA_PLATFORM decides otherwise. Raises MeasuringError when it
    fails or takes longer than `limit_s` seconds.
    """
    command = [sys.executable, script, "--job", json.dumps(job)]
    with tempfile.TemporaryDirectory(prefix="featherbrush-benchmark-") as folder:
        try:
            done = subprocess.run(
                command,
                env=_environment(Path(folder)),
                stdout=subprocess.PIPE,
                text=True,
                check=True,
                timeout=limit_s,
            )
        except subprocess.TimeoutExpired as error:
            raise MeasuringError(f"no result after {limit_s:.0f} s") from error
        except subprocess.CalledProcessError as error:
            raise MeasuringError(f"the studio ended with code {error.returncode}") from error
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def open_studio(
    model: str | None = None, *, kind: type[QApplication] | None = None, with_model: bool = True
) -> tuple[QApplication, MainWindow]:
    """Open the window as the command `featherbrush` does, the tour already seen.

    kind: an application that watches. Raises MeasuringError when there is no model to begin with.
    """
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from featherbrush.app.synthesis.choice import choices
    from featherbrush.app.windows import start
    from featherbrush.app.windows.tour import SEEN
    from featherbrush.engine.library import default_library

    offered = choices(default_library()) if with_model else ()
    first, problem = start.first_model(offered, model)
    application = start.create_application(sys.argv[:1], kind=kind or QApplication)
    if with_model and first is None:
        raise MeasuringError(f"no model to measure {problem}")
    settings = QSettings(
        str(Path(os.environ["FEATHERBRUSH_STATE"]) / "settings.ini"), QSettings.Format.IniFormat
    )
    settings.setValue(SEEN, True)
    return application, start.open_studio(application, offered, first, settings=settings)


def close_studio(window: MainWindow) -> None:
    """Close the window without a question about unsaved work."""
    window.document.replace(window.document.snapshot())
    window.close()


def _environment(folder: Path) -> dict[str, str]:
    environment = dict(os.environ)
    if not environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    if environment.get("QT_QPA_PLATFORM") == "offscreen":
        # It has no window manager, and says so at every resize.
        environment.setdefault("QT_LOGGING_RULES", "default.warning=false")
    environment["FEATHERBRUSH_DATA"] = str(folder / "data")
    environment["FEATHERBRUSH_STATE"] = str(folder)
    return environment
