"""What a plan can find out, number by number against scipy, and the spread of an account's own earlier posts."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from math import expm1, log, log1p, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats
from tests.fairness.season import SLUG, Plan, Workshop, season

from cliptrial.metrics import CATALOGUE, Kind, Metric, Scale
from cliptrial.planning.feasibility import feasibility, own_spread, posts_needed, power, smallest_log_effect, spread
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.model import Experiment
from cliptrial.registry.workspace import Workspace, load_workspace


def by_scipy(effect: float, per_arm: int, sd: float, alpha: float) -> float:
    """Both tails of the noncentral t distribution."""
    freedom, shift = 2 * per_arm - 2, effect / (sd * sqrt(2 / per_arm))
    limit = stats.t.ppf(1 - alpha / 2, freedom)
    return float(1 - stats.nct.cdf(limit, freedom, shift) + stats.nct.cdf(-limit, freedom, shift))


@pytest.mark.parametrize("alpha", [0.05, 0.025])
@pytest.mark.parametrize(("effect", "per_arm", "sd"), [(0.0, 14, 1.0), (0.05, 8, 0.5), (0.6, 14, 1.0), (0.2, 56, 0.3)])
def test_power_counts_both_tails(effect: float, per_arm: int, sd: float, alpha: float) -> None:
    assert power(effect, per_arm, sd, alpha) == pytest.approx(by_scipy(effect, per_arm, sd, alpha), abs=1e-9)


def test_power_without_an_effect_is_the_error_and_with_a_giant_one_is_one() -> None:
    assert power(0.0, 14, 1.0, 0.05) == pytest.approx(0.05)
    assert power(30.1 * sqrt(2 / 14), 14, 1.0, 0.05) == 1.0
    assert power(100.0, 14, 1.0, 0.05) == 1.0
    assert power(1e-9, 2, 1.0, 0.5) <= 1.0


@pytest.mark.parametrize(("per_arm", "sd"), [(8, 1.0), (28, 0.25), (56, 1.5)])
def test_the_smallest_effect_is_found_in_four_of_five(per_arm: int, sd: float) -> None:
    found = smallest_log_effect(per_arm, sd, 0.05)
    assert by_scipy(found, per_arm, sd, 0.05) == pytest.approx(0.8, abs=1e-9)
    assert smallest_log_effect(per_arm, 2 * sd, 0.05) == pytest.approx(2 * found)


@pytest.mark.parametrize(("effect", "sd"), [(log1p(0.1), 0.25), (log1p(0.5), 1.0), (log1p(1.0), 1.05)])
def test_posts_needed_are_the_fewest_even_number_that_reaches_four_of_five(effect: float, sd: float) -> None:
    needed = posts_needed(effect, sd, 0.05)
    fewest = next(n for n in range(2, 10_000) if by_scipy(effect, n, sd, 0.05) >= 0.8)
    assert needed == fewest + fewest % 2


def test_no_plan_has_fewer_than_two_posts_an_arm() -> None:
    assert posts_needed(5.0, 0.1, 0.05) == 2


def test_a_search_for_many_posts_goes_in_steps_of_half_a_percent_and_never_promises_too_much() -> None:
    needed = posts_needed(log1p(0.01), 1.0, 0.05)
    assert by_scipy(log1p(0.01), needed, 1.0, 0.05) >= 0.8
    assert needed <= 1.01 * 2 * ((1.959964 + 0.841621) / log1p(0.01)) ** 2
    assert needed % 2 == 0


def test_the_spread_of_counts_and_means_is_the_sd_of_their_logs() -> None:
    numbers, per = np.array([100.0, 400.0, 1600.0]), np.array([1.0, 2.0, 4.0])
    logs = np.log([100.0, 200.0, 400.0])
    assert spread(CATALOGUE["views"], numbers, per) == pytest.approx(log(2))
    assert spread(CATALOGUE["average_watch_time"], numbers, per) == pytest.approx(np.std(logs, ddof=1))


def test_the_spread_of_a_rate_is_that_of_its_weighted_ratio() -> None:
    """By hand: V m events expected of a post, which adds 1 / (1 / (V m) + phi) to what is known."""
    likes, views = np.array([10.0, 30.0, 20.0]), np.array([100.0, 400.0, 500.0])
    expected = views * 60 / 1000
    phi = ((likes - expected) ** 2 - expected).sum() / (expected**2).sum()
    known = [1 / (1 / one + phi) for one in expected]
    assert spread(CATALOGUE["like_rate"], likes, views) == pytest.approx(1 / sqrt(sum(known) / 3))


def test_counts_with_zeros_and_amounts_are_taken_as_ratios_and_without_any_event_nothing_is_known() -> None:
    saves, ones = np.array([0.0, 4.0, 2.0, 6.0]), np.ones(4)
    phi = max(((saves - 3) ** 2 - 3).sum() / 36, 0.0)
    assert spread(CATALOGUE["saves"], saves, ones) == pytest.approx(sqrt(1 / 3 + phi))
    assert spread(CATALOGUE["saves"], np.zeros(4), ones) is None
    assert spread(CATALOGUE["saves"], np.array([0.0, 1.0, 0.0, 0.0]), ones) == pytest.approx(2.0)
    money = Metric("sales", Kind.MONEY, ("sales",), None, Scale.MONEY, {"en": "Sales"})
    per = np.array([1.0, 2.0, 2.0, 2.0])
    each = saves / per
    phi = max(((each - each.mean()) ** 2 - each.mean()).sum() / (4 * each.mean() ** 2), 0.0)
    assert spread(money, saves, per) == pytest.approx(sqrt(1 / each.mean() + phi))


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Experiment, dict[str, Any]]:
    """A workspace with 28 posts of March on two accounts each, and their views by day."""
    plan = Plan(accounts=("kitchen", "bakes"), posts_per_arm=14)
    happened = season(Workshop(tmp_path_factory.mktemp("feasible")), plan, 0.8)
    workspace = load_workspace(happened.handed_in())
    by_account = {name: own.sort_values("posted_at") for name, own in happened.posts.groupby("account")}
    return workspace, load_experiment(SLUG, workspace).experiment, by_account


def asked(experiment: Experiment, start: date | None, *accounts: str, **design: Any) -> Experiment:
    """The experiment on these accounts from that day on."""
    return experiment.model_copy(
        update={"accounts": accounts, "design": experiment.design.model_copy(update={"start": start, **design})}
    )


@pytest.mark.parametrize("account", ["kitchen", "bakes"])
def test_an_accounts_own_spread_is_that_of_its_posts_before_the_plan_begins(account: str, filmed: Any) -> None:
    workspace, experiment, by_account = filmed
    views = by_account[account]["views"].to_numpy()
    assert len(views) == 28
    found = own_spread(workspace, asked(experiment, date(2026, 6, 1), account), CATALOGUE["views"])
    assert found == (pytest.approx(np.std(np.log(views), ddof=1)), 28)
    assert own_spread(workspace, asked(experiment, None, account), CATALOGUE["views"]) == found
    earlier = own_spread(workspace, asked(experiment, date(2026, 3, 22), account), CATALOGUE["views"])
    assert earlier == (pytest.approx(np.std(np.log(views[:20]), ddof=1)), 20)
    assert own_spread(workspace, asked(experiment, date(2026, 3, 21), account), CATALOGUE["views"]) is None


def test_where_the_machine_stands_moves_no_post_over_the_beginning_of_a_plan(
    filmed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, experiment, _ = filmed
    plan = asked(experiment, date(2026, 3, 22), "kitchen")
    here = own_spread(workspace, plan, CATALOGUE["views"])
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Pacific/Auckland")
        time.tzset()
        assert own_spread(workspace, plan, CATALOGUE["views"]) == here
    time.tzset()


def test_the_spread_of_several_accounts_is_their_mean_variance_by_posts(filmed: Any) -> None:
    workspace, experiment, by_account = filmed
    variances = [np.var(np.log(own["views"]), ddof=1) for own in by_account.values()]
    found = own_spread(workspace, asked(experiment, date(2026, 6, 1), "kitchen", "bakes"), CATALOGUE["views"])
    assert found == (pytest.approx(sqrt(sum(variances) / 2)), 56)


def test_a_plan_is_judged_by_its_posts_its_comparisons_and_its_own_spread(filmed: Any) -> None:
    workspace, experiment, _ = filmed
    later = asked(experiment, date(2026, 6, 1), "kitchen", "bakes", posts_per_arm=10)
    change = later.change.model_copy(update={"variants": later.change.variants * 2})
    several = later.model_copy(update={"change": change})
    sd, earlier = own_spread(workspace, later, CATALOGUE["views"]) or (0.0, 0)
    for plan, alpha in ((later, 0.05), (several, 0.025)):
        found = feasibility(workspace, plan, CATALOGUE["views"])
        assert found is not None
        assert (found.metric, found.posts_per_arm, found.earlier_posts, found.at_least) == ("views", 20, earlier, 0.1)
        assert found.spread == sd
        assert found.power == pytest.approx(by_scipy(log1p(0.1), 20, sd, alpha))
        assert by_scipy(log1p(found.smallest), 20, sd, alpha) == pytest.approx(0.8)
        assert found.smallest == pytest.approx(expm1(smallest_log_effect(20, sd, alpha)))
        assert found.posts_needed == posts_needed(log1p(0.1), sd, alpha)


def test_without_enough_history_experience_counts_and_without_both_nothing_is_promised(filmed: Any) -> None:
    workspace, experiment, _ = filmed
    early = asked(experiment, date(2026, 3, 2), "kitchen")
    found = feasibility(workspace, early, CATALOGUE["views"])
    assert found is not None
    assert (found.spread, found.earlier_posts) == (1.05, None)
    assert feasibility(workspace, early, replace(CATALOGUE["views"], spread=None)) is None


def test_every_workspace_is_left_as_it_was(filmed: Any) -> None:
    workspace, experiment, _ = filmed
    before = {path: path.stat().st_mtime_ns for path in Path(workspace.root).rglob("*") if path.is_file()}
    feasibility(workspace, asked(experiment, None, "kitchen"), CATALOGUE["views"])
    assert {path: path.stat().st_mtime_ns for path in Path(workspace.root).rglob("*") if path.is_file()} == before
