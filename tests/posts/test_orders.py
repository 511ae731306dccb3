"""Orders of shops: read once and without names, attributed to the post that led to them, refunds as later facts."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.places import shared

from cliptrial.posts.columns.grid import Grid
from cliptrial.posts.equal_age.due import DAY
from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.outcomes.attribution import Lost, Order, Touch, attribute, code_mark, link_mark
from cliptrial.posts.outcomes.stored import newest
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.request import Findings, Request
from cliptrial.posts.sources.shops import shopify, stripe, woocommerce
from cliptrial.posts.sources.shops.orders import _captured
from cliptrial.posts.text.privacy import masker_of
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
    hashed = masker_of(workspace).hashed
    link = hashed(link_mark("120244702925980612", "120244707800850612"))
    assert cancelled["marks"] == link, "AUTOMATIC DISCOUNTS is no code"
    code = hashed(code_mark("Recovery Discount"))
    assert sum(code in (one["marks"] or "").split() for one in orders(workspace)) == 2
    assert sum(one["marks"] is None for one in orders(workspace)) == 5


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
    row = {
        "Date": "2026-04-04 18:37:53",
        "Order #": "77",
        "Status": status,
        "Customer": "Ann",
        "Coupon(s)": "SPRING, ANNA10",
    }
    ingest(workspace, [write(tmp_path / "o.csv", [{**row, money: "30.00"}])])
    (one,) = orders(workspace)
    assert (one["counts"], one["amount"], one["ordered_at"]) == (counts, 30.0, 1775320673)
    hashed = masker_of(workspace).hashed
    assert {*one["marks"].split()} == {hashed(code_mark("spring")), hashed(code_mark("Anna10"))}


def test_the_same_order_of_two_exports_is_one_and_its_refund_is_a_later_fact(
    make_workspace: Make, tmp_path: Path
) -> None:
    workspace = make_workspace()
    ingest(workspace, [write(tmp_path / "a.csv", [shopify_row("#1"), shopify_row("#2")])])
    back = shopify_row("#1", **{"Financial Status": "partially_refunded", "Refunded Amount": "12.50"})
    later = shopify_row("#3", **{"Created at": "2026-04-09 10:00:00 +0200"})
    ingest(workspace, [write(tmp_path / "b.csv", [back, shopify_row("#2"), later])])
    assert len(orders(workspace)) == 5
    latest = newest(Lake(workspace.store_dir), ["demo"])
    assert sorted(one["amount"] - one["refunded"] for one in latest) == [17.5, 30.0, 30.0]


def test_an_order_that_was_open_counts_once_it_is_paid_though_nothing_newer_was_ordered(
    make_workspace: Make, tmp_path: Path
) -> None:
    """Both exports end with the same order, so nothing but the state tells which one is later."""
    for number, states in enumerate((("pending", "paid"), ("paid", "pending"))):
        workspace = make_workspace(f"ws{number}")
        for state in states:
            ingest(workspace, [write(tmp_path / f"{number}{state}.csv", [shopify_row(**{"Financial Status": state})])])
        (one,) = newest(Lake(workspace.store_dir), ["demo"])
        assert one["counts"]


def touch(number: int, day: float, *marks: str) -> Touch:
    return Touch(f"post{number}", round(day * DAY), frozenset(marks))


def planted(rng: np.random.Generator) -> tuple[list[Touch], list[Order], dict[str, int], dict[Lost, int]]:
    """Forty posts, one a day, and four hundred orders of which everything is known."""
    touches = [touch(n, n, link_mark("spring", str(n)), code_mark(f"code{n}")) for n in range(1, 41)]
    made, expected, lost = list[Order](), Counter[str](), Counter[Lost]()
    for number in range(400):
        place, late = int(rng.integers(40)), float(rng.uniform(0, 7)) * DAY
        post, how = touches[place], number % 8
        link, code = link_mark("spring", str(place + 1)), code_mark(f" Code{place + 1}")
        marks = {3: [code], 6: [link_mark("summer", str(place + 1))], 7: []}.get(how, [link])
        at = {4: post.posted_at - 1, 5: post.posted_at + 7 * DAY}.get(how, round(post.posted_at + late))
        made.append(Order(at, 10.0, marks=frozenset(marks)))
        why = {4: Lost.BEFORE, 5: Lost.LATE, 6: Lost.UNKNOWN, 7: Lost.UNMARKED}.get(how)
        if why is None:
            expected[post.post_id] += 1
        else:
            lost[why] += 1
    return touches, made, dict(expected), dict(lost)


def test_planted_orders_are_recovered_exactly_and_so_is_what_belongs_to_no_post() -> None:
    touches, made, expected, lost = planted(np.random.default_rng(3))
    result = attribute(made, touches, 7)
    assert {post: len(own) for post, own in result.by_post.items()} == expected
    assert result.lost == lost
    assert result.orders + sum(result.lost.values()) == len(made)


def test_of_two_posts_with_one_code_the_last_before_the_order_counts() -> None:
    touches = [touch(1, 0, code_mark("anna10")), touch(2, 3, code_mark("ANNA10"))]
    marks = frozenset({code_mark("Anna10")})
    at = {"before both": -1, "between": 2 * DAY, "after both": 4 * DAY, "much later": 12 * DAY}
    found = {name: attribute([Order(second, 1.0, marks=marks)], touches, 7) for name, second in at.items()}
    assert [*found["between"].by_post] == ["post1"]
    assert [*found["after both"].by_post] == ["post2"]
    assert found["before both"].lost == {Lost.BEFORE: 1}
    assert found["much later"].lost == {Lost.LATE: 1}


def test_a_later_post_of_the_link_wins_over_an_earlier_one_of_the_code() -> None:
    touches = [touch(1, 0, code_mark("anna10")), touch(2, 1, link_mark("b", "2"))]
    order = Order(2 * DAY, 1.0, marks=frozenset({code_mark("anna10"), link_mark("b", "2")}))
    assert [*attribute([order], touches, 7).by_post] == ["post2"]


def test_an_order_whose_last_touch_is_another_experiments_post_is_counted_among_those_of_no_post() -> None:
    """A code that two experiments name, one after the other: nobody's order is counted twice, and none is gone."""
    first, second = touch(1, 0, code_mark("anna10")), touch(2, 1, code_mark("anna10"))
    order = Order(2 * DAY, 1.0, marks=frozenset({code_mark("anna10")}))
    assert attribute([order], [second], 7, [first]).orders == 1
    told = attribute([order], [first], 7, [second])
    assert (told.orders, told.lost) == (0, {Lost.UNKNOWN: 1})


PERSONAL = {
    shopify: (
        *("Email", "Billing Name", "Billing Street", "Billing City", "Billing Phone", "Shipping Name", "Phone"),
        *("Shipping Zip", "Notes", "Payment Reference", "Id", "Tags", "Receipt Number", "Employee"),
    ),
    stripe: (
        "Client Reference ID",
        "UTM Content",
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


@pytest.mark.parametrize("source", PERSONAL, ids=lambda source: source.ORIGIN.name)
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


def test_a_payment_made_to_try_the_shop_does_not_count(make_workspace: Make, tmp_path: Path) -> None:
    workspace = make_workspace()
    ingest(workspace, [write(tmp_path / "o.csv", [ROWS[stripe], {**ROWS[stripe], "id": "ch_2", "Mode": "Test"}])])
    assert sorted(one["counts"] for one in orders(workspace)) == [False, True]


def test_an_export_without_orders_is_read_as_an_empty_one(make_workspace: Make, tmp_path: Path) -> None:
    """A new shop's: there is no newest order that could say when it was exported."""
    path = write(tmp_path / "orders.csv", [shopify_row()])
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    (report,) = ingest(workspace := make_workspace(), [path]).files
    assert (report.problems, report.rows, orders(workspace)) == ((), 0, [])
    assert "The export is empty: it has a header and no rows." in map(str, report.notes)


@pytest.mark.parametrize(("later", "problems"), [(-1, []), (0, []), (86_399, []), (86_400, ["captured_before_posted"])])
def test_a_declared_day_lasts_to_its_newest_order_and_no_longer_than_a_day(later: int, problems: list[str]) -> None:
    noon = int(datetime(2026, 3, 8, 11, tzinfo=UTC).timestamp())
    request = Request("demo", {"demo": "Europe/Berlin"}, captured_at=date(2026, 3, 8))
    findings = Findings(Sheet("orders.csv", ("a",), Grid.of([])))
    captured = _captured([noon - 50_000, noon + later], request, findings)
    assert captured == (noon + later if 0 < later < 86_400 else noon)
    assert [one.code for one in findings.problems] == problems
