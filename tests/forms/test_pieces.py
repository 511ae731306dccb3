"""The parts that forms are made of: what a browser is handed of each, and what one click or word does to it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import ipywidgets as w
import pytest
from bs4 import BeautifulSoup
from tests.forms.press import press
from tests.forms.test_screens import message

from cliptrial.errors import InputError, MissingToolError, Problem
from cliptrial.forms import lab, pieces
from cliptrial.forms.calendar import calendar
from cliptrial.forms.days import Days
from cliptrial.forms.handed_in import what_came_of
from cliptrial.forms.lab_opening import add_opening
from cliptrial.forms.pieces import Attempt, Field, Several
from cliptrial.forms.session import Session
from cliptrial.forms.step import Step
from cliptrial.messages import says
from cliptrial.posts.ingest_report import FileReport, IngestReport
from cliptrial.registry.plan.schedule import Position, Rule, Schedule
from cliptrial.registry.workspace import Workspace
from cliptrial.wording.declared.forms import FieldWords
from cliptrial.wording.languages import LANGUAGES

NAMED = FieldWords("Title <b>", "As & on", "Hook")
BARE = FieldWords("Title")
RULE = Rule(2, 2, {}, {}, seed=1)
TWO = [("One", "1"), ("Two", "2")]


def classes(widget: Any) -> list[str]:
    return list(widget._dom_classes)


@pytest.mark.parametrize(
    ("made", "shown"),
    [
        (pieces.html("<p>a\u202eb</p>", "ct-a", "ct-b").value, "<p>a⟨U+202E⟩b</p>"),
        (pieces.heading("A & B").value, '<h4 class="">A &amp; B</h4>'),
        (pieces.heading("A", first=True).value, '<h4 class="ct-top">A</h4>'),
        (pieces.said("<p>a</p>"), '<div class="ct-say " role="status"><p>a</p></div>'),
        (pieces.said("a\u202e", "warn"), '<div class="ct-say ct-warn" role="status">a⟨U+202E⟩</div>'),
        (
            pieces.table(["A", "<B>", "C"], [["a", "1", "<2>"], ["b", "3", "4"]], 2),
            '<div class="ct-scroll"><table class="ct-table"><thead><tr><th scope="col">A</th>'
            '<th scope="col" class="ct-num">&lt;B&gt;</th><th scope="col" class="ct-num">C</th></tr></thead><tbody>'
            '<tr><td>a</td><td class="ct-num">1</td><td class="ct-num">&lt;2&gt;</td></tr>'
            '<tr><td>b</td><td class="ct-num">3</td><td class="ct-num">4</td></tr></tbody></table></div>',
        ),
        (
            pieces.table(["A"], [["1"]]),
            '<div class="ct-scroll"><table class="ct-table"><thead><tr><th scope="col">A</th></tr></thead>'
            "<tbody><tr><td>1</td></tr></tbody></table></div>",
        ),
    ],
)
def test_texts_are_escaped_and_have_their_classes(made: str, shown: str) -> None:
    assert made == shown


def test_a_card_has_its_style_sheet_which_takes_no_room_before_what_it_holds() -> None:
    inside = pieces.html("a", "ct-a", "ct-b")
    sheet, held = pieces.card([inside]).children
    assert (held, classes(inside), classes(pieces.card([]))) == (inside, ["ct-a", "ct-b"], ["ct-step"])
    assert (sheet.value[:7], sheet.value[-8:], sheet.layout.display) == ("<style>", "</style>", "contents")


def test_a_field_has_its_label_its_help_and_its_complaint() -> None:
    field = pieces.text(NAMED, " typed ")
    typed, hint, problem = field.box.children
    assert (typed.description, typed.placeholder, typed.layout.width) == ("Title <b>", "Hook", "100%")
    assert (typed.style.description_width, typed.value, field.value) == ("auto", " typed ", "typed")
    assert (hint.value, hint.layout.display) == ('<div class="ct-hint">As &amp; on</div>', "")
    assert (problem.layout.display, classes(field.box)) == ("none", ["ct-field"])
    field.complain("a < b")
    assert (problem.value, problem.layout.display) == ('<div class="ct-need" role="alert">a &lt; b</div>', "")
    assert classes(field.box) == ["ct-field", "ct-wrong"]
    field.clear()
    assert (problem.layout.display, classes(field.box)) == ("none", ["ct-field"])
    for text, display in (("", "none"), ("x > y", "")):
        field.help(text)
        assert hint.layout.display == display
    assert hint.value == '<div class="ct-hint">x &gt; y</div>'
    for shown, display in ((False, "none"), (True, "")):
        field.show(shown)
        field.disable(not shown)
        assert (field.box.layout.display, typed.disabled) == (display, not shown)
    told: list[object] = []
    field.on_change(lambda: told.append(field.value))
    field.value = "new"
    typed.disabled = True
    assert told == ["new"]


@pytest.mark.parametrize(
    ("field", "kind", "value", "wide"),
    [
        (pieces.text(BARE), w.Text, "", False),
        (pieces.text(BARE, "a", wide=True), w.Text, "a", True),
        (pieces.lines(BARE, " a\n"), w.Textarea, "a", False),
        (pieces.lines(BARE, wide=True), w.Textarea, "", True),
        (pieces.choice(BARE, TWO, "2"), w.Dropdown, "2", False),
        (pieces.choice(BARE, TWO, "3", wide=True), w.Dropdown, "1", True),
        (pieces.choice(BARE, [], "3"), w.Dropdown, None, False),
        (pieces.pick(BARE, TWO, None), w.ToggleButtons, None, False),
        (pieces.pick(BARE, TWO, "2", wide=True), w.ToggleButtons, "2", True),
    ],
)
def test_each_kind_of_field_begins_with_what_is_known(field: Field, kind: type, value: str | None, wide: bool) -> None:
    assert (type(field.widget), field.value) == (kind, value)
    assert classes(field.box) == ["ct-field", *["ct-wide"] * wide]
    assert field.box.children[1].layout.display == "none", "there is no help to show"
    assert [*getattr(field.widget, "options", ())] in ([], TWO)
    assert getattr(field.widget, "rows", 3) == 3


def test_impossible_posts_are_kept_unless_it_is_said() -> None:
    words = LANGUAGES["en"].forms.common
    field = pieces.impossible_posts(words)
    assert (field.value, pieces.impossible_posts(words, "impossible").value) == ("", "impossible")
    assert field.widget.options == ((words.keep_all, ""), (words.leave_out, "impossible"))


def test_several_buttons_stay_pressed_side_by_side() -> None:
    field = Several(NAMED, TWO, ["2", "9"])
    label, row = field.widget.children
    assert (label.value, classes(row), classes(field.box)) == ("Title <b>", ["ct-several"], ["ct-field", "ct-wide"])
    assert [(one.description, one.value) for one in row.children] == [("One", False), ("Two", True)]
    told: list[object] = []
    field.on_change(lambda: told.append(field.value))
    row.children[0].value = True
    assert (field.value, told) == (("1", "2"), [("1", "2")])
    for value, kept in ((["2"], ("2",)), (("1",), ("1",)), ("12", ()), (None, ())):
        field.value = value
        assert field.value == kept
    for disabled in (True, False):
        field.disable(disabled)
        assert [one.disabled for one in row.children] == [disabled] * 2


@pytest.mark.parametrize(("quiet", "kind"), [(False, "ct-do"), (True, "ct-quiet")])
def test_a_button_cannot_be_pressed_while_it_works_and_can_be_again_after_a_failure(quiet: bool, kind: str) -> None:
    told: list[object] = []

    def work(label: str = "") -> None:
        told.append((label, made.disabled))
        raise ValueError("work")

    for do, label in ((work, ""), (Attempt(work), "Go")):
        made = pieces.button("Go", do, quiet=quiet)
        made.click()
        assert (told.pop(), made.disabled, classes(made)) == ((label, True), False, [kind])
    with pytest.raises(ValueError, match="work"):
        Attempt(work)()
    assert told == [("", False)]


def test_a_row_knows_its_buttons_and_a_grid_its_fields() -> None:
    def nothing() -> None:
        pass

    row = pieces.actions(pieces.button("Go", nothing), pieces.html("Stay"), w.Text(description="Stay"))
    assert ([pieces.holds(row, label) for label in ("Go", "Stay")], classes(row)) == ([True, False], ["ct-actions"])
    assert not pieces.holds(w.Text(description="Go"), "Go")
    fields = pieces.text(BARE), pieces.text(NAMED)
    made = pieces.grid(*fields)
    assert (made.children, classes(made)) == (tuple(one.box for one in fields), ["ct-grid"])


def test_days_are_pressed_in_any_order_and_written_in_that_of_the_week() -> None:
    days = Days(["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"], ["sun", "tue"])
    label, row = days.children
    told: list[object] = []
    days.observe(lambda change: told.append(change["new"]), names="value")
    days.description = "When"
    assert (label.value, row.layout.flex_flow) == ('<div class="ct-title">When</div>', "row wrap")
    assert ([one.description for one in row.children if one.value], classes(days)) == (["Tu", "Su"], ["ct-days"])
    row.children[0].value = True
    assert (days.value, told) == (("mon", "tue", "sun"), [("mon", "tue", "sun")])
    days.value = ("fri",)
    assert [one.value for one in row.children] == [False] * 4 + [True] + [False] * 2
    assert told[1:] == [("fri",)], "showing them is no press"


def test_a_calendar_has_a_row_a_week_and_a_colour_a_way() -> None:
    """From the Monday before the first post to the Sunday after the last, account by account."""
    labels = {f"arm{n}": f"Way <{n}>" for n in range(7)}
    soon = Position(1, 1, "a", date(2026, 3, 7), "18:00", "arm6", "Soup <b>")
    later = [Position(n, 1, "a", date(2026, 3, 16), f"{n}:00", "arm1") for n in (8, 9)]
    formats = LANGUAGES["en"].formats
    html = BeautifulSoup(calendar(Schedule((soon, *later), RULE), labels, formats), "html.parser")
    ((*_, sat, sun), middle, (monday, *_)) = ([*row("td")] for row in html.select("tbody tr"))
    assert [th.get_text() for th in html("th")] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert [["ct-off"] for _ in middle] == [one["class"] for one in middle]
    assert (sun["class"], sat.select_one(".ct-day").get_text()) == (["ct-off"], "7 Mar")
    (post,) = sat.select(".ct-post")
    assert (post["title"], post["style"]) == ("Way <6>", "--ct-arm:var(--ct-arm0)")
    assert [*post.stripped_strings] == ["Way <6>", "18:00", "Soup <b>"]
    assert [[*one.stripped_strings] for one in monday.select(".ct-post")] == [["Way <1>", "8:00"], ["Way <1>", "9:00"]]
    assert {one["style"] for one in monday.select(".ct-post")} == {"--ct-arm:var(--ct-arm1)"}
    dots = [one["style"] for one in html.select(".ct-legend .ct-dot")]
    assert dots == [f"--ct-arm:var(--ct-arm{n})" for n in (0, 1, 2, 3, 4, 5, 0)]
    assert html.select_one(".ct-legend").get_text() == "".join(labels.values())
    assert html("p") == []
    other = Position(4, 1, "b", date(2026, 3, 7), "9:00", "gone")
    both = BeautifulSoup(calendar(Schedule((soon, other), RULE), labels, formats), "html.parser")
    assert ([p.get_text() for p in both("p")], len(both("table"))) == (["a", "b"], 2)
    assert (both("table")[1].b.get_text(), both.select(".ct-post")[1]["style"]) == ("gone", "--ct-arm:var(--ct-arm0)")


class Ask(Step):
    """A step that asks for two things."""

    name = "ask"
    places: ClassVar = {"hypothesis.": "why", "title": "title", "gone": "gone"}
    failing: Exception | None = None

    def content(self) -> list[Any]:
        """Two fields, a button, and what follows."""
        self.fields = {
            "title": pieces.text(FieldWords("Title", needs="A title.")),
            "why": pieces.text(FieldWords("Why")),
        }
        row = pieces.actions(pieces.button("Go", self.attempt(self.go)))
        return [pieces.grid(*self.fields.values()), row, pieces.html("end")]

    def go(self) -> None:
        """What the button does."""
        if self.failing:
            raise self.failing


MARKED = "Please look at the marked field; nothing that was typed is lost."
MARKED_TWO = "Please look at the 2 marked fields; nothing that was typed is lost."


@pytest.mark.parametrize(
    ("failing", "said", "needs"),
    [
        (None, "", {}),
        (InputError(Problem("missing", says("No"), field="title")), MARKED, {"title": "A title."}),
        (
            InputError(Problem("repeated", says("No"), field="title.0")),
            MARKED,
            {"title": "Something is named twice here."},
        ),
        (InputError(Problem("odd", says("No"), field="title")), MARKED, {"title": "A title."}),
        (
            InputError([Problem("odd", says("No {n}", n=n), mend=says("Try"), field=f"hypothesis.{n}") for n in "ab"]),
            *(MARKED, {"why": "No a. Try."}),
        ),
        (
            InputError([Problem("empty", says("No"), field=one) for one in ("title", "hypothesis.x")]),
            *(MARKED_TWO, {"title": "A title.", "why": "Please fill this in."}),
        ),
        (
            InputError(
                [Problem("odd", says("No {x}", x="<b>"), field=one) for one in ("gone", None, "other", "title")]
            ),
            *(f"{MARKED}No <b>.", {"title": "A title."}),
        ),
        (MissingToolError(says("No {tool}.", tool="<b>")), "No <b>.", {}),
        (ValueError("a < b"), f"{LANGUAGES['en'].forms.common.unexpected}ValueError: a < b", {}),
    ],
)
def test_what_a_button_answers_stands_below_it_and_beside_its_fields(
    empty: Workspace, failing: Exception | None, said: str, needs: dict[str, str]
) -> None:
    step = Ask(Session(empty))
    assert classes(step.box) == ["ct-step", "ct-step-ask"]
    sheet, grid, row, end, told = step.box.children
    assert (told, told.value) == (step.message, "")
    step.fields["why"].complain("before")
    step.failing = failing
    press(step, "Go")
    assert step.box.children == (sheet, grid, row, told, end)
    assert message(step) == said
    assert ("ct-bad" in told.value) == bool(said)
    shown = {name: field.box.children[2] for name, field in step.fields.items() if "ct-wrong" in classes(field.box)}
    assert {name: BeautifulSoup(one.value, "html.parser").get_text() for name, one in shown.items()} == needs
    step.say("<i>new</i>")
    assert told.value == '<div class="ct-say " role="status"><i>new</i></div>'
    step.session.changed()
    assert message(step) == "new", "it stays while the same is looked at"
    step.session.speak("de")
    assert message(step) == ""


def test_a_problem_is_told_with_its_post_and_column_or_its_row(empty: Workspace) -> None:
    step = Ask(Session(empty))
    told = [Problem("odd", says("No"), field="Views", position=14), Problem("odd", says("No"), row=3, field="Views")]
    assert [step.placed(one) for one in [*told, Problem("odd", says("No"))]] == ["No. 14, Views: No.", "3: No.", "No."]
    assert (step.value("title"), step.value("nowhere")) == ("", None)


def test_jupyterlab_opens_these_notebooks_and_asks_and_tells_nobody_anything(tmp_path: Path) -> None:
    add_opening(tmp_path, ["b.ipynb", 'a".ipynb'])
    add_opening(tmp_path, ["b.ipynb", 'a".ipynb'])
    home = tmp_path / "labextensions/cliptrial-opening"
    assert json.loads((home / "package.json").read_text(encoding="utf-8")) == {
        "name": "cliptrial-opening",
        "version": "1.0.0",
        "jupyterlab": {"extension": True, "_build": {"load": "static/opening.js", "extension": "./extension"}},
    }
    script = (home / "static/opening.js").read_text(encoding="utf-8")
    assert 'const runs = new Set(["a\\".ipynb", "b.ipynb"]);' in script
    assert {one.partition("=")[0].removeprefix("--"): one.partition("=")[2] for one in lab.QUIET} == {
        "LabApp.news_url": "None",
        "LabApp.extension_manager": "readonly",
        "LabApp.check_for_updates_class": "jupyterlab.handlers.announcements.NeverCheckForUpdate",
        "ServerApp.terminals_enabled": "False",
        "KernelManager.transport_encryption": "auto",
        "LanguageServerManager.autodetect": "False",
        "KernelSpecManager.allowed_kernelspecs": "python3",
        "ServerApp.answer_yes": "True",
        "ServerApp.log_level": "WARN",
        "LabApp.log_level": "WARN",
    }


@pytest.mark.parametrize(
    ("read", "lines", "more"), [(6, 6, ""), (7, 7, "and 1 more file: 1 new"), (9, 7, "and 3 more files: 3 new")]
)
def test_six_files_are_named_and_the_others_counted(read: int, lines: int, more: str) -> None:
    words = LANGUAGES["en"]
    files = [
        FileReport(f"{number}.csv", posts=3, period=(date(2026, 3, 2), date(2026, 3, 4)), known=False)
        for number in range(read)
    ]
    refused = FileReport("bad.csv", problems=tuple(Problem("empty", says("row {row}", row=row)) for row in range(9)))
    top = FileReport("top.csv", known=True, top_list=True)
    html_ = what_came_of(IngestReport((*files, refused)), words.forms.numbers, words.formats, str, str)
    told = [one.get_text(" ") for one in BeautifulSoup(html_, "html.parser").find_all("p")]
    assert told[0] == "bad.csv: not read. " + " ".join(f"row {row}." for row in range(6))
    assert told[1] == "0.csv, 3 posts, 2 to 4 March 2026: new."
    assert len(told) == 1 + lines
    assert (told[-1] if more else "") == more
    shown = what_came_of(IngestReport((top,)), words.forms.numbers, words.formats, str, str)
    assert words.forms.numbers.top_list in shown
    assert words.forms.numbers.top_list not in html_
