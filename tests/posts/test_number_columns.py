"""A column of numbers is decided as a whole and by its file, the same way at every door."""

from __future__ import annotations

import csv
from io import StringIO
from math import nan
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import yaml

from cliptrial.errors import SourceError
from cliptrial.posts.any_table import read_any_table
from cliptrial.posts.sheets import open_sheets
from cliptrial.posts.sources.cells import numbers, rows_of
from cliptrial.posts.sources.request import Findings

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "number_columns.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
@pytest.mark.parametrize("door", ["table", "workbook", "ingest"])
def test_a_column_is_read_by_its_file_or_refused_with_both_readings(
    case: dict[str, Any], door: str, tmp_path: Path
) -> None:
    """As CSV and as text in a workbook for ``compare`` and ``chance``, and as ``ingest`` reads it."""
    read = {"table": _table, "workbook": _workbook, "ingest": _ingest}[door]
    if "refused" in case:
        with pytest.raises(SourceError) as caught:
            read(case, tmp_path)
        first = caught.value.problems[0]
        assert (f"could be {case['refused']}" in first.what, "--locale de" in first.mend) == (True, True)
        return
    wanted = [nan if one is None else one for one in case["numbers"]]
    assert read(case, tmp_path) == pytest.approx(wanted, rel=1e-12, nan_ok=True)


def _table(case: dict[str, Any], folder: Path, name: str = "t.csv") -> list[float]:
    path = folder / name
    if name == "t.csv":
        path.write_text(case["file"], encoding="utf-8")
    return [*map(float, read_any_table(path, numbers=[case["column"]], locale=case.get("locale"))[case["column"]])]


def _workbook(case: dict[str, Any], folder: Path) -> list[float]:
    with xlsxwriter.Workbook(str(folder / "t.xlsx")) as book:
        sheet = book.add_worksheet()
        delimiter = ";" if ";" in case["file"].split("\n")[0] else ","
        for number, row in enumerate(csv.reader(StringIO(case["file"]), delimiter=delimiter)):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell)
    return _table(case, folder, "t.xlsx")


def _ingest(case: dict[str, Any], _folder: Path) -> list[float]:
    (sheet,) = open_sheets("t.csv", case["file"].encode())
    findings = Findings(sheet)
    found = numbers(rows_of(sheet, findings), {"key": case["column"]}, findings, case.get("locale"))
    findings.raise_any()
    return found["key"].tolist()
