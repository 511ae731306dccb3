"""A real browser and real pages; without Chromium these tests are skipped."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.report.made import example_pages

NAMES = (
    "better",
    "confounded",
    "several",
    "observed",
    "history",
    "not_ready",
    "hostile",
    "split_test",
    "planned",
    "no_large_effect",
)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the examples' pages, ``<name>_<lang>.html``."""
    made = tmp_path_factory.mktemp("browser")
    example_pages(made, [(name, lang) for name in NAMES for lang in ("en", "de")])
    return made
