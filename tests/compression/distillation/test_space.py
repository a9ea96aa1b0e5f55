"""The search space: what it samples, and how often its extremes."""

from __future__ import annotations

from collections import Counter

from featherbrush.compression.distillation.space import Space
from featherbrush.compression.networks.elastic import Widths

SPACE = Space.of([[32, 16], [16, 32], [16], [16], [16, 32, 48], [16]])


def test_choices_are_ordered_whatever_the_recipe_wrote() -> None:
    assert SPACE.choices[0] == (16, 32)
    assert SPACE.largest == Widths((32, 32, 16, 16, 48, 16))
    assert SPACE.smallest == Widths((16, 16, 16, 16, 16, 16))


def test_every_sub_network_is_listed_once() -> None:
    everything = SPACE.all()

    assert len(everything) == len(set(everything)) == 2 * 2 * 3
    assert SPACE.largest in everything and SPACE.smallest in everything


def test_samples_repeat_with_their_seed_and_reach_the_whole_space() -> None:
    drawn = [SPACE.sample(seed) for seed in range(600)]

    assert drawn == [SPACE.sample(seed) for seed in range(600)]
    assert set(drawn) == set(SPACE.all())


def test_a_quarter_of_the_samples_are_the_extremes() -> None:
    space = Space.of([range(1, 20)] * 6)

    counts = Counter(space.sample(seed) for seed in range(2000))

    assert 180 < counts[space.largest] < 330
    assert 180 < counts[space.smallest] < 330


def test_separable_convolutions_are_a_choice_of_their_own() -> None:
    space = Space.of([[16], ["32s", 32, 16], ["48s"]])

    assert space.choices == ((16,), (16, "32s", 32), ("48s",))
    assert str(space.largest) == "16_32_48s" and str(space.smallest) == "16_16_48s"
    assert space.supernet == Widths((16, 32, 48), ("dense", "either", "separable"))
    assert space.size == len(space.all()) == 3


def test_the_supernet_of_dense_choices_is_its_largest_sub_network() -> None:
    assert SPACE.supernet == SPACE.largest
