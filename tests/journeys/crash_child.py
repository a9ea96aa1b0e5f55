"""Paints strokes with a journal until it is killed; several at once, forked from one process.

Run as `python crash_child.py FOLDER FIRST COUNT`: every child paints with its own number as seed
and writes the time of every edit into FOLDER/N.log. `edit(seed, n)` tells what it painted, so
that a test can paint the same. It also saves its document now and then.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from random import Random

import numpy as np
from PySide6.QtCore import QCoreApplication, QTimer

from featherbrush.app.document import Document, Palette
from featherbrush.app.document.content import content_of
from featherbrush.app.document.journal import Journal
from featherbrush.app.document.openraster import write_openraster
from featherbrush.engine.card import ClassInfo
from featherbrush.engine.geometry import Bounds, Extent

EXTENT = Extent(256, 192)
PALETTE = Palette.of([ClassInfo(id=n, name=f"class {n}", color=(n, 0, 255 - n)) for n in range(16)])
STROKE = 40
"""Edits in one stroke; most kills come in the middle of one."""
SAVE_EVERY = 7
"""Strokes between two saves, for every second child."""
PACE_MS = 8


def edit(seed: int, number: int) -> tuple[Bounds, int]:
    """The rectangle and class of a child's edit."""
    random = Random(seed * 1_000_003 + number)
    x, y = random.randrange(-10, EXTENT.width), random.randrange(-10, EXTENT.height)
    return Bounds(x, y, random.randrange(1, 40), random.randrange(1, 40)), random.randrange(16)


class Painter:
    """One studio without a window."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.seed, self.number = folder, seed, 0
        self.document = Document(PALETTE, extent=EXTENT)
        self.journal = Journal(self.document, folder / "journals" / str(seed))
        self.log = os.open(folder / f"{seed}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def paint(self) -> None:
        """Make one edit, and write down that it was made."""
        if self.number % STROKE == 0:
            self.document.end_stroke()
            if self.seed % 2 and self.number % (STROKE * SAVE_EVERY) == 0 and self.number:
                path = self.folder / f"{self.seed}.ora"
                write_openraster(path, content_of(self.document))
                self.document.mark_saved(path)
            self.document.begin_stroke("Brush")
        bounds, class_id = edit(self.seed, self.number)
        self.document.paint(bounds, class_id=class_id)
        self.number += 1
        os.write(self.log, np.float64(time.monotonic()).tobytes())


def run(folder: Path, seed: int) -> None:
    """Paint for ever."""
    application = QCoreApplication([])
    painter = Painter(folder, seed)
    timer = QTimer()
    timer.setInterval(PACE_MS)
    timer.timeout.connect(painter.paint)
    timer.start()
    application.exec()


def main() -> None:
    """Fork the children and print their process ids; end when standard input is closed."""
    folder, first, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    for seed in range(first, first + count):
        child = os.fork()
        if child == 0:
            run(folder, seed)
        print(seed, child, flush=True)
    print("ready", flush=True)
    for _ in range(count):
        os.wait()


if __name__ == "__main__":
    main()
