"""An executed notebook as one self-contained page: no code, no script, no request, no paths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2.sandbox import ImmutableSandboxedEnvironment
from nbformat import NotebookNode

from cliptrial.errors import Problem, ReportError
from cliptrial.messages import says
from cliptrial.report.section import META, RESULT, SECTION, shown
from cliptrial.report.templates import template_folders


@dataclass(frozen=True, slots=True)
class Exported:
    """A page and the result it shows.

    Attributes:
        html: The page.
        result: For ``result.json``.
        first: The page with nothing but its first screen, where that was wanted.
        file: What the page's files are called, without a suffix; empty where that is as usual.
    """

    html: str
    result: Mapping[str, object]
    first: str = ""
    file: str = ""


def export(notebook: NotebookNode, workspace: Path | None = None, *, alone: bool = False) -> Exported:
    """Turn an executed template into a page with ``templates/html``.

    Args:
        notebook: With everything that its cells have shown.
        workspace: Folder whose ``templates/`` win over the packaged ones.
        alone: Whether the first screen is wanted alone, too.

    Raises:
        ReportError: The template showed no page, or no result.
    """
    meta, result = _carried(notebook, META, "page"), _carried(notebook, RESULT, "page.result()")
    page = {**meta, "description": _description(result)}
    first = _html(_first_screen(notebook), page, workspace) if alone else ""
    return Exported(_html(notebook, page, workspace), result, first, str(meta.get("file", "")))


def _description(result: Mapping[str, object]) -> str:
    """What a chat shows below the page's name: the sentence of the verdict, or of the page."""
    verdict = result.get("verdict")
    return str((verdict if isinstance(verdict, Mapping) else result).get("sentence") or "")


def _first_screen(notebook: NotebookNode) -> NotebookNode:
    """The notebook up to the first section below the brand's line."""
    shown = [any(output.get("data", {}).get(SECTION) for output in cell.get("outputs", ())) for cell in notebook.cells]
    sections = [place for place, yes in enumerate(shown) if yes]
    return NotebookNode({**notebook, "cells": notebook.cells[: sections[1] + 1 if len(sections) > 1 else None]})


def _carried(notebook: NotebookNode, kind: str, call: str) -> Mapping[str, object]:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if kind in data:
                carried: Mapping[str, object] = data[kind]
                return carried
    raise ReportError(
        Problem(
            "template_incomplete",
            says("No cell of the template shows `{call}`", call=call),
            says("A cell that ends with it"),
            says("Compare your template with the one that comes with ClipTrial."),
        )
    )


def _html(notebook: NotebookNode, meta: Mapping[str, object], workspace: Path | None) -> str:
    from nbconvert.exporters import HTMLExporter

    exporter = HTMLExporter(
        template_name="html", extra_template_basedirs=[str(folder) for folder in template_folders(workspace)]
    )
    # nbconvert has no door for another environment; what is compiled from here on has no way out of its template.
    exporter.environment.__class__ = ImmutableSandboxedEnvironment
    page = {**meta, "meta": META, "section": SECTION, "silent": _is_silent}
    body, _ = exporter.from_notebook_node(notebook, resources={"page": page})
    return _tidy(str(body))


def _is_silent(data: Mapping[str, object]) -> bool:
    """Whether an output carries nothing to show: an assignment's echo, a figure's text."""
    return set(data) <= {"text/plain"} and not str(data.get("text/plain", "")).strip("'\" \n")


def _tidy(html: str) -> str:
    """Without trailing spaces and empty lines, so that equal content gives equal bytes; nothing steers what is read."""
    lines = (line.rstrip() for line in shown(html).splitlines())
    return "\n".join(line for line in lines if line) + "\n"
