"""How long numbers are kept: a stretch of time that people write down, and the day from which on they stay."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from cliptrial.messages import says
from cliptrial.registry.yaml.expected import Expected

PERIOD = says("A time such as 400 days, 18 months or 2 years")
_PERIOD = re.compile(r"(?P<count>[1-9]\d{0,4}) ?(?P<unit>[a-zäöü]+)", re.IGNORECASE)
_DAYS = {"d": 1, "w": 7, "t": 1}
_MONTHS = {"m": 1, "y": 12, "j": 12}
_UNITS = (
    *("d", "day", "days", "t", "tag", "tage", "tagen", "w", "week", "weeks", "woche", "wochen"),
    *("m", "month", "months", "monat", "monate", "monaten", "y", "year", "years", "j", "jahr", "jahre", "jahren"),
)


def kept_from(period: str, today: date) -> date:
    """The first day of what is kept.

    Args:
        period: Such as ``400 days``.
        today: The day on which it is asked.

    Raises:
        ValueError: It is no such time, or longer than there are years.

    Examples:
        >>> kept_from("400d", date(2026, 11, 27)), kept_from("18 months", date(2026, 8, 31))
        (datetime.date(2025, 10, 23), datetime.date(2025, 2, 28))
    """
    matched = _PERIOD.fullmatch(period.strip())
    if matched is None or matched["unit"].casefold() not in _UNITS:
        raise ValueError(period)
    count, unit = int(matched["count"]), matched["unit"].casefold()[0]
    try:
        if unit in _DAYS:
            return today - timedelta(days=count * _DAYS[unit])
        year, month = divmod(today.year * 12 + today.month - 1 - count * _MONTHS[unit], 12)
        return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
    except (OverflowError, IndexError, ValueError) as error:
        raise ValueError(period) from error


def _period(value: object) -> object:
    try:
        kept_from(str(value), date(2026, 1, 1))
    except ValueError:
        raise ValueError(PERIOD) from None
    return str(value).strip()


Period = Annotated[
    str,
    BeforeValidator(_period),
    WithJsonSchema({"type": "string", "pattern": rf"^[1-9]\d{{0,4}} ?({'|'.join(_UNITS)})$"}),
    Expected(PERIOD),
]
