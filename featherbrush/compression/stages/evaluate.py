"""Judge the pair's files on the held-out side and write the figures into their cards."""

from __future__ import annotations

from pathlib import Path

from featherbrush.compression.evaluation.evaluate import Settings, evaluate_pair
from featherbrush.compression.evaluation.metrics import Role, write_cards
from featherbrush.compression.evaluation.results import Evaluation
from featherbrush.compression.evaluation.segmenter import SegmenterTraining
from featherbrush.compression.evaluation.wasserstein import Sampling
from featherbrush.compression.stages.run import Run

# Every number is computed, none is worth anything: enough to see that the whole path works.
SMOKE = Settings(
    pictures=8,
    agreeing=4,
    sampling=Sampling(patches=8, directions=16),
    segmenter=SegmenterTraining(samples=16, batch=4),
)


def evaluate(
    run: Run, *, extra_real: Path | None = None, settings: Settings | None = None
) -> Evaluation:
    """Evaluate models/ of the run; writes evaluation/evaluation.json and the cards.

    Args:
        extra_real: further held-out renderings (see evaluation.samples.with_extra).
        settings: how much is looked at; None for the full evaluation.
    """
    models, name = run.folder / "models", run.recipe.pair.name
    roles: tuple[Role, ...] = ("original", "compressed")
    paths = {role: models / f"{name}-{role}.onnx" for role in roles}
    evaluation = evaluate_pair(
        paths["original"],
        paths["compressed"],
        style_encoder=style_encoder(run),
        held_out=run.held_out_data,
        training=run.training_data,
        cache=run.folder / "cache" / "evaluation",
        extra_real=extra_real,
        settings=settings,
    )
    target = run.folder / "evaluation" / "evaluation.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    evaluation.write(target)
    write_cards(evaluation, paths)
    return evaluation


def style_encoder(run: Run) -> Path | None:
    """The pair's style encoder; None for a pair without styles."""
    path = run.folder / "models" / f"{run.recipe.pair.name}-style.onnx"
    return path if run.recipe.original.style else None
