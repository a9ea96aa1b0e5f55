"""The search as a multi-objective Optuna study: picture quality against milliseconds.

By NSGA-II (Deb et al. 2002), or by one of the published methods; all share one kind of study.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

import optuna
from optuna.distributions import BaseDistribution, CategoricalDistribution
from optuna.exceptions import OptunaError
from optuna.trial import FrozenTrial, TrialState
from sqlalchemy.exc import SQLAlchemyError

from featherbrush.compression.distillation.space import Space
from featherbrush.compression.networks.elastic import Entry, Widths
from featherbrush.compression.search.front import BudgetError, Candidate
from featherbrush.compression.search.methods import Fits, Found, Method
from featherbrush.engine.errors import FeatherbrushError

# Rates of arXiv 2003.08936, section 4; the population is scaled to short searches.
POPULATION = 16
MUTATION = 0.2
CROSSOVER = 0.5

Judge = Callable[[Widths], Candidate]

ORIGIN = "origin"
_UNDER_WAY = (TrialState.COMPLETE, TrialState.RUNNING, TrialState.WAITING)


class StudyError(FeatherbrushError):
    """A study cannot be opened or continued; the message says which and why."""


def search(
    space: Space,
    judge: Judge,
    *,
    trials: int,
    storage: str,
    name: str,
    origin: str,
    on_trial: Callable[[Candidate], None],
    method: Method | None = None,
    in_time: Fits | None = None,
) -> list[Candidate]:
    """Try sub-networks until the search is over; resumes and may be shared by several workers.

    Args:
        judge: measures one sub-network.
        trials: where NSGA-II ends, when it has the largest and the smallest; a published method knows its own end.
        storage: any Optuna storage URL.
        origin: what the judge measures with, in a word; measurements of another one are not mixed in.
        on_trial: called after each new measurement.
        method: None for NSGA-II.
        in_time: asked before a published method's pick is judged; those that are not are left, and remembered.
    Returns:
        All distinct candidates of the study, also those of earlier runs and of other workers.
    Raises:
        StudyError: as `open_study` does, or what it holds was measured with something else.
        BudgetError: nothing was within the budget.
    """
    study = open_study(space, storage=storage, name=name)
    _check_origin(study, origin, storage=storage)
    if method is None:
        _by_nsga2(study, space, judge, trials=trials, on_trial=on_trial)
    else:
        _by_method(study, space, judge, method=method, in_time=in_time, on_trial=on_trial)
    found = candidates(study)
    if not found:
        raise BudgetError("no sub-network was within the budget; allow more, or narrower choices")
    return found


def candidates(study: optuna.Study) -> list[Candidate]:
    """Every distinct sub-network that a study has measured."""
    found = {
        t.user_attrs["widths"]: Candidate(
            t.user_attrs["widths"], t.values[0], t.values[1], t.user_attrs["macs"]
        )
        for t in _complete(study)
    }
    return list(found.values())


def open_study(space: Space, *, storage: str, name: str) -> optuna.Study:
    """The study of a name in a storage, made if it is not there; call it early, it finds a wrong URL.

    Raises:
        StudyError: the storage is none, cannot be reached, or holds a search of another space under this name.
    """
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    try:
        study = optuna.create_study(
            storage=storage,
            study_name=name,
            directions=["minimize", "minimize"],
            load_if_exists=True,
        )
    # ImportError: a database whose driver is not installed.
    except (SQLAlchemyError, OptunaError, ImportError, ValueError) as error:
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise StudyError(
            f"{_without_password(storage)}: not a usable storage ({reason}); "
            "give an Optuna URL such as sqlite:///study.db"
        ) from error
    wanted = _distributions(space)
    if any(trial.distributions != wanted for trial in _complete(study)):
        raise StudyError(
            f"{_without_password(storage)}: holds a search of {name} with other choices than the recipe's; "
            "use another --folder or --storage, or remove it to begin anew"
        )
    return study


def _check_origin(study: optuna.Study, origin: str, *, storage: str) -> None:
    if _complete(study) and study.user_attrs.get(ORIGIN, origin) != origin:
        raise StudyError(
            f"{_without_password(storage)}: holds measurements of another supernet, or on other pictures; "
            "use another --folder or --storage, or remove it to begin anew"
        )
    study.set_user_attr(ORIGIN, origin)


def _by_nsga2(
    study: optuna.Study,
    space: Space,
    judge: Judge,
    *,
    trials: int,
    on_trial: Callable[[Candidate], None],
) -> None:
    # Seeded by what is there: a resumed search or a second worker must not repeat the first one's draws.
    study.sampler = optuna.samplers.NSGAIISampler(
        population_size=POPULATION,
        mutation_prob=MUTATION,
        crossover_prob=CROSSOVER,
        seed=len(study.trials),
    )
    for widths in _extremes_without(study, space, _UNDER_WAY):
        _enqueue(study, widths)

    def objective(trial: optuna.Trial) -> tuple[float, float]:
        return _measured(study, trial, _suggested(trial, space), judge, on_trial)

    enough = optuna.study.MaxTrialsCallback(trials, states=(TrialState.COMPLETE,))
    missing = max(trials - len(_complete(study)), 0)
    study.optimize(objective, n_trials=missing, callbacks=[enough])
    # One that is running even now may have died with its worker: nobody can tell, so it is measured after all.
    while left := _extremes_without(study, space, (TrialState.COMPLETE,)):
        if not study.get_trials(deepcopy=False, states=(TrialState.WAITING,)):
            _enqueue(study, left[0])
        study.optimize(objective, n_trials=1)


def _extremes_without(
    study: optuna.Study, space: Space, states: tuple[TrialState, ...]
) -> list[Widths]:
    """The largest and the smallest sub-network, less those that have a trial in one of these states."""
    trials = study.get_trials(deepcopy=False, states=states)
    known = {trial.user_attrs.get("widths") for trial in trials}
    extremes = dict.fromkeys((space.largest, space.smallest))
    return [widths for widths in extremes if str(widths) not in known]


def _enqueue(study: optuna.Study, widths: Widths) -> None:
    # With its name from the start: other workers see that it is waiting, or that somebody is at it.
    study.enqueue_trial(_parameters(widths), user_attrs={"widths": str(widths)})


def _by_method(
    study: optuna.Study,
    space: Space,
    judge: Judge,
    *,
    method: Method,
    in_time: Fits | None,
    on_trial: Callable[[Candidate], None],
) -> None:
    def objective(trial: optuna.Trial) -> tuple[float, float]:
        widths = _suggested(trial, space)
        # Before anything slow: other workers see that somebody is at it.
        trial.set_user_attr("widths", str(widths))
        if in_time is not None and not in_time(widths):
            raise optuna.TrialPruned
        return _measured(study, trial, widths, judge, on_trial)

    while (widths := method.next(_found(study))) is not None:
        study.sampler = _Given(_parameters(widths))
        study.optimize(objective, n_trials=1)


def _without_password(storage: str) -> str:
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", storage)


def _measured(
    study: optuna.Study,
    trial: optuna.Trial,
    widths: Widths,
    judge: Judge,
    on_trial: Callable[[Candidate], None],
) -> tuple[float, float]:
    known = {c.widths: c for c in candidates(study)}
    found = known.get(str(widths)) or judge(widths)
    trial.set_user_attr("widths", found.widths)
    trial.set_user_attr("macs", found.macs)
    on_trial(found)
    return found.distance, found.milliseconds


def _found(study: optuna.Study) -> Found:
    trials = study.get_trials(deepcopy=False)

    def of(state: TrialState) -> frozenset[str]:
        return frozenset(
            t.user_attrs["widths"] for t in trials if t.state == state and "widths" in t.user_attrs
        )

    slow, begun = of(TrialState.PRUNED), of(TrialState.RUNNING)
    return Found(candidates(study), slow=slow, begun=begun, trials=len(trials))


class _Given(optuna.samplers.BaseSampler):  # type: ignore[misc]  # untyped library
    """Suggests what a method has picked."""

    def __init__(self, parameters: dict[str, Entry]) -> None:
        self._parameters = parameters

    def infer_relative_search_space(
        self, study: optuna.Study, trial: FrozenTrial
    ) -> dict[str, BaseDistribution]:
        """Nothing: every parameter is given alone."""
        return {}

    def sample_relative(
        self, study: optuna.Study, trial: FrozenTrial, search_space: dict[str, BaseDistribution]
    ) -> dict[str, Any]:
        """Nothing: every parameter is given alone."""
        return {}

    def sample_independent(
        self,
        study: optuna.Study,
        trial: FrozenTrial,
        param_name: str,
        param_distribution: BaseDistribution,
    ) -> Entry:
        """The picked value."""
        return self._parameters[param_name]


def _complete(study: optuna.Study) -> list[FrozenTrial]:
    return study.get_trials(deepcopy=False, states=[TrialState.COMPLETE])


def _suggested(trial: optuna.Trial, space: Space) -> Widths:
    entries = [trial.suggest_categorical(f"block_{i}", c) for i, c in enumerate(space.choices)]
    return Widths.of(cast("list[Entry]", entries))


def _distributions(space: Space) -> dict[str, CategoricalDistribution]:
    return {f"block_{i}": CategoricalDistribution(c) for i, c in enumerate(space.choices)}


def _parameters(widths: Widths) -> dict[str, Entry]:
    return {f"block_{i}": entry for i, entry in enumerate(widths.entries)}
