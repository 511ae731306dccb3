"""Files as they really arrive: cut, re-saved, renamed, half empty. Each is read rightly or refused whole."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from cliptrial.errors import SourceError
from cliptrial.posts import opened_files, opened_table
from cliptrial.posts.any_table import read_any_table
from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.sources import activity
from cliptrial.registry.workspace import Workspace

HEADER = [
    "Time",
    "Video title",
    "Video link",
    "Post time",
    "Total likes",
    "Total comments",
    "Total shares",
    "Total views",
]
IDS = ["7612545815780805904", "7614439223717842183", "7615097437209365761"]


def _row(index=0, **change):
    cells = {
        "Time": "25 March",
        "Video title": "Grüße, „Suppe“ #Essen",
        "Post time": f"{2 + 5 * index} March",
        "Video link": f"https://www.tiktok.com/@demo/video/{IDS[index]}",
        "Total likes": "12",
        "Total comments": "3",
        "Total shares": "1",
        "Total views": "1234",
    }
    return [{**cells, **change}[name] for name in HEADER]


def _csv(*rows, delimiter=",", header=HEADER, quoting=csv.QUOTE_ALL):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\n")
    writer.writerows([header, *rows])
    return out.getvalue()


@pytest.fixture
def bring(make_workspace, tmp_path):
    """Ingest one file of these bytes and give its report and the lake."""
    workspace = make_workspace()

    def run(data, name="Content.csv", **options):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        (file,) = ingest(workspace, [path], **options).files
        return file, Lake(workspace.store_dir)

    return run


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_unicode_encoding_is_read(bring, encoding):
    """The caption survives every encoding that a spreadsheet program offers."""
    file, lake = bring(_csv(_row()).encode(encoding))
    assert file.problems == ()
    assert posts_of(lake)[0].caption == "Grüße, „Suppe“ #Essen"
    assert posts_of(lake)[0].hashtags == ("essen",)


def test_an_old_encoding_is_named(bring):
    """Windows-1252 is refused with the line and how to mend it, and read when the locale says so."""
    data = _csv(_row(0, **{"Video title": "Grüße"})).encode("cp1252")
    file, _ = bring(data)
    assert file.problems[0].code == "encoding"
    assert file.problems[0].line == 2
    assert "UTF-8" in file.problems[0].mend
    file, lake = bring(data, locale="de")
    assert posts_of(lake)[0].caption == "Grüße"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_delimiter_is_read(bring, delimiter):
    """A file that a German spreadsheet re-saved with semicolons is the same file."""
    file, _ = bring(_csv(_row(), delimiter=delimiter, quoting=csv.QUOTE_MINIMAL))
    assert (file.problems, file.snapshots) == ((), 1)


@pytest.mark.parametrize("keep", [0.7, 0.85, 0.97])
def test_half_a_file_is_refused_whole(bring, keep):
    """Wherever a download stopped within the last row, no row of it is kept."""
    text = _csv(_row(0), _row(1))
    first = len(_csv(_row(0)))
    file, lake = bring(text[: first + int(keep * (len(text) - first))])
    assert file.problems[0].code == "cut_off"
    assert file.problems[0].row == 3
    assert lake.files("snapshots") == []


def test_every_problem_of_a_file_comes_at_once(bring):
    """A ragged row, an id that lost its digits, a bad number and a bad date are all named, by row and column."""
    rows = [
        _row(0, **{"Video link": "7.61255E+18"}),
        _row(1, **{"Total views": "many"}),
        _row(2, **{"Post time": "someday"}),
        _row(0)[:-1],
        _row(0),
    ]
    file, lake = bring(_csv(*rows))
    places = [(p.code, p.row, p.field) for p in file.problems]
    assert places == [
        ("id_lost_digits", 2, "Video link"),
        ("bad_number", 3, "Total views"),
        ("bad_date", 4, "Post time"),
        ("ragged_row", 5, None),
    ]
    assert lake.files("posts") == []


def test_a_numeric_id_in_a_workbook_is_refused(bring):
    """A cell that Excel took for a number has already lost digits, even if it still shows nineteen."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["video_id", "plays"])
    sheet.write_number(1, 0, 7612545815780805904)
    sheet.write_number(1, 1, 100)
    book.close()
    file, _ = bring(
        buffer.getvalue(), "posts.xlsx", mapping={"post_id": "video_id", "views": "plays"}, captured_at=date(2026, 4, 1)
    )
    assert file.problems[0].code == "id_lost_digits"


def test_ambiguous_numbers_are_refused_until_declared(bring):
    """1.234 views are refused with --locale as the mend, and read with it; another cell may prove it."""
    row = _row(0, **{"Total views": "1.234"})
    file, _ = bring(_csv(row))
    assert (file.problems[0].code, file.problems[0].field) == ("ambiguous_number", "Total views")
    assert "--locale" in file.problems[0].mend
    _, lake = bring(_csv(row), locale="de")
    assert lake.read("snapshots").to_pylist()[0]["views"] == 1234
    file, lake = bring(_csv(row, _row(1, **{"Total views": "1.234.567"})))
    assert file.problems == ()


def test_an_empty_export_is_told_and_no_error(bring):
    """A header without rows is an export of nothing."""
    file, _ = bring(_csv())
    assert file.problems == ()
    assert file.notes == ("The export is empty: it has a header and no rows.",)


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "empty_file"), (b"   \n", "empty_file"), (b"\xef\xbb\xbf", "not_recognised")]
)
def test_an_empty_file_is_refused(bring, data, code):
    """Nothing at all is no export."""
    assert [problem.code for problem in bring(data)[0].problems] == [code]


def test_unknown_columns_are_told_and_the_rest_is_read(bring):
    """A new column of the platform stops nothing and is named."""
    file, _ = bring(_csv([*_row(), "9"], header=[*HEADER, "Total reposts"]))
    assert file.problems == ()
    assert "Total reposts" in " ".join(file.notes)


def test_every_member_of_a_zip_is_a_file(bring, make_workspace, tmp_path):
    """One bad member does not stop the others."""
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Content.csv", _csv(_row()))
        archive.writestr("notes.txt", "hello\nworld\n")
        archive.writestr("__MACOSX/._Content.csv", "junk")
    report = ingest(make_workspace("zipped"), [path])
    assert {f.path: bool(f.problems) for f in report.files} == {
        "export.zip/Content.csv": False,
        "export.zip/notes.txt": True,
    }


def test_a_damaged_zip_is_refused(bring):
    """Half a ZIP has a name and a mend."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("Content.csv", _csv(_row()))
    assert bring(buffer.getvalue()[:-30], "export.zip")[0].problems[0].code == "damaged_archive"
    assert bring(gzip.compress(_csv(_row()).encode())[:-9], "Content.csv.gz")[0].problems[0].code == "damaged_archive"


def test_a_packed_file_that_is_damaged_inside_is_refused_as_damaged(bring):
    packed = bytearray(gzip.compress(_csv(_row()).encode()))
    packed[len(packed) // 2] ^= 0xFF
    assert bring(bytes(packed), "Content.csv.gz")[0].problems[0].code == "damaged_archive"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Content.csv", _csv(_row()))
    whole = buffer.getvalue()
    assert bring(whole[:4] + whole[42:], "export.zip")[0].problems[0].code == "damaged_archive"


def test_an_hour_that_stands_there_twice_counts_once_and_is_told(bring):
    rows = [["2021-03-08", "1", "30"], ["2021-03-08", "2", "20"], ["2021-03-08", "1", "30"]]
    file, lake = bring(_csv(*rows, header=["Date", "Hour", "Active followers"]), "Activity.csv")
    assert lake.read("follower_activity").num_rows == 2
    assert "1 rows repeat an hour and count once." in file.notes


def test_the_files_own_day_wins_over_a_wrong_declaration(bring):
    """A declared day that contradicts the file is a problem; one that agrees adds the hour."""
    file, _ = bring(_csv(_row()), captured_at=date(2026, 4, 3))
    assert file.problems[0].code == "capture_time_differs"
    file, lake = bring(_csv(_row()), captured_at=datetime(2026, 3, 25, 21, 15))
    (row,) = lake.read("snapshots").to_pylist()
    assert row["captured_at"] == int(datetime.fromisoformat("2026-03-25T21:15+01:00").timestamp())


def test_a_capture_before_its_posts_is_refused(bring):
    """An export of February cannot show a post of March."""
    file, _ = bring(_csv(_row(0, Time="2026-02-01 10:00")))
    assert file.problems[0].code == "captured_before_posted"


def test_neither_the_files_time_nor_today_is_ever_taken(bring, tmp_path):
    """A file without any day of export is refused, whatever its modification time says."""
    data = "Video title,Video link,Post time,Video views,Likes\nx,https://www.tiktok.com/@a/video/" + IDS[0]
    file, lake = bring(data + ",2026/03/02 06:45:50,10,1\n", account="demo")
    assert file.problems[0].code == "no_capture_time"
    assert lake.files("snapshots") == []


def test_a_mapping_with_mistakes_is_told_before_any_file(make_workspace):
    """A misspelt number and a missing id are named with what was meant."""
    from cliptrial.errors import SourceError

    with pytest.raises(SourceError) as caught:
        ingest(make_workspace(), [], mapping={"veiws": "plays"})
    assert [p.code for p in caught.value.problems] == ["unknown_mapping", "mapping_without_id"]
    assert "views" in caught.value.problems[0].mend


def test_a_missing_column_of_a_mapping_is_named(bring):
    """The mapping names a column that the file does not have: both are told."""
    file, _ = bring("video_id,plays\n" + IDS[0] + ",5\n", "t.csv", mapping={"post_id": "video_id", "views": "play"})
    assert file.problems[0].code == "missing_column"


def test_a_missing_file_stops_nothing(make_workspace, tmp_path):
    """A path that is not there is a problem of its own."""
    good = tmp_path / "Content.csv"
    good.write_text(_csv(_row()), encoding="utf-8")
    report = ingest(make_workspace("gone"), [tmp_path / "nothing.csv", good])
    assert [bool(f.problems) for f in report.files] == [True, False]


def test_a_sheet_of_notes_does_not_stop_the_export_beside_it(bring):
    """Of a workbook with two sheets, the export is read and the other one is told."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name, rows in (("Notes", [["to do"], ["call back"]]), ("Content", [HEADER, _row()])):
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    file, _ = bring(buffer.getvalue(), "export.xlsx")
    assert (file.problems, file.snapshots) == ((), 1)
    assert file.notes == ('Not read: export.xlsx, sheet "Notes".',)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_pasted_exports_are_read_without_their_seams(bring, end):
    """Windows line ends, a header that was pasted along, empty lines and lines of commas are no rows."""
    text = _csv(_row(0)) + "\n" + _csv(_row(1)) + "," * (len(HEADER) - 1) + "\n\n   \n\n"
    file, lake = bring(text.replace("\n", end).encode())
    assert (file.problems, file.rows, file.snapshots) == ((), 2, 2)
    assert {row["views"] for row in lake.read("snapshots").to_pylist()} == {1234.0}


def test_a_comment_above_a_table_does_not_shift_its_rows(bring):
    """A caption with an unusual line separator stays one cell, and a wrong cell is named by its row."""
    rows = [_row(0, **{"Video title": "eins\u2028zwei"}), _row(1, **{"Total views": "many"})]
    file, _ = bring("# exported by hand\r\n\r\n" + _csv(*rows).replace("\n", "\r\n"))
    assert [(p.code, p.row) for p in file.problems] == [("bad_number", 5)]


def test_pasted_tables_of_any_kind_are_read(tmp_path):
    """The table that compare takes: numbers stay numbers, ids stay text."""
    path = tmp_path / "posts.csv"
    one, two = f"{IDS[0]};a;5", f"{IDS[1]};b;6"
    path.write_bytes("\r\n".join(["id;sound;views", one, ";;", "id;sound;views", two, "", ";;", ""]).encode())
    frame = read_any_table(path)
    assert frame["id"].tolist() == IDS[:2]
    assert frame["views"].tolist() == [5, 6]


def test_what_nobody_foresaw_in_a_file_is_its_refusal_and_the_others_are_read(
    make_workspace: Callable[..., Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a reader, and while the file is opened; ``compare`` tells it in the same words."""

    def stumbles(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    days, hours = tmp_path / "Overview.csv", tmp_path / "Activity.csv"
    days.write_text("Date,Video Views\n2026-03-24,1\n", encoding="utf-8")
    hours.write_text("Date,Hour,Active followers\n2026-03-24,1,5\n", encoding="utf-8")
    monkeypatch.setattr(activity, "read", stumbles)
    bad, good = ingest(make_workspace(), [hours, days]).files
    assert [(one.code, one.path) for one in bad.problems] == [("unforeseen", "Activity.csv")]
    assert "ZeroDivisionError: by zero" in bad.problems[0].what
    assert (good.problems, good.rows) == ((), 1)
    for reader in (opened_files, opened_table):
        monkeypatch.setattr(reader, "open_sheets", stumbles)
    assert [one.problems[0].code for one in ingest(make_workspace("second"), [hours, days]).files] == ["unforeseen"] * 2
    monkeypatch.setattr(opened_files, "members", stumbles)
    assert [one.problems[0].code for one in ingest(make_workspace("third"), [hours, days]).files] == ["unforeseen"] * 2
    with pytest.raises(SourceError) as caught:
        read_any_table(days)
    assert [one.code for one in caught.value.problems] == ["unforeseen"]
