"""A year of tests: what was tried and adopted, what the check said, what is only estimated, what comes next."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from math import expm1, sqrt

from cliptrial.analysis.experiment import analyze
from cliptrial.analysis.history.months import MonthOfViews, views_by_month
from cliptrial.analysis.learning.lessons import Lesson
from cliptrial.analysis.learning.library import learn
from cliptrial.analysis.old_new import REACH
from cliptrial.analysis.results import Analysis, OldNew, VerdictCode
from cliptrial.errors import InputError, Problem
from cliptrial.metrics import Metric, metrics_of
from cliptrial.planning.growth.goals import Progress, progress_of
from cliptrial.planning.growth.ranking import GOAL, RELATION, Ranked, State, ranked
from cliptrial.posts.lake.history import newest_captures_in
from cliptrial.posts.lake.lake import Lake
from cliptrial.registry.accounts import no_account, no_client
from cliptrial.registry.beside.adopted import Adopted, adopted, adoptions, is_check, steps
from cliptrial.registry.beside.ideas import read_ideas
from cliptrial.registry.experiments import Loaded, load_all
from cliptrial.registry.plan.standing import Standing, standing
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.pooled.shrinkage import PRIOR_SD
from cliptrial.stats.special import ndtr

SIZES = (PRIOR_SD, 0.05, 0.10)
"""How much ideas may move things (SD of log ratios): what is believed, and two doubts."""
A_YEAR = timedelta(days=365)


class Fate(StrEnum):
    """What became of an idea that was tried."""

    ADOPTED = "adopted"
    NOT_ADOPTED = "not_adopted"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Tried:
    """An idea that was tried: its experiment, its first day, its posts, and what became of it."""

    slug: str
    label: str
    on: date
    posts: int
    fate: Fate


@dataclass(frozen=True, slots=True)
class Check:
    """Old against new.

    Attributes:
        slug: Its experiment.
        first, last: Days of its first and its last post.
        posts: Posts of each way.
        measured_by: The day on which the last post can be read off.
        analysis: Of its posts; None before the first.
        answer: What came out; None until it is measured.
    """

    slug: str
    first: date
    last: date
    posts: int
    measured_by: date
    analysis: Analysis | None
    answer: OldNew | None


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the adopted changes bring together if ideas are worth so much; never measured.

    Attributes:
        size: SD of true effects of ideas (log ratio).
        middle: A ratio minus one.
        interval: 80 % of what is possible, ratios minus one.
        ahead: The chance that they bring anything at all.
    """

    size: float
    middle: float
    interval: tuple[float, float]
    ahead: float


@dataclass(frozen=True, slots=True)
class HitRate:
    """How many questions had a winner, of how many that were answered; Wilson's 95 % interval."""

    hits: int
    questions: int
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class OurYear:
    """A year of tests.

    Attributes:
        accounts: Whose year it is.
        client: The one client that these belong to; None where there are several or none.
        since: Its first day.
        until: The day of the newest number, decision or post.
        tried: Ideas, by their first day.
        changes: What is adopted for now on the last day.
        unhelpful: The share of such changes that do not help, by expectation; None where nothing is adopted.
        checks: Old against new, the newest first.
        views: Actual views a month.
        next: Ideas that are open, the most promising first.
        running: Titles of experiments whose posts go out.
        goals: Where the goals stand, or why that cannot be said.
        estimates: By size of ideas; empty where nothing is adopted.
        hits: How many questions had a winner; None where none was answered.
        false_claims: Winners and losers to be expected over these questions if nothing worked.
        posts_spent: Posts of all experiments of the year.
        posts_a_month: What is posted a month.
        hits_of_signs: As ``hits``, of ideas that came from what was worth a look; None where none was answered.
    """

    accounts: tuple[str, ...]
    client: str | None
    since: date
    until: date
    tried: tuple[Tried, ...]
    changes: tuple[Adopted, ...]
    unhelpful: float | None
    checks: tuple[Check, ...]
    views: tuple[MonthOfViews, ...]
    next: tuple[Ranked, ...]
    running: tuple[str, ...]
    goals: tuple[Progress | Problem, ...]
    estimates: tuple[Estimate, ...]
    hits: HitRate | None
    false_claims: float
    posts_spent: int
    posts_a_month: float
    hits_of_signs: HitRate | None = None


def our_year(workspace: Workspace, *, account: str = "", client: str = "", since: date | None = None) -> OurYear:
    """The year of one account, of one client, or of everybody.

    Args:
        workspace: Whose experiments they are.
        account: One account.
        client: One client's accounts.
        since: The first day; a year before the last one where nothing is said.

    Raises:
        InputError: There is no such account or client, or a file has mistakes.
    """
    accounts = _accounts(workspace, account, client)
    experiments = [one for one in load_all(workspace).loaded if set(one.experiment.accounts) & set(accounts)]
    stood = {one.slug: _standing(one, workspace) for one in experiments}
    until = _until(workspace, accounts, stood.values())
    since = since or until - A_YEAR
    begun = [one for one in experiments if (first := stood[one.slug].first) is not None and since < first <= until]
    known = metrics_of(workspace)
    lessons = {one.slug: _upwards(one, known.get(one.metric)) for one in learn(workspace).lessons}
    tests = [one for one in begun if not is_check(one) and stood[one.slug].positions]
    made = {one.slug for one in adoptions(workspace, experiments, until)}
    changes = adopted(workspace, until, accounts=accounts)
    views = views_by_month(workspace, accounts, since, until)
    ideas = tuple(one for one in ranked(workspace, until) if one.state is State.OPEN and {*one.accounts} & {*accounts})
    owners = {workspace.accounts[name].client for name in accounts}
    signs = {one.id for one in read_ideas(workspace) if one.origin == "signal"}
    return OurYear(
        accounts=accounts,
        client=next(iter(owners)) if len(owners) == 1 else None,
        since=since,
        until=until,
        tried=tuple(sorted((_tried(one, stood[one.slug], made) for one in tests), key=lambda one: (one.on, one.slug))),
        changes=changes,
        unhelpful=unhelpful(changes, lessons),
        checks=tuple(_checks(workspace, experiments, stood)),
        views=views,
        next=ideas,
        running=tuple(stood[one.slug].title for one in tests if _is_open(stood[one.slug], until)),
        goals=tuple(progress_of(workspace, accounts)),
        estimates=tuple(estimate(size, changes, lessons) for size in SIZES) if changes else (),
        hits=_hits([lessons[one.slug] for one in tests if one.slug in lessons]),
        false_claims=sum(one.experiment.analysis.alpha for one in tests if _answered(lessons.get(one.slug))),
        posts_spent=sum(len(stood[one.slug].positions or ()) for one in begun),
        posts_a_month=_pace(views),
        hits_of_signs=_hits(
            [lessons[one.slug] for one in tests if one.slug in lessons and one.experiment.idea in signs]
        ),
    )


def _accounts(workspace: Workspace, account: str, client: str) -> tuple[str, ...]:
    problems = [no_account(account, workspace.accounts)] if account and account not in workspace.accounts else []
    problems += [no_client(client, workspace.clients)] if client and client not in workspace.clients else []
    if problems:
        raise InputError(problems)
    own = workspace.accounts.items()
    return tuple(name for name, one in own if account in ("", name) and client in ("", one.client))


def _standing(one: Loaded, workspace: Workspace) -> Standing:
    return standing(one.slug, workspace)[0]


def _until(workspace: Workspace, accounts: Collection[str], stood: Collection[Standing]) -> date:
    """The day of the newest number or decision; never today, so that the same files make the same page."""
    captured = newest_captures_in(Lake(workspace.store_dir))
    days = [datetime.fromtimestamp(captured[name], UTC).date() for name in accounts if name in captured]
    days += [one.decision.starts or one.decision.when for one in stood if one.decision is not None]
    days += [one.first for one in stood if one.links and one.first is not None]
    return max(days, default=max((one.first for one in stood if one.first is not None), default=date(2000, 1, 1)))


def _is_open(one: Standing, until: date) -> bool:
    return one.decision is None and one.measured_by is not None and one.measured_by > until


def _tried(one: Loaded, stands: Standing, made: Collection[str]) -> Tried:
    assert stands.first is not None
    fate = Fate.ADOPTED if one.slug in made else Fate.OPEN if stands.decision is None else Fate.NOT_ADOPTED
    label = " / ".join(arm.label for arm in one.experiment.change.variants)
    return Tried(one.slug, label, stands.first, len(stands.positions or ()), fate)


def _checks(workspace: Workspace, experiments: Sequence[Loaded], stood: dict[str, Standing]) -> Iterator[Check]:
    """The newest first, one that was made longer once; those whose plan is not drawn yet have no days."""
    followed = {one.experiment.follow_up_of for one in experiments if is_check(one) and stood[one.slug].positions}
    own = [(one, stood[one.slug]) for one in experiments if is_check(one) and one.slug not in followed]
    drawn = [
        (one, stands) for one, stands in own if stands.first and stands.last and stands.measured_by and stands.positions
    ]
    for one, stands in sorted(drawn, key=lambda pair: pair[1].first or date.min, reverse=True):
        analysis = analyze(one.slug, workspace) if stands.links else None
        yield Check(
            slug=one.slug,
            first=stands.first or date.min,
            last=stands.last or date.min,
            posts=len(stands.positions or ()) // 2,
            measured_by=stands.measured_by or date.min,
            analysis=analysis,
            answer=analysis.experiment.old_new if analysis and analysis.experiment else None,
        )


def _upwards(lesson: Lesson, metric: Metric | None) -> Lesson:
    """The same with an effect that is good above zero."""
    if lesson.effect is None or metric is None or metric.higher_is_better:
        return lesson
    return replace(lesson, effect=-lesson.effect)


def _answered(lesson: Lesson | None) -> bool:
    return lesson is not None and lesson.effect is not None


def _hits(lessons: Sequence[Lesson]) -> HitRate | None:
    from scipy.stats import binomtest  # inside: brings hundreds of distributions along

    answered = [one for one in lessons if _answered(one)]
    if not answered:
        return None
    hits = sum(one.verdict is VerdictCode.BETTER for one in answered)
    interval = binomtest(hits, len(answered)).proportion_ci(method="wilson")
    return HitRate(hits, len(answered), (float(interval.low), float(interval.high)))


def _drawn(change: Adopted, lesson: Lesson | None, size: float) -> tuple[float, float]:
    """What one change brings to the goal's metric if ideas are worth so much: expected value and variance (log ratio).

    A change that was judged by another metric than the goal's is believed to move it half as far in its direction.
    """
    relation = 1.0 if change.metric == GOAL else RELATION
    if lesson is None or lesson.effect is None or not lesson.standard_error:
        return 0.0, size**2
    weight = size**2 / (size**2 + lesson.standard_error**2)
    return relation * weight * lesson.effect, size**2 * (1 - relation**2 * weight)


def estimate(size: float, changes: Sequence[Adopted], lessons: dict[str, Lesson]) -> Estimate:
    """The sum of shrunken differences, never that of raw ones, over every change that leads from the old way here."""
    drawn = [_drawn(one, lessons.get(one.slug), size) for one in steps(changes)]
    total, spread = sum(mean for mean, _ in drawn), sqrt(sum(variance for _, variance in drawn))
    ends = (expm1(total - REACH * spread), expm1(total + REACH * spread))
    return Estimate(size, expm1(total), ends, float(ndtr(total / spread)))


def unhelpful(changes: Sequence[Adopted], lessons: dict[str, Lesson]) -> float | None:
    """The mean chance of adopted changes to be worth nothing or less, if ideas are worth what is believed."""
    drawn = [_drawn(one, lessons.get(one.slug), PRIOR_SD) for one in steps(changes)]
    return sum(1 - float(ndtr(mean / sqrt(variance))) for mean, variance in drawn) / len(drawn) if drawn else None


def _pace(views: Sequence[MonthOfViews]) -> float:
    """Posts a month, over the months that are complete; 0 where there are none."""
    whole = [one.posts for one in views if one.whole]
    return sum(whole) / len(whole) if whole else 0.0
