"""The last common export: one day on which as many posts as possible were captured, by account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from cliptrial.posts.lake.tables import Row

DAY = 86_400


def best_export(rows: Iterable[Row]) -> list[Row]:
    """One row a post, from the export that shows the most posts; of equal ones the latest.

    Captures of an account within 24 hours count as one export, because tabs and accounts are exported
    one after the other. Each account has its own export: arms are compared within accounts.

    Args:
        rows: Snapshots old enough, with post_id, account, captured_at, numerator, denominator.
    """
    by_account: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_account[row["account"]].append(row)
    return [row for account in sorted(by_account) for row in _best_of(by_account[account])]


def _best_of(rows: list[Row]) -> list[Row]:
    """Slide a window of 24 hours back over the captures and keep the one with the most posts."""
    ordered = sorted(rows, key=_order)
    inside: dict[str, int] = defaultdict(int)
    best, best_end, first = 0, 0, 0
    for last, row in enumerate(ordered):
        inside[row["post_id"]] += 1
        while row["captured_at"] - ordered[first]["captured_at"] >= DAY:
            gone = ordered[first]["post_id"]
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
            first += 1
        if len(inside) >= best:
            best, best_end = len(inside), last
    end = ordered[best_end]["captured_at"]
    window = [row for row in ordered if end - DAY < row["captured_at"] <= end]
    return list({row["post_id"]: row for row in window}.values())


def _order(row: Row) -> tuple[int, str, float, float]:
    return row["captured_at"], row["post_id"], row["numerator"], row["denominator"]
