"""Folders that only this user can look into, and that are gone however the process ends.

A process that is killed cannot tidy up; the next one that needs such a folder does it.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cliptrial.registry.safety.processes import is_alive, this_machine

OWNERS = "owners"
"""Inside a folder: the processes that use it beside the one that made it, a line each."""
_NAME = re.compile(r"cliptrial-([0-9a-f]{8})-(\d+)-\w+")


@contextmanager
def private_folder() -> Iterator[Path]:
    """An empty folder with rights 0700, removed at the end; those that killed processes left are removed first."""
    sweep()
    with tempfile.TemporaryDirectory(prefix=f"cliptrial-{this_machine()}-{os.getpid()}-") as name:
        yield Path(name)


def used_by(folder: Path, process: int) -> None:
    """Keep the folder for as long as this other process lives, too."""
    with (folder / OWNERS).open("a", encoding="utf-8") as file:
        file.write(f"{process}\n")


def sweep() -> list[Path]:
    """Remove the folders whose processes are all dead; returns them."""
    left = [path for path in Path(tempfile.gettempdir()).glob("cliptrial-*") if _is_left_over(path)]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return left


def _is_left_over(path: Path) -> bool:
    """Whether it is this user's own, of this machine, and nobody lives who uses it."""
    named = _NAME.fullmatch(path.name)
    if named is None or named[1] != this_machine() or path.is_symlink() or not path.is_dir():
        return False
    if hasattr(os, "getuid") and path.stat().st_uid != os.getuid():
        return False
    return not any(map(is_alive, [int(named[2]), *_owners(path)]))


def _owners(path: Path) -> list[int]:
    try:
        lines = (path / OWNERS).read_text(encoding="utf-8").split()
    except OSError:
        return []
    return [int(line) for line in lines if line.isdecimal()]
