"""Maps redrawn with a blunt brush: still the same scene, in the same classes."""

from __future__ import annotations

import numpy as np

from featherbrush.compression.data.painting import add_shapes, as_painted, simplify
from featherbrush.compression.data.store import LabelledStore


def _halves(side: int = 64) -> np.ndarray:
    ids = np.full((side, side), 3, np.uint8)
    ids[: side // 2] = 1
    return ids


def test_simplifying_keeps_large_regions_and_their_outline() -> None:
    ids = _halves()

    simple = simplify(ids, classes=4, cell=8)

    assert simple.shape == ids.shape and simple.dtype == np.uint8
    assert (simple == ids).mean() > 0.95
    assert np.array_equal(simple[:26], ids[:26]) and np.array_equal(simple[38:], ids[38:])


def test_simplifying_removes_what_is_smaller_than_the_brush() -> None:
    ids = _halves()
    ids[10:12, 20:22] = 2

    assert 2 not in simplify(ids, classes=4, cell=12)


def test_simplifying_a_map_of_one_class_changes_nothing() -> None:
    ids = np.full((64, 96), 2, np.uint8)

    assert np.array_equal(simplify(ids, classes=4, cell=24), ids)


def test_a_brush_larger_than_the_map_is_no_error() -> None:
    assert simplify(_halves(32), classes=4, cell=200).shape == (32, 32)


def test_shapes_are_drawn_in_classes_that_the_map_has() -> None:
    ids = _halves()
    changed = False
    for seed in range(40):
        drawn = add_shapes(ids, random=np.random.default_rng(seed))
        assert set(np.unique(drawn)) <= {1, 3}
        changed |= not np.array_equal(drawn, ids)
    assert changed
    assert np.array_equal(ids, _halves()), "the given map was drawn on"


def test_painted_maps_follow_the_random_numbers_they_are_given(store: LabelledStore) -> None:
    def painted(seed: int) -> np.ndarray:
        return as_painted(store.exact[0], classes=4, random=np.random.default_rng(seed))

    assert np.array_equal(painted(3), painted(3))
    assert any(not np.array_equal(painted(3), painted(seed)) for seed in range(4, 8))
