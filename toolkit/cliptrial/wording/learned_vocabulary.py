"""What every language must be able to say of what a team has learned; a missing sentence fails the type check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cliptrial.analysis.lessons import LeftOut
from cliptrial.wording.formats import Formats

Text1 = Callable[[str], str]
Text2 = Callable[[str, str], str]
Text3 = Callable[[str, str, str], str]
Text5 = Callable[[str, str, str, str, str], str]


@dataclass(frozen=True, slots=True)
class LearnedSentences:
    """One sentence a variable.

    Attributes:
        one: Variable, metric and the change in the only experiment.
        two: Variable, metric and both changes.
        better: Variable, metric, number of experiments, mean change, its interval.
        worse: The same.
        open: The same.
        ahead: The range for the next experiment.
        prior_learned: Number of experiments and the mean that the next one reckons with.
        prior_general: Until there are five.
        nothing: No experiment counts yet.
    """

    one: Text3
    two: Text3
    better: Text5
    worse: Text5
    open: Text5
    ahead: Text1
    prior_learned: Text2
    prior_general: str
    nothing: str


@dataclass(frozen=True, slots=True)
class LearnedPage:
    """The page, and the table on the terminal."""

    title: str
    stamp: Text1
    lead: Text2
    experiments: Callable[[int], str]
    lessons: str
    method: str
    method_lines: tuple[str, ...]
    forest: Text1
    forest_alt: Text2
    mean: str
    next: str
    columns: tuple[str, str, str, str, str, str]
    counted: str
    chips: Mapping[str, str]
    split_test: str
    problems: Text1


@dataclass(frozen=True, slots=True)
class ManyArmsWords:
    """Many values of earlier posts: what was seen, and the experiment that would test it."""

    heading: Text1
    found: Callable[[str, int], str]
    none_found: Callable[[str, str], str]
    observed: str
    best: Text3
    nothing_better: Text1
    columns: tuple[str, str, str, str, str]
    title: Text2
    statement: Text2
    because: Text1


@dataclass(frozen=True, slots=True)
class LearnedWording:
    """One language. ``left_out`` says of every reason why an experiment is listed but does not count."""

    lang: str
    formats: Formats
    quotes: tuple[str, str]
    sentences: LearnedSentences
    page: LearnedPage
    left_out: Mapping[LeftOut, str]
    many_arms: ManyArmsWords
