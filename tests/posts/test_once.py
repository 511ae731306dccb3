"""Purchases that a shop and who takes the money both tell count once, and those that are only alike do not."""

from __future__ import annotations

import pytest

from cliptrial.posts.lake.tables import Row
from cliptrial.posts.outcomes.twice import once

START = 1772366400


def order(key: str, after: int = 0, amount: float = 9.9, currency: str | None = "EUR", **more: object) -> Row:
    """An order of the shop, or of the bank where its key begins with b, so many seconds after the start."""
    source = {"b": "bank", "s": "shop", "w": "wallet"}[key[0]]
    told = {"key": key, "source": source, "ordered_at": START + after, "amount": amount, "currency": currency}
    return {**told, "marks": None, "refunded": 0.0, **more}


CASES: dict[str, tuple[list[Row], str, list[int], list[int]]] = {
    "five minutes apart": ([order("b1"), order("s1", 300)], "b1", [0], []),
    "five minutes apart, the other first": ([order("s1"), order("b1", 300)], "b1", [300], []),
    "a second more": ([order("b1"), order("s1", 301)], "b1 s1", [], []),
    "a second more, the other first": ([order("s1"), order("b1", 301)], "s1 b1", [], []),
    "almost a penny apart": ([order("b1", amount=9.9), order("s1", amount=9.904)], "b1", [0], []),
    "almost a penny less": ([order("b1", amount=9.904), order("s1", amount=9.9)], "b1", [0], []),
    "half a penny apart": ([order("b1", amount=2.0), order("s1", amount=2.006)], "b1 s1", [], []),
    "half a penny apart to the last digit": ([order("b1", amount=0.0), order("s1", amount=0.005)], "b1 s1", [], []),
    "another currency": ([order("b1"), order("s1", currency="USD")], "b1 s1", [], []),
    "no currency": ([order("b1", currency=""), order("s1")], "b1", [0], []),
    "two of one source": ([order("b1"), order("b2")], "b1 b2", [], []),
    "the nearest of several": (
        [order("s1", -100, marks="one"), order("b1"), order("s2", 60, marks="two"), order("s3", 100)],
        "s1 b1 s3", [0], [],
    ),
    "each taken once": ([order("b1"), order("b2", 1), order("s1", 2)], "b1 b2", [0], []),
    "half of the smaller source": (
        [order("b1"), order("b2", 400, 1.0), order("b3", 500, 2.0), order("s1", 5), order("s2", 300, 7.0)],
        "b1 b2 b3 s2", [0], [],
    ),
    "less than half of it": (
        [order("b1"), order("b2", 400, 1.0), order("b3", 500, 2.0),
         order("s1", 5), order("s2", 100, 7.0), order("s3", 500, 8.0)],
        "b1 b2 b3 s1 s2 s3", [], [0],
    ),
    "less than half, most of it long before the other began": (
        [order("s2", -901, 7.0), order("s3", -801, 8.0), order("b1"), order("b2", 400, 1.0), order("s1", 5)],
        "s2 s3 b1 b2", [0], [],
    ),
    "less than half, as much as five minutes before the other began": (
        [order("s2", -300, 7.0), order("s3", -299, 8.0),
         order("b1"), order("b2", 1, 1.0), order("b3", 2, 1.0), order("s1", 5)],
        "s2 s3 b1 b2 b3 s1", [], [0],
    ),
    "half, with a second more than five minutes before the other began": (
        [order("s2", -301, 7.0), order("s3", -299, 8.0),
         order("b1"), order("b2", 1, 1.0), order("b3", 2, 1.0), order("s1", 5)],
        "s2 s3 b1 b2 b3", [0], [],
    ),
    "less than half, as much as five minutes after the other ended": (
        [order("b1"), order("b2", 1, 1.0), order("b3", 2, 1.0), order("s1", 2),
         order("s2", 302, 7.0), order("s3", 302, 8.0)],
        "b1 b2 b3 s1 s2 s3", [], [0],
    ),
    "half, with a second more than five minutes after the other ended": (
        [order("b1"), order("b2", 1, 1.0), order("b3", 2, 1.0), order("s1", 2),
         order("s2", 302, 7.0), order("s3", 303, 8.0)],
        "b1 b2 b3 s2 s3", [0], [],
    ),
    "three sources of which only two tell of one another": (
        [order("b1"), order("b2", 400, 1.0), order("b3", 500, 2.0),
         order("s1", 5), order("s2", 100, 7.0), order("s3", 500, 8.0), order("w1", 400, 1.0)],
        "b1 b2 b3 s1 s2 s3", [400], [0],
    ),
    "three sources": ([order("b1"), order("s1", 1), order("w1", 2)], "b1", [0, 0], []),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_purchase_of_two_sources_counts_once(case: str) -> None:
    """Of equal amount and currency within five minutes, where it is so for half of the smaller source."""
    orders, left, twice, alike = CASES[case]
    found = once(orders)
    assert " ".join(row["key"] for row in found.rows) == left
    assert [[moment - START for moment in moments] for moments in (found.twice, found.alike)] == [twice, alike]


def test_what_either_source_knows_of_a_purchase_is_kept() -> None:
    """The marks of both, what either paid back, and the currency that one of both tells."""
    one = order("b1", currency=None, marks="hook-2 hook-1", refunded=1.0)
    other = order("s1", marks="hook-1", refunded=4.0)
    (row,) = once([one, other]).rows
    assert (row["marks"], row["refunded"], row["currency"]) == ("hook-1 hook-2", 4.0, "EUR")
    (row,) = once([order("b1", currency="USD", refunded=4.0), order("s1", currency=None, refunded=1.0)]).rows
    assert (row["marks"], row["refunded"], row["currency"]) == (None, 4.0, "USD")
