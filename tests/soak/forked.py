"""Real processes that begin where this one is, with everything imported: quick to start, and free to die."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from cliptrial.cli.entry import run


def preload() -> None:
    """What commands import, before the first process begins; nothing of it starts a thread."""
    import cliptrial.analysis
    import cliptrial.posts.ingest
    import cliptrial.posts.lake.compaction
    import cliptrial.report  # noqa: F401


def begun(action: Callable[[], object], said: Path) -> int:
    """A process that does this and leaves with 0, or 1 where it failed; its number."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        with said.open("w") as stream:
            os.dup2(stream.fileno(), 1)
            os.dup2(stream.fileno(), 2)
            code = int(bool(action()))
            sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def ended(child: int) -> int:
    """How it left: its exit code, or minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def asked(question: Callable[[], object], said: Path) -> object:
    """The answer of a process of its own, as JSON keeps it."""
    answer = said.with_suffix(".answer")
    code = ended(begun(lambda: answer.write_text(json.dumps(question(), default=str)) and None, said))
    if code != 0:
        raise RuntimeError(said.read_text()[-2000:])
    return json.loads(answer.read_text())


def command(root: Path, *arguments: str) -> Callable[[], int]:
    """A command in a workspace."""

    def act() -> int:
        os.chdir(root)
        return run(arguments)

    return act
