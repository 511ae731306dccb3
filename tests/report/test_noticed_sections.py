"""What the page of a period says beyond its numbers: for the team, in both languages, never on a client's page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.analysis.workspaces import fresh
from tests.planning.weeks_of_posts import LAST, filled

from cliptrial.analysis.periods.span import Kind, Span
from cliptrial.planning.noticed.weeks import whose_number
from cliptrial.planning.review.review import review
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.workspace import Workspace
from cliptrial.report.review.performance_page import ReviewPage
from cliptrial.wording.languages import LANGUAGES

PILLARS = "pillars: {food: {label: '<Food>', hashtags: [recipe]}}\n"


@pytest.fixture(scope="module")
def fallen(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """An account whose last week has fewer full views; a name of a pillar that looks like markup."""
    made = fresh(tmp_path_factory.mktemp("fallen") / "ws")
    with (made.root / "workspace.yaml").open("a", encoding="utf-8") as file:
        file.write(PILLARS)
    filled(made, "kitchen", {"completions": 0.7})
    return load_workspace(made.root)


def page(workspace: Workspace, kind: Kind, lang: str = "en", audience: str = "team") -> ReviewPage:
    span = Span.around(kind, LAST)
    return ReviewPage(review(workspace, span, tuple(workspace.accounts)), workspace, lang, audience)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_team_reads_what_stands_out_and_where_numbers_stand_by_rule_of_thumb(fallen: Workspace, lang: str) -> None:
    words = LANGUAGES[lang].noticed
    html = page(fallen, Kind.WEEK, lang).worth_a_look().html
    assert words.signs.seen["low_completion"] in html
    assert words.signs.no_proof in html
    assert html.count(words.bands.thumb) == 4, "completion, watch share, views per follower, engagement by followers"


def test_an_ordinary_week_says_that_nothing_stands_out(fallen: Workspace) -> None:
    calm = Span(Kind.WEEK, LAST - timedelta(weeks=1))
    quiet = ReviewPage(review(fallen, calm, ("kitchen",)), fallen, "de").worth_a_look().html
    assert LANGUAGES["de"].noticed.signs.nothing in quiet


def test_a_client_reads_none_of_it_and_a_week_has_no_rating(fallen: Workspace) -> None:
    for kind in (Kind.WEEK, Kind.QUARTER):
        client = page(fallen, kind, audience="client")
        assert client.worth_a_look().html == client.relevance().html == ""
    assert page(fallen, Kind.WEEK).relevance().html == ""


@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_quarter_says_whom_the_reach_reached_and_why_it_has_no_rating(fallen: Workspace, lang: str) -> None:
    html, words = page(fallen, Kind.QUARTER, lang).relevance().html, LANGUAGES[lang].noticed.relevance
    assert words.counted_by_views in html
    assert words.no_pillar in html
    assert words.not_rated in html
    assert "<Food>" not in html
    assert "<bdi>kitchen</bdi>" not in html, "one account needs no heading"
    shown = page(fallen, Kind.QUARTER, lang)
    shown.review = replace(shown.review, accounts=("kitchen", "kitchen"))
    assert shown.relevance().html.count("<bdi>kitchen</bdi>") == 2


def test_followers_are_those_of_the_newest_export(fallen: Workspace) -> None:
    assert whose_number(fallen, "kitchen").followers == 3000
    told = {"account": "kitchen", "source": "studio_days"}
    days = [{**told, "date": LAST + timedelta(days=n), "followers": 3100.0 + n} for n in range(3)]
    Lake(fallen.store_dir).append("account_days", build("account_days", days))
    assert whose_number(fallen, "kitchen").followers == 3102
