"""A cadence by whole weeks: drawn in pairs, locked, and answered from the days of the accounts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from cliptrial.analysis import analyze
from cliptrial.analysis.cadence.outcomes import usual_spread
from cliptrial.analysis.findings.periods import CadenceKept, CadenceNotKept, PeriodsRunning, PeriodsUnknown
from cliptrial.analysis.results import Analysis, Evidence, VerdictCode
from cliptrial.errors import PlanError
from cliptrial.metrics import CATALOGUE
from cliptrial.planning.periods import PeriodPlan, pairs_needed, plan_periods, smallest_found
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.collisions import lock_plan
from cliptrial.registry.plan.lock import plan_changes
from cliptrial.registry.plan.period_files import read_plan
from cliptrial.registry.plan.restore import restore_schedule
from cliptrial.registry.plan.schedule import Position
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.workspace import Workspace, load_workspace

PLAN = """\
title: Twice as many posts
accounts: [{accounts}]
hypothesis: {{statement: More posts bring more views., expect: increase, at_least: 30%}}
change:
  variable: cadence
  control: {{id: usual, value: 1 post a week}}
  variants: [{{id: twice, value: 2 posts a week}}]
metrics: {{primary: views, secondary: [{secondary}]}}
design: {{unit: period, periods_per_arm: {pairs}, start: {start}, seed: 3, washout_days: {washout}}}
"""
START = date(2026, 3, 2)


def made(folder: Path, slug: str = "twice", **given: object) -> tuple[Workspace, str]:
    """A workspace with one plan of weeks."""
    own = folder / "experiments" / slug
    own.mkdir(parents=True)
    accounts = "\n".join(f"  {name}: {{timezone: Europe/Berlin}}" for name in ("a", "b", "c"))
    (folder / "workspace.yaml").write_text(
        f"accounts:\n{accounts}\nmetrics:\n  views_per_post: {{kind: mean, numerator: [views], denominator: posts, "
        "better: higher, labels: {en: Views a post}}\n",
        encoding="utf-8",
    )
    usual = {"accounts": "a", "secondary": "reach", "pairs": 6, "start": START, "washout": 2}
    (own / "experiment.yaml").write_text(PLAN.format(**usual | given), encoding="utf-8")
    return load_workspace(folder), slug


def planned(ws: Workspace, slug: str) -> PeriodPlan:
    """Drawn and locked on the day before."""
    plan = plan_periods(ws, load_experiment(slug, ws))
    lock_plan(ws, load_experiment(slug, ws), read_plan(ws.experiments_dir / slug), START - timedelta(days=1))
    return plan


def lived(
    ws: Workspace,
    plan: PeriodPlan,
    views: Callable[[Position, int], float | None],
    posts: Mapping[str, int] | None = None,
) -> None:
    """The days of every period, and a number of posts by arm."""
    days, rows = [], []
    for one in plan.schedule.positions:
        for number in range(7):
            day, seen = one.date + timedelta(days=number), views(one, number)
            if seen is not None:
                days.append({"account": one.account, "date": day, "captured_at": 1, "views": seen, "reach": 100.0})
        for number in range((posts or {}).get(one.arm, 0)):
            at = 1_772_000_000 + 86_400 * (one.date - date(2026, 2, 25)).days + 40_000 + number
            rows.append(
                {"post_id": f"{(at << 32) + number}", "account": one.account, "posted_at": at, "described_at": at}
            )
    Lake(ws.store_dir).append("account_days", build("account_days", days))
    if rows:
        Lake(ws.store_dir).append("posts", build("posts", rows))


def steady(effect: float = 0.5, noise: float = 0.0) -> Callable[[Position, int], float]:
    """Days with a trend and a true change, which the first two days of a week do not have yet."""
    rng = np.random.default_rng(1)
    return lambda one, number: float(
        np.exp(
            6 + 0.03 * one.block + effect * (one.arm == "twice") * (number >= 2) + rng.normal(0, noise) * (noise > 0)
        )
    )


def answer(ws: Workspace, slug: str = "twice") -> Analysis:
    return analyze(slug, ws)


def has(analysis: Analysis, record: type) -> bool:
    return any(isinstance(one, record) for one in analysis.findings)


def test_every_pair_of_neighbours_has_both_arms_and_people_read_days_and_posts(tmp_path: Path) -> None:
    ws, slug = made(tmp_path, accounts="a, b", pairs=3)
    plan = planned(ws, slug)
    for account in "ab":
        own = [one for one in plan.schedule.positions if one.account == account]
        assert [one.date for one in own] == [START + timedelta(days=7 * week) for week in range(6)]
        assert all({own[2 * pair].arm, own[2 * pair + 1].arm} == {"usual", "twice"} for pair in range(3))
    lines = (ws.experiments_dir / slug / "schedule.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "period,block,account,first_day,last_day,arm,posts"
    assert plan.schedule.rule.per_block == 1
    first = plan.schedule.positions[0]
    assert lines[1] == f"1,1,a,2026-03-02,2026-03-08,{first.arm},{1 if first.arm == 'usual' else 2}"
    assert read_plan(ws.experiments_dir / slug) == plan.schedule
    assert read_schedule(ws.experiments_dir / slug) is None, "nobody takes a week for a post"
    assert plan_periods(ws, load_experiment(slug, ws)).unchanged
    assert plan_changes(load_experiment(slug, ws)) == ()
    (ws.experiments_dir / slug / "schedule.csv").unlink()
    restore_schedule(ws.experiments_dir / slug)
    assert read_plan(ws.experiments_dir / slug) == plan.schedule


def test_p_is_that_of_all_ways_to_flip_the_pairs(tmp_path: Path) -> None:
    """Without terms but the pairs', by hand: the mean difference of logs in all 64 flips, each over its spread."""
    ws, slug = made(tmp_path)
    plan = planned(ws, slug)
    lived(ws, plan, steady(0.2, 0.4))
    found = answer(ws).uplifts[0]
    sums = np.zeros(12)
    rng = np.random.default_rng(1)
    for row, one in enumerate(plan.schedule.positions):
        for number in range(7):
            day = np.exp(6 + 0.03 * one.block + 0.2 * (one.arm == "twice") * (number >= 2) + rng.normal(0, 0.4))
            sums[row] += day * (number >= 2)
    sign = np.array([1 if one.arm == "twice" else -1 for one in plan.schedule.positions])
    apart = (np.log(sums) * sign).reshape(6, 2).sum(axis=1)
    assert found.relative == pytest.approx(np.expm1(apart.mean()))
    means = np.array([abs((apart * np.array(flips)).mean()) for flips in product((1, -1), repeat=6)])
    assert found.p_value == pytest.approx(np.mean(means >= abs(apart.mean()) * (1 - 1e-9)))
    assert found.posts == (6, 6)


def test_the_first_days_after_a_switch_do_not_count(tmp_path: Path) -> None:
    """The change comes on the third day: with two days left out it is whole, with none it is watered down."""
    relative = []
    for washout in (2, 0):
        ws, slug = made(tmp_path / str(washout), washout=washout)
        lived(ws, planned(ws, slug), steady(0.5, 0.001))
        relative.append(answer(ws).uplifts[0].relative)
    assert relative[0] == pytest.approx(np.expm1(0.5), abs=0.01)
    assert relative[1] is not None
    assert relative[1] < 0.9 * np.expm1(0.5)


def test_a_kept_cadence_is_drawn_by_lot_and_another_one_is_told(tmp_path: Path) -> None:
    ws, slug = made(tmp_path)
    lived(ws, planned(ws, slug), steady(0.5, 0.1), {"usual": 1, "twice": 2})
    kept = answer(ws)
    assert has(kept, CadenceKept)
    assert (kept.evidence, kept.verdict.code) == (Evidence.RANDOMISED, VerdictCode.BETTER)
    assert "locked" in {finding.code for finding in kept.findings}
    ws, slug = made(tmp_path / "other")
    lived(ws, planned(ws, slug), steady(0.5, 0.1), {"usual": 1, "twice": 1})
    other = answer(ws)
    assert (has(other, CadenceNotKept), other.evidence) == (True, Evidence.DEVIATIONS)


def test_numbers_per_post_and_several_accounts_are_pooled(tmp_path: Path) -> None:
    """Views a post halve where twice the posts bring the same views."""
    ws, slug = made(tmp_path, accounts="a, b, c", pairs=2, secondary="views_per_post")
    plan = planned(ws, slug)
    assert (plan.outlook.pairs, plan.outlook.weeks, plan.outlook.smallest_p) == (6, 4, 0.03125)
    lived(ws, plan, steady(0.0, 0.001), {"usual": 1, "twice": 2})
    row = next(one for one in answer(ws).uplifts if one.metric == "views_per_post")
    assert row.relative == pytest.approx(-0.5, abs=0.01)


def test_a_week_of_which_days_are_missing_is_unknown_and_never_nothing(tmp_path: Path) -> None:
    ws, slug = made(tmp_path, pairs=8)
    view = steady(0.5, 0.05)
    lived(ws, planned(ws, slug), lambda one, number: None if (one.position, number) == (3, 4) else view(one, number))
    found = answer(ws)
    (missing,) = [one for one in found.findings if isinstance(one, PeriodsUnknown)]
    assert (missing.periods, missing.days) == ((3,), 1)
    assert sum(found.uplifts[0].posts) == 15
    assert found.uplifts[0].relative == pytest.approx(np.expm1(0.5), abs=0.1)


def test_an_export_that_ends_within_a_week_leaves_that_week_open(tmp_path: Path) -> None:
    ws, slug = made(tmp_path)
    lived(ws, planned(ws, slug), lambda one, number: None if one.position == 12 and number > 3 else 1000.0)
    early = answer(ws)
    (running,) = [one for one in early.findings if isinstance(one, PeriodsRunning)]
    assert (running.due, running.posts, running.ends) == (11, 12, date(2026, 5, 24))
    assert (early.verdict.code, early.uplifts) == (VerdictCode.UNANSWERABLE, ())
    ws, slug = made(tmp_path / "whole")
    lived(ws, planned(ws, slug), steady(0.5, 0.1))
    assert not has(answer(ws), PeriodsRunning)


def test_too_few_pairs_are_refused_with_the_smallest_p_and_one_more_is_not(tmp_path: Path) -> None:
    ws, slug = made(tmp_path, pairs=5)
    with pytest.raises(PlanError, match=r"p would be 0\.0625") as refused:
        plan_periods(ws, load_experiment(slug, ws))
    assert [one.code for one in refused.value.problems] == ["too_few_periods"]
    ws, slug = made(tmp_path / "more", pairs=6)
    assert plan_periods(ws, load_experiment(slug, ws)).outlook.smallest_p == 0.03125


def test_a_second_experiment_on_the_account_has_to_wait_for_its_end(tmp_path: Path) -> None:
    ws, slug = made(tmp_path)
    planned(ws, slug)
    last, after = START + timedelta(days=83), START + timedelta(days=84)
    for name, start, accounts in (("again", last, "a"), ("after", after, "a"), ("beside", START, "b")):
        own = ws.experiments_dir / name
        own.mkdir()
        text = PLAN.format(accounts=accounts, secondary="reach", pairs=6, start=start, washout=2)
        (own / "experiment.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PlanError) as refused:
        plan_periods(ws, load_experiment("again", ws))
    assert [one.code for one in refused.value.problems] == ["weeks_taken"]
    for name in ("after", "beside"):
        plan_periods(ws, load_experiment(name, ws))


def test_a_metric_of_posts_is_refused_and_one_of_days_is_not(tmp_path: Path) -> None:
    ws, slug = made(tmp_path, secondary="completion_rate")
    with pytest.raises(PlanError) as refused:
        plan_periods(ws, load_experiment(slug, ws))
    assert [one.code for one in refused.value.problems] == ["not_of_days"]
    ws, slug = made(tmp_path / "days", secondary="new_followers")
    plan_periods(ws, load_experiment(slug, ws))


def test_what_so_many_pairs_find_follows_from_the_accounts_own_weeks(tmp_path: Path) -> None:
    """Of ten earlier weeks that go up and down by one on the log; of one's own weeks none."""
    ws, slug = made(tmp_path)
    days = [START - timedelta(days=back) for back in range(1, 71)]
    rows = [
        {"account": "a", "date": day, "captured_at": 1, "views": float(np.exp(6 + ((START - day).days - 1) // 7 % 2))}
        for day in days
    ]
    assert plan_periods(ws, load_experiment(slug, ws)).outlook.known == 0
    Lake(ws.store_dir).append("account_days", build("account_days", rows))
    outlook = plan_periods(ws, load_experiment(slug, ws)).outlook
    assert (outlook.known, outlook.spread) == (9, pytest.approx(np.sqrt(0.5)))
    assert outlook.smallest == smallest_found(outlook.spread, 6, 0.05)
    assert pairs_needed(0.1, 0.3, 0.05) == 6, "fewer would find it, but no p could tell"
    assert pairs_needed(2.0, 0.05, 0.05) is None


SUNDAY = date(2026, 11, 22)


def of_weeks(*weeks: float) -> dict[date, float]:
    """Seven days a week up to a Sunday, the last week last, each day with a seventh of its week."""
    first = SUNDAY - timedelta(days=7 * len(weeks) - 1)
    return {first + timedelta(days=n): weeks[n // 7] / 7 for n in range(7 * len(weeks))}


@pytest.mark.parametrize("gap", [None, 0, 3, 6])
@pytest.mark.filterwarnings("error")
def test_the_usual_spread_is_that_of_neighbouring_whole_weeks(gap: int | None) -> None:
    """Of e, e^2, e^4 ... the logs are 1, 2, 4 ...; a week with a day that nobody tells is neighbour of none."""
    logs = [1.0, 2.0, 4.0, 3.0, 3.0, 5.0, 4.0, 4.5]
    days = of_weeks(*np.exp(logs))
    apart = np.diff(logs)
    if gap is not None:
        del days[SUNDAY - timedelta(days=14 + gap)]  # of the third week from the end
        apart = np.delete(apart, [4, 5])
    spread = usual_spread([days], CATALOGUE["views"], 7, 0, SUNDAY + timedelta(days=1))
    assert spread == (pytest.approx(np.sqrt(np.mean(apart**2) / 2)), len(apart))


def test_the_usual_spread_leaves_out_days_of_settling_in_and_what_is_too_short() -> None:
    logs = [1.0, 2.0, 4.0, 3.0, 3.0]
    days = of_weeks(*np.exp(logs))
    after = SUNDAY + timedelta(days=1)
    plain = usual_spread([days], CATALOGUE["views"], 7, 0, after)
    assert plain is not None
    assert plain[1] == 4
    noisy = {day: 900.0 if day.weekday() < 2 else value for day, value in days.items()}
    assert usual_spread([noisy], CATALOGUE["views"], 7, 2, after) == pytest.approx(plain)
    assert usual_spread([noisy], CATALOGUE["views"], 7, 1, after) != pytest.approx(plain)
    assert usual_spread([of_weeks(*np.exp(logs[1:]))], CATALOGUE["views"], 7, 0, after) is None
    assert usual_spread([days], CATALOGUE["views"], 7, 0, SUNDAY) is None, "a plan's first day does not count"
    rate = usual_spread([days, of_weeks(*[50.0] * 5)], CATALOGUE["like_rate"], 7, 0, after)
    assert rate == pytest.approx(plain), "a ratio to what is always the same"
    assert usual_spread([], CATALOGUE["views"], 7, 0, after) is None
