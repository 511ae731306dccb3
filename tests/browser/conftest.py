"""A real browser and real pages; without Chromium these tests are skipped."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
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
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        opened = playwright.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the examples' pages, ``<name>_<lang>.html``."""
    made = tmp_path_factory.mktemp("browser")
    example_pages(made, [(name, lang) for name in NAMES for lang in ("en", "de")])
    return made
