"""What ``status --store`` tells: how much the store holds, and every hand-in."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from cliptrial.cli.output import print_json, print_table, problem_table, say, show
from cliptrial.cli.weekly.ingest_shown import TABLE_NAMES
from cliptrial.messages import says

if TYPE_CHECKING:
    from cliptrial.registry.workspace import Workspace

SHOWN = 3
"""So many files of a hand-in are named."""


def retained(workspace: Workspace, today: date) -> dict[str, object]:
    """What is older than the workspace may keep it, for JSON; nothing where it does not say how long."""
    older = _older(workspace, today)
    if older is None:
        return {}
    day, rows = older
    return {"retention": {"period": workspace.retention, "kept_from": day, "older_rows": rows}}


def show_older(workspace: Workspace, today: date) -> None:
    """Tell what is older, and what removes it; nothing goes by itself."""
    older = _older(workspace, today)
    if older is None or not older[1]:
        return
    sentence = says(
        "{rows:,} rows are from before {day}, and numbers are kept for {period} (workspace.yaml): `cliptrial purge` "
        "removes them.",
        rows=older[1],
        day=older[0],
        period=workspace.retention,
    )
    say(sentence)


def _older(workspace: Workspace, today: date) -> tuple[date, int] | None:
    """The first day of what is kept, and the rows from before it."""
    if workspace.retention is None:
        return None
    from cliptrial.posts.removal.plans import older_than
    from cliptrial.registry.safety.retention import kept_from

    day = kept_from(workspace.retention, today)
    return day, older_than(workspace, day, today).every_row


def show_store(workspace: Workspace, today: date, *, as_json: bool) -> None:
    """Print tables and hand-ins of the store, what is missing of it, and what is older than it may be.

    Args:
        workspace: Where the store is.
        today: The day on which it is asked.
        as_json: One object instead.
    """
    from cliptrial.posts.lake.hand_ins import SHORT, hand_ins, stored
    from cliptrial.posts.lake.lake import Lake
    from cliptrial.posts.workspaces import apart_as_it_is

    lake, there = Lake(workspace.store_dir), apart_as_it_is(workspace)
    tables, listed = stored(lake), hand_ins(lake)
    watched = [one for one in stored(Lake(there.store_dir)) if one.rows] if there is not None else []
    problems = [problem for table in tables for problem in lake.problems(table.table)]
    if as_json:
        below = {} if there is None else {"watched": watched}
        held = {"tables": tables, "hand_ins": listed, **below, **retained(workspace, today)}
        print_json({**held, "problems": [p.as_dict() for p in problems]})
        return
    headers = (says("what"), says("rows"), says("parts"), says("files"))
    named = [(TABLE_NAMES[one.table], one) for one in tables]
    named += [(says("watched accounts: {table}", table=TABLE_NAMES[one.table]), one) for one in watched]
    print_table(headers, [(name, one.rows, one.parts, one.files) for name, one in named])
    if listed:
        show()
        standing = {True: says("stands"), False: says("taken back")}
        lessened = {True: says("stands in part"), False: says("taken back")}
        headers = (says("hand-in"), says("handed in on"), says("state"), says("files"))
        rows = [
            (one.id[:SHORT], _moment(one.at), (lessened if one.removed else standing)[one.stands], _names(one.files))
            for one in listed
        ]
        print_table(headers, rows)
    show_older(workspace, today)
    problem_table(problems)


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at).astimezone().strftime("%Y-%m-%d %H:%M")


def _names(files: tuple[str, ...]) -> str:
    more = len(files) - SHOWN
    named = ", ".join(files[:SHOWN])
    return says("{named} and {count} more", named=named, count=more) if more > 0 else named
