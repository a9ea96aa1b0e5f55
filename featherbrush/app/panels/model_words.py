"""What the models panel says of one model: card and measurements in words. No widgets."""

from __future__ import annotations

from html import escape

from featherbrush.app.panels.units import bytes_text, count_text, milliseconds_text
from featherbrush.app.synthesis.speeds import Verdict
from featherbrush.app.texts import mark, model_words, tr
from featherbrush.engine.card import Metric
from featherbrush.engine.library import ModelEntry
from featherbrush.engine.speed import Cost

ROLES = {
    "original": mark("Original"),
    "compressed": mark("Compressed"),
    "style-encoder": mark("Style encoder"),
}
INPUTS = {
    "labels": mark("label map"),
    "sketch": mark("sketch"),
    "picture": mark("picture"),
}
MOST_METRICS = 8


def role_text(entry: ModelEntry) -> str:
    """Return the role of a model."""
    return tr(ROLES[entry.card.role])


def describe(entry: ModelEntry, *, cost: Cost | None, verdict: Verdict | None, own: bool) -> str:
    """Return all about a model as simple HTML; every text of the card is escaped."""
    card = entry.card
    rows = [
        (tr("Family"), card.family),
        (tr("Takes"), tr(INPUTS[card.input])),
        (tr("Native size"), f"{card.native[0]} x {card.native[1]}"),
        (tr("File"), bytes_text(entry.bytes)),
        (tr("Parameters"), count_text(card.parameters)),
        (tr("MACs"), count_text(card.macs)),
        (tr("Licence"), card.license),
        (tr("Trained on"), f"{card.training.name} ({card.training.license})"),
        (tr("Kept in"), tr("your folder") if own else tr("the studio")),
    ]
    if card.role != "style-encoder":
        rows.insert(3, (tr("Speed here"), _cost_text(cost)))
    rows += [(tr("Quality"), _metric(metric)) for metric in card.metrics[:MOST_METRICS]]
    parts = [f"<p><b>{escape(model_words(card.title) or card.id)}</b></p>"]
    if verdict is not None and not verdict.faster:
        parts.append(f"<p><b>{escape(verdict_text(verdict))}</b></p>")
    if card.description:
        parts.append(f"<p>{escape(model_words(card.description))}</p>")
    cells = "".join(
        f"<tr><td style='padding-right:10px'>{escape(name)}</td><td>{escape(value)}</td></tr>"
        for name, value in rows
        if value
    )
    return "".join(parts) + f"<table cellspacing='2'>{cells}</table>"


def verdict_text(verdict: Verdict) -> str:
    """Return the line about a compressed model that is not faster on this machine."""
    return tr(
        "Not faster on this machine: {compressed} a picture, its original takes {original}.",
        compressed=milliseconds_text(verdict.compressed),
        original=milliseconds_text(verdict.original),
    )


def _cost_text(cost: Cost | None) -> str:
    if cost is None:
        return tr("not measured yet")
    return tr(
        "{time} a picture, {memory} of memory",
        time=milliseconds_text(cost.milliseconds),
        memory=bytes_text(cost.memory),
    )


def _metric(metric: Metric) -> str:
    better = tr("lower is better") if metric.better == "lower" else tr("higher is better")
    return f"{metric.name}: {metric.value:.4g} ({better})"
