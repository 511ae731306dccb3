"""The columns of every exported table, declared once: name, unit and meaning.

The counters stand last: new ones are only ever added behind them, so that files of different weeks fit together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

import pyarrow as pa

from cliptrial.messages import Message, says
from cliptrial.posts.lake.counters import COUNTERS
from cliptrial.posts.lake.tables import DAY_COUNTERS


class Unit(Enum):
    """What stands in a column."""

    TEXT = (pa.string(), says("text"))
    ID = (pa.string(), says("text of digits or letters; never a number"))
    MOMENT = (pa.timestamp("s"), says("date and time, UTC"))
    DAY = (pa.date32(), says("date, in the account's time zone"))
    COUNT = (pa.float64(), says("count"))
    WHOLE = (pa.int64(), says("whole number"))
    SECONDS = (pa.float64(), says("seconds"))
    DAYS = (pa.float64(), says("days"))
    SHARE = (pa.float64(), says("share: 0.1 is 10 %"))
    VALUE = (pa.float64(), says("in the metric's own unit"))
    MONEY = (pa.float64(), says("money, in the currency beside it"))
    YES = (pa.bool_(), says("true or false"))

    @property
    def type(self) -> pa.DataType:
        """As Arrow has it."""
        kind: pa.DataType = self.value[0]
        return kind

    @property
    def label(self) -> Message:
        """As people read it."""
        label: Message = self.value[1]
        return label


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: Its header, the same in every language.
        unit: What stands in it.
        meaning: What it is.
        personal: Whether it is left out unless it is asked for: texts, links and names.
    """

    name: str
    unit: Unit
    meaning: Message
    personal: bool = False


_POST = Column("post_id", Unit.ID, says("the platform's id of the post"))
_ACCOUNT = Column("account", Unit.TEXT, says("the account's short name in workspace.yaml"))
_CAPTURED = Column("captured_at", Unit.MOMENT, says("when the numbers were read or exported"))
_SOURCE = Column("source", Unit.TEXT, says("where it comes from"))
_EXPERIMENT = Column("experiment", Unit.TEXT, says("the experiment's folder name"))
_METRIC = Column("metric", Unit.TEXT, says("the metric, as experiment.yaml names it"))
_TIMES = frozenset({"average_watch_time", "total_watch_time", "duration"})
_MEANINGS: Mapping[str, Message] = {
    "views": says("views, as the platform counts them"),
    "reach": says("people or accounts reached"),
    "average_watch_time": says("average watch time of a view"),
    "total_watch_time": says("watch time of all views together"),
    "completions": says("views that watched to the end"),
    "followers": says("followers of the account at that time"),
    "new_followers": says("followers won"),
    "duration": says("length of the video"),
}


def _counters(names: tuple[str, ...]) -> Iterator[Column]:
    for name in names:
        meaning = _MEANINGS.get(name, says("{name}, as the platform counts them", name=name.replace("_", " ")))
        yield Column(name, Unit.SECONDS if name in _TIMES else Unit.COUNT, meaning)


TABLES: Mapping[str, tuple[Column, ...]] = {
    "posts": (
        _POST,
        _ACCOUNT,
        Column("platform", Unit.TEXT, says("tiktok, instagram or youtube")),
        Column("posted_at", Unit.MOMENT, says("when it went out")),
        Column("posted_on", Unit.DAY, says("the day on which it went out")),
        Column("weekday", Unit.WHOLE, says("its weekday: 1 is Monday, 7 is Sunday")),
        Column("slot", Unit.TEXT, says("its time of day in the account's time zone")),
        Column("promoted_at", Unit.MOMENT, says("since when money was spent on it")),
        _CAPTURED,
        Column("age", Unit.DAYS, says("age of the post at that time")),
        Column("hashtags", Unit.TEXT, says("hashtags, with blanks between them"), personal=True),
        Column("sound", Unit.TEXT, says("title or id of the sound"), personal=True),
        Column("caption", Unit.TEXT, says("caption"), personal=True),
        Column("link", Unit.TEXT, says("link to the post"), personal=True),
        *_counters(COUNTERS),
    ),
    "snapshots": (
        _POST,
        _ACCOUNT,
        _CAPTURED,
        _SOURCE,
        Column("top_list", Unit.YES, says("whether the file looked like the most viewed posts only")),
        *_counters(COUNTERS),
    ),
    "account_days": (
        _ACCOUNT,
        Column("date", Unit.DAY, says("the day")),
        _CAPTURED,
        _SOURCE,
        *_counters(DAY_COUNTERS),
    ),
    "conversions": (
        _ACCOUNT,
        Column("date", Unit.DAY, says("the day of the orders")),
        _SOURCE,
        Column("currency", Unit.TEXT, says("the currency of the orders")),
        Column("orders", Unit.WHOLE, says("orders, paid or not")),
        Column("paid", Unit.WHOLE, says("orders that were paid and not refunded in full")),
        Column("revenue", Unit.MONEY, says("what paid orders came to, without what was refunded")),
        Column("refunded", Unit.MONEY, says("what was refunded of all orders")),
        _CAPTURED,
    ),
    "outcomes": (
        _ACCOUNT,
        Column("what", Unit.TEXT, says("what people did, as the metric is called: sessions, leads, clicks and so on")),
        Column("first_day", Unit.DAY, says("the first day that is counted; empty where nobody says when")),
        Column("last_day", Unit.DAY, says("the last one")),
        _SOURCE,
        Column("currency", Unit.TEXT, says("the currency of money")),
        Column("value", Unit.VALUE, says("how many, or how much")),
        _CAPTURED,
    ),
    "audience": (
        _ACCOUNT,
        Column("kind", Unit.TEXT, says("territory, gender, age or traffic")),
        Column("value", Unit.TEXT, says("which one, as the file calls it")),
        Column("share", Unit.SHARE, says("its share of the followers, on YouTube of the views")),
        _CAPTURED,
        _SOURCE,
    ),
    "positions": (
        _EXPERIMENT,
        Column("position", Unit.WHOLE, says("the position's number in the schedule")),
        _ACCOUNT,
        Column("planned_on", Unit.DAY, says("the planned day")),
        Column("slot", Unit.TEXT, says("its time of day in the account's time zone")),
        Column("arm", Unit.TEXT, says("the arm that chance assigned")),
        Column("block", Unit.WHOLE, says("the rotation block")),
        Column("post_id", Unit.ID, says("the post that was linked; empty without one")),
        Column("state", Unit.TEXT, says("what became of it where that is not as planned")),
        Column("topic", Unit.TEXT, says("the topic"), personal=True),
    ),
    "answers": (
        _EXPERIMENT,
        Column("title", Unit.TEXT, says("what was tested"), personal=True),
        Column("variable", Unit.TEXT, says("the one thing that was changed")),
        Column("evidence", Unit.TEXT, says("randomised, deviations or observed")),
        _METRIC,
        Column("role", Unit.TEXT, says("primary, secondary or guardrail")),
        Column("arm", Unit.TEXT, says("the arm that was compared")),
        Column("control", Unit.TEXT, says("the arm that it was compared with")),
        Column("posts_control", Unit.WHOLE, says("posts of the control that count")),
        Column("posts_arm", Unit.WHOLE, says("posts of the arm that count")),
        Column("control_value", Unit.VALUE, says("the metric of the control")),
        Column("arm_value", Unit.VALUE, says("the metric of the arm")),
        Column("relative", Unit.SHARE, says("how much more the arm has than the control")),
        Column("relative_low", Unit.SHARE, says("lower end of its interval")),
        Column("relative_high", Unit.SHARE, says("upper end of its interval")),
        Column("p_value", Unit.SHARE, says("how often chance alone makes a difference as large")),
        Column("reckon_with", Unit.SHARE, says("what to reckon with")),
        Column("verdict", Unit.TEXT, says("the verdict on this metric")),
        Column("decision", Unit.TEXT, says("what was decided last: ship, drop, repeat or inconclusive")),
    ),
}
"""By table, in the order in which they are written."""


def columns_of(table: str, *, personal: bool) -> tuple[Column, ...]:
    """The columns of a table, with or without texts, links and names."""
    return tuple(column for column in TABLES[table] if personal or not column.personal)


def fitted(table: str, data: pa.Table, *, personal: bool) -> pa.Table:
    """Rows with exactly the declared columns; what is not there is empty."""
    columns = columns_of(table, personal=personal)
    there = [
        (data[one.name] if one.name in data.column_names else pa.nulls(len(data))).cast(one.unit.type)
        for one in columns
    ]
    return pa.table(there, schema=pa.schema([(one.name, one.unit.type) for one in columns]))
