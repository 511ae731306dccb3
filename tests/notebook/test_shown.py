"""Every result shows itself: a card in a cell, in light and dark and both languages, a short table in a terminal."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from PIL import Image
from playwright.sync_api import Browser
from tests.analysis.posted import posted, workspace_of_two_accounts
from tests.notebook.tables import ASK, TIMED, posts
from tests.planning.combined import HOOK, written

import cliptrial
from cliptrial.notebook.cards import DARK, LIGHT, Card, as_html, as_text, card_style
from cliptrial.registry.plan.looks import read_looks
from cliptrial.report.look import ACCENT

MOST = 120 * 1024
"""Bytes of one display."""


@pytest.fixture
def kitchen(demo_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo_once, tmp_path / "kitchen"))


SHOWN: dict[str, Callable[[Path], Any]] = {
    "analyze": lambda root: cliptrial.analyze("question-hook", root),
    "compare": lambda _: cliptrial.compare(posts(), **TIMED),
    "three arms": lambda _: cliptrial.compare(posts(("old", "new", "odd")), **ASK),
    "uplift": lambda _: cliptrial.uplift(posts(), arm="hook", control="old", metric="views"),
    "compare_split": lambda _: cliptrial.compare_split(
        posts().groupby("hook", as_index=False)[["views", "likes"]].sum(),
        arm="hook",
        control="old",
        metrics=["likes/views"],
    ),
    "compare_history": lambda root: cliptrial.compare_history(root, dimension="slot", draws=199),
    "learn": lambda root: cliptrial.learn(root, draws=199),
    "chance_check": lambda _: cliptrial.chance_check(posts(each=40), draws=40),
    "plan": lambda root: cliptrial.plan("question-hook", root),
    "power": lambda _: cliptrial.power(posts(), metric="views", posts_per_arm=14),
    "weekday_check": lambda _: cliptrial.weekday_check(posts(), arm="hook", posted_at="at", timezone="Europe/Berlin"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_result_is_a_card_in_a_cell_and_a_short_text_in_a_terminal_in_either_language(
    name: str, kitchen: Path
) -> None:
    cliptrial.language("en")
    result = SHOWN[name](kitchen)
    english, text = result._repr_mimebundle_()["text/html"], repr(result)
    assert len(english.encode()) < MOST
    assert "<script" not in english
    assert "http" not in english.replace("http://www.w3.org/2000/svg", "")
    assert result._repr_mimebundle_()["text/plain"] == text
    assert len(text) < 3000
    assert max(map(len, text.splitlines())) < 600
    assert len(text.splitlines()) < 25
    cliptrial.language("de")
    assert repr(result) != text
    assert result._repr_mimebundle_()["text/html"] != english
    cliptrial.language("en")
    assert result._repr_mimebundle_()["text/html"] == english


@pytest.mark.parametrize("name", ["analyze", "compare", "three arms", "learn", "chance_check"])
def test_ids_of_a_cards_picture_are_its_own(name: str, kitchen: Path) -> None:
    """Several cards stand on one page, and what a picture refers to is found by its id."""
    html = SHOWN[name](kitchen)._repr_mimebundle_()["text/html"]
    other = cliptrial.compare(posts(seed=4), **TIMED)._repr_mimebundle_()["text/html"]
    ids = [set(re.findall(r'\bid="([^"]+)"', one)) for one in (html, other)]
    assert ids[0] & ids[1] == set()
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= ids[0]


def test_a_card_follows_the_notebooks_theme_whatever_the_system_is() -> None:
    style = card_style()
    for where, scheme in ((LIGHT, "light"), (DARK, "dark")):
        (rule,) = [line for line in style.splitlines() if line.startswith(where)]
        assert f"color-scheme:{scheme}" in rule
        assert f"--accent:{ACCENT[scheme]}" in rule
        assert {"--paper", "--ink", "--arm1", "--better"} <= set(re.findall(r"--[a-z0-9-]+", rule))
    assert style.splitlines()[-5:] == [  # JupyterLab would draw wide, striped tables, and the image beside the drawing
        ".ct .sheet table{table-layout:auto;font-size:14px;margin:12px 0 0}",
        ".ct .sheet td,.ct .sheet th{padding:5px 9px;vertical-align:top;max-width:none}",
        ".ct .sheet tbody tr,.ct .sheet tbody tr:hover{background:none}",
        ".ct .sheet td{white-space:nowrap}.ct .sheet td.left{white-space:normal}",
        ".ct .drawn{display:block}.ct .flat{display:none}",
    ]


STRIPPED = re.compile(r"<style>.*?</style>|</?(?:svg|g|path|text|title|defs|use|clipPath)\b[^>]*>", re.DOTALL)
"""What JupyterLab takes out of a notebook that nobody trusts yet, whose texts it leaves."""
SEEN = """() => { const image = document.querySelector(".flat img"), whole = document.querySelector(".drawn");
return {image: image.offsetHeight > 0, wide: image.naturalWidth, drawn: whole.offsetHeight > 0,
        words: document.body.innerText, out: document.documentElement.scrollWidth > innerWidth}; }"""


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_notebook_that_nobody_trusts_shows_the_image_and_a_trusted_one_the_drawing(
    scheme: Any, browser: Browser
) -> None:
    html = cliptrial.compare(posts(), **TIMED)._repr_mimebundle_()["text/html"]
    bare = STRIPPED.sub("", html)
    seen = []
    page = browser.new_page(viewport={"width": 700, "height": 900}, color_scheme=scheme)
    for shown in (html, bare):
        page.set_content(f"<body class='vscode-{scheme}'>{shown}")
        page.wait_for_function("document.querySelector('.flat img').complete")
        seen.append(page.evaluate(SEEN))
    picture = Image.open(BytesIO(page.locator(".flat img").screenshot())).convert("L")
    paper, (darkest, brightest) = picture.getpixel((3, 3)), picture.getextrema()
    page.close()
    assert [(one["image"], one["drawn"]) for one in seen] == [(False, True), (True, False)]
    assert not any(one["out"] for one in seen)
    assert "typical\N{NO-BREAK SPACE}3,133" not in seen[1]["words"].replace(" ", "\N{NO-BREAK SPACE}"), (
        "texts of the drawing are left without it"
    )
    assert all("a typical post got" in one["words"] for one in seen)
    assert paper > 250 if scheme == "light" else paper < 40
    assert brightest - darkest > 150, "nothing can be read on this paper"


def test_what_cannot_be_answered_shows_its_reason_and_no_table_of_numbers() -> None:
    frame = posts()
    result = cliptrial.compare(frame.assign(hook=["old", "new"] * 14), **TIMED)
    card = repr(result)
    assert "Cannot be answered" in card
    assert "Uplift" not in card
    assert "! The arms strictly take turns." in card


def test_language_is_the_workspaces_where_none_was_chosen(kitchen: Path) -> None:
    file = kitchen / "workspace.yaml"
    assert "Better" in repr(cliptrial.analyze("question-hook", kitchen))
    file.write_text(re.sub(r"(?m)^language:.*$", "language: de", file.read_text(encoding="utf-8")), encoding="utf-8")
    assert "language: de" in file.read_text(encoding="utf-8")
    assert "Besser" in repr(cliptrial.analyze("question-hook", kitchen))


def test_a_result_is_the_record_and_equals_it() -> None:
    from cliptrial.analysis import compare

    mine, plain = cliptrial.compare(posts(), **TIMED), compare(posts(), **TIMED)
    assert isinstance(mine, cliptrial.Analysis)
    assert mine == plain
    assert plain == mine
    assert mine != compare(posts(seed=5), **TIMED)
    assert isinstance(mine.uplifts, tuple)


def test_showing_a_planned_look_is_taking_it(tmp_path: Path) -> None:
    ws = workspace_of_two_accounts(tmp_path / "ws")
    posted(ws, "x", posts_per_arm=16, looks=4, until=15, effect=2.5)
    result = cliptrial.analyze("x", ws, draws=199)
    result.to_frame()
    assert read_looks(tmp_path / "ws/experiments/x") == ()
    result._repr_mimebundle_()
    (taken,) = read_looks(tmp_path / "ws/experiments/x")
    assert taken.look == 2
    result.summary()
    assert read_looks(tmp_path / "ws/experiments/x") == (taken,)


def test_a_table_shows_no_look(tmp_path: Path) -> None:
    cliptrial.compare(posts(), **TIMED)._repr_mimebundle_()
    assert list(tmp_path.iterdir()) == []


def test_a_terminals_columns_are_as_wide_as_their_longest_cell_and_a_cell_has_at_most_thirty_characters() -> None:
    rows = [("old", "120", ("better", "up")), ("b" * 31, "7", "")]
    card = Card("Which?", "", "None.", columns=("", "views", "is"), rows=rows)
    assert as_text(card).splitlines()[3:] == [
        " " * 32 + "views  is",
        "old" + " " * 29 + "120    better",
        "b" * 29 + "…  7",
    ]


@pytest.mark.parametrize(("rows", "warnings", "seen"), [(8, 4, (8, 4)), (9, 5, (8, 4)), (1, 0, (1, 0))])
def test_a_card_keeps_to_one_screen(rows: int, warnings: int, seen: tuple[int, int]) -> None:
    card = Card(
        *("Which?", "", "None."),
        columns=("", "views"),
        rows=[(f"row {n}", "1") for n in range(rows)],
        warnings=[f"against {n}" for n in range(warnings)],
    )
    for shown in (as_text(card), as_html(card)):
        assert (shown.count("row "), shown.count("against ")) == seen


def test_columns_of_words_begin_at_the_left_and_columns_of_numbers_do_not() -> None:
    rows = [("old", "up", "", "1", "x"), ("new", "", "so", "", "-")]
    html = as_html(Card("Which?", "", "None.", columns=("arm", "way", "how", "views", "odd"), rows=rows))
    assert re.findall(r'<th scope="col"( class="left")?>(\w+)', html) == [
        *((' class="left"', name) for name in ("arm", "way", "how")),
        *(("", name) for name in ("views", "odd")),
    ]


@pytest.mark.parametrize(("posts_", "further"), [(8, None), (10, "2 further positions: .to_frame() has them all.")])
def test_a_plan_counts_the_positions_that_its_card_has_no_room_for(
    tmp_path: Path, posts_: int, further: str | None
) -> None:
    card = repr(cliptrial.plan(HOOK, written(tmp_path / "ws", HOOK, posts=posts_)))
    assert ("further positions" in card) == (further is not None)
    assert (further or "") in card


def test_whether_weekdays_were_shared_is_said_by_the_gravest_finding_in_the_language_that_is_spoken() -> None:
    days = pd.date_range("2026-03-02 18:00", periods=28, freq="D")
    frame = pd.DataFrame({"hook": ["old" if day.weekday() < 3 else "new" for day in days], "at": days})
    check = cliptrial.weekday_check(frame, arm="hook", posted_at="at", control="old", draws=99)
    assert check.level == "blocker"
    assert check.sentence.startswith("12 of 16 posts with “new” went out from Friday to Sunday, 0 of 12 with “old”.")
    cliptrial.language("de")
    assert check.sentence.startswith("Von den 16 Posts mit „new“ liefen 12 zwischen Freitag und Sonntag")
