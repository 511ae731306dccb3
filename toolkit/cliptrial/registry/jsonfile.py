"""JSON that this package wrote, read back; damage is told in plain words, with its line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import Any, TypeAlias

from cliptrial.errors import PlanError, Problem
from cliptrial.messages import Message, says
from cliptrial.registry.files import read_text

LONGEST = 20
"""Digits of the longest whole number that is written."""
Json: TypeAlias = Mapping[str, Any]
"""An object of a JSON file, before anybody has looked at it."""


def read_json(path: Path, shown: str, code: str, mend: Message) -> Any:
    """The content of a JSON file.

    Args:
        path: The file.
        shown: How the file is named in problems.
        code: Code of the problem with a damaged file.
        mend: What to do about a damaged file.

    Raises:
        PlanError: The file was cut off or changed, told with its line.
        RegistryError: The file is missing or not UTF-8.
    """
    text = read_text(path, shown)
    try:
        return json.loads(text, parse_constant=_number, parse_int=_number, parse_float=_number)
    except json.JSONDecodeError as error:
        what, line = _damage(text, error.pos)
    except _NoNumberError as error:
        what, line = says("The file is damaged: {number} is no number of it", number=error.shown), error.line_in(text)
    except RecursionError:
        what, line = says("The file is damaged: brackets are nested hundreds deep"), 1
    raise PlanError(Problem(code, what, says("The file as it was written"), mend, shown, line))


class _NoNumberError(Exception):
    """A number that this package never writes: infinite, or longer than any that it counts with."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
        super().__init__(self.shown)

    def line_in(self, text: str) -> int:
        """The line in which it stands first."""
        return text.count("\n", 0, text.find(self.text)) + 1


def _number(text: str) -> float:
    if len(text) <= LONGEST and text.lstrip("-").isdigit():
        return int(text)
    value = float(text)
    if not isfinite(value) or text.lstrip("-").isdigit():
        raise _NoNumberError(text)
    return value


def _damage(text: str, position: int) -> tuple[Message, int]:
    """What happened to a file that breaks off, or goes wrong, at a position; and the line of it."""
    if not text.strip():
        return says("The file is empty"), 1
    line = text.count("\n", 0, position) + 1
    opened = text.rfind('"', 0, position + 1)
    if not text[position:].strip() or (opened == position and '"' not in text[position + 1 :]):
        return says("The file breaks off in the middle"), len(text.rstrip().splitlines())
    return says("The file is damaged: something was changed or lost in this line"), line
