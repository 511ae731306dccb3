"""Purchases that two sources tell: a shop, and who takes the money for it.

Neither knows the other's numbers, so only moment, amount and currency tell: at most five minutes apart and equal. Two
shops may sell two things of one price in five minutes, too; so they count once only where at least half of what the
smaller source has in the time of both is in the other, as it is where one takes the money for the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from cliptrial.posts.lake.tables import Row

APART = 300
"""Seconds between an order and its payment."""
SURE = 0.5
"""Share of the smaller source that must be in the other."""
PENNY = 0.005
"""Amounts of money that differ by less are the same."""


@dataclass(frozen=True, slots=True)
class Once:
    """Orders, each purchase once.

    Attributes:
        rows: The orders; of a pair the one that knows what led to it, or what of it was paid back.
        twice: The moments of those that two sources told.
        alike: The moments of pairs that may be chance, so that both stand.
    """

    rows: tuple[Row, ...]
    twice: tuple[int, ...] = ()
    alike: tuple[int, ...] = ()


def once(orders: Sequence[Row]) -> Once:
    """Each purchase once; orders in the order of their moments."""
    kept = {row["key"]: row for row in orders}
    twice, alike = list[int](), list[int]()
    for first, second in combinations(sorted({row["source"] for row in orders}), 2):
        one, other = ([row for row in kept.values() if row["source"] == source] for source in (first, second))
        pairs = _pairs(one, other)
        moments = [a["ordered_at"] for a, _ in pairs]
        if len(pairs) < SURE * min(map(len, _in_the_time_of_both(one, other))):
            alike += moments
            continue
        twice += moments
        for a, b in pairs:
            kept[a["key"]] = _both(a, b)
            del kept[b["key"]]
    return Once(tuple(kept.values()), tuple(twice), tuple(alike))


def _pairs(one: Sequence[Row], other: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Each with the nearest of the others that is the same purchase and not taken yet."""
    moments, taken, pairs = [row["ordered_at"] for row in other], set[str](), list[tuple[Row, Row]]()
    for row in one:
        begin = bisect_left(moments, row["ordered_at"] - APART)
        near = [b for b in other[begin : bisect_left(moments, row["ordered_at"] + APART + 1)] if _same(row, b)]
        free = [b for b in near if b["key"] not in taken]
        if free:
            best = min(free, key=lambda b: abs(b["ordered_at"] - row["ordered_at"]))
            taken.add(best["key"])
            pairs.append((row, best))
    return pairs


def _same(a: Row, b: Row) -> bool:
    currencies = {a["currency"], b["currency"]} - {None, ""}
    return len(currencies) < 2 and abs(a["amount"] - b["amount"]) < PENNY


def _in_the_time_of_both(one: Sequence[Row], other: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    begin = max(min((row["ordered_at"] for row in rows), default=0) for rows in (one, other)) - APART
    end = min(max((row["ordered_at"] for row in rows), default=0) for rows in (one, other)) + APART
    inside = [[row for row in rows if begin <= row["ordered_at"] <= end] for rows in (one, other)]
    return inside[0], inside[1]


def _both(a: Row, b: Row) -> Row:
    marks = " ".join(sorted({*(a["marks"] or "").split(), *(b["marks"] or "").split()})) or None
    return {
        **a,
        "marks": marks,
        "refunded": max(a["refunded"], b["refunded"]),
        "currency": a["currency"] or b["currency"],
    }
