"""Every kind of report is declared once, and its template takes what the declaration says."""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Callable, Mapping

import pytest

import cliptrial.report
from cliptrial.report import (
    ChancePage,
    ComparisonPage,
    ExperimentPage,
    LearningsPage,
    ProgrammePage,
    calibration_section,
    render,
    render_all,
    render_report,
    write_site,
)
from cliptrial.report.experiment_page import AnalysisPage
from cliptrial.report.learnings_page import LibraryPage
from cliptrial.report.reports import REPORTS, Report
from cliptrial.report.running.pages import Audience
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
    assert len(listed) == len(set(listed)) == 5
    assert all(title and line for title, line in listed)


def test_every_public_name_is_there() -> None:
    """Loaded when it is asked for; templates of workspaces call an experiment's page ``Page``."""
    for name in cliptrial.report.__all__:
        assert callable(getattr(cliptrial.report, name))
    assert cliptrial.report.Page is cliptrial.report.ExperimentPage
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = cliptrial.report.nothing


DEFAULTS: Mapping[Callable[..., object], Mapping[str, object]] = {
    ExperimentPage: {"workspace": ".", "lang": "en"},
    ComparisonPage: {"workspace": ".", "lang": "en"},
    AnalysisPage: {"lang": "en", "brand": None, "workspace": None, "template": "experiment"},
    LearningsPage: {"workspace": ".", "lang": "", "reports": "", "client": ""},
    ProgrammePage: {"workspace": ".", "lang": "", "account": "", "client": "", "since": "", "reports": ""},
    LibraryPage: {"lang": "en", "brand": None, "workspace": None, "reports": None},
    ChancePage: {
        "workspace": ".",
        "lang": "en",
        "metrics": ("views",),
        "account": "",
        "file": "",
        "posted_at": "",
        "timezone": "UTC",
        "locale": "",
        "leave_out": "",
        "posts_per_arm": 0,
        "draws": 2000,
        "seed": 0,
    },
    calibration_section: {"results": None, "lang": "en"},
    write_site: {"workspace": ".", "out": None, "lang": "en"},
    render: {"workspace": ".", "pdf": False, "png": False, "audience": Audience.TEAM},
    render_all: {"workspace": ".", "pdf": False, "png": False, "audience": Audience.TEAM},
    render_report: {"workspace": ".", "name": None, "pdf": False},
    LibraryPage.earlier_posts: {"metric": "views"},
}
"""By what templates and other people's code call: what holds where nobody says otherwise."""


@pytest.mark.parametrize("called", DEFAULTS, ids=lambda called: called.__qualname__)
def test_what_nobody_names_is_what_it_has_always_been(called: Callable[..., object]) -> None:
    parameters = inspect.signature(called).parameters.values()
    assert {one.name: one.default for one in parameters if one.default is not one.empty} == DEFAULTS[called]
