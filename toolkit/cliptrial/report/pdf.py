"""A page as a tagged A4 PDF, printed by a browser that is already there."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from cliptrial.errors import MissingToolError, Problem, ReportError
from cliptrial.messages import says

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
SECONDS = 120
DATE = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}([+-]\d\d'\d\d'|Z)?\)")


def print_pdf(html: Path) -> bytes:
    """The page as a PDF with tags (headings, tables, alternative texts) for assistive technology.

    Raises:
        MissingToolError: There is no Chromium, Chrome or Edge.
        ReportError: The browser did not print.
    """
    browser = find_browser()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "page.pdf"
        command = [
            browser,
            "--headless",
            "--disable-gpu",
            "--disable-background-networking",
            "--no-first-run",
            f"--user-data-dir={Path(folder) / 'profile'}",
            "--export-tagged-pdf",
            "--generate-pdf-document-outline",
            "--no-pdf-header-footer",
            f"--print-to-pdf={target}",
            html.resolve().as_uri(),
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # Chromium refuses to run as root with it
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        if not target.is_file():
            raise ReportError(Problem("not_printed", says("The browser did not print the page"), path=html.name))
        return _without_clock(target.read_bytes())


def find_browser() -> str:
    """A browser that can print.

    Raises:
        MissingToolError: There is none.
    """
    browser = next(filter(None, map(_installed, BROWSERS)), None)
    if browser is None:
        raise MissingToolError(
            says(
                "A PDF needs Chromium, Chrome or Edge, and none was found. Install one of them, or open "
                "the page and print it from any browser."
            )
        )
    return browser


def _installed(name: str) -> str | None:
    """A program of this name in a folder of programs; one in the current folder is a file like any other."""
    folders = [folder for folder in os.get_exec_path() if Path(folder).is_absolute()]
    programs = [shutil.which(name, path=folder) for folder in folders if Path(folder) != Path.cwd()]
    return next((program for program in programs if program and Path(program).is_absolute()), None)


def _without_clock(pdf: bytes) -> bytes:
    """The same bytes for the same page: the time of printing is blanked, in place."""
    return DATE.sub(lambda m: re.sub(rb"\d{14}", b"20000101000000", m.group(0)), pdf)
