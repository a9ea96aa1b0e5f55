"""Pictures in a folder, and how pictures and their partners are matched by name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from featherbrush.compression.data.layouts.description import Sample, Side

SUFFIXES = frozenset((".png", ".webp", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff"))


def pictures(folder: Path, *, ending: str = "", below: bool = False) -> list[Path]:
    """Picture files of a folder, sorted by name.

    Args:
        folder: may be missing: it has no pictures then.
        ending: what the name without its suffix ends in.
        below: also those in its subfolders.
    """
    if not folder.is_dir():
        return []
    found = folder.rglob("*") if below else (folder / name for name in os.listdir(folder))
    return sorted(
        path
        for path in found
        if path.suffix.lower() in SUFFIXES
        and path.stem.endswith(ending)
        and not path.name.startswith(".")
    )


def matched(
    found: Iterable[Path], partners: Iterable[Path], *, key: Callable[[Path], str] | None = None
) -> Side:
    """Pictures with the partners of the same key (their names, by default)."""
    key = key or (lambda path: path.stem)
    by_key = {key(path): path for path in partners}
    samples = []
    for path in found:
        partner = by_key.pop(key(path), None)
        samples.append(Sample(key(path), path, (partner,) if partner else ()))
    return Side(tuple(samples), orphans=tuple(by_key[name] for name in sorted(by_key)))
