"""How much does one post decide, and would the missing ones overturn the answer?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cliptrial.analysis.estimate import Comparison, compare_pair
from cliptrial.analysis.findings import Finding, Level
from cliptrial.analysis.findings.robust import BestPostShare, HoldsWithoutBest, TurnsWithoutOne
from cliptrial.analysis.results import GuardrailVerdict, Role, Size, VerdictCode
from cliptrial.analysis.rows import CLEAR, Row, Rule, decide
from cliptrial.analysis.units import Units, Values
from cliptrial.stats.inversion import Bools

MUCH = 0.5
"""Share of an arm's total in one post that is worth a note."""
CARRIED = 0.5
"""Share of a clear answer's difference, on the log, that is left without one post and below which this post decides."""


def influence_findings(units: Units, row: Row) -> Iterator[Finding]:
    """Whether a clear answer survives losing the post that carries it most.

    An answer that is just clear hardly ever does, however alike its posts are: without its best post p is two to ten
    times as large. So it is a warning only where most of the difference goes with the post; elsewhere it is a note.
    """
    comparison, uplift = row.comparison, row.uplift
    if comparison is None or uplift.verdict not in CLEAR:
        return
    low, high = uplift.leave_one_out
    post = int(comparison.rows[_carrier(comparison, row.question.values)])
    without = _again(units, row, _set_missing(row.question.values, post))
    if without is None or without.inversion.estimate * comparison.inversion.estimate <= 0:
        yield TurnsWithoutOne(Level.WARNING, low=low, high=high)
    elif without.inversion.p_value() <= row.alpha:
        yield HoldsWithoutBest(Level.OK, low=low, high=high)
    else:
        # Beside an empty arm there is no difference to hold against another.
        whole = comparison.inversion.estimate
        left = without.inversion.estimate / whole if np.isfinite(whole) else 0.0
        yield TurnsWithoutOne(Level.NOTE if left > CARRIED else Level.WARNING, low=low, high=high)


def _carrier(comparison: Comparison, values: Values) -> int:
    """The post without which the estimate comes nearest to none; beside an empty arm, the one with most events."""
    if not np.isfinite(comparison.inversion.estimate):
        return int(np.argmax(values.numerator[comparison.rows]))
    return int(np.nanargmin(np.sign(comparison.inversion.estimate) * comparison.without_each))


def best_post_findings(shares: dict[str, float]) -> Iterator[Finding]:
    """A note for an arm of which one post holds most of the total."""
    for arm, share in shares.items():
        if share > MUCH:
            yield BestPostShare(Level.NOTE, arm=arm, share=share)


def with_missing(units: Units, row: Row, rule: Rule) -> tuple[VerdictCode | GuardrailVerdict, Size | None]:
    """The verdict that stands whatever the missing posts would have shown, within what was seen.

    A clear answer must hold with the missing posts set to the worst for it that was seen: for "better" the
    variant's get the worst value of any post compared and the control's the best; for "worse" the other way
    round; "equivalent" must hold both ways. What does not hold is open.
    """
    uplift, before = row.uplift, (row.uplift.verdict, row.uplift.size)
    missing = units.pair(uplift.control, uplift.arm) & ~row.question.values.read
    if not missing.any() or row.comparison is None:
        return before
    filled = [_filled_verdict(units, row, rule, missing, favourable=f) for f in _doubts(uplift.verdict, uplift.size)]
    if any(verdict != uplift.verdict for verdict, _ in filled):
        if uplift.role is Role.GUARDRAIL:
            return GuardrailVerdict.OPEN, None
        return VerdictCode.INCONCLUSIVE, Size.OPEN if rule.final else None
    sizes = [size for _, size in filled if size is not None]
    return uplift.verdict, (sizes[0] if sizes else uplift.size)


def _doubts(verdict: VerdictCode | GuardrailVerdict, size: Size | None) -> tuple[bool, ...]:
    """In which directions missing posts could overturn a verdict: favourable to the variant or not."""
    if verdict in (VerdictCode.BETTER, GuardrailVerdict.HELD):
        return (False,)
    if verdict in (VerdictCode.WORSE, GuardrailVerdict.BROKEN) or size is Size.NOT_REACHED:
        return (True,)
    return (False, True) if verdict is VerdictCode.EQUIVALENT else ()


def _filled_verdict(
    units: Units, row: Row, rule: Rule, missing: Bools, *, favourable: bool
) -> tuple[VerdictCode | GuardrailVerdict | None, Size | None]:
    values, uplift = row.question.values, row.uplift
    seen = units.pair(uplift.control, uplift.arm) & values.read
    each = values.each[seen]
    high_for_variant = favourable == row.question.metric.higher_is_better
    for_variant, for_control = (each.max(), each.min()) if high_for_variant else (each.min(), each.max())
    exposure = float(np.median(values.denominator[seen]))
    filled = np.where(units.arm == uplift.arm, for_variant, for_control)
    numerator = np.where(missing, filled * exposure, values.numerator)
    denominator = np.where(missing, exposure, values.denominator)
    again = _again(units, row, Values(numerator, denominator))
    return (None, None) if again is None else decide(row.question, again.inversion, row.alpha, rule)


def _set_missing(values: Values, post: int) -> Values:
    numerator = values.numerator.copy()
    numerator[post] = np.nan
    return Values(numerator, values.denominator)


def _again(units: Units, row: Row, values: Values) -> Comparison | None:
    comparison = compare_pair(
        units, values, row.question.metric, row.uplift.control, row.uplift.arm, blocks=row.question.blocks
    )
    return comparison if isinstance(comparison, Comparison) else None
