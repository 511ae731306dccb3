"""The week of a team over all clients, as five lists: what is filmed, posted, read off, decided and sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cliptrial.messages import Message, says
from cliptrial.posts.week.briefing import filming_day
from cliptrial.posts.week.next_step import decide_on, hand_in_days, period_text, undelivered_days, unlinked, unread
from cliptrial.posts.week.overview import Overview
from cliptrial.registry.beside.reviews import rhythms
from cliptrial.registry.model import WEEKDAYS
from cliptrial.registry.plan.schedule import Position
from cliptrial.registry.workspace import Workspace

KINDS = ("film", "post", "read", "decide", "send", "review")
DAYS = 7
"""Of a week."""
STEPS = {"film": 5, "post": 3, "read": 3, "decide": 6, "send": 5, "review": 5}
"""By kind: the step of the forms in which it is done, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Something to do for one experiment, or for a client.

    Attributes:
        kind: One of :data:`KINDS`.
        on: Its first day; today where that is over.
        late: Whether it is.
        experiment: Whose it is; empty of a review, which is of a client.
        title: What people call that.
        client: For whom.
        account: Who posts; None where it concerns all accounts.
        person: Who does it, where the workspace says so.
        what: By day: what is done then.
        command: What does it.
        step: The step of the forms that does it, too.
    """

    kind: str
    on: date
    late: bool = False
    experiment: str
    title: str
    client: str | None
    account: str | None = None
    person: str | None = None
    what: Sequence[tuple[date, Message]]
    command: str
    step: int


def agenda(workspace: Workspace, standing: Iterable[Overview], today: date) -> dict[str, list[Row]]:
    """By kind: the rows of the seven days from today on, and what is late, in order of day and client."""
    planned = [one for one in standing if one.standing.planned and one.state]
    # The posts of a combined test are filmed, posted and read once: with the first of its experiments that is open.
    leading = {one.standing.round: one.slug for one in reversed(planned) if one.standing.round and not one.is_over}
    rows = [
        row
        for one in planned
        for row in _of_one(workspace, one, today, leads=leading.get(one.standing.round or "", one.slug) == one.slug)
    ]
    rows += _reviews(workspace, today)
    return {
        kind: sorted(
            (row for row in rows if row.kind == kind), key=lambda row: (row.on, row.client or "", row.experiment)
        )
        for kind in KINDS
    }


def _of_one(workspace: Workspace, one: Overview, today: date, *, leads: bool) -> Iterator[Row]:
    if one.standing.periods and not one.is_over:
        yield from _periods(workspace, one, today)
        yield from _deciding(workspace, one, today)
    elif not one.is_over:
        posts = (part for do in (_filming, _posting, _reading) for part in do(workspace, one, today)) if leads else ()
        yield from (replace(row, title=one.standing.shared_title or row.title) for row in posts)
        yield from _deciding(workspace, one, today)
    yield from _sending(workspace, one, today)


def _row(
    workspace: Workspace, one: Overview, kind: str, what: Sequence[tuple[date, Message]], command: str, today: date
) -> Row:
    client, first = workspace.client_of(one.standing.accounts), min(day for day, _ in what)
    return Row(
        kind=kind,
        on=max(first, today),
        late=first < today,
        experiment=one.slug,
        title=one.standing.title,
        client=client and workspace.clients[client].name,
        what=what,
        command=command,
        step=STEPS[kind],
    )


def _by_account(posts: Iterable[tuple[date, Position]]) -> dict[str, dict[date, list[Position]]]:
    """By account and day: posts, in order of time."""
    sorted_: dict[str, dict[date, list[Position]]] = defaultdict(lambda: defaultdict(list))
    for day, p in sorted(posts, key=lambda pair: (pair[0], pair[1].position)):
        sorted_[p.account][day].append(p)
    return sorted_


def _filming(workspace: Workspace, one: Overview, today: date) -> Iterator[Row]:
    days = ((filming_day(workspace.accounts[p.account], p.date), p) for p in unlinked(one) if p.date >= today)
    week = ((day, p) for day, p in days if today <= day < today + timedelta(days=DAYS))
    for account, by_day in _by_account(week).items():
        what = [(day, _numbers(posts)) for day, posts in by_day.items()]
        row = _row(workspace, one, "film", what, f"cliptrial team {one.slug}", today)
        yield replace(row, account=account, person=workspace.accounts[account].films)


def _posting(workspace: Workspace, one: Overview, today: date) -> Iterator[Row]:
    """What goes out, and what went out without a link that was handed in."""
    yesterday = today - timedelta(days=1)
    week = ((max(p.date, yesterday), p) for p in unlinked(one) if p.date < today + timedelta(days=DAYS))
    for account, by_day in _by_account(week).items():
        missing = by_day.pop(yesterday, [])
        what = [(yesterday, says("the link is missing: {posts}", posts=_count(missing)))] if missing else []
        what += [(day, _post(one, p)) for day, posts in by_day.items() for p in posts]
        row = _row(workspace, one, "post", what, _ingest(one), today)
        yield replace(row, account=account, person=workspace.accounts[account].posts)


def _reading(workspace: Workspace, one: Overview, today: date) -> Iterator[Row]:
    week = ((day, p) for day, p in unread(one, workspace, today) if day < today + timedelta(days=DAYS))
    for account, by_day in _by_account(week).items():
        what = [(day, _numbers(posts)) for day, posts in by_day.items()]
        row = _row(workspace, one, "read", what, _ingest(one), today)
        yield replace(row, account=account, person=workspace.accounts[account].reads)


def _periods(workspace: Workspace, one: Overview, today: date) -> Iterator[Row]:
    """How often each account posts this week, or what runs, and up to which day its numbers are needed."""
    end = today + timedelta(days=DAYS)
    running = [p for p in one.standing.periods or () if p.date < end and p.last >= today]
    ending = undelivered_days(one, end)
    for account in dict.fromkeys(p.account for p in (*running, *ending)):
        settings = workspace.accounts[account]
        post = [(max(p.date, today), period_text(one, p)) for p in running if p.account == account]
        if post:
            row = _row(workspace, one, "post", post, f"cliptrial status {one.slug}", today)
            yield replace(row, account=account, person=settings.posts)
        read = [(p.last + timedelta(days=1), hand_in_days(one, [p])) for p in ending if p.account == account]
        if read:
            row = _row(workspace, one, "read", read, "cliptrial ingest FILE", today)
            yield replace(row, account=account, person=settings.reads)


def _ingest(one: Overview) -> str:
    return f"cliptrial ingest {one.standing.workbook}"


def _deciding(workspace: Workspace, one: Overview, today: date) -> Iterator[Row]:
    day = decide_on(one, workspace)
    if day < today + timedelta(days=DAYS):
        what = [(day, says("what we do from now on"))]
        yield _row(workspace, one, "decide", what, f"cliptrial decide {one.slug}", today)


def _sending(workspace: Workspace, one: Overview, today: date) -> Iterator[Row]:
    """The plan before the first post, the report once it can be answered; both by the next call with the client."""
    first, decision = one.standing.first, one.standing.decision
    call = _next_call(workspace, one, today)
    if first and first > today and one.approval(workspace) in {"waiting", "changed"}:
        what = [(min(call, first), says("the plan, for approval"))]
        yield _row(workspace, one, "send", what, f"cliptrial team {one.slug}", today)
    elif one.state == "ready" or (decision and today - decision.when < timedelta(days=DAYS)):
        yield _row(workspace, one, "send", [(call, says("the report"))], f"cliptrial report {one.slug}", today)


def _reviews(workspace: Workspace, today: date) -> Iterator[Row]:
    """The page that is to be written for a client, and when it is talked through."""
    week = [today + timedelta(days=n) for n in range(DAYS)]
    for name, client, rhythm in rhythms(workspace.clients, workspace.reading_days):
        what = [(day, says("write the page")) for day in week if rhythm.is_report(day)]
        what += [(day, says("talk the numbers through")) for day in week if rhythm.is_review(day)]
        if what:
            yield Row(
                kind="review",
                on=min(day for day, _ in what),
                experiment="",
                title=client.name,
                client=client.name,
                what=sorted(what, key=lambda one: one[0]),
                command=f"cliptrial {rhythm.command} --client {name}",
                step=STEPS["review"],
            )


def _next_call(workspace: Workspace, one: Overview, today: date) -> date:
    """The day of the next call with the client; today where none is agreed."""
    client = workspace.client_of(one.standing.accounts)
    calls = workspace.clients[client].calls if client else ()
    week = (today + timedelta(days=n) for n in range(DAYS))
    return next((day for day in week if WEEKDAYS[day.weekday()] in calls), today)


def _post(one: Overview, p: Position) -> Message:
    return says("{slot}, no. {number}: {arm}", slot=p.slot, number=p.position, arm=one.standing.post(p))


def _numbers(posts: list[Position]) -> Message:
    return says("no. {numbers}", numbers=[p.position for p in posts])


def _count(posts: list[Position]) -> Message:
    return says("1 post") if len(posts) == 1 else says("{count} posts", count=len(posts))
