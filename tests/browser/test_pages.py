"""What a reader's browser makes of a page; without Chromium these tests are skipped."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from tests.report.made import Pages

from cliptrial.report import write_site
from cliptrial.report.handout.pdf import print_pdf

pytestmark = pytest.mark.browser
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
CASES = [(name, lang) for name in NAMES for lang in ("en", "de")]


def opened(browser: Browser, path: Path, width: int = 1000, scheme: str = "light") -> tuple[Page, list[str]]:
    """The page, and everything it should not do: requests, console messages, errors, dialogs."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    wrong: list[str] = []
    own = path.as_uri()
    page.on("request", lambda request: request.url != own and wrong.append(f"request {request.url}"))
    page.on("console", lambda message: wrong.append(f"console {message.text}"))
    page.on("pageerror", lambda error: wrong.append(f"error {error}"))
    page.on("dialog", lambda dialog: (wrong.append("dialog"), dialog.dismiss()))
    page.goto(own)
    return page, wrong


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_no_request_no_script_no_violation(browser: Browser, pages: Pages, name: str, lang: str) -> None:
    page, wrong = opened(browser, pages.file(name, lang))
    assert page.evaluate("document.documentElement.lang") == lang
    assert page.evaluate("document.scripts.length") == 0
    assert page.evaluate("performance.getEntriesByType('resource').length") == 0
    assert wrong == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "lang"), [(name, "en" if i % 2 else "de") for i, name in enumerate(NAMES)])
def test_no_serious_barrier(browser: Browser, pages: Pages, name: str, lang: str, scheme: str) -> None:
    page, _ = opened(browser, pages.file(name, lang), scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in {"serious", "critical"}] == []
    page.close()


@pytest.mark.parametrize("name", ["better", "several"])
def test_on_a_phone_each_metric_shows_uplift_interval_and_result(browser: Browser, pages: Pages, name: str) -> None:
    """Without scrolling sideways, and with the column's name beside each value."""
    page, _ = opened(browser, pages.file(name, "de"), 390)
    for part in ("num", "range", "result"):
        cells = page.locator(f".metrics tbody td.{part}")
        assert cells.count() >= 4
        for i in range(cells.count()):
            box = cells.nth(i).bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 390
    before = "getComputedStyle(document.querySelector('.metrics td.num'), ':before').content"
    assert "Unterschied" in page.evaluate(before)
    page.close()


def test_the_effect_is_written_above_its_dot(browser: Browser, pages: Pages) -> None:
    for width, beside in ((1000, 1.5), (390, 16)):
        page, _ = opened(browser, pages.file("better", "en"), width)
        shown = page.locator("figure svg:visible").first
        number = shown.locator("text").filter(has_text="+17").bounding_box()
        dot = shown.locator("use").bounding_box()
        assert number is not None
        assert dot is not None
        assert number["y"] + number["height"] < dot["y"]
        assert abs(number["x"] + number["width"] / 2 - dot["x"] - dot["width"] / 2) <= beside
        page.close()


LABELS = """() => {
  const svgs = [...document.querySelectorAll('figure svg')].filter(s => s.getBoundingClientRect().width > 0);
  return svgs.flatMap(svg => {
    const frame = svg.getBoundingClientRect();
    const boxes = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
    const outside = boxes.filter(([, b]) => b.left < frame.left - 1 || b.right > frame.right + 1
      || b.top < frame.top - 1 || b.bottom > frame.bottom + 1).map(([t]) => 'outside: ' + t);
    const covered = [];
    boxes.forEach(([t, a], i) => boxes.slice(i + 1).forEach(([u, b]) => {
      const w = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const h = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (w > 1 && h > 4) covered.push(`covered: ${t} / ${u}`);
    }));
    return outside.concat(covered);
  });
}"""


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_at_no_width_a_label_is_covered_or_cut_or_the_page_scrolls_sideways(
    browser: Browser, pages: Pages, name: str, lang: str
) -> None:
    page, _ = opened(browser, pages.file(name, lang))
    for width in (390, 1000):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("innerWidth") == width
        assert page.evaluate(LABELS) == [], width
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for width in (320, 390, 720, 1000):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_figures_follow_the_page_into_the_dark(browser: Browser, pages: Pages, scheme: str) -> None:
    page, _ = opened(browser, pages.file("better", "en"), scheme=scheme)
    fill = page.evaluate("getComputedStyle(document.querySelector('figure svg text')).fill")
    soft = page.evaluate("getComputedStyle(document.querySelector('figcaption')).color")
    assert fill == soft
    page.close()


def test_regions_that_scroll_can_be_reached_by_keyboard_and_have_names(browser: Browser, pages: Pages) -> None:
    page, _ = opened(browser, pages.file("several", "en"), 390)
    regions = page.locator(".scroll")
    assert regions.count() >= 2
    for i in range(regions.count()):
        assert regions.nth(i).get_attribute("tabindex") == "0"
        assert regions.nth(i).get_attribute("aria-label")
    page.close()


@pytest.mark.parametrize("lang", ["en", "de"])
def test_it_prints_as_tagged_a4_with_the_details_open(
    pages: Pages, tmp_path: Path, lang: str, browser: Browser
) -> None:
    for tool in ("pdfinfo", "pdftotext"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    pdf = tmp_path / "page.pdf"
    pdf.write_bytes(print_pdf(pages.file("better", lang)))
    told = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    facts = dict(line.split(":", 1) for line in told.splitlines() if ":" in line)
    assert facts["Tagged"].strip() == "yes"
    assert "A4" in facts["Page size"]
    assert int(facts["Pages"]) <= 9
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    assert "Dish 56" in text
    assert "file://" not in text


def test_equal_pages_print_to_equal_bytes(pages: Pages, browser: Browser) -> None:
    assert print_pdf(pages.file("not_ready", "en")) == print_pdf(pages.file("not_ready", "en"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_index_page_is_as_quiet_and_as_open_to_all(
    browser: Browser, demo_once: Path, tmp_path: Path, scheme: str
) -> None:
    index = write_site(demo_once, tmp_path / "out", "en")
    for width in (390, 1000):
        page, wrong = opened(browser, index, width, scheme)
        assert wrong == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page).response["violations"]
        assert [v["id"] for v in found if v["impact"] in {"serious", "critical"}] == []
        page.close()
