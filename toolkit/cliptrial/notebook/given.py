"""Tables as people hand them in: pandas, or anything that narwhals can turn into it."""

from __future__ import annotations

from typing import TypedDict

import narwhals as nw
import pandas as pd

from cliptrial.errors import InputError, Problem
from cliptrial.messages import says


class Compared(TypedDict, total=False):
    """How posts are compared; see :func:`cliptrial.analysis.table.compare.compare`."""

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


def as_pandas(frame: object) -> pd.DataFrame:
    """The table as a DataFrame of pandas, its columns on one level.

    Raises:
        InputError: It is no table, or its columns have several levels.
    """
    if not isinstance(frame, pd.DataFrame):
        frame = _converted(frame)
    if isinstance(frame.columns, pd.MultiIndex):
        what = says("The table's columns have several levels")
        mend = says('Give each column one name, e.g. frame.columns = ["_".join(names) for names in frame.columns].')
        raise InputError(Problem("column_levels", what, says("One name a column"), mend))
    return frame


def _converted(frame: object) -> pd.DataFrame:
    known = nw.from_native(frame, pass_through=True)
    if isinstance(known, nw.LazyFrame):
        known = known.collect()
    if isinstance(known, nw.DataFrame):
        return known.to_pandas()
    kind = type(frame).__name__
    what = says("A {kind} is no table of posts", kind=kind)
    expected = says("A DataFrame of pandas or polars, or an Arrow table, one row a post")
    raise InputError(Problem("no_table", what, expected, says("pandas.DataFrame(...) makes one of lists or mappings.")))
