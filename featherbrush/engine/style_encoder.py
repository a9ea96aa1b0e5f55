"""Takes a style from any picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from featherbrush.engine.arrays import AnyArray, Style
from featherbrush.engine.card import ModelCard, read_card
from featherbrush.engine.errors import ModelFileError, RenderError
from featherbrush.engine.session import (
    brief,
    expect_sizes,
    expect_tensor,
    open_session,
    run_options,
)


class StyleEncoder:
    """A loaded style encoder: picture in, style out."""

    def __init__(self, path: Path, *, threads: int | None = None) -> None:
        """Load a model file of the role style-encoder; raises ModelFileError for any other."""
        self._card = read_card(path)
        if self._card.role != "style-encoder":
            raise ModelFileError(f"{path}: not a style encoder but a model that makes pictures")
        self._session = open_session(path, threads=threads)
        inputs = {entry.name: entry for entry in self._session.get_inputs()}
        outputs = {entry.name: entry for entry in self._session.get_outputs()}
        if set(inputs) != {"canvas"} or "style" not in outputs:
            raise ModelFileError(f"{path}: a style encoder takes 'canvas' and gives 'style'")
        expect_tensor(inputs["canvas"], name="canvas", kind="uint8", rank=4, path=path)
        expect_tensor(outputs["style"], name="style", kind="float", rank=2, path=path)
        expect_sizes(outputs["style"], name="style", sizes=(1, self._card.style_size), path=path)

    @property
    def card(self) -> ModelCard:
        """The encoder's card."""
        return self._card

    def encode(self, picture: AnyArray) -> Style:
        """The style of a picture: uint8 [H, W, 3] of any size -> float32 [S].

        The picture is resized to the encoder's native size. Raises RenderError.
        """
        if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3:
            raise RenderError(
                f"{self._card.id}: a picture is uint8 [H, W, 3], this one is {picture.dtype}"
                f" {picture.shape}"
            )
        resized = Image.fromarray(picture).resize(self._card.native, Image.Resampling.BICUBIC)
        try:
            (style,) = self._session.run(
                ["style"], {"canvas": np.asarray(resized)[None]}, run_options()
            )
        except Exception as error:  # onnxruntime has no common base class for its errors
            raise RenderError(f"{self._card.id}: the model failed: {brief(error)}") from error
        if style.shape != (1, self._card.style_size) or not np.isfinite(style).all():
            raise RenderError(f"{self._card.id}: the encoder made no valid style of this picture")
        encoded: Style = style[0]
        return encoded
