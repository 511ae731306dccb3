"""Which lines of the package run in which test, in this process and in those that it starts."""

from __future__ import annotations

import os
import sys
import threading
from collections import defaultdict
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

TRACE, PACKAGE, CONTEXT = "CLIPTRIAL_TRACE", "CLIPTRIAL_TRACE_PACKAGE", "CLIPTRIAL_TRACE_CONTEXT"
"""A folder for what started processes saw, the package's folder, and the test or fixture that started them."""

_OPTIMISED = 1
"""The flag that functions have, and the bodies of modules and classes have not."""


class Tracer:
    """Collects lines by context.

    Attributes:
        seen: By context: file and line.
    """

    def __init__(self, package: str) -> None:
        self.seen: dict[str, set[tuple[str, int]]] = defaultdict(set)
        self._package = os.path.join(package, "")  # noqa: PTH118 a process that starts knows no paths yet
        self._codes: dict[int, tuple[CodeType, int]] = {}
        self._locals: dict[int, Any] = {}
        self.enter("")

    def enter(self, context: str) -> None:
        """From now on lines belong to this context, in processes started from here too."""
        self.context = context
        self._lines = self.seen[context]
        self._locals = {}
        os.environ[CONTEXT] = context

    def start(self) -> None:
        """Trace this thread and later ones."""
        threading.settrace(self._call)
        sys.settrace(self._call)

    def _call(self, frame: FrameType, event: str, argument: Any) -> Any:
        code = frame.f_code
        # A code object's own hash is computed anew each time; it is held here, so its id stays its own.
        local = self._locals.get(id(code), self)
        if local is not self:
            return local
        return self._locals.setdefault(id(code), self._local(code))

    def _local(self, code: CodeType) -> Any:
        held = self._codes.get(id(code))
        if held is None:
            ours = code.co_filename.startswith(self._package) and code.co_flags & _OPTIMISED
            lines = {line for _, _, line in code.co_lines() if line} if ours else ()
            # A function's first line is announced as a call, not as a line.
            held = self._codes[id(code)] = (code, len(lines) - (len(lines) > 1 and code.co_name[0] != "<"))
        if not held[1]:
            return None
        here: set[int] = set()
        lines_of_context, filename, whole, locals_ = self._lines, code.co_filename, held[1], self._locals

        def line(frame: FrameType, event: str, argument: Any) -> Any:
            if event == "line" and frame.f_lineno not in here:
                here.add(frame.f_lineno)
                lines_of_context.add((filename, frame.f_lineno))
                if len(here) >= whole:
                    locals_[id(code)] = None
            return line

        return line


class _Written(set[tuple[str, int]]):
    """Lines that are written down at once: who ends a kernel does not wait for its last words."""

    def __init__(self, context: str, folder: str) -> None:
        super().__init__()
        self._context = context
        self._file = (Path(folder) / f"{os.getpid()}.txt").open("a", encoding="utf-8", buffering=1)

    def add(self, place: tuple[str, int]) -> None:
        """Keep and write a line."""
        if place not in self:
            super().add(place)
            self._file.write(f"{self._context}\t{place[0]}\t{place[1]}\n")


def trace_started_process() -> None:
    """Trace this process where the environment asks for it."""
    folder, context = os.environ.get(TRACE), os.environ.get(CONTEXT)
    if folder and context:
        tracer = Tracer(os.environ[PACKAGE])
        tracer.seen[context] = _Written(context, folder)
        tracer.enter(context)
        tracer.start()


def from_started(folder: Path) -> dict[str, set[tuple[str, int]]]:
    """What started processes saw, by context."""
    found: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for path in folder.glob("*.txt"):
        for told in path.read_text(encoding="utf-8").splitlines():
            if len(parts := told.split("\t")) == 3 and parts[2].isdigit():
                found[parts[0]].add((parts[1], int(parts[2])))
    return found
