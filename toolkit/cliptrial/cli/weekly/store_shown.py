"""What ``status --store`` tells: how much the store holds, and every hand-in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from cliptrial.cli.output import print_json, print_table, problem_table, show
from cliptrial.cli.weekly.ingest_shown import TABLE_NAMES
from cliptrial.messages import says

if TYPE_CHECKING:
    from cliptrial.registry.workspace import Workspace

SHOWN = 3
"""So many files of a hand-in are named."""


def show_store(workspace: Workspace, *, as_json: bool) -> None:
    """Print tables and hand-ins of the store, and what is missing of it.

    Args:
        workspace: Where the store is.
        as_json: One object instead.
    """
    from cliptrial.posts.lake.hand_ins import SHORT, hand_ins, stored
    from cliptrial.posts.lake.lake import Lake

    lake = Lake(workspace.store_dir)
    tables, listed = stored(lake), hand_ins(lake)
    problems = [problem for table in tables for problem in lake.problems(table.table)]
    if as_json:
        print_json({"tables": tables, "hand_ins": listed, "problems": [p.as_dict() for p in problems]})
        return
    headers = (says("what"), says("rows"), says("parts"), says("files"))
    print_table(headers, [(TABLE_NAMES.get(t.table, t.table), t.rows, t.parts, t.files) for t in tables])
    if listed:
        show()
        standing = {True: says("stands"), False: says("taken back")}
        lessened = {True: says("stands in part"), False: says("taken back")}
        headers = (says("hand-in"), says("handed in on"), says("state"), says("files"))
        rows = [(one.id[:SHORT], _moment(one.at), (lessened if one.removed else standing)[one.stands], _names(one.files)) for one in listed]
        print_table(headers, rows)
    problem_table(problems)


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at).astimezone().strftime("%Y-%m-%d %H:%M")


def _names(files: tuple[str, ...]) -> str:
    more = len(files) - SHOWN
    named = ", ".join(files[:SHOWN])
    return says("{named} and {count} more", named=named, count=more) if more > 0 else named
