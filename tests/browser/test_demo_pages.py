"""The demo's pages are short: the answer on the first screen, few words before the details, a small file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.browser.test_pages import opened
from tests.report.in_process import InProcess
from tests.report.reading import Read

from cliptrial.report.export import export
from cliptrial.report.templates import find_template
from cliptrial.simulate.brand import EXPERIMENTS

pytestmark = pytest.mark.browser
CASES = [(one.slug, lang) for one in EXPERIMENTS for lang in ("en", "de")]
FIRST_SCREEN = {1440: 900, 390: 844}
"""How far down the three lines may end, by width."""
LONGEST, MOST_WORDS, MOST_BYTES = 2600, 450, 120_000


@pytest.fixture(scope="module")
def demo_pages(demo_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, str], Path]:
    """By experiment and language."""
    folder, files = tmp_path_factory.mktemp("short"), {}
    for slug, lang in CASES:
        chosen = {"slug": slug, "workspace": str(demo_once), "lang": lang}
        made = export(InProcess().run(find_template("experiment.ipynb"), chosen), demo_once)
        files[slug, lang] = folder / f"{slug}_{lang}.html"
        files[slug, lang].write_text(made.html, encoding="utf-8")
    return files


@pytest.mark.parametrize(("slug", "lang"), CASES)
def test_a_page_answers_on_its_first_screen_and_is_short(
    browser: Browser, demo_pages: Mapping[tuple[str, str], Path], slug: str, lang: str
) -> None:
    path = demo_pages[slug, lang]
    for width, fold in FIRST_SCREEN.items():
        page, _ = opened(browser, path, width)
        box = page.locator("dl.lines").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= fold, width
        if width == 1440:
            assert page.evaluate("document.documentElement.scrollHeight") <= LONGEST
        page.close()
    assert len(Read(path.read_text(encoding="utf-8"), lang).before_details().split()) <= MOST_WORDS
    assert path.stat().st_size <= MOST_BYTES
