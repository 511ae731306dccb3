"""The lake: a folder of append-only Parquet files, one folder a table.

A file is named after the hash of its logical rows, so handing in the same rows again changes nothing;
it appears by an atomic rename, so a kill at any moment loses nothing and nobody needs a lock. Later
exports add rows and never overwrite any. Which parts stand says the ledger; a part that a compact file holds is
read from there, every part from one file.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias
from weakref import WeakSet

import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq

from cliptrial.errors import Problem, SourceError
from cliptrial.messages import says
from cliptrial.posts.lake.identity import logical_hash
from cliptrial.posts.lake.ledger import Ledger
from cliptrial.posts.lake.tables import TABLES, Row, conform
from cliptrial.posts.workbook.drafts import draft_of, sweep
from cliptrial.registry.safety.copies import PART, half_here

if TYPE_CHECKING:
    import duckdb

_ENGINES: WeakSet[duckdb.DuckDBPyConnection] = WeakSet()
"""Those that may be at work; who is stopped stops them."""
Frame: TypeAlias = "nw.LazyFrame[duckdb.DuckDBPyRelation]"
"""Rows that nobody has asked for yet."""


IN_MEMORY = 8 * 1024**2
"""Bytes of a table's files up to which its rows are held in memory."""
FEW = 5_000
"""Rows that are handed to the engine as they are; more of them go through Arrow, which takes longer to begin."""
_ARROW: Mapping[str, pa.DataType] = {"VARCHAR": pa.string(), "BIGINT": pa.int64(), "DOUBLE": pa.float64()}
MOST_HELD = 16
"""Tables that are held at once: those of the last few states of a store."""
_HOLDING = Lock()
COMPACT = "compact"
"""The folder of the compact files: by table, many parts in one file, each row with its part."""
PART_COLUMN = '"#part"'
"""In a compact file: the hash that the row's part is named after; no number can be called so."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of rows that were handed in: the part that holds them, and whether they had not been there."""

    part: str
    fresh: bool


class Lake:
    """Every fact that was handed in and not taken back.

    Args:
        folder: Where the tables live; it is made by the first append.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        self.ledger = Ledger(self.folder)
        self._swept: set[str] = set()
        self._kept: set[str] = set()
        self._scans: dict[tuple[object, ...], Frame | None] = {}

    def append(self, table: str, data: pa.Table) -> bool:
        """Add the rows of ``data`` to ``table``; False when exactly these rows were there already.

        Raises:
            ValueError: ``data`` does not fit the table.
        """
        rows = conform(table, data)
        return rows.num_rows > 0 and self.keep(table, rows).fresh

    def keep(self, table: str, data: pa.Table) -> Kept:
        """Have the rows of ``data`` on the disk; where they were taken back, they stand with their next hand-in.

        What a killed writer left behind is tidied up on the way.

        Raises:
            ValueError: ``data`` does not fit the table.
        """
        rows = conform(table, data)
        if table not in self._swept:
            sweep(self.folder / table)
            self._swept.add(table)
        name = logical_hash(rows)
        part, target = f"{table}/{name}", self.folder / table / f"{name}.parquet"
        there = self.knows(part)
        if not there:
            target.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(rows, target)
        fresh = not there or part in self._hidden()
        self._kept.add(part)
        return Kept(part, fresh)

    def knows(self, part: str) -> bool:
        """Whether a part was ever handed in, even where all of its rows were removed since."""
        table, _, name = part.partition("/")
        compact = any(part in parts for parts in self.compact_files(table).values())
        return compact or (self.folder / table / f"{name}.parquet").exists()

    def _hidden(self) -> frozenset[str]:
        """What was taken back; what is just being handed in again stands already."""
        return self.ledger.standing().hidden - self._kept

    def homes(self, table: str) -> Mapping[str, Path]:
        """By name of each standing part: the one file that it is read from.

        What killed writers and sync programs left is not among them.

        Raises:
            SourceError: An event of the ledger is not here.
        """
        hidden = self._hidden()
        return {part: home for part, home in self.all_homes(table).items() if part not in hidden}

    def all_homes(self, table: str) -> Mapping[str, Path]:
        """The same with the parts that were taken back: nothing is ever removed."""
        homes = {f"{table}/{path.stem}": path for path in self.plain_files(table)}
        for path, parts in reversed(list(self.compact_files(table).items())):
            homes |= dict.fromkeys(parts, path)
        return dict(sorted(homes.items()))

    def files(self, table: str) -> list[Path]:
        """The files that a table is read from, by name."""
        return sorted(set(self.homes(table).values()))

    def plain_files(self, table: str) -> list[Path]:
        """The files of single parts, whether they stand or not."""
        folder = self.folder / table
        return sorted(path for path in folder.iterdir() if PART.fullmatch(path.name)) if folder.is_dir() else []

    def compact_files(self, table: str) -> Mapping[Path, frozenset[str]]:
        """Those that are there, with all of their parts; those of most parts first."""
        folder = self.folder / COMPACT / table
        events = [event for event in self.ledger.standing().replaced if event.parts[0].startswith(f"{table}/")]
        named = [(folder / f"{event.by}.parquet", frozenset(event.parts)) for event in events]
        return {path: parts for path, parts in named if path.exists()}

    def scan(self, table: str, *, once: bool = False) -> Frame:
        """All rows of a table, lazily, on DuckDB; a table without files has its columns and no rows.

        Of one that changes after little was asked of it (``once``) not all is held in memory.

        Raises:
            SourceError: A file is only half there, or not at all; every one is named.
        """
        homes = self.homes(table)
        query = " UNION ALL BY NAME ".join([f"SELECT * FROM empty_{table}", *self._selects(table, homes)])
        stats = [path.stat() for path in sorted(set(homes.values()))]
        asked = query, once, *((stat.st_size, stat.st_mtime_ns) for stat in stats)
        if asked not in self._scans:
            if problems := self.problems(table):
                raise SourceError(problems)
            self.engine.register(f"empty_{table}", pa.Table.from_batches([], TABLES[table]))
            small = not once and sum(stat.st_size for stat in stats) <= IN_MEMORY
            self._scans[asked] = None if small else nw.from_native(self.engine.sql(query))
        scan = self._scans[asked]
        return nw.from_native(self._held(query, asked)) if scan is None else scan

    def _held(self, query: str, asked: tuple[object, ...]) -> duckdb.DuckDBPyRelation:
        """The rows of a query in memory: one command asks a dozen questions of the same few files."""
        name = f"held_{hashlib.sha256(repr(asked).encode()).hexdigest()}"
        with _HOLDING:
            held = _held_tables(os.getpid())
            if name in held:
                held.remove(name)
            else:
                self.engine.execute(f"CREATE OR REPLACE TABLE {name} AS {query}")
            held.append(name)
            while len(held) > MOST_HELD:
                self.engine.execute(f"DROP TABLE IF EXISTS {held.pop(0)}")
        return self.engine.table(name)

    def _selects(self, table: str, homes: Mapping[str, Path], *, with_part: bool = False) -> Iterator[str]:
        """The rows of these parts, of each file those that are read from it."""
        plain = ", ".join(_quoted(home) for part, home in homes.items() if home.stem == part.partition("/")[2])
        if plain:
            columns = f'* EXCLUDE ("#file"), parse_filename("#file", true) AS {PART_COLUMN}' if with_part else "*"
            named = ", filename = '#file'" if with_part else ""
            yield f"SELECT {columns} FROM read_parquet([{plain}], union_by_name = true{named})"
        for path, parts in self.compact_files(table).items():
            others = [part for part in sorted(parts) if homes.get(part) != path]
            if len(others) < len(parts):
                names = ", ".join(f"'{part.partition('/')[2]}'" for part in others)
                only = f" WHERE {PART_COLUMN} NOT IN ({names})" if others else ""
                columns = "*" if with_part else f"* EXCLUDE ({PART_COLUMN})"
                yield f"SELECT {columns} FROM read_parquet({_quoted(path)}){only}"

    def count(self, homes: Mapping[str, Path]) -> int:
        """Rows of these parts of one table, as far as their files are here."""
        here = {part: home for part, home in homes.items() if half_here(home) is None}
        query = " UNION ALL BY NAME ".join(self._selects(next(iter(here)).partition("/")[0], here)) if here else ""
        return len(self.engine.sql(query)) if query else 0

    def problems(self, table: str) -> list[Problem]:
        """A problem for every file of a table that is only half here, or not at all."""
        homes = self.homes(table)
        half = [problem for path in sorted(set(homes.values())) if (problem := half_here(path)) is not None]
        held = {part for part in self.ledger.standing().held if part.startswith(f"{table}/")}
        return [*half, *(_missing(part, self.folder) for part in sorted(held - homes.keys()))]

    def rows_with_part(self, table: str, homes: Mapping[str, Path]) -> str:
        """A query for all rows of these parts, each with its part in :data:`PART_COLUMN`."""
        self.engine.register(f"empty_{table}", pa.Table.from_batches([], TABLES[table]))
        none = f"SELECT *, NULL::VARCHAR AS {PART_COLUMN} FROM empty_{table}"
        return " UNION ALL BY NAME ".join([none, *self._selects(table, homes, with_part=True)])

    def write_compact(self, query: str, target: Path) -> None:
        """The rows of :meth:`rows_with_part`, or some of them, into one file; they flow through, however many."""
        draft = draft_of(target)
        try:
            self.engine.execute(f"COPY ({query}) TO {_quoted(draft)} (FORMAT parquet, COMPRESSION zstd)")
            _appear(draft, target)
        finally:
            draft.unlink(missing_ok=True)

    def read(self, table: str) -> pa.Table:
        """All rows of a table as Arrow, in an order that depends on the rows only."""
        frame = arrow(self.scan(table))
        return frame.sort_by([(name, "ascending") for name in frame.column_names if name != "hashtags"])

    def distinct(self, table: str, column: str, **only: str) -> list[str]:
        """The texts of a column, each once, of rows whose other columns have these values."""
        frame = self.scan(table, once=True)
        for name, value in only.items():
            frame = frame.filter(nw.col(name) == value)
        return sorted(row[column] for row in rows_of(frame.select(column).unique()) if row[column] is not None)

    def in_order(self, table: str) -> Frame:
        """All rows of a table with ``handed_in``: which hand-in told them last, the first of all being the lowest."""
        numbers: dict[str, int] = {}
        standing = self.ledger.standing()
        for id_, event in standing.hand_ins.items():
            if id_ not in standing.withdrawn:
                numbers |= dict.fromkeys(event.parts, event.number)
        homes = self.homes(table)
        if not homes:
            return self.scan(table).with_columns(nw.lit(0).alias("handed_in"))
        if problems := self.problems(table):
            raise SourceError(problems)
        rows = self.rows_with_part(table, homes)
        names = [part.partition("/")[2] for part in homes]
        order = self.given(part=("VARCHAR", names), handed_in=("BIGINT", [numbers.get(part, 0) for part in homes]))
        parts = nw.from_native(self.engine.sql(rows)).rename({PART_COLUMN.strip('"'): "part"})
        return parts.join(order, on="part", how="left")

    def given(self, **columns: tuple[str, Sequence[object]]) -> Frame:
        """A table beside the lake's own, so that one query can join them; a short one without Arrow: it needs pandas.

        Args:
            columns: By name: a type of DuckDB, and the values.
        """
        if max(len(values) for _, values in columns.values()) > FEW:
            arrays = {name: pa.array(values, _ARROW[kind]) for name, (kind, values) in columns.items()}
            return nw.from_native(self.engine.from_arrow(pa.table(arrays)))
        select = ", ".join(f'unnest(?::{kind}[]) AS "{name}"' for name, (kind, _) in columns.items())
        given = [list(values) for _, values in columns.values()]
        return nw.from_native(self.engine.sql(f"SELECT {select}", params=given))

    def fingerprint(self) -> str:
        """The hash of everything in the lake, for a result's provenance; of its rows, in whichever files they lie."""
        names = [f"{part}.parquet" for table in sorted(TABLES) for part in self.homes(table)]
        # Of a part from which something was removed the name stays.
        return hashlib.sha256("\n".join([*names, *self.ledger.standing().removals]).encode()).hexdigest()

    @cached_property
    def engine(self) -> duckdb.DuckDBPyConnection:
        """What answers questions; one for each lake, on one database for each process."""
        engine = _database(os.getpid()).cursor()
        _ENGINES.add(engine)
        return engine


@cache
def _database(_process: int) -> duckdb.DuckDBPyConnection:
    """One in memory for each process, as starting one takes longer than most questions; a fork needs its own."""
    import duckdb

    return duckdb.connect()


@cache
def _held_tables(_process: int) -> list[str]:
    """The names of the tables that are held in memory, the one first that was not asked for the longest."""
    return []


def _quoted(path: Path) -> str:
    return "'" + path.as_posix().replace("'", "''") + "'"


def _missing(part: str, store: Path) -> Problem:
    what = says("{name} is not on this computer, so numbers that were handed in are missing", name=f"{part}.parquet")
    mend = says(
        "Wait until your sync program has brought it; if it is lost, hand in its export again, or take it back."
    )
    return Problem("part_missing", what, says("The whole file"), mend, path=f"{store.name}/{part}.parquet")


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


def _write_whole(rows: pa.Table, target: Path) -> None:
    """Write beside the target and rename: readers see the whole file or none."""
    draft = draft_of(target)
    try:
        pq.write_table(rows, draft, compression="zstd")
        _appear(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def _appear(draft: Path, target: Path) -> None:
    with draft.open("rb+") as stream:
        os.fsync(stream.fileno())
    draft.replace(target)
