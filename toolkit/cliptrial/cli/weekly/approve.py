"""``cliptrial approve``."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from cliptrial.cli.answers import a_day
from cliptrial.cli.ask import ask, can_ask, need
from cliptrial.cli.output import JsonOption, SlugArgument, WorkspaceOption, open_workspace, print_json, say
from cliptrial.messages import says


def run(
    slug: SlugArgument,
    by: Annotated[str | None, typer.Option(help="Who approved it, or asked for a change.")] = None,
    changed: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What is to be different; without it the plan is approved.")
    ] = None,
    when: Annotated[date | None, a_day("When. Default: today.")] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Record that the client approved the plan, or what is to be changed on request.

    Adds an entry to approval.yaml; earlier entries stay. An approval holds for the plan as it was: once variants, days
    or times differ, the plan waits again. The plan of a combined test is approved as a whole.
    """
    from cliptrial.posts.week.overview import APPROVALS
    from cliptrial.registry.experiments import load_experiment
    from cliptrial.registry.plan.approval import approve, plan_code, state_of
    from cliptrial.registry.plan.period_files import read_plan
    from cliptrial.registry.rounds.home import members

    opened = open_workspace(workspace)
    loaded = load_experiment(slug, opened)
    if can_ask(as_json):
        by = by or ask(says("Who approved it?"))
    need(by=by and by.strip())
    if changed is not None and not changed.strip():
        raise typer.BadParameter(says("Write what is to be different."), param_hint="--changed")
    schedule = read_plan(loaded.folder)
    for other in [load_experiment(other, opened) for other in members(loaded.folder) if other != loaded.slug]:
        approve(other, read_plan(other.folder), by=str(by), when=when or date.today(), changed=changed)
    entries = approve(loaded, schedule, by=str(by), when=when or date.today(), changed=changed)
    assert schedule is not None
    state = state_of(entries, plan_code(loaded, schedule)).value
    if as_json:
        print_json({"slug": loaded.slug, "state": state, "approvals": entries})
        return
    named = says("{slugs}", slugs=list(members(loaded.folder)))
    say(says("Recorded for {name}: {state} ({who}).", name=named, state=APPROVALS[state], who=str(by)))
    say(says("Next: `cliptrial team {slug}` writes the plan's page anew.", slug=loaded.slug))
