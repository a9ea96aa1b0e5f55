"""Finds the texts that people see in Python sources: those to translate, those left unwrapped."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

MARKS = ("tr", "mark", "in_language")
TABLES = {"ActionSpec": (("text", 0), ("tip", 2))}
"""Tables whose entries are translated when shown: call, and the arguments that are texts."""

SHOWN = frozenset(
    """
    setText setToolTip setWindowTitle setAccessibleName setAccessibleDescription
    setStatusTip setPlaceholderText setInformativeText setDetailedText setTitle setLabelText
    setWhatsThis setPrefix setSuffix setSpecialValueText setHeaderLabels
    setHorizontalHeaderLabels addAction addMenu addTab addRow addItem addButton setTabText
    setItemText showMessage tell notice error question information warning critical
    getOpenFileName getOpenFileNames getSaveFileName getExistingDirectory begin_stroke
    QLabel QPushButton QCheckBox QRadioButton QGroupBox QAction QMenu QDockWidget
    QProgressDialog QTreeWidgetItem QListWidgetItem QCommandLinkButton emit
    """.split()  # noqa: SIM905
)
"""Calls whose literal arguments end on the screen."""

NAMES = frozenset(("tip", "hint", "words", "title", "message", "label", "heading"))
"""Variables that hold what a call in `SHOWN` gets."""

BUILT_IN = frozenset(("ValueError", "TypeError", "KeyError", "RuntimeError", "OSError"))
"""Errors that no person sees."""

PHRASING = frozenset(("unknown_ids",))
"""Functions whose answers are parts of such messages."""

UNITS = frozenset((" px", " ms", " %", " fps", " MB"))
"""Signs that are the same in every language."""

_TAG = re.compile(r"<[^>]*>|&\w+;")
_WORD = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, order=True)
class Finding:
    """A text, and the line of its source file that it stands in."""

    text: str
    line: int


def texts(tree: ast.Module) -> Iterator[Finding]:
    """Yield every literal text that is marked for translation."""
    for call in _calls(tree):
        name = _name(call)
        if name in MARKS:
            place = 1 if name == "in_language" else 0
            yield from _literals(call.args[place : place + 1])
        elif name in TABLES:
            yield from _literals(_table_texts(call, TABLES[name]))


def complaints(tree: ast.AST) -> Iterator[Finding]:
    """Yield the words of every error of ours that is raised or phrased, {names} where values stand."""
    for node in ast.walk(tree):
        made = _made(node)
        if made is not None:
            yield from _phrases(made.args[0])
        elif isinstance(node, ast.FunctionDef) and node.name in PHRASING:
            for inner in ast.walk(node):
                if isinstance(inner, ast.Return) and inner.value is not None:
                    yield from _phrases(inner.value)


def unwrapped(tree: ast.Module) -> Iterator[Finding]:
    """Yield the words that calls in `SHOWN` get without `tr`."""
    for call in _calls(tree):
        if _name(call) not in SHOWN:
            continue
        for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
            for words in _bare(argument):
                if words not in UNITS and _WORD.search(_TAG.sub("", words)):
                    yield Finding(words, call.lineno)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and _named(node) in NAMES:
            for words in _bare(node.value):
                # One word may be a key of a table; several are a sentence.
                if " " in words and _WORD.search(_TAG.sub("", words)):
                    yield Finding(words, node.lineno)


def too_early(tree: ast.Module) -> Iterator[Finding]:
    """Yield calls of `tr` that run on import, when no language has been chosen yet."""
    for node in _on_import(tree):
        if isinstance(node, ast.Call) and _name(node) == "tr":
            yield Finding(ast.unparse(node), node.lineno)


def placeholders(text: str) -> frozenset[str]:
    """Return the {names} that a text leaves to be filled in."""
    return frozenset(re.findall(r"\{([^{}]*)\}", text))


def _made(node: ast.AST) -> ast.Call | None:
    """Return the call that makes an error of ours to raise it, or to let the caller do so."""
    call = {ast.Raise: "exc", ast.Return: "value"}.get(type(node))
    made = call and getattr(node, call)
    if not isinstance(made, ast.Call) or not made.args:
        return None
    name = _name(made) or ""
    ours = isinstance(node, ast.Raise) or name.endswith("Error")
    return made if ours and name not in BUILT_IN else None


def _phrases(value: ast.expr) -> Iterator[Finding]:
    for part in _choices(value):
        words = _template(part)
        if _WORD.search(re.sub(r"\{\w+\}", "", words)):
            yield Finding(words, part.lineno)


def _template(value: ast.expr) -> str:
    """Return an f-string or a text as a message with {names}; "" for anything else."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return value.value
    if not isinstance(value, ast.JoinedStr):
        return ""
    written, names = "", set[str]()
    for piece in value.values:
        if isinstance(piece, ast.Constant):
            written += str(piece.value)
        elif isinstance(piece, ast.FormattedValue):
            name = _last_name(piece.value)
            while name in names:
                name += "_"
            names.add(name)
            written += f"{{{name}}}"
    return written


def _last_name(value: ast.expr) -> str:
    """Return what a value may be called: `path` for `self._path`, `reason` for `error.reason or error`."""
    if isinstance(value, ast.Name):
        return value.id.strip("_").lower()
    if isinstance(value, ast.Attribute):
        return value.attr.strip("_")
    found = re.findall(r"[a-z]+", ast.unparse(value))
    return found[-1] if found else "value"


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _named(node: ast.Assign) -> str:
    target = node.targets[0]
    return target.id if isinstance(target, ast.Name) else ""


def _literals(values: list[ast.expr]) -> Iterator[Finding]:
    for value in values:
        for part in _choices(value):
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
                yield Finding(part.value, part.lineno)


def _table_texts(call: ast.Call, places: tuple[tuple[str, int], ...]) -> list[ast.expr]:
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    found = [named[name] for name, _ in places if name in named]
    return found + [call.args[place] for _, place in places if place < len(call.args)]


def _bare(value: ast.expr) -> Iterator[str]:
    """Yield the literal words of an argument that no call wraps."""
    for part in _choices(value):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
        elif isinstance(part, ast.JoinedStr):
            yield " ".join(
                piece.value
                for piece in part.values
                if isinstance(piece, ast.Constant) and isinstance(piece.value, str)
            )
        elif isinstance(part, ast.BinOp):
            yield from _bare(part.left)
            yield from _bare(part.right)


def _choices(value: ast.expr) -> Iterator[ast.expr]:
    """Yield the expression, or both branches of an `if` expression, or the parts of a list."""
    if isinstance(value, ast.IfExp):
        yield from _choices(value.body)
        yield from _choices(value.orelse)
    elif isinstance(value, ast.List | ast.Tuple):
        for element in value.elts:
            yield from _choices(element)
    else:
        yield value


def _on_import(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for early in (*node.decorator_list, *node.args.defaults, *node.args.kw_defaults):
                if early is not None:
                    yield early
                    yield from _on_import(early)
        elif not isinstance(node, ast.Lambda):
            yield node
            yield from _on_import(node)
