"""``cliptrial list``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cliptrial.cli.output import (
    JsonOption,
    WorkspaceOption,
    open_workspace,
    print_json,
    print_table,
    problem_table,
    say,
)
from cliptrial.messages import says

if TYPE_CHECKING:
    from cliptrial.analysis.overview import Overview
    from cliptrial.registry.workspace import Workspace


def run(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """List all experiments with their state.

    draft: written down. planned: a schedule is drawn. locked: the plan is fixed. running: posts go
    out. ready: every post is old enough to be compared. decided: a decision is recorded.
    """
    from cliptrial.analysis.overview import overviews

    opened = open_workspace(workspace)
    listed, problems = overviews(opened, None, date.today())
    if as_json:
        print_json({"experiments": [_plain(one) for one in listed], "problems": [p.as_dict() for p in problems]})
        return
    if listed:
        headers = (
            says("experiment"),
            *([says("client")] if opened.clients else []),
            says("title"),
            says("variable"),
            says("state"),
            says("start"),
            says("posts"),
            says("decision"),
        )
        print_table(headers, [_row(one, opened) for one in listed])
    problem_table(problems)
    if not listed and not problems:
        say(says("No experiments yet. `cliptrial new` writes the first one."))


def _row(one: Overview, workspace: Workspace) -> tuple[object, ...]:
    from cliptrial.cli.weekly.state_words import DECISIONS, STATES

    posts = f"{len(one.links)}/{one.posts_planned}" if one.links else one.posts_planned
    own = one.standing
    decision = DECISIONS[own.decision.what.value] if own.decision else None
    state = STATES[one.state] if one.state else "?"
    client = workspace.client_of(own.accounts)
    return (
        own.slug,
        *([client and workspace.clients[client].name] if workspace.clients else []),
        own.title,
        own.variable,
        state,
        own.first,
        posts,
        decision,
    )


def _plain(one: Overview) -> dict[str, object]:
    own = one.standing
    return {
        "slug": own.slug,
        "title": own.title,
        "variable": own.variable,
        "arms": own.arms,
        "accounts": own.accounts,
        "primary": own.primary,
        "state": one.state,
        "start": own.first,
        "end": own.last,
        "posts_planned": one.posts_planned,
        "posts_linked": len(one.links),
        "locked_on": own.locked_on,
        "decision": own.decision,
        "follow_up_of": own.follow_up_of,
    }
