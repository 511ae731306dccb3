"""JSON that this package wrote, read back; damage is told in plain words, with its line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

from cliptrial.errors import PlanError, Problem
from cliptrial.messages import Message, says
from cliptrial.registry.files import read_text

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
        return json.loads(text)
    except json.JSONDecodeError as error:
        what, line = _damage(text, error.pos)
    except RecursionError:
        what, line = says("The file is damaged: brackets are nested hundreds deep"), 1
    raise PlanError(Problem(code, what, says("The file as it was written"), mend, shown, line))


def _damage(text: str, position: int) -> tuple[Message, int]:
    """What happened to a file that breaks off, or goes wrong, at a position; and the line of it."""
    if not text.strip():
        return says("The file is empty"), 1
    line = text.count("\n", 0, position) + 1
    opened = text.rfind('"', 0, position + 1)
    if not text[position:].strip() or (opened == position and '"' not in text[position + 1 :]):
        return says("The file breaks off in the middle"), len(text.rstrip().splitlines())
    return says("The file is damaged: something was changed or lost in this line"), line
