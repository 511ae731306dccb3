"""An experiment is analysed once a run, whoever does it first; all languages and kernels read it from there.

The folder is this user's alone and lives as long as the run. A kernel reads what this package or another kernel of the
same run wrote; the process that started the run reads nothing back.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock
from typing import TYPE_CHECKING

from cliptrial.registry.workspace import Workspace

if TYPE_CHECKING:
    from cliptrial.analysis.results import Analysis

HANDED = "CLIPTRIAL_HANDED"
"""Tells a kernel of a run in which folder the analyses are."""


class Handed:
    """The analyses of one run, some of which this process makes while kernels start or draw.

    Args:
        folder: An empty folder that only this user can look into.
        workspace: Whose experiments they are.
        slugs: All that may be asked for.
    """

    def __init__(self, folder: Path, workspace: Workspace, slugs: Iterable[str]) -> None:
        self.folder, self._workspace = folder, workspace
        self._turns = {slug: Lock() for slug in slugs}
        self._begun: set[str] = set()

    def prepare(self, slug: str) -> None:
        """Analyse an experiment that no kernel has begun; where that fails, the kernel tells why."""
        with self._turns[slug]:
            if slug not in self._begun:
                with suppress(Exception):
                    _analyse(slug, self._workspace, self.folder)

    def begin(self, slug: str) -> None:
        """A kernel takes it: with its analysis where one is made just now, else it makes its own."""
        with self._turns[slug]:
            self._begun.add(slug)

    def leave(self) -> None:
        """No kernel waits for what nobody has begun."""
        self._begun.update(self._turns)


def analysed(slug: str, workspace: Workspace) -> Analysis:
    """An experiment's analysis, the one of this run where this process is a kernel of one."""
    folder = os.environ.get(HANDED)
    if folder is None:
        return _analyse(slug, workspace)
    with suppress(OSError, EOFError, pickle.UnpicklingError):
        handed: Analysis = pickle.loads(_path(Path(folder), slug, workspace).read_bytes())
        return handed
    return _analyse(slug, workspace, Path(folder))


def _analyse(slug: str, workspace: Workspace, folder: Path | None = None) -> Analysis:
    from cliptrial.analysis import analyze  # inside: a kernel that reads what was handed over needs no engine

    analysis = analyze(slug, workspace=workspace.root)
    if folder is not None:
        with suppress(OSError):  # who finds none makes it again
            _write(_path(folder, slug, workspace), pickle.dumps(analysis))
    return analysis


def _write(path: Path, content: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    Path(file.name).replace(path)


def _path(folder: Path, slug: str, workspace: Workspace) -> Path:
    return folder / f"{sha256(f'{workspace.root}/{slug}'.encode()).hexdigest()}.pickle"
