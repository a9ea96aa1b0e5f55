"""The rows of a flat QTreeWidget."""

from __future__ import annotations

from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem


def rows(tree: QTreeWidget) -> list[QTreeWidgetItem]:
    """Return the top-level items from top to bottom."""
    items = (tree.topLevelItem(row) for row in range(tree.topLevelItemCount()))
    return [item for item in items if item is not None]


def select_first(tree: QTreeWidget) -> None:
    """Make the first row that can be used the current one."""
    usable = (item for item in rows(tree) if not item.isDisabled())
    first = next(usable, None)
    if first is not None:
        tree.setCurrentItem(first)
