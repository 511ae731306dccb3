"""What the ids of posts tell: which is the same, and when a video was made."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cliptrial.posts.columns.arrow import (
    Texts,
    Whole,
    are_digits,
    characters_in,
    chosen,
    codes_of,
    distinct_texts,
    known,
    same_text,
)
from cliptrial.posts.columns.zones import Seconds
from cliptrial.registry.platforms import INSTAGRAM_BEGAN, TIKTOK_FROM

_DIGITS = 19
"""Of an id that tells a second."""


def made_seconds(post_ids: Texts) -> Seconds:
    """By row: the UTC epoch second in which a video was made; 0 where no id tells it, as on YouTube."""
    number = id_numbers(post_ids)
    instagram = ((number >> np.uint64(23)) + np.uint64(INSTAGRAM_BEGAN)) // np.uint64(1000)
    made = np.where(number < TIKTOK_FROM, instagram, number >> np.uint64(32)).astype(np.int64)
    return np.where(number == 0, 0, made)


def id_numbers(post_ids: Texts) -> NDArray[np.uint64]:
    """The ids as numbers, 0 where there is none; those of other platforms are none."""
    none = same_text("0", len(post_ids))
    texts = chosen(known(post_ids), post_ids, none)
    numbered = are_digits(texts) & (characters_in(texts) == _DIGITS)
    return np.asarray(chosen(numbered, texts, none).cast(pa.uint64()).to_numpy(), np.uint64)


def id_codes(post_ids: Texts) -> tuple[Whole, int]:
    """By row: a number that rows of one id share, and how many there are; numbers are quicker told apart than texts."""
    ids_as_numbers = id_numbers(post_ids)
    if ids_as_numbers.all():
        return codes_of(ids_as_numbers)
    distinct, codes = distinct_texts(post_ids)
    return codes.astype(np.int64), len(distinct)
