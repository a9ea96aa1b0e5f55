"""A set is there whole or not at all, and an interrupted build goes on."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from featherbrush.compression.data.builders import folder as module
from featherbrush.compression.data.store import DataError

PLAN = {"builder": "numbers 1"}


class StoppedError(Exception):
    """The build was interrupted."""


class Numbers:
    """Fills a folder with numbered files; stops before the one it is told to."""

    def __init__(self, *, stop: int | None = None) -> None:
        self.stop = stop
        self.written: list[int] = []

    def __call__(self, part: Path) -> dict[str, Any]:
        for number in range(4):
            if number == self.stop:
                raise StoppedError
            path = part / f"{number}.txt"
            if not path.exists():
                module.write_text(path, str(number))
                self.written.append(number)
        return {"name": "numbers"}


def _busy(path: Path, target: Path) -> Path:
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))


def test_a_set_appears_whole_with_its_description(tmp_path: Path) -> None:
    target = tmp_path / "sets" / "numbers"

    module.build(target, plan=PLAN, fill=Numbers())

    assert sorted(p.name for p in target.iterdir()) == [
        *("0.txt", "1.txt", "2.txt", "3.txt"),
        "set.json",
    ]
    assert json.loads((target / "set.json").read_text()) == {"name": "numbers", "plan": PLAN}
    assert [p.name for p in target.parent.iterdir()] == ["numbers"]


def test_an_interrupted_build_leaves_no_set_and_goes_on(tmp_path: Path) -> None:
    target = tmp_path / "numbers"
    with pytest.raises(StoppedError):
        module.build(target, plan=PLAN, fill=Numbers(stop=2))
    assert not target.exists()

    second = Numbers()
    module.build(target, plan=PLAN, fill=second)

    assert second.written == [2, 3]
    assert (target / "0.txt").exists()


def test_another_plan_does_not_go_on_from_what_is_there(tmp_path: Path) -> None:
    target = tmp_path / "numbers"
    with pytest.raises(StoppedError):
        module.build(target, plan=PLAN, fill=Numbers(stop=2))

    second = Numbers()
    module.build(target, plan={"builder": "numbers 2"}, fill=second)

    assert second.written == [0, 1, 2, 3]


def test_building_again_leaves_the_set_as_it_is(tmp_path: Path) -> None:
    target = tmp_path / "numbers"
    module.build(target, plan=PLAN, fill=Numbers())

    again = Numbers()
    about = module.build(target, plan=PLAN, fill=again)

    assert about["name"] == "numbers"
    assert not again.written


def test_other_files_are_never_touched(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("precious")

    with pytest.raises(DataError, match="already has other files"):
        module.build(tmp_path, plan=PLAN, fill=Numbers())

    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    target = tmp_path / "numbers"
    target.mkdir()

    module.build(target, plan=PLAN, fill=Numbers())

    assert (target / "set.json").exists()


def test_a_link_to_an_empty_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "disk")

    module.build(tmp_path / "link", plan=PLAN, fill=Numbers())

    assert (tmp_path / "disk" / "set.json").exists() and (tmp_path / "link").is_symlink()


def test_a_folder_that_cannot_be_replaced_is_refused_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "volume").mkdir()
    monkeypatch.setattr(Path, "rename", _busy)

    numbers = Numbers()
    with pytest.raises(DataError, match=r"volume: cannot be replaced .*busy.*like .*set$"):
        module.build(tmp_path / "volume", plan=PLAN, fill=numbers)

    assert not numbers.written
    assert [p.name for p in tmp_path.iterdir()] == ["volume"]


def test_a_whole_set_that_could_not_be_renamed_is_not_built_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "numbers"
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", _busy)
        with pytest.raises(DataError, match=r"numbers: the set cannot be put there .*kept in"):
            module.build(target, plan=PLAN, fill=Numbers())

    second = Numbers(stop=0)
    module.build(target, plan=PLAN, fill=second)

    assert not second.written
    assert sorted(p.name for p in target.iterdir())[-2:] == ["3.txt", "set.json"]
    assert json.loads((target / "set.json").read_text()) == {"name": "numbers", "plan": PLAN}


def test_a_place_where_nothing_can_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")

    with pytest.raises(DataError, match=r"numbers\.part: cannot be made \("):
        module.build(tmp_path / "file" / "numbers", plan=PLAN, fill=Numbers())


def test_files_reach_the_disk_before_their_names_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, done = tmp_path / "a.png", []
    monkeypatch.setattr(os, "fsync", lambda _: done.append(path.exists()))

    module.write_picture(path, np.zeros((4, 4), np.uint8))

    assert done == [False] and path.exists()


def test_a_file_that_cannot_be_written_is_one_line_and_leaves_no_part(tmp_path: Path) -> None:
    (tmp_path / "taken.png").mkdir()

    with pytest.raises(DataError, match=r"taken\.png: cannot be written \(.*goes on from there"):
        module.write_picture(tmp_path / "taken.png", np.zeros((4, 4), np.uint8))

    assert [p.name for p in tmp_path.iterdir()] == ["taken.png"]


def test_rows_survive_a_torn_line(tmp_path: Path) -> None:
    path = tmp_path / "meta.jsonl"
    module.append_row(path, {"file": "000001"})
    with path.open("a") as file:
        file.write('{"file": "0000')

    assert module.read_rows(path) == [{"file": "000001"}]
    assert module.read_rows(tmp_path / "absent.jsonl") == []
