"""What a file would become is judged before it is read: nothing is killed, and nothing waits for ever."""

from __future__ import annotations

import bz2
import io
import json
import lzma
import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.places import ROOT

from cliptrial.errors import InputError, Problem, RegistryError
from cliptrial.posts import any_table, sheets, sizes
from cliptrial.posts.opened_files import open_files
from cliptrial.posts.opened_table import open_table
from cliptrial.posts.sheets import members, open_sheets
from cliptrial.registry.files import read_text

FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
ONLY_A_LOOK = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
OFFICE = "http://schemas.openxmlformats.org"
MAIN = f"{OFFICE}/spreadsheetml/2006/main"
RELATIONS = f"{OFFICE}/officeDocument/2006/relationships"
GIB = 1024**3


def packed(files: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def workbook(rows: str, more: dict[str, str | bytes] | None = None) -> bytes:
    sheet = f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{MAIN}"/>'
    related = f'<Relationships xmlns="{OFFICE}/package/2006/relationships"><Relationship Id="r" Type="{RELATIONS}/'
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{OFFICE}/package/2006/content-types">{sheet}</Types>',
            "_rels/.rels": f'{related}officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/_rels/workbook.xml.rels": f'{related}worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
            '<sheet name="S" sheetId="1" r:id="r"/></sheets></workbook>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
            **(more or {}),
        }
    )


def ods(rows: str) -> bytes:
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = f'<office:document-content{names}><office:body><office:spreadsheet><table:table table:name="S">{rows}'
    ending = "</table:table></office:spreadsheet></office:body></office:document-content>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return packed({"mimetype": kind, "content.xml": content + ending, "META-INF/manifest.xml": manifest})


def cell(text: str, repeated: int = 1) -> str:
    repeats = f' table:number-columns-repeated="{repeated}"'
    kind = f' office:value-type="string"{repeats}>' if text else f"{repeats}>"
    inside = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell{kind}{inside}</table:table-cell>"


def row(cells: str, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


def refused(action: Callable[[], object]) -> Problem:
    with pytest.raises(InputError) as caught:
        action()
    return caught.value.problems[0]


ONLY_A_NUMBER = '<table:table-cell office:value-type="float" office:value="7"/>'
NEAR_ODS = row(cell("views")) + row(cell("7")) + row(cell("", 16384), 1048574)


@pytest.mark.parametrize(
    "data",
    [
        workbook(FAR),
        workbook(FAR.replace("<c ", "<x:c ").replace("</c>", "</x:c>")),
        workbook(FAR.replace('r="XFD1048576"', " s='1' r = 'XFD1048576' t=\"n\"")),
        workbook("<row><c r='A1'><v>1</v></c></row>" + "<row>" * 70000 + "<c r='ZZ99999'><v>1</v></c>"),
        workbook("", {"xl/a/b.xml": f"<worksheet><sheetData>{FAR}</sheetData></worksheet>"}),
        ods(row(cell("views")) + row(cell(""), 1048000) + row(cell("", 16000) + cell("7"))),
        ods(row(cell("views", 16384), 1048576)),
        ods(row(cell("views")) + row(cell(""), 1048000) + row(cell("", 16000) + ONLY_A_NUMBER)),
    ],
)
def test_a_far_cell_is_refused_before_it_takes_all_memory(data: bytes) -> None:
    found = refused(lambda: open_sheets("posts.xlsx", data))
    assert found.code == "far_cells"
    assert found.mend.startswith("Delete what stands far away from the table")


@pytest.mark.parametrize("data", [workbook(ONLY_A_LOOK), ods(NEAR_ODS), workbook(FAR.replace("1048576", "90"))])
def test_a_far_cell_that_only_has_a_look_and_a_table_with_gaps_are_read(data: bytes) -> None:
    """Whole columns are coloured, and LibreOffice fills every sheet to its end with nothing."""
    assert open_sheets("posts.xlsx", data)


def test_the_limit_of_cells_is_that_of_all_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "CELLS", 6)
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="B3"><v>1</v></c></row>'
    assert open_sheets("posts.xlsx", workbook(rows))
    second = {"xl/worksheets/sheet2.xml": '<worksheet><c r="A1"><v>1</v></c></worksheet>'}
    assert refused(lambda: open_sheets("posts.xlsx", workbook(rows, second))).code == "far_cells"


def test_a_workbook_may_grow_to_the_very_limit() -> None:
    data = workbook("<row r='1'><c r='A1'><v>1</v></c></row>")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        whole = sum(info.file_size for info in archive.infolist())
    sizes.refuse_far_cells("a.xlsx", data, whole)
    assert refused(lambda: sizes.refuse_far_cells("a.xlsx", data, whole - 1)).code == "too_large"


def test_no_program_is_killed_under_two_gibibytes(tmp_path: Path) -> None:
    (tmp_path / "far.xlsx").write_bytes(workbook(FAR))
    code = (
        "import sys; from pathlib import Path; from cliptrial.posts.opened_files import open_files\n"
        "(one,) = open_files([Path(sys.argv[1])], Path('.'), None); print(one.problems[0].code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "far.xlsx")],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "toolkit")},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2 * GIB, 2 * GIB)),
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "far_cells\n"), done.stderr


def test_a_workbook_counts_with_all_that_it_unpacks_to_whatever_it_says_of_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheets, "LARGEST", 1024**2)
    small, large = ({"xl/media/a.bin": bytes(size)} for size in (1000_000, 1024**2))
    assert open_sheets("posts.xlsx", workbook(ONLY_A_LOOK, small))
    data = workbook(ONLY_A_LOOK, large)
    assert refused(lambda: open_sheets("posts.xlsx", data)).code == "too_large"
    told = (1024**2).to_bytes(4, "little")
    lying = data.replace(told, (10).to_bytes(4, "little"))
    assert lying != data
    assert refused(lambda: open_sheets("posts.xlsx", lying)).code == "too_large"


def sharing(cells: int, text: str, form: str = '<c r="A{n}" t="s"><v>1</v></c>') -> bytes:
    """A workbook with a header and cells that all share one text."""
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    rows += "".join(f'<row r="{n}">{form.format(n=n)}</row>' for n in range(2, cells + 2))
    shared = f'<sst xmlns="{MAIN}"><si><t>caption</t></si><si><t>{text}</t></si></sst>'
    related = "".join(
        f'<Relationship Id="{kind[0]}" Type="{RELATIONS}/{kind[1:]}" Target="{target}"/>'
        for kind, target in (("rworksheet", "worksheets/sheet1.xml"), ("ssharedStrings", "sharedStrings.xml"))
    )
    more: dict[str, str | bytes] = {
        "xl/sharedStrings.xml": shared,
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{OFFICE}/package/2006/relationships">{related}'
        "</Relationships>",
    }
    return workbook(rows, more)


@pytest.mark.parametrize(
    "form",
    [
        '<c r="A{n}" t="s"><v>1</v></c>',
        "<x:c t = 's' r='A{n}' ><x:v> 1</x:v></x:c>",
        '<c r="A{n}" t="s"><f>B1</f><v>1</v></c>',
    ],
)
def test_one_text_that_many_cells_share_counts_as_often_as_it_stands_there(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "LARGEST", 200_000)
    assert refused(lambda: open_sheets("posts.xlsx", sharing(21, "x" * 10_000, form))).code == "too_large"


def test_a_text_that_few_cells_share_and_one_that_stands_for_few_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LARGEST", 200_000)
    (one,) = open_sheets("posts.xlsx", sharing(19, "x" * 10_000))
    assert [len(str(cells[0])) for _, cells in one.rows] == [10_000] * 19
    numbers = sharing(40, "x" * 10_000, '<c r="A{n}"><v>1</v></c>')
    assert len(open_sheets("posts.xlsx", numbers)[0].rows) == 40
    assert open_sheets("posts.ods", ods(row(cell("caption")) + row(cell("x" * 10_000), 19)))


@pytest.mark.parametrize("rows", [row(cell("x" * 10_000), 21), row(cell("x" * 10_000, 21))])
def test_one_text_that_stands_for_many_cells_counts_as_often(rows: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LARGEST", 200_000)
    assert refused(lambda: open_sheets("posts.ods", ods(row(cell("caption")) + rows))).code == "far_cells"


def test_the_texts_of_a_workbook_are_measured_over_all_its_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = "".join(f"<si><t>{'y' * number}</t></si>" for number in range(300)).encode()
    for size in (1, 7, 1000):
        pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
        assert [*sizes._lengths(pieces)] == [number + 16 for number in range(300)]
        cells = b"".join(b'<c r="A1" t="s"><v>%d</v></c>' % number for number in range(300))
        assert [*sizes._shared(cells[at : at + size] for at in range(0, len(cells), size))] == [*range(300)]


def test_a_binary_workbook_and_a_nested_archive_are_told_as_what_they_are() -> None:
    assert refused(lambda: open_sheets("a.xlsb", workbook(ONLY_A_LOOK, {"xl/workbook.bin": b"x"}))) == Problem(
        "binary_workbook",
        "The workbook is in Excel's binary format (XLSB)",
        "XLSX, ODS or CSV",
        "Save it as XLSX.",
        path="a.xlsb",
    )
    ((name, inner),) = members("all.zip", packed({"inner.zip": packed({"posts.csv": "a,b\n1,2\n"})}))
    assert refused(lambda: open_sheets(name, inner)) == Problem(
        "nested_archive",
        "It is a packed file inside a packed file",
        mend="Unpack it, and hand in what it holds.",
        path="all.zip/inner.zip",
    )
    broken = workbook(ONLY_A_LOOK)[:-30]
    assert refused(lambda: open_sheets("a.xlsx", broken)).code == "damaged_workbook"


def test_the_files_of_an_archive_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LARGEST", 100)
    assert len(list(members("all.zip", packed({"a.csv": "x" * 60, "b.csv": "x" * 40})))) == 2
    assert refused(lambda: list(members("all.zip", packed({"a.csv": "x" * 60, "b.csv": "x" * 41})))).code == "too_large"


@pytest.mark.parametrize(("ending", "pack"), [("bz2", bz2.compress), ("xz", lzma.compress)])
def test_other_packed_files_stop_at_the_limit_too(
    ending: str, pack: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"posts.csv.{ending}"
    path.write_bytes(pack(b"views\n" + b"1\n" * 47))
    monkeypatch.setattr(sheets, "LARGEST", 100)
    assert len(open_table(path).rows) == 47
    path.write_bytes(pack(b"views\n" + b"1\n" * 48))
    assert refused(lambda: open_table(path)).code == "too_large"


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_with_more_columns_than_any_program_shows_is_refused_by_its_first_line(mark: str) -> None:
    found = refused(lambda: open_sheets("posts.csv", (mark.join("a" * 200_000) + "\n1\n").encode()))
    assert (found.code, found.what) == ("too_many_columns", "The table has 200000 columns")
    assert len(open_sheets("posts.csv", (mark.join("a" * 16_384) + "\n1\n").encode())[0].header) == 16_384


def test_records_of_json_that_share_no_key_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them has few; laid out as a table they have all."""
    records = [{f"key {number}": number} for number in range(100)]
    assert len(open_sheets("posts.json", json.dumps(records).encode())[0].rows) == 100
    monkeypatch.setattr(sizes, "CELLS", 9_999)
    assert refused(lambda: open_sheets("posts.json", json.dumps(records).encode())).code == "far_cells"
    wide = [{f"key {number}": 1 for number in range(20_000)}]
    assert refused(lambda: open_sheets("posts.json", json.dumps(wide).encode())).code == "too_many_columns"


def test_a_parquet_file_of_equal_rows_is_judged_by_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "posts.parquet"
    pq.write_table(pa.table({"views": pa.array([1] * 1001)}), path)
    monkeypatch.setattr(sizes, "CELLS", 100)
    found = refused(lambda: any_table._parquet(path))
    assert (found.code, found.what) == ("too_large", "The table has 1001 cells")
    monkeypatch.setattr(sizes, "CELLS", 101)
    assert len(any_table._parquet(path)) == 1001


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes and devices")
def test_only_files_are_read(tmp_path: Path) -> None:
    """A pipe waits for ever, a device never ends."""
    pipe = tmp_path / "posts.csv"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero"), Path("/dev/stdin")):
        (one,) = open_files([path], tmp_path, None)
        assert [problem.code for problem in one.problems] == ["no_regular_file"]
        with pytest.raises(RegistryError, match="is a pipe or a device"):
            read_text(path, path.name)
    assert refused(lambda: open_table(pipe)).code == "no_regular_file"
    assert refused(lambda: open_table(tmp_path)).code == "no_file"


def test_a_file_too_large_for_its_kind_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = tmp_path / "posts.csv"
    with large.open("wb") as file:
        file.truncate(sheets.LARGEST + 1)
    (one,) = open_files([large], tmp_path, None)
    assert one.problems[0].what == "The file is larger than 300 MB"
    with pytest.raises(RegistryError, match="larger than 32 MB"):
        read_text(large, "experiment.yaml")
