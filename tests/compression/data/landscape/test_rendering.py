"""A seed is a landscape: picture and labels agree, and the same seed gives the same again.

The first rendering on a machine compiles the renderer, which takes about a minute.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("numba")

from featherbrush.compression.data.builders import landscape as builder
from featherbrush.compression.data.landscape.brushing import brushed
from featherbrush.compression.data.landscape.composing import kind_of
from featherbrush.compression.data.landscape.draft import Draft
from featherbrush.compression.data.landscape.kinds import KINDS
from featherbrush.compression.data.landscape.rendering import Rendering, class_table, render
from featherbrush.compression.data.landscape.scene import CLOUD, MOUNTAIN, SKY, SNOW, Scene
from featherbrush.compression.data.opening import open_store
from featherbrush.compression.data.store import LabelledStore

ISLANDS = 20001


@pytest.fixture(scope="module")
def rendering() -> Rendering:
    """Islands under an overcast sky."""
    return render(ISLANDS)


def test_a_rendering_is_a_picture_with_two_maps_of_its_size(rendering: Rendering) -> None:
    assert rendering.picture.shape == (256, 256, 3)
    assert rendering.labels.shape == rendering.painted.shape == (256, 256)
    assert {a.dtype for a in (rendering.picture, rendering.labels, rendering.painted)} == {
        np.dtype(np.uint8)
    }
    assert rendering.labels.max() <= MOUNTAIN
    assert rendering.facts["kind"] == "islands" and rendering.facts["clouds"] == "overcast"
    assert rendering.is_worth_keeping


def test_the_sky_is_above_and_brighter_than_the_land(rendering: Rendering) -> None:
    sky = rendering.labels <= CLOUD
    assert sky[:10].mean() > 0.9 and not sky[-10:].any()
    assert rendering.picture[sky].mean() > rendering.picture[~sky].mean() + 20


def test_the_same_seed_gives_the_same_landscape_and_another_another(rendering: Rendering) -> None:
    again, other = render(ISLANDS), render(ISLANDS + 1)

    assert np.array_equal(again.picture, rendering.picture)
    assert np.array_equal(again.labels, rendering.labels)
    assert not np.array_equal(other.labels, rendering.labels)


def test_brushed_maps_have_fewer_borders_and_no_crumbs(rendering: Rendering) -> None:
    def borders(ids: np.ndarray) -> int:
        return int((ids[1:] != ids[:-1]).sum() + (ids[:, 1:] != ids[:, :-1]).sum())

    assert borders(rendering.painted) < borders(rendering.labels)
    crumbs = np.full((40, 40), SKY, np.uint8)
    crumbs[20, 20:23] = SNOW
    assert (brushed(crumbs) == SKY).all()


def test_a_large_area_survives_the_brush() -> None:
    ids = np.full((40, 40), SKY, np.uint8)
    ids[20:] = SNOW

    assert np.array_equal(brushed(ids), ids)


def test_kinds_are_drawn_about_as_often_as_they_should() -> None:
    drawn = [kind_of(seed) for seed in range(600)]
    total = sum(weight for weight, _ in KINDS.values())

    for kind, (weight, _) in KINDS.items():
        assert drawn.count(kind) / 600 == pytest.approx(weight / total, abs=0.05)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_sets_fields_that_a_scene_has(kind: str) -> None:
    for seed in range(8):
        random = np.random.default_rng(seed)
        draft = Draft(random, (1.0, 0.0), 0.0, 2.0, 0.5, from_above=False, light="day")
        KINDS[kind][1](draft)

        scene = Scene(**draft.values)
        assert scene.mountain_height > 0 or scene.hill_height > 0


def test_a_set_of_landscapes_opens_for_training_and_goes_on(tmp_path: Path) -> None:
    out = tmp_path / "landscape"

    about = builder.build(out, first=ISLANDS, count=1)

    store = open_store(out, tmp_path / "cache", held_out=False)
    assert isinstance(store, LabelledStore) and len(store) == 1 == about["training"]
    assert json.loads((out / "classes.json").read_text()) == class_table()
    row = json.loads((out / "meta.jsonl").read_text())
    assert (row["file"], row["seed"], row["kind"]) == ("020001", ISLANDS, "islands")
    assert builder.build(out, first=ISLANDS, count=1)["name"] == "landscape"
