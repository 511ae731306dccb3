"""Odd inputs of a period: told in a sentence where the number would stand, and of the numbers that it is true of."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.analysis.account_days import WEEK, kept, usual_days, workspace
from tests.report.test_performance_page import told

from cliptrial.analysis.periods.span import Kind, Span
from cliptrial.errors import RegistryError
from cliptrial.planning.relevance.typed_pillars import FILE
from cliptrial.planning.review.review import reviewed
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.workspace import Workspace
from cliptrial.wording.languages import LANGUAGES

EVERY = pytest.mark.parametrize("lang", list(LANGUAGES))
AUGUST = Span(Kind.MONTH, date(2026, 8, 1))


def on_youtube(folder: Path) -> Workspace:
    (folder / "workspace.yaml").write_text("accounts: {okn: {timezone: Asia/Tokyo, platform: youtube}}\n", "utf-8")
    return load_workspace(folder)


@EVERY
def test_weeks_that_are_all_alike_are_ordinary_ones(tmp_path: Path, lang: str) -> None:
    """Neither a rounding below a range without width nor its missing width makes a week stand out."""
    ws, w = workspace(tmp_path), LANGUAGES[lang].review
    alike = {"views": 700.0, "likes": 21.0, "comments": 0.0, "shares": 0.0, "new_followers": 3.0}
    kept(ws, [{"date": day["date"], **alike} for day in usual_days(WEEK.last)])
    page = told(ws, lang)
    assert page.speaker.headline() == [w.ordinary["week"]]
    ((_, cards, _),) = page.speaker.groups()
    assert [card.word for card in cards] == [w.sides[1]] * 3
    kept(
        other := workspace(tmp_path / "other"),
        [
            {"date": day["date"], **alike, "views": 701.0 if WEEK.holds(day["date"]) else 700.0}  # type: ignore[arg-type]
            for day in usual_days(WEEK.last)
        ],
    )
    assert told(other, lang).speaker.headline() != [w.ordinary["week"]]


@EVERY
def test_a_rate_of_nothing_is_no_zero_and_not_called_missing(tmp_path: Path, lang: str) -> None:
    ws, w = workspace(tmp_path), LANGUAGES[lang].review
    nothing = {"views": 0.0, "likes": 0.0, "comments": 0.0, "shares": 0.0}
    kept(ws, [day | nothing if WEEK.holds(day["date"]) else day for day in usual_days(WEEK.last)])  # type: ignore[arg-type]
    ((_, (views, engagement, _), _),) = told(ws, lang).speaker.groups()
    assert (views.value, engagement.value) == ("0", w.missing["of_nothing"])


@EVERY
def test_after_a_change_of_definition_it_is_said_since_when_and_of_which_number(tmp_path: Path, lang: str) -> None:
    """In its month the number is a sentence; from its day on the week stands, beside no week before it."""
    ws, language = on_youtube(tmp_path), LANGUAGES[lang]
    w = language.review
    kept(ws, usual_days(date(2026, 9, 6)))
    ((_, (views, _, followers), _),) = told(ws, lang, span=AUGUST).speaker.groups()
    assert (views.value, followers.is_number) == (w.missing["changed"], True)
    page = told(ws, lang, span=Span(Kind.WEEK, date(2026, 8, 24)))
    ((_, (views, engagement, followers), notes),) = page.speaker.groups()
    assert views.is_number
    assert followers.word
    since = w.counted_since(language.formats.date(date(2026, 8, 24)))
    both = language.formats.listing([views.label, engagement.label])
    assert notes == [w.of_some(both, since)]
    before = told(ws, lang, span=Span(Kind.WEEK, date(2026, 8, 10))).speaker.groups()
    assert not before[0][2]


@EVERY
def test_a_gap_is_told_of_the_number_that_has_it(tmp_path: Path, lang: str) -> None:
    """An export of followers that lacks two days of the week, beside one of views that has them all."""
    ws, w = workspace(tmp_path), LANGUAGES[lang].review
    gone = (date(2026, 3, 17), date(2026, 3, 18))
    kept(
        ws,
        [
            {k: v for k, v in day.items() if k != "new_followers" or day["date"] not in gone}
            for day in usual_days(WEEK.last)
        ],
    )
    ((_, cards, notes),) = told(ws, lang).speaker.groups()
    assert notes == [w.of_some(cards[2].label, w.gaps("5", "7"))]
    both = workspace(tmp_path / "both")
    kept(both, [day for day in usual_days(WEEK.last) if day["date"] not in gone])
    assert told(both, lang).speaker.groups()[0][2] == [w.gaps("5", "7")]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("own_numbers.csv", "week,number,account,value\n2026-13-01,spend,okn,5\n2026-03-02,spend,okn,many\n"),
        (FILE, "link,pillar\nx,food\nhttps://www.tiktok.com/@a/video/7567452112981069079,nobody\n"),
    ],
)
def test_what_was_typed_wrongly_is_told_with_its_rows_before_any_page_is_begun(
    tmp_path: Path, file: str, text: str
) -> None:
    ws = workspace(tmp_path)
    assert reviewed(ws) == (("okn",),)
    (ws.root / file).write_text(text, encoding="utf-8")
    with pytest.raises(RegistryError) as refused:
        reviewed(ws)
    assert {one.row for one in refused.value.problems} == {2, 3}
