import numpy as np
import pytest

from featherbrush.app.document.areas import changed_bounds, mask_bounds
from featherbrush.app.document.history import History
from featherbrush.app.document.patch import patch_of
from featherbrush.engine.arrays import Labels
from featherbrush.engine.geometry import Bounds


def edit(history: History, labels: Labels, *, random: np.random.Generator) -> None:
    before = labels.copy()
    y, x = random.integers(0, labels.shape[0] - 4), random.integers(0, labels.shape[1] - 4)
    labels[y : y + 4, x : x + 4] = random.integers(0, 255, (4, 4))
    bounds = changed_bounds(before, labels)
    history.push(name="edit", patches=(patch_of(before, labels, bounds=bounds),))


def test_mask_bounds_are_the_smallest_rectangle() -> None:
    mask = np.zeros((9, 7), dtype=np.bool_)
    assert mask_bounds(mask).empty
    mask[2, 5] = mask[6, 1] = True
    assert mask_bounds(mask) == Bounds(1, 2, 5, 5)


def test_every_state_comes_back_through_undo_and_redo() -> None:
    random = np.random.default_rng(1)
    history, labels = History(), np.zeros((40, 50), dtype=np.uint8)
    states = [labels.copy()]
    for _ in range(300):
        edit(history, labels, random=random)
        states.append(labels.copy())
    for state in reversed(states[:-1]):
        assert history.undo(labels) is not None
        assert np.array_equal(labels, state)
    assert history.undo(labels) is None
    for state in states[1:]:
        assert history.redo(labels) is not None
        assert np.array_equal(labels, state)
    assert history.redo(labels) is None


def test_the_number_of_steps_is_bounded_and_the_newest_are_kept() -> None:
    random = np.random.default_rng(2)
    history, labels = History(max_steps=5), np.zeros((20, 20), dtype=np.uint8)
    states = [labels.copy()]
    for _ in range(12):
        edit(history, labels, random=random)
        states.append(labels.copy())
    assert len(history.undo_names) == 5
    while history.undo(labels):
        pass
    assert np.array_equal(labels, states[-6])


def test_the_bytes_are_bounded_but_the_newest_steps_are_always_kept() -> None:
    random = np.random.default_rng(3)
    history, labels = History(min_steps=2, max_bytes=1000), np.zeros((64, 64), dtype=np.uint8)
    for _ in range(10):
        edit(history, labels, random=random)
    assert history.stored_bytes <= 1000
    noise = random.integers(0, 255, (64, 64)).astype(np.uint8)
    patch = patch_of(labels, noise, bounds=Bounds(0, 0, 64, 64))
    history.push(name="noise", patches=(patch,))
    assert history.undo_names == ("noise", "edit")


def test_a_new_step_forgets_what_was_undone() -> None:
    random = np.random.default_rng(4)
    history, labels = History(), np.zeros((20, 20), dtype=np.uint8)
    edit(history, labels, random=random)
    edit(history, labels, random=random)
    history.undo(labels)
    held = history.stored_bytes
    edit(history, labels, random=random)
    assert history.redo_names == ()
    assert history.stored_bytes <= held + 300


def test_positions_are_equal_only_for_equal_states() -> None:
    random = np.random.default_rng(5)
    history, labels = History(max_steps=2), np.zeros((20, 20), dtype=np.uint8)
    start = history.position
    edit(history, labels, random=random)
    first = history.position
    history.undo(labels)
    assert history.position == start
    edit(history, labels, random=random)
    assert history.position not in (start, first)
    for _ in range(3):
        edit(history, labels, random=random)
    while history.undo(labels):
        pass
    assert history.position not in (start, first)


@pytest.mark.parametrize("shape", [(1, 1), (3, 200)])
def test_clearing_forgets_everything(shape: tuple[int, int]) -> None:
    history, labels = History(), np.zeros(shape, dtype=np.uint8)
    start = history.position
    everything = Bounds(0, 0, shape[1], shape[0])
    history.push(name="x", patches=(patch_of(labels, labels + 1, bounds=everything),))
    history.clear()
    assert history.undo(labels) is None
    assert history.stored_bytes == 0
    assert history.position != start
