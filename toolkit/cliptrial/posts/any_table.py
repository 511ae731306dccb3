"""Any table of posts that people have: CSV, compressed CSV, XLSX or Parquet, as a data frame."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
from python_calamine import CalamineError

from cliptrial.errors import Problem, SourceError

_MEND = "Save it as CSV in UTF-8 and hand in that file."
_EXCEL = (".xlsx", ".xls", ".ods")
_SHOWN = 12
_ABOVE = 50
"""Empty lines above a header that are looked through."""
_NOTHING = ("#N/A", "#N/A N/A", "#NA", "<NA>", "N/A", "NA", "NULL", "NaN", "-NaN", "None", "n/a", "nan", "-nan", "null")
"""What programs write for a missing value; as the name of an arm each of them is a name."""


def read_any_table(
    path: Path,
    *,
    where: Sequence[tuple[str, str]] = (),
    only: Mapping[str, Sequence[str]] | None = None,
    names: Sequence[str] = (),
    needed: Sequence[str] = (),
) -> pd.DataFrame:
    """Read a table with one row a post; ids of many digits stay text.

    The index counts the rows of the file below its header from 0, whatever was left out.

    Args:
        path: The file.
        where: Keep rows whose column, as text, has the value.
        only: Keep rows whose column, as text, has one of the values.
        names: Columns that hold names: they stay as written, so that ``None``, ``NA`` and ``01`` are names too.
        needed: Further columns that may not be there twice.

    Raises:
        SourceError: If the file is missing, unreadable or empty, a column or a value to keep does not exist, or
            no row is left.
    """
    kept = only or {}
    texts = [*names, *(column for column, _ in where), *kept]
    frame = _read(path, texts, [*texts, *needed])
    problems = [*_unknown_columns(frame, [*(column for column, _ in where), *kept], path)]
    if problems:
        raise SourceError(problems)
    for column, value in where:
        frame = frame[_texts(frame[column]) == value]
    problems = [*_unknown_values(frame, kept, path)]
    if problems and not frame.empty:
        raise SourceError(problems)
    for column, values in kept.items():
        frame = frame[_texts(frame[column]).isin([str(value) for value in values])]
    if frame.empty:
        told = ", ".join(f"{column}={value}" for column, value in where)
        what = f"no row is left after {told}" if told else "there is no row below the header"
        raise SourceError(Problem("no_rows", what, "a table with at least one post", path=path.name))
    return frame


def _unknown_columns(frame: pd.DataFrame, columns: Iterable[str], path: Path) -> Iterator[Problem]:
    for column in dict.fromkeys(columns):
        if column not in frame.columns:
            expected = f"one of {_listed(frame.columns)}"
            yield Problem("unknown_column", f'there is no column "{column}"', expected, path=path.name, field=column)


def _unknown_values(frame: pd.DataFrame, only: Mapping[str, Sequence[str]], path: Path) -> Iterator[Problem]:
    """Values to keep that no row has; a misspelt one would else be left out without a word."""
    for column, values in only.items():
        there = _texts(frame[column]).value_counts().index
        for value in dict.fromkeys(str(one) for one in values):
            if value not in there:
                told, expected = f'no row has "{value}" in "{column}"', f"one of {_listed(there)}"
                yield Problem("unknown_value", told, expected, path=path.name, field=column)


def _listed(names: Iterable[object]) -> str:
    texts = [str(name) for name in names]
    more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    return ", ".join(texts[:_SHOWN]) + more


def _texts(column: pd.Series[Any]) -> pd.Series[Any]:
    return column.map(_as_written, na_action="ignore")


def _as_written(cell: object) -> str | None:
    """A name as people see it; None for a blank cell."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell) if cell == cell else None
    return str(cell).strip() or None


def _read(path: Path, texts: Sequence[str], asked: Sequence[str]) -> pd.DataFrame:
    if not path.is_file():
        raise SourceError(
            Problem(
                "no_file",
                f"there is no file {path.name}",
                "an existing file",
                "Check its name and folder.",
                path=path.name,
            )
        )
    try:
        if path.suffix.lower() == ".parquet":
            return pd.read_parquet(path)
        read = _excel if path.suffix.lower() in _EXCEL else _csv
        header, frame = read(path, texts)
    except UnicodeDecodeError as error:
        what = f"byte {error.start} is not UTF-8"
        raise SourceError(Problem("encoding", what, "a table in UTF-8", _MEND, path=path.name)) from None
    except (ValueError, OSError, CalamineError) as error:
        expected = "CSV, XLSX or Parquet with a header row"
        raise SourceError(Problem("unreadable", _why(error), expected, _MEND, path=path.name)) from None
    twice = [name for name in dict.fromkeys(asked) if header.count(name) > 1]
    if twice:
        raise SourceError(
            Problem(
                "repeated_column",
                f'{header.count(name)} columns are called "{name}"',
                "one",
                "Rename or remove the others.",
                path=path.name,
                field=name,
            )
            for name in twice
        )
    frame = frame.rename(columns=lambda name: str(name).strip())
    return frame.assign(**{name: _texts(frame[name]) for name in dict.fromkeys(texts) if name in frame.columns})


def _why(error: Exception) -> str:
    """Why a table cannot be read, in words for people who know nothing of parsers."""
    text = str(error)
    if "No columns to parse" in text:
        return "the file is empty"
    if "EOF inside string" in text:
        return "a quotation mark is opened and never closed"
    if found := re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", text):
        wanted, line, seen = found.groups()
        return f"line {line} has {seen} columns, the lines above it have {wanted}"
    if not isinstance(error, pd.errors.ParserError):
        return "the file is damaged, or not what its name says"
    return f"the table cannot be read: {text.splitlines()[0]}"


def _excel(path: Path, texts: Sequence[str]) -> tuple[list[str], pd.DataFrame]:
    first = pd.read_excel(path, engine="calamine", header=None, nrows=1)
    header = [] if first.empty else [str(cell) for cell in first.iloc[0]]
    frame = pd.read_excel(path, engine="calamine", keep_default_na=False, na_values=_missing(header, texts))
    return [name.strip() for name in header], frame


def _csv(path: Path, texts: Sequence[str]) -> tuple[list[str], pd.DataFrame]:
    """A CSV with its ids as text; empty rows and headers that were pasted along are no rows."""
    above, separator = _above_and_separator(path)
    shape: dict[str, Any] = {"encoding": "utf-8-sig", "sep": separator, "skiprows": above, "skip_blank_lines": False}
    header = [str(cell).strip() for cell in pd.read_csv(path, header=None, nrows=1, dtype=str, **shape).iloc[0]]
    text = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""], **shape)
    left = ~((text == list(text.columns)).all(axis=1) | text.isna().all(axis=1))
    whole: dict[str, Any] = {column: str for column in text.columns if column.strip() in texts or _is_id(text[column])}
    common: dict[str, Any] = {"dtype": whole, "low_memory": False, "keep_default_na": False}
    common["na_values"] = _missing(text.columns, texts)
    source = path if left.all() else StringIO(text[left].to_csv(index=False))
    frame = pd.read_csv(source, **common, **(shape if left.all() else {}))
    frame.index = text.index[left] + above
    return header, frame


def _is_id(column: pd.Series[Any]) -> bool:
    return bool(column.head(50).dropna().str.fullmatch(r"\d{16,}").any())


def _missing(header: Iterable[str], texts: Sequence[str]) -> dict[str, list[str]]:
    """By column: what stands for a missing value; in names only nothing does."""
    return {column: [""] if column.strip() in texts else ["", *_NOTHING] for column in header}


def _above_and_separator(path: Path) -> tuple[int, str]:
    """Empty lines above the header, and the character that splits it into most columns."""
    shape: dict[str, Any] = {
        "encoding": "utf-8-sig",
        "sep": "\x01",
        "engine": "python",
        "quoting": 3,
        "names": ["line"],
    }
    lines = pd.read_csv(path, nrows=_ABOVE, dtype=str, skip_blank_lines=False, **shape)["line"].fillna("").str.strip()
    filled = [place for place, line in enumerate(lines) if line]
    if not filled:
        raise pd.errors.EmptyDataError("No columns to parse")
    return filled[0], max((",", ";", "\t", "|"), key=lines[filled[0]].count)
