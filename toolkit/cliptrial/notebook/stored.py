"""Experiments, posts and numbers of a workspace as tables of pandas; dtypes are documented with each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from cliptrial.analysis.experiment import DRAWS
from cliptrial.analysis.interim import current_look
from cliptrial.analysis.material import Material, gather, named
from cliptrial.analysis.planned_posts import planned_units
from cliptrial.errors import InputError
from cliptrial.metrics import check_metrics
from cliptrial.notebook.frames import PLACED, Kinds, at, made, opened, position_frame, zone_of
from cliptrial.notebook.learnings import learn
from cliptrial.posts.lake.counters import COUNTERS
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.lake import Lake, rows_of
from cliptrial.posts.lake.tables import SNAPSHOTS
from cliptrial.posts.week.overview import Overview, overviews
from cliptrial.registry.accounts import no_account
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.workspace import Workspace

EXPERIMENTS: Kinds = {
    "slug": "str",
    "title": "str",
    "variable": "str",
    "arms": "object",
    "accounts": "object",
    "primary": "str",
    "state": "str",
    "start": "datetime64[us]",
    "end": "datetime64[us]",
    "posts_planned": "int64",
    "posts_linked": "int64",
    "locked_on": "datetime64[us]",
    "decision": "str",
    "follow_up_of": "str",
}
POSTS: Kinds = {
    "post_id": "str",
    "account": "str",
    "posted": "",
    "weekday": "Int64",
    "slot": "str",
    "link": "str",
    "caption": "str",
    "hashtags": "object",
    "sound": "str",
    "duration": "float64",
    "promoted": "",
    "source": "str",
}


def experiments_frame(workspace: Path | str | Workspace = ".") -> pd.DataFrame:
    """Every experiment that can be read, a row each, by its folder's name.

    Args:
        workspace: A folder in or under the workspace, or the workspace itself.

    Returns:
        ``slug``, ``title``, ``variable``, ``primary``, ``state``, ``decision``, ``follow_up_of``: texts;
        ``arms``, ``accounts``: tuples of texts, the control first; ``start``, ``end`` (planned), ``locked_on``: days;
        ``posts_planned``, ``posts_linked``: whole numbers.

    Examples:
        >>> experiments_frame("kitchen")["variable"].tolist()
        ['slot', 'hashtags', 'hook', 'sound']
    """
    listed, _ = overviews(opened(workspace), None, date.today())
    return made(map(_experiment, listed), EXPERIMENTS)


def _experiment(one: Overview) -> dict[str, object]:
    own = one.standing
    plain = {name: getattr(own, name, None) for name in EXPERIMENTS}
    return plain | {
        "state": one.state,
        "start": own.first,
        "end": own.last,
        "posts_planned": one.posts_planned,
        "posts_linked": len(one.links),
        "decision": own.decision.what.value if own.decision else None,
    }


def posts_frame(account: str | None = None, workspace: Path | str | Workspace = ".") -> pd.DataFrame:
    """Posts of the store, a row each, in order of account and time.

    Args:
        account: One account; None for all.
        workspace: A folder in or under the workspace, or the workspace itself.

    Returns:
        ``post_id``, ``account``, ``slot`` (``HH:MM`` as posted), ``link``, ``caption``, ``sound``, ``source``: texts;
        ``posted``, ``promoted`` (since when; missing of most): times in the account's zone, in UTC where accounts have
        several; ``weekday``: 0 is Monday; ``hashtags``: tuples of texts; ``duration``: seconds.

    Raises:
        InputError: There is no such account.

    Examples:
        >>> str(posts_frame("kitchen_demo", "kitchen")["posted"].dtype)
        'datetime64[us, Europe/Berlin]'
    """
    ws = opened(workspace)
    accounts, zones = _accounts(ws, account), _zones(ws)
    posts = posts_of(Lake(ws.store_dir), accounts)
    rows = (
        {name: getattr(post, name, None) for name in POSTS}
        | _when(_moment(post.posted_at, zones[post.account]))
        | {"promoted": _moment(post.promoted_at, zones[post.account])}
        for post in posts
    )
    return made(rows, POSTS, zone_of(zones[name] for name in accounts))


def snapshots_frame(account: str | None = None, workspace: Path | str | Workspace = ".") -> pd.DataFrame:
    """Every reading of every post, a row each: counters are totals since posting, at the moment they were captured.

    Args:
        account: One account; None for all.
        workspace: A folder in or under the workspace, or the workspace itself.

    Returns:
        ``post_id``, ``account``, ``source``, ``file``: texts; ``captured``: a time in the account's zone, in UTC where
        accounts have several; ``top_list``: whether its file looked like the most viewed posts only; and a column of
        numbers a counter (times in seconds, shares from 0 to 1), missing where the file did not show it.

    Raises:
        InputError: There is no such account.

    Examples:
        >>> snapshots_frame("kitchen_demo", "kitchen")["views"].dtype
        dtype('float64')
    """
    ws = opened(workspace)
    accounts, zones = _accounts(ws, account), _zones(ws)
    rows = [row for row in rows_of(Lake(ws.store_dir).scan("snapshots")) if row["account"] in accounts]
    own = {key: "float64" for row in rows for key in row if key not in SNAPSHOTS.names}
    kinds = {"post_id": "str", "account": "str", "captured": "", **dict.fromkeys(COUNTERS, "float64"), **own}
    kinds |= {"source": "str", "top_list": "boolean", "file": "str"}
    rows.sort(key=lambda row: (row["account"], row["post_id"], row["captured_at"]))
    shown = ({**row, "captured": _moment(row["captured_at"], zones[row["account"]])} for row in rows)
    return made(shown, kinds, zone_of(zones[name] for name in accounts))


def schedule_frame(slug: str, workspace: Path | str | Workspace = ".") -> pd.DataFrame:
    """The stored schedule of an experiment, a row a position; no row where none was drawn.

    Args:
        slug: Name of the experiment's folder.
        workspace: A folder in or under the workspace, or the workspace itself.

    Returns:
        ``position``, ``block``: whole numbers; ``account``, ``slot``, ``arm``, ``topic``: texts; ``planned``: a time in
        the account's zone, in UTC where accounts have several; ``weekday``: 0 is Monday.

    Raises:
        InputError: There is no such experiment, or its files have mistakes.

    Examples:
        >>> len(schedule_frame("question-hook", "kitchen"))
        56
    """
    ws = opened(workspace)
    schedule = read_schedule(load_experiment(slug, ws).folder)
    return position_frame(schedule.positions if schedule else (), _zones(ws))


def observations_frame(slug: str, workspace: Path | str | Workspace = ".") -> pd.DataFrame:
    """An experiment's posts at equal age, a row a position, as its comparison reads them.

    Args:
        slug: Name of the experiment's folder.
        workspace: A folder in or under the workspace, or the workspace itself.

    Returns:
        ``position``: a whole number; ``post_id``, ``account``, ``arm``, ``topic``, ``slot``: texts; ``planned``,
        ``posted``: times in the account's zone, in UTC where accounts have several; ``weekday``: 0 is Monday, as
        posted; ``late``: hours after the plan; ``age``: days at which the primary metric was read; a column of numbers
        a metric; ``left_out``: why the primary metric does not count: ``not_posted``, ``too_young``, ``no_number``, or
        ``later_look`` of what must not be seen before the end; missing where it counts.

    Raises:
        InputError: There is no such experiment, or its files have mistakes.

    Examples:
        >>> observations_frame("question-hook", "kitchen")["left_out"].isna().all()
        np.True_
    """
    ws = opened(workspace)
    loaded = load_experiment(slug, ws)
    schedule = read_schedule(loaded.folder)
    if problems := check_metrics(loaded, ws):
        raise InputError(problems)
    names = named(loaded.experiment)
    kinds = {**PLACED, **dict.fromkeys(names, "float64"), "left_out": "str"}
    zone = zone_of(ws.accounts[name].timezone for name in loaded.experiment.accounts)
    rows = _observed(gather(ws, loaded, schedule), names) if schedule else ()
    return made(rows, kinds, zone)


def learned_frame(workspace: Path | str | Workspace = ".") -> pd.DataFrame:
    """What all experiments say together, a row a variable and metric: ``learn(workspace).to_frame()``.

    Args:
        workspace: A folder in or under the workspace, or the workspace itself.

    Returns:
        ``variable``, ``metric``, ``code`` (``too_few``, ``higher``, ``lower`` or ``open``): texts; ``experiments``: how
        many; ``relative`` with ``relative_low`` and ``_high``, ``next_low`` and ``_high``: ratios minus one;
        ``p_value``; ``tau``: SD of true effects between experiments, of logs.

    Examples:
        >>> learned_frame("kitchen")["experiments"].sum()
        np.int64(3)
    """
    return learn(workspace).to_frame()


def _observed(material: Material, names: Iterable[str]) -> Iterator[dict[str, object]]:
    look = current_look(material)
    units = planned_units(material, DRAWS, look)
    hidden = np.zeros(len(units.arm), dtype=np.bool_) if units.included is None else ~units.included
    each = {name: np.where(hidden, np.nan, material.values(name).each) for name in names}
    primary = material.experiment.metrics.primary
    read = material.readings[primary]
    for row, outcome in enumerate(material.outcomes):
        position, post = outcome.position, outcome.post
        zone = material.workspace.accounts[position.account].timezone
        reading = read.by_post.get(post.post_id) if post and not hidden[row] else None
        yield {
            **{name: getattr(position, name) for name in ("position", "account", "arm", "topic")},
            "post_id": post.post_id if post else None,
            "planned": at(position.date, position.slot, zone),
            **_when(_moment(post.posted_at if post else None, zone)),
            "late": outcome.late,
            "age": reading.age if reading else None,
            **{name: values[row] for name, values in each.items()},
            "left_out": _left_out(post is None, post is not None and post.post_id in read.too_young, hidden[row])
            or (None if np.isfinite(each[primary][row]) else "no_number"),
        }


def _left_out(missing: bool, young: bool, hidden: bool) -> str | None:
    return "not_posted" if missing else "too_young" if young else "later_look" if hidden else None


def _when(posted: pd.Timestamp | None) -> dict[str, object]:
    if posted is None:
        return {"posted": None, "weekday": None, "slot": None}
    return {"posted": posted, "weekday": posted.weekday(), "slot": posted.strftime("%H:%M")}


def _moment(seconds: int | None, zone: str) -> pd.Timestamp | None:
    return None if seconds is None else pd.Timestamp(seconds, unit="s", tz="UTC").tz_convert(zone)


def _zones(ws: Workspace) -> Mapping[str, str]:
    return {name: account.timezone for name, account in ws.accounts.items()}


def _accounts(ws: Workspace, account: str | None) -> tuple[str, ...]:
    """The account that was asked for, or all of them.

    Raises:
        InputError: There is none of this name.
    """
    if account is None:
        return tuple(ws.accounts)
    if account not in ws.accounts:
        raise InputError(no_account(account, ws.accounts))
    return (account,)
