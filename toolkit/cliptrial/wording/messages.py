"""Messages of problems and commands in the language of whoever reads them, by the catalogue of that language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_skeleton
from babel.numbers import get_decimal_symbol, get_group_symbol

from cliptrial.messages import Message
from cliptrial.registry.languages import SOURCE, catalogue
from cliptrial.wording.formats import NBSP


@lru_cache
def _locale(language: str) -> str:
    """Babel's name of a language, asked of the language itself only once a number or a day needs it."""
    from cliptrial.wording.languages import wording_for

    return wording_for(language).formats.locale


def in_language(text: str, language: str) -> str:
    """A message in a language, its values as that language writes them; any other text as it is."""
    if not isinstance(text, Message) or language == SOURCE:
        return str(text)
    template = catalogue(language).get(text.template, text.template)
    if not text.values:
        return template
    return template.format(**{name: _value(value, language) for name, value in text.values.items()})


def _value(value: object, language: str) -> object:
    if isinstance(value, Message):
        return in_language(value, language)
    if isinstance(value, list | tuple):
        return ", ".join(str(_value(one, language)) for one in value)
    if isinstance(value, date):
        return _Day(value, language)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _Number(value, language)
    return value


@dataclass(frozen=True)
class _Day:
    """A day, or a moment, as the language writes it unless the template asks for another form."""

    value: date
    language: str

    def __format__(self, form: str) -> str:
        if form:
            return self.value.strftime(form)
        day = format_skeleton("yMMdd", self.value, locale=_locale(self.language))
        return f"{day} {self.value:%H:%M}" if isinstance(self.value, datetime) else day

    __str__ = __repr__ = lambda self: format(self, "")


@dataclass(frozen=True)
class _Number:
    """A number with the marks of the language, whatever form the template asks for."""

    value: float
    language: str

    def __format__(self, form: str) -> str:
        locale = _locale(self.language)
        group, decimal = get_group_symbol(locale), get_decimal_symbol(locale)
        marks: dict[str, str | int | None] = {",": group, ".": decimal, "%": f"{NBSP}%"}
        return format(self.value, form).translate(str.maketrans(marks))

    __str__ = __repr__ = lambda self: format(self, "")
