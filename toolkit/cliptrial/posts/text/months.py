"""Dates without a year in every language of the app, by the Unicode month names (CLDR, through Babel).

A month's name inside a date is often another form than alone (``25 Μαρτίου``, ``30 de abril``), and the
same word can be two months: ``listopada`` is November in Polish and October in Croatian.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from babel import Locale, UnknownLocaleError

LANGUAGES = """
    af ar az bg bn bs ca ceb cs cy da de el en en_GB es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja
    jv ka kk km kn ko lo lt lv mk ml mn mr ms my nb ne nl pa pl pt ro ru sk sl sq sr sv sw ta te th tr
    uk ur uz vi zh zh_Hant zu
"""

_WRITTEN_OUT = {
    "vi": ("giêng|một", "hai", "ba", "tư", "năm", "sáu", "bảy|bẩy", "tám", "chín", "mười", "mười một", "mười hai|chạp")
}
"""Months that an app writes out where the Unicode names are numbers, after the word for month."""

_ZERO_MONTH = re.compile(r"(?<!\d)0(?=\d\s?[月월])")
"""The zero of a month in numbers, as in 2025年03月04日."""
Phrases = dict[str, dict[str, int]]
_DAY, _YEAR = "{d}", "{y}"


def phrase(text: str) -> list[tuple[str, int, int | None]]:
    """Every way to take a day and a year out of a date in words: the words left over, day, year.

    ``6月30日`` has two numbers of which either may be the day; which it is, the languages know.
    """
    plain = _normal(text)
    readings = []
    for day in re.finditer(r"(?<!\d)\d{1,2}(?!\d)", plain):
        rest = plain[: day.start()] + _DAY + plain[day.end() :]
        year = re.search(r"(?<!\d)(?:19|20|25)\d{2}(?!\d)", rest)
        words = rest[: year.start()] + _YEAR + rest[year.end() :] if year else rest
        if 1 <= int(day[0]) <= 31:
            # Thailand counts from the Buddha: 2569 is 2026.
            counted = int(year[0]) - 543 * year[0].startswith("25") if year else None
            readings.append((_squeeze(words), int(day[0]), counted))
    return readings


def languages_of(words: Iterable[str]) -> frozenset[str]:
    """The languages that know every phrase; English alone where it is one of them, since it is the most likely."""
    known = [{code.split("_")[0] for code in _phrases().get(word, {})} for word in words]
    shared = frozenset[str](set.intersection(*known)) if known else frozenset[str]()
    return shared & {"en"} or shared


def is_month(words: str) -> bool:
    """Whether any language knows a phrase from :func:`phrase`."""
    return words in _phrases()


def months_of(words: Iterable[str], language: str | None = None) -> dict[str, int | None]:
    """By phrase: the month it names, given that one language wrote all of them.

    Args:
        words: Phrases from :func:`phrase`; those that no language knows are left out of the answer.
        language: The declared language; it settles what it can and is no limit.

    Returns:
        By known phrase: its month; None where languages that know all the phrases disagree.
    """
    known = {word: _phrases()[word] for word in words if word in _phrases()}
    if language is not None:
        base = language.replace("-", "_").split("_")[0]
        own = {w: {c: m for c, m in by.items() if c.split("_")[0] == base} for w, by in known.items()}
        # A German who uses the app in English declares German numbers, and the months stay English.
        known = own if all(own.values()) else known
    shared = set.intersection(*map(set, known.values())) if known else set()
    months = {w: {m for code, m in by.items() if not shared or code in shared} for w, by in known.items()}
    return {word: numbers.pop() if len(numbers) == 1 else None for word, numbers in months.items()}


@lru_cache(maxsize=1)
def _phrases() -> Phrases:
    """By phrase with the day (and the year) taken out: by language, the month."""
    table: Phrases = defaultdict(dict)
    for code in LANGUAGES.split():
        try:
            locale = Locale.parse(code)
        except UnknownLocaleError:
            continue
        for words, month in _spoken(locale):
            table[words].setdefault(code, month)
    return dict(table)


def _spoken(locale: Locale) -> Iterable[tuple[str, int]]:
    """Every form of every month's date in one language, from its own date patterns."""
    for month, names in enumerate(_WRITTEN_OUT.get(str(locale), ()), start=1):
        for name in names.split("|"):
            for year in ("", f" {_YEAR}"):
                yield _squeeze(_normal(f"{_DAY} tháng {name}{year}")), month
    skeletons = locale.datetime_skeletons
    patterns = [str(skeletons[key].pattern) for key in ("MMMMd", "MMMd", "yMMMMd", "yMMMd") if key in skeletons]
    for pattern in dict.fromkeys(patterns):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for month, name in locale.months[context][width].items():
                    yield _fill(pattern, str(month), name), month


def _fill(pattern: str, number: str, name: str) -> str:
    """A CLDR pattern with the month written out and the day and the year left open."""
    pieces = []
    for token in re.finditer(r"'(?:[^']|'')*'|([A-Za-z])\1*|.", pattern):
        text, letter = token[0], token[1]
        if letter in ("M", "L"):
            pieces.append(name if len(text) >= 3 else number)
        elif letter:
            pieces.append({"d": _DAY, "y": _YEAR}.get(letter, ""))
        else:
            pieces.append(text[1:-1].replace("''", "'") if len(text) > 1 else text)
    return _squeeze(_normal("".join(pieces)))


def _normal(text: str) -> str:
    """Lower case, western digits, plain spaces, no marks of writing direction."""
    plain = _ZERO_MONTH.sub("", unicodedata.normalize("NFKC", text).casefold())
    digits = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in plain)
    return "".join(" " if unicodedata.category(c) == "Zs" else c for c in digits if unicodedata.category(c) != "Cf")


def _squeeze(text: str) -> str:
    """Without full stops, commas, ordinal endings and doubled spaces, which differ between writers."""
    bare = re.sub(r"(?<=\{d\})(er|º|ª|st|nd|rd|th)\b", "", text)
    return re.sub(r"\s+", " ", re.sub(r"[.,،]", " ", bare)).strip()
