"""Dates in the many ways in which people and programs dress them, brought to few: a day, then ``18:00:00 PM``.

Weekdays are taken off, for they say which of two readings is meant; words such as "um" and "Uhr" go, halves of the
day become AM and PM, and a time that stands first goes last.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from cliptrial.posts.text.months import LANGUAGES

_AMS = ("a. m.", "a.m.", "a.m", "am", "午前", "上午", "凌晨", "早上", "오전", "sa", "π.μ.", "πμ", "ص", "öö")
_PMS = ("p. m.", "p.m.", "p.m", "pm", "午後", "下午", "晚上", "오후", "ch", "μ.μ.", "μμ", "م", "ös", "ptg")
_HALF = "|".join(re.escape(word) for word in (*_AMS, *_PMS))
_TIME = r"\d{1,2}(?::\d{2}){0,2}(?:\.\d+)?"
_HALF_FIRST = re.compile(rf"(?<![^\W\d_])(?P<half>{_HALF})\s*(?P<time>{_TIME})(?!\d)", re.IGNORECASE)
_HALF_LAST = re.compile(rf"(?<!\d)(?P<time>{_TIME})\s*(?P<half>{_HALF})(?![^\W\d_])", re.IGNORECASE)
_HOUR_WORD = re.compile(r"(?<!\d)(\d{1,2})(?:[:.](\d{2}))?(?::(\d{2}))?\s*(?:uhr|hrs?|h)(?![^\W\d_])", re.IGNORECASE)
_FRENCH_HOUR = re.compile(r"(?<!\d)(\d{1,2})\s?h\s?(\d{2})(?!\d)", re.IGNORECASE)
_ASIAN_HOUR = re.compile(r"(?<!\d)(\d{1,2})\s?[時时點点시]\s?(\d{1,2})\s?[分분]")
_BEFORE_CLOCK = r"um|at|a las?|à|às|alle|ore|ora|om|kl\.?|klo|saat|в|о|lúc|pukul|la|o"
_JOINT = re.compile(rf"[,\s]*(?:\s[-–—|·@]|\s(?:{_BEFORE_CLOCK})|,)\s+(?=\d{{1,2}}[:.]\d{{2}})", re.IGNORECASE)
_CLOCK_FIRST = re.compile(
    r"^(\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:\s*[AP]M)?)(?:,\s*|\s+)(?:(?:on|am|le|el)\s+)?(.*\d.*)$", re.IGNORECASE
)
_POINT_CLOCK = re.compile(r"\s(\d{1,2})\.(\d{2})(?:\.(\d{2}))?$")
_TWITTER = re.compile(r"^([a-z]{3}) (\d{1,2}) (\d{1,2}:\d{2}:\d{2}) ([+-]\d{4}) (\d{4})$", re.IGNORECASE)
_HYPHENED = re.compile(r"^(?=.*[^\W\d_]{3})(\d{1,2}|[^\W\d_]+\.?)[-/](\d{1,2}|[^\W\d_]+\.?)[-/](\d{4}|\d{2})(?!\d)")
_MOST_WORDS = 3


def seen(text: str) -> str:
    """As it is seen: western digits, plain spaces, one form of each letter, nothing invisible."""
    if text.isascii():
        return text.strip()
    plain = (char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    return "".join(str(unicodedata.decimal(char, char)) for char in plain).strip()


def undressed(text: str) -> Iterator[tuple[str, frozenset[int]]]:
    """Forms that a date may have once it is plain, likeliest first, each with the weekdays that it may name.

    "Mar" is a weekday in one language and a month in the next, so what names none comes first. Monday is 0.
    """
    plain = seen(text)
    yield plain, frozenset()
    plain = _with_clock_last(" ".join(plain.split()))
    yield plain, frozenset()
    day, weekdays = _without_weekday(plain)
    yield _with_clock_last(day), weekdays


def _with_clock_last(text: str) -> str:
    """With the time of day behind the day, in numbers with colons."""
    day = _TWITTER.sub(r"\1 \2 \5 \3\4", text)
    day = _HYPHENED.sub(lambda m: f"{m[1]} {m[2]} {'20'[: 4 - len(m[3])]}{m[3]}", day)
    day = _HALF_FIRST.sub(lambda m: f" {m['time']} {_half(m['half'])}", day)
    day = _HALF_LAST.sub(lambda m: f"{m['time']} {_half(m['half'])}", day)
    day = re.sub(r"(?<![\d:.])(\d{1,2}) ([AP]M)\b", r"\1:00 \2", day)
    day = _ASIAN_HOUR.sub(lambda m: f" {m[1]}:{int(m[2]):02}", day)
    day = _FRENCH_HOUR.sub(r"\1:\2", day)
    day = _HOUR_WORD.sub(lambda m: f"{m[1]}:{m[2] or '00'}" + (f":{m[3]}" if m[3] else ""), day)
    day = _CLOCK_FIRST.sub(r"\2 \1", _JOINT.sub(" ", day))
    return " ".join(_POINT_CLOCK.sub(lambda m: f" {m[1]}:{m[2]}" + (f":{m[3]}" if m[3] else ""), day).split())


def _half(word: str) -> str:
    return "AM" if word.casefold() in _AMS else "PM"


def _without_weekday(text: str) -> tuple[str, frozenset[int]]:
    """Without a weekday at its beginning or its end, in brackets or not."""
    bare = re.sub(r"\s*[(（]([^)）]*)[)）]\s*", r" \1 ", text).strip()
    names = _weekdays() if any(char.isalpha() for char in bare) else {}
    words = bare.split(" ")
    for count in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        for taken, rest in ((words[:count], words[count:]), (words[-count:], words[:-count])):
            if (days := names.get(_name(" ".join(taken)))) is not None and any(map(str.isdigit, " ".join(rest))):
                return " ".join(rest).strip(" ,"), days
    for count in range(4, 0, -1):
        # Where no space stands between words: 2026年3月9日月曜日.
        day, days = bare[:-count], names.get(_name(bare[-count:]))
        if days is not None and day[-1:] in ("日", "일"):
            return day, days
    return bare, frozenset()


def _name(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip(" ,.،")


@lru_cache(maxsize=1)
def _weekdays() -> Mapping[str, frozenset[int]]:
    """By name in any language: the weekdays that it may be."""
    names: dict[str, set[int]] = defaultdict(set)
    for language in LANGUAGES.split():
        try:
            locale = Locale.parse(language)
        except UnknownLocaleError:
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated", "short"):
                for weekday, name in locale.days[context].get(width, {}).items():
                    names[_name(name)].add(int(weekday))
    return {name: frozenset(days) for name, days in names.items() if len(name) > 1 or not name.isascii()}
