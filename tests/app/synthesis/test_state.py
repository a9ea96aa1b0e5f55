import pytest

from featherbrush.app.synthesis.state import Meter, Timing, speed_up


def test_nothing_is_measured_before_the_first_picture() -> None:
    assert Meter().timing is None


def test_the_first_picture_gives_way_to_the_second() -> None:
    meter = Meter()
    meter.add(900.0)
    assert meter.timing == Timing(900.0, 900.0, 1)

    meter.add(10.0)
    meter.add(20.0)

    assert meter.timing == Timing(20.0, 15.0, 3)


def test_only_the_latest_pictures_count() -> None:
    meter = Meter(window=3)
    for milliseconds in (5.0, 100.0, 10.0, 11.0, 12.0):
        meter.add(milliseconds)

    timing = meter.timing
    assert timing is not None
    assert timing.median == 11.0
    assert timing.rate == pytest.approx(1000 / 11)


def test_speed_up_needs_both_measured() -> None:
    slow, fast = Timing(300.0, 310.0, 3), Timing(9.0, 10.0, 80)

    assert speed_up(slow, fast) == pytest.approx(31.0)
    assert speed_up(slow, None) is None
    assert speed_up(None, fast) is None
