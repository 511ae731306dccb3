"""A small workspace in a temporary folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from cliptrial.registry.scaffold import init_workspace
from cliptrial.registry.workspace import Workspace

HERE = Path(__file__).parent


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two accounts, two goals, and the folder of an earlier experiment."""
    accounts = {
        "kitchen_demo": {"timezone": "Europe/Berlin", "handle": "kitchen.demo", "followers": 12000},
        "bakery_demo": {"timezone": "Europe/Vienna"},
    }
    made = init_workspace(tmp_path / "ws", accounts=accounts, goals=["watch-time", "reach"], brand_name="Küche")
    (made.experiments_dir / "_archive").mkdir()
    return made


@pytest.fixture
def good_text() -> str:
    """The experiment of the design, word for word."""
    return (HERE / "good.yaml").read_text(encoding="utf-8")


@pytest.fixture
def good(workspace: Workspace, good_text: str) -> Path:
    """The folder of a good experiment."""
    folder = workspace.experiments_dir / "question-hook"
    folder.mkdir()
    (folder / "experiment.yaml").write_text(good_text, encoding="utf-8")
    return folder
