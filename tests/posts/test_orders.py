"""Orders of shops: read once and without names, attributed to the post that led to them, refunds as later facts."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.places import shared

from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.outcomes.attribution import DAY, Attributed, Lost, Order, Touch, attribute
from cliptrial.posts.sources.shops import shopify, stripe, woocommerce
from cliptrial.registry.workspace import Workspace

Make = Callable[..., Workspace]


def orders(workspace: Workspace) -> list[dict[str, Any]]:
    return Lake(workspace.store_dir).read("conversions").to_pylist()


def write(path: Path, rows: Iterable[Mapping[str, object]]) -> Path:
    rows = [*rows]
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, [*rows[0]])
        table.writeheader()
        table.writerows(rows)
    return path


def shopify_row(name: str = "#1", **values: object) -> dict[str, object]:
    row = {"Name": name, "Financial Status": "paid", "Currency": "EUR", "Total": "30.00", "Refunded Amount": "0.00"}
    row |= {"Discount Code": "", "Created at": "2026-04-04 18:37:53 +0200", "Lineitem quantity": "1"}
    return row | {"Note Attributes": ""} | values


def test_a_real_export_of_a_shop_is_read_to_the_order_and_none_of_it_counts(make_workspace: Make) -> None:
    """Fifteen orders in nineteen rows, two shop times: eleven cash on delivery, three cancelled, one a gift."""
    workspace = make_workspace()
    (report,) = ingest(workspace, [shared("data/outcomes/shopify_orders_2026.csv")]).files
    assert [str(note) for note in report.notes][1:] == [
        "0 of 15 orders count. The others: paid with nothing 1, not paid yet 11, cancelled or failed 3."
    ]
    assert report.rows == 19
    first, second = sorted(orders(workspace), key=lambda one: -one["amount"])[:2]
    # 12:06:15 +0500 on 5 April 2026, and 22:57:37 -0400 on 1 April.
    assert (first["amount"], first["ordered_at"], first["currency"]) == (3125.08, 1775372775, "BDT")
    assert second["amount"] == 2180.0
    by_time = {one["ordered_at"]: one for one in orders(workspace)}
    cancelled = by_time[1775098657]
    assert (cancelled["campaign"], cancelled["content"]) == ("120244702925980612", "120244707800850612")
    assert cancelled["code"] is None, "AUTOMATIC DISCOUNTS is no code"
    assert Counter(one["code"] for one in orders(workspace)) == {None: 13, "recovery discount": 2}


def test_a_real_payment_is_read_in_the_currency_of_its_charge(make_workspace: Make) -> None:
    workspace = make_workspace()
    ingest(workspace, [shared("data/outcomes/stripe_unified_payments_2024.csv")])
    (one,) = orders(workspace)
    assert (one["amount"], one["currency"], one["counts"]) == (15.0, "USD", True)
    assert one["ordered_at"] == 1717727934, "2024-06-07 02:38:54 UTC"


@pytest.mark.parametrize(
    ("status", "total", "refunded", "counts"),
    [
        *[("paid", "30", "0", True), ("partially_refunded", "30", "29.99", True), ("paid", "30", "30", False)],
        *[("refunded", "30", "30", False), ("pending", "30", "0", False), ("voided", "30", "0", False)],
        *[("paid", "0", "0", False), ("Paid", "0.01", "0", True), ("authorized", "30", "0", False)],
    ],
)
def test_only_what_was_paid_and_kept_counts(
    make_workspace: Make, tmp_path: Path, status: str, total: str, refunded: str, counts: bool
) -> None:
    workspace = make_workspace()
    row = shopify_row(**{"Financial Status": status, "Total": total, "Refunded Amount": refunded})
    ingest(workspace, [write(tmp_path / "o.csv", [row])])
    assert [one["counts"] for one in orders(workspace)] == [counts]


@pytest.mark.parametrize(
    ("money", "status", "counts"),
    [("N. Revenue", "Completed", True), ("Net Sales", "In Bearbeitung", True), ("Net Sales", "Storniert", False)],
)
def test_woocommerce_is_read_in_english_and_german_and_shop_time(
    make_workspace: Make, tmp_path: Path, money: str, status: str, counts: bool
) -> None:
    workspace = make_workspace()
    row = {"Date": "2026-04-04 18:37:53", "Order #": "77", "Status": status, "Customer": "Ann", "Coupon(s)": "ANNA10"}
    ingest(workspace, [write(tmp_path / "o.csv", [{**row, money: "30.00"}])])
    (one,) = orders(workspace)
    assert (one["counts"], one["amount"], one["code"], one["ordered_at"]) == (counts, 30.0, "anna10", 1775320673)


def test_the_same_order_of_two_exports_is_one_and_its_refund_is_a_later_fact(
    make_workspace: Make, tmp_path: Path
) -> None:
    from cliptrial.posts.outcomes.stored import _newest

    workspace = make_workspace()
    ingest(workspace, [write(tmp_path / "a.csv", [shopify_row("#1"), shopify_row("#2")])])
    back = shopify_row("#1", **{"Financial Status": "partially_refunded", "Refunded Amount": "12.50"})
    later = shopify_row("#3", **{"Created at": "2026-04-09 10:00:00 +0200"})
    ingest(workspace, [write(tmp_path / "b.csv", [back, shopify_row("#2"), later])])
    assert len(orders(workspace)) == 5
    newest = _newest(Lake(workspace.store_dir), ["demo"])
    assert sorted(one["amount"] - one["refunded"] for one in newest) == [17.5, 30.0, 30.0]


def planted(rng: np.random.Generator) -> tuple[list[Touch], list[Order], dict[str, int], dict[Lost, int]]:
    """Forty posts, one a day, and four hundred orders of which everything is known."""
    touches = [Touch("spring", n, f"post{n}", n * DAY, f"code{n}") for n in range(1, 41)]
    made, expected, lost = list[Order](), Counter[str](), Counter[Lost]()
    for number in range(400):
        touch, late = touches[rng.integers(40)], float(rng.uniform(0, 7)) * DAY
        how = number % 8
        link = {"campaign": "spring", "content": str(touch.position)}
        at = round(touch.posted_at + late)
        if how < 3:
            made.append(Order(at, 10.0, **link))
            expected[touch.post_id] += 1
        elif how == 3:
            made.append(Order(at, 10.0, code=f"Code{touch.position}"))
            expected[touch.post_id] += 1
        elif how == 4:
            made.append(Order(touch.posted_at - 1, 10.0, **link))
            lost[Lost.BEFORE] += 1
        elif how == 5:
            made.append(Order(touch.posted_at + 7 * DAY, 10.0, **link))
            lost[Lost.LATE] += 1
        elif how == 6:
            made.append(Order(at, 10.0, campaign="summer", content=str(touch.position)))
            lost[Lost.UNKNOWN] += 1
        else:
            made.append(Order(at, 10.0))
            lost[Lost.UNMARKED] += 1
    return touches, made, dict(expected), dict(lost)


def test_planted_orders_are_recovered_exactly_and_so_is_what_belongs_to_no_post() -> None:
    touches, made, expected, lost = planted(np.random.default_rng(3))
    result = attribute(made, touches, 7)
    assert {post: len(own) for post, own in result.by_post.items()} == expected
    assert result.lost == lost
    assert result.orders + sum(result.lost.values()) == len(made)


def test_of_two_posts_with_one_code_the_last_before_the_order_counts() -> None:
    touches = [Touch("a", 1, "old", 0, "anna10"), Touch("b", 1, "new", 3 * DAY, "ANNA10")]
    at = {"before both": -1, "between": 2 * DAY, "after both": 4 * DAY, "much later": 12 * DAY}
    found = {name: attribute([Order(second, 1.0, code="Anna10")], touches, 7) for name, second in at.items()}
    assert [*found["between"].by_post] == ["old"]
    assert [*found["after both"].by_post] == ["new"]
    assert found["before both"].lost == {Lost.BEFORE: 1}
    assert found["much later"].lost == {Lost.LATE: 1}


def test_a_later_post_of_the_link_wins_over_an_earlier_one_of_the_code() -> None:
    touches = [Touch("a", 1, "coded", 0, "anna10"), Touch("b", 2, "linked", DAY)]
    order = Order(2 * DAY, 1.0, code="anna10", campaign="b", content="2")
    assert [*attribute([order], touches, 7).by_post] == ["linked"]
    assert Attributed({}).orders == 0


PERSONAL = {
    shopify: (
        *("Email", "Billing Name", "Billing Street", "Billing City", "Billing Phone", "Shipping Name", "Phone"),
        *("Shipping Zip", "Notes", "Payment Reference", "Id", "Tags", "Receipt Number", "Employee"),
    ),
    stripe: (
        "Card Name",
        "Customer Email",
        "Customer Phone",
        "Shipping Name",
        "Card Last4",
        "Customer ID",
        "Description",
    ),
    woocommerce: ("Customer", "Product(s)", "Customer type"),
}
"""Columns of whoever ordered."""
ROWS: dict[Any, dict[str, object]] = {
    shopify: shopify_row("#1001"),
    stripe: {
        "id": "ch_1",
        "Created date (UTC)": "2026-04-04 18:37:53",
        "Amount": "15.00",
        "Amount Refunded": "0",
        "Currency": "usd",
        "Status": "Paid",
        "Mode": "Live",
        "Client Reference ID": "spring10",
    },
    woocommerce: {"Date": "2026-04-04", "Order #": "1001", "N. Revenue": "30", "Status": "Completed", "Coupon(s)": "x"},
}


@pytest.mark.parametrize("source", PERSONAL, ids=lambda source: source.NAME)
def test_nothing_of_whoever_ordered_reaches_the_store(make_workspace: Make, tmp_path: Path, source: Any) -> None:
    """A canary in every personal column, in the notes beside the link's marks, and in the code."""
    canaries = {column: f"Kanari{number} anna{number}@example.org" for number, column in enumerate(PERSONAL[source])}
    row = {**ROWS[source], **canaries}
    mail, phone = "anna@example.org", "+49 151 23456789"
    if source is shopify:
        row["Note Attributes"] = f"First name: Kanari\nPhone number: {phone}\nUTM content: {mail}\nUTM campaign: spring"
        row["Discount Code"] = f"for {mail}"
    workspace = make_workspace()
    (report,) = ingest(workspace, [write(tmp_path / "o.csv", [row])]).files
    assert not report.problems
    (kept,) = orders(workspace)
    held = " ".join(str(value) for value in kept.values()) + " ".join(map(str, report.notes))
    number = str(row.get("Name") or row.get("id") or row.get("Order #"))
    for canary in ("Kanari", "anna", "example.org", "151 2345", number):
        assert canary not in held
    if source is shopify:
        assert kept["campaign"] == "spring"
        assert kept["content"].startswith("e_"), "masked as in captions"


def test_a_payment_made_to_try_the_shop_does_not_count(make_workspace: Make, tmp_path: Path) -> None:
    workspace = make_workspace()
    ingest(workspace, [write(tmp_path / "o.csv", [ROWS[stripe], {**ROWS[stripe], "id": "ch_2", "Mode": "Test"}])])
    assert sorted(one["counts"] for one in orders(workspace)) == [False, True]
