"""What reaches eyes is what stands there: no sign turns a line, colours a terminal or becomes a formula."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.refusals.bases import Bases

from cliptrial.cli import output
from cliptrial.cli.entry import run
from cliptrial.forms.pieces import html, said
from cliptrial.plots.canvas import Canvas, drawing
from cliptrial.posts.workbook.book import read_workbook
from cliptrial.posts.workbook.layout import Filled
from cliptrial.posts.workbook.writing import draw
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.links import add_link, read_links
from cliptrial.registry.plan.schedule import Position, Rule, Schedule
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.plan.spreadsheets import read_table, write_table
from cliptrial.registry.safety.signs import as_typed, escaped, neutral, visible
from cliptrial.registry.workspace import load_workspace
from cliptrial.report.export import _tidy
from cliptrial.report.section import SECTION, Section
from cliptrial.report.site import write_site

STEERING = [
    "\x1b[31mred\x1b[0m",
    "\x9b31m",
    "\x1b]0;title\x07",
    "rest\roverwritten",
    "back\b\b",
    "\x00",
    "\u202egpj.exe",
    "\u2066hidden\u2069",
    "\u200fmark",
    "\u061cmark",
    "line\u2028line",
    "\u200emark",
    "line\u2029line",
    "note\ufff9between\ufffb",
    "tag\U000e0041",
]
PLAIN = ["soup", "Grüße 🎲", "two\nlines\tand a tab", "مرحبا", "ｆｕｌｌ", "👩‍🍳", "⟨⟩"]
FORMULAS = ["=1+1", "+49 30", "-10 % Rabatt", "@anna", "\tcmd", "\rcmd", "=cmd|' /C calc'!A0", "'=already", "''+more"]
HARMLESS = ["soup", "10 %", "'quoted'", "a=b", "", "–10"]
RAW = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\U000e0000-\U000e007f]"
)


@pytest.mark.parametrize("text", STEERING)
def test_a_sign_that_steers_has_a_mark_in_its_place(text: str) -> None:
    assert not RAW.search(visible(text))
    assert len(visible(text)) >= len(text)
    assert json.loads(escaped(json.dumps(text, ensure_ascii=False))) == text
    assert not RAW.search(escaped(json.dumps(text, ensure_ascii=False)))


@pytest.mark.parametrize("text", PLAIN)
def test_every_other_sign_stays(text: str) -> None:
    """Right to left letters and joined emoji are what people write."""
    assert visible(text) == text
    assert escaped(text) == text


@pytest.mark.parametrize("terminal", [False, True])
def test_a_terminal_sees_marks_and_programs_get_the_values(
    terminal: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
    for text in STEERING:
        output.say(text)
        output.show(text)
        output.print_table([text], [[text], [None]])
    told = capsys.readouterr()
    bold = r"\x1b\[[01]m"  # the table's own
    assert not RAW.search(re.sub(bold, "", told.out) + told.err)
    output.print_table(["a"], [["two\nlines"]])
    assert "two␊lines" in capsys.readouterr().out
    output.print_json(STEERING)
    printed = capsys.readouterr().out
    assert json.loads(printed) == STEERING
    assert not RAW.search(printed)


def test_a_problem_shows_marks_on_a_terminal_and_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "--workspace", "no\x1b[2Jwhere\u202e"]) == 1
    assert run(["va\x1b[2Jlidate"]) == 2
    told = capsys.readouterr().err
    assert not RAW.search(told)
    assert "␛[2J" in told


def test_pages_sections_forms_and_figures_show_marks() -> None:
    for text in STEERING:
        section = Section(f"<p>{text}</p>")._repr_mimebundle_()
        with drawing():
            canvas = Canvas(300, 100, left=10, right=10, top=10, bottom=10)
            canvas.text(10, 10, text)
            figure = canvas.svg("f", "Alt")
        shown = [_tidy(text), section["text/html"], section[SECTION], html(text).value, said(text), figure]
        assert [one for one in map(str, shown) if RAW.search(one)] == []


def test_the_index_page_of_a_strange_title_shows_marks(tmp_path: Path) -> None:
    root = Bases(tmp_path).copy("written", tmp_path / "ws")
    path = root / "experiments" / "question-hook" / "experiment.yaml"
    path.write_text(re.sub("title: .*", r'title: "Hook \\u202ekooH \\u001b[2J"', path.read_text(), count=1))
    assert load_experiment("question-hook", load_workspace(root)).experiment.title == "Hook \u202ekooH \x1b[2J"
    page = write_site(root, tmp_path / "out").read_text()
    assert "Hook ⟨U+202E⟩kooH ␛[2J" in page
    assert not RAW.search(page)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_begins_as_a_formula_and_its_text_comes_back(text: str) -> None:
    assert neutral(text) == f"'{text}"
    assert as_typed(neutral(text)) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_a_cell_that_is_no_formula_stays(text: str) -> None:
    assert (neutral(text), as_typed(text)) == (text, text)


def test_tables_are_neutral_numbers_stay_numbers_and_all_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    write_table(path, ["topic", "number"], [{"topic": text, "number": -3} for text in FORMULAS])
    raw = path.read_bytes().decode()
    assert not re.search(r'(?m)(^|,)"?[=+@\t]', raw)
    assert raw.count(",-3\n") == len(FORMULAS)
    back = [row.cells["topic"] for row in read_table(path, "t.csv", ["topic"]).rows]
    assert back == [text if "\r" not in text else "cmd" for text in FORMULAS]


def test_topics_that_look_like_formulas_go_through_plan_lock_and_workbook(tmp_path: Path) -> None:
    """The plan says what was typed, the lock holds, and no program takes a cell for a formula."""
    root = Bases(tmp_path).copy("written", tmp_path / "ws")
    folder = root / "experiments" / "question-hook"
    topics = ["=1+1", "+ sauce", "-10 %", "@home", "'=quoted", "soup", "rice", "fish"]
    (root / "topics.txt").write_text("\n".join(topics))
    given = ["--workspace", str(root)]
    assert run(["plan", "question-hook", "--topics", str(root / "topics.txt"), *given]) == 0
    schedule = read_schedule(folder)
    assert schedule is not None
    assert sorted(str(one.topic) for one in schedule.positions) == sorted(topics)
    assert run(["lock", "question-hook", *given]) == 0
    assert run(["plan", "question-hook", *given]) == 0
    assert run(["validate", "question-hook", *given]) == 0
    book = CalamineWorkbook.from_filelike(io.BytesIO((folder / "numbers.xlsx").read_bytes()))
    cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row if isinstance(cell, str)]
    assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")] == []
    assert "'=1+1" in cells


def test_what_people_filled_in_comes_back_as_it_was(tmp_path: Path) -> None:
    position = Position(1, 1, "demo", date(2026, 3, 2), "18:00", "a", "-10 %")
    schedule = Schedule((position,), Rule(version=1, per_block=2, cutoff={}, count={}, seed=1))
    link = "https://www.tiktok.com/@kitchen.demo/video/7612545815780805904"
    filled = Filled(link=link, views=7)
    data = draw(schedule, labels={"a": "=Arm"}, language="en", measure_at=7, filled={1: filled})
    assert read_workbook(data, "numbers.xlsx") == {1: filled}
    folder = tmp_path / "experiments" / "x"
    folder.mkdir(parents=True)
    add_link(folder, 1, link)
    assert read_links(folder) == {1: link}
