"""Collects the licence texts of the packages that a bundle carries."""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

_LICENCE = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
_OURS = Path(__file__).resolve().parent / "licences"
_SOURCE = {".py", ".pyc", ".pyi"}


def licence_files(package: str) -> list[tuple[str, str]]:
    """Return (file, folder in the bundle) for `package`, all that it needs, Python and Qt."""
    files = [
        (str(file), f"licences/{name}")
        for name, found in sorted(_closure(package).items())
        for file in _texts(found)
    ]
    # The wheels of Qt carry no texts: the LGPL, and the GPL that it builds upon, lie here.
    files += [(str(file), "licences/qt") for file in sorted(_OURS.glob("*.txt"))]
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    places = (f"{sys.base_prefix}/lib/{version}", sys.base_prefix, f"/usr/share/doc/{version}")
    found_texts = (Path(place) / name for place in places for name in ("LICENSE.txt", "copyright"))
    return files + [(str(file), "licences/python") for file in found_texts if file.is_file()]


def _closure(package: str) -> dict[str, Distribution]:
    found: dict[str, Distribution] = {}
    waiting = [package]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:  # of another system or Python version
            continue
        waiting.extend(_name(line) for line in found[name].requires or () if "extra ==" not in line)
    return found


def _name(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0].lower()


def _texts(found: Distribution) -> list[Path]:
    paths = [Path(str(found.locate_file(file))) for file in found.files or ()]
    return [
        path
        for path in paths
        if _LICENCE.search(path.name) and path.suffix not in _SOURCE and path.is_file()
    ]
