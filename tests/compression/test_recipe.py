"""Recipes: every mistake is one line that names the file and the field."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from featherbrush.compression.networks.elastic import Widths
from featherbrush.compression.recipe import Recipe, RecipeError, load_recipe, smoke

BUNDLED = resources.files("featherbrush.compression") / "recipes" / "landscape.toml"
VALID = """
family = "gaugan"

[pair]
name = "mine"
title = "Mine"
description = "Made by a test."
license = "CC0-1.0"
native = [256, 256]

[data]
folder = "data"
name = "Scenes"
author = "nobody"
license = "CC0-1.0"
source = "a test"

[original]
ngf = 32
style = 8
phases = [{size = 128, pictures = 800}, {size = 256, pictures = 400, batch = 8}]

[supernet]
choices = [[128, 64], [64], [64], [32], [16, 32], [16, 32, 48]]
phases = [{size = 128, pictures = 800}]

[search]

[finetune]
phases = [{size = 256, pictures = 800}]
"""
Change = Callable[[str, str], Path]


@pytest.fixture
def changed(tmp_path: Path) -> Change:
    """changed(old, new) -> the path of a valid recipe with one text replaced."""

    def change(old: str, new: str) -> Path:
        assert old in VALID
        path = tmp_path / "mine.toml"
        path.write_text(VALID.replace(old, new, 1))
        return path

    return change


@pytest.fixture(scope="module")
def landscape() -> Recipe:
    with resources.as_file(BUNDLED) as path:
        return load_recipe(path)


def _failure(path: Path) -> str:
    with pytest.raises(RecipeError) as caught:
        load_recipe(path)
    message = str(caught.value)
    assert str(path) in message and "\n" not in message
    return message


def test_the_bundled_recipe_says_what_is_built(landscape: Recipe) -> None:
    assert (landscape.family, landscape.pair.name) == ("gaugan", "landscape")
    assert landscape.pair.native == (256, 256)
    assert landscape.original.ngf >= 24
    assert landscape.original.schedule().phases[-1].size == 256
    assert landscape.search.budget_ms or landscape.search.budget_macs


def test_the_bundled_search_space_suits_the_runtime(landscape: Recipe) -> None:
    space = landscape.supernet.space()

    assert all(width % 16 == 0 for choices in space.choices for width in choices)
    assert len(space.all()) > landscape.search.trials


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("ngf = 32", "ngf = 32\nnfg = 32", "original.nfg"),
        ("ngf = 32", 'ngf = "wide"', "original.ngf"),
        ("ngf = 32", "ngf = 1", "original.ngf"),
        ("ngf = 32\n", "", "original.ngf"),
        ("size = 128", "size = 100", "original.phases.0.size"),
        ("native = [256, 256]", "native = [256]", "pair.native"),
        ('family = "gaugan"', 'family = "gagan"', "family"),
        (", [16, 32, 48]]", "]", "supernet: choices"),
        ("style = 8", "style = 0", "original.style"),
        ("ngf = 32", "ngf = 32\nhue = 3.0", "original.hue"),
        ("ngf = 32", 'ngf = 32\nnorm = "batch"', "original.norm"),
        ("[16, 32, 48]]", "[]]", "supernet.choices.5"),
        ("[16, 32, 48]]", "[0, 16]]", "supernet.choices.5.0"),
        ("[search]", "[searching]\n[search]", "searching"),
        ("[search]", '[search]\nmethod = "guessing"', "search.method"),
        ("[search]", "[search]\nparent_ratio = 0.0", "search.parent_ratio"),
        ("[16, 32, 48]]", '["48t", 16]]', "supernet.choices.5.0"),
        ("[16, 32, 48]]", '["48s", 16]]', "supernet: entry 6"),
        # What the model cards would refuse after all the training.
        ('name = "mine"', 'name = "My pair"', "pair.name"),
        ('name = "mine"', f'name = "{"m" * 54}"', "pair.name"),
        ('title = "Mine"', f'title = "{"M" * 388}"', "pair.title"),
        ('author = "nobody"', f'author = "{"n" * 401}"', "data.author"),
        ("native = [256, 256]", "native = [256, 8192]", "pair.native.1"),
        ("native = [256, 256]", "native = [256, 272]", "pair.native: 256 x 272"),
        (
            "[search]",
            "[mobile]\nchannels = 32\nphases = [{size = 128, pictures = 8}]\n[search]",
            "mobile",
        ),
    ],
)
def test_a_mistake_is_named_by_its_field(changed: Change, old: str, new: str, field: str) -> None:
    assert f": {field}" in _failure(changed(old, new))


def test_a_native_size_suits_the_style_encoder_as_well(tmp_path: Path) -> None:
    for name, accepted in (("sticker", True), ("sticker-styles", False)):
        text = Path(str(BUNDLED)).with_name(f"{name}.toml").read_text()
        path = tmp_path / f"{name}.toml"
        path.write_text(text.replace("native = [256, 256]", "native = [264, 256]"))
        if accepted:
            assert load_recipe(path).pair.native == (264, 256)
        else:
            assert ": pair.native: 264 x 256" in _failure(path)


def test_a_default_style_is_for_families_with_styles(changed: Change, tmp_path: Path) -> None:
    named = "native = [256, 256]", "native = [256, 256]\ndefault_style = 6"
    assert load_recipe(changed(*named)).pair.default_style == 6

    bundled = Path(str(BUNDLED)).with_name("sticker.toml")
    mine = tmp_path / "sticker.toml"
    mine.write_text(bundled.read_text().replace(*named))
    assert ": pair.default_style" in _failure(mine)


def test_a_valid_recipe_is_read(changed: Change) -> None:
    recipe = load_recipe(changed("style = 8", "style = 4\ndecay = 0.5"))

    assert recipe.original.style == 4
    assert recipe.original.schedule().steps == 800 // 4 + 400 // 8
    assert recipe.original.schedule().decay == 0.5
    assert recipe.supernet.space().largest.blocks == (128, 64, 64, 32, 32, 48)
    assert recipe.search.trials > 0 and recipe.search.budget_ms is None


def test_a_missing_recipe_is_named(tmp_path: Path) -> None:
    assert "no such recipe" in _failure(tmp_path / "absent.toml")


def test_a_folder_is_no_recipe(tmp_path: Path) -> None:
    _failure(tmp_path)


@pytest.mark.parametrize("content", [b"family = gaugan", b"\xff\xfe\x00"])
def test_what_is_not_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(content)

    assert "not TOML" in _failure(path)


def test_smoke_is_the_same_path_with_next_to_no_work(landscape: Recipe) -> None:
    small = smoke(landscape)

    for table in (small.original, small.supernet, small.finetune):
        schedule = table.schedule()
        assert schedule.steps <= 4
        assert all(phase.size <= 64 for phase in schedule.phases)
    assert small.original.ngf <= 4
    assert small.search.trials <= 4 and small.data.limit and small.data.limit <= 32
    assert small.search.budget_ms is None and small.search.budget_macs is None
    # What a recipe may hold, smoke may hold: it goes through the same checks.
    assert Recipe.model_validate(small.model_dump()) == small


PUBLISHED = ["sticker-gan-compression", "sticker-fast-gan-compression"]


@pytest.mark.parametrize(("size", "small"), [(32, 32), (128, 64), (160, 160), (192, 64)])
def test_smoke_learns_at_a_fraction_of_the_recipes_size(
    changed: Change, size: int, small: int
) -> None:
    recipe = smoke(load_recipe(changed("size = 128", f"size = {size}")))

    assert recipe.original.schedule().phases[0].size == small


@pytest.mark.parametrize("name", PUBLISHED)
def test_smoke_of_a_published_pipeline_is_the_same_pipeline(name: str) -> None:
    recipe = load_recipe(Path(str(BUNDLED)).with_name(f"{name}.toml"))

    small = smoke(recipe)

    assert small.search.method == recipe.search.method
    assert (small.mobile is None) == (recipe.mobile is None)
    assert Recipe.model_validate(small.model_dump()) == small
    assert small.supernet.space().size <= 256


def test_a_mobile_student_narrower_than_its_supernet_is_refused(tmp_path: Path) -> None:
    text = Path(str(BUNDLED)).with_name("sticker-gan-compression.toml").read_text()
    path = tmp_path / "mine.toml"
    path.write_text(text.replace("channels = 32", "channels = 16"))

    assert "mobile.channels: 16" in _failure(path)


def test_separable_convolutions_are_choices_of_a_foldable_student(tmp_path: Path) -> None:
    text = Path(str(BUNDLED)).with_name("sticker.toml").read_text()
    path = tmp_path / "mine.toml"
    path.write_text(text.replace("[64, 80]", '[64, "80s", 80]'))

    recipe = load_recipe(path)

    assert str(recipe.supernet.space().supernet) == "32_48_80*_64_32"
    assert "16s" in smoke(recipe).supernet.choices[2]
    for inside in ("32_48_80s_64_32", "16_40_8_64_32"):
        recipe.supernet.check(Widths.parse(inside))
    for outside, entry in (("32_48_112_64_32", 3), ("32_48s_80_64_32", 2)):
        with pytest.raises(ValueError, match=f"entry {entry} of {outside} is not within"):
            recipe.supernet.check(Widths.parse(outside))
