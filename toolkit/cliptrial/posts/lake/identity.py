"""The identity of rows: a hash that neither their order nor the writer of a file changes.

It is the SHA-256 of the rows as JSON, one a line, without nulls and with sorted keys, the lines sorted too. The lines
are built by column: every text is escaped in one go, every number that is whole is written by Arrow.
"""

from __future__ import annotations

import hashlib
import json
from json.encoder import encode_basestring_ascii as escaped
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cliptrial.posts.lake.tables import NOT_FACTS

Texts: TypeAlias = "pa.Array[pa.StringScalar]"
_ROWS = 1 << 17
"""Rows whose lines are built together, and lines that are hashed together."""
_BETWEEN = "\0"
_EXACT = 1e16
"""From here on Python writes whole numbers with an exponent."""


def logical_hash(data: pa.Table) -> str:
    """SHA-256 of the rows as sorted JSON lines without nulls, so neither order nor Parquet writer matters."""
    names = sorted(name for name in data.column_names if name not in NOT_FACTS)
    digest = hashlib.sha256()
    if not data.num_rows:
        return digest.hexdigest()
    batches = data.select(names).to_batches(max_chunksize=_ROWS)
    lines = pa.chunked_array([_lines(batch) for batch in batches])
    order = pc.sort_indices(lines)
    for start in range(0, len(order), _ROWS):
        part = lines.take(order.slice(start, _ROWS))
        text = pc.binary_join(pa.ListArray.from_arrays([0, len(part)], _whole(part)), "\n")[0].as_py()
        digest.update(("\n" if start else "").encode() + text.encode())
    return digest.hexdigest()


def _whole(column: pa.ChunkedArray[pa.StringScalar]) -> Texts:
    whole = column.combine_chunks()
    return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole


def _lines(batch: pa.RecordBatch) -> Texts:
    """Each row as JSON, in any order."""
    cells = [_named(name, batch.column(name)) for name in batch.schema.names]
    joined = pc.binary_join_element_wise(*cells, ", ", null_handling="skip")
    # Arrow leaves out rows of nothing but nulls.
    nothing = pa.array([""] * (batch.num_rows - len(joined)), pa.string())
    return pc.binary_join_element_wise("{", pa.concat_arrays([joined, nothing]), "}", "")


def _named(name: str, column: pa.Array[pa.Scalar[pa.DataType]]) -> Texts:
    """Each cell as ``"name": value``; a null stays one."""
    return pc.binary_join_element_wise(f"{json.dumps(name)}: ", _values(column), "")


def _values(column: pa.Array[pa.Scalar[pa.DataType]]) -> Texts:
    kind = column.type
    if pa.types.is_list(kind):
        values = _values(column.flatten())
        offsets = pc.subtract(column.offsets, column.offsets[0])
        inside = pc.binary_join(pa.ListArray.from_arrays(offsets, values), ", ")
        whole = pc.binary_join_element_wise("[", inside, "]", "")
        return pc.if_else(column.is_valid(), whole, pa.scalar(None, pa.string()))
    if pa.types.is_string(kind):
        return _escaped(column)
    if pa.types.is_floating(kind):
        return _floats(column)
    if pa.types.is_date(kind):
        return pc.binary_join_element_wise('"', column.cast(pa.string()), '"', "")
    return column.cast(pa.string())


def _escaped(column: Texts) -> Texts:
    """Texts in quotes; all of them are escaped as one, with a character between them that is looked for afterwards."""
    known = column.drop_null()
    if not len(known):
        return column
    joined = pc.binary_join(pa.ListArray.from_arrays([0, len(known)], known), _BETWEEN)[0].as_py()
    parts = escaped(joined)[1:-1].split(escaped(_BETWEEN)[1:-1])
    if len(parts) == len(known):
        return pc.binary_join_element_wise('"', _in_place(column, pa.array(parts, pa.string())), '"', "")
    return _in_place(column, pa.array([escaped(text) for text in known.to_pylist()], pa.string()))


def _floats(column: pa.Array[pa.Scalar[pa.DataType]]) -> Texts:
    numbers = column.drop_null().to_numpy(zero_copy_only=False)
    whole = (np.floor(numbers) == numbers) & (np.abs(numbers) < _EXACT) & ~((numbers == 0) & np.signbit(numbers))
    if whole.all():
        return _in_place(
            column, pc.binary_join_element_wise(pa.array(numbers.astype(np.int64)).cast(pa.string()), ".0", "")
        )
    distinct, places = np.unique(numbers.view(np.int64), return_inverse=True)
    texts = pa.array([json.dumps(number) for number in distinct.view(np.float64).tolist()], pa.string())
    return _in_place(column, texts.take(pa.array(places)))


def _in_place(column: pa.Array[pa.Scalar[pa.DataType]], known: Texts) -> Texts:
    """These texts where the column has any cell, and null where it has none."""
    if not column.null_count:
        return known
    there = column.is_valid()
    places = pc.subtract(pc.cumulative_sum(there.cast(pa.int64())), 1)
    return known.take(pc.if_else(there, places, pa.scalar(None, pa.int64())))
