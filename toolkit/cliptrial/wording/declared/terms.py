"""Single words of a language, and how metrics are said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from cliptrial.analysis.results import Evidence, Role
from cliptrial.wording.declared.words import Words
from cliptrial.wording.experiment.clause import Predicate


@dataclass(frozen=True, slots=True)
class Noun:
    """A word as it stands alone and with its article ("hook", "the hook")."""

    bare: str
    the: str


@dataclass(frozen=True, slots=True)
class MetricNoun:
    """A metric within a sentence: with its article, and as it stands after "at" ("bei den Aufrufen").

    Attributes:
        the: Subject of a sentence ("die Aufrufe", "views").
        at: After a preposition that takes the dative ("den Aufrufen", "views").
        plural: Whether verbs take the plural.
    """

    the: str
    at: str
    plural: bool = False


class Chips(Words, Protocol):
    """One or two words for a result in a table."""

    better: str
    worse: str
    equivalent: str
    not_large: str
    open: str
    not_reached: str
    unanswerable: str
    not_ready: str
    higher: str
    lower: str
    held: str
    broken: str


class Terms(Words, Protocol):
    """Single words: attributes, roles, evidence, states, decisions, and how metrics are said.

    ``ways`` are the arms of an old-against-new check: how things were done, and how they are done.

    ``inner_quotes`` are the marks that a quoted text may hold, and what they become there. ``labels`` are by the names
    of metrics, for a language that their definitions do not name. ``within`` is a label in the middle of a sentence,
    ``metric_noun`` a metric for which ``metrics``, by label, has no noun.
    """

    quotes: tuple[str, str]
    ways: tuple[str, str]
    inner_quotes: tuple[str, str]
    nouns: Mapping[str, Noun]
    metrics: Mapping[str, MetricNoun]
    labels: Mapping[str, str]
    roles: Mapping[Role, str]
    evidence: Mapping[Evidence, str]
    states: Mapping[str, str]
    decisions: Mapping[str, str]
    rules: Mapping[str, str]
    predicates: Mapping[str, Predicate]
    chips: Chips

    def within(self, label: str) -> str: ...
    def metric_noun(self, label: str) -> MetricNoun: ...
