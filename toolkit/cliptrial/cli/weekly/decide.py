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
    from cliptrial.analysis import Analysis
    from cliptrial.registry.experiments import Loaded
    from cliptrial.registry.workspace import Workspace
    from cliptrial.wording.experiment.proposal import Proposed

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
    extra_work: Annotated[
        str | None,
        typer.Option(help="Extra work for every post: none, some, much or e.g. 5%. Default: what the idea says."),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Record what was decided, by whom and why; what is proposed is told beside it.

    Adds an entry to decision.yaml; earlier entries stay. ship: adopt for now. drop: keep the old way.
    repeat: test again. inconclusive: leave open. The proposal follows what is expected, less the extra work.
    """
    from cliptrial.posts.week.overview import DECISIONS
    from cliptrial.registry.decisions import decide
    from cliptrial.registry.experiments import load_experiment
    from cliptrial.wording.experiment.proposal import kept

    opened = open_workspace(workspace)
    loaded = load_experiment(slug, opened)
    folder = loaded.folder
    work = _extra_work(extra_work, loaded, opened)
    result = _analysed(folder.name, opened)
    if what is not None and what not in _CHOICES:
        raise typer.BadParameter(says('"{what}" is not one of {choices}', what=what, choices=list(_CHOICES)))
    if can_ask(as_json):
        _show(result, work)
        what = what or ask_choice(says("What was decided?"), _CHOICES)
        why = why or ask(says("Why?"))
        who = who or ask(says("Who decided?"))
    missing = says("what was decided ({choices}) after {slug}", choices=list(_CHOICES), slug=slug)
    need(*([] if what else [missing]), why=why, who=who)
    on = when or date.today()
    said = _proposed(result, work)
    decisions = decide(folder, who=str(who), when=on, what=str(what), why=str(why), **kept(said))
    if as_json:
        beside = {"analysis": said["know"] if said else None, "proposal": said}
        print_json({"slug": folder.name, "decisions": [one.as_file() for one in decisions], **beside})
        return
    say(says("Recorded for {name}: {what} ({who}, {on}).", name=folder.name, what=DECISIONS[str(what)], who=who, on=on))
    if not can_ask(as_json):
        _show(result, work)


def _extra_work(asked: str | None, loaded: Loaded, workspace: Workspace) -> float:
    """What was said of the extra work; else what the experiment's idea says; else none."""
    from cliptrial.registry.beside.ideas import work_of, work_share

    if asked is not None:
        try:
            return work_share(asked)
        except ValueError:
            what = says('"{text}" is not none, some, much or a share such as 5%', text=asked)
            raise typer.BadParameter(what, param_hint="--extra-work") from None
    return work_of(workspace, loaded.experiment.idea)


def _analysed(slug: str, workspace: Workspace) -> Analysis | None:
    """The result; None where there is none, for a decision is recorded in any case."""
    try:
        from cliptrial.analysis import analyze

        return analyze(slug, workspace)
    except Exception:  # whatever is wrong, `analyze` says it better
        return None


def _proposed(result: Analysis | None, work: float) -> Proposed | None:
    if result is None:
        return None
    from cliptrial.analysis.proposal import propose
    from cliptrial.wording.experiment.proposal import proposed
    from cliptrial.wording.speaker import Speaker

    return proposed(Speaker.of(result, spoken()), propose(result, work))


def _show(result: Analysis | None, work: float) -> None:
    """What we know, what we do, what it costs."""
    said = _proposed(result, work)
    if said is None:
        return
    from cliptrial.wording.languages import wording_for

    words = wording_for(spoken()).proposals
    for heading, text in ((words.know, said["know"]), (words.do, said["do"]), (words.cost, said["cost"])):
        say(f"{heading}: {text}")
