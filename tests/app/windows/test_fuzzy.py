from featherbrush.app.windows.fuzzy import score


def best(query: str, *lines: str) -> str:
    """The line that fits best."""
    scored = [(score(query, line), line) for line in lines]
    return max((fit, line) for fit, line in scored if fit is not None)[1]


def test_every_word_must_be_found() -> None:
    assert score("save map", "Save label map") is not None
    assert score("save cat", "Save label map") is None


def test_letters_in_their_order_are_enough() -> None:
    assert score("slm", "Save label map") is not None
    assert score("mls", "Save label map") is None


def test_beginnings_come_before_insides_and_scattered_letters() -> None:
    assert best("un", "Soon gone", "Fountain", "Undo") == "Undo"
    assert best("map", "Open model as picture", "New map", "Mapping") == "Mapping"
    assert best("map", "Roadmaps here", "Long name of a map") == "Long name of a map"


def test_close_letters_come_before_far_ones() -> None:
    assert best("zf", "Zoom so that all fits", "Zoom fit") == "Zoom fit"


def test_case_makes_no_difference_and_nothing_fits_everything() -> None:
    assert score("UNDO", "undo") == score("undo", "Undo")
    assert score("", "Undo") is not None
    assert score("straße", "Straße") is not None
