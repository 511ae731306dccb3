"""``cliptrial status``."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from cliptrial.cli.answers import day_option
from cliptrial.cli.output import (
    JsonOption,
    SlugsArgument,
    WorkspaceOption,
    open_workspace,
    print_json,
    print_table,
    problem_table,
    say,
)
from cliptrial.messages import Message, says

if TYPE_CHECKING:
    from cliptrial.analysis.overview import Overview
    from cliptrial.registry.plan.schedule import Position


def run(
    slugs: SlugsArgument = None,
    on: Annotated[
        date | None,
        typer.Option("--on", parser=day_option, metavar="YYYY-MM-DD", help="As on this day. Default: today."),
    ] = None,
    store: Annotated[
        bool, typer.Option("--store", help="What the store holds, and every hand-in with its id.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """What is due next: posts to publish, links to add, numbers to read.

    Numbers are due on the day on which a post reaches the age at which posts are compared.
    """
    from cliptrial.analysis.overview import overviews
    from cliptrial.cli.weekly.store_shown import show_store

    if store:
        show_store(open_workspace(workspace), as_json=as_json)
        return
    today = on or date.today()
    standing, problems = overviews(open_workspace(workspace), slugs, today)
    rows = [_status(one, today) for one in standing if slugs or one.state != "decided"]
    if as_json:
        print_json({"today": today, "experiments": rows, "problems": [p.as_dict() for p in problems]})
        return
    if rows:
        headers = (
            says("experiment"),
            says("state"),
            says("posted"),
            says("next post"),
            says("links missing"),
            says("read numbers"),
            says("what to do"),
        )
        print_table(headers, [_row(one) for one in rows])
    else:
        say(says("Nothing is open."))
    problem_table(problems)


class _Planned(TypedDict):
    """A post that is planned, as JSON has it."""

    position: int
    account: str
    date: date
    slot: str
    arm: str
    topic: str | None


class _Status(TypedDict):
    """Where an experiment stands, as JSON has it."""

    slug: str
    title: str
    state: str | None
    posts_planned: int
    posts_linked: int
    next: _Planned | None
    links_missing: list[int]
    numbers_due: list[int]
    measured_by: date | None
    to_do: Message | None


def _status(one: Overview, today: date) -> _Status:
    age = timedelta(days=one.standing.measure_at)
    unlinked = [p for p in one.positions if p.position not in one.links]
    waiting = [p for p in unlinked if p.date >= today]
    return {
        "slug": one.slug,
        "title": one.standing.title,
        "state": one.state,
        "posts_planned": one.posts_planned,
        "posts_linked": len(one.links),
        "next": _planned(min(waiting, key=lambda p: (p.date, p.slot))) if waiting else None,
        "links_missing": [p.position for p in unlinked if p.date < today],
        "numbers_due": [p.position for p in one.positions if abs(p.date + age - today) < timedelta(days=1)],
        "measured_by": one.standing.measured_by,
        "to_do": _to_do(one, today),
    }


def _planned(position: Position) -> _Planned:
    return {
        "position": position.position,
        "account": position.account,
        "date": position.date,
        "slot": position.slot,
        "arm": position.arm,
        "topic": position.topic,
    }


def _to_do(one: Overview, today: date) -> Message | None:
    """The next step, as the command that does it or in words."""
    slug = one.slug
    if one.state is None:
        return says("cliptrial validate {slug}", slug=slug)
    if one.state == "draft":
        return says("cliptrial plan {slug}", slug=slug)
    if one.state == "ready":
        return says("cliptrial check {slug}, then report {slug}, then decide {slug}", slug=slug)
    if one.state == "decided":
        return None
    return _before_posting(one, today) if one.standing.locked_on is None else _while_posting(one, today)


def _before_posting(one: Overview, today: date) -> Message:
    """What a plan that nobody locked needs, whatever the calendar says."""
    slug = one.slug
    topics = sum(p.topic is None for p in one.positions)
    lock = says("cliptrial lock {slug}", slug=slug)
    if topics:
        lock = says(
            "cliptrial plan {slug} --topics FILE ({topics} posts have no topic), then lock {slug}",
            slug=slug,
            topics=topics,
        )
    if one.standing.first is not None and one.standing.first <= today and not one.links:
        return says(
            "{lock}; the first post was planned for {first}, or plan it anew with a later start",
            lock=lock,
            first=one.standing.first,
        )
    return lock


def _while_posting(one: Overview, today: date) -> Message:
    slug = one.slug
    due = [p for p in one.positions if p.date < today and p.position not in one.links]
    if one.standing.measured_by is not None and today > one.standing.measured_by:
        return says(
            "numbers are missing: fill in numbers.xlsx or export, then cliptrial ingest; then report {slug}", slug=slug
        )
    if due:
        links = says("1 link") if len(due) == 1 else says("{count} links", count=len(due))
        return says(
            "add {links} in numbers.xlsx, then cliptrial ingest experiments/{slug}/numbers.xlsx", links=links, slug=slug
        )
    if one.standing.first is not None and today < one.standing.first:
        return says("wait for the first post on {first}", first=one.standing.first)
    return (
        says("keep posting as planned")
        if len(one.links) < len(one.positions)
        else says("wait until the last post is old enough")
    )


def _row(status: _Status) -> tuple[object, ...]:
    from cliptrial.cli.weekly.state_words import STATES

    following = status["next"]
    shown = following and f"{following['date']} {following['slot']} {following['arm']} ({following['account']})"
    posted = f"{status['posts_linked']}/{status['posts_planned']}"
    missing, due = (", ".join(map(str, posts)) for posts in (status["links_missing"], status["numbers_due"]))
    return (
        status["slug"],
        STATES[status["state"]] if status["state"] else "?",
        posted,
        shown,
        missing,
        due,
        status["to_do"],
    )
