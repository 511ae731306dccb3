"""The notebooks as they lie in the repository: clean, short, and running from the first cell to the last."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from tests.notebooks.conftest import HANGS

from cliptrial.forms.lab import packaged_notebooks

NOTEBOOKS = sorted(packaged_notebooks().glob("*.ipynb"))
MINE = ("start_here", "compare")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_stored_notebook_holds_no_outputs_no_counts_and_no_errors(path: Path) -> None:
    notebook = nbformat.read(path, 4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    assert "widgets" not in notebook.metadata


@pytest.mark.parametrize("name", MINE)
def test_it_runs_in_a_real_kernel_and_shows_forms_only(name: str, demo: Path) -> None:
    notebook = nbformat.read(demo / "notebooks" / f"{name}.ipynb", 4)
    NotebookClient(notebook, timeout=HANGS, resources={"metadata": {"path": str(demo / "notebooks")}}).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert len(outputs) == {"start_here": 1, "compare": 1}[name]
    assert all("application/vnd.jupyter.widget-view+json" in output.data for output in outputs)
    assert not any("ct-bad" in told and "<code>" in told for told in _shown(notebook))


def test_compare_takes_its_parameters_from_the_cell_with_that_tag() -> None:
    notebook = nbformat.read(packaged_notebooks() / "compare.ipynb", 4)
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    names = {line.split(" = ")[0] for cell in tagged for line in cell.source.splitlines()}
    assert names == {"account", "dimension", "values", "control", "metric", "start", "end", "leave_out", "lang"}


def _shown(notebook: Any) -> list[str]:
    widgets = notebook.metadata["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    texts = [one["state"].get("value") for one in widgets.values()]
    return [text for text in texts if isinstance(text, str) and not text.startswith("<style>")]
