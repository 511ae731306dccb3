"""ClipTrial: honest experiments for short-video content.

Everything that :data:`__all__` names is public: its names and arguments change only with a note in CHANGELOG.md.
Results show themselves in a notebook; statistics, numbers in and numbers out, are in :mod:`cliptrial.stats`.

>>> import pandas as pd
>>> posts = pd.DataFrame({"hook": ["old", "new"] * 8, "views": range(100, 116)})
>>> compare(posts, arm="hook", control="old", metrics=["views"]).verdict.code
<VerdictCode.INCONCLUSIVE: 'inconclusive'>
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing takes longer to import than everything here
if TYPE_CHECKING:
    from cliptrial.analysis import Analysis, many_arms
    from cliptrial.errors import ClipTrialError, InputError
    from cliptrial.forms import compare_form, open_forms
    from cliptrial.notebook.calibrated import calibration
    from cliptrial.notebook.chances import chance_check
    from cliptrial.notebook.compared import analyze, compare, compare_history, compare_split, uplift
    from cliptrial.notebook.learnings import learn
    from cliptrial.notebook.planned import draw_rotation, plan
    from cliptrial.notebook.results import Result
    from cliptrial.notebook.sized import power
    from cliptrial.notebook.speaking import language
    from cliptrial.notebook.stored import (
        experiments_frame,
        learned_frame,
        observations_frame,
        posts_frame,
        schedule_frame,
        snapshots_frame,
    )
    from cliptrial.notebook.weekdays import weekday_check
    from cliptrial.report import (
        ChancePage,
        ClientPage,
        ComparisonPage,
        ExperimentPage,
        LearningsPage,
        PerformancePage,
        ProgrammePage,
        WindowsPage,
    )

_HOMES = {
    "analysis": ("Analysis", "many_arms"),
    "errors": ("ClipTrialError", "InputError"),
    "forms": ("compare_form", "open_forms"),
    "notebook.calibrated": ("calibration",),
    "notebook.chances": ("chance_check",),
    "notebook.compared": ("analyze", "compare", "compare_history", "compare_split", "uplift"),
    "notebook.learnings": ("learn",),
    "notebook.planned": ("draw_rotation", "plan"),
    "notebook.results": ("Result",),
    "notebook.sized": ("power",),
    "notebook.speaking": ("language",),
    "notebook.stored": (
        "experiments_frame",
        "learned_frame",
        "observations_frame",
        "posts_frame",
        "schedule_frame",
        "snapshots_frame",
    ),
    "notebook.weekdays": ("weekday_check",),
    "report": (
        "ChancePage",
        "ClientPage",
        "ComparisonPage",
        "ExperimentPage",
        "LearningsPage",
        "PerformancePage",
        "ProgrammePage",
        "WindowsPage",
    ),
}
_HOMES_BY_NAME = {name: home for home, names in _HOMES.items() for name in names}
__all__ = [
    "Analysis",
    "ChancePage",
    "ClientPage",
    "ClipTrialError",
    "ComparisonPage",
    "ExperimentPage",
    "InputError",
    "LearningsPage",
    "PerformancePage",
    "ProgrammePage",
    "Result",
    "WindowsPage",
    "analyze",
    "calibration",
    "chance_check",
    "compare",
    "compare_form",
    "compare_history",
    "compare_split",
    "draw_rotation",
    "experiments_frame",
    "language",
    "learn",
    "learned_frame",
    "many_arms",
    "observations_frame",
    "open_forms",
    "plan",
    "posts_frame",
    "power",
    "schedule_frame",
    "snapshots_frame",
    "uplift",
    "weekday_check",
]


def __getattr__(name: str) -> object:
    """Load a part only when it is asked for; most of them bring pandas and scipy along."""
    if name not in _HOMES_BY_NAME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    import_module("cliptrial.notebook.speaking")  # so that what goes wrong is said in the language that is spoken
    return getattr(import_module(f"cliptrial.{_HOMES_BY_NAME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
