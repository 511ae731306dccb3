"""One at a time: whoever reads a shared file to write it anew has the workspace to himself meanwhile.

The lock is the operating system's, so one whose process has died is gone. It holds between programs that see the same
disk; folders that Drive, OneDrive or Dropbox copy are looked after in :mod:`cliptrial.registry.safety.copies`.
"""

from __future__ import annotations

import errno
import getpass
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import Message, says
from cliptrial.registry.files import write_atomically

LOCK = ".cliptrial.lock"
HOLDER = ".cliptrial.lock.by"
"""Beside the lock: who holds it, for those who wait."""
PATIENCE = 60.0
"""Seconds that are waited for somebody else; commands write in less than one."""
_CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR)
told_to: ContextVar[Callable[[Message], None] | None] = ContextVar("told_to", default=None)
"""Whom to tell that somebody is waited for."""


@contextmanager
def one_at_a_time(root: Path) -> Iterator[None]:
    """Nobody else writes in this folder meanwhile; within one thread, turns may be nested.

    Where the folder cannot be written to there is no lock, and whoever writes is told why.

    Args:
        root: The workspace's folder.

    Raises:
        RegistryError: Somebody else has held it for longer than :data:`PATIENCE`.
    """
    from filelock import FileLock, Timeout

    if not root.is_dir():
        yield
        return
    lock = FileLock(root / LOCK, mode=0o666, is_singleton=True)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            _tell(root)
            lock.acquire(timeout=PATIENCE, poll_interval=0.05)
    except Timeout:
        raise RegistryError(_busy(root)) from None
    except OSError as error:
        if error.errno not in _CLOSED:
            raise
        yield
        return
    try:
        write_atomically(root / HOLDER, json.dumps(_myself()))  # never through a link that a stranger has laid
        yield
    finally:
        if lock.lock_counter == 1:
            with suppress(OSError):  # Windows keeps a file that is open
                (root / HOLDER).unlink(missing_ok=True)
                (root / LOCK).unlink()
        lock.release()


def workspace_of(folder: Path) -> Path:
    """The workspace of an experiment's folder."""
    return folder.resolve().parent.parent


def _tell(root: Path) -> None:
    tell = told_to.get()
    if tell is not None:
        tell(says("Waiting for {holder}, who is writing in this workspace.", holder=_holder(root)))


def _busy(root: Path) -> Problem:
    return Problem(
        "busy",
        says(
            "{holder} has been writing in this workspace for over {seconds} seconds",
            holder=_holder(root),
            seconds=round(PATIENCE),
        ),
        says("One at a time"),
        says("Run the command again when that one is done; if it hangs, end it."),
    )


def _myself() -> dict[str, object]:
    program = Path(sys.argv[0]).name
    command = " ".join([program, *sys.argv[1:3]]) if not program.startswith("ipykernel") else "JupyterLab"
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = "?"
    return {"user": user, "host": platform.node(), "process": os.getpid(), "command": command}


def _holder(root: Path) -> Message:
    """Who holds the lock, as far as it was written down yet."""
    try:
        by = json.loads((root / HOLDER).read_text(encoding="utf-8"))
        return says(
            "{user} on {host} (process {process}: {command})",
            user=str(by["user"]), host=str(by["host"]), process=str(by["process"]), command=str(by["command"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        return says("somebody else")
