"""Sessions, clicks, leads and labelled comments of the store, by the post that led to them.

Events have moments and are cut at the age of a post like orders. Counts by day are cut at whole days: that of the post
and those that follow, as many as the age has. Counts of a longer time cannot be cut: they stand for the whole of it,
where it holds the time of every post.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil, inf
from zoneinfo import ZoneInfo

import narwhals as nw

from cliptrial.posts.equal_age.due import DAY, midnight
from cliptrial.posts.lake.lake import Lake, rows_of
from cliptrial.posts.lake.tables import Row
from cliptrial.posts.outcomes.attribution import Attributed, Order, Touch, attribute

LONGEST_DAY = 1.1 * DAY
"""One on which clocks are set back."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose outcomes are asked for.

    Attributes:
        touches: Their posts.
        others: Other posts, which may have been the last touch.
        zones: By post id: the time zone of its account.
        accounts: Those whose files tell.
        days: Length of the window that begins with a post.
    """

    touches: Sequence[Touch]
    others: Sequence[Touch]
    zones: Mapping[str, str]
    accounts: Collection[str]
    days: float

    def day(self, touch: Touch) -> tuple[int, str]:
        """The second in which the day of a post begins, and its zone."""
        zone = self.zones.get(touch.post_id, "UTC")
        return midnight(datetime.fromtimestamp(touch.posted_at, ZoneInfo(zone)).date(), zone), zone

    def whole_days(self, touch: Touch) -> tuple[int, int]:
        """The first and the last second of the whole days that count for a post."""
        begin, zone = self.day(touch)
        first = datetime.fromtimestamp(begin, ZoneInfo(zone)).date()
        return begin, midnight(first + timedelta(ceil(self.days - 0.5)), zone)


def counted(lake: Lake, what: str, asked: Asked) -> Attributed:
    """The outcomes of one kind, by post."""
    rows = _rows(lake, what, asked.accounts)
    events = [row for row in rows if row["begins"] in (0, row["ends"])]
    counts = [row for row in rows if row["begins"] not in (0, row["ends"])]
    if events:
        return _of_events(_newest(events), asked)
    daily = [row for row in counts if _is_daily(row)]
    whole = [row for row in counts if not _is_daily(row)]
    return _of_days(_standing(daily), asked) if daily or not whole else _of_whole_time(_standing(whole), asked)


def of_single_days(lake: Lake, what: str, account: str) -> list[Row]:
    """Outcomes of one kind that have a moment or a day, whatever led to them, as the newest export tells them."""
    rows = [row for row in _rows(lake, what, [account]) if row["begins"]]
    events = [row for row in rows if row["begins"] == row["ends"]]
    daily = [row for row in rows if row["begins"] != row["ends"] and _is_daily(row)]
    return [*_newest(events), *(row for row in _standing(daily) if not row["covers"])]


def _rows(lake: Lake, what: str, accounts: Collection[str]) -> list[Row]:
    """Rows of one kind, those that were handed in or captured later behind the others."""
    frame = lake.in_order("outcomes").filter(nw.col("account").is_in([*accounts]), nw.col("what") == what)
    return sorted(rows_of(frame), key=lambda row: (row["captured_at"], row["handed_in"]))


def _is_daily(row: Row) -> bool:
    """Whether a count, or those that a row speaks of, are of single days."""
    return bool(row["value"] == 1) if row["covers"] else bool(row["ends"] - row["begins"] <= LONGEST_DAY)


def _newest(events: Sequence[Row]) -> list[Row]:
    return [*{row["key"]: row for row in events}.values()]


def _standing(rows: Sequence[Row]) -> list[Row]:
    """Rows over whose time no later export of the same key speaks."""
    spans = [row for row in rows if row["covers"]]

    def replaced(row: Row) -> bool:
        later = (one for one in spans if one["key"] == row["key"] and _order(one) > _order(row))
        return any(one["begins"] <= row["begins"] and row["ends"] <= one["ends"] for one in later)

    return [row for row in rows if not replaced(row)]


def _order(row: Row) -> tuple[int, int]:
    return row["captured_at"], row["handed_in"]


def _of_events(events: Sequence[Row], asked: Asked) -> Attributed:
    sources = {row["source"] for row in events}
    until = min(max(row["captured_at"] for row in events if row["source"] == one) for one in sources)
    timed = [row for row in events if row["begins"]]
    if len(timed) == len(events):
        return replace(_attributed(events, asked, 0), until=until)
    whole = replace(asked, days=inf)
    return replace(_attributed(events, whole, 0), until=until, whole=True)


def _of_days(rows: Sequence[Row], asked: Asked) -> Attributed:
    """Counts whose noon lies within the whole days of a post, as summer time moves midnights."""
    spans = [row for row in rows if row["covers"]]
    counts = [row for row in rows if not row["covers"]]
    at_midnight = replace(
        asked,
        touches=[replace(one, posted_at=asked.day(one)[0]) for one in asked.touches],
        others=[replace(one, posted_at=asked.day(one)[0]) for one in asked.others],
    )
    gaps = {one.post_id for one in asked.touches if not _covered(*asked.whole_days(one), _speaking_of(one, spans))}
    until = max((row["ends"] for row in spans), default=None)
    return replace(_attributed(counts, at_midnight, DAY // 2), until=until, gaps=frozenset(gaps))


def _of_whole_time(rows: Sequence[Row], asked: Asked) -> Attributed:
    """Of every key the export that holds the time of most posts, the latest of equal ones."""

    def holds(span: Row, touch: Touch) -> bool:
        end = touch.posted_at + asked.days * DAY
        return bool(span["begins"] <= asked.day(touch)[0] and end <= span["ends"] and _speaking_of(touch, [span]))

    best: dict[str, Row] = {}
    for span in (row for row in rows if row["covers"]):
        held = sum(holds(span, one) for one in asked.touches)
        before = best.get(span["key"])
        if before is None or held >= sum(holds(before, one) for one in asked.touches):
            best[span["key"]] = span
    gaps = {one.post_id for one in asked.touches if not any(holds(span, one) for span in best.values())}
    counts = [row for row in rows if not row["covers"] and _same(row, best.get(row["key"]))]
    until = min((span["ends"] for span in best.values()), default=None)
    over_all = _attributed(counts, replace(asked, days=inf), 0)
    return replace(over_all, until=until, whole=True, gaps=frozenset(gaps))


def _same(row: Row, span: Row | None) -> bool:
    return span is not None and all(row[one] == span[one] for one in ("begins", "ends", "handed_in"))


def _speaking_of(touch: Touch, spans: Iterable[Row]) -> list[Row]:
    return [row for row in spans if row["marks"] is None or row["marks"] in touch.marks]


def _covered(begin: int, end: int, spans: Sequence[Row]) -> bool:
    """Whether spans hold a time together."""
    for span in sorted(spans, key=lambda row: row["begins"]):
        if span["begins"] <= begin < span["ends"]:
            begin = span["ends"]
    return begin >= end


def _attributed(rows: Sequence[Row], asked: Asked, after_begin: int) -> Attributed:
    """Rows attributed by last touch; those from before and after the time of all posts are nobody's business."""
    begin = min((touch.posted_at for touch in asked.touches), default=0)
    end = max((touch.posted_at for touch in asked.touches), default=0) + asked.days * DAY
    orders = []
    for row in rows:
        at = row["begins"] + after_begin if asked.days < inf else row["ends"]
        if begin <= at < end:
            marks = frozenset((row["marks"] or "").split())
            orders.append(Order(at, row["value"], row["currency"], marks, _whole_number(row["value"])))
    by_post = attribute(orders, asked.touches, asked.days, asked.others)
    return replace(by_post, sources=tuple(sorted({row["source"] for row in rows})))


def _whole_number(value: float) -> float:
    return int(value) if value.is_integer() else value
