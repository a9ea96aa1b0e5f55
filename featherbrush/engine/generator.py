"""One loaded model: canvas and style in, picture out."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from featherbrush.engine.arrays import AnyArray, Canvas, Picture, Style
from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.canvas_check import check_canvas
from featherbrush.engine.card import ModelCard, read_card
from featherbrush.engine.errors import Cancelled, ModelFileError, RenderError
from featherbrush.engine.session import (
    brief,
    expect_sizes,
    expect_tensor,
    open_session,
    run_options,
)

if TYPE_CHECKING:
    import onnxruntime

__all__ = ["Cancellation", "Cancelled", "Generator"]


class Generator:
    """A model that makes pictures. Loading takes a fraction of a second: not in the GUI thread.

    `render` may be called from any thread; `cancel` and `close` too, at any time.
    """

    def __init__(self, path: Path, *, threads: int | None = None, spinning: bool = False) -> None:
        """Load a model file.

        threads: of one run, None for all physical cores. spinning: idle threads spin between
        runs, which shortens runs that follow closely and burns a core meanwhile.
        Raises ModelFileError when the file is not a model that makes pictures.
        """
        self._path = path
        self._card = read_card(path)
        if self._card.role == "style-encoder":
            raise ModelFileError(f"{path}: a style encoder; it makes styles, not pictures")
        session = open_session(path, threads=threads, spinning=spinning)
        _check_signature(session, self._card, path)
        self._session: onnxruntime.InferenceSession | None = session
        self._lock = threading.Lock()
        self._in_flight: set[Cancellation] = set()
        self._shape: tuple[int, ...] = ()

    @property
    def card(self) -> ModelCard:
        """The model's card."""
        return self._card

    @property
    def path(self) -> Path:
        """The model's file."""
        return self._path

    def render(
        self,
        canvas: AnyArray,
        style: AnyArray | None = None,
        *,
        cancellation: Cancellation | None = None,
    ) -> Picture:
        """The picture of a canvas.

        canvas: uint8 [H, W] of class ids, or [H, W, 3] for a sketch or picture model, both sides
        multiples of the card's `multiple`. style: float32 [S], None for the card's default.
        cancellation: stops this very run, even before it has begun.
        Returns uint8 [H, W, 3], which belongs to the caller. Raises RenderError for an input that
        the model does not take or a run that failed, Cancelled when it was stopped.
        """
        canvas = check_canvas(canvas, self._card)
        feed: dict[str, AnyArray] = {"canvas": canvas[None]}
        if self._card.style_size:
            feed["style"] = self._checked_style(style)[None]
        elif style is not None:
            raise RenderError(f"{self._card.id}: takes no style")
        return self._run(feed, canvas, cancellation or Cancellation())

    def cancel(self) -> None:
        """Stop the runs in flight: their `render` raises Cancelled. Later runs are not touched."""
        with self._lock:
            in_flight = tuple(self._in_flight)
        for cancellation in in_flight:
            cancellation.cancel()

    def close(self) -> None:
        """Stop what runs and let go of the model; `render` raises RenderError from now on."""
        with self._lock:
            self._session = None
        self.cancel()

    def _run(
        self, feed: dict[str, AnyArray], canvas: Canvas, cancellation: Cancellation
    ) -> Picture:
        with self._lock:
            session = self._session
            if session is None:
                raise RenderError(f"{self._card.id}: the model was closed")
            # The arena keeps the largest canvas for ever unless told to shrink when sizes change.
            shrink, self._shape = self._shape not in ((), canvas.shape), canvas.shape
            self._in_flight.add(cancellation)
        options = run_options(shrink=shrink)
        cancellation.on_cancel(lambda: setattr(options, "terminate", True))
        try:
            (picture,) = session.run(["picture"], feed, options)
        except Exception as error:  # onnxruntime has no common base class for its errors
            cancellation.check()
            raise RenderError(f"{self._card.id}: the model failed: {brief(error)}") from error
        finally:
            with self._lock:
                self._in_flight.discard(cancellation)
        cancellation.check()
        return self._checked_picture(picture, canvas)

    def _checked_style(self, style: AnyArray | None) -> Style:
        size = self._card.style_size
        if style is None:
            return self._card.default_vector
        array = np.asarray(style)
        if array.shape != (size,) or array.dtype.kind not in "fiu":
            raise RenderError(
                f"{self._card.id}: a style is {size} numbers, this one is {array.dtype}"
                f" {array.shape}"
            )
        if not np.isfinite(array).all():
            raise RenderError(f"{self._card.id}: the style has numbers that are not finite")
        return np.ascontiguousarray(array, np.float32)

    def _checked_picture(self, picture: Any, canvas: Canvas) -> Picture:
        wanted = (1, *canvas.shape[:2], 3)
        if picture.dtype != np.uint8 or picture.shape != wanted:
            raise RenderError(
                f"{self._card.id}: the model made {picture.dtype} {picture.shape} where"
                f" uint8 {wanted} was due; the model file is not a Featherbrush model"
            )
        checked: Picture = picture[0]
        return checked


def _check_signature(session: onnxruntime.InferenceSession, card: ModelCard, path: Path) -> None:
    """Raise ModelFileError unless inputs and output are what the card promises."""
    inputs = {entry.name: entry for entry in session.get_inputs()}
    outputs = {entry.name: entry for entry in session.get_outputs()}
    wanted = {"canvas", "style"} if card.style_size else {"canvas"}
    if set(inputs) != wanted or "picture" not in outputs:
        raise ModelFileError(
            f"{path}: takes {_names(inputs)} and gives {_names(outputs)}; its card promises"
            f" {_names(wanted)} and 'picture'"
        )
    canvas = (1, "H", "W") if card.input == "labels" else (1, "H", "W", 3)
    _expect_input(inputs["canvas"], name="canvas", kind="uint8", sizes=canvas, path=path)
    if card.style_size:
        style = (1, card.style_size)
        _expect_input(inputs["style"], name="style", kind="float", sizes=style, path=path)
    # Its sizes are looked at in every run: what a file says of them need not be so.
    expect_tensor(outputs["picture"], name="picture", kind="uint8", rank=4, path=path)


def _expect_input(
    found: Any, *, name: str, kind: str, sizes: Sequence[int | str], path: Path
) -> None:
    expect_tensor(found, name=name, kind=kind, rank=len(sizes), path=path)
    expect_sizes(found, name=name, sizes=sizes, path=path)


def _names(names: Any) -> str:
    return ", ".join(f"'{name}'" for name in sorted(names)) or "nothing"
