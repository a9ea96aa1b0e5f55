"""What a picture costs is measured in a process of its own, which can be called off."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.card import read_card
from featherbrush.engine.errors import Cancelled, RenderError
from featherbrush.engine.speed import measure_cost, sample_canvas


def test_a_model_costs_time_and_memory(write_model) -> None:
    cost = measure_cost(write_model(), threads=1)
    assert cost.milliseconds > 0
    assert cost.memory > 0


def test_a_model_that_fails_is_told_in_one_line(write_model) -> None:
    with pytest.raises(RenderError, match="failed"):
        measure_cost(write_model(kind="broken"), threads=1)


def test_measuring_is_called_off_at_once(write_model) -> None:
    cancellation = Cancellation()
    timer = threading.Timer(0.3, cancellation.cancel)
    timer.start()
    with pytest.raises(Cancelled):
        measure_cost(write_model(kind="endless"), threads=1, cancellation=cancellation)
    timer.join()


def test_calling_off_what_has_ended_does_nothing(write_model) -> None:
    cancellation = Cancellation()
    measure_cost(write_model(), threads=1, cancellation=cancellation)
    cancellation.cancel()


def test_the_sample_touches_every_class_and_a_sketch_has_ink(write_model) -> None:
    card = read_card(write_model())
    labels = sample_canvas(card)
    assert labels.shape == (card.native[1], card.native[0])
    assert set(np.unique(labels)) == {info.id for info in card.classes}
    sketch = sample_canvas(read_card(write_model(kind="sketch", id="ink")))
    assert sketch.shape[2] == 3
    assert (sketch == 0).any()
