"""A filled workbook brought home: its links to posts.csv, its numbers to the lake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from cliptrial.errors import PlanError, Problem, SourceError
from cliptrial.posts.matching import match
from cliptrial.posts.records import Post
from cliptrial.posts.tables import build
from cliptrial.posts.videoids import id_in_link, posted_second
from cliptrial.posts.workbook import Filled, read_workbook
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.links import add_link, read_links
from cliptrial.registry.schedule import Position, Schedule
from cliptrial.registry.schedule_files import read_schedule
from cliptrial.registry.workspace import Workspace

NAME = "numbers"
LABEL = "Numbers filled in by hand"


@dataclass(frozen=True, slots=True)
class BroughtHome:
    """What a workbook holds.

    Attributes:
        tables: Rows for the lake.
        links: Links that posts.csv does not have yet, by position.
        folder: The experiment's folder.
        notes: What a reader of the report should know.
        rows: Positions with anything filled in.
        period: First and last day that numbers were read on.
    """

    tables: Mapping[str, pa.Table]
    links: Mapping[int, str]
    folder: Path
    notes: tuple[str, ...]
    rows: int
    period: tuple[date, date] | None

    def keep_links(self) -> bool:
        """Write the new links; False when there were none."""
        for position, link in sorted(self.links.items()):
            add_link(self.folder, position, link)
        return bool(self.links)


def bring_home(workspace: Workspace, slug: str, data: bytes, name: str, known: list[Post]) -> BroughtHome:
    """Understand a filled workbook.

    A position whose link is short or missing takes the post that fits the plan in one way only; where
    none does, its numbers wait in the workbook and a note says so.

    Args:
        workspace: Where the experiment lives.
        slug: The experiment.
        data: The workbook.
        name: Its name, for messages.
        known: Every post the lake has described.

    Raises:
        SourceError: Cells, positions or links that cannot be right; every one is listed.
        PlanError: The experiment has no schedule yet.
    """
    loaded = load_experiment(slug, workspace)
    schedule = read_schedule(loaded.folder)
    if schedule is None:
        what = f"The experiment {slug} has no schedule yet, so its positions mean nothing"
        raise PlanError(Problem("no_schedule", what, mend=f"Run `cliptrial plan {slug}` first.", path=name))
    filled = read_workbook(data, name)
    positions = {p.position: p for p in schedule.positions}
    earlier = read_links(loaded.folder, set(positions))
    problems = [
        *_misplaced(filled, positions, name),
        *_undated(filled, name),
        *_link_clashes(filled, earlier, name),
    ]
    if problems:
        raise SourceError(problems)
    links = {n: row.link for n, row in filled.items() if row.link} | earlier
    zones = {account: settings.timezone for account, settings in workspace.accounts.items()}
    ids = _ids(schedule, links, known, zones, loaded.experiment)
    waiting = sorted(n for n, row in filled.items() if row.has_numbers and n not in ids)
    return BroughtHome(
        tables=_tables(filled, positions, ids, links, zones),
        links={n: row.link for n, row in filled.items() if row.link and n not in earlier},
        folder=loaded.folder,
        notes=_waiting_note(waiting),
        rows=len(filled),
        period=_period(filled),
    )


def _ids(
    schedule: Schedule, links: Mapping[int, str], known: list[Post], zones: Mapping[str, str], experiment: Any
) -> dict[int, str]:
    """By position: the video id, from its link or, for a short or missing link, from the plan."""
    ids = {n: post_id for n, link in links.items() if (post_id := id_in_link(link))}
    whole = {n: link for n, link in links.items() if n in ids}
    arms = {arm.id: arm for arm in experiment.change.arms}
    found = match(schedule, whole, known, zones, arms=arms, variable=experiment.change.variable)
    return {n: post.post_id for n, post in found.posts.items()} | ids


def _misplaced(filled: Mapping[int, Filled], positions: Mapping[int, Position], name: str) -> list[Problem]:
    return [
        Problem(
            "unknown_position",
            f"The schedule has no position {number}",
            f"1 to {max(positions, default=0)}",
            "Use the workbook of this experiment.",
            path=name,
            field="No.",
        )
        for number in sorted(filled.keys() - positions.keys())
    ]


def _undated(filled: Mapping[int, Filled], name: str) -> list[Problem]:
    """Numbers without a day cannot be compared at equal age; a day before posting cannot be."""
    problems = []
    for number, row in sorted(filled.items()):
        post_id = id_in_link(row.link) if row.link else None
        if row.has_numbers and row.read_on is None:
            problems.append(
                Problem(
                    "no_read_on",
                    f"Position {number} has numbers but not the day they were read",
                    mend="Fill in the column for the day.",
                    path=name,
                    field="Read on",
                )
            )
        elif row.read_on is not None and post_id is not None:
            day = row.read_on.date() if isinstance(row.read_on, datetime) else row.read_on
            made = datetime.fromtimestamp(posted_second(post_id), ZoneInfo("UTC")).date()
            if (made - day).days > 1:
                problems.append(
                    Problem(
                        "read_before_posted",
                        f"Position {number} was read on {day}, but the video is of {made}",
                        mend="Correct the day or the link.",
                        path=name,
                        field="Read on",
                    )
                )
    return problems


def _link_clashes(filled: Mapping[int, Filled], earlier: Mapping[int, str], name: str) -> list[Problem]:
    """A link in two positions, or another one than posts.csv has: people must say which holds."""
    problems = []
    written: dict[str, int] = {}
    for number, row in sorted(filled.items()):
        if not row.link:
            continue
        key = id_in_link(row.link) or row.link
        if number in earlier and (id_in_link(earlier[number]) or earlier[number]) != key:
            problems.append(
                Problem(
                    "other_link",
                    f"Position {number} has another link in posts.csv: {earlier[number]}",
                    mend="Correct the one that is wrong.",
                    path=name,
                    field="Video link",
                )
            )
        if key in written:
            problems.append(
                Problem(
                    "link_twice",
                    f"Positions {written[key]} and {number} have the same link",
                    mend="Each post belongs to one position.",
                    path=name,
                    field="Video link",
                )
            )
        written.setdefault(key, number)
    return problems


def _tables(
    filled: Mapping[int, Filled],
    positions: Mapping[int, Position],
    ids: Mapping[int, str],
    links: Mapping[int, str],
    zones: Mapping[str, str],
) -> dict[str, pa.Table]:
    posts, snapshots = [], []
    for number, row in sorted(filled.items()):
        post_id, position = ids.get(number), positions[number]
        if post_id is None:
            continue
        made = posted_second(post_id)
        moment = None if row.read_on is None else _moment(row.read_on, position, zones)
        if id_in_link(links.get(number, "")):
            posts.append(
                {
                    "post_id": post_id,
                    "account": position.account,
                    "posted_at": made,
                    "link": links[number],
                    "described_at": moment or made,
                    "source": NAME,
                }
            )
        if row.has_numbers and moment is not None:
            snapshots.append(
                {
                    "post_id": post_id,
                    "account": position.account,
                    "captured_at": max(moment, made),
                    **_numbers(row),
                    "source": NAME,
                    "top_list": False,
                    "file": "numbers.xlsx",
                }
            )
    return {"posts": build("posts", posts), "snapshots": build("snapshots", snapshots)}


def _numbers(row: Filled) -> dict[str, float | None]:
    completions = None if row.watched_full is None or row.views is None else row.watched_full * row.views
    return {
        "views": row.views,
        "average_watch_time": row.average_watch_time,
        "completions": completions,
        "saves": row.saves,
        "new_followers": row.new_followers,
    }


def _moment(read_on: date | datetime, position: Position, zones: Mapping[str, str]) -> int:
    """A day without a time is taken at the slot's time, so that a week later is exactly a week."""
    hour, minute = map(int, position.slot.split(":"))
    local = read_on if isinstance(read_on, datetime) else datetime.combine(read_on, time(hour, minute))
    return int(local.replace(tzinfo=ZoneInfo(zones.get(position.account, "UTC"))).timestamp())


def _waiting_note(waiting: list[int]) -> tuple[str, ...]:
    if not waiting:
        return ()
    listed = ", ".join(map(str, waiting))
    return (
        f"The numbers of position {listed} wait in the workbook: the link is missing or only forwards to the "
        "video. Open it in a browser, copy the long address into the workbook and hand it in again.",
    )


def _period(filled: Mapping[int, Filled]) -> tuple[date, date] | None:
    days = [r.date() if isinstance(r, datetime) else r for row in filled.values() if (r := row.read_on)]
    return (min(days), max(days)) if days else None
