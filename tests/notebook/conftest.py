"""English unless a test says otherwise, and no workspace around."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cliptrial.notebook import speaking


@pytest.fixture(autouse=True)
def _plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    yield
    speaking._chosen.clear()
