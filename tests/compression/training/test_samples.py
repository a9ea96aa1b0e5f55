"""Sample sheets: whole pictures, or the ones that were there."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from PIL import Image

from featherbrush.compression.data.store import LabelledStore
from featherbrush.compression.families.conditional import Networks
from featherbrush.compression.training.samples import write_sheet
from featherbrush.engine.errors import PictureError
from tests.compression.conftest import SIDE, STYLE


def test_a_full_disk_leaves_the_sheet_that_was_there(
    original: Networks, store: LabelledStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sheet.png"

    def write() -> None:
        write_sheet(
            original.generator.eval(),
            original.prior,
            path,
            styles=STYLE,
            training=store,
            held_out=store,
            size=SIDE,
        )

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    write()
    before = path.read_bytes()
    with Image.open(path) as sheet:
        assert sheet.size == (2 * len(store) * SIDE, 5 * SIDE)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PictureError, match=r"sheet\.png: .*No space left"):
        write()

    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]
