"""Whatever people type stands on a page as text: nothing runs, nothing opens, nothing is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from tests.report.odd_pages import MADE
from tests.report.odd_texts import TEXTS

from cliptrial.registry.safety.signs import visible
from cliptrial.report.section import Section, shown
from cliptrial.wording.names import LONGEST, cut, width

ELEMENTS = frozenset(
    (
        *(
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "header",
            "main",
            "nav",
            "section",
            "div",
            "span",
            "p",
            "b",
            "small",
        ),
        *("h1", "h2", "h3", "ul", "li", "dl", "dt", "dd", "a", "bdi", "img", "br", "footer", "details", "summary"),
        *("table", "thead", "tbody", "tr", "th", "td", "caption", "figure", "figcaption", "form", "label", "input"),
        *("select", "option", "output", "svg", "g", "path", "text", "tspan", "defs", "clippath", "rect", "use", "line"),
        *("circle", "script"),
    )
)


def said(text: str) -> str:
    """A text as a page has it, without regard to spaces."""
    return re.sub(r"\s+", "", visible(text))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the pages with odd texts."""
    return tmp_path_factory.mktemp("odd")


def test_there_are_five_hundred_and_no_two_are_alike() -> None:
    assert len(TEXTS) == len(set(TEXTS)) == 500


@pytest.mark.parametrize("kind", list(MADE))
@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_text_stands_there_as_text(made: Path, kind: str, lang: str) -> None:
    html = MADE[kind](made, lang)
    soup = BeautifulSoup(html, "html.parser")
    assert {tag.name for tag in soup.find_all()} <= ELEMENTS
    assert len(soup.find_all("script")) == (kind == "index")
    attributes = [name for tag in soup.find_all() for name in tag.attrs]
    assert [name for name in attributes if name.startswith("on")] == []
    links = [str(a["href"]) for a in soup.find_all("a")]
    assert [link for link in links if not re.fullmatch(r"#[a-z]+|(\.\./)?[\w./-]+\.html", link)] == []
    text = re.sub(r"\s+", "", soup.get_text())
    assert [one for one in TEXTS if said(one) not in text] == []


def test_what_is_read_from_right_to_left_is_kept_apart() -> None:
    html = shown('<p title="שלום">שלום 12 שלום! +3 %</p><style>שלום</style>')
    assert html == '<p title="שלום"><bdi>שלום 12 שלום</bdi>! +3 %</p><style>שלום</style>'
    assert shown("<p>Grüße 12</p>") == "<p>Grüße 12</p>"
    assert "<bdi>" in str(Section("<p>שלום</p>")._repr_mimebundle_()["text/html"])


def test_a_text_beside_a_figure_is_never_wider_than_its_place() -> None:
    for text in TEXTS:
        assert width(cut(text)) <= LONGEST
        assert cut(text) == text or cut(text).endswith("…")
    assert cut("三" * 13) == "三" * 13
    assert cut("三" * 14) == "三" * 12 + "…"
