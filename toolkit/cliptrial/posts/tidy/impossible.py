"""Rows of a table whose numbers cannot be true: likes above views, reactions without a view, and less than none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from cliptrial.errors import Problem
from cliptrial.messages import says
from cliptrial.posts.text.header_words import LIKES, REACTIONS, VIEWS
from cliptrial.posts.text.signs import header_words, holds_counts

LIKES_ABOVE_VIEWS = "likes_above_views"
WITHOUT_VIEWS = "reactions_without_views"
BELOW_ZERO = "below_zero"
CHOICE = "impossible"
"""What may be left out by choice."""


def impossible_rows(columns: Mapping[str, Sequence[float]]) -> dict[int, set[str]]:
    """By row, counted from 0: the rules that its numbers break.

    Args:
        columns: By header: a number for each row, NaN where it is missing.
    """
    rules: dict[int, set[str]] = defaultdict(set)
    for header in _meaning(columns, VIEWS | LIKES | REACTIONS):
        _mark(rules, BELOW_ZERO, [count < 0 for count in columns[header]])
    for views in _meaning(columns, VIEWS)[:1]:
        for header in _meaning(columns, LIKES):
            above = [likes > seen > 0 for likes, seen in zip(columns[header], columns[views], strict=True)]
            _mark(rules, LIKES_ABOVE_VIEWS, above)
        for header in _meaning(columns, LIKES | REACTIONS):
            unseen = [seen == 0 and count > 0 for count, seen in zip(columns[header], columns[views], strict=True)]
            _mark(rules, WITHOUT_VIEWS, unseen)
    return dict(rules)


def _mark(rules: dict[int, set[str]], rule: str, broken: Sequence[bool]) -> None:
    for row, breaks in enumerate(broken):
        if breaks:
            rules[row].add(rule)


def choice_problems(leave_out: str | None) -> list[Problem]:
    """A choice of what to leave out that there is none."""
    if not leave_out or leave_out == CHOICE:
        return []
    what = says('"{choice}" cannot be left out', choice=leave_out)
    return [Problem("leave_out", what, says("impossible, or nothing"), field="leave_out")]


def _meaning(columns: Mapping[str, Sequence[float]], words: frozenset[str]) -> list[str]:
    """The headers of columns that count what these words mean."""
    return [header for header in columns if header_words(header) & words and holds_counts(header)]
