"""Tables of posts for ``compare``, with faults put in on purpose: what cases say of a table becomes a data frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

import cliptrial
from cliptrial.metrics import Kind, Metric, Scale
from cliptrial.posts.any_table import LINES_ASIDE

START = pd.Timestamp("2026-03-02 18:00", tz="Europe/Berlin")
"""A Monday."""


def table(
    *,
    arms: Mapping[str, int] | None = None,
    order: str | None = None,
    on: Mapping[str, Sequence[int]] | None = None,
    effect: float = 0.0,
    spread: float = 0.4,
    seed: int = 1,
    views: Mapping[str, Sequence[float]] | None = None,
    every: int = 24,
    rising: float = 0.0,
    weekend: float = 1.0,
    after: Mapping[str, float] | None = None,
    echo: float = 0.0,
    cells: Sequence[Mapping[str, Any]] = (),
    typical: float = 9.0,
    twice: Sequence[str] = (),
    again: int = 0,
    aside: Sequence[int] = (),
) -> pd.DataFrame:
    """One row a post: ``arm``, ``posted``, ``views``, ``likes``, ``sales``, ``clicks`` and ``who``.

    Args:
        arms: By arm: how many posts, in random order.
        order: The arms of consecutive posts instead, said often enough by the case.
        on: By arm instead: its posts on Monday, Tuesday, ..., spread over the weeks at random.
        effect: Log ratio of every arm but ``a``.
        spread: SD of the log of views.
        seed: Of order and views.
        views: By arm: the views of its first posts.
        every: Hours between one post and the next.
        rising: Rise of the log level from the first post to the last.
        weekend: Times as many views on Saturdays and Sundays.
        after: By arm: times as many views for the post after one of it.
        echo: Correlation of a post with the one before.
        cells: What some cells hold: ``arm``, ``posts`` (how many of its first), ``column``, ``value``.
        typical: Log of a typical post's views.
        twice: Columns that stand there a second time.
        again: So many posts stand there a second time, with fewer views.
        aside: Rows of the file that were no posts.
    """
    rng = np.random.default_rng(seed)
    if on is None:
        names = list(order) if order else rng.permutation([a for a, n in (arms or {}).items() for _ in range(n)])
        posted = pd.date_range(START, periods=len(names), freq=f"{every}h")
    else:
        names, posted = _on(on, rng)
    frame = pd.DataFrame({"arm": list(names), "posted": posted})
    logs = typical + effect * (frame["arm"] != "a") + spread * _noise(len(frame), echo, rng)
    logs += rising * np.arange(len(frame)) / len(frame) + np.log(weekend) * (frame["posted"].dt.day_of_week >= 5)
    for arm, factor in (after or {}).items():
        logs += np.log(factor) * frame["arm"].eq(arm).shift(fill_value=False)
    frame["views"] = np.exp(logs).round()
    for arm, numbers in (views or {}).items():
        frame.loc[_first(frame, arm, len(numbers)), "views"] = list(numbers)
    frame["likes"] = rng.binomial(frame["views"].astype(int), 0.05).astype(float)
    frame["sales"] = rng.poisson(2.0, len(frame)).astype(float)
    frame["who"] = np.where(rng.random(len(frame)) < 0.5, "mia", "tom")
    for cell in cells:
        rows = _first(frame, cell["arm"], cell["posts"])
        frame[cell["column"]] = frame.get(cell["column"], pd.Series([None] * len(frame), dtype=object))
        if not isinstance(cell["value"], str | None):
            frame[cell["column"]] = frame[cell["column"]].astype(float)
        frame.loc[rows, cell["column"]] = cell["value"]
    if again:
        frame["link"] = [f"https://www.tiktok.com/@m/video/{7478176790430609400 + post}" for post in range(len(frame))]
        frame = pd.concat([frame, frame.head(again).assign(views=1.0, likes=0.0)], ignore_index=True)
    frame = pd.concat([frame, frame[[*twice]]], axis=1)
    frame.attrs[LINES_ASIDE] = tuple(aside)
    return frame


def _first(frame: pd.DataFrame, arm: str, posts: int) -> pd.Index:
    own = (frame["arm"] == arm) | (arm == "any")
    return frame.index[own][:posts]


def _noise(posts: int, echo: float, rng: np.random.Generator) -> Any:
    noise = rng.standard_normal(posts)
    for post in range(1, posts):
        noise[post] = echo * noise[post - 1] + np.sqrt(1 - echo**2) * noise[post]
    return noise


def _on(counts: Mapping[str, Sequence[int]], rng: np.random.Generator) -> tuple[list[str], pd.DatetimeIndex]:
    """Posts on given weekdays: each weekday's arms in random order, one after the other week."""
    rows = []
    for weekday in range(7):
        own = [arm for arm, days in counts.items() if weekday < len(days) for _ in range(days[weekday])]
        rows += [(START + pd.Timedelta(days=7 * week + weekday), arm) for week, arm in enumerate(rng.permutation(own))]
    rows.sort(key=lambda row: row[0])
    return [arm for _, arm in rows], pd.DatetimeIndex([day for day, _ in rows])


def compared(case: Mapping[str, Any]) -> cliptrial.Analysis:
    """What ``compare`` says to a case's table; times, and that chance assigned the arms, unless the case says no."""
    asked = {"metrics": ["views"], "randomised": True, "posted_at": "posted", **case.get("ask", {})}
    frame = table(**case["table"])
    asked["metrics"] = [_SIGNS[name[0]](name[1:]) if name[0] in _SIGNS else name for name in asked["metrics"]]
    return cliptrial.compare(frame, arm="arm", control="a", **{k: v for k, v in asked.items() if v is not None})


def fewer(name: str) -> Metric:
    """A column of which fewer are better; cases write a minus before its name."""
    return Metric(name, Kind.COUNT, (name,), None, Scale.NUMBER, {"en": name, "de": name}, higher_is_better=False)


def amount(name: str) -> Metric:
    """A column of amounts; cases write a dollar before its name."""
    return Metric(name, Kind.MONEY, (name,), None, Scale.MONEY, {"en": name, "de": name})


_SIGNS = {"-": fewer, "$": amount}


def split(case: Mapping[str, Any]) -> cliptrial.Analysis:
    """What a split test says whose arms have these (events, viewers), or (events, more events, viewers)."""
    rows = [{"arm": arm, **dict(zip(_counted(counts), counts, strict=True))} for arm, counts in case["split"].items()]
    asked = {"metrics": ["clicks/viewers"], **case.get("ask", {})}
    return cliptrial.compare_split(pd.DataFrame(rows), arm="arm", control="a", **asked)


def _counted(counts: Sequence[int]) -> tuple[str, ...]:
    return ("clicks", "viewers") if len(counts) == 2 else ("clicks", "follows", "viewers")
