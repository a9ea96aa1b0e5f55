"""A studio is killed in the middle of a stroke, and the artist gets the work back."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.typing import NDArray

from featherbrush.app.document.content import Content
from featherbrush.app.document.openraster import read_openraster
from featherbrush.app.document.recovery import find_lost_work
from featherbrush.app.windows.dialogs import Answer
from featherbrush.app.windows.recovery_dialog import Rescue

if TYPE_CHECKING:
    from tests.journeys.conftest import MakeStudio, Studio

CHILD = Path(__file__).with_name("crash_child.py")
KILLS, AT_ONCE = 50, 25
LOSS = 1.0
"""Seconds of painting that a crash may cost."""
STILL = 0.1
"""Seconds between two edits from which on a child stood still."""


def load_child() -> ModuleType:
    """The script that the children run, for what it says about their strokes."""
    spec = importlib.util.spec_from_file_location("crash_child", CHILD)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


child_script = load_child()
EXTENT = child_script.EXTENT


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the children are forked")
def test_a_kill_costs_at_most_the_last_second_and_never_a_file(tmp_path: Path) -> None:
    random = Random(4)
    for first in range(0, KILLS, AT_ONCE):
        paint_and_kill(tmp_path, first, random)

    for seed in range(KILLS):
        check(tmp_path, seed)


def paint_and_kill(folder: Path, first: int, random: Random) -> None:
    """Let several studios paint at once, and kill each at a random moment."""
    command = [sys.executable, str(CHILD), str(folder), str(first), str(AT_ONCE)]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    children = []
    while (line := parent.stdout.readline().split()) and line[0] != "ready":
        children.append(int(line[1]))
    begin = time.monotonic()
    for moment, child in sorted((random.uniform(0.3, 2.2), child) for child in children):
        time.sleep(max(0.0, begin + moment - time.monotonic()))
        os.kill(child, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    assert len(children) == AT_ONCE


def check(folder: Path, seed: int) -> None:
    """What is left of a child is its map as it was at most a second before its last edit."""
    log = folder / f"{seed}.log"
    times = np.fromfile(log, np.float64) if log.exists() else np.zeros(0)
    left = remains(folder, seed)
    at_least = int(np.count_nonzero(painted(times) >= LOSS))
    reached = np.zeros(EXTENT.shape, np.uint8)
    for number in range(len(times) + 2):
        if number >= at_least and np.array_equal(reached, left):
            return
        paint(reached, seed, number)
    pytest.fail(f"child {seed} lost more than {LOSS} s of {len(times)} edits, or was damaged")


def painted(times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Seconds of painting from each edit to the last.

    A pause in which the whole child stood still, because the machine had other things to do,
    counts as a short one.
    """
    gaps = np.minimum(np.diff(times), STILL)
    return np.append(np.cumsum(gaps[::-1])[::-1], np.zeros(min(times.size, 1)))


def remains(folder: Path, seed: int) -> NDArray[np.uint8]:
    """The map that a child left: unsaved work if there is any, else its file."""
    lost, problems = find_lost_work(folder / "journals" / str(seed))
    assert problems == ()
    saved = folder / f"{seed}.ora"
    kept = read_openraster(saved) if saved.exists() else None
    for one in lost:
        one.leave()
    if lost:
        return lost[0].content.pixels
    if kept is None:
        return np.zeros(EXTENT.shape, np.uint8)
    assert isinstance(kept, Content)
    return kept.pixels


def paint(map_: NDArray[np.uint8], seed: int, number: int) -> None:
    """Make a child's edit on a plain array."""
    bounds, class_id = child_script.edit(seed, number)
    x, y = max(bounds.x, 0), max(bounds.y, 0)
    map_[y : max(bounds.bottom, 0), x : max(bounds.right, 0)] = class_id


@pytest.fixture
def crashed(make_studio: MakeStudio, model_folder: Path, tmp_path: Path) -> Studio:
    """A studio whose journal another one can find, as if the process had ended."""
    studio = make_studio(model_folder)
    studio.settle()
    studio.window.documents.safety.begin(tmp_path / "journals")
    studio.answers.path = tmp_path / "lake.ora"
    studio.do("save")
    studio.draw((5, 5), (50, 20))
    journal = studio.window.documents.safety._journal
    studio.qtbot.waitUntil(journal.path.exists)
    studio.qtbot.waitUntil(lambda: not journal._writer.busy)
    journal._lock.unlock()
    return studio


def another(make_studio: MakeStudio, folder: Path, rescue: Rescue) -> Studio:
    """Start another studio, which offers what it finds."""
    studio = make_studio(folder / "models")
    studio.settle()
    studio.answers.rescue = rescue
    studio.window.documents.safety.begin(folder / "journals")
    studio.window.documents.safety.offer()
    return studio


def test_the_work_is_offered_and_recovered(
    crashed: Studio, make_studio: MakeStudio, tmp_path: Path
) -> None:
    studio = another(make_studio, tmp_path, Rescue.RECOVER)

    assert studio.answers.asked == ["rescue 1"]
    assert np.array_equal(studio.labels, crashed.labels)
    assert studio.window.document.path == tmp_path / "lake.ora"
    assert studio.window.isWindowModified()
    assert "Recovered lake.ora" in studio.window.messages.text
    old = crashed.window.documents.safety._journal.path
    studio.qtbot.waitUntil(lambda: not old.exists())
    saved = read_openraster(tmp_path / "lake.ora")
    assert isinstance(saved, Content)
    assert not np.array_equal(saved.pixels, studio.labels), "the file is as it was saved"


def test_work_that_is_left_for_later_is_offered_again(
    crashed: Studio, make_studio: MakeStudio, tmp_path: Path
) -> None:
    first = another(make_studio, tmp_path, Rescue.LATER)
    assert not np.array_equal(first.labels, crashed.labels)
    second = another(make_studio, tmp_path, Rescue.LATER)
    assert second.answers.asked == ["rescue 1"]


def test_discarded_work_is_asked_about_twice_and_then_gone(
    crashed: Studio, make_studio: MakeStudio, tmp_path: Path
) -> None:
    studio = another(make_studio, tmp_path, Rescue.DISCARD)
    assert studio.answers.asked == ["rescue 1", "discard lake.ora"]
    assert another(make_studio, tmp_path, Rescue.LATER).answers.asked == []


def test_closing_leaves_no_journal(
    make_studio: MakeStudio, model_folder: Path, tmp_path: Path
) -> None:
    studio = make_studio(model_folder)
    studio.settle()
    studio.window.documents.safety.begin(tmp_path / "journals")
    studio.draw((5, 5), (50, 20))
    journal = studio.window.documents.safety._journal
    studio.qtbot.waitUntil(journal.path.exists)
    studio.answers.unsaved = Answer.DISCARD

    assert studio.window.close()

    assert list((tmp_path / "journals").iterdir()) == []


@pytest.mark.parametrize("cores", [None, 1])
def test_a_document_of_other_models_comes_while_the_studio_is_still_starting(
    make_studio: MakeStudio,
    model_folder: Path,
    write_model: Any,
    tmp_path: Path,
    cores: int | None,
) -> None:
    write_model(model_folder / "zz-pad.onnx", kind="sketch", id="zz-pad", pair="zz-pad")
    first = make_studio(model_folder)
    offered = {choice.name: choice for choice in first.window.models.choices}
    first.window.models.use(offered["zz-pad"])
    first.qtbot.waitUntil(lambda: first.window.document.kind == "sketch", timeout=30_000)
    first.settle()
    first.draw((5, 5), (30, 20))
    first.answers.path = tmp_path / "cat.ora"
    first.do("save")
    drawn = first.window.document.snapshot()

    second = make_studio(model_folder)
    window = second.window
    window.files.open(tmp_path / "cat.ora")
    # What the start does next: it offers what it found in the library, and the cores that were chosen.
    window.models.offer(window.models.choices)
    window.models.set_threads(cores)

    second.qtbot.waitUntil(lambda: window.document.kind == "sketch", timeout=30_000)
    second.qtbot.waitUntil(lambda: window.document.path == tmp_path / "cat.ora", timeout=30_000)
    assert np.array_equal(window.document.snapshot(), drawn)
    second.settle()


def test_a_document_whose_models_are_refused_is_waited_for_no_longer(
    make_studio: MakeStudio, model_folder: Path, write_model: Any, tmp_path: Path
) -> None:
    pad = write_model(model_folder / "zz-pad.onnx", kind="sketch", id="zz-pad", pair="zz-pad")
    first = make_studio(model_folder)
    offered = {choice.name: choice for choice in first.window.models.choices}
    first.window.models.use(offered["zz-pad"])
    first.qtbot.waitUntil(lambda: first.window.document.kind == "sketch", timeout=30_000)
    first.answers.path = tmp_path / "cat.ora"
    first.do("save")
    second = make_studio(model_folder)
    second.settle()
    pad.rename(tmp_path / "away.onnx")

    second.window.files.open(tmp_path / "cat.ora")
    assert second.window.files.surroundings.waiting

    second.qtbot.waitUntil(lambda: not second.window.files.surroundings.waiting, timeout=30_000)
    assert "zz-pad.onnx" in second.window.messages.text
    assert second.window.document.path is None
