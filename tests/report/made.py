"""Pages of the examples, each made once a session by the real templates."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import mkdtemp

from tests.places import ROOT
from tests.report.examples import CHOICE, HISTORIES, SEASONS, SLUG, workspace
from tests.report.in_process import InProcess
from tests.report.one_kernel import OneKernel

from cliptrial.registry.files import write_atomically
from cliptrial.report.export import Exported, export
from cliptrial.report.templates import find_template

OPENING = """import sys
sys.path.insert(0, tests)
from tests.report.examples import ALL
from cliptrial.report.look import Brand
from cliptrial.report.experiment_page import AnalysisPage
page = AnalysisPage(ALL[slug](), lang, Brand("Kitchen Demo & <Co>", "#0b6e6e", "Europe/Berlin", "EUR"))
page"""


def table_template(folder: Path) -> Path:
    """The packaged template with its first cell taking a comparison instead of an experiment."""
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


class Pages:
    """The examples' pages by name and language, made in this process when first asked for.

    Args:
        folder: Holds their files, and those of everybody else who runs tests at the same time.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._own = Path(mkdtemp(dir=folder))
        self._made: dict[tuple[str, str], Exported] = {}

    def __getitem__(self, key: tuple[str, str]) -> Exported:
        if key not in self._made:
            self._made[key] = self._kept(*key)
        return self._made[key]

    def _kept(self, name: str, lang: str) -> Exported:
        page, result = self.path(name, lang), self.folder / f"{name}_{lang}.json"
        if not result.is_file():
            made = self.rendered(name, lang, InProcess())
            write_atomically(page, made.html)
            write_atomically(result, json.dumps(made.result))
        return Exported(page.read_text(encoding="utf-8"), json.loads(result.read_text(encoding="utf-8")))

    def path(self, name: str, lang: str) -> Path:
        """Where the page's file lies."""
        return self.folder / f"{name}_{lang}.html"

    def file(self, name: str, lang: str) -> Path:
        """The page's file, written."""
        assert self[name, lang]
        return self.path(name, lang)

    def rendered(self, name: str, lang: str, runner: InProcess | OneKernel) -> Exported:
        """The page, made now."""
        if name in SEASONS:
            chosen = {"slug": SLUG, "workspace": str(workspace(name)), "lang": lang}
            return export(runner.run(find_template("experiment.ipynb"), chosen), workspace(name))
        if name in HISTORIES:
            folder = workspace(name)
            chosen = {**CHOICE, "file": str(folder / CHOICE["file"]), "workspace": str(folder), "lang": lang}
            return export(runner.run(find_template("comparison.ipynb"), chosen), folder)
        return export(runner.run(table_template(self._own), {"slug": name, "lang": lang}))
