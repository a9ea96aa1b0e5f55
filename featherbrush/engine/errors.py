"""What can go wrong in the engine, each as one line that a person can act on."""


class FeatherbrushError(Exception):
    """One line that says what is wrong, where, and what to do about it."""

    def __init__(self, message: str) -> None:
        """Keep `message` on one line, whatever a library put into it."""
        super().__init__(" ".join(message.split()))


class ModelFileError(FeatherbrushError):
    """A model file is missing, damaged, not ours, or not to be trusted."""


class LabelMapError(FeatherbrushError):
    """A label map cannot be read, has classes that the model lacks, or cannot be written."""


class PictureError(FeatherbrushError):
    """A picture cannot be read or written."""


class RenderError(FeatherbrushError):
    """A model refused a canvas or style, or failed while rendering."""


class Cancelled(FeatherbrushError):  # noqa: N818 - an outcome that was asked for, not a fault
    """A run was stopped on request. Deliberately no RenderError: nothing went wrong."""


class DocumentError(FeatherbrushError):
    """A document cannot be read or written: damaged, of another version, or not to be trusted."""
