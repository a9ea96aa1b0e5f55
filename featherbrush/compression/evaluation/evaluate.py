"""Judges a pair: original and compressed model, against real pictures and against each other.

- Both models render the same held-out conditions (label maps, sketches, pictures) in the same
  styles; each style is taken, through the style encoder's model file, from the condition's own
  real picture, so that light and season are distributed as in the real pictures and a distance
  measures the model and not the choice of styles.
- Real held-out pictures are few. Further held-out renderings can be given, and mirror images (of
  maps on one side, of pictures on the other) fill up to the number wanted; both sides have the
  same composition.
- The floor is what real training pictures score in the same place, in the same number. At 1,000
  pictures it is mostly sampling error, which is why the number is printed with every distance.
- Everything is rendered by the engine from the files that ship; torch only judges. The original's
  pictures and the real side are kept in the cache: judging another compressed model takes two
  minutes.
"""

from __future__ import annotations

import datetime
import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from featherbrush.compression.data.store import LabelledStore, Store
from featherbrush.compression.evaluation.agreement import Agreement, agreement
from featherbrush.compression.evaluation.arrays import Named, digest, kept
from featherbrush.compression.evaluation.conditions import (
    canvases,
    described,
    prepared,
    truth,
)
from featherbrush.compression.evaluation.distances import frechet_distance, kernel_distance
from featherbrush.compression.evaluation.diversity import style_diversity
from featherbrush.compression.evaluation.inception import inception_features, load_inception
from featherbrush.compression.evaluation.judge import Pictures
from featherbrush.compression.evaluation.observing import Observation, observe
from featherbrush.compression.evaluation.protocol import describe
from featherbrush.compression.evaluation.rendering import (
    Maps,
    Styles,
    own_styles,
    render_maps,
    seeded_styles,
)
from featherbrush.compression.evaluation.results import (
    Distances,
    Evaluation,
    EvaluationError,
    Floor,
    InceptionDistances,
    Judged,
    ModelResult,
)
from featherbrush.compression.evaluation.samples import Selection, matching, select
from featherbrush.compression.evaluation.segmentation import Labels, Segmentation, scores
from featherbrush.compression.evaluation.segmenter import (
    Segmenter,
    SegmenterTraining,
    train_or_load,
)
from featherbrush.compression.evaluation.wasserstein import (
    Patches,
    Sampling,
    SlicedDistance,
    compare,
    draw_patches,
)
from featherbrush.compression.export.cards import graph_digest, read_model_card
from featherbrush.compression.networks.inception import Inception
from featherbrush.engine.card import ModelCard
from featherbrush.engine.machine import describe_machine

_FORMAT = 1


@dataclass(frozen=True)
class Settings:
    """How much is looked at, and how.

    pictures: on each side of the distances. maps: which label maps are rendered. agreeing: pictures compared one by
    one. diverse: conditions drawn in different styles. threads: of the engine, None for all cores. device: of the
    judging network. inception: a file of Inception's weights, for FID and KID.
    """

    pictures: int = 1024
    maps: Maps = "exact"
    agreeing: int = 256
    diverse: int = 64
    threads: int | None = None
    device: str = "cpu"
    inception: Path | None = None
    sampling: Sampling = field(default_factory=Sampling)
    segmenter: SegmenterTraining = field(default_factory=SegmenterTraining)


@dataclass(frozen=True)
class _Court:
    """What both models are judged by: maps, styles, the real side, and the segmenter."""

    maps: Labels
    distinct: int
    styles: Styles | None
    real: Observation
    patches: Patches
    segmenter: Segmenter | None
    settings: Settings

    def distances(self, seen: Observation, sliced: SlicedDistance) -> Distances:
        return Distances(
            frechet=frechet_distance(seen.features, self.real.features),
            kernel=1000 * kernel_distance(seen.features, self.real.features),
            sliced=sliced,
        )

    def sliced(self, pictures: Pictures) -> SlicedDistance:
        patches = draw_patches(pictures, self.settings.sampling)
        return compare(patches, self.patches, sampling=self.settings.sampling)

    def segmentation(self, seen: Observation) -> Segmentation | None:
        if self.segmenter is None:
            return None
        return scores(seen.counts, self.segmenter.names, pictures=self.distinct)


def evaluate_pair(
    original: Path,
    compressed: Path,
    *,
    held_out: Store,
    training: Store,
    cache: Path,
    style_encoder: Path | None = None,
    extra_real: Path | None = None,
    settings: Settings | None = None,
) -> Evaluation:
    """Judge the two model files of a pair; see the module for how.

    extra_real: a folder of further held-out renderings (see samples.with_extra). cache: a folder
    for the segmenter, the real side and the original's pictures. style_encoder: None draws styles
    from the prior by seed. Raises EvaluationError for files or data that do not belong together,
    CheckpointError for weights that are not Inception's, ModelFileError and RenderError as the
    engine does.
    """
    began, settings = time.perf_counter(), settings or Settings()
    # What the user names is opened before minutes of work.
    weights = None if settings.inception is None else load_inception(settings.inception)
    cards = [read_model_card(path) for path in (original, compressed)]
    held_out = prepared(held_out, extra_real, wanted=settings.pictures)
    _check(cards, held_out, training)
    selection = select(len(held_out), settings.pictures)
    segmenter = None
    if isinstance(training, LabelledStore):
        segmenter = train_or_load(training, cache, settings.device, training=settings.segmenter)
    pictures = selection.take(held_out.pictures)
    court = _convene(
        held_out,
        selection,
        pictures=pictures,
        cache=cache,
        segmenter=segmenter,
        settings=settings,
        styles=_styles(style_encoder, cards[0], pictures, settings),
    )
    trained = matching(selection, len(training)).take(training.pictures)
    floor = _floor(court, trained, cache=cache)
    first = _original(original, court, cache=cache)
    second = _render(compressed, court)
    results = [
        _judge(path, made, court, card=card)
        for path, made, card in ((original, first, cards[0]), (compressed, second, cards[1]))
    ]
    inception = None
    if weights is not None:
        drawn: dict[Judged, Pictures] = {
            "floor": trained,
            "original": first,
            "compressed": second,
        }
        inception = _by_inception(weights, pictures, drawn, settings.device)
    return Evaluation(
        inception=inception,
        pair=cards[0].pair,
        original=results[0],
        compressed=results[1],
        floor=floor,
        agreement=_agree(first, second, settings),
        samples=selection.describe(len(training)),
        maps=settings.maps,
        style=_style_words(cards[0], style_encoder),
        protocol=describe(
            selection.describe(len(training)),
            conditions=described(held_out, settings.maps),
            sampling=settings.sampling,
            agreeing=min(settings.agreeing, len(selection)),
            diverse=min(settings.diverse, len(selection.distinct)),
            own_style=None if cards[0].style_size == 0 else style_encoder is not None,
        ),
        machine=str(describe_machine()),
        date=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        seconds=round(time.perf_counter() - began, 1),
    )


def _by_inception(
    network: Inception, real: Pictures, drawn: Mapping[Judged, Pictures], device: str
) -> dict[Judged, InceptionDistances]:
    truly = inception_features(real, network, what="real pictures", device=device)
    found = {}
    for name, pictures in drawn.items():
        features = inception_features(pictures, network, what=name, device=device)
        found[name] = InceptionDistances(
            fid=frechet_distance(features, truly), kid=1000 * kernel_distance(features, truly)
        )
    return found


def _check(cards: list[ModelCard], held_out: Store, training: Store) -> None:
    original, compressed = cards
    if (original.role, compressed.role) != ("original", "compressed"):
        raise EvaluationError(
            f"{original.id} and {compressed.id} are {original.role} and {compressed.role}; an"
            " evaluation takes the original and the compressed model of a pair"
        )
    if original.pair != compressed.pair:
        raise EvaluationError(
            f"{original.id} is of the pair {original.pair}, {compressed.id} of {compressed.pair}"
        )
    if not isinstance(held_out, LabelledStore) or not isinstance(training, LabelledStore):
        return
    if held_out.classes != training.classes:
        raise EvaluationError("held-out and training data have different classes")
    names = [str(entry["name"]) for entry in held_out.classes]
    for card in cards:
        if [entry.name for entry in card.classes] != names:
            raise EvaluationError(
                f"{card.id}: has other classes than the data ({', '.join(names)})"
            )


def _style_words(card: ModelCard, encoder: Path | None) -> str:
    if card.style_size == 0:
        return "none"
    return "own picture" if encoder else "drawn by seed"


def _styles(
    encoder: Path | None, card: ModelCard, pictures: Pictures, settings: Settings
) -> Styles | None:
    if card.style_size == 0:
        return None
    if encoder is None:
        return seeded_styles(len(pictures), card.style_size)
    return own_styles(encoder, pictures, threads=settings.threads)


def _convene(
    held_out: Store,
    selection: Selection,
    *,
    pictures: Pictures,
    styles: Styles | None,
    cache: Path,
    segmenter: Segmenter | None,
    settings: Settings,
) -> _Court:
    """Look at the real held-out side (from the cache when it was looked at before)."""
    distinct = len(selection.distinct)
    # The segmenter is tested on what is really in the picture, whatever maps the models get.
    exact = truth(held_out, selection)
    look = partial(_look, pictures, maps=exact, segmenter=segmenter, settings=settings)
    stored = kept(
        cache / f"real_{_key(settings, pictures, exact)}.npz", partial(look, "real pictures")
    )
    return _Court(
        maps=selection.take(canvases(held_out, drawn=settings.maps == "painted")),
        distinct=distinct,
        styles=styles,
        real=_observation(stored),
        patches=draw_patches(pictures, settings.sampling),
        segmenter=segmenter,
        settings=settings,
    )


def _floor(court: _Court, pictures: Pictures, *, cache: Path) -> Floor:
    if len(pictures) != len(court.maps):
        raise EvaluationError(
            f"{len(pictures)} training pictures for {len(court.maps)} held-out ones; ask for fewer"
        )
    look = partial(
        _look, pictures, maps=court.maps[:0], segmenter=court.segmenter, settings=court.settings
    )
    key = _key(court.settings, pictures)
    seen = _observation(kept(cache / f"training_{key}.npz", partial(look, "training pictures")))
    return Floor(
        distances=court.distances(seen, court.sliced(pictures)),
        segmentation=court.segmentation(court.real),
    )


def _original(path: Path, court: _Court, *, cache: Path) -> Pictures:
    """The original's pictures: minutes of work that every compressed model of the pair shares."""
    styles = np.zeros((1, 0)) if court.styles is None else court.styles
    seen = digest(court.maps, styles.view(np.uint8))
    target = cache / f"pictures_{graph_digest(path)[:16]}_{seen}.npz"
    pictures: Pictures = kept(target, lambda: {"pictures": _render(path, court)})["pictures"]
    return pictures


def _render(path: Path, court: _Court) -> Pictures:
    return render_maps(path, court.maps, court.styles, threads=court.settings.threads)


def _judge(path: Path, pictures: Pictures, court: _Court, *, card: ModelCard) -> ModelResult:
    seen = observe(
        pictures,
        maps=court.maps[: court.distinct],
        segmenter=court.segmenter,
        what=card.id,
        device=court.settings.device,
    )
    return ModelResult(
        id=card.id,
        graph=graph_digest(path),
        bytes=path.stat().st_size,
        macs=card.macs,
        parameters=card.parameters,
        distances=court.distances(seen, court.sliced(pictures)),
        segmentation=court.segmentation(seen),
        diversity=_diversity(path, court, card) if card.style_size else None,
    )


def _diversity(path: Path, court: _Court, card: ModelCard) -> float:
    settings = court.settings
    return style_diversity(
        path,
        court.maps[_spread(court.distinct, settings.diverse)],
        style_size=card.style_size,
        threads=settings.threads,
        device=settings.device,
    )


def _spread(count: int, wanted: int) -> NDArray[np.intp]:
    """So many indices below `count`, evenly."""
    return np.linspace(0, count, min(wanted, count), endpoint=False).astype(np.intp)


def _agree(first: Pictures, second: Pictures, settings: Settings) -> Agreement:
    indices = _spread(len(first), settings.agreeing)
    return agreement(first[indices], second[indices], device=settings.device)


def _look(
    pictures: Pictures, what: str, *, maps: Labels, segmenter: Segmenter | None, settings: Settings
) -> Named:
    seen = observe(pictures, maps=maps, segmenter=segmenter, what=what, device=settings.device)
    return {"features": seen.features, "counts": seen.counts}


def _observation(stored: Named) -> Observation:
    return Observation(stored["features"].astype(np.float32), stored["counts"].astype(np.int64))


def _key(settings: Settings, *arrays: Pictures) -> str:
    judged_by = hashlib.sha256(repr((_FORMAT, settings.segmenter)).encode()).hexdigest()
    return f"{judged_by[:8]}_{digest(*arrays)}"
