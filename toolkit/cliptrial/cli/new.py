"""``cliptrial new``."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from cliptrial.cli.ask import ask, ask_choice, ask_list, can_ask, need
from cliptrial.cli.output import JsonOption, WorkspaceOption, open_workspace, print_json, say

_VALUES = {
    "hashtags": "hashtags, divided by spaces",
    "slot": "time of day, e.g. 18:00",
    "duration": "length, e.g. 15 s",
}


def run(
    slug: Annotated[
        str | None, typer.Argument(metavar="[SLUG]", help="Name of its folder, e.g. question-hook.")
    ] = None,
    earlier: Annotated[
        str | None, typer.Option("--from", metavar="SLUG", help="Start the next round of this experiment.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="What is tested, in a few words.")] = None,
    statement: Annotated[str | None, typer.Option(help="What you expect, as one sentence.")] = None,
    because: Annotated[str | None, typer.Option(help="Why you expect it.")] = None,
    expect: Annotated[str | None, typer.Option(help="increase, decrease or any.")] = None,
    at_least: Annotated[str | None, typer.Option(help="Smallest effect worth acting on, e.g. 10%.")] = None,
    variable: Annotated[
        str | None,
        typer.Option(help="The one thing to change: hook, sound, hashtags, slot, duration, cta, cover."),
    ] = None,
    control: Annotated[str | None, typer.Option(help="What you do today; `name=...` names it.")] = None,
    variant: Annotated[list[str] | None, typer.Option(help="What to try instead; repeat it for more.")] = None,
    account: Annotated[list[str] | None, typer.Option(help="Account; repeat it for several.")] = None,
    goal: Annotated[str | None, typer.Option(help="One of the workspace's goals.")] = None,
    primary: Annotated[str | None, typer.Option(help="The metric that decides.")] = None,
    secondary: Annotated[list[str] | None, typer.Option(help="Metric told beside it; repeat it.")] = None,
    guardrail: Annotated[
        list[str] | None, typer.Option(help="Metric that must not suffer, e.g. share_rate=-10%; repeat it.")
    ] = None,
    posts_per_arm: Annotated[int | None, typer.Option(help="Posts of each arm. Default: 28.")] = None,
    start: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="First day. Default: next Monday."),
    ] = None,
    slot: Annotated[list[str] | None, typer.Option(help="Time of day, e.g. 18:00; repeat it.")] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write down a new experiment: one hypothesis, one thing that changes.

    On a terminal it asks for what was not given. The result is experiments/SLUG/experiment.yaml, with
    a comment on every line; change it with any editor or with the notebook start_here.
    """
    from cliptrial.registry.naming import slugify
    from cliptrial.registry.scaffold import new_experiment

    opened = open_workspace(workspace)
    if can_ask(as_json) and earlier is None:
        title = title or ask("What do you want to test, in a few words?")
        statement = statement or ask("What do you expect, as one sentence?")
        expect = expect or ask_choice("Should the number go up or down?", ["increase", "decrease", "any"], "increase")
        variable = variable or ask_choice("Which one thing changes?", list(_variables()), "hook")
        control = control or ask(f"What do you do today? ({_VALUES.get(variable, 'a few words')})")
        variant = variant or ask_list("What do you want to try instead?")
    if can_ask(as_json):
        slug = slug or ask("Name of its folder", slugify(title or f"{earlier}-2"))
    elif earlier is None:
        need(title=title, statement=statement, variable=variable, control=control, variant=variant)
    path = new_experiment(
        opened,
        slug or slugify(title or f"{earlier}-2"),
        title=title,
        variable=variable,
        control=control,
        variants=variant or (),
        statement=statement,
        because=because,
        expect=expect,
        at_least=at_least,
        accounts=account,
        goal=goal,
        primary=primary,
        secondary=secondary,
        guardrails=_guardrails(guardrail),
        posts_per_arm=posts_per_arm,
        start=start.date() if start else _next_monday(date.today()),
        slots=slot,
        from_slug=earlier,
    )
    _told(path, as_json)


def _next_monday(today: date) -> date:
    """The first Monday after today: weeks are easiest to keep from their beginning."""
    return today + timedelta(days=7 - today.weekday())


def _variables() -> tuple[str, ...]:
    from cliptrial.registry.model import Variable

    return tuple(variable.value for variable in Variable)


def _guardrails(written: list[str] | None) -> dict[str, str] | None:
    if written is None:
        return None
    return {text.partition("=")[0].strip(): text.partition("=")[2].strip() or "-10%" for text in written}


def _told(path: Path, as_json: bool) -> None:
    slug = path.parent.name
    if as_json:
        print_json({"slug": slug, "path": f"experiments/{slug}/{path.name}"})
        return
    say(f"Written: experiments/{slug}/{path.name}. Next: look it over, then `cliptrial plan {slug}`.")
