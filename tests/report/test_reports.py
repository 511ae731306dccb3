"""Every kind of report is declared once, and its template takes what the declaration says."""

from __future__ import annotations

import ast
import json

import pytest

import cliptrial.report
from cliptrial.report.reports import REPORTS, Report
from cliptrial.report.templates import find_template


@pytest.mark.parametrize("report", REPORTS.values(), ids=lambda report: report.name)
def test_a_template_takes_the_parameters_of_its_report(report: Report) -> None:
    """In their order, beside the workspace and the language."""
    cells = json.loads(find_template(report.template).read_text(encoding="utf-8"))["cells"]
    (source,) = ("".join(c["source"]) for c in cells if "parameters" in c["metadata"].get("tags", ()))
    names = [target.id for line in ast.parse(source).body for target in line.targets]  # type: ignore[attr-defined]
    assert tuple(name for name in names if name not in ("workspace", "lang")) == report.parameters
    assert {"workspace", "lang"} <= set(names)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_index_lists_the_pages_over_all_experiments(lang: str) -> None:
    listed = [report.on_index(lang) for report in REPORTS.values() if report.on_index]
    assert len(listed) == len(set(listed)) == 2
    assert all(title and line for title, line in listed)


def test_every_public_name_is_there() -> None:
    """Loaded when it is asked for; templates of workspaces call an experiment's page ``Page``."""
    for name in cliptrial.report.__all__:
        assert callable(getattr(cliptrial.report, name))
    assert cliptrial.report.Page is cliptrial.report.ExperimentPage
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = cliptrial.report.nothing
