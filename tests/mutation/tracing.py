"""Which lines of the package run in which test, in this process and in those that it starts.

Each statement of a function is preceded by a mark, one byte of a table that processes forked from here share and that
those who are killed leave behind. The interpreter's own tracing takes three times as long as the tests themselves.
"""

from __future__ import annotations

import ast
import builtins
import marshal
import mmap
import os
import re
import sys
from collections import defaultdict
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

TRACE, MARKED, CONTEXT = "CLIPTRIAL_TRACE", "CLIPTRIAL_TRACE_MARKED", "CLIPTRIAL_TRACE_CONTEXT"
"""A folder for what started processes saw, the marked modules, and the test or fixture that started them."""

_TABLE, _SIZE = "__marks__", "size.txt"
_BLOCKS = ("body", "orelse", "finalbody")


class Marked:
    """The package's modules with marks, compiled, in a folder.

    Args:
        folder: Where they are written.
        modules: Their names, with their files.
    """

    def __init__(self, folder: Path, modules: dict[str, Path]) -> None:
        self.folder = folder
        self._starts: list[int] = []
        self._paths: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)
        start = 0
        for name, path in modules.items():
            text = path.read_text(encoding="utf-8")
            code = compile(_with_marks(ast.parse(text), start), str(path), "exec", dont_inherit=True)
            (folder / name).write_bytes(marshal.dumps(code))
            self._starts.append(start)
            self._paths.append(str(path))
            start += text.count("\n") + 2
        (folder / _SIZE).write_text(str(start), encoding="utf-8")

    def places(self, marks: set[int]) -> set[tuple[str, int]]:
        """The files and lines of marks."""
        found = set()
        starts = iter([*zip(self._starts, self._paths, strict=True), (sys.maxsize, "")])
        start, path = next(starts)
        following = next(starts)
        for mark in sorted(marks):
            while mark >= following[0]:
                (start, path), following = following, next(starts)
            found.add((path, mark - start))
        return found


def _with_marks(tree: ast.Module, start: int) -> ast.Module:
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    inner = [node for function in functions for node in ast.walk(function)]
    blocks = [getattr(node, field, None) for node in inner for field in _BLOCKS]
    for block in {id(one): one for one in blocks if isinstance(one, list)}.values():
        block[:] = [each for statement in block for each in (*_mark(statement, start), statement)]
    return tree


def _mark(statement: ast.stmt, start: int) -> tuple[ast.stmt, ...]:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return ()  # what a function says of itself must stay its first statement
    place = ast.Subscript(ast.Name(_TABLE, ast.Load()), ast.Constant(start + statement.lineno), ast.Store())
    mark = ast.Assign([place], ast.Constant(1))
    return (ast.fix_missing_locations(ast.copy_location(mark, statement)),)


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, code: CodeType) -> None:
        super().__init__(name, path)
        self._code = code

    def get_code(self, fullname: str) -> CodeType:
        """With marks; the cache of compiled files is neither read nor written."""
        return self._code


class _Finder(MetaPathFinder):
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """A module of the package, from where it was marked."""
        marked = self._folder / fullname
        spec = PathFinder.find_spec(fullname, path, target) if marked.is_file() else None
        if spec is None or spec.origin is None:
            return None
        code = marshal.loads(marked.read_bytes())
        if code.co_filename != spec.origin:
            return None
        spec.loader = _Loader(fullname, spec.origin, code)
        return spec


class Tracer:
    """Collects marks by context.

    Attributes:
        seen: By context: marks.
        context: Whose marks are made now.
    """

    def __init__(self, folder: Path) -> None:
        self.seen: dict[str, set[int]] = defaultdict(set)
        self._folder = folder
        self._size = int((folder / _SIZE).read_text(encoding="utf-8"))
        self.context = ""
        self.begin()

    def begin(self) -> None:
        """Marks from now on are this process's and those of its children, not of the one that it was forked from."""
        self._table = mmap.mmap(-1, self._size)
        setattr(builtins, _TABLE, self._table)

    def enter(self, context: str) -> None:
        """From now on marks belong to this context, in processes started from here too."""
        self.seen[self.context] |= _made(self._table[:])
        self._table[:] = bytes(self._size)
        self.context = os.environ[CONTEXT] = context

    def start(self) -> None:
        """Modules imported from now on make marks, in processes started from here too."""
        os.environ[MARKED] = str(self._folder)
        sys.meta_path.insert(0, _Finder(self._folder))


def _made(table: bytes) -> set[int]:
    return {found.start() for found in re.finditer(b"\x01", table)}


def trace_started_process() -> None:
    """Trace this process where the environment asks for it."""
    seen, context = os.environ.get(TRACE), os.environ.get(CONTEXT)
    if seen and context:
        folder = Path(os.environ[MARKED])
        own = Path(seen) / str(os.getpid())
        own.with_suffix(".txt").write_text(context, encoding="utf-8")
        with own.with_suffix(".marks").open("w+b") as file:
            file.truncate(int((folder / _SIZE).read_text(encoding="utf-8")))
            setattr(builtins, _TABLE, mmap.mmap(file.fileno(), 0))
        sys.meta_path.insert(0, _Finder(folder))


def from_started(folder: Path) -> dict[str, set[int]]:
    """What started processes saw, by context."""
    found: dict[str, set[int]] = defaultdict(set)
    for path in folder.glob("*.marks"):
        found[path.with_suffix(".txt").read_text(encoding="utf-8")] |= _made(path.read_bytes())
    return found
