"""``cliptrial decide``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from cliptrial.cli.answers import a_day
from cliptrial.cli.ask import ask, ask_choice, can_ask, need
from cliptrial.cli.language import spoken
from cliptrial.cli.output import JsonOption, SlugArgument, WorkspaceOption, open_workspace, print_json, say
from cliptrial.messages import says

if TYPE_CHECKING:
    from cliptrial.analysis import Analysis
    from cliptrial.messages import Message
    from cliptrial.registry.decisions import Choice, Decision
    from cliptrial.registry.experiments import Loaded
    from cliptrial.registry.workspace import Workspace
    from cliptrial.wording.experiment.proposal import Proposed

_CHOICES = ["ship", "drop", "repeat", "inconclusive"]


From = Annotated[
    date | None, a_day("ship: first day of the new way. Default: once all that runs on the accounts is over.", "--from")
]


def run(
    slug: SlugArgument,
    what: Annotated[
        str | None, typer.Argument(metavar="[ship|drop|repeat|inconclusive]", help="What was decided.")
    ] = None,
    why: Annotated[str | None, typer.Option(help="Why, in a sentence.")] = None,
    who: Annotated[str | None, typer.Option(help="Who decided.")] = None,
    when: Annotated[date | None, a_day("When. Default: today.")] = None,
    extra_work: Annotated[
        str | None,
        typer.Option(help="Extra work for every post: none, some, much or e.g. 5%. Default: what the idea says."),
    ] = None,
    starts: From = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Record what was decided, by whom and why; what is proposed is told beside it.

    Adds an entry to decision.yaml; earlier entries stay. ship: adopt for now. drop: keep the old way.
    repeat: test again. inconclusive: leave open. The proposal follows what is expected, less the extra work.
    """
    from cliptrial.errors import RegistryError
    from cliptrial.registry.beside.bundle import decision_problems
    from cliptrial.registry.decisions import Choice, decide
    from cliptrial.registry.experiments import load_experiment
    from cliptrial.wording.experiment.proposal import kept

    opened = open_workspace(workspace)
    loaded = load_experiment(slug, opened)
    work, result = _extra_work(extra_work, loaded, opened), _analysed(loaded.slug, opened)
    if what is not None and what not in _CHOICES:
        raise typer.BadParameter(says('"{what}" is not one of {choices}', what=what, choices=list(_CHOICES)))
    what, why, who = _asked(slug, result, work, what, why, who, can_ask(as_json))
    on, choice = when or date.today(), Choice(what)
    problems = decision_problems(opened, loaded, choice, on)
    if problems:
        raise RegistryError(problems)
    said = _proposed(result, work)
    more, notes = _beginning(opened, loaded, choice, on, starts)
    more |= {"extra_work": work} if extra_work is not None else {}
    decisions = decide(loaded.folder, who=who, when=on, what=choice, why=why, **kept(said), **more)
    if as_json:
        beside = {"analysis": said["know"] if said else None, "proposal": said, "notes": notes}
        print_json({"slug": loaded.slug, "decisions": [one.as_file() for one in decisions], **beside})
        return
    _recorded(loaded.slug, decisions[-1], notes)
    if not can_ask(as_json):
        _show(result, work)


def _asked(
    slug: str,
    result: Analysis | None,
    work: float,
    what: str | None,
    why: str | None,
    who: str | None,
    asking: bool,
) -> tuple[str, str, str]:
    """What was decided, why and by whom: asked for where somebody is there to answer."""
    if asking:
        _show(result, work)
        what = what or ask_choice(says("What was decided?"), _CHOICES)
        why, who = why or ask(says("Why?")), who or ask(says("Who decided?"))
    missing = says("what was decided ({choices}) after {slug}", choices=list(_CHOICES), slug=slug)
    need(*([] if what else [missing]), why=why, who=who)
    return str(what), str(why), str(who)


def _recorded(slug: str, made: Decision, notes: list[Message]) -> None:
    from cliptrial.posts.week.overview import DECISIONS

    for note in notes:
        say(note)
    what = DECISIONS[made.what.value]
    say(says("Recorded for {name}: {what} ({who}, {on}).", name=slug, what=what, who=made.who, on=made.when))


def _beginning(
    workspace: Workspace, loaded: Loaded, what: Choice, on: date, asked: date | None
) -> tuple[dict[str, object], list[Message]]:
    """The first day of an adoption, where it is not the day of the decision; and what there is to tell of it."""
    from cliptrial.registry.beside.adopted import is_check
    from cliptrial.registry.beside.bundle import begins, taken_back
    from cliptrial.registry.decisions import Choice

    notes = []
    if what is Choice.DROP:
        for name, other in taken_back(workspace, loaded, on):
            notes.append(
                says(
                    "note: {change} was replaced by {other} since; that one stays. `cliptrial decide {slug} drop` "
                    "takes it back, too.",
                    change=name,
                    other=other,
                    slug=other.partition("@")[0],
                )
            )
    if what is not Choice.SHIP or is_check(loaded):
        return {}, notes
    free, waits = begins(workspace, loaded, on)
    start = asked or free
    if waits and start < free:
        notes.append(
            says(
                "note: {slugs} run there until then; their posts change with it from {day} on.",
                slugs=list(waits),
                day=start,
            )
        )
    elif waits:
        notes.append(says("The new way begins on {day}, when {slugs} are over.", day=start, slugs=list(waits)))
    return ({"from": start.isoformat()} if start != on else {}), notes


def _extra_work(asked: str | None, loaded: Loaded, workspace: Workspace) -> float:
    """What was said of the extra work; else what the experiment's idea says; else none."""
    from cliptrial.registry.beside.adopted import is_check
    from cliptrial.registry.beside.ideas import work_of, work_share

    if asked is not None and is_check(loaded):
        raise typer.BadParameter(says("a check has the extra work of its changes"), param_hint="--extra-work")
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
    facts = result.experiment if result else None
    if facts is not None and facts.old_new is not None and facts.old_new.may_be_longer:
        say(says("These posts: `cliptrial proof more {slug}`.", slug=facts.slug))
