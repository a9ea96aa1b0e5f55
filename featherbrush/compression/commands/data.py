"""`featherbrush-compress data`: build the bundled sets, check and convert a folder of one's own."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import platformdirs
import typer
from rich.console import Console

app = typer.Typer(no_args_is_help=True, help="Build, check and convert sets of pictures.")
build = typer.Typer(
    no_args_is_help=True, help="Build one of the bundled sets from its free source."
)
app.add_typer(build, name="build")

OutOption = Annotated[
    Path, typer.Option("--out", "-o", help="Folder of the set; must be empty or absent.")
]
FromOption = Annotated[
    Path | None,
    typer.Option("--from", help="The package file, or a folder with it: nothing is downloaded."),
]
FolderArgument = Annotated[Path, typer.Argument(help="Folder of the set.")]


class Relief(StrEnum):
    """The relief maps that the set `atlas` can be made of."""

    HEIGHTS = "heights"
    SHADED = "shaded"


@build.command()
def sticker(out: OutOption, given: FromOption = None) -> None:
    """Sketches and glossy 3D stickers (Fluent Emoji, MIT)."""
    from featherbrush.compression.data.builders import sticker as builder

    _build(builder.build, out, given=given)


@build.command()
def planet(out: OutOption, given: FromOption = None) -> None:
    """Climate maps and satellite pictures (Blue Marble, public domain)."""
    from featherbrush.compression.data.builders import planet as builder

    _build(builder.build, out, given=given)


@build.command()
def atlas(
    out: OutOption,
    given: FromOption = None,
    relief: Annotated[Relief, typer.Option(help="Which relief map.")] = Relief.HEIGHTS,
) -> None:
    """Relief maps and satellite pictures, unpaired."""
    from featherbrush.compression.data.builders import atlas as builder

    _build(builder.build, out, given=given, relief=relief.value)


@build.command()
def landscape(
    out: OutOption,
    first: Annotated[int, typer.Option(min=0, help="The first seed.")] = 10000,
    count: Annotated[int, typer.Option(min=1, help="Number of seeds.")] = 3000,
    jobs: Annotated[int, typer.Option(min=1, help="Processes that render at once.")] = 1,
) -> None:
    """Rendered landscapes with exact label maps (CC0); needs numba."""
    from featherbrush.compression.data.builders import landscape as builder

    _tell(out, builder.build(out, first=first, count=count, jobs=jobs))


@app.command()
def check(folder: FolderArgument) -> None:
    """Say what is wrong with a folder, one line per finding; exit code 2 when it cannot be used."""
    from featherbrush.compression.data.layouts.check import examine
    from featherbrush.compression.data.store import DataError

    findings = examine(folder)
    for finding in findings:
        Console(soft_wrap=True, markup=False, highlight=False).print(str(finding))
    if fatal := sum(finding.fatal for finding in findings):
        raise DataError(f"{folder}: cannot be used as it is ({fatal} of the findings are errors)")


@app.command()
def convert(
    folder: FolderArgument,
    out: OutOption,
    size: Annotated[int, typer.Option(min=32, max=1024, help="Side of the squares, pixels.")] = 256,
    reverse: Annotated[
        bool, typer.Option(help="Aligned pictures: the right half is the input.")
    ] = False,
) -> None:
    """Bring a set of any known layout to the one that trainings read: squares of one size."""
    from featherbrush.compression.data.layouts.convert import convert as run

    about = run(folder, out, size=size, reverse=reverse)
    _tell(out, about)


def _build(builder: Callable[..., dict[str, Any]], out: Path, **options: Any) -> None:
    shelf = platformdirs.user_cache_path("featherbrush", appauthor=False) / "packages"
    _tell(out, builder(out, shelf=shelf, **options))


def _tell(out: Path, about: dict[str, Any]) -> None:
    text = f"{out}: {about['training']} for training, {about['held_out']} held out"
    Console(soft_wrap=True, markup=False, highlight=False).print(text)
