"""What a period's reach was worth on one account: whom it reached, what it was about, and of a quarter a rating."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from cliptrial.analysis.history.stored_posts import read_at_age
from cliptrial.analysis.periods.beside import of_orders, of_outcomes
from cliptrial.analysis.periods.daily import MEASURE_AT, AccountDays, Daily, account_days
from cliptrial.analysis.periods.numbers import posts_read
from cliptrial.analysis.periods.span import Kind, Span
from cliptrial.metrics import Metric, metrics_of
from cliptrial.planning.noticed.weeks import whose_number
from cliptrial.planning.relevance.pillars import PillarReach, pillars_of, reach_by_pillar, topics_of_posts
from cliptrial.planning.relevance.rating import Rated, Rating, as_pairs, rating
from cliptrial.planning.relevance.target import TargetShare, audience_of, target_of, target_share
from cliptrial.planning.relevance.typed_pillars import typed_pillars
from cliptrial.posts.records import Post
from cliptrial.registry.experiments import load_all
from cliptrial.registry.plan.standing import Standing, standing
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.inversion import Floats

ENOUGH = 0.8
"""Share of the posts whose reach must be known; else views are counted."""
BY_WEEK: Mapping[str, Callable[[Workspace, str, Metric], Daily | None]] = {"orders": of_orders, "leads": of_outcomes}
BY_POST = ("link_clicks", "new_followers")
"""What counts as a conversion: what people did by the week in which they did it, else by post; the first that is known.
"""
FEWEST_WEEKS = 6
"""Of the quarter and of the year before, of which orders and views must be known."""
A_YEAR = timedelta(days=365)
Pairs = Mapping[str, tuple[float, float]]
"""By post id: numerator and denominator."""


@dataclass(frozen=True, slots=True)
class Relevance:
    """Whom the posts of a period reached, and what they were about.

    Attributes:
        account: Whose posts.
        platform: Where.
        reach: Theirs together; None where none was read.
        by_views: Whether views are counted, as no export has the reach.
        pillars: By pillar; empty where the workspace has none.
        target: The share of the target group; None where nobody knows.
        rating: Of a quarter; None of any other period.
        conversion: What its conversions are, by name of the metric; None where nobody counts any.
    """

    account: str
    platform: str
    reach: float | None
    by_views: bool
    pillars: tuple[PillarReach, ...]
    target: TargetShare | None
    rating: Rating | None
    conversion: str | None

    @property
    def off_strategy(self) -> float | None:
        """Share of the reach that has nothing to do with what is sold; None where no post has a pillar."""
        known = [one for one in self.pillars if one.name is not None]
        return sum(one.share for one in known if not one.strategy) if known else None

    @property
    def without_pillar(self) -> float:
        """Share of the reach of posts of which nobody knows."""
        return sum(one.share for one in self.pillars if one.name is None)


def relevance(workspace: Workspace, account: str, span: Span) -> Relevance:
    """Of the posts that turn seven days old in a period.

    Args:
        workspace: Whose store.
        account: Its name.
        span: The period; only a quarter is rated.
    """
    known = account_days(workspace, account, [metrics_of(workspace)["views"]])
    posts = posts_read(known, span)
    reach = {post: value for post, (value, _) in _pairs(workspace, "reach", posts).items()}
    by_views = len(reach) < ENOUGH * len(posts) or not reach
    if by_views:
        reach = {post.post_id: known.views[post.post_id] for post in posts if post.post_id in known.views}
    client = workspace.accounts[account].client
    pillars = pillars_of(workspace, client)
    topics = topics_of_posts(_plans(workspace, account)) if pillars else {}
    target = target_share(target_of(workspace, account), audience_of(workspace, account))
    rated, conversion = _rated(workspace, known, posts, span, target) if span.kind is Kind.QUARTER else (None, None)
    return Relevance(
        account=account,
        platform=workspace.accounts[account].platform,
        reach=sum(reach.values()) if reach else None,
        by_views=by_views,
        pillars=reach_by_pillar(pillars, posts, reach, topics, typed_pillars(workspace)) if pillars else (),
        target=target,
        rating=rated,
        conversion=conversion,
    )


def _pairs(workspace: Workspace, metric: str, posts: Sequence[Post]) -> Pairs:
    readings = read_at_age(workspace, metrics_of(workspace)[metric], posts, MEASURE_AT).by_post if posts else {}
    return {post: (one.numerator, one.denominator) for post, one in readings.items()}


def _plans(workspace: Workspace, account: str) -> list[Standing]:
    own = [one for one in load_all(workspace).loaded if account in one.experiment.accounts]
    return [standing(one.slug, workspace)[0] for one in own]


def _rated(
    workspace: Workspace, known: AccountDays, posts: Sequence[Post], span: Span, target: TargetShare | None
) -> tuple[Rating, str | None]:
    ids = [post.post_id for post in posts]
    name, now, before = _conversion(workspace, known, posts, span)
    given = Rated(
        engagement=as_pairs(_pairs(workspace, "engagement_by_views", posts), ids),
        conversion=now,
        before=before,
        target=(target.share, *target.interval) if target else None,
    )
    metric = metrics_of(workspace)["engagement_by_views"]
    return rating(given, metric, whose_number(workspace, known.account)), name


def _conversion(
    workspace: Workspace, known: AccountDays, posts: Sequence[Post], span: Span
) -> tuple[str | None, Floats | None, Floats | None]:
    """What counts as a conversion, its pieces of the quarter, and those of the year before."""
    year, views = span.first - A_YEAR, known.daily.get("views")
    for name, read in BY_WEEK.items():
        counted = read(workspace, known.account, metrics_of(workspace)[name])
        if counted is None or views is None:
            continue
        since = max((day for day in views.changes if day <= span.last), default=year)
        before = _by_week(counted, views, max(year, since), span.first)
        now = _by_week(counted, views, max(span.first, since), span.later(1).first)
        if min(len(now), len(before)) >= FEWEST_WEEKS and before[:, 0].any():
            return name, now, before
    earlier = [post for post in known.posts if year <= known.read_on[post.post_id] < span.first]
    seen = _pairs(workspace, "views", [*posts, *earlier])
    for name in BY_POST:
        events = _pairs(workspace, name, [*posts, *earlier])
        both = {post: (events[post][0], seen[post][0]) for post in events.keys() & seen.keys()}
        if any(count for count, _ in both.values()):
            before = as_pairs(both, [post.post_id for post in earlier])
            now = as_pairs(both, [post.post_id for post in posts])
            return name, now, before if before[:, 0].any() else None
    return None, None, None


def _by_week(counted: Daily, views: Daily, first: date, end: date) -> Floats:
    """Shape (weeks, 2): what was counted and the views of each whole week of which both are known."""
    week, pairs = Span.around(Kind.WEEK, first + timedelta(days=6)), []
    while week.last < end:
        days = [week.first + timedelta(days=number) for number in range(week.days)]
        if counted.known.issuperset(days) and views.known.issuperset(days):
            pairs.append((counted.value(days) or 0.0, views.value(days) or 0.0))
        week = week.later(1)
    return np.array(pairs, dtype=np.float64).reshape(-1, 2)
