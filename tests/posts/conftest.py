from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.posts.planned import plan

from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.workspace import Workspace, load_workspace

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@pytest.fixture
def data() -> Path:
    """The folder of real exports, which lies beside the project."""
    if not DATA.is_dir():
        pytest.skip("the real exports (../shared/data) are not here")
    return DATA


@pytest.fixture
def make_workspace(tmp_path: Path) -> Callable[..., Workspace]:
    """A workspace with the given accounts: name -> (time zone, handle)."""

    def make(name: str = "ws", **accounts: tuple[str, str | None]) -> Workspace:
        root = tmp_path / name
        (root / "experiments").mkdir(parents=True)
        lines = ["accounts:"]
        for account, (zone, handle) in (accounts or {"demo": ("Europe/Berlin", None)}).items():
            lines += [f"  {account}:", f"    timezone: {zone}", *([f"    handle: {handle}"] if handle else [])]
        (root / "workspace.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return load_workspace(root)

    return make


@pytest.fixture
def planned(make_workspace: Callable[..., Workspace]) -> tuple[Workspace, Path, Schedule]:
    """A workspace with one planned experiment of four positions."""
    workspace = make_workspace()
    return workspace, *plan(workspace)
