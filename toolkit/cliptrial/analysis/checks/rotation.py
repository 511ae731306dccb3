"""Did the arms share weekdays and time?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from cliptrial.analysis.codes import Code
from cliptrial.analysis.results import Finding, Level, Value
from cliptrial.analysis.rows import Row
from cliptrial.analysis.units import Assignment, Units
from cliptrial.stats.draws import Labels, over_draws
from cliptrial.stats.inversion import Bools, Floats
from cliptrial.stats.weekdays import (
    effective_share,
    independence,
    indicators,
    re_drawn_p,
    runs,
    total_variation,
    total_variation_by_chance,
)

Ints = NDArray[np.int64]

WARN, BLOCK = 0.85, 0.40
"""Effective share of the sample after adjusting for weekdays."""
ABSENT = 4
"""Weekdays that one arm never used though the other did: too many to compare."""
PERIODS = 0.001
"""p below which the arms ran in different periods."""
DRIFTING = 0.01
"""Below this, where nobody assigned the arms, one of them was used ever more: a warning."""


def weekday_table(arms: Sequence[str], arm: NDArray[np.object_], weekday: Ints) -> Mapping[str, tuple[int, ...]]:
    """By arm: posts from Monday to Sunday."""
    return {
        one: tuple(int(n) for n in np.bincount(weekday[(arm == one) & (weekday >= 0)], minlength=7)) for one in arms
    }


def rotation_findings(
    units: Units, posted: Bools, weekday: Ints, control: str, variants: Sequence[str]
) -> Iterator[Finding]:
    """Weekday table, effective sample and distance, for every variant.

    Args:
        units: All posts.
        posted: Shape (posts,): which of them went out.
        weekday: Shape (posts,): 0 to 6 as actually posted; ignored where not ``posted``.
        control: Arm id.
        variants: Arm ids.
    """
    table = weekday_table([control, *variants], units.arm, np.where(posted, weekday, -1))
    counts = np.array(list(table.values()), dtype=np.int64)
    test = independence(counts, seed=units.seed)
    worst = [f for v in variants if (f := _confounded(units, posted, weekday, control, v, table))]
    yield from worst
    unlikely = test.p_value < 0.01
    if not worst and not unlikely:
        difference = int((counts.max(axis=0) - counts.min(axis=0)).max())
        yield Finding(Code.ROTATION_BALANCED, Level.OK, {"largest_difference": difference})
    yield Finding(
        Code.WEEKDAY_TABLE_TEST,
        (Level.NOTE if worst else Level.WARNING) if unlikely else Level.OK,
        {"p_value": test.p_value, "cramers_v": test.cramers_v},
    )


def _confounded(
    units: Units, posted: Bools, weekday: Ints, control: str, variant: str, table: Mapping[str, tuple[int, ...]]
) -> Finding | None:
    kept = units.pair(control, variant) & posted
    treated = np.asarray(units.arm[kept] == variant, dtype=np.bool_)
    if treated.all() or not treated.any():
        return None
    days = weekday[kept]
    share = effective_share(treated, indicators(days))
    absent = [day for day in range(7) if (table[control][day] == 0) != (table[variant][day] == 0)]
    one_sided = max(sum(table[arm][day] == 0 for day in absent) for arm in (control, variant))
    if share >= WARN and one_sided < ABSENT:
        return None
    drawn = units.redrawn(control, variant)
    pair = np.array([table[variant], table[control]])
    values: dict[str, Value] = {
        "arm": variant,
        "control": control,
        "posts": len(treated),
        "posts_arm": int(treated.sum()),
        "posts_control": int((~treated).sum()),
        "effective_posts": share * len(treated),
        "effective_share": share,
        "absent_days": tuple(absent),
        "tv_distance": total_variation(pair),
        "tv_by_chance": total_variation_by_chance(days, drawn.among(kept)),
        "weekend_arm": sum(table[variant][4:]),
        "weekend_control": sum(table[control][4:]),
    }
    blocks = share < BLOCK or one_sided >= ABSENT
    return Finding(Code.WEEKDAY_CONFOUNDED, Level.BLOCKER if blocks else Level.WARNING, values)


def period_findings(
    units: Units, posted: Bools, when: Floats, control: str, variants: Sequence[str], *, slope_held: bool = True
) -> Iterator[Finding]:
    """Whether an arm ran earlier than the other, or in long stretches, against the assignment's own re-draws.

    Args:
        units: All posts.
        posted: Shape (posts,): which of them went out.
        when: Shape (posts,): time of posting, in any unit.
        control: Arm id.
        variants: Arm ids.
        slope_held: Whether a steady rise or fall is held equal where nobody assigned the arms, as it is for logs.
    """
    for variant in variants:
        kept = units.pair(control, variant) & posted
        treated = np.asarray(units.arm[kept] == variant, dtype=np.bool_)
        if treated.all() or not treated.any() or np.ptp(when[kept]) == 0:
            continue
        drawn = units.redrawn(control, variant)
        p = re_drawn_p(when[kept], treated, drawn.among(kept), exact=drawn.exact)
        correlation = float(np.corrcoef(when[kept], treated)[0, 1])
        observed = units.assignment is Assignment.NOBODY
        apart = observed and (_no_overlap(when[kept], treated) or not units.met(control, variant))
        p = min(p, _in_stretches(units, kept, when, treated, drawn.among(kept)))
        if p < PERIODS or apart or (observed and p < DRIFTING):
            yield Finding(
                Code.ARMS_IN_DIFFERENT_PERIODS,
                Level.BLOCKER if p < PERIODS or apart or not slope_held else Level.WARNING,
                {"arm": variant, "control": control, "correlation": correlation, "p_value": p},
            )


def _in_stretches(units: Units, kept: Bools, when: Floats, treated: Bools, drawn: Labels) -> float:
    """How often re-draws change from one arm to the other as rarely as the posts do, in order of time."""
    order = np.lexsort((when[kept], units.account[kept]))
    seen = int(runs(treated[None, order])[0])
    (as_few,) = over_draws(drawn, lambda some: (runs(some[:, order]) <= seen,))
    extra = 0 if drawn.exact else 1
    return float((as_few.sum() + extra) / (len(as_few) + extra))


def _no_overlap(when: Floats, treated: Bools) -> bool:
    """Whether one arm ended before the other began."""
    return bool(when[treated].max() < when[~treated].min() or when[~treated].max() < when[treated].min())


def adjustment_findings(found: Sequence[Row], by: str) -> Iterator[Finding]:
    """A warning where the terms move an estimate by more than its standard error.

    Args:
        found: All rows.
        by: What the terms are: ``weekdays``, or ``calendar`` (account, month and weekday).
    """
    for row in found:
        if row.comparison is None:
            continue
        inversion, unadjusted = row.comparison.inversion, row.comparison.unadjusted
        if abs(inversion.estimate - unadjusted) > inversion.standard_error:
            yield Finding(
                Code.ADJUSTMENT_MOVES,
                Level.WARNING,
                {
                    "metric": row.uplift.metric,
                    "arm": row.uplift.arm,
                    "unadjusted": row.uplift.unadjusted_relative,
                    "adjusted": row.uplift.relative,
                    "by": by,
                    "sign_changes": inversion.estimate * unadjusted < 0,
                },
            )
