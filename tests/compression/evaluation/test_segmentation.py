"""Scores of label maps read from pictures, from one confusion matrix over the data set."""

from __future__ import annotations

import numpy as np
import pytest

from featherbrush.compression.evaluation.segmentation import confusion, scores

NAMES = ("sky", "land", "unseen")


def test_a_perfect_reading_scores_one_and_absent_classes_do_not_count() -> None:
    maps = np.array([[[0, 0], [1, 1]]], np.uint8)

    found = scores(confusion(maps, maps, classes=3), NAMES, pictures=1)

    assert (found.miou, found.pixel_accuracy) == (1.0, 1.0)
    assert found.iou == {"sky": 1.0, "land": 1.0, "unseen": None}


def test_scores_are_over_all_pixels_and_not_means_over_pictures() -> None:
    wanted = np.zeros((2, 2, 2), np.uint8)
    wanted[1] = 1
    read = wanted.copy()
    read[1, 0] = 0  # half of the second picture's land is read as sky

    found = scores(confusion(read, wanted, classes=2), NAMES[:2], pictures=2)

    assert found.iou == {"sky": pytest.approx(4 / 6), "land": pytest.approx(2 / 4)}
    assert found.pixel_accuracy == pytest.approx(6 / 8)
    assert found.miou == pytest.approx((4 / 6 + 2 / 4) / 2)


def test_a_class_read_where_none_is_counts_as_zero() -> None:
    wanted, read = np.zeros((1, 1, 4), np.uint8), np.array([[[0, 0, 0, 2]]], np.uint8)

    found = scores(confusion(read, wanted, classes=3), NAMES, pictures=1)

    assert found.iou == {"sky": 0.75, "land": None, "unseen": 0.0}


def test_ids_beyond_the_classes_are_refused() -> None:
    maps = np.full((1, 2, 2), 3, np.uint8)

    with pytest.raises(ValueError, match="below 3"):
        confusion(maps, maps, classes=3)
