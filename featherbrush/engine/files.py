"""Writes files whole: a reader sees the old file or the new one, never half of either."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from featherbrush.engine.errors import FeatherbrushError


def check_writable(path: Path, *, error: type[FeatherbrushError]) -> None:
    """Raise `error` with one line when `path` cannot be written; touches nothing.

    Call it before expensive work whose result goes there.
    """
    # os.path and not Path: its tests raise where a folder may not be looked into.
    if os.path.isdir(path):
        raise error(f"{path}: is a folder; give the name of a file in it")
    if os.path.exists(path) and not os.path.isfile(path):
        raise error(f"{path}: is not a regular file")
    folder = os.path.dirname(os.path.realpath(path))
    if not os.path.isdir(folder):
        raise error(f"{path}: cannot be written, there is no folder {folder}")
    if not os.access(folder, os.W_OK):
        raise error(f"{path}: cannot be written, the folder {folder} is read-only")
    # Replacing a file needs no permission on the file itself, but the user's protection counts;
    # the mode is looked at as well because access() allows an administrator everything.
    if os.path.exists(path) and not (os.access(path, os.W_OK) and path.stat().st_mode & 0o222):
        raise error(f"{path}: cannot be written, it is read-only")


def same_file(one: Path, other: Path) -> bool:
    """Whether two names lead to the same file; false where one of them leads to none."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


def write_whole(path: Path, data: bytes, *, error: type[FeatherbrushError]) -> None:
    """Put `data` into `path` through a temporary file beside it, flushed and renamed into place.

    Follows a symbolic link, keeps the mode of an existing file. Raises `error` with one line; the
    old file is then as it was and no partial file is left.
    """
    check_writable(path, error=error)
    try:
        _replace(Path(os.path.realpath(path)), data)
    except OSError as problem:
        raise error(f"{path}: cannot be written: {problem.strerror or problem}") from problem


def _replace(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(
        prefix=f".{target.name[:40]}.", suffix=".part", dir=target.parent
    )
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, _mode(target))
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """The mode of the file that is replaced, or what a new file would get."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
