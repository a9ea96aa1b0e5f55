"""Files written whole, however large: a reader sees the old file or the new one, never half of either."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

Write = Callable[[BinaryIO], object]


def write_whole(path: Path, write: Write, *, partial: Path) -> None:
    """Let `write` fill a file, flush it to the disk and rename it into place.

    The engine's own writer takes bytes in memory; decoded data sets are too large to be held twice.

    Args:
        path: the file to be; its folder exists.
        write: gets the open file.
        partial: the file meanwhile, in the folder of `path`; gone afterwards, whatever happened.
    Raises:
        OSError: the file cannot be written; `path` is then as it was.
    """
    try:
        with partial.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
