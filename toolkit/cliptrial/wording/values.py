"""The values of one finding, ready to be put into a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from cliptrial.analysis.findings import Value
from cliptrial.wording.formats import Formats, known
from cliptrial.wording.names import Names


@dataclass(frozen=True, slots=True)
class Values:
    """Reads a finding's values by name and writes them in one language.

    A value that is missing is written as "unknown" where a sentence needs it.

    Attributes:
        values: The finding's values.
        f: How numbers are written.
        names: What arms, metrics and attributes are called.
    """

    values: Mapping[str, Value]
    f: Formats
    names: Names

    def raw(self, key: str) -> Value:
        """The value itself; None where it is missing."""
        return self.values.get(key)

    def number(self, key: str) -> float | None:
        """The value as a number, or None."""
        value = self.values.get(key)
        return float(value) if isinstance(value, int | float) and known(value) else None

    def n(self, key: str, decimals: int = 0) -> str:
        """A number; of a tuple, how many it holds."""
        items = self.items(key)
        return self.f.number(len(items) if items else self.number(key), decimals)

    def count(self, key: str, one: str, many: str) -> str:
        """``1 post``, ``28 posts``; the plural alone where the number is missing."""
        items = self.items(key)
        number = float(len(items)) if items else self.number(key)
        if number is None:
            return many
        return f"{self.f.number(number)} {one if number == 1 else many}"

    def one(self, key: str) -> bool:
        """Whether the number is exactly one, for verbs and articles."""
        return (len(self.items(key)) or self.number(key)) == 1

    def percent(self, key: str) -> str:
        """A share, ``17 %``."""
        return self.f.percent(self.number(key))

    def signed(self, key: str) -> str:
        """A change, ``+17 %``."""
        return self.f.signed(self.number(key))

    def p(self, key: str) -> str:
        """``p = .03``, or ``p < .001``."""
        text = self.f.p_value(self.number(key))
        return f"p {text}" if text.startswith("<") else f"p = {text or self.f.unknown}"

    def date(self, key: str) -> str:
        """An ISO date written out."""
        day = self._day(key)
        return self.f.date(day)

    def day(self, key: str) -> str:
        """An ISO date without its year."""
        return self.f.day_month(self._day(key))

    def _day(self, key: str) -> dt.date | None:
        value = self.values.get(key)
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value[:10]) if isinstance(value, str) else None
        except ValueError:
            return None

    def items(self, key: str) -> tuple[Value, ...]:
        """A tuple's items; none where it is missing or no tuple."""
        value = self.values.get(key)
        return tuple(value) if isinstance(value, tuple | list) else ()

    def listing(self, key: str, most: int = 12) -> str:
        """The items as ``a, b and c``; long lists end in an ellipsis."""
        items = [str(item) for item in self.items(key)]
        return self.f.listing(items) if len(items) <= most else ", ".join(items[:most]) + " …"

    def attributes(self, key: str) -> str:
        """Attribute names as ``sound, slot and length``."""
        return self.f.listing(self.names.attribute_within(item) for item in self.items(key))

    def weekdays(self, key: str) -> str:
        """Weekday numbers as ``Friday and Saturday``."""
        days = [item for item in self.items(key) if isinstance(item, int) and 0 <= item <= 6]
        return self.f.listing(map(self.f.weekday, days))

    def attribute(self, key: str) -> str:
        """One attribute's name."""
        name = self.values.get(key)
        return self.f.unknown if name is None else self.names.attribute(name)

    def the(self, key: str) -> str:
        """One attribute's name with its article."""
        name = self.values.get(key)
        return self.f.unknown if name is None else self.names.the(name)

    def arm(self, key: str = "arm") -> str:
        """An arm's short label in quotation marks."""
        arm = self.values.get(key)
        return self.names.quoted(str(arm)) if arm else self.f.unknown

    def metric(self, key: str = "metric") -> str:
        """A metric's label at the start of a sentence."""
        return self.names.metric(str(self.values.get(key) or "")) or self.f.unknown

    def metric_within(self, key: str = "metric") -> str:
        """A metric's label within a sentence."""
        return self.names.metric_within(str(self.values.get(key) or "")) or self.f.unknown

    def metric_at(self, key: str = "metric") -> str:
        """A metric after a preposition."""
        return self.names.metric_noun(str(self.values.get(key) or "")).at

    @property
    def weekend(self) -> bool:
        """Whether the arms differ mostly in how often they ran from Friday to Sunday."""
        arm, of_arm = self.number("weekend_arm"), self.number("posts_arm")
        control, of_control = self.number("weekend_control"), self.number("posts_control")
        if arm is None or control is None or not of_arm or not of_control:
            return False
        return abs(arm / of_arm - control / of_control) >= 0.25
