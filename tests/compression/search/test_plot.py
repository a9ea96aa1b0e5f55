"""The front as a picture that can be looked at, whatever was found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from featherbrush.compression.search import plot
from featherbrush.compression.search.front import Candidate

FOUND = [Candidate(f"16_{n}", 50 + 30 / n, 4.0 + 2 * n + (n % 3), 10**8 * n) for n in range(1, 9)]


@pytest.mark.parametrize("count", [1, 2, 8])
def test_a_plot_shows_candidates_and_the_choice(tmp_path: Path, count: int) -> None:
    path, chosen = tmp_path / "front.png", FOUND[count - 1]

    plot.write(path, FOUND[:count], chosen)

    with Image.open(path) as image:
        assert image.size == plot.SIZE
        pixels = np.asarray(image.convert("RGB")).astype(int)
    orange = (pixels[..., 0] > 180) & (pixels[..., 1] < 110) & (pixels[..., 2] < 80)
    assert orange.sum() > 50


def test_the_choice_is_where_its_figures_are(tmp_path: Path) -> None:
    """The slowest and best one stands at the lower right, the fastest and worst one at the upper left."""
    places = []
    for chosen in (FOUND[0], FOUND[-1]):
        plot.write(tmp_path / "front.png", FOUND, chosen)
        with Image.open(tmp_path / "front.png") as image:
            pixels = np.asarray(image.convert("RGB")).astype(int)
        orange = (pixels[..., 0] > 180) & (pixels[..., 1] < 110) & (pixels[..., 2] < 80)
        rows, columns = np.nonzero(orange)
        places.append((rows.mean(), columns.mean()))

    assert places[0][0] < places[1][0] and places[0][1] < places[1][1]
