"""What things are called in one result: arms, metrics, variables, in the team's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from unicodedata import combining, east_asian_width

from cliptrial.analysis.results import Analysis, MetricFacts
from cliptrial.metrics import Metric
from cliptrial.registry.model import Variable
from cliptrial.wording.declared.terms import MetricNoun, Terms
from cliptrial.wording.formats import NBSP

SHORT = 22
LONGEST = 26
UNIT = re.compile(r"(?<=\d) (?=(?:s|min|h|x|%)\b)")
SAID = 60
TAGS = 140


@dataclass(frozen=True, slots=True)
class Names:
    """Labels of one result's arms, metrics and attributes in one language.

    Attributes:
        lang: Language code, for the metrics' own labels.
        arms: By arm id: the value that made it.
        metrics: By name.
        terms: Single words of the language: nouns, and how metrics are said.
        sets: By arm id: the tags of an arm that is a set of hashtags.
        short: By arm id: the short name that the team gave it.
    """

    lang: str
    arms: Mapping[str, str]
    metrics: Mapping[str, MetricFacts]
    terms: Terms
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    short: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, analysis: Analysis, lang: str, terms: Terms) -> Names:
        """The names that occur in ``analysis``, in the team's own words in this language where it wrote some."""
        texts = analysis.experiment.texts.get(lang) if analysis.experiment else None
        own = texts.arms if texts else {}
        arms = {arm.id: own.get(arm.id) or arm_text(arm.value) for arm in analysis.arms}
        sets = {arm.id: arm.value for arm in analysis.arms if isinstance(arm.value, tuple) and arm.id not in own}
        if analysis.variable == Variable.BUNDLE:
            arms, sets = {arm.id: terms.ways[not arm.control] for arm in analysis.arms} | dict(own), {}
        return cls(lang, arms, {m.name: m for m in analysis.metrics}, terms, sets, texts.short if texts else {})

    def arm(self, arm: str | None) -> str:
        """The short label of an arm: its value if that is short, else its id as words.

        In a comparison of posts a value is its own id; a long one is cut.
        """
        if own := self.short.get(arm or ""):
            return cut(own)
        value = self.arms.get(arm or "", "")
        if 0 < width(value) <= SHORT:
            return value
        return cut(value if value == arm else human(arm or ""))

    def quoted(self, arm: str | None) -> str:
        """The short label in quotation marks, for the middle of a sentence."""
        return self.quote(self.arm(arm))

    def said(self, arm: str | None) -> str:
        """The arm's value in full where it fits a sentence, in quotation marks; a set of tags by its label."""
        value = self.arms.get(arm or "", "")
        if arm in self.sets:
            return self.quoted(arm)
        return self.quote(UNIT.sub(NBSP, value) if 0 < len(value) <= SAID else self.arm(arm))

    def introduced(self, arm: str | None) -> str:
        """The arm as it is first named: a set of tags behind its label, as many as fit."""
        tags = self.sets.get(arm or "", ())
        if len(tags) < 2 or self.arms[arm or ""] == self.arm(arm):
            return self.said(arm)
        return f"{self.quoted(arm)} ({_tags_that_fit(tags)})"

    def quote(self, text: str) -> str:
        """``text`` between this language's quotation marks."""
        opening, closing = self.terms.quotes
        return f"{opening}{text.translate(str.maketrans(*self.terms.inner_quotes))}{closing}"

    def metric(self, name: str | None) -> str:
        """The metric's label at the start of a line."""
        facts = self.metrics.get(name or "")
        return label_of(facts, self.lang, self.terms) if facts else human(name or "")

    def metric_within(self, name: str | None) -> str:
        """The metric's label within a sentence: English lowers its first letter, German keeps it."""
        return self.terms.within(self.metric(name))

    def metric_noun(self, name: str | None) -> MetricNoun:
        """The metric as a part of a sentence; one that this language has no noun for keeps its label."""
        return noun_of(self.metric(name), self.terms)

    def attribute(self, name: object) -> str:
        """An attribute's name without article."""
        noun = self.terms.nouns.get(str(name))
        return noun.bare if noun else human(str(name))

    def attribute_within(self, name: object) -> str:
        """An attribute's name within a sentence: English lowers its first letter, German keeps it."""
        return self.terms.within(self.attribute(name))

    def the(self, name: object) -> str:
        """An attribute's name with its article."""
        noun = self.terms.nouns.get(str(name))
        return noun.the if noun else human(str(name))


def arm_text(value: str | tuple[str, ...]) -> str:
    """An arm's value as one text; a set of hashtags with its ``#`` signs."""
    return value if isinstance(value, str) else " ".join(f"#{tag.lstrip('#')}" for tag in value)


def label_of(metric: Metric | MetricFacts, lang: str, terms: Terms) -> str:
    """What a metric is called: by its definition, by the language, or by its name."""
    return metric.labels.get(lang) or terms.labels.get(metric.name) or human(metric.name)


def noun_of(label: str, terms: Terms) -> MetricNoun:
    """How a metric with this label is said within a sentence."""
    return terms.metrics.get(label) or terms.metric_noun(label)


def _tags_that_fit(tags: tuple[str, ...]) -> str:
    """``#a #b #c``, ended with an ellipsis where a reader would lose the thread."""
    shown = ""
    for tag in tags:
        longer = f"{shown} #{tag.lstrip('#')}".strip()
        if shown and len(longer) > TAGS:
            return f"{shown} …"
        shown = longer
    return shown


def cut(text: str) -> str:
    """``text``, ended early with an ellipsis where it would not fit beside a figure."""
    if width(text) <= LONGEST:
        return text
    ends = accumulate(map(width, text))
    head = "".join(sign for sign, end in zip(text, ends, strict=True) if end < LONGEST)
    at_word = head.rsplit(" ", 1)[0]
    return (at_word if len(at_word) >= LONGEST // 2 else head).rstrip(" ,.;:\u200d") + "…"


def width(text: str) -> int:
    """How many usual letters are as wide as this text: Chinese letters and emoji take two, accents none."""
    return sum(0 if combining(sign) else 1 + (east_asian_width(sign) in "WF") for sign in text)


def human(code: str) -> str:
    """``own_sound`` as ``Own sound``."""
    words = code.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]
