"""Experiments on one number that a platform counted in two ways: only those of the newest way are put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from cliptrial.analysis.learning.lessons import LeftOut, Lesson
from cliptrial.metrics import metrics_of
from cliptrial.metrics.periods import counted_columns, meaning
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.workspace import Workspace


def of_newest_meaning(lessons: Sequence[Lesson], workspace: Workspace) -> list[Lesson]:
    """The lessons, those left out whose number means something else than in the newest experiment on its platform."""
    own = [_meanings(one.metric, one.accounts, one.start, workspace) for one in lessons]
    newest: dict[tuple[str, str], date] = {}
    for lesson, meanings in zip(lessons, own, strict=True):
        for platform, since in meanings.items() if lesson.left_out is None else ():
            key = lesson.metric, platform
            newest[key] = max(newest.get(key, date.min), since)
    return [
        replace(lesson, left_out=LeftOut.REDEFINED, effect=None, standard_error=None, relative=None)
        if lesson.left_out is None and any(newest[lesson.metric, name] > since for name, since in meanings.items())
        else lesson
        for lesson, meanings in zip(lessons, own, strict=True)
    ]


def same_meaning(one: Loaded, first: date, other: Loaded, begun: date, workspace: Workspace) -> bool:
    """Whether the primary metric of two experiments meant the same on their first days."""
    accounts = (one.experiment.accounts, other.experiment.accounts)
    metric = one.experiment.metrics.primary
    meanings, others = (
        _meanings(metric, own, day, workspace) for own, day in zip(accounts, (first, begun), strict=True)
    )
    return all(meanings[name] == others[name] for name in meanings.keys() & others.keys())


def _meanings(metric: str, accounts: Sequence[str], start: date | None, workspace: Workspace) -> Mapping[str, date]:
    """By platform of the accounts: since when a metric meant what it did on a day; the first day of all for always."""
    known = metrics_of(workspace).get(metric)
    if known is None or start is None:
        return {}
    platforms = {workspace.accounts[name].platform for name in accounts if name in workspace.accounts}
    columns = counted_columns(known)
    return {name: meaning(columns, name, start) or date.min for name in platforms}
