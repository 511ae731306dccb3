"""What an experiment's own workbook shows: names, language, columns, and what each position has beside the plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypedDict

from cliptrial.metrics import metrics_of
from cliptrial.posts.workbook.layout import is_alone
from cliptrial.registry.beside.bundle import arm_labels
from cliptrial.registry.checks import metric_paths
from cliptrial.registry.draft import Draft
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.model import Weekday
from cliptrial.registry.plan.codes import read_codes
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.plan.tracked import tracked_link
from cliptrial.registry.rounds.combined import labels_of
from cliptrial.registry.workspace import Workspace


class Look(TypedDict):
    """How a workbook is drawn; :func:`~cliptrial.posts.workbook.writing.draw` says what each part is."""

    labels: Mapping[str, str]
    language: str
    measure_at: float
    reading_days: Collection[Weekday]
    alone: bool
    needs: Collection[str]


def look_of(workspace: Workspace, loaded: Loaded, together: Mapping[str, Loaded] | None = None) -> Look:
    """How the workbook of an experiment is drawn; a team without exports fills in what they hold, too.

    That of a combined test shows the arms of all its questions
    (:func:`~cliptrial.registry.rounds.combined.with_combinations`).

    Args:
        workspace: Where the experiment belongs.
        loaded: The experiment.
        together: By name, sorted: all that are drawn together, before their files say so.
    """
    plan = loaded.experiment
    accounts = [workspace.accounts[name] for name in plan.accounts]
    return {
        "labels": labels_of([one.experiment for one in together.values()])
        if together
        else arm_labels(workspace, loaded),
        "language": accounts[0].language or workspace.language,
        "measure_at": plan.design.measure_at,
        "reading_days": workspace.reading_days,
        "alone": any(is_alone(account.sources) for account in accounts),
        "needs": needs_of(workspace, together.values() if together else [loaded]),
    }


def needs_of(workspace: Workspace, every: Iterable[Loaded]) -> frozenset[str]:
    """Columns of the lake that the metrics of experiments are computed from."""
    known = metrics_of(workspace)
    names = {name for one in every for _, name in metric_paths(Draft.of(one.experiment))}
    return frozenset(column for name in names & known.keys() for column in known[name].columns)


def beside_of(
    workspace: Workspace, loaded: Loaded, schedule: Schedule, round_: str | None = None
) -> dict[int, dict[str, str]]:
    """By position: its tracked link and its discount code, where the plan uses them.

    Args:
        workspace: Where the experiment belongs.
        loaded: The experiment.
        schedule: Its plan.
        round_: The combined test that it becomes part of, before its file says so.

    Raises:
        RegistryError: codes.csv has rows that cannot be used.
    """
    codes = read_codes(loaded.folder, {position.position for position in schedule.positions})
    parts = {
        position.position: {
            "tracked_link": tracked_link(workspace, loaded, position, round_),
            "code": codes.get(position.position),
        }
        for position in schedule.positions
    }
    return {number: {key: text for key, text in row.items() if text} for number, row in parts.items()}
