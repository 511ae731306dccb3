"""The one next thing to do for an experiment, with its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cliptrial.messages import Message, in_turn, says
from cliptrial.posts.week.briefing import filming_day
from cliptrial.posts.week.overview import ORDERS, Overview
from cliptrial.registry.plan.instalments import blocks_without_topics, come_in_instalments
from cliptrial.registry.plan.reading_days import decision_day, last_day, reading_day
from cliptrial.registry.plan.schedule import PlannedPeriod, Position
from cliptrial.registry.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done, as the command that does it or in words, and by when; today where it is late."""

    what: Message
    on: date | None


def next_step(one: Overview, workspace: Workspace, today: date) -> Step | None:
    """The next step of an experiment on a day; None where everything is decided."""
    slug = one.slug
    if one.state is None:
        return Step(says("cliptrial validate {slug}", slug=slug), today)
    if one.state == "decided":
        return None
    if one.state == "draft":
        return Step(says("cliptrial plan {slug}", slug=one.standing.asked), one.standing.start)
    if one.state == "ready":
        what = says("cliptrial check {slug}, then report {slug}, then decide {slug}", slug=slug)
        return Step(what, max(today, decide_on(one, workspace)))
    if one.standing.periods:
        return _of_weeks(one, today)
    if one.standing.locked_on is not None:
        return _while_posting(one, workspace, today)
    return _before_posting(one, one.approval(workspace), today)


def _of_weeks(one: Overview, today: date) -> Step:
    """Whole weeks are compared: nothing is linked or read off, the days of the account are handed in."""
    periods, first = one.standing.periods or (), one.standing.first
    if one.standing.locked_on is None:
        return Step(says("cliptrial lock {slug}", slug=one.slug), first and max(first, today))
    late = undelivered_days(one, today)
    if late:
        return Step(hand_in_days(one, late), today)
    begin = min((p.date for p in periods if p.last >= today), default=today)
    return Step(in_turn([period_text(one, p) for p in periods if p.date == begin], "; "), max(begin, today))


def undelivered_days(one: Overview, until: date) -> list[PlannedPeriod]:
    """Of each account the last period that is over before a day, and of which not all days are known."""
    over = (p for p in one.standing.periods or () if p.last < until)
    late = {p.account: p for p in over if one.captured.get(p.account, date.min) < p.last}
    return [*late.values()]


def hand_in_days(one: Overview, periods: Sequence[PlannedPeriod]) -> Message:
    """Up to which day the days of an account, or the orders of its shop, are needed."""
    accounts = list(dict.fromkeys(p.account for p in periods))
    day = max(p.last for p in periods)
    if one.standing.primary in ORDERS:
        return says(
            "export the orders of {accounts} up to {day}, then cliptrial ingest FILE", accounts=accounts, day=day
        )
    return says("export the days of {accounts} up to {day}, then cliptrial ingest FILE", accounts=accounts, day=day)


def period_text(one: Overview, p: PlannedPeriod) -> Message:
    """What is done in a period, where and until when."""
    where = says("{account}, {region}", account=p.account, region=p.region) if p.region else p.account
    return says("{where}: {arm} until {day}", where=where, arm=one.standing.label(p.arm), day=p.last)


def decide_on(one: Overview, workspace: Workspace) -> date:
    """The day on which all numbers of a plan are there."""
    if one.standing.periods and one.standing.measured_by:
        return one.standing.measured_by
    posted = [p.date for p in one.positions]
    return decision_day(posted, one.standing.measure_at, workspace.reading_days)


def unlinked(one: Overview) -> list[Position]:
    """Positions whose post has no link yet, in order of time; what was decided asks for none any more."""
    if one.is_over:
        return []
    waiting = [p for p in one.positions if p.position not in one.links and p.position not in one.settled]
    return sorted(waiting, key=lambda p: (p.date, p.slot, p.position))


def unread(one: Overview, workspace: Workspace, today: date) -> list[tuple[date, Position]]:
    """Posts whose numbers are still to be read off, with their reading day, in order of it.

    A post counts as read once its account has numbers of its reading day or later, and as lost after its last day.
    Of what was decided nothing is read any more.
    """
    if one.is_over:
        return []
    age, captured = one.standing.measure_at, one.captured
    due = ((reading_day(p.date, age, workspace.reading_days), p) for p in one.positions)
    open_ = [
        (day, p)
        for day, p in due
        if captured.get(p.account, date.min) < day and today <= max(day, last_day(p.date, age))
    ]
    return sorted(open_, key=lambda pair: (pair[0], pair[1].position))


def _before_posting(one: Overview, approval: str | None, today: date) -> Step:
    """What a plan that nobody locked needs, whatever the calendar says."""
    slug, asked, first = one.slug, one.standing.asked, one.standing.first
    topics = 0 if come_in_instalments(one.positions) else sum(p.topic is None for p in one.positions)
    lock = says("cliptrial lock {slug}", slug=asked)
    if topics:
        lock = says(
            "cliptrial plan {slug} --topics FILE ({topics} posts have no topic), then lock {slug}",
            slug=asked,
            topics=topics,
        )
    elif approval == "waiting":
        lock = says(
            "cliptrial team {slug} for the client, then cliptrial approve {slug}, then lock {asked}",
            slug=slug,
            asked=asked,
        )
    elif approval == "changed":
        lock = says(
            "change the plan as the client wished, then cliptrial approve {slug}, then lock {asked}",
            slug=slug,
            asked=asked,
        )
    if first is not None and first <= today and not one.links:
        late = says(
            "{lock}; the first post was planned for {first}, or plan it anew with a later start", lock=lock, first=first
        )
        return Step(late, today)
    return Step(lock, first)


def _while_posting(one: Overview, workspace: Workspace, today: date) -> Step:
    """What is late goes first; then whatever comes next: a post, a reading, the decision."""
    slug = one.slug
    if one.standing.measured_by is not None and today > max(one.standing.measured_by, decide_on(one, workspace)):
        what = says(
            "numbers are missing: fill in numbers.xlsx or export, then cliptrial ingest; then report {slug}", slug=slug
        )
        return Step(what, today)
    due = [p for p in unlinked(one) if p.date < today]
    if due:
        links = says("1 link") if len(due) == 1 else says("{count} links", count=len(due))
        what = says(
            "add {links} in numbers.xlsx, then cliptrial ingest {file}", links=links, file=one.standing.workbook
        )
        return Step(what, today)
    return min(_ahead(one, workspace, today), key=lambda step: step.on or today)


def _ahead(one: Overview, workspace: Workspace, today: date) -> list[Step]:
    """The decision, the next reading and the next post."""
    reading = unread(one, workspace, today)
    posts = [p for p in unlinked(one) if p.date >= today]
    steps = []
    if reading:
        day = max(reading[0][0], today)
        steps.append(Step(read_off([p for on, p in reading if on <= day], one.standing.workbook), day))
    if posts:
        first = posts[0]
        what = says(
            'post {number} at {slot}: "{arm}"',
            number=first.position,
            slot=first.slot,
            arm=one.standing.post(first),
        )
        steps.append(Step(what, first.date))
    decide = says("cliptrial report {slug}, then cliptrial decide {slug}", slug=one.slug)
    return [*_topics(one, workspace, today), *steps, Step(decide, decide_on(one, workspace))]


def _topics(one: Overview, workspace: Workspace, today: date) -> list[Step]:
    """Those of the next whole blocks, where they come in instalments, by the day on which the first is filmed."""
    waiting = blocks_without_topics(one.positions)
    block = min((p.block for p in one.positions if p.block in waiting and p.date >= today), default=None)
    posts = [p for p in one.positions if block is not None and p.block in waiting and p.block <= block]
    if not posts or len(waiting) == len({p.block for p in one.positions}):
        return []
    numbers = [p.position for p in posts]
    what = says(
        "cliptrial plan {slug} --topics FILE, with the topics of posts {numbers}",
        slug=one.standing.asked,
        numbers=numbers,
    )
    return [Step(what, max(today, min(filming_day(workspace.accounts[p.account], p.date) for p in posts)))]


def read_off(posts: Sequence[Position], workbook: str) -> Message:
    """Which numbers are to be read, and the command that takes them."""
    numbers = [p.position for p in posts]
    return says("read off posts {numbers}, then cliptrial ingest {file}", numbers=numbers, file=workbook)
