"""``cliptrial decide``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from cliptrial.cli.ask import ask, ask_choice, can_ask, need
from cliptrial.cli.output import JsonOption, SlugArgument, WorkspaceOption, open_workspace, print_json, say

_CHOICES = ["ship", "drop", "repeat", "inconclusive"]


def run(
    slug: SlugArgument,
    what: Annotated[
        str | None, typer.Argument(metavar="[ship|drop|repeat|inconclusive]", help="What was decided.")
    ] = None,
    why: Annotated[str | None, typer.Option(help="Why, in a sentence.")] = None,
    who: Annotated[str | None, typer.Option(help="Who decided.")] = None,
    when: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="When. Default: today."),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Record what was decided, by whom and why.

    Adds an entry to decision.yaml; earlier entries stay. ship: we do it from now on. drop: we do not.
    repeat: we test again. inconclusive: no decision could be taken.
    """
    from cliptrial.registry.decisions import decide
    from cliptrial.registry.experiments import load_experiment

    folder = load_experiment(slug, open_workspace(workspace)).folder
    if can_ask(as_json):
        what = what or ask_choice("What was decided?", _CHOICES)
        why = why or ask("Why?")
        who = who or ask("Who decided?")
    need(what=what, why=why, who=who)
    if what not in _CHOICES:
        raise typer.BadParameter(f"'{what}' is not one of {', '.join(_CHOICES)}")
    on = when.date() if when else date.today()
    decisions = decide(folder, who=str(who), when=on, what=what, why=str(why))
    if as_json:
        print_json({"slug": folder.name, "decisions": decisions})
        return
    say(f"Recorded for {folder.name}: {what} ({who}, {on}).")
