"""Notebooks become pages that a client can read.

In a notebook: ``page = cliptrial.report.Page(slug, workspace, lang)``, then one call a section.
From Python or the command line: :func:`render` and :func:`write_site`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cliptrial.report.calibration import calibration_results, calibration_section
    from cliptrial.report.chance import ChancePage
    from cliptrial.report.learnings import LearningsPage
    from cliptrial.report.page import ComparisonPage, Page
    from cliptrial.report.rendering import (
        Rendered,
        render,
        render_all,
        render_chance,
        render_comparison,
        render_learnings,
    )
    from cliptrial.report.site import write_site

_HOMES = {
    "calibration_results": "calibration",
    "calibration_section": "calibration",
    "Page": "page",
    "ChancePage": "chance",
    "ComparisonPage": "page",
    "LearningsPage": "learnings",
    "Rendered": "rendering",
    "render": "rendering",
    "render_all": "rendering",
    "render_chance": "rendering",
    "render_comparison": "rendering",
    "render_learnings": "rendering",
    "write_site": "site",
}
__all__ = [
    "ChancePage",
    "ComparisonPage",
    "LearningsPage",
    "Page",
    "Rendered",
    "calibration_results",
    "calibration_section",
    "render",
    "render_all",
    "render_chance",
    "render_comparison",
    "render_learnings",
    "write_site",
]


def __getattr__(name: str) -> Any:
    """Load a part only when it is asked for: a page needs matplotlib, rendering needs Jupyter."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"cliptrial.report.{_HOMES[name]}"), name)
