import numpy as np
import pytest

from featherbrush.engine.crop import cropped, middle_of
from featherbrush.engine.geometry import Bounds, Extent


def test_the_middle_has_the_proportions_of_the_canvas() -> None:
    assert middle_of(Extent(300, 100), like=Extent(64, 64)) == Bounds(100, 0, 100, 100)
    assert middle_of(Extent(100, 300), like=Extent(64, 32)) == Bounds(0, 125, 100, 50)
    assert middle_of(Extent(1, 1), like=Extent(1024, 128)) == Bounds(0, 0, 1, 1)


def test_what_is_small_enough_keeps_its_pixels() -> None:
    picture = np.random.default_rng(0).integers(0, 255, (10, 30, 3)).astype(np.uint8)
    kept = cropped(picture, like=Extent(64, 64), longest=100)
    assert np.array_equal(kept, picture[:, 10:20])
    kept[:] = 0
    assert picture.any()


@pytest.mark.parametrize("shape", [(900, 10, 3), (600, 1100, 3)])
def test_nothing_above_the_longest_side_is_kept(shape: tuple[int, int, int]) -> None:
    small = cropped(np.full(shape, 90, np.uint8), like=Extent(512, 256), longest=256)
    assert max(small.shape[:2]) <= 256
    assert (small == 90).all()
