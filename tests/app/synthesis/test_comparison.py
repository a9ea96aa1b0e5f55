from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from featherbrush.app.synthesis.background import Background
from featherbrush.app.synthesis.comparison import AgreementMeter, Pairs
from featherbrush.app.synthesis.state import Side
from featherbrush.engine.request import SynthesisRequest, SynthesisResult


class Source(QObject):
    """Tells of pictures as the bridge does."""

    pictured = Signal(object, object)

    def send(self, side: Side, request: SynthesisRequest, gray: int) -> None:
        picture = np.full((16, 16, 3), gray, np.uint8)
        self.pictured.emit(side, SynthesisResult(request.revision, picture, 1.0, request))


def request(revision: int) -> SynthesisRequest:
    return SynthesisRequest(revision, np.zeros((16, 16), np.uint8))


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def background(qapp: QObject) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def test_only_pictures_of_one_request_are_a_pair(source: Source) -> None:
    pairs, found, parted = Pairs(source), [], []
    pairs.paired.connect(lambda one, other: found.append((one.revision, other.revision)))
    pairs.parted.connect(lambda: parted.append(True))
    first, second = request(1), request(2)

    source.send(Side.COMPRESSED, first, 10)
    source.send(Side.COMPRESSED, second, 10)
    source.send(Side.ORIGINAL, first, 10)
    assert not found
    assert len(parted) == 3
    source.send(Side.ORIGINAL, second, 10)
    assert found == [(2, 2)]


def test_the_same_revision_in_another_style_is_no_pair(source: Source) -> None:
    pairs, found = Pairs(source), []
    pairs.paired.connect(lambda *results: found.append(results))
    source.send(Side.COMPRESSED, request(1), 10)
    source.send(Side.ORIGINAL, request(1), 10)
    assert not found


def test_pairs_are_measured_and_grow_old(
    source: Source, background: Background, qtbot: QtBot
) -> None:
    pairs = Pairs(source)
    meter = AgreementMeter(pairs, background)
    one = request(1)
    with qtbot.waitSignal(meter.changed):
        source.send(Side.ORIGINAL, one, 100)
        source.send(Side.COMPRESSED, one, 110)

    assert meter.fresh
    assert meter.comparison is not None
    assert meter.comparison.agreement.psnr == pytest.approx(28.13, abs=0.01)
    assert (meter.comparison.apart == 10).all()

    source.send(Side.COMPRESSED, request(2), 90)
    assert not meter.fresh
    assert meter.comparison is not None
    meter.forget()
    assert meter.comparison is None


def test_of_many_pairs_the_newest_is_told(
    source: Source, background: Background, qtbot: QtBot
) -> None:
    pairs = Pairs(source)
    meter = AgreementMeter(pairs, background)
    requests = [request(n) for n in range(5)]
    for one in requests:
        source.send(Side.ORIGINAL, one, 100)
        source.send(Side.COMPRESSED, one, 100 + one.revision)

    qtbot.waitUntil(lambda: meter.fresh)
    assert meter.comparison is not None
    assert meter.comparison.request is requests[-1]


def test_what_was_forgotten_while_it_was_measured_is_not_told(
    source: Source, background: Background, qtbot: QtBot
) -> None:
    pairs = Pairs(source)
    meter = AgreementMeter(pairs, background)
    one = request(1)
    source.send(Side.ORIGINAL, one, 100)
    source.send(Side.COMPRESSED, one, 110)
    pairs.forget()
    meter.forget()
    done: list[bool] = []
    background.run(lambda: None, done=lambda _: done.append(True), failed=lambda _: None)
    qtbot.waitUntil(lambda: bool(done))
    assert meter.comparison is None
