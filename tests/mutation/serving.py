"""A process that imports one module in its mutated form; nothing is written where others read."""

from __future__ import annotations

import json
import os
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType
from typing import Any

MUTANT = "CLIPTRIAL_MUTANT"
"""Names the file that tells a process which module to replace."""


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, text: str) -> None:
        super().__init__(name, path)
        self.text = text

    def get_code(self, fullname: str) -> CodeType:
        """Compiled from memory; the cache of compiled files is neither read nor written."""
        return compile(self.text, self.path, "exec", dont_inherit=True)


class _Finder(MetaPathFinder):
    def __init__(self, name: str, path: str, text: str) -> None:
        self.name, self.path, self.text = name, path, text

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """The mutated module, where it is asked for."""
        if fullname != self.name:
            return None
        inner = [str(Path(self.path).parent)] if self.path.endswith("__init__.py") else None
        loader = _Loader(fullname, self.path, self.text)
        return spec_from_file_location(fullname, self.path, loader=loader, submodule_search_locations=inner)


def serve() -> None:
    """Install the mutant that the environment names, if it names one."""
    if (order := os.environ.get(MUTANT)) is not None:
        told = json.loads(Path(order).read_text(encoding="utf-8"))
        sys.meta_path.insert(0, _Finder(told["name"], told["path"], told["text"]))
