"""Work in a process of its own, which may outlive whoever waits for it."""

from __future__ import annotations

import operator
import subprocess
import sys
import time

import pytest

from featherbrush.engine.child import in_child
from featherbrush.engine.errors import RenderError

KILLED_WHILE_WAITING = """
import os, threading, time
from featherbrush.engine.child import in_child
if __name__ == "__main__":
    threading.Timer(0.2, lambda: os._exit(9)).start()
    in_child(time.sleep, 1.5)
"""


def test_it_hands_back_what_came_of_the_work() -> None:
    assert in_child(operator.add, 2, 3) == 5


def test_a_process_that_ends_early_is_told() -> None:
    with pytest.raises(RenderError, match="ended early"):
        in_child(sys.exit, 3)


def test_a_child_whose_parent_was_killed_says_nothing() -> None:
    begun = time.monotonic()
    # The child holds the other end of the parent's error stream, so this waits for both.
    ended = subprocess.run(
        [sys.executable, "-c", KILLED_WHILE_WAITING], capture_output=True, text=True, check=False
    )

    assert ended.returncode == 9
    assert time.monotonic() - begun > 1
    assert ended.stderr == ""
