"""Workspaces: found from below, checked, and told about in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from cliptrial.errors import RegistryError
from cliptrial.posts.workspaces import find_workspace, load_workspace
from cliptrial.registry.workspace import Workspace

FULL = """\
accounts:
  kitchen_demo:
    timezone: Europe/Berlin
    handle: kitchen.demo
    followers: 12000
    sources: [studio, numbers]
    language: de
language: de
currency: EUR
goals: [watch-time, reach]
brand: {name: Küche, colour: "#0B6E6E"}
store: data/store
metrics:
  replies: {numerator: replies, denominator: views, kind: rate, labels: {en: Replies, de: Antworten}, better: higher}
  touches: {numerator: [likes, saves], kind: count}
"""
HERE = Path(__file__).parent
BAD = sorted((HERE / "bad_workspace").glob("*.yaml"))


def test_everything_a_workspace_may_say_is_read(tmp_path: Path) -> None:
    """Accounts, goals, brand, store and metrics of its own."""
    (tmp_path / "workspace.yaml").write_text(FULL, encoding="utf-8")
    workspace = load_workspace(tmp_path)
    assert workspace.accounts["kitchen_demo"].followers == 12000
    assert workspace.metrics["replies"].numerator == ("replies",)
    assert workspace.metrics["touches"].denominator is None
    assert workspace.store_dir == tmp_path / "data" / "store"
    assert workspace.experiments_dir == tmp_path / "experiments"
    assert workspace.templates_dir == tmp_path / "templates"
    assert workspace.problem("metrics.touches.kind", "x", "y").where == "workspace.yaml:15:46"


def test_the_nearest_workspace_upwards_is_found(workspace: Workspace, good: Path) -> None:
    """From any folder or file inside it."""
    assert find_workspace(good / "experiment.yaml").root == workspace.root.resolve()
    assert find_workspace(str(good)).accounts == workspace.accounts


def test_no_workspace_says_how_to_get_one(tmp_path: Path) -> None:
    """init, demo or --workspace."""
    with pytest.raises(RegistryError) as caught:
        find_workspace(tmp_path)
    mend = caught.value.problems[0].mend
    assert all(told in mend for told in ("cliptrial init", "cliptrial demo DIR", "--workspace DIR"))


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.stem)
def test_a_bad_workspace_gives_exactly_the_problems_written_beside_it(case: Path, tmp_path: Path) -> None:
    """All problems come at once."""
    (tmp_path / "workspace.yaml").write_bytes(case.read_bytes())
    with pytest.raises(RegistryError) as caught:
        load_workspace(tmp_path)
    found = [f"{p.line}:{p.column} {p.code}: {p.what} | {p.expected} | {p.mend}" for p in caught.value.problems]
    assert found == case.with_suffix(".problems").read_text(encoding="utf-8").splitlines()
