"""Work in a process of its own, which may outlive whoever waits for it."""

from __future__ import annotations

import importlib
import operator
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from featherbrush.engine.child import in_child
from featherbrush.engine.errors import RenderError

PATIENCE = 30.0
"""Seconds until a test that hangs fails; nothing is expected to take this long."""

KILLED_WHILE_WAITING = """
import os, sys, threading, time
from pathlib import Path
from featherbrush.engine.child import in_child

def work(begun):
    begun.touch()
    time.sleep(1.5)
    begun.with_name("ended").touch()

def leave(begun):
    while not begun.exists():
        time.sleep(0.01)
    os._exit(9)

if __name__ == "__main__":
    begun = Path(sys.argv[1])
    threading.Thread(target=leave, args=(begun,)).start()
    in_child(work, begun)
"""

DIES_IN_A_CHILD = """
import multiprocessing
if multiprocessing.current_process().name != "MainProcess":
    raise SystemExit(3)
def work(canvas):
    return 1
"""

CTRL_C_AT_ITS_START = """
import os, signal, sys
if any("spawn_main" in word for word in sys.orig_argv):
    os.kill(os.getpid(), signal.SIGINT)
"""


def test_it_hands_back_what_came_of_the_work() -> None:
    assert in_child(operator.add, 2, 3) == 5


def test_a_process_that_ends_early_is_told() -> None:
    with pytest.raises(RenderError, match="ended early"):
        in_child(sys.exit, 3)


def test_a_process_that_dies_before_it_reads_a_canvas_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dies_in_a_child.py").write_text(DIES_IN_A_CHILD)
    monkeypatch.syspath_prepend(tmp_path)
    work = importlib.import_module("dies_in_a_child").work
    canvas = np.zeros((256, 256, 3), np.uint8)  # three times what a pipe holds
    told: list[str] = []

    def wait() -> None:
        with pytest.raises(RenderError) as raised:
            in_child(work, canvas)
        told.append(str(raised.value))

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    waiting.join(PATIENCE)
    assert told == ["the process for work ended early"]


@pytest.mark.skipif(os.name != "posix", reason="a signal cannot be sent to oneself elsewhere")
def test_ctrl_c_does_not_end_a_process_while_it_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(CTRL_C_AT_ITS_START)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert in_child(operator.add, 2, 3) == 5


def test_a_process_that_cannot_be_started_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", full)
    with pytest.raises(RenderError, match="cannot be started: Resource temporarily unavailable"):
        in_child(operator.add, 2, 3)


def test_a_child_whose_parent_was_killed_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "killed.py").write_text(KILLED_WHILE_WAITING)
    # The child holds the other end of the parent's error stream, so this waits for both.
    ended = subprocess.run(
        [sys.executable, "killed.py", "begun"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )

    assert ended.returncode == 9
    assert (tmp_path / "ended").exists()
    assert ended.stderr == ""
