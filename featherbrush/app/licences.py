"""What the application is made of: every installed package with its licence and its texts."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from featherbrush.engine.errors import FeatherbrushError
from featherbrush.engine.resources import assets_dir

OURS = "featherbrush"
SHORT = 60
"""Longest licence name; some packages put the whole text where the name belongs."""

_LICENCE = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
_SOURCE = {".py", ".pyc", ".pyi"}
_QT = ("pyside6", "shiboken6")


@dataclass(frozen=True)
class Component:
    """A package: name, version (empty when unknown), its licence's name, and files with texts."""

    name: str
    version: str
    licence: str
    files: tuple[Path, ...]

    def read(self) -> str:
        """Return the texts of the licence, one after the other; unreadable files are left out."""
        return "\n\n".join(filter(None, map(_read, self.files)))


def components() -> tuple[Component, ...]:
    """Return the application and everything that it brings along, by name."""
    unpacked = getattr(sys, "_MEIPASS", None)
    if unpacked:
        return _bundled(Path(unpacked))
    found = closure(OURS)
    return tuple(_component(name, found[name]) for name in sorted(found))


def closure(package: str) -> dict[str, Distribution]:
    """Return a package and all that it needs (extras left out), by lower-case name."""
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


def licence_texts(found: Distribution) -> tuple[Path, ...]:
    """Return the files of a package that hold its licence."""
    paths = (Path(str(found.locate_file(file))) for file in found.files or ())
    return tuple(
        path
        for path in paths
        if _LICENCE.search(path.name) and path.suffix not in _SOURCE and path.is_file()
    )


def qt_texts() -> tuple[Path, ...]:
    """Return the LGPL and the GPL that it builds upon: the wheels of Qt carry no texts."""
    try:
        return tuple(sorted((assets_dir() / "licences").glob("*GPL*.txt"), reverse=True))
    except FeatherbrushError:
        return ()


def _component(name: str, found: Distribution) -> Component:
    files = licence_texts(found) or (qt_texts() if name.startswith(_QT) else ())
    shown = str(found.metadata["Name"] or name)
    return Component(shown, found.version, _licence_name(found), files)


def _licence_name(found: Distribution) -> str:
    known = found.metadata.json
    given = str(known.get("license_expression") or known.get("license") or "")
    if given and len(given) <= SHORT and "\n" not in given:
        return given
    classified = (str(line) for line in known.get("classifier") or ())
    names = [line.rsplit(" :: ", 1)[-1] for line in classified if line.startswith("License ::")]
    return ", ".join(names)


def _bundled(folder: Path) -> tuple[Component, ...]:
    """A bundle has no package metadata; it has one folder of texts for each package."""
    own = Component("Featherbrush", "", "Apache-2.0", (folder / "LICENSE", folder / "NOTICE"))
    packages = (place for place in sorted((folder / "licences").glob("*")) if place.is_dir())
    others = (
        Component(place.name, "", "", tuple(file for file in sorted(place.iterdir())))
        for place in packages
        if place.name != OURS
    )
    return (own, *others)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _name(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0].lower()
