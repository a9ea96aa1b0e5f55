"""`featherbrush-compress data`, as a person calls it."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from featherbrush.compression.__main__ import main


def _call(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: object
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["featherbrush-compress", *map(str, arguments)])
    try:
        main()
        code = 0
    except SystemExit as stop:
        code = int(stop.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def own_pictures(tmp_path: Path) -> Path:
    """A person's folder of pictures side by side, one of them spoilt."""
    folder = tmp_path / "mine"
    (folder / "train").mkdir(parents=True)
    random = np.random.default_rng(0)
    for n in range(12):
        pixels = random.integers(0, 256, (40, 80, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / "train" / f"{n}.png")
    (folder / "train" / "12.png").write_text("spoilt")
    return folder


def test_check_explains_what_is_wrong_and_ends_with_2(
    own_pictures: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = _call(monkeypatch, capsys, "data", "check", own_pictures)

    assert code == 2
    assert "error: training: 1 files cannot be used: " in out and "12.png" in out
    assert "cannot be used as it is (1 of the findings are errors)" in err
    assert "Traceback" not in out + err


def test_a_mended_folder_passes_and_converts(
    own_pictures: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (own_pictures / "train" / "12.png").unlink()
    out_folder = own_pictures.parent / "set"

    code, out, _ = _call(monkeypatch, capsys, "data", "check", own_pictures)
    assert code == 0 and "error" not in out
    code, out, _ = _call(
        monkeypatch, capsys, "data", "convert", own_pictures, "-o", out_folder, "--size", 32
    )

    assert code == 0 and "for training" in out
    assert (out_folder / "sketches").is_dir() and (out_folder / "set.json").exists()


@pytest.mark.parametrize("name", ["sticker", "planet", "atlas"])
def test_a_wrong_package_file_is_one_line_and_builds_nothing(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    wrong = tmp_path / "wrong.tgz"
    wrong.write_bytes(b"wrong")

    code, _, err = _call(
        monkeypatch, capsys, "data", "build", name, "-o", tmp_path / "set", "--from", wrong
    )

    assert code == 2
    assert err.count("\n") == 1 and "wrong.tgz: not " in err
    assert not (tmp_path / "set").exists()
