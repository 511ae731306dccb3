"""Many sounds, hashtag sets, slots or lengths of earlier posts at once, so that no value wins by luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from math import expm1

import numpy as np
from numpy.typing import NDArray

from cliptrial.analysis.results import Evidence, MetricFacts
from cliptrial.errors import InputError, Problem
from cliptrial.messages import nothing, says
from cliptrial.metrics import Kind, Metric
from cliptrial.stats.families import benjamini_hochberg
from cliptrial.stats.inversion import Floats
from cliptrial.stats.pooled.partial import NOTHING, PartialPooling, cluster_weights, partial_pooling
from cliptrial.stats.ratio.value_exchange import exchange_p_values
from cliptrial.stats.special import ndtr, ndtri

Ints = NDArray[np.int64]

FEWEST = 3
"""Posts that a value needs to be looked at."""
HALF = 0.5
"""Added to the events of rates and rare counts, whose zeros have no logarithm."""
ROUNDS = 2
"""Times that the accounts' variances are estimated again from what is left."""


@dataclass(frozen=True, slots=True)
class ValueGuess:
    """One value, against a typical value of its kind.

    Attributes:
        value: The sound, hashtag set, slot or length.
        posts: Posts that carry it.
        accounts: Accounts that used it.
        effective_posts: What those posts are worth beside account, month and weekday; 0 where the value never
            ran beside another one.
        raw: What its own posts say alone, a ratio minus one; None where they can say nothing.
        reckon_with: The same, pulled towards a typical value as far as its posts leave it open.
        interval: 95 % range of the true effect around ``reckon_with``.
        above_typical: Chance that it is above a typical value, 0 to 1.
        p_value: From re-labelled posts within account and month.
        q_value: Benjamini and Hochberg's; the share of false finds to expect among values up to this one.
        found: Whether ``q_value`` is within the false discovery rate.
    """

    value: str
    posts: int
    accounts: int
    effective_posts: float
    raw: float | None
    reckon_with: float
    interval: tuple[float, float]
    above_typical: float
    p_value: float | None
    q_value: float | None
    found: bool


@dataclass(frozen=True, slots=True)
class ManyArms:
    """What earlier posts say of many values; nobody assigned them by chance.

    Attributes:
        dimension: What the values are: ``sound``, ``hashtags``, ``slot``, ``duration`` or a column.
        metric: What was measured.
        values: The most promising first, by ``reckon_with`` in the good direction.
        posts: Posts looked at.
        accounts: Accounts they come from.
        left_out: Posts without a value, of values with fewer than three posts, or without a usable number.
        tau: SD of true effects between values (REML), on the log scale.
        sigma: SD of posts within a value, on the log scale.
        false_discovery_rate: Within which values are ``found``.
        usual: The most used value.
        best: The most promising value that is reckoned above the usual one; None where there is none.
        draft: The slug and the fields of a :class:`~cliptrial.registry.draft.Draft` for testing ``best`` against
            ``usual``, without the sentences; None where there is nothing to test.
        evidence: Always observed.
        data_hash: SHA-256 of the numbers used.
        redefined: Days from which a platform counted something else; posts of one side of them only are looked at.
    """

    dimension: str
    metric: MetricFacts
    values: tuple[ValueGuess, ...]
    posts: int
    accounts: int
    left_out: int
    tau: float
    sigma: float
    false_discovery_rate: float
    usual: str
    best: str | None
    draft: Mapping[str, object] | None
    evidence: Evidence
    data_hash: str
    redefined: tuple[date, ...] = ()


@dataclass(frozen=True)
class Labelled:
    """Posts with one value each.

    Attributes:
        value: Shape (posts,): texts.
        account: Shape (posts,): codes.
        month: Shape (posts,): running number of the calendar month, local; zeros where unknown.
        weekday: Shape (posts,): 0 (Monday) to 6, local; None where unknown.
        numerator: Shape (posts,).
        denominator: Shape (posts,): ones where the metric has none.
        left_out: Posts that carry no value or no number.
        account_names: By code.
    """

    value: NDArray[np.object_]
    account: Ints
    month: Ints
    weekday: Ints | None
    numerator: Floats
    denominator: Floats
    left_out: int
    account_names: tuple[str, ...]


def guess(
    posts: Labelled,
    metric: Metric,
    dimension: str,
    *,
    false_discovery_rate: float,
    draws: int,
    seed: int,
) -> ManyArms:
    """Log OLS with account-month and weekday terms, values partially pooled, winners by false discovery rate.

    Args:
        posts: With their values.
        metric: Rates and rare counts get half an event more.
        dimension: What the values are.
        false_discovery_rate: Share of false finds among those found.
        draws: Re-labellings behind the p-values.
        seed: Of the draws.

    Raises:
        InputError: Fewer than two values have enough posts, or there are too few posts for the terms.
    """
    logs, usable = _logs(posts, metric)
    names, codes, kept = _often_enough(posts.value, usable)
    _enough(names, int(kept.sum()))
    logs, account = logs[kept], posts.account[kept]
    cells = _cells(account, posts.month[kept])
    terms = [cells] if posts.weekday is None else [cells, posts.weekday[kept]]
    fit, weights = _fit(logs, codes, terms, account)
    rest = fit.residuals + fit.shrunk[codes]
    p = exchange_p_values(rest, codes, cells, fit.information, weights, draws=draws, seed=seed)
    worth = fit.information * np.bincount(codes) / np.bincount(codes, weights)
    guesses = _guesses(names, codes, account, fit, worth, p, false_discovery_rate)
    sign = 1 if metric.higher_is_better else -1
    ordered = sorted(guesses, key=lambda one: (-sign * one.reckon_with, -one.posts, one.value))
    usual = max(guesses, key=lambda one: (one.posts, one.value))
    first = ordered[0]
    better = sign * (first.reckon_with - usual.reckon_with) > NOTHING
    return ManyArms(
        dimension=dimension,
        metric=MetricFacts(metric.name, metric.kind, metric.scale, metric.labels, metric.higher_is_better),
        values=tuple(ordered),
        posts=len(logs),
        accounts=len(np.unique(account)),
        left_out=posts.left_out + len(posts.value) - len(logs),
        tau=fit.tau,
        sigma=fit.sigma,
        false_discovery_rate=false_discovery_rate,
        usual=usual.value,
        best=first.value if better else None,
        draft=None,
        evidence=Evidence.OBSERVED,
        data_hash=sha256(repr((logs.tolist(), codes.tolist(), cells.tolist())).encode()).hexdigest(),
    )


def _logs(posts: Labelled, metric: Metric) -> tuple[Floats, NDArray[np.bool_]]:
    half = HALF if metric.kind in (Kind.RATE, Kind.RARE) else 0.0
    top, bottom = posts.numerator + half, posts.denominator + (2 * half if metric.kind is Kind.RATE else 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(top / bottom)
    return logs, np.isfinite(logs) & (posts.denominator > 0)


def _often_enough(values: NDArray[np.object_], usable: NDArray[np.bool_]) -> tuple[list[str], Ints, NDArray[np.bool_]]:
    """Names of values with enough usable posts, each kept post's code, and which posts are kept."""
    texts = values.astype(str)
    names, counts = np.unique(texts[usable], return_counts=True)
    often = names[counts >= FEWEST]
    kept = usable & np.isin(texts, often)
    return [str(name) for name in often], np.searchsorted(often, texts[kept]).astype(np.int64), kept


def _enough(names: Sequence[str], posts: int) -> None:
    if len(names) >= 2:
        return
    what = says("Fewer than two values have {fewest} posts with a number ({posts} posts)", fewest=FEWEST, posts=posts)
    mend = says("Choose a longer period, more accounts, or another dimension.")
    raise InputError(Problem("nothing_to_compare", what, says("Two values with posts"), mend, field="dimension"))


def _cells(account: Ints, month: Ints) -> Ints:
    """One code for each account and month."""
    both = np.column_stack([account, month])
    return np.asarray(np.unique(both, axis=0, return_inverse=True)[1], dtype=np.int64).ravel()


def _fit(logs: Floats, codes: Ints, terms: Sequence[Ints], account: Ints) -> tuple[PartialPooling, Floats]:
    try:
        fit = partial_pooling(logs, codes, terms)
        weights = np.ones(len(logs))
        for _ in range(ROUNDS if len(np.unique(account)) > 1 else 0):
            weights = cluster_weights(fit.residuals, account)
            fit = partial_pooling(logs, codes, terms, weights)
    except ValueError:
        what = says("{count} posts are too few beside their months and weekdays", count=len(logs))
        raise InputError(
            Problem("too_few_posts", what, nothing, says("Choose a longer period."), field="dimension")
        ) from None
    return fit, weights


def _guesses(
    names: Sequence[str], codes: Ints, account: Ints, fit: PartialPooling, worth: Floats, p: Floats, rate: float
) -> list[ValueGuess]:
    counts = np.bincount(codes)
    accounts = [len(np.unique(account[codes == code])) for code in range(len(names))]
    q, tested = np.full(len(names), np.nan), np.isfinite(p)
    q[tested] = benjamini_hochberg(p[tested].tolist())
    reach = float(ndtri(0.975))
    with np.errstate(divide="ignore", invalid="ignore"):
        above = np.where(fit.shrunk_error > 0, ndtr(fit.shrunk / fit.shrunk_error), 0.5)
    return [
        ValueGuess(
            value=name,
            posts=int(counts[i]),
            accounts=accounts[i],
            effective_posts=float(worth[i]),
            raw=expm1(fit.raw[i]) if np.isfinite(fit.raw[i]) else None,
            reckon_with=expm1(fit.shrunk[i]),
            interval=(
                expm1(fit.shrunk[i] - reach * fit.shrunk_error[i]),
                expm1(fit.shrunk[i] + reach * fit.shrunk_error[i]),
            ),
            above_typical=float(above[i]),
            p_value=float(p[i]) if tested[i] else None,
            q_value=float(q[i]) if tested[i] else None,
            found=bool(tested[i] and q[i] <= rate),
        )
        for i, name in enumerate(names)
    ]
