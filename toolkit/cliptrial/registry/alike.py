"""Names that look alike are one name, whatever a computer, a browser or a spreadsheet wrote between the letters."""

from __future__ import annotations

import re
import unicodedata

_JOINERS = "\u200c\u200d"
"""They shape emoji and letters of Persian and of India; elsewhere they cannot be seen."""
_HYPHENS = str.maketrans("\u2010\u2011", "--")


def one_name(text: str) -> str:
    r"""A name as it is seen: one form of each letter, plain spaces, no soft hyphens or other invisible characters.

    Example:
        >>> one_name("Vi\u00addeo\u00a0ti\u200btel")
        'Video titel'
    """
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", text.translate(_HYPHENS))
    kept = "".join(
        " " if unicodedata.category(char) == "Zs" else char
        for place, char in enumerate(composed)
        if not _is_unseen(composed, place)
    )
    return kept if kept == text else kept.strip()


def alike(text: str) -> str:
    """A name by which all that look alike but for capitals are compared."""
    return one_name(text).casefold()


def _is_unseen(text: str, place: int) -> bool:
    char = text[place]
    if char in _JOINERS:
        around = text[max(place - 1, 0)], text[min(place + 1, len(text) - 1)]
        return any(re.match(r"[\s!-~\u00a0-\u024f\u200c\u200d]", one) for one in around)
    return unicodedata.category(char) == "Cf" or char in "\ufe0e\ufe0f"
