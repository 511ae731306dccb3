"""Tables of posts by another route: p and interval of ``compare`` equal an own count over labels.

Where there are few enough labellings they are listed here with itertools; else they are the package's draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from math import log1p
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.analysis.own_count import (
    Statistic,
    closed_p,
    design_weights,
    dummies,
    ends_hold,
    linear_log_ratio,
    linear_rate_statistic,
    log_statistic,
    own_p,
    rate_statistic,
    studentised_rate_statistic,
    t_values,
    weighted_ratio,
)

import cliptrial
from cliptrial.analysis.results import Uplift
from cliptrial.metrics import Kind, Metric, Scale
from cliptrial.stats.permutation import permuted, relabelled

DRAWS = 299
NAMES = {"en": "", "de": ""}
METRICS: dict[str, Any] = {
    "count": "views",
    "mean": "seconds",
    "rate": "likes/views",
    "rare": Metric("orders", Kind.RARE, ("orders",), None, Scale.NUMBER, NAMES),
    "money": Metric("roas", Kind.MONEY, ("revenue",), "spend", Scale.MONEY, NAMES),
}
"""One of each kind; money is an amount by post over what was spent on it."""


@dataclass(frozen=True)
class Case:
    """A table of two arms; ``days`` apart from Monday 2 March 2026, or None for no times."""

    old: int
    new: int
    effect: float = 0.4
    block: int = 0
    accounts: int = 1
    days: float | None = None
    randomised: bool = True
    seed: int = 0
    weekend_heavy: bool = False

    def frame(self) -> pd.DataFrame:
        rng = np.random.default_rng(self.seed)
        posts = self.old + self.new
        if self.block:
            arm = np.concatenate([rng.permutation(["old", "new"] * (self.block // 2)) for _ in range(self.old)])[:posts]
        else:
            arm = rng.permutation(["old"] * self.old + ["new"] * self.new)
        at = pd.Timestamp("2026-03-02 18:00") + pd.to_timedelta(np.arange(posts) * (self.days or 1), unit="D")
        if self.weekend_heavy:
            weekend = np.asarray(at.day_of_week >= 4) ^ (np.arange(posts) % 9 == 0)
            arm = np.where(weekend, "new", "old")
        ratio = np.exp(self.effect * (arm == "new") + 0.3 * np.asarray(at.day_of_week >= 5))
        views = np.exp(rng.normal(8, 0.8, posts)).round() * ratio // 1 + 400
        return pd.DataFrame(
            {
                "arm": arm,
                "block": np.arange(posts) // self.block if self.block else 0,
                "account": [f"k{n}" for n in rng.permutation(np.arange(posts) % self.accounts)],
                "posted": at.astype(str),
                "views": views,
                "seconds": np.exp(rng.normal(2, 0.3, posts)) * ratio,
                "likes": rng.binomial(views.astype(int), np.minimum(0.05 * np.exp(rng.normal(0, 0.4, posts)), 0.9)),
                "orders": rng.poisson(1.4 * ratio * np.exp(rng.normal(0, 0.5, posts))),
                "revenue": ((rng.random(posts) < 0.8) * rng.lognormal(3, 0.8, posts) * ratio).round(2),
                "spend": rng.lognormal(2, 0.3, posts).round(2),
            }
        )

    def compared(self, kind: str) -> cliptrial.Analysis:
        options: dict[str, Any] = {"draws": DRAWS, "seed": 5, "randomised": self.randomised}
        if self.block:
            options["block"] = "block"
        if self.accounts > 1:
            options["account"] = "account"
        if self.days is not None:
            options["posted_at"] = "posted"
        return cliptrial.compare(self.frame(), arm="arm", control="old", metrics=[METRICS[kind]], **options)


CASES = {
    "equal-exact": Case(6, 6),
    "equal-drawn": Case(14, 14, effect=-0.5),
    "unequal-drawn": Case(9, 20, effect=-0.4, seed=2),
    "eleven-to-ten": Case(11, 10, seed=3),  # 1.1 times: still least squares
    "twelve-to-ten": Case(12, 10, seed=4),
    "pairs": Case(10, 10, block=2, seed=5),
    "blocks-of-four": Case(12, 12, block=4, effect=-0.3, seed=6),
    "accounts": Case(8, 7, accounts=2, seed=7),
    "dated": Case(16, 16, days=1, seed=8),
    "dated-pairs": Case(16, 16, block=2, days=1, effect=-0.2, seed=9),
    "dated-accounts": Case(18, 18, accounts=2, days=1, seed=10),
    "uneven-weekdays": Case(32, 24, days=1, weekend_heavy=True, seed=11),
    "uneven-thin": Case(13, 13, days=1.75, weekend_heavy=True, seed=16),
    "observed": Case(20, 20, days=0.7, randomised=False, seed=12),
    "observed-two-months": Case(22, 22, days=1, randomised=False, effect=-0.3, seed=13),
    "observed-accounts": Case(24, 24, days=1, accounts=2, randomised=False, seed=14),
    "observed-exact": Case(7, 7, days=1, randomised=False, seed=15),
}


@dataclass(frozen=True)
class Own:
    """What a count needs, and the estimates."""

    statistic: Statistic
    treated: np.ndarray
    labels: np.ndarray
    exact: bool
    adjusted: float
    unadjusted: float


def listed(treated: np.ndarray, strata: np.ndarray) -> np.ndarray:
    """Every label that keeps the number of treated posts in each stratum, with itertools."""
    options = []
    for stratum in np.unique(strata):
        own = np.flatnonzero(strata == stratum)
        options.append([np.array(chosen, dtype=int) for chosen in combinations(own, int(treated[own].sum()))])
    rows = [np.isin(np.arange(len(treated)), np.concatenate(chosen)) for chosen in product(*options)]
    return np.array(rows)


def labels_of(treated: np.ndarray, strata: np.ndarray) -> tuple[np.ndarray, bool]:
    drawn = relabelled(treated, strata, draws=DRAWS, seed=5)
    if drawn.exact:
        own = listed(treated, strata)
        assert len(own) == len(drawn)
        return own, True
    return np.concatenate(list(drawn)), False


def codes(*columns: np.ndarray) -> np.ndarray:
    return np.unique(np.column_stack(columns), axis=0, return_inverse=True)[1].ravel()


def share_left(treated: np.ndarray, weekday: np.ndarray) -> float:
    """The share of the sample that weekdays leave: the mean of each day's variance over that of all posts."""
    left = treated - np.array([treated[weekday == day].mean() for day in weekday])
    return float((left**2).sum() / ((treated - treated.mean()) ** 2).sum())


def fewest(treated: np.ndarray, strata: np.ndarray) -> float:
    """Posts of the arm with fewer of them, a stratum on average."""
    return float(np.mean([min(treated[strata == s].sum(), (~treated)[strata == s].sum()) for s in np.unique(strata)]))


def own_of(case: Case, kind: str) -> Own:
    """Section 7, line by line."""
    frame = case.frame()
    treated = (frame["arm"] == "new").to_numpy()
    at = pd.to_datetime(frame["posted"])
    zeros = np.zeros(len(frame), dtype=int)
    account = codes(frame["account"].str[1:].astype(int).to_numpy())
    weekday = at.dt.day_of_week.to_numpy()
    apart = case.weekend_heavy or (not case.randomised and share_left(treated, weekday) < 0.85)
    day = zeros if case.days is None else weekday if apart else (weekday >= 5).astype(int)
    within = zeros if case.days is None or case.randomised else at.dt.month.to_numpy()
    within = frame["block"].to_numpy() if case.block else within
    strata = codes(account, within)
    labels, exact = labels_of(treated, strata)
    heavy = int(treated.sum())
    unequal = max(heavy, len(frame) - heavy) > 1.1 * min(heavy, len(frame) - heavy)
    parts = [dummies(strata), dummies(account, day) if len(set(strata)) == len(set(account)) else dummies(day)]
    if not case.randomised:
        parts.append(np.linspace(-1, 1, len(frame))[:, None])
    columns = np.column_stack(parts)
    left = treated - columns @ np.linalg.lstsq(columns, treated.astype(float), rcond=None)[0]
    residuals = None
    if not case.randomised and not exact:
        residuals = np.concatenate(list(permuted(left, strata, draws=DRAWS, seed=5)))
    if kind in ("count", "mean"):
        logs = np.log(frame["views" if kind == "count" else "seconds"].to_numpy())
        labels = labels if residuals is None else residuals
        beside = np.column_stack([treated, columns]).astype(float)
        adjusted = float(np.linalg.lstsq(beside, logs, rcond=None)[0][0])
        plain = float(logs[treated].mean() - logs[~treated].mean())
        return Own(log_statistic(logs, treated, columns, hc2=unequal), treated, labels, exact, adjusted, plain)
    top, bottom = {"rate": ("likes", "views"), "rare": ("orders", None), "money": ("revenue", "spend")}[kind]
    events = frame[top].to_numpy().astype(float)
    exposure = frame[bottom].to_numpy().astype(float) if bottom else np.ones(len(frame))
    if kind == "money":
        events, exposure = events / exposure, np.ones(len(frame))
    held = strata if case.randomised and len(set(strata)) > 1 else codes(strata, day)
    plain = float(
        np.log(weighted_ratio(events, exposure, treated[None, :], zeros, design_weights(events, exposure))[0])
    )
    by_days = not case.randomised or case.weekend_heavy
    if by_days and not unequal and fewest(treated, held) < 2:
        labels = labels if residuals is None else residuals
        adjusted = linear_log_ratio(events, exposure, treated, columns)
        statistic = linear_rate_statistic(events, exposure, treated, columns)
        return Own(statistic, treated, labels, exact, adjusted, plain)
    if by_days:
        labels, exact = labels_of(treated, held)
    weight = design_weights(events, exposure)
    adjusted = float(np.log(weighted_ratio(events, exposure, treated[None, :], held, weight)[0]))
    statistic = studentised_rate_statistic if unequal else rate_statistic
    return Own(statistic(events, exposure, treated, held), treated, labels, exact, adjusted, plain)


CLOSED = ("redraw_rate_delta", "redraw_rate_linear", "permuted_rate_linear")
"""Procedures whose sets of effects are closed to intervals."""


def p_of(own: Own, row: Uplift) -> float:
    """The own count's p; where the statistic has no closed form, of sets closed to intervals."""
    sides = (own.statistic, own.treated, own.labels)
    if row.method in CLOSED:
        return closed_p(*sides, exact=own.exact, estimate=own.adjusted)
    return own_p(*sides, exact=own.exact)


@pytest.mark.parametrize(
    ("name", "kind"),
    # Seven posts an arm leave too few assignments within the weekend for a rate.
    [(name, kind) for name in CASES for kind in METRICS if name != "observed-exact" or kind in ("count", "mean")],
)
def test_p_estimate_and_interval_of_a_table_are_an_own_count(name: str, kind: str) -> None:
    case = CASES[name]
    row, own = case.compared(kind).uplifts[0], own_of(case, kind)
    assert row.relative is not None, row.reason
    assert row.draws == len(own.labels)
    assert log1p(row.relative) == pytest.approx(own.adjusted, abs=1e-9)
    assert log1p(row.unadjusted_relative) == pytest.approx(own.unadjusted, abs=1e-9)
    assert row.p_value == pytest.approx(p_of(own, row), abs=1e-12)
    if row.method not in ("redraw_log_hc2", *CLOSED) and not (
        row.method == "permuted_residuals" and row.posts[0] != row.posts[1]
    ):
        sides = (own.statistic, own.treated, own.labels)
        assert ends_hold(*sides, row.relative_interval, 1 - row.confidence, exact=own.exact)


def test_the_residuals_of_the_count_are_told_apart() -> None:
    """A label that the columns explain wholly counts as extreme."""
    columns = dummies(np.arange(8) // 4)
    assert t_values(np.arange(8.0), np.array([np.arange(8) < 4]), columns) == np.inf


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("equal-exact", "redraw_log_ols"),
        ("eleven-to-ten", "redraw_log_ols"),
        ("twelve-to-ten", "redraw_log_hc2"),
        ("unequal-drawn", "redraw_log_hc2"),
        ("observed", "permuted_residuals"),
        ("observed-exact", "permuted_labels"),
    ],
)
def test_the_statistic_follows_from_the_sizes_of_the_arms(name: str, method: str) -> None:
    assert CASES[name].compared("count").uplifts[0].method == method


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("equal-exact", "redraw_rate_ratio"),
        ("eleven-to-ten", "redraw_rate_ratio"),
        ("twelve-to-ten", "redraw_rate_delta"),
        ("unequal-drawn", "redraw_rate_delta"),
        ("observed", "permuted_rate_linear"),
        ("observed-two-months", "permuted_residuals_rate"),
        ("uneven-thin", "redraw_rate_linear"),
    ],
)
@pytest.mark.parametrize("kind", ["rate", "rare", "money"])
def test_the_statistic_of_a_ratio_follows_from_the_sizes_of_the_arms(name: str, method: str, kind: str) -> None:
    assert CASES[name].compared(kind).uplifts[0].method == method
