"""Files that are dropped on the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData


def dropped_file(data: QMimeData, *, endings: tuple[str, ...]) -> Path | None:
    """Return the one local file that is being dropped, None for anything else.

    ``endings`` are lower-case suffixes with their dot.
    """
    urls = data.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in endings else None
