"""``cliptrial validate``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import typer

from cliptrial.cli.output import (
    JsonOption,
    SlugsArgument,
    WorkspaceOption,
    open_workspace,
    print_json,
    problem_table,
    say,
)
from cliptrial.messages import Message, full_sentence, says

if TYPE_CHECKING:
    from cliptrial.errors import Problem
    from cliptrial.registry.experiments import Loaded
    from cliptrial.registry.plan.collisions import Claimed
    from cliptrial.registry.plan.schedule import Schedule
    from cliptrial.registry.workspace import Workspace


def run(slugs: SlugsArgument = None, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Check the files of experiments: all problems of all files at once, each with its line.

    Notes are worth a second thought; only problems make the command fail.
    """
    from cliptrial.errors import InputError
    from cliptrial.registry.experiments import experiment_names, load_experiment
    from cliptrial.registry.plan.collisions import claimed_by_all

    opened = open_workspace(workspace)
    claimed = claimed_by_all(opened)
    names = slugs or experiment_names(opened)
    problems: list[Problem] = []
    notes: list[Problem] = []
    for slug in names:
        try:
            loaded = load_experiment(slug, opened)
        except InputError as error:
            problems.extend([*error.problems, *_metrics_of_broken(slug, opened)])
            continue
        problems.extend(_more(loaded, opened, claimed))
        notes.extend([*loaded.notes, *_changes(loaded), *_left_by_sync(loaded)])
    # The files of a combined test are those of all its experiments; what is wrong with them is told once.
    wrong, worth_a_thought = _of_goals(opened)
    problems = [*dict.fromkeys(problems), *_of_rounds(names, opened), *_of_ideas(opened), *wrong, *_of_bands(opened)]
    notes = [*dict.fromkeys(notes), *_left_in(opened), *worth_a_thought]
    order = {shown: number for number, shown in enumerate(dict.fromkeys(map(_folder, [*problems, *notes])))}
    problems.sort(key=lambda problem: _place(problem, order))
    notes.sort(key=lambda note: _place(note, order))
    if as_json:
        result = {"checked": list(names), "errors": [p.as_dict() for p in problems]}
        print_json({**result, "notes": [n.as_dict() for n in notes]})
    else:
        problem_table(notes, notes=True)
        problem_table(problems)
        say(_summary(len(names), len(problems), len(notes)))
    if problems:
        raise typer.Exit(1)


def _folder(problem: Problem) -> str:
    return (problem.path or "").rpartition("/")[0]


def _place(problem: Problem, order: dict[str, int]) -> tuple[object, ...]:
    """As a reader goes through the files: by experiment, its own file first, then by line."""
    name = (problem.path or "").rpartition("/")[2]
    own = name not in ("", "experiment.yaml")
    return (order[_folder(problem)], own, name, problem.line or 0, problem.row or 0, problem.column or 0)


def _more(loaded: Loaded, workspace: Workspace, claimed: Claimed) -> list[Problem]:
    """Problems beyond the file itself: unknown metrics, and the files beside it."""
    from cliptrial.errors import InputError
    from cliptrial.metrics import check_metrics
    from cliptrial.registry.beside.comments import FILE, read_comments
    from cliptrial.registry.beside.texts import read_texts
    from cliptrial.registry.decisions import read_decisions
    from cliptrial.registry.plan.collisions import collisions_in_table, same_weeks
    from cliptrial.registry.plan.links import read_links
    from cliptrial.registry.plan.lock import read_lock
    from cliptrial.registry.plan.looks import read_looks
    from cliptrial.registry.plan.period_files import read_plan
    from cliptrial.registry.plan.schedule_files import schedule_problems
    from cliptrial.registry.platforms.allowed import hashtag_problems
    from cliptrial.registry.rounds.table import left_by

    problems = list(check_metrics(loaded, workspace))
    folder = loaded.folder
    readers: tuple[Callable[[], object], ...] = (
        lambda: read_links(folder),
        lambda: read_lock(folder),
        lambda: read_decisions(folder),
        lambda: read_looks(folder),
        lambda: read_texts(loaded),
        lambda: read_comments(folder / FILE),
    )
    for read in readers:
        try:
            read()
        except InputError as error:
            problems.extend(error.problems)
    try:
        schedule = read_plan(loaded.folder)
        if schedule is not None and schedule.periods:
            problems += same_weeks(workspace, loaded, schedule)
        elif schedule is None:
            problems += hashtag_problems(loaded, workspace)
        else:
            problems += [
                *schedule_problems(loaded, schedule),
                *left_by(loaded, schedule),
                *_links_elsewhere(loaded, workspace, schedule),
                *collisions_in_table(workspace, loaded, schedule, claimed),
            ]
    except InputError as error:
        problems.extend(error.problems)
    return problems


def _links_elsewhere(loaded: Loaded, workspace: Workspace, schedule: Schedule) -> list[Problem]:
    """Links in posts.csv that are of another platform than the account of their position."""
    from cliptrial.errors import InputError
    from cliptrial.registry.files import shown_path
    from cliptrial.registry.plan.links import FILE, read_links
    from cliptrial.registry.platforms.allowed import links_elsewhere

    try:
        links = read_links(loaded.folder)
    except InputError:  # told already
        return []
    shown = shown_path(loaded.folder, FILE)
    wrong = links_elsewhere(links, {p.position: p for p in schedule.positions}, workspace.accounts)
    return [
        replace(
            problem, what=says("Position {number}: {what}", number=number, what=problem.what), path=shown, field="link"
        )
        for number, problem in wrong.items()
    ]


def _metrics_of_broken(slug: str, workspace: Workspace) -> list[Problem]:
    """Unknown metrics of a file that has other mistakes, so that one round of mending is enough."""
    from cliptrial.errors import InputError
    from cliptrial.metrics import metric_problems
    from cliptrial.registry.experiments import read_experiment_text

    try:
        return metric_problems(read_experiment_text(slug, workspace), workspace)
    except InputError:
        return []


def _of_rounds(names: Sequence[str], workspace: Workspace) -> list[Problem]:
    """Designs that are no longer alike in combined tests."""
    from cliptrial.errors import InputError
    from cliptrial.registry.experiments import load_experiment
    from cliptrial.registry.rounds.combined import all_of
    from cliptrial.rotation.combinable import together_problems

    problems: dict[str, list[Problem]] = {}
    for slug in names:
        try:
            loaded = load_experiment(slug, workspace)
        except InputError:
            continue
        plans = all_of(workspace, loaded)
        if loaded.experiment.design.round and len(plans) > 1:
            problems.setdefault(loaded.experiment.design.round, together_problems(plans))
    return [problem for own in problems.values() for problem in own]


def _of_ideas(workspace: Workspace) -> list[Problem]:
    """What is wrong with the list of ideas."""
    from cliptrial.errors import InputError
    from cliptrial.planning.growth.ranking import metric_problems
    from cliptrial.registry.beside.ideas import FILE, read_ideas

    if not (workspace.root / FILE).is_file():
        return []
    try:
        return metric_problems(read_ideas(workspace), workspace)
    except InputError as error:
        return list(error.problems)


def _of_goals(workspace: Workspace) -> tuple[list[Problem], list[Problem]]:
    """What is wrong with goals, and what is worth a second thought: a day that is over, a number not there yet."""
    from cliptrial.planning.growth.goals import LATER, goal_notes

    every = list(goal_notes(workspace, date.today())) if any(goal.line for goal in workspace.goals) else []
    return [one for one in every if one.code not in LATER], [one for one in every if one.code in LATER]


def _of_bands(workspace: Workspace) -> list[Problem]:
    """Bands of metrics that nobody knows."""
    from cliptrial.metrics import metrics_of
    from cliptrial.metrics.bands import band_problems

    return band_problems(workspace, metrics_of(workspace))


def _changes(loaded: Loaded) -> list[Problem]:
    """What changed since the plan was locked; nothing where a file cannot be read."""
    from cliptrial.errors import InputError
    from cliptrial.registry.plan.lock import plan_changes

    try:
        return list(plan_changes(loaded))
    except InputError:
        return []


def _left_by_sync(loaded: Loaded) -> list[Problem]:
    """Second copies of its files, and files that have not arrived."""
    from cliptrial.registry.rounds.home import plan_folder
    from cliptrial.registry.safety.copies import OF_EXPERIMENT, left_by_sync

    shared, name = plan_folder(loaded.folder), loaded.experiment.design.round
    beside = left_by_sync(shared, OF_EXPERIMENT, f"rounds/{name}/") if name else ()
    return [*left_by_sync(loaded.folder, OF_EXPERIMENT, f"experiments/{loaded.slug}/"), *beside]


def _left_in(workspace: Workspace) -> list[Problem]:
    """The same for the workspace's own file and the store."""
    from cliptrial.registry.safety.copies import OF_WORKSPACE, left_by_sync, strange_parts

    return [*left_by_sync(workspace.root, OF_WORKSPACE, ""), *strange_parts(workspace.store_dir)]


def _summary(files: int, problems: int, notes: int) -> Message:
    counted = [says("1 experiment checked") if files == 1 else says("{count} experiments checked", count=files)]
    if not problems:
        counted.append(says("no problems"))
    else:
        counted.append(says("1 problem") if problems == 1 else says("{count} problems", count=problems))
    if notes:
        counted.append(says("1 note") if notes == 1 else says("{count} notes", count=notes))
    return full_sentence(says("{counted}", counted=counted))
