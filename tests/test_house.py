"""The rules that hold the house together: who may import whom, and how large anything may be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "featherbrush"
QT = ("PySide6", "PySide2", "PyQt5", "PyQt6", "qtpy", "qtawesome", "shiboken6")
TRAINING = ("torch", "torchvision", "lightning_fabric", "optuna", "efficientnet_lite_pytorch")
FORBIDDEN = {
    "engine": (*QT, *TRAINING, "onnx", "featherbrush.app", "featherbrush.compression"),
    "app": (*TRAINING, "onnx", "featherbrush.compression"),
    "compression": (*QT, "featherbrush.app"),
}
LOWER = ("document", "canvas", "synthesis", "timelapse", "looks", "panels")
"""The rooms of the studio that the windows are made of: none of them imports the windows."""
LONGEST_FILE = 400
LONGEST_FUNCTION = 80


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def _files(*rooms: str) -> list[Path]:
    found = sorted(p for room in rooms or ("",) for p in (PACKAGE / room).rglob("*.py"))
    assert found
    return found


def _imported(path: Path, *, everywhere: bool = True) -> Iterator[tuple[str, int]]:
    """Absolute names of the modules that a file imports, also inside functions if `everywhere`."""
    tree = _tree(path)
    for node in ast.walk(tree) if everywhere else _at_module_level(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(path, node)
            yield base, node.lineno
            # `from featherbrush import app` imports a room, too.
            yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)


def _absolute(path: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = path.relative_to(PACKAGE.parent).parts[: -node.level]
    return ".".join((*package, *([node.module] if node.module else [])))


def _at_module_level(tree: ast.AST) -> Iterator[ast.AST]:
    """Everything that runs when a module is imported: no bodies of functions, no type checking."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from _at_module_level(node)


def _within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize("room", FORBIDDEN)
def test_imports_point_one_way(room: str) -> None:
    wrong = [
        f"{path.relative_to(PACKAGE.parent)}:{line} imports {name}"
        for path in _files(room)
        for name, line in _imported(path)
        if _within(name, FORBIDDEN[room])
    ]

    assert not wrong, wrong


@pytest.mark.parametrize("room", LOWER)
def test_no_room_of_the_studio_looks_up_to_the_windows(room: str) -> None:
    wrong = [
        f"{path.relative_to(PACKAGE.parent)}:{line} imports {name}"
        for path in _files(f"app/{room}")
        for name, line in _imported(path)
        if _within(name, ("featherbrush.app.windows",))
    ]

    assert not wrong, wrong


def test_headless_commands_load_no_window_system() -> None:
    rooms = tuple(f"featherbrush.app.{room}" for room in (*LOWER, "windows"))
    wrong = [
        f"{path.relative_to(PACKAGE.parent)}:{line} imports {name} at module level"
        for path in (*_files("app/commands"), PACKAGE / "app" / "__main__.py")
        for name, line in _imported(path, everywhere=False)
        if _within(name, (*QT, *rooms))
    ]

    assert not wrong, wrong


def test_no_file_is_too_long() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in _files()}

    assert not {str(path): n for path, n in lengths.items() if n >= LONGEST_FILE}


def test_no_function_is_too_long() -> None:
    long = [
        f"{path.relative_to(PACKAGE.parent)}:{node.lineno} {node.name}"
        for path in _files()
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 >= LONGEST_FUNCTION
    ]

    assert not long, long


def test_every_public_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(PACKAGE.parent))
        for path in _files()
        if (path.name.startswith("__") or not path.name.startswith("_"))
        and not ast.get_docstring(_tree(path))
    ]

    assert not silent, silent


def test_this_very_test_sees_imports_wherever_they_are(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(
        "import os, torch.nn\n"
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    from PySide6 import QtCore\n"
        "try:\n    import onnx\nexcept ImportError:\n    pass\n"
        "def later():\n    from featherbrush import app\n"
    )

    everything = {name for name, _ in _imported(path)}
    on_import = {name for name, _ in _imported(path, everywhere=False)}

    assert {"os", "torch.nn", "PySide6.QtCore", "onnx", "featherbrush.app"} <= everything
    assert {"torch.nn", "onnx"} <= on_import
    assert not on_import & {"PySide6", "PySide6.QtCore", "featherbrush.app"}
