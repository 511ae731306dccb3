"""Columns of a table of posts as metrics and times, with every bad cell named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd

from cliptrial.analysis.units import Values
from cliptrial.errors import InputError, Problem
from cliptrial.metrics import CATALOGUE, Kind, Metric, Scale
from cliptrial.stats.inversion import Floats

MANY_BAD = 5
"""Bad cells that are named one by one; the rest are counted."""


def metric_columns(frame: pd.DataFrame, metrics: Sequence[str | Metric]) -> list[tuple[Metric, Values]]:
    """Each metric with its values, shape (posts,).

    A :class:`Metric` names its own columns. ``NUM/DEN`` is a rate. A column that the catalogue knows keeps
    its kind; of the others, whole numbers that are not negative are counts and the rest means.

    Raises:
        InputError: Naming every cell that is not a number.
    """
    problems: list[Problem] = []
    found = []
    for named in metrics:
        tops, bottom = asked_columns(named)
        numerator = np.sum([_numbers(frame, top, problems) for top in tops], axis=0)
        denominator = _numbers(frame, bottom, problems) if bottom else np.ones(len(frame))
        metric = named if isinstance(named, Metric) else _metric(named, tops[0], bottom or "", numerator)
        found.append((metric, Values(numerator, denominator)))
    if problems:
        raise InputError(problems)
    return found


def asked_columns(named: str | Metric) -> tuple[tuple[str, ...], str | None]:
    """The columns that are added up, and the one to divide by."""
    if isinstance(named, Metric):
        return named.numerator, named.denominator
    top, _, bottom = named.partition("/")
    return (top,), bottom or None


def _metric(name: str, top: str, bottom: str, numerator: Floats) -> Metric:
    labels = {"en": name, "de": name}
    if bottom:
        return Metric(name, Kind.RATE, (top,), bottom, Scale.SHARE, labels)
    known = numerator[np.isfinite(numerator)]
    whole = bool((known >= 0).all() and (known == np.round(known)).all())
    kind, scale = (Kind.COUNT, Scale.NUMBER) if whole else (Kind.MEAN, Scale.RATIO)
    if name in CATALOGUE and CATALOGUE[name].columns == (name,):
        return replace(CATALOGUE[name], kind=kind)
    return Metric(name, kind, (name,), None, scale, labels)


def _numbers(frame: pd.DataFrame, column: str, problems: list[Problem]) -> Floats:
    raw = frame[column]
    numbers = pd.to_numeric(raw, errors="coerce")
    bad = np.flatnonzero((numbers.isna() & raw.notna()).to_numpy())
    problems.extend(
        Problem(
            "not_a_number",
            f'"{raw.iloc[row]}" is not a number',
            "a plain number such as 1234 or 12.5, or an empty cell",
            row=int(row) + 2,
            field=column,
        )
        for row in bad[:MANY_BAD]
    )
    if len(bad) > MANY_BAD:
        problems.append(Problem("not_a_number", f"and {len(bad) - MANY_BAD} more like these", field=column))
    return numbers.to_numpy(dtype=np.float64, na_value=np.nan)


def read_times(frame: pd.DataFrame, column: str, timezone: str) -> pd.Series[Any]:
    """Times of posting in ``timezone``: from datetimes, ISO text (local unless it says otherwise) or epoch seconds.

    Raises:
        InputError: If the time zone is unknown or a cell is no time.
    """
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InputError(
            Problem(
                "timezone", f'"{timezone}" is not a time zone', "an IANA name such as Europe/Berlin", field="timezone"
            )
        ) from None
    raw = frame[column]
    if pd.api.types.is_numeric_dtype(raw):
        times = pd.to_datetime(raw, unit="s", utc=True, errors="coerce").dt.tz_convert(zone)
    else:
        times = pd.Series([_time(cell, zone) for cell in raw], index=raw.index, dtype=f"datetime64[ns, {timezone}]")
    bad = np.flatnonzero(times.isna().to_numpy())
    if len(bad):
        raise InputError(
            Problem(
                "not_a_time",
                f'"{raw.iloc[row]}" is not a time',
                "a time such as 2026-03-02 18:00, or UTC epoch seconds",
                "Mend the cell, or leave the row out.",
                row=int(row) + 2,
                field=column,
            )
            for row in bad[:MANY_BAD]
        )
    return times.astype(f"datetime64[ns, {timezone}]")


def _time(cell: object, zone: ZoneInfo) -> pd.Timestamp | None:
    try:
        stamp = pd.Timestamp(cell)
    except (ValueError, TypeError):
        return None
    if stamp is pd.NaT:
        return None
    return (
        stamp.tz_localize(zone, ambiguous=True, nonexistent="shift_forward")
        if stamp.tz is None
        else stamp.tz_convert(zone)
    )
