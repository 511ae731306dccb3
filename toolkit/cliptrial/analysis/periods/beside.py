"""Numbers of days that neither posts nor the app's days hold: orders, and what a team types once a week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cliptrial.analysis.periods.daily import Basis, Daily, Pair
from cliptrial.metrics import Metric
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.outcomes.counted import of_single_days
from cliptrial.posts.outcomes.stored import newest
from cliptrial.posts.outcomes.twice import once
from cliptrial.registry.beside.own_numbers import OwnNumber
from cliptrial.registry.workspace import Workspace

SESSIONS = "sessions"


def of_orders(workspace: Workspace, account: str, metric: Metric, region: str | None = None) -> Daily | None:
    """Orders or their revenue by the day on which people ordered, whatever led them there; None where none is known.

    Args:
        workspace: Whose store.
        account: Under which the shop's exports are handed in.
        metric: ``orders`` or ``revenue``.
        region: Only those that went there, ``US`` or ``US-CA``; None for all.

    Days count as known from the first order to the newest capture. Money of several currencies is not added up.
    """
    zone = ZoneInfo(workspace.accounts[account].timezone)
    rows = newest(Lake(workspace.store_dir), [account])
    paid = once([row for row in rows if row["counts"]]).rows
    if not paid or (metric.name == "revenue" and len({row["currency"] for row in paid}) > 1):
        return None
    by_day: dict[date, list[Pair]] = defaultdict(list)
    if region is not None and not any(row["region"] for row in paid):
        return None
    for row in paid:
        value = 1.0 if metric.name == "orders" else row["amount"] - row["refunded"]
        value = value if region is None or f"{row['region']}-".startswith(f"{region}-") else 0.0
        by_day[datetime.fromtimestamp(row["ordered_at"], zone).date()].append((value, 1.0))
    first, last = min(by_day), datetime.fromtimestamp(max(row["captured_at"] for row in rows), zone).date()
    days = [first + timedelta(days=number) for number in range((last - first).days)]
    return Daily(metric, Basis.DAYS, {day: by_day.get(day, [(0.0, 1.0)]) for day in days}, frozenset(days))


def of_outcomes(workspace: Workspace, account: str, metric: Metric) -> Daily | None:
    """What people did or wrote on a day, such as leads or labelled comments; None where nothing has a day.

    Visits to the website count where a tracked link brought them. Days are known from the first to the last of any.
    """
    lake, zone = Lake(workspace.store_dir), ZoneInfo(workspace.accounts[account].timezone)
    by_day: dict[date, list[Pair]] = defaultdict(list)
    for what in metric.columns:
        rows = of_single_days(lake, what, account)
        for row in [row for row in rows if what != SESSIONS or row["marks"]]:
            below = 1.0 if metric.denominator is None else 0.0
            pair = (row["value"], below) if what in metric.numerator else (0.0, row["value"])
            by_day[datetime.fromtimestamp(row["begins"], zone).date()].append(pair)
    if not by_day:
        return None
    days = [min(by_day) + timedelta(days=number) for number in range((max(by_day) - min(by_day)).days + 1)]
    empty = [(0.0, 1.0)] if metric.denominator is None else []
    return Daily(metric, Basis.DAYS, {day: by_day.get(day, empty) for day in days}, frozenset(days))


def of_own(typed: Sequence[OwnNumber], account: str, metric: Metric) -> Daily | None:
    """What a team typed of an account's weeks, on their Mondays; None where it typed nothing of it."""
    weeks = {one.week: [(one.value, 1.0)] for one in typed if one.account == account and one.name == metric.name}
    known = frozenset(monday + timedelta(days=number) for monday in weeks for number in range(7))
    return Daily(metric, Basis.DAYS, weeks, known) if weeks else None
