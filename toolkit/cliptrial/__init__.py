"""ClipTrial: honest experiments for short-video content.

>>> import cliptrial
>>> analysis = cliptrial.analyze("question-hook", workspace=".")  # doctest: +SKIP
>>> analysis.verdict.code  # doctest: +SKIP
<VerdictCode.BETTER: 'better'>
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cliptrial.analysis import Analysis, analyze, compare, compare_history, compare_split, learn, many_arms

__all__ = ["Analysis", "analyze", "compare", "compare_history", "compare_split", "learn", "many_arms"]


def __getattr__(name: str) -> object:
    """Load the analysis only when it is asked for; it brings pandas and scipy along."""
    if name in __all__:
        import cliptrial.analysis

        return getattr(cliptrial.analysis, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
