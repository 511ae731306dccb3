"""Results as tables of pandas: the names of the JSON contract, real times and numbers, columns even where empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields

import pandas as pd

from cliptrial.analysis.results import Analysis, Uplift
from cliptrial.errors import InputError, Problem
from cliptrial.messages import did_you_mean, nothing, one_of, says
from cliptrial.wording.describe import UPLIFT_KEYS
from cliptrial.wording.speaker import Speaker

ENDS = ("relative_interval", "absolute_interval", "leave_one_out", "posts")
POST = ("position", "post_id", "account", "arm", "topic", "planned", "posted_on", "weekday", "slot", "late", "link")


def frame_of(analysis: Analysis, what: str) -> pd.DataFrame:
    """One of an analysis' tables; see :meth:`cliptrial.notebook.results.Result.to_frame`."""
    return chosen(TABLES, what, says("a table"))(analysis)


def chosen(known: Mapping[str, Callable[..., pd.DataFrame]], what: str, kind: str) -> Callable[..., pd.DataFrame]:
    """The one of this name.

    Raises:
        InputError: There is none; near names are suggested.
    """
    if what not in known:
        problem = says('"{what}" is not the name of {kind} here', what=what, kind=kind)
        names = list(known)
        raise InputError(Problem("unknown_part", problem, one_of(names), did_you_mean(str(what), names, nothing)))
    return known[what]


def _uplifts(analysis: Analysis) -> pd.DataFrame:
    """A row an uplift; an interval is two columns, ``relative_low`` and ``relative_high``."""
    rows = [_uplift(row) for row in analysis.uplifts]
    return pd.DataFrame(rows, columns=list(_uplift_columns()))


def _uplift_columns() -> Sequence[str]:
    names: list[str] = []
    for key in UPLIFT_KEYS:
        stem = {"relative_interval": "relative", "absolute_interval": "absolute"}.get(key, key)
        pair = (f"{stem}_control", f"{stem}_arm") if key == "posts" else (f"{stem}_low", f"{stem}_high")
        names += pair if key in ENDS else [key]
    return names


def _uplift(row: Uplift) -> dict[str, object]:
    values: list[object] = []
    for key in UPLIFT_KEYS:
        value = getattr(row, key)
        values += list(value) if key in ENDS else [str(value) if key in ("role", "verdict") else value]
    return dict(zip(_uplift_columns(), values, strict=True))


def _findings(analysis: Analysis) -> pd.DataFrame:
    """A row a finding: ``code``, ``level``, ``values`` (a mapping) and ``message`` in English."""
    s = Speaker.of(analysis, "en")
    rows = [
        {
            "code": finding.code,
            "level": str(finding.level),
            "values": {field.name: getattr(finding, field.name) for field in fields(finding) if field.name != "level"},
            "message": s.message(finding),
        }
        for finding in analysis.findings
    ]
    return pd.DataFrame(rows, columns=["code", "level", "values", "message"])


def _arms(analysis: Analysis) -> pd.DataFrame:
    """A row an arm: ``arm``, ``value``, ``posts``, ``control``, and posts from ``mon`` to ``sun`` as posted."""
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    rows = [
        {"arm": arm.id, "value": arm.value, "posts": arm.posts, "control": arm.control}
        | dict(zip(days, analysis.weekdays.get(arm.id, (0,) * 7), strict=True))
        for arm in analysis.arms
    ]
    return pd.DataFrame(rows, columns=["arm", "value", "posts", "control", *days])


def _posts(analysis: Analysis) -> pd.DataFrame:
    """A row a post: place in the plan, arm, days, weekday (0 is Monday), hours late, and a column a metric."""
    names = list(dict.fromkeys(name for post in analysis.posts for name in post.metrics))
    rows = [{name: getattr(post, name) for name in POST} | dict(post.metrics) for post in analysis.posts]
    frame = pd.DataFrame(rows, columns=[*POST, *names])
    for column in ("planned", "posted_on"):
        frame[column] = pd.to_datetime(frame[column])
    for column in ("position", "weekday"):
        frame[column] = frame[column].astype("Int64")
    return frame


TABLES: Mapping[str, Callable[[Analysis], pd.DataFrame]] = {
    "uplifts": _uplifts,
    "findings": _findings,
    "arms": _arms,
    "posts": _posts,
}
