"""What a thousand experiments and a hundred thousand posts cost, each command in a process of its own.

Times are processor seconds of user and system, medians of interleaved runs: other work on the machine does not count.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks.workspaces import workspace

TIMES = 3
EXPERIMENTS, POSTS = 1000, 100_000
LOADED = "import sys; from cliptrial.cli import run; run(sys.argv[1:]); print(*sorted(sys.modules), file=sys.stderr)"
"""Runs a command, and says which modules it needed."""
IMPORTS = """
import contextlib, importlib, sys
for name in sys.argv[1:]:
    with contextlib.suppress(Exception):
        importlib.import_module(name)
"""
UNCHANGED = """
import sys
from pathlib import Path
from time import process_time
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.experiments import experiment_names
from cliptrial.report.inputs import Inputs
opened = load_workspace(Path(sys.argv[1]))
began = process_time()
inputs = Inputs(opened)
count = len([inputs.hash(slug) for slug in experiment_names(opened)])
print(1000 * (process_time() - began) / count)
"""


@dataclass(frozen=True)
class Figure:
    """Something that was measured: what it took, and how much it may take; for both, a unit."""

    what: str
    ours: float
    bound: float
    unit: str = "s"

    @property
    def holds(self) -> bool:
        """Whether it is within its bound."""
        return self.ours <= self.bound


def figures() -> Iterator[Figure]:
    """All of them."""
    with _place() as folder:
        many, full = folder / "many", folder / "full"
        workspace(many, EXPERIMENTS)
        workspace(full, 10, posts=POSTS)
        yield Figure("cliptrial --help", _median(folder, "--help"), 0.3)
        for command in ("list", "status"):
            yield Figure(f"{command}, {EXPERIMENTS:,} experiments, no index", _first(folder, command, many), 8)
            yield Figure(f"{command}, {EXPERIMENTS:,} experiments", _median(folder, command, many), 1.5)
        unchanged = subprocess.run([sys.executable, "-c", UNCHANGED, str(many)], check=True, **_asked(folder)).stdout
        yield Figure("an unchanged page checked, by report --all", float(unchanged), 10, "ms")
        yield from _beside_imports(folder, folder / "small")
        seconds, peak = _learned(folder, full)
        yield Figure(f"learn, {POSTS:,} posts in the store, no index", seconds, 10)
        yield Figure(f"learn, {POSTS:,} posts in the store, memory", peak, 700, "MB")
        yield Figure(f"analyze, {POSTS:,} posts in the store", _median(folder, "analyze", full, "experiment-0005"), 3)


@contextmanager
def _place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        yield Path(name)


def _asked(folder: Path) -> dict[str, object]:
    """How processes are started: with an index of this benchmark's own."""
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    environment = {**os.environ, **threads, "XDG_CACHE_HOME": str(folder / "cache")}
    return {"capture_output": True, "text": True, "env": environment}


def _seconds(folder: Path, *code: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *code], check=True, **_asked(folder))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _command(command: str, root: Path | None, *more: str) -> list[str]:
    return ["-m", "cliptrial", command, *more, *(["--workspace", str(root)] if root else [])]


def _median(folder: Path, command: str, root: Path | None = None, *more: str) -> float:
    return median(_seconds(folder, *_command(command, root, *more)) for _ in range(TIMES))


def _first(folder: Path, command: str, root: Path) -> float:
    """With the index deleted before each run."""
    seconds = []
    for _ in range(TIMES):
        shutil.rmtree(folder / "cache", ignore_errors=True)
        seconds.append(_seconds(folder, *_command(command, root)))
    return median(seconds)


def _beside_imports(folder: Path, root: Path) -> Iterator[Figure]:
    """``analyze`` beside a process that only imports the modules which it needed; runs take turns."""
    workspace(root, 3)
    command = ["analyze", "experiment-0001", "--json", "--workspace", str(root)]
    told = subprocess.run([sys.executable, "-c", LOADED, *command], check=True, **_asked(folder)).stderr
    names = [name for name in str(told).split() if not name.startswith("_") and name not in ("__main__", "antigravity")]
    ours, bare = [], []
    for _ in range(2 * TIMES + 1):
        ours.append(_seconds(folder, "-m", "cliptrial", *command))
        bare.append(_seconds(folder, "-c", IMPORTS, *names))
    yield Figure("analyze beside the imports it needs", median(ours) / median(bare), 1.5, "times")


def _learned(folder: Path, root: Path) -> tuple[float, float]:
    """Seconds and MB with the index deleted."""
    shutil.rmtree(folder / "cache", ignore_errors=True)
    code = (
        "import sys; from pathlib import Path; from cliptrial.cli import run; run(sys.argv[1:]);"
        "sys.stderr.write(Path('/proc/self/status').read_text())"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-c", code, "learn", "--workspace", str(root)], check=True, **_asked(folder))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = re.search(r"VmHWM:\s+(\d+) kB", str(done.stderr))
    assert peak is not None
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, int(peak[1]) / 1024


if __name__ == "__main__":
    for one in figures():
        print(
            f"{one.what:<60} {one.ours:8.2f} of {one.bound:g} {one.unit}{'' if one.holds else '  TOO MUCH'}", flush=True
        )
