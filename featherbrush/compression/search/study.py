"""The search as a multi-objective Optuna study (NSGA-II, Deb et al. 2002): picture quality against milliseconds."""

from __future__ import annotations

from collections.abc import Callable

import optuna

from featherbrush.compression.distillation.space import Space
from featherbrush.compression.networks.elastic import Widths
from featherbrush.compression.search.front import Candidate

# Population and rates of arXiv 2003.08936, section 4; the population is scaled to short searches.
POPULATION = 16
MUTATION = 0.2
CROSSOVER = 0.5

Judge = Callable[[Widths], Candidate]


def search(
    space: Space,
    judge: Judge,
    *,
    trials: int,
    storage: str,
    name: str,
    on_trial: Callable[[Candidate], None],
) -> list[Candidate]:
    """Try sub-networks until the study holds `trials` of them; resumes and may be shared by several workers.

    Args:
        judge: measures one sub-network.
        storage: any Optuna storage URL.
        on_trial: called after each new measurement.
    Returns:
        All distinct candidates of the study, also those of earlier runs and of other workers.
    """
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.create_study(
        storage=storage,
        study_name=name,
        directions=["minimize", "minimize"],
        load_if_exists=True,
    )
    # Seeded by what is there: a resumed search or a second worker must not repeat the first one's draws.
    study.sampler = optuna.samplers.NSGAIISampler(
        population_size=POPULATION,
        mutation_prob=MUTATION,
        crossover_prob=CROSSOVER,
        seed=len(study.trials),
    )
    if not study.trials:
        for widths in (space.largest, space.smallest):
            study.enqueue_trial(_parameters(widths))

    def objective(trial: optuna.Trial) -> tuple[float, float]:
        widths = Widths(
            tuple(
                trial.suggest_categorical(f"block_{i}", choices)
                for i, choices in enumerate(space.choices)
            )
        )
        known = {c.widths: c for c in candidates(study)}
        found = known.get(str(widths)) or judge(widths)
        trial.set_user_attr("widths", found.widths)
        trial.set_user_attr("macs", found.macs)
        on_trial(found)
        return found.distance, found.milliseconds

    enough = optuna.study.MaxTrialsCallback(trials, states=(optuna.trial.TrialState.COMPLETE,))
    missing = max(trials - len(_complete(study)), 0)
    study.optimize(objective, n_trials=missing, callbacks=[enough])
    return candidates(study)


def candidates(study: optuna.Study) -> list[Candidate]:
    """Every distinct sub-network that a study has measured."""
    found = {
        t.user_attrs["widths"]: Candidate(
            t.user_attrs["widths"], t.values[0], t.values[1], t.user_attrs["macs"]
        )
        for t in _complete(study)
    }
    return list(found.values())


def _complete(study: optuna.Study) -> list[optuna.trial.FrozenTrial]:
    return study.get_trials(deepcopy=False, states=[optuna.trial.TrialState.COMPLETE])


def _parameters(widths: Widths) -> dict[str, int]:
    return {f"block_{i}": width for i, width in enumerate(widths.blocks)}
