"""What a browser makes of the sheet for a client: one page of paper, and two pictures."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from tests.browser.test_pages import opened
from tests.report.examples import SLUG, workspace
from tests.report.in_process import InProcess
from tests.report.other_pages import OtherPages

from cliptrial.report.export import Exported, export
from cliptrial.report.handout.pdf import print_pdf
from cliptrial.report.handout.pictures import pictures
from cliptrial.report.templates import find_template

pytestmark = pytest.mark.browser
SHEET = re.compile(rb"/Type /Page\b")
LINK = re.compile(rb"/URI \(([^)]*)\)")


@pytest.fixture(scope="module", params=["several", "planned"])
def made(request: pytest.FixtureRequest) -> Exported:
    """The client's page of an experiment with many variants, and of one that has not begun."""
    root = workspace(request.param)
    chosen = {"slug": SLUG, "workspace": str(root), "lang": "de"}
    return export(InProcess().run(find_template("client.ipynb"), chosen), root, alone=True)


def test_it_is_one_sheet_without_a_barrier(browser: Browser, made: Exported, tmp_path: Path) -> None:
    file = tmp_path / "sheet.html"
    file.write_text(made.html, encoding="utf-8")
    page, wrong = opened(browser, file, 390)
    assert wrong == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    found = Axe().run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in {"serious", "critical"}] == []
    page.close()
    pdf = print_pdf(file, sheets=1)
    assert len(SHEET.findall(pdf)) == 1
    lines = 0
    while len(SHEET.findall(print_pdf(file))) == 1:
        lines += 6
        file.write_text(made.html.replace("</main>", "<p>line</p>" * lines + "</main>"), encoding="utf-8")
    assert len(SHEET.findall(print_pdf(file, sheets=1))) == 1, "it is made smaller"


def test_its_pictures_have_their_shapes_and_are_alike_each_time(browser: Browser, made: Exported) -> None:
    del browser  # skipped where there is none
    drawn = pictures(made.first)
    sizes = {name: struct.unpack(">II", png[16:24]) for name, png in drawn.items()}
    assert sizes == {"16x9": (1920, 1080), "9x16": (1080, 1920)}
    assert pictures(made.first) == drawn


def test_a_printed_page_leads_nowhere_that_is_not_there(browser: Browser, others: OtherPages, tmp_path: Path) -> None:
    del browser
    assert LINK.findall(print_pdf(others.files["learnings", "en"])) == []
    page = tmp_path / "page.html"
    page.write_text('<a href="../index.html">a</a><a class="c" href="https://x.example/">b</a>', encoding="utf-8")
    assert LINK.findall(print_pdf(page)) == [b"https://x.example/"]
