"""How long from the pen to the picture, measured through the real window.

    python benchmarks/studio_latency.py [--strokes FILE] [--model ID] [--map SIZE] [--json]

Opens the studio in a process of its own, replays a stroke file as pointer events in its own
time, and measures
- pen to picture: from sending an event that changed the map to the end of the paint event of the
  result view that shows its revision or a newer one (compressed model);
- pen to map: from the same moment to the end of the canvas's paint event with that revision;
- held: how long single events held the event loop while painting (Qt's own painting and the
  replayed events included);
- first picture: from starting the process to the first painted picture.

Without a display it runs on Qt's offscreen platform; QT_QPA_PLATFORM decides otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication

    from featherbrush.app.canvas.recording import Record, Recording
    from featherbrush.app.synthesis.state import State
    from featherbrush.app.windows.main_window import MainWindow

STROKES = Path(__file__).parent / "strokes" / "landscape.jsonl"
SETTLE_MS = 200
LIMIT_S = 120


def main() -> int:
    """Run the measurement in a child process and print what it found."""
    options = _options()
    if options.child is not None:
        return _child(options)
    environment = dict(os.environ)
    if not environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, __file__, *sys.argv[1:], "--child", repr(time.time())]
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, text=True, check=False, timeout=LIMIT_S
    )
    if done.returncode:
        return done.returncode
    found = json.loads(done.stdout)
    print(json.dumps(found, indent=2) if options.json else _table(found))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Pen to picture, through the real window.")
    parser.add_argument("--strokes", type=Path, default=STROKES, help="a stroke file")
    parser.add_argument("--model", help="pair or model id (default: the first pair)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--child", type=float, help=argparse.SUPPRESS)
    return parser.parse_args()


class Latencies:
    """Times from events to the paint that shows them, in milliseconds."""

    def __init__(self) -> None:
        self._waiting: list[tuple[int, float]] = []
        self.found: list[float] = []

    def sent(self, revision: int, when: float) -> None:
        """An event sent at ``when`` (seconds) brought the map to a revision."""
        self._waiting.append((revision, when))

    def shown(self, revision: int) -> None:
        """A paint event showed a revision: it answers every event up to it."""
        now = time.perf_counter()
        answered = [when for wanted, when in self._waiting if wanted <= revision]
        self._waiting = [wait for wait in self._waiting if wait[0] > revision]
        self.found += [(now - when) * 1000 for when in answered]


class Held:
    """How long single events held the event loop, while it is told to look, in milliseconds."""

    def __init__(self) -> None:
        self.looking = False
        self.found: list[float] = []
        self.kinds: list[str] = []

    @property
    def worst(self) -> list[str]:
        """The three longest, with what they were."""
        order = sorted(range(len(self.found)), key=self.found.__getitem__, reverse=True)
        return [f"{self.found[one]:.1f} ms {self.kinds[one]}" for one in order[:3]]

    def timed_application(self) -> type[QApplication]:
        """Return an application that times every event from delivery to return.

        An event delivered while another is handled counts as part of that one.
        """
        from PySide6.QtWidgets import QApplication

        held = self

        class TimedApplication(QApplication):
            inside = False

            def notify(self, receiver: QObject, event: QEvent) -> bool:
                if self.inside or not held.looking:
                    return bool(super().notify(receiver, event))
                self.inside = True
                kind = f"{event.type().name} of {type(receiver).__name__}"
                began = time.perf_counter()
                try:
                    return bool(super().notify(receiver, event))
                finally:
                    held.found.append((time.perf_counter() - began) * 1000)
                    held.kinds.append(kind)
                    self.inside = False

        return TimedApplication


class Player:
    """Plays the records of a stroke file at their own times."""

    def __init__(self, window: MainWindow, recording: Recording, held: Held) -> None:
        from PySide6.QtCore import Qt, QTimer

        from featherbrush.app.canvas.replay import EventPlayer
        from featherbrush.app.synthesis.state import Side

        self.picture, self.map = Latencies(), Latencies()
        self._window = window
        self._records: list[Record] = list(recording.records)
        self._events = EventPlayer(window.canvas)
        self._held = held
        self._timer = QTimer(window)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._play)
        self._began = 0.0
        self._next = 0
        window.compare.painted.connect(
            lambda side, revision: self.picture.shown(revision) if side is Side.COMPRESSED else None
        )
        window.canvas.frame_drawn.connect(self.map.shown)

    def start(self) -> None:
        """Begin to play."""
        self._began = time.perf_counter()
        self._held.looking = True
        self._schedule()

    def _schedule(self) -> None:
        if self._next >= len(self._records):
            self._held.looking = False
            self._window.bridge.state_changed.connect(self._end)
            self._end(self._window.bridge.state)
            return
        due = self._records[self._next].t / 1000 - (time.perf_counter() - self._began)
        self._timer.start(max(0, round(due * 1000)))

    def _end(self, state: State) -> None:
        from PySide6.QtCore import QCoreApplication, QTimer

        from featherbrush.app.synthesis.state import State

        if state is State.UP_TO_DATE:
            # exit(), not quit(), which would close the window and ask about unsaved work.
            QTimer.singleShot(SETTLE_MS, lambda: QCoreApplication.exit(0))

    def _play(self) -> None:
        record = self._records[self._next]
        self._next += 1
        before, when = self._window.document.revision, time.perf_counter()
        self._events.play(record)
        after = self._window.document.revision
        if after != before:
            self.picture.sent(after, when)
            self.map.sent(after, when)
        self._schedule()


def _child(options: argparse.Namespace) -> int:
    """Open the window, play, and print the measurements as JSON."""
    from featherbrush.app.synthesis.choice import choices
    from featherbrush.app.windows import start
    from featherbrush.engine.library import default_library

    offered = choices(default_library())
    first, problem = start.first_model(offered, options.model)
    held = Held()
    application = start.create_application(sys.argv[:1], kind=held.timed_application())
    if first is None:
        print(f"studio_latency: no model to measure {problem}", file=sys.stderr)
        return 2

    import tempfile

    from PySide6.QtCore import QSettings

    from featherbrush.app.canvas.recording import read_recording
    from featherbrush.app.canvas.replay import prepare, verify
    from featherbrush.app.synthesis.state import Side, State

    settings = QSettings(str(Path(tempfile.mkdtemp()) / "settings.ini"), QSettings.Format.IniFormat)
    window = start.create_window(offered, first, settings=settings)
    recording = read_recording(options.strokes)
    player: Player | None = None
    times: dict[str, float] = {}

    def painted(side: Side, _revision: int) -> None:
        if side is Side.COMPRESSED:
            times.setdefault("first", (time.time() - options.child) * 1000)

    def ready(state: State) -> None:
        nonlocal player
        both = all(window.bridge.timing(side) for side in Side if first[0].entry(side))
        if player is None and state is State.UP_TO_DATE and both:
            prepare(window.document, recording)
            player = Player(window, recording, held)
            player.start()

    window.compare.painted.connect(painted)
    window.bridge.state_changed.connect(ready)
    window.show()
    start.settle()
    application.exec()
    assert player is not None
    verify(window.document, recording)
    last = window.document.revision
    shown = {side.value: window.compare.revision(side) == last for side in Side}
    found = {
        "model": first[0].name,
        "map": str(window.document.extent),
        "platform": application.platformName(),
        "first_picture_ms": times["first"],
        "pen_to_picture": _summary(player.picture.found),
        "pen_to_map": _summary(player.map.found),
        "loop_held": _summary(held.found),
        "longest_held": held.worst,
        "shows_last_revision": shown,
        "machine": str(_machine()),
    }
    window.document.replace(window.document.snapshot())
    window.close()
    print(json.dumps(found))
    return 0


def _machine() -> Any:
    from featherbrush.engine.machine import describe_machine

    return describe_machine()


def _summary(times: list[float]) -> dict[str, float]:
    """Return number, p50, p95, p99 and maximum of times in milliseconds."""
    if not times:
        return {"n": 0}
    ordered = sorted(times)

    def at(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2)

    return {
        "n": len(ordered),
        "p50": at(0.50),
        "p95": at(0.95),
        "p99": at(0.99),
        "max": round(ordered[-1], 2),
    }


def _table(found: dict[str, Any]) -> str:
    lines = [
        f"{found['model']} on a map of {found['map']}, {found['platform']}; {found['machine']}",
        f"first picture after start: {found['first_picture_ms']:.0f} ms",
        "",
        f"{'milliseconds':<16}{'n':>7}{'p50':>9}{'p95':>9}{'p99':>9}{'max':>9}",
    ]
    for key in ("pen_to_picture", "pen_to_map", "loop_held"):
        row = found[key]
        cells = "".join(f"{row.get(part, 0):>9.1f}" for part in ("p50", "p95", "p99", "max"))
        lines.append(f"{key.replace('_', ' '):<16}{row['n']:>7}{cells}")
    shown = ", ".join(f"{side} {yes}" for side, yes in found["shows_last_revision"].items())
    lines.append(f"longest held: {'; '.join(found['longest_held'])}")
    return "\n".join([*lines, "", f"shows the last revision: {shown}"])


if __name__ == "__main__":
    sys.exit(main())
