"""FID and KID with weights that the user brings: the network they fit, and files that do not."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from featherbrush.compression.data.store import LabelledStore
from featherbrush.compression.evaluation.evaluate import Settings, evaluate_pair
from featherbrush.compression.evaluation.inception import inception_features, load_inception
from featherbrush.compression.evaluation.metrics import FID, FLOOR, KID, metrics_of
from featherbrush.compression.evaluation.segmenter import SegmenterTraining
from featherbrush.compression.evaluation.wasserstein import Sampling
from featherbrush.compression.importing.checkpoint import CheckpointError
from featherbrush.compression.networks.inception import Inception

Scenes = Callable[..., LabelledStore]
PARAMETERS = 21_785_568
"""Of Inception v3 without its classifiers: 23,834,568 as published, less 2,049,000 of the last layer."""


@pytest.fixture(scope="module")
def state() -> dict[str, Tensor]:
    """Untrained weights; the port's own file has a classifier of 1,008 classes besides."""
    torch.manual_seed(0)
    state = dict(Inception().state_dict())
    state["fc.weight"], state["fc.bias"] = torch.zeros(1008, 2048), torch.zeros(1008)
    return state


@pytest.fixture(scope="module")
def weights(state: dict[str, Tensor], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("weights") / "pt_inception-2015-12-05.pth"
    torch.save(state, path)
    return path


def test_the_network_has_the_parameters_of_the_published_one() -> None:
    assert sum(p.numel() for p in Inception().parameters()) == PARAMETERS


def test_features_are_2048_numbers_whatever_the_size_of_the_pictures(
    weights: Path, noise: Callable[..., NDArray[np.uint8]]
) -> None:
    found = inception_features(noise(2, size=(48, 80)), load_inception(weights), what="noise")

    assert found.shape == (2, 2048)
    assert np.isfinite(found).all() and not np.array_equal(found[0], found[1])


def test_a_file_without_counters_of_batches_fits_as_well(
    state: dict[str, Tensor], tmp_path: Path
) -> None:
    path = tmp_path / "older.pth"
    torch.save({k: v for k, v in state.items() if "num_batches" not in k}, path)

    assert not load_inception(path).training


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda s: s.pop("Mixed_7c.branch_pool.conv.weight"), "Mixed_7c.branch_pool.conv.weight"),
        (lambda s: s.update({"Conv2d_1a_3x3.conv.weight": torch.zeros(2)}), "Conv2d_1a_3x3"),
        (lambda s: s.update({"head.weight": torch.zeros(2)}), "head.weight"),
    ],
)
def test_other_weights_are_refused_with_the_first_key_that_does_not_fit(
    state: dict[str, Tensor],
    tmp_path: Path,
    change: Callable[[dict[str, Tensor]], object],
    named: str,
) -> None:
    wrong = dict(state)
    change(wrong)
    torch.save(wrong, tmp_path / "wrong.pth")

    with pytest.raises(CheckpointError, match=named):
        load_inception(tmp_path / "wrong.pth")


def test_pickled_objects_are_not_run(tmp_path: Path) -> None:
    class Harmful:
        def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
            return os.system, (f"touch {tmp_path / 'harm'}",)

    torch.save({"fc.weight": Harmful()}, tmp_path / "harmful.pth")

    with pytest.raises(CheckpointError, match="pickled objects are never run"):
        load_inception(tmp_path / "harmful.pth")
    assert not (tmp_path / "harm").exists()


def test_an_evaluation_with_weights_has_both_figures_and_puts_them_into_the_cards(
    model_folder: Path, tmp_path: Path, scenes: Scenes, weights: Path
) -> None:
    found = evaluate_pair(
        model_folder / "test-original.onnx",
        model_folder / "test-compressed.onnx",
        held_out=scenes(3, seed=1),
        training=scenes(4),
        cache=tmp_path,
        settings=Settings(
            pictures=3,
            agreeing=2,
            threads=1,
            inception=weights,
            sampling=Sampling(patches=8, directions=16),
            segmenter=SegmenterTraining(samples=16),
        ),
    )

    assert found.inception is not None
    assert found.inception["original"] == found.inception["compressed"]
    assert found.inception["floor"].fid < found.inception["original"].fid
    named = {metric.name: metric.value for metric in metrics_of(found, "compressed")}
    assert named[FID] == pytest.approx(found.inception["compressed"].fid, abs=1e-3)
    assert {FID, KID, FID + FLOOR, KID + FLOOR} <= named.keys()
