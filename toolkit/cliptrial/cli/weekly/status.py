"""``cliptrial status``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from cliptrial.cli.answers import a_day
from cliptrial.cli.output import (
    JsonOption,
    SlugsArgument,
    WorkspaceOption,
    open_workspace,
    print_json,
    print_steps,
    problem_table,
    say,
    show,
)
from cliptrial.messages import Message, says

if TYPE_CHECKING:
    from cliptrial.analysis.checks.left_out import Why
    from cliptrial.analysis.material import Material
    from cliptrial.posts.week.overview import Overview
    from cliptrial.registry.plan.schedule import Position
    from cliptrial.registry.workspace import Workspace


CLOSELY = 12
"""Experiments at most whose posts and numbers are looked up unasked, a third of a second each."""


def run(
    slugs: SlugsArgument = None,
    on: Annotated[date | None, a_day("As on this day. Default: today.", "--on")] = None,
    page: Annotated[
        bool,
        typer.Option(
            "--page",
            metavar="[FILE]",
            help="Write the week as a page for all clients; FILE.html, default reports/monday.html.",
        ),
    ] = False,
    store: Annotated[
        bool, typer.Option("--store", help="What the store holds, and every hand-in with its id.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Where every experiment stands, and the one next thing to do, with its day.

    Numbers are due on the reading day nearest to the age at which posts are compared. --page writes what is to be
    filmed, posted, read off, decided and sent this week, for all clients, as one file that can be opened on a phone.
    """
    from cliptrial.cli.weekly.store_shown import retained, show_older, show_store
    from cliptrial.posts.week.overview import overviews

    opened = open_workspace(workspace)
    if store:
        show_store(opened, on or date.today(), as_json=as_json)
        return
    today = on or date.today()
    files = [one for one in slugs or () if page and one.endswith(".html")]
    named = [one for one in slugs or () if one not in files]
    standing, problems = overviews(opened, named, today)
    wanted = [one for one in standing if named or one.state != "decided"]
    few = bool(named) or sum(one.state in ("running", "ready") for one in wanted) <= CLOSELY
    counted = {one.slug: _counted(one, opened, today) if few else (one, None) for one in wanted}
    if page:
        written = _write_page(opened, [counted[o.slug][0] if o.slug in counted else o for o in standing], today, files)
        print_json({"page": written}) if as_json else show(str(written))
        problem_table(problems)
        return
    rows = [_status(one, opened, today, material) for one, material in counted.values()]
    if as_json:
        every = {"today": today, "experiments": rows, "goals": _goals(opened), **retained(opened, today)}
        print_json({**every, "problems": [p.as_dict() for p in problems]})
        return
    _show(rows, opened)
    _show_goals(opened)
    if not few:
        say(says("Of so many experiments only links are counted; name one to count as its report does."))
    show_older(opened, today)
    problem_table(problems)


def _show(rows: list[_Status], workspace: Workspace) -> None:
    """The table, and of each experiment the posts that do not count."""
    if not rows:
        say(says("Nothing is open."))
        return
    clients = [says("client")] if workspace.clients else []
    headers = (says("experiment"), *clients, says("state"), says("posted"))
    print_steps(headers, [(_row(one, workspace), on_day(one["to_do"], one["to_do_on"])) for one in rows])
    for row in rows:
        if row["left_out"]:
            say(says("{slug}: not counted: {posts}", slug=row["slug"], posts=_reasons(row["left_out"])))


def _goals(workspace: Workspace) -> list[dict[str, object]]:
    if not any(goal.line for goal in workspace.goals):
        return []
    from cliptrial.planning.growth.goals import progress_of
    from cliptrial.wording.goals import goal_numbers

    return [goal_numbers(one) for one in progress_of(workspace)]


def _show_goals(workspace: Workspace) -> None:
    """Where the goals with a number stand."""
    if not any(goal.line for goal in workspace.goals):
        return
    from cliptrial.cli.language import spoken
    from cliptrial.report.board.goals import goals_of

    for goal in goals_of(workspace, spoken()):
        show(f"{goal.name} ({goal.word}): {' '.join(goal.lines)}")


def on_day(what: Message | None, on: date | None) -> Message | None:
    """What is to be done, after its day where it has one."""
    return says("{day}: {step}", day=on, step=what) if what and on else what


def _write_page(workspace: Workspace, standing: list[Overview], today: date, files: list[str]) -> Path:
    from cliptrial.cli.language import spoken
    from cliptrial.report.team.monday_page import write_monday_page

    if len(files) > 1:
        raise typer.BadParameter(says("One file at a time: {files}", files=files), param_hint="--page")
    path = Path(files[0]) if files else workspace.root / "reports" / "monday.html"
    return write_monday_page(workspace, standing, path, lang=spoken(), today=today)


class _Planned(TypedDict):
    """A post that is planned, as JSON has it."""

    position: int
    account: str
    date: date
    slot: str
    arm: str
    topic: str | None


class _Status(TypedDict):
    """Where an experiment stands, as JSON has it."""

    slug: str
    title: str
    client: str | None
    state: str | None
    approval: str | None
    posts_planned: int
    posts_linked: int
    posts_found: int
    next: _Planned | None
    links_missing: list[int]
    numbers_due: list[int]
    left_out: dict[Why, tuple[int, ...]]
    measured_by: date | None
    to_do: Message | None
    to_do_on: date | None


def _counted(one: Overview, workspace: Workspace, today: date) -> tuple[Overview, Material | None]:
    """An experiment with the posts that its form and its report count; no material before its first post."""
    if one.state not in ("running", "ready"):
        return one, None
    from cliptrial.analysis.material import gather
    from cliptrial.errors import InputError
    from cliptrial.registry.experiments import load_experiment
    from cliptrial.registry.plan.schedule_files import read_schedule

    try:
        loaded = load_experiment(one.slug, workspace)
        schedule = read_schedule(loaded.folder)
        material = gather(workspace, loaded, schedule) if schedule else None
    except InputError:
        return one, None
    return (replace(one, settled=_settled(material, today)), material) if material else (one, None)


def _settled(material: Material, today: date) -> frozenset[int]:
    """Positions that need no link any more: found, never to be, or past, and somebody said what became of them."""
    past = {p.position for p in material.schedule.positions if p.date < today}
    gone = {number for number, state in material.states.items() if state in ("skipped", "deleted") or number in past}
    return frozenset({*material.matching.posts, *gone})


def _status(one: Overview, workspace: Workspace, today: date, material: Material | None) -> _Status:
    from cliptrial.posts.week.next_step import next_step, unlinked, unread

    waiting = unlinked(one)
    following = [p for p in waiting if p.date >= today]
    step = next_step(one, workspace, today)
    return {
        "slug": one.slug,
        "title": one.standing.title,
        "client": workspace.client_of(one.standing.accounts),
        "state": one.state,
        "approval": one.approval(workspace),
        "posts_planned": one.posts_planned,
        "posts_linked": len(one.links),
        "posts_found": one.periods_over or len({*one.links, *(material.matching.posts if material else ())}),
        "next": _planned(following[0]) if following else None,
        "links_missing": sorted(p.position for p in waiting if p.date < today),
        "numbers_due": [p.position for day, p in unread(one, workspace, today) if day <= today],
        "left_out": _left_out(material) if material else {},
        "measured_by": one.standing.measured_by,
        "to_do": step.what if step else None,
        "to_do_on": step.on if step else None,
    }


def _planned(position: Position) -> _Planned:
    return {
        "position": position.position,
        "account": position.account,
        "date": position.date,
        "slot": position.slot,
        "arm": position.arm,
        "topic": position.topic,
    }


def _left_out(material: Material) -> dict[Why, tuple[int, ...]]:
    from cliptrial.analysis.checks.left_out import left_out  # inside: brings the engine along

    return left_out(material)


def _reasons(left: dict[Why, tuple[int, ...]]) -> list[Message]:
    """``3, 7 (deleted)`` for every reason."""
    from cliptrial.analysis.checks.left_out import REASONS

    return [says("{posts} ({why})", posts=list(numbers), why=REASONS[why]) for why, numbers in left.items()]


def _row(status: _Status, workspace: Workspace) -> tuple[object, ...]:
    from cliptrial.posts.week.overview import APPROVALS, STATES

    state = STATES[status["state"]] if status["state"] else says("?")
    if status["approval"] and (status["approval"] != "waiting" or status["state"] in {"planned", "locked"}):
        state = says("{state}; {approval}", state=state, approval=APPROVALS[status["approval"]])
    client = status["client"]
    return (
        status["slug"],
        *([client and workspace.clients[client].name] if workspace.clients else []),
        state,
        f"{status['posts_found']}/{status['posts_planned']}",
    )
