"""Where views came from, how long people watched and who they are: by hand, and as a sentence where nobody tells."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from tests.analysis.account_days import WEEK, kept, usual_days, workspace
from tests.places import shared
from tests.posts.test_programs import answer, take, video

from cliptrial.planning.review.review import AccountNumbers, review
from cliptrial.plots.review.curve import curves
from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.workspace import Workspace
from cliptrial.report.review.performance_page import ReviewPage
from cliptrial.wording.languages import LANGUAGES
from cliptrial.wording.review.audience import audience_lines

EVERY = pytest.mark.parametrize("lang", list(LANGUAGES))
NOON = 1773050400
"""9 March 2026 in Tokyo, a week before :data:`WEEK` begins."""
SPREAD = {"For You": 0.6, "Follow": 0.2, "Search": 0.1, "Personal Profile": 0.1}


def places(**shares: float) -> list[dict[str, object]]:
    return [{"impression_source": name.replace("_", " "), "percentage": share} for name, share in shares.items()]


def still(*shares: float) -> list[dict[str, object]]:
    return [{"second": str(number), "percentage": share} for number, share in enumerate(shares, 1)]


def taken(ws: Workspace, *posts: dict[str, Any]) -> None:
    """Posts of the interface, each read at seven days."""
    for number, told in enumerate(posts):
        at = NOON + 86_400 * number
        own = video(
            str((at << 32) + 7), create_time=str(at), total_time_watched=3.8 * told.get("video_views", 603), **told
        )
        assert not take(ws, answer(own), f"answer{number}.json", on=date(2026, 3, 16 + number)).problems


def numbers(ws: Workspace) -> AccountNumbers:
    (one,) = review(ws, WEEK, tuple(ws.accounts)).by_account
    return one


def account(folder: Path) -> Workspace:
    return workspace(folder, "demo")


def test_views_by_discovery_and_by_regulars_are_shares_of_all_views_of_the_period(tmp_path: Path) -> None:
    """1,000 views, of them 700 by discovery and 300 by regulars; then 3,000, of them 2,700 and none: 85 % and 7.5 %."""
    ws = account(tmp_path)
    first = {"video_views": 1_000.0, "likes": 9.0, "impression_sources": places(For_You=0.6, Search=0.1, Follow=0.3)}
    second = {"video_views": 3_000.0, "likes": 9.0, "impression_sources": places(For_You=0.9, Direct_Message=0.1)}
    taken(ws, first, second)
    own = {one.metric: one.value for one in numbers(ws).numbers}
    assert own["discovery"] == pytest.approx(3_400 / 4_000)
    assert own["regulars"] == pytest.approx(300 / 4_000)
    assert dict(numbers(ws).audience.places) == pytest.approx(
        {"from_for_you": 0.825, "from_following": 0.075, "from_search": 0.025, "from_messages": 0.075}
        | {"from_sound": 0.0, "from_hashtag": 0.0, "from_profile": 0.0}
    )


def test_a_post_of_which_no_place_is_told_is_no_post_without_discovery(tmp_path: Path) -> None:
    """Only what was told counts, with its own views below it."""
    ws = account(tmp_path)
    taken(ws, {"video_views": 1_000.0, "likes": 9.0, "impression_sources": places(For_You=0.6, Follow=0.4)}, {})
    assert {one.metric: one.value for one in numbers(ws).numbers}["discovery"] == pytest.approx(0.6)


def test_the_curve_is_of_all_views_and_ends_where_half_of_the_posts_have_ended(tmp_path: Path) -> None:
    """1,000 and 3,000 views: 90 % and 70 % after a second are 75 %; of three posts one alone has a fourth second."""
    ws = account(tmp_path)
    taken(
        ws,
        {"video_views": 1_000.0, "likes": 9.0, "video_view_retention": still(0.9, 0.8, 0.5, 0.4)},
        {"video_views": 3_000.0, "likes": 9.0, "video_view_retention": still(0.7, 0.6, 0.5)},
        {"video_views": 4_000.0, "likes": 9.0, "video_view_retention": still(0.5, 0.4)},
    )
    one = numbers(ws).audience
    assert dict(one.curve) == pytest.approx({1: 0.625, 2: 0.525, 3: 0.5})
    drawn = curves(one)
    assert drawn is not None
    assert drawn.now.startswith("M0.0 0.0L106.7 33.8L")
    assert drawn.before == ""
    assert curves(replace(one, curve=one.curve[:2])) is None
    every = replace(one, curve=tuple((second, 1 - second / 100) for second in range(1, 62)))
    spoken = re.findall(r"(\d+).%", audience_lines(every, "en")[1])
    assert [int(share) for share in spoken] == [99, 97, 95, 90, 80, 70, 40], "after 1, 3, 5, 10, 20, 30 and 60 s"


@EVERY
def test_what_nobody_tells_is_a_sentence_where_it_would_stand(tmp_path: Path, lang: str) -> None:
    ws, w = account(tmp_path), LANGUAGES[lang].review
    kept(ws, usual_days(WEEK.last), "demo")
    shown = [*w.unknown.values(), w.not_handed_in(LANGUAGES[lang].formats.listing([*w.kinds.values()][1:]))]
    assert audience_lines(numbers(ws).audience, lang) == shown
    details = unescape(ReviewPage(review(ws, WEEK, ("demo",)), ws, lang).details().html)
    assert all(one in details for one in shown)
    assert "<figure" not in details
    assert not re.search(r"\b0 ?%", details)


@EVERY
def test_a_page_draws_the_curve_and_tells_countries_by_the_export_of_a_day(tmp_path: Path, lang: str) -> None:
    """38.1 % of the followers live in Greece, 56 % are women; a rest comes last, whatever its share."""
    ws, f = account(tmp_path), LANGUAGES[lang].formats
    spread = places(**{name.replace(" ", "_"): share for name, share in SPREAD.items()})
    taken(ws, {"impression_sources": spread})
    data = shared("data/studio-okn-greek-2026")
    for name in ("FollowerTopTerritories.csv", "FollowerGender.csv"):
        ingest(ws, [data / name], account="demo", captured_at=date(2026, 3, 25))
    page = ReviewPage(review(ws, WEEK, ("demo",)), ws, lang)
    details = page.details().html
    traffic, curve, territory, gender, lacking = audience_lines(page.review.by_account[0].audience, lang)
    assert details.count('class="now"') == 1
    assert curve in details
    assert f.percent(0.6) in traffic
    assert LANGUAGES[lang].review.kinds["age"] in lacking
    assert {"en": "Greece", "de": "Griechenland"}[lang] in territory
    assert f.date(date(2026, 3, 25)) in territory
    assert territory.index(f.percent(0.381)) < territory.index(f.percent(0.141))
    assert {"en": "female", "de": "weiblich"}[lang] in gender
    assert f"0{f.percent(0.5)[2:]}" not in gender.replace("0 %", ""), gender


STUDIO = """Traffic source,Views,Watch time (hours),Average view duration,Impressions,Impressions click-through rate (%)
Total,1200,230.5,0:11:32,28000,4.28
YouTube search,300,80.2,0:11:21,12000,3.75
Shorts feed,900,100.1,0:00:12,,
"""
SEARCHED = "{kind},{told},{views}\nYT_SEARCH.leek,leek soup of Maria,12\n"


def test_youtubes_table_by_traffic_source_is_kept_as_shares(tmp_path: Path) -> None:
    (tmp_path / "workspace.yaml").write_text("accounts: {demo: {timezone: Asia/Tokyo, platform: youtube}}\n", "utf-8")
    ws = load_workspace(tmp_path)
    for name, text in {"a.csv": STUDIO, "b.csv": "Viewer age,Views (%)\n18-24,25\n25-34,75\n"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        (file,) = ingest(ws, [tmp_path / name], account="demo", captured_at=date(2026, 3, 25)).files
        assert not file.problems
    kinds = {one.kind: (one.of_views, one.on, one.shares) for one in numbers(ws).audience.exports}
    day = date(2026, 3, 25)
    assert kinds["traffic"] == (True, day, (("Shorts feed", 0.75), ("YouTube search", 0.25)))
    assert kinds["age"] == (True, day, (("25-34", 0.75), ("18-24", 0.25)))


@pytest.mark.parametrize("told", ["Source type", "Source title", "Quellentyp", "Quellentitel"])
def test_what_people_searched_for_is_in_no_table(told: str, tmp_path: Path) -> None:
    (tmp_path / "workspace.yaml").write_text("accounts: {demo: {timezone: Asia/Tokyo, platform: youtube}}\n", "utf-8")
    ws = load_workspace(tmp_path)
    kind, views = ("Traffic source", "Views") if told.startswith("Source") else ("Besucherquelle", "Aufrufe")
    for name, header, problems in (("searched.csv", told, 1), ("all.csv", "Anything else", 0)):
        text = SEARCHED.format(kind=kind, told=header, views=views).replace("leek soup of Maria", name)
        (tmp_path / name).write_text(text, encoding="utf-8")
        (file,) = ingest(ws, [tmp_path / name], account="demo", captured_at=date(2026, 3, 25)).files
        assert len(file.problems) == problems
    assert "searched" not in str([Lake(ws.store_dir).read(one).to_pylist() for one in ("audience", "posts")])
