"""Experiment and observations become checks, uplifts and a verdict: the one place that composes."""

from cliptrial.analysis.experiment import analyze
from cliptrial.analysis.findings import Finding
from cliptrial.analysis.history.earlier_posts import many_arms
from cliptrial.analysis.history.side_by_side import compare_history
from cliptrial.analysis.learning.library import learn
from cliptrial.analysis.results import Analysis, Uplift, Verdict
from cliptrial.analysis.table.compare import compare
from cliptrial.analysis.table.split import compare_split

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
