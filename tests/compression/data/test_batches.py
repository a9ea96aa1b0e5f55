"""Batches depend on the step and on nothing else, and never tear a picture from its map."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from featherbrush.compression.data.batches import Batch, BatchSource
from featherbrush.compression.data.store import LabelledStore


def _source(store: LabelledStore, **changes: int) -> BatchSource:
    return BatchSource(**{"store": store, "size": 64, "count": 4, "paired": 2, **changes})


def _equal(first: Batch, second: Batch) -> bool:
    tensors = zip(
        (first.pictures, first.real, first.wanted),
        (second.pictures, second.real, second.wanted),
        strict=True,
    )
    return first.seed == second.seed and all(torch.equal(a, b) for a, b in tensors)


def _readable(store: LabelledStore) -> LabelledStore:
    """The same store with pictures that show their own map and number: red is the id, green the index."""
    index = np.arange(len(store), dtype=np.uint8)[:, None, None]
    green = np.broadcast_to(index, store.exact.shape)
    pictures = np.stack((store.exact, green, store.exact), -1).astype(np.uint8)
    return LabelledStore(pictures, store.exact, store.exact, store.classes)


def _bytes(pictures: torch.Tensor) -> NDArray[np.uint8]:
    found: NDArray[np.uint8] = ((pictures + 1) * 127.5).round().byte().numpy()
    return found


def test_the_same_step_is_the_same_batch_in_any_order(store: LabelledStore) -> None:
    source = _source(store)
    later_first = [source.batch(step) for step in (5, 2)]

    again = [_source(store).batch(step) for step in (2, 5)]

    assert _equal(later_first[1], again[0]) and _equal(later_first[0], again[1])
    assert not _equal(again[0], again[1])


def test_another_seed_gives_other_batches(store: LabelledStore) -> None:
    assert not _equal(_source(store).batch(0), _source(store, seed=1).batch(0))


def test_pictures_and_their_maps_are_flipped_together(store: LabelledStore) -> None:
    readable = _readable(store)
    source = _source(readable)
    flips = set()
    for step in range(8):
        batch = source.batch(step)
        shown = _bytes(batch.pictures)
        for picture, one_hot in zip(shown, batch.real, strict=True):
            assert np.array_equal(picture[0], one_hot.argmax(0).numpy())
            flips.add(np.array_equal(picture[0], store.exact[picture[1, 0, 0]]))
    assert flips == {True, False}


def test_paired_samples_want_the_map_of_their_own_picture(store: LabelledStore) -> None:
    batch = _source(store, count=6, paired=3).batch(0)

    assert torch.equal(batch.wanted[:3], batch.real[:3])
    assert batch.paired == 3


def test_every_epoch_shows_every_picture_once(store: LabelledStore) -> None:
    source = _source(_readable(store), count=2)

    order = [int(p[1, 0, 0]) for step in range(10) for p in _bytes(source.batch(step).pictures)]

    epochs = [order[at : at + 5] for at in range(0, 20, 5)]
    assert all(sorted(epoch) == [0, 1, 2, 3, 4] for epoch in epochs)
    assert len({tuple(epoch) for epoch in epochs}) > 1


def test_free_maps_are_one_hot_over_the_known_classes(store: LabelledStore) -> None:
    for step in range(6):
        free = _source(store, count=6, paired=1).batch(step).wanted[1:]

        assert free.shape == (5, 4, 64, 64)
        assert torch.equal(free.sum(1), torch.ones(5, 64, 64))
        assert set(free.unique().tolist()) == {0.0, 1.0}


def test_smaller_pictures_are_averages_of_the_large_ones(store: LabelledStore) -> None:
    small = _source(store, size=32).batch(0)

    assert small.pictures.shape == (4, 3, 32, 32)
    assert small.real.shape == small.wanted.shape == (4, 4, 32, 32)
    assert torch.allclose(small.real.sum(1), torch.ones(4, 32, 32))
    assert small.pictures.abs().max() <= 1


def test_pictures_cover_minus_one_to_one(store: LabelledStore) -> None:
    black_and_white = np.zeros_like(store.pictures)
    black_and_white[:, :32] = 255
    extreme = LabelledStore(black_and_white, store.exact, store.painted, store.classes)

    pictures = _source(extreme).batch(0).pictures

    assert (pictures.min(), pictures.max()) == (-1, 1)


@pytest.mark.parametrize("paired", [1, 4])
def test_the_number_of_maps_is_the_number_of_pictures(store: LabelledStore, paired: int) -> None:
    batch = _source(store, paired=paired).batch(0)

    assert len(batch.pictures) == len(batch.real) == len(batch.wanted) == 4
