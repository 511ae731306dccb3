"""Signs that steer instead of being read: made visible for eyes, and taken from cells that would become formulas.

A caption can hold a sign that turns the rest of a line around, colours a terminal or deletes what stands there; a cell
that begins with ``=`` runs in whatever spreadsheet opens the file.
"""

from __future__ import annotations

import re

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Control signs but tab and line end, signs of writing direction, line ends of Unicode, and unseen tags."""
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_QUOTED = re.compile(r"'+[=+\-@\t\r]")
_PICTURES = 0x2400


def visible(text: str) -> str:
    r"""The text with a mark in place of every sign that steers.

    Examples:
        >>> visible("a\x1b[31m"), visible("abc\u202etxt.exe")
        ('a␛[31m', 'abc⟨U+202E⟩txt.exe')
    """
    return _STEERING.sub(lambda match: _mark(ord(match[0])), text)


def escaped(json: str) -> str:
    """JSON text with such signs written as numbers; whoever reads it gets the same values."""
    return _STEERING.sub(lambda match: _as_number(ord(match[0])), json)


def neutral(text: str) -> str:
    """The text of a cell that no spreadsheet takes for a formula; :func:`as_typed` gives the text back.

    Examples:
        >>> neutral("=1+1"), neutral("soup"), as_typed(neutral("-10 %"))
        ("'=1+1", 'soup', '-10 %')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def as_typed(cell: str) -> str:
    """The text that a cell was written from by :func:`neutral`."""
    return cell[1:] if cell[:1] == "'" and _QUOTED.match(cell) else cell


def _mark(code: int) -> str:
    if code < 0x20:
        return chr(_PICTURES + code)
    return "\u2421" if code == 0x7F else f"\u27e8U+{code:04X}\u27e9"


def _as_number(code: int) -> str:
    if code < 0x10000:
        return f"\\u{code:04x}"
    return f"\\u{0xD800 + ((code - 0x10000) >> 10):04x}\\u{0xDC00 + ((code - 0x10000) & 0x3FF):04x}"
