"""One hook on TikTok and on Instagram is one experiment: ratios are pooled, whatever the levels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.fairness.season import SLUG, Plan, Season, Workshop, season

import cliptrial
from cliptrial.analysis.findings.robust import OnPlatform
from cliptrial.analysis.units import Values, on_one_level

BOTH = Plan(accounts=("kitchen", "bakes"), elsewhere=True, posts_per_arm=8, secondary=("shares", "like_rate"))


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("platforms"))


@pytest.fixture
def lived(workshop: Workshop) -> Callable[..., Season]:
    """A season on both platforms; each has its own effect on views, and a tenth as many of them on Instagram."""

    def made(tiktok: float, instagram: float, plan: Plan = BOTH) -> Season:
        lived = season(workshop, plan, effect=0.0, spread=0.15)
        there = lived.posts["account"] == "bakes"
        lift = np.where(there, instagram, tiktok) * (lived.posts["arm"] != "a")
        lived.posts["views"] = (lived.posts["views"] * np.exp(lift)).round()
        return lived

    return made


def test_the_effect_is_the_mean_of_the_platforms_log_ratios_and_each_is_told(lived: Callable[..., Season]) -> None:
    """Worked out apart: with as many posts an arm everywhere, least squares within accounts is a plain mean."""
    made = lived(0.1, 0.7)
    posts, folder = made.posts, made.handed_in()
    analysis = cliptrial.analyze(SLUG, folder)
    logs = posts.assign(log=np.log(posts["views"])).pivot_table("log", "account", "arm")
    by_account = logs["b"] - logs["a"]
    (views,) = [row for row in analysis.uplifts if row.metric == "views"]
    # Every weekday has a term of its own, which moves a plain mean by little.
    assert views.relative == pytest.approx(np.expm1(by_account.mean()), abs=0.05)
    assert (views.control_value, views.arm_value, views.absolute) == (None, None, None)
    alone = {one.platform: one for one in analysis.findings if isinstance(one, OnPlatform)}
    assert {name: one.posts for name, one in alone.items()} == {"tiktok": 16, "instagram": 16}
    assert alone["tiktok"].relative == pytest.approx(np.expm1(by_account["kitchen"]), abs=0.08)
    assert alone["instagram"].relative == pytest.approx(np.expm1(by_account["bakes"]), abs=0.08)


def test_ten_times_the_views_on_one_platform_change_no_number_of_the_answer(lived: Callable[..., Season]) -> None:
    """Views, shares and likes of one platform times ten: each uplift and each interval stays what it was."""
    answers = []
    for times in (1, 10):
        made = lived(0.3, 0.3)
        there = made.posts["account"] == "bakes"
        for column in ("views", "likes", "shares"):
            made.posts[column] = made.posts[column] + 20.0
            made.posts.loc[there, column] *= times
        answers.append(cliptrial.analyze(SLUG, made.handed_in()))
    for one, other in zip(answers[0].uplifts, answers[1].uplifts, strict=True):
        if one.metric != "like_rate":  # of a rate the posts' weights go by how much was viewed
            assert other.relative == pytest.approx(one.relative)
            assert other.relative_interval == pytest.approx(one.relative_interval, rel=1e-6)


def test_accounts_of_one_platform_are_compared_as_they_are(lived: Callable[..., Season]) -> None:
    made = lived(0.3, 0.3, replace(BOTH, elsewhere=False))
    analysis = cliptrial.analyze(SLUG, made.handed_in())
    assert all(row.control_value for row in analysis.uplifts)
    assert not [one for one in analysis.findings if isinstance(one, OnPlatform)]


def test_one_level_keeps_every_ratio_within_a_group() -> None:
    numbers = np.array([1.0, 3.0, 100.0, 400.0, np.nan])
    made = on_one_level(Values(numbers, np.ones(5)), np.array([0, 0, 1, 1, 1]))
    assert made.numerator[1] / made.numerator[0] == pytest.approx(3)
    assert made.numerator[3] / made.numerator[2] == pytest.approx(4)
    assert np.log(made.numerator[:2]).mean() == pytest.approx(np.log(made.numerator[2:4]).mean())
    assert np.isnan(made.numerator[4])


def test_a_table_of_two_platforms_is_compared_within_each_of_them() -> None:
    """Nearly every variant went out on the platform that counts ten times as much; nothing else differs."""
    rng = np.random.default_rng(5)
    there = np.arange(60) % 2 == 0
    arm = np.where(rng.random(60) < np.where(there, 0.85, 0.15), "new", "old")
    views = np.exp(6 + np.log(10) * there + 0.4 * rng.standard_normal(60)).round()
    codes = [f"https://www.instagram.com/reel/C{number:010d}/" for number in range(60)]
    videos = [f"https://www.tiktok.com/@kitchen/video/{(7_400_000_000 + number) * 10**9}" for number in range(60)]
    links = np.where(there, codes, videos)
    table = pd.DataFrame({"hook": arm, "views": views, "link": links})
    asked = {"arm": "hook", "control": "old", "metrics": ["views"], "randomised": True}
    pooled = cliptrial.compare(table.drop(columns="link"), **asked).uplifts[0]
    (within,) = cliptrial.compare(table, **asked).uplifts
    by_hand = cliptrial.compare(table.assign(platform=there.astype(str)), account="platform", **asked).uplifts[0]
    assert pooled.relative is not None
    assert pooled.relative > 1.5
    assert within.relative == pytest.approx(by_hand.relative)
    assert within.p_value == pytest.approx(by_hand.p_value, abs=0.03), "re-drawn in another order"
