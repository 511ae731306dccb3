"""Rows of a table whose numbers cannot be true: likes above views, reactions without a view, and less than none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cliptrial.errors import Problem
from cliptrial.messages import says
from cliptrial.posts.text.header_words import LIKES, REACTIONS, VIEWS
from cliptrial.posts.text.signs import header_words, holds_counts

LIKES_ABOVE_VIEWS = "likes_above_views"
WITHOUT_VIEWS = "reactions_without_views"
BELOW_ZERO = "below_zero"
CHOICE = "impossible"
"""What may be left out by choice."""


def impossible_rows(columns: Mapping[str, ArrayLike]) -> dict[int, set[str]]:
    """By row, counted from 0: the rules that its numbers break.

    Args:
        columns: By header: a number for each row, NaN where it is missing.
    """
    rules: dict[int, set[str]] = defaultdict(set)
    for header in _meaning(columns, VIEWS | LIKES | REACTIONS):
        _mark(rules, BELOW_ZERO, np.asarray(columns[header], float) < 0)
    for views in _meaning(columns, VIEWS)[:1]:
        seen = np.asarray(columns[views], float)
        for header in _meaning(columns, LIKES):
            _mark(rules, LIKES_ABOVE_VIEWS, (np.asarray(columns[header], float) > seen) & (seen > 0))
        for header in _meaning(columns, LIKES | REACTIONS):
            _mark(rules, WITHOUT_VIEWS, (seen == 0) & (np.asarray(columns[header], float) > 0))
    return dict(rules)


def _mark(rules: dict[int, set[str]], rule: str, broken: NDArray[np.bool_]) -> None:
    for row in np.flatnonzero(broken).tolist():
        rules[row].add(rule)


def choice_problems(leave_out: str | None) -> list[Problem]:
    """A choice of what to leave out that there is none."""
    if not leave_out or leave_out == CHOICE:
        return []
    what = says('"{choice}" cannot be left out', choice=leave_out)
    return [Problem("leave_out", what, says("impossible, or nothing"), field="leave_out")]


def _meaning(columns: Mapping[str, ArrayLike], words: frozenset[str]) -> list[str]:
    """The headers of columns that count what these words mean."""
    return [header for header in columns if header_words(header) & words and holds_counts(header)]
