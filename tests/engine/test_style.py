"""Styles: drawn, blended, taken from a picture."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from featherbrush.engine.errors import ModelFileError, RenderError
from featherbrush.engine.style import style_from_seed
from featherbrush.engine.style_encoder import StyleEncoder


def test_a_seed_always_draws_the_same_style_within_bounds() -> None:
    style = style_from_seed(7, 1000)
    assert np.array_equal(style, style_from_seed(7, 1000))
    assert style.dtype == np.float32
    assert np.abs(style).max() == 2.0
    assert abs(float(style.std()) - 0.95) < 0.1


@pytest.mark.parametrize("seed", [-1, 0, 10**30])
def test_any_whole_number_is_a_seed(seed: int) -> None:
    assert style_from_seed(seed, 8).shape == (8,)
    assert not np.array_equal(style_from_seed(seed, 8), style_from_seed(7, 8))


@pytest.fixture
def encoder(write_model: Any) -> StyleEncoder:
    path = write_model(kind="encoder", id="enc", role="style-encoder", input="picture", classes=[])
    return StyleEncoder(path)


@pytest.mark.parametrize("size", [(48, 64), (5, 300), (1, 1)])
def test_a_picture_of_any_size_has_a_style(encoder: StyleEncoder, size: tuple[int, int]) -> None:
    picture = np.full((*size, 3), (255, 0, 51), np.uint8)
    assert np.allclose(encoder.encode(picture), [1, 0, 0.2, 0])


def test_an_array_that_is_no_picture_has_no_style(encoder: StyleEncoder) -> None:
    with pytest.raises(RenderError, match="uint8"):
        encoder.encode(np.zeros((8, 8), np.uint8))


def test_a_generator_is_no_style_encoder(write_model: Any) -> None:
    with pytest.raises(ModelFileError, match="not a style encoder"):
        StyleEncoder(write_model())
