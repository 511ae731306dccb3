"""Notebooks for analysts run from top to bottom in a real kernel, and are stored without outputs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.places import ROOT
from tests.report.one_kernel import OneKernel

from cliptrial.wording.languages import LANGUAGES

NOTEBOOKS = ROOT / "notebooks"
OURS = ("chance", "method")


@pytest.fixture(scope="module")
def for_method() -> Iterator[OneKernel]:
    """A kernel of its own for one notebook, in either language."""
    one = OneKernel()
    yield one
    one.close()


@pytest.fixture(scope="module")
def for_chance() -> Iterator[OneKernel]:
    """Another one."""
    one = OneKernel()
    yield one
    one.close()


def outputs(notebook: Any) -> list[Any]:
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


@pytest.mark.parametrize("name", OURS)
def test_it_is_stored_without_outputs(name: str) -> None:
    stored = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    code = [cell for cell in stored["cells"] if cell["cell_type"] == "code"]
    assert [(cell["outputs"], cell["execution_count"]) for cell in code] == [([], None)] * len(code)
    assert sum("parameters" in cell["metadata"].get("tags", ()) for cell in code) == 1


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "posts"), [("en", 14), ("de", 8)])
def test_the_method_notebook_shows_every_step_and_its_engines_agree(for_method: OneKernel, lang: str, posts: int) -> None:
    """Worked by hand and by the engine of the reports, estimate, interval and p are the same."""
    asked = {"runs": 40, "lang": lang, "posts_per_arm": posts}
    shown = outputs(for_method.run(NOTEBOOKS / "method.ipynb", asked))
    assert not [output for output in shown if output.output_type == "error" or output.get("name") == "stderr"]
    printed = "".join(output.text for output in shown if output.get("name") == "stdout")
    by_hand, by_engine = (
        re.search(start + r" ([+-]\d+%), (\S+ to \S+)\np = (\S+)", printed)
        for start in ("by hand:", "redraw_log_ols:")
    )
    assert by_hand is not None
    assert by_engine is not None
    assert by_hand.groups() == by_engine.groups()
    listed = re.search(r"all there are \((\d+), ", printed)
    drawn = re.search(r"'question': (\d+)", "".join(one.get("data", {}).get("text/plain", "") for one in shown))
    assert listed is not None
    assert drawn is not None
    assert listed[1] == drawn[1], "the rule counts as many schedules as there are"
    assert "5.0% by these limits" in printed
    assert "observed permuted_residuals" in printed
    assert "off by more than luck (family-wise .01): none" in printed
    tables = "".join(output.get("data", {}).get("text/html", "") for output in shown)
    for word in ("equivalent", "p adjusted", "missing_posts_decide", LANGUAGES[lang].calibration.title):
        assert word in tables
    assert any("image/png" in output.get("data", {}) for output in shown)


def test_the_method_notebook_names_every_section_that_its_table_of_contents_names() -> None:
    cells = json.loads((NOTEBOOKS / "method.ipynb").read_text(encoding="utf-8"))["cells"]
    told = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    listed = re.findall(r"^\| (\d+) \|", told[0], flags=re.MULTILINE)
    headed = [number for text in told for number in re.findall(r"^## (\d+)\.", text, flags=re.MULTILINE)]
    assert listed == headed == [str(number) for number in range(1, len(headed) + 1)]


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_chance_notebook_runs_in_a_workspace(for_chance: OneKernel, lang: str, demo: Path) -> None:
    asked = {"workspace": str(demo), "lang": lang, "draws": 60}
    shown = outputs(for_chance.run(NOTEBOOKS / "chance.ipynb", asked))
    assert not [output for output in shown if output.output_type == "error" or output.get("name") == "stderr"]
    html = "".join(output.get("data", {}).get("text/html", "") for output in shown)
    assert ("gewinnen" if lang == "de" else "“win”") in html
