"""Comparisons: what :mod:`cliptrial.analysis` answers, as results that show themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import ParamSpec, TypedDict, Unpack

from cliptrial import analysis
from cliptrial.analysis.results import Analysis
from cliptrial.analysis.table.columns import name_of, names_in, seen_name
from cliptrial.notebook.given import table_of
from cliptrial.notebook.results import Result
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.workspace import Workspace

P = ParamSpec("P")


class Compared(TypedDict, total=False):
    """How posts are compared; see :func:`compare`."""

    block: str | None
    posted_at: str | None
    timezone: str
    randomised: bool
    alpha: float
    draws: int
    seed: int
    at_least: float
    variable: str | None
    account: str | None
    leave_out: str | None


def _showing(answer: Callable[P, Analysis]) -> Callable[P, Result]:
    """The same function, whose result shows itself, and which takes every table that narwhals knows."""
    asks = signature(answer)

    @wraps(answer)
    def shown(*args: P.args, **kwargs: P.kwargs) -> Result:
        given = asks.bind(*args, **kwargs)
        given.apply_defaults()
        asked = given.arguments
        if "frame" in asked:
            asked["frame"] = table_of(asked["frame"])
        folder = folder_of(asked["workspace"]) if asked.get("workspace") and not asked.get("file") else None
        return Result.of(answer(*given.args, **given.kwargs), folder, asked.get("timezone"))

    shown.__signature__ = asks.replace(return_annotation="Result")  # type: ignore[attr-defined]
    return shown


def folder_of(workspace: Path | str | Workspace) -> Path:
    """The folder of a workspace, or of the one that a folder belongs to."""
    return workspace.root if isinstance(workspace, Workspace) else find_workspace(workspace).root


analyze = _showing(analysis.analyze)
compare = _showing(analysis.compare)
compare_split = _showing(analysis.compare_split)
compare_history = _showing(analysis.compare_history)


def uplift(
    frame: object,
    *,
    arm: str,
    control: str,
    metric: str,
    variant: str | Iterable[str] | None = None,
    **more: Unpack[Compared],
) -> Result:
    """One variant against the control on one metric, in one line.

    Args:
        frame: A DataFrame of pandas, or a table that narwhals knows (polars, Arrow), one row a post.
        arm: Column that names each post's arm.
        control: Value of ``arm`` to compare with.
        metric: A column, or ``NUMERATOR/DENOMINATOR`` for a rate.
        variant: The other value of ``arm``, or several; all of them where none is named.
        more: Everything else that :func:`compare` takes.

    Raises:
        InputError: As :func:`compare`.

    Examples:
        >>> import pandas as pd
        >>> posts = pd.DataFrame({"hook": ["old", "new"] * 8, "views": range(100, 116)})
        >>> uplift(posts, arm="hook", control="old", metric="views").headline.posts
        (8, 8)
    """
    table = table_of(frame)
    column = seen_name(arm)
    if variant is not None and [*getattr(table, "columns", ())].count(column) == 1:
        wanted = {name_of(one) for one in (control, *([variant] if isinstance(variant, str) else variant))}
        kept = table[names_in(table[column]).isin(wanted)]
        table = kept if len(kept) else table  # so that what is missing is told
    return compare(table, arm=arm, control=control, metrics=[metric], **more)
