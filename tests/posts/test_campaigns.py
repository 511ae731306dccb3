"""Whether experiments pay: orders against money and people's time, through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.fairness.faults import ordered, visited
from tests.fairness.season import SLUG, Plan, Workshop, season

from cliptrial.cli.entry import run


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
    assert run(["money", "add", SLUG, "--workspace", str(shop)]) == 2


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
    ordered(made, a=0, b=0)
    folder = made.handed_in()
    assert run(["money", "add", SLUG, "--ads", "5000", "--workspace", str(folder)]) == 0
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
