"""What a reader's browser makes of the learnings, the chance check, the calibration, and the index beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from tests.browser.test_pages import LABELS, opened
from tests.report.other_pages import OtherPages

from cliptrial.report import write_site

pytestmark = pytest.mark.browser
NAMES = ("learnings", "chance", "programme", "performance", "windows")
CASES = [(name, lang) for name in NAMES for lang in ("en", "de")]


@pytest.fixture(scope="module")
def pages(others: OtherPages) -> dict[tuple[str, str], Path]:
    """By name and language; the index of the same folder is ``("index", "de")``."""
    return {**others.files, ("index", "de"): write_site(others.ws.root, lang="de")}


def unfolded(browser: Browser, path: Path, width: int, scheme: str) -> tuple[Any, list[str]]:
    page, wrong = opened(browser, path, width, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    return page, wrong


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1000, "light")])
@pytest.mark.parametrize(("name", "lang"), [*CASES, ("index", "de")])
def test_it_is_quiet_open_to_all_and_fits_the_screen(
    browser: Browser, pages: dict[tuple[str, str], Path], name: str, lang: str, width: int, scheme: str
) -> None:
    page, wrong = unfolded(browser, pages[name, lang], width, scheme)
    assert wrong == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(LABELS) == []
    found = Axe().run(page).response["violations"]
    serious = [v for v in found if v["impact"] in {"serious", "critical"} or v["id"] == "heading-order"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in serious] == []
    page.close()


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_on_a_phone_no_cell_is_cut_and_each_has_its_columns_name(
    browser: Browser, pages: dict[tuple[str, str], Path], name: str, lang: str
) -> None:
    width = 320
    page, _ = unfolded(browser, pages[name, lang], width, "light")
    cells = page.locator(".facts tbody td, .facts tbody th")
    assert cells.count() > 20
    outside = """w => [...document.querySelectorAll('.facts td, .facts tbody th')]
      .filter(c => c.getBoundingClientRect().right > w || c.scrollWidth > c.clientWidth + 1)
      .map(c => c.textContent)"""
    assert page.evaluate(outside, width) == []
    unnamed = """[...document.querySelectorAll('.facts td:not(.told)')]
      .filter(c => !c.dataset.label || getComputedStyle(c, ':before').content.length < 3).length"""
    assert page.evaluate(unnamed) == 0
    page.close()


def test_from_the_index_to_the_learnings_and_back(browser: Browser, pages: dict[tuple[str, str], Path]) -> None:
    page = browser.new_page()
    page.goto(pages["index", "de"].as_uri())
    page.get_by_role("link", name="Was wir gelernt haben").first.click()
    assert page.url == pages["learnings", "de"].as_uri()
    page.get_by_role("link", name="Alle Experimente").click()
    assert page.url == pages["index", "de"].as_uri()
    page.get_by_role("link", name="Zufalls-Check").first.click()
    assert page.url == pages["chance", "de"].as_uri()
    page.close()
