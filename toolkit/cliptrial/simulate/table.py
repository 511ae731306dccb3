"""Tables of posts with a known truth, small and quick, for measuring how often a method errs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from cliptrial.registry.model import Arm, Change, Design, Experiment, Hypothesis, Metrics, Variable
from cliptrial.rotation import draw_schedule
from cliptrial.simulate.account import (
    DAY,
    BetaRate,
    Floats,
    Integers,
    Profile,
    SimulatedPosts,
    autocorrelated,
    simulate_account,
)

FIRST_POST = int(datetime(2026, 1, 5, 17, tzinfo=UTC).timestamp())
LONGEST_PLAN = 500
"""Posts of each arm that one schedule holds at most."""


class Layout(StrEnum):
    """How the two arms are laid out over consecutive days."""

    ROTATED = "rotated"  # blocks of four adjacent posts hold each arm twice, in random order
    SHUFFLED = "shuffled"  # any order is as likely as any other
    WEEKEND_HEAVY = "weekend_heavy"  # the variant goes out mostly from Friday to Sunday
    FIRST_THEN = "first_then"  # the control first, then the variant


@dataclass(frozen=True, slots=True)
class Table:
    """One simulated experiment, one row a post in order of time.

    Attributes:
        arm: 0 control, 1 variant.
        value: The metric; with a rate, its numerator.
        denominator: 1, or with a rate the views.
        weekday: 0 (Monday) to 6.
        day: Days since the first post.
        block: Block of four adjacent posts, from 0.
    """

    arm: Integers
    value: Floats
    denominator: Floats
    weekday: Integers
    day: Integers
    block: Integers


def simulate_table(
    n_per_arm: int,
    *,
    sigma: float = 0.985,
    effect: float = 0.0,
    autocorrelation: float = 0.1,
    trend: float = 0.0,
    weekday_effects: Sequence[float] = (0.0,) * 7,
    design: Layout = Layout.ROTATED,
    arms: ArrayLike | None = None,
    rate: BetaRate | None = None,
    seed: int | np.random.Generator = 0,
) -> Table:
    """Invent one experiment with two arms of ``n_per_arm`` posts, one post a day.

    Args:
        n_per_arm: Posts of each arm.
        sigma: SD of the natural log of a post's value (with ``rate``: of its views).
        effect: True effect of the variant on the metric, as a ratio minus one.
        autocorrelation: Between the logs of one post and the next.
        trend: Rise of the log level from the first post to the last.
        weekday_effects: Monday to Sunday, on the log.
        design: How the arms are laid out, where ``arms`` does not say it.
        arms: The arms of a schedule drawn elsewhere, 0 or 1, in order of time.
        rate: Makes the value a count of reactions at this rate per view; ``effect`` then changes the rate.
        seed: A seed, or a generator to draw many tables from.
    """
    rng = np.random.default_rng(seed)
    n = 2 * n_per_arm
    day = np.arange(n)
    arm = lay_out(n_per_arm, design, rng) if arms is None else np.asarray(arms, dtype=np.int64)
    log = np.asarray(weekday_effects)[day % 7] + trend * day / max(n - 1, 1)
    log = log + sigma * autocorrelated(n, autocorrelation, rng)
    lift = np.log1p(effect) * arm
    value, denominator = _values(log, lift, rate, rng)
    return Table(arm, value, denominator, weekday=day % 7, day=day, block=day // 4)


def _values(log: Floats, lift: Floats, rate: BetaRate | None, rng: np.random.Generator) -> tuple[Floats, Floats]:
    typical = 8_000.0
    if rate is None:
        return typical * np.exp(log + lift), np.ones_like(log)
    views = np.maximum(np.rint(typical * np.exp(log)), 1)
    own = rate.draw(np.minimum(rate.mean * np.exp(lift), 0.95), rng)
    return rng.binomial(views.astype(np.int64), own).astype(np.float64), views


def lay_out(n_per_arm: int, design: Layout, rng: np.random.Generator) -> Integers:
    """The arms (0 or 1) of ``2 * n_per_arm`` consecutive daily posts, the first on a Monday."""
    return _LAYOUTS[design](n_per_arm, rng)


def _rotated(n_per_arm: int, rng: np.random.Generator) -> Integers:
    # An odd number of posts an arm leaves one block of two.
    blocks = [rng.permutation([0, 0, 1, 1]) for _ in range(n_per_arm // 2)]
    rest = [rng.permutation([0, 1])] if n_per_arm % 2 else []
    return np.concatenate([*blocks, *rest]).astype(np.int64)


def _shuffled(n_per_arm: int, rng: np.random.Generator) -> Integers:
    return rng.permutation(np.repeat([0, 1], n_per_arm)).astype(np.int64)


def _weekend_heavy(n_per_arm: int, rng: np.random.Generator) -> Integers:
    n = 2 * n_per_arm
    wanted = np.where(np.arange(n) % 7 >= 4, 0.0, 1.0) + 1.6 * rng.random(n)
    arm = np.zeros(n, dtype=np.int64)
    arm[np.argsort(wanted)[:n_per_arm]] = 1
    return arm


def _first_then(n_per_arm: int, _: np.random.Generator) -> Integers:
    return np.repeat(np.array([0, 1]), n_per_arm)


_LAYOUTS: dict[Layout, Callable[[int, np.random.Generator], Integers]] = {
    Layout.ROTATED: _rotated,
    Layout.SHUFFLED: _shuffled,
    Layout.WEEKEND_HEAVY: _weekend_heavy,
    Layout.FIRST_THEN: _first_then,
}


def simulate_rotation(
    posts_per_arm: int, effects: Mapping[str, float], *, sigma: float = 0.985, seed: int = 0
) -> SimulatedPosts:
    """Invent a whole account that rotates ``control`` and ``variant`` by the rule of a plan, one post a day.

    Blocks of four adjacent posts hold each arm twice, and the arms share the weekdays.

    Args:
        posts_per_arm: Posts of each arm.
        effects: By metric: the variant's true effect as a ratio minus one.
        sigma: SD of the natural log of a post's views around the calendar's level.
        seed: Same seed, same posts.
    """
    days = [FIRST_POST + DAY * day for day in range(2 * posts_per_arm)]
    return simulate_account(
        days,
        _drawn_arms(posts_per_arm, datetime.fromtimestamp(FIRST_POST, UTC).date(), seed),
        effects={"variant": effects},
        profile=Profile(sigma=sigma),
        seed=seed,
    )


def _drawn_arms(posts_per_arm: int, start: date, seed: int) -> list[str]:
    """The arms of a schedule with one post a day; plans end at 500 posts an arm, and longer ones follow on."""
    arms: list[str] = []
    while len(arms) < 2 * posts_per_arm:
        left = posts_per_arm - len(arms) // 2
        part = left if left <= LONGEST_PLAN else min(LONGEST_PLAN, left - 2)
        experiment = Experiment(
            title="A simulated rotation",
            accounts=("simulated",),
            hypothesis=Hypothesis(statement="The variant changes what it is told to change."),
            change=Change(
                variable=Variable.HOOK,
                control=Arm(id="control", value="As always"),
                variants=(Arm(id="variant", value="Otherwise"),),
            ),
            metrics=Metrics(primary="views"),
            design=Design(posts_per_arm=part, start=start + timedelta(days=len(arms)), seed=seed + len(arms)),
        )
        arms += [position.arm for position in draw_schedule(experiment).positions]
    return arms
