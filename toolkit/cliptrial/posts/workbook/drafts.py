"""Drafts: files on their way to appear whole, and what a killed writer left of them."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from cliptrial.registry.safety.processes import is_alive, this_machine

STALE = 3600
"""Seconds after which a draft is nobody's any more."""

_OWNED = re.compile(r"\.([0-9a-f]{8})-(\d+)\.tmp$")


def draft_of(target: Path) -> Path:
    """Where this process writes ``target`` before it appears; the name tells machine and process."""
    return target.with_name(f".{target.stem[:16]}.{this_machine()}-{os.getpid()}.tmp")


def sweep(folder: Path, prefix: str = ".") -> list[Path]:
    """Remove the drafts that a killed writer left behind; those of a living one stay.

    A draft is left over when its process on this machine is dead, or, because a folder may be shared with
    other machines, when nobody has written to it for an hour.

    Args:
        folder: Where drafts lie.
        prefix: How their names begin.

    Returns:
        What was removed.
    """
    return [path for path in sorted(folder.glob(f"{prefix}*.tmp")) if _is_left_over(path) and _removed(path)]


def _is_left_over(path: Path) -> bool:
    owner = _OWNED.search(path.name)
    if owner and owner[1] == this_machine() and not is_alive(int(owner[2])):
        return True
    try:
        return time.time() - path.stat().st_mtime > STALE
    except OSError:
        return False


def _removed(path: Path) -> bool:
    """Whether it could be removed; another process may be sweeping, too, and tidying up stops nobody."""
    try:
        path.unlink()
    except OSError:
        return False
    return True
