"""How much does one post decide, and would the missing ones overturn the answer?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cliptrial.analysis.codes import Code
from cliptrial.analysis.estimate import Comparison, compare_pair
from cliptrial.analysis.results import Finding, Level, VerdictCode
from cliptrial.analysis.rows import Row
from cliptrial.analysis.units import Units, Values

CLEAR = (VerdictCode.BETTER, VerdictCode.WORSE)
MUCH = 0.5
"""Share of an arm's total in one post that is worth a note."""


def influence_findings(units: Units, row: Row, alpha: float) -> Iterator[Finding]:
    """Whether a clear answer survives losing the post that carries it most."""
    found, uplift = row.comparison, row.uplift
    if found is None or uplift.verdict not in CLEAR:
        return
    low, high = uplift.leave_one_out
    towards_zero = np.argmin(np.abs(found.without_each)) if found.inversion.estimate else 0
    post = int(found.rows[towards_zero])
    without = _again(units, row, _set_missing(row.question.values, post))
    holds = without is not None and without.inversion.p_value() <= alpha
    same_sign = without is not None and without.inversion.estimate * found.inversion.estimate > 0
    code, level = (
        (Code.HOLDS_WITHOUT_BEST, Level.OK) if holds and same_sign else (Code.TURNS_WITHOUT_ONE, Level.WARNING)
    )
    yield Finding(code, level, {"low": low, "high": high})


def best_post_findings(shares: dict[str, float]) -> Iterator[Finding]:
    """A note for an arm of which one post holds most of the total."""
    for arm, share in shares.items():
        if share > MUCH:
            yield Finding(Code.BEST_POST_SHARE, Level.NOTE, {"arm": arm, "share": share})


def survives_missing(units: Units, row: Row, alpha: float) -> bool:
    """Whether "better" stands when missing posts are set to the worst for it that was seen.

    A variant's missing posts get the worst value of any post compared, the control's the best.
    """
    values, metric = row.question.values, row.question.metric
    pair = units.pair(row.uplift.control, row.uplift.arm)
    missing = pair & ~values.read
    if not missing.any():
        return True
    each = values.each[pair & values.read]
    worst, best = (each.min(), each.max()) if metric.higher_is_better else (each.max(), each.min())
    exposure = float(np.median(values.denominator[pair & values.read]))
    filled = np.where(units.arm == row.uplift.arm, worst, best)
    numerator = np.where(missing, filled * exposure, values.numerator)
    denominator = np.where(missing, exposure, values.denominator)
    again = _again(units, row, Values(numerator, denominator))
    if again is None:
        return False
    up = again.inversion.estimate > 0
    return again.inversion.p_value() <= alpha and up == metric.higher_is_better


def _set_missing(values: Values, post: int) -> Values:
    numerator = values.numerator.copy()
    numerator[post] = np.nan
    return Values(numerator, values.denominator)


def _again(units: Units, row: Row, values: Values) -> Comparison | None:
    found = compare_pair(
        units, values, row.question.metric, row.uplift.control, row.uplift.arm, blocks=row.question.blocks
    )
    return found if isinstance(found, Comparison) else None
