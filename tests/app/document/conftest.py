from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import SignalInstance

from featherbrush.app.document import Document, Palette
from featherbrush.engine.card import ClassInfo
from featherbrush.engine.geometry import Extent


@pytest.fixture
def palette() -> Palette:
    classes = [
        ClassInfo(id=number, name=f"class-{number}", color=(20 * number, 255 - 20 * number, 7))
        for number in range(6)
    ]
    return Palette.of(classes)


@pytest.fixture
def document(palette: Palette) -> Document:
    return Document(palette, extent=Extent(64, 48))


@pytest.fixture
def collect() -> Callable[[SignalInstance], list[tuple[Any, ...]]]:
    def start(signal: SignalInstance) -> list[tuple[Any, ...]]:
        seen: list[tuple[Any, ...]] = []
        signal.connect(lambda *values: seen.append(values))
        return seen

    return start
