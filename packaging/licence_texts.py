"""Collects the licence texts of the packages and system libraries that a bundle carries."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from pathlib import Path

from featherbrush.app.licences import closure, licence_texts, qt_texts

DOCUMENTS = Path("/usr/share/doc")


def licence_files(package: str) -> list[tuple[str, str]]:
    """Return (file, folder in the bundle) for `package`, all that it needs, Python and Qt.

    PyInstaller is among them: its bootloader starts the bundle.
    """
    packages = {**closure(package), "pyinstaller": distribution("pyinstaller")}
    files = [
        (str(file), f"licences/{name}")
        for name, found in sorted(packages.items())
        for file in licence_texts(found) or _metadata(found)
    ]
    files += [(str(file), "licences/qt") for file in qt_texts()]
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    places = (f"{sys.base_prefix}/lib/{version}", sys.base_prefix, f"/usr/share/doc/{version}")
    found_texts = (Path(place) / name for place in places for name in ("LICENSE.txt", "copyright"))
    return files + [(str(file), "licences/python") for file in found_texts if file.is_file()]


def system_licence_files(binaries: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return entries of PyInstaller for the system's libraries: Debian's texts, by package.

    binaries: PyInstaller's entries (name in the bundle, file, kind). Empty where no dpkg is.
    """
    dpkg = shutil.which("dpkg-query")
    if dpkg is None:
        return []
    files = sorted({str(Path(source).resolve()) for _, source, _ in binaries})
    # /lib is a link to /usr/lib, and dpkg knows a file by whichever its package named.
    asked = [*files, *(file.removeprefix("/usr") for file in files if file.startswith("/usr/lib"))]
    told = subprocess.run([dpkg, "-S", *asked], capture_output=True, text=True, check=False)
    packages = {line.split(":", 1)[0] for line in told.stdout.splitlines()}
    texts = ((name, DOCUMENTS / name / "copyright") for name in sorted(packages))
    return [
        (f"licences/{name}/copyright", str(text), "DATA") for name, text in texts if text.is_file()
    ]


def _metadata(found: Distribution) -> tuple[Path, ...]:
    """A package that carries no text names its licence here at least."""
    path = Path(str(found.locate_file(f"{found.name}-{found.version}.dist-info/METADATA")))
    return (path,) if path.is_file() else ()
