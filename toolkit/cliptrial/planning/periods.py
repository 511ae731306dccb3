"""Planning a cadence: whole weeks or fortnights drawn in pairs, and what so many of them can find out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import ceil, expm1, floor, log1p, sqrt

from cliptrial.analysis.cadence.outcomes import COLUMNS, POSTS, Told, usual_spread
from cliptrial.errors import PlanError, Problem
from cliptrial.messages import one_of, says
from cliptrial.metrics import Metric, check_metrics, metrics_of
from cliptrial.planning.plan import placed, refuse_late_change
from cliptrial.posts.declared import sources_of, tells_regions
from cliptrial.posts.outcomes.stored import ORDERS
from cliptrial.registry.beside.costs import read_costs
from cliptrial.registry.checks import metric_paths
from cliptrial.registry.draft import Draft
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.model import Design, Experiment
from cliptrial.registry.plan.collisions import collisions
from cliptrial.registry.plan.period_files import read_plan, write_periods
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.workspace import Workspace
from cliptrial.rotation.periods import draw_periods, posts_in, smallest_p
from cliptrial.stats.special import ndtri, stdtrit

USUAL_SPREAD = 0.5
"""SD of the log of a week's number between neighbouring weeks, where an account's own days say nothing yet."""
POWER = 0.8
MOST_PAIRS = 400


@dataclass(frozen=True)
class Price:
    """What a plan costs beyond going on as today.

    Attributes:
        posts: Posts more than usual, below zero fewer; None where an arm names no number of posts.
        hours: People's time for these; None where costs.yaml does not say how long a post takes.
        time: What that time costs.
        money: Ads and other money of costs.yaml.
    """

    posts: int | None
    hours: float | None
    time: float | None
    money: float


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
        weeks_needed: Weeks on each account that so many pairs would take; None where more than 400 pairs.
        weeks_of_all: The same if every account of the client took part; None where all do already.
        price: What it costs.
    """

    pairs: int
    spread: float
    known: int
    smallest: float
    at_least: float
    pairs_needed: int | None
    smallest_p: float
    weeks: int
    weeks_needed: int | None
    weeks_of_all: int | None
    price: Price


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
    problems = check_metrics(loaded, workspace) or [*_untold(workspace, loaded)]
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
        if before is not None and not before.periods:
            (loaded.folder / "schedule.csv").unlink()
        write_periods(loaded.folder, schedule)
    return PeriodPlan(schedule, outlook(workspace, loaded), schedule == before)


def _untold(workspace: Workspace, loaded: Loaded) -> Iterator[Problem]:
    """Metrics of the plan that no day of an account tells, or none of a region, and sources that are missing."""
    plan = loaded.experiment
    for key, name in metric_paths(Draft.of(plan)):
        metric = metrics_of(workspace, weeks=True)[name]
        if not {*metric.columns} <= COLUMNS:
            yield _not_of_days(loaded, key, name, metric)
        elif plan.design.regions and not {*metric.columns} <= ORDERS:
            yield _not_of_regions(loaded, key, name)
    primary = metrics_of(workspace, weeks=True)[plan.metrics.primary]
    able = [one for one in sources_of(primary) if tells_regions(one) or not plan.design.regions]
    for account in plan.accounts if {*primary.columns} & ORDERS else ():
        declared = workspace.accounts[account].sources
        if not {*able} & {*declared}:
            yield _no_shop(loaded, account, declared, able)


def _not_of_regions(loaded: Loaded, key: str, name: str) -> Problem:
    return loaded.problem(
        key,
        "not_of_regions",
        says("{metric} is known of an account as a whole, and of no region", metric=name),
        says("orders or revenue: a shop says to which country or state each order went"),
        says("Choose one of these, or take the regions away and compare whole weeks."),
    )


def _no_shop(loaded: Loaded, account: str, declared: Sequence[str], able: Sequence[str]) -> Problem:
    regions, sources = bool(loaded.experiment.design.regions), list(declared)
    where = says(
        "no declared source of {account} ({sources}) tells where orders went", account=account, sources=sources
    )
    none = says("no declared source of {account} ({sources}) tells orders", account=account, sources=sources)
    shop = says("a shop that tells to which country each order went, or a table with date, amount, code and region")
    mend = says(
        "Add {able} to the sources of {account}, and hand in the orders with `--account {account}`.",
        able=one_of(able),
        account=account,
    )
    expected = shop if regions else says("a shop, or a table with date, amount and code")
    return loaded.problem("metrics.primary", "no_orders", where if regions else none, expected, mend)


def _not_of_days(loaded: Loaded, key: str, name: str, metric: Metric) -> Problem:
    return loaded.problem(
        key,
        "not_of_days",
        says("{metric} is no number of an account's days: {columns}", metric=name, columns=list(metric.columns)),
        says("a metric of whole days, such as views, reach, new_followers or orders"),
        says("Compare it post by post in an experiment on the posts themselves."),
    )


def outlook(workspace: Workspace, loaded: Loaded) -> Outlook:
    """What the plan can find out, by the account's own days where enough are known."""
    plan, design = loaded.experiment, loaded.experiment.design
    places, metric = (
        list(product(plan.accounts, design.regions or (None,))),
        metrics_of(workspace, weeks=True)[plan.metrics.primary],
    )
    spread, known = spread_of_periods(workspace, places, metric, design)
    pairs, at_least, of_client = (
        design.periods_per_arm * len(places),
        plan.hypothesis.at_least,
        _of_client(workspace, plan),
    )
    needed = pairs_needed(spread, at_least, plan.analysis.alpha)
    each = 2 * design.period_weeks
    # A shop is a client's: its orders are not those of one account more.
    more = needed is not None and len(of_client) > len(plan.accounts) and metric.name not in ORDERS
    return Outlook(
        pairs=pairs,
        spread=spread,
        known=known,
        smallest=smallest_found(spread, pairs, plan.analysis.alpha),
        at_least=at_least,
        pairs_needed=needed,
        smallest_p=smallest_p(pairs),
        weeks=each * design.periods_per_arm,
        weeks_needed=None if needed is None else each * ceil(needed / len(places)),
        weeks_of_all=each * ceil((needed or 0) * len(plan.accounts) / len(places) / len(of_client)) if more else None,
        price=_price(workspace, loaded),
    )


def _of_client(workspace: Workspace, plan: Experiment) -> list[str]:
    client = workspace.client_of(plan.accounts)
    return [
        name for name, one in workspace.accounts.items() if name in plan.accounts or (client and one.client == client)
    ]


def _price(workspace: Workspace, loaded: Loaded) -> Price:
    plan, own = loaded.experiment, [one for one in read_costs(workspace) if one.experiment == loaded.slug]
    usual, new = (posts_in(arm, plan) for arm in plan.change.arms)
    more = None
    if usual is not None and new is not None:
        more = (int(new) - int(usual)) * plan.design.periods_per_arm * len(plan.accounts)
    hours = [one.hours_a_post for one in own if one.hours_a_post]
    paid = more is not None and hours
    return Price(
        posts=more,
        hours=sum(hours) * (more or 0) if paid else None,
        time=sum(one.time(more or 0) for one in own) if paid else None,
        money=sum(one.ads + one.other for one in own),
    )


def spread_of_periods(
    workspace: Workspace, places: Sequence[tuple[str, str | None]], metric: Metric, design: Design
) -> tuple[float, int]:
    """SD of the log of a period's number, and from how many pairs of the past; 0 where it is experience.

    Args:
        workspace: Whose store.
        places: Accounts, each with a region or None.
        metric: Of whole days.
        design: How long periods are, and when the first one begins.
    """
    source, columns = Told(workspace), [name for name in metric.columns if name != POSTS]
    own = [
        usual_spread(
            [source.days(account, region, name).by_day for name in columns],
            metric, 7 * design.period_weeks, design.washout_days, design.start or date.max,
        )
        for account, region in places
    ]  # fmt: skip
    known = [one for one in own if one is not None]
    pairs = sum(count for _, count in known)
    return (sqrt(sum(sd**2 * count for sd, count in known) / pairs), pairs) if known else (USUAL_SPREAD, 0)


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
