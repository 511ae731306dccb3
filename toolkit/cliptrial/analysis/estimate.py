"""One metric, one variant against the control: the engine that fits the metric's kind, or a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, exp

import numpy as np
from numpy.typing import NDArray

from cliptrial.analysis.amounts import unequal_spread
from cliptrial.analysis.findings import Finding, Level
from cliptrial.analysis.findings.refused import (
    ArmWithoutPosts,
    ImpossibleValues,
    NoEvents,
    NoVariation,
    TooFewAssignments,
    TooFewPosts,
    TooFewViews,
)
from cliptrial.analysis.terms import Terms, terms
from cliptrial.analysis.units import Assignment, Units, Values
from cliptrial.metrics import Kind, Metric
from cliptrial.stats.draws import Draws, Labels
from cliptrial.stats.inversion import Bools, Floats, Inversion
from cliptrial.stats.permutation import permuted, relabelled
from cliptrial.stats.ratio.log_ratio import LogFit, log_ratio_test
from cliptrial.stats.ratio.log_ratio_hc2 import log_ratio_hc2_test
from cliptrial.stats.ratio.no_events import EmptyArm, empty_arm_test
from cliptrial.stats.ratio.rate_linear import LinearRateFit, rate_linear_test
from cliptrial.stats.ratio.rate_ratio import RateFit, rate_ratio_test
from cliptrial.stats.ratio.rate_studentised import rate_ratio_studentised_test

Ints = NDArray[np.int64]

UNEQUAL, UNEQUAL_IN_A_TABLE = 1.5, 1.1
"""Ratio of arm sizes above which the statistic is studentised by each arm's own spread (logs by HC2, ratios by the
delta method); a schedule keeps them nearly equal. Arms of one size need it not: there re-drawn labels mix both spreads
as the arms do, and studentising would only cost power."""
COUNTED = (Kind.COUNT, Kind.RATE, Kind.RARE)
"""Kinds whose numerator counts events; amounts and averages have no such unit, so every post weighs the same."""
ALONE = 1e-9
"""What terms leave of a post's treatment, below which they explain it wholly."""
THIN = 2.0
"""Posts that the arm with fewer of them has in a stratum on average, below which strata compare hardly anything."""
ENOUGH_VIEWS = 1000
"""Exposure that each arm of a rate needs for a verdict."""
ENOUGH_COMBINED = 4
"""Posts of each arm that a ratio needs beside other questions: what 12 posts keep where one in ten is missing, which is
the least that was counted (docs/crossed.csv)."""


@dataclass(frozen=True)
class Comparison:
    """What one engine found.

    Attributes:
        posts: Posts compared, (control, variant).
        estimand: See :class:`~cliptrial.analysis.results.Uplift`.
        method: Code of the procedure.
        control_value: The control's typical value.
        inversion: The test, for every size of the effect; of an arm without events, what bounds it.
        unadjusted: The log ratio without terms but for the other questions of a combined test.
        rows: Shape (posts compared,): their rows among the units.
        without_each: Shape (posts compared,): the log ratio without each of them.
        typical_error: Standard error at the spread that such posts usually have; None if unknown.
        variant_alone: The variant's typical value where the control's is zero; None elsewhere.
    """

    posts: tuple[int, int]
    estimand: str
    method: str
    control_value: float
    inversion: Inversion | EmptyArm
    unadjusted: float
    rows: Ints
    without_each: Floats
    typical_error: float | None = None
    variant_alone: float | None = None

    @property
    def variant_value(self) -> float:
        """The control's value times the ratio; where the control has none, the variant's own."""
        return self.control_value * exp(self.inversion.estimate) if self.variant_alone is None else self.variant_alone


@dataclass(frozen=True)
class Refusal:
    """Why there is no number: a blocker, unless the metric does not decide."""

    posts: tuple[int, int]
    finding: Finding


@dataclass(frozen=True)
class _Case:
    """The kept posts of one pair, ready for an engine."""

    metric: Metric
    treated: Bools
    numerator: Floats
    denominator: Floats
    terms: Terms
    draws: Labels
    units: Units
    strata: Ints


def compare_pair(
    units: Units, values: Values, metric: Metric, control: str, variant: str, *, blocks: bool = False
) -> Comparison | Refusal:
    """Compare a variant with the control on one metric.

    Args:
        units: All posts.
        values: The metric on them.
        metric: Its kind chooses the engine.
        control: Arm id.
        variant: Arm id.
        blocks: Whether rotation blocks need terms (posts of different age).
    """
    kept = units.pair(control, variant) & values.read
    treated = np.asarray(units.arm[kept] == variant, dtype=np.bool_)
    posts = (int((~treated).sum()), int(treated.sum()))
    numerator, denominator = values.numerator[kept], values.denominator[kept]
    refusal = _refusal(metric, numerator, denominator, treated, (control, variant), posts)
    if refusal:
        return refusal
    logs = by_logs(metric, numerator)
    few = None if logs else _too_few_beside_others(units, metric, (control, variant), posts)
    if few:
        return few
    if not logs and metric.kind not in COUNTED:
        numerator, denominator = numerator / denominator, np.ones_like(denominator)
    strata = units.strata(control, variant)[kept]
    case = _Case(
        metric,
        treated,
        numerator,
        denominator,
        terms(units, kept, treated, strata, blocks=blocks),
        units.redrawn(control, variant).among(kept),
        units,
        strata,
    )
    rows = np.flatnonzero(kept)
    return _log(case, posts, rows) if logs else _ratio(case, posts, rows, (control, variant))


def by_logs(metric: Metric, numerator: Floats) -> bool:
    """Whether typical posts are compared, on logs; rates, amounts and counts with zeros are compared as they are."""
    return metric.kind in (Kind.COUNT, Kind.MEAN) and bool((numerator > 0).all())


def _refusal(
    metric: Metric,
    numerator: Floats,
    denominator: Floats,
    treated: Bools,
    arms: tuple[str, str],
    posts: tuple[int, int],
) -> Refusal | None:
    bad = ~np.isfinite(numerator) | ~np.isfinite(denominator) | (numerator < 0) | (denominator <= 0)
    if bad.any():
        return Refusal(posts, ImpossibleValues(Level.BLOCKER, metric=metric.name, posts=int(bad.sum())))
    for arm, side, count in zip(arms, (~treated, treated), posts, strict=True):
        if count == 0:
            return Refusal(posts, ArmWithoutPosts(Level.BLOCKER, metric=metric.name, arm=arm))
        if count < 2:
            return Refusal(posts, TooFewPosts(Level.BLOCKER, metric=metric.name, arm=arm, posts=count, needed=2))
        views = float(denominator[side].sum())
        if metric.kind is Kind.RATE and views < ENOUGH_VIEWS:
            few = TooFewViews(Level.BLOCKER, metric=metric.name, arm=arm, views=views, needed=ENOUGH_VIEWS)
            return Refusal(posts, few)
    return None


def _too_few_beside_others(
    units: Units, metric: Metric, arms: tuple[str, str], posts: tuple[int, int]
) -> Refusal | None:
    """In a combined test: an arm with too few posts for a ratio, or far fewer than the other.

    Its test has the other questions as linear terms, and is not studentised for arms of unequal size and spread.
    """
    fewest = min(posts)
    needed = max(ENOUGH_COMBINED, ceil(max(posts) / UNEQUAL))
    if not units.others.shape[1] or fewest >= needed:
        return None
    arm = arms[posts.index(fewest)]
    return Refusal(posts, TooFewPosts(Level.BLOCKER, metric=metric.name, arm=arm, posts=fewest, needed=needed))


def _log(case: _Case, posts: tuple[int, int], rows: Ints) -> Comparison | Refusal:
    logs, treated = np.log(case.numerator / case.denominator), case.treated.astype(np.float64)
    fit = LogFit(logs, treated, case.terms.columns, case.terms.cells)
    if not fit.identified:
        return Refusal(posts, TooFewAssignments(Level.BLOCKER, metric=case.metric.name, smallest_p=1.0))
    # Posts where one arm ran alone tell nothing of the other, however much they vary.
    telling = fit.remainder[np.abs(fit.treatment) > ALONE]
    if np.ptp(logs) == 0 or telling @ telling <= 1e-20 * max(float(fit.outcome @ fit.outcome), 1.0):
        return Refusal(posts, NoVariation(Level.BLOCKER, metric=case.metric.name))
    observed = case.units.assignment is Assignment.NOBODY
    draws: Draws = case.draws
    if observed and not case.draws.exact:
        draws = permuted(fit.treatment, case.strata, draws=case.units.draws, seed=case.units.seed)
    unequal = _unequal(case, posts)
    shuffled = "permuted_labels" if case.draws.exact else "permuted_residuals"
    test = log_ratio_hc2_test if unequal else log_ratio_test
    plain = LogFit(logs, treated, case.terms.others)
    method = shuffled if observed else "redraw_log_hc2" if unequal else "redraw_log_ols"
    return Comparison(
        posts,
        "ratio_of_geometric_means",
        method,
        float(np.exp(logs[~case.treated].mean())),
        test(fit, draws, exact=case.draws.exact),
        plain.estimate,
        rows,
        fit.without_each,
        case.metric.spread / fit.information**0.5 if case.metric.spread else None,
    )


def _unequal(case: _Case, posts: tuple[int, int]) -> bool:
    """Whether the arms are far from equal in size."""
    planned = case.units.assignment is Assignment.SCHEDULE
    return max(posts) > (UNEQUAL if planned else UNEQUAL_IN_A_TABLE) * min(posts)


def _ratio(case: _Case, posts: tuple[int, int], rows: Ints, arms: tuple[str, str]) -> Comparison | Refusal:
    name, sides = case.metric.name, (~case.treated, case.treated)
    empty = [arm for arm, side in zip(arms, sides, strict=True) if not case.numerator[side].any()]
    if len(empty) == len(arms):
        return Refusal(posts, NoEvents(Level.BLOCKER, metric=name, arm=None, other=None, limit=None))
    fit = RateFit(case.numerator, case.denominator, case.treated, case.terms.strata)
    draws = case.draws
    observed = case.units.assignment is Assignment.NOBODY
    if observed or case.terms.uneven:
        # The ratio is not studentised by weekday, so labels may change places only where its strata hold them equal.
        draws = relabelled(case.treated, case.terms.strata, draws=case.units.draws, seed=case.units.seed)
    if empty:
        return _one_sided(
            case, posts, rows, fit, empty_arm_test(case.numerator, case.treated, draws, exact=draws.exact)
        )
    unequal = _unequal(case, posts)
    compared = _linear(case) if case.terms.others.size else fit if unequal else _in_thin_strata(case) or fit
    if compared is None or not np.isfinite(compared.ratio) or compared.ratio <= 0:
        return Refusal(posts, TooFewAssignments(Level.BLOCKER, metric=name, smallest_p=1.0))
    each = case.numerator / case.denominator
    if not any(np.ptp(each[side]) for side in sides):
        return Refusal(posts, NoVariation(Level.BLOCKER, metric=name))
    if case.metric.kind is Kind.MONEY:
        uneven = unequal_spread(name, arms, case.numerator, case.treated, draws, compared.ratio)
        if uneven:
            return Refusal(posts, uneven)
    method, inversion = _ratio_test(case, compared, draws, unequal)
    return Comparison(
        posts,
        _estimand(case.metric),
        method,
        fit.control_rate,
        inversion,
        float(np.log(_plain_ratio(case))),
        rows,
        compared.without_each,
    )


def _in_thin_strata(case: _Case) -> LinearRateFit | None:
    """The fit with linear terms, where labels that change places within strata would leave little to compare.

    A schedule shares its weekdays between the arms, so its strata are never thin by design.
    """
    observed = case.units.assignment is Assignment.NOBODY
    if not observed and not case.terms.uneven:
        return None
    codes = np.unique(case.terms.strata, return_inverse=True)[1].ravel()
    sides = [np.bincount(codes, side, codes.max() + 1) for side in (case.treated, ~case.treated)]
    if np.minimum(*sides).mean() >= THIN:
        return None
    return _linear(case)


def _linear(case: _Case) -> LinearRateFit | None:
    """The fit with linear terms; None where it tells nothing apart."""
    fit = LinearRateFit(case.numerator, case.denominator, case.treated, case.terms.columns, case.terms.cells)
    return fit if fit.identified else None


def _plain_ratio(case: _Case) -> float:
    """The ratio without terms but for the other questions of a combined test."""
    others = case.terms.others
    if others.size:
        linear = LinearRateFit(case.numerator, case.denominator, case.treated, others)
        return linear.ratio if linear.identified else np.nan
    return RateFit(case.numerator, case.denominator, case.treated, np.zeros_like(case.terms.strata)).ratio


def _ratio_test(case: _Case, fit: RateFit | LinearRateFit, draws: Labels, unequal: bool) -> tuple[str, Inversion]:
    """The test of a ratio, and the code of its procedure."""
    observed = case.units.assignment is Assignment.NOBODY
    if isinstance(fit, LinearRateFit):
        linear: Draws = case.draws
        if observed and not case.draws.exact:
            linear = permuted(fit.fit.treatment, case.strata, draws=case.units.draws, seed=case.units.seed)
        beside = "redraw_rate_combined" if case.terms.others.size else "redraw_rate_linear"
        method = "permuted_rate_linear" if observed else beside
        return method, rate_linear_test(fit, linear, exact=case.draws.exact)
    test = rate_ratio_studentised_test if unequal else rate_ratio_test
    method = "permuted_residuals_rate" if observed else "redraw_rate_delta" if unequal else "redraw_rate_ratio"
    return method, test(fit, draws, exact=draws.exact)


def _one_sided(case: _Case, posts: tuple[int, int], rows: Ints, fit: RateFit, test: EmptyArm) -> Comparison:
    """One arm has no event: there is no ratio to estimate, only a test and a bound."""
    return Comparison(
        posts,
        _estimand(case.metric),
        "redraw_empty_arm",
        fit.control_rate,
        test,
        test.estimate,
        rows,
        np.full(len(rows), test.estimate),
        variant_alone=0.0 if test.variant else fit.variant_rate,
    )


def _estimand(metric: Metric) -> str:
    return "ratio_of_rates" if metric.kind is Kind.RATE else "ratio_of_means"
