"""What was measured here is remembered here, and forgotten elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from featherbrush.app.synthesis.speeds import KEY, Speeds
from featherbrush.engine.library import Library
from featherbrush.engine.speed import Cost


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


def test_figures_are_kept_for_this_machine_and_these_cores(
    settings: QSettings, model_folder: Path
) -> None:
    entry = Library([model_folder]).find("test-compressed")
    Speeds(settings, machine="here", threads=2).put(entry, Cost(12.5, 4096))

    assert Speeds(settings, machine="here", threads=2).of(entry) == Cost(12.5, 4096)
    assert Speeds(settings, machine="there", threads=2).of(entry) is None
    assert Speeds(settings, machine="here", threads=1).of(entry) is None


def test_another_version_of_a_file_is_not_the_one_that_was_measured(
    settings: QSettings, model_folder: Path, write_model
) -> None:
    speeds = Speeds(settings, machine="here", threads=None)
    speeds.put(Library([model_folder]).find("test-compressed"), Cost(12.5, 1))
    write_model(model_folder / "test-compressed.onnx", id="test-compressed", title="Another one")
    assert speeds.of(Library([model_folder]).find("test-compressed")) is None


def test_a_compressed_model_that_is_hardly_faster_is_not_called_faster(
    settings: QSettings, model_folder: Path
) -> None:
    library = Library([model_folder])
    original, compressed = library.find("test-original"), library.find("test-compressed")
    speeds = Speeds(settings, machine="here", threads=None)
    assert speeds.verdict(original, compressed) is None
    speeds.put(original, Cost(100.0, 1))
    for time, faster in ((20.0, True), (95.0, False), (130.0, False)):
        speeds.put(compressed, Cost(time, 1))
        verdict = speeds.verdict(original, compressed)
        assert verdict is not None
        assert verdict.faster is faster


@pytest.mark.parametrize("text", ["", "{", "[]", '{"machine": "here; all cores", "models": 3}'])
def test_settings_that_make_no_sense_count_as_nothing(
    settings: QSettings, model_folder: Path, text: str
) -> None:
    settings.setValue(KEY, text)
    speeds = Speeds(settings, machine="here", threads=None)
    assert speeds.of(Library([model_folder]).find("test-compressed")) is None
