"""Experiment and observations become checks, uplifts and a verdict: the one place that composes."""

from cliptrial.analysis.earlier_posts import many_arms
from cliptrial.analysis.experiment import analyze
from cliptrial.analysis.history import compare_history
from cliptrial.analysis.learning import learn
from cliptrial.analysis.results import Analysis, Finding, Uplift, Verdict
from cliptrial.analysis.split import compare_split
from cliptrial.analysis.table import compare

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
