"""What is asked of whole columns of text, typed: Arrow's functions by the names that say what they are for here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias, TypeVar, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Texts: TypeAlias = "pa.StringArray"
Cells = TypeVar("Cells", bound="pa.Array[pa.Scalar[pa.DataType]]")
Mask: TypeAlias = NDArray[np.bool_]
Places: TypeAlias = NDArray[np.intp]
Whole: TypeAlias = NDArray[np.int64]
_PIECE = 1 << 18
"""Bytes that are looked through together."""
_SEEN_FIRST, _SEEN_LAST = 33, 126
"""Bytes that are a sign which can be seen, whatever stands around them."""


def texts_of(cells: Sequence[str | None]) -> Texts:
    """Texts as Arrow."""
    return pa.array(cells, pa.string())


def alike(texts: Texts) -> int:
    """How many bytes all texts have in common at their beginning."""
    ends = pc.call_function("min_max", [texts.view(pa.binary())])
    first, last = ends["min"].as_py() or b"", ends["max"].as_py() or b""
    apart = (place for place, (one, other) in enumerate(zip(first, last, strict=False)) if one != other)
    return next(apart, len(first))


def ranks(texts: Texts) -> Whole:
    """By row: how many texts are before it, as their bytes sort; equal ones share a number."""
    ranked = pc.call_function("rank", [texts], pc.RankOptions("ascending", tiebreaker="min"))
    return np.asarray(ranked.to_numpy(), np.int64) - 1


def same_text(text: str, count: int) -> Texts:
    """One text in every row."""
    whole: Texts = pa.repeat(text, count)
    return whole


def no_texts(count: int) -> Texts:
    """No text in any row."""
    return pa.nulls(count, pa.string())


def column_of(name: str, tables: Iterable[pa.Table]) -> Texts:
    """A column of texts that several tables have, of one below the other."""
    chunks = [chunk for table in tables for chunk in table[name].chunks]
    return cast("Texts", whole_array(chunks) if chunks else no_texts(0))


def whole_array(chunks: Sequence[Cells]) -> Cells:
    """Parts of a column as one; a single one is not copied."""
    return chunks[0] if len(chunks) == 1 else pa.concat_arrays(chunks)


def taken(texts: Texts, places: Places) -> Texts:
    """These rows."""
    if len(places) == len(texts) and np.array_equal(places, np.arange(len(texts))):
        return texts
    return texts.take(places)


def kept(texts: Texts, rows: Mask) -> Texts:
    """The rows for which something holds."""
    return texts if rows.all() else texts.take(np.flatnonzero(rows))


def chosen(rows: Mask, these: Texts, others: Texts) -> Texts:
    """One or the other, row by row."""
    whole: Texts = pc.call_function("if_else", [pa.array(rows), these, others])
    return whole


def list_of(texts: Texts) -> list[str]:
    """Texts one by one, of which none is null."""
    return [str(text) for text in texts.to_pylist()]


def layout(texts: Texts) -> tuple[Whole, NDArray[np.uint8]]:
    """Where each text begins, and the last one ends, among the bytes of all."""
    # Arrow has both parts of memory even of no text at all.
    _, places, content = cast("Sequence[pa.Buffer]", texts.buffers())
    offsets = np.frombuffer(bytes_of(places), np.int32)[texts.offset :][: len(texts) + 1]
    return offsets.astype(np.int64), np.frombuffer(bytes_of(content), np.uint8)


def with_bytes(texts: Texts, ends: Whole, content: bytes) -> Texts:
    """Texts of other bytes, null where these are.

    Args:
        texts: By row.
        ends: Where each begins among the bytes, and the last one ends.
        content: The bytes of all, in UTF-8.
    """
    places = pa.py_buffer(ends.astype(np.int32).tobytes())
    whole = pa.StringArray.from_buffers(len(texts), places, pa.py_buffer(content))
    return chosen(known(texts), whole, no_texts(len(texts))) if texts.null_count else whole


def bytes_of(buffer: pa.Buffer) -> memoryview:
    """A part of memory as Python knows it."""
    whole: memoryview = memoryview(buffer)
    return whole


def distinct_texts(texts: Texts) -> tuple[list[str], Places]:
    """Each distinct text, in the order in which they first stand there, and by row which of them it is."""
    encoded = pc.call_function("dictionary_encode", [texts])
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False).astype(np.intp)


def known(texts: Texts) -> Mask:
    """By row: whether there is a text."""
    return _mask(pc.call_function("is_valid", [texts]))


def are(texts: Texts, text: str) -> Mask:
    """By row: whether it is this text."""
    return _mask(pc.call_function("equal", [texts, pa.scalar(text)]))


def with_sign(texts: Texts, *signs: str) -> Places:
    """The rows in which one of these bytes stands, each the first of a sign in UTF-8: all that hold it are among them.

    Numpy looks at many bytes at once, so this is the quickest way to leave out rows in which a pattern cannot be.
    """
    offsets, data = layout(texts)
    wanted = sorted({sign.encode()[0] for sign in signs})
    pieces = []
    for begin in range(int(offsets[0]), int(offsets[-1]), _PIECE):
        piece = data[begin : min(begin + _PIECE, int(offsets[-1]))]
        there = piece == wanted[0]
        for one in wanted[1:]:
            there |= piece == one
        pieces.append(np.flatnonzero(there) + begin)
    places = np.concatenate(pieces) if pieces else np.zeros(0, np.intp)
    rows = np.searchsorted(offsets, places, side="right") - 1
    return rows[np.concatenate([[True], rows[1:] != rows[:-1]])] if len(rows) else rows


def joined(texts: Texts, between: str) -> str:
    """Texts as one, with something between them."""
    listed = pa.ListArray.from_arrays([0, len(texts)], texts)
    return str(pc.call_function("binary_join", [listed, pa.scalar(between)])[0].as_py())


def hold(texts: Texts, text: str) -> Mask:
    """By row: whether this text stands in it."""
    return _mask(pc.call_function("match_substring", [texts], pc.MatchSubstringOptions(text)))


def match(texts: Texts, pattern: str) -> Mask:
    """By row: whether the pattern, as RE2 writes them, stands in it."""
    return _mask(pc.call_function("match_substring_regex", [texts], pc.MatchSubstringOptions(pattern)))


def are_digits(texts: Texts) -> Mask:
    """By row: whether it is digits of ASCII and nothing else."""
    return _mask(pc.call_function("ascii_is_decimal", [texts]))


def are_ascii(texts: Texts) -> Mask:
    """By row: whether every sign is one of ASCII."""
    return _mask(pc.call_function("string_is_ascii", [texts]))


def bytes_in(texts: Texts) -> Whole:
    """By row: its length in UTF-8."""
    lengths: Whole = pc.call_function("binary_length", [texts]).to_numpy(zero_copy_only=False)
    return lengths


def characters_in(texts: Texts) -> Whole:
    """By row: its length."""
    lengths: Whole = pc.call_function("utf8_length", [texts]).to_numpy(zero_copy_only=False)
    return lengths


def part_of(texts: Texts, start: int, stop: int | None) -> Texts:
    """The bytes from one place to another, as in a slice; whoever reads them sees that no character is cut in half."""
    parts = pc.call_function("binary_slice", [texts.view(pa.binary())], pc.SliceOptions(start, stop))
    return cast("Texts", parts.view(pa.string()))


def first_match(texts: Texts, pattern: str) -> Texts:
    """What the pattern's group ``it`` first matches in each; null where it does not."""
    groups = pc.call_function("extract_regex", [texts], pc.ExtractRegexOptions(pattern))
    matched: Texts = pc.call_function("struct_field", [groups], pc.StructFieldOptions(["it"]))
    return matched


def glued(*parts: Texts | str) -> Texts:
    """The parts of each row one behind the other; a null among them makes the whole null."""
    cells = [pa.scalar(part) if isinstance(part, str) else part for part in (*parts, "")]
    whole: Texts = pc.call_function("binary_join_element_wise", cells)
    return whole


def numbers_in(texts: Texts) -> NDArray[np.float64]:
    """Texts that are plain numbers, as numbers."""
    return np.asarray(pc.call_function("cast", [texts], pc.CastOptions(pa.float64())).to_numpy(), np.float64)


def with_texts(texts: Texts, rows: Mask, others: Texts) -> Texts:
    """The texts, in some rows other ones.

    Args:
        texts: By row.
        rows: Which of them.
        others: A text for each of those.
    """
    whole: Texts = pc.call_function("replace_with_mask", [texts, pa.array(rows), others])
    return whole


def are_blank(texts: Texts) -> Mask:
    """By row: whether nothing can be seen in it."""
    first, _ = _ends(texts)
    blank: Mask = bytes_in(texts) == 0
    unsure = np.flatnonzero(~blank & ((first < _SEEN_FIRST) | (first > _SEEN_LAST)))
    if len(unsure):
        blank[unsure] = bytes_in(_trimmed(taken(texts, unsure))) == 0
    return blank


def stripped(texts: Texts) -> Texts:
    """Without what cannot be seen at either end."""
    first, last = _ends(texts)
    sure: Mask = (bytes_in(texts) == 0) | _is_seen(first) & _is_seen(last)
    unsure = np.flatnonzero(~sure)
    if not len(unsure):
        return texts
    own = taken(texts, unsure)
    trimmed = _trimmed(own)
    return texts if np.array_equal(bytes_in(own), bytes_in(trimmed)) else with_texts(texts, ~sure, trimmed)


def codes_of(values: Whole | NDArray[np.uint64]) -> tuple[Whole, int]:
    """By row a number that equal values share, from 0 in the order in which they first come; and how many there are."""
    if not len(values) or (values == values[0]).all():
        return np.zeros(len(values), np.int64), min(len(values), 1)
    encoded = pc.call_function("dictionary_encode", [pa.array(values)])
    return encoded.indices.to_numpy().astype(np.int64), len(encoded.dictionary)


def together(parts: Sequence[tuple[Whole, int]]) -> tuple[Whole, int]:
    """The same for rows that are equal in several columns, of each of which the numbers are known."""
    codes, count = parts[0]
    for own, more in parts[1:]:
        codes, count = codes_of(codes * more + own) if count > 1 and more > 1 else (codes + own, max(count, more))
    return codes, count


def first_rows(codes: Whole, count: int) -> Places:
    """Of each of these numbers the first row."""
    first = np.full(count, len(codes), np.intp)
    np.minimum.at(first, codes, np.arange(len(codes)))
    return first


def _mask(values: pa.BooleanArray) -> Mask:
    """Arrow's truth values as numpy's; null is false."""
    known_values = pc.call_function("coalesce", [values, pa.scalar(False)]) if values.null_count else values
    return np.asarray(known_values.to_numpy(zero_copy_only=False), np.bool_)


def _trimmed(texts: Texts) -> Texts:
    trimmed: Texts = pc.call_function("utf8_trim_whitespace", [texts])
    return trimmed


def _ends(texts: Texts) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The first and the last byte of each text; 0 of those without any."""
    offsets, data = layout(texts)
    filled = np.flatnonzero(offsets[1:] > offsets[:-1])
    first, last = np.zeros(len(texts), np.uint8), np.zeros(len(texts), np.uint8)
    first[filled], last[filled] = data[offsets[:-1][filled]], data[offsets[1:][filled] - 1]
    return first, last


def _is_seen(byte: NDArray[np.uint8]) -> Mask:
    seen: Mask = (byte >= _SEEN_FIRST) & (byte <= _SEEN_LAST)
    return seen
