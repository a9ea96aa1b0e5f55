"""How long undo and redo of a single step take at 1024x1024, through the real window.

    python benchmarks/undo.py [--rounds N] [--model ID] [--json]

Starts the studio in a process of its own, does one step of each kind on a label map and, in a second
process without a model, on a sketch (the same steps in ink), and takes every step back and does it
again. Timed is the action of the menu from its trigger to its return, with everything that listens
to the document (canvas, time-lapse, journal, panels, the bridge to the models); for information
also until the canvas has painted it. The models work meanwhile, as they always do.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bars import Bar, bar_table, machine_line, spread, spread_table
from studio import MeasuringError, close_studio, in_child, open_studio

if TYPE_CHECKING:
    from featherbrush.app.windows.main_window import MainWindow

BAR_MS = 10.0
SIDE = 1024
REST_MS = 60
"""Between two steps: the canvas paints, and what waits for the end of a stroke is done."""
PAINT_LIMIT_MS = 5000
LIMIT_S = 600.0
SEED = 11
OTHERS = {"busy": "all, processor time", "painted": "all, until painted"}


def main() -> int:
    """Measure in child processes and print what they found; 2 when that was not possible."""
    options = _options()
    if options.job is not None:
        return _child(json.loads(options.job))
    machine = machine_line()
    runs = {}
    try:
        for kind in ("labels", "sketch"):
            job = {"kind": kind, "rounds": options.rounds, "model": options.model}
            runs[kind] = in_child(__file__, job, limit_s=LIMIT_S)
    except MeasuringError as problem:
        print(f"undo: {problem}", file=sys.stderr)
        return 2
    found = {"machine": machine, "runs": runs}
    print(json.dumps(found, indent=2) if options.json else _report(found))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Undo and redo at 1024x1024.")
    parser.add_argument("--rounds", type=int, default=20, help="times that each is undone (20)")
    parser.add_argument("--model", help="pair or model id (default: the first pair)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--job", help=argparse.SUPPRESS)
    return parser.parse_args()


def steps(window: MainWindow) -> dict[str, Callable[[], object]]:
    """Return what is done to the canvas, by name; each is one step to undo."""
    import numpy as np

    from featherbrush.app.canvas.edits import Command, Nudge, Paste
    from featherbrush.engine.geometry import Bounds

    driver, document = window.canvas.driver, window.document
    whole = Bounds(0, 0, SIDE, SIDE)
    values = max(document.palette.ids) + 1 if document.kind == "labels" else 256
    numbers = np.random.default_rng(SEED)
    noise = numbers.integers(0, values, document.pixels.shape, dtype=np.uint8)
    everywhere = np.ones((SIDE, SIDE), dtype=np.bool_)
    return {
        "brush": lambda: _stroke(window),
        "fill": lambda: _fill(window),
        "move of everything": lambda: driver.edit(Nudge(37, 21)),
        "flip": lambda: driver.edit(Command.FLIP_HORIZONTALLY),
        "paste of noise": lambda: driver.edit(Paste(noise, everywhere, whole)),
        "move of noise": lambda: driver.edit(Nudge(-5, 3)),
        "clear": lambda: driver.edit(Command.CLEAR),
    }


def _stroke(window: MainWindow) -> None:
    """A long stroke in waves from corner to corner, 48 pixels wide."""
    import numpy as np

    from featherbrush.app.canvas.input import PointerSample
    from featherbrush.app.canvas.settings import ToolKind

    driver = window.canvas.driver
    along = np.linspace(0, SIDE - 1, 400)
    across = SIDE / 2 + 400 * np.sin(along / 60)
    window.tools.set_tool(ToolKind.BRUSH)
    window.tools.set_size(48)
    window.tools.set_class(max(window.document.palette.ids))
    driver.press(PointerSample(float(along[0]), float(across[0])))
    for x, y in zip(along[1:], across[1:], strict=True):
        driver.move(PointerSample(float(x), float(y)))
    driver.release()


def _fill(window: MainWindow) -> None:
    """The largest region there is: around the stroke; on a sketch a filled rectangle of all."""
    from featherbrush.app.canvas.input import PointerSample
    from featherbrush.app.canvas.settings import ToolKind

    driver, labels = window.canvas.driver, window.document.kind == "labels"
    window.tools.set_tool(ToolKind.FILL if labels else ToolKind.RECTANGLE)
    window.tools.set_class(sorted(window.document.palette.ids)[-2])
    driver.press(PointerSample(0.5, 0.5))
    if not labels:
        driver.move(PointerSample(SIDE - 1.0, SIDE - 1.0))
    driver.release()


def _child(job: dict[str, Any]) -> int:
    """Open the window, do, undo and redo, and print the times as JSON."""
    labels = job["kind"] == "labels"
    try:
        application, window = open_studio(job["model"], with_model=labels)
    except MeasuringError as problem:
        print(f"undo: {problem}", file=sys.stderr)
        return 2

    from featherbrush.app.document.palette import ink_palette
    from featherbrush.engine.geometry import Extent

    extent = Extent(SIDE, SIDE)
    if labels:
        window.document.new(extent=extent)
    else:
        window.document.new(extent=extent, kind="sketch", palette=ink_palette())
    rest(REST_MS * 10)
    times: dict[str, dict[str, list[float]]] = {}
    for name, do in steps(window).items():
        do()
        rest(REST_MS)
        times[name] = _there_and_back(window, job["rounds"])
    close_studio(window)
    print(json.dumps({"platform": application.platformName(), "times": times}))
    return 0


def _there_and_back(window: MainWindow, rounds: int) -> dict[str, list[float]]:
    """Undo and redo the last step so many times; milliseconds of each.

    "busy" is the processor time of the same calls, "painted" until the canvas has painted them.
    """
    found: dict[str, list[float]] = {"undo": [], "redo": [], "painted": [], "busy": []}
    for _ in range(rounds):
        for name in ("undo", "redo"):
            before = window.document.revision
            began, busy = time.perf_counter(), time.thread_time()
            window.actions_by_name[name].trigger()
            found[name].append((time.perf_counter() - began) * 1000)
            found["busy"].append((time.thread_time() - busy) * 1000)
            if window.document.revision == before:
                raise RuntimeError(f"{name} changed nothing; the step was none")
            wait_for(window.canvas.frame_drawn)
            found["painted"].append((time.perf_counter() - began) * 1000)
            rest(REST_MS)
    return found


def rest(milliseconds: int) -> None:
    """Let the event loop run for so long."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_for(signal: Any) -> None:
    """Let the event loop run until a signal comes."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    limit = QTimer()
    limit.setSingleShot(True)
    limit.timeout.connect(loop.quit)
    limit.start(PAINT_LIMIT_MS)
    link = signal.connect(lambda _revision: loop.quit())
    loop.exec()
    signal.disconnect(link)


def _report(found: dict[str, Any]) -> str:
    runs = found["runs"]
    lines = [
        f"{runs['labels']['platform']}; {found['machine']}",
        f"undo and redo at {SIDE}x{SIDE} by the menu's actions, with all that listens",
    ]
    bars = []
    for kind, run in runs.items():
        both = [one for times in run["times"].values() for one in times["undo"] + times["redo"]]
        rows = {
            f"{kind}: {name}": spread([*times["undo"], *times["redo"]])
            for name, times in run["times"].items()
        }
        for name, meaning in OTHERS.items():
            rows[f"{kind}: {meaning}"] = spread(
                [one for times in run["times"].values() for one in times[name]]
            )
        lines += ["", spread_table(rows)]
        bars.append(Bar(f"undo or redo, {kind}, p95", BAR_MS, spread(both)["p95"]))
        bars.append(Bar(f"undo or redo, {kind}, maximum", BAR_MS, max(both)))
    return "\n".join([*lines, "", bar_table(bars)])


if __name__ == "__main__":
    sys.exit(main())
