"""What things are called in one result: arms, metrics, variables, in the team's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cliptrial.analysis.results import Analysis, MetricFacts
from cliptrial.wording.formats import NBSP

SHORT = 22
LONGEST = 26
UNIT = re.compile(r"(?<=\d) (?=(?:s|min|h|x|%)\b)")
SAID = 60
TAGS = 140
INNER = {"en": str.maketrans("“”", "‘’"), "de": str.maketrans("„“”", "‚‘’")}


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


@dataclass(frozen=True, slots=True)
class Names:
    """Labels of one result's arms, metrics and attributes in one language.

    Attributes:
        lang: Language code, for the metrics' own labels.
        quotes: Opening and closing quotation mark.
        arms: By arm id: the value that made it.
        metrics: By name.
        nouns: By attribute name: hook, sound, ...
        metric_nouns: By a metric's label: how it is said within a sentence.
        sets: By arm id: the tags of an arm that is a set of hashtags.
    """

    lang: str
    quotes: tuple[str, str]
    arms: Mapping[str, str]
    metrics: Mapping[str, MetricFacts]
    nouns: Mapping[str, Noun]
    metric_nouns: Mapping[str, MetricNoun] = field(default_factory=dict)
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        analysis: Analysis,
        lang: str,
        quotes: tuple[str, str],
        nouns: Mapping[str, Noun],
        metric_nouns: Mapping[str, MetricNoun],
    ) -> Names:
        """The names that occur in ``analysis``."""
        arms = {arm.id: arm_text(arm.value) for arm in analysis.arms}
        sets = {arm.id: arm.value for arm in analysis.arms if isinstance(arm.value, tuple)}
        return cls(lang, quotes, arms, {m.name: m for m in analysis.metrics}, nouns, metric_nouns, sets)

    def arm(self, arm: str | None) -> str:
        """The short label of an arm: its value if that is short, else its id as words.

        In a comparison of posts a value is its own id; a long one is cut.
        """
        value = self.arms.get(arm or "", "")
        if 0 < len(value) <= SHORT:
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
        inner = text.translate(INNER[self.lang])
        return f"{self.quotes[0]}{inner}{self.quotes[1]}"

    def metric(self, name: str | None) -> str:
        """The metric's label at the start of a line."""
        facts = self.metrics.get(name or "")
        return facts.labels.get(self.lang) or human(facts.name) if facts else human(name or "")

    def metric_within(self, name: str | None) -> str:
        """The metric's label within a sentence: English lowers its first letter, German keeps it."""
        label = self.metric(name)
        acronym = label[1:2].isupper()
        return label if self.lang != "en" or acronym else label[:1].lower() + label[1:]

    def metric_noun(self, name: str | None) -> MetricNoun:
        """The metric as a part of a sentence; one that this language has no noun for keeps its label."""
        return noun_of(self.metric(name), self.lang, self.metric_nouns)

    def attribute(self, name: object) -> str:
        """An attribute's name without article."""
        noun = self.nouns.get(str(name))
        return noun.bare if noun else human(str(name))

    def attribute_within(self, name: object) -> str:
        """An attribute's name within a sentence: English lowers its first letter, German keeps it."""
        bare = self.attribute(name)
        return bare[:1].lower() + bare[1:] if self.lang == "en" else bare

    def the(self, name: object) -> str:
        """An attribute's name with its article."""
        noun = self.nouns.get(str(name))
        return noun.the if noun else human(str(name))


def arm_text(value: str | tuple[str, ...]) -> str:
    """An arm's value as one text; a set of hashtags with its ``#`` signs."""
    return value if isinstance(value, str) else " ".join(f"#{tag.lstrip('#')}" for tag in value)


def noun_of(label: str, lang: str, nouns: Mapping[str, MetricNoun]) -> MetricNoun:
    """How a metric with this label is said within a sentence."""
    if label in nouns:
        return nouns[label]
    if lang == "de":
        return MetricNoun(f"die Metrik {label}", f"der Metrik {label}")
    within = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    return MetricNoun(within, within)


def _tags_that_fit(tags: tuple[str, ...]) -> str:
    """``#a #b #c``, ended with an ellipsis where a reader would lose the thread."""
    told = ""
    for tag in tags:
        longer = f"{told} #{tag.lstrip('#')}".strip()
        if told and len(longer) > TAGS:
            return f"{told} …"
        told = longer
    return told


def cut(text: str) -> str:
    """``text``, ended early with an ellipsis where it would not fit beside a figure."""
    if len(text) <= LONGEST:
        return text
    head = text[: LONGEST - 1]
    at_word = head.rsplit(" ", 1)[0]
    return (at_word if len(at_word) >= LONGEST // 2 else head).rstrip(" ,.;:") + "…"


def human(code: str) -> str:
    """``own_sound`` as ``Own sound``."""
    words = code.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]
