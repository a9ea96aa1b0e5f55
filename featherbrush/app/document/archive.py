"""Zip archives from anywhere: read within bounds, written whole.

Nothing is ever extracted: members are looked up by name and read into memory, so that a path in
an archive means nothing to the file system.
"""

from __future__ import annotations

import io
import os
import struct
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from featherbrush.engine.errors import DocumentError

LARGEST_FILE = 256 << 20
LARGEST_MEMBER = 96 << 20
"""Bytes of one member when unpacked: more than the largest PNG of 4096x4096 that we write."""

MOST_MEMBERS = 1000
_LARGEST_DIRECTORY = 256 << 10
_SPEED = 1
_END = struct.Struct("<4s4H2LH")
"""The end record of a zip: signature, disks, numbers of entries, size and place of the list."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive; `packed` says whether it is compressed."""

    name: str
    data: bytes
    packed: bool = True


class Archive:
    """The members of a zip file that has been read into memory, each unpacked when asked for."""

    def __init__(self, data: bytes, *, where: str) -> None:
        """Read the list of members; `where` begins the message of a problem.

        Raises DocumentError for bytes that are no zip, or have a list of members that is too long,
        ambiguous, or encrypted.
        """
        self._where = where
        _check_end(data, where)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
            raise DocumentError(f"{where}: no OpenRaster file (no zip archive)") from problem
        self._members = self._list()

    @classmethod
    def open(cls, path: Path) -> Archive:
        """The archive in a file; DocumentError also when it is missing or too large."""
        return cls(_read(path), where=str(path))

    def __contains__(self, name: str) -> bool:
        """Whether there is a member of exactly this name."""
        return name in self._members

    def read(self, name: str, *, most: int = LARGEST_MEMBER) -> bytes:
        """The bytes of a member; DocumentError when it is missing, damaged, or over `most` bytes."""
        info = self._members.get(name)
        if info is None:
            raise DocumentError(f"{self._where}: damaged, {name!r:.100} is missing")
        if info.file_size > most:
            raise self._too_large(name, most)
        try:
            with self._zip.open(info) as stream:
                data = stream.read(most + 1)
        except Exception as problem:  # zlib, zipfile and struct each raise their own
            raise DocumentError(
                f"{self._where}: damaged, {name!r:.100} cannot be unpacked: {problem}"
            ) from problem
        if len(data) > most:  # the list of members lied about its size
            raise self._too_large(name, most)
        return data

    def _too_large(self, name: str, most: int) -> DocumentError:
        return DocumentError(
            f"{self._where}: refused, {name!r:.100} unpacks to more than {most} bytes"
        )

    def _list(self) -> dict[str, zipfile.ZipInfo]:
        listed = self._zip.infolist()
        if len(listed) > MOST_MEMBERS:
            raise DocumentError(f"{self._where}: refused, it has more than {MOST_MEMBERS} members")
        members = {info.filename: info for info in listed}
        if len(members) != len(listed):
            raise DocumentError(f"{self._where}: refused, it names a member twice")
        if any(info.flag_bits & 1 for info in listed):
            raise DocumentError(f"{self._where}: refused, it is encrypted")
        return members


def pack(members: Iterable[Member]) -> bytes:
    """The bytes of a zip file with these members in this order; the same in, the same out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member in members:
            info = zipfile.ZipInfo(member.name, date_time=(1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED if member.packed else zipfile.ZIP_STORED
            archive.writestr(info, member.data, compresslevel=_SPEED)
    return buffer.getvalue()


def _read(path: Path) -> bytes:
    # os.path and not Path: its tests raise where a folder may not be looked into.
    if not os.path.exists(path):
        raise DocumentError(f"{path}: no such file")
    if not os.path.isfile(path):
        raise DocumentError(f"{path}: not a file")
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as problem:
        raise DocumentError(f"{path}: cannot be read: {problem.strerror or problem}") from problem
    if len(data) > LARGEST_FILE:
        raise DocumentError(f"{path}: refused, it is larger than {LARGEST_FILE >> 20} MB")
    return data


def _check_end(data: bytes, where: str) -> None:
    """Look at the end record by hand: `zipfile` would take in a list of millions of members."""
    place = data.rfind(b"PK\x05\x06")
    if place < 0 or place + _END.size > len(data):
        raise DocumentError(f"{where}: no OpenRaster file (no zip archive, or one cut short)")
    fields = _END.unpack_from(data, place)
    entries, size = fields[4], fields[5]
    wide = data[max(place - 20, 0) : place].startswith(b"PK\x06\x07")
    if wide or entries > MOST_MEMBERS or size > _LARGEST_DIRECTORY:
        raise DocumentError(f"{where}: refused, its list of members is absurdly long")
