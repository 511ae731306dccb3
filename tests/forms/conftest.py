"""Workspaces to fill in forms for: an empty one, and the example with four months of posts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cliptrial.registry.scaffold import init_workspace
from cliptrial.registry.workspace import Workspace, load_workspace


@pytest.fixture
def demo(demo_once: Path, tmp_path: Path) -> Workspace:
    """A copy of the example to change."""
    return load_workspace(Path(shutil.copytree(demo_once, tmp_path / "kitchen")))


@pytest.fixture
def empty(tmp_path: Path) -> Workspace:
    """A workspace with one account and nothing else."""
    return init_workspace(tmp_path / "ws", accounts={"kitchen_demo": {"timezone": "Europe/Berlin"}})
