"""What every language must be able to say of what a team has learned; a missing sentence fails the type check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cliptrial.analysis.learning.lessons import LeftOut
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
    """The page, and the table on the terminal.

    ``back`` leads from the page to the index, ``on_index`` says there what the page holds.
    """

    title: str
    back: str
    on_index: str
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
    """Many values of earlier posts: what was seen, and the experiment that would test it.

    Attributes:
        heading: What the values are.
        looked_at: Posts, accounts and the metric.
        above: Values that stand above the others by more than luck; their number.
        below: The same, below.
        none_found: Number of values and of posts, where neither do.
        observed: What such posts can and cannot say.
        best: The most promising value, what to reckon with, and the usual value.
        nothing_better: The usual value, where nothing promises more.
        columns: Value, posts, seen, reckon with, whether it may be luck.
        hardly: Luck as an explanation, with its q-value, where it is none.
        perhaps: The same, where it may be.
        shown: How many values the table shows, of how many.
        note: How to read the table.
        test: Heading of what to test next.
        title: Best and usual value, as the title of an experiment.
        statement: Best value and metric, as its hypothesis.
        because: Posts behind the guess.
    """

    heading: Text1
    looked_at: Callable[[str, int, str], str]
    above: Callable[[str, int], str]
    below: Callable[[str, int], str]
    none_found: Text2
    observed: str
    best: Text3
    nothing_better: Text1
    columns: tuple[str, str, str, str, str]
    hardly: Text1
    perhaps: Text1
    shown: Text2
    note: str
    test: str
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
