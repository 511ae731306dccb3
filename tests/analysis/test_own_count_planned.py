"""Planned experiments by another route: p and interval of ``analyze`` equal an own count over re-drawn labels.

The labels are those that ``redraw`` gives, which tests/rotation holds against brute force; the statistics are
those of tests/analysis/own_count.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log1p
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from tests.analysis.own_count import (
    Statistic,
    closed_p,
    design_weights,
    dummies,
    ends_hold,
    log_statistic,
    own_p,
    rate_statistic,
    studentised_rate_statistic,
    t_values,
    weighted_ratio,
)
from tests.analysis.posted import ACCOUNTS, Posted, posted, workspace_of_two_accounts

import cliptrial
from cliptrial.analysis.results import Uplift
from cliptrial.rotation import redraw
from cliptrial.stats.pooled.prior import EXPERIENCE

DRAWS = 299
COLUMNS = {
    "views": ("views", None),
    "average_watch_time": ("average_watch_time", None),
    "like_rate": ("likes", "views"),
    "link_clicks": ("link_clicks", None),
    "revenue": ("revenue", None),
}
LOGS = ("views", "average_watch_time")

DESIGNS: dict[str, dict[str, Any]] = {
    "exact": {"posts_per_arm": 14},
    "below-28-posts": {"posts_per_arm": 12, "effect": -0.2},
    "three-arms": {"posts_per_arm": 17, "arms": 3},
    "two-accounts-exact": {"posts_per_arm": 4, "accounts": ACCOUNTS, "effect": 0.8},
    "two-accounts": {"posts_per_arm": 10, "accounts": ACCOUNTS},
    "two-stretches": {"posts_per_arm": 42, "effect": 0.1},
    "twins": {"posts_per_arm": 12, "twins": True, "seed": 31},
    "one-export": {"posts_per_arm": 17, "together": True},
    "15-against-10": {"posts_per_arm": 16, "missing": [("plain", 1), ("question", 6)]},
    "16-against-10": {"posts_per_arm": 17, "missing": [("plain", 1), ("question", 7)], "effect": -0.5},
    "14-against-8-exact": {"posts_per_arm": 14, "missing": [("question", 6)], "effect": -0.5},
}


@dataclass(frozen=True)
class Counted:
    """An experiment and its answer."""

    posted: Posted
    analysis: cliptrial.Analysis

    def row(self, metric: str, arm: str) -> Uplift:
        return next(row for row in self.analysis.uplifts if (row.metric, row.arm) == (metric, arm))


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Counted]:
    """Each in a workspace of its own, so that no other experiment's posts stand beside it."""
    folder, found = tmp_path_factory.mktemp("planned"), {}
    for number, (slug, design) in enumerate(DESIGNS.items()):
        workspace = workspace_of_two_accounts(folder / slug)
        one = posted(workspace, slug, **{"seed": number, **design})
        found[slug] = Counted(one, cliptrial.analyze(slug, workspace, draws=DRAWS, prior=EXPERIENCE))
    return found


@dataclass(frozen=True)
class Sides:
    """Everything that a count needs, for the posts that went out."""

    statistic: Statistic
    treated: np.ndarray
    labels: np.ndarray
    exact: bool
    adjusted: float
    unadjusted: float


def sides(one: Posted, metric: str, variant: str, blocks: int = 99) -> Sides:
    """The labels of ``redraw``, of the posts of the first blocks that are not missing, and section 7's statistic."""
    drawn = redraw(one.schedule, "plain", variant, draws=DRAWS, seed=one.schedule.rule.seed)
    here = {p.position for p in one.schedule.positions if p.block <= blocks} & one.numbers.keys()
    seen = np.isin(drawn.positions, list(here))
    own = [p for p in one.schedule.positions if p.arm in ("plain", variant) and p.position in here]
    assert [p.position for p in own] == list(np.array(drawn.positions)[seen])
    top, bottom = COLUMNS[metric]
    events = np.array([one.numbers[p.position][top] for p in own])
    exposure = np.array([one.numbers[p.position][bottom] if bottom else 1.0 for p in own])
    treated = np.array([p.arm == variant for p in own])
    account = np.array([ACCOUNTS.index(p.account) for p in own])
    weekday = np.array([p.date.weekday() for p in own])
    block = np.array([p.block for p in own])
    by_block = one.slug in ("twins", "one-export")
    free = len(own) - (len(set(block)) if by_block else 0)
    day = weekday if free >= 28 else (weekday >= 5).astype(int)
    sizes = sorted([int(treated.sum()), int((~treated).sum())])
    if metric in LOGS:
        columns = dummies(account, day)
        if by_block:
            columns = np.column_stack([columns, dummies(account, block)])
        statistic = log_statistic(np.log(events), treated, columns, hc2=sizes[1] > 1.5 * sizes[0])
        beside = np.column_stack([treated, columns]).astype(float)
        adjusted = float(np.linalg.lstsq(beside, np.log(events), rcond=None)[0][0])
        plain = float(np.log(events[treated]).mean() - np.log(events[~treated]).mean())
        return Sides(statistic, treated, drawn.labels[:, seen], drawn.exact, adjusted, plain)
    strata = np.unique(np.column_stack([account, block if by_block else day]), axis=0, return_inverse=True)[1].ravel()
    ratio = studentised_rate_statistic if sizes[1] > 1.5 * sizes[0] else rate_statistic
    statistic = ratio(events, exposure, treated, strata)
    logs = [np.log(ratio_of(events, exposure, treated, s)) for s in (strata, np.zeros(len(own), dtype=int))]
    return Sides(statistic, treated, drawn.labels[:, seen], drawn.exact, *logs)


def ratio_of(events: np.ndarray, exposure: np.ndarray, treated: np.ndarray, strata: np.ndarray) -> float:
    (ratio,) = weighted_ratio(events, exposure, treated[None, :], strata, design_weights(events, exposure))
    return float(ratio)


def p_of(own: Sides, row: Uplift) -> float:
    """The own count's p; where the statistic has no closed form, of sets closed to intervals."""
    sides = (own.statistic, own.treated, own.labels)
    if row.method == "redraw_rate_delta":
        return closed_p(*sides, exact=own.exact, estimate=own.adjusted)
    return own_p(*sides, exact=own.exact)


@pytest.mark.parametrize("metric", COLUMNS)
@pytest.mark.parametrize("slug", DESIGNS)
def test_p_estimate_and_interval_of_a_planned_experiment_are_an_own_count(
    answers: dict[str, Counted], slug: str, metric: str
) -> None:
    counted = answers[slug]
    for arm in ["question", "number"][: DESIGNS[slug].get("arms", 2) - 1]:
        row, own = counted.row(metric, arm), sides(counted.posted, metric, arm)
        assert row.relative is not None, row.reason
        assert row.posts == (int((~own.treated).sum()), int(own.treated.sum()))
        assert row.draws == len(own.labels)
        assert log1p(row.relative) == pytest.approx(own.adjusted, abs=1e-9)
        assert log1p(row.unadjusted_relative) == pytest.approx(own.unadjusted, abs=1e-9)
        assert row.p_value == pytest.approx(p_of(own, row), abs=1e-12)
        if row.method not in (
            "redraw_log_hc2",
            "redraw_rate_delta",
        ):  # whose ends are those of tests/stats/test_brute_inversion.py
            sides_of = (own.statistic, own.treated, own.labels)
            assert ends_hold(*sides_of, row.relative_interval, 1 - row.confidence, exact=own.exact)


GROWN: dict[str, dict[int, tuple[int, int]]] = {
    "below-28-posts": {1: (2, 2), 2: (4, 4), 3: (6, 6), 4: (8, 8), 5: (10, 10), 6: (12, 12)},
    "two-accounts-exact": {1: (4, 4), 2: (8, 8)},
    "three-arms": {n: (min(2 * n, 17),) * 2 for n in range(1, 10)},
    "two-stretches": {n: (2 * n, 2 * n) for n in (1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21)},
    "one-export": {n: (min(2 * n, 17),) * 2 for n in range(1, 10)},
    "15-against-10": {4: (7, 2), 5: (9, 4), 6: (11, 6), 7: (13, 8), 8: (15, 10)},
}
"""By design: after which blocks something can be compared, and the posts of both arms up to there."""


@pytest.mark.parametrize("slug", GROWN)
def test_after_each_block_stands_what_its_posts_and_those_before_them_say(
    answers: dict[str, Counted], slug: str
) -> None:
    counted = answers[slug]
    grown = counted.analysis.by_block
    assert {one.block: one.posts for one in grown} == GROWN[slug]
    assert [one.block for one in grown] == sorted(GROWN[slug])
    head = counted.row("views", "question")
    assert [grown[-1].relative, *grown[-1].interval] == pytest.approx([head.relative, *head.relative_interval])
    for one in grown:
        own = sides(counted.posted, "views", "question", one.block)
        assert log1p(one.relative) == pytest.approx(own.adjusted, abs=1e-9)
        sides_of = (own.statistic, own.treated, own.labels)
        if max(one.posts) <= 1.5 * min(one.posts):  # of others, see above
            assert ends_hold(*sides_of, one.interval, 1 - head.confidence, exact=own.exact)


@pytest.mark.parametrize(
    ("posts", "steps"), [(16, [*range(2, 17)]), (17, [*range(3, 18, 2)]), (33, [*range(3, 34, 3)])]
)
def test_of_more_than_16_blocks_every_second_or_third_is_a_step(tmp_path: Path, posts: int, steps: list[int]) -> None:
    """Twins make a block of every pair; one pair alone compares nothing."""
    workspace = workspace_of_two_accounts(tmp_path)
    posted(workspace, "trial", posts_per_arm=posts, twins=True)
    assert [one.block for one in cliptrial.analyze("trial", workspace, draws=99).by_block] == steps


def test_each_design_is_what_its_name_says(answers: dict[str, Counted]) -> None:
    """Which of them list every labelling, and how they are studentised."""
    draws = {slug: answers[slug].row("views", "question").draws for slug in DESIGNS}
    assert {slug: count for slug, count in draws.items() if count != DRAWS} == {
        "15-against-10": 25204,
        "exact": 1266,
        "14-against-8-exact": 1266,
        "below-28-posts": 1266,
        "two-accounts-exact": 36 * 36,
        "twins": 1086,
    }
    hc2 = [slug for slug in DESIGNS if answers[slug].row("views", "question").method == "redraw_log_hc2"]
    assert hc2 == ["16-against-10", "14-against-8-exact"]
    assert answers["15-against-10"].row("views", "question").posts == (15, 10)


def test_the_count_itself_is_that_of_statsmodels() -> None:
    """Both t, plain and by HC2, of own_count, draw by draw."""
    rng = np.random.default_rng(1)
    outcome, columns = rng.normal(size=30), dummies(np.arange(30) % 2, np.arange(30) // 10)
    labels = np.array([rng.permutation(np.arange(30) < 11) for _ in range(20)])
    models = [sm.OLS(outcome, np.column_stack([columns, label]).astype(float)).fit() for label in labels]
    assert t_values(outcome, labels, columns) == pytest.approx([m.tvalues[-1] for m in models])
    hc2 = [m.params[-1] / m.HC2_se[-1] for m in models]
    assert t_values(outcome, labels, columns, hc2=True) == pytest.approx(hc2)
