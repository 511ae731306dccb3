"""A process that has read the package and every test, from which those that try a mutant are forked.

Most mutants change the inside of a function: there only the function's code is put in the other's place. What
runs while modules are read (constants, defaults, decorators) is read anew, in its mutated form.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType, FunctionType

import pytest
from tests.mutation.inside import QUIET, environment, forget_cached
from tests.mutation.operators import Mutant
from tests.mutation.project import Project

_OPTIMISED = 1
"""The flag that functions have, and the bodies of modules and classes have not."""
Key = tuple[str, int]


class Warm:
    """Everything that was read, and the functions in it."""

    def __init__(self, project: Project, files: Sequence[str]) -> None:
        self._project = project
        self._functions: dict[str, list[FunctionType]] = defaultdict(list)
        read(project, files)
        for found in gc.get_objects():
            if isinstance(found, FunctionType):
                self._functions[found.__code__.co_filename].append(found)
        # What is never looked at again is never copied by those forked from here.
        gc.freeze()

    def become(self, mutant: Mutant, *, while_reading: bool) -> bool:
        """Put the mutant in its place; False where its module, and all else, had to be forgotten and is read anew.

        Args:
            mutant: The change.
            while_reading: Whether what it changes runs while modules or tests are read.
        """
        if not while_reading and self._swapped(mutant):
            forget_cached(self._project)
            return True
        tops = {self._project.package.rpartition("/")[2], self._project.tests.rpartition("/")[2]}
        for name in list(sys.modules):
            if name.partition(".")[0] in tops and not name.startswith(__package__):
                del sys.modules[name]
        return False

    def _swapped(self, mutant: Mutant) -> bool:
        path = str(self._project.root / mutant.source.path)
        before, after = (_compiled(text, path) for text in (mutant.source.text, mutant.text))
        if _shell(before) != _shell(after):
            return False
        codes = dict(_functions_in(after))
        changed = {key for key, code in _functions_in(before) if codes.get(key) != code}
        live = [one for one in self._functions[path] if _key(one.__code__) in changed]
        if not live or len(codes) < len(list(_functions_in(after))):
            return False
        try:
            for one in live:
                one.__code__ = codes[_key(one.__code__)]
        except ValueError:
            # A name of the function around it is used no longer, or for the first time.
            return False
        return True


def read(project: Project, files: Sequence[str]) -> None:
    """Collect the tests, which imports them and the package; nothing is run."""
    kept = dict(os.environ)
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        environment(project, project.cache)
        pytest.main([*QUIET, "--collect-only", *files])
        # Commands are imported when they run, and a mutant of one then needs no more than its functions.
        for path in project.modules():
            if not path.endswith("__main__.py"):
                with contextlib.suppress(ImportError):
                    importlib.import_module(project.name(path))
    os.environ.clear()
    os.environ.update(kept)


def _compiled(text: str, path: str) -> CodeType:
    return compile(text, path, "exec", dont_inherit=True)


def _shell(code: CodeType) -> tuple[object, ...]:
    """What runs while a module is read: its code and that of its classes, without the functions within."""
    consts = [
        (_key(const) if const.co_flags & _OPTIMISED else _shell(const)) if isinstance(const, CodeType) else repr(const)
        for const in code.co_consts
    ]
    return code.co_code, code.co_names, *consts


def _functions_in(code: CodeType) -> Iterator[tuple[Key, CodeType]]:
    for const in code.co_consts:
        if isinstance(const, CodeType):
            if const.co_flags & _OPTIMISED:
                yield _key(const), const
            yield from _functions_in(const)


def _key(code: CodeType) -> Key:
    return code.co_qualname, code.co_firstlineno
