"""From the pen to the screen, and from the start to the first picture, through the real window.

    python benchmarks/studio_latency.py [--strokes FILE] [--model ID] [--starts N] [--json]

Starts the studio again and again, each in a process of its own, and replays a stroke file as pointer
events in its own time, once as it is and once enlarged to a map of 512x512. Between some strokes
the pen rests, so that the original gets to work as well. Measured are
- pen to label pixels (512x512): from when an event that changed the map was due, to the end of the
  event in which Qt painted the canvas with that revision and brought it to the screen;
- pen to picture (256x256): the same for the compressed model's picture in the compare view;
- held: how long single events held the event loop while painting, at both sizes (Qt's own painting
  and the replayed events included);
- first picture: from starting the process to the first painted picture, median of the starts.

Without a display it runs on Qt's offscreen platform; QT_QPA_PLATFORM decides otherwise.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from bars import Bar, bar_table, machine_line, spread_table
from studio import MeasuringError, close_studio, in_child, open_studio

LIMIT_S = 180.0
MAP_BAR_MS, PICTURE_BAR_MS, HELD_BAR_MS, START_BAR_S = 12.0, 40.0, 16.0, 2.5
FACTORS = {"256": 1, "512": 2}
"""How much the stroke file, painted at 256x256, is enlarged."""


def main() -> int:
    """Measure in child processes and print what they found; 2 when that was not possible."""
    options = _options()
    if options.job is not None:
        return _child(json.loads(options.job))
    machine = machine_line()
    try:
        runs = {name: _run(options, factor) for name, factor in FACTORS.items()}
        starts = [run["first_picture_s"] for run in runs.values()]
        starts += [_run(options, 0)["first_picture_s"] for _ in range(options.starts - len(runs))]
    except MeasuringError as problem:
        print(f"studio_latency: {problem}", file=sys.stderr)
        return 2
    found = {"machine": machine, "runs": runs, "starts_s": starts[: options.starts]}
    print(json.dumps(found, indent=2) if options.json else _report(found))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Pen to screen, through the real window.")
    parser.add_argument("--strokes", type=Path, help="a stroke file, painted at 256x256")
    parser.add_argument("--model", help="pair or model id (default: the first pair)")
    parser.add_argument("--starts", type=_starts, default=3, help="how often it is started (3)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--job", help=argparse.SUPPRESS)
    return parser.parse_args()


def _starts(text: str) -> int:
    """How often, at least once: of no start there is no median."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 1 on")
    return int(text)


def _run(options: argparse.Namespace, factor: int) -> dict[str, Any]:
    """Start the studio once; with factor 0 only until the first picture."""
    strokes = None if options.strokes is None else str(options.strokes.absolute())
    job = {"strokes": strokes, "model": options.model, "factor": factor, "began": time.time()}
    return in_child(__file__, job, limit_s=LIMIT_S)


def _child(job: dict[str, Any]) -> int:
    """Open the window, play, and print the measurements as JSON."""
    from probes import Held

    held = Held()
    try:
        application, window = open_studio(job["model"], kind=held.timed_application())
    except MeasuringError as problem:
        print(f"studio_latency: {problem}", file=sys.stderr)
        return 2

    from playing import Player, UpToDate
    from PySide6.QtCore import QCoreApplication
    from scenes import STROKES, enlarged, with_rests

    from featherbrush.app.canvas.recording import read_recording

    # The process begins when its parent asks for it; only the wall clock is known to both.
    first: list[float] = []
    window.compare.painted.connect(lambda _side, _revision: first.append(time.time()))
    settled = UpToDate(window)
    players: list[Player] = []

    def leave() -> None:
        # exit(), not quit(), which would close the window and ask about unsaved work.
        QCoreApplication.exit(0)

    def ready() -> None:
        if not job["factor"]:
            leave()
            return
        recording = read_recording(Path(job["strokes"] or STROKES))
        player = Player(window, with_rests(enlarged(recording, job["factor"])), held)
        players.append(player)
        player.prepare()
        settled.call(play)

    def play() -> None:
        players[0].start(lambda: settled.call(leave))

    settled.call(ready)
    application.exec()
    found = {"first_picture_s": round(first[0] - job["began"], 3)}
    found |= {"model": settled.model, "platform": application.platformName()}
    for player in players:
        found |= player.found()
    close_studio(window)
    print(json.dumps(found))
    return 0


def _report(found: dict[str, Any]) -> str:
    runs, starts = found["runs"], found["starts_s"]
    one = runs["256"]
    lines = [
        f"{one['model']}, {one['platform']}; {found['machine']}",
        "replayed strokes in their own time, with rests in which the original works; pen times"
        " count from when an event was due",
    ]
    for run in runs.values():
        parts = ("pen_to_map", "pen_to_picture", "held", "late")
        lines += ["", f"map of {run['map']}; pictures by the original: {run['originals']}"]
        lines.append(spread_table({part.replace("_", " "): run[part] for part in parts}))
        lines.append(f"longest held: {'; '.join(run['longest_held'])}")
        stale = [side for side, shown in run["shows_last"].items() if not shown]
        lines += [f"does not show the last revision: {', '.join(stale)}"] if stale else []
    seconds = ", ".join(f"{start:.2f}" for start in starts)
    return "\n".join([*lines, "", f"starts in seconds: {seconds}", "", bar_table(_bars(found))])


def _bars(found: dict[str, Any]) -> list[Bar]:
    runs = found["runs"]
    held = max(run["held"]["max"] for run in runs.values())
    return [
        Bar("pen to label pixels at 512x512, p95", MAP_BAR_MS, runs["512"]["pen_to_map"]["p95"]),
        Bar("pen to picture at 256x256, p95", PICTURE_BAR_MS, runs["256"]["pen_to_picture"]["p95"]),
        Bar("event loop held while painting, maximum", HELD_BAR_MS, held),
        Bar(
            "start to first picture, median", START_BAR_S, statistics.median(found["starts_s"]), "s"
        ),
    ]


if __name__ == "__main__":
    sys.exit(main())
