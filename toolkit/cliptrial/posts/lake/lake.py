"""The lake: a folder of append-only Parquet files, one folder a table.

A file is named after the hash of its logical rows, so handing in the same rows again changes nothing;
it appears by an atomic rename, so a kill at any moment loses nothing and nobody needs a lock. Later
exports add rows and never overwrite any.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from weakref import WeakSet

import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq

from cliptrial.errors import SourceError
from cliptrial.posts.lake.tables import NOT_FACTS, TABLES, Row, conform
from cliptrial.posts.workbook.drafts import draft_of, sweep
from cliptrial.registry.safety.copies import PART, half_here

if TYPE_CHECKING:
    import duckdb

_ENGINES: WeakSet[duckdb.DuckDBPyConnection] = WeakSet()
"""Those that may be at work; who is stopped stops them."""
Frame: TypeAlias = "nw.LazyFrame[duckdb.DuckDBPyRelation]"
"""Rows that nobody has asked for yet."""


class Lake:
    """Every fact that was ever handed in.

    Args:
        folder: Where the tables live; it is made by the first append.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        self._swept: set[str] = set()
        self._scans: dict[tuple[str, ...], Frame] = {}

    def append(self, table: str, data: pa.Table) -> bool:
        """Add the rows of ``data`` to ``table``; False when exactly these rows were there already.

        What a killed writer left behind is tidied up on the way.

        Raises:
            ValueError: ``data`` does not fit the table.
        """
        rows = conform(table, data)
        if table not in self._swept:
            sweep(self.folder / table)
            self._swept.add(table)
        target = self.folder / table / f"{logical_hash(rows)}.parquet"
        if not rows.num_rows or target.exists():
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(rows, target)
        return True

    def files(self, table: str) -> list[Path]:
        """The finished files of a table, by name; what killed writers and sync programs left is not among them."""
        folder = self.folder / table
        return sorted(path for path in folder.iterdir() if PART.fullmatch(path.name)) if folder.is_dir() else []

    def scan(self, table: str) -> Frame:
        """All rows of a table, lazily, on DuckDB; a table without files has its columns and no rows.

        Raises:
            SourceError: A file is only half there; every one is named.
        """
        files = self.files(table)
        names = tuple(path.as_posix() for path in files)
        if (table, *names) not in self._scans:
            broken = [problem for path in files if (problem := half_here(path)) is not None]
            if broken:
                raise SourceError(broken)
            self._scans[table, *names] = self._scan(table, names)
        return self._scans[table, *names]

    def _scan(self, table: str, names: Sequence[str]) -> Frame:
        empty = f"empty_{table}"
        self._engine.register(empty, TABLES[table].empty_table())
        query = f"SELECT * FROM {empty}"
        if names:
            quoted = ", ".join("'" + name.replace("'", "''") + "'" for name in names)
            query += f" UNION ALL BY NAME SELECT * FROM read_parquet([{quoted}], union_by_name = true)"
        return nw.from_native(self._engine.sql(query))

    def read(self, table: str) -> pa.Table:
        """All rows of a table as Arrow, in an order that depends on the rows only."""
        frame = arrow(self.scan(table))
        return frame.sort_by([(name, "ascending") for name in frame.column_names if name != "hashtags"])

    def lazy(self, data: pa.Table) -> Frame:
        """An Arrow table beside the lake's own, so that one query can join them."""
        return nw.from_native(self._engine.from_arrow(data))

    def fingerprint(self) -> str:
        """The hash of everything in the lake, for a result's provenance."""
        names = [f"{table}/{path.name}" for table in sorted(TABLES) for path in self.files(table)]
        return hashlib.sha256("\n".join(names).encode()).hexdigest()

    @cached_property
    def _engine(self) -> duckdb.DuckDBPyConnection:
        engine = _database(os.getpid()).cursor()
        _ENGINES.add(engine)
        return engine


@cache
def _database(_process: int) -> duckdb.DuckDBPyConnection:
    """One in memory for each process, as starting one takes longer than most questions; a fork needs its own."""
    import duckdb

    return duckdb.connect()


def arrow(frame: Frame) -> pa.Table:
    """What a query gives, as Arrow.

    It runs beside the main thread, which alone hears Ctrl-C and could not while it waits for the engine itself.
    """
    with ThreadPoolExecutor(1) as beside:
        running = beside.submit(lambda: frame.collect("pyarrow").to_native())
        try:
            table: pa.Table = running.result()
        except BaseException:
            for engine in list(_ENGINES):
                engine.interrupt()
            raise
    return table


def rows_of(frame: Frame) -> list[Row]:
    """What a query gives, row by row."""
    rows: list[Row] = arrow(frame).to_pylist()
    return rows


def logical_hash(data: pa.Table) -> str:
    """SHA-256 of the rows as sorted JSON lines without nulls, so neither order nor Parquet writer matters."""
    names = [name for name in data.column_names if name not in NOT_FACTS]
    lines = sorted(
        json.dumps({k: v for k, v in row.items() if v is not None}, sort_keys=True, default=_as_text)
        for row in data.select(names).to_pylist()
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no text for {value!r}")


def _write_whole(rows: pa.Table, target: Path) -> None:
    """Write beside the target and rename: readers see the whole file or none."""
    draft = draft_of(target)
    try:
        pq.write_table(rows, draft, compression="zstd")
        with draft.open("rb+") as stream:
            os.fsync(stream.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
