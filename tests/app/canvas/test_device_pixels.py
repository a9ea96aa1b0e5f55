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
from featherbrush.engine.geometry import Bounds, Extent

app = QApplication([])
classes = [ClassInfo(id=n, name=f"c{n}", color=(20 * n, 200 - 20 * n, 5 * n)) for n in range(9)]
document = Document(Palette.of(classes), extent=Extent(64, 48))
window = QWidget()
window.resize(320, 220)
canvas = CanvasView(document, ToolSettings(), window)
canvas.setGeometry(13, 7, 301, 203)
window.show()
assert QTest.qWaitForWindowExposed(window)
canvas.set_view(ViewTransform(2.37, 21.3, 10.9))
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
columns = np.floor(((np.arange(shown.shape[1]) + 0.5) / ratio - 13 - 21.3) / 2.37).astype(int)
rows = np.floor(((np.arange(shown.shape[0]) + 0.5) / ratio - 7 - 10.9) / 2.37).astype(int)
across, down = (columns >= 0) & (columns < 64), (rows >= 0) & (rows < 48)
table = np.array(document.palette.color_table, np.uint32)
wanted = table[document.labels[np.ix_(rows[down], columns[across])]]
assert wanted.size > 10_000
print(ratio, int((shown[np.ix_(down, across)] != wanted).sum()))
"""


@pytest.mark.parametrize("scaling", ["1.25", "1.5", "2"])
def test_after_many_partial_repaints_every_device_pixel_is_exact(scaling: str) -> None:
    environment = {**os.environ, "QT_SCALE_FACTOR": scaling, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
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
