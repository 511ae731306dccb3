"""Tables as people hand them in: pandas, or anything that narwhals can turn into it."""

from __future__ import annotations

from typing import cast

import narwhals as nw
import pandas as pd

from cliptrial.analysis.table.asked import column_problems, table_problems
from cliptrial.errors import InputError, Problem
from cliptrial.messages import says


def table_of(frame: object) -> pd.DataFrame:
    """The table as a DataFrame of pandas; what is no table stays, for whoever asks more of it to refuse.

    Raises:
        InputError: Its columns have several levels.
    """
    table = frame if isinstance(frame, pd.DataFrame) else _converted(frame)
    if isinstance(table, pd.DataFrame) and isinstance(table.columns, pd.MultiIndex):
        what = says("The table's columns have several levels")
        mend = says('Give each column one name, e.g. frame.columns = ["_".join(names) for names in frame.columns].')
        raise InputError(Problem("column_levels", what, says("One name a column"), mend))
    return cast("pd.DataFrame", table)


def table_with(frame: object, *columns: str) -> pd.DataFrame:
    """The table, in which these columns are.

    Raises:
        InputError: It is no table, has no rows, or not these columns; every problem at once.
    """
    table = table_of(frame)
    problems = [*table_problems(table)] or [*column_problems(table, columns)]
    if problems:
        raise InputError(problems)
    return table


def _converted(frame: object) -> object:
    known = nw.from_native(frame, pass_through=True)
    if isinstance(known, nw.LazyFrame):
        known = known.collect()
    return known.to_pandas() if isinstance(known, nw.DataFrame) else frame
