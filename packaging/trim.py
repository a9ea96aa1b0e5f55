"""Leaves out of a bundle what PyInstaller collects and the studio never loads (Linux).

Only code that nothing reaches is dropped: Qt plugins are chosen by name, and a shared library
stays exactly when a kept extension module or plugin links to it, directly or through others.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

Entry = tuple[str, str, str]
"""PyInstaller's (name in the bundle, file on this machine, type code)."""

Imports = Callable[[str], Iterable[tuple[str, str | None]]]
"""PyInstaller's get_imports: (name, file) of each library that a file links to."""

_PLUGINS = {
    "imageformats": ("libqico.so",),
    "platforminputcontexts": (
        "libcomposeplatforminputcontextplugin.so",
        "libibusplatforminputcontextplugin.so",
    ),
    # Windows of X11 and Wayland, and those that nobody sees, for tests and pictures of windows.
    "platforms": ("libqminimal.so", "libqoffscreen.so", "libqwayland.so", "libqxcb.so"),
    "platformthemes": ("libqxdgdesktopportal.so",),
    "wayland-decoration-client": ("libadwaita.so", "libbradient.so"),
    "wayland-shell-integration": ("libxdg-shell.so",),
}
"""Qt's plugins that the studio can use. It draws with the processor: no OpenGL integration."""

_NEVER = ("libonnxruntime.so",)
"""onnxruntime's wheel carries its runtime twice; Python's module has it linked in."""


def trim(entries: Iterable[Entry], imports: Imports) -> list[Entry]:
    """Return the binaries that the bundle needs, and all symbolic links."""
    kept = [entry for entry in entries if _wanted(entry)]
    needed = _reachable([file for name, file, kind in kept if _is_root(name, kind)], imports)
    return [
        (name, file, kind)
        for name, file, kind in kept
        if kind == "SYMLINK" or _is_root(name, kind) or os.path.realpath(file) in needed
    ]


def without_dangling(entries: Iterable[Entry], *, beside: Iterable[Entry] = ()) -> list[Entry]:
    """Return the entries without symbolic links to what is neither among them nor `beside`."""
    entries = list(entries)
    names = {os.path.normpath(name) for name, _, kind in (*entries, *beside) if kind != "SYMLINK"}
    return [entry for entry in entries if entry[2] != "SYMLINK" or _target(entry) in names]


def stripped(entries: Iterable[Entry], *, prefix: str, folder: Path) -> list[Entry]:
    """Return the entries, with those named `prefix`... replaced by copies without debug symbols.

    Not for the libraries of wheels: those were patched after linking, and `strip` breaks some.
    """
    return [
        (name, _strip(file, folder), kind)
        if name.startswith(prefix) and kind == "BINARY"
        else (name, file, kind)
        for name, file, kind in entries
    ]


def _strip(file: str, folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / os.path.basename(file)
    subprocess.run(["strip", "--strip-unneeded", "-o", copy, file], check=True)
    return str(copy)


def _wanted(entry: Entry) -> bool:
    path = Path(entry[0])
    if path.name.startswith(_NEVER):
        return False
    return "plugins" not in path.parts or path.name in _PLUGINS.get(path.parent.name, ())


def _is_root(name: str, kind: str) -> bool:
    """Whether something loads it by its name: modules, plugins, what onnxruntime opens, Python."""
    file = os.path.basename(name)
    return (
        kind == "EXTENSION"
        or "plugins" in Path(name).parts
        or file.startswith(("libpython", "libonnxruntime_providers"))
    )


def _reachable(roots: Iterable[str], imports: Imports) -> set[str]:
    """The real paths of everything that the roots link to."""
    found: set[str] = set()
    waiting = [os.path.realpath(root) for root in roots]
    while waiting:
        file = waiting.pop()
        if file in found:
            continue
        found.add(file)
        waiting.extend(os.path.realpath(path) for _, path in imports(file) if path)
    return found


def _target(link: Entry) -> str:
    """Where a symbolic link of the bundle points to, as a name in the bundle."""
    return os.path.normpath(os.path.join(os.path.dirname(link[0]), link[1]))
