"""Pictures larger than the canvas: whole, in tiles without seams, or honestly resampled."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from featherbrush.engine.arrays import Canvas, Picture, Style
from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.card import ModelCard
from featherbrush.engine.enlarge import How, draw_enlarged, keeps_its_look, plan
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


class FarSightedModel(LocalModel):
    """Class 8 is white where class 7 is anywhere on the canvas, and black where it is not."""

    def render(self, canvas: Canvas, style: Style | None = None, **rest: Any) -> Picture:
        self.sizes.append(canvas.shape)
        picture = np.zeros((*canvas.shape, 3), np.uint8)
        picture[canvas == 8] = 255 * (canvas == 7).any()
        return picture


class TintingModel(LocalModel):
    """One grey, ten levels lighter in every second run."""

    def render(self, canvas: Canvas, style: Style | None = None, **rest: Any) -> Picture:
        self.sizes.append(canvas.shape)
        return np.full((*canvas.shape, 3), 100 + 10 * (len(self.sizes) % 2), np.uint8)


class RestlessModel(LocalModel):
    """Another texture in every run, of the same colour."""

    def render(self, canvas: Canvas, style: Style | None = None, **rest: Any) -> Picture:
        random = np.random.default_rng(len(self.sizes))
        noise = random.integers(-20, 20, (*canvas.shape, 3), endpoint=True)
        return (noise + 20 + super().render(canvas, style, **rest)).astype(np.uint8)


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


def test_one_spot_that_later_tiles_draw_differently_is_enough(card: ModelCard) -> None:
    canvas = np.zeros((768, 768), np.uint8)
    canvas[350:360, 350:360] = 7
    canvas[496:516, 496:516] = 8
    model = FarSightedModel()
    seen: list[tuple[int, int]] = []
    drawn = draw_enlarged(
        model, card, canvas, None, factor=2, progress=lambda done, of: seen.append((done, of))
    )
    assert drawn.how is How.RESAMPLED
    assert drawn.picture[1000:1020, 1000:1020].min() == 255, "the spot is as on the screen"
    assert seen == [*((done, 9) for done in range(6)), (6, 7)], "it stops at the first mismatch"
    assert len(model.sizes) == 7 and model.sizes[-1] == (768, 768)


def test_a_faint_tint_over_a_whole_tile_is_enough(card: ModelCard, canvas: Canvas) -> None:
    assert draw_enlarged(TintingModel(), card, canvas, None, factor=3).how is How.RESAMPLED


def test_textures_may_differ_between_tiles(card: ModelCard, canvas: Canvas) -> None:
    assert draw_enlarged(RestlessModel(), card, canvas, None, factor=3).how is How.TILED


def test_a_sketch_model_does_not_keep_its_look(card: ModelCard) -> None:
    assert keeps_its_look(card)
    assert keeps_its_look(card.model_copy(update={"input": "picture"}))
    assert not keeps_its_look(card.model_copy(update={"input": "sketch"}))


def test_what_no_model_can_draw_is_planned_as_resampled(card: ModelCard) -> None:
    assert plan(card, Extent(1024, 1024), factor=4) is How.TILED
    assert plan(card, Extent(1032, 512), factor=4) is How.RESAMPLED
    assert plan(card, Extent(512, 512), factor=2) is How.WHOLE


def test_the_canvas_at_its_own_size_is_never_cut_up(card: ModelCard) -> None:
    assert plan(card, Extent(2048, 2048), factor=1) is How.WHOLE


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
