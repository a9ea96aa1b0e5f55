"""Collects the licence texts of the packages that a bundle carries."""

from __future__ import annotations

import sys
from pathlib import Path

from featherbrush.app.licences import closure, licence_texts, qt_texts


def licence_files(package: str) -> list[tuple[str, str]]:
    """Return (file, folder in the bundle) for `package`, all that it needs, Python and Qt."""
    files = [
        (str(file), f"licences/{name}")
        for name, found in sorted(closure(package).items())
        for file in licence_texts(found)
    ]
    files += [(str(file), "licences/qt") for file in qt_texts()]
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    places = (f"{sys.base_prefix}/lib/{version}", sys.base_prefix, f"/usr/share/doc/{version}")
    found_texts = (Path(place) / name for place in places for name in ("LICENSE.txt", "copyright"))
    return files + [(str(file), "licences/python") for file in found_texts if file.is_file()]
