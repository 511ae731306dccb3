"""Old against new: confirmed, kept or rolled back, and what is realistic of what was measured."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import expm1, inf, log, log1p, sqrt
from typing import Any

import numpy as np
import pytest
from scipy import stats
from tests.analysis.test_proposal import changed, compared

from cliptrial.analysis.learning.checks import check_averages, outcome_by_decision
from cliptrial.analysis.learning.lessons import LeftOut, Lesson
from cliptrial.analysis.old_new import Outcome, drawn, expected_of, outcome_of
from cliptrial.analysis.results import Evidence, GuardrailVerdict, Role, VerdictCode
from cliptrial.registry.beside.adopted import Adopted
from cliptrial.registry.model import Variable

BETTER, OPEN = VerdictCode.BETTER, VerdictCode.INCONCLUSIVE


def change(expected: float | None = 0.0421, posts: int = 8, metric: str = "views") -> Adopted:
    day = date(2026, 3, 1)
    return Adopted("a", day, ("k",), Variable.HOOK, "new", 0.0, expected, "new", "old", metric, posts)


@pytest.mark.parametrize(
    ("relative", "verdict", "extra_work", "outcome"),
    [
        (0.58, OPEN, 0.0, Outcome.KEPT),
        (0.58, OPEN, 0.579, Outcome.KEPT),
        (0.58, OPEN, 0.58, Outcome.ROLLED_BACK),
        (1.59, BETTER, 0.0, Outcome.CONFIRMED),
        (1.59, BETTER, 1.60, Outcome.ROLLED_BACK),
        (0.0, OPEN, 0.0, Outcome.ROLLED_BACK),
        (-0.12, OPEN, 0.0, Outcome.ROLLED_BACK),
        (-0.6, VerdictCode.WORSE, 0.0, Outcome.ROLLED_BACK),
    ],
)
def test_the_new_way_stays_where_it_is_ahead_by_more_than_its_extra_work(
    relative: float, verdict: VerdictCode, extra_work: float, outcome: Outcome
) -> None:
    found = outcome_of(changed(compared(), relative=relative, verdict=verdict), extra_work)
    assert found is not None
    assert (found.outcome, found.ahead) == (outcome, relative > 0)


def test_where_less_is_better_a_fall_is_ahead() -> None:
    base = changed(compared(), relative=-0.2, verdict=OPEN)
    falling = replace(base, metrics=tuple(replace(metric, higher_is_better=False) for metric in base.metrics))
    found, usual = outcome_of(falling, 0.0, [change(-0.04)]), outcome_of(base)
    assert found is not None
    assert usual is not None
    assert found.realistic is not None
    assert (found.outcome, usual.outcome) == (Outcome.KEPT, Outcome.ROLLED_BACK)
    assert found.realistic.interval[0] < found.realistic.value < 0


def test_a_new_way_that_harms_what_must_not_suffer_goes() -> None:
    ahead = changed(compared(), relative=0.5, verdict=OPEN)
    for verdict, outcome in ((GuardrailVerdict.BROKEN, Outcome.ROLLED_BACK), (GuardrailVerdict.OPEN, Outcome.KEPT)):
        guarded = replace(ahead.uplifts[0], role=Role.GUARDRAIL, metric="share_rate", verdict=verdict)
        found = outcome_of(replace(ahead, uplifts=(*ahead.uplifts, guarded)))
        assert found is not None
        assert found.outcome is outcome


def test_posts_that_cannot_tell_decide_nothing() -> None:
    base = compared()
    assert outcome_of(base) is not None
    assert outcome_of(replace(base, evidence=Evidence.OBSERVED)) is None
    assert outcome_of(replace(base, verdict=replace(base.verdict, code=VerdictCode.UNANSWERABLE))) is None
    assert outcome_of(changed(base, relative=None)) is None


def test_what_is_realistic_is_the_normal_posterior() -> None:
    """By quadrature of prior times likelihood; and at its ends what was measured, or half of what was expected."""
    grid = np.linspace(-3, 4, 20_001)
    weight = stats.norm.pdf(grid, 0.165, sqrt(0.209)) * stats.norm.pdf(0.952, grid, 0.397)
    mean = float((grid * weight).sum() / weight.sum())
    spread = sqrt(float(((grid - mean) ** 2 * weight).sum() / weight.sum()))
    assert drawn(0.952, 0.397, 0.33, 0.209) == pytest.approx((mean, spread), rel=1e-6)
    assert drawn(0.952, 1e-9, 0.33, 0.209)[0] == pytest.approx(0.952)
    assert drawn(0.952, 1e9, 0.33, 0.209)[0] == pytest.approx(0.165)


def test_eight_changes_that_measure_159_percent_make_about_85_realistic() -> None:
    """The published sentence: 14 posts each, views, from +14 % to +485 %."""
    error = (log(5.85) - log(1.14)) / 2 / float(stats.t.isf(0.025, 26))
    measured = changed(compared(), relative=1.59, verdict=BETTER, standard_error=error, posts=(14, 14))
    found = outcome_of(measured, 0.0, [change()] * 8)
    assert found is not None
    assert found.realistic is not None
    assert found.realistic.value == pytest.approx(0.85, abs=0.02)
    low, high = found.realistic.interval
    assert sqrt((1 + low) * (1 + high)) == pytest.approx(1 + found.realistic.value)


def test_what_was_expected_of_another_number_says_nothing_of_this_one() -> None:
    total, variance = expected_of([change(0.05), change(0.05, metric="saves"), change(None)], "views", 1.05)
    assert total == pytest.approx(log1p(0.05))
    assert variance == pytest.approx(0.17**2 * (3 - 8 / (8 + 2 * 1.05**2 / 0.17**2)))


def test_what_was_expected_of_a_change_and_of_what_it_was_built_on_adds_up() -> None:
    chain = replace(change(0.05), built_on=(change(0.03), change(0.02)))
    apart = [change(0.05), change(0.03), change(0.02)]
    assert expected_of([chain], "views", 1.05) == pytest.approx(expected_of(apart, "views", 1.05))


def test_four_of_five_intervals_hold_what_is_true() -> None:
    """Twelve ideas of eight an arm, adopted by expectation; the prior is true."""
    rng, (tau, sigma) = np.random.default_rng(1), (0.17, 1.05)
    truth = tau * rng.standard_normal((20_000, 24))
    weight = 8 / (8 + 2 * sigma**2 / tau**2)
    expected = weight * (truth + sigma * sqrt(2 / 8) * rng.standard_normal(truth.shape))
    kept = expected > 0
    level, total = (truth * kept).sum(axis=1), (expected * kept).sum(axis=1)
    error = sigma * sqrt(2 / 14)
    seen = level + error * rng.standard_normal(len(level))
    inside = 0
    for true, sum_, count, y in zip(level, total, kept.sum(axis=1), seen, strict=True):
        mean, spread = drawn(float(y), error, float(sum_), float(count * tau**2 * (1 - weight)))
        inside += abs(true - mean) < 1.2816 * spread
    assert inside / len(level) == pytest.approx(0.79, abs=0.012)


def test_infinite_and_missing_numbers_stay_what_they_are() -> None:
    found = outcome_of(changed(compared(), relative=0.3, relative_interval=(-0.5, inf), standard_error=None))
    assert found is not None
    assert (found.interval, found.realistic) == ((-0.5, inf), None)


def test_a_check_that_was_made_longer_counts_both_lots_by_their_posts_and_confirms_nothing() -> None:
    """Ahead by 0.9 and behind by 0.3, on 14 posts each and again: (0.9 - 0.3) / 2; on 7 again: (2 * 0.9 - 0.3) / 3."""
    first = changed(compared(), relative=expm1(-0.3), posts=(14, 14), standard_error=0.3, verdict=OPEN)
    for posts, pooled, error in ((14, 0.3, sqrt(0.3**2 + 0.4**2) / 2), (7, 0.1, sqrt(4 * 0.3**2 + 0.4**2) / 3)):
        again = changed(
            compared(), relative=expm1(0.9), posts=(posts, posts), standard_error=0.4, verdict=VerdictCode.BETTER
        )
        found = outcome_of(again, 0.0, [change()] * 8, first)
        assert found is not None
        assert (found.outcome, found.longer, found.p_value) == (Outcome.KEPT, True, None)
        assert log1p(found.measured) == pytest.approx(pooled)
        assert found.posts == (14 + posts, 14 + posts)
        total, variance = expected_of([change()] * 8, "views", error * sqrt((14 + posts) / 2))
        assert found.realistic is not None
        assert log1p(found.realistic.value) == pytest.approx(drawn(pooled, error, total, variance)[0])
    unread = replace(first, verdict=replace(first.verdict, code=VerdictCode.UNANSWERABLE))
    assert outcome_of(again, 0.0, (), unread) is None


def lesson(slug: str, account: str, effect: float | None, error: float = 0.4, **more: Any) -> Lesson:
    """What a check teaches."""
    usual: dict[str, Any] = {
        "slug": slug, "title": slug, "variable": "bundle", "metric": "views", "accounts": (account,), "start": None,
        "variants": ("new",), "effect": effect, "standard_error": error, "relative": None, "posts": 28,
        "evidence": Evidence.RANDOMISED, "verdict": OPEN, "decision": "ship", "left_out": None,
    }  # fmt: skip
    return Lesson(**{**usual, **more})


def test_the_average_over_all_clients_has_the_newest_check_of_each() -> None:
    newest_first = [
        lesson("longer", "a", -2.0), lesson("a-now", "a", 0.9), lesson("b", "b", 0.7, 0.3),
        lesson("a-before", "a", -3.0),
        lesson("other", "c", -5.0, variable="hook"), lesson("too-early", "d", None, left_out=LeftOut.NOT_READY),
    ]  # fmt: skip
    (mean,) = check_averages(newest_first, ["longer"])
    assert (mean.checks, log1p(mean.relative)) == (("a-now", "b"), pytest.approx(0.8))
    error = sqrt(0.4**2 + 0.3**2) / 2
    freedom = (0.4**2 + 0.3**2) ** 2 / (0.4**4 / 26 + 0.3**4 / 26)
    assert mean.p_value == pytest.approx(2 * stats.t.sf(0.8 / error, freedom))
    assert mean.confirmed is (mean.p_value < 0.05) is (mean.interval[0] > 0)
    assert check_averages(newest_first[:2], ["longer"]) == ()
    (behind,) = check_averages([lesson("a", "a", -0.9), lesson("b", "b", -0.9)])
    assert behind.p_value < 0.05
    assert not behind.confirmed


def test_what_became_of_a_check_stands_in_its_last_decision() -> None:
    by = {
        ("ship", BETTER): Outcome.CONFIRMED, ("ship", OPEN): Outcome.KEPT, ("drop", BETTER): Outcome.ROLLED_BACK,
        ("repeat", OPEN): None, (None, OPEN): None,
    }  # fmt: skip
    for (decision, verdict), outcome in by.items():
        assert outcome_by_decision(lesson("a", "a", 0.5, decision=decision, verdict=verdict)) is outcome
