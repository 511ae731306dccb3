"""What things are called in one result: arms, metrics, variables, in the team's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cliptrial.analysis.results import Analysis, MetricFacts
from cliptrial.wording.formats import NBSP

SHORT = 22
LONGEST = 26
UNIT = re.compile(r"(?<=\d) (?=(?:s|min|h|x|%)\b)")
SAID = 60
INNER = {"en": str.maketrans("“”", "‘’"), "de": str.maketrans("„“”", "‚‘’")}


@dataclass(frozen=True, slots=True)
class Noun:
    """A word as it stands alone and with its article ("hook", "the hook")."""

    bare: str
    the: str


@dataclass(frozen=True, slots=True)
class Names:
    """Labels of one result's arms, metrics and attributes in one language.

    Attributes:
        lang: Language code, for the metrics' own labels.
        quotes: Opening and closing quotation mark.
        arms: By arm id: the value that made it.
        metrics: By name.
        nouns: By attribute name: hook, sound, ...
    """

    lang: str
    quotes: tuple[str, str]
    arms: Mapping[str, str]
    metrics: Mapping[str, MetricFacts]
    nouns: Mapping[str, Noun]

    @classmethod
    def of(cls, analysis: Analysis, lang: str, quotes: tuple[str, str], nouns: Mapping[str, Noun]) -> Names:
        """The names that occur in ``analysis``."""
        arms = {arm.id: arm_text(arm.value) for arm in analysis.arms}
        return cls(lang, quotes, arms, {m.name: m for m in analysis.metrics}, nouns)

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
        """The arm's value in full where it fits a sentence, in quotation marks."""
        value = self.arms.get(arm or "", "")
        return self.quote(UNIT.sub(NBSP, value) if 0 < len(value) <= SAID else self.arm(arm))

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
