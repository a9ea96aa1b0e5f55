"""The command line of the pipeline: `featherbrush-compress`, one command per stage and one for all of them."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console

from featherbrush.compression.commands import data as data_commands
from featherbrush.compression.commands.import_ import import_
from featherbrush.compression.commands.profile import profile
from featherbrush.engine.errors import FeatherbrushError

if TYPE_CHECKING:
    from featherbrush.compression.networks.elastic import Widths
    from featherbrush.compression.stages.run import Run

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Train an original, distil and search a light model from it, export and judge the pair.",
)

app.add_typer(data_commands.app, name="data")
app.command()(profile)
app.command(name="import")(import_)

RecipeArgument = Annotated[str, typer.Argument(help="A bundled recipe's name or a .toml file.")]
FolderOption = Annotated[Path | None, typer.Option(help="Folder of the run (runs/NAME).")]
DataOption = Annotated[Path | None, typer.Option(help="Data folder, instead of the recipe's.")]
SmokeOption = Annotated[bool, typer.Option(help="The whole path on a few pictures, in minutes.")]
WidthsOption = Annotated[
    str | None,
    typer.Option(help="Widths such as 128_128_128_64_32_16, instead of the search's choice."),
]
ExtraOption = Annotated[
    Path | None, typer.Option(help="Folder of further held-out renderings to judge with.")
]

InceptionOption = Annotated[
    Path | None,
    typer.Option(help="Inception's weights (pt_inception-2015-12-05): adds true FID and KID."),
]
DrawnOption = Annotated[
    Path | None, typer.Option(help="Folder of drawn label maps to show in the report.")
]


@app.command()
def train(
    recipe: RecipeArgument,
    folder: FolderOption = None,
    data: DataOption = None,
    smoke: SmokeOption = False,
) -> None:
    """Train the original; continues from its last checkpoint."""
    from featherbrush.compression.stages.original import train_original

    train_original(_run(recipe, folder, data, smoke=smoke))


@app.command()
def mobile(
    recipe: RecipeArgument,
    folder: FolderOption = None,
    data: DataOption = None,
    smoke: SmokeOption = False,
) -> None:
    """Distil the mobile student that the supernet begins as (recipes with a section mobile)."""
    from featherbrush.compression.stages.student import train_mobile

    train_mobile(_run(recipe, folder, data, smoke=smoke))


@app.command()
def distill(
    recipe: RecipeArgument,
    folder: FolderOption = None,
    data: DataOption = None,
    smoke: SmokeOption = False,
) -> None:
    """Distil the original into a supernet; continues from its last checkpoint."""
    from featherbrush.compression.stages.student import train_supernet

    train_supernet(_run(recipe, folder, data, smoke=smoke))


@app.command()
def search(
    recipe: RecipeArgument,
    folder: FolderOption = None,
    data: DataOption = None,
    smoke: SmokeOption = False,
    budget_ms: Annotated[float | None, typer.Option(help="Milliseconds per picture.")] = None,
    budget_macs: Annotated[float | None, typer.Option(help="MACs per picture.")] = None,
    storage: Annotated[str | None, typer.Option(help="Optuna storage URL (shared search).")] = None,
) -> None:
    """Search the supernet for the best sub-network within a budget; resumes."""
    from featherbrush.compression.search.study import open_study
    from featherbrush.compression.stages.search import search_student

    run = _run(recipe, folder, data, smoke=smoke)
    budgets = {"budget_ms": budget_ms, "budget_macs": budget_macs}
    given = {name: value for name, value in budgets.items() if value is not None}
    with _first_process_only(run) as mine:
        if mine:
            if storage is not None:  # a mistake in it is found before anything slow
                space, name = run.recipe.supernet.space(), run.recipe.pair.name
                open_study(space, storage=storage, name=name)
            search_student(_with_budget(run, given) if given else run, storage=storage)


@app.command()
def finetune(
    recipe: RecipeArgument,
    folder: FolderOption = None,
    data: DataOption = None,
    smoke: SmokeOption = False,
    widths: WidthsOption = None,
) -> None:
    """Train the chosen sub-network on, alone; continues from its last checkpoint."""
    from featherbrush.compression.stages import student

    run = _run(recipe, folder, data, smoke=smoke)
    student.finetune(run, _widths(run, widths))


@app.command()
def export(
    recipe: RecipeArgument,
    folder: FolderOption = None,
    data: DataOption = None,
    smoke: SmokeOption = False,
    widths: WidthsOption = None,
) -> None:
    """Write the model files, each proven equal to its torch network."""
    from featherbrush.compression.stages.export import export_pair

    run = _run(recipe, folder, data, smoke=smoke)
    with _first_process_only(run) as mine:
        written = export_pair(run, _widths(run, widths)) if mine else []
    for done in written:
        size = done.path.stat().st_size / 1e6
        Console().print(f"{done.path}: {size:.1f} MB, largest difference {done.difference:.3g}")
        if done.int8 is not None:
            Console().print(f"  {done.int8}: {'kept' if done.int8.earned else 'not kept'}")


@app.command()
def evaluate(
    recipe: RecipeArgument,
    folder: FolderOption = None,
    data: DataOption = None,
    smoke: SmokeOption = False,
    extra_real: ExtraOption = None,
    drawn: DrawnOption = None,
    inception: InceptionOption = None,
) -> None:
    """Judge the pair on held-out maps and write the figures into the cards."""
    from dataclasses import replace

    from featherbrush.compression.evaluation.bars import ratios
    from featherbrush.compression.evaluation.evaluate import Settings
    from featherbrush.compression.stages import evaluate as stage
    from featherbrush.compression.stages import report

    run = _run(recipe, folder, data, smoke=smoke)
    settings = replace(stage.SMOKE if smoke else Settings(), inception=inception)
    with _first_process_only(run) as mine:
        if not mine:
            return
        _check_drawn(run, drawn)
        evaluation = stage.evaluate(run, extra_real=extra_real, settings=settings)
    for bar in ratios(evaluation):
        mark = {True: "held", False: "MISSED", None: "not judged"}[bar.holds]
        Console().print(
            f"{mark}: {bar.name} {bar.measured:.2f} {bar.unit} (at most {bar.limit:.2f}) {bar.note}"
        )
    Console().print(f"report: {report.write(run, evaluation, drawn=drawn)}")


@app.command()
def run(
    recipe: RecipeArgument,
    folder: FolderOption = None,
    data: DataOption = None,
    smoke: SmokeOption = False,
    extra_real: ExtraOption = None,
    drawn: DrawnOption = None,
) -> None:
    """All stages in order; run it again after an interruption and it goes on where it stopped."""
    arguments = (recipe, folder, data, smoke)
    if drawn is not None:
        _check_drawn(_run(recipe, folder, data, smoke=smoke), drawn)
    stages: list[Callable[[], None]] = [
        lambda: train(*arguments),
        *([lambda: mobile(*arguments)] if _has_mobile(recipe) else []),
        lambda: distill(*arguments),
        lambda: search(*arguments),
        lambda: finetune(*arguments),
        lambda: export(*arguments),
        lambda: evaluate(*arguments, extra_real=extra_real, drawn=drawn),
    ]
    for stage in stages:
        stage()


def main() -> None:
    """Entry point: user errors are one line on stderr and exit code 2."""
    try:
        app(standalone_mode=False)
        _leave()
    except FeatherbrushError as error:
        _complain(f"{error}{_advice(error.__cause__)}")
    except (KeyboardInterrupt, typer.Abort):
        print("featherbrush-compress: stopped; run the same command to go on", file=sys.stderr)
        sys.exit(130)
    except OSError as error:
        if error.strerror is None:  # not of the system: a fault of ours
            raise
        # What fails while an open file is written has no name.
        where = "" if error.filename is None else f"{error.filename}: "
        _complain(f"{where}{error.strerror}{_advice(error)}")
    except Exception as error:
        # Typer's usage errors share no public base class across its versions.
        tell = getattr(error, "format_message", None)
        if tell is None:
            raise
        if not tell():  # without arguments: the help is already shown
            sys.exit(2)
        _complain(f"{tell()} (see featherbrush-compress --help)")


def _leave() -> None:
    """Wait for the other processes of a torchrun; a command that loaded no torch has none."""
    parallel = sys.modules.get("featherbrush.compression.training.parallel")
    if parallel is not None:
        parallel.leave()


@contextmanager
def _first_process_only(run: Run) -> Iterator[bool]:
    """Whether this process does what only one of several must; the others wait for it."""
    yield run.fabric.is_global_zero
    run.fabric.barrier()


def _advice(error: BaseException | None) -> str:
    """What to do about a full disk; nothing for other errors."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "; make room and run the same command, it goes on from the last checkpoint"
    return ""


def _complain(message: str) -> NoReturn:
    print(f"featherbrush-compress: {' '.join(message.split())}", file=sys.stderr)
    sys.exit(2)


def _run(recipe: str, folder: Path | None, data: Path | None, *, smoke: bool) -> Run:
    from featherbrush.compression import recipe as recipes
    from featherbrush.compression.stages.run import Run
    from featherbrush.compression.training.parallel import open_fabric

    loaded = recipes.load_recipe(_recipe_path(recipe))
    if smoke:
        loaded = recipes.smoke(loaded)
    if data is not None:
        loaded = loaded.model_copy(update={"data": loaded.data.model_copy(update={"folder": data})})
    name = loaded.pair.name + ("-smoke" if smoke else "")
    return Run(loaded, folder or Path("runs") / name, open_fabric())


def _has_mobile(recipe: str) -> bool:
    from featherbrush.compression import recipe as recipes

    return recipes.load_recipe(_recipe_path(recipe)).mobile is not None


def _recipe_path(name: str) -> Path:
    if name.endswith(".toml"):
        return Path(name)
    return Path(str(resources.files("featherbrush.compression") / "recipes" / f"{name}.toml"))


def _with_budget(run: Run, budgets: dict[str, float]) -> Run:
    from dataclasses import replace

    cleared = {"budget_ms": None, "budget_macs": None}
    table = run.recipe.search.model_copy(update=cleared | budgets)
    return replace(run, recipe=run.recipe.model_copy(update={"search": table}))


def _check_drawn(run: Run, drawn: Path | None) -> None:
    """Read the drawn maps: what is wrong with them is said before anything slow."""
    from featherbrush.compression.evaluation.drawn import drawn_maps

    if drawn is not None:
        drawn_maps(drawn, run.held_out_data, multiple=run.recipe.multiple)


def _widths(run: Run, text: str | None) -> Widths:
    from featherbrush.compression.networks.elastic import Widths
    from featherbrush.compression.search.front import load_choice

    if text is None:
        text = load_choice(run.folder / "search" / "front.json").widths
    supernet = run.recipe.supernet
    try:
        widths = Widths.parse(text)
    except ValueError as error:
        raise typer.BadParameter(
            f"widths: numbers such as {supernet.space().largest}, not {text}"
        ) from error
    try:
        supernet.check(widths)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    return widths


if __name__ == "__main__":
    main()
