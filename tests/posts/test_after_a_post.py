"""What people did after a post, second by second: whose an order is, and what is read of each post."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from cliptrial.metrics.catalogue import CATALOGUE
from cliptrial.posts.outcomes.attribution import (
    Attributed,
    Lost,
    Order,
    Touch,
    attribute,
    code_mark,
    link_mark,
    post_mark,
)
from cliptrial.posts.outcomes.counted import Asked, _of_whole_time
from cliptrial.posts.outcomes.readings import complete_positions, outcome_readings
from cliptrial.posts.records import AgeRule, OtherSide, Post, Reading, Readings
from cliptrial.registry.plan.schedule import Position

DAY = 86_400
FIRST, SECOND = Touch("one", 1000, frozenset({"link a 1"})), Touch("two", 5000, frozenset({"code x", "link a 1"}))


@pytest.mark.parametrize(
    ("second", "marks", "whose"),
    [
        (999, "link a 1", Lost.BEFORE),
        (1000, "link a 1", "one"),
        (4999, "link a 1", "one"),
        (5000, "link a 1", "two"),
        (5000 + 2 * DAY - 1, "link a 1", "two"),
        (5000 + 2 * DAY, "link a 1", Lost.LATE),
        (4999, "code x", Lost.BEFORE),
        (6000, "link b 1", Lost.UNKNOWN),
        (6000, "", Lost.UNMARKED),
    ],
)
def test_an_order_belongs_to_the_latest_post_before_it_within_the_window(second: int, marks: str, whose: str) -> None:
    """From the very second of the post; it counts as often as it says, there or among those that are lost."""
    order = Order(second, 2.0, marks=frozenset({marks} - {""}), count=3)
    for touches in ([FIRST, SECOND], [SECOND, FIRST]):
        found = attribute([order, order], touches, 2)
        lost = isinstance(whose, Lost)
        assert (found.by_post, found.lost) == ({}, {whose: 6}) if lost else ({whose: (order, order)}, {})
        assert found.orders == (0 if lost else 6)


def test_marks_are_alike_however_they_are_typed() -> None:
    assert (link_mark("a", "1"), code_mark(" Straße10 "), post_mark("7")) == ("link a 1", "code strasse10", "post 7")


def test_currencies_are_those_of_orders_that_belong_to_a_post() -> None:
    orders = [Order(1, 2.0, currency) for currency in ("USD", None, "EUR", "USD", "")]
    told = Attributed({"one": tuple(orders[:2]), "two": tuple(orders[2:])})
    assert (told.currencies, told.orders, told.lost) == (("EUR", "USD"), 5, {})
    assert (told.whole, told.twice, told.alike, told.refunds) == (False, 0, 0, 0)


AT = {"a": 0, "b": 100, "c": 200}
WEEK = 7 * DAY


def known(until: int | None, **more: object) -> Attributed:
    """Two orders of the first post, of 5 and twice of 7 euros, known up to this second."""
    orders = (Order(5, 5.0, "EUR"), Order(9, 7.0, "EUR", count=2))
    return replace(Attributed({"a": orders}, until=until), **more)


def read(metric: str, after: Attributed, promoted_at: Mapping[str, int] | None = None) -> Readings:
    one = CATALOGUE[metric]
    return outcome_readings(
        one, dict.fromkeys(one.columns, after), AT, measure_at=7.0, promoted_at=promoted_at or {}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("until", "young"), [(WEEK + 200, ""), (WEEK + 199, "c"), (WEEK + 100, "c"), (WEEK - 1, "abc"), (None, "abc")]
)
def test_a_post_is_read_once_its_whole_time_is_known(until: int | None, young: str) -> None:
    """Nothing in its time is a zero; money is added up, and orders are counted."""
    for metric, value in (("revenue", 12.0), ("orders", 3.0)):
        found = read(metric, known(until))
        assert "".join(found.too_young) == young
        old = {post: Reading(post, AT[post] + WEEK, 7.0, value if post == "a" else 0.0, 1.0) for post in AT}
        assert found.by_post == {post: one for post, one in old.items() if post not in young}
        assert (found.left_out, found.as_of) == ((), None)
        assert found.rule is (AgeRule.NONE if young == "abc" else AgeRule.EQUAL_AGE)


def test_posts_whose_time_is_bought_or_not_known_are_left_out() -> None:
    """Bought within the time, not at its end; a promotion of another post is nothing to them."""
    found = read("orders", known(2 * WEEK, gaps=frozenset({"c"})), {"a": WEEK - 1, "b": 100 + WEEK, "z": 0})
    assert ([*found.by_post], found.left_out, found.too_young) == (["b"], ("a", "c"), ())


def test_money_of_two_currencies_is_not_added_up() -> None:
    """Orders are counted all the same."""
    two = known(2 * WEEK, by_post={"a": (Order(5, 5.0, "EUR"), Order(9, 7.0, "USD"))})
    assert read("revenue", two).left_out == ("a", "b", "c")
    assert read("orders", two).by_post["a"].numerator == 2


def test_a_share_is_known_as_long_as_both_of_its_parts() -> None:
    """Of what people did both times; without any file every post is too young."""
    parts = {
        "comments_positive": known(2 * WEEK),
        "comments_labelled": known(WEEK + 100, by_post={"a": (Order(1, 0.0, count=4),)}),
    }
    found = outcome_readings(CATALOGUE["positive_comments"], parts, AT, measure_at=7.0, promoted_at={})
    assert (found.too_young, found.by_post["a"].numerator, found.by_post["a"].denominator) == (("c",), 3, 4)
    parts["comments_labelled"] = replace(parts["comments_labelled"], whole=True)
    found = outcome_readings(CATALOGUE["positive_comments"], parts, AT, measure_at=7.0, promoted_at={})
    assert found.rule is AgeRule.COMMON_EXPORT
    assert outcome_readings(CATALOGUE["orders"], {}, AT, measure_at=7.0, promoted_at={}).too_young == ("a", "b", "c")


def test_orders_are_held_against_the_views_of_the_same_post() -> None:
    """At the moment and the age of the views; a post without any is left out, one too young for them is too young."""
    metric = CATALOGUE["conversion_rate"]
    views = Readings(metric, AgeRule.EQUAL_AGE, {"a": Reading("a", 77, 6.5, 900.0, 1.0)}, as_of=5, too_young=("b",))
    found = outcome_readings(metric, {"orders": known(2 * WEEK)}, AT, measure_at=7.0, promoted_at={}, beside=views)
    assert found.by_post == {"a": Reading("a", 77, 6.5, 3.0, 900.0)}
    assert (found.too_young, found.left_out, found.as_of, found.across) == (("b",), ("c",), 5, None)
    other = OtherSide((date(1970, 1, 2),), ("c",))
    told = replace(views, across=other)
    found = outcome_readings(metric, {"orders": known(2 * WEEK)}, AT, measure_at=7.0, promoted_at={}, beside=told)
    assert (found.left_out, found.across) == ((), other)


def test_a_whole_time_is_read_at_its_end() -> None:
    found = read("orders", known(2 * WEEK, whole=True))
    assert (found.rule, found.as_of) == (AgeRule.COMMON_EXPORT, 2 * WEEK)
    assert found.by_post["b"] == Reading("b", 2 * WEEK, 14 - 100 / DAY, 0.0, 1.0)


@pytest.mark.parametrize(
    ("until", "complete"), [(None, ()), (WEEK + 3599, ()), (WEEK + 3600, (2,)), (WEEK + 7200, (1, 2, 3))]
)
def test_positions_are_complete_when_every_order_of_their_time_is_known(
    until: int | None, complete: tuple[int, ...]
) -> None:
    """One that did not go out, or of which nobody knows when, for the time at which it was planned."""
    positions = [Position(number, 1, account, date(1970, 1, 1), "02:00", "x") for number, account in
                 ((1, "utc"), (2, "berlin"), (3, "nobody"))]  # fmt: skip
    posts = {2: Post("a", "berlin", None)}
    zones = {"utc": "UTC", "berlin": "Europe/Berlin"}
    assert complete_positions(positions, posts, zones, known(until), 7.0) == complete
    posts = {number: Post("a", "utc", 3600) for number in (1, 2, 3)}
    early = complete_positions(positions, posts, zones, known(until), 7.0)
    assert early == ((1, 2, 3) if complete else ())


def test_a_post_is_a_gap_only_where_no_export_of_any_key_holds_its_time() -> None:
    """One link's export holds twenty days, another's three: a post of day 2 is in the first, a later one in none."""

    def span(key: str, days: int) -> dict[str, object]:
        return {"covers": True, "key": key, "begins": 0, "ends": days * DAY, "handed_in": 1, "marks": None}

    touches = [Touch("early", DAY, frozenset()), Touch("late", 15 * DAY, frozenset())]
    found = _of_whole_time([span("a", 20), span("b", 3)], Asked(touches, [], {}, [], 7))
    assert (found.gaps, found.until, found.whole) == ({"late"}, 3 * DAY, True)
    assert _of_whole_time([span("a", 22)], Asked(touches, [], {}, [], 7)).gaps == frozenset()
