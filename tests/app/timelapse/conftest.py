import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from featherbrush.app.document import Palette
from featherbrush.engine.card import ClassInfo


@pytest.fixture
def palette() -> Palette:
    """Three classes; 0 is the background."""
    return Palette.of(
        [
            ClassInfo(id=0, name="sky", color=(110, 170, 230)),
            ClassInfo(id=1, name="hill", color=(120, 110, 100)),
            ClassInfo(id=2, name="water", color=(30, 80, 160)),
        ]
    )
