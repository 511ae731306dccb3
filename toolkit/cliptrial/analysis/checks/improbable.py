"""Too good to be true: effects and posts that promotion, reposts or wrong rows explain better than the variant does.

What is bought looks like success: it lands on a few posts of the arm that somebody cares for. Views that were paid for
bring few likes; posts that were pushed stand far above the account's own; and a lead that sits in a handful of posts
alone is no lead of a typical post. Promotion that brings its likes along, too, looks like any viral hit: of the seasons
that it wins, views alone give away about two of three.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import expm1

import numpy as np

from cliptrial.analysis.findings import Finding, Level
from cliptrial.analysis.findings.improbable import ImprobableEffect, ImprobablePosts, Sign
from cliptrial.analysis.results import PostResult
from cliptrial.analysis.rows import CLEAR, Row
from cliptrial.analysis.units import Assignment, Texts, Units, Values
from cliptrial.stats.inversion import Bools, Floats

LARGEST_KNOWN = 4 * 0.30
"""Log ratio beyond which no effect is known: four SDs of the widest one in 59 public histories (19,793 posts of
``vn-posts``, effects of longer videos between accounts, SD .30)."""
LIKE_SPREAD = 0.5
"""SD of log like rates between posts of one account in public histories; below it no account is measured."""
FEW_LIKES, MORE_VIEWS = 2.5, 1.0
"""SDs below the usual like rate and above its arm's usual views that mark a post as views without likes. Of 59 public
histories cut into experiments with drawn arms, under 1, 1 and 4 in 100 (8, 14, 28 an arm) have two more in one arm."""
ENOUGH_LIKES = 5
"""Likes to be expected of a post before their absence tells anything."""
FAR_ABOVE = 6.0
"""SDs above its arm's middle that no ordinary post reaches; of 59 public histories cut into experiments with drawn
arms, 1 in 100 have two such posts more in one arm."""
TOP_SHARE = 1 / 6
"""Share of an arm's posts that is a handful, at least two."""
TOP_LEAD = 0.6
"""SDs by which the handfuls of two arms are further apart than their other posts; of experiments without an effect on
the same histories, under 2 in 100 are decided and have it."""
HANDFUL = 2


def like_findings(
    units: Units, likes: Values, posts: Sequence[PostResult], places: Sequence[int] = ()
) -> Iterator[Finding]:
    """Posts with views but without likes, in one arm only.

    Args:
        units: The posts.
        likes: Likes over views.
        posts: What became of them, in the order of the units.
        places: Their rows in the table that was handed in.
    """
    if not _named(units, posts):
        return
    seen = likes.read & (likes.denominator > 0) & (likes.numerator >= 0)
    seen = seen if units.included is None else seen & units.included
    if not seen.any():
        return
    views, rate = np.full(len(seen), np.nan), np.full(len(seen), np.nan)
    views[seen] = np.log(likes.denominator[seen])
    rate[seen] = np.log(likes.numerator[seen] + 0.5) - views[seen]
    middle = float(np.median(rate[seen]))
    spread = max(1.4826 * float(np.median(np.abs(rate[seen] - middle))), LIKE_SPREAD)
    around = views - _middles(units.arm, views)
    with np.errstate(invalid="ignore"):  # nothing is odd about a post that was not read
        few = (rate < middle - FEW_LIKES * spread) & (np.exp(middle) * likes.denominator >= ENOUGH_LIKES)
        odd = few & (around > MORE_VIEWS * _spread(around))
    yield from _in_one_arm(units.arm, odd, _Posts(posts, places), "no_likes")


def improbable_findings(units: Units, primary: Sequence[Row], posts: Sequence[PostResult]) -> Iterator[Finding]:
    """Posts far above all others in one arm, a lead of a handful of posts, and effects beyond what is known.

    Args:
        units: The posts; of a table only where its posts can be found again, by time and by id, link or caption.
        primary: Rows of the primary metric.
        posts: What became of them, in the order of the units.
    """
    for row in primary if _named(units, posts) else ():
        comparison = row.comparison
        if comparison is None or comparison.estimand != "ratio_of_geometric_means":
            continue
        logs = np.full(len(units.arm), np.nan)
        logs[comparison.rows] = np.log(row.question.values.each[comparison.rows])
        known = _Posts(posts, row.question.places)
        far = list(_far_above(units.arm, logs, known))
        yield from far or _top_only(units.arm, logs, row, known)
        yield from _beyond(row)


def _named(units: Units, posts: Sequence[PostResult]) -> bool:
    """Whether somebody who reads of single posts can find them; a plan names each of its own."""
    if units.assignment is Assignment.SCHEDULE:
        return True
    return units.when is not None and any(post.post_id or post.link or post.caption for post in posts)


@dataclass(frozen=True)
class _Posts:
    """What became of the units, and their rows in the table that was handed in; simulated ones have neither."""

    results: Sequence[PostResult]
    places: Sequence[int]

    def found(self, arm: str, which: Bools, sign: Sign) -> Finding:
        named = [post for post, odd in zip(self.results, which, strict=False) if odd]
        return ImprobablePosts(
            Level.WARNING,
            arm=arm,
            sign=sign,
            posts=int(which.sum()),
            positions=tuple(post.position for post in named if post.position is not None),
            links=tuple(post.link for post in named if post.link),
            rows=tuple(place for place, odd in zip(self.places, which, strict=False) if odd),
        )


def _in_one_arm(arm: Texts, odd: Bools, posts: _Posts, sign: Sign) -> Iterator[Finding]:
    """Odd posts where one arm has a handful more of them than any other."""
    counts = {name: int((odd & (arm == name)).sum()) for name in dict.fromkeys(arm)}
    first, second = sorted(counts, key=lambda name: -counts[name])[:2]
    if counts[first] - counts[second] >= HANDFUL:
        yield posts.found(first, odd & (arm == first), sign)


def _middles(arm: Texts, logs: Floats) -> Floats:
    """Each post's own arm's median."""
    middles = np.full(len(logs), np.nan)
    for name in dict.fromkeys(arm):
        own = (arm == name) & np.isfinite(logs)
        if own.any():
            middles[own] = np.median(logs[own])
    return middles


def _spread(around: Floats) -> float:
    """SD by the posts below their arm's middle alone, which pushed posts do not widen."""
    below = around[np.isfinite(around) & (around < 0)]
    return float(np.sqrt(np.mean(below**2))) if len(below) else 0.0


def _far_above(arm: Texts, logs: Floats, posts: _Posts) -> Iterator[Finding]:
    around = logs - _middles(arm, logs)
    spread = _spread(around)
    if spread > 0:
        yield from _in_one_arm(arm, np.nan_to_num(around) > FAR_ABOVE * spread, posts, "far_above")


def _top_only(arm: Texts, logs: Floats, row: Row, posts: _Posts) -> Iterator[Finding]:
    """The lead of a clear answer, where it sits in the leader's best posts and hardly in the others."""
    uplift = row.uplift
    if uplift.verdict not in CLEAR or uplift.relative is None:
        return
    leader, other = (uplift.arm, uplift.control) if uplift.relative > 0 else (uplift.control, uplift.arm)
    ahead, behind = (np.sort(logs[(arm == name) & np.isfinite(logs)]) for name in (leader, other))
    few, spread = max(HANDFUL, int(TOP_SHARE * min(len(ahead), len(behind)))), _spread(logs - _middles(arm, logs))
    if min(len(ahead), len(behind)) < 3 * few or spread == 0:
        return
    top = _handful(ahead, few) - _handful(behind, few)
    rest = ahead[:-few].mean() - behind[:-few].mean()
    if top - rest > TOP_LEAD * spread:
        yield posts.found(leader, (arm == leader) & (np.nan_to_num(logs, nan=-np.inf) >= ahead[-few]), "top_only")


def _handful(ordered: Floats, few: int) -> float:
    """Mean of the best posts, of which the very best counts as the second: what one post decides is told elsewhere."""
    return float((ordered[-few:-1].sum() + ordered[-2]) / few)


def _beyond(row: Row) -> Iterator[Finding]:
    uplift, (low, high) = row.uplift, row.uplift.relative_interval
    more, less = expm1(LARGEST_KNOWN), expm1(-LARGEST_KNOWN)
    if low is not None and low > more:
        yield ImprobableEffect(Level.WARNING, metric=uplift.metric, arm=uplift.arm, at_least=low, known=more)
    if high is not None and high < less:
        yield ImprobableEffect(Level.WARNING, metric=uplift.metric, arm=uplift.arm, at_least=high, known=less)
