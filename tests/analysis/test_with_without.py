"""With and without by weeks and by regions, orders and numbers per post as outcome, and what a plan of weeks costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from tests.places import shared

from cliptrial.analysis import analyze
from cliptrial.analysis.findings.periods import CadenceKept, RunUnseen
from cliptrial.analysis.results import Analysis, Evidence, VerdictCode
from cliptrial.planning.periods import plan_periods
from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.posts.week.next_step import next_step
from cliptrial.posts.week.overview import overviews
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.collisions import lock_plan
from cliptrial.registry.plan.period_files import read_plan
from cliptrial.registry.plan.restore import restore_schedule
from cliptrial.registry.plan.schedule import PlannedPeriod
from cliptrial.registry.plan.standing import standing
from cliptrial.registry.workspace import Workspace, load_workspace
from cliptrial.report.board.listed import Listed
from cliptrial.wording.experiment.conclusions import can, cannot, next_steps, to_copy, what_it_costs, what_we_do
from cliptrial.wording.experiment.headline import sentence, support
from cliptrial.wording.experiment.trust import trust
from cliptrial.wording.method import definitions, method
from cliptrial.wording.speaker import Speaker

PLAN = """\
title: Boost
accounts: [{accounts}]
hypothesis: {{statement: A boost brings orders., at_least: 30%}}
change:
  variable: {variable}
  control: {{id: without, value: {control}}}
  variants: [{{id: with, value: {variant}}}]
metrics: {{primary: {primary}, secondary: [{secondary}]}}
design: {{unit: period, periods_per_arm: {pairs}, period_weeks: {weeks}, start: 2026-03-02, seed: 3{more}}}
"""
START = date(2026, 3, 2)
USUAL = {
    "accounts": "a", "variable": "with_without", "control": "No boost", "variant": "Boost", "primary": "orders",
    "secondary": "", "pairs": 6, "weeks": 1, "more": "",
}  # fmt: skip


def made(folder: Path, **given: object) -> Workspace:
    """A workspace of three accounts of one client with one plan, drawn and locked on the day before."""
    own = folder / "experiments" / "boost"
    own.mkdir(parents=True)
    accounts = "\n".join(f"  {n}: {{timezone: Europe/Berlin, client: shop, sources: [studio, shopify]}}" for n in "abc")
    text = f"clients:\n  shop: {{name: Shop}}\naccounts:\n{accounts}\ncurrency: EUR\n"
    (folder / "workspace.yaml").write_text(text, encoding="utf-8")
    (own / "experiment.yaml").write_text(PLAN.format(**USUAL | given), encoding="utf-8")
    ws = load_workspace(folder)
    plan_periods(ws, load_experiment("boost", ws))
    lock_plan(ws, load_experiment("boost", ws), read_plan(own), START - timedelta(days=1))
    return ws


def periods(ws: Workspace) -> tuple[PlannedPeriod, ...]:
    plan = read_plan(ws.experiments_dir / "boost")
    assert plan is not None
    return plan.periods


def sold(ws: Workspace, how_many: Callable[[PlannedPeriod, int], int], until: date | None = None) -> None:
    """Orders at noon of every day of every period, and one of elsewhere on the day before and after all."""
    every = periods(ws)
    last = max(p.last for p in every)
    days = [(p.date + timedelta(days=n), p.region, how_many(p, n)) for p in every for n in range(p.days)]
    days += [(START - timedelta(days=1), "CH", 1), (last, "CH", 50 if every[0].region else 0)]
    rows = [
        {"key": f"{number} {index}", "account": "a", "ordered_at": _noon(day), "counts": True, "amount": 20.0,
         "refunded": 0.0, "currency": "EUR", "region": region, "source": "shopify",
         "captured_at": _noon((until or last) + timedelta(days=2))}
        for number, (day, region, count) in enumerate(days) if until is None or day <= until
        for index in range(count)
    ]  # fmt: skip
    Lake(ws.store_dir).append("conversions", build("conversions", rows))


def _noon(day: date) -> int:
    return (day - date(1970, 1, 1)).days * 86_400 + 43_200


def answer(ws: Workspace) -> Analysis:
    return analyze("boost", ws)


def test_orders_by_region_are_compared_within_each_regions_pairs_of_weeks(tmp_path: Path) -> None:
    """By hand: the ratio of sums that all 256 flips of the pairs give; orders from elsewhere count nowhere."""
    ws = made(tmp_path, pairs=4, more=", regions: [DE, AT-9], washout_days: 0")
    every = periods(ws)
    assert [(p.place, p.block) for p in every[::8]] == [("a@DE", 1), ("a@AT-9", 1)]
    assert all(every[n].arm != every[n + 1].arm for n in range(0, 16, 2))
    plan = read_plan(ws.experiments_dir / "boost")
    assert plan is not None
    assert plan.rule.count == {"a@DE": {"with": 16}, "a@AT-9": {"with": 16}}, "each region is drawn by itself"
    rng = np.random.default_rng(2)
    luck = rng.poisson(3, (16, 7))
    sold(ws, lambda p, n: int(luck[p.position - 1, n] * (2 if p.arm == "with" else 1) * (4 if p.region == "DE" else 1)))
    found = answer(ws)
    sums = np.array([float(one.value or 0) for one in found.periods])
    treated = np.array([p.arm == "with" for p in every])
    assert sums[0] == sum(luck[0]) * (2 if treated[0] else 1) * 4
    row = found.uplifts[0]
    assert (found.verdict.code, row.posts) == (VerdictCode.BETTER, (8, 8))
    pairs = sums.reshape(8, 2)
    first = treated.reshape(8, 2)[:, 0]
    apart = [
        abs(np.log(np.where(sign, pairs[:, 0], pairs[:, 1]).sum() / np.where(sign, pairs[:, 1], pairs[:, 0]).sum()))
        for sign in (np.array(signs) for signs in product((True, False), repeat=8))
    ]
    actual = abs(
        np.log(np.where(first, pairs[:, 0], pairs[:, 1]).sum() / np.where(first, pairs[:, 1], pairs[:, 0]).sum())
    )
    assert row.p_value == pytest.approx(np.mean(np.array(apart) >= actual * (1 - 1e-9)), abs=0.02)
    lines = (ws.experiments_dir / "boost" / "schedule.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "period,block,account,first_day,last_day,arm,posts,region"
    assert lines[1].endswith(",,DE")


def test_regions_are_kept_by_the_lock_and_one_is_never_taken_for_another(tmp_path: Path) -> None:
    ws = made(tmp_path, pairs=3, more=", regions: [DE, AT]")
    folder, before = ws.experiments_dir / "boost", read_plan(ws.experiments_dir / "boost")
    (folder / "schedule.csv").unlink()
    restore_schedule(folder)
    assert read_plan(folder) == before
    text = (folder / "schedule.csv").read_text(encoding="utf-8")
    (folder / "schedule.csv").write_text(text.replace(",AT\n", ",CH\n"), encoding="utf-8")
    assert [one.code for one in answer(ws).findings if one.code in ("plan_changed", "locked")] == ["plan_changed"]


def test_a_shop_that_told_no_region_leaves_every_week_of_a_region_open(tmp_path: Path) -> None:
    """Its orders are no orders of nowhere: nothing is taken for zero."""
    ws = made(tmp_path, pairs=3, more=", regions: [DE, AT]")
    sold(ws, lambda p, n: 3)
    rows = Lake(ws.store_dir).read("conversions").to_pylist()
    bare = load_workspace(made(tmp_path / "bare", pairs=3, more=", regions: [DE, AT]").root)
    Lake(bare.store_dir).append("conversions", build("conversions", [{**row, "region": None} for row in rows]))
    assert answer(bare).uplifts == ()
    assert answer(ws).uplifts != ()


def test_orders_of_whole_weeks_count_a_week_without_any_as_nothing(tmp_path: Path) -> None:
    """The days between the shop's first and newest order are known, also those on which nobody ordered."""
    ws = made(tmp_path)
    sold(ws, lambda p, n: 0 if p.arm == "without" and n != 3 else 2 + p.block % 2 * (p.arm == "with"))
    found = answer(ws)
    assert {one.value for one in found.periods if one.arm == "without"} == {2.0}
    assert found.verdict.code is VerdictCode.BETTER


def test_weeks_that_no_export_holds_are_not_over_and_the_next_step_asks_for_orders(tmp_path: Path) -> None:
    ws = made(tmp_path)
    sold(ws, lambda p, n: 2, until=date(2026, 4, 20))
    early = answer(ws).periods
    assert [one.over for one in early] == [True] * 7 + [False] * 5
    assert {one.value for one in early} == {None}, "nobody sees who leads"
    (one,), _ = overviews(ws, None, date(2026, 5, 1))
    step = next_step(one, ws, date(2026, 5, 1))
    assert (one.state, one.periods_over) == ("running", 7)
    assert step is not None
    assert str(step.what) == "export the orders of a up to 2026-04-26, then cliptrial ingest FILE"
    (one,), _ = overviews(ws, None, date(2026, 4, 20))
    step = next_step(one, ws, date(2026, 4, 20))
    assert step is not None
    assert re.fullmatch(r"a: (No b|B)oost until 2026-04-26", str(step.what))


def test_whether_it_ran_is_said_to_be_unseen_and_of_posts_it_is_seen(tmp_path: Path) -> None:
    ws = made(tmp_path)
    sold(ws, lambda p, n: 2 + n)
    found = answer(ws)
    assert [type(one) for one in found.findings if isinstance(one, RunUnseen | CadenceKept)] == [RunUnseen]
    assert found.evidence is Evidence.RANDOMISED
    cadence = made(tmp_path / "posts", variable="cadence", control="1 post a week", variant="2 posts a week")
    sold(cadence, lambda p, n: 2 + n)
    assert not any(isinstance(one, RunUnseen) for one in answer(cadence).findings)


def test_a_real_shop_tells_the_country_and_nothing_closer(tmp_path: Path) -> None:
    ws = made(tmp_path)
    ingest(ws, [shared("data/outcomes/shopify_orders_2026.csv")], account="a")
    rows = Lake(ws.store_dir).read("conversions").to_pylist()
    assert {row["region"] for row in rows} <= {"BD", "US-CA", "US", "GB", None}
    assert rows[0]["region"] == "BD"


def test_a_fortnight_has_the_posts_of_two_weeks_and_a_plan_says_what_they_cost(tmp_path: Path) -> None:
    ws = made(
        tmp_path, variable="cadence", control="3 posts a week", variant="6 posts a week", primary="reach", weeks=2
    )
    assert {p.topic for p in periods(ws)} == {"6", "12"}
    (ws.root / "costs.yaml").write_text(
        "- {experiment: boost, hours_a_post: 1.5, rate: 40, ads: 100}\n", encoding="utf-8"
    )
    price = plan_periods(ws, load_experiment("boost", ws)).outlook.price
    assert (price.posts, price.hours, price.time, price.money) == (36, 54.0, 2160.0, 100.0)


def test_three_accounts_at_once_take_a_third_of_the_weeks(tmp_path: Path) -> None:
    alone = plan_periods(ws := made(tmp_path, primary="reach"), load_experiment("boost", ws)).outlook
    three = plan_periods(
        ws := made(tmp_path / "three", primary="reach", accounts="a, b, c"), load_experiment("boost", ws)
    ).outlook
    assert alone.pairs_needed == three.pairs_needed == 59
    assert (alone.weeks_needed, alone.weeks_of_all) == (118, 40)
    assert (three.weeks_needed, three.weeks_of_all, three.pairs) == (40, None, 18)


def test_reach_per_post_halves_and_followers_count_net_where_nobody_tells_who_left(tmp_path: Path) -> None:
    ws = made(
        tmp_path, variable="cadence", control="1 post a week", variant="2 posts a week", primary="reach_per_post",
        secondary="new_followers",
    )  # fmt: skip
    days = [(p, p.date + timedelta(days=n)) for p in periods(ws) for n in range(7)]
    rows = [
        {"account": "a", "date": day, "captured_at": 1, "reach": 700.0 + p.position, "follower_change": 3.0 + p.block}
        for p, day in days
    ]
    Lake(ws.store_dir).append("account_days", build("account_days", rows))
    posts = [(_noon(p.date) + n, n) for p in periods(ws) for n in range(int(p.topic or 0))]
    at = [{"post_id": f"{when << 32}", "account": "a", "posted_at": when, "described_at": when} for when, _ in posts]
    Lake(ws.store_dir).append("posts", build("posts", at))
    found = {row.metric: row for row in answer(ws).uplifts}
    assert found["reach_per_post"].relative == pytest.approx(-0.5, abs=0.01)
    assert found["new_followers"].control_value == pytest.approx(np.mean([5 * (3.0 + n) for n in range(1, 7)]))


@pytest.mark.parametrize(("lang", "post"), [("en", r"(?i)\bposts?\b"), ("de", r"\bPosts?\b")])
def test_a_page_on_weeks_speaks_of_weeks_and_never_of_posts(tmp_path: Path, lang: str, post: str) -> None:
    """Whether it is better, open or too early."""
    seen = {
        "better": lambda p, n: 5 * (p.arm == "with") + 9 + p.position % 3,
        "open": lambda p, n: (3 * p.position + n) % 7 + 1,
    }
    for name, many in seen.items():
        for until in (None, date(2026, 4, 20)):
            ws = made(tmp_path / f"{name} {until}")
            sold(ws, many, until)
            s = Speaker.of(answer(ws), lang, "EUR")
            lines = [*can(s), *cannot(s), *to_copy(s), what_it_costs(s), what_we_do(s), *next_steps(s), *method(s)]
            lines += [sentence(s, s.analysis.verdict), *support(s), *map(s.message, s.analysis.findings)]
            lines += [text for pair in definitions(s) for text in pair]
            lines += [text for one in trust(s) for text in (one.text, one.small)]
            assert [line for line in lines if re.search(post, line)] == [], name


def test_weeks_whose_days_were_handed_in_run_on_the_index_page_and_wait_for_no_decision(tmp_path: Path) -> None:
    ws = made(tmp_path)
    own, _ = standing("boost", ws)
    early = {"verdict": {"reason": "periods_running"}, "provenance": {"data_as_of": _noon(START)}}
    assert Listed("boost", own, None).state == "locked"
    assert Listed("boost", own, early).state == "running"
    assert Listed("boost", own, {"verdict": {"reason": None}, "provenance": {}}).state == "ready"


def test_only_codes_of_countries_and_states_are_kept_of_an_order(tmp_path: Path) -> None:
    """What somebody typed freely may be an address."""
    ws = made(tmp_path)
    places = [("US", "CA"), ("US", "12 Example Road"), ("Exampletown", "CA"), ("de", ""), ("", "-")]
    head = "Name,Financial Status,Created at,Lineitem quantity,Total,Currency,Shipping Country,Shipping Province"
    lines = [f"#{n},paid,2026-03-04 12:00:00 +0100,1,20.00,EUR,{a},{b}" for n, (a, b) in enumerate(places)]
    path = tmp_path / "orders.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    report = ingest(ws, [path], account="a")
    assert [str(one) for file in report.files for one in file.problems] == []
    rows = Lake(ws.store_dir).read("conversions").to_pylist()
    assert sorted(str(row["region"]) for row in rows) == ["DE", "None", "None", "US", "US-CA"]
