"""The report of a run: figures, bars, curves, the search's front and sheets to look at."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from featherbrush.compression.evaluation.rendering import own_styles
from featherbrush.compression.evaluation.report import Front, FrontPoint, write_report
from featherbrush.compression.evaluation.results import Evaluation
from featherbrush.compression.evaluation.sheet import compose_sheet, render_examples
from featherbrush.compression.stages.drawing import canvas_of
from featherbrush.compression.stages.evaluate import style_encoder
from featherbrush.compression.stages.run import Run
from featherbrush.engine.card import read_card
from featherbrush.engine.labels import read_label_map
from featherbrush.engine.pictures import write_picture

COLUMNS = 6


def write(run: Run, evaluation: Evaluation, *, drawn: Path | None = None) -> Path:
    """Write evaluation/report.html and its sheets as PNG; returns the report's path.

    Args:
        drawn: folder of label maps that somebody drew, shown with the mean style.
    """
    folder, models = run.folder / "evaluation", run.folder / "models"
    name = run.recipe.pair.name
    original, compressed = (models / f"{name}-{r}.onnx" for r in ("original", "compressed"))
    classes = read_card(original).classes
    held_out = run.held_out_data
    chosen = np.linspace(0, len(held_out) - 1, 2 * COLUMNS).astype(int)
    reals = list(held_out.pictures[chosen])
    encoder = style_encoder(run)
    styles = own_styles(encoder, np.stack(reals)) if encoder else None
    canvases = [canvas_of(held_out, int(i)) for i in chosen]
    examples = render_examples(original, compressed, canvases, reals=reals, styles=styles)
    sheets = {"Held out": compose_sheet(examples, classes)}
    if drawn is not None and classes:
        maps = [read_label_map(path, classes) for path in sorted(drawn.glob("*.png"))]
        examples = render_examples(original, compressed, maps)
        sheets["Drawn maps"] = compose_sheet(examples, classes, columns=4)
    for number, sheet in enumerate(sheets.values()):
        write_picture(folder / f"sheet_{number}.png", sheet)
    target = folder / "report.html"
    write_report(target, evaluation, sheets=sheets, logs=_logs(run), front=_front(run))
    return target


def _logs(run: Run) -> dict[str, Path]:
    stages = {"Original": "original", "Mobile student": "mobile"}
    stages |= {"Supernet": "supernet", "Fine-tuning": "finetune"}
    paths = {title: run.folder / stage / "log.jsonl" for title, stage in stages.items()}
    return {title: path for title, path in paths.items() if path.exists()}


def _front(run: Run) -> Front | None:
    path = run.folder / "search" / "front.json"
    if not path.exists():
        return None
    found = json.loads(path.read_text())
    points = tuple(
        FrontPoint(c["widths"], c["milliseconds"], c["distance"], chosen=c == found["chosen"])
        for c in found["candidates"]
    )
    return Front("milliseconds", "Frechet distance on training maps", points)
