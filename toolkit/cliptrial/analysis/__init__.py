"""Experiment and observations become checks, uplifts and a verdict: the one place that composes."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cliptrial.analysis.experiment import analyze
    from cliptrial.analysis.findings import Finding
    from cliptrial.analysis.history.earlier_posts import many_arms
    from cliptrial.analysis.history.side_by_side import compare_history
    from cliptrial.analysis.learning.library import learn
    from cliptrial.analysis.results import Analysis, Uplift, Verdict
    from cliptrial.analysis.table.compare import compare
    from cliptrial.analysis.table.split import compare_split

_HOMES = {
    "Analysis": "results",
    "Finding": "findings",
    "Uplift": "results",
    "Verdict": "results",
    "analyze": "experiment",
    "compare": "table.compare",
    "compare_history": "history.side_by_side",
    "compare_split": "table.split",
    "learn": "learning.library",
    "many_arms": "history.earlier_posts",
}
__all__ = [
    "Analysis",
    "Finding",
    "Uplift",
    "Verdict",
    "analyze",
    "compare",
    "compare_history",
    "compare_split",
    "learn",
    "many_arms",
]


def __getattr__(name: str) -> object:
    """Load a part only when it is asked for: an experiment's analysis needs no pandas, as tables of posts do."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"cliptrial.analysis.{_HOMES[name]}"), name)
