"""The index of what was read can vanish, be damaged or be somebody else's: what is told stays the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.refusals.bases import Bases

from cliptrial.errors import RegistryError
from cliptrial.posts.week.overview import overviews
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.decisions import decide
from cliptrial.registry.experiments import FILE, load_experiment
from cliptrial.registry.safety import kept as index
from cliptrial.registry.workspace import Workspace

SLUG = "question-hook"
DAY = date(2026, 3, 20)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of this test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return index.place()


@pytest.fixture
def workspace(tmp_path: Path, cache: Path) -> Workspace:
    """With everything read once."""
    opened = load_workspace(Bases(tmp_path).copy("planned", tmp_path / "ws"))
    _seen(opened)
    assert cache.is_file()
    return opened


def _seen(workspace: Workspace) -> object:
    """What ``list`` and ``status`` show, and what the experiment's file says with the places of all values."""
    load_experiment.__globals__["_read_once"].cache_clear()
    return overviews(workspace, None, DAY), load_experiment(SLUG, workspace).document


def _rewritten(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(change(path.read_bytes()))


def _entries(change: str) -> Callable[[Path], None]:
    def run(path: Path) -> None:
        with sqlite3.connect(path) as file:
            file.execute(change)

    return run


def _folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES: dict[str, Callable[[Path], None]] = {
    "deleted": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "cut off": _rewritten(lambda data: data[: len(data) // 2]),
    "no index": lambda path: path.write_text("never a database " * 1000),
    "entries of others": _entries("UPDATE kept SET content = (SELECT content FROM kept ORDER BY key LIMIT 1)"),
    "entries cut off": _entries("UPDATE kept SET content = substr(content, 1, 20)"),
    "entries that are texts": _entries("UPDATE kept SET content = 'none'"),
    "another table": _entries("ALTER TABLE kept RENAME COLUMN seal TO other"),
    "read-only": lambda path: path.chmod(0o400),
    "a folder": _folder_instead,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_same_is_told_whatever_becomes_of_the_index(damage: str, workspace: Workspace, cache: Path) -> None:
    before = _seen(workspace)
    index._opened.cache_clear()
    DAMAGES[damage](cache)
    assert _seen(workspace) == before
    index._opened.cache_clear()
    assert _seen(workspace) == before


@pytest.mark.parametrize("damage", ["cut off", "no index"])
def test_an_index_that_is_none_is_begun_anew(damage: str, workspace: Workspace, cache: Path) -> None:
    index._opened.cache_clear()
    DAMAGES[damage](cache)
    for _ in range(3):
        index._opened.cache_clear()
        _seen(workspace)
    with sqlite3.connect(cache) as file:
        assert file.execute("SELECT count(*) FROM kept").fetchone()[0] > 0


def test_a_changed_file_is_read_anew_and_an_unchanged_one_is_not(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (overview,), _ = overviews(workspace, None, DAY)
    monkeypatch.setattr("cliptrial.registry.plan.standing.load_experiment", lambda *_: pytest.fail("it was read again"))
    assert overviews(workspace, None, DAY)[0] == [overview]
    monkeypatch.undo()
    path = workspace.experiments_dir / SLUG / FILE
    path.write_text(path.read_text(encoding="utf-8").replace("Question hook", "Question HOOK"), encoding="utf-8")
    (renamed,), _ = overviews(workspace, None, DAY)
    assert (renamed.standing.title, renamed.positions) == ("Question HOOK against statement hook", overview.positions)
    more = {"from": DAY.isoformat(), "expected": "4%", "accounts": ["demo"]}
    decide(path.parent, who="Anna", when=DAY, what="ship", why="It worked.", **more)
    (decided,), _ = overviews(workspace, None, DAY)
    assert decided.state == "decided"
    monkeypatch.setattr("cliptrial.registry.plan.standing.load_experiment", lambda *_: pytest.fail("it was read again"))
    assert overviews(workspace, None, DAY)[0] == [decided]


def test_nothing_of_another_version_is_taken_over(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    source = "0" * 64
    index.keep("test", source, b"said by this version")
    assert index.kept("test", source) == b"said by this version"
    assert index.kept("other", source) is None
    monkeypatch.setattr(index, "_code", lambda: "another")
    assert index.kept("test", source) is None


def test_files_with_mistakes_are_never_kept(workspace: Workspace) -> None:
    """Their problems name places, and whoever mends one thing sees the rest again."""
    folder = workspace.experiments_dir / SLUG
    (folder / "posts.csv").write_text("position,link\n999999999,\n", encoding="utf-8")
    first, second = overviews(workspace, None, DAY), overviews(workspace, None, DAY)
    assert first == second
    assert [problem.code for problem in second[1]] == ["links"]
    assert second[0][0].state is None
    assert second[0][0].positions == ()


def test_an_index_that_grew_too_large_is_begun_anew(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index.keep("test", "one", b"1")
    index.keep("test", "other", b"2")
    monkeypatch.setattr(index, "MOST", 1)
    index._opened.cache_clear()
    assert index.kept("test", "one") is None
    assert cache.is_file()


def test_a_source_that_nobody_knows_is_refused_however_often_the_workspace_was_opened(workspace: Workspace) -> None:
    load_workspace(workspace.root)
    path = workspace.root / "workspace.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("studio", "crystal_ball", 1), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(RegistryError, match="crystal_ball"):
            load_workspace(workspace.root)
