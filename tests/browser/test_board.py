"""The board and pages with odd texts in a reader's browser: sorted and filtered, or read without any script."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from tests.browser.test_pages import opened
from tests.report.odd_pages import MADE

from cliptrial.report import write_site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages with odd texts, by kind."""
    folder = tmp_path_factory.mktemp("odd")
    files = {kind: folder / f"{kind}.html" for kind in MADE}
    for kind, file in files.items():
        file.write_text(MADE[kind](folder, "de"), encoding="utf-8")
    return files


@pytest.mark.parametrize("kind", list(MADE))
def test_odd_texts_run_nothing_and_no_page_is_wider_than_the_window(
    browser: Browser, odd: dict[str, Path], kind: str
) -> None:
    page, wrong = opened(browser, odd[kind], 390)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for width in (390, 820, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert wrong == []
    page.close()


def titles(page: Page) -> list[str]:
    """Titles of the rows that are shown, in order."""
    return [text.strip() for text in page.locator(".board tbody tr:visible th > :first-child").all_inner_texts()]


@pytest.fixture(scope="module")
def board(demo_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the example."""
    return write_site(demo_once, tmp_path_factory.mktemp("board"), "en")


def test_rows_are_found_and_sorted_in_the_browser(browser: Browser, board: Path) -> None:
    page, wrong = opened(browser, board)
    every = titles(page)
    assert len(every) == 4
    page.get_by_label("Search").fill("hashtags")
    assert len(titles(page)) == 1
    assert page.locator(".filter output").inner_text() == "1 / 4"
    page.get_by_label("Search").fill("no such thing")
    assert titles(page) == []
    assert page.locator(".filter output").inner_text() == "No experiment fits."
    page.get_by_label("Search").fill("")
    page.get_by_label("Variable").select_option("Sound")
    assert len(titles(page)) == 1
    page.get_by_label("Variable").select_option("")
    for group in page.locator("section").all():
        group.get_by_role("button", name="Experiment").click()
        own = [text.strip() for text in group.locator("tbody th > :first-child").all_inner_texts()]
        assert own == sorted(own)
        group.get_by_role("button", name="Experiment").click()
        own = [text.strip() for text in group.locator("tbody th > :first-child").all_inner_texts()]
        assert own == sorted(own, reverse=True)
        assert group.locator('th[aria-sort="descending"]').count() == 1
    page.get_by_label("Sort by").select_option("")
    assert titles(page) == every
    assert wrong == []
    page.close()


def test_without_a_script_everything_is_there_and_nothing_is_dead(browser: Browser, board: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(board.as_uri())
    assert page.locator(".board tbody tr:visible").count() == 4
    assert page.locator("form:visible, button:visible").count() == 0
    context.close()


def test_another_script_does_not_run(browser: Browser, board: Path, tmp_path: Path) -> None:
    """The page allows one script by its hash; a single sign more, and it does not run."""
    changed = tmp_path / "index.html"
    changed.write_text(board.read_text(encoding="utf-8").replace("form.hidden = false;", "form.hidden = false; "))
    page, wrong = opened(browser, changed)
    assert page.locator("form:visible").count() == 0
    assert [one for one in wrong if "Content Security Policy" in one]
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_no_barrier(browser: Browser, board: Path, scheme: str, width: int) -> None:
    page, _ = opened(browser, board, width, scheme)
    assert [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(page).response["violations"]] == []
    page.close()
