"""Every message of the product exists in German, and every text that a reader sees is one."""

from __future__ import annotations

import ast
import copy
import pickle
import re
import string
from collections.abc import Iterator
from datetime import date

import pytest
from babel.messages.pofile import read_po
from tests.places import ROOT

from cliptrial.errors import Problem
from cliptrial.messages import Message, did_you_mean, in_turn, nearest, one_of, says
from cliptrial.registry.languages import LANGUAGES, catalogue, catalogue_file
from cliptrial.registry.languages import SOURCE as ENGLISH
from cliptrial.wording.messages import in_language

SOURCE = ROOT / "toolkit" / "cliptrial"
TELLING = {"say", "show", "ask", "ask_for", "ask_if_any", "ask_choice", "ask_list"}
TELLING |= {"BadParameter", "UnusableAnswerError", "MissingToolError", "CellError"}
TRANSLATED = [language for language in LANGUAGES if language != ENGLISH]
PLAIN = re.compile(r"\{[^}]*\}")


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call in the product, with its place."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "wording" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    yield f"{path.relative_to(SOURCE)}:{node.lineno}", node


def name_of(call: ast.Call) -> str:
    """What is called, without what it belongs to."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


SAYS = [(place, call) for place, call in calls() if name_of(call) == "says"]
TEMPLATES = {call.args[0].value for _, call in SAYS if isinstance(call.args[0], ast.Constant)}


def places(template: str) -> set[str]:
    """The names of the values in a template."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def has_words(template: str) -> bool:
    """Whether there is anything to translate: words, or marks of quotation."""
    return re.search(r"[A-Za-z\"]", PLAIN.sub("", template)) is not None


def test_a_template_stands_in_the_source_word_for_word_and_gets_its_values() -> None:
    assert [place for place, call in SAYS if not _is_whole(call)] == []


def _is_whole(call: ast.Call) -> bool:
    (template,) = call.args
    if not isinstance(template, ast.Constant) or not isinstance(template.value, str):
        return False
    given = {keyword.arg for keyword in call.keywords}
    return not given or given == places(template.value)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_template_is_translated_with_the_same_values_and_nothing_else_is(language: str) -> None:
    told = catalogue(language)
    wanted = {template for template in TEMPLATES if has_words(template)}
    assert sorted(wanted - set(told)) == []
    assert sorted(set(told) - wanted) == []
    filled = {template for _, call in SAYS if call.keywords and (template := call.args[0].value)}  # type: ignore[attr-defined]
    assert [one for one in filled & wanted if places(one) != places(told[one])] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_is_a_plain_file_of_translators(language: str) -> None:
    """Each entry once, none left for later, all of it readable by Babel."""
    path = catalogue_file(language)
    text = path.read_text("utf-8")
    with path.open("rb") as file:
        entries = [entry for entry in read_po(file, abort_invalid=True) if entry.id]
    assert len(entries) == text.count("\nmsgid ") - text.count('\nmsgid ""\n')
    assert not [entry.id for entry in entries if entry.fuzzy or not entry.string]


def test_whatever_is_told_or_asked_is_a_message() -> None:
    """Types hold it for problems; here for the command line, whose printers also take values."""
    plain = [
        place
        for place, call in calls()
        if name_of(call) in TELLING and call.args and _is_plain_text(call.args[0]) and "forms/" not in place
    ]
    assert plain == []


def _is_plain_text(node: ast.expr) -> bool:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return any(re.search(r"[A-Za-z]{2}", text) for text in texts)


def test_a_message_is_an_english_text_that_can_be_told_in_german() -> None:
    told = says("There is no account {account}", account="demo")
    assert told == "There is no account demo"
    assert in_language(told, "en") == "There is no account demo"
    assert in_language(told, "de") == "Den Account demo gibt es nicht"
    assert in_language("a title", "de") == "a title"


def test_values_are_told_in_the_language_too() -> None:
    """Messages in messages, lists, days and numbers."""
    several = says("One of {names}", names=["a", "b"])
    assert in_language(several, "de") == "eines von: a, b"
    assert in_language(one_of(["a", "b", "c"]), "de") == "a, b oder c"
    assert in_language(in_turn([says("Create it."), "x"]), "de") == "Anlegen. x"
    day = says("{slug} is locked since {on}. Code of the plan: {plan}", slug="x", on=date(2026, 3, 2), plan="0")
    assert in_language(day, "de").startswith("x ist seit 02.03.2026 festgeschrieben")
    rows = says("{count:,} rows", count=1234)
    assert (rows, in_language(rows, "de")) == ("1,234 rows", "1.234 Zeilen")


def test_a_whole_problem_is_told_in_german() -> None:
    problem = Problem(
        "bad_number",
        says('"{cell}" is not a number', cell="x"),
        says("a number"),
        says("Correct the row."),
        path="posts.csv",
        row=3,
        field="views",
    )
    assert str(problem) == 'posts.csv, row 3, column "views": "x" is not a number. Expected: a number. Correct the row.'
    assert in_language(problem.message, "de") == (
        "posts.csv, Zeile 3, Spalte „views“: „x“ ist keine Zahl. Erwartet: eine Zahl. Die Zeile berichtigen."
    )


def test_a_message_survives_copies_and_other_processes() -> None:
    told = says("There is no account {account}", account="demo")
    for again in (copy.deepcopy(told), pickle.loads(pickle.dumps(told))):
        assert isinstance(again, Message)
        assert (again, again.template, again.values) == (told, told.template, told.values)


def test_braces_in_a_text_without_values_are_braces() -> None:
    text = says("A mapping, e.g. {timezone: Europe/Berlin, handle: kitchen.demo}")
    assert in_language(text, "de") == "ein Block, z. B. {timezone: Europe/Berlin, handle: kitchen.demo}"


@pytest.mark.parametrize(
    ("wanted", "known", "near"),
    [
        ("veiws", ["likes", "views"], ["views"]),
        ("Average Watch time", ["averagewatchtime"], ["averagewatchtime"]),
        ("averagewatchtim", ["Average  watch Time"], ["Average  watch Time"]),
        ("mornin", ["evening", "morning-3", "morning"], ["morning", "morning-3"]),
        ("views", ["Views", "views"], ["Views"]),
        ("abcde", ["abcxy"], ["abcxy"]),
        ("abcdefg", ["abcdxyz"], []),
        ("", ["views"], []),
        ("views", [], []),
    ],
)
def test_the_nearest_names_are_those_that_share_three_letters_in_five(
    wanted: str, known: list[str], near: list[str]
) -> None:
    """The likeliest first; capital letters and spaces do not count, and the first of two that are the same is told."""
    assert nearest(wanted, known) == near
    otherwise = says("Check the name.")
    assert did_you_mean(wanted, iter(known), otherwise) == (f'Did you mean "{near[0]}"?' if near else otherwise)


def test_how_alike_names_must_be_can_be_asked_for() -> None:
    assert nearest("abcde", ["abcxy"], 0.61) == []
    assert nearest("abcde", ["abcdy"], 0.8) == ["abcdy"]
