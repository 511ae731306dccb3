"""A row of the index page says where an experiment stands, what came out and what comes next, and leads to its page."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from tests.analysis.test_cadence import made as weeks
from tests.analysis.test_cadence import planned as plan_weeks
from tests.analysis.workspaces import finished, fresh
from tests.report.reading import clean

import cliptrial
from cliptrial.registry.decisions import Choice, decide
from cliptrial.registry.draft import Draft
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.links import write_links
from cliptrial.registry.plan.lock import lock
from cliptrial.registry.plan.schedule_files import write_schedule
from cliptrial.registry.scaffold import init_workspace, new_experiment
from cliptrial.registry.workspace import Workspace
from cliptrial.report import write_site
from cliptrial.rotation import draw_schedule
from cliptrial.wording.describe import describe_full
from cliptrial.wording.languages import LANGUAGES

ZONES = {"kitchen": "Pacific/Auckland", "bakery": "Europe/Berlin"}
NOON = 1_750_000_000
"""15 June 2025, 15:06 in London; the 16th in Auckland."""


def planned(ws: Workspace, slug: str, **more: Any) -> Path:
    """An experiment on the sound that nobody has drawn a schedule for."""
    told = {
        "title": slug.title(),
        "variable": "sound",
        "control": "Original",
        "variants": ["Trend"],
        "primary": "views",
    }
    rest = {"statement": "A sound.", "secondary": [], "posts_per_arm": 8, "slots": ["18:00"], "hold_constant": ["slot"]}
    new_experiment(ws, slug, Draft(**{**told, **rest, "start": date(2026, 3, 2), **more}))
    return ws.experiments_dir / slug


def drawn(ws: Workspace, slug: str, *, locked: bool, **more: Any) -> None:
    """One with a schedule."""
    planned(ws, slug, **more)
    loaded = load_experiment(slug, ws)
    schedule = draw_schedule(loaded.experiment)
    write_schedule(loaded.folder, schedule)
    if locked:
        lock(loaded, schedule, date(2026, 2, 27))


def told(ws: Workspace, out: Path, slug: str, lang: str, data_as_of: int | None) -> None:
    """Write the result and the page of an experiment, with numbers of this moment."""
    result = describe_full(cliptrial.analyze(slug, workspace=ws.root), lang)
    result["provenance"] = {**result["provenance"], "data_as_of": data_as_of}  # type: ignore[dict-item]
    (out / slug).mkdir(parents=True)
    (out / slug / "result.json").write_text(json.dumps(result), encoding="utf-8")
    (out / slug / f"{slug}_{lang}.html").write_text("a page", encoding="utf-8")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """One experiment in every state; of two with pages, one has an answer and one has to wait."""
    accounts = {name: {"timezone": zone, "sources": ["studio"]} for name, zone in ZONES.items()}
    ws = init_workspace(tmp_path_factory.mktemp("cards") / "ws", accounts=accounts, brand_name="Kitchen & Co")
    finished(ws, "answered", 0.9, 0)
    finished(ws, "no-page", 0.9, 2)
    finished(ws, "settled", 0.9, 3)
    decide(ws.experiments_dir / "settled", who="Ada", when=date(2025, 9, 1), what=Choice.SHIP, why="It works.")
    drawn(ws, "locked", locked=True)
    drawn(ws, "drawn", locked=False)
    drawn(ws, "too-early", locked=True)
    write_links(ws.experiments_dir / "too-early", {1: "https://www.tiktok.com/@kitchen/video/7612000000000000000"})
    planned(ws, "day-open", start=None)
    planned(ws, "idea-b", accounts=["kitchen", "bakery"])
    planned(ws, "idea-a")
    planned(ws, "broken").joinpath("experiment.yaml").write_text("title: [", encoding="utf-8")
    return ws


@pytest.fixture(scope="module")
def out(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all reports."""
    folder = tmp_path_factory.mktemp("cards") / "out"
    told(workspace, folder, "answered", "en", NOON)
    told(workspace, folder, "too-early", "en", None)
    return folder


def soup(workspace: Workspace, out: Path, lang: str) -> BeautifulSoup:
    """The index page."""
    return BeautifulSoup(write_site(workspace.root, out, lang).read_text(encoding="utf-8"), "html.parser")


def card(page: BeautifulSoup, title: str) -> dict[str, object]:
    """A row by its title."""
    (found,) = (tr for tr in page.select(".board tbody tr") if _said(tr, "th > a, th > bdi") == title)
    chip, link = found.select_one(".chip"), found.select_one("th > a")
    return {
        "meta": _said(found, ".meta"),
        "word": _said(found, ".chip"),
        "tone": chip["class"][1] if isinstance(chip, Tag) else "",
        "said": _said(found, ".said"),
        "dates": _said(found, ".c-starts"),
        "step": _said(found, ".c-step"),
        "link": link["href"] if isinstance(link, Tag) else "",
        "pages": [str(a["hreflang"]) for a in found.select(".langs a")],
    }


def _said(found: Tag, selector: str) -> str:
    part = found.select_one(selector)
    return clean(part.get_text()) if isinstance(part, Tag) else ""


@pytest.mark.parametrize("lang", ["en", "de"])
def test_experiments_stand_in_groups_by_what_is_to_be_done_the_most_urgent_first(
    workspace: Workspace, out: Path, lang: str
) -> None:
    page, words = soup(workspace, out, lang), LANGUAGES[lang].page.site.groups
    groups = {
        _said(group, "h2"): [_said(th, "a, bdi") for th in group.select("tbody th")] for group in page.select("section")
    }
    assert groups == {
        words["waiting"]: ["Hook 0"],
        words["running"]: ["Hook 2", "Too-Early"],
        words["planned"]: ["Drawn", "Idea-A", "Idea-B", "Locked", "Day-Open"],
        words["answered"]: ["Hook 3"],
        words["invalid"]: ["Broken"],
    }
    jumps = [(a["href"], clean(a.get_text())) for a in page.select(".jump a")]
    shown = {"waiting": 1, "running": 2, "planned": 5, "answered": 1, "invalid": 1}
    assert jumps == [(f"#{name}", f"{words[name]} {n}") for name, n in shown.items()]
    assert [group["id"] for group in page.select("section")] == [*shown]


@pytest.mark.parametrize(
    ("title", "step"),
    [
        ("Hook 0", "Decide: adopt it for now?"),
        ("Hook 2", "All numbers in: 1 June 2025"),
        ("Locked", "First post: 2 March 2026"),
        ("Drawn", "Lock the plan before the first post: 2 March 2026"),
        ("Day-Open", "Draw the schedule"),
        ("Hook 3", "Adopted for now: 1 September 2025"),
    ],
)
def test_a_row_says_what_comes_next(workspace: Workspace, out: Path, title: str, step: str) -> None:
    assert card(soup(workspace, out, "en"), title)["step"] == step


def test_the_effect_is_drawn_and_told_where_there_is_an_answer_and_only_there(workspace: Workspace, out: Path) -> None:
    page = soup(workspace, out, "en")
    (drawn,) = page.select(".c-effect svg")
    cell = drawn.parent
    assert isinstance(cell, Tag)
    told = json.loads((out / "answered/result.json").read_text(encoding="utf-8"))["uplifts"][0]
    f = LANGUAGES["en"].formats
    assert _said(cell, ".num") == clean(f.signed(told["relative"]))
    assert _said(cell, ".unit") == f"Views{clean(f.interval(told['relative_interval']))}"
    row = cell.find_parent("tr")
    assert isinstance(row, Tag)
    assert float(str(row["data-effect"])) == told["relative"]


def test_accounts_are_named_by_their_handles_and_many_are_counted(tmp_path: Path) -> None:
    names = ("a", "b", "c", "d")
    accounts = {name: {"timezone": "UTC", "handle": f"@the.{name}", "sources": ["studio"]} for name in names}
    accounts["b"].pop("handle")
    ws = init_workspace(tmp_path / "ws", accounts=accounts)
    for slug, posting in (("three", ["a", "b", "c"]), ("four", [*names])):
        planned(ws, slug, accounts=posting)
    page = soup(ws, tmp_path / "out", "en")
    assert card(page, "Three")["meta"] == "Sound · @the.a, b, @the.c"
    assert card(page, "Four")["meta"] == "Sound · 4 accounts"


def test_of_what_is_decided_the_newest_comes_first_and_no_group_is_empty(tmp_path: Path) -> None:
    ws = fresh(tmp_path / "ws")
    for slug, day in (("a", 1), ("b", 3), ("c", 2)):
        planned(ws, slug)
        decide(ws.experiments_dir / slug, who="Ada", when=date(2025, 9, day), what=Choice.SHIP, why="It works.")
    (tmp_path / "a").mkdir()
    (tmp_path / "a/result.json").write_text('{"verdict": {"code": "better"}}', encoding="utf-8")
    page = soup(ws, tmp_path, "en")
    groups = {
        str(group["id"]): [_said(th, "a, bdi") for th in group.select("tbody th")] for group in page.select("section")
    }
    assert groups == {"answered": ["B", "C", "A"]}, "with an answer, too, what is decided stays so"


def test_weeks_have_begun_where_their_days_were_handed_in(tmp_path: Path) -> None:
    """Nobody links a week, so the day of the numbers behind its page tells; the first begins on 2 March."""
    ws, slug = weeks(tmp_path / "ws")
    plan_weeks(ws, slug)
    (tmp_path / slug).mkdir()
    first = 1_772_409_600  # 2 March 2026, midnight in UTC
    for at, group in ((None, "planned"), (first - 1, "planned"), (first, "running")):
        told = {"verdict": {"reason": "periods_running"}, "provenance": {"data_as_of": at}}
        (tmp_path / slug / "result.json").write_text(json.dumps(told), encoding="utf-8")
        assert [group["id"] for group in soup(ws, tmp_path, "en").select("section")] == [group]


def test_the_page_counts_clear_answers_and_tells_the_day_of_the_newest_numbers(workspace: Workspace, out: Path) -> None:
    page = soup(workspace, out, "en")
    assert clean(page.select_one(".what").get_text()) == "10 experiments, 1 with a clear answer."  # type: ignore[union-attr]
    brand = [clean(span.get_text()) for span in page.select(".brand span")]
    assert brand == ["Kitchen & Co", "All experiments · 16 June 2025"]
    assert page.title is not None
    assert clean(page.title.get_text()) == "What we test and have tested · Kitchen & Co"


def test_rows_can_be_chosen_by_what_differs_between_them(workspace: Workspace, out: Path, tmp_path: Path) -> None:
    """Not by client, as there is none, and by nothing at all where all are alike."""
    choices = {
        str(one["name"]): [clean(option.get_text()) for option in one.select("option")][1:]
        for one in soup(workspace, out, "en").select("select[data-key]")
    }
    assert choices == {"variable": ["Hook", "Sound"], "word": ["Better", "Running"]}
    planned(ws := fresh(tmp_path / "ws"), "one")
    assert soup(ws, tmp_path, "en").select("select[data-key]") == []


def test_a_card_says_what_came_out_and_leads_to_the_page(workspace: Workspace, out: Path) -> None:
    page = soup(workspace, out, "en")
    result = json.loads((out / "answered/result.json").read_text(encoding="utf-8"))
    assert card(page, "Hook 0") == {
        "meta": "Hook · kitchen",
        "dates": "6 January to 2 February 2025",
        "step": "Decide: adopt it for now?",
        "word": "Better",
        "tone": "better",
        "said": clean(result["verdict"]["sentences"]["en"]),
        "link": "answered/answered_en.html",
        "pages": [],
    }
    assert card(soup(workspace, out, "de"), "Hook 0")["said"] == clean(result["verdict"]["sentences"]["de"])
    early = card(page, "Too-Early")
    assert (early["tone"], early["link"]) == ("plain", "too-early/too-early_en.html")


@pytest.mark.parametrize(
    ("title", "meta", "dates", "said"),
    [
        ("Hook 2", "Hook · kitchen", "28 April to 25 May 2025", "No report has been written yet."),
        ("Idea-B", "Sound · kitchen, bakery", "from 2 March 2026", "No report has been written yet."),
        ("Day-Open", "Sound · kitchen", "", "No report has been written yet."),
        ("Broken", "", "", "This experiment's file has mistakes."),
    ],
)
def test_without_a_result_there_is_no_word_and_no_link(
    workspace: Workspace, out: Path, title: str, meta: str, dates: str, said: str
) -> None:
    empty = {"word": "", "tone": "", "link": "", "pages": []}
    found = card(soup(workspace, out, "en"), title)
    del found["step"]
    assert found == {**empty, "meta": meta, "dates": dates, "said": said}


@pytest.mark.parametrize(
    ("result", "shown"),
    [
        (
            '{"verdict": {"tone": "blocked", "words": {"en": "Cannot be answered"}}}',
            ("Cannot be answered", "open", True),
        ),
        ('{"verdict": {"code": "open"}}', ("Open", "plain", True)),
        ('{"verdict": {}, "provenance": {"data_as_of": "2025-06-15"}}', ("Open", "plain", True)),
        ('["verdict"]', ("", "", False)),
        ('{"arms": []}', ("", "", False)),
        ("{", ("", "", False)),
    ],
)
def test_a_result_of_any_kind_is_read_as_far_as_it_goes(
    workspace: Workspace, tmp_path: Path, result: str, shown: tuple[str, str, bool]
) -> None:
    """An older version may have written it, and a disk may have lost half of it."""
    folder = tmp_path / "no-page"
    folder.mkdir()
    folder.joinpath("result.json").write_text(result, encoding="utf-8")
    for lang in ("de", "en"):
        folder.joinpath(f"no-page_{lang}.html").write_text("a page", encoding="utf-8")
    page = soup(workspace, tmp_path, "en")
    found = card(page, "Hook 2")
    assert (found["word"], found["tone"], found["pages"] == ["en", "de"]) == shown
    assert found["link"] == ("no-page/no-page_en.html" if shown[2] else "")
    assert clean(page.select(".brand span")[1].get_text()) == "All experiments"


CHANGE = {"metric": "views", "arm": "b", "relative": 0.2, "relative_interval": [-0.05, 0.9]}
SPAN = "Views−5 to +90 %"


@pytest.mark.parametrize(
    ("code", "change", "clear", "shown"),
    [
        ("better", {}, 1, SPAN),
        ("worse", {}, 1, SPAN),
        ("equivalent", {}, 1, SPAN),
        ("inconclusive", {}, 0, SPAN),
        ("unanswerable", {}, 0, ""),
        (None, {}, 0, ""),
        ("better", {"relative": None}, 1, ""),
        ("better", {"metric": "likes"}, 1, ""),
        ("better", {"arm": "c"}, 1, ""),
        ("better", {"relative_interval": [None, None]}, 1, "Viewsunknown to unknown"),
        ("better", {"relative_interval": [-0.49, 0.99]}, 1, "Views−49 to +99 %"),
        ("better", {"relative_interval": [-0.51, 0.99]}, 1, "<Views−51 to +99 %"),
        ("better", {"relative_interval": [-0.49, 1.01]}, 1, ">Views−49 to +101 %"),
    ],
)
def test_only_these_are_clear_answers_and_only_the_headlines_change_is_shown(
    workspace: Workspace, tmp_path: Path, code: str, change: dict[str, object], clear: int, shown: str
) -> None:
    """Drawn as far as a doubling or a half; beyond, an arrow tells that it goes on."""
    verdict = {"code": code, "metric": "views", "arm": "b"}
    result = {"verdict": verdict, "uplifts": [{**CHANGE, "metric": "reach"}, CHANGE | change]}
    (tmp_path / "no-page").mkdir()
    (tmp_path / "no-page/result.json").write_text(json.dumps(result), encoding="utf-8")
    page = soup(workspace, tmp_path, "en")
    assert clean(page.select_one(".what").get_text()) == f"10 experiments, {clear} with a clear answer."  # type: ignore[union-attr]
    (cell,) = (tr for tr in page.select(".board tbody tr") if tr["data-title"] == "Hook 2")
    arrows = "".join("<" if " 9l7-5" in str(path["d"]) else ">" for path in cell.select("path"))
    assert arrows + _said(cell, ".unit") == shown
    assert _said(cell, ".num") == ("+20 %" if shown else "")


def test_it_lies_in_the_workspace_where_nobody_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ws = init_workspace(tmp_path / "ws", accounts={"kitchen": {"timezone": "UTC"}})
    monkeypatch.chdir(ws.experiments_dir)
    assert write_site() == ws.root / "reports/index.html"
    page = BeautifulSoup((ws.root / "reports/index.html").read_text(encoding="utf-8"), "html.parser")
    assert clean(page.select_one(".what").get_text()) == "No experiments yet."  # type: ignore[union-attr]
    assert page.select_one("html")["lang"] == "en"  # type: ignore[index]
