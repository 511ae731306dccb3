"""The chance check: how often do made-up A/B labels win on a team's own posts?

Real posts of one account, in a row; labels by chance; nothing differs between the arms. Whatever a method
then calls a winner is a false alarm, and five in a hundred is what everybody agreed to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cliptrial.analysis.estimate import Comparison, compare_pair
from cliptrial.analysis.units import Assignment, Units, Values
from cliptrial.errors import InputError, Problem
from cliptrial.messages import in_turn, says
from cliptrial.metrics import Kind, Metric
from cliptrial.planning.chance_history import History, Posts
from cliptrial.planning.usual_methods import METHODS, Labelled, welch_logs
from cliptrial.stats.inversion import Bools, Floats

ALPHA = 0.05
USUAL, FEWEST = 14, 4
"""Posts in each made-up arm where nobody asks for others, and as many as there must be at least."""
YEAR = says(
    "A year of posts comes from Business Suite, which writes every post of the days that you choose, or from TikTok "
    "Studio, which writes 15 a file: export one week after the other, and `cliptrial ingest` takes them all."
)
REDRAWS = 999
OURS, HALVES = "cliptrial", "first_against_second_half"
SHOWN = ("sums_as_trials", HALVES, "relative_delta", "welch_raw", "welch_logs", OURS)
"""Codes of the methods in the order of the page, where they apply."""


@dataclass(frozen=True, slots=True)
class Share:
    """How often one method declared a winner.

    Attributes:
        method: Its code.
        wins: Made-up comparisons with a winner.
        draws: Made-up comparisons.
    """

    method: str
    wins: int
    draws: int

    @property
    def share(self) -> float:
        """Winners among all comparisons; 0.05 was agreed."""
        return self.wins / self.draws

    @property
    def margin(self) -> float:
        """Half the width of a 95 % interval for the luck of the draws (Wilson)."""
        z2 = 1.959964**2
        spread = self.share * (1 - self.share) / self.draws + z2 / (4 * self.draws**2)
        return float(np.sqrt(z2 * spread) / (1 + z2 / self.draws))


@dataclass(frozen=True)
class ChanceCheck:
    """What made-up labels did on one metric.

    Attributes:
        metric: What was compared.
        posts: Posts with a number.
        left_out: Posts without one.
        accounts: Accounts with enough posts for a comparison.
        days: First and last day of posting, ISO text; None where times are unknown.
        posts_per_arm: Posts in each made-up arm.
        draws: Made-up comparisons.
        seed: Of the draws.
        shares: One for each method that applies.
        refused: Comparisons that ClipTrial refused for want of data; they count as no winner.
        data_hash: Of the posts.
    """

    metric: Metric
    posts: int
    left_out: int
    accounts: int
    days: tuple[str, str] | None
    posts_per_arm: int
    draws: int
    seed: int
    shares: tuple[Share, ...]
    refused: int
    data_hash: str

    def of(self, method: str) -> Share | None:
        """One method's share; None where the method does not apply."""
        return next((share for share in self.shares if share.method == method), None)

    @property
    def ours(self) -> Share:
        """ClipTrial's share."""
        return next(share for share in self.shares if share.method == OURS)

    @property
    def worst(self) -> Share:
        """The usual method that declared most winners."""
        return max((share for share in self.shares if share.method != OURS), key=lambda share: share.wins)


def chance_check(
    history: History,
    *,
    posts_per_arm: int = USUAL,
    draws: int = 2000,
    seed: int = 0,
    progress: Callable[[int], None] = lambda _: None,
) -> ChanceCheck:
    """Draw made-up arms again and again and count who declares winners.

    Each comparison takes ``2 * posts_per_arm`` posts in a row of one account, every possible place in the
    history being as likely, and gives half of them, by chance, to one arm.

    Args:
        history: The posts.
        posts_per_arm: Posts in each made-up arm.
        draws: Comparisons.
        seed: Same seed, same comparisons.
        progress: Called with the number of comparisons done, now and then.

    Raises:
        InputError: No account has enough posts.
    """
    long_enough = [one for one in history.accounts if len(one.numerator) >= 2 * posts_per_arm]
    if not long_enough:
        raise InputError(_too_short(history, posts_per_arm))
    rng = np.random.default_rng(seed)
    places = np.array([len(one.numerator) - 2 * posts_per_arm + 1 for one in long_enough])
    chosen = rng.choice(len(places), size=draws, p=places / places.sum())
    windows = [_window(long_enough[i], int(rng.integers(places[i])), 2 * posts_per_arm) for i in chosen]
    halves = np.repeat([False, True], posts_per_arm)
    treated = rng.permuted(np.tile(halves, (draws, 1)), axis=1)
    by_method = _usual(history.metric, windows, treated, halves)
    ours, refused = _ours(history.metric, windows, treated, seed, progress)
    shares = {name: int((p <= ALPHA).sum()) for name, p in by_method.items() if not np.isnan(p).all()} | {OURS: ours}
    return ChanceCheck(
        metric=history.metric,
        posts=sum(len(one.numerator) for one in history.accounts),
        left_out=history.left_out,
        accounts=len(long_enough),
        days=_days(long_enough),
        posts_per_arm=posts_per_arm,
        draws=draws,
        seed=seed,
        shares=tuple(Share(name, shares[name], draws) for name in SHOWN if name in shares),
        refused=refused,
        data_hash=history.data_hash,
    )


def posts_for(histories: Sequence[History], asked: int | None) -> int:
    """Posts in each made-up arm: as many as were asked for, else the usual ones, or half of what there is."""
    if asked:
        return asked
    shortest = min((_longest(history) for history in histories), default=0)
    return USUAL if not 2 * FEWEST <= shortest < 2 * USUAL else shortest // 2


def _longest(history: History) -> int:
    return max((len(one.numerator) for one in history.accounts), default=0)


def _window(posts: Posts, start: int, length: int) -> Posts:
    cut = slice(start, start + length)
    weekday = None if posts.weekday is None else posts.weekday[cut]
    return Posts(posts.account, posts.numerator[cut], posts.denominator[cut], weekday, None)


def _usual(metric: Metric, windows: Sequence[Posts], treated: Bools, halves: Bools) -> dict[str, Floats]:
    no_weekday = np.zeros(treated.shape, dtype=np.int64)
    kind = Kind.RATE if metric.denominator else metric.kind
    numerator, denominator = (np.array([getattr(w, n) for w in windows]) for n in ("numerator", "denominator"))
    case = Labelled(kind, numerator, denominator, treated, no_weekday)
    in_time = Labelled(kind, numerator, denominator, np.broadcast_to(halves, treated.shape), no_weekday)
    applied = {name: method(case) for name, method in METHODS.items() if name in SHOWN}
    return {**applied, HALVES: welch_logs(in_time)}


def _ours(
    metric: Metric, windows: Sequence[Posts], treated: Bools, seed: int, progress: Callable[[int], None]
) -> tuple[int, int]:
    """Winners and refusals of the engine that reports use.

    The posts of a comparison are put in random order, first one arm, then the other; so one set of
    re-drawn labels serves all comparisons.
    """
    rng = np.random.default_rng([seed, 1])
    units = _units(treated.shape[1], seed)
    wins = refused = 0
    for number, (window, variant) in enumerate(zip(windows, treated, strict=True)):
        order = np.concatenate([rng.permutation(np.flatnonzero(~variant)), rng.permutation(np.flatnonzero(variant))])
        weekday = None if window.weekday is None else window.weekday[order]
        values = Values(window.numerator[order], window.denominator[order])
        comparison = compare_pair(replace(units, weekday=weekday), values, metric, "a", "b")
        won = isinstance(comparison, Comparison) and comparison.inversion.p_value() <= ALPHA
        wins, refused = wins + won, refused + (not isinstance(comparison, Comparison))
        if number % 100 == 99:
            progress(number + 1)
    return wins, refused


def _units(posts: int, seed: int) -> Units:
    zeros = np.zeros(posts, dtype=np.int64)
    return Units(
        arm=np.repeat(np.array(["a", "b"], object), posts // 2),
        assignment=Assignment.RANDOM,
        account=zeros,
        weekday=None,
        stratum=zeros,
        block=zeros,
        draws=REDRAWS,
        seed=seed,
    )


def _days(posts: Sequence[Posts]) -> tuple[str, str] | None:
    known = [one.days for one in posts if one.days]
    return (min(d[0] for d in known), max(d[1] for d in known)) if len(known) == len(posts) else None


def _too_short(history: History, posts_per_arm: int) -> Problem:
    longest = _longest(history)
    more = says("Hand in more exports.")
    fewer = says("Or ask for fewer: --posts-per-arm {number}.", number=longest // 2)
    return Problem(
        "too_few_posts",
        says('the longest history has {longest} posts with "{name}"', longest=longest, name=history.metric.name),
        says("at least {posts} posts of one account", posts=2 * posts_per_arm)
        if longest >= 2 * FEWEST
        else says(
            "at least {posts} posts of one account, better {usual}",
            posts=2 * FEWEST,
            usual=2 * max(posts_per_arm, FEWEST),
        ),
        in_turn([more, fewer]) if longest >= 2 * FEWEST else more,
        field="metric",
    )
