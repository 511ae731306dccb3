"""The catalogue: formulas, bands, and who delivers the numbers."""

from __future__ import annotations

import pytest

from cliptrial.metrics import CATALOGUE, DELIVERS, grade, missing_columns, sources_of


@pytest.mark.parametrize(
    ("name", "value", "followers", "expected"),
    [
        ("completion_rate", 0.49, None, None),
        ("completion_rate", 0.55, None, "good"),
        ("completion_rate", 0.71, None, "great"),
        ("engagement_by_views", 0.05, 5_000, None),
        ("engagement_by_views", 0.05, 50_000, "good"),
        ("engagement_by_views", 0.09, 50_000, "great"),
        ("engagement_by_views", 0.03, 500_000, "good"),
        ("engagement_by_views", 0.03, None, None),
        ("view_to_follower", 0.3, None, "followers_only"),
        ("view_to_follower", 1.0, None, "normal"),
        ("view_to_follower", 2.5, None, "beyond_audience"),
        ("views", 10_000, None, None),
    ],
)
def test_published_bands(name: str, value: float, followers: int | None, expected: str | None) -> None:
    assert grade(CATALOGUE[name], value, followers) == expected


def test_every_metric_has_a_label_in_both_languages() -> None:
    assert all(set(metric.labels) == {"en", "de"} for metric in CATALOGUE.values())


def test_watch_time_comes_from_the_workbook_and_never_from_studio() -> None:
    metric = CATALOGUE["average_watch_time"]
    assert missing_columns(metric, ["studio"], followers_known=True) == {"average_watch_time"}
    assert not missing_columns(metric, ["studio", "numbers"], followers_known=True)
    assert sources_of(metric)[0] == "numbers"


def test_numerator_and_denominator_must_come_from_one_source() -> None:
    metric = CATALOGUE["save_rate"]
    assert not missing_columns(metric, ["numbers"], followers_known=False)
    assert missing_columns(metric, ["studio"], followers_known=False) == {"saves"}


def test_followers_come_with_the_account() -> None:
    metric = CATALOGUE["view_to_follower"]
    assert missing_columns(metric, ["studio"], followers_known=False) == {"followers"}
    assert not missing_columns(metric, ["studio"], followers_known=True)


def test_no_export_holds_watch_time_per_post() -> None:
    assert all("average_watch_time" not in DELIVERS[source] for source in ("studio", "business_suite"))
