"""A third language is one folder and one line; and what is said in German is not said in English anywhere."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.dates import get_day_names, get_month_names
from bs4 import BeautifulSoup, NavigableString
from tests.contributing.worked import add_below, copy_of_the_house, run

THIRD = Path(__file__).parent / "third"
SLUGS = ("question-hook", "trending-sound")
SEEN = ("alt", "aria-label", "title", "placeholder", "data-label")
"""Attributes that a reader sees or hears."""
OWN = r"English|Deutsch|ClipTrial|TikTok|CSV|Excel|XLSX|ZIP|numbers|xlsx|US|foodtok|json|h|s|min|x|p|i|A|B"
"""Names that are the same in every language, and units; a word after ``#`` is somebody's hashtag."""


@pytest.fixture(scope="module")
def house(demo_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package with one more folder and one more line, and what it says of the example, by language in ``out``."""
    root = copy_of_the_house(tmp_path_factory.mktemp("third"))
    shutil.copytree(THIRD / "bracketed", root / "toolkit/cliptrial/wording/bracketed")
    add_below(root / "toolkit/cliptrial/registry/languages.py", {'    "de": "german",\n': '    "xx": "bracketed",\n'})
    workspace = shutil.copytree(demo_once, root / "kitchen")
    asked = {"xx": SLUGS, "en": SLUGS[:1], "de": SLUGS[:1]}
    run(root, str(THIRD / "say.py"), str(workspace), str(root / "out"), json.dumps(asked))
    return root


@pytest.fixture(scope="module")
def written(house: Path) -> Path:
    """Pages, index, forms and terminal in the third language."""
    return house / "out" / "xx"


@pytest.fixture(scope="module")
def own(house: Path) -> str:
    """Everything that the team wrote itself."""
    return team(house / "kitchen")


def seen(html: str) -> Iterator[str]:
    """Texts of a page, in order, without style and script."""
    page = BeautifulSoup(html, "html.parser")
    for one in page(["style", "script"]):
        one.decompose()
    for tag in page.find_all(True):
        yield from (str(tag[name]) for name in SEEN if tag.has_attr(name))
    yield from (text for text in page.find_all(string=True) if type(text) is NavigableString)


def outside(text: str) -> str:
    """What stands outside all brackets."""
    inner = None
    while inner != text:
        inner, text = text, re.sub(r"⟦[^⟦⟧]*⟧", " ", text)
    return text


def unsaid(texts: Iterator[str] | list[str], own: str) -> set[str]:
    """Words that the language did not say, and that are not the team's, a name, a date or a unit."""
    calendar = [*get_day_names("wide", locale="en_GB").values(), *get_day_names("abbreviated", locale="en_GB").values()]
    calendar += [*get_month_names("wide", locale="en_GB").values()]
    calendar += [*get_month_names("abbreviated", locale="en_GB").values()]
    known = {word.casefold() for word in re.findall(r"[^\W\d_]+", own + " " + " ".join(calendar))}
    left = {word for text in texts for word in re.findall(r"(?<![\w…#])[^\W\d_]+(?![\w…])", outside(text))}
    return {word for word in left if word.casefold() not in known and not re.fullmatch(OWN, word)}


def team(workspace: Path) -> str:
    """Everything that the team wrote itself."""
    files = [
        workspace / "workspace.yaml",
        *workspace.glob("experiments/*/*.yaml"),
        *workspace.glob("experiments/*/*.csv"),
    ]
    return " ".join(file.read_text(encoding="utf-8") for file in files)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*(f"{slug}/{slug}_xx.html" for slug in SLUGS), "index.html"])
def test_nothing_on_a_page_is_said_outside_the_language(written: Path, own: str, name: str) -> None:
    html = (written / name).read_text(encoding="utf-8")
    assert html.count("⟦") > 10
    assert unsaid(seen(html), own) == set()


@pytest.mark.slow
def test_nothing_in_the_forms_is_said_outside_the_language(written: Path, own: str) -> None:
    told = [text for html in json.loads((written / "forms.json").read_text("utf-8")) for text in seen(html)]
    assert sum("⟦" in text for text in told) > 100
    assert unsaid(told, own) == set()


@pytest.mark.slow
@pytest.mark.parametrize("command", ["plan", "check", "analyze"])
def test_nothing_on_the_terminal_is_said_outside_the_language(written: Path, own: str, command: str) -> None:
    told = json.loads((written / "terminal.json").read_text("utf-8"))[command]
    assert "⟦" in told
    assert unsaid(told.splitlines(), own) == set()


def sentences(texts: Iterator[str] | list[str], own: str) -> set[str]:
    """Whatever is said in at least three words, and not by the team."""
    parts = {re.sub(r"\s+", " ", part).strip(" .") for text in texts for part in re.split(r"(?<=[.!?:;|·])\s", text)}
    return {part for part in parts if len(re.findall(r"(?<![#\w])[^\W\d_]{2,}", part)) > 2 and part not in own}


def everything(out: Path) -> list[str]:
    """Pages, index, forms and the terminal in one language."""
    told = [text for page in sorted(out.rglob("*.html")) for text in seen(page.read_text(encoding="utf-8"))]
    told += [text for html in json.loads((out / "forms.json").read_text("utf-8")) for text in seen(html)]
    result = json.loads((out / SLUGS[0] / "result.json").read_text("utf-8"))
    told += [result["verdict"]["sentence"], *(finding["message"] for finding in result["findings"])]
    terminal = json.loads((out / "terminal.json").read_text("utf-8"))
    return told + [line for text in terminal.values() for line in text.splitlines()]


@pytest.mark.slow
def test_no_english_sentence_stands_in_german_output(house: Path, own: str) -> None:
    own = re.sub(r"\s+", " ", own)
    english, german = (sentences(everything(house / "out" / lang), own) for lang in ("en", "de"))
    assert len(english) > 200
    assert english & german == set()
