"""Experiments as tables: every position of a plan, and every comparison of an answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from cliptrial.analysis import experiment as analysis
from cliptrial.errors import InputError
from cliptrial.posts.placements import linked
from cliptrial.registry.decisions import read_decisions
from cliptrial.registry.experiments import load_all
from cliptrial.registry.plan.links import read_states
from cliptrial.registry.plan.period_files import read_plan
from cliptrial.report.outward.columns import TABLES

if TYPE_CHECKING:
    from cliptrial.analysis.results import Analysis
    from cliptrial.registry.experiments import Loaded
    from cliptrial.registry.plan.schedule import Schedule
    from cliptrial.registry.workspace import Workspace


def positions(workspace: Workspace) -> pa.Table:
    """Every position of every plan; a file with mistakes has none."""
    links = linked(workspace)
    rows: list[dict[str, object]] = [
        {
            "experiment": loaded.slug,
            "position": one.position,
            "account": one.account,
            "planned_on": one.date,
            "slot": one.slot,
            "arm": one.arm,
            "block": one.block,
            "post_id": links.get(loaded.slug, {}).get(one.position),
            "state": states.get(one.position),
            "topic": one.topic,
        }
        for loaded, schedule in _planned(workspace)
        for states in [read_states(loaded.folder)]
        for one in schedule.positions
    ]
    return _table("positions", rows)


def answers(workspace: Workspace) -> pa.Table:
    """Every comparison of every experiment that has posts."""
    rows: list[dict[str, object]] = []
    for loaded, _ in _planned(workspace):
        try:
            rows += _rows(loaded, analysis.analyze(loaded.slug, workspace))
        except InputError:
            continue  # `check` tells what is wrong
    return _table("answers", rows)


def _planned(workspace: Workspace) -> Iterator[tuple[Loaded, Schedule]]:
    for loaded in load_all(workspace).loaded:
        try:
            schedule = read_plan(loaded.folder)
        except InputError:
            continue
        if schedule is not None:
            yield loaded, schedule


def _rows(loaded: Loaded, result: Analysis) -> Iterator[dict[str, object]]:
    decisions = read_decisions(loaded.folder)
    of_all = {
        "experiment": loaded.slug,
        "title": loaded.experiment.title,
        "variable": loaded.experiment.change.variable.value,
        "evidence": result.evidence.value,
        "decision": decisions[-1].what.value if decisions else None,
    }
    if not result.uplifts:
        yield {**of_all, "metric": result.verdict.metric, "role": "primary", "verdict": result.verdict.code.value}
    for one in result.uplifts:
        yield {
            **of_all,
            "metric": one.metric,
            "role": one.role.value,
            "arm": one.arm,
            "control": one.control,
            "posts_control": one.posts[0],
            "posts_arm": one.posts[1],
            "control_value": one.control_value,
            "arm_value": one.arm_value,
            "relative": one.relative,
            "relative_low": one.relative_interval[0],
            "relative_high": one.relative_interval[1],
            "p_value": one.p_value,
            "reckon_with": one.reckon_with,
            "verdict": one.verdict.value,
        }


def _table(name: str, rows: list[dict[str, object]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=pa.schema([(one.name, one.unit.type) for one in TABLES[name]]))
