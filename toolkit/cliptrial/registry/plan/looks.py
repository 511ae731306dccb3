"""A log of looks before the end: which were shown, and on how many posts. Entries are only ever added.

No inference depends on it: every planned look whose blocks are complete counts as taken.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from cliptrial.errors import PlanError, Problem
from cliptrial.messages import says
from cliptrial.registry.files import shown_path, write_atomically
from cliptrial.registry.jsonfile import read_json
from cliptrial.registry.safety.turns import one_at_a_time, workspace_of

FILE = "looks.json"


@dataclass(frozen=True, slots=True)
class Look:
    """One look that was taken.

    Attributes:
        look: Its number, from 1.
        posts: Posts it could see.
        of: Posts of the whole plan.
        limit: The two-sided p that counted at this look.
    """

    look: int
    posts: int
    of: int
    limit: float


def read_looks(folder: Path) -> tuple[Look, ...]:
    """The looks taken so far, the first one first; empty where nobody looked early.

    Raises:
        PlanError: The file was damaged.
    """
    if not (folder / FILE).exists():
        return ()
    shown = shown_path(folder, FILE)
    mend = says("Restore the file as it was written; it says which looks were shown, and when.")
    plain = read_json(folder / FILE, shown, "looks_unreadable", mend)
    try:
        looks = tuple(Look(**one) for one in plain["looks"])
        if list(looks) != sorted(looks, key=lambda one: (one.look, one.posts)):
            raise ValueError("the looks are not in order")
    except (ValueError, KeyError, TypeError):
        what = says("The file does not hold the looks that were taken, in their order")
        raise PlanError(
            Problem("looks_unreadable", what, says("The file as it was written"), mend, path=shown)
        ) from None
    return looks


def add_look(folder: Path, look: Look) -> tuple[Look, ...]:
    """Append a look; one that was taken before is not written twice."""
    taken = read_looks(folder)
    if any(one.look == look.look for one in taken):
        return taken
    with one_at_a_time(workspace_of(folder)):
        taken = read_looks(folder)
        looks = taken if any(one.look == look.look for one in taken) else (*taken, look)
        text = json.dumps({"looks": [asdict(one) for one in looks]}, indent=1) + "\n"
        write_atomically(folder / FILE, text)
    return looks
