import os
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from featherbrush.app.document import Document, Palette
from featherbrush.engine.card import ClassInfo
from featherbrush.engine.geometry import Extent


@pytest.fixture
def document(qapp: Any) -> Document:
    """A map of 16x8 with four grey classes."""
    classes = [ClassInfo(id=n, name=f"class-{n}", color=(n, n, n)) for n in range(4)]
    return Document(Palette.of(classes), extent=Extent(16, 8))
