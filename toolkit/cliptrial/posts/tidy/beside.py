"""Files of one folder or archive that say different things of the same post, day or hour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cliptrial.messages import Message, says
from cliptrial.posts.columns.arrow import Whole, first_rows, together

_KEYS: Mapping[str, tuple[str, ...]] = {
    "snapshots": ("account", "post_id", "captured_at"),
    "account_days": ("account", "date"),
    "follower_activity": ("account", "date", "hour"),
    "audience": ("account", "kind", "value"),
}
"""By table: what a row speaks of."""
_SAYS_NOTHING = frozenset({"source", "file", "top_list", "captured_at"})
_FILE = "#file"


@dataclass(slots=True)
class Beside:
    """What the files of one folder or archive have said so far.

    Attributes:
        said: By table: the the rows of all files, each with its file.
    """

    said: dict[str, pa.Table] = field(default_factory=dict)

    def differences(self, name: str, tables: Mapping[str, pa.Table]) -> Iterator[Message]:
        """Where a file says something else than one before it.

        Args:
            name: The file.
            tables: By table of the lake: its rows.
        """
        differing: dict[str, list[str]] = {}
        for table, keys in _KEYS.items():
            rows = tables.get(table)
            if rows is None or not len(rows):
                continue
            said = self.said.get(table)
            if said is not None:
                for before, place in _differing(said, rows, keys, name):
                    differing.setdefault(before, []).append(_example(rows, keys, place))
            rows = rows.append_column(_FILE, pa.repeat(name, len(rows)))
            both = rows if said is None else pa.concat_tables([said, rows], promote_options="default")
            self.said[table] = both
        for before, examples in differing.items():
            count = says("1 row says") if len(examples) == 1 else says("{count} rows say", count=len(examples))
            yield says(
                "{rows} something else than {other} beside it, such as {example}: one of both is not right.",
                rows=count,
                other=PurePosixPath(before).name,
                example=examples[0],
            )


def _example(rows: pa.Table, keys: Sequence[str], place: int) -> str:
    """A post, a day, or an hour of a day."""
    named = str(rows[keys[1]][place].as_py())
    return f"{named} {rows['hour'][place].as_py()}:00" if "hour" in keys else named


def _differing(said: pa.Table, rows: pa.Table, keys: Sequence[str], name: str) -> Iterator[tuple[str, int]]:
    """The file that said something else before, and the row that says it."""
    first = _first_rows(said, rows, keys)[len(said) :]
    places = np.flatnonzero(first < len(said))
    earlier, own = said.take(first[places]), rows.take(places)
    differ = np.zeros(len(places), np.bool_)
    for column in {*own.column_names} & {*earlier.column_names} - {*keys} - _SAYS_NOTHING:
        # NaN stands for what one of both does not say.
        now, then = (np.asarray(table[column].to_numpy(), np.float64) for table in (own, earlier))
        differ |= (now != then) & ~np.isnan(now) & ~np.isnan(then)
    files = earlier[_FILE].to_pylist()
    for one in np.flatnonzero(differ).tolist():
        if files[one] != name:
            yield str(files[one]), int(places[one])


def _first_rows(said: pa.Table, rows: pa.Table, keys: Sequence[str]) -> NDArray[np.intp]:
    """By row of both tables, the one below the other: the first row that speaks of the same."""
    parts: list[tuple[Whole, int]] = []
    for key in keys:
        cells = pa.concat_arrays([*said[key].chunks, *rows[key].chunks]).dictionary_encode(null_encoding="encode")
        parts.append((cells.indices.to_numpy().astype(np.int64), len(cells.dictionary)))
    codes, count = together(parts)
    return first_rows(codes, count)[codes]
