"""The identity of rows: a hash that neither their order nor the writer of a file changes.

It is the SHA-256 of the rows as JSON, one a line, without nulls and with sorted keys, the lines sorted too. The lines
are built by column: texts are escaped together, whole numbers are written by Arrow.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from json.encoder import encode_basestring_ascii as escaped
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cliptrial.posts.columns.arrow import (
    Texts,
    chosen,
    glued,
    kept,
    known,
    layout,
    list_of,
    match,
    no_texts,
    same_text,
    taken,
    texts_of,
    with_texts,
)
from cliptrial.posts.lake.tables import NOT_FACTS

Values: TypeAlias = "pa.Array[pa.Scalar[pa.DataType]]"
_ROWS = 1 << 17
"""Rows whose lines are built together, and lines that are hashed together."""
_SAMPLE = 1 << 10
"""Lines of so many by which they are shared out."""
_BETWEEN = "\0"
_PLAIN = r"^[ !#-\[\]-~]*$"
"""A text that JSON writes as it is."""
_EXACT = 1e16
"""From here on Python writes whole numbers with an exponent."""


def logical_hash(data: pa.Table) -> str:
    """SHA-256 of the rows as sorted JSON lines without nulls, so neither order nor Parquet writer matters."""
    names = sorted(name for name in data.column_names if name not in NOT_FACTS)
    whole = pa.table([column.combine_chunks() for column in data.select(names).columns], names)
    digest, last = hashlib.sha256(), b""
    for part in _in_order([_lines(batch) for batch in whole.to_batches(max_chunksize=_ROWS)]):
        digest.update(last)
        text = _content(part.take(pc.sort_indices(part)))
        digest.update(text[:-1])
        last = b"\n"
    return digest.hexdigest()


def _in_order(lines: Sequence[Texts]) -> Iterator[Texts]:
    """The lines in parts: each of a part stands before each of the next one."""
    if not lines:
        return
    ends = [pc.call_function("min_max", [part]) for part in lines]
    ordered = sorted(end[name].as_py() for end in ends for name in ("min", "max"))
    common = next((n for n, (one, other) in enumerate(zip(ordered[0], ordered[-1], strict=False)) if one != other), 0)
    keys = [_next_signs(part, common) for part in lines]
    count = sum(map(len, lines)) // _ROWS
    sample = np.sort(np.concatenate([own[:: _ROWS // _SAMPLE] for own in keys]))
    bounds = sample[[len(sample) * part // (count + 1) for part in range(1, count + 1)]]
    places = [np.searchsorted(bounds, own, side="right") for own in keys]
    for number in range(count + 1):
        own = [kept(part, place == number) for part, place in zip(lines, places, strict=True)]
        if any(map(len, own)):
            yield pa.concat_arrays(own)


def _next_signs(lines: Texts, place: int) -> NDArray[np.uint64]:
    """Of each line the eight signs from a place on, as a number that sorts as they do."""
    offsets, text = layout(lines)
    signs = np.zeros(len(lines), np.uint64)
    for behind in range(place, place + 8):
        there = offsets[:-1] + behind
        sign = np.where(there < offsets[1:], text[np.minimum(there, len(text) - 1)], 0)
        signs = (signs << np.uint64(8)) | sign.astype(np.uint64)
    return signs


def _content(lines: Texts) -> memoryview:
    """All lines one behind the other."""
    offsets, text = layout(lines)
    return text[offsets[0] : offsets[-1]].data


def _joined(texts: Texts, between: str) -> str:
    """Texts as one, with something between them."""
    listed = pa.ListArray.from_arrays([0, len(texts)], texts)
    return str(pc.call_function("binary_join", [listed, pa.scalar(between)])[0].as_py())


def _lines(batch: pa.RecordBatch) -> Texts:
    """Each row as a line of JSON; a cell of a column that lacks some brings its own comma."""
    columns = {name: batch.column(name) for name in batch.schema.names}
    whole = [name for name, column in columns.items() if not column.null_count]
    parts: list[Texts | str] = [same_text("{", len(batch))]
    for name, column in columns.items():
        before, values, after = _written(column)
        before = f"{json.dumps(name)}: {before}"
        if name in whole:
            parts += [before if name == whole[0] else f", {before}", values, after]
        elif whole and name < whole[0]:
            parts.append(glued(before, values, f"{after}, "))
        else:
            parts.append(glued(f", {before}", values, after))
    cells = [pa.scalar(part) if isinstance(part, str) else part for part in (*parts, "}\n", "")]
    lines: Texts = pc.call_function("binary_join_element_wise", cells, pc.JoinOptions("replace", ""))
    # Without a column that is whole the first cell of a row has a comma before it.
    return lines if whole else texts_of([line.replace("{, ", "{", 1) for line in list_of(lines)])


def _written(column: Values) -> tuple[str, Texts, str]:
    """What stands before each cell, the cells, and what stands behind them; a null stays one."""
    kind = column.type
    if isinstance(column, pa.ListArray):
        before, values, after = _written(column.flatten())
        offsets = pc.call_function("subtract", [column.offsets, column.offsets[0]])
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
    odd = known(texts) & ~match(texts, _PLAIN)
    if not odd.any():
        return texts
    return with_texts(texts, odd, _escaped_together(kept(texts, odd)))


def _escaped_together(texts: Texts) -> Texts:
    """All as one text, with a character between them that is looked for afterwards."""
    parts = escaped(_joined(texts, _BETWEEN))[1:-1].split(escaped(_BETWEEN)[1:-1])
    return texts_of(parts if len(parts) == len(texts) else [escaped(text)[1:-1] for text in list_of(texts)])


def _floats(column: Values) -> tuple[str, Texts, str]:
    numbers = pc.call_function("coalesce", [column, pa.scalar(0.0)]).to_numpy()
    whole = (np.floor(numbers) == numbers) & (np.abs(numbers) < _EXACT) & ~((numbers == 0) & np.signbit(numbers))
    if whole.all():
        return "", _only(column, _as_texts(pa.array(numbers.astype(np.int64)))), ".0"
    distinct, places = np.unique(numbers.view(np.int64), return_inverse=True)
    texts = texts_of([json.dumps(number) for number in distinct.view(np.float64).tolist()])
    return "", _only(column, taken(texts, places)), ""
