import pytest

from featherbrush.app.panels.units import bytes_text, count_text, milliseconds_text, rate_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.4, "0.4 ms"),
        (12.34, "12.3 ms"),
        (372.4, "372 ms"),
        (1204, "1,204 ms"),
        (12_000, "12.0 s"),
    ],
)
def test_durations(value: float, text: str) -> None:
    assert milliseconds_text(value) == text


@pytest.mark.parametrize(("value", "text"), [(83.4, "83"), (2.68, "2.7"), (0.83, "0.83")])
def test_rates(value: float, text: str) -> None:
    assert rate_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(77, "77"), (1234, "1.23 k"), (912_000, "912 k"), (24_100_000, "24.1 M"), (35.4e9, "35.4 G")],
)
def test_counts(value: float, text: str) -> None:
    assert count_text(int(value)) == text


@pytest.mark.parametrize(
    ("value", "text"), [(828, "0.83 kB"), (46_359, "46.4 kB"), (31_400_000, "31.4 MB")]
)
def test_file_sizes(value: int, text: str) -> None:
    assert bytes_text(value) == text
