"""Results as tables of pandas: the names of the JSON contract, real times and numbers, columns even where empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from cliptrial.analysis.findings.measured import CommonExport
from cliptrial.analysis.results import PostResult, Uplift
from cliptrial.messages import says
from cliptrial.notebook.frames import DAYS, PLACED, at, made, opened, zone_of
from cliptrial.notebook.shown import chosen
from cliptrial.wording.describe import UPLIFT_KEYS
from cliptrial.wording.speaker import Speaker

if TYPE_CHECKING:
    from cliptrial.notebook.results import Result

STEMS = {"relative_interval": "relative", "absolute_interval": "absolute", "leave_one_out": "leave_one_out"}
"""What the columns of an interval are called before ``_low`` and ``_high``."""
TEXTS = ("metric", "role", "arm", "control", "estimand", "method", "verdict", "size")
POSTS = {**PLACED, "position": "Int64", "link": "str"}


def frame_of(result: Result, what: str) -> pd.DataFrame:
    """One of an analysis' tables; see :meth:`cliptrial.notebook.results.Result.to_frame`."""
    return chosen(TABLES, what, says("a table"))(result)


def _uplifts(result: Result) -> pd.DataFrame:
    rows = [dict(_cells(row)) for row in result.uplifts]
    kinds = {name: _kind(name) for key in UPLIFT_KEYS for name in _columns(key)}
    return made(rows, kinds)


def _columns(key: str) -> Sequence[str]:
    if key == "posts":
        return "posts_control", "posts_arm"
    return (f"{STEMS[key]}_low", f"{STEMS[key]}_high") if key in STEMS else (key,)


def _kind(name: str) -> str:
    whole = name.startswith("posts_") or name == "draws"
    return "str" if name in TEXTS else "int64" if whole else "float64"


def _cells(row: Uplift) -> list[tuple[str, object]]:
    pairs = ((_columns(key), getattr(row, key)) for key in UPLIFT_KEYS)
    cells = ((names, value if len(names) > 1 else (value,)) for names, value in pairs)
    return [(name, _plain(one)) for names, value in cells for name, one in zip(names, value, strict=True)]


def _plain(value: object) -> object:
    return getattr(value, "value", value)


def _findings(result: Result) -> pd.DataFrame:
    s = Speaker.of(result, "en")
    rows = [
        {"code": one.code, "level": one.level.value, "values": one.values, "message": s.message(one)}
        for one in result.findings
    ]
    return made(rows, {"code": "str", "level": "str", "values": "object", "message": "str"})


def _arms(result: Result) -> pd.DataFrame:
    kinds = {"arm": "str", "value": "object", "posts": "int64", "control": "bool", **dict.fromkeys(DAYS, "Int64")}
    rows = [
        {"arm": arm.id, "value": arm.value, "posts": arm.posts, "control": arm.control}
        | dict(zip(DAYS, result.weekdays.get(arm.id, (None,) * 7), strict=True))
        for arm in result.arms
    ]
    return made(rows, kinds)


def _posts(result: Result) -> pd.DataFrame:
    zones, names = _zones(result), list(dict.fromkeys(name for post in result.posts for name in post.metrics))
    rows = [_post(result, post, zones.get(post.account or "", result.timezone or "UTC")) for post in result.posts]
    kinds = {**POSTS, **dict.fromkeys(names, "float64"), "left_out": "str"}
    used = [zones.get(post.account or "", result.timezone or "UTC") for post in result.posts]
    return made(rows, kinds, zone_of(used))


def _zones(result: Result) -> Mapping[str, str]:
    """By account: its zone."""
    if result.folder is None:
        return {}
    return {name: account.timezone for name, account in opened(result.folder).accounts.items()}


def _post(result: Result, post: PostResult, zone: str) -> dict[str, object]:
    posted = at(post.posted_on, post.slot, zone)
    planned = at(post.planned, None, zone)
    if posted is not None and post.late is not None:
        planned = (posted - pd.Timedelta(hours=post.late)).round("s").ceil("min")  # what is posted has no seconds
    value = post.metrics.get(result.verdict.metric)
    return {
        **{name: getattr(post, name, None) for name in POSTS},
        "planned": planned,
        "posted": posted,
        "age": _age(result) if value is not None else None,
        **post.metrics,
        "left_out": "not_posted"
        if planned is not None and posted is None
        else None
        if value is not None
        else "no_number",
    }


def _age(result: Result) -> float | None:
    """Days at which posts are read; nothing where they were read from one export, at different ages."""
    primary = result.verdict.metric
    common = any(isinstance(finding, CommonExport) and finding.metric == primary for finding in result.findings)
    return result.experiment.measure_at if result.experiment and not common else None


TABLES: Mapping[str, Callable[[Result], pd.DataFrame]] = {
    "uplifts": _uplifts,
    "findings": _findings,
    "arms": _arms,
    "posts": _posts,
}
