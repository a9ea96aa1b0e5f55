"""Search the distilled supernet for the sub-network to ship."""

from __future__ import annotations

from functools import cache

import numpy as np
import torch
from rich.console import Console
from rich.progress import Progress
from torch import nn

from featherbrush.compression.data.pixels import from_pixels, to_pixels
from featherbrush.compression.evaluation.distances import frechet_distance, judge_features
from featherbrush.compression.export.fold import fold
from featherbrush.compression.export.onnx_file import halve, trace
from featherbrush.compression.export.pixels import macs
from featherbrush.compression.families.conditional import Networks, noisy_pyramid
from featherbrush.compression.networks.elastic import Widths, cut_from
from featherbrush.compression.networks.spade import label_pyramid
from featherbrush.compression.search import front, plot
from featherbrush.compression.search.latency import milliseconds
from featherbrush.compression.search.methods import Evolution, Exhaustive, Fits, Method, listed
from featherbrush.compression.search.study import search
from featherbrush.compression.stages.drawing import drawer, example
from featherbrush.compression.stages.drawing import inputs as inputs_of
from featherbrush.compression.stages.original import load_original
from featherbrush.compression.stages.run import Run
from featherbrush.compression.stages.student import load_supernet, origin, recalibrate_student
from featherbrush.engine.machine import describe_machine


def search_student(run: Run, *, storage: str | None = None) -> front.Candidate:
    """Measure sub-networks, print the front, save search/front.json and front.png and return the choice.

    Held-out pictures stay untouched: candidates draw training maps and are compared with training pictures.

    Raises:
        BudgetError: no candidate fits the recipe's budget.
        SpaceError: an exhaustive search of too many sub-networks.
        StudyError: the storage holds a search of another space, or of another supernet.
    """
    folder, table = run.folder / "search", run.recipe.search
    folder.mkdir(parents=True, exist_ok=True)
    judge, method = Judge(run), _method(run)
    total = len(method.wanted) if isinstance(method, Exhaustive) else table.trials
    with Progress() as progress:
        bar = progress.add_task("search", total=total)
        candidates = search(
            run.recipe.supernet.space(),
            judge,
            trials=table.trials,
            storage=storage or f"sqlite:///{folder / 'study.db'}",
            name=run.recipe.pair.name,
            origin=judge.origin,
            on_trial=lambda _: progress.advance(bar),
            method=method,
            in_time=judge.in_time if table.budget_ms is not None else None,
        )
    chosen = front.choose(candidates, budget_ms=table.budget_ms, budget_macs=table.budget_macs)
    front.save(folder / "front.json", candidates, chosen, protocol=judge.protocol)
    plot.write(folder / "front.png", candidates, chosen)
    Console().print(front.table(front.pareto_front(candidates), chosen))
    return chosen


def _method(run: Run) -> Method | None:
    table, space, fits = run.recipe.search, run.recipe.supernet.space(), _within_macs(run)
    match table.method:
        case "exhaustive":
            return Exhaustive(listed(space, fits))
        case "evolution":
            settings = ("population", "parent_ratio", "mutation_ratio", "mutation_probability")
            given = {name: getattr(table, name) for name in settings}
            return Evolution(space, table.trials, fits, **given)
    return None


def _within_macs(run: Run) -> Fits:
    """Whether a sub-network keeps the recipe's budget of MACs."""
    budget = run.recipe.search.budget_macs
    if budget is None:
        return lambda _: True
    return cache(lambda widths: counted(run, widths) <= budget)


def counted(run: Run, widths: Widths) -> int:
    """MACs of a sub-network's picture at the native size; untrained weights count as well as others."""
    width, height = run.recipe.pair.native
    network = fold(run.new_student(widths).to("cpu").eval())
    pyramid = label_pyramid(torch.zeros(1, run.training_data.channels + 1, height, width))
    return macs(network, [pyramid, torch.zeros(1, run.recipe.original.style)])


class Judge:
    """Measures a sub-network: cut, re-calibrate, draw, compare; export, time."""

    def __init__(self, run: Run) -> None:
        # On the CPU, where latency is measured: candidates are small and few pictures are drawn.
        self.run, self.original = run, load_original(run).to("cpu")
        self.supernet = load_supernet(run).to("cpu")
        count = min(run.recipe.search.pictures, len(run.training_data))
        chosen = np.linspace(0, len(run.training_data) - 1, count).astype(int)
        data = run.training_data
        self.conditions = [data.canvas(int(i), drawn=True) for i in chosen]
        pictures = data.pictures[chosen]
        self.real = judge_features(pictures)
        self.styles = _codes(self.original, pictures)
        width, height = run.recipe.pair.native
        # Whatever a measurement depends on beside the sub-network.
        self.origin = (
            f"{origin(run, 'finetune')} {count} {run.recipe.search.calibration} {width}x{height}"
        )
        self.protocol = (
            f"Frechet distance on EfficientNet-Lite2 features, {count} training maps against their pictures; "
            f"median of 15 runs, native size; {describe_machine()}"
        )

    def __call__(self, widths: Widths) -> front.Candidate:
        """Distance, milliseconds and MACs of a sub-network."""
        network = cut_from(self.supernet, widths, self.run.new_student).to("cpu")
        recalibrate_student(
            self.run, network, self.original, batches=self.run.recipe.search.calibration
        )
        distance = frechet_distance(judge_features(self._draw(network)), self.real)
        taken, counted = self._cost(network)
        return front.Candidate(str(widths), distance, milliseconds=taken, macs=counted)

    def in_time(self, widths: Widths) -> bool:
        """Whether a sub-network keeps the recipe's budget of milliseconds (its weights do not matter)."""
        budget = self.run.recipe.search.budget_ms
        network = cut_from(self.supernet, widths, self.run.new_student).to("cpu").eval()
        return budget is None or self._cost(network)[0] <= budget

    def _cost(self, network: nn.Module) -> tuple[float, int]:
        """Milliseconds and MACs of a network in evaluation mode."""
        width, height = self.run.recipe.pair.native
        data = self.run.training_data
        model = drawer(fold(network), self.original, data, channels=data.telling)
        canvas = example(data, width=width, height=height)
        inputs = inputs_of(canvas, self.original.style_size)
        file = halve(trace(model, inputs, output="picture"))
        taken = milliseconds(file, width=width, height=height)
        return taken, macs(model, list(inputs.values()))

    @torch.no_grad()
    def _draw(self, network: nn.Module) -> np.ndarray:
        random = torch.Generator().manual_seed(3)
        drawn = []
        for at in range(0, len(self.conditions), 4):
            condition = self.run.training_data.encode(self.conditions[at : at + 4])
            picture = network(noisy_pyramid(condition, random), self.styles[at : at + 4])
            drawn.append(to_pixels(picture).numpy())
        return np.concatenate(drawn)


@torch.no_grad()
def _codes(original: Networks, pictures: np.ndarray) -> torch.Tensor:
    """Style codes of uint8 pictures [N, H, W, 3], in the generator's terms."""
    codes = []
    for at in range(0, len(pictures), 8):
        part = from_pixels(torch.from_numpy(pictures[at : at + 8]))
        codes.append(original.code(part, original.features(part))[0])
    return torch.cat(codes)
