"""What people added to numbers.xlsx stays when numbers from a chat are written into it to wait for their link."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.posts.planned import fill, written

from cliptrial.errors import SourceError
from cliptrial.posts.ingest import ingest
from cliptrial.posts.workbook.book import Filled, read_workbook
from cliptrial.posts.workbook.filled.by_message import tell_numbers
from cliptrial.posts.workbook.in_place import written_into
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.workspace import Workspace

Planned = tuple[Workspace, Path, Schedule]
NOTE = '<c r="R{row}" t="inlineStr"><is><t>{text}</t></is></c>'


def changed(path: Path, *swaps: tuple[str, str]) -> None:
    """The workbook with its sheet changed as text."""
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w") as new:
        for item in old.infolist():
            text = old.read(item)
            if item.filename == "xl/worksheets/sheet1.xml":
                sheet = text.decode()
                for before, after in swaps:
                    sheet, count = re.subn(before, after, sheet, flags=re.DOTALL)
                    assert count, before
                text = sheet.encode()
            new.writestr(item, text)
    path.write_bytes(packed.getvalue())


def with_notes(path: Path) -> None:
    """A column of their own behind all others, with a formula."""
    for row, text in ((3, "Notes"), (4, "rain"), (5, "sun")):
        changed(path, (rf'(<row r="{row}" .*?)(</row>)', rf"\1{NOTE.format(row=row, text=text)}\2"))
    changed(path, (r'(<row r="6" .*?)(</row>)', r'\1<c r="R6"><f>SUM(J4:J5)</f><v>7</v></c>\2'))


def assert_in_order(sheet: str) -> None:
    """Each cell of a row stands there once, from left to right; Excel calls anything else damaged."""
    for row in re.findall(r"<row .*?(?:/>|</row>)", sheet, re.DOTALL):
        columns = re.findall(r'<c r="([A-Z]+)', row)
        assert columns == sorted(set(columns), key=lambda letters: (len(letters), letters))


def test_numbers_that_wait_are_written_beside_what_people_added(planned: Planned) -> None:
    """Only the cells of the message change: notes, formulas and what stood in the row stay."""
    workspace, folder, schedule = planned
    path = fill(folder, schedule, {2: written(2)})
    with_notes(path)
    before = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    said = {1: Filled(views=12_300.0, average_watch_time=8.2, watched_full=0.415)}
    report = tell_numbers(workspace, "question-hook", said, date(2026, 3, 9))
    assert report.problems == ()
    after = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert [row[-1] for row in after] == [row[-1] for row in before] == ["", "", "Notes", "rain", "sun", 7.0, ""]
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>SUM(J4:J5)</f>" in sheet
    assert_in_order(sheet)
    there = read_workbook(path.read_bytes(), path.name)
    assert there[2] == written(2)
    assert there[1] == Filled(views=12_300.0, average_watch_time=8.2, watched_full=0.415, read_on=date(2026, 3, 9))


@pytest.mark.parametrize(("state", "waits"), [("skipped", True), ("", False)])
def test_numbers_of_a_post_that_was_skipped_wait_whichever_post_would_fit(
    planned: Planned, state: str, waits: bool
) -> None:
    """A post of the same time is known from elsewhere; a skipped position takes none, one that was not skipped does."""
    workspace, folder, schedule = planned
    ingest(workspace, [fill(folder, schedule, {1: written(1)})])
    (folder / "posts.csv").write_text(f"position,link,state\n1,,{state}\n", encoding="utf-8")
    path = fill(folder, schedule, {})
    tell_numbers(workspace, "question-hook", {1: Filled(views=12_300.0)}, date(2026, 3, 10))
    assert (1 in read_workbook(path.read_bytes(), path.name)) == waits


def test_rows_and_cells_that_a_program_left_out_are_made(planned: Planned) -> None:
    """LibreOffice writes no empty cells, and some programs write a prefix before every name."""
    _, folder, schedule = planned
    path = fill(folder, schedule, {})
    changed(path, (r'<c r="[I-Q]\d+" s="\d+"/>', ""))
    data = written_into(path.read_bytes(), path.name, {3: Filled(views=5.0, read_on=date(2026, 3, 9))})
    assert read_workbook(data, path.name) == {3: Filled(views=5.0, read_on=date(2026, 3, 9))}
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert_in_order(book.read("xl/worksheets/sheet1.xml").decode())
    changed(
        path,
        (r"<(/?)(row|c|v|is|t)\b", r"<\1x:\2"),
        (r"<worksheet ", '<worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '),
    )
    data = written_into(path.read_bytes(), path.name, {3: Filled(link="https://vm.tiktok.com/ZMa/")})
    assert read_workbook(data, path.name) == {3: Filled(link="https://vm.tiktok.com/ZMa/")}


def test_a_row_that_is_not_there_is_told_and_nothing_is_lost(planned: Planned) -> None:
    _, folder, schedule = planned
    path = fill(folder, schedule, {1: written(1)})
    with pytest.raises(SourceError, match=r"No\. 9 could not be written"):
        written_into(path.read_bytes(), path.name, {9: Filled(views=1.0)})
    assert read_workbook(path.read_bytes(), path.name) == {1: written(1)}


def test_a_sheet_that_lies_elsewhere_than_the_workbook_says_is_told(planned: Planned) -> None:
    """Reading finds it whatever its capitals are."""
    _, folder, schedule = planned
    path = fill(folder, schedule, {1: written(1)})
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w") as new:
        for item in old.infolist():
            new.writestr(item.filename.replace("sheet1", "Sheet1"), old.read(item))
    assert read_workbook(packed.getvalue(), path.name) == {1: written(1)}
    with pytest.raises(SourceError, match=r"No\. 2 could not be written"):
        written_into(packed.getvalue(), path.name, {2: Filled(views=1.0)})


def test_a_number_that_the_plan_did_not_ask_for_gets_a_column_behind_the_others(planned: Planned) -> None:
    """In the language of the sheet, so that nothing that was sent is lost, and people's own columns stay."""
    _, folder, schedule = planned
    path = fill(folder, schedule, {1: written(1)}, "de")
    with_notes(path)
    data = written_into(path.read_bytes(), path.name, {2: Filled(views=900.0, link_clicks=12.0, held_3s=0.5)})
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()[2][-3:] == [
        *("Notes", "Nach 3 s noch dabei (%)", "Link-Klicks")
    ]
    there = read_workbook(data, path.name)
    assert there == {1: written(1), 2: Filled(views=900.0, link_clicks=12.0, held_3s=0.5)}
