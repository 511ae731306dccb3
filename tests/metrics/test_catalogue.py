"""The catalogue: formulas, bands, and who delivers the numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from cliptrial.metrics import CATALOGUE, Metric, Whose, grade, metric_mend, metrics_of
from cliptrial.posts.declared import (
    DELIVERS,
    NAMES,
    missing_columns,
    on_platform,
    sources_of,
    tell_hours,
    tells_regions,
)
from cliptrial.registry.workspace import load_workspace


def test_every_metric_is_as_written_down() -> None:
    """Kind, formula, scale, names, direction, published bands and spread, in the order in which they are listed."""
    written = yaml.safe_load(Path(__file__).with_name("catalogue.yaml").read_text(encoding="utf-8"))
    assert [(name, _plain(metric)) for name, metric in CATALOGUE.items()] == list(written.items())
    assert [name for name, metric in CATALOGUE.items() if not metric.higher_is_better] == ["negative_comments"]


def _plain(metric: Metric) -> list[object]:
    bands = [[band.grade, band.low, band.high, *(band.followers or ())] for band in metric.bands]
    names = [metric.labels["en"], metric.labels["de"]]
    return [metric.kind, list(metric.numerator), metric.denominator, metric.scale, *names, metric.spread, *bands]


WORKSPACE = """
accounts: {demo: {timezone: Europe/Berlin}}
metrics:
  votes: {kind: rare, numerator: [votes], better: lower}
  vote_rate: {kind: rate, numerator: [votes, likes], denominator: views, labels: {de: Stimmen je Aufruf}}
  stay: {kind: mean, numerator: [stay], denominator: views}
  income: {kind: money, numerator: [income]}
  views: {kind: count, numerator: [plays]}
"""


def test_a_workspaces_own_metrics_come_beside_the_built_in_ones(tmp_path: Path) -> None:
    """With the scale of their kind, their direction and names, and in the place of a built-in one of the same name."""
    (tmp_path / "workspace.yaml").write_text(WORKSPACE, encoding="utf-8")
    known = metrics_of(load_workspace(tmp_path))
    assert {name for name in known if known[name] is not CATALOGUE.get(name)} == {
        "votes", "vote_rate", "stay", "income", "views",
    }  # fmt: skip
    assert set(known) == {*CATALOGUE, "votes", "vote_rate", "stay", "income"}
    assert [
        (known[n].higher_is_better, *_plain(known[n])) for n in ("votes", "vote_rate", "stay", "income", "views")
    ] == [
        (False, "rare", ["votes"], None, "number", "votes", "votes", None),
        (True, "rate", ["votes", "likes"], "views", "share", "vote_rate", "Stimmen je Aufruf", None),
        (True, "mean", ["stay"], "views", "ratio", "stay", "stay", None),
        (True, "money", ["income"], None, "money", "income", "income", None),
        (True, "count", ["plays"], None, "number", "views", "views", None),
    ]
    assert known["vote_rate"].columns == ("votes", "likes", "views")
    assert metric_mend("vews", known) == 'Did you mean "views"?'
    assert metric_mend("zzz", known) == "A metric of your own is added under metrics in workspace.yaml."


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
        ("completion_rate", 0.5, None, "good"),
        ("completion_rate", 0.7, None, "great"),
        ("engagement_by_views", 0.06, 0, "good"),
        ("engagement_by_views", 0.08, 9_999, "good"),
        ("engagement_by_views", 0.08, 10_000, "great"),
        ("engagement_by_views", 0.07, 99_999, "good"),
        ("engagement_by_views", 0.07, 100_000, "great"),
        ("view_to_follower", 0.0, None, "followers_only"),
        ("view_to_follower", 0.5, None, "normal"),
        ("view_to_follower", 2.0, None, "beyond_audience"),
    ],
)
def test_published_bands(name: str, value: float, followers: int | None, expected: str | None) -> None:
    assert grade(CATALOGUE[name], value, Whose("tiktok", followers)) == expected
    assert grade(CATALOGUE[name], value, Whose("instagram", followers)) is None, "nobody said it of other platforms"


def test_every_metric_has_a_label_in_both_languages() -> None:
    assert all(set(metric.labels) == {"en", "de"} for metric in CATALOGUE.values())


TYPED = (
    "views reach average_watch_time total_watch_time completions held_2s held_3s held_6s duration saves new_followers "
    "profile_views link_clicks"
)
EVERYTHING = (
    "views reach likes comments shares saves new_followers average_watch_time total_watch_time completions held_2s "
    "held_3s held_6s profile_views link_clicks duration"
)
FROM_TIKTOK = (
    "views reach likes comments shares saves new_followers average_watch_time total_watch_time completions held_2s "
    "held_3s held_6s duration"
)
FROM_YOUTUBE = "views likes comments shares new_followers average_watch_time total_watch_time engaged_views"


@pytest.mark.parametrize(
    ("source", "columns"),
    [
        ("studio", "views likes comments shares"),
        ("business_suite", "views likes comments shares saves"),
        ("numbers", TYPED),
        ("spreadsheet", EVERYTHING),
        ("api", FROM_TIKTOK),
        ("instagram_business_suite", "views reach likes comments shares saves"),
        (
            "instagram_insights",
            "views reach likes comments shares saves average_watch_time total_watch_time held_3s plays",
        ),
        ("youtube_studio", f"{FROM_YOUTUBE} reach duration held_3s"),
        ("youtube_api", FROM_YOUTUBE),
        *((shop, "orders revenue") for shop in ("shopify", "woocommerce", "stripe", "codes")),
        ("ga4", "sessions key_events"),
        ("bitly", "short_link_clicks"),
        ("conversations", "dm_leads leads comments_positive comments_negative comments_labelled"),
        ("comments", "comments_positive comments_negative comments_labelled"),
    ],
)
def test_every_source_delivers_these_numbers_per_post(source: str, columns: str) -> None:
    """No more, so that no plan waits for numbers that cannot come."""
    assert DELIVERS[source] == set(columns.split())
    assert len(DELIVERS) == 17


ANYWHERE = "numbers spreadsheet shopify woocommerce stripe codes ga4 bitly conversations comments"


@pytest.mark.parametrize(
    ("platform", "only"),
    [
        ("tiktok", "studio business_suite api"),
        ("instagram", "instagram_business_suite instagram_insights"),
        ("youtube", "youtube_studio youtube_api"),
    ],
)
def test_an_account_is_told_of_by_its_own_platform_and_by_what_belongs_to_none(platform: str, only: str) -> None:
    assert {*on_platform(NAMES, platform)} == {*only.split(), *ANYWHERE.split()}


def test_only_youtube_tells_days_without_hours_and_only_some_shops_tell_regions() -> None:
    assert [name for name in NAMES if not tell_hours([name])] == ["youtube_studio", "youtube_api"]
    assert [name for name in NAMES if tells_regions(name)] == ["shopify", "stripe", "codes"]
    assert not tells_regions("unheard of")


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        ("youtube_studio youtube_api", False),
        ("youtube_api numbers shopify", False),
        ("youtube_api spreadsheet", True),
        ("youtube_studio unheard_of", True),
        ("numbers", True),
        ("shopify ga4", True),
        ("", True),
    ],
)
def test_hours_are_told_by_any_source_of_posts_and_by_links_where_there_is_none(sources: str, told: bool) -> None:
    """Neither a workbook nor a shop tells when a post went out."""
    assert tell_hours(sources.split()) is told


EXPORTS = ("studio", "business_suite", "instagram_business_suite", "youtube_studio")
PROGRAMS = ("instagram_insights", "youtube_api", "api")


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("views", (*EXPORTS, "numbers", *PROGRAMS, "spreadsheet")),
        ("like_rate", (*EXPORTS, *PROGRAMS, "spreadsheet")),
        ("save_rate", (*EXPORTS[1:3], "numbers", "instagram_insights", "api", "spreadsheet")),
        ("average_watch_time", ("youtube_studio", "numbers", *PROGRAMS, "spreadsheet")),
        ("watch_share", ("youtube_studio", "numbers", "api", "spreadsheet")),
        ("hold_3s", ("youtube_studio", "numbers", "instagram_insights", "api", "spreadsheet")),
        ("sessions", ("ga4",)),
        ("view_to_follower", (*EXPORTS, "numbers", *PROGRAMS, "spreadsheet")),
        ("link_clicks", ("numbers", "spreadsheet")),
        ("conversion_rate", ("shopify", "woocommerce", "stripe", "codes")),
    ],
)
def test_the_sources_of_a_metric_come_simplest_first(metric: str, expected: tuple[str, ...]) -> None:
    """Followers come with the account."""
    assert sources_of(CATALOGUE[metric]) == expected


def test_watch_time_comes_from_the_workbook_and_never_from_studio() -> None:
    metric = CATALOGUE["average_watch_time"]
    assert missing_columns(metric, ["studio"], followers_known=True) == {"average_watch_time"}
    assert not missing_columns(metric, ["studio", "numbers"], followers_known=True)
    assert on_platform(sources_of(metric), "tiktok")[0] == "numbers"


def test_numerator_and_denominator_must_come_from_one_source() -> None:
    metric = CATALOGUE["save_rate"]
    assert not missing_columns(metric, ["numbers"], followers_known=False)
    assert missing_columns(metric, ["studio"], followers_known=False) == {"saves"}
    assert missing_columns(CATALOGUE["comment_rate"], ["business_suite"], followers_known=True) == frozenset()
    engaged = CATALOGUE["engagement_by_reach"]
    for sources in (["numbers", "studio"], ["studio", "numbers"]):
        assert missing_columns(engaged, sources, followers_known=True) == {"reach"}, "of the one that lacks fewest"
    assert missing_columns(metric, ["carrier pigeon"], followers_known=True) == {"saves", "views"}
    assert missing_columns(metric, [], followers_known=True) == {"saves", "views"}


def test_a_team_with_nothing_but_the_app_copies_what_exports_hold_for_others() -> None:
    """Its likes can be waited for; with an export beside the workbook they come from there, apart from the saves."""
    likes, followers = CATALOGUE["like_rate"], CATALOGUE["view_to_follower"]
    assert not missing_columns(likes, ["numbers"], followers_known=False)
    assert not missing_columns(followers, ["numbers"], followers_known=False)
    assert missing_columns(likes, ["numbers", "carrier pigeon"], followers_known=False) == {"likes"}
    assert missing_columns(followers, ["numbers", "studio"], followers_known=False) == {"followers"}


def test_orders_come_from_a_shop_whatever_tells_the_views() -> None:
    """A shop beside the app leaves a team as alone with the app as it was."""
    rate = CATALOGUE["conversion_rate"]
    assert not missing_columns(rate, ["studio", "shopify"], followers_known=False)
    assert missing_columns(rate, ["studio"], followers_known=False) == {"orders"}
    assert missing_columns(rate, ["shopify"], followers_known=False) == {"views"}
    assert not missing_columns(CATALOGUE["revenue"], ["stripe"], followers_known=False)
    assert not missing_columns(CATALOGUE["like_rate"], ["numbers", "shopify"], followers_known=False)


def test_followers_come_with_the_account() -> None:
    metric = CATALOGUE["view_to_follower"]
    assert missing_columns(metric, ["studio"], followers_known=False) == {"followers"}
    assert not missing_columns(metric, ["studio"], followers_known=True)


def test_no_export_holds_watch_time_per_post() -> None:
    assert all("average_watch_time" not in DELIVERS[source] for source in ("studio", "business_suite"))
