"""One browser for every test that looks at a page, and one record of what the product was seen to make."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.product_codes import sites
from tests.recorder import Recorder, is_whole


def pytest_configure(config: pytest.Config) -> None:
    """Note every problem and finding; a whole run that leaves one out fails."""
    if not (is_whole(config) or hasattr(config, "workerinput")):
        return
    from cliptrial.analysis.codes import Code
    from cliptrial.analysis.results import Finding
    from cliptrial.errors import Problem

    recorder = Recorder(Path(__file__).parent, sites, Code)
    recorder.watch(Problem, Finding)
    config.pluginmanager.register(recorder, "made_by_the_product")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless; tests are skipped without it. One at a time in a process, so all share it."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        opened = playwright.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()
