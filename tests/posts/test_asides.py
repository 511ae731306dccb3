"""Lines that are no posts are set aside and told, in CSV and in workbooks, and posts never are."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import yaml

from cliptrial.posts.any_table import LINES_ASIDE, read_any_table

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "asides.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_lines_that_are_no_posts_are_set_aside(case: dict[str, Any], kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"t.{kind}"
    if kind == "csv":
        path.write_text(case["file"], encoding="utf-8")
    else:
        _workbook(path, case["file"].removeprefix("sep=;\n"))
    frame = read_any_table(path, numbers=["v"])
    first = 1 if kind == "xlsx" and case["file"].startswith("sep=") else 0
    assert frame["v"].tolist() == case["left"]
    assert [*frame.attrs[LINES_ASIDE]] == [row - first for row in case["aside"]]


def _workbook(path: Path, text: str) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(csv.reader(StringIO(text), delimiter=";" if ";" in text else ",")):
            for place, cell in enumerate(row):
                sheet.write(number, place, float(cell) if cell.isdecimal() else cell)
