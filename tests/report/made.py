"""Pages of the hand-made examples, rendered by the real template in a real kernel."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from tests.places import ROOT

from cliptrial.report.export import Exported, export
from cliptrial.report.kernels import kernel
from cliptrial.report.templates import find_template

OPENING = """import sys
sys.path.insert(0, tests)
from tests.report.examples import ALL
from cliptrial.report.look import Brand
from cliptrial.report.page import AnalysisPage
page = AnalysisPage(ALL[slug](), lang, Brand("Kitchen Demo & <Co>", "#0b6e6e", "Europe/Berlin", "EUR"))
page"""


def example_template(folder: Path) -> Path:
    """The packaged template with its first cell taking an example instead of an experiment."""
    notebook = json.loads(find_template("experiment.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if "parameters" in cell["metadata"].get("tags", ()):
            cell["source"] = f"{source}\ntests = {str(ROOT)!r}"
        elif "Page(slug" in source:
            cell["source"] = OPENING
    path = folder / "experiment.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def example_pages(folder: Path, names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Exported]:
    """Each example (name, language) as a page; also written to ``folder``."""
    template = example_template(folder)
    pages = {}
    with kernel() as running:
        for name, lang in names:
            page = export(running.run(template, {"slug": name, "lang": lang}))
            (folder / f"{name}_{lang}.html").write_text(page.html, encoding="utf-8")
            pages[name, lang] = page
    return pages
