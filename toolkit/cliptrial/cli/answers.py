"""What people type, on a terminal or behind an option, turned into values; or a sentence that says the form."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

import typer

from cliptrial.cli.ask import UnusableAnswerError
from cliptrial.messages import says

_DAYS = (
    ("mon", "monday", "montag"),
    ("tue", "tuesday", "dienstag"),
    ("wed", "wednesday", "mittwoch"),
    ("thu", "thursday", "donnerstag"),
    ("fri", "friday", "freitag"),
    ("sat", "saturday", "samstag"),
    ("sun", "sunday", "sonntag"),
)


def day(text: str) -> date:
    """``2026-12-31`` or ``31.12.2026``; slashes could be read in two ways."""
    dotted = re.fullmatch(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})", text.strip(), re.ASCII)
    whole = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text.strip(), re.ASCII)
    form = says("write year-month-day, e.g. 2026-12-31, or 31.12.2026")
    if dotted is None and whole is None:
        raise UnusableAnswerError(says('"{text}" is not written as a day is here; {form}', text=text, form=form))
    try:
        return date(int(dotted[3]), int(dotted[2]), int(dotted[1])) if dotted else date.fromisoformat(text.strip())
    except ValueError:
        raise UnusableAnswerError(
            says("{text} is a day that the calendar does not have; {form}", text=text, form=form)
        ) from None


def day_option(text: str) -> date:
    """A day behind an option; anything else is wrong usage."""
    try:
        return day(text)
    except UnusableAnswerError as error:
        raise typer.BadParameter(error.why) from None


def a_day(line: str, *names: str) -> object:
    """An option that takes a day.

    Args:
        line: What ``--help`` tells of it.
        names: How it is written, where not as the parameter.
    """
    return typer.Option(*names, parser=day_option, metavar="YYYY-MM-DD", help=line)


def coming_day(text: str) -> date:
    """A day that has not passed."""
    coming = day(text)
    if coming < date.today():
        raise UnusableAnswerError(says("{found} has passed; a plan is made before its first post", found=coming))
    return coming


def slot(text: str) -> str:
    """``18:00``; ``7:30`` gets its zero."""
    time = re.fullmatch(r"(\d{1,2}):(\d{2})", text, re.ASCII)
    if time and int(time[1]) < 24 and int(time[2]) < 60:
        return f"{int(time[1]):02d}:{time[2]}"
    hour = re.match(r"(\d{1,2})(?!\d)", text)
    instead = f"{int(hour[1]):02d}:00" if hour and int(hour[1]) < 24 else None
    raise UnusableAnswerError(
        says('"{text}" is not a time of day; write HH:MM, e.g. {instead}', text=text, instead=instead or "18:00"),
        instead,
    )


def slots(text: str) -> list[str]:
    """One time of day or several, divided by commas or spaces."""
    parts = [part for part in re.split(r"[\s,;]+", text) if part]
    return list(dict.fromkeys(map(slot, parts if all(":" in part for part in parts) else [text])))


def weekdays(text: str) -> list[str]:
    """Days in any order, English or German, short or long; ``mon`` to ``sun`` in the order of the week."""
    if re.fullmatch(r"(every|all|daily|jeden?|alle)(\s*(days?|tage?))?", text.strip().lower()):
        return [names[0] for names in _DAYS]
    numbered = set()
    for word in re.split(r"[\s,;+&]+|\band\b|\bund\b", text.strip().lower().replace(".", "")):
        numbers = [i for i, names in enumerate(_DAYS) if len(word) > 1 and any(name.startswith(word) for name in names)]
        if word and len(numbers) != 1:
            raise UnusableAnswerError(says('"{word}" is not a day; write days such as mon, wed, fri', word=word))
        numbered.update(numbers)
    if not numbered:
        raise UnusableAnswerError(says("Name at least one day, e.g. mon, wed, fri"))
    return [_DAYS[number][0] for number in sorted(numbered)]


def share(text: str) -> str:
    """``10%`` or ``0.1``; a bare number above 1 would mean more than a hundred per cent."""
    number = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(%?)", text.strip(), re.ASCII)
    if number is None or float(number[1].replace(",", ".")) == 0:
        raise UnusableAnswerError(says('"{text}" is not a share above zero; write e.g. 10%', text=text))
    if not number[2] and float(number[1].replace(",", ".")) > 1:
        raise UnusableAnswerError(
            says(
                "{text} would mean +{percent:.0f}%; write {text}%",
                text=text,
                percent=float(number[1].replace(",", ".")) * 100,
            ),
            f"{text}%",
        )
    return number[1].replace(",", ".") + number[2]


def effect(text: str) -> float:
    """A change as a ratio minus one: ``0.5``, ``50%`` or ``-20%``."""
    number = re.fullmatch(r"([-+\u2212]?)(\d*(?:[.,]\d+)?)\s*(%?)", text.strip(), re.ASCII)
    if number is None or not number[2]:
        raise UnusableAnswerError(says('"{text}" is not an effect; write e.g. 50% or -20%', text=text))
    value = float(number[2].replace(",", ".")) / (100 if number[3] else 1)
    return -value if number[1] in ("-", "\u2212") else value


def whole(low: int, high: int) -> Callable[[str], int]:
    """A whole number between two limits."""

    def read(text: str) -> int:
        if re.fullmatch(r"\d+", text, re.ASCII) and low <= int(text) <= high:
            return int(text)
        raise UnusableAnswerError(
            says('"{text}" is not a whole number from {low} to {high}', text=text, low=low, high=high)
        )

    return read


def followers(text: str) -> int:
    """A number of people, with or without marks between the thousands."""
    from cliptrial.registry.setup import people

    number = people(text)
    if number is not None:
        return number
    raise UnusableAnswerError(says('"{text}" is not a number of people; write e.g. 12000', text=text))


def words(text: str) -> list[str]:
    """Words divided by commas or spaces."""
    return [word for word in re.split(r"[\s,;]+", text) if word]


def phrases(text: str) -> list[str]:
    """Phrases divided by commas."""
    return [phrase.strip() for phrase in re.split(r"[,;]", text) if phrase.strip()]


def one_of_each(known: Sequence[str]) -> Callable[[str], list[str]]:
    """Words out of a list."""

    def read(text: str) -> list[str]:
        strange = [word for word in words(text) if word not in known]
        if strange or not words(text):
            raise UnusableAnswerError(
                says('"{strange}" is none of {known}', strange=" ".join(strange), known=list(known))
            )
        return list(dict.fromkeys(words(text)))

    return read
