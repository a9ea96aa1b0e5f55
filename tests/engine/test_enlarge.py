"""Pictures larger than the canvas: whole, in tiles without seams, or honestly resampled."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from featherbrush.engine.arrays import Canvas, Picture, Style
from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.card import ModelCard
from featherbrush.engine.enlarge import How, draw_enlarged, plan
from featherbrush.engine.errors import Cancelled
from featherbrush.engine.geometry import Extent


class LocalModel:
    """Every pixel from the ids within 32 pixels: a box blur of a colour table."""

    def __init__(self) -> None:
        self.sizes: list[tuple[int, ...]] = []

    def render(
        self,
        canvas: Canvas,
        style: Style | None = None,
        *,
        cancellation: Cancellation | None = None,
    ) -> Picture:
        if cancellation is not None:
            cancellation.check()
        self.sizes.append(canvas.shape)
        values = (canvas if canvas.ndim == 2 else canvas[..., 0]).astype(np.float32) * 25
        for axis in (0, 1):
            pad = [(32, 32) if axis == a else (0, 0) for a in (0, 1)]
            sums = np.cumsum(np.pad(values, pad, mode="edge"), axis=axis, dtype=np.float64)
            take = sums.take(range(64, sums.shape[axis]), axis=axis)
            values = (take - sums.take(range(sums.shape[axis] - 64), axis=axis)) / 64
        return np.repeat(np.rint(values)[..., None], 3, axis=2).astype(np.uint8)


class GlobalModel(LocalModel):
    """Every pixel from the mean of the whole canvas."""

    def render(self, canvas: Canvas, style: Style | None = None, **rest: Any) -> Picture:
        self.sizes.append(canvas.shape)
        return np.full((*canvas.shape[:2], 3), int(canvas.mean() * 25), np.uint8)


@pytest.fixture
def card() -> ModelCard:
    from tests.conftest import card_fields

    return ModelCard.model_validate(card_fields())


@pytest.fixture
def canvas() -> Canvas:
    random = np.random.default_rng(5)
    return np.kron(random.integers(0, 9, (12, 17)), np.ones((32, 32))).astype(np.uint8)


def test_what_fits_is_drawn_in_one_run(card: ModelCard, canvas: Canvas) -> None:
    model = LocalModel()
    drawn = draw_enlarged(model, card, canvas[:256, :256], None, factor=2)
    assert drawn.how is How.WHOLE
    assert drawn.picture.shape == (512, 512, 3)
    assert model.sizes == [(512, 512)]


def test_tiles_of_a_local_model_are_the_whole_picture(card: ModelCard, canvas: Canvas) -> None:
    model = LocalModel()
    seen: list[tuple[int, int]] = []
    drawn = draw_enlarged(
        model, card, canvas, None, factor=3, progress=lambda done, of: seen.append((done, of))
    )
    whole = LocalModel().render(canvas.repeat(3, 0).repeat(3, 1))
    assert drawn.how is How.TILED
    assert np.abs(drawn.picture.astype(int) - whole).max() <= 1
    assert max(side for size in model.sizes for side in size) <= 1024
    assert seen == [(n, len(model.sizes)) for n in range(len(model.sizes))]


def test_a_model_that_looks_at_everything_is_resampled(card: ModelCard, canvas: Canvas) -> None:
    canvas = canvas.copy()
    canvas[:, 300:] = 0
    drawn = draw_enlarged(GlobalModel(), card, canvas, None, factor=4)
    assert drawn.how is How.RESAMPLED
    assert drawn.picture.shape == (canvas.shape[0] * 4, canvas.shape[1] * 4, 3)
    assert np.unique(drawn.picture).size == 1


def test_what_no_model_can_draw_is_planned_as_resampled(card: ModelCard) -> None:
    assert plan(card, Extent(1024, 1024), factor=4) is How.TILED
    assert plan(card, Extent(1032, 512), factor=4) is How.RESAMPLED
    assert plan(card, Extent(512, 512), factor=2) is How.WHOLE


def test_a_sketch_is_enlarged_smoothly(card: ModelCard) -> None:
    sketch = np.zeros((64, 64, 3), np.uint8)
    sketch[:, 32:] = 8
    drawn = draw_enlarged(LocalModel(), card, sketch, None, factor=2)
    assert drawn.picture.shape == (128, 128, 3)


def test_it_can_be_called_off(card: ModelCard, canvas: Canvas) -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Cancelled):
        draw_enlarged(LocalModel(), card, canvas, None, factor=3, cancellation=cancellation)
