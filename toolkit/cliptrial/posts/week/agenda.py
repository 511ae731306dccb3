"""The week of a team over all clients, as five lists: what is filmed, posted, read off, decided and sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cliptrial.messages import Message, says
from cliptrial.posts.week.briefing import filming_day
from cliptrial.posts.week.next_step import decide_on, unlinked, unread
from cliptrial.posts.week.overview import Overview
from cliptrial.registry.model import WEEKDAYS
from cliptrial.registry.plan.schedule import Position
from cliptrial.registry.workspace import Workspace

KINDS = ("film", "post", "read", "decide", "send")
DAYS = 7
"""Of a week."""
FILM, POST, READ, REPORT, DECIDE = 2, 2, 3, 5, 6
"""The steps of the forms in which a row is done, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing to do.

    Attributes:
        kind: One of :data:`KINDS`.
        on: Its day; today where it is late.
        late: Whether its day is over.
        experiment: Whose it is.
        account: Who posts; None where it concerns all accounts.
        person: Who does it, where the workspace says so.
        what: The thing.
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
    what: Message
    command: str
    step: int


def agenda(workspace: Workspace, standing: Iterable[Overview], today: date) -> dict[str, list[Row]]:
    """By kind: the rows of the seven days from today on, and what is late, in order of day and client."""
    rows = [row for one in standing if one.positions and one.state for row in _of_one(workspace, one, today)]
    return {
        kind: sorted(
            (row for row in rows if row.kind == kind), key=lambda row: (row.on, row.client or "", row.experiment)
        )
        for kind in KINDS
    }


def _of_one(workspace: Workspace, one: Overview, today: date) -> Iterator[Row]:
    if not one.is_over:
        yield from _filming(workspace, one, today)
        yield from _posting(workspace, one, today)
        yield from _reading(workspace, one, today)
        yield from _deciding(workspace, one, today)
    yield from _sending(workspace, one, today)


def _row(workspace: Workspace, one: Overview, kind: str, on: date, today: date, what: Message, command: str) -> Row:
    client = workspace.client_of(one.standing.accounts)
    return Row(
        kind=kind,
        on=max(on, today),
        late=on < today,
        experiment=one.slug,
        title=one.standing.title,
        client=client and workspace.clients[client].name,
        what=what,
        command=command,
        step={"film": FILM, "post": READ, "read": READ, "decide": DECIDE, "send": REPORT}[kind],
    )


def _with(row: Row, workspace: Workspace, account: str, role: str) -> Row:
    return replace(row, account=account, person=getattr(workspace.accounts[account], role))


def _filming(workspace: Workspace, one: Overview, today: date) -> Iterator[Row]:
    """A row for each day of filming and account; a post of today or later that nobody filmed in time is late."""
    by_day: dict[tuple[date, str], list[Position]] = defaultdict(list)
    for p in unlinked(one):
        if p.date >= today:
            by_day[filming_day(workspace.accounts[p.account], p.date), p.account].append(p)
    for (day, account), posts in by_day.items():
        if today <= day < today + timedelta(days=DAYS):
            what = says("{posts} from {first} on", posts=_count(posts), first=min(p.date for p in posts))
            row = _row(workspace, one, "film", day, today, what, f"cliptrial team {one.slug}")
            yield _with(row, workspace, account, "films")


def _posting(workspace: Workspace, one: Overview, today: date) -> Iterator[Row]:
    """A row a day and account; those whose day is over without a link in one row."""
    by_day: dict[tuple[date, str], list[Position]] = defaultdict(list)
    for p in unlinked(one):
        if p.date < today + timedelta(days=DAYS):
            by_day[max(p.date, today - timedelta(days=1)), p.account].append(p)
    for (day, account), posts in by_day.items():
        if day < today:
            what = says("the link is missing: {posts}", posts=_count(posts))
        else:
            what = says("{listed}", listed=[_post(one, p) for p in posts])
        command = f"cliptrial ingest experiments/{one.slug}/numbers.xlsx"
        yield _with(_row(workspace, one, "post", day, today, what, command), workspace, account, "posts")


def _reading(workspace: Workspace, one: Overview, today: date) -> Iterator[Row]:
    by_day: dict[tuple[date, str], list[Position]] = defaultdict(list)
    for day, p in unread(one, workspace, today):
        if day < today + timedelta(days=DAYS):
            by_day[day, p.account].append(p)
    for (day, account), posts in by_day.items():
        what = says("number {numbers}", numbers=[p.position for p in posts])
        command = f"cliptrial ingest experiments/{one.slug}/numbers.xlsx"
        yield _with(_row(workspace, one, "read", day, today, what, command), workspace, account, "reads")


def _deciding(workspace: Workspace, one: Overview, today: date) -> Iterator[Row]:
    day = decide_on(one, workspace)
    if day >= today + timedelta(days=DAYS):
        return
    what = says("what we do from now on")
    yield _row(workspace, one, "decide", day, today, what, f"cliptrial decide {one.slug}")


def _sending(workspace: Workspace, one: Overview, today: date) -> Iterator[Row]:
    """The plan before the first post, the report once it can be answered; both by the next call with the client."""
    first, decision = one.standing.first, one.standing.decision
    call = _next_call(workspace, one, today)
    if first and first > today and one.approval(workspace) in {"waiting", "changed"}:
        what = says("the plan, for approval")
        yield _row(workspace, one, "send", min(call, first), today, what, f"cliptrial team {one.slug}")
    elif one.state == "ready" or (decision and today - decision.when < timedelta(days=DAYS)):
        yield _row(workspace, one, "send", call, today, says("the report"), f"cliptrial report {one.slug}")


def _next_call(workspace: Workspace, one: Overview, today: date) -> date:
    """The day of the next call with the client; today where none is agreed."""
    client = workspace.client_of(one.standing.accounts)
    calls = workspace.clients[client].calls if client else ()
    week = (today + timedelta(days=n) for n in range(DAYS))
    return next((day for day in week if WEEKDAYS[day.weekday()] in calls), today)


def _post(one: Overview, p: Position) -> Message:
    return says("{slot}, number {number}: {arm}", slot=p.slot, number=p.position, arm=one.standing.label(p.arm))


def _count(posts: list[Position]) -> Message:
    return says("1 post") if len(posts) == 1 else says("{count} posts", count=len(posts))
