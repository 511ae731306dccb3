"""Notebooks become pages that a client can read.

In a notebook: ``page = cliptrial.report.Page(slug, workspace, lang)``, then one call a section.
From Python or the command line: :func:`render`, :func:`render_report` and :func:`write_site`.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cliptrial.report.chance_page import ChancePage
    from cliptrial.report.experiment_page import ComparisonPage, ExperimentPage
    from cliptrial.report.experiment_page import ExperimentPage as Page
    from cliptrial.report.handout.client_page import ClientPage
    from cliptrial.report.learnings_page import LearningsPage
    from cliptrial.report.packaged_calibration import calibration_results, calibration_section
    from cliptrial.report.posting.windows_page import WindowsPage, windows_section
    from cliptrial.report.rendering import render, render_all, render_pages, render_report
    from cliptrial.report.review.performance_page import PerformancePage
    from cliptrial.report.running.pages import Rendered
    from cliptrial.report.site import write_site
    from cliptrial.report.year.programme_page import ProgrammePage

_HOMES = {
    "calibration_results": "packaged_calibration",
    "calibration_section": "packaged_calibration",
    "ChancePage": "chance_page",
    "ClientPage": "handout.client_page",
    "ComparisonPage": "experiment_page",
    "ExperimentPage": "experiment_page",
    "LearningsPage": "learnings_page",
    "PerformancePage": "review.performance_page",
    "ProgrammePage": "year.programme_page",
    "Rendered": "running.pages",
    "WindowsPage": "posting.windows_page",
    "render": "rendering",
    "render_all": "rendering",
    "render_pages": "rendering",
    "render_report": "rendering",
    "windows_section": "posting.windows_page",
    "write_site": "site",
}
__all__ = [
    "ChancePage",
    "ClientPage",
    "ComparisonPage",
    "ExperimentPage",
    "LearningsPage",
    "Page",
    "PerformancePage",
    "ProgrammePage",
    "Rendered",
    "WindowsPage",
    "calibration_results",
    "calibration_section",
    "render",
    "render_all",
    "render_pages",
    "render_report",
    "windows_section",
    "write_site",
]


def __getattr__(name: str) -> object:
    """Load a part only when it is asked for: a page needs matplotlib, rendering needs Jupyter."""
    name = "ExperimentPage" if name == "Page" else name  # what templates of workspaces call it
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"cliptrial.report.{_HOMES[name]}"), name)


class _Later(ModuleType):
    """The grammar of internationalised links, which jsonschema loads with nbformat and no notebook needs.

    Compiling it takes longer than a page; whoever does check such a link gets the real one.
    """

    def is_valid_syntax(self, term: str, value: str) -> bool:
        """Whether ``value`` is a ``term`` of RFC 3987."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        from rfc3987_syntax import is_valid_syntax

        return bool(is_valid_syntax(term, value))


if "rfc3987_syntax" not in sys.modules and find_spec("rfc3987_syntax"):
    sys.modules["rfc3987_syntax"] = _Later("rfc3987_syntax")
