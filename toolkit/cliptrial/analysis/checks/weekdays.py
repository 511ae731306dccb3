"""Did the arms share weekdays and time?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from cliptrial.analysis.checks.plan import MANY
from cliptrial.analysis.findings import Finding, Level
from cliptrial.analysis.findings.weekdays import (
    AdjustedBy,
    AdjustmentMoves,
    ArmsInDifferentPeriods,
    RotationBalanced,
    WeekdayConfounded,
    WeekdayTableTest,
)
from cliptrial.analysis.rows import Row
from cliptrial.analysis.terms import days_of_a_schedule
from cliptrial.analysis.units import Assignment, Units
from cliptrial.stats.draws import Labels, over_draws
from cliptrial.stats.inversion import Bools, Floats
from cliptrial.stats.weekdays import (
    effective_share,
    effective_shares,
    independence,
    indicators,
    one_sided_days,
    re_drawn_p,
    runs,
    share_at_most,
    total_variation,
    total_variation_by_chance,
)

Ints = NDArray[np.int64]

WARN, BLOCK = 0.85, 0.40
"""Effective share of the sample after adjusting for weekdays."""
ABSENT = 4
"""Weekdays that one arm never used though the other did: too many to compare."""
BY_THE_RULE = 0.01
"""How rarely a schedule's own rule must leave weekdays so uneven before they speak against it: few posts over seven
days are uneven in most of its draws, and the analysis holds that equal."""
PERIODS = 0.001
"""p below which the arms ran in different periods."""
ENOUGH, SHIFTED = 1000, 0.3
"""Labellings of a plan from which its most extreme one alone can say that the arms ran in different periods, and the
correlation of arm and time that it must have; within blocks that were kept there is none as large."""
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
    worst = [f for v in variants if (f := confounded(units, posted, weekday, control, v, table))]
    yield from worst
    unlikely = test.p_value < 0.01
    if not worst and not unlikely:
        difference = int((counts.max(axis=0) - counts.min(axis=0)).max())
        yield RotationBalanced(Level.OK, largest_difference=difference)
    level = (Level.NOTE if worst else Level.WARNING) if unlikely else Level.OK
    yield WeekdayTableTest(level, p_value=test.p_value, cramers_v=test.cramers_v, p_error=test.error)


def confounded(
    units: Units,
    posted: Bools,
    weekday: Ints,
    control: str,
    variant: str,
    table: Mapping[str, tuple[int, ...]],
    *,
    always: bool = False,
) -> WeekdayConfounded | None:
    """How far one variant and the control differ in their weekdays; None where they share them, or one has no post.

    Args:
        units: All posts.
        posted: Shape (posts,): which of them went out.
        weekday: Shape (posts,): 0 to 6 as actually posted.
        control: Arm id.
        variant: Arm id.
        table: By arm: posts from Monday to Sunday.
        always: Whether it is also told, at the level ``OK``, where they share them.
    """
    kept = units.pair(control, variant) & posted
    treated = np.asarray(units.arm[kept] == variant, dtype=np.bool_)
    if treated.all() or not treated.any():
        return None
    days, drawn = weekday[kept], units.redrawn(control, variant).among(kept)
    if units.assignment is Assignment.SCHEDULE and units.weekday is not None:
        share, level = _against_the_plan(days, units.weekday[kept], treated, drawn)
    else:
        share = effective_share(treated, indicators(days))
        level = _level(share < WARN, share < BLOCK, _one_sided(days, treated) >= ABSENT)
    if level is None and not always:
        return None
    absent = [day for day in range(7) if (table[control][day] == 0) != (table[variant][day] == 0)]
    pair = np.array([table[variant], table[control]])
    return WeekdayConfounded(
        level or Level.OK,
        arm=variant,
        control=control,
        posts=len(treated),
        posts_arm=int(treated.sum()),
        posts_control=int((~treated).sum()),
        effective_posts=share * len(treated),
        effective_share=share,
        absent_days=tuple(absent),
        tv_distance=total_variation(pair),
        tv_by_chance=total_variation_by_chance(days, drawn),
        weekend_arm=sum(table[variant][4:]),
        weekend_control=sum(table[control][4:]),
    )


def _against_the_plan(days: Ints, planned: Ints, treated: Bools, drawn: Labels) -> tuple[float, Level | None]:
    """The effective share of a drawn schedule's posts, and how serious it is.

    Few posts over seven days are uneven in most plans. So what counts is whether the posts share the days that the
    analysis holds equal less than its rule leaves them when a plan is followed, or whether an arm lacks days that
    it would not have lacked in the plan.

    Args:
        days: Shape (posts,): weekdays as actually posted.
        planned: Shape (posts,): weekdays as planned.
        treated: Shape (posts,).
        drawn: The schedule's own re-draws.
    """
    share = effective_share(treated, indicators(days_of_a_schedule(days)))
    uneven, one_sided = share < WARN, _one_sided(days, treated)
    if uneven:
        by_rule = effective_shares(indicators(days_of_a_schedule(planned)), drawn)
        uneven = share_at_most(by_rule, share, exact=drawn.exact) < BY_THE_RULE
    moved = float((days != planned).mean()) > MANY and one_sided > _one_sided(planned, treated)
    if one_sided >= ABSENT and not moved:
        (by_rule,) = over_draws(drawn, lambda some: (-one_sided_days(planned, some),))
        moved = share_at_most(by_rule, -one_sided, exact=drawn.exact) < BY_THE_RULE
    return share, _level(uneven, uneven and share < BLOCK, moved and one_sided >= ABSENT)


def _one_sided(days: Ints, treated: Bools) -> int:
    return int(one_sided_days(days, treated[None, :].astype(np.float64))[0])


def _level(uneven: bool, hopeless: bool, apart: bool) -> Level | None:
    return Level.BLOCKER if hopeless or apart else Level.WARNING if uneven else None


def period_findings(
    units: Units, posted: Bools, when: Floats, control: str, variants: Sequence[str], *, slope_held: bool
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
        apart = _no_overlap(when[kept], treated) or (observed and not units.met(control, variant))
        apart |= abs(correlation) > SHIFTED and p < _rare(drawn)
        p = min(p, _in_stretches(units, kept, when, treated, drawn.among(kept)))
        clear = apart or p < PERIODS
        if clear or (observed and p < DRIFTING):
            level = Level.BLOCKER if clear or not slope_held else Level.WARNING
            yield ArmsInDifferentPeriods(level, arm=variant, control=control, correlation=correlation, p_value=p)


def _rare(drawn: Labels) -> float:
    """The p below which arms ran in different periods: below the next labelling's where a plan has too few for it.

    A plan of 14 posts an arm has little more than 1,000 labellings, so that even the most extreme of them and its
    mirror have a p above .001.
    """
    return max(PERIODS, 2.5 / len(drawn)) if drawn.exact and len(drawn) >= ENOUGH else PERIODS


def _in_stretches(units: Units, kept: Bools, when: Floats, treated: Bools, drawn: Labels) -> float:
    """How often re-draws change from one arm to the other as rarely as the posts do, in order of time."""
    order = np.lexsort((when[kept], units.account[kept]))
    seen = int(runs(treated[None, order])[0])
    as_few = np.concatenate([runs(some) <= seen for some in drawn.among(order)])
    extra = 0 if drawn.exact else 1
    return float((as_few.sum() + extra) / (len(as_few) + extra))


def _no_overlap(when: Floats, treated: Bools) -> bool:
    """Whether one arm ended before the other began."""
    return bool(when[treated].max() < when[~treated].min() or when[~treated].max() < when[treated].min())


def adjustment_findings(rows: Sequence[Row], by: AdjustedBy) -> Iterator[Finding]:
    """A warning where the terms move an estimate by more than its standard error.

    Args:
        rows: All rows.
        by: What the terms are: ``weekdays``, or ``calendar`` (account, month and weekday).
    """
    for row in rows:
        if row.comparison is None:
            continue
        inversion, unadjusted = row.comparison.inversion, row.comparison.unadjusted
        if abs(inversion.estimate - unadjusted) > inversion.standard_error:
            yield AdjustmentMoves(
                Level.WARNING,
                metric=row.uplift.metric,
                arm=row.uplift.arm,
                unadjusted=row.uplift.unadjusted_relative,
                adjusted=row.uplift.relative,
                by=by,
                sign_changes=bool(inversion.estimate * unadjusted < 0),
            )
