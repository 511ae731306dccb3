"""Rules of thumb: the usual ones, a workspace's own, and how they are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from cliptrial.metrics import CATALOGUE, Metric, Whose, metrics_of, placed
from cliptrial.posts.workspaces import load_workspace
from cliptrial.wording.review.noticed import band_note

OWN = """
accounts: {demo: {timezone: Europe/Berlin}}
bands:
  completion_rate: {good: 40%, great: 60%, source: our own 2025}
  view_to_follower: {good: 1, great: 3}
  like_rate: {good: 5%}
  engagement_by_views:
    - {followers: 5000, good: 3%, great: 5%}
    - {good: 8%}
"""


@pytest.fixture
def own(tmp_path: Path) -> dict[str, Metric]:
    (tmp_path / "workspace.yaml").write_text(OWN, encoding="utf-8")
    return dict(metrics_of(load_workspace(tmp_path)))


@pytest.mark.parametrize(
    ("name", "value", "followers", "usual", "with_own"),
    [
        ("completion_rate", 0.45, None, None, "good"),
        ("completion_rate", 0.60, None, "good", "great"),
        ("view_to_follower", 0.9, None, "normal", "followers_only"),
        ("view_to_follower", 2.5, None, "beyond_audience", "normal"),
        ("engagement_by_views", 0.07, 4999, "good", None),
        ("engagement_by_views", 0.04, 5000, None, "good"),
        ("engagement_by_views", 0.05, 5000, None, "great"),
        ("watch_share", 0.8, None, "great", "great"),
    ],
)
def test_a_workspaces_own_bands_win(
    own: dict[str, Metric], name: str, value: float, followers: int | None, usual: str | None, with_own: str | None
) -> None:
    whose = Whose(followers=followers)
    stands = placed(CATALOGUE[name], value, whose), placed(own[name], value, whose)
    assert [one and one.grade for one in stands] == [usual, with_own]


def test_what_nobody_calls_good_stands_nowhere(own: dict[str, Metric]) -> None:
    """No band of the metric; a band that depends on a size that nobody knows; one that is a workspace's alone."""
    assert placed(CATALOGUE["views"], 9_000.0, Whose()) is None
    assert placed(CATALOGUE["engagement_by_views"], 0.2, Whose()) is None
    assert placed(CATALOGUE["like_rate"], 0.2, Whose()) is None
    open_ended = placed(own["like_rate"], 0.2, Whose())
    assert open_ended is not None
    assert (open_ended.grade, open_ended.good, open_ended.above, open_ended.below) == (
        "good",
        (0.05, None),
        False,
        False,
    )


def test_a_number_is_told_with_its_band_and_where_that_comes_from(own: dict[str, Metric]) -> None:
    usual, mine = CATALOGUE["completion_rate"], own["completion_rate"]
    assert [band_note(usual, 0.42, Whose(), lang) for lang in ("en", "de")] == [
        "Completion rate 42.0\N{NO-BREAK SPACE}%: below what is called good (50.0\N{NO-BREAK SPACE}% to "
        "70.0\N{NO-BREAK SPACE}%; a rule of thumb of the trade, not a test).",
        "Abschlussrate 42,0\N{NO-BREAK SPACE}%: unter dem, was als gut gilt (50,0\N{NO-BREAK SPACE}% bis "
        "70,0\N{NO-BREAK SPACE}%; eine Faustregel der Branche, kein Test).",
    ]
    assert "source: our own 2025" in str(band_note(mine, 0.42, Whose(), "en"))
    assert "source: workspace.yaml" in str(band_note(own["like_rate"], 0.1, Whose(), "en"))
    assert band_note(usual, None, Whose(), "en") is None
    assert band_note(CATALOGUE["views"], 5.0, Whose(), "en") is None


BY_PLATFORM = """
accounts: {demo: {timezone: Europe/Berlin}}
bands:
  completion_rate: [{good: 30%, platform: youtube, source: our Shorts}, {good: 40%, platform: youtube, followers: 5000}]
  view_to_follower: [{good: 1, great: 3}, {good: 0.2, great: 0.6, platform: instagram}]
  watch_share: [{good: 95%, platform: tiktok}]
"""


@pytest.mark.parametrize(
    ("name", "value", "whose", "grade", "source"),
    [
        ("completion_rate", 0.45, Whose("tiktok"), None, ""),
        ("completion_rate", 0.55, Whose("tiktok"), "good", ""),
        ("completion_rate", 0.35, Whose("youtube", 4999), "good", "our Shorts"),
        ("completion_rate", 0.35, Whose("youtube", 5000), None, "our Shorts"),
        ("view_to_follower", 0.7, Whose("instagram"), "beyond_audience", "workspace.yaml"),
        ("view_to_follower", 0.7, Whose("youtube"), "followers_only", "workspace.yaml"),
        ("view_to_follower", 0.7, Whose("tiktok"), "followers_only", "workspace.yaml"),
        ("watch_share", 0.8, Whose("tiktok"), None, "workspace.yaml"),
    ],
)
def test_a_band_holds_on_the_platform_that_it_names_and_the_usual_ones_on_tiktok_of_which_they_were_said(
    tmp_path: Path, name: str, value: float, whose: Whose, grade: str | None, source: str
) -> None:
    (tmp_path / "workspace.yaml").write_text(BY_PLATFORM, encoding="utf-8")
    own = metrics_of(load_workspace(tmp_path))
    stands = placed(own[name], value, whose)
    assert stands is not None
    assert (stands.grade, stands.source) == (grade, source)
    assert placed(own["completion_rate"], 0.9, Whose("instagram")) is None
