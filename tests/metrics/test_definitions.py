"""What a number counts, since when, and on which platforms it means the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cliptrial.metrics import CATALOGUE, Kind, Metric, Scale, Whose, metric_mend, metrics_of, placed
from cliptrial.metrics.definitions import Across, across, definition
from cliptrial.metrics.money import per_post
from cliptrial.metrics.periods import counted_columns, meaning
from cliptrial.registry.workspace import load_workspace

VOTES = Metric("votes", Kind.RARE, ("votes",), None, Scale.NUMBER, {"en": "Votes", "de": "Stimmen"})
HALF_KNOWN = Metric("both", Kind.RARE, ("votes", "likes"), None, Scale.NUMBER, {"en": "Both", "de": "Beides"})
HELD = Metric("held", Kind.RATE, ("held_3s",), "reach", Scale.SHARE, {"en": "Held", "de": "Gehalten"})


@pytest.mark.parametrize(
    ("metric", "told"),
    [
        (CATALOGUE["completions"], "Views that reached the end"),
        (CATALOGUE["like_rate"], "likes / views: Likes, less those taken back"),
        (CATALOGUE["engagement_by_views"], "(likes + comments + shares) / views"),
        (VOTES, "votes"),
        (HALF_KNOWN, "votes + likes"),
    ],
)
def test_a_number_is_told_in_words_with_its_formula_where_it_is_a_ratio(metric: Metric, told: str) -> None:
    assert definition(metric) == told


BOTH, SHORTS, ALL = ("tiktok", "instagram"), ("tiktok", "youtube"), ("tiktok", "instagram", "youtube")


@pytest.mark.parametrize(
    ("metric", "platforms", "means"),
    [
        ("likes", BOTH, Across.EXACT), ("likes", SHORTS, Across.ALIKE), ("likes", ALL, Across.ALIKE),
        ("saves", BOTH, Across.EXACT), ("saves", ("instagram", "youtube"), Across.NO), ("saves", ALL, Across.NO),
        ("views", BOTH, Across.ALIKE), ("like_rate", BOTH, Across.ALIKE), ("save_rate", SHORTS, Across.NO),
        ("watch_share", BOTH, Across.ALIKE), ("watch_share", ALL, Across.ALIKE),
        ("average_watch_time", BOTH, Across.NO), ("average_watch_time", SHORTS, Across.NO),
        ("average_watch_time", ("tiktok", "tiktok"), Across.EXACT), ("watch_share", ("youtube",), Across.EXACT),
        ("orders", ALL, Across.EXACT), ("reach", ("youtube", "instagram"), Across.ALIKE),
    ],
)  # fmt: skip
def test_of_several_platforms_the_worst_of_a_metrics_columns_counts(
    metric: str, platforms: tuple[str, ...], means: Across
) -> None:
    assert across(CATALOGUE[metric], platforms) is means


def test_what_nobody_knows_looks_alike_and_how_alike_is_in_order() -> None:
    assert [across(VOTES, platforms) for platforms in (BOTH, SHORTS)] == [Across.ALIKE, Across.ALIKE]
    assert Across.EXACT < Across.ALIKE < Across.NO


@pytest.mark.parametrize(
    ("column", "platform", "day", "length", "since"),
    [
        ("views", "youtube", "2025-03-30", None, None),
        ("views", "youtube", "2025-03-31", None, "2025-03-31"),
        ("views", "youtube", "2025-03-31", 180.0, "2025-03-31"),
        ("views", "youtube", "2026-08-23", 180.5, None),
        ("views", "youtube", "2026-08-24", 180.5, "2026-08-24"),
        ("views", "youtube", "2026-08-24", 20.0, "2026-08-24"),
        ("views", "tiktok", "2026-08-24", None, None),
        ("likes", "youtube", "2026-08-24", None, None),
    ],
)
def test_a_number_has_its_meaning_since_the_last_change_that_concerns_it(
    column: str, platform: str, day: str, length: float | None, since: str | None
) -> None:
    found = meaning([column], platform, date.fromisoformat(day), length)
    assert (found and found.isoformat()) == since


def test_a_share_of_views_that_was_delivered_as_one_needs_no_meaning_of_views() -> None:
    columns = [counted_columns(CATALOGUE[name]) for name in ("hold_3s", "completion_rate", "views")]
    assert columns == [(), ("completions", "views"), ("views",)]
    assert counted_columns(HELD) == ("held_3s", "reach")


@pytest.mark.parametrize("name", ["skip_rate", "reels_skip_rate"])
def test_a_rate_of_those_who_went_on_is_the_complement_of_one_that_there_is(name: str) -> None:
    assert metric_mend(name, CATALOGUE) == "Write hold_3s: it is what is left of it, and higher is better."


def test_weeks_have_numbers_per_post_beside_all_others(tmp_path: Path) -> None:
    (tmp_path / "workspace.yaml").write_text("accounts: {demo: {timezone: Europe/Berlin}}\n", encoding="utf-8")
    workspace = load_workspace(tmp_path)
    plain, weeks = metrics_of(workspace), metrics_of(workspace, weeks=True)
    assert {
        name: (one.kind, one.numerator, one.denominator, one.scale, *one.labels.values(), one.higher_is_better)
        for name, one in weeks.items()
        if name not in plain
    } == {
        "reach_per_post": ("mean", ("reach",), "posts", "number", "Reach per post", "Reichweite je Post", True),
        "views_per_post": ("mean", ("views",), "posts", "number", "Views per post", "Aufrufe je Post", True),
    }


@pytest.mark.parametrize(
    ("value", "below", "above"), [(0.499, True, False), (0.5, False, False), (0.7, False, False), (0.701, False, True)]
)
def test_what_is_good_includes_both_of_its_ends(value: float, below: bool, above: bool) -> None:
    stands = placed(CATALOGUE["completion_rate"], value, Whose())
    assert stands is not None
    assert (stands.below, stands.above) == (below, above)


def test_what_a_post_is_worth_is_the_revenue_over_all_posts_with_its_interval() -> None:
    amounts = [20.0, 40.0, 15.0]
    (low, high), (every, most) = per_post(amounts, 3).interval, per_post(amounts, 1).interval
    assert per_post(amounts, 3).value == 25.0
    assert (low, high) == pytest.approx((every / 3 if every else 0, most / 3 if most else 0))
    assert low is not None
    assert low < 25 < (high or 0)
    assert per_post([], 0).value is None
