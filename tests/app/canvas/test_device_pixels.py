"""The drawn widget, device pixel by device pixel, at scalings of the whole screen.

Qt takes the scaling once per process, so each runs in one of its own.
"""

import os
import subprocess
import sys

import pytest

SCRIPT = """
import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from featherbrush.app.canvas import CanvasView, ToolSettings, ViewTransform
from featherbrush.app.document import Document, Palette
from featherbrush.engine.card import ClassInfo
from featherbrush.engine.geometry import Bounds, Extent, Point

app = QApplication([])
classes = [ClassInfo(id=n, name=f"c{n}", color=(20 * n, 200 - 20 * n, 5 * n)) for n in range(9)]
document = Document(Palette.of(classes), extent=Extent(64, 48))
window = QWidget()
window.resize(320, 220)
canvas = CanvasView(document, ToolSettings(), window)
canvas.setGeometry(13, 7, 301, 203)
window.show()
assert QTest.qWaitForWindowExposed(window)
canvas.set_view(ViewTransform(*VIEW))
random = np.random.default_rng(0)
for _ in range(60):
    x, y, w, h = (int(n) for n in random.integers((0, 0, 1, 1), (60, 44, 20, 20)))
    mask = random.random((h, w)) < 0.7
    document.paint(Bounds(x, y, w, h), mask=mask, class_id=int(random.integers(0, 9)))
    app.processEvents()  # every edit is a partial repaint of the window

ratio = canvas.devicePixelRatioF()
image = window.screen().grabWindow(window.winId()).toImage()
image = image.convertToFormat(QImage.Format.Format_RGB32)
shown = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
view, wanted = canvas.view, []
table = document.palette.color_table
random_places = np.random.default_rng(1)
for _ in range(6000):
    column = int(random_places.integers(0, shown.shape[1]))
    row = int(random_places.integers(0, shown.shape[0]))
    at = view.to_canvas(Point((column + 0.5) / ratio - 13, (row + 0.5) / ratio - 7))
    if 0 <= at.x < 64 and 0 <= at.y < 48:
        inside = 13 <= (column + 0.5) / ratio < 314 and 7 <= (row + 0.5) / ratio < 210
        if inside:
            wanted.append(shown[row, column] == table[document.labels[int(at.y), int(at.x)]])
assert len(wanted) > 500, len(wanted)
print(ratio, wanted.count(False))
"""


@pytest.mark.parametrize(
    ("scaling", "view"),
    [
        ("1", "2.37, 21.3, 10.9, 33.0"),
        ("1.25", "2.37, 21.3, 10.9"),
        ("1.25", "2.1, 120.3, 20.9, 30.0, True"),
        ("1.5", "2.2, 170.3, 10.9, 90.0"),
        ("2", "2.37, 220.7, 180.9, -165.0"),
    ],
)
def test_after_many_partial_repaints_every_device_pixel_is_exact(scaling: str, view: str) -> None:
    environment = {**os.environ, "QT_SCALE_FACTOR": scaling, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", f"VIEW = ({view})\n{SCRIPT}"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    ratio, wrong = done.stdout.split()
    assert float(ratio) == float(scaling)
    assert int(wrong) == 0
