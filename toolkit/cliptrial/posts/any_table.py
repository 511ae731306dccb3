"""Any table of posts that people have: CSV, compressed CSV, XLSX or Parquet, as a data frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError

from cliptrial.errors import Problem, SourceError

_MEND = "Save it as CSV in UTF-8 and hand in that file."


def read_any_table(
    path: Path, *, where: Sequence[tuple[str, str]] = (), only: Mapping[str, Sequence[str]] | None = None
) -> pd.DataFrame:
    """Read a table with one row a post; ids of many digits stay text.

    Args:
        path: The file.
        where: Keep rows whose column, as text, has the value.
        only: Keep rows whose column, as text, has one of the values.

    Raises:
        SourceError: If the file is missing, unreadable or empty, a column does not exist, or no row is left.
    """
    frame = _read(path)
    unknown = [column for column, _ in [*where, *(only or {}).items()] if column not in frame.columns]
    if unknown:
        known = ", ".join(map(str, frame.columns))
        raise SourceError(
            Problem("unknown_column", f'there is no column "{column}"', f"one of {known}", path=path.name, field=column)
            for column in dict.fromkeys(unknown)
        )
    for column, value in where:
        frame = frame[frame[column].astype(str) == value]
    for column, values in (only or {}).items():
        frame = frame[frame[column].astype(str).isin([str(v) for v in values])]
    if frame.empty:
        told = ", ".join(f"{column}={value}" for column, value in where) or "its header"
        raise SourceError(
            Problem("no_rows", f"no row is left after {told}", "a table with at least one post", path=path.name)
        )
    return frame.reset_index(drop=True)


def _read(path: Path) -> pd.DataFrame:
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
        if path.suffix.lower() in (".xlsx", ".xls", ".ods"):
            return pd.read_excel(path, engine="calamine")
        return _csv(path)
    except UnicodeDecodeError as error:
        what = f"byte {error.start} is not UTF-8"
        raise SourceError(Problem("encoding", what, "a table in UTF-8", _MEND, path=path.name)) from None
    except (ValueError, OSError, CalamineError) as error:
        what = "the table cannot be read: " + str(error).splitlines()[0]
        raise SourceError(
            Problem("unreadable", what, "CSV, XLSX or Parquet with a header row", _MEND, path=path.name)
        ) from None


def _csv(path: Path) -> pd.DataFrame:
    """A CSV with its ids as text; empty rows and headers that were pasted along are no rows."""
    separator = _separator(path)
    text = pd.read_csv(path, dtype=str, encoding="utf-8-sig", sep=separator)
    ids = {column: str for column in text.columns if text[column].head(50).dropna().str.fullmatch(r"\d{16,}").any()}
    pasted = (text == list(text.columns)).all(axis=1) | text.isna().all(axis=1)
    if pasted.any():
        rows = StringIO(text[~pasted].to_csv(index=False))
        return pd.read_csv(rows, dtype=ids, low_memory=False)
    return pd.read_csv(path, dtype=ids, encoding="utf-8-sig", sep=separator, low_memory=False)


def _separator(path: Path) -> str:
    """The character that splits the header into most columns."""
    header = pd.read_csv(path, encoding="utf-8-sig", sep="\x01", engine="python", nrows=0, header=0).columns[0]
    return max((",", ";", "\t", "|"), key=str(header).count)
