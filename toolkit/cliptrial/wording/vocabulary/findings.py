"""What every language must be able to say of a result; a missing sentence fails the type check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cliptrial.analysis.findings.followed import ScheduleDeviations, ScheduleFollowed
from cliptrial.analysis.findings.planned import NotReady
from cliptrial.analysis.findings.weekdays import WeekdayConfounded
from cliptrial.analysis.results import Evidence, Role
from cliptrial.wording.experiment.answer import Answer
from cliptrial.wording.experiment.clause import Clause, Predicate
from cliptrial.wording.formats import Formats
from cliptrial.wording.names import MetricNoun, Noun
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.sentences import Sentences
from cliptrial.wording.vocabulary.page import Page
from cliptrial.wording.vocabulary.terminal import Terminal

Said = Callable[[Answer], str]


@dataclass(frozen=True, slots=True)
class Remedies:
    """What to do after a refusal: wait, run it again, collect more, export again, clean the numbers."""

    wait: Callable[[NotReady, Phrases], str]
    rerun: str
    collect: str
    export: str
    clean: str
    nothing_learned: str


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The answer in words: headline, what the data allow, and what to reckon with."""

    clause: Callable[[Clause], str]
    clause_observed: Callable[[Clause], str]
    clause_other: Callable[[str, MetricNoun, str, bool], str]
    clause_other_observed: Callable[[str, MetricNoun, str, bool], str]
    clause_one_sided: Callable[[str, str, str], str]
    subjects: Mapping[str, tuple[str, bool]]
    better: Said
    worse: Said
    equivalent: Said
    not_reached: Said
    open: Said
    observed_difference: Said
    observed_equivalent: Said
    observed_open: Said
    broken: Callable[[str, MetricNoun, str], str]
    fits: Callable[[Answer, str], str]
    both: Said
    reached: Said
    whether_reached: Said
    below: Said
    numbers_withheld: Said
    reckon: Said
    smaller_open: Said
    lean: Said
    others: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Chips:
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


@dataclass(frozen=True, slots=True)
class Terms:
    """Single words: attributes, roles, evidence, states, decisions, and how metrics are said."""

    nouns: Mapping[str, Noun]
    metrics: Mapping[str, MetricNoun]
    roles: Mapping[Role, str]
    evidence: Mapping[Evidence, str]
    states: Mapping[str, str]
    decisions: Mapping[str, str]
    rules: Mapping[str, str]
    predicates: Mapping[str, Predicate]
    chips: Chips


@dataclass(frozen=True, slots=True)
class Trust:
    """The short list beside the verdict."""

    randomised: str
    deviations: str
    observed: str
    observed_small: str
    so_far: Callable[[str], str]
    followed: Callable[[ScheduleFollowed, Phrases], str]
    deviated: Callable[[ScheduleDeviations, Phrases], str]
    locked: Callable[[str], str]
    first_post: Callable[[str], str]
    unchanged: str
    changed: str
    late: str
    not_locked: str
    weekdays_shared: str
    weekdays_off: str
    effective: Callable[[WeekdayConfounded, Phrases], str]
    holds: str
    at_least: Callable[[str], str]
    turns: str
    without_it: Callable[[str], str]
    more_changed: str
    split_even: str
    split_off: str


@dataclass(frozen=True, slots=True)
class Conclusions:
    """What may and may not be concluded."""

    can_caused: Said
    can_equivalent: Said
    can_open: Said
    can_observed: Said
    can_nothing: str
    can_not_ready: str
    cannot_size: Said
    cannot_better: Said
    cannot_smaller: Said
    cannot_elsewhere: str
    cannot_single: str
    cannot_other_metrics: Callable[[str], str]
    cannot_cause: str
    cannot_topics: str
    cannot_direction: str


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do next."""

    better: Said
    below: Said
    broken: Callable[[Answer, str], str]
    worse: Said
    equivalent: Said
    not_reached: Said
    open: Said
    observed: Said
    more_posts: Callable[[str, str], str]
    only_shows: Callable[[str, str, str], str]
    refine: Mapping[str, str]
    elsewhere: Mapping[str, str]
    decided: Callable[[str, str, str, str], str]
    not_decided: str


@dataclass(frozen=True, slots=True)
class Ahead:
    """A page before the first post: nothing has happened, so everything is said of the plan.

    ``findings`` are the sentences that would otherwise speak of the past.
    """

    report: str
    one_thing: Callable[[str], str]
    arms: Callable[[str], str]
    held: Callable[[str], str]
    planned: Callable[[str], str]
    runs: Callable[[str, str, bool], str]
    draft: str
    answer_from: Callable[[str, str], str]
    missing: Callable[[str], str]
    missing_schedule: str
    missing_topics: str
    missing_lock: str
    drawn: str
    topics: str
    no_topics: str
    not_locked: str
    fair: str
    posts: Callable[[str], str]
    prepare: str
    start: Callable[[str], str]
    draft_of: Callable[[str], str]
    tested: Callable[[str, str, str], str]
    findings: Sentences


@dataclass(frozen=True, slots=True)
class Wording:
    """One language."""

    lang: str
    quotes: tuple[str, str]
    formats: Formats
    findings: Sentences
    refusals: Sentences
    remedies: Remedies
    verdicts: Verdicts
    terms: Terms
    trust: Trust
    conclusions: Conclusions
    advice: Advice
    ahead: Ahead
    terminal: Terminal
    page: Page
