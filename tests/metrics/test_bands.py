"""Rules of thumb: the usual ones, a workspace's own, and how they are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from cliptrial.metrics import CATALOGUE, Metric, metrics_of, placed
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
    stands = placed(CATALOGUE[name], value, followers), placed(own[name], value, followers)
    assert [one and one.grade for one in stands] == [usual, with_own]


def test_what_nobody_calls_good_stands_nowhere(own: dict[str, Metric]) -> None:
    """No band of the metric; a band that depends on a size that nobody knows; one that is a workspace's alone."""
    assert placed(CATALOGUE["views"], 9_000.0) is None
    assert placed(CATALOGUE["engagement_by_views"], 0.2) is None
    assert placed(CATALOGUE["like_rate"], 0.2) is None
    open_ended = placed(own["like_rate"], 0.2)
    assert open_ended is not None
    assert (open_ended.grade, open_ended.good, open_ended.above, open_ended.below) == (
        "good",
        (0.05, None),
        False,
        False,
    )


def test_a_number_is_told_with_its_band_and_where_that_comes_from(own: dict[str, Metric]) -> None:
    usual, mine = CATALOGUE["completion_rate"], own["completion_rate"]
    assert [band_note(usual, 0.42, None, lang) for lang in ("en", "de")] == [
        "Completion rate 42.0\N{NO-BREAK SPACE}%: below what is called good (50.0\N{NO-BREAK SPACE}% to "
        "70.0\N{NO-BREAK SPACE}%; a rule of thumb of the trade, not a test).",
        "Abschlussrate 42,0\N{NO-BREAK SPACE}%: unter dem, was als gut gilt (50,0\N{NO-BREAK SPACE}% bis "
        "70,0\N{NO-BREAK SPACE}%; eine Faustregel der Branche, kein Test).",
    ]
    assert "source: our own 2025" in str(band_note(mine, 0.42, None, "en"))
    assert "source: workspace.yaml" in str(band_note(own["like_rate"], 0.1, None, "en"))
    assert band_note(usual, None, None, "en") is None
    assert band_note(CATALOGUE["views"], 5.0, None, "en") is None
