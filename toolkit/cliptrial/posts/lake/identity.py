"""The identity of rows: a hash that neither their order nor the writer of a file changes.

It is the SHA-256 of the rows as JSON, one a line, without nulls and with sorted keys, the lines sorted too. The rows
are put in the order of their lines first, by what tells them apart; so the lines are built a few at a time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from json.encoder import encode_basestring_ascii as escaped
from typing import TypeAlias, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cliptrial.posts.columns.arrow import (
    Places,
    Texts,
    chosen,
    glued,
    layout,
    list_of,
    no_texts,
    same_text,
    taken,
    texts_of,
    whole_array,
    with_bytes,
)
from cliptrial.posts.columns.order import Order
from cliptrial.posts.lake.tables import NOT_FACTS

Values: TypeAlias = "pa.Array[pa.Scalar[pa.DataType]]"
_ROWS = 1 << 14
"""Rows whose lines are built together: few enough to stay near the processor."""
_EXACT = 1e16
"""From here on Python writes whole numbers with an exponent."""
_FIRST, _LAST = 0x20, 0x7E
"""Between these bytes are all signs that JSON writes as they are."""
_MORE = np.full(256, -1.0)
"""By byte of UTF-8: how many signs more JSON writes for it; all of a character counts with its first byte."""
_MORE[:0x80] = [len(escaped(chr(byte))) - 3 for byte in range(0x80)]
_MORE[0xC0:0xF0], _MORE[0xF0:] = 5, 11


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of rows that are to become lines.

    Attributes:
        name: Its key.
        values: Texts as JSON writes them, or numbers and days.
        before: What stands before each text.
        after: What stands behind it.
        whole: Whether every row has one.
        always: What every row has here, as JSON; None where rows differ.
    """

    name: str
    values: Values
    before: str = ""
    after: str = ""
    whole: bool = True
    always: str | None = None

    def written(self) -> _Column:
        """The same with its values as texts."""
        if isinstance(self.values, pa.StringArray):
            return self
        before, values, after = _written(self.values)
        return replace(self, values=values, before=before, after=after)


def logical_hash(data: pa.Table) -> str:
    """SHA-256 of the rows as sorted JSON lines without nulls, so neither order nor Parquet writer matters."""
    names = sorted(name for name in data.column_names if name not in NOT_FACTS)
    cells = {name: whole_array(data[name].chunks) for name in names if data[name].num_chunks}
    columns = [_column(name, own) for name, own in cells.items() if own.null_count < len(own)]
    places, digest, last = _in_order(columns, len(data)), hashlib.sha256(), b""
    for part in _parts(places):
        digest.update(last)
        digest.update(_content(_lines(columns, part))[:-1])
        last = b"\n"
    return digest.hexdigest()


def _column(name: str, values: Values) -> _Column:
    whole = not values.null_count
    if whole and _are_one(values):
        before, texts, after = _written(values[:1])
        return _Column(name, values, always=f"{before}{texts[0]}{after}")
    if isinstance(values, pa.StringArray):
        return _Column(name, _escaped(values), '"', '"', whole)
    if isinstance(values, pa.ListArray):
        before, texts, after = _written(values)
        return _Column(name, texts, before, after, whole)
    return _Column(name, values, whole=whole)


def _are_one(values: Values) -> bool:
    """Whether every row has the same; of zeros there are two, so numbers with a point are not asked."""
    if pa.types.is_nested(values.type) or pa.types.is_floating(values.type) or values[0] != values[-1]:
        return False
    return bool(pc.all(pc.call_function("equal", [values, values[0]])).as_py())


def _parts(places: Places) -> Iterator[Places]:
    for begin in range(0, len(places), _ROWS):
        yield places[begin : begin + _ROWS]


def _in_order(columns: Sequence[_Column], count: int) -> Places:
    """The rows in the order of their lines; what comes first in a line is looked at first."""
    order = Order(count)
    for column in _leading(columns):
        if len(order.tied()):
            one = column.written()
            # No text goes on with what stands behind others, so its first sign decides.
            order.refine(cast("Texts", one.values), f"{one.after},"[0])
    tied = order.tied()
    if len(tied):
        lines = [_lines(columns, part) for part in _parts(tied)]
        order.refine(pa.concat_arrays(lines), "", tied)
    return order.places()


def _leading(columns: Sequence[_Column]) -> Iterator[_Column]:
    """Columns at the beginning of every line, each with a comma behind it: so no text of one goes on in another's."""
    last = max((place for place, column in enumerate(columns) if column.whole), default=0)
    for column in columns[:last]:
        if not column.whole:
            return
        if column.always is None:
            yield column


def _content(lines: Texts) -> memoryview:
    """All lines one behind the other."""
    offsets, text = layout(lines)
    return text[offsets[0] : offsets[-1]].data


def _lines(columns: Sequence[_Column], places: Places) -> Texts:
    """Rows as lines of JSON; a cell of a column that lacks some brings its own comma."""
    whole = [column.name for column in columns if column.whole]
    parts: list[Texts | str] = ["{"]
    for column in columns:
        key = f"{json.dumps(column.name)}: "
        lead = "" if whole and column.name == whole[0] else ", "
        if column.always is not None:
            parts.append(f"{lead}{key}{column.always}")
            continue
        part = replace(column, values=column.values.take(places)).written()
        before, values, after = f"{key}{part.before}", cast("Texts", part.values), part.after
        if column.whole:
            parts += [f"{lead}{before}", values, after]
        elif whole and column.name < whole[0]:
            parts.append(glued(before, values, f"{after}, "))
        else:
            parts.append(glued(f", {before}", values, after))
    lines = _side_by_side([*parts, "}\n"], len(places))
    # Without a column that is whole the first cell of a row has a comma before it.
    return lines if whole else texts_of([line.replace("{, ", "{", 1) for line in list_of(lines)])


def _side_by_side(parts: Sequence[Texts | str], count: int) -> Texts:
    """The parts of each row one behind the other, nothing in the place of a null; texts that meet become one first."""
    met: list[Texts | str] = []
    for part in parts:
        if isinstance(part, str) and met and isinstance(met[-1], str):
            met[-1] += part
        else:
            met.append(part)
    if len(met) == 1:
        return same_text(str(met[0]), count)
    cells = [pa.scalar(part) if isinstance(part, str) else part for part in (*met, "")]
    lines: Texts = pc.call_function("binary_join_element_wise", cells, pc.JoinOptions("replace", ""))
    return lines


def _written(column: Values) -> tuple[str, Texts, str]:
    """What stands before each cell, the cells, and what stands behind them; a null stays one."""
    kind = column.type
    if isinstance(column, pa.ListArray):
        before, values, after = _written(column.flatten())
        lengths = pc.call_function("coalesce", [pc.call_function("list_value_length", [column]), pa.scalar(0)])
        offsets = pa.array(np.concatenate([[0], np.cumsum(lengths.to_numpy())]), pa.int32())
        listed = pa.ListArray.from_arrays(offsets, glued(before, values, after))
        return "[", _only(column, pc.call_function("binary_join", [listed, pa.scalar(", ")])), "]"
    if isinstance(column, pa.StringArray):
        return '"', _escaped(column), '"'
    if pa.types.is_floating(kind):
        return _floats(column)
    quote = '"' if pa.types.is_date(kind) else ""
    return quote, _as_texts(column), quote


def _as_texts(column: Values) -> Texts:
    texts: Texts = pc.call_function("cast", [column], pc.CastOptions(pa.string()))
    return texts


def _only(column: Values, texts: Texts) -> Texts:
    """These texts where the column has a cell."""
    if not column.null_count:
        return texts
    return chosen(np.asarray(column.is_valid().to_numpy(zero_copy_only=False)), texts, no_texts(len(texts)))


def _escaped(texts: Texts) -> Texts:
    """Texts as JSON writes them, without their quotes."""
    begins = range(0, max(len(texts), 1), _ROWS)
    return whole_array([_escaped_together(texts[begin : begin + _ROWS]) for begin in begins])


def _escaped_together(texts: Texts) -> Texts:
    offsets, data = layout(texts)
    data = data[offsets[0] : offsets[-1]]
    odd = np.flatnonzero((data < _FIRST) | (data > _LAST) | (data == ord('"')) | (data == ord("\\")))
    if not len(odd):
        return texts
    rows = np.searchsorted(offsets - offsets[0], odd, side="right") - 1
    more = _MORE[data[odd]]
    longer = np.bincount(rows, weights=more, minlength=len(texts)).astype(np.int64)
    ends = np.concatenate([[0], np.cumsum(np.diff(offsets) + longer)])
    return with_bytes(texts, ends, escaped(data.tobytes().decode())[1:-1].encode())


def _floats(column: Values) -> tuple[str, Texts, str]:
    numbers = pc.call_function("coalesce", [column, pa.scalar(0.0)]).to_numpy()
    whole = (np.floor(numbers) == numbers) & (np.abs(numbers) < _EXACT) & ~((numbers == 0) & np.signbit(numbers))
    if whole.all():
        return "", _only(column, _as_texts(pa.array(numbers.astype(np.int64)))), ".0"
    distinct, places = np.unique(numbers.view(np.int64), return_inverse=True)
    texts = texts_of([json.dumps(number) for number in distinct.view(np.float64).tolist()])
    return "", _only(column, taken(texts, places)), ""
