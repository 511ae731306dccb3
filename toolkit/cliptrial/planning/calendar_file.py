"""The team's dates as an iCalendar file (RFC 5545): posts, readings, decisions and calls with clients.

A date keeps its UID for good. What changed since the file was last written gets a higher SEQUENCE, and a second file
holds only that, since some programs show everything twice when a whole file is brought in again.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from icalendar import STATUS, Calendar, Event

from cliptrial.errors import PlanError, Problem
from cliptrial.messages import Message, in_turn, nothing, says
from cliptrial.posts.week.briefing import Briefing, Post
from cliptrial.registry.beside.reviews import rhythms
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.files import write_atomically
from cliptrial.registry.model import WEEKDAYS
from cliptrial.registry.plan.period_files import read_plan, spans
from cliptrial.registry.plan.reading_days import decision_day, reading_day
from cliptrial.registry.plan.schedule import Position, Schedule
from cliptrial.registry.rounds.home import plan_folder
from cliptrial.registry.workspace import Workspace

CALENDAR, CHANGES = "calendar.ics", "calendar_changes.ics"
PRODID = "-//ClipTrial//ClipTrial//EN"
MINUTES = 15
"""How long posting takes in a calendar."""
_KEPT = ("SUMMARY", "DESCRIPTION", "DTSTART", "DTEND", "RRULE", "STATUS")
"""What makes an event another one when it differs."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One date of the team.

    Attributes:
        key: Whose it is and what, the same for as long as there is such a date.
        start: A moment with its zone, or a whole day.
        summary: One line.
        description: What else helps on that day.
        again: The rule by which it comes back (RFC 5545); empty where it does not.
    """

    key: tuple[str, ...]
    start: dt.datetime | dt.date
    summary: Message
    description: Message = nothing
    again: Mapping[str, object] = field(default_factory=dict)


def entries(workspace: Workspace, loaded: Sequence[Loaded], today: dt.date | None = None) -> list[Entry]:
    """Every date of experiments with a schedule, in order: posts, readings by day, decisions, calls; and reviews.

    Args:
        workspace: Where they live.
        loaded: The experiments.
        today: From the beginning of its year reviews are told; where none is named, from the first post on.
    """
    planned = [(one, schedule) for one in loaded if (schedule := read_plan(one.folder)) is not None]
    shared = _once([(one, schedule) for one, schedule in planned if not schedule.periods])
    dates = [entry for one, schedule in planned for entry in _periods(one, schedule)]
    dates += [entry for one, _ in shared for entry in _posts(workspace, one)]
    dates += [*_readings(workspace, shared), *_decisions(workspace, planned), *_calls(workspace, planned)]
    first = min((one.date for _, schedule in planned for one in schedule.positions), default=None)
    since = first if today is None else dt.date(today.year, 1, 1)
    dates += _reviews(workspace, since) if since else []
    return sorted(dates, key=lambda one: (_day(one.start), one.key))


def _once(planned: Sequence[tuple[Loaded, Schedule]]) -> list[tuple[Loaded, Schedule]]:
    """The posts of a combined test once, whatever they are to answer."""
    return list({plan_folder(pair[0].folder): pair for pair in reversed(planned)}.values())[::-1]


def write_calendar(
    folder: Path, dates: Iterable[Entry], *, texts: Mapping[Message, str], now: dt.datetime
) -> list[Path]:
    """Write the whole calendar, and what changed since the last time where something did.

    Args:
        folder: Where the files are; the calendar that is there says what was told before.
        dates: Of :func:`entries`.
        texts: Each message in the reader's language.
        now: The moment of the change, with its zone.

    Returns:
        The files that were written.

    Raises:
        PlanError: The calendar that is there cannot be read.
    """
    before = _events(folder / CALENDAR)
    fresh = {event.uid: event for event in (_event(date, texts, now) for date in dates)}
    changed = [_follow(event, before.get(uid)) for uid, event in fresh.items()]
    gone = [_cancelled(event, now) for uid, event in before.items() if uid not in fresh and _is_ahead(event, now)]
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / CALENDAR, _written(fresh.values()))
    new = [event for event, differs in zip(fresh.values(), changed, strict=True) if differs] + gone
    if not (before and new):
        (folder / CHANGES).unlink(missing_ok=True)
        return [folder / CALENDAR]
    write_atomically(folder / CHANGES, _written(new))
    return [folder / CALENDAR, folder / CHANGES]


def _posts(workspace: Workspace, loaded: Loaded) -> Iterator[Entry]:
    briefing = Briefing.of(workspace, loaded)
    for post in briefing.posts:
        one = post.position
        hour, minute = map(int, one.slot.split(":"))
        start = dt.datetime.combine(one.date, dt.time(hour, minute), ZoneInfo(post.account.timezone))
        summary = says("Post {number}: {arm} ({account})", number=one.position, arm=post.value, account=one.account)
        yield Entry(("post", *_of(loaded, one)), start, summary, _what_to_post(briefing, post))


def _periods(loaded: Loaded, schedule: Schedule) -> Iterator[Entry]:
    """The first day of each week or fortnight, and the day on which the last one's numbers can be handed in."""
    labels = {arm.id: arm.label for arm in loaded.experiment.change.arms}
    for one in schedule.periods:
        summary = says("{arm} ({account}), until {day}", arm=labels[one.arm], account=one.place, day=one.last)
        yield Entry(("post", *_of(loaded, one)), one.date, summary, says("{title}", title=loaded.experiment.title))
    for account, _, last in spans(schedule) if schedule.periods else ():
        hand_in = says("Hand in the days of {account} up to {day}", account=account, day=last)
        ingest = says("cliptrial ingest FILE --account {account}", account=account)
        yield Entry(("days", account, loaded.slug), last + dt.timedelta(days=1), hand_in, ingest)


def _what_to_post(briefing: Briefing, post: Post) -> Message:
    parts = [briefing.title, says("Variant: {value}", value=post.value)]
    parts += [says("Topic: {topic}", topic=post.position.topic)] if post.position.topic else []
    parts += [says("Link: {link}", link=post.link)] if post.link else []
    parts += [says("Code: {code}", code=post.code)] if post.code else []
    parts += [says("Please do not change: {held}", held=briefing.held)] if briefing.held else []
    return in_turn(parts, "\n")


def _readings(workspace: Workspace, planned: Iterable[tuple[Loaded, Schedule]]) -> Iterator[Entry]:
    """One a reading day for all experiments of all clients."""
    due: dict[dt.date, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for loaded, schedule in planned:
        age = loaded.experiment.design.measure_at
        for one in schedule.positions:
            due[reading_day(one.date, age, workspace.reading_days)][_name(loaded)].append(one.position)
    for day, posts in due.items():
        parts = [
            says("{slug}: {numbers}", slug=slug, numbers=sorted(numbers)) for slug, numbers in sorted(posts.items())
        ]
        yield Entry(
            ("read", next(iter(workspace.accounts)), day.isoformat()),
            day,
            says("Read off the numbers"),
            in_turn(parts, "\n"),
        )


def _decisions(workspace: Workspace, planned: Iterable[tuple[Loaded, Schedule]]) -> Iterator[Entry]:
    for loaded, schedule in planned:
        posted = [one.date for one in schedule.positions]
        over = max((one.last for one in schedule.periods), default=None)
        day = decision_day(posted, loaded.experiment.design.measure_at, workspace.reading_days)
        day = over + dt.timedelta(days=1) if over else day
        summary = says("Decide: {title}", title=loaded.experiment.title)
        report = says("cliptrial report {slug}, then cliptrial decide {slug}", slug=loaded.slug)
        yield Entry(("decide", loaded.experiment.accounts[0], loaded.slug), day, summary, report)


def _calls(workspace: Workspace, planned: Iterable[tuple[Loaded, Schedule]]) -> Iterator[Entry]:
    first = min((one.date for _, schedule in planned for one in schedule.positions), default=None)
    for name, client in workspace.clients.items() if first else ():
        for weekday in client.calls if not client.archived else ():
            assert first is not None
            day = first + dt.timedelta(days=(WEEKDAYS.index(weekday) - first.weekday()) % 7)
            yield Entry(
                ("call", name, client.name, weekday),
                day,
                says("Call with {client}", client=client.name),
                again={"freq": "weekly"},
            )


def _reviews(workspace: Workspace, since: dt.date) -> Iterator[Entry]:
    """When numbers are talked through with a client, and when the page for it is written."""
    for name, client, rhythm in rhythms(workspace.clients, workspace.reading_days):
        day = rhythm.begins(since + dt.timedelta(days=rhythm.ahead))
        command = says("cliptrial {command} --client {name}", command=rhythm.command, name=name)
        talk = says("Talk the numbers through with {client}", client=client.name)
        write = says("Write the page for {client}", client=client.name)
        yield Entry(("review", name), day, talk, again=rhythm.recurrence())
        before = day - dt.timedelta(days=rhythm.ahead)
        yield Entry(("report", name), before, write, command, again=rhythm.recurrence(rhythm.ahead))


def _name(loaded: Loaded) -> str:
    """Of the experiment, or of its combined test."""
    return loaded.experiment.design.round or loaded.slug


def _of(loaded: Loaded, one: Position) -> tuple[str, ...]:
    return one.account, _name(loaded), str(loaded.experiment.design.seed), str(one.position)


def _day(start: dt.datetime | dt.date) -> str:
    return (start.date() if isinstance(start, dt.datetime) else start).isoformat()


def _event(entry: Entry, texts: Mapping[Message, str], now: dt.datetime) -> Event:
    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, '/'.join(('cliptrial', *entry.key)))}@cliptrial")
    event.add("dtstamp", now.astimezone(dt.UTC).replace(microsecond=0))
    event.add("sequence", 0)
    event.add("summary", texts[entry.summary])
    if entry.description:
        event.add("description", texts[entry.description])
    if isinstance(entry.start, dt.datetime):
        start = entry.start.astimezone(dt.UTC)
        event.add("dtstart", start)
        event.add("dtend", start + dt.timedelta(minutes=MINUTES))
    else:
        event.add("dtstart", entry.start)
        event.add("dtend", entry.start + dt.timedelta(days=1))
    if entry.again:
        event.add("rrule", dict(entry.again))
    return event


def _follow(event: Event, before: Event | None) -> bool:
    """Give an event the number and the stamp that follow from the one before; whether it is another one."""
    if before is None:
        return True
    differs = _said(event) != _said(before)
    event.sequence = before.sequence + differs
    if not differs:
        event.DTSTAMP = before.DTSTAMP
    return differs


def _said(event: Event) -> dict[str, str]:
    lines = (str(line).partition(":") for line in event.content_lines())
    return {name: value for name, _, value in lines if name.partition(";")[0] in _KEPT}


def _cancelled(event: Event, now: dt.datetime) -> Event:
    event.sequence += 1
    event.status = STATUS.CANCELLED
    event.DTSTAMP = now.astimezone(dt.UTC).replace(microsecond=0)
    return event


def _is_ahead(event: Event, now: dt.datetime) -> bool:
    start = event.start
    day = start.astimezone(dt.UTC).date() if isinstance(start, dt.datetime) else start
    return bool(day >= now.astimezone(dt.UTC).date())


def _events(path: Path) -> dict[str, Event]:
    """By UID: what was told before."""
    try:
        calendar = Calendar.from_ical(path.read_bytes())
    except FileNotFoundError:
        return {}
    except ValueError:
        what = says("{name} is no calendar that can be read", name=path.name)
        raise PlanError(
            Problem("bad_calendar", what, mend=says("Delete it; it is written anew."), path=path.name)
        ) from None
    return {event.uid: event for event in calendar.events if event.uid}


def _written(events: Iterable[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text
