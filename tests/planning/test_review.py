"""What ran, what could be decided and what was decided in a period, by the files of experiments alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.analysis.workspaces import finished, fresh

from cliptrial.analysis.periods.daily import Basis, Daily, account_days
from cliptrial.analysis.periods.money import MONEY, facts, parts_of
from cliptrial.analysis.periods.numbers import Missing, Number, number_of
from cliptrial.analysis.periods.span import Kind, Span
from cliptrial.metrics import CATALOGUE
from cliptrial.metrics.money import period_number
from cliptrial.planning.review.chosen import THREE, beside
from cliptrial.planning.review.review import Out, Review, review
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.posts.outcomes.stored import ORDERS
from cliptrial.registry.beside.costs import add_cost
from cliptrial.registry.beside.own_numbers import OwnNumber
from cliptrial.registry.decisions import Choice, Decision, add_decision
from cliptrial.registry.plan.links import read_links, write_links
from cliptrial.registry.workspace import Workspace, load_workspace
from cliptrial.wording.languages import LANGUAGES
from cliptrial.wording.review.speaker import ReviewSpeaker, period_title

SLUG = "hook-0"
DECIDED = date(2025, 2, 12)
DAY = 86_400


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    """One experiment with a post a day from 6 January to 2 February 2025, decided on 12 February."""
    made = fresh(tmp_path)
    finished(made, SLUG, 0.9, 0)
    decision = Decision(who="Mara", when=DECIDED, what=Choice.SHIP, why="It is ahead.")
    add_decision(made.experiments_dir / SLUG, decision)
    return made


def week(ws: Workspace, day: date, kind: Kind = Kind.WEEK) -> Review:
    return review(ws, Span.around(kind, day), ("kitchen",))


def test_posts_of_a_plan_count_as_posted_once_they_have_a_link(ws: Workspace) -> None:
    told = week(ws, date(2025, 1, 13))
    assert (told.planned, told.posted, told.out) == (7, 7, 7)
    folder = ws.experiments_dir / SLUG
    write_links(folder, {place: link for place, link in read_links(folder).items() if place != 10})
    assert week(ws, date(2025, 1, 13)).posted == 6
    assert (week(ws, date(2025, 2, 3)).planned, week(ws, date(2025, 2, 3)).out) == (0, 0)


def test_an_experiment_runs_until_its_last_post_is_seven_days_old_and_then_waits_for_a_decision(ws: Workspace) -> None:
    running = week(ws, date(2025, 2, 2))
    assert [(one.slug, one.answers) for one in running.running] == [(SLUG, date(2025, 2, 9))]
    assert running.waiting == ()
    waiting = week(ws, date(2025, 2, 9))
    assert [one.slug for one in waiting.waiting] == [SLUG]
    assert waiting.running == ()
    assert week(ws, date(2024, 12, 30)).running == ()


def test_a_decision_stands_on_the_page_of_its_week_and_of_no_other(ws: Workspace) -> None:
    told, quarter = week(ws, DECIDED), week(ws, DECIDED, Kind.QUARTER)
    assert [one.slug for one in told.decided] == [SLUG]
    assert (told.running, told.waiting) == ((), ())
    for lang, words in LANGUAGES.items():
        lines = {line.label: line.text for line in ReviewSpeaker.of(told, ws, lang).lines()}
        assert lines[words.review.labels[5]] == words.review.decided("Hook 0", words.terms.decisions["ship"])
        reason = words.review.why("Hook 0", words.terms.decisions["ship"], "It is ahead.")
        assert ReviewSpeaker.of(quarter, ws, lang).learned() == [reason]
    assert week(ws, date(2025, 2, 17)).decided == ()


def test_a_month_says_what_its_experiments_cost_and_a_week_does_not(ws: Workspace) -> None:
    add_cost(ws, {"experiment": SLUG, "ads": "250"})
    assert week(ws, date(2025, 1, 13)).campaigns == ()
    (row,) = ReviewSpeaker.of(week(ws, date(2025, 1, 13), Kind.MONTH), ws, "en").money()
    assert row[0] == "Hook 0"
    assert row[1].endswith("250.00")
    assert row[2] == "unknown"  # no order was ever handed in, which is not none
    assert week(ws, date(2025, 3, 13), Kind.MONTH).campaigns == ()


def numbers(told: Review) -> dict[str, Number]:
    return {one.metric: one for one in told.by_account[0].numbers}


def test_a_client_that_chose_its_numbers_has_these_first_and_nobody_has_others(ws: Workspace) -> None:
    assert week(ws, DECIDED).chosen == THREE
    settings = ws.root / "workspace.yaml"
    settings.write_text(settings.read_text("utf-8") + "numbers: [orders, brand_searches, roas]\n", encoding="utf-8")
    (ws.root / "own_numbers.csv").write_text(
        "week,number,account,value\n2025-02-03,brand_searches,kitchen,40\n2025-02-10,brand_searches,kitchen,44\n",
        encoding="utf-8",
    )
    chosen = load_workspace(ws.root)
    told = week(chosen, DECIDED)
    assert [one.metric for one in told.by_account[0].numbers][:3] == ["orders", "brand_searches", "roas"]
    searched = numbers(told)["brand_searches"]
    assert (searched.value, searched.before) == (44, 40)
    assert (numbers(told)["orders"].missing, numbers(told)["roas"].missing) == (Missing.NO_SOURCE, Missing.NO_SPEND)
    assert numbers(week(chosen, date(2025, 2, 17)))["brand_searches"].missing is Missing.NO_DAYS
    said = {
        lang: [ReviewSpeaker.of(told, chosen, lang).missing(numbers(told)[name]) for name in ("orders", "roas")]
        for lang in ("en", "de")
    }
    assert said == {
        "en": ["No export has this number.", "revenue / spend: something of it is not known."],
        "de": ["Kein Export hat diese Zahl.", "Umsatz / Ausgaben: Davon ist etwas nicht bekannt."],
    }


def _week(monday: date) -> list[date]:
    return [monday + timedelta(days=number) for number in range(7)]


def test_orders_count_on_the_day_on_which_people_ordered_and_a_day_without_any_is_none(ws: Workspace) -> None:
    noon = 1_739_185_200  # 10 February 2025, 12:00 in Berlin, a Monday
    order = {"account": "kitchen", "counts": True, "refunded": 0.0, "currency": "EUR", "marks": "", "source": "shop"}
    rows = [
        {**order, "key": str(n), "ordered_at": noon + n * DAY, "amount": 20.0 + n, "captured_at": noon + 8 * DAY}
        for n in (0, 1, 4)
    ]
    lake = Lake(ws.store_dir)
    lake.append("conversions", build("conversions", [*rows, {**rows[0], "key": "9", "counts": False}]))
    names = [CATALOGUE[name] for name in ORDERS]
    read = beside(ws, "kitchen", names, (), {})
    week_of = Span.around(Kind.WEEK, DECIDED)
    known = replace(account_days(ws, "kitchen", names), daily=read)
    assert number_of(known, "orders", week_of).value == 3
    assert number_of(known, "revenue", week_of).value == 65
    later = number_of(known, "orders", week_of.later(1))
    assert (later.value, later.days, later.before) == (0, (1, 7), 1)
    spent = [OwnNumber(date(2025, 2, 10), "spend", "kitchen", 26.0)]
    monday = date(2025, 2, 10)
    typed = {"spend": 26.0, "new_customers": 2.0, "lifetime_value": 39.0, "leads": 13.0}
    spent = [OwnNumber(monday, name, "kitchen", value) for name, value in typed.items()]
    views = Daily(CATALOGUE["views"], Basis.DAYS, {monday: [(1_300.0, 1.0)]}, frozenset(_week(monday)))
    parts = parts_of(ws, "kitchen", spent, views)
    of_week = replace(known, daily=beside(ws, "kitchen", [*MONEY.values()], spent, parts))
    told = {name: number_of(of_week, name, week_of).value for name in MONEY}
    worked_out = {"cpm": 20.0, "cpa": 26 / 3, "cpl": 2.0, "cac": 13.0, "roas": 2.5, "ltv_to_cac": 3.0}
    assert told == pytest.approx(worked_out | {"revenue_per_order": 65 / 3})
    all_known = {name: period_number(name, facts(parts, week_of)) for name in MONEY}
    assert {name: one.value for name, one in all_known.items()} == pytest.approx(told), "and with their intervals"
    assert all_known["cpa"].interval[0] < 26 / 3 < all_known["cpa"].interval[1]
    assert facts(parts, week_of.later(1)).spend is None
    nobody_typed = parts_of(ws, "kitchen", (), None)
    assert set(beside(ws, "kitchen", [*MONEY.values()], (), nobody_typed)) == {"revenue_per_order"}
    assert period_number("cpa", facts(nobody_typed)).value is None
    by_posts = parts_of(ws, "kitchen", spent, replace(views, basis=Basis.POSTS))
    assert "cpm" not in beside(ws, "kitchen", [*MONEY.values()], spent, by_posts)
    other = {**rows[0], "key": "10", "currency": "CHF"}
    lake.append("conversions", build("conversions", [other]))
    assert set(beside(ws, "kitchen", names, (), {})) == {"orders"}


def test_what_people_did_and_wrote_stands_on_the_page_of_an_account_where_it_is_known(ws: Workspace) -> None:
    monday = 1_739_142_000  # 10 February 2025, 0:00 in Berlin
    row = {"account": "kitchen", "marks": "a", "covers": False, "captured_at": monday + 9 * DAY, "source": "ga4"}
    visits = [
        {
            **row,
            "key": "p",
            "what": "sessions",
            "begins": monday + n * DAY,
            "ends": monday + (n + 1) * DAY,
            "value": 10 + n,
        }
        for n in range(7)
    ]
    nobody = {**visits[0], "marks": "", "value": 500.0}
    # The row that says of which days the export speaks is no visit itself.
    nobody_too = {**visits[0], "ends": monday + 7 * DAY, "covers": True, "value": 1.0}
    said = {**row, "begins": monday + 3600, "ends": monday + 3600, "value": 1.0, "source": "comments"}
    comments = [{**said, "key": str(n), "what": "comments_labelled"} for n in range(4)]
    comments += [{**said, "key": str(n), "what": "comments_positive"} for n in range(3)]
    assert "sessions" not in numbers(week(ws, DECIDED))
    Lake(ws.store_dir).append("outcomes", build("outcomes", [*visits, nobody, nobody_too, *comments]))
    told = numbers(week(ws, DECIDED))
    assert told["sessions"].value == sum(10 + n for n in range(7))
    assert told["positive_comments"].value == 0.75
    assert "dm_leads" not in told
    for lang in LANGUAGES:
        page = ReviewSpeaker.of(week(ws, DECIDED), ws, lang)
        assert page.metric(told["sessions"]) == CATALOGUE["sessions"].labels[lang]


@pytest.mark.parametrize(
    ("kind", "lang", "title"),
    [
        (Kind.WEEK, "en", "Week 46, 9 to 15 November 2026"),
        (Kind.MONTH, "en", "November 2026"),
        (Kind.MONTH, "de", "November 2026"),
        (Kind.QUARTER, "en", "Quarter 4 of 2026"),
        (Kind.QUARTER, "de", "4. Quartal 2026"),
    ],
)
def test_a_period_is_called_as_calendars_call_it(kind: Kind, lang: str, title: str) -> None:
    told = period_title(Span.around(kind, date(2026, 11, 12)), LANGUAGES[lang])
    assert told.replace("\u00a0", " ") == title


@pytest.mark.parametrize(
    ("caption", "name"),
    [
        ("Lemon orzo. With peas! #food", "Lemon orzo"),
        ("Lemon orzo for a table of six, ok #food", "Lemon orzo for a table of six, ok"),  # 33 signs
        ("Lemon orzo for a table of six, ok? Yes", "Lemon orzo for a table of six, ok"),
        ("Lemon orzo for a table of seven, ok", "Lemon orzo for a table of seven, …"),  # 35
        ("Lemon orzo for a table of sixteen,", "Lemon orzo for a table of sixteen,"),  # 34
        ("#food", ""),
        (None, ""),
    ],
)
def test_a_post_is_called_by_its_first_words(ws: Workspace, caption: str | None, name: str) -> None:
    told = week(ws, date(2025, 1, 13))
    posts = (Out(None, caption, date(2025, 1, 13), 900.0), Out(None, "Weak", date(2025, 1, 14), 100.0))
    (own,) = told.by_account
    s = ReviewSpeaker.of(replace(told, by_account=(replace(own, posts=posts),)), ws, "en")
    lines = {line.label: line.text.replace("\u00a0", " ") for line in s.lines()}
    best = next(text for text in lines.values() if "900" in text)
    assert best == (f"“{name}” (13 January): 900 views" if name else "13 January: 900 views")
