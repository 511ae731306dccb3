"""Files of one folder or archive that say different things of the same post, day or hour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import pyarrow as pa

from cliptrial.messages import Message, says

_KEYS: Mapping[str, tuple[str, ...]] = {
    "snapshots": ("account", "post_id", "captured_at"),
    "account_days": ("account", "date"),
    "follower_activity": ("account", "date", "hour"),
}
"""By table: what a row speaks of."""
_SAYS_NOTHING = frozenset({"source", "file", "top_list", "captured_at"})


@dataclass(slots=True)
class Beside:
    """What the files of one folder or archive have said so far.

    Attributes:
        said: By table and key: the file, and its numbers.
    """

    said: dict[tuple[str, tuple[object, ...]], tuple[str, dict[str, object]]] = field(default_factory=dict)

    def differences(self, name: str, tables: Mapping[str, pa.Table]) -> Iterator[Message]:
        """Where a file says something else than one before it.

        Args:
            name: The file.
            tables: By table of the lake: its rows.
        """
        differing: dict[str, list[str]] = {}
        for table, keys in _KEYS.items():
            for row in tables[table].to_pylist() if table in tables else ():
                key = (table, tuple(row.get(part) for part in keys))
                numbers = {column: value for column, value in row.items() if value is not None and column not in keys}
                before, known = self.said.setdefault(key, (name, numbers))
                both = (numbers.keys() & known.keys()) - _SAYS_NOTHING
                if before != name and any(numbers[column] != known[column] for column in both):
                    differing.setdefault(before, []).append(_example(table, row))
        for before, rows in differing.items():
            count = says("1 row says") if len(rows) == 1 else says("{count} rows say", count=len(rows))
            yield says(
                "{rows} something else than {other} beside it, such as {example}: one of both is not right.",
                rows=count,
                other=PurePosixPath(before).name,
                example=rows[0],
            )


def _example(table: str, row: Mapping[str, object]) -> str:
    """A post, a day, or an hour of a day."""
    if table == "snapshots":
        return str(row["post_id"])
    return f"{row['date']} {row['hour']}:00" if "hour" in row else str(row["date"])
