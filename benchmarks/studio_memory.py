"""How much memory the studio takes more, the more is painted.

    python benchmarks/studio_memory.py [--strokes N] [--first N] [--model ID] [--json]

Starts the studio in a process of its own, with journal, time-lapse and both models as always, and
replays the stroke file over and over as pointer events, a few for every turn of the event loop,
without pauses: shifted, in other classes, each fifth time with other tools, undo and redo included, with
fewer points a stroke than in the file. Memory is read after the first 1,000 strokes, at every tenth
of the way, and in the end, each time once the pictures of both models are up to date. It is the
process's proportional set size (Linux), elsewhere the most resident memory that it ever had.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from itertools import islice
from typing import TYPE_CHECKING, Any

from bars import Bar, bar_table, machine_line
from studio import MeasuringError, close_studio, in_child, open_studio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from featherbrush.app.canvas.recording import Record
    from featherbrush.app.canvas.replay import EventPlayer
    from featherbrush.app.windows.main_window import MainWindow

STROKES, FIRST = 20_000, 1_000
BAR_MB = 30.0
RECORDS_A_TURN = 4
SECONDS_A_STROKE, SECONDS_TO_START = 0.5, 180.0


def main() -> int:
    """Measure in a child process and print what it found; 2 when that was not possible."""
    options = _options()
    if options.job is not None:
        return _child(json.loads(options.job))
    machine = machine_line()
    job = {"strokes": options.strokes, "first": options.first, "model": options.model}
    limit = SECONDS_TO_START + SECONDS_A_STROKE * options.strokes
    try:
        found = in_child(__file__, job, limit_s=limit)
    except MeasuringError as problem:
        print(f"studio_memory: {problem}", file=sys.stderr)
        return 2
    found["machine"] = machine
    print(json.dumps(found, indent=2) if options.json else _report(found))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Memory after many strokes.")
    parser.add_argument("--strokes", type=int, default=STROKES, help="strokes in all (20000)")
    parser.add_argument("--first", type=int, default=FIRST, help="strokes before the level (1000)")
    parser.add_argument("--model", help="pair or model id (default: the first pair)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--job", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not 0 < options.first < options.strokes:
        parser.error(f"--first must be from 1 to {options.strokes - 1}")
    return options


def memory_mb() -> float:
    """This process's memory in MB (10^6 bytes)."""
    from featherbrush.engine.memory import peak_memory

    try:
        with open("/proc/self/smaps_rollup", encoding="ascii") as lines:
            kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    except OSError:
        return peak_memory() / 1e6
    return kilobytes * 1024 / 1e6


class Marathon:
    """Plays records without end, and stops at the marks to read the memory."""

    def __init__(self, player: EventPlayer, records: Iterator[Record], marks: list[int]) -> None:
        from PySide6.QtCore import QTimer

        self.levels: list[tuple[int, float]] = []
        self._player = player
        self._records = records
        self._marks = marks
        self._strokes = 0
        self._stopped: Callable[[], None] = lambda: None
        self._timer = QTimer()
        self._timer.timeout.connect(self._play)

    def run(self, stopped: Callable[[], None]) -> None:
        """Play until the next mark; `stopped` is called there."""
        self._stopped = stopped
        self._timer.start(0)

    def read(self) -> bool:
        """Read the memory at a mark; whether there are more marks."""
        self.levels.append((self._marks.pop(0), round(memory_mb(), 1)))
        return bool(self._marks)

    def _play(self) -> None:
        for record in islice(self._records, RECORDS_A_TURN):
            self._player.play(record)
            self._strokes += record.do == "release"
            if record.do == "release" and self._strokes == self._marks[0]:
                self._timer.stop()
                self._stopped()
                return


def _child(job: dict[str, Any]) -> int:
    """Open the window, play, and print the levels as JSON."""
    try:
        application, window = open_studio(job["model"])
    except MeasuringError as problem:
        print(f"studio_memory: {problem}", file=sys.stderr)
        return 2

    from playing import UpToDate
    from PySide6.QtCore import QCoreApplication
    from scenes import STROKES as FILE
    from scenes import endless

    from featherbrush.app.canvas.recording import read_recording
    from featherbrush.app.canvas.replay import EventPlayer, prepare

    recording = read_recording(FILE)
    marathon = Marathon(
        EventPlayer(window.canvas), endless(recording), marks_of(job["first"], job["strokes"])
    )
    settled = UpToDate(window)
    began = time.monotonic()

    def begin() -> None:
        prepare(window.document, recording)
        go_on()

    def go_on() -> None:
        marathon.run(lambda: settled.call(read))

    def read() -> None:
        if marathon.read():
            go_on()
        else:
            # exit(), not quit(), which would close the window and ask about unsaved work.
            QCoreApplication.exit(0)

    settled.call(begin)
    application.exec()
    found = {
        "model": settled.model,
        "platform": application.platformName(),
        "levels_mb": marathon.levels,
        "kept_mb": _kept(window),
        "minutes": round((time.monotonic() - began) / 60, 1),
    }
    close_studio(window)
    print(json.dumps(found))
    return 0


def marks_of(first: int, strokes: int) -> list[int]:
    """Return the numbers of strokes after which the memory is read."""
    between = {strokes * tenth // 10 for tenth in range(1, 11)}
    return sorted({first, *(mark for mark in between if mark > first)})


def _kept(window: MainWindow) -> dict[str, float]:
    """Return what undo and time-lapse say they keep on purpose, in MB."""
    return {
        "undo": round(window.document.history.stored_bytes / 1e6, 1),
        "film": round(window.timelapse.recorder.stored_bytes / 1e6, 1),
    }


def _report(found: dict[str, Any]) -> str:
    levels = found["levels_mb"]
    growth = levels[-1][1] - levels[0][1]
    kept = ", ".join(f"{name} {size:.1f} MB" for name, size in found["kept_mb"].items())
    what = f"memory after {levels[-1][0]:,} strokes above that after {levels[0][0]:,}"
    return "\n".join(
        [
            f"{found['model']}, {found['platform']}; {found['machine']}",
            f"replayed without pauses in {found['minutes']:.1f} minutes; kept in the end: {kept}",
            "",
            f"{'strokes':>8}{'MB':>9}",
            *(f"{strokes:>8}{size:>9.1f}" for strokes, size in levels),
            "",
            bar_table([Bar(what, BAR_MB, growth, "MB")]),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
