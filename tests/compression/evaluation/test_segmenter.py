"""The segmenter learns from real pairs once, and is then read from the cache."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from featherbrush.compression.data.store import LabelledStore
from featherbrush.compression.evaluation import segmenter as module
from featherbrush.compression.evaluation.segmenter import (
    Decoder,
    Segmenter,
    SegmenterTraining,
    miou_and_accuracy,
    train_or_load,
)
from featherbrush.engine.errors import FeatherbrushError

Scenes = Callable[..., LabelledStore]
Noise = Callable[..., NDArray[np.uint8]]

SHORT = SegmenterTraining(samples=160, batch=8)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def trained(cache: Path, scenes: Scenes) -> Segmenter:
    return train_or_load(scenes(32), cache, training=SHORT)


def test_training_makes_it_read_scenes_that_it_never_saw(
    trained: Segmenter, scenes: Scenes
) -> None:
    unseen = scenes(8, seed=5)
    torch.manual_seed(0)
    untrained = Segmenter(Decoder(classes=4), names=trained.names)

    before = miou_and_accuracy(untrained, unseen.pictures, unseen.exact)
    after = miou_and_accuracy(trained, unseen.pictures, unseen.exact)

    assert after.miou > 0.6 > 2 * before.miou
    assert after.pixel_accuracy > 0.8
    assert set(after.iou) == {"sky", "mountain", "water", "grass"}


def test_pictures_that_do_not_show_their_map_score_low(
    trained: Segmenter, scenes: Scenes, noise: Noise
) -> None:
    unseen = scenes(8, seed=5)

    found = miou_and_accuracy(trained, noise(8), unseen.exact)

    assert found.miou < 0.4


def test_the_second_time_it_is_loaded(
    trained: Segmenter, cache: Path, monkeypatch: pytest.MonkeyPatch, scenes: Scenes
) -> None:
    monkeypatch.setattr(module, "learn", lambda *_, **__: pytest.fail("trained again"))
    pictures = scenes(3, seed=7).pictures

    again = train_or_load(scenes(32), cache, training=SHORT)

    np.testing.assert_array_equal(again.predict(pictures), trained.predict(pictures))


def test_a_full_disk_leaves_no_half_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scenes: Scenes
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, "learn", lambda *_, **__: None)
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(FeatherbrushError, match="No space left"):
        train_or_load(scenes(2), tmp_path, training=SHORT)

    assert not list(tmp_path.iterdir())


def test_other_data_or_settings_have_another_key(scenes: Scenes) -> None:
    store = scenes(8)
    keys = {
        module._key(store, SHORT),
        module._key(scenes(8, seed=1), SHORT),
        module._key(store, replace(SHORT, seed=1)),
        module._key(replace(store, exact=store.exact[:, ::-1]), SHORT),
    }
    assert len(keys) == 4


def test_maps_with_ids_beyond_the_classes_are_refused(tmp_path: Path, scenes: Scenes) -> None:
    store = scenes(4)

    with pytest.raises(ValueError, match="beyond"):
        train_or_load(replace(store, exact=store.exact + 2), tmp_path, training=SHORT)
    assert not list(tmp_path.iterdir())
