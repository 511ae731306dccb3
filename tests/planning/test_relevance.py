"""Whom a reach reached: target groups, pillars, and a rating with its span, against values worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.places import shared
from tests.planning.weeks_of_posts import filled as weeks_filled

from cliptrial.analysis.periods.span import Kind, Span
from cliptrial.errors import RegistryError
from cliptrial.metrics import CATALOGUE, Whose
from cliptrial.planning.relevance.pillars import pillar_of, reach_by_pillar
from cliptrial.planning.relevance.rating import Rated, letter_of, rating
from cliptrial.planning.relevance.relevance import relevance
from cliptrial.planning.relevance.target import audience_of, target_of, target_share
from cliptrial.planning.relevance.typed_pillars import FILE, topics_in, typed_pillars
from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.posts.records import Post
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.beside.strategy import Pillar, Target
from cliptrial.registry.workspace import Workspace
from cliptrial.wording.languages import LANGUAGES
from cliptrial.wording.review.noticed import pillar_rows, rating_lines, relevance_lines

TEXT = """
clients:
  adler: {name: Adler, target: {territories: [gr, RO], genders: Female}}
pillars:
  food: {label: Our food, client: adler, hashtags: [recipe, dinner], topics: [Opening night]}
  jokes: {client: adler, hashtags: [funny], strategy: false}
accounts:
  adler: {timezone: Europe/Berlin, client: adler, followers: 5000}
  typed: {timezone: Europe/Berlin, client: adler, target: {share: 40%}}
"""
QUARTER = Span(Kind.QUARTER, date(2026, 1, 1))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "workspace.yaml").write_text(TEXT, encoding="utf-8")
    return load_workspace(tmp_path)


def handed_in(workspace: Workspace, name: str) -> None:
    ingest(workspace, [shared("data") / name], account="adler", captured_at=date(2026, 3, 25))


def test_the_target_share_of_a_real_export_lies_between_the_least_and_the_most_that_is_possible(
    workspace: Workspace,
) -> None:
    """Greece 38.1 % and Romania 14.1 % of the followers, 56 % women."""
    handed_in(workspace, "studio-okn-greek-2026/FollowerTopTerritories.csv")
    assert target_share(target_of(workspace, "adler"), audience_of(workspace, "adler")) is None, "no gender yet"
    handed_in(workspace, "studio-okn-greek-2026/FollowerGender.csv")
    share = target_share(target_of(workspace, "adler"), audience_of(workspace, "adler"))
    assert share is not None
    assert (share.share, share.typed) == (pytest.approx(0.522 * 0.56), False)
    assert share.interval == (pytest.approx(0.522 + 0.56 - 1), pytest.approx(0.522))
    assert share.of(1000) == (pytest.approx(292.32), pytest.approx(82), pytest.approx(522))
    typed = target_share(target_of(workspace, "typed"), {})
    assert typed is not None
    assert (typed.share, typed.interval, typed.typed) == (0.4, (0.4, 0.4), True)
    assert target_share(None, {}) is None


@pytest.mark.parametrize(
    ("name", "part", "value", "share"),
    [
        ("studio-miskibin-pl-2024/Gender.csv", "gender", "Kobieta", 0.14),
        ("studio-miskibin-pl-2024/Top territories.csv", "territory", "DE", 0.01),
        ("studio-weatherchannel-2021/Gender.csv", "gender", "Female", 0.62),
        ("studio-okn-greek-2026/FollowerTopTerritories.csv", "territory", "GR", 0.381),
    ],
)
def test_audience_exports_are_kept_as_shares(
    workspace: Workspace, name: str, part: str, value: str, share: float
) -> None:
    """One percent is no whole, whichever way a year of exports writes it."""
    handed_in(workspace, name)
    own = audience_of(workspace, "adler")[part]
    assert own[value] == pytest.approx(share)
    assert sum(own.values()) == pytest.approx(1, abs=0.03)


def test_the_newest_export_counts_alone(workspace: Workspace) -> None:
    lake = Lake(workspace.store_dir)
    told = {"account": "adler", "kind": "territory", "source": "studio_audience"}
    old = [
        {**told, "value": "DE", "share": 0.9, "captured_at": 1},
        {**told, "value": "FR", "share": 0.1, "captured_at": 1},
    ]
    lake.append("audience", build("audience", [*old, {**told, "value": "DE", "share": 0.5, "captured_at": 2}]))
    assert audience_of(workspace, "adler") == {"territory": {"DE": 0.5}}
    assert audience_of(workspace, "typed") == {}


def test_a_share_that_is_none_is_refused_and_one_without_a_sign_is_one_of_a_hundred(
    workspace: Workspace, tmp_path: Path
) -> None:
    for text in ("Gender,Distribution\nMale,1.4\nFemale,-3\n", "Gender,Distribution\nMale,140\n"):
        (tmp_path / "bad.csv").write_text(text, encoding="utf-8")
        (file,) = ingest(workspace, [tmp_path / "bad.csv"], account="adler").files
        assert {one.code for one in file.problems} == {"bad_share"}
    (tmp_path / "good.csv").write_text("Gender,Distribution\nMale,99.5\nFemale,0.5\n", encoding="utf-8")
    ingest(workspace, [tmp_path / "good.csv"], account="adler")
    assert audience_of(workspace, "adler") == {"gender": {"Male": 0.995, "Female": 0.005}}


def test_a_post_belongs_to_the_pillar_of_its_topic_else_to_that_of_most_of_its_hashtags(workspace: Workspace) -> None:
    own = workspace.pillars
    assert pillar_of(own, ["Funny", "recipe", "DINNER"]) == "food"
    assert pillar_of(own, ["funny"], "opening  NIGHT") == "food"
    assert pillar_of(own, ["funny"], "Our food: pancakes") == "food"
    assert pillar_of(own, ["funny"], "food: pancakes") == "food"
    assert pillar_of(own, ["funny"], "Something else: pancakes") == "jokes"
    assert pillar_of(own, ["fyp"]) is None
    assert pillar_of({}, ["fyp"]) is None


def test_reach_is_shared_out_by_pillar_and_adds_up() -> None:
    pillars = {"food": Pillar(hashtags=("recipe",)), "jokes": Pillar(hashtags=("funny",), strategy=False)}
    tags = [("recipe",), ("funny",), ("funny",), None, ("recipe",)]
    posts = [Post(str(n), "adler", 0, hashtags=one) for n, one in enumerate(tags)]
    rows = reach_by_pillar(pillars, posts, {"0": 300, "1": 400, "2": 200, "3": 100}, {})
    assert [(one.name, one.posts, one.reach, one.share, one.strategy) for one in rows] == [
        ("jokes", 2, 600, 0.6, False), ("food", 1, 300, 0.3, True), (None, 1, 100, 0.1, None),
    ]  # fmt: skip
    assert reach_by_pillar(pillars, posts, {}, {}) == ()


def filled(workspace: Workspace, reach: float | None = 400.0) -> None:
    """Ten posts before the quarter and ten in it: 1,000 views each, 80 engaged, 4 then 5 new followers."""
    posts, snapshots = [], []
    for number in range(20):
        at = int(datetime(2025, 11, 1 + number, 12, tzinfo=UTC).timestamp()) + (number >= 10) * 70 * 86_400
        told = {"post_id": str((at << 32) + number), "account": "adler", "source": "studio_content"}
        tags = ["funny"] if number % 5 < 3 else ["recipe"]
        posts.append({**told, "posted_at": at, "described_at": at, "hashtags": tags})
        numbers = {"views": 1000.0, "reach": reach, "likes": 80.0, "comments": 0.0, "shares": 0.0}
        numbers |= {"new_followers": 4.0 + (number >= 10)}
        snapshots.append({**told, "captured_at": at + 7 * 86_400, **numbers, "top_list": False})
    lake = Lake(workspace.store_dir)
    lake.append("posts", build("posts", posts))
    lake.append("snapshots", build("snapshots", snapshots))


def test_a_quarter_of_a_store_is_told_and_rated(workspace: Workspace) -> None:
    """60 % off the strategy; engagement 8 % of 6 to 10 %: 3; 1.25 times the followers: 3; 29 % target: 1; mean 2.33."""
    filled(workspace)
    handed_in(workspace, "studio-okn-greek-2026/FollowerTopTerritories.csv")
    handed_in(workspace, "studio-okn-greek-2026/FollowerGender.csv")
    told = relevance(workspace, "adler", QUARTER)
    assert (told.reach, told.by_views, told.conversion) == (4000.0, False, "new_followers")
    assert told.off_strategy == pytest.approx(0.6)
    assert told.rating is not None
    assert [(one.name, one.points) for one in told.rating.parts] == [
        ("engagement", 3),
        ("conversion", 3),
        ("target", 1),
    ]
    assert (told.rating.letter, told.rating.best, told.rating.worst) == ("C", "B", "C")
    english, german = (relevance_lines(told, lang) for lang in ("en", "de"))
    assert (
        english[0] == "60\N{NO-BREAK SPACE}% of your reach came from posts that have nothing to do with what you sell."
    )
    assert german[0].startswith("60\N{NO-BREAK SPACE}% eurer Reichweite kamen von Posts, die nichts mit dem zu tun")
    assert english[1].startswith("About 1,169 of it is your target group (29")
    assert rating_lines(told, workspace, "en")[0] == "TikTok: C (B to C is possible)"
    sure = replace(told, rating=replace(told.rating, best=told.rating.letter))
    assert rating_lines(sure, workspace, "en")[0] == "TikTok: C"
    assert len(rating_lines(told, workspace, "de")) == 1 + 3 + 4
    assert pillar_rows(told, "en")[0] == ("jokes", "6", "2,400", "60\N{NO-BREAK SPACE}%", "not part of it")


def test_a_pillar_that_somebody_typed_for_a_post_holds_and_what_is_no_pillar_is_told_with_its_row(
    workspace: Workspace,
) -> None:
    """Of ten posts of 400 the six with the hashtag "funny" are jokes; one of them is typed to be about food."""
    filled(workspace)
    funny = next(one for one in posts_of(Lake(workspace.store_dir), ["adler"])[10:] if "funny" in (one.hashtags or ()))
    link = f"https://www.tiktok.com/@adler/video/{funny.post_id}"
    path = workspace.root / FILE
    path.write_text(f"link,pillar\n{link},our FOOD\n", encoding="utf-8")
    assert {one.name: one.posts for one in relevance(workspace, "adler", QUARTER).pillars} == {"jokes": 5, "food": 5}
    path.write_text(f"link;pillar\n{link};fod\nno link;food\n{link};\n", encoding="utf-8")
    with pytest.raises(RegistryError) as refused:
        typed_pillars(workspace)
    said = [(one.code, one.row, one.field) for one in refused.value.problems]
    assert said == [("unknown_pillar", 2, "pillar"), ("pillar_row", 3, "link")]


def test_topics_of_a_table_carry_their_pillar_and_lines_of_text_stay_as_they_are(workspace: Workspace) -> None:
    path = workspace.root / "topics.csv"
    path.write_text('"Topic";"Pillar"\n"Soup; hot";Our food\nA pun;jokes\nOpening night;\n', encoding="utf-8")
    topics = topics_in(workspace, path)
    assert topics == ("food: Soup; hot", "jokes: A pun", "Opening night")
    assert [pillar_of(workspace.pillars, [], one) for one in topics] == ["food", "jokes", "food"]
    path.write_text("Topic, and more\nSoup\n\n", encoding="utf-8")
    assert topics_in(workspace, path) == ("Topic, and more", "Soup")
    path.write_text("", encoding="utf-8")
    assert topics_in(workspace, path) == ()


def ordered(workspace: Workspace, first: date, end: date, a_day: Mapping[date, int]) -> None:
    """So many orders a day from a day on."""
    rows = []
    for day in (first + timedelta(days=number) for number in range((end - first).days)):
        at = int(datetime.combine(day, time(12), UTC).timestamp())
        own = {"account": "adler", "counts": True, "amount": 9.0, "refunded": 0.0, "currency": "EUR", "marks": ""}
        own |= {"ordered_at": at, "captured_at": at + 86_400, "source": "shop"}
        count = a_day[max(since for since in a_day if since <= day)]
        rows += [{**own, "key": f"{day}-{n}"} for n in range(count)]
    Lake(workspace.store_dir).append("conversions", build("conversions", rows))


@pytest.mark.parametrize(("platform", "times"), [("youtube", 1.0), ("tiktok", 2.0)])
def test_a_year_in_which_views_were_counted_otherwise_is_not_stood_beside(
    workspace: Workspace, platform: str, times: float
) -> None:
    """Four orders a day since YouTube counts views anew, one before; on TikTok the whole year counts."""
    file = workspace.root / "workspace.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("followers: 5000", f"platform: {platform}"), encoding="utf-8"
    )
    changed = load_workspace(workspace.root)
    weeks_filled(changed, "adler", {}, weeks=84)
    ordered(changed, date(2025, 9, 8), date(2027, 4, 12), {date(2025, 9, 8): 1, date(2026, 8, 31): 4})
    told = relevance(changed, "adler", Span(Kind.QUARTER, date(2027, 1, 1)))
    assert told.conversion == "orders"
    assert told.rating is not None
    assert next(one.value for one in told.rating.parts if one.name == "conversion") == pytest.approx(times, rel=0.2)


@pytest.mark.parametrize(
    ("first", "counted", "points"),
    [(date(2025, 9, 8), "orders", 4), (date(2025, 11, 17), "orders", 4), (date(2025, 11, 24), None, None)],
)
def test_orders_are_the_conversion_where_enough_weeks_of_both_years_have_them(
    workspace: Workspace, first: date, counted: str | None, points: int | None
) -> None:
    """One a day before the quarter and two in it; from six weeks before it on there is something to stand beside."""
    weeks_filled(workspace, "adler", {}, weeks=40)
    ordered(workspace, first, date(2026, 4, 20), {first: 1, QUARTER.first: 2})
    told = relevance(workspace, "adler", QUARTER)
    assert told.rating is not None
    assert told.conversion == counted
    assert {one.name: one.points for one in told.rating.parts}.get("conversion") == points
    if counted:
        value = next(one.value for one in told.rating.parts if one.name == "conversion")
        assert value == pytest.approx(2, rel=0.1)
        assert any("(Orders)" in line for line in rating_lines(told, workspace, "en"))


def test_a_rating_from_few_orders_says_that_it_could_be_another_one() -> None:
    """A fifth more conversions than the year before, of six orders or of six thousand."""
    engaged, rng = np.tile([90.0, 1000.0], (12, 1)), np.random.default_rng(3)
    spans = []
    for orders in (0.4, 400):
        now, before = (
            np.column_stack([rng.poisson(orders * times, weeks), np.full(weeks, 1e5)]).astype(float)
            for times, weeks in ((1.2, 13), (1, 52))
        )
        one = rating(Rated(engaged, now, before), CATALOGUE["engagement_by_views"], Whose(followers=5000))
        spans.append((str(one.best), str(one.worst)))
    assert spans[0][0] < spans[0][1]
    assert spans[1][0] == spans[1][1] == "B"


def test_without_reach_views_are_counted_and_a_month_is_not_rated(workspace: Workspace) -> None:
    filled(workspace, reach=None)
    told = relevance(workspace, "adler", Span(Kind.MONTH, date(2026, 1, 1)))
    assert (told.by_views, told.rating, told.target) == (True, None, None)
    assert rating_lines(told, workspace, "en") == []
    assert "Views are counted" in relevance_lines(told, "en")[-1]
    nothing = relevance(workspace, "typed", QUARTER)
    assert (nothing.reach, nothing.pillars, relevance_lines(nothing, "en")) == (None, (), [])
    assert rating_lines(nothing, workspace, "en")[0].startswith("No rating")
    no_band = [one.no_band for one in (LANGUAGES["en"].noticed.relevance, LANGUAGES["de"].noticed.relevance)]
    assert no_band[0] not in rating_lines(nothing, workspace, "en"), "nothing was posted"
    quarter = relevance(workspace, "adler", QUARTER)
    assert no_band[0] not in rating_lines(quarter, workspace, "en")
    text = (
        (workspace.root / "workspace.yaml").read_text(encoding="utf-8").replace("followers: 5000", "platform: youtube")
    )
    (workspace.root / "workspace.yaml").write_text(text, encoding="utf-8")
    elsewhere = load_workspace(workspace.root)
    for lang, said in zip(("en", "de"), no_band, strict=True):
        assert said in rating_lines(relevance(elsewhere, "adler", QUARTER), elsewhere, lang)


def test_ratings_follow_the_printed_rule() -> None:
    """Engagement of a small account: 3, 6, 8 and 10 %; conversion .5, .9, 1.1 and 1.5 times; target 20 to 80 %."""
    metric = CATALOGUE["engagement_by_views"]

    def points(events: float, conversions: float, target: float) -> list[int]:
        pairs = np.tile([events, 1000.0], (10, 1))
        given = Rated(
            pairs, np.tile([conversions, 1000.0], (10, 1)), np.array([[10.0, 1000.0]]), (target, target, target)
        )
        return [one.points for one in rating(given, metric, Whose(followers=5000)).parts]

    assert points(29, 4.9, 0.19) == [0, 0, 0]
    assert points(30, 5, 0.2) == [1, 1, 1]
    assert points(60, 9, 0.4) == [2, 2, 2]
    assert points(80, 11, 0.6) == [3, 3, 3]
    assert points(100, 15, 0.8) == [4, 4, 4]
    assert [letter_of(mean) for mean in (0.49, 0.5, 1.5, 2.5, 3.5)] == list("EDCBA")


def test_a_rating_says_how_far_it_could_be_another_one_and_two_parts_of_three_must_be_known() -> None:
    metric, rng = CATALOGUE["engagement_by_views"], np.random.default_rng(1)
    views = np.full(12, 1000.0)
    steady = np.column_stack([np.full(12, 90.0), views])
    uneven = np.column_stack([rng.lognormal(4, 1, 12), views])
    narrow = rating(Rated(steady, target=(0.65, 0.65, 0.65)), metric, Whose(followers=5000))
    wide = rating(Rated(uneven, target=(0.5, 0.1, 0.9)), metric, Whose(followers=5000))
    assert (narrow.best, narrow.letter, narrow.worst) == ("B", "B", "B")
    assert str(wide.best) < str(wide.worst)
    assert str(wide.best) <= str(wide.letter) <= str(wide.worst)
    assert rating(Rated(steady), metric, Whose(followers=5000)).letter is None
    assert rating(Rated(steady, target=(0.6, 0.6, 0.6)), metric, Whose()).letter is None, "the size is not known"
    assert rating(Rated(steady[:5], target=(0.6, 0.6, 0.6)), metric, Whose(followers=5000)).letter is None


def test_a_tag_belongs_to_one_pillar_of_a_client(tmp_path: Path) -> None:
    both = "pillars: {a: {client: adler, hashtags: [x]}, b: {client: CLIENT, hashtags: [X]}}\n"
    text = "clients: {adler: {name: A}, kino: {name: K}}\naccounts: {a: {timezone: Europe/Berlin}}\n" + both
    for client, refused in (("adler", True), ("kino", False)):
        (tmp_path / "workspace.yaml").write_text(text.replace("CLIENT", client), encoding="utf-8")
        if refused:
            with pytest.raises(RegistryError, match="belongs to two pillars"):
                load_workspace(tmp_path)
        else:
            assert set(load_workspace(tmp_path).pillars) == {"a", "b"}
    assert Target().parts == {}


@pytest.mark.parametrize(
    ("target", "share", "least", "most"),
    [
        (Target(territories=("DE", "FR")), 0.7, 0.7, 0.7),
        (Target(territories=("FR",)), 0.0, 0.0, 0.0),
        (Target(territories=("de", "DE")), 0.7, 0.7, 0.7),
        (Target(territories=("DE", "AT", "CH")), 1.0, 1.0, 1.0),
        (Target(territories=("AT",), genders=("female",)), 0.12, 0.0, 0.3),
        (Target(territories=("DE",), genders=("Female",)), 0.28, 0.1, 0.4),
        (Target(territories=("DE",), ages=("18-24",)), None, None, None),
        (Target(share=0.25, territories=("DE",)), 0.25, 0.25, 0.25),
    ],
)
def test_a_value_that_no_export_names_has_no_share_and_no_share_is_more_than_the_whole(
    target: Target, share: float | None, least: float, most: float
) -> None:
    """DE 70 %, AT 30 %, CH 10 %, as rounded shares may be; 40 % women; of ages nothing is known."""
    audience = {"territory": {"DE": 0.7, "AT": 0.3, "CH": 0.1}, "gender": {"Female": 0.4, "Male": 0.6}, "age": {}}
    found = target_share(target, audience)
    assert (found and (found.share, found.interval)) == (None if share is None else (share, (least, most)))
