"""One case of ``doors/*.yaml``: what is changed, which door is tried, and every word of the refusal.

A file groups the cases of one door. A case has

- ``case``: what is wrong, in a few words;
- ``stage``: the workspace it starts from, see ``bases.py``;
- ``files``: by path: the file's new text, null to remove it, or a mapping: ``replace`` (old text: new text),
  ``rows`` (a workbook; a cell ``time: 00:00:07`` is a time of day), ``bytes`` (hexadecimal), ``encoding`` with
  ``text``, ``packed`` (a ZIP file), ``repeat`` a text (``{n}``: which time) so many ``times`` after ``before``;
- ``run``: the command line; or ``call``: a function of Python with its arguments;
- ``problems``: code, place (``at``), what, expected and mend of each problem, to the letter;
- ``accepted``: the nearest neighbour of which none of these problems is told: what of the case is different.

``{here}`` stands for the folder, ``{locked}`` for the day on which the stage was locked.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter
import yaml

DOORS = Path(__file__).parent / "doors"


@dataclass(frozen=True)
class Try:
    """Something that is done at a door."""

    stage: str
    files: Mapping[str, Any]
    run: tuple[str, ...] = ()
    call: str | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """A refusal, and its neighbour that is accepted, if there is one.

    Attributes:
        name: Its door and what is wrong.
        tried: What is refused.
        problems: What is told.
        neighbour: What is accepted.
    """

    name: str
    tried: Try
    problems: tuple[Mapping[str, str], ...]
    neighbour: Try | None


def all_cases() -> list[Case]:
    """Every case of every file."""
    return [_case(path.stem, one) for path in sorted(DOORS.glob("*.yaml")) for one in _read(path)]


def _read(path: Path) -> list[dict[str, Any]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: list[dict[str, Any]] = yaml.load(path.read_text(encoding="utf-8"), loader)
    return found


def _case(door: str, plain: Mapping[str, Any]) -> Case:
    other = plain.get("accepted")
    neighbour = None if other is None else _try({**plain, **other, "files": _both(plain, other)})
    return Case(f"{door}: {plain['case']}", _try(plain), tuple(plain.get("problems") or ()), neighbour)


def _both(plain: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    return {**(plain.get("files") or {}), **other["files"]} if "files" in other else dict(plain.get("files") or {})


def _try(plain: Mapping[str, Any]) -> Try:
    words = plain.get("run", ())
    run = tuple(words.split() if isinstance(words, str) else map(str, words))
    return Try(
        plain.get("stage", "empty"), plain.get("files") or {}, run, plain.get("call"), plain.get("arguments") or {}
    )


def change(root: Path, files: Mapping[str, Any]) -> None:
    """Put the files of a case into a workspace."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.unlink()
        elif isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        elif "replace" in content:
            path.write_text(_replaced(path, content["replace"]), encoding="utf-8")
        elif "rows" in content:
            _workbook(path, content["rows"])
        elif "repeat" in content:
            many = "".join(content["repeat"].replace("{n}", str(n)) for n in range(content["times"]))
            path.write_text(content.get("before", "") + many, encoding="utf-8")
        elif "packed" in content:
            with zipfile.ZipFile(path, "w") as archive:
                for member, text in content["packed"].items():
                    archive.writestr(member, text)
        elif "bytes" in content:
            path.write_bytes(bytes.fromhex(content["bytes"]))
        else:
            path.write_bytes(content["text"].encode(content["encoding"]))


def _replaced(path: Path, changes: Mapping[str, str]) -> str:
    text = path.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text, f"{path.name} has no {old!r}"
        text = text.replace(old, str(new), 1)
    return text


def _workbook(path: Path, rows: list[list[Any]]) -> None:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("Numbers")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                _write(sheet, number, column, cell)


def _write(sheet: Any, row: int, column: int, cell: Any) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(row, column, datetime.combine(cell, time()))
    elif isinstance(cell, dict):
        sheet.write_datetime(row, column, time.fromisoformat(cell["time"]))
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif cell is not None:
        sheet.write(row, column, cell)
