"""numbers.xlsx as it comes home: sorted, moved, copied, merged, hidden, remade; nothing is guessed silently."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from tests.posts.planned import fill, written

from cliptrial.posts.ingest import ingest
from cliptrial.posts.ingest_report import FileReport
from cliptrial.posts.lake.hand_ins import undo
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.workbook.book import Filled
from cliptrial.registry.plan.links import read_links, read_states
from cliptrial.registry.plan.post_states import PostState
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.workspace import Workspace

Planned = tuple[Workspace, Path, Schedule]
HEADER = ("No.", "Date", "Time", "Account", "Variant", "Topic", "Video link", "Views", "Saves", "Read on", "State")
LABELS = {"question": "Question", "statement": "Statement"}
Rows = list[dict[str, Any]]


def planned_rows(schedule: Schedule, *numbers: int) -> Rows:
    """Rows as the plan has them, filled in for some positions."""
    rows: Rows = []
    for position in schedule.positions:
        row = written(position.position)
        cells = {"No.": position.position, "Date": position.date, "Time": position.slot, "Account": position.account}
        cells |= {"Variant": LABELS[position.arm], "Topic": position.topic}
        if position.position in numbers:
            cells |= {"Video link": row.link, "Views": row.views, "Saves": 3, "Read on": row.read_on}
        rows.append(cells)
    return rows


def made(
    folder: Path,
    rows: Sequence[Mapping[str, Any]],
    header: Sequence[str] = HEADER,
    *,
    above: Sequence[Sequence[Any]] = (),
    change: Callable[[Any, Any], None] | None = None,
) -> Path:
    """A workbook that was made by hand."""
    path = folder / "numbers.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("Tabelle 1")
        for number, cells in enumerate([*above, header, *([row.get(name) for name in header] for row in rows)]):
            for column, cell in enumerate(cells):
                if isinstance(cell, date | time):
                    sheet.write_datetime(number, column, cell)
                elif cell is not None:
                    sheet.write(number, column, cell)
        if change is not None:
            change(book, sheet)
    return path


def home(planned: Planned, rows: Sequence[Mapping[str, Any]], *header: str, **how: Any) -> FileReport:
    """What comes of a workbook made by hand."""
    workspace, folder, _ = planned
    (file,) = ingest(workspace, [made(folder, rows, header or HEADER, **how)]).files
    return file


def told(file: FileReport) -> list[tuple[str, str]]:
    return [(problem.code, str(problem.cell)) for problem in file.problems]


def test_a_good_row_is_read_although_another_is_bad(planned: Planned) -> None:
    """The bad one is named as people call it; mended and handed in again, only it is new."""
    rows = planned_rows(planned[2], 1, 2, 3)
    rows[1]["Views"] = "many"
    file = home(planned, rows)
    assert (file.partly, file.snapshots, told(file)) == (True, 2, [("bad_number", "No. 2, Views")])
    assert "No. 2, Views: 'many' is not a number" in str(file.problems[0])
    assert set(read_links(planned[1])) == {1, 3}
    rows[1]["Views"] = "1,2 Mio."
    file = home(planned, rows)
    assert (file.problems, file.snapshots, set(read_links(planned[1]))) == ((), 3, {1, 2, 3})


def test_rows_that_lean_on_a_bad_one_are_left_out_with_it(planned: Planned) -> None:
    """A link that a bad row would have set free is still that row's."""
    short = "https://vm.tiktok.com/ZMa/"
    (planned[1] / "posts.csv").write_text(f"position,link\n2,{short}\n", encoding="utf-8")
    rows = planned_rows(planned[2], 1, 2, 3)
    rows[0]["Video link"], rows[1]["Views"] = short, "many"
    file = home(planned, rows)
    assert told(file) == [("link_twice", "No. 1, Video link"), ("bad_number", "No. 2, Views")]
    assert read_links(planned[1]) == {2: short, 3: written(3).link}


def test_a_sorted_sheet_with_hidden_rows_and_protection_is_read_as_ever(planned: Planned) -> None:
    def change(_: Any, sheet: Any) -> None:
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.protect("secret")
        sheet.autofilter(0, 0, 4, 10)

    file = home(planned, sorted(planned_rows(planned[2], 1, 2, 3, 4), key=lambda row: -row["No."]), change=change)
    assert (file.problems, file.snapshots) == ((), 4)


def test_a_sheet_sorted_without_its_numbers_is_refused(planned: Planned) -> None:
    """The numbers stayed, and all other cells moved: whose link it is, the row no longer tells."""
    rows = planned_rows(planned[2], 1, 2, 3, 4)
    for number, row in zip((4, 3, 2, 1), rows, strict=True):
        row["No."] = number
    file = home(planned, rows)
    assert {code for code, _ in told(file)} == {"moved_row"}
    assert "The row is that of No. 1" in str(file.problems[0])
    assert read_links(planned[1]) == {}


def test_yellow_cells_sorted_alone_are_refused_and_a_word_says_that_it_is_right(planned: Planned) -> None:
    rows = planned_rows(planned[2], 1, 2, 3, 4)
    moved = [dict(row) for row in rows]
    for row, other in zip(moved, (rows[2], rows[3], rows[0], rows[1]), strict=True):
        row["Video link"] = other["Video link"]
        row["Read on"] = date(2026, 3, 20)
    assert {code for code, _ in told(home(planned, moved))} == {"link_of_another_row"}
    for row in moved:
        row["State"] = "later"
    file = home(planned, moved)
    assert (file.problems, file.snapshots) == ((), 4)
    assert (
        "Position 1 went out on 2026-03-04 instead of 2026-03-02: its numbers are read from 2026-03-11 on."
        in file.notes
    )


def test_a_changed_variant_is_refused_and_may_be_said_in_the_list(planned: Planned) -> None:
    rows = planned_rows(planned[2], 1, 2)
    rows[0]["Variant"] = "Statement"
    file = home(planned, rows)
    assert (told(file), file.snapshots) == ([("changed_arm", "No. 1, Variant")], 1)
    rows[0] |= {"Variant": "Question", "State": "andere Variante gepostet"}
    assert home(planned, rows).problems == ()
    assert read_states(planned[1]) == {1: PostState.OTHER}


def test_an_added_column_is_named_and_a_missing_one_too(planned: Planned) -> None:
    """Only one that the plan's metrics need is missed: watch time decides here, and nobody asked for saves."""
    header = [*(name for name in HEADER if name not in ("Saves", "Average watch time (s)")), "Notes"]
    rows = [{**row, "Notes": "rain"} for row in planned_rows(planned[2], 1)]
    file = home(planned, rows, *header)
    assert file.problems == ()
    assert "Columns of your own stay in the workbook and are not read: Notes." in file.notes
    missed = "Columns that are not there, so that nothing of them is read: Average watch time (s)."
    assert [note for note in file.notes if note.startswith("Columns that are not there")] == [missed]


def test_a_column_that_stands_there_twice_is_refused(planned: Planned) -> None:
    file = home(planned, planned_rows(planned[2], 1), *HEADER, "Views")
    assert [problem.code for problem in file.problems] == ["column_twice"]


def test_a_workbook_remade_in_another_program_is_read(planned: Planned) -> None:
    """A title above the headers, everything as text or as a time of day, days as that country writes them."""
    rows = planned_rows(planned[2], 1, 2)
    for row in rows:
        row |= {"No.": f"{row['No.']}.", "Date": f"{row['Date']:%d.%m.%Y}", "Time": time(18)}
        if "Views" in row:
            row |= {"Views": "1.234.567", "Read on": f"{row['Read on']:%d.%m.}"}
    file = home(planned, rows, above=[["Tabelle 1"], []])
    assert (file.problems, file.snapshots) == ((), 2)
    days = {datetime.fromtimestamp(row["captured_at"]).date() for row in snapshots(planned)}
    assert days == {date(2026, 3, 9), date(2026, 3, 10)}


def snapshots(planned: Planned) -> list[dict[str, Any]]:
    return Lake(planned[0].store_dir).read("snapshots").to_pylist()


def test_merged_cells_are_refused_row_by_row(planned: Planned) -> None:
    def change(book: Any, sheet: Any) -> None:
        sheet.merge_range(1, 7, 2, 7, 1000, book.add_format())

    file = home(planned, planned_rows(planned[2], 1, 2, 3), change=change)
    assert (told(file), file.snapshots) == ([("merged_cells", "No. 1"), ("merged_cells", "No. 2")], 1)


def test_five_hundred_rows_pasted_into_four_are_told_in_one_line(planned: Planned) -> None:
    rows = planned_rows(planned[2], 1, 2)
    more = [{"No.": number, "Views": 5, "Read on": date(2026, 3, 9)} for number in range(5, 501)]
    file = home(planned, [*rows, *more])
    assert [problem.code for problem in file.problems] == ["unknown_position"]
    assert "496 rows have positions that the schedule has not, 5 to 500" in str(file.problems[0])
    assert file.snapshots == 2
    nameless = [{"Views": 5, "Read on": date(2026, 3, 9)} for _ in range(500)]
    file = home(planned, [*rows, *nameless])
    assert [problem.code for problem in file.problems] == ["no_position"]
    assert "500 rows from row 6 on have no position number" in str(file.problems[0])


def test_two_filled_sheets_are_refused_and_an_empty_copy_is_not(planned: Planned) -> None:
    def copy(filled: bool) -> Callable[[Any, Any], None]:
        def change(book: Any, _: Any) -> None:
            sheet = book.add_worksheet("Copy")
            sheet.write_row(0, 0, HEADER)
            sheet.write_row(1, 0, [1, *[""] * 6, *([700] if filled else [])])

        return change

    assert [p.code for p in home(planned, planned_rows(planned[2], 1), change=copy(True)).problems] == [
        "several_sheets"
    ]
    assert home(planned, planned_rows(planned[2], 1), change=copy(False)).problems == ()


def test_a_workbook_that_is_open_elsewhere_says_so_and_its_shadow_is_no_file(planned: Planned) -> None:
    workspace, folder, schedule = planned
    fill(folder, schedule, {1: written(1)})
    (folder / "~$numbers.xlsx").write_bytes(b"\x05Mara" + b"\0" * 160)
    (file,) = ingest(workspace, [folder]).files
    assert file.snapshots == 1
    assert any("open in a spreadsheet program" in note for note in file.notes)


def test_what_contradicts_itself_is_asked_for(planned: Planned) -> None:
    """Numbers of a post that was skipped, and more saves than views; their neighbours are read."""
    rows = planned_rows(planned[2], 1, 2, 3)
    rows[0]["State"], rows[1]["Saves"], rows[3]["State"] = "skipped", 99_999, "ausgelassen"
    file = home(planned, rows)
    assert told(file) == [("skipped_with_numbers", "No. 1, State"), ("more_than_views", "No. 2, Saves")]
    assert (file.snapshots, read_states(planned[1])) == (1, {4: PostState.SKIPPED})


def test_a_state_is_taken_back_with_its_hand_in_and_by_another_word(planned: Planned) -> None:
    workspace, folder, schedule = planned
    for state in (PostState.DELETED, PostState.COLLAB):
        ingest(workspace, [fill(folder, schedule, {2: Filled(state=state)})])
    assert read_states(folder) == {2: PostState.COLLAB}
    undo(workspace)
    assert read_states(folder) == {2: PostState.DELETED}
    ingest(workspace, [fill(folder, schedule, {2: Filled(state=PostState.POSTED)})])
    assert read_states(folder) == {2: PostState.POSTED}


@pytest.mark.parametrize("promoted", [True, date(2026, 3, 5)])
def test_boosted_without_a_day_is_boosted_since_posting(planned: Planned, promoted: bool | date) -> None:
    workspace, folder, schedule = planned
    said = Filled(link=written(1).link, promoted_on=None if promoted is True else promoted, state=PostState.BOOSTED)
    (file,) = ingest(workspace, [fill(folder, schedule, {1: said})]).files
    assert file.problems == ()
    (row,) = [row for row in Lake(workspace.store_dir).read("posts").to_pylist() if row["promoted_at"]]
    began = datetime.fromtimestamp(row["promoted_at"])
    assert (
        began - datetime(2026, 3, 2, 17) < timedelta(days=1) if promoted is True else began.date() >= date(2026, 3, 4)
    )
