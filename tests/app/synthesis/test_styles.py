from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from featherbrush.app.synthesis.styles import DEFAULT, PICTURE, RANDOM, StyleShelf
from featherbrush.engine.style import style_from_seed


@pytest.fixture
def shelf(qapp: Any) -> StyleShelf:
    made = StyleShelf()
    made.offer(np.zeros(4, np.float32))
    return made


def test_a_model_without_styles_is_offered_none(qapp: Any) -> None:
    shelf = StyleShelf()
    shelf.offer(np.zeros(0, np.float32))

    assert shelf.options == ()
    assert shelf.current is None


def test_the_default_comes_first_and_is_in_use(shelf: StyleShelf) -> None:
    assert shelf.options[0].key == DEFAULT
    assert shelf.options[0].vector is None
    assert shelf.current is shelf.options[0]


def test_the_dice_are_repeatable_by_their_seed(shelf: StyleShelf) -> None:
    chosen: list[Any] = []
    shelf.chosen.connect(chosen.append)

    shelf.throw(42)

    assert chosen[0].key == RANDOM
    assert np.array_equal(chosen[0].vector, style_from_seed(42, 4))


def test_a_second_picture_takes_the_place_of_the_first(shelf: StyleShelf) -> None:
    shelf.take(np.ones(4, np.float32), title="dawn")
    shelf.take(np.zeros(4, np.float32), title="dusk")

    assert [one.title for one in shelf.options if one.key == PICTURE] == ["dusk"]
    assert shelf.current is not None
    assert shelf.current.title == "dusk"


def test_the_default_is_the_models_own(qapp: Any) -> None:
    shelf = StyleShelf()
    shelf.offer(np.full(4, 0.5, np.float32))

    shelf.blend("seed-1", DEFAULT, share=1.0)

    assert shelf.current is not None
    assert shelf.current.vector is not None
    assert shelf.current.vector.tolist() == [0.5, 0.5, 0.5, 0.5]


def test_another_model_starts_anew(shelf: StyleShelf) -> None:
    shelf.throw(42)

    shelf.offer(np.zeros(8, np.float32))

    assert shelf.current is not None
    assert shelf.current.key == DEFAULT
    assert all(one.vector is None or one.vector.shape == (8,) for one in shelf.options)
