"""Pages of the hand-made examples, rendered by the real template in a real kernel."""

from __future__ import annotations

import json
from pathlib import Path

from cliptrial.report.templates import find_template

OPENING = """import sys
sys.path.insert(0, tests)
from examples import ALL
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
            cell["source"] = source + f"\ntests = {str(Path(__file__).parent)!r}"
        elif "Page(slug" in source:
            cell["source"] = OPENING
    path = folder / "experiment.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path
