"""Opens an installed studio off screen and waits until both models have drawn the first map.

    python check_studio.py WINDOW.png

Exit code 0 with a picture of the window; 1 with one line when something is missing, also when
the studio loaded anything of the pipeline.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from featherbrush.app.windows import start  # isort: skip - before Qt: onnxruntime's wish
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from featherbrush.app.synthesis.choice import choices
from featherbrush.app.synthesis.state import Side
from featherbrush.app.windows.main_window import MainWindow
from featherbrush.engine.library import default_library

PATIENCE = 60.0
PIPELINE = ("torch", "onnx", "optuna", "matplotlib", "featherbrush.compression")


def main(target: Path) -> str:
    """Return what is wrong, in one line; nothing when all is well."""
    offered = choices(default_library())
    first, problem = start.first_model(offered, None)
    if first is None:
        return problem or "no models are installed"
    application = start.create_application(sys.argv)
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)
        window = MainWindow(settings=settings, choices=offered, first=first)
        window.resize(1280, 800)
        window.show()
        missing = _wait(application, window.pictures.current)
        window.grab().save(str(target))
        window.close()
    loaded = [name for name in PIPELINE if name in sys.modules]
    if loaded:
        return f"the studio loaded {', '.join(loaded)}"
    return f"no picture of the {missing} model after {PATIENCE:.0f} s" if missing else ""


def _wait(application: QApplication, current: Callable[[Side], object]) -> str:
    """Let the studio work until both pictures are there; the side that is missing, if any."""
    until = time.monotonic() + PATIENCE
    missing: list[Side] = list(Side)
    while missing and time.monotonic() < until:
        application.processEvents()
        time.sleep(0.02)
        missing = [side for side in Side if current(side) is None]
    return ", ".join(missing)


if __name__ == "__main__":
    wrong = main(Path(sys.argv[1]))
    if wrong:
        sys.exit(f"check_studio: {wrong}")
