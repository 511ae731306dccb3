"""A year of tests against the published table: growth, the worst tenth, years below their start."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from tests.planning.worlds import WORLDS, World
from tests.planning.years import Programme, Rule, Years, simulate_agencies, simulate_years
from tests.planning.years_page import PAGE, page

ALONE = Programme()
CHECKED = Programme(check=True)
CROSSED = Programme(per_arm=8, together=2, check=True)
RUNS = 6_000


@cache
def years(name: str, programme: Programme) -> Years:
    return simulate_years(WORLDS[name], programme, RUNS)


def agrees(found: Years, end: float, low: float, below: float) -> bool:
    """Within three standard errors of both simulations, and what rounding to whole percent hides."""
    reach = 3 * 2**0.5 * found.error * (1 + found.end) + 0.005
    share = 3 * 2**0.5 * (found.below * (1 - found.below) / RUNS) ** 0.5 + 0.005
    return abs(found.end - end) < reach and abs(found.low - low) < 0.025 and abs(found.below - below) < share


@pytest.mark.parametrize(
    ("world", "alone", "checked", "crossed"),
    [
        ("base, no cost", (35, -24, 26), (32, 0, 8), (70, 0, 5)),
        ("base", (19, -26, 32), (19, 0, 10), (39, 0, 7)),
        ("ideas three times smaller", (-7, -21, 74), (-2, -11, 28), (-3, -15, 27)),
        ("heavy-tailed ideas", (12, -25, 40), (15, -5, 13), (30, 0, 10)),
        ("ideas -5 % on average", (-6, -40, 57), (6, -8, 15), (10, -6, 13)),
        ("effects halve in 55 posts", (-2, -17, 60), (-1, -8, 28), (0, -11, 27)),
        ("only 20 ideas, waning", (2, -25, 46), (7, -6, 15), (6, -8, 17)),
    ],
)
def test_the_published_years(
    world: str, alone: tuple[int, ...], checked: tuple[int, ...], crossed: tuple[int, ...]
) -> None:
    for programme, stated in ((ALONE, alone), (CHECKED, checked), (CROSSED, crossed)):
        found = years(world, programme)
        end, low, below = (one / 100 for one in stated)
        assert agrees(found, end, low, below), (programme, found.end, found.low, found.below)


def test_worlds_whose_details_are_ours_agree_in_sign_and_order() -> None:
    """Saturation, viral hits, and everything at once: the last loses under every programme."""
    for name, crossed in (("effects saturate", 0.06), ("viral hits", 0.47)):
        alone, checked, both = (years(name, one) for one in (ALONE, CHECKED, CROSSED))
        assert checked.end > 0
        assert both.end == pytest.approx(crossed, abs=0.05)
        assert both.below < checked.below < alone.below
    assert all(years("all of it at once", one).end < 0 for one in (ALONE, CHECKED, CROSSED))


@pytest.mark.parametrize(
    ("per_arm", "end", "below", "wrong"), [(4, 50.7, 25.5, 42.8), (7, 34.0, 26.3, 40.6), (14, 20.5, 26.8, 37.1)]
)
def test_few_posts_a_test_grow_most_and_adopt_most_that_is_harmful(
    per_arm: int, end: float, below: float, wrong: float
) -> None:
    found = years("base, no cost", Programme(per_arm=per_arm))
    assert 100 * found.end == pytest.approx(end, abs=3 * (0.4**2 + (100 * found.error * 1.5) ** 2) ** 0.5)
    assert 100 * found.below == pytest.approx(below, abs=2.5)
    assert 100 * found.wrong == pytest.approx(wrong, abs=1.2)


@pytest.mark.parametrize(
    ("posts", "tried", "free", "costly"),
    [(104, 8, (20, 10, 10, 38), (12, 12, 9, 42)), (156, 16, (43, 7, 21, 30), (25, 9, 19, 37)),
     (220, 24, (70, 5, 33, 24), (40, 7, 29, 32))],
)  # fmt: skip
def test_more_posts_a_week_bring_more(posts: int, tried: int, free: tuple[int, ...], costly: tuple[int, ...]) -> None:
    """End, below, confirmed, rolled back."""
    programme = Programme(posts, 8, 2, check=True)
    for world, stated in ((World(), free), (World(cost=0.02), costly)):
        found = simulate_years(world, programme, RUNS, seed=posts)
        assert found.tried == tried
        shares = (found.end, found.below, found.confirmed.mean(), 1 - found.kept.mean())
        assert [100 * float(one) for one in shares] == pytest.approx(stated, abs=2.7)


def test_adopting_what_is_significant_alone_hardly_grows() -> None:
    found = years("base, no cost", Programme(rule=Rule.SIGNIFICANCE))
    assert 0.03 < found.end < 0.06
    assert found.end < years("base, no cost", ALONE).end / 5


def test_nothing_is_confirmed_more_often_than_the_level_where_nothing_works() -> None:
    found = simulate_years(World(tau=1e-9), CROSSED, 40_000)
    assert 0.018 < found.confirmed.mean() < 0.028


def test_a_check_is_a_safety_brake() -> None:
    """Kept new ways are truly ahead in 94 of 100 years (82 without a check); 40 of 100 roll-backs lose a better way."""
    short, longer = (simulate_years(World(), replace(CROSSED, longer=more), RUNS) for more in (0, 14))
    assert [100 * short.ahead, 100 * float((short.level > 0).mean())] == pytest.approx([94, 82], abs=1.8)
    lost = RUNS * (1 - short.kept.mean())
    assert 100 * short.thrown_away == pytest.approx(40, abs=300 * (0.48 / lost) ** 0.5 + 0.5)
    assert 100 * longer.thrown_away == pytest.approx(27, abs=300 * (0.4 / (RUNS * (1 - longer.kept.mean()))) ** 0.5)
    assert 100 * (longer.end - short.end) == pytest.approx(2, abs=1.5)
    assert 100 * (longer.below - short.below) == pytest.approx(1, abs=1)
    assert (longer.confirmed == short.confirmed).all(), "a check that was made longer confirms nothing"


def test_the_published_share_of_false_claims_takes_the_scatter_as_known() -> None:
    nothing = simulate_years(World(tau=1e-9), replace(CROSSED, scatter_known=True), 40_000)
    assert 100 * nothing.confirmed.mean() == pytest.approx(1.97, abs=3 * (0.11**2 + 0.07**2) ** 0.5)


@pytest.mark.parametrize(("posts", "stated"), [(104, (19, 28, 35)), (156, (42, 59, 74)), (220, (63, 82, 92))])
def test_the_average_over_all_clients_confirms_far_more_often(posts: int, stated: tuple[int, ...]) -> None:
    for clients, share in zip((4, 8, 12), stated, strict=True):
        one, together = simulate_agencies(clients, World(), replace(CROSSED, posts=posts), 1_000)
        assert 100 * together == pytest.approx(share, abs=3 * 2**0.5 * (share * (100 - share) / 1_000) ** 0.5 + 0.5)
        assert together > one + 0.04


def test_the_average_over_clients_that_do_nothing_is_rarely_confirmed() -> None:
    _, together = simulate_agencies(8, World(tau=1e-9), CROSSED, 4_000)
    assert 0.015 < together < 0.035


def test_a_year_without_noise_keeps_what_helps_and_leaves_the_rest() -> None:
    """Effects that dwarf all chance: half of the ideas are adopted, none is harmful, all years are kept."""
    found = simulate_years(World(tau=40.0), ALONE, 400)
    assert found.wrong < 0.01
    assert found.adopted.mean() == pytest.approx(found.tried / 2, rel=0.05)
    assert found.below == 0
    assert float(found.net.mean()) == pytest.approx(found.tried * 40 * 0.3989, rel=0.05)


def test_the_page_says_what_is_simulated() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
