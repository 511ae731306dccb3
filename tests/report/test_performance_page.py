"""The page of a week: an ordinary one looks ordinary, what is missing is a sentence, and it is small and plain."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from tests.analysis.account_days import FIRST, WEEK, days_from, kept, posted, usual_days, workspace
from tests.report.one_kernel import OneKernel
from tests.report.other_pages import page_of
from tests.report.reading import Read

from cliptrial.analysis.periods.span import Kind, Span
from cliptrial.cli.entry import run
from cliptrial.planning.review.chosen import THREE
from cliptrial.planning.review.review import newest_span, review, reviewed
from cliptrial.registry.beside.comments import Need, add_comment, said_now
from cliptrial.registry.workspace import Workspace, load_workspace
from cliptrial.report import write_site
from cliptrial.report.review.names import newest_pages, page_name
from cliptrial.report.review.performance_page import PerformancePage, ReviewPage
from cliptrial.report.section import META, RESULT
from cliptrial.wording.languages import LANGUAGES

EVERY = pytest.mark.parametrize("lang", list(LANGUAGES))
GOAL = "goals:\n- {name: Reach, metric: views, from: 900, to: 1400, by: 2026-12-31}\n"


def with_goal(ws: Workspace) -> Workspace:
    """The same with one goal that has a number."""
    path = ws.root / "workspace.yaml"
    path.write_text(re.sub(r"(?m)^goals:.*$", GOAL.rstrip(), path.read_text("utf-8")), encoding="utf-8")
    return load_workspace(ws.root)


def told(ws: Workspace, lang: str = "en", *, span: Span = WEEK, audience: str = "team", name: str = "") -> ReviewPage:
    return ReviewPage(review(ws, span, tuple(ws.accounts)), ws, lang, audience, name)


def whole(page: ReviewPage) -> str:
    own = [page.head(), page.first_screen(), page.comment(), page.goals(), page.longer(), page.details()]
    return page_of([*own, page.result()])


def words_of(html: str) -> list[str]:
    """What a reader reads of it."""
    return re.findall(r"\w[\w.,’'-]*", unescape(re.sub(r"<[^>]+>", " ", html)))


@EVERY
def test_an_ordinary_week_says_so_and_shows_three_numbers_on_what_is_usual(tmp_path: Path, lang: str) -> None:
    ws, w = workspace(tmp_path), LANGUAGES[lang].review
    kept(ws, usual_days(WEEK.last))
    page = told(ws, lang)
    assert page.speaker.headline() == [w.ordinary["week"]]
    assert (page.review.judged, page.review.stood_out) == (0, ()), "only longer periods are judged by their weeks"
    first = page.first_screen().html
    assert first.count('class="dot"') == 3
    assert first.count(w.sides[1]) == 3
    assert "↑" not in first
    assert "↓" not in first


@EVERY
def test_a_number_that_lies_a_little_outside_makes_no_week_out_of_the_ordinary(tmp_path: Path, lang: str) -> None:
    ws, w = workspace(tmp_path), LANGUAGES[lang].review
    kept(ws, [day | {"new_followers": 8.6} if WEEK.holds(day["date"]) else day for day in usual_days(WEEK.last)])  # type: ignore[arg-type]
    page = told(ws, lang)
    assert page.speaker.headline() == [w.ordinary["week"], w.ordinary_but("1")]
    ((_, cards, _),) = page.speaker.groups()
    assert (cards[2].word, cards[2].tone) == (w.sides[2], "plain")


@EVERY
def test_a_week_far_outside_says_of_what_and_how_rare_it_is(tmp_path: Path, lang: str) -> None:
    ws, w = workspace(tmp_path), LANGUAGES[lang].review
    kept(ws, usual_days(WEEK.last, views=9))
    page = told(ws, lang)
    (headline,) = page.speaker.headline()
    assert headline.startswith(w.outside("")[:8])
    ((_, cards, _),) = page.speaker.groups()
    assert cards[0].tone == "better"
    assert w.rank_above("15", w.weeks("15")) in cards[0].lines
    assert '<path class="dot"' in page.first_screen().html  # beyond the picture's end


@EVERY
def test_the_first_screen_has_at_most_120_words_and_the_page_is_small_and_asks_for_nothing(
    tmp_path: Path, lang: str
) -> None:
    ws = with_everything(tmp_path)
    page = told(ws, lang, name=page_name(WEEK, "okn"))
    first = page.first_screen().html + page.comment().html
    assert 40 < len(words_of(first)) <= 120
    html = whole(page)
    assert len(html.encode()) < 150_000
    assert "<script" not in html
    assert "src=" not in html
    assert not Read(html, lang).all("h1 h1")
    assert html == whole(told(ws, lang, name=page_name(WEEK, "okn")))


@EVERY
def test_a_week_out_of_the_ordinary_with_long_captions_and_a_goal_on_its_way_fits_as_well(
    tmp_path: Path, lang: str
) -> None:
    """A number far outside, with how rare it is; captions are cut, and the goal tells its chance."""
    ws, days = with_goal(workspace(tmp_path)), usual_days(WEEK.last)
    kept(ws, [day | {"new_followers": 40.0} if WEEK.holds(day["date"]) else day for day in days])  # type: ignore[arg-type]
    posted(ws, [(day, 1_000.0 + 3 * n) for n, day in enumerate(days_from(FIRST, 105))], caption=LONG)
    add_comment(
        ws.root / "comments" / f"{page_name(WEEK, 'okn')}.md", said_now(date(2026, 3, 23), "Mara", "So be it."), ws.root
    )
    page = told(ws, lang, name=page_name(WEEK, "okn"))
    assert [card.number.is_far for _, cards, _ in page.speaker.groups() for card in cards] == [False, False, True]
    assert page.review.goals
    assert 80 < len(words_of(page.first_screen().html + page.comment().html)) <= 120


LONG = "Why nobody in our kitchen ever rinses the pasta, and what they do instead of it"


def with_everything(folder: Path) -> Workspace:
    """An account with days, posts, a goal and a comment."""
    ws = with_goal(workspace(folder))
    kept(ws, usual_days(WEEK.last))
    posted(ws, [(day, 1_000.0 + 3 * n) for n, day in enumerate(days_from(FIRST, 105))])
    entry = said_now(date(2026, 3, 23), "Mara", "A calm week.", (Need(date(2026, 3, 27), "The menu"),))
    add_comment(ws.root / "comments" / f"{page_name(WEEK, 'okn')}.md", entry, ws.root)
    return ws


@EVERY
def test_goal_posts_and_our_words_stand_on_the_first_screen(tmp_path: Path, lang: str) -> None:
    ws, language = with_everything(tmp_path), LANGUAGES[lang]
    page = told(ws, lang, name=page_name(WEEK, "okn"))
    first = Read(page_of([page.head(), page.first_screen(), page.comment(), page.result()]), lang)
    lines = dict(zip(first.all("dl.pairs dt"), first.all("dl.pairs dd"), strict=True))
    labels = language.review.labels
    # Seven went out up to the fifteenth of March, the last of 105: those of the week before turned seven days old.
    assert lines[labels[0]] == language.review.no_posts
    assert language.formats.number(1_312) in lines[labels[1]]
    assert first.all("dl.pairs a") == [lines[labels[1]], lines[labels[2]]]
    (goal,) = page.speaker.goals()
    assert goal.lines[-1] in page.first_screen().html
    assert "A calm week." in page.comment().html


@EVERY
def test_a_week_without_data_is_a_sentence_and_no_zero(tmp_path: Path, lang: str) -> None:
    ws, w = workspace(tmp_path), LANGUAGES[lang].review
    kept(ws, usual_days(WEEK.last))
    page = told(ws, lang, span=WEEK.later(2))
    assert page.speaker.headline() == [w.nothing["week"]]
    first = page.first_screen().html
    assert w.missing["no_days"] in first
    assert 'class="big"' not in first
    assert " 0" not in " ".join(words_of(first))


@EVERY
def test_an_export_that_ends_on_wednesday_says_up_to_when_and_compares_the_same_days(tmp_path: Path, lang: str) -> None:
    ws, language = workspace(tmp_path), LANGUAGES[lang]
    wednesday = date(2026, 3, 18)
    kept(ws, usual_days(wednesday))
    page = told(ws, lang)
    assert page.speaker.headline() == [language.review.ordinary["week"]]
    assert language.review.so_far(language.formats.day_month(wednesday)) in page.first_screen().html
    assert newest_span(ws, Kind.WEEK) == WEEK.later(-1)


@EVERY
def test_followers_that_no_export_has_are_a_sentence_where_the_number_would_stand(tmp_path: Path, lang: str) -> None:
    ws, w = workspace(tmp_path), LANGUAGES[lang].review
    kept(ws, [{key: value for key, value in day.items() if key != "new_followers"} for day in usual_days(WEEK.last)])
    page = told(ws, lang)
    ((_, cards, _),) = page.speaker.groups()
    assert [card.is_number for card in cards] == [True, True, False]
    assert cards[2].value == w.missing["no_source"]
    assert page.speaker.headline() == [w.ordinary["week"]]


@EVERY
def test_an_account_that_was_renamed_is_told_to_the_team_and_not_to_the_client(tmp_path: Path, lang: str) -> None:
    ws, w = workspace(tmp_path, "new"), LANGUAGES[lang].review
    kept(ws, usual_days(WEEK.last), "old")
    hint = w.renamed("new", "old")
    assert hint in told(ws, lang).first_screen().html
    client = told(ws, lang, audience="client").first_screen().html
    assert hint not in client
    assert w.missing["no_source"] in client


@EVERY
def test_a_goal_without_a_history_says_so_and_the_page_is_whole(tmp_path: Path, lang: str) -> None:
    ws = with_goal(workspace(tmp_path))
    kept(ws, usual_days(WEEK.last))
    page = told(ws, lang)
    (goal,) = page.speaker.goals()
    assert goal.share is None
    assert goal.lines[-1] in page.first_screen().html
    assert "<rect" not in page.first_screen().html
    assert len(whole(page)) > 5_000


@EVERY
def test_a_short_past_has_numbers_and_no_range(tmp_path: Path, lang: str) -> None:
    ws, w = workspace(tmp_path), LANGUAGES[lang].review
    kept(ws, [day for day in usual_days(WEEK.last) if day["date"] >= date(2026, 2, 2)])  # type: ignore[operator]
    page = told(ws, lang)
    assert page.speaker.headline() == [w.usual_unknown]
    ((_, columns, rows, _),) = page.speaker.tables()
    assert columns == (w.columns[0], w.this["week"], w.before["week"]), "no column of dashes"
    assert {len(row) for row in rows} == {3}
    assert page.first_screen().html.count(w.too_short("6", w.weeks("10"))) == 1
    assert "<svg" not in page.first_screen().html


@EVERY
def test_a_month_with_a_short_past_is_judged_by_its_weeks(tmp_path: Path, lang: str) -> None:
    ws, w = workspace(tmp_path), LANGUAGES[lang].review
    kept(ws, usual_days(date(2026, 3, 31)))
    march = Span(Kind.MONTH, date(2026, 3, 1))
    page = told(ws, lang, span=march)
    assert (page.review.judged, page.review.stood_out) == (4, ())
    assert page.speaker.headline() == [w.quiet["month"]]
    assert page.first_screen().html.count(w.by_weeks("4")) == 1
    assert w.no_money in page.longer().html
    assert told(ws, lang).longer().html == ""
    other = workspace(tmp_path / "other")
    kept(other, usual_days(WEEK.last, views=9))
    (headline,) = told(other, lang, span=march).speaker.headline()
    assert headline == w.stood_out("1", "3", LANGUAGES[lang].formats.day_month(WEEK.first))
    assert w.learned not in page.longer().html


@pytest.mark.parametrize(("since", "judged"), [(date(2026, 1, 5), 2), (date(2026, 1, 12), 0)])
def test_a_month_is_judged_by_half_of_its_weeks_and_by_no_fewer(tmp_path: Path, since: date, judged: int) -> None:
    """Ten weeks are known before the last two of March, or before the last one alone."""
    ws = workspace(tmp_path)
    kept(ws, [day for day in usual_days(date(2026, 3, 31)) if day["date"] >= since])  # type: ignore[operator]
    page = told(ws, span=Span(Kind.MONTH, date(2026, 3, 1)))
    assert page.review.judged == judged
    w = LANGUAGES["en"].review
    assert page.speaker.headline() == [w.quiet["month"] if judged else w.usual_unknown]


def test_every_number_is_in_the_result_beside_it_as_plain_values(tmp_path: Path) -> None:
    ws = with_everything(tmp_path)
    result = json.loads(json.dumps(told(ws).result().data[RESULT], allow_nan=False))
    (account,) = result["by_account"]
    views = next(one for one in account["numbers"] if one["metric"] == "views")
    assert [one["metric"] for one in account["numbers"]][:3] == [*THREE]
    assert result["chosen"] == [*THREE]
    assert views["usual"]["low"] < views["value"] < views["usual"]["high"]
    assert views["side"] == 0
    assert result["period"] == {"kind": "week", "first": "2026-03-16", "last": "2026-03-22"}


def test_a_clients_page_is_called_by_client_and_week_and_has_no_table(tmp_path: Path) -> None:
    ws = workspace(tmp_path)
    kept(ws, usual_days(WEEK.last))
    page = told(ws, "de", audience="client")
    meta = page.head().data[META]
    assert isinstance(meta, dict)
    assert (meta["kind"], meta["file"]) == ("client", "client_week-2026-03-16_de")
    assert page.details().html == ""
    assert "kind" not in told(ws, "de").head().data[META]  # type: ignore[operator]


def test_every_client_has_a_page_and_those_without_share_one(tmp_path: Path) -> None:
    ws = workspace(tmp_path, "one", "two", "three", "four")
    text = (ws.root / "workspace.yaml").read_text("utf-8")
    for name, client in (("one", "adler"), ("three", "adler")):
        text = text.replace(f"  {name}:\n", f"  {name}:\n    client: {client}\n")
    (ws.root / "workspace.yaml").write_text(
        text + "clients: {adler: {name: Adler}, bare: {name: Bare}}\n", encoding="utf-8"
    )
    ws = load_workspace(ws.root)
    assert reviewed(ws) == (("one", "three"), ("two", "four"))
    assert reviewed(ws, client="adler") == (("one", "three"),)
    assert reviewed(ws, account="four") == (("four",),)


def test_a_page_of_a_workspace_takes_the_last_whole_period_with_numbers(tmp_path: Path) -> None:
    ws = workspace(tmp_path)
    kept(ws, usual_days(date(2026, 3, 25)))
    assert PerformancePage(ws.root).review.span == WEEK
    assert PerformancePage(ws.root, period="month", day="2026-01-20").review.span == Span(Kind.MONTH, date(2026, 1, 1))


def test_one_run_writes_a_page_for_every_client_in_its_language_and_twice_the_same_bytes(
    tmp_path: Path, warm_kernel: OneKernel, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("cliptrial.report.rendering.kernel", warm_kernel.lent)
    ws = workspace(tmp_path / "ws", "one", "two")
    path = ws.root / "workspace.yaml"
    text = path.read_text("utf-8").replace("  one:\n", "  one:\n    client: adler\n")
    path.write_text(text + "clients: {adler: {name: Hotel Adler, language: de}}\n", encoding="utf-8")
    kept(ws, usual_days(WEEK.last), "one")
    kept(ws, usual_days(WEEK.last), "two")
    told = ["week", "--workspace", str(ws.root), "--audience", "client", "--json"]
    assert run(told) == 0
    pages = json.loads(capsys.readouterr().out)["pages"]
    names = [Path(page["html"]).name for page in pages]
    assert names == ["hotel-adler_week-2026-03-16_de.html", "client_week-2026-03-16_en.html"]
    assert [page["sentence"] for page in pages] == [LANGUAGES[code].review.ordinary["week"] for code in ("de", "en")]
    assert [Path(page["html"]).parent.name for page in pages] == ["week-adler-2026-03-16", "week-2026-03-16"]
    before = [Path(page["html"]).read_bytes() for page in pages]
    assert run([*told[:-1], "--client", "adler"]) == 0
    printed = [f"{pages[0]['title']}: {pages[0]['sentence']}", pages[0]["html"]]
    assert capsys.readouterr().out.splitlines() == printed, "the page's path, and no other file's"
    assert Path(pages[0]["html"]).read_bytes() == before[0]


def test_our_own_words_on_a_week_go_to_the_file_that_its_page_shows(tmp_path: Path) -> None:
    ws = workspace(tmp_path)
    kept(ws, usual_days(WEEK.last))
    name = page_name(WEEK, "okn")
    said = ["comment", name, "A calm week.", "--who", "Mara", "--when", "2026-03-23", "--workspace", str(ws.root)]
    assert run(said) == 0
    assert "A calm week." in told(ws, name=name).comment().html
    assert run(["comment", name.replace("week", "year"), *said[2:]]) == 1


@EVERY
def test_a_clients_index_leads_to_its_newest_week(tmp_path: Path, lang: str) -> None:
    ws = workspace(tmp_path)
    path = ws.root / "workspace.yaml"
    text = path.read_text("utf-8").replace("  okn:\n", "  okn:\n    client: adler\n")
    path.write_text(f"{text}clients: {{adler: {{name: Hotel Adler, language: {lang}}}}}\n", encoding="utf-8")
    out = ws.root / "reports"
    names = [page_name(span, "adler") for span in (WEEK.later(-1), WEEK)]
    for name in (*names, "week-adler-of-old", "week-other-2026-03-23"):
        (out / name).mkdir(parents=True)
        (out / name / f"{name}_{lang}.html").touch()
    assert newest_pages(out, "adler") == [WEEK]
    write_site(ws.root, out)
    index = (out / "index_adler.html").read_text("utf-8")
    assert f'href="{names[1]}/{names[1]}_{lang}.html"' in index
    assert names[0] not in index
    assert LANGUAGES[lang].review.on_index in index
