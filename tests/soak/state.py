"""What a workspace holds: facts of the store, cells of workbooks, bytes of everything else."""

from __future__ import annotations

import hashlib
from pathlib import Path

from python_calamine import CalamineWorkbook
from tests.soak.doors import facts_standing

PASSING = (".cliptrial.lock", ".cliptrial.lock.json")
"""What tells who is writing; it goes with the next writer."""


def is_draft(path: Path) -> bool:
    """Whether a writer that died left it."""
    return path.name.startswith(".") or path.suffix in (".tmp", ".draft")


def state_of(root: Path) -> dict[str, object]:
    """Everything that people would miss, by name."""
    held: dict[str, object] = {"store": sorted(facts_standing(root / "store").elements())}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if not path.is_file() or name.startswith("store/") or is_draft(path):
            continue
        held[name] = _content(path)
    return held


def drafts_of(root: Path) -> list[str]:
    """What lies there half-written."""
    return [str(path) for path in root.rglob("*") if path.is_file() and is_draft(path) and path.name not in PASSING]


def _content(path: Path) -> str:
    if path.suffix == ".xlsx":
        book = CalamineWorkbook.from_path(str(path))
        return repr([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    return hashlib.sha256(path.read_bytes()).hexdigest()
