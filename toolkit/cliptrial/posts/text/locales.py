"""The declared locale of a file: which way its numbers and dates are written."""

from __future__ import annotations

from collections.abc import Iterator

from cliptrial.errors import Problem
from cliptrial.messages import says


def locale_problems(locale: str | None) -> Iterator[Problem]:
    """A locale that nobody knows."""
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse((locale or "en").replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        yield Problem(
            "unknown_locale", says("There is no locale {locale}", locale=locale), says("such as de, en_US or pt_BR")
        )
