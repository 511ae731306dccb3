"""A table as cells, and how a program saves it: separator, encoding, line ends, quotes, container."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import xlsxwriter

Cells = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """How cells become bytes.

    Attributes:
        first: A line above the table, such as Excel's ``sep=;``.
        container: csv, xlsx (cells of text), gz or zip.
    """

    separator: str = ","
    encoding: str = "utf-8"
    newline: str = "\n"
    quoted: bool = True
    first: str = ""
    container: str = "csv"

    @property
    def suffix(self) -> str:
        return {"csv": ".csv", "gz": ".csv.gz", "zip": ".zip", "xlsx": ".xlsx"}[self.container]

    def dump(self, cells: Cells) -> bytes:
        """The bytes of the file."""
        if self.container == "xlsx":
            return workbook(cells)
        out = io.StringIO()
        quoting = csv.QUOTE_ALL if self.quoted else csv.QUOTE_MINIMAL
        csv.writer(out, delimiter=self.separator, quoting=quoting, lineterminator=self.newline).writerows(cells)
        first = self.first + self.newline if self.first else ""
        data = (first + out.getvalue()).encode(self.encoding, "surrogatepass")
        if self.container == "gz":
            return gzip.compress(data, mtime=0)
        if self.container == "zip":
            return packed({"Content.csv": data})
        return data


def workbook(cells: Cells | list[list[object]]) -> bytes:
    """A plain workbook of one sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("S")
    for row, line in enumerate(cells):
        for column, cell in enumerate(line):
            if hasattr(cell, "year"):
                sheet.write_datetime(row, column, cell, day)
            elif isinstance(cell, str):
                sheet.write_string(row, column, cell[:32_000])
            elif cell is not None:
                sheet.write(row, column, cell)
    book.close()
    return out.getvalue()


def packed(files: dict[str, bytes]) -> bytes:
    """A ZIP of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


@cache
def cells_of(path: Path, most: int = 40) -> Cells:
    """The first rows of a CSV that stands in UTF-8; Excel's first line is left out."""
    text = path.read_text(encoding="utf-8-sig")
    if text.startswith("sep="):
        text = text.split("\n", 1)[1]
    separator = ";" if ";" in text.split("\n", 1)[0] else ","
    rows = [tuple(row) for row in csv.reader(io.StringIO(text), delimiter=separator) if row]
    return tuple(rows[: most + 1])
