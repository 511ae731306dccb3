"""A page about an analysis that lies in no workspace: the same sections, put together without a notebook's kernel."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from cliptrial.analysis.results import Analysis
from cliptrial.registry.files import write_atomically
from cliptrial.report.experiment_page import AnalysisPage
from cliptrial.report.export import export
from cliptrial.report.look import Brand
from cliptrial.report.section import Section


def write_page(analysis: Analysis, out: Path, lang: str = "en", brand: Brand | None = None) -> Path:
    """Write one self-contained page about an analysis.

    Args:
        analysis: What is told.
        out: The HTML file; its folder is there.
        lang: Code of a language, ``en``.
        brand: Whose page it is, and in which zone its days are.

    Raises:
        RegistryError: The folder is not there, or cannot be written to.
    """
    page = AnalysisPage(analysis, lang, brand, template="comparison")
    sections = (
        page.head(),
        page.first_screen(),
        page.to_copy(),
        page.metrics(),
        page.fairness(),
        page.conclusions(),
        page.next_steps(),
        page.details(),
        page.provenance(),
        page.result(),
    )
    notebook = nbformat.v4.new_notebook(cells=[_cell(section, f"section-{n}") for n, section in enumerate(sections)])
    write_atomically(out, export(notebook).html)
    return out


def _cell(section: Section, name: str) -> NotebookNode:
    output = nbformat.v4.new_output("display_data", data=section._repr_mimebundle_())
    cell: NotebookNode = nbformat.v4.new_code_cell(outputs=[output], id=name)
    return cell
