"""``cliptrial list``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cliptrial.cli.output import (
    JsonOption,
    WorkspaceOption,
    open_workspace,
    print_json,
    print_steps,
    problem_table,
    say,
)
from cliptrial.messages import Message, says

if TYPE_CHECKING:
    from cliptrial.posts.week.overview import Overview
    from cliptrial.registry.workspace import Workspace


def run(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """List all experiments with their client, their state and the one next thing to do.

    draft: written down. planned: a schedule is drawn. locked: the plan is fixed. running: posts go
    out. ready: every post is old enough to be compared. decided: a decision is recorded.
    """
    from cliptrial.posts.week.overview import overviews

    opened, today = open_workspace(workspace), date.today()
    listed, problems = overviews(opened, None, today)
    if as_json:
        print_json(
            {"experiments": [_plain(one, opened) for one in listed], "problems": [p.as_dict() for p in problems]}
        )
        return
    if listed:
        headers = (
            says("experiment"),
            *([says("client")] if opened.clients else []),
            says("title"),
            says("state"),
            says("start"),
            says("posts"),
        )
        print_steps(headers, [(_row(one, opened), _below(one, opened, today)) for one in listed])
    problem_table(problems)
    if not listed and not problems:
        say(says("No experiments yet. `cliptrial new` writes the first one."))


def _row(one: Overview, workspace: Workspace) -> tuple[object, ...]:
    from cliptrial.posts.week.overview import STATES

    own, client = one.standing, workspace.client_of(one.standing.accounts)
    return (
        own.slug,
        *([client and workspace.clients[client].name] if workspace.clients else []),
        own.title,
        STATES[one.state] if one.state else "?",
        own.first,
        count_of(one),
    )


def count_of(one: Overview) -> Message:
    """Posts of how many planned ones are out, or how many weeks are over."""
    if one.standing.periods:
        weeks = all(p.days == 7 for p in one.standing.periods)
        count = str(one.posts_planned) if one.is_over else f"{one.periods_over}/{one.posts_planned}"
        return says("{count} weeks", count=count) if weeks else says("{count} fortnights", count=count)
    return says("{posts}", posts=f"{len(one.links)}/{one.posts_planned}" if one.links else str(one.posts_planned))


def _below(one: Overview, workspace: Workspace, today: date) -> Message | None:
    """The next step, or what was decided."""
    from cliptrial.cli.weekly.status import on_day
    from cliptrial.posts.week.next_step import next_step
    from cliptrial.posts.week.overview import DECISIONS

    step, decided = next_step(one, workspace, today), one.standing.decision
    if decided:
        return on_day(says("{decision} ({who})", decision=DECISIONS[decided.what.value], who=decided.who), decided.when)
    return on_day(step.what, step.on) if step else None


def _plain(one: Overview, workspace: Workspace) -> dict[str, object]:
    own = one.standing
    return {
        "slug": own.slug,
        "title": own.title,
        "variable": own.variable,
        "arms": own.arms,
        "accounts": own.accounts,
        "primary": own.primary,
        "client": workspace.client_of(own.accounts),
        "state": one.state,
        "approval": one.approval(workspace),
        "start": own.first,
        "end": own.last,
        "posts_planned": one.posts_planned,
        "posts_linked": len(one.links),
        "locked_on": own.locked_on,
        "decision": own.decision,
        "follow_up_of": own.follow_up_of,
    }
