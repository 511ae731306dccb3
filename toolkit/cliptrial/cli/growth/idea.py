"""``cliptrial idea``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from cliptrial.cli.answers import a_day
from cliptrial.cli.language import spoken
from cliptrial.cli.output import JsonOption, WorkspaceOption, open_workspace, print_json, print_table, say, show
from cliptrial.errors import InputError
from cliptrial.messages import says

if TYPE_CHECKING:
    from cliptrial.messages import Message
    from cliptrial.planning.growth.ranking import Ranked
    from cliptrial.planning.rounds.next_one import NextRound
    from cliptrial.registry.beside.ideas import Idea
    from cliptrial.registry.workspace import Workspace

Day = Annotated[date | None, a_day("Worth trying until this day.")]
Name = Annotated[str | None, typer.Argument(metavar="[ID]", help="A short name for a new idea, e.g. question-hook.")]


def run(
    action: Annotated[
        str | None,
        typer.Argument(metavar="[add|look]", help="add writes an idea down; look lists what is worth a look."),
    ] = None,
    name: Name = None,
    variable: Annotated[str | None, typer.Option(help="The one thing that would change.")] = None,
    variant: Annotated[list[str] | None, typer.Option(help="What you would try; repeat it for hashtags.")] = None,
    control: Annotated[list[str] | None, typer.Option(help="What you do today.")] = None,
    metric: Annotated[str | None, typer.Option(help="The number that would decide. Default: views.")] = None,
    extra_work: Annotated[str | None, typer.Option(help="For every post: none, some, much or e.g. 5%.")] = None,
    once: Annotated[str | None, typer.Option(help="Work that is done once, in posts.")] = None,
    not_with: Annotated[list[str] | None, typer.Option(help="An idea that cannot be tried on the same posts.")] = None,
    client: Annotated[str | None, typer.Option(help="The client it is for.")] = None,
    goal: Annotated[str | None, typer.Option(help="The goal it serves.")] = None,
    who: Annotated[str | None, typer.Option(help="Whose idea it is.")] = None,
    good_until: Day = None,
    note: Annotated[str | None, typer.Option(help="Anything else.")] = None,
    from_signal: Annotated[str | None, typer.Option(help="add: an idea that `idea look` proposes.")] = None,
    week: Annotated[date | None, a_day("look: any day of the week. Default: the last one.")] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the ideas, the one that is likely to bring the most first; `idea add ID` writes one down.

    The order follows how much your posts scatter, how many are left to carry the change, and the extra work.
    """
    opened = open_workspace(workspace)
    if action is None:
        _list(opened, as_json)
        return
    if action == "look" and name is None:
        _look(opened, week, as_json)
        return
    if action == "add" and name is None and from_signal is not None:
        _say_added(_of_signal(opened, from_signal, client), as_json)
        return
    if action != "add" or name is None or from_signal is not None:
        raise typer.BadParameter(
            says("`cliptrial idea` lists the ideas, `idea add ID` adds one, `idea look` shows what is worth a look")
        )
    given = {"id": name, "variable": variable, "variant": _way(variant), "control": _way(control), "metric": metric}
    given |= {"extra_work": extra_work, "once": once, "not_with": not_with or None, "client": client, "goal": goal}
    given |= {"who": who, "good_until": good_until.isoformat() if good_until else None, "note": note}
    _add(opened, {key: value for key, value in given.items() if value is not None}, as_json)


def _way(texts: list[str] | None) -> str | list[str] | None:
    return texts[0] if texts and len(texts) == 1 else texts


def _add(workspace: Workspace, given: dict[str, object], as_json: bool) -> None:
    from cliptrial.planning.growth.ranking import written_down

    _say_added(written_down(workspace, given), as_json)


def _of_signal(workspace: Workspace, name: str, client: str | None) -> Idea:
    """The idea that a sign proposes, of one client's accounts where one is named."""
    from cliptrial.cli.language import in_words
    from cliptrial.planning.noticed.proposals import taken_up
    from cliptrial.planning.noticed.weeks import RECENT, newest_noticed, week_of
    from cliptrial.registry.accounts import no_client

    if client is not None and client not in workspace.clients:
        raise InputError(no_client(client, workspace.clients))
    asked = workspace.accounts if client is None else workspace.accounts_of(client)
    signs = newest_noticed(workspace, asked, week_of(workspace, None), RECENT)
    return taken_up(workspace, name, signs, in_words)


def _say_added(idea: Idea, as_json: bool) -> None:
    if as_json:
        print_json({"idea": idea})
        return
    say(says("Written down: {name}. `cliptrial idea` says which one is next.", name=idea.id))


def _look(workspace: Workspace, day: date | None, as_json: bool) -> None:
    from dataclasses import asdict

    from cliptrial.planning.noticed.proposals import PROPOSALS
    from cliptrial.planning.noticed.weeks import can_start, newest_noticed, week_of
    from cliptrial.wording.languages import wording_for
    from cliptrial.wording.review.noticed import sign_lines

    week, words = week_of(workspace, day), wording_for(spoken())
    signs = newest_noticed(workspace, workspace.accounts, week)
    ideas = dict.fromkeys(idea.id for one in signs for idea in PROPOSALS[one.signal.sign])
    if as_json:
        print_json({"worth_a_look": [asdict(one) for one in signs], "ideas": [*ideas]})
        return
    if not signs:
        show(words.noticed.signs.nothing)
        return
    for account, sign, sure, _ in sign_lines(signs, workspace, spoken()):
        show(f"{account}: {sign}.")
        show(f"  {sure}")
    show(words.noticed.signs.no_proof)
    if not can_start(workspace, week):
        return
    for idea in ideas:
        show(says("Start it: `cliptrial new --from-signal {name}`.", name=idea))
    show(says("For later: `cliptrial idea add --from-signal {name}` puts it on the list.", name=next(iter(ideas))))


def _list(workspace: Workspace, as_json: bool) -> None:
    from cliptrial.planning.growth.ranking import ranked
    from cliptrial.planning.rounds.next_one import next_round
    from cliptrial.wording.ideas import listed, next_one, on_the_same_posts

    ideas = ranked(workspace, date.today())
    together = next_round(ideas, workspace, date.today())
    if as_json:
        print_json({"ideas": [_plain(one) for one in ideas], "together": _as_plain(together)})
        return
    if not ideas:
        show(says("No ideas yet. Write one down: `cliptrial idea add question-hook --variable hook --variant ...`."))
        return
    headers, rows = listed(ideas, workspace, spoken())
    print_table(headers, rows)
    sentence = next_one(ideas, workspace, spoken())
    if sentence is not None:
        show()
        show(sentence)
        show(says("Start it: `cliptrial new --from-idea {name}`.", name=ideas[0].idea.id))
    if together is not None:
        show()
        show(on_the_same_posts(together, spoken()))
        for line in _starting(together):
            show(line)


def _starting(one: NextRound) -> list[Message]:
    """The commands that start a combined test."""
    slugs = [one.first.idea.id, one.second.idea.id]
    new = [
        f"cliptrial new {slug} --from-idea {slug} --account {one.account} --start {one.start.isoformat()}"
        for slug in slugs
    ]
    return [
        says(
            "Start it: {commands}.",
            commands=[f"`{line}`" for line in (*new, f"cliptrial plan {' '.join(slugs)} --together")],
        )
    ]


def _as_plain(one: NextRound | None) -> dict[str, object] | None:
    if one is None:
        return None
    ideas = [one.first.idea.id, one.second.idea.id]
    return {"ideas": ideas, "account": one.account, "posts": one.posts, "start": one.start, "because": one.why}


def _plain(one: Ranked) -> dict[str, object]:
    own = {"state": one.state, "experiment": one.slug, "accounts": one.accounts, "posts": one.posts}
    return {**dict(one.idea), **own, "posts_left": one.later, "spread": one.spread, "because": one.because}
