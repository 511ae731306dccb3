"""What happens to a store in its life, step by step, and a process that dies at a given moment of it.

``python -m tests.posts.life_of_a_store FOLDER MOMENT...`` lives a copy of ``FOLDER/base`` for every moment, in a
process of its own that kills itself before that change of a file; ``FOLDER/MOMENT/steps`` counts the finished steps.
Without a moment it prints how many there are.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.compaction import compact
from cliptrial.posts.lake.hand_ins import hand_ins, undo
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.removal.plans import account, older_than
from cliptrial.posts.removal.removal import carry_out
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.safety.turns import one_at_a_time
from cliptrial.registry.workspace import Workspace

CHANGES = frozenset({"os.rename", "os.remove", "os.mkdir"})
PURGED_TO = date(2026, 3, 21)
GONE = "bakery.demo"
"""The handle of an account that is forgotten."""
MAPPING = {"post_id": "video", "captured_at": "read", "views": "plays"}


def handed_in(name: str, account: str = "demo", refused: tuple[str, ...] = ()) -> Callable[[Workspace], None]:
    """Hand in one table."""

    def step(workspace: Workspace) -> None:
        report = ingest(workspace, [workspace.root / name], account=account, mapping=MAPPING)
        assert tuple(problem.code for problem in report.problems) == refused

    return step


def taken_back(name: str) -> Callable[[Workspace], None]:
    """Take the hand-in of one table back, unless that is done."""

    def step(workspace: Workspace) -> None:
        for one in hand_ins(Lake(workspace.store_dir)):
            if one.stands and one.files == (name,):
                undo(workspace, one.id)

    return step


def compacted(workspace: Workspace) -> None:
    """Put the files together."""
    with one_at_a_time(workspace.root):
        compact(Lake(workspace.store_dir))


def purged(workspace: Workspace) -> None:
    """Remove what is from before a day."""
    carry_out(workspace, older_than(workspace, PURGED_TO, date(2026, 4, 1)))


def forgotten(workspace: Workspace) -> None:
    """Remove an account."""
    carry_out(workspace, account(workspace, "bakery"))


STEPS: tuple[Callable[[Workspace], None], ...] = (
    handed_in("a.csv"),
    handed_in("b.csv"),
    compacted,
    taken_back("b.csv"),
    handed_in("c.csv"),
    compacted,
    handed_in("b.csv"),
    taken_back("a.csv"),
    compacted,
    handed_in("d.csv", "bakery"),
    purged,
    handed_in("a.csv"),
    forgotten,
    compacted,
    handed_in("d.csv", "bakery", refused=("forgotten_account",)),
)


def live(root: Path, first: int = 0) -> Iterator[int]:
    """Take each step, from the first one on, and count those that are done."""
    for number, step in enumerate(STEPS[first:], first + 1):
        step(load_workspace(root))
        yield number


@contextmanager
def watched(change: Callable[[], None]) -> Iterator[None]:
    """Something is called before every change of a file; there is no way to stop watching in a process."""
    watching = [True]

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & (os.O_WRONLY | os.O_RDWR))
        if watching and (event in CHANGES or writes):
            change()

    sys.addaudithook(hook)
    yield
    watching.clear()


def _die_at(root: Path, moment: int) -> None:
    left = [moment]

    def change() -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    steps = os.open(root / "steps", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    with watched(change):
        for _ in live(root):
            os.write(steps, b".")
    os._exit(0)


def main(folder: Path, moments: list[int]) -> None:
    if not moments:
        changes: list[None] = []
        root = Path(shutil.copytree(folder / "base", folder / "counted"))
        with watched(lambda: changes.append(None)):
            list(live(root))
        print(len(changes))
    for moment in moments:
        root = Path(shutil.copytree(folder / "base", folder / str(moment)))
        child = os.fork()
        if child == 0:
            _die_at(root, moment)
        _, status = os.waitpid(child, 0)
        print(moment, os.WTERMSIG(status) if os.WIFSIGNALED(status) else "lived")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(moment) for moment in sys.argv[2:]])
