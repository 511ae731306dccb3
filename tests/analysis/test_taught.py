"""What an experiment teaches is worked out once, and again as soon as anything changes that it follows from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.analysis.workspaces import finished, fresh

from cliptrial.analysis.experiment import analyze, analyze_alone
from cliptrial.analysis.learning import library
from cliptrial.analysis.learning.library import learn
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.registry.decisions import decide
from cliptrial.registry.plan.links import add_link
from cliptrial.registry.safety import kept as index
from cliptrial.registry.workspace import Workspace

SLUGS = [f"hook-{number}" for number in range(2)]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    opened = fresh(tmp_path / "ws")
    for number, slug in enumerate(SLUGS):
        finished(opened, slug, 0.3, number)
    return opened


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The experiments that are analysed, in turn."""
    slugs: list[str] = []

    def noted(slug: str, workspace: Workspace, *, draws: int) -> object:
        slugs.append(slug)
        return analyze_alone(slug, workspace, draws=draws)

    monkeypatch.setattr(library, "analyze_alone", noted)
    return slugs


def _numbers(workspace: Workspace) -> None:
    told = {"post_id": "7199999999999999999", "account": "kitchen", "source": "studio_content", "top_list": False}
    Lake(workspace.store_dir).append("snapshots", build("snapshots", [{**told, "captured_at": 1_800_000_000}]))


def _link(workspace: Workspace) -> None:
    add_link(workspace.experiments_dir / SLUGS[1], 2, "https://www.tiktok.com/@kitchen/video/7199999999999999999")


def _decision(workspace: Workspace) -> None:
    folder = workspace.experiments_dir / SLUGS[1]
    decide(
        folder, who="Anna", when=library.load_all(workspace).loaded[0].experiment.design.start, what="ship", why="So."
    )


def _settings(workspace: Workspace) -> None:
    path = workspace.root / "workspace.yaml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n# Ours.\n", encoding="utf-8")


def test_who_asks_again_is_told_the_same_and_nothing_is_analysed(workspace: Workspace, analysed: list[str]) -> None:
    first = learn(workspace, draws=19)
    assert sorted(analysed) == SLUGS
    assert learn(workspace, draws=19) == first
    assert len(analysed) == len(SLUGS)
    assert learn(workspace, draws=20).lessons == first.lessons
    assert len(analysed) == 2 * len(SLUGS)
    index._opened.cache_clear()
    index.place().unlink()
    assert learn(workspace, draws=19) == first
    assert len(analysed) == 3 * len(SLUGS)


@pytest.mark.parametrize(
    ("change", "again"), [(_numbers, SLUGS), (_link, SLUGS), (_decision, SLUGS[1:2]), (_settings, SLUGS)]
)
def test_what_may_have_changed_is_analysed_again(
    change: Callable[[Workspace], None], again: list[str], workspace: Workspace, analysed: list[str]
) -> None:
    learn(workspace, draws=19)
    analysed.clear()
    change(workspace)
    changed = learn(workspace, draws=19)
    assert sorted(analysed) == again
    index._opened.cache_clear()
    index.place().unlink()
    assert learn(workspace, draws=19) == changed


def test_an_answer_is_the_same_whether_or_not_the_earlier_ones_are_known(workspace: Workspace) -> None:
    """It counts how often the same was tested before, and what all say together."""
    first = analyze(SLUGS[1], workspace, draws=19)
    assert analyze(SLUGS[1], workspace, draws=19).findings == first.findings
    assert "repeated_test" in {finding.code for finding in first.findings}
