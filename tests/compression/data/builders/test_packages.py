"""Package files come from where they are, or through their client, and only the known ones are read."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest

from featherbrush.compression.data.builders.packages import Package, obtain
from featherbrush.compression.data.store import DataError

CONTENT = b"a package"
PACKAGE = Package("npm", "@someone/pictures", "1.2.3", "pictures-1.2.3.tgz", "")
PACKAGE = replace(PACKAGE, sha256=hashlib.sha256(CONTENT).hexdigest())

# As npm 11 tells them.
UNREACHABLE = """npm error code ECONNREFUSED
npm error syscall connect
npm error errno ECONNREFUSED
npm error FetchError: request to http://127.0.0.1:9/p failed
npm error     at ClientRequest.emit (node:events:524:28)
npm error   type: 'system'
npm error }
npm error
npm error A complete log of this run can be found in: /root/.npm/_logs/debug-0.log
"""
NO_VERSION = """npm error code ETARGET
npm error notarget No matching version found for p@9.9.9.
npm error notarget In most cases you are requesting a package version that doesn't exist.
npm error A complete log of this run can be found in: /root/.npm/_logs/debug-0.log
"""


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Where downloads are kept."""
    return tmp_path / "shelf"


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A client called npm that packs the file `registry`, or tells `told`, and notes each of its calls."""
    if os.name == "nt":
        pytest.skip("needs a shell script as the client")
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "registry").write_bytes(CONTENT)
    script = folder / "npm"
    script.write_text(
        f'#!/bin/sh\necho "$@" >> {folder}/calls\n'
        f"cat {folder}/registry > pictures-1.2.3.tgz 2>/dev/null || {{ cat {folder}/told >&2; exit 1; }}\n"
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


def test_a_given_file_or_its_folder_is_taken_without_a_download(
    tmp_path: Path, shelf: Path
) -> None:
    path = tmp_path / PACKAGE.file
    path.write_bytes(CONTENT)

    assert obtain(PACKAGE, shelf=shelf, given=path) == path
    assert obtain(PACKAGE, shelf=shelf, given=tmp_path) == path
    assert not shelf.exists()


def test_another_file_is_refused_by_name(tmp_path: Path, shelf: Path) -> None:
    path = tmp_path / "other.tgz"
    path.write_bytes(b"something else")

    with pytest.raises(DataError, match=r"other\.tgz: not @someone/pictures 1\.2\.3"):
        obtain(PACKAGE, shelf=shelf, given=path)
    with pytest.raises(DataError, match="no such file"):
        obtain(PACKAGE, shelf=shelf, given=tmp_path / "absent.tgz")


def test_a_download_is_kept_for_the_next_time(client: Path, shelf: Path) -> None:
    first, second = (obtain(PACKAGE, shelf=shelf) for _ in range(2))

    assert first == second == shelf / PACKAGE.file
    assert first.read_bytes() == CONTENT
    assert (client / "calls").read_text() == "pack --loglevel=error @someone/pictures@1.2.3\n"


def test_a_damaged_download_is_not_kept_and_the_next_try_starts_anew(
    client: Path, shelf: Path
) -> None:
    (client / "registry").write_bytes(CONTENT[:4])
    with pytest.raises(DataError, match="SHA-256"):
        obtain(PACKAGE, shelf=shelf)
    assert not list(shelf.iterdir())

    (client / "registry").write_bytes(CONTENT)
    assert obtain(PACKAGE, shelf=shelf).exists()


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (UNREACHABLE, "FetchError: request to http://127.0.0.1:9/p failed"),
        (NO_VERSION, r"notarget No matching version found for p@9.9.9\."),
        ("warning: old\nno network\n", "no network"),
        ("", "no message"),
    ],
)
def test_a_failed_download_says_why_and_what_to_do(
    client: Path, shelf: Path, told: str, reason: str
) -> None:
    (client / "registry").unlink()
    (client / "told").write_text(told)

    with pytest.raises(DataError, match=rf"the download failed \({reason}\); .*--from"):
        obtain(PACKAGE, shelf=shelf)


def test_without_the_client_the_way_out_is_named(
    tmp_path: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(DataError, match=r"npm: not installed.*--from"):
        obtain(PACKAGE, shelf=shelf)
