"""What counts of viewers must hold so that a split test can be read from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from cliptrial.analysis.table.asked import Asked, is_there, question_problems
from cliptrial.analysis.table.columns import MANY_BAD, names_in, read_numbers, row_of, shown
from cliptrial.errors import Problem
from cliptrial.messages import says
from cliptrial.metrics import Metric

LARGEST_COUNT = 10**15
"""More viewers than this are no viewers."""

Counts = tuple[int, int]
"""Events and viewers of one arm."""


def split_problems(frame: pd.DataFrame, asked: Asked) -> Iterator[Problem]:
    """Everything that is wrong with a question about viewers, all at once."""
    yield from question_problems(frame, asked)
    yield from _not_rates(asked)
    if isinstance(frame, pd.DataFrame) and is_there(frame, asked.arm):
        kept = frame[names_in(frame[asked.arm]).notna()]
        for column in dict.fromkeys(asked.parts):
            if is_there(kept, column) and column != asked.arm:
                yield from _cell_problems(kept, column)


def _not_rates(asked: Asked) -> Iterator[Problem]:
    for one in asked.named:
        name = one.name if isinstance(one, Metric) else one
        rate = one.denominator if isinstance(one, Metric) else "/" in str(one)
        if not rate:
            what = says('"{name}" is not EVENTS/VIEWERS', name=shown(name))
            yield Problem("not_a_rate", what, says("such as clicks/impressions"), field=shown(name))


def _cell_problems(kept: pd.DataFrame, column: str) -> Iterator[Problem]:
    """Cells that no events or viewers could add up to."""
    counts, told_already = read_numbers(kept[column])
    fine = (counts >= 0) & (counts == np.floor(counts)) & (counts <= LARGEST_COUNT)
    bad = np.flatnonzero(~fine & ~told_already)
    for place in bad[:MANY_BAD]:
        cell = kept[column].iloc[place]
        what = (
            says("the count is missing")
            if np.isnan(counts[place])
            else says('"{cell}" is not a count', cell=shown(cell))
        )
        yield Problem(
            "not_a_count",
            what,
            says("a whole number from 0 to {most}", most=LARGEST_COUNT),
            says("Correct the cell, or leave the row out."),
            row=row_of(kept, int(place)),
            field=column,
        )
    if len(bad) > MANY_BAD:
        yield Problem("not_a_count", says("and {count} more cells like these", count=len(bad) - MANY_BAD), field=column)


def count_problems(metric: Metric, counts: Mapping[str, Counts]) -> Iterator[Problem]:
    """Arms with more events than viewers, or nobody."""
    events, viewers = " + ".join(metric.numerator), metric.denominator
    for name, (happened, seen) in counts.items():
        if 0 < seen >= happened:
            continue
        arm = shown(name)
        expected = says("no more {events} than {viewers}, and at least one of these", events=events, viewers=viewers)
        what = says(
            '"{arm}" has {happened} {events} among {seen} {viewers}',
            arm=arm,
            happened=happened,
            events=events,
            seen=seen,
            viewers=viewers,
        )
        mend = says(
            "{events} are divided by {viewers}: check these two columns, or leave the arm out.",
            events=events,
            viewers=viewers,
        )
        yield Problem("impossible_counts", what, expected, mend, field=metric.name)
