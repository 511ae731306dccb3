"""Were the posts measured alike, and can the numbers be true?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np

from cliptrial.analysis.checks.plan import MANY
from cliptrial.analysis.findings import Finding, Level
from cliptrial.analysis.findings.followed import TopListExport
from cliptrial.analysis.findings.measured import (
    CommonExport,
    DefinitionChanged,
    DuplicatePosts,
    EqualAge,
    ImpossibleNumbers,
    LeftOut,
    NotMeasured,
    OrdersAttributed,
    OutcomesAttributed,
    SeveralCurrencies,
)
from cliptrial.analysis.material import Material, named
from cliptrial.metrics import Kind
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.outcomes.attribution import Lost
from cliptrial.posts.outcomes.stored import ORDERS
from cliptrial.posts.plausibility import duplicates, impossible
from cliptrial.posts.records import AgeRule, Readings

HIDDEN = 0.10
"""Share of due positions without any snapshot from which a top list is no basis for an answer."""


def measurement_findings(material: Material) -> Iterator[Finding]:
    """Equal age, exports that hide posts, metrics nobody recorded, impossible numbers."""
    yield from _ages(material)
    yield from _after(material)
    share = material.coverage.share
    if material.top_lists and material.coverage.without_snapshot:
        level = Level.BLOCKER if share > HIDDEN else Level.WARNING
        yield TopListExport(level, without_snapshot=share, files=material.top_lists)
    yield from _impossible(material)


def _ages(material: Material) -> Iterator[Finding]:
    equal = []
    for name in named(material.experiment):
        readings = material.readings[name]
        yield from _redefined(readings, decides=name == material.experiment.metrics.primary)
        if not readings.by_post:
            yield NotMeasured(Level.WARNING, metric=name)
            continue
        if readings.rule is AgeRule.COMMON_EXPORT:
            ages = [reading.age for reading in readings.by_post.values()]
            as_of = datetime.fromtimestamp(readings.as_of or 0, UTC).date()
            yield CommonExport(Level.NOTE, metric=name, as_of=as_of, youngest=min(ages), oldest=max(ages))
        else:
            equal.append(len(readings.by_post))
        if readings.left_out:
            decides = name == material.experiment.metrics.primary
            many = len(readings.left_out) > MANY * len(material.outcomes)
            level = Level.WARNING if decides and many else Level.NOTE
            yield LeftOut(level, metric=name, posts=len(readings.left_out))
    if equal:
        days = material.experiment.design.measure_at
        yield EqualAge(Level.OK, posts=int(np.max(equal)), days=days)


def _redefined(readings: Readings, *, decides: bool) -> Iterator[Finding]:
    """Posts on the other side of a day from which the platform counts something else; a blocker where none is left."""
    if readings.across is not None:
        level = Level.NOTE if not decides else Level.WARNING if readings.by_post else Level.BLOCKER
        posts, days = len(readings.across.posts), readings.across.days
        yield DefinitionChanged(level, metric=readings.metric.name, posts=posts, days=days)


def _after(material: Material) -> Iterator[Finding]:
    """How orders and the like came to their posts: the window and the rule are told wherever the number is."""
    days = material.experiment.design.measure_at
    for column, one in sorted(material.after.items()):
        if one.until is None:
            continue
        lost = {reason.value: one.lost.get(reason, 0) for reason in Lost}
        if column not in ORDERS:
            yield OutcomesAttributed(
                Level.NOTE, what=column, count=one.orders, **lost, days=days, whole=one.whole, sources=one.sources
            )
            continue
        yield OrdersAttributed(
            Level.NOTE, orders=int(one.orders), **lost, days=days, sources=one.sources, twice=one.twice, alike=one.alike
        )
        if len(one.currencies) > 1:
            for name in named(material.experiment):
                if material.metric(name).kind is Kind.MONEY:
                    yield SeveralCurrencies(Level.WARNING, metric=name, currencies=one.currencies)


def _impossible(material: Material) -> Iterator[Finding]:
    own = [o.post for o in material.outcomes if o.post]
    broken = impossible(Lake(material.workspace.store_dir), own)
    if broken:
        ids = {post_id for post_id, _ in broken}
        wrong = [(o.position.position, o.post.link) for o in material.outcomes if o.post and o.post.post_id in ids]
        yield ImpossibleNumbers(
            Level.WARNING,
            posts=len(ids),
            rules=tuple(sorted({rule for _, rule in broken})),
            positions=tuple(position for position, _ in wrong),
            links=tuple(link for _, link in wrong if link),
        )
    twice = duplicates(own)
    if twice:
        yield DuplicatePosts(Level.WARNING, posts=len(twice))
