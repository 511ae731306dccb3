"""Values as YAML that every reader takes for the same: text stays text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _./()+-]*", re.ASCII)
_WORDS = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}
_PRINTABLE = re.compile("[\\x20-\\x7e\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd\U00010000-\U0010ffff]")


def yaml_text(text: str) -> str:
    """A text as a YAML scalar, in quotes where it could be taken for anything else."""
    if _PLAIN.fullmatch(text) and text == text.strip() and text.lower() not in _WORDS:
        return text
    return "".join(_escaped(character) for character in json.dumps(text, ensure_ascii=False))


def _escaped(character: str) -> str:
    return character if _PRINTABLE.match(character) else f"\\U{ord(character):08X}"


def yaml_list(items: Iterable[str]) -> str:
    """Texts as a list on one line."""
    return "[" + ", ".join(map(yaml_text, items)) + "]"


def percent(share: float) -> str:
    """0.1 as ``10%``; a number that no short percentage stands for is written as it is."""
    text = f"{share * 100:.10g}"
    return f"{text}%" if float(text) / 100 == share else repr(share)


def days(value: float) -> str:
    """7.0 as ``7d``."""
    text = f"{value:g}"
    return f"{text if float(text) == value else repr(value)}d"


def plain_value(value: object) -> str:
    """A number, a truth value or a date as YAML has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return repr(value) if isinstance(value, float) else str(value)
