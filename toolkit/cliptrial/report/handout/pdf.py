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
SCALES = (1, 0.92, 0.85, 0.78, 0.7, 0.62, 0.55)
"""What a page is made smaller to, one after the other, until it fits its sheets."""
_LOCAL = re.compile(r'(<a\b[^>]*?) href="(?!https?:|#)[^"]*"')
_SHEET = re.compile(rb"/Type /Page\b")
DATE = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}([+-]\d\d'\d\d'|Z)?\)")


def print_pdf(html: Path, *, sheets: int | None = None) -> bytes:
    """The page as a PDF with tags (headings, tables, alternative texts) for assistive technology.

    Links to other pages on this computer are left out, as a PDF travels alone.

    Args:
        html: The page.
        sheets: As many sheets of paper as it may take; it is made smaller until it does.

    Raises:
        MissingToolError: There is no Chromium, Chrome or Edge.
        ReportError: The browser did not print.
    """
    page = _LOCAL.sub(r"\1", html.read_text(encoding="utf-8"))
    for scale in SCALES if sheets else SCALES[:1]:
        pdf = _printed(page, scale, html.name)
        if sheets is None or len(_SHEET.findall(pdf)) <= sheets:
            break
    return pdf


def _printed(page: str, scale: float, name: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        copy, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        smaller = f"@media print{{body{{zoom:{scale}}}}}</style>" if scale < 1 else "</style>"
        copy.write_text(page.replace("</style>", smaller, 1), encoding="utf-8")
        options = ("--export-tagged-pdf", "--generate-pdf-document-outline", "--no-pdf-header-footer")
        browse(copy, *options, f"--print-to-pdf={target}")
        if not target.is_file():
            raise ReportError(Problem("not_printed", says("The browser did not print the page"), path=name))
        return _without_clock(target.read_bytes())


def browse(page: Path, *options: str) -> None:
    """Open a page in a browser without a window, with a profile of its own and no request to anywhere.

    Raises:
        MissingToolError: There is none.
    """
    with tempfile.TemporaryDirectory() as profile:
        quiet = ("--headless", "--disable-gpu", "--disable-background-networking", "--no-first-run")
        command = [find_browser(), *quiet, f"--user-data-dir={profile}", *options, page.resolve().as_uri()]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # Chromium refuses to run as root with it
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)


def find_browser() -> str:
    """A browser that can print and draw.

    Raises:
        MissingToolError: There is none.
    """
    browser = next(filter(None, map(_installed, BROWSERS)), None)
    if browser is None:
        raise MissingToolError(
            says(
                "A PDF or a picture needs Chromium, Chrome or Edge, and none was found. Install one of them, or open "
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
