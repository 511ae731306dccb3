"""Folders of a workspace that lead out of it: a link that somebody else has laid, where this user's files would end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from cliptrial.errors import Problem
from cliptrial.messages import says

WRITTEN_TO = ("experiments", "reports")
"""Folders that commands write to, beside the store; in each of them, folders of a table or of an experiment."""


def leading_out(root: Path, store: str) -> list[Problem]:
    """A problem for every link in the folders that are written to which leads out of the workspace."""
    # A store that is written down as lying elsewhere is told by whoever reads workspace.yaml.
    folders = [root / name for name in dict.fromkeys((*WRITTEN_TO, store)) if not Path(name).is_absolute()]
    return [
        _problem(path, root) for folder in folders for path in (folder, *_links(folder)) if not is_inside(path, root)
    ]


def is_inside(path: Path, folder: Path) -> bool:
    """Whether a path, its links followed, stays within a folder."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _links(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            yield from sorted(Path(entry.path) for entry in entries if entry.is_symlink())
    except OSError:
        return


def _problem(path: Path, root: Path) -> Problem:
    shown = path.relative_to(root).as_posix()
    return Problem(
        "leads_out",
        says(
            "{shown} is a link that leads out of the workspace, to {target}", shown=shown, target=os.path.realpath(path)
        ),
        says("A folder inside the workspace, where what is written stays"),
        says("Remove the link, or put the folder itself in its place."),
        path=shown,
    )
