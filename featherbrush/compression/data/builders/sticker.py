"""The set `sticker`: sketches and glossy 3D stickers, from Microsoft's Fluent Emoji (MIT)."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from featherbrush.compression.data.builders import folder as folders
from featherbrush.compression.data.builders.packages import Package, obtain
from featherbrush.compression.data.sketching import NEAT, draw_sketch, on_white
from featherbrush.compression.data.store import DataError
from featherbrush.compression.evaluation.progress import shown

PACKAGE = Package(
    client="npm",
    name="@lobehub/fluent-emoji-3d",
    version="1.1.0",
    file="lobehub-fluent-emoji-3d-1.1.0.tgz",
    sha256="c1bb7eee7de090205a232518a9ab4adb3df458bfbe8a1f78232991194c8b2e58",
)
SIDE = 256
SKETCHES = 6
TONES = frozenset(("1f3fb", "1f3fc", "1f3fd", "1f3fe", "1f3ff"))
STYLED_AS_PICTURE = "fe0f"
LARGEST_FILE = 1 << 20


def build(
    target: Path,
    *,
    given: Path | None = None,
    shelf: Path,
    limit: int | None = None,
    package: Package = PACKAGE,
) -> dict[str, Any]:
    """Build the set.

    The folder gets images/NAME.webp (RGB on white), rgba/NAME.webp (as published), sketches/NAME_K.png
    (one neat drawing, K = 0, and five by random hands), meta.jsonl and set.json.

    Args:
        target: the folder; must be empty or absent.
        given: the package file, when it is already here.
        shelf: where a downloaded package file is kept.
        limit: only the first so many pictures.
        package: the release to read.
    Returns:
        The content of set.json.
    Raises:
        DataError: no or a wrong package file, or `target` has other files.
    """
    file = obtain(package, shelf=shelf, given=given)
    plan = {"builder": "sticker 1", "sha256": package.sha256, "limit": limit}
    return folders.build(target, plan=plan, fill=lambda part: _fill(part, file, limit=limit))


def base_names(names: Iterable[str]) -> dict[str, str]:
    """Which names belong together: the base of a name is the variant without a skin tone.

    A few toneless names carry a variation selector (fe0f) that their variants lack; it does not part them.
    """
    names = sorted(names)
    plain = {_key(name): name for name in names if not TONES & set(name.split("-"))}
    return {name: plain.get(_key(name), _key(name)) for name in names}


def is_held_out(base: str) -> bool:
    """Whether all variants of a base name are kept for evaluation: SHA-1 (32 bits) modulo 10 is 7."""
    return int(hashlib.sha1(base.encode()).hexdigest()[:8], 16) % 10 == 7


def _key(name: str) -> str:
    drop = {*TONES, STYLED_AS_PICTURE}
    return "-".join(code for code in name.split("-") if code not in drop)


def _fill(part: Path, package: Path, *, limit: int | None) -> dict[str, Any]:
    cv2.setNumThreads(1)
    sources = _sources(package)
    bases = base_names(sources)
    names = sorted(sources)[:limit]
    for name in shown(names, "Drawing sketches"):
        _write(part, name, sources[name])
    rows = [_row(name, bases[name]) for name in names]
    folders.write_lines(part / "meta.jsonl", rows)
    held_out = sum(row["held_out"] for row in rows)
    return {
        "name": "sticker",
        "kind": "paired",
        "input": "sketches",
        "output": "images",
        "sketches_per_image": SKETCHES,
        "size": [SIDE, SIDE],
        "training": len(rows) - held_out,
        "held_out": held_out,
        "source": f"npm package {PACKAGE.name} {PACKAGE.version}",
        "author": "Microsoft (Fluent Emoji), packaged by LobeHub",
        "licence": "MIT",
    }


def _sources(package: Path) -> dict[str, bytes]:
    """The pictures of the package by name; their sizes are bounded before they are read."""
    found = {}
    with tarfile.open(package, "r:gz") as archive:
        for member in archive:
            path = Path(member.name)
            if path.suffix == ".webp" and member.isfile() and member.size <= LARGEST_FILE:
                file = archive.extractfile(member)
                found[path.stem] = file.read() if file else b""
    if not found:
        raise DataError(f"{package}: has no pictures (assets/*.webp)")
    return found


def _write(part: Path, name: str, source: bytes) -> None:
    """All files of one picture; the picture itself comes last and says that they are complete."""
    done = part / "images" / f"{name}.webp"
    if done.exists():
        return
    rgba = _square(Image.open(io.BytesIO(source)))
    folders.write_bytes(part / "rgba" / f"{name}.webp", source)
    random = np.random.default_rng(int(hashlib.sha1(name.encode()).hexdigest()[:8], 16))
    for k in range(SKETCHES):
        sketch = draw_sketch(rgba, random, NEAT if k == 0 else None)
        folders.write_picture(part / "sketches" / f"{name}_{k}.png", sketch, compress_level=4)
    folders.write_picture(done, on_white(rgba), quality=95)


def _square(image: Image.Image) -> NDArray[np.uint8]:
    """RGBA [256, 256, 4]: a picture of another shape is fitted in, centred."""
    rgba = image.convert("RGBA")
    if rgba.size == (SIDE, SIDE):
        return np.asarray(rgba, np.uint8)
    scale = SIDE / max(rgba.size)
    size = (round(rgba.width * scale), round(rgba.height * scale))
    paper = Image.new("RGBA", (SIDE, SIDE), (255, 255, 255, 0))
    paper.paste(
        rgba.resize(size, Image.Resampling.LANCZOS),
        ((SIDE - size[0]) // 2, (SIDE - size[1]) // 2),
    )
    return np.asarray(paper, np.uint8)


def _row(name: str, base: str) -> dict[str, Any]:
    tones = [code for code in name.split("-") if code in TONES]
    flag = all(0x1F1E6 <= int(code, 16) <= 0x1F1FF for code in name.split("-"))
    return {
        "name": name,
        "base": base,
        "tones": tones,
        "flag": flag,
        "held_out": is_held_out(base),
    }
