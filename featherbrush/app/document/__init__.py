"""What the artist makes: the label map with its history, palette and file. No widgets."""

from featherbrush.app.document.document import Document
from featherbrush.app.document.palette import Palette

__all__ = ["Document", "Palette"]
