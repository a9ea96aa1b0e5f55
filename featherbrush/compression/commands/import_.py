"""`featherbrush-compress import`: a public checkpoint becomes a model file that the studio opens."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer
from rich.console import Console

from featherbrush.compression.commands.arguments import (
    ChannelsOption,
    ConfigOption,
    LabelsOption,
    SizeOption,
    Upsampling,
    UpsamplingOption,
    parse_size,
)
from featherbrush.engine.errors import FeatherbrushError

if TYPE_CHECKING:
    from torch import nn

    from featherbrush.compression.importing.cards import Origin
    from featherbrush.compression.networks.published.architectures import Architecture

EDGED_LABELS = (36, 184)
"""Label channels of the public Cityscapes and COCO-Stuff networks; their last one marks edges."""


class ImportOptionsError(FeatherbrushError):
    """Options of `import` that do not go together."""


class Family(StrEnum):
    """Where a ResNet network comes from."""

    PIX2PIX = "pix2pix"
    CYCLEGAN = "cyclegan"


class Input(StrEnum):
    """What an artist gives to a network that takes pictures."""

    PICTURE = "picture"
    SKETCH = "sketch"


def import_(
    file: Annotated[Path, typer.Argument(help="The checkpoint, as torch.save wrote it.")],
    architecture: Annotated[str, typer.Option(help="Such as resnet_9blocks, spade, munit.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The .onnx file to write.")],
    config: ConfigOption = None,
    channels: ChannelsOption = None,
    labels: LabelsOption = None,
    size: SizeOption = None,
    upsampling: UpsamplingOption = Upsampling.MORE,
    raw: Annotated[
        bool, typer.Option("--raw", help="The bare float network, for other tools.")
    ] = False,
    part: Annotated[
        str | None, typer.Option(help="Which network, of a file with several (MUNIT: a or b).")
    ] = None,
    edges: Annotated[
        bool | None,
        typer.Option(
            help="The last label channel marks edges of instances."
            " Unsaid: yes for 36 and 184 channels (Cityscapes, COCO-Stuff)."
        ),
    ] = None,
    classes: Annotated[
        Path | None, typer.Option(help="classes.json or palette file: names and colours.")
    ] = None,
    family: Annotated[Family, typer.Option(help="Of a ResNet network.")] = Family.CYCLEGAN,
    kind: Annotated[Input, typer.Option("--input", help="What is painted.")] = Input.PICTURE,
    title: Annotated[str | None, typer.Option(help="Name shown in the studio.")] = None,
    pair: Annotated[
        str | None, typer.Option(help="Name that an original and its compressed model share.")
    ] = None,
    license: Annotated[  # noqa: A002 - the option's name
        str | None, typer.Option(help="Licence of the weights; 'unknown' if left out.")
    ] = None,
    style_encoder: Annotated[
        Path | None, typer.Option(help="Write a MUNIT network's style encoder here, too.")
    ] = None,
) -> None:
    """Turn a public checkpoint into a model file; pickled objects are never run."""
    from featherbrush.compression.importing.cards import Origin

    _check_targets(out, style_encoder, raw=raw)
    found, network = _loaded(
        file,
        architecture,
        config,
        channels=channels,
        labels=labels,
        upsampling=upsampling.value,
        part=part,
    )
    if raw:
        return _report_raw(network, found, out)
    origin = Origin(
        checkpoint=file,
        title=title,
        pair=pair,
        license=license,
        family=family.value,
        input=kind.value,
    )
    _write(
        network,
        found,
        origin,
        out=out,
        size=size,
        edges=edges,
        classes=classes,
        style_encoder=style_encoder,
    )


def _check_targets(out: Path, style_encoder: Path | None, *, raw: bool) -> None:
    from featherbrush.engine.files import check_writable

    if raw and style_encoder is not None:
        raise ImportOptionsError("--style-encoder writes a model file; leave --raw out")
    if style_encoder is not None and style_encoder.resolve() == out.resolve():
        raise ImportOptionsError(f"{out}: --out and --style-encoder are the same file")
    for path in (out, style_encoder):
        if path is None:
            continue
        if path.suffix.lower() != ".onnx":
            raise ImportOptionsError(f"{path}: the name of a model file ends in .onnx")
        check_writable(path, error=ImportOptionsError)


def _loaded(
    file: Path,
    name: str,
    config: str | None,
    *,
    channels: int | None,
    labels: int | None,
    upsampling: str,
    part: str | None,
) -> tuple[Architecture, nn.Module]:
    from featherbrush.compression.importing.loading import load
    from featherbrush.compression.networks.published import architectures, spade

    return load(
        file,
        name=architectures.named(name),
        channels=channels,
        configuration=None if config is None else architectures.parse_configuration(name, config),
        labels=labels,
        upsampling=cast("spade.Upsampling", upsampling),
        part=part,
    )


def _report_raw(network: nn.Module, found: Architecture, out: Path) -> None:
    from featherbrush.compression.importing.raw import write_raw

    difference = write_raw(network, found, out)
    Console().print(f"{out}: {found}, float, largest difference {difference:.3g}", soft_wrap=True)


def _write(
    network: nn.Module,
    found: Architecture,
    origin: Origin,
    *,
    out: Path,
    size: str | None,
    edges: bool | None,
    classes: Path | None,
    style_encoder: Path | None,
) -> None:
    from featherbrush.compression.importing import cards, studio
    from featherbrush.compression.networks.published.munit import MunitGenerator

    if not found.takes_labels and (classes or edges):
        raise ImportOptionsError(
            f"{found.name} takes no label map: leave --classes and --edges out"
        )
    if style_encoder is not None and not isinstance(network, MunitGenerator):
        raise ImportOptionsError(f"{found.name} has no style encoder: leave --style-encoder out")
    edged = found.takes_labels and (found.labels in EDGED_LABELS if edges is None else edges)
    if edged and found.labels == 1:
        raise ImportOptionsError("one label channel cannot be for edges: there would be no class")
    written = studio.write_model(
        network,
        found,
        origin,
        path=out,
        size=parse_size(size) if size else found.published_size,
        classes=cards.load_classes(classes, count=found.labels - edged) if classes else (),
        edges=edged,
    )
    steps = f"largest difference {written.difference:.3g} of 255"
    edge_note = ", edges drawn from the classes" if edged else ""
    Console().print(f"{out}: {found}, {steps}{edge_note}", soft_wrap=True)
    if style_encoder is not None and isinstance(network, MunitGenerator):
        encoder = studio.write_style_encoder(network, found, written.card, path=style_encoder)
        Console().print(
            f"{style_encoder}: style encoder, largest difference {encoder.difference:.3g}",
            soft_wrap=True,
        )
