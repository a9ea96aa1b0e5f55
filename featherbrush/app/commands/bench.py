"""`featherbrush bench`: how fast the models are on this machine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from featherbrush.app.commands.choose import choose_pairs, library_for
from featherbrush.app.commands.console import count, megabytes, print_json, print_table, warn
from featherbrush.app.commands.interrupt import interruptible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from featherbrush.engine.bench import BenchReport, MemberBench, PairBench, Settings
    from featherbrush.engine.library import Pair

_HEADER = ("pair", "size", "model", "median", "p95", "MACs", "parameters", "file", "peak memory")


def bench(
    model: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Only this pair: its name, a member's id or .onnx file."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The whole report as JSON.")] = False,
    runs: Annotated[int, typer.Option(min=1, max=10_000, help="Timed pictures per model.")] = 20,
    threads: Annotated[
        int | None,
        typer.Option(min=1, max=256, metavar="N", help="Default: one for each physical core."),
    ] = None,
) -> None:
    """Measure originals against their compressed models, here and now.

    Both members of a pair render the bundled example maps in turns, after a warm-up, so that
    whatever else the machine does hits both. Memory is measured in a process of its own for each.
    Close other programs first: what they take is missing here. A pair that fails is told about on
    stderr and left out; the exit code is 2 then.
    """
    from featherbrush.engine.bench import Settings

    pairs = choose_pairs(library_for(model), model)
    report = _measure(pairs, Settings(runs=runs, threads=threads))
    for failure in report.failed:
        warn(f"the pair {failure.pair} cannot be measured: {failure.reason}")
    if report.pairs and as_json:
        print_json(report.to_json())
    elif report.pairs:
        _print(report)
    if report.failed:
        raise typer.Exit(2)


def _measure(pairs: Sequence[Pair], settings: Settings) -> BenchReport:
    """The report; a terminal sees a progress bar, which is gone when it is done."""
    from featherbrush.engine import bench as engine

    if not sys.stderr.isatty():
        return interruptible(lambda stop: engine.bench(pairs, settings=settings, cancellation=stop))
    from rich.console import Console
    from rich.progress import Progress

    # Redrawing happens between two timed runs, never on a thread of its own beside them.
    with Progress(console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("measuring")

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, refresh=True)

        return interruptible(
            lambda stop: engine.bench(pairs, settings=settings, progress=advance, cancellation=stop)
        )


def _print(report: BenchReport) -> None:
    rows = [
        _row(pair, member) for pair in report.pairs for member in (pair.original, pair.compressed)
    ]
    print_table("Milliseconds per picture", _HEADER, rows)
    for pair in report.pairs:
        typer.echo(
            f"{pair.pair}: the compressed model is {pair.time_ratio:.1f} times faster, with"
            f" {pair.macs_ratio:.1f} times fewer MACs; maps: {', '.join(pair.canvases)}"
        )
    load = "" if report.load is None else f", load {report.load} at the start"
    typer.echo(
        f"{report.runs} runs each after {report.warm_up} to warm up, {report.threads} threads"
        f"{load}, {report.date}; {report.machine}"
    )


def _row(pair: PairBench, member: MemberBench) -> tuple[str, ...]:
    size = f"{pair.width}x{pair.height}"
    times = (f"{member.median_ms:.1f} ms", f"{member.p95_ms:.1f} ms")
    weight = (count(member.macs), count(member.parameters), megabytes(member.bytes))
    return (pair.pair, size, member.id, *times, *weight, megabytes(member.peak_memory))
