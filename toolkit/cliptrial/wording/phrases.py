"""The parts of a sentence about a finding, in one language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cliptrial.wording.formats import Formats
from cliptrial.wording.names import Names


@dataclass(frozen=True, slots=True)
class Phrases:
    """Writes the values of findings in one language.

    Attributes:
        f: How numbers are written.
        names: What arms, metrics and attributes are called.
        rule_texts: By code: what a rule that numbers break is called.
        periods: Whether whole weeks are compared, and no posts.
    """

    f: Formats
    names: Names
    rule_texts: Mapping[str, str]
    periods: bool = False

    def units(self, posts: str, weeks: str) -> str:
        """What is compared: posts, or whole weeks."""
        return weeks if self.periods else posts

    def n(self, number: float, decimals: int = 0) -> str:
        """``8,420``."""
        return self.f.number(number, decimals)

    def count(self, number: float, one: str, many: str) -> str:
        """``1 post``, ``28 posts``."""
        return f"{self.f.number(number)} {one if number == 1 else many}"

    def percent(self, share: float) -> str:
        """A share, ``17 %``."""
        return self.f.percent(share)

    def signed(self, change: float | None) -> str:
        """A change, ``+17 %``."""
        return self.f.signed(change)

    def p(self, p_value: float) -> str:
        """``p = .03``, or ``p < .001``."""
        text = self.f.p_value(p_value)
        return f"p {text}" if text.startswith("<") else f"p = {text}"

    def date(self, day: dt.date) -> str:
        """A day with its year."""
        return self.f.date(day)

    def listing(self, items: Sequence[object], most: int = 12) -> str:
        """The items as ``a, b and c``; long lists end in an ellipsis."""
        texts = list(map(str, items))
        return self.f.listing(texts) if len(texts) <= most else ", ".join(texts[:most]) + " …"

    def attributes(self, names: Sequence[str]) -> str:
        """Attribute names as ``sound, slot and length``."""
        return self.f.listing(map(self.names.attribute_within, names))

    def weekdays(self, days: Sequence[int]) -> str:
        """Weekday numbers as ``Friday and Saturday``."""
        return self.f.listing(map(self.f.weekday, days))

    def rules(self, codes: Sequence[str]) -> str:
        """Rules that numbers break, in words."""
        return self.listing([self.rule_texts.get(code, code.replace("_", " ")) for code in codes])

    def arm(self, arm: str | None) -> str:
        """An arm's short label in quotation marks."""
        return self.names.quoted(arm)

    def row(self, metric: str, arm: str) -> str:
        """``Views, “Question”``, for the start of a sentence about one comparison."""
        return f"{self.metric(metric)}, {self.arm(arm)}"

    def arms(self, names: Sequence[str]) -> str:
        """Names of arms as they were given, in quotation marks."""
        return self.f.listing(map(self.names.quote, names))

    def metric(self, name: str) -> str:
        """A metric's label at the start of a sentence."""
        return self.names.metric(name)

    def metric_within(self, name: str) -> str:
        """A metric's label within a sentence."""
        return self.names.metric_within(name)

    def attribute(self, name: str) -> str:
        """One attribute's name."""
        return self.names.attribute(name)

    def the(self, name: str) -> str:
        """One attribute's name with its article."""
        return self.names.the(name)
