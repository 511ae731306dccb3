"""A schedule as a calendar: a row a week, what goes out on which day, each way of doing it in its colour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from html import escape

from cliptrial.registry.plan.schedule import Position, Schedule
from cliptrial.wording.formats import Formats


def calendar(schedule: Schedule, labels: Mapping[str, str], f: Formats) -> str:
    """The calendar of every account as HTML.

    Args:
        schedule: What goes out when.
        labels: By arm id, the control first: what people call it.
        f: How days are written.
    """
    colours = {arm: number for number, arm in enumerate(labels)}
    accounts = dict.fromkeys(p.account for p in schedule.positions)
    parts = [legend(labels)]
    for account in accounts:
        own = [p for p in schedule.positions if p.account == account]
        title = f"<p><b>{escape(account)}</b></p>" if len(accounts) > 1 else ""
        parts.append(title + _weeks(own, labels, colours, f))
    return "".join(parts)


def legend(labels: Mapping[str, str]) -> str:
    """Which colour means which way of doing it."""
    dots = (
        f'<span><span class="ct-dot" style="--ct-arm:var(--ct-arm{number % 6})"></span>{escape(label)}</span>'
        for number, label in enumerate(labels.values())
    )
    return f'<div class="ct-legend">{"".join(dots)}</div>'


def _weeks(positions: Sequence[Position], labels: Mapping[str, str], colours: Mapping[str, int], f: Formats) -> str:
    by_day: dict[date, list[Position]] = defaultdict(list)
    for position in positions:
        by_day[position.date].append(position)
    first, last = min(by_day), max(by_day)
    monday = first - timedelta(days=first.weekday())
    weeks = ((last - monday).days // 7) + 1
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in f.weekdays())
    rows = []
    for week in range(weeks):
        days = [monday + timedelta(days=7 * week + number) for number in range(7)]
        rows.append("<tr>" + "".join(_day(day, by_day.get(day, []), labels, colours, f) for day in days) + "</tr>")
    return (
        '<div class="ct-scroll"><table class="ct-cal">'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _day(
    day: date, positions: Iterable[Position], labels: Mapping[str, str], colours: Mapping[str, int], f: Formats
) -> str:
    posts = "".join(_post(p, labels, colours) for p in positions)
    if not posts:
        return '<td class="ct-off"></td>'
    return f'<td><span class="ct-day">{escape(f.short_date(day))}</span>{posts}</td>'


def _post(position: Position, labels: Mapping[str, str], colours: Mapping[str, int]) -> str:
    label = labels.get(position.arm, position.arm)
    topic = f'<span class="ct-topic">{escape(position.topic)}</span>' if position.topic else ""
    return (
        f'<span class="ct-post" style="--ct-arm:var(--ct-arm{colours.get(position.arm, 0) % 6})" '
        f'title="{escape(label)}"><b>{escape(label)}</b><br>{escape(position.slot)}{topic}</span>'
    )
