import numpy as np
import pytest

from featherbrush.engine.agreement import WINDOW, agreement, difference, psnr, ssim


def picture(seed: int, height: int = 40, width: int = 56) -> np.ndarray:
    """Smooth shapes with a little noise: flat parts, edges and texture."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width]
    shapes = np.stack([np.sin(x / (5 + n)) * np.cos(y / (7 + n)) for n in range(3)], axis=-1)
    noise = random.normal(0, 6, shapes.shape)
    return np.clip(128 + 90 * shapes + noise, 0, 255).astype(np.uint8)


def test_equal_pictures_agree_wholly() -> None:
    one = picture(1)
    found = agreement(one, one.copy())
    assert found.psnr == 100
    assert found.ssim == pytest.approx(1, abs=1e-6)
    assert not difference(one, one).any()


def test_psnr_is_that_of_a_known_error() -> None:
    one = np.full((8, 8, 3), 100, dtype=np.uint8)
    other = np.full((8, 8, 3), 110, dtype=np.uint8)
    assert psnr(one, other) == pytest.approx(10 * np.log10(255**2 / 100))
    assert psnr(other, one) == psnr(one, other)


def test_ssim_of_one_window_is_the_formula_written_out() -> None:
    one, other = picture(2, WINDOW, WINDOW), picture(3, WINDOW, WINDOW)
    offsets = np.arange(WINDOW) - WINDOW // 2
    weights = np.exp(-(offsets**2) / (2 * 1.5**2))
    window = np.outer(weights, weights) / weights.sum() ** 2
    a, b = (p @ np.array([0.299, 0.587, 0.114]) for p in (one, other))
    mean_a, mean_b = (window * a).sum(), (window * b).sum()
    var_a, var_b = (window * (a - mean_a) ** 2).sum(), (window * (b - mean_b) ** 2).sum()
    covariance = (window * (a - mean_a) * (b - mean_b)).sum()
    c1, c2 = 2.55**2, 7.65**2
    wanted = (2 * mean_a * mean_b + c1) * (2 * covariance + c2)
    wanted /= (mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2)
    assert ssim(one, other) == pytest.approx(wanted, abs=1e-5)


def test_a_shift_in_brightness_costs_less_than_lost_structure() -> None:
    one = picture(4)
    brighter = np.clip(one.astype(int) + 12, 0, 255).astype(np.uint8)
    shuffled = np.random.default_rng(0).permutation(one.reshape(-1, 3)).reshape(one.shape)
    assert ssim(one, brighter) > 0.9 > 0.3 > ssim(one, shuffled)


def test_the_difference_is_that_of_the_worst_channel() -> None:
    one, other = np.zeros((2, 2, 3), np.uint8), np.zeros((2, 2, 3), np.uint8)
    one[0, 1] = (3, 250, 7)
    other[1, 0] = (0, 9, 0)
    assert difference(one, other).tolist() == [[0, 250], [9, 0]]
    assert difference(other, one).tolist() == [[0, 250], [9, 0]]


def test_pictures_too_small_for_a_window_have_no_ssim() -> None:
    one = picture(5, 10, 40)
    assert agreement(one, one).ssim is None
    with pytest.raises(ValueError, match="11x11"):
        ssim(one, one)


def test_pictures_of_two_sizes_are_refused() -> None:
    for measure in (psnr, ssim, difference):
        with pytest.raises(ValueError, match="differ"):
            measure(picture(1), picture(1, 48, 56))


@pytest.mark.parametrize("seed", [1, 7])
def test_the_numbers_are_those_of_the_pipelines_reports(seed: int) -> None:
    pytest.importorskip("torch")
    from featherbrush.compression.evaluation import agreement as pipeline

    one, other = picture(seed), picture(seed + 1)
    assert psnr(one, other) == pytest.approx(pipeline.psnr(one[None], other[None])[0], abs=1e-3)
    assert ssim(one, other) == pytest.approx(pipeline.ssim(one[None], other[None])[0], abs=1e-4)
