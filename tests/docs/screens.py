"""The screens of the tutorial, by the real commands and a real browser: ``python -m tests.docs.screens``."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from tests.places import ROOT

SCREENS = ROOT / "docs/screens"
WIDTH = 1000
COMMANDS = (
    "report question-hook --lang {lang}",
    "team lunch-slot --lang {lang}",
    "status --page --lang {lang}",
)
PAGES = {
    "report": ("reports/question-hook/question-hook_{lang}.html", 900),
    "plan": ("reports/lunch-slot/plan_{lang}.html", 760),
    "monday": ("reports/monday.html", 760),
}
"""By the name of its screen: the page, and how much of it is seen."""


def make(root: Path, browser: Browser) -> None:
    """Every screen, from the example in ``root``."""
    for lang in ("en", "de"):
        for line in COMMANDS:
            cliptrial(line.format(lang=lang), root)
        for name, (page, height) in PAGES.items():
            picture = shot(browser, root / page.format(lang=lang), height)
            picture.save(SCREENS / f"{name}_{lang}.webp", quality=70, method=6)


def shot(browser: Browser, page: Path, height: int) -> Image.Image:
    """The top of a page, as it is seen on a laptop by day."""
    opened = browser.new_page(viewport={"width": WIDTH, "height": height}, color_scheme="light")
    opened.goto(page.as_uri())
    picture = Image.open(BytesIO(opened.screenshot())).convert("RGB")
    opened.close()
    return picture


def cliptrial(line: str, folder: Path) -> None:
    """Run a command line."""
    run([sys.executable, "-m", "cliptrial", *line.split()], cwd=folder, check=True)


if __name__ == "__main__":
    with TemporaryDirectory() as made, sync_playwright() as playwright:
        cliptrial("demo kitchen", Path(made))
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        SCREENS.mkdir(exist_ok=True)
        make(Path(made) / "kitchen", chromium)
