"""Each mutant against the tests that reach it, those that tell most of it a second first, until one fails."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.forking import BROKEN, TIMED_OUT, Ended, Task, run_all
from tests.mutation.inside import crowd, environment, run_chosen
from tests.mutation.operators import Mutant
from tests.mutation.project import Project
from tests.mutation.reach import Map
from tests.mutation.serving import MUTANT, serve
from tests.mutation.warm import Warm

LONG = 10
"""A test that takes this part of a mutant's seconds waits for those that do not."""
FIRST_SECONDS = 5.0
"""How much is tried at first: most mutants are noticed there, and collecting tests takes time too."""
NO_END = "no end in sight"
NOTHING_RAN = (0, 5)
"""Codes of pytest when all passed, or when there was nothing to run."""


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant.

    Attributes:
        mutant: The change.
        state: ``noticed``, ``survived``, ``unreached`` or ``excused``.
        capped: Whether tests that reach it were left out for want of time.
        seconds: How long its tests ran.
        tests: How many were chosen.
        said: The end of what pytest printed.
    """

    mutant: Mutant
    state: str
    capped: bool = False
    seconds: float = 0.0
    tests: int = 0
    said: str = ""


@dataclass(frozen=True)
class Plan:
    """The tests for a mutant.

    Attributes:
        batches: Tests in the order in which they run, with their seconds; each batch in a process of its own.
        capped: Whether some had to be left out.
        while_reading: Whether the line runs while modules and tests are read.
    """

    batches: list[dict[str, float]]
    capped: bool
    while_reading: bool


def planned(project: Project, mutant: Mutant, reach_map: Map, budget: float) -> Plan:
    """Choose tests for at most ``budget`` seconds."""
    folder = project.folder(mutant.source.path).split("/")[0]
    near = f"{project.tests}/{folder}/"
    reach = reach_map.reach(mutant, near)
    naming = sorted(reach.naming, key=lambda test: (reach_map.seconds(test), test))
    ordered = [*naming, *reach_map.telling(reach.direct, mutant), *reach_map.telling(reach.around, mutant)]
    # One long test would take the place of ten that each look at something else.
    ordered.sort(key=lambda test: reach_map.seconds(test) > budget / LONG)
    taken: dict[str, float] = {}
    made: set[str] = set()
    left = budget
    for test in ordered:
        seconds = reach_map.seconds(test, made)
        if seconds <= left:
            taken[test] = seconds
            left -= seconds
            made |= reach_map.shared(test)
    first = _first(taken)
    batches = [_by_file(first), _by_file({test: taken[test] for test in taken if test not in first})]
    return Plan([batch for batch in batches if batch], len(taken) < len(ordered), reach.while_reading)


def _by_file(tests: Mapping[str, float]) -> dict[str, float]:
    """Tests of one file together, since they may share what is costly; the file with the best test first."""
    files: dict[str, dict[str, float]] = {}
    for test, seconds in tests.items():
        files.setdefault(test.partition("::")[0], {})[test] = seconds
    return {test: seconds for own in files.values() for test, seconds in own.items()}


def _first(tests: dict[str, float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for test, seconds in tests.items():
        if found and sum(found.values()) + seconds > FIRST_SECONDS:
            break
        found[test] = seconds
    return found


def tried(
    project: Project,
    mutants: Sequence[Mutant],
    reach_map: Map,
    warm: Warm,
    *,
    budget: float,
    jobs: int,
    excused: Callable[[Mutant], bool],
) -> list[Outcome]:
    """Every mutant's outcome, in the order given."""
    plans = [planned(project, mutant, reach_map, budget) for mutant in mutants]
    outcomes = dict(_untried(mutants, plans, excused))
    begun = [0] * len(mutants)
    spent = [0.0] * len(mutants)

    def task(index: int) -> Task[int]:
        batch = plans[index].batches[begun[index]]
        begun[index] += 1
        limit = (3 * sum(batch.values()) + 20) * crowd()

        def work(scratch: Path) -> int:
            environment(project, scratch)
            _announce(project, mutants[index], scratch)
            if not warm.become(mutants[index], while_reading=plans[index].while_reading):
                serve()
            return run_chosen(list(batch), scratch)

        return Task(index, work, limit)

    def next_batch(ended: Ended[int]) -> Task[int] | None:
        more = ended.code in NOTHING_RAN and begun[ended.key] < len(plans[ended.key].batches)
        return task(ended.key) if more else None

    ready = [index for index in range(len(mutants)) if index not in outcomes]
    for done in run_all((task(index) for index in ready), jobs, next_batch):
        if done.code == BROKEN:
            raise RuntimeError(done.said)
        index, plan = done.key, plans[done.key]
        spent[index] += done.seconds
        survived = done.code in NOTHING_RAN
        number = sum(len(batch) for batch in plan.batches)
        state = "survived" if survived else "noticed"
        said = NO_END if done.code == TIMED_OUT else done.said
        outcomes[index] = Outcome(mutants[index], state, survived and plan.capped, spent[index], number, said)
        if not survived or begun[index] == len(plan.batches):
            _tell(outcomes[index], len(outcomes), len(mutants))
    return [outcomes[index] for index in range(len(mutants))]


def _untried(
    mutants: Sequence[Mutant], plans: Sequence[Plan], excused: Callable[[Mutant], bool]
) -> Iterator[tuple[int, Outcome]]:
    for index, (mutant, plan) in enumerate(zip(mutants, plans, strict=True)):
        if excused(mutant):
            yield index, Outcome(mutant, "excused")
        elif not plan.batches:
            yield index, Outcome(mutant, "unreached", plan.capped)


def _announce(project: Project, mutant: Mutant, scratch: Path) -> None:
    path = mutant.source.path
    order = scratch / "mutant.json"
    told = {"name": project.name(path), "path": str(project.root / path), "text": mutant.text}
    order.write_text(json.dumps(told), encoding="utf-8")
    os.environ[MUTANT] = str(order)


def _tell(outcome: Outcome, done: int, of: int) -> None:
    mutant = outcome.mutant
    late = " (by time-out)" if outcome.said == NO_END else ""
    where = f"{mutant.source.path}:{mutant.line}{late}"
    print(f"{done:4}/{of} {outcome.state:9} {outcome.seconds:5.1f} s {mutant.operator:10} {where}", file=sys.stderr)
