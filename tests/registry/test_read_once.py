"""A file that did not change is read once; one that did, or only just did, is read again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.refusals.bases import Bases

from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.experiments import FILE, load_experiment
from cliptrial.registry.files import YOUNG, settled
from cliptrial.registry.plan.schedule_files import TABLE, read_schedule
from cliptrial.registry.workspace import Workspace
from cliptrial.report.inputs import Inputs

SLUG = "question-hook"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return load_workspace(Bases(tmp_path).copy("planned", tmp_path / "ws"))


def _age(folder: Path, seconds: float) -> None:
    for path in folder.iterdir():
        then = path.stat().st_mtime_ns - int(seconds * 1e9)
        os.utime(path, ns=(then, then))


@pytest.mark.parametrize(
    ("name", "old", "new", "read"),
    [
        (FILE, "Question hook", "Question HOOK", lambda ws: load_experiment(SLUG, ws).experiment),
        (TABLE, "Topic 1", "Topic 9", lambda ws: read_schedule(ws.experiments_dir / SLUG)),
    ],
)
def test_what_changed_is_read_again_and_nothing_else(
    name: str, old: str, new: str, read: Callable[[Workspace], object], workspace: Workspace
) -> None:
    """Also when the new text is as long as the old one."""
    folder = workspace.experiments_dir / SLUG
    _age(folder, -60)
    first = read(workspace)
    assert read(workspace) is not first  # made just now: it might change again at the same moment
    _age(folder, 120)
    kept = read(workspace)
    assert kept == first
    assert read(workspace) is kept
    before = Inputs(workspace).hash(SLUG)
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert read(workspace) != kept
    assert Inputs(workspace).hash(SLUG) != before
    _age(folder, 30)
    assert read(workspace) != kept
    assert Inputs(workspace).hash(SLUG) != before
    path.write_text(path.read_text(encoding="utf-8").replace(new, old), encoding="utf-8")
    assert read(workspace) == kept
    assert Inputs(workspace).hash(SLUG) == before


def test_a_file_is_settled_some_seconds_after_its_last_change(tmp_path: Path) -> None:
    path = tmp_path / "a"
    assert settled(path) is None
    path.write_text("a", encoding="utf-8")
    assert settled(path) is None
    _age(tmp_path, 2 * YOUNG / 1e9)
    stamp = settled(path)
    assert stamp is not None
    assert stamp[1] == 1
    _age(tmp_path, -3600)
    assert settled(path) is None
