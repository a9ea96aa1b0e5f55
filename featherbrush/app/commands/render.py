"""`featherbrush render`: one picture of one label map."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from featherbrush.app.commands.choose import choose_model, library_for
from featherbrush.app.commands.interrupt import interruptible
from featherbrush.engine.arrays import Canvas, Style
from featherbrush.engine.canvas_check import check_extent
from featherbrush.engine.card import ModelCard
from featherbrush.engine.errors import LabelMapError, ModelFileError, PictureError, RenderError
from featherbrush.engine.files import check_writable, same_file
from featherbrush.engine.geometry import Extent
from featherbrush.engine.labels import fit, fit_extent, read_label_map
from featherbrush.engine.library import Library, ModelEntry
from featherbrush.engine.pictures import picture_format, read_picture, write_picture
from featherbrush.engine.style import style_from_seed


def render(
    labels: Annotated[
        Path,
        typer.Argument(metavar="LABELS", help="The label map: an indexed, grey or RGB image."),
    ],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="OUT.png", help="Where the picture goes."),
    ],
    model: Annotated[
        str | None,
        typer.Option(metavar="ID", help="A model's id, a pair's name, or an .onnx file."),
    ] = None,
    original: Annotated[
        bool, typer.Option("--original", help="The pair's original, not the compressed model.")
    ] = False,
    style: Annotated[
        str | None,
        typer.Option(
            metavar="SEED_OR_IMAGE",
            help="A whole number draws a style, an image lends its own. Default: the model's own.",
        ),
    ] = None,
    threads: Annotated[
        int | None,
        typer.Option(min=1, max=256, metavar="N", help="Default: one for each physical core."),
    ] = None,
    fit_map: Annotated[
        bool,
        typer.Option("--fit", help="Resize the map to the nearest size that the model takes."),
    ] = False,
) -> None:
    """Render the picture of a label map.

    Without --model the first pair's compressed model renders. Pixels of the map are class ids or
    the classes' exact colours; `featherbrush models --json` lists both. The picture is written
    whole or not at all, as .png, .jpg or .webp.
    """
    _check_output(output, labels, style)
    library = library_for(model)
    entry = choose_model(library, model, original=original)
    canvas = _read_canvas(labels, entry.card, fit_map=fit_map)
    chosen = _read_style(style, entry.card, library)
    milliseconds = _render_to(output, entry, canvas, style=chosen, threads=threads)
    extent = Extent.of(canvas)
    typer.echo(f"{output}: {extent} pixels by {entry.card.id} in {milliseconds:.0f} ms")


def _check_output(output: Path, labels: Path, style: str | None) -> None:
    """Before the work, whatever would make it useless after."""
    picture_format(output)
    check_writable(output, error=PictureError)
    if same_file(output, labels):
        raise PictureError(f"{output}: would overwrite the label map; give another name with -o")
    if style is not None and _seed(style) is None and same_file(output, Path(style)):
        raise PictureError(
            f"{output}: would overwrite the picture that lends its style; give another name with -o"
        )


def _seed(text: str) -> int | None:
    """The whole number that --style is, None where it names an image."""
    try:
        return int(text)
    except ValueError:
        return None


def _read_canvas(path: Path, card: ModelCard, *, fit_map: bool) -> Canvas:
    labels = card.input == "labels"
    canvas = read_label_map(path, card.classes) if labels else read_picture(path)
    if fit_map:
        canvas = fit(canvas, multiple=card.multiple)
    extent = Extent.of(canvas)
    try:
        check_extent(extent, card)
    except RenderError as error:
        nearest = fit_extent(extent, multiple=card.multiple)
        raise LabelMapError(f"{path}: {error}; add --fit to render it at {nearest}") from error
    return canvas


def _read_style(text: str | None, card: ModelCard, library: Library) -> Style | None:
    """The style of --style: of a seed, or of an image through the pair's style encoder."""
    if text is None:
        return None
    if not card.style_size:
        raise RenderError(f"{card.id} takes no style; leave --style out")
    seed = _seed(text)
    if seed is not None:
        return style_from_seed(seed, card.style_size)
    picture = read_picture(Path(text))
    encoder = library.style_encoder(card.pair)
    if encoder is None:
        raise ModelFileError(
            f"the pair {card.pair} has no style encoder; give --style a whole number"
        )
    from featherbrush.engine.style_encoder import StyleEncoder

    return StyleEncoder(encoder.path).encode(picture)


def _render_to(
    output: Path, entry: ModelEntry, canvas: Canvas, *, style: Style | None, threads: int | None
) -> float:
    """Render and write; the milliseconds that the model took."""
    from featherbrush.engine.generator import Generator

    generator = Generator(entry.path, threads=threads)
    began = time.perf_counter()
    picture = interruptible(lambda stop: generator.render(canvas, style, cancellation=stop))
    milliseconds = (time.perf_counter() - began) * 1000.0
    write_picture(output, picture)
    return milliseconds
