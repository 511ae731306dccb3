"""A year of tests, simulated many times over: what is adopted, what it brings, and what old against new says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np
from scipy import stats
from tests.planning.worlds import SIGMA, World

from cliptrial.planning.growth.proof import CHECKED
from cliptrial.stats.growth import Ideas
from cliptrial.stats.inversion import Floats
from cliptrial.stats.pooled.average import average

ALPHA = 0.05


class Rule(StrEnum):
    """When a change is adopted."""

    EXPECTATION = "expectation"
    SIGNIFICANCE = "significance"


@dataclass(frozen=True, slots=True)
class Programme:
    """How a team works through its year.

    Attributes:
        posts: Posts of the year.
        per_arm: Posts an arm of each test.
        together: Ideas drawn together on the same posts.
        rule: When a change is adopted.
        check: Whether the year ends with old against new.
        longer: Posts of each way by which the check is made longer before the new way is rolled back.
        scatter_known: Whether the check takes the scatter of posts as known, as the published share of false claims
            does; else it is estimated from the check, as the product does.
    """

    posts: int = 220
    per_arm: int = 7
    together: int = 1
    rule: Rule = Rule.EXPECTATION
    check: bool = False
    longer: int = 0
    scatter_known: bool = False

    def tests(self, world: World) -> int:
        """Tests that fit into the year, one after the other."""
        fit = (self.posts - (2 * CHECKED if self.check else 0)) // (2 * self.per_arm)
        return fit if world.ideas is None else min(fit, -(-world.ideas // self.together))


@dataclass(frozen=True, slots=True)
class Years:
    """What became of many years. Arrays: shape (runs,).

    Attributes:
        net: Level at the end of the year (log), costs taken off.
        tried: Ideas tried in a year.
        adopted: Changes adopted for now.
        harmful: Of these, changes whose true effect is below their cost.
        kept: Whether old against new kept them; all, where nothing was checked.
        confirmed: Whether it confirmed them at the 5 % level.
        level: Level of the new way (log), costs taken off, whether or not it was kept.
    """

    net: Floats
    tried: int
    adopted: Floats
    harmful: Floats
    kept: Floats
    confirmed: Floats
    level: Floats

    @property
    def ahead(self) -> float:
        """Share of years in which a new way that was kept is truly ahead."""
        return float(np.mean(self.level[self.kept > 0] > 0))

    @property
    def thrown_away(self) -> float:
        """Share of the new ways rolled back that were in truth the better ones."""
        return float(np.mean(self.level[self.kept == 0] > 0)) if (self.kept == 0).any() else 0.0

    @property
    def end(self) -> float:
        """Growth over the year: mean net level, as a ratio minus one."""
        return float(np.expm1(self.net.mean()))

    @property
    def low(self) -> float:
        """The tenth that goes worst ends at or below this growth."""
        return float(np.expm1(np.quantile(self.net, 0.1)))

    @property
    def below(self) -> float:
        """Share of years that end below their start."""
        return float(np.mean(self.net < 0))

    @property
    def error(self) -> float:
        """Standard error of the mean net level."""
        return float(self.net.std() / sqrt(len(self.net)))

    @property
    def wrong(self) -> float:
        """Share of harmful changes among those adopted."""
        return float(self.harmful.sum() / max(self.adopted.sum(), 1))


def simulate_years(world: World, programme: Programme, runs: int = 6_000, seed: int = 1) -> Years:
    """Work through ``runs`` years in one world; the rule knows the stated spread of ideas, not the world's.

    Args:
        world: What is true.
        programme: What the team does.
        runs: How many years.
        seed: Of the random numbers.
    """
    rng = np.random.default_rng(seed)
    tests = programme.tests(world)
    count = min(tests * programme.together, world.ideas or tests * programme.together)
    truth = world.effects(runs, count, rng)
    seen = truth + _noise(world, programme, (runs, count), rng)
    adopted = _adopted(seen, world, programme, rng)
    begins = 2 * programme.per_arm * (np.arange(count) // programme.together)
    lasting = truth * world.left(programme.posts - begins.astype(np.float64))
    level = world.level((adopted * lasting).sum(axis=1)) - world.cost * adopted.sum(axis=1)
    kept, confirmed = np.ones(runs), np.zeros(runs)
    if programme.check:
        kept, confirmed = _checked(world, programme, level, adopted, rng)
    return Years(
        net=level * kept,
        tried=count,
        adopted=adopted.sum(axis=1),
        harmful=(adopted * (truth < world.cost)).sum(axis=1),
        kept=kept,
        confirmed=confirmed,
        level=level,
    )


def simulate_agencies(
    clients: int, world: World, programme: Programme, runs: int = 2_000, seed: int = 1
) -> tuple[float, float]:
    """How often the checks of one client, and the average over all clients, confirm that the new ways are ahead.

    Args:
        clients: Clients of an agency, each with its own changes, year and check.
        world: What is true.
        programme: What each of them does.
        runs: How many agencies.
        seed: Of the random numbers.
    """
    years = simulate_years(world, programme, runs * clients, seed)
    rng = np.random.default_rng(seed + 1)
    new = world.posts((runs, clients, CHECKED), rng) + years.level.reshape(runs, clients, 1)
    old = world.posts((runs, clients, CHECKED), rng)
    errors = np.sqrt((new.var(axis=2, ddof=1) + old.var(axis=2, ddof=1)) / CHECKED)
    over_all = average(new.mean(axis=2) - old.mean(axis=2), errors, 2 * CHECKED - 2)
    confirmed = (over_all.mean > 0) & (over_all.p_value < ALPHA)
    return float(years.confirmed.mean()), float(confirmed.mean())


def _noise(world: World, programme: Programme, shape: tuple[int, int], rng: np.random.Generator) -> Floats:
    """What chance adds to the estimate of each idea: shape (runs, ideas)."""
    if not world.viral:
        return SIGMA * sqrt(2 / programme.per_arm) * rng.standard_normal(shape)
    drawn = world.posts((2, *shape, programme.per_arm), rng)
    return _shift(drawn[1], drawn[0])


def _shift(new: Floats, old: Floats) -> Floats:
    """Hodges-Lehmann shift over the last axis: the median of all differences."""
    rows = np.empty(new.shape[:-1])
    for run in range(len(new)):
        between = new[run][..., :, None] - old[run][..., None, :]
        rows[run] = np.median(between.reshape(*between.shape[:-2], -1), axis=-1)
    return rows


def _adopted(seen: Floats, world: World, programme: Programme, rng: np.random.Generator) -> Floats:
    """1.0 where a change is adopted."""
    if programme.rule is Rule.SIGNIFICANCE:
        freedom = 2 * programme.per_arm - 2
        error = SIGMA * np.sqrt(2 / programme.per_arm * rng.chisquare(freedom, seen.shape) / freedom)
        return np.asarray(seen > float(stats.t.isf(ALPHA / 2, freedom)) * error, dtype=np.float64)
    weight = Ideas(SIGMA).weight(programme.per_arm)
    return np.asarray(weight * seen > world.cost, dtype=np.float64)


def _checked(
    world: World, programme: Programme, level: Floats, adopted: Floats, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Old against new: whether the new way was ahead by more than it costs, and whether that is confirmed.

    One that is not ahead gets more posts where the programme says so; those decide, and confirm nothing.
    """
    cost = world.cost * adopted.sum(axis=1)
    ahead, difference, errors = _against(world, level + cost, CHECKED, rng)
    if programme.scatter_known:
        errors = np.full_like(errors, SIGMA * sqrt(2 / CHECKED))
    p_values = 2 * stats.t.sf(np.abs(difference) / errors, 2 * CHECKED - 2)
    kept = np.asarray(ahead > cost, dtype=np.float64)
    confirmed = kept * (p_values < ALPHA)
    if programme.longer:
        again, _, _ = _against(world, level + cost, programme.longer, rng)
        both = (CHECKED * ahead + programme.longer * again) / (CHECKED + programme.longer)
        kept = np.maximum(kept, both > cost)
    return kept, confirmed


def _against(world: World, lift: Floats, posts: int, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """How far the new way is ahead on so many posts each, the difference of means, and its standard error."""
    drawn = world.posts((2, len(lift), posts), rng)
    new, old = drawn[1] + lift[:, None], drawn[0]
    errors = np.sqrt((new.var(axis=1, ddof=1) + old.var(axis=1, ddof=1)) / posts)
    difference = new.mean(axis=1) - old.mean(axis=1)
    return (_shift(new, old) if world.viral else difference), difference, errors
