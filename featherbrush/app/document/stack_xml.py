"""The stack.xml of an OpenRaster file: which layers there are, from top to bottom.

Written after the OpenRaster layer stack specification, baseline (https://www.openraster.org).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from featherbrush.engine.errors import DocumentError
from featherbrush.engine.geometry import Extent

VERSION = "0.0.3"
LARGEST = 1 << 20
_MOST_LAYERS = 1000


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: the member that holds it, and how it shows. `opacity` from 0 to 1."""

    name: str
    source: str
    opacity: float = 1.0
    visible: bool = True


def write_stack(layers: Iterable[Layer], extent: Extent) -> bytes:
    """The stack.xml of layers that all cover the canvas, the topmost first."""
    rows = "".join(f"    {_element(layer)}\n" for layer in layers)
    text = (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        f'<image version="{VERSION}" w="{extent.width}" h="{extent.height}">\n'
        f"  <stack>\n{rows}  </stack>\n</image>\n"
    )
    return text.encode()


def read_stack(data: bytes, *, where: str) -> tuple[Layer, ...]:
    """The layers of a stack.xml, the topmost first; groups are looked into.

    Raises DocumentError for text that is no XML, or declares a document type: that is where
    entities come from, and no OpenRaster file needs one. Nothing is fetched from anywhere.
    """
    if len(data) > LARGEST:
        raise DocumentError(f"{where}: refused, stack.xml has more than {LARGEST} bytes")
    layers: list[Layer] = []

    def refuse(*_: object) -> int:
        raise DocumentError(f"{where}: refused, stack.xml declares a document type")

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "layer":
            layers.append(_layer(attributes))
        if len(layers) > _MOST_LAYERS:
            raise DocumentError(f"{where}: refused, it has more than {_MOST_LAYERS} layers")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as problem:
        raise DocumentError(f"{where}: damaged, stack.xml is no XML: {problem}") from problem
    return tuple(layers)


def _element(layer: Layer) -> str:
    shown = "visible" if layer.visible else "hidden"
    return (
        f"<layer name={quoteattr(layer.name)} src={quoteattr(layer.source)} x='0' y='0'"
        f" opacity='{layer.opacity:.6g}' visibility='{shown}' composite-op='svg:src-over'/>"
    )


def _layer(attributes: dict[str, str]) -> Layer:
    try:
        opacity = float(attributes.get("opacity", "1"))
    except ValueError:
        opacity = 1.0
    return Layer(
        attributes.get("name", ""),
        attributes.get("src", ""),
        opacity=min(max(opacity, 0.0), 1.0) if math.isfinite(opacity) else 1.0,
        visible=attributes.get("visibility", "visible") != "hidden",
    )
