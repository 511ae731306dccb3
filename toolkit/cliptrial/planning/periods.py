"""Planning a cadence: whole weeks or fortnights drawn in pairs, and what so many of them can find out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import expm1, floor, log1p, sqrt

from cliptrial.analysis.cadence.outcomes import POSTS, columns_of, known_days, usual_spread
from cliptrial.errors import PlanError, Problem
from cliptrial.messages import says
from cliptrial.metrics import Metric, check_metrics, metrics_of
from cliptrial.planning.plan import placed, refuse_late_change
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import DAY_COUNTERS
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.plan.collisions import collisions
from cliptrial.registry.plan.period_files import is_period, read_plan, write_periods
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.workspace import Workspace
from cliptrial.rotation.periods import draw_periods, smallest_p
from cliptrial.stats.special import ndtri, stdtrit

USUAL_SPREAD = 0.5
"""SD of the log of a week's number between neighbouring weeks, where an account's own days say nothing yet."""
POWER = 0.8
MOST_PAIRS = 400


@dataclass(frozen=True)
class Outlook:
    """What so many periods can find out.

    Attributes:
        pairs: Pairs of neighbouring periods, over all accounts.
        spread: SD of the log of a period's number.
        known: From how many pairs of the past; 0 where it is experience.
        smallest: The change, a ratio minus one, that four of five such experiments find.
        at_least: The smallest effect worth acting on.
        pairs_needed: Pairs that it takes to find that in four of five; None where more than 400.
        smallest_p: The smallest p there is.
        weeks: Weeks that it takes on each account.
    """

    pairs: int
    spread: float
    known: int
    smallest: float
    at_least: float
    pairs_needed: int | None
    smallest_p: float
    weeks: int


@dataclass(frozen=True)
class PeriodPlan:
    """A drawn plan of periods; ``unchanged`` where the same one had been drawn before."""

    schedule: Schedule
    outlook: Outlook
    unchanged: bool


def plan_periods(workspace: Workspace, loaded: Loaded) -> PeriodPlan:
    """Draw the periods, and write schedule.csv and schedule.json.

    Raises:
        PlanError: The design cannot be laid out or answers nothing, the metric is none of whole days, the account is
            taken by another experiment, or the plan is locked.
    """
    problems = check_metrics(loaded, workspace) or [
        *(_not_of_days(loaded, name, metrics_of(workspace)[name]) for name in _by_posts(workspace, loaded))
    ]
    if problems:
        raise PlanError(problems)
    try:
        schedule = draw_periods(loaded.experiment)
    except PlanError as error:
        raise PlanError(placed(problem, loaded) for problem in error.problems) from None
    before = read_plan(loaded.folder)
    if schedule != before:
        refuse_late_change(loaded)
        taken = collisions(workspace, loaded, schedule)
        if taken:
            raise PlanError(taken)
        if before is not None and not is_period(before.positions[0]):
            (loaded.folder / "schedule.csv").unlink()
        write_periods(loaded.folder, schedule)
    return PeriodPlan(schedule, outlook(workspace, loaded), schedule == before)


def _by_posts(workspace: Workspace, loaded: Loaded) -> list[str]:
    """Metrics of the plan that an account's days do not hold."""
    metrics = loaded.experiment.metrics
    named = (metrics.primary, *metrics.secondary, *(one.metric for one in metrics.guardrails))
    return [
        name
        for name in named
        if not {*columns_of(metrics_of(workspace)[name])} <= {*DAY_COUNTERS, POSTS} - {"followers"}
    ]


def _not_of_days(loaded: Loaded, name: str, metric: Metric) -> Problem:
    return loaded.problem(
        "metrics.primary",
        "not_of_days",
        says("{metric} is no number of an account's days: {columns}", metric=name, columns=list(columns_of(metric))),
        says("a metric of whole days, such as views, reach or new_followers"),
        says("Compare it post by post in an experiment on the posts themselves."),
    )


def outlook(workspace: Workspace, loaded: Loaded) -> Outlook:
    """What the plan can find out, by the account's own days where enough are known."""
    plan, design = loaded.experiment, loaded.experiment.design
    metric, length = metrics_of(workspace)[plan.metrics.primary], 7 * design.period_weeks
    # The experiment's own weeks would count its effect as luck.
    every, start = known_days(Lake(workspace.store_dir), plan.accounts), design.start or date.max
    days = {(name, day): values for (name, day), values in every.items() if day < start}
    own = [usual_spread(days, name, metric, length, design.washout_days) for name in plan.accounts]
    known = [one for one in own if one is not None]
    pairs_known = sum(pairs for _, pairs in known)
    spread = sqrt(sum(sd**2 * n for sd, n in known) / pairs_known) if known else USUAL_SPREAD
    pairs, at_least = design.periods_per_arm * len(plan.accounts), plan.hypothesis.at_least
    return Outlook(
        pairs=pairs,
        spread=spread,
        known=pairs_known,
        smallest=smallest_found(spread, pairs, plan.analysis.alpha),
        at_least=at_least,
        pairs_needed=pairs_needed(spread, at_least, plan.analysis.alpha),
        smallest_p=smallest_p(pairs),
        weeks=2 * design.periods_per_arm * design.period_weeks,
    )


def smallest_found(spread: float, pairs: int, alpha: float) -> float:
    """The change that a paired test of so many pairs finds in four of five cases, as a ratio minus one.

    So few splits allow only some values of p: what counts is the largest of them that is small enough.

    Examples:
        >>> round(smallest_found(0.5, 12, 0.05), 2)
        0.85
    """
    freedom, step = max(pairs - 1, 1), smallest_p(pairs)
    attained = max(floor(alpha / step + 1e-9), 1) * step
    t = float(stdtrit(freedom, 1 - attained / 2)) + float(ndtri(POWER))
    return expm1(t * spread * sqrt(2 / pairs))


def pairs_needed(spread: float, effect: float, alpha: float) -> int | None:
    """Pairs from which a change of this size is found in four of five cases; None where more than 400."""
    wanted = log1p(effect)
    enough = (n for n in range(2, MOST_PAIRS + 1) if log1p(smallest_found(spread, n, alpha)) <= wanted)
    return next((n for n in enough if smallest_p(n) <= alpha), None)
