"""The parts that forms are made of: what a browser is handed of each, and what one click or word does to it."""

from __future__ import annotations

from typing import Any

import ipywidgets as w
import pytest

from cliptrial.forms import pieces
from cliptrial.forms.pieces import Attempt, Field, Several
from cliptrial.wording.declared.forms import FieldWords
from cliptrial.wording.languages import LANGUAGES

NAMED = FieldWords("Title <b>", "As & on", "Hook")
BARE = FieldWords("Title")
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
