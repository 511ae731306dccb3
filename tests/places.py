"""Where tests find what is not part of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


def shared(name: str) -> Path:
    """A file or folder of the shared material; the test is skipped, with the reason, where it is missing."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"shared material is missing: {name}")
    return path
