"""``learn``: what all experiments of a workspace say together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cliptrial.analysis.experiment import DRAWS, analyze_alone
from cliptrial.analysis.learning.checks import CheckAverage, check_averages
from cliptrial.analysis.learning.lessons import Learned, Lesson, learned
from cliptrial.analysis.learning.taught import Taught, Teacher
from cliptrial.analysis.results import MetricFacts, package_version
from cliptrial.errors import InputError, Problem
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.experiments import load_all
from cliptrial.registry.model import Unit
from cliptrial.registry.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Library:
    """What a team has learned.

    Attributes:
        learned: One entry a variable and primary metric, most experiments first.
        lessons: Every experiment that could be read, pooled or not, the newest first.
        metrics: Facts of the primary metrics.
        problems: Why some experiments could not be read.
        split_tests: Slugs of split tests that a platform ran; they have no posts to pool.
        version: Of this package.
        data_hash: SHA-256 over the data of all experiments.
        data_as_of: The newest snapshot used, UTC epoch seconds.
        averages: Of all old-against-new checks, by metric.
    """

    learned: tuple[Learned, ...]
    lessons: tuple[Lesson, ...]
    metrics: tuple[MetricFacts, ...]
    problems: tuple[Problem, ...]
    split_tests: tuple[str, ...]
    version: str
    data_hash: str
    data_as_of: int | None
    averages: tuple[CheckAverage, ...] = ()


def learn(workspace: Path | str | Workspace = ".", *, draws: int = DRAWS) -> Library:
    """Pool every locked experiment that became ready, decided or not, by variable and primary metric.

    Choosing only the decided ones would choose by result. Random effects: Paule-Mandel's variance, Knapp
    and Hartung's interval; nothing is said in general below three experiments, nothing about the next one
    below five. Experiments that are not ready, not locked, observed or blocked are listed and left out.

    Args:
        workspace: A folder in or under a workspace, or the workspace itself.
        draws: Monte-Carlo re-draws of each experiment's own answer.
    """
    ws = workspace if isinstance(workspace, Workspace) else find_workspace(Path(workspace))
    everything = load_all(ws)
    problems, known, viewers = list(everything.problems), list[Taught](), list[str]()
    teach = Teacher(ws, lambda slug: analyze_alone(slug, ws, draws=draws), draws)
    for loaded in everything.loaded:
        if loaded.experiment.design.unit is Unit.VIEWER:
            viewers.append(loaded.slug)
            continue
        try:
            known.append(teach(loaded.slug))
        except InputError as error:
            problems.extend(error.problems)
    lessons = sorted((one.lesson for one in known), key=_newest_first)
    return Library(
        learned=learned(lessons),
        lessons=tuple(lessons),
        metrics=_metrics(known),
        problems=tuple(problems),
        split_tests=tuple(viewers),
        version=package_version(),
        data_hash=sha256(repr(sorted(one.data_hash for one in known)).encode()).hexdigest(),
        data_as_of=max((one.data_as_of for one in known if one.data_as_of is not None), default=None),
        averages=check_averages(lessons, [one.slug for one in everything.loaded if one.experiment.follow_up_of]),
    )


def _metrics(known: Iterable[Taught]) -> tuple[MetricFacts, ...]:
    facts = {fact.name: fact for one in known for fact in one.metrics}
    return tuple(facts[name] for name in sorted(facts))


def _newest_first(lesson: Lesson) -> tuple[int, str]:
    return -(lesson.start.toordinal() if lesson.start else 0), lesson.slug
