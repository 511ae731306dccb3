"""Many changed files through every door: each is read as what it was, or refused in words.

``python -m tests.soak.inputs DOOR SEED FIRST COUNT`` tries some of them in this process, under a cap of memory, and
prints a line of JSON before and after each.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.places import ROOT

CAP = 2 * 1024**3
A_PROCESS = 400
"""Cases that one process tries."""
SECONDS = 120
"""Whoever takes longer hangs."""
WRONG = ("raw", "differs", "died")
SHARES = {"ingest": 0.3, "compare": 0.25, "chance": 0.15, "numbers": 0.1, "registry": 0.2}


@dataclass(slots=True)
class Tried:
    """How many cases of a door ended how, and those that must not be."""

    ended: Counter[str] = field(default_factory=Counter)
    wrong: list[dict[str, object]] = field(default_factory=list)
    unforeseen: Counter[str] = field(default_factory=Counter)

    def add(self, line: dict[str, object]) -> None:
        self.ended[str(line["ended"])] += 1
        if line["ended"] in WRONG:
            self.wrong.append(line)
        if line["ended"] == "unforeseen":
            self.unforeseen[str(line["detail"])[:160]] += 1


def soaked(door: str, seed: int, count: int, first: int = 0) -> Tried:
    """Try cases of a door in processes of their own, a new one after every few hundred or a death."""
    tried, end = Tried(), first + count
    while first < end:
        number = first
        for line in _process(door, seed, first, min(A_PROCESS, end - first)):
            tried.add(line)
            number = int(str(line["number"])) + 1
        first = number
    return tried


def _process(door: str, seed: int, first: int, count: int) -> Iterator[dict[str, object]]:
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "toolkit"), str(ROOT)]),
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
    }
    command = [sys.executable, "-m", "tests.soak.inputs", door, *map(str, (seed, first, count))]
    pipe = subprocess.PIPE
    with (
        tempfile.TemporaryDirectory(dir=_quick()) as folder,
        tempfile.TemporaryFile("w+") as said,
        subprocess.Popen([*command, folder], stdout=pipe, stderr=said, text=True, env=env, cwd=ROOT) as process,
    ):
        assert process.stdout is not None
        begun = -1
        for text in process.stdout:
            line = json.loads(text)
            begun = line.get("begun", begun)
            if "ended" in line:
                yield line
                begun = -1
        if process.wait() != 0:
            said.seek(0)
            if begun < 0 or process.returncode == 1:
                raise RuntimeError(said.read()[-2000:])
            detail = f"exit {process.returncode}: {said.read()[-300:]}"
            yield {"number": begun, "ended": "died", "detail": detail, "door": door, "changes": []}


def _quick() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def trial(door: object, name: str, seed: int, number: int, folder: Path) -> dict[str, object]:
    """One case: how it ended, and what it was."""
    from tests.soak.doors import UnexpectedError

    from cliptrial.errors import InputError

    case = door.case(Random(f"{seed}:{name}:{number}"))
    line: dict[str, object] = {"number": number, "door": name, "file": case.name, "changes": case.changes}
    truth = door.truth(case, folder)
    try:
        answer = door.read(case, folder)
    except InputError as error:
        strange = [str(problem) for problem in error.problems if problem.code == "unforeseen"]
        return line | ({"ended": "unforeseen", "detail": strange[0]} if strange else {"ended": "refused"})
    except UnexpectedError as error:
        return line | {"ended": "raw", "detail": str(error)}
    except Exception:
        return line | {"ended": "raw", "detail": traceback.format_exc()[-1500:]}
    if not case.keeps:
        return line | {"ended": "read"}
    if answer.values == truth.values:
        return line | {"ended": "equal"}
    if answer.said - truth.said:
        return line | {"ended": "told", "detail": str(list(answer.said - truth.said))[:400]}
    return line | {"ended": "differs", "detail": difference(truth.values, answer.values)}


def difference(truth: object, values: object) -> str:
    """Where they part, shortly."""
    if isinstance(truth, Counter) and isinstance(values, Counter):
        return f"only before: {[*(truth - values)][:2]}; only after: {[*(values - truth)][:2]}"
    return f"before: {str(truth)[:600]}; after: {str(values)[:600]}"


def _cap() -> None:
    """No more than the cap beyond what the idle process has mapped: libraries reserve much and use little."""
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (mapped + CAP, mapped + CAP))


def main(arguments: list[str]) -> None:
    name, seed, first, count, home = arguments[0], *map(int, arguments[1:4]), Path(arguments[4])
    from tests.soak.doors import DOORS, use

    _cap()

    os.environ["XDG_DATA_HOME"] = str(home / "data")
    use(home)
    door = DOORS[name]()
    for number in range(first, first + count):
        print(json.dumps({"begun": number}), flush=True)
        signal.alarm(SECONDS)
        folder = home / str(number)
        folder.mkdir()
        line = trial(door, name, seed, number, folder)
        shutil.rmtree(folder, ignore_errors=True)
        print(json.dumps(line, default=str), flush=True)
    signal.alarm(0)


if __name__ == "__main__":
    main(sys.argv[1:])
