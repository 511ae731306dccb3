"""Posts of the store that somebody asks about: what exists, in which period, and their numbers at equal age."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias

from cliptrial.analysis.history.labels import DIMENSIONS, posted_locally
from cliptrial.errors import InputError, Problem
from cliptrial.messages import did_you_mean, nothing, says
from cliptrial.metrics import Metric, metrics_of
from cliptrial.posts.equal_age.meanings import counted_on
from cliptrial.posts.equal_age.observe import observe
from cliptrial.posts.lake.history import posts_of, promotions, timezones_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.plausibility import ID_TIME_MISMATCH, impossible
from cliptrial.posts.records import Post, Readings
from cliptrial.posts.tidy.impossible import choice_problems
from cliptrial.registry.workspace import Workspace

Period = tuple[date | None, date | None]
WrongNumbers: TypeAlias = Mapping[str, set[str]]
"""By post id: the rules that its numbers break."""


def day_of(value: date | str | None, field: str) -> date | None:
    """A day as given or as ``2026-01-31``; empty means no limit.

    Raises:
        InputError: ``value`` is not a day; ``field`` says where it was asked for.
    """
    if not value or isinstance(value, date):
        return value or None
    try:
        return date.fromisoformat(value)
    except ValueError:
        what = says('"{value}" is not a day', value=value)
        raise InputError(Problem("day", what, says("A day such as 2026-01-31"), field=field)) from None


def asked_metric(
    ws: Workspace, account: str | None, dimension: str, metric: str, leave_out: str | None = None
) -> Metric:
    """The metric, once everything that was asked for exists.

    Raises:
        InputError: There is no such account, dimension, metric or choice of what to leave out; every problem at once.
    """
    known = metrics_of(ws)
    asked = (
        ("unknown_account", "account", says("account"), account, tuple(ws.accounts)),
        ("unknown_dimension", "dimension", says("dimension"), dimension, DIMENSIONS),
        ("unknown_metric", "metric", says("metric"), metric, tuple(known)),
    )
    problems = choice_problems(leave_out)
    for code, field, kind, value, names in asked:
        if value is not None and value not in names:
            what = says('There is no {kind} "{value}"', kind=kind, value=value)
            problems.append(
                Problem(code, what, says("One of {names}", names=list(names)), did_you_mean(value, names), field=field)
            )
    if problems:
        raise InputError(problems)
    return known[metric]


def posts_between(ws: Workspace, account: str | None, period: Period) -> list[Post]:
    """Posts with a known time, within the period in their account's own days.

    Args:
        ws: Whose store.
        account: One account; None for all.
        period: First and last day of posting; None for no limit.

    Raises:
        InputError: There are none.
    """
    first, last = period[0] or date.min, period[1] or date.max
    posts = [
        post
        for post in posts_of(Lake(ws.store_dir), [account] if account else tuple(ws.accounts))
        if post.posted_at is not None and first <= posted_locally(ws, post).date() <= last
    ]
    if not posts:
        what = (
            says("There are no posts in the store")
            if period == (None, None)
            else says("There are no posts in this period")
        )
        raise InputError(
            Problem("no_posts", what, nothing, says("Hand in exports with `cliptrial ingest`."), field="start")
        )
    return posts


def wrong_numbers(ws: Workspace, posts: Sequence[Post]) -> WrongNumbers:
    """Posts whose stored numbers cannot be true; a time of posting that does not fit the id is no number."""
    rules: dict[str, set[str]] = defaultdict(set)
    for post_id, rule in impossible(Lake(ws.store_dir), posts):
        if rule != ID_TIME_MISMATCH:
            rules[post_id].add(rule)
    return dict(rules)


def read_at_age(ws: Workspace, metric: Metric, posts: Sequence[Post], measure_at: float) -> Readings:
    """The metric at equal age; what was read after a promotion began is not the post's own.

    Args:
        ws: Whose store.
        metric: What to read.
        posts: Posts with known times.
        measure_at: The age in days.
    """
    return observe(
        Lake(ws.store_dir),
        [metric],
        [post.post_id for post in posts],
        posted_at={post.post_id: post.posted_at for post in posts if post.posted_at is not None},
        measure_at=measure_at,
        randomised=False,
        timezones=timezones_of(ws, posts),
        promoted_at=promotions(posts),
        counted=counted_on(ws, posts),
    )[metric.name]
