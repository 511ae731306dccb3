"""A column of free texts: its hashtags, each distinct word of them read once."""

from __future__ import annotations

from typing import TypeAlias, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cliptrial.posts.columns.arrow import (
    Places,
    Texts,
    Whole,
    distinct_texts,
    first_match,
    hold,
    kept,
    list_of,
    taken,
    texts_of,
    with_sign,
)
from cliptrial.posts.text.hashtags import hashtags_in, listed_hashtags

Lists: TypeAlias = "pa.Array[pa.Scalar[pa.ListType[pa.lib.StringType]]]"
_SIGN = "#"
_OTHER_SIGN = "\uff03"
_WORD = "^(?P<it>[0-9A-Za-z_\u0080-\U0010ffff]*)"
"""What a hashtag may be of, for other signs of ASCII end it."""
_TEXTS = pa.list_(pa.string())


def each_listed(texts: Texts) -> Lists:
    """The hashtags of a column that holds nothing else, by row."""
    distinct, codes = distinct_texts(texts)
    listed: Lists = pa.array([listed_hashtags(text) for text in distinct], _TEXTS)
    return listed.take(codes)


def each_hashtags(texts: Texts) -> Lists:
    """The hashtags of captions, by row; captions with an unusual sign are read one by one."""
    other = np.zeros(len(texts), np.bool_)
    may = with_sign(texts, _OTHER_SIGN)
    other[may] = hold(taken(texts, may), _OTHER_SIGN)
    listed = _by_sign(texts)
    if not other.any():
        return listed
    own: Lists = pa.array([hashtags_in(text) for text in list_of(kept(texts, other))], _TEXTS)
    places = np.arange(len(texts))
    places[other] = len(texts) + np.arange(len(own))
    both: Lists = pa.concat_arrays([listed, own])
    return both.take(places)


def _by_sign(texts: Texts) -> Lists:
    """Captions are cut at their signs: what follows each of them begins with one hashtag, or with none."""
    words, rows = _behind_signs(texts)
    distinct, codes = distinct_texts(words)
    tags = [next(iter(hashtags_in(_SIGN + word)), "") for word in distinct]
    names = {tag: number for number, tag in enumerate(dict.fromkeys(tags))}
    numbers = np.array([names[tag] for tag in tags], np.int64)[codes]
    filled = np.array([tag != "" for tag in tags], np.bool_)[codes]
    rows, numbers = rows[filled], numbers[filled]
    once = _first_of_each(rows * max(len(names), 1) + numbers)
    counts = np.bincount(rows[once], minlength=len(texts))
    offsets = pa.array(np.concatenate([[0], np.cumsum(counts)]), pa.int32())
    return cast("Lists", pa.ListArray.from_arrays(offsets, taken(texts_of([*names]), numbers[once])))


def _first_of_each(numbers: Whole) -> Places:
    """Where each number first stands; hardly ever any stands there twice, and to find that out is quick."""
    ordered = np.sort(numbers)
    if (ordered[1:] != ordered[:-1]).all():
        return np.arange(len(numbers))
    return np.sort(np.unique(numbers, return_index=True)[1])


def _behind_signs(texts: Texts) -> tuple[Texts, Places]:
    """The words that stand right behind a sign, and the rows of their captions."""
    parts = pc.call_function("split_pattern", [texts], pc.SplitPatternOptions(_SIGN))
    ends = parts.offsets.to_numpy().astype(np.int64)
    behind = np.ones(ends[-1] - ends[0], np.bool_)
    behind[ends[:-1] - ends[0]] = False
    rows = np.repeat(np.arange(len(texts)), np.diff(ends) - 1)
    return first_match(kept(parts.flatten(), behind), _WORD), rows
