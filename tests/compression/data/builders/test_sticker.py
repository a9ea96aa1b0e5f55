"""The sticker set: pairs of sketch and picture, with all tones of a sticker on one side."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from featherbrush.compression.data.builders import sticker
from featherbrush.compression.data.builders.packages import Package
from featherbrush.compression.data.opening import open_store
from featherbrush.compression.data.store import DataError, SketchStore


def _picture(color: tuple[int, int, int], size: tuple[int, int] = (256, 256)) -> bytes:
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((30, 30, 220, 200), fill=(*color, 255))
    file = io.BytesIO()
    image.save(file, "webp", lossless=True)
    return file.getvalue()


def _archive(path: Path, pictures: dict[str, bytes]) -> Package:
    with tarfile.open(path, "w:gz") as archive:
        for name, data in pictures.items():
            member = tarfile.TarInfo(f"package/assets/{name}.webp")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return replace(sticker.PACKAGE, file=path.name, sha256=digest)


@pytest.fixture
def package(tmp_path: Path) -> Package:
    """A package of three stickers, one of them higher than wide."""
    pictures = {
        "1f44b": _picture((250, 200, 60)),
        "1f44b-1f3ff": _picture((90, 60, 40)),
        "2b50": _picture((250, 220, 0), (256, 264)),
    }
    return _archive(tmp_path / "stickers.tgz", pictures)


def test_each_picture_gets_sketches_on_white_paper(package: Package, tmp_path: Path) -> None:
    out = tmp_path / "set"

    about = sticker.build(out, given=tmp_path, shelf=tmp_path, package=package)

    assert about["training"] + about["held_out"] == 3
    assert len(list((out / "sketches").iterdir())) == 3 * sticker.SKETCHES
    for path in (out / "images").iterdir():
        picture = np.asarray(Image.open(path))
        assert picture.shape == (256, 256, 3)
        assert (picture[:8, :8] > 250).all()
        sketch = np.asarray(Image.open(out / "sketches" / f"{path.stem}_0.png"))
        assert sketch.shape == (256, 256)
        assert 0.002 < (sketch < 128).mean() < 0.1


def test_the_set_opens_as_trainings_open_it(package: Package, tmp_path: Path) -> None:
    out = tmp_path / "set"
    sticker.build(out, given=tmp_path, shelf=tmp_path, package=package)
    sides = {json.loads(line)["held_out"] for line in (out / "meta.jsonl").read_text().splitlines()}

    stores = [open_store(out, tmp_path / "cache", held_out=side) for side in sides]

    assert all(isinstance(store, SketchStore) for store in stores)
    assert sum(map(len, stores)) == 3


def test_the_same_package_gives_the_same_files(package: Package, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for out in (first, second):
        sticker.build(out, given=tmp_path, shelf=tmp_path, package=package, limit=1)

    files = [p.relative_to(first) for p in first.rglob("*") if p.is_file()]
    assert all((first / f).read_bytes() == (second / f).read_bytes() for f in files)


def test_a_base_name_is_the_variant_without_a_tone() -> None:
    names = ["1f575-fe0f", "1f575-1f3fb", "1f9d1-1f3fb-200d-1f91d-200d-1f9d1-1f3ff"]
    bases = sticker.base_names([*names, "1f9d1-200d-1f91d-200d-1f9d1", "2b50"])

    assert bases["1f575-1f3fb"] == bases["1f575-fe0f"] == "1f575-fe0f"
    assert bases[names[2]] == "1f9d1-200d-1f91d-200d-1f9d1"
    assert bases["2b50"] == "2b50"


def test_about_one_base_in_ten_is_held_out() -> None:
    share = np.mean([sticker.is_held_out(f"{n:x}") for n in range(0x1F300, 0x1F700)])

    assert 0.07 < share < 0.13
    # The rule itself: the first eight hexadecimal digits, modulo ten.
    digits = hashlib.sha1(b"1f600").hexdigest()[:8]
    assert sticker.is_held_out("1f600") == (int(digits, 16) % 10 == 7)


def test_a_package_without_pictures_is_refused(tmp_path: Path) -> None:
    package = _archive(tmp_path / "empty.tgz", {})

    with pytest.raises(DataError, match="has no pictures"):
        sticker.build(tmp_path / "set", given=tmp_path, shelf=tmp_path, package=package)
    assert not (tmp_path / "set").exists()
