"""What programs that copy folders between computers leave behind: second copies, and names without their content.

Drive, OneDrive, Dropbox, iCloud and Syncthing know no locks. Where two people changed a file at once they keep both
under two names; where a file is still on its way there is a name for it, with nothing behind.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from cliptrial.errors import Problem
from cliptrial.messages import says

OWN = ("experiment.yaml", "schedule.csv", "schedule.json", "lock.json", "posts.csv", "numbers.xlsx", "looks.json")
"""Files of an experiment, with its decisions; of any of these there is one."""
OF_EXPERIMENT = (*OWN, "decision.yaml")
OF_WORKSPACE = ("workspace.yaml",)
SET_ASIDE = ("schedule-before-restore.csv",)
"""What ``lock --restore`` keeps; it only looks like a copy."""
_SAYS_SO = re.compile(
    r"\([^()]*(?:conflict|konflikt|conflit)[^()]*\)|\.sync-conflict-|\[conflict\]|_conflict-\d|~conflict", re.IGNORECASE
)
_BESIDE = re.compile(r"(?: ?\(\d{1,3}\)|-[^/]{1,40}| - (?:copy|kopie)[^/]*)", re.IGNORECASE)
"""What is added to a name: ``numbers (1).xlsx``, ``numbers-ANNAS-LAPTOP.xlsx``, ``numbers - Kopie.xlsx``."""
_ICLOUD = re.compile(r"\.(?P<name>.+)\.icloud", re.IGNORECASE)
PART = re.compile(r"[0-9a-f]{64}\.parquet")
"""A part of the store is named after its content."""
EVENT = re.compile(r"[0-9a-f]{64}\.json")
"""So is an event of its ledger."""
_PARQUET = b"PAR1"
WAIT = says("Wait until your sync program has brought it, or open the folder and choose to keep it on this computer.")


def conflict_copy(name: str, of: tuple[str, ...] = ()) -> str | None:
    """The file that one of this name is a second copy of; None where nothing says that it is one.

    Args:
        name: Its name, without folder.
        of: The names of files of which there is one only; a mere number behind one of them makes a copy of it.

    Examples:
        >>> conflict_copy("numbers (Anna's conflicted copy 2026-03-01).xlsx")
        'numbers.xlsx'
        >>> conflict_copy("Content (1).csv"), conflict_copy("posts (1).csv", of=("posts.csv",))
        (None, 'posts.csv')
    """
    if _SAYS_SO.search(name):
        stem, _, ending = name.rpartition(".")
        return f"{_SAYS_SO.split(stem)[0].strip()}.{ending}" if "sync-conflict" not in name.lower() else _synced(name)
    for own in of:
        stem, _, ending = own.rpartition(".")
        if name.startswith(stem) and name.endswith(f".{ending}") and name not in (*of, *SET_ASIDE):
            added = name.removeprefix(stem).removesuffix(f".{ending}")
            if _BESIDE.fullmatch(added):
                return own
    return None


def placeholder(name: str) -> str | None:
    """The file that iCloud has a name for only, e.g. ``numbers.xlsx`` for ``.numbers.xlsx.icloud``."""
    placeholder = _ICLOUD.fullmatch(name)
    return placeholder["name"] if placeholder else None


def copy_problem(name: str, original: str, shown: str) -> Problem:
    """A second copy, named and left alone."""
    return Problem(
        "conflict_copy",
        says(
            "{name} looks like a second copy of {original}, which programs that sync folders make when two people "
            "change it at once; it is not read",
            name=name,
            original=original,
        ),
        says("One {original}", original=original),
        says("Compare the two, take over into {original} what it lacks, then delete the copy.", original=original),
        path=shown,
    )


def placeholder_problem(name: str, shown: str) -> Problem:
    """A name without content."""
    what = says("{name} is not on this computer yet; there is only its name", name=name)
    return Problem("not_here_yet", what, says("The whole file"), WAIT, path=shown)


def half_here(path: Path) -> Problem | None:
    """What is wrong with a Parquet file that is still on its way; None where it begins and ends as it should."""
    with path.open("rb") as file:
        begins = file.read(len(_PARQUET))
        file.seek(-min(path.stat().st_size, len(_PARQUET)), os.SEEK_END)
        ends = file.read()
    return None if begins == ends == _PARQUET else half_problem(path)


def half_problem(path: Path) -> Problem:
    """A file of the store that is still on its way."""
    what = says("Of {name} only a part is on this computer, so numbers are missing", name=path.name)
    return Problem("half_here", what, says("The whole file"), WAIT, path="/".join(path.parts[-3:]))


def strange_parts(store: Path) -> Iterator[Problem]:
    """A problem for every file of numbers or events that is not named as its content says; none of them is read."""
    for path in sorted([*store.glob("*/[!.]*.parquet"), *store.glob("*/*/[!.]*.parquet"), *store.glob("*/[!.]*.json")]):
        if not (PART.fullmatch(path.name) or EVENT.fullmatch(path.name)):
            what = says("{name} is not a part of the store as ClipTrial wrote it; it is not read", name=path.name)
            mend = says("Delete it: a sync program made it, and the part itself lies beside it.")
            yield Problem("strange_part", what, mend=mend, path="/".join(path.parts[-3:]))


def left_by_sync(folder: Path, of: tuple[str, ...], shown: str) -> Iterator[Problem]:
    """A problem for every second copy, and every missing content, of these files in a folder.

    Args:
        folder: The folder.
        of: The names of files of which there is one only.
        shown: How the folder is named in problems, with its slash.
    """
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        original, waiting = conflict_copy(path.name, of), placeholder(path.name)
        if original is not None:
            yield copy_problem(path.name, original, f"{shown}{path.name}")
        elif waiting is not None or (path.suffix == ".xlsx" and path.is_file() and not path.stat().st_size):
            name = waiting or path.name
            yield placeholder_problem(name, f"{shown}{name}")


def _synced(name: str) -> str:
    """Syncthing puts its words before the ending: ``numbers.sync-conflict-20260301-120000-ABCDEFG.xlsx``."""
    head, _, tail = name.partition(".sync-conflict-")
    return f"{head}.{tail.rpartition('.')[2]}"
