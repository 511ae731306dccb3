"""Compaction: the many small files of a table become one, and nothing that is read from them changes.

The event comes first and means nothing until the compact file appears, whole, by a rename: from that moment every part
is read from there. The small files stay until the next compaction, for those who are reading them meanwhile and for
computers that the compact file has not reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cliptrial.errors import SourceError
from cliptrial.posts.lake.lake import COMPACT, Lake
from cliptrial.posts.lake.tables import LINKS_BEFORE, TABLES
from cliptrial.posts.workbook.drafts import sweep
from cliptrial.registry.safety.copies import half_here


@dataclass(frozen=True, slots=True)
class Compacted:
    """One table: how many files it was read from before and after, and how many were removed that nobody reads."""

    table: str
    before: int
    after: int
    removed: int


def compact(lake: Lake) -> tuple[Compacted, ...]:
    """Put all parts of every table into one file each, those that were taken back, too.

    Whoever calls it has the workspace to himself.

    Raises:
        SourceError: A file or an event is only half there; nothing of its table was changed.
    """
    return tuple(_compact(lake, table) for table in TABLES if table != LINKS_BEFORE)


def _compact(lake: Lake, table: str) -> Compacted:
    homes = lake.all_homes(table)
    before = set(homes.values())
    if problems := [*lake.problems(table), *filter(None, map(half_here, sorted(before)))]:
        raise SourceError(dict.fromkeys(problems))
    # What nobody read before this compaction, nobody is in the middle of reading.
    spare = [path for path in (*lake.plain_files(table), *lake.compact_files(table)) if path not in before]
    if len(before) > 1:
        _write(lake, table, homes)
    for path in spare:
        with suppress(OSError):  # Windows keeps a file that is open
            path.unlink(missing_ok=True)
    return Compacted(table, len(before), len(set(lake.all_homes(table).values())), len(spare))


def _write(lake: Lake, table: str, homes: Mapping[str, Path]) -> None:
    """The event, then the file; its name follows from those of the parts, and theirs from their rows."""
    write_together(lake, table, homes, lake.rows_with_part(table, homes))


def write_together(lake: Lake, table: str, homes: Mapping[str, Path], rows: str) -> None:
    """These rows of these parts into one file, from which they are read as soon as it is there.

    What was removed makes another file of the same parts.
    """
    name = sha256("\n".join([*homes, *lake.ledger.standing().removals]).encode()).hexdigest()
    target = lake.folder / COMPACT / table / f"{name}.parquet"
    target.parent.mkdir(parents=True, exist_ok=True)
    sweep(target.parent)
    lake.ledger.replace(tuple(homes), name)
    lake.write_compact(rows, target)
