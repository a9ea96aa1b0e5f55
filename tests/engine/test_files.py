"""Pictures and files: whole or not at all, and the old file kept when writing fails."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from featherbrush.engine.errors import PictureError
from featherbrush.engine.files import check_writable, write_whole
from featherbrush.engine.pictures import read_picture, write_picture

PICTURE = np.random.default_rng(0).integers(0, 255, (16, 24, 3), np.uint8)


def _only(folder: Path, *names: str) -> bool:
    return sorted(path.name for path in folder.iterdir()) == sorted(names)


@pytest.mark.parametrize("name", ["a.png", "b.PNG"])
def test_a_png_keeps_every_pixel(tmp_path: Path, name: str) -> None:
    write_picture(tmp_path / name, PICTURE)
    assert np.array_equal(read_picture(tmp_path / name), PICTURE)


@pytest.mark.parametrize("name", ["a.jpg", "a.jpeg", "a.webp"])
def test_other_formats_go_by_the_suffix(tmp_path: Path, name: str) -> None:
    write_picture(tmp_path / name, PICTURE)
    assert read_picture(tmp_path / name).shape == PICTURE.shape


@pytest.mark.parametrize("name", ["a.txt", "a", "a.onnx", ".png"])
def test_a_suffix_that_is_no_picture_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(PictureError, match="endings"):
        write_picture(tmp_path / name, PICTURE)
    assert _only(tmp_path)


def test_an_array_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="uint8"):
        write_picture(tmp_path / "a.png", PICTURE / 255)


def test_a_written_file_replaces_the_old_one_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_whole(path, b"new", error=PictureError)
    assert path.read_bytes() == b"new"
    assert _only(tmp_path, "a.bin")
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.bin").write_bytes(b"old")
    (tmp_path / "link.bin").symlink_to(tmp_path / "real.bin")
    write_whole(tmp_path / "link.bin", b"new", error=PictureError)
    assert (tmp_path / "link.bin").is_symlink()
    assert (tmp_path / "real.bin").read_bytes() == b"new"


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_write_that_fails_keeps_the_old_file_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")

    def disk_full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, failing, disk_full)
    with pytest.raises(PictureError, match=r"a\.bin: cannot be written: No space left"):
        write_whole(path, b"new", error=PictureError)
    assert path.read_bytes() == b"old"
    assert _only(tmp_path, "a.bin")


def test_an_interrupted_write_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "a.bin", b"new", error=PictureError)
    assert _only(tmp_path)


def test_targets_that_cannot_be_written_are_known_before_the_work(tmp_path: Path) -> None:
    protected = tmp_path / "protected.png"
    protected.write_bytes(b"old")
    protected.chmod(0o444)
    for path, told in [
        (tmp_path / "none" / "a.png", "no folder"),
        (tmp_path, "is a folder"),
        (protected / "a.png", "no folder"),
        (protected, "read-only"),
    ]:
        with pytest.raises(PictureError, match=told):
            check_writable(path, error=PictureError)
        with pytest.raises(PictureError, match=told):
            write_whole(path, b"new", error=PictureError)
    assert protected.read_bytes() == b"old"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs an ordinary user")
def test_a_read_only_folder_is_known_before_the_work(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(PictureError, match="read-only"):
            check_writable(tmp_path / "a.png", error=PictureError)
    finally:
        tmp_path.chmod(0o755)


def test_a_picture_is_turned_upright_and_laid_on_white(tmp_path: Path) -> None:
    turned = Image.new("RGB", (10, 20), "red")
    exif = turned.getexif()
    exif[0x0112] = 6
    turned.save(tmp_path / "turned.jpg", exif=exif)
    assert read_picture(tmp_path / "turned.jpg").shape == (10, 20, 3)
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(tmp_path / "clear.png")
    assert read_picture(tmp_path / "clear.png")[0, 0].tolist() == [255, 255, 255]


UPRIGHT = np.random.default_rng(1).integers(0, 255, (8, 16, 3), np.uint8)
STORED = {
    1: UPRIGHT,
    2: UPRIGHT[:, ::-1],
    3: UPRIGHT[::-1, ::-1],
    4: UPRIGHT[::-1],
    5: UPRIGHT.transpose(1, 0, 2),
    6: UPRIGHT.transpose(1, 0, 2)[::-1],
    7: UPRIGHT.transpose(1, 0, 2)[::-1, ::-1],
    8: UPRIGHT.transpose(1, 0, 2)[:, ::-1],
}
"""What a camera stores of UPRIGHT, by the orientation that it writes beside it."""


@pytest.mark.parametrize("orientation", STORED)
def test_a_picture_of_any_orientation_is_turned_upright(tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = np.ascontiguousarray(STORED[orientation])
    Image.fromarray(stored).save(tmp_path / "turned.png", exif=exif)
    assert np.array_equal(read_picture(tmp_path / "turned.png"), UPRIGHT)


@pytest.mark.parametrize("name", ["bad.png", "bad.webp"])
def test_a_picture_with_damaged_exif_is_read_as_it_is(tmp_path: Path, name: str) -> None:
    Image.fromarray(PICTURE).save(tmp_path / name, exif=b"garbage!!", lossless=True)
    assert np.array_equal(read_picture(tmp_path / name), PICTURE)


def test_a_picture_is_turned_although_other_exif_data_are_damaged(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x011A] = 6, 72.0  # orientation, resolution
    sound = exif.tobytes()
    data = sound.replace(b"\x01\x1a\x00\x05", b"\x01\x01\x00\x05")  # a fraction as the height
    assert data != sound
    Image.fromarray(np.ascontiguousarray(STORED[6])).save(tmp_path / "bad.png", exif=data)
    assert np.array_equal(read_picture(tmp_path / "bad.png"), UPRIGHT)


def test_a_picture_whose_colours_cannot_be_converted_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Image.new("LAB", (8, 8)).save(tmp_path / "print.tif")

    def no_profile(*_: object) -> None:
        raise ValueError("the profile\ncannot be used")

    monkeypatch.setattr("PIL.ImageCms.createProfile", no_profile)
    with pytest.raises(PictureError, match=r"print\.tif: the image cannot be read: the profile"):
        read_picture(tmp_path / "print.tif")


def test_a_deep_grey_picture_is_read(tmp_path: Path) -> None:
    Image.fromarray(np.full((4, 4), 65535, np.uint16)).save(tmp_path / "deep.png")
    assert read_picture(tmp_path / "deep.png")[0, 0].tolist() == [255, 255, 255]
    Image.fromarray(np.full((4, 4), 32768, np.uint16)).save(tmp_path / "deep.png")
    assert read_picture(tmp_path / "deep.png")[0, 0].tolist() == [128, 128, 128]
