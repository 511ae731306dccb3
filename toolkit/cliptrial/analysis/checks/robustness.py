"""Does another reading of the same posts agree: ranks, neighbours in time, the arm of the post before?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import isfinite

import numpy as np

from cliptrial.analysis.estimate import Comparison, compare_pair
from cliptrial.analysis.findings import Finding, Level
from cliptrial.analysis.findings.robust import (
    CarryOver,
    OnPlatform,
    RanksAgree,
    RanksDisagree,
    SerialCorrelation,
)
from cliptrial.analysis.results import VerdictCode
from cliptrial.analysis.rows import Row, relative_interval
from cliptrial.analysis.units import Units
from cliptrial.stats.draws import Labels
from cliptrial.stats.inversion import Bools, Floats
from cliptrial.stats.ratio.log_ratio import LogFit
from cliptrial.stats.weekdays import average_ranks, re_drawn_p

CLEAR = (VerdictCode.BETTER, VerdictCode.WORSE)
CORRELATED = 0.3
"""Correlation of a post with the one before from which it is worth a note; real histories have 0.05 to 0.1."""
UNLIKELY = 0.01


def rank_findings(units: Units, primary: Sequence[Row], alpha: float) -> Iterator[Finding]:
    """Whether ranks, which no single giant can sway, tell the same as a clear answer."""
    for row in primary:
        if row.comparison is None or row.comparison.estimand != "ratio_of_geometric_means":
            continue
        if row.uplift.verdict not in CLEAR:
            continue
        kept, treated, draws, exact = _pair(units, row)
        ranks = average_ranks(row.question.values.each[kept])
        p = re_drawn_p(ranks, treated, draws, exact=exact)
        same = (ranks[treated].mean() > ranks[~treated].mean()) == (row.comparison.inversion.estimate > 0)
        if same and p <= alpha:
            yield RanksAgree(Level.OK, metric=row.uplift.metric, arm=row.uplift.arm, p_value=p)
        else:
            yield RanksDisagree(Level.NOTE, metric=row.uplift.metric, arm=row.uplift.arm, p_value=p)


def time_findings(units: Units, primary: Sequence[Row], when: Floats | None) -> Iterator[Finding]:
    """Whether a post resembles the one before, or depends on the arm of the one before.

    Args:
        units: All posts.
        primary: Rows of the primary metric.
        when: Shape (posts,): time of posting, in any unit; None where it is not known.
    """
    for row in primary if when is not None else ():
        if row.comparison is None or row.comparison.estimand != "ratio_of_geometric_means":
            continue
        kept, treated, draws, exact = _pair(units, row)
        assert when is not None
        order = np.lexsort((when[kept], units.account[kept]))
        same_account = units.account[kept][order][1:] == units.account[kept][order][:-1]
        logs = np.log(row.question.values.each[kept])
        rest = LogFit(logs, treated.astype(np.float64), np.empty((len(logs), 0))).remainder[order]
        later, earlier = rest[1:][same_account], rest[:-1][same_account]
        if len(later) < 8 or not later.std() or not earlier.std():
            continue
        correlation = float(np.corrcoef(later, earlier)[0, 1])
        if correlation > CORRELATED:
            yield SerialCorrelation(Level.NOTE, metric=row.uplift.metric, correlation=correlation)
        earlier_posts = order[:-1][same_account]
        before, drawn = treated[earlier_posts], draws.among(earlier_posts)
        if before.any() and not before.all():
            both = (some[some.any(axis=1) & ~some.all(axis=1)] for some in drawn)
            p = re_drawn_p(later, before, both, exact=exact)
            if p < UNLIKELY:
                yield CarryOver(Level.NOTE, metric=row.uplift.metric, arm=row.uplift.arm, p_value=p)


def platform_findings(units: Units, primary: Sequence[Row]) -> Iterator[Finding]:
    """What each platform shows by itself, where the posts went out on several: the answer pools their ratios."""
    for row in primary:
        question, uplift = row.question, row.uplift
        for platform in dict.fromkeys(question.platforms) if row.comparison is not None else ():
            own = np.array([one == platform for one in question.platforms], np.bool_)
            seen = replace(units, included=own if units.included is None else own & units.included)
            pair = uplift.control, uplift.arm
            alone = compare_pair(seen, question.values, question.metric, *pair, blocks=question.blocks)
            if not isinstance(alone, Comparison) or not isfinite(alone.inversion.estimate):
                continue
            low, high = relative_interval(alone.inversion, row.alpha)
            yield OnPlatform(
                Level.NOTE,
                metric=uplift.metric,
                arm=uplift.arm,
                platform=platform,
                posts=sum(alone.posts),
                relative=float(np.expm1(alone.inversion.estimate)),
                low=low,
                high=high,
            )


def _pair(units: Units, row: Row) -> tuple[Bools, Bools, Labels, bool]:
    """Kept units, their labels, re-drawn labels, and whether these are all there are."""
    kept = np.asarray(units.pair(row.uplift.control, row.uplift.arm) & row.question.values.read, dtype=np.bool_)
    drawn = units.redrawn(row.uplift.control, row.uplift.arm)
    treated = np.asarray(units.arm[kept] == row.uplift.arm, dtype=np.bool_)
    return kept, treated, drawn.among(kept), drawn.exact
