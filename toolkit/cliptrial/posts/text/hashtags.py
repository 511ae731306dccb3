"""Hashtags in captions."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from cliptrial.registry.alike import alike, one_name

_BARE = re.compile(r"[\s,;#＃]+")


def hashtags_in(caption: str) -> tuple[str, ...]:
    """The hashtags of a caption: without ``#``, lower case, each once, in order.

    Example:
        >>> hashtags_in("Soup! #Food #leek#food")
        ('food', 'leek')
    """
    return tuple(dict.fromkeys(alike(tag) for tag in _tag().findall(one_name(caption))))


def listed_hashtags(cell: str) -> tuple[str, ...]:
    """The hashtags of a column that holds nothing else, with or without ``#``."""
    return tuple(dict.fromkeys(alike(tag) for tag in _BARE.split(one_name(cell)) if tag))


@lru_cache(maxsize=1)
def _tag() -> re.Pattern[str]:
    """A hashtag: letters, digits and the marks on letters, which many scripts write for vowels."""
    marks = "".join(char for char in map(chr, range(0x300, 0x10000)) if unicodedata.category(char) in ("Mn", "Mc"))
    return re.compile(rf"[#＃]([\w\u200c\u200d{marks}]+)")
