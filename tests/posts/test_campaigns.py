"""Whether experiments pay: orders against money and people's time, through the command line."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.fairness.faults import ordered, visited
from tests.fairness.season import SLUG, Plan, Workshop, season

from cliptrial.analysis.results import Role, Uplift, VerdictCode
from cliptrial.cli.entry import run
from cliptrial.cli.growth.money import _arm, _done, _explained, _paid
from cliptrial.metrics.money import Ratio
from cliptrial.posts.outcomes.attribution import Attributed, Order
from cliptrial.posts.outcomes.campaigns import Campaign, Parts, _campaign, _together


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished experiment of 28 posts with orders, handed in."""
    made = season(Workshop(tmp_path_factory.mktemp("shop")), Plan(), effect=0.5)
    ordered(made, a=1, b=3)
    visited(made, a=5, b=9)
    return made.handed_in()


def campaign(shop: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    capsys.readouterr()
    assert run(["money", "--json", "--workspace", str(shop)]) == 0
    (one,) = json.loads(capsys.readouterr().out)["campaigns"]
    return dict(one)


def test_orders_and_costs_of_an_experiment_say_whether_it_pays(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = campaign(shop, capsys)
    assert (before["posts"], before["time"], before["return_on_costs"]["value"]) == (28, 0, None)
    assert run(["money", "add", SLUG, "--ads", "500", "--workspace", str(shop)]) == 0
    ads = campaign(shop, capsys)
    revenue, orders = ads["revenue"], ads["orders"]
    assert ads["return_on_costs"]["value"] == pytest.approx(revenue / 500)
    assert ads["cost_per_order"]["value"] == pytest.approx(500 / orders)
    assert ads["return_on_costs"]["interval"][0] > 1
    assert run(["money", "add", SLUG, "--hours-a-post", "2", "--rate", "50", "--workspace", str(shop)]) == 0
    both = campaign(shop, capsys)
    assert (both["time"], both["ads"]) == (2_800, 500)
    assert both["return_without_time"] == ads["return_on_costs"]
    assert both["return_on_costs"]["value"] == pytest.approx(revenue / 3_300)
    capsys.readouterr()
    assert run(["money", "--lang", "de", "--workspace", str(shop)]) == 0
    shown = capsys.readouterr().out
    assert "Lohnt es sich?" in shown
    assert "3.300,00" in shown


def test_a_cost_of_an_experiment_that_is_not_there_is_refused(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (shop / "costs.yaml").read_text(encoding="utf-8") if (shop / "costs.yaml").exists() else ""
    assert run(["money", "add", "tril", "--ads", "5", "--workspace", str(shop)]) == 1
    assert 'Did you mean "trial"?' in capsys.readouterr().err
    assert ((shop / "costs.yaml").read_text(encoding="utf-8") if text else "") == text
    for words in (["add", SLUG], ["add", "--ads", "5"], ["add", SLUG, "--rate", "5"], [SLUG, "add"], ["--ads", "5"]):
        capsys.readouterr()
        assert run(["money", *words, "--workspace", str(shop)]) == 2
        assert "`cliptrial money add EXPERIMENT --ads 250` writes costs down" in " ".join(
            capsys.readouterr().err.split()
        )


def shown(shop: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert run(["money", *words, "--workspace", str(shop)]) == 0
    return capsys.readouterr().out


def test_the_table_says_how_numbers_came_to_their_posts_and_what_belongs_to_none(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = campaign(shop, capsys)
    assert one["beside"]["sessions"] > 28
    assert one["beside_lost"]["sessions"] == 9
    assert one["per_post"]["value"] == pytest.approx(one["revenue"] / 28)
    low, high = one["per_post"]["interval"]
    assert low < one["per_post"]["value"] < high
    english = shown(shop, capsys)
    assert "Attributed by last touch" in english
    assert f"{SLUG}: 9 sessions of its time belong to no post." in english
    german = shown(shop, capsys, "--lang", "de")
    assert "Zugeordnet nach dem letzten Kontakt" in german
    assert "9 Sitzungen aus dieser Zeit gehören zu keinem Post" in german


def test_what_a_post_of_each_arm_is_worth_comes_from_the_engine_of_the_experiments_own_page(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arms = json.loads(shown(shop, capsys, SLUG, "--json"))["arms"]
    orders, revenue = arms
    assert (orders["metric"], revenue["metric"]) == ("orders", "revenue")
    one = campaign(shop, capsys)
    assert 14 * (orders["control_value"] + orders["arm_value"]) == pytest.approx(one["orders"], rel=0.1)
    low, high = revenue["relative_interval"]
    assert low < revenue["relative"] < high
    told = shown(shop, capsys, SLUG)
    assert "Revenue" in told
    assert "Attributed by last touch" in told


def test_money_without_orders_has_no_endless_ratio_and_says_what_to_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = season(Workshop(tmp_path), Plan(posts_per_arm=4), effect=0.0)
    nothing = "Nothing can be compared yet: the experiment is not ready, or no orders were handed in.\n"
    assert shown(made.folder, capsys, SLUG) == nothing
    folder = made.handed_in()
    assert run(["money", "add", SLUG, "--ads", "5000", "--workspace", str(folder)]) == 0
    nobody = campaign(folder, capsys)
    unknown = [nobody[name]["interval"] for name in ("cost_per_order", "per_post", "return_on_costs")]
    assert (nobody["orders"], nobody["revenue"], unknown) == (None, None, [[None, None]] * 3), (
        "no shop's export is here"
    )
    assert shown(folder, capsys, SLUG) == nothing
    ordered(made, a=0, b=0)
    one = campaign(folder, capsys)
    assert (one["orders"], one["cost_per_order"]["value"], one["per_order"]["value"]) == (0, None, None)
    assert one["cost_per_order"]["interval"][0] == pytest.approx(5000 / 3.689, rel=1e-3)
    assert (one["return_on_costs"]["value"], one["pays"]) == (0, None)
    assert "5,000.00 spent and no order. Check that its posts carry" in shown(folder, capsys)
    assert "Tracking-Link oder Code tragen" in shown(folder, capsys, "--lang", "de")


def test_all_of_a_client_stand_together_below_their_experiments(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two ideas on the same posts count their orders once; whether it pays is said with and without people's time."""
    made = season(Workshop(tmp_path), Plan(posts_per_arm=6, beside=("sound",)), effect=0.0)
    workspace = made.folder / "workspace.yaml"
    text = workspace.read_text(encoding="utf-8").replace("{handle: kitchen,", "{handle: kitchen, client: adler,")
    workspace.write_text(text + "clients:\n  adler: {name: Hotel Adler}\n", encoding="utf-8")
    ordered(made, a=2, b=2, marked="code")
    folder = made.handed_in()
    assert run(["money", "add", SLUG, "--ads", "10", "--workspace", str(folder)]) == 0
    assert run(["money", "add", SLUG, "--hours-a-post", "9", "--rate", "90", "--workspace", str(folder)]) == 0
    capsys.readouterr()
    assert run(["money", "--json", "--workspace", str(folder)]) == 0
    *each, whole = json.loads(capsys.readouterr().out)["campaigns"]
    assert (whole["slug"], whole["title"], whole["client"]) == ("", "Hotel Adler", "adler")
    assert len(each) == 2
    assert {(one["orders"], one["posts"]) for one in (*each, whole)} == {(whole["orders"], 12)}, "on the same posts"
    assert whole["ads"] == 10
    assert whole["time"] == sum(one["time"] for one in each) == 12 * 9 * 90
    assert (whole["pays"], whole["pays_without_time"]) == (False, True)
    assert "All of Hotel Adler" in shown(folder, capsys)


def test_orders_of_a_client_are_known_where_those_of_each_experiment_are() -> None:
    """Two orders of 20 and 30 in one experiment; nobody handed in any of the other."""
    told = Attributed({"p": (Order(9, 20.0, "EUR", frozenset()), Order(9, 30.0, "EUR", frozenset()))}, until=9)
    one = Parts("adler", frozenset("p"), told, {"p": (20.0, 30.0)}, currencies=frozenset({"EUR"}), ads=5.0)
    other = Parts("adler", frozenset("q"), Attributed({}))
    wholes = [_campaign("", "", _together(each)) for each in ([one, one], [one, other], [other, other])]
    assert [(whole.orders, whole.revenue) for whole in wholes] == [(2, 50.0), (None, None), (None, None)]
    both = _campaign("", "", replace(_together([one, one]), currencies=frozenset({"EUR", "CHF"})))
    assert (both.orders, both.revenue, both.per_order) == (2, None, Ratio(None)), "several currencies"


def test_tools_are_paid_for_while_the_experiment_runs(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From its first post until the last one is read: 27 days and the week of the last post, of 365 / 12 a month."""
    before = campaign(shop, capsys)
    assert run(["money", "add", SLUG, "--tools-a-month", "36.5", "--workspace", str(shop)]) == 0
    after = campaign(shop, capsys)
    assert after["other"] - before["other"] == pytest.approx(36.5 * 12 / 365 * (27 + 7), rel=0.02)
    assert after["time"] == before["time"]
    capsys.readouterr()
    assert run(["money", "--workspace", str(shop)]) == 0
    assert "Cost per order (CPA) = spend / orders." in capsys.readouterr().out


NONE = Ratio(None)
ONE = Campaign(
    slug="hook", title="Hook", client=None, posts=4, orders=None, lost=0, why_lost={}, currencies=(), revenue=None,
    ads=0, other=0, time=0, beside={}, beside_lost={}, days=(7.0,), sources=(), twice=0, alike=0, refunds=0,
    per_order=NONE, per_post=NONE, cost_per_order=NONE, cost_per_order_without_time=NONE, return_on_costs=NONE,
    return_without_time=NONE,
)  # fmt: skip
"""An experiment of which nothing was handed in."""
EARNED = {"orders": 1200, "revenue": 5_000.0, "currencies": ("EUR",), "per_post": Ratio(1_250.0, (900.0, None))}


@pytest.mark.parametrize(
    ("differs", "cells"),
    [
        ({}, "hook|-|4|not known|not known|not known|not known|not known|not known|-"),
        (EARNED, "hook|-|4|not known|not known|not known|not known|1,200|5,000.00 EUR|1,250.00 (900.00 - ?)"),
        ({"orders": 3, "currencies": ("EUR", "USD")}, "hook|-|4|" + "not known|" * 4 + "3|several currencies|-"),
        (
            {"slug": "", "title": "Adler", "client": "adler", "per_post": Ratio(None, (2.5, None))}
            | {"beside": {"short_link_clicks": 9, "sessions": 1500, "key_events": 0, "leads": 2, "dm_leads": 3}},
            "All of Adler|adler|4|9|1,500|0|5|not known|not known|at least 2.50",
        ),
        (
            {"beside": {"leads": 2, "site_revenue": 70.5}},
            "hook|-|4|" + "not known|" * 3 + "2|not known|70.50 by analytics|-",
        ),
    ],
)
def test_what_an_experiment_did_is_a_row_in_which_nothing_unknown_is_a_zero(
    differs: dict[str, object], cells: str
) -> None:
    assert "|".join(map(str, _done(replace(ONE, **differs)))) == cells  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("differs", "cells"),
    [
        ({}, "hook|0.00|0.00|0.00|-|-|-|-|open|open"),
        (
            {"ads": 250, "other": 50, "time": 1_000, "cost_per_order": Ratio(10.0, (8.0, 13.0))}
            | {"cost_per_order_without_time": Ratio(3.0, (2.0, 4.0)), "return_on_costs": Ratio(0.8, (0.6, 0.99))}
            | {"return_without_time": Ratio(2.0, (1.01, None))},
            "hook|250.00|1,300.00|1,000.00|10.00 (8.00 - 13.00)|3.00 (2.00 - 4.00)|0.80 (0.60 - 0.99)|2.00 (1.01 - ?)"
            "|no|yes",
        ),
        ({"return_on_costs": Ratio(1.2, (1.0, 2.0))}, "hook|0.00|0.00|0.00|-|-|1.20 (1.00 - 2.00)|-|open|open"),
        ({"return_on_costs": Ratio(0.9, (0.5, 1.0))}, "hook|0.00|0.00|0.00|-|-|0.90 (0.50 - 1.00)|-|open|open"),
    ],
)
def test_what_an_experiment_cost_is_a_row_that_says_whether_it_pays(differs: dict[str, object], cells: str) -> None:
    """Open where its interval holds both."""
    assert "|".join(map(str, _paid(replace(ONE, **differs)))) == cells  # type: ignore[arg-type]


USUAL = [
    "In brackets: what 19 of 20 times holds the number that such posts bring on average.",
    "Attributed by last touch: an order or a visit belongs to the latest post before it whose tracked link or code it "
    "carries, within the measuring age of the experiment.",
]


@pytest.mark.parametrize(
    ("differs", "said"),
    [
        ({}, []),
        ({"lost": 1_001, "why_lost": {"unmarked": 1_000, "unknown": 1}}, [
            "hook (7 days after a post): 1001 orders of its time belong to no post: carry neither link nor code 1,000, "
            "link or code of no post of it 1."
        ]),
        ({"lost": 5, "why_lost": {"before": 2, "late": 3}, "days": (0.5,)}, [
            "hook (0.5 days after a post): 5 orders of its time belong to no post: before the post 2, "
            "after the window 3."
        ]),
        ({"beside_lost": {"sessions": 1_200.0}}, ["hook: 1,200 sessions of its time belong to no post."]),
        ({"ads": 5.5, "orders": 0}, [
            "hook: 5.50 spent and no order. Check that its posts carry their tracked link or code; what an order costs "
            "is at least what the table says."
        ]),
        ({"other": 5.5}, ["hook: money spent, and no orders handed in yet: hand in what the shop exports."]),
        ({"other": 5.5, "orders": 1}, []),
        ({"time": 100, "orders": 0}, []),
        ({"twice": 2}, [
            "hook: 2 orders stand in two sources (same amount and currency, at most five minutes apart) and count once."
        ]),
        ({"alike": 3}, [
            "hook: 3 orders look like one of another source, too few to be sure, so each counts. If one source takes "
            "the money for the other, hand in only one of them."
        ]),
        ({"refunds": 4}, [
            "hook: 4 refunds of orders that nobody handed in. Hand in an export that holds these orders."
        ]),
        ({"currencies": ("EUR", "USD")}, [
            "hook: orders in EUR, USD. Amounts are added up in one currency only; orders are counted."
        ]),
        ({"slug": "", "title": "Adler", "twice": 2, "refunds": 4}, []),
    ],
)  # fmt: skip
def test_what_is_odd_about_orders_is_said_with_what_to_do(differs: dict[str, object], said: list[str]) -> None:
    """Of each experiment, and not again of all of a client."""
    assert [str(line) for line in _explained([replace(ONE, **differs)])] == [*USUAL, *said]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "cells"),
    [
        ((0.25, (-0.5, 1.5)), "Orders|a|2.00|b|2.50|+25% (-50% - +150%)"),
        ((0.25, (None, math.inf)), "Orders|a|2.00|b|2.50|+25% (? - ?)"),
        ((0.0, (-0.5, 1.0)), "Orders|a|2.00|b|2.50|+0% (-50% - +100%)"),
        ((None, (None, None)), "Orders|a|2.00|b|2.50|-"),
    ],
)
def test_what_a_post_of_each_arm_brings_is_a_row(change: tuple[float | None, Any], cells: str) -> None:
    relative, ends = change
    row = Uplift(
        "orders", Role.SECONDARY, "b", "a", (4, 4), "ratio_of_means", 2.0, 2.5, relative, ends, None, (None, None),
        None, None, 0.95, "", 0, None, (None, None), None, None, VerdictCode.INCONCLUSIVE,
    )  # fmt: skip
    assert "|".join(map(str, _arm(row))) == cells
    unknown = replace(row, metric="revenue", control_value=None, arm_value=None)
    assert list(map(str, _arm(unknown)))[:5] == ["Revenue", "a", "-", "b", "-"]
