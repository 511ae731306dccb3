"""Processes forked from one that has loaded everything but the package; a few at a time, each with a time limit."""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from typing import Generic, TypeVar

Key = TypeVar("Key")
HEAVY = (
    "numpy",
    "pandas",
    "scipy.stats",
    "scipy.sparse",
    "scipy.optimize",
    "scipy.special",
    "statsmodels.api",
    "pyarrow.parquet",
    "duckdb",
    "pydantic",
    "hypothesis",
    "hypothesis.strategies",
    "matplotlib.figure",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "seaborn",
    "narwhals",
    "babel.dates",
    "babel.numbers",
    "ruamel.yaml",
    "rich.table",
    "typer",
    "typer.testing",
    "xlsxwriter",
    "python_calamine",
    "nbformat",
    "nbclient",
    "nbconvert",
    "papermill",
    "ipywidgets",
    "tea_tasting",
    "playwright.sync_api",
)
TIMED_OUT = -1
"""The code of a process that had to be ended."""
BROKEN = 70
"""The code of a process in which this tool failed, and not a test."""


def preload() -> None:
    """Load what the package needs, once for all; one thread each, since threads do not survive a fork."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    os.environ.setdefault("MPLBACKEND", "agg")
    plugins = [point.module for point in entry_points(group="pytest11")]
    for name in ("pytest", *HEAVY, *plugins):
        with suppress(ImportError):
            importlib.import_module(name)


@dataclass
class Task(Generic[Key]):
    """One process to run.

    Attributes:
        key: What it is for.
        work: Runs in the process, with a folder of its own that is removed afterwards; gives its exit code.
        limit: Seconds after which it is ended.
    """

    key: Key
    work: Callable[[Path], int]
    limit: float
    pid: int = 0
    begun: float = 0.0
    scratch: Path = field(default_factory=Path)


@dataclass(frozen=True)
class Ended(Generic[Key]):
    """How a process ended.

    Attributes:
        key: What it was for.
        code: Its exit code, or ``TIMED_OUT``.
        seconds: How long it took.
        said: The end of what it printed.
    """

    key: Key
    code: int
    seconds: float
    said: str


def run_all(
    tasks: Iterable[Task[Key]], jobs: int, then: Callable[[Ended[Key]], Task[Key] | None] = lambda ended: None
) -> Iterator[Ended[Key]]:
    """Run tasks, ``jobs`` at a time; ``then`` may answer an end with a further task, which runs next."""
    waiting, running = iter(tasks), []
    try:
        while True:
            while len(running) < jobs and (task := next(waiting, None)) is not None:
                running.append(_begun(task))
            if not running:
                return
            for task in list(running):
                if (ended := _ended(task)) is None:
                    continue
                running.remove(task)
                yield ended
                if (further := then(ended)) is not None:
                    running.append(_begun(further))
            time.sleep(0.02)
    finally:
        for task in running:
            _end(task)


def _begun(task: Task[Key]) -> Task[Key]:
    task.scratch = Path(tempfile.mkdtemp(prefix="mutation-"))
    task.scratch.chmod(0o755)  # tests of rights become another user, who may look into what they make there
    task.begun = time.monotonic()
    task.pid = os.fork()
    if task.pid == 0:
        _child(task)
    return task


def _child(task: Task[Key]) -> None:
    code = BROKEN
    try:
        os.setsid()
        out = os.open(task.scratch / "output.txt", os.O_CREAT | os.O_WRONLY, 0o600)
        os.dup2(out, 1)
        os.dup2(out, 2)
        os.environ["TMPDIR"] = tempfile.tempdir = str(task.scratch)
        code = int(task.work(task.scratch))
    except BaseException:
        traceback.print_exc()
    finally:
        # The parent's own endings are not this process's to run.
        os._exit(code)


def _ended(task: Task[Key]) -> Ended[Key] | None:
    pid, status = os.waitpid(task.pid, os.WNOHANG)
    seconds = time.monotonic() - task.begun
    if pid == 0 and seconds < task.limit:
        return None
    code = TIMED_OUT if pid == 0 else os.waitstatus_to_exitcode(status)
    said = (task.scratch / "output.txt").read_text(encoding="utf-8", errors="replace")[-4000:]
    _end(task, alive=pid == 0)
    return Ended(task.key, code, seconds, said)


def _end(task: Task[Key], *, alive: bool = True) -> None:
    """End the process with all that it started, and remove its folder."""
    with suppress(ProcessLookupError):
        os.killpg(task.pid, signal.SIGKILL)
    if alive:
        os.waitpid(task.pid, 0)
    shutil.rmtree(task.scratch, ignore_errors=True)
