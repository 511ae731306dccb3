"""Commands that die at a drawn moment: nothing is lost, and whoever comes next ends where nobody died.

``python -m tests.soak.kills SEED FIRST COUNT FOLDER`` prints a line of JSON for each.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.posts.life_of_a_store import watched
from tests.refusals.bases import Bases
from tests.soak.forked import asked, begun, command, ended, preload
from tests.soak.state import drafts_of, state_of

SLUG = "question-hook"
MAPS = [word for name in ("post_id", "views", "likes", "posted_at") for word in ("--map", f"{name}={name}")]
COMMANDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "ingest": ("empty", ("ingest", "posts.csv", "--account", "demo", "--captured-at", "2026-04-01", *MAPS)),
    "lock": ("planned", ("lock", SLUG)),
    "plan": ("written", ("plan", SLUG)),
    "decide": ("locked", ("decide", SLUG, "ship", "--who", "Ada", "--why", "Won.")),
    "report": ("locked", ("report", SLUG)),
}
TURNS = ("ingest", "lock", "plan", "decide", "ingest", "lock", "plan", "decide", "ingest", "plan")
A_REPORT_IN = 15
"""One kill in so many is of a report, which takes longest."""


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """A command that nobody kills.

    Attributes:
        base: The workspace before it.
        before: What that holds.
        after: What it holds afterwards.
        changes: How many changes of files it makes.
        seconds: How long it takes.
    """

    base: Path
    before: dict[str, object]
    after: dict[str, object]
    changes: int
    seconds: float


class Kills:
    """Kills in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._known = folder, dict[str, Undisturbed]()
        (folder / "bases").mkdir()
        self._bases = Bases(folder / "bases")

    def kill(self, seed: int, number: int) -> dict[str, object]:
        """One death, and what was found afterwards."""
        rng = Random(f"{seed}:kill:{number}")
        name = "report" if number % A_REPORT_IN == A_REPORT_IN - 1 else TURNS[number % len(TURNS)]
        plain = self._undisturbed(name)
        root = Path(shutil.copytree(plain.base, self._folder / f"kill{number}" / "ws"))
        by_time = rng.random() < 0.25
        moment = rng.randrange(plain.changes)
        died = self._dies_in_time(name, root, rng, plain) if by_time else self._dies_at(name, root, moment)
        line: dict[str, object] = {
            "number": number,
            "command": name,
            "moment": "a time" if by_time else moment,
            "died": died,
            "inside": bool(drafts_of(root)) or self._asked(root) not in (plain.before, plain.after),
        }
        line["faults"] = self._faults(name, root, plain)
        shutil.rmtree(root.parent)
        return line

    def _faults(self, name: str, root: Path, plain: Undisturbed) -> list[str]:
        here = self._asked(root)
        faults = [
            f"{key} is neither old nor new"
            for key in {*plain.before, *here}
            if key != "store" and here.get(key) not in (plain.before.get(key), plain.after.get(key))
        ]
        stored = [*map(str, here["store"])]
        if not {*map(str, plain.before["store"])} <= {*stored} <= {*map(str, plain.after["store"])}:
            faults.append("the store holds facts that are neither old nor new")
        if name == "decide" and here == plain.after:
            return faults
        said = self._folder / "rerun.txt"
        code = ended(begun(command(root, *COMMANDS[name][1]), said))
        again = self._asked(root)
        if again != plain.after:
            parted = [key for key in {*again, *plain.after} if again.get(key) != plain.after.get(key)]
            faults.append(f"run again ({code}) it ends elsewhere: {parted}: {said.read_text()[-300:]}")
        return faults

    def _dies_at(self, name: str, root: Path, moment: int) -> bool:
        return ended(begun(_counting(command(root, *COMMANDS[name][1]), moment), self._folder / "said.txt")) == -9

    def _dies_in_time(self, name: str, root: Path, rng: Random, plain: Undisturbed) -> bool:
        child = begun(command(root, *COMMANDS[name][1]), self._folder / "said.txt")
        time.sleep(rng.uniform(0, plain.seconds))
        os.kill(child, signal.SIGKILL)
        return ended(child) == -9

    def _undisturbed(self, name: str) -> Undisturbed:
        if name not in self._known:
            stage, words = COMMANDS[name]
            base = self._folder / f"base_{name}"
            asked(lambda: str(self._bases.copy(stage, base)), self._folder / "said.txt")
            root, counted = self._folder / f"plain_{name}", self._folder / f"counted_{name}"
            shutil.copytree(base, root)
            begin = time.monotonic()
            assert ended(begun(command(root, *words), self._folder / "said.txt")) == 0, (
                self._folder / "said.txt"
            ).read_text()
            seconds = time.monotonic() - begin
            shutil.copytree(base, counted)
            note = self._folder / f"changes_{name}"
            ended(begun(_counting(command(counted, *words), None, note), self._folder / "said.txt"))
            changes = int(note.read_text())
            self._known[name] = Undisturbed(base, self._asked(base), self._asked(root), changes, seconds)
        return self._known[name]

    def _asked(self, root: Path) -> dict[str, object]:
        answer = asked(lambda: state_of(root), self._folder / "asked.txt")
        assert isinstance(answer, dict)
        return answer


def _counting(action: Callable[[], int], moment: int | None, note: Path | None = None) -> Callable[[], int]:
    """The action, killed before that change of a file; without one the changes are noted."""

    def act() -> int:
        changes: list[None] = []

        def change() -> None:
            if len(changes) == moment:
                os.kill(os.getpid(), signal.SIGKILL)
            changes.append(None)

        with watched(change):
            code = action()
        if note is not None:
            note.write_text(str(len(changes)))
        return code

    return act


def main(seed: int, first: int, count: int, folder: Path) -> None:
    preload()
    kills = Kills(folder)
    for number in range(first, first + count):
        print(json.dumps(kills.kill(seed, number)), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]), Path(sys.argv[4]))
