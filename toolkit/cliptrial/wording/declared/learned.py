"""What every language must be able to say of what a team has learned; a missing sentence fails the type check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from cliptrial.analysis.learning.lessons import LeftOut
from cliptrial.wording.declared.words import Words


class LearnedSentences(Words, Protocol):
    """One sentence a variable.

    Attributes:
        one: Variable, metric and the change in the only experiment.
        two: Variable, metric and both changes.
        better: Variable, metric, number of experiments, mean change, its interval.
        worse: The same.
        open: The same.
        ahead: The range for the next experiment.
        repeats: Follows where several experiments are one test.
        known: Variable, metric, the tests there are, and how many it takes until the size of such effects is known.
        known_well: The same, once there are enough.
        prior_learned: Number of experiments and the mean that the next one reckons with.
        prior_general: Until there are five.
        nothing: No experiment counts yet.
    """

    prior_general: str
    nothing: str
    repeats: str

    def one(self, variable: str, metric: str, change: str) -> str: ...
    def two(self, variable: str, metric: str, changes: str) -> str: ...
    def better(self, variable: str, metric: str, count: str, change: str, span: str) -> str: ...
    def worse(self, variable: str, metric: str, count: str, change: str, span: str) -> str: ...
    def open(self, variable: str, metric: str, count: str, change: str, span: str) -> str: ...
    def ahead(self, span: str) -> str: ...
    def known(self, variable: str, metric: str, count: str, needed: str) -> str: ...
    def known_well(self, variable: str, metric: str, count: str) -> str: ...
    def prior_learned(self, count: str, mean: str) -> str: ...


class LearnedPage(Words, Protocol):
    """The page, and the table on the terminal.

    Attributes:
        back: Leads from the page to the index.
        on_index: Says there what the page holds.
        side_by_side: Opens the figure of a variable.
        few: Heading of the variables of which nothing can be said yet.
        few_needed: Why not.
        known: Says before the lines about how much is known what they are about.
    """

    title: str
    back: str
    on_index: str
    side_by_side: str
    few: str
    few_needed: str
    lessons: str
    method: str
    method_lines: tuple[str, ...]
    known: str
    mean: str
    next: str
    columns: tuple[str, str, str, str, str, str]
    counted: str
    chips: Mapping[str, str]
    split_test: str
    outcomes: Mapping[str, str]
    checks_confirmed: str
    checks_open: str

    def checks(self, count: str, metric: str, change: str, span: str) -> str: ...
    def check(self, title: str, outcome: str, change: str) -> str: ...
    def stamp(self, day: str) -> str: ...
    def lead(self, all_of_them: str, counted: str) -> str: ...
    def experiments(self, count: int) -> str: ...
    def forest(self, metric: str) -> str: ...
    def forest_alt(self, metric: str, told: str) -> str: ...
    def problems(self, count: str) -> str: ...


class TriedWords(Words, Protocol):
    """One change on several accounts: what is realistic on each, and on one that never tested it.

    Attributes:
        heading: What the table holds.
        lead: How to read it.
        columns: Change, metric, accounts that tested it, any other account.
        nobody: Where nobody's tests may say anything about another account.
        change: What was tried, instead of what.
        on: An account, what is realistic there, and its range.
        realistic: What is realistic, and its range.
        others: So many accounts of other clients tested it, too.
        more: Opens the rest of the table, with how many changes it has.
    """

    heading: str
    lead: str
    columns: tuple[str, str, str, str]
    nobody: str

    def change(self, variants: str, control: str) -> str: ...
    def on(self, account: str, change: str, span: str) -> str: ...
    def realistic(self, change: str, span: str) -> str: ...
    def others(self, count: int) -> str: ...
    def more(self, count: int) -> str: ...


class ManyArmsWords(Words, Protocol):
    """Many values of earlier posts: what was seen, and the experiment that would test it.

    Attributes:
        heading: What the values are.
        looked_at: Posts, accounts and the metric.
        redefined: Days from which a platform counted something else.
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

    observed: str
    columns: tuple[str, str, str, str, str]
    note: str
    test: str

    def heading(self, noun: str) -> str: ...
    def looked_at(self, posts: str, accounts: int, metric: str) -> str: ...
    def redefined(self, days: str) -> str: ...
    def above(self, names: str, count: int) -> str: ...
    def below(self, names: str, count: int) -> str: ...
    def none_found(self, values: str, posts: str) -> str: ...
    def best(self, value: str, change: str, usual: str) -> str: ...
    def nothing_better(self, usual: str) -> str: ...
    def hardly(self, q: str) -> str: ...
    def perhaps(self, q: str) -> str: ...
    def shown(self, shown: str, every: str) -> str: ...
    def title(self, value: str, usual: str) -> str: ...
    def statement(self, value: str, metric: str) -> str: ...
    def because(self, posts: str) -> str: ...


class LearnedWording(Words, Protocol):
    """One language. ``left_out`` says of every reason why an experiment is listed but does not count."""

    sentences: LearnedSentences
    page: LearnedPage
    left_out: Mapping[LeftOut, str]
    many_arms: ManyArmsWords
    tried: TriedWords
