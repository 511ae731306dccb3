"""What a post of a combined test is, over all of its questions: "question + trend sound"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import product

from cliptrial.errors import InputError
from cliptrial.registry.experiments import Loaded, load_experiment
from cliptrial.registry.model import Arm, Experiment, Variable
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.rounds.home import members
from cliptrial.registry.workspace import Workspace

AND = " + "
_JOINT = "+"
"""Between the ids of arms; no id has one."""


@dataclass(frozen=True, slots=True)
class Question:
    """What one experiment asks of the posts of a plan.

    Attributes:
        slug: Its name.
        variable: What it changes.
        arms: By position: its arm there; none whose file has another name by now.
    """

    slug: str
    variable: Variable
    arms: Mapping[int, Arm]


def questions_of(workspace: Workspace, loaded: Loaded, schedule: Schedule) -> tuple[Question, ...]:
    """Everything that the posts of an experiment's plan are to answer: its own question first."""
    own = [Question(loaded.slug, loaded.experiment.change.variable, _arms(loaded.experiment, schedule))]
    plans = others_of(workspace, loaded) if schedule.crossed else {}
    for other in schedule.crossed:
        if other.slug in plans:
            drawn = zip(schedule.positions, other.arms, strict=True)
            theirs = replace(schedule, positions=tuple(replace(p, arm=arm) for p, arm in drawn))
            plan = plans[other.slug]
            own.append(Question(other.slug, plan.change.variable, _arms(plan, theirs)))
    return tuple(own)


def _arms(plan: Experiment, schedule: Schedule) -> dict[int, Arm]:
    arms = {arm.id: arm for arm in plan.change.arms}
    return {p.position: arms[p.arm] for p in schedule.positions if p.arm in arms}


def with_combinations(schedule: Schedule, slug: str) -> Schedule:
    """The schedule with all arms of a post in the place of its own, in the order of the experiments' names.

    So all experiments of a combined test give the same; one with posts of its own stays as it is.
    """
    if not schedule.crossed:
        return schedule
    arms = {one.slug: one.arms for one in schedule.crossed}
    arms[slug] = tuple(p.arm for p in schedule.positions)
    together = zip(*(arms[name] for name in schedule.experiments(slug)), strict=True)
    joined = zip(schedule.positions, together, strict=True)
    return replace(schedule, positions=tuple(replace(p, arm=_JOINT.join(own)) for p, own in joined))


def labels_of(plans: Iterable[Experiment]) -> dict[str, str]:
    """By id of an arm, or of a combination of arms of all these experiments: what people call it."""
    combinations = product(*(plan.change.arms for plan in plans))
    return {_JOINT.join(arm.id for arm in arms): AND.join(arm.label for arm in arms) for arms in combinations}


def others_of(workspace: Workspace, loaded: Loaded) -> Mapping[str, Experiment]:
    """By name: the experiments that were drawn together with this one; those with mistakes of their own are left out.

    Empty of an experiment with posts of its own.
    """
    plans = {}
    for slug in members(loaded.folder):
        try:
            if slug != loaded.slug:
                plans[slug] = load_experiment(slug, workspace).experiment
        except InputError:
            continue  # its own commands say what is wrong with it
    return plans


def all_of(workspace: Workspace, loaded: Loaded) -> Mapping[str, Experiment]:
    """By name, sorted: this experiment and those that were drawn together with it."""
    return dict(sorted({**others_of(workspace, loaded), loaded.slug: loaded.experiment}.items()))


def title_of(workspace: Workspace, loaded: Loaded) -> str:
    """What is tested on these posts, over all of their questions."""
    return AND.join(plan.title for plan in all_of(workspace, loaded).values())
