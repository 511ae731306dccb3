"""The chance check, the learnings and the calibration as their readers have them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.analysis.workspaces import filled, fresh
from tests.report.other_pages import DAY, START, OtherPages, earlier, page_of
from tests.report.reading import Read, clean

from cliptrial.analysis.history.earlier_posts import many_arms
from cliptrial.analysis.results import VerdictCode
from cliptrial.errors import InputError
from cliptrial.planning.chance_check import ChanceCheck, chance_check
from cliptrial.planning.chance_history import file_histories, store_histories
from cliptrial.registry.scaffold import init_workspace
from cliptrial.report import ChancePage, LearningsPage, calibration_results, calibration_section
from cliptrial.report.learnings_page import LibraryPage
from cliptrial.report.look import Brand, accent
from cliptrial.report.section import META, RESULT
from cliptrial.wording.languages import LANGUAGES
from cliptrial.wording.learned import (
    best_guess,
    draft_experiment,
    looked_at,
    many_arms_lines,
    many_arms_note,
    many_arms_rows,
)

LANGS = ("en", "de")
EVERY = pytest.mark.parametrize("lang", LANGS)
VERSION = version("cliptrial")
NOON = START + 150 * DAY + 12 * 3600
"""31 May 2025, 12:00 in London; in Auckland June has begun."""


def read(others: OtherPages, name: str, lang: str) -> Read:
    """A page that lies among the reports."""
    return Read(others.files[name, lang].read_text(encoding="utf-8"), lang)


def shows(page: Read, parts: Mapping[str, Sequence[str]]) -> None:
    """By CSS selector: every text that stands there."""
    for selector, texts in parts.items():
        assert page.all(selector) == [clean(text) for text in texts], selector


@EVERY
def test_the_chance_check_says_everything_that_was_counted(others: OtherPages, lang: str) -> None:
    page, s = read(others, "chance", lang), others.chance[lang].speaker
    w, headings = s.w, s.language.page.headings
    (views,) = (check for check in s.checks if check is not s.striking)
    first = page.first_screen
    assert (first["word"], first["tone"], first["sentence"]) == (w.word, "open", clean(s.sentence()))
    assert first["support"] == [clean(line) for line in s.support()]
    assert first["trust"] == [f"✓ {clean(one.text)} | {clean(one.small)}" for one in s.trust()]
    shows(
        page,
        {
            "h1": [w.title],
            "h2": [
                *(s.metric(views), w.table, w.why, headings.conclusions, headings.next, headings.copy),
                *(headings.details, LANGUAGES[lang].calibration.title),
            ],
            "section.keep > p": [s.sentence(views)],
            "section.keep + h2 + div th[scope=col]": [w.method, *(s.metric(check) for check in s.checks), w.does],
            "section.keep + h2 + div th[scope=row]": [name for name, *_ in s.rows()],
            ".told": [does for _, does, *_ in s.rows()],
            "section.keep + h2 + div .values": [share for _, _, shares, _ in s.rows() for share in shares],
            "main > p:not([class])": w.why_lines,
            ".next > p": w.steps,
            ".copy > p": s.to_copy(),
            "details > p": s.method(),
            "footer": [s.footer(VERSION)],
        },
    )
    assert page.rest["can"] == [clean(line) for line in s.can()]
    assert page.rest["cannot"] == [clean(line) for line in w.cannot]
    pictures = [str(svg["id"]) for svg in page.main.select("figure .wide > svg[id]")]
    assert len(pictures) == len(set(pictures))
    assert len(page.main.select("figure")) == len(s.checks) + 1
    assert others.chance[lang].result().data[RESULT] == s.describe()


ASKED = {"metrics": ["plays", "likes/plays"], "posts_per_arm": 6, "draws": 12, "seed": 3}
COLUMNS = {"account": "team", "posted_at": "gone", "timezone": "Asia/Tokyo", "locale": "de", "leave_out": "impossible"}


@pytest.fixture(scope="module")
def german_table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Posts of two teams, late in the evening, with numbers that other countries read otherwise."""
    rng = np.random.default_rng(4)
    gone = pd.to_datetime(START + np.arange(48) * DAY + 20 * 3600, unit="s").strftime("%Y-%m-%dT%H:%MZ")
    plays = [f"{n}.{m:03}" for n, m in zip(rng.integers(1, 9, 48), rng.integers(0, 1000, 48), strict=True)]
    frame = pd.DataFrame({"team": ["a", "b"] * 24, "gone": gone, "plays": plays, "likes": rng.integers(20, 90, 48)})
    frame.loc[7, "likes"] = 100_000
    path = tmp_path_factory.mktemp("german") / "posts.csv"
    frame.to_csv(path, index=False, sep=";")
    return path


def test_a_table_is_read_and_checked_as_it_was_asked_for(german_table: Path) -> None:
    """In another time zone posts went out a day earlier, and without the team all are one account."""
    page = ChancePage(lang="de", file=german_table, **ASKED, **COLUMNS)  # type: ignore[arg-type]
    assert list(page.speaker.checks) == checks_of(german_table, COLUMNS)
    assert [(check.accounts, check.days, check.posts) for check in page.speaker.checks] == [
        (2, ("2025-01-02", "2025-02-18"), 47)
    ] * 2


@pytest.mark.parametrize("left", COLUMNS)
def test_every_answer_about_a_table_counts(german_table: Path, left: str) -> None:
    """Without it the table is read in another way, or not at all: just as the histories are."""
    fewer = {key: value for key, value in COLUMNS.items() if key != left}
    found = checks_of(german_table, fewer)
    assert found != checks_of(german_table, COLUMNS)
    if found is None:
        with pytest.raises(InputError):
            ChancePage(file=german_table, **ASKED, **fewer)  # type: ignore[arg-type]
    else:
        assert list(ChancePage(file=german_table, **ASKED, **fewer).speaker.checks) == found  # type: ignore[arg-type]


def checks_of(table: Path, columns: Mapping[str, str]) -> list[ChanceCheck] | None:
    """The checks of a table that is read so; None where it is refused."""
    asked = {key: value for key, value in ASKED.items() if key != "metrics"}
    try:
        histories = file_histories(table, ["plays", "likes/plays"], **columns)
    except InputError:
        return None
    return [chance_check(one, **asked) for one in histories]  # type: ignore[arg-type]


def test_a_store_is_checked_one_account_or_all_under_the_brand_of_its_workspace(
    others: OtherPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ChancePage(others.ws.experiments_dir, "en", account="kitchen", draws=40)
    (history,) = store_histories(others.ws, ["views"], "kitchen")
    assert list(page.speaker.checks) == [chance_check(history, draws=40)]
    monkeypatch.chdir(others.ws.experiments_dir)
    (check,) = ChancePage(posts_per_arm=4).speaker.checks
    assert (check.draws, check.seed, check.metric.name, check.posts_per_arm) == (2000, 0, "views", 4)
    with pytest.raises(InputError, match='no account "kitchn"'):
        ChancePage(others.ws.root, account="kitchn", draws=40)
    head = page.head()
    assert head.data[META]["style"] == head.style  # type: ignore[index]
    assert accent(others.ws.brand.colour, "light") in head.style


@EVERY
def test_the_learnings_say_what_was_learned_and_from_what(others: OtherPages, lang: str) -> None:
    page, words = read(others, "learnings", lang), LANGUAGES[lang].learned
    shown = LibraryPage(others.library, lang)
    s = shown._speaker
    (one,) = others.library.learned
    better = [lesson for lesson in others.library.lessons if lesson.verdict is VerdictCode.BETTER]
    guesses, found = words.many_arms, many_arms(others.ws.root, "sound")
    heading = guesses.heading(s.names.attribute_within("sound"))
    shows(
        page,
        {
            "h1": [words.page.title],
            ".back": [f"← {words.page.back}"],
            "h1 + .what": [s.lead()],
            ".card.better > .sentence": [s.said(one)],
            ".card > .chip.better": [words.page.chips["better"]],
            ".card > details > p": [s.ahead(one)],
            "h2": [words.page.lessons, heading, LANGUAGES[lang].page.headings.details],
            "h2 + .scroll th[scope=col]": words.page.columns,
            "h2 + .scroll tbody tr > *": [cell for one in others.library.lessons for cell in s.lesson_row(one)],
            "h2 + .what": [looked_at(found, lang)],
            ".what + .findings > li": [f"i{line}" for line in many_arms_lines(found, lang)],
            "h3": [guesses.test],
            ".next > p": [(draft_experiment(found, lang) or {})["title"], best_guess(found, lang)],
            ".after th[scope=col]": guesses.columns,
            ".after tbody tr > *": [cell for row in many_arms_rows(found, lang) for cell in row],
            ".foot": [many_arms_note(found, lang)],
            "details > summary": [words.page.side_by_side, words.page.method],
            ".left > .chip.better": [s.lesson_row(lesson)[4] for lesson in better]
            + [cell[-1] for cell, value in zip(many_arms_rows(found, lang), found.values, strict=False) if value.found],
        },
    )
    assert len(page.main.select(".card figure")) == 1
    assert re.fullmatch(rf".+ [0-9a-f]{{4}}…[0-9a-f]{{4}} · ClipTrial {re.escape(VERSION)}", page.all("footer")[0])
    assert shown.result().data[RESULT]["lang"] == lang  # type: ignore[index]


def test_a_library_alone_has_no_links_no_earlier_posts_and_no_brand(others: OtherPages) -> None:
    page = LibraryPage(others.library)
    html = page_of(
        [page.head(), page.learned(), page.lessons(), page.earlier_posts("sound"), page.method(), page.result()]
    )
    assert "<a " not in html
    assert LANGUAGES["en"].learned.many_arms.test not in html
    assert Read(html, "en").soup.select(".brand span")[0].get_text() == ""
    inside = LibraryPage(others.library, workspace=others.ws.root)
    assert inside.earlier_posts("").html == ""
    unread = replace(others.library, learned=(), lessons=(), split_tests=("viewers",))
    assert "viewers" in LibraryPage(unread).lessons().html
    first = others.library.learned[0]
    few = replace(first, code="too_few", experiments=first.experiments[:2], counted=first.counted[:2])
    started = Read(
        page_of(
            [
                inside.head(),
                LibraryPage(replace(unread, learned=(few,), lessons=others.library.lessons)).learned(),
                inside.result(),
            ]
        ),
        "en",
    )
    assert started.all(".card") == []
    first, second = (clean(LANGUAGES["en"].formats.signed(others.library.lessons[i].relative)) for i in (-1, -2))
    assert started.all(".few li") == [f"Hook · Views: {first} and {second}"]
    empty = replace(others.library, learned=(), lessons=(), problems=(), split_tests=())
    assert LibraryPage(empty).lessons().html == ""
    assert LANGUAGES["en"].learned.sentences.nothing in LibraryPage(empty).learned().html


@pytest.mark.parametrize(("zone", "day"), [("Europe/London", "31 May 2025"), ("Pacific/Auckland", "1 June 2025")])
def test_the_learnings_are_of_the_day_of_the_newest_numbers_where_the_brand_is(
    others: OtherPages, zone: str, day: str
) -> None:
    library = replace(others.library, data_as_of=NOON)
    page = LibraryPage(library, brand=Brand("Kitchen & Co", timezone=zone))
    brand = Read(page_of([page.head(), page.learned(), page.result()]), "en").soup.select(".brand span")
    stamp = LANGUAGES["en"].learned.page.stamp(day)
    assert [clean(span.get_text()) for span in brand] == ["Kitchen & Co", clean(stamp)]
    timeless = LibraryPage(replace(library, data_as_of=None)).head()
    assert clean(stamp).removesuffix(f" · {day}") in timeless.html
    assert "·" not in timeless.html


def test_a_workspaces_learnings_speak_its_language_unless_another_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ws = init_workspace(
        tmp_path, accounts={"kitchen": {"timezone": "Europe/Berlin"}}, language="de", brand_name="Küche"
    )
    filled(ws, earlier())
    monkeypatch.chdir(ws.experiments_dir)
    page = LearningsPage()
    assert [page.head().data[META][key] for key in ("lang", "title")] == ["de", LANGUAGES["de"].learned.page.title]  # type: ignore[index]
    assert "Küche" in page.head().html
    assert "<a " not in page.learned().html
    assert LANGUAGES["de"].learned.many_arms.test in page.earlier_posts("sound").html
    other = LearningsPage(ws.root, "en", ws.root / "reports")
    assert other.head().data[META]["lang"] == "en"  # type: ignore[index]
    assert 'href="../index.html"' in other.learned().html


def test_a_clients_learnings_suggest_nothing_from_the_posts_of_others(tmp_path: Path) -> None:
    """All earlier posts are the kitchen's, which is adler's."""
    ws = fresh(tmp_path)
    filled(ws, earlier())
    settings = ws.root / "workspace.yaml"
    told = settings.read_text("utf-8").replace(
        "kitchen:", "bar: {timezone: Europe/Berlin, client: kino}\n  kitchen:\n    client: adler", 1
    )
    settings.write_text(f"clients: {{adler: {{name: Adler}}, kino: {{name: Kino}}}}\n{told}", encoding="utf-8")
    assert "240 posts" in LearningsPage(ws.root, client="adler").earlier_posts("sound").html
    with pytest.raises(InputError, match="no posts in the store"):
        LearningsPage(ws.root, client="kino").earlier_posts("sound")


def test_the_calibration_can_be_of_other_runs_than_the_packaged_one() -> None:
    half = calibration_results()[:40]
    html = calibration_section(half).html
    assert html.count("<tr") == 1 + len({(r.cell.layout, r.cell.kind) for r in half})
    assert html != calibration_section().html
    assert LANGUAGES["en"].calibration.title in html
