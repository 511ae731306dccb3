"""Of more values than can be compared, those that most posts have."""

from __future__ import annotations

import pandas as pd

from cliptrial.analysis.table.asked import MOST_ARMS
from cliptrial.analysis.table.columns import name_of, names_in

VALUES_LEFT, POSTS_LEFT = "values_left", "posts_left"
"""Where a table keeps how many values and posts were left out for it."""


def with_most_used(frame: pd.DataFrame, arm: object, control: object) -> pd.DataFrame:
    """The rows of the control and of the values that most posts have, twenty in all, where there are more.

    Only where nobody assigned the values: an experiment has the arms that it was planned with. Of values with as many
    posts the one that comes first in the table is taken. Anything that is no such table is handed back as it is.
    """
    if not (isinstance(frame, pd.DataFrame) and isinstance(arm, str) and list(frame.columns).count(arm) == 1):
        return frame
    names = names_in(frame[arm])
    counts = names.value_counts(sort=False).sort_values(ascending=False, kind="stable")
    wanted = str(name_of(control))
    if len(counts) <= MOST_ARMS or wanted not in counts.index:
        return frame
    others = [name for name in counts.index if name != wanted][: MOST_ARMS - 1]
    kept = frame[names.isna() | names.isin([wanted, *others])]
    kept.attrs = {**frame.attrs, VALUES_LEFT: len(counts) - MOST_ARMS, POSTS_LEFT: len(frame) - len(kept)}
    return kept
