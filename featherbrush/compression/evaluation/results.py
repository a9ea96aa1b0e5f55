"""What an evaluation found, as plain data that is stored as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from featherbrush.compression.evaluation.agreement import Agreement
from featherbrush.compression.evaluation.segmentation import Segmentation
from featherbrush.compression.evaluation.wasserstein import SlicedDistance
from featherbrush.engine.errors import FeatherbrushError
from featherbrush.engine.files import write_whole

Judged = Literal["floor", "original", "compressed"]
ENOUGH = 1000
"""Pictures on each side below which a Frechet distance is mostly sampling error."""


class EvaluationError(FeatherbrushError):
    """An evaluation cannot be made, read or written, or does not belong to the file."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Distances(_Part):
    """How far a set of pictures is from the real held-out ones; lower is closer.

    `kernel` and `sliced` are times 1,000.
    """

    frechet: float
    kernel: float
    sliced: SlicedDistance


class InceptionDistances(_Part):
    """FID and KID (times 1,000) on Inception v3, of pictures against the real held-out ones."""

    fid: float
    kid: float


class ModelResult(_Part):
    """One model's figures. `graph` is the digest of the file without its card; no classes, no segmentation.

    diversity: of its pictures in different styles (see diversity.py); None without styles.
    """

    id: str
    graph: str
    bytes: int
    macs: int
    parameters: int
    distances: Distances
    segmentation: Segmentation | None = None
    diversity: float | None = None


class Floor(_Part):
    """What real pictures reach: training ones as if they had been generated, held-out ones as read
    by the segmenter. No generator is expected to do better."""

    distances: Distances
    segmentation: Segmentation | None = None


class Samples(_Part):
    """What stood on each side of the distances: `pictures` = `distinct` + `mirrored`."""

    pictures: int
    distinct: int
    mirrored: int
    training: int

    @property
    def enough(self) -> bool:
        """Whether a Frechet distance over so many pictures is worth printing."""
        return self.pictures >= ENOUGH


class Evaluation(_Part):
    """A pair judged on held-out conditions. `protocol` explains each figure in one or two lines.

    inception: None where no weights were given.
    """

    schema_version: int = 1
    pair: str
    original: ModelResult
    compressed: ModelResult
    floor: Floor
    agreement: Agreement
    samples: Samples
    inception: dict[Judged, InceptionDistances] | None = None
    maps: str
    style: str
    protocol: dict[str, str]
    machine: str
    date: str
    seconds: float

    def write(self, path: Path) -> None:
        """Store as JSON, whole or not at all. Raises EvaluationError."""
        text = self.model_dump_json(indent=1)
        write_whole(path, text.encode(), error=EvaluationError)

    @classmethod
    def read(cls, path: Path) -> Evaluation:
        """What `write` stored. Raises EvaluationError for a missing or foreign file."""
        try:
            return cls.model_validate_json(path.read_bytes())
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
            raise EvaluationError(f"{path}: not a stored evaluation: {reason}") from error
