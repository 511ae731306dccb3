"""Notebooks for analysts run from top to bottom in a real kernel, and are stored without outputs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.places import ROOT

from cliptrial.report.kernels import kernel
from cliptrial.simulate.demo import ingest_demo, write_demo

NOTEBOOKS = ROOT / "notebooks"
OURS = ("chance", "method")


def outputs(notebook: Any) -> list[Any]:
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


@pytest.mark.parametrize("name", OURS)
def test_it_is_stored_without_outputs(name: str) -> None:
    stored = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    code = [cell for cell in stored["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert sum("parameters" in cell["metadata"].get("tags", ()) for cell in code) == 1


@pytest.mark.slow
def test_the_method_notebook_runs_and_shows_calibration_and_p_values(tmp_path: Path) -> None:
    with kernel() as running:
        shown = outputs(running.run(NOTEBOOKS / "method.ipynb", {"runs": 40}))
    assert not [output for output in shown if output.output_type == "error" or output.get("name") == "stderr"]
    printed = "".join(output.text for output in shown if output.get("name") == "stdout")
    assert "95 % interval" in printed
    assert "off by more than luck (family-wise .01): none" in printed
    assert any("image/png" in output.get("data", {}) for output in shown)
    assert any("<svg" in output.get("data", {}).get("text/html", "") for output in shown)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_chance_notebook_runs_in_a_workspace(lang: str, tmp_path: Path) -> None:
    root = write_demo(tmp_path / "kitchen")
    ingest_demo(root)
    with kernel() as running:
        shown = outputs(
            running.run(NOTEBOOKS / "chance.ipynb", {"workspace": str(tmp_path / "kitchen"), "lang": lang, "draws": 60})
        )
    assert not [output for output in shown if output.output_type == "error" or output.get("name") == "stderr"]
    html = "".join(output.get("data", {}).get("text/html", "") for output in shown)
    assert ("gewinnen" if lang == "de" else "“win”") in html
