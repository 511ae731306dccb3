"""The plan of a combined test on disk: one table with an arm column an experiment, one file with all their rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from cliptrial.errors import InputError, Problem
from cliptrial.messages import nothing, says
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.jsonfile import read_json
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.plan.schedule_files import (
    COLUMNS,
    RULE,
    PlainMember,
    PlainRound,
    position_plain,
    rule_plain,
    write_table_and_rule,
)
from cliptrial.registry.plan.spreadsheets import table_text
from cliptrial.registry.rounds.home import members


def write_round(folder: Path, schedules: Mapping[str, Schedule]) -> None:
    """Write schedule.csv and schedule.json of a combined test.

    Args:
        folder: Its folder; made where it is not there.
        schedules: By experiment: its schedule; all have the same positions.
    """
    folder.mkdir(parents=True, exist_ok=True)
    columns = [*COLUMNS[: COLUMNS.index("arm")], *sorted(schedules), "topic"]
    write_table_and_rule(folder, table_text(columns, _rows(schedules)), _plain(schedules))


def drawn_for(folder: Path) -> tuple[str, ...]:
    """The experiments that the schedule of a combined test was drawn for, sorted; empty where that cannot be read."""
    try:
        return tuple(sorted(read_json(folder / RULE, RULE, "schedule_rule", nothing)["experiments"]))
    except (InputError, KeyError, TypeError):
        return ()


def left_by(loaded: Loaded, schedule: Schedule) -> Iterator[Problem]:
    """Experiments that the plan of a combined test was drawn for, and whose files name it no more."""
    gone = sorted({*schedule.experiments(loaded.slug)} - {*members(loaded.folder)}) if schedule.crossed else []
    if gone:
        name = loaded.experiment.design.round or ""
        yield loaded.problem(
            "design.round",
            "round_left",
            says(
                "The posts of {name} were also drawn for {gone}, which is not part of it any more", name=name, gone=gone
            ),
            says("the same combined test in the file of each of its experiments"),
            says("Write `round: {name}` under design in its file again.", name=name),
        )


def _rows(schedules: Mapping[str, Schedule]) -> list[dict[str, object]]:
    one = next(iter(schedules.values()))
    return [
        {**position_plain(p), **{slug: own.positions[row].arm for slug, own in schedules.items()}}
        for row, p in enumerate(one.positions)
    ]


def _plain(schedules: Mapping[str, Schedule]) -> PlainRound:
    controls = {other.slug: other.control for one in schedules.values() for other in one.crossed}
    rules = {slug: rule_plain(schedules[slug].rule) for slug in sorted(schedules)}
    shared = next(iter(rules.values()))
    members: dict[str, PlainMember] = {
        slug: {
            "control": controls[slug],
            "cutoff": rule["cutoff"],
            "count": rule["count"],
            "seed": rule["seed"],
        }
        for slug, rule in rules.items()
    }
    return {
        "rule": shared["rule"],
        "per_block": shared["per_block"],
        "limit": shared["limit"],
        "experiments": members,
    }
