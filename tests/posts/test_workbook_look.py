"""How numbers.xlsx looks: every cell with its style, every width, rule and hint, as ``cases/look_*.txt`` has it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.posts.planned import write_workbook

from cliptrial.posts.workbook.book import Filled
from cliptrial.registry.plan.schedule import Position, Rule, Schedule

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RULE = Rule(1, 2, {"demo": 1}, {"demo": {"b": 1000}}, 1)
POSITIONS = (
    Position(1, 1, "demo", date(2026, 3, 2), "18:00", "b", "A topic that runs over several lines of its cell " * 3),
    Position(2, 1, "demo", date(2026, 3, 3), "09:30", "a", ""),
)
FILLED = {
    1: Filled("https://vm.tiktok.com/ZMa/", 5.0, 7.5, 0.4, 1.0, 0.0, date(2026, 3, 9), datetime(2026, 3, 9, 8, 30)),
    2: Filled(read_on=datetime(2026, 3, 9, 8, 30, 5), promoted_on=False),
}


@pytest.mark.parametrize(
    ("name", "language", "positions", "filled"),
    [
        ("de", "de-AT", POSITIONS, FILLED),
        ("en", "fr", POSITIONS, {}),
        ("empty", "en", (), {}),
        ("alone", "de", POSITIONS, {2: Filled(likes=3.0, comments=2.0, shares=1.0, followers=1204.0)}),
    ],
)
def test_the_workbook_looks_as_written_down(
    name: str, language: str, positions: tuple[Position, ...], filled: dict[int, Filled], tmp_path: Path
) -> None:
    """German for German of any country, English for all others; an empty plan has room for one position.

    Where there are no exports it has what they hold, and beside the plan each post's own link and code.
    """
    path = tmp_path / "numbers.xlsx"
    labels = {"b": "Question"}
    alone = {"alone": True, "beside": {1: {"tracked_link": "https://adler.de/?utm_content=1", "code": "ADLER1"}}}
    write_workbook(
        path,
        Schedule(positions, RULE),
        labels=labels,
        language=language,
        measure_at=6.5,
        filled=filled,
        **(alone if name == "alone" else {}),
    )
    wanted = (Path(__file__).parent / "cases" / f"look_{name}.txt").read_text(encoding="utf-8")
    assert "\n".join(_lines(path.read_bytes())) + "\n" == wanted


def _lines(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        trees = {name: ET.fromstring(parts.read(name)) for name in parts.namelist() if name.endswith(".xml")}
    book, sheet = trees["xl/workbook.xml"], trees["xl/worksheets/sheet1.xml"]
    yield "sheet " + ", ".join(str(one.get("name")) for one in book.iter(f"{MAIN}sheet"))
    yield from (f"{one.get('name')} {one.text}" for one in book.iter(f"{MAIN}definedName"))
    yield from (f"{_tag(one)} {one.text}" for one in trees["docProps/core.xml"] if one.text)
    for kind in ("pageSetUpPr", "pane", "pageSetup", "col"):
        yield from (_told(one) for one in sheet.iter(f"{MAIN}{kind}"))
    yield from (f"style {number}: {look}" for number, look in enumerate(_styles(trees["xl/styles.xml"])))
    texts = ["".join(one.itertext()) for one in trees.get("xl/sharedStrings.xml", ET.Element("none")).iter(f"{MAIN}si")]
    for row in sheet.iter(f"{MAIN}row"):
        yield f"row {row.get('r')}: {row.get('ht')} high"
        for cell in row.iter(f"{MAIN}c"):
            value = cell.findtext(f"{MAIN}v") or ""
            shown = texts[int(value)] if cell.get("t") == "s" else value
            yield f"{cell.get('r')} {shown!r} style {cell.get('s')}"
    for rule in sheet.iter(f"{MAIN}conditionalFormatting"):
        yield f"late {rule.get('sqref')}: " + ", ".join(one.text or "" for one in rule.iter(f"{MAIN}formula"))
    yield from ("late looks " + ", ".join(_deep(one)) for one in trees["xl/styles.xml"].iter(f"{MAIN}dxf"))
    for rule in sheet.iter(f"{MAIN}dataValidation"):
        yield _told(rule) + "".join(f", {one.text}" for one in rule)


def _tag(node: ET.Element) -> str:
    return node.tag.rpartition("}")[2]


def _told(node: ET.Element) -> str:
    return f"{_tag(node)} " + ", ".join(f"{key}={value}" for key, value in node.items())


def _deep(node: ET.Element) -> list[str]:
    """Everything within a node that says something."""
    return [_told(one).strip() for one in node.iter() if one is not node and (one.items() or _tag(one) == "b")]


def _styles(tree: ET.Element) -> list[str]:
    """By number of a cell's style: font, fill, border, number format and alignment in words."""
    formats = {one.get("numFmtId"): one.get("formatCode") for one in tree.iter(f"{MAIN}numFmt")}
    parts = {kind: [_deep(one) for one in tree.find(f"{MAIN}{kind}") or ()] for kind in ("fonts", "fills", "borders")}
    found = []
    for style in tree.find(f"{MAIN}cellXfs") or ():
        looks = [*parts["fonts"][int(style.get("fontId", "0"))], *parts["fills"][int(style.get("fillId", "0"))]]
        looks += [*parts["borders"][int(style.get("borderId", "0"))], formats.get(style.get("numFmtId")) or "plain"]
        found.append("; ".join([*looks, *_deep(style)]))
    return found
