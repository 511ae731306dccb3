"""A third language is one folder and one line; and what is said in German is not said in English anywhere."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from babel.dates import get_day_names, get_month_names
from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po
from bs4 import BeautifulSoup, NavigableString
from tests.contributing.worked import add_below, copy_of_the_house, run
from tests.places import ROOT
from tests.wording.third.say import COMMANDS, MORE

from cliptrial.posts.workbook.layout import INPUTS, INSTRUCTIONS, PLAN, SHEET
from cliptrial.report.reports import REPORTS

THIRD = Path(__file__).parent / "third"
CATALOGUE = ROOT / "toolkit" / "cliptrial" / "wording" / "german" / "messages.po"
SLUGS = ("question-hook", "trending-sound")
SEEN = ("alt", "aria-label", "title", "placeholder", "data-label")
"""Attributes that a reader sees or hears."""
OWN = r"English|Deutsch|ClipTrial|TikTok|CSV|Excel|XLSX|ZIP|numbers|xlsx|US|foodtok|json|h|s|min|x|p|i|A|B"
"""Names that are the same in every language, and units; a word after ``#`` is somebody's hashtag."""


WRITE_AND_READ = """
import json, sys
from datetime import date
from pathlib import Path
from python_calamine import CalamineWorkbook
from cliptrial.posts.workbook.book import Filled, is_workbook
from cliptrial.posts.workbook.layout import NUMBERS
from cliptrial.posts.workbook.writing import draw
from cliptrial.posts.workbook.reading import scan_workbook
from cliptrial.registry.plan.schedule import Position, Rule, Schedule
path = Path(sys.argv[1]) / "numbers.xlsx"
positions = tuple(Position(n, 1, "demo", date(2026, 3, n), "18:00", "a", "soup") for n in (2, 3))
filled = {2: Filled(views=12.0, watched_full=0.4, read_on=date(2026, 3, 9), promoted_on=False)}
BESIDE = {2: {"tracked_link": "https://a.de", "code": "A"}}
schedule = Schedule(positions, Rule(1, 2, {}, {}, 1))
path.write_bytes(draw(schedule, labels={}, language="xx", measure_at=7, filled=filled, alone=True, beside=BESIDE,
                      needs={*NUMBERS.values()}))
book = CalamineWorkbook.from_path(path)
rows = book.get_sheet_by_index(0).to_python()
scan = scan_workbook(path.read_bytes(), path.name)
print(json.dumps({
    "said": [*book.sheet_names, rows[0][0], rows[1][0], *rows[2]],
    "known": is_workbook(rows[2]),
    "no": rows[3][rows[2].index("⟦Boosted on⟧")],
    "read": [row.position for row in scan.rows if row.filled == filled.get(row.position, Filled())],
    "problems": [str(one) for one in scan.problems],
}))
"""


def write_catalogue(path: Path) -> None:
    """What commands, forms, problems and the workbook say, between brackets, as translators hand it in."""
    catalogue = Catalog()
    with CATALOGUE.open("rb") as file:
        for message in read_po(file):
            catalogue.add(message.id, f"⟦{message.id}⟧")
    with path.open("wb") as file:
        write_po(file, catalogue)


@pytest.fixture(scope="module")
def house(demo_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package with one more folder and one more line, and what it says of the example, by language in ``out``."""
    root = copy_of_the_house(tmp_path_factory.mktemp("third"))
    shutil.copytree(THIRD / "bracketed", root / "toolkit/cliptrial/wording/bracketed")
    write_catalogue(root / "toolkit/cliptrial/wording/bracketed/messages.po")
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
    """Everything that the team wrote itself, and what it may take over: nobody wrote a playbook in that language."""
    playbook = (house / "toolkit/cliptrial/registry/playbook").glob("*.yaml")
    return " ".join([team(house / "kitchen"), *(file.read_text(encoding="utf-8") for file in playbook)])


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
@pytest.mark.parametrize("name", [name for name in REPORTS if name != "experiment"])
def test_nothing_on_any_other_kind_of_page_is_said_outside_the_language(written: Path, own: str, name: str) -> None:
    html = json.loads((written / "pages.json").read_text("utf-8"))[name]
    assert html.count("⟦") > 10
    # A figure breaks a line, or cuts it short; what stands in brackets may go on in its next piece.
    whole = " ".join(re.sub(r"⟦[^⟦⟧]*…$", " ", text) for text in seen(html))
    assert unsaid([whole], own) == set()


@pytest.mark.slow
def test_nothing_in_the_forms_is_said_outside_the_language(written: Path, own: str) -> None:
    told = [text for html in json.loads((written / "forms.json").read_text("utf-8")) for text in seen(html)]
    assert sum("⟦" in text for text in told) > 100
    assert unsaid(told, own) == set()


@pytest.mark.slow
@pytest.mark.parametrize("command", [*COMMANDS, *MORE])
def test_nothing_on_the_terminal_is_said_outside_the_language(written: Path, own: str, command: str) -> None:
    told = json.loads((written / "terminal.json").read_text("utf-8"))[command]
    assert "⟦" in told
    assert unsaid([re.sub(r"\s+", " ", told)], own) == set()


def test_the_workbook_is_written_in_the_language_and_read_again(house: Path, tmp_path: Path) -> None:
    """Its sheet, its headers, what is told above and beside them, and the word that takes a promotion back."""
    told = json.loads(run(house, "-c", WRITE_AND_READ, str(tmp_path)))
    assert told["said"] == [f"⟦{text}⟧" for text in (SHEET, *INSTRUCTIONS, *(c.header for c in (*PLAN, *INPUTS)))]
    assert (told["known"], told["no"], told["read"], told["problems"]) == (True, "⟦no⟧", [2, 3], [])
    with ZipFile(tmp_path / "numbers.xlsx") as book:
        cells = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    hints = [one.attrib for one in cells.iter() if "prompt" in one.attrib]
    assert [hint["prompt"] for hint in hints] == [f"⟦{column.hint}⟧" for column in INPUTS]
    assert [hint["promptTitle"] for hint in hints] == [f"⟦{column.header}⟧".partition(" (")[0] for column in INPUTS]


def sentences(texts: Iterator[str] | list[str], own: str) -> set[str]:
    """Whatever is said in at least three words, and not by the team."""
    parts = {re.sub(r"\s+", " ", part).strip(" .") for text in texts for part in re.split(r"(?<=[.!?:;|·])\s", text)}
    return {part for part in parts if len(re.findall(r"(?<![#\w])[^\W\d_]{2,}", part)) > 2 and part not in own}


def everything(out: Path) -> list[str]:
    """Pages, index, forms and the cells of what commands print, in one language."""
    told = [text for page in sorted(out.rglob("*.html")) for text in seen(page.read_text(encoding="utf-8"))]
    told += [text for html in json.loads((out / "forms.json").read_text("utf-8")) for text in seen(html)]
    result = json.loads((out / SLUGS[0] / "result.json").read_text("utf-8"))
    told += [result["verdict"]["sentence"], *(finding["message"] for finding in result["findings"])]
    terminal = json.loads((out / "terminal.json").read_text("utf-8"))
    pages = json.loads((out / "pages.json").read_text("utf-8"))
    told += [text for html in pages.values() for text in seen(html)]
    return told + [cell for text in terminal.values() for cell in re.split(r" {2,}|\n|`[^`]*`", text)]


@pytest.mark.slow
def test_no_english_sentence_stands_in_german_output(house: Path, own: str) -> None:
    own = re.sub(r"\s+", " ", own)
    english, german = (sentences(everything(house / "out" / lang), own) for lang in ("en", "de"))
    assert len(english) > 200
    assert english & german == set()
