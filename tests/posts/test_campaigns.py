"""Whether experiments pay: orders against money and people's time, through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.fairness.faults import ordered
from tests.fairness.season import SLUG, Plan, Workshop, season

from cliptrial.cli.entry import run


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished experiment of 28 posts with orders, handed in."""
    made = season(Workshop(tmp_path_factory.mktemp("shop")), Plan(), effect=0.5)
    ordered(made, a=1, b=3)
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
    assert "3.300,00" in shown or "3,300.00" in shown


def test_a_cost_of_an_experiment_that_is_not_there_is_refused(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (shop / "costs.yaml").read_text(encoding="utf-8") if (shop / "costs.yaml").exists() else ""
    assert run(["money", "add", "tril", "--ads", "5", "--workspace", str(shop)]) == 1
    assert 'Did you mean "trial"?' in capsys.readouterr().err
    assert ((shop / "costs.yaml").read_text(encoding="utf-8") if text else "") == text
    assert run(["money", "add", SLUG, "--workspace", str(shop)]) == 2


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
