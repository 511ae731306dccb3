"""Survivors that no user could see, each with the reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ruamel.yaml import YAML
from tests.mutation.operators import Mutant

LIST = Path(__file__).parent / "survivors.yaml"
PARTS = ("file", "function", "before", "after", "reason")


def excuses(path: Path = LIST) -> Callable[[Mutant], bool]:
    """Whether a mutant is excused: by file, function and text, so that lines may move.

    Raises:
        ValueError: An entry has not exactly the five parts, or one of them says nothing.
    """
    entries = YAML(typ="safe").load(path) or []
    for number, entry in enumerate(entries, 1):
        if set(entry) != set(PARTS) or not all(str(entry[part]).strip() or part == "after" for part in PARTS):
            raise ValueError(f"{path.name}: entry {number} needs {', '.join(PARTS)}, each with a text")
    known = {(e["file"], e["function"], _plain(e["before"]), _plain(e["after"])) for e in entries}

    def excused(mutant: Mutant) -> bool:
        return (mutant.source.path, mutant.function, _plain(mutant.before), _plain(mutant.after)) in known

    return excused


def _plain(text: str) -> str:
    return " ".join(str(text).split())
