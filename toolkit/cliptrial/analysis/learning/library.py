"""``learn``: what all experiments of a workspace say together."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cliptrial.analysis.experiment import DRAWS, analyze_alone
from cliptrial.analysis.learning.changes import Tried, tried
from cliptrial.analysis.learning.checks import CheckAverage, check_averages
from cliptrial.analysis.learning.lessons import Lesson
from cliptrial.analysis.learning.meanings import of_newest_meaning
from cliptrial.analysis.learning.pooling import Learned, learned
from cliptrial.analysis.learning.taught import Taught, Teacher
from cliptrial.analysis.results import MetricFacts, package_version
from cliptrial.errors import InputError, Problem
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.accounts import no_client
from cliptrial.registry.experiments import Loaded, load_all
from cliptrial.registry.model import Unit
from cliptrial.registry.series import same_changes
from cliptrial.registry.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Library:
    """What a team has learned.

    Attributes:
        learned: One entry a variable and primary metric, most experiments first.
        lessons: Every experiment that could be read, pooled or not, the newest first.
        metrics: Facts of the primary metrics.
        problems: Why some experiments could not be read; a client is told its own.
        split_tests: Slugs of split tests that a platform ran; they have no posts to pool.
        version: Of this package.
        data_hash: SHA-256 over the data of all experiments.
        data_as_of: The newest snapshot used, UTC epoch seconds.
        averages: Of all old-against-new checks, by metric.
        tried: One entry a change: what is realistic on each account that tested it, and on one that did not.
        client: Whose library it is; None for that over all clients.
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
    tried: tuple[Tried, ...] = ()
    client: str | None = None


def learn(workspace: Path | str | Workspace = ".", *, client: str | None = None, draws: int = DRAWS) -> Library:
    """Pool every locked experiment that became ready, decided or not, by variable and primary metric.

    Choosing only the decided ones would choose by result. Random effects: Paule-Mandel's variance, Knapp
    and Hartung's interval; nothing is said in general below three experiments, nothing about the next one
    below five. A series of the same test on the same accounts counts once. Experiments that are not ready, not
    locked, observed or blocked are listed and left out.

    Args:
        workspace: A folder in or under a workspace, or the workspace itself.
        client: Only what this client's experiments say; those of others enter as numbers, and only where the one
            may learn and the others may teach. None for all clients.
        draws: Monte-Carlo re-draws of each experiment's own answer.

    Raises:
        InputError: There is no such client.
    """
    ws = workspace if isinstance(workspace, Workspace) else find_workspace(Path(workspace))
    if client is not None and client not in ws.clients:
        raise InputError(no_client(client, ws.clients))
    everything = load_all(ws)
    problems = list(everything.problems) if client is None else []
    own, known, viewers = set[str](), dict[str, Taught](), list[str]()
    teach = Teacher(ws, lambda slug: analyze_alone(slug, ws, draws=draws), draws)
    for loaded in everything.loaded:
        whose = ws.client_of(loaded.experiment.accounts)
        if client in (None, whose):
            own.add(loaded.slug)
        elif not ws.learns_from(client, whose):
            continue
        if loaded.experiment.design.unit is Unit.VIEWER:
            viewers += [loaded.slug] if loaded.slug in own else []
            continue
        try:
            known[loaded.slug] = teach(loaded.slug)
        except InputError as error:
            problems += error.problems if loaded.slug in own else []
    return _library(ws, everything.loaded, known, own, client, problems=problems, split_tests=viewers)


def _library(
    ws: Workspace,
    loaded: Sequence[Loaded],
    known: Mapping[str, Taught],
    own: Container[str],
    client: str | None,
    *,
    problems: Iterable[Problem],
    split_tests: Iterable[str],
) -> Library:
    mine = [taught for slug, taught in known.items() if slug in own]
    every = of_newest_meaning([taught.lesson for taught in known.values()], ws)
    lessons = sorted((one for one in every if one.slug in own), key=_newest_first)
    beyond = [one for one in every if one.slug not in own]
    same = same_changes(loaded)
    return Library(
        learned=learned(lessons, same, beyond),
        lessons=tuple(lessons),
        metrics=_metrics(mine),
        problems=tuple(problems),
        split_tests=tuple(split_tests),
        version=package_version(),
        data_hash=sha256(repr(sorted(one.data_hash for one in known.values())).encode()).hexdigest(),
        data_as_of=max((one.data_as_of for one in mine if one.data_as_of is not None), default=None),
        averages=check_averages(lessons, [one.slug for one in loaded if one.experiment.follow_up_of]),
        tried=tried([*lessons, *beyond], {one.slug: one.experiment for one in loaded}, same, ws, client),
        client=client,
    )


def _metrics(known: Iterable[Taught]) -> tuple[MetricFacts, ...]:
    facts = {fact.name: fact for one in known for fact in one.metrics}
    return tuple(facts[name] for name in sorted(facts))


def _newest_first(lesson: Lesson) -> tuple[int, str]:
    return -(lesson.start.toordinal() if lesson.start else 0), lesson.slug
