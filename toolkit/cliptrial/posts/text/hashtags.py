"""Hashtags in captions."""

from __future__ import annotations

import re

_TAG = re.compile(r"[#＃](\w+)")
_BARE = re.compile(r"[\s,;#＃]+")


def hashtags_in(caption: str) -> tuple[str, ...]:
    """The hashtags of a caption: without ``#``, lower case, each once, in order.

    Example:
        >>> hashtags_in("Soup! #Food #leek#food")
        ('food', 'leek')
    """
    return tuple(dict.fromkeys(tag.casefold() for tag in _TAG.findall(caption)))


def listed_hashtags(cell: str) -> tuple[str, ...]:
    """The hashtags of a column that holds nothing else, with or without ``#``."""
    return tuple(dict.fromkeys(tag.casefold() for tag in _BARE.split(cell) if tag))
