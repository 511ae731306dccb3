"""``cliptrial decide``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from cliptrial.cli.answers import day_option
from cliptrial.cli.ask import ask, ask_choice, can_ask, need
from cliptrial.cli.language import spoken
from cliptrial.cli.output import JsonOption, SlugArgument, WorkspaceOption, open_workspace, print_json, say
from cliptrial.messages import says

if TYPE_CHECKING:
    from cliptrial.registry.workspace import Workspace

_CHOICES = ["ship", "drop", "repeat", "inconclusive"]


def run(
    slug: SlugArgument,
    what: Annotated[
        str | None, typer.Argument(metavar="[ship|drop|repeat|inconclusive]", help="What was decided.")
    ] = None,
    why: Annotated[str | None, typer.Option(help="Why, in a sentence.")] = None,
    who: Annotated[str | None, typer.Option(help="Who decided.")] = None,
    when: Annotated[
        date | None, typer.Option(parser=day_option, metavar="YYYY-MM-DD", help="When. Default: today.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Record what was decided, by whom and why.

    Adds an entry to decision.yaml; earlier entries stay. ship: we do it from now on. drop: we do not.
    repeat: we test again. inconclusive: no decision could be taken. What the analysis says is told beside it.
    """
    from cliptrial.posts.week.overview import DECISIONS
    from cliptrial.registry.decisions import decide
    from cliptrial.registry.experiments import load_experiment

    opened = open_workspace(workspace)
    folder = load_experiment(slug, opened).folder
    if what is not None and what not in _CHOICES:
        raise typer.BadParameter(says('"{what}" is not one of {choices}', what=what, choices=list(_CHOICES)))
    if can_ask(as_json):
        what = what or ask_choice(says("What was decided?"), _CHOICES)
        why = why or ask(says("Why?"))
        who = who or ask(says("Who decided?"))
    missing = says("what was decided ({choices}) after {slug}", choices=list(_CHOICES), slug=slug)
    need(*([] if what else [missing]), why=why, who=who)
    on = when or date.today()
    decisions = decide(folder, who=str(who), when=on, what=str(what), why=str(why))
    analysis = _what_the_analysis_says(folder.name, opened)
    if as_json:
        print_json({"slug": folder.name, "decisions": decisions, "analysis": analysis})
        return
    say(says("Recorded for {name}: {what} ({who}, {on}).", name=folder.name, what=DECISIONS[str(what)], who=who, on=on))
    if analysis is not None:
        say(says("The analysis says: {analysis}", analysis=analysis))


def _what_the_analysis_says(slug: str, workspace: Workspace) -> str | None:
    """The verdict in one sentence; None where there is none, for a decision is recorded in any case."""
    try:
        from cliptrial.analysis import analyze
        from cliptrial.wording.describe import describe

        return str(describe(analyze(slug, workspace), spoken())["verdict"]["sentence"])
    except Exception:  # the decision is written already; whatever is wrong, `analyze` says it better
        return None
