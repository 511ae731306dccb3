"""``cliptrial new``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from cliptrial.cli.answers import day_option
from cliptrial.cli.ask import UnusableAnswerError, can_ask, need
from cliptrial.cli.output import JsonOption, WorkspaceOption, open_workspace, print_json, say
from cliptrial.messages import says


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
    expect: Annotated[str | None, typer.Option(help="increase, decrease or any. Default: increase.")] = None,
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
        date | None,
        typer.Option(parser=day_option, metavar="YYYY-MM-DD", help="First day. Default: next Monday."),
    ] = None,
    weekday: Annotated[
        list[str] | None, typer.Option(help="A day on which you post, e.g. mon; repeat it. Default: every day.")
    ] = None,
    slot: Annotated[list[str] | None, typer.Option(help="Time of day, e.g. 18:00; repeat it.")] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write down a new experiment: one hypothesis, one thing that changes.

    On a terminal it asks for what was not given. The result is experiments/SLUG/experiment.yaml, with
    a comment on every line; change it with any editor or with the notebook start_here.
    """
    from cliptrial.cli.sometimes.new_questions import ask_slug, asked, next_monday
    from cliptrial.metrics import metric_problems
    from cliptrial.registry.naming import slugify
    from cliptrial.registry.scaffold import fresh_folder, new_experiment

    opened = open_workspace(workspace)
    if slug:
        fresh_folder(opened, slug)
    given: dict[str, Any] = {
        "title": title,
        "statement": statement,
        "variable": variable,
        "control": control,
        "variants": variant,
    }
    given |= {"accounts": account, "expect": expect, "primary": primary, "at_least": at_least, "slots": slot}
    given |= {"posts_per_arm": posts_per_arm, "start": start, "weekdays": _weekdays(weekday)}
    if can_ask(as_json) and earlier is None:
        given = asked(given, opened)
    elif earlier is None:
        need(title=title, statement=statement, variable=variable, control=control, variant=variant)
    proposal = slugify(str(given["title"] or f"{earlier}-2"))
    path = new_experiment(
        opened,
        slug or (ask_slug(opened, proposal) if can_ask(as_json) else proposal),
        because=because,
        goal=goal,
        secondary=secondary,
        guardrails=_guardrails(guardrail),
        from_slug=earlier,
        check=lambda document: metric_problems(document, opened),
        **{**given, "variants": given["variants"] or (), "start": given["start"] or next_monday(date.today())},
    )
    _told(path, as_json)


def _weekdays(written: list[str] | None) -> list[str] | None:
    """The days named, each option one or several of them."""
    from cliptrial.cli.answers import weekdays

    try:
        return weekdays(" ".join(written)) if written else None
    except UnusableAnswerError as error:
        raise typer.BadParameter(error.why, param_hint="--weekday") from None


def _guardrails(written: list[str] | None) -> dict[str, str] | None:
    if written is None:
        return None
    return {text.partition("=")[0].strip(): text.partition("=")[2].strip() or "-10%" for text in written}


def _told(path: Path, as_json: bool) -> None:
    slug = path.parent.name
    if as_json:
        print_json({"slug": slug, "path": f"experiments/{slug}/{path.name}"})
        return
    say(
        says(
            "Written: experiments/{slug}/{name}. Next: look it over, then `cliptrial plan {slug}`.",
            slug=slug,
            name=path.name,
        )
    )
