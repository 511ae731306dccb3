"""What money bought, on the page of a month and in the table of the command: typed weeks beside what days tell."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from tests.analysis.account_days import kept, usual_days, workspace
from tests.report.test_performance_page import told

from cliptrial.analysis.periods.span import Kind, Span
from cliptrial.cli.entry import run
from cliptrial.metrics.period_numbers import PERIOD_NUMBERS
from cliptrial.registry.workspace import Workspace
from cliptrial.wording.languages import LANGUAGES
from cliptrial.wording.messages import in_language

EVERY = pytest.mark.parametrize("lang", list(LANGUAGES))
MARCH = Span(Kind.MONTH, date(2026, 3, 1))
WEEKS = ("2026-02-23", "2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23", "2026-03-30")


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    """Weeks that cost 100 each and won 4 customers, each worth 75, and 10 leads; 6,800 views in a week."""
    made = workspace(tmp_path)
    kept(made, [day | {"views": 1_000.0} for day in usual_days(date(2026, 4, 5))])
    typed = {"spend": 100, "new_customers": 4, "lifetime_value": 75, "leads": 10}
    rows = [f"{week},{name},okn,{value}" for week in WEEKS for name, value in typed.items()]
    (made.root / "own_numbers.csv").write_text("\n".join(["week,number,account,value", *rows]), encoding="utf-8")
    return made


@EVERY
def test_a_month_has_what_money_bought_by_itself_and_says_what_nobody_knows(ws: Workspace, lang: str) -> None:
    """Weeks that begin in March: five, so 500; the last one has two days in it, of whose views all count."""
    page = told(ws, lang, span=MARCH)
    f, w = page.speaker.f, LANGUAGES[lang].review
    ((_, columns, rows, note),) = page.speaker.spent()
    shown = {row[0]: row[1] for row in rows}
    label = {name: in_language(one.label, lang) for name, one in PERIOD_NUMBERS.items()}
    assert shown[label["cac"]] == f.value(25, "money")
    assert shown[label["cpl"]] == f.value(10, "money")
    assert shown[label["ltv_to_cac"]] == f.value(3, "ratio")
    assert label["roas"] not in shown
    assert label["roas"] in note
    assert {len(columns)} == {len(row) for row in rows}
    html = page.longer().html
    assert note in html
    assert w.no_money not in html
    ((_, _, table, _),) = page.speaker.tables()
    assert label["cac"] not in {row[0] for row in table}
    of_client = told(ws, lang, span=MARCH, audience="client").speaker.spent()[0][3]
    assert "cliptrial" in note
    assert "cliptrial" not in of_client


@EVERY
def test_a_clients_month_of_which_no_money_is_known_has_no_words_on_it(tmp_path: Path, lang: str) -> None:
    made, w = workspace(tmp_path), LANGUAGES[lang].review
    kept(made, usual_days(date(2026, 3, 31)))
    assert w.no_money in told(made, lang, span=MARCH).longer().html
    assert f"<h2>{w.money}</h2>" not in told(made, lang, span=MARCH, audience="client").longer().html


def test_the_command_tells_every_account_with_spend_and_how_little_few_customers_say(
    ws: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """Six weeks: 600 spent, 24 customers, 60 leads, 42,000 views; customers are worth three times what they cost."""
    assert run(["money", "--json", "--workspace", str(ws.root)]) == 0
    (own,) = json.loads(capsys.readouterr().out)["accounts"].values()
    assert own["spend"] == 600
    values = {name: one["value"] for name, one in own.items() if name != "spend"}
    assert values == {"cpm": pytest.approx(600 / 42), "cpa": None, "cpl": 10.0, "cac": 25.0, "roas": None,
                      "ltv_to_cac": 3.0, "revenue_per_order": None}  # fmt: skip
    low, high = own["cac"]["interval"]
    assert low < 25 < high
    assert run(["money", "--lang", "de", "--workspace", str(ws.root)]) == 0
    out = capsys.readouterr().out
    assert "Accounts, in den Wochen mit Ausgaben (spend)" in out
    assert "25" in next(line for line in out.splitlines() if "CAC" in line and "LTV" not in line)
