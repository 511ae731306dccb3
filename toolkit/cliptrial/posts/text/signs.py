"""What a file shows about its decimal mark, where a column of numbers could be read in two ways.

``1.175`` is a thousand in most of the world and a bit more than one in the rest. A single sign may mislead: headers
in English stand above numbers of every country, and programs write decimal points under German headers. So a column
is read only where several signs agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

from cliptrial.posts.columns.column import Column
from cliptrial.posts.text.header_words import AVERAGES, COUNTS, OTHERS
from cliptrial.posts.text.months import languages_of, phrase
from cliptrial.posts.text.numbers import NumberError, could_be_two, decimal_mark, is_missing, proven_mark, read_number

ENOUGH = 3
"""So much must speak for one mark, after what speaks for the other one is taken away."""
_PROVEN, _STRONG, _WEAK = 3, 2, 1
_WORLDWIDE = frozenset({"en"})
"""Languages in which people of every country write headers."""
_BOTH = frozenset({"es", "ar"})
"""Languages of which some countries write a decimal point, others a comma."""
_LOOKED_AT = 200
"""Cells of a column by which dates are known."""
_MARKED = re.compile(r"[+\-−(]?[\d.,'’\s]*\d[\d.,'’\s]*\)?%?")
_DOTTED = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}(?!\d)")
_HALF_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4},?\s.*[ap]\.?m\.?", re.IGNORECASE)
_OTHER = {".": ",", ",": "."}


def header_words(header: str) -> frozenset[str]:
    """The words of a header in small letters, without what cannot be seen."""
    seen = "".join(char for char in unicodedata.normalize("NFKC", header) if unicodedata.category(char) != "Cf")
    return frozenset(re.findall(r"[^\W\d_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", seen).casefold()))


def holds_counts(header: str) -> bool | None:
    """Whether a column counts something, by its name: False for averages and rates, None where it does not tell."""
    words = header_words(header)
    counts = any(words & known for known in COUNTS.values())
    averages = bool(words & AVERAGES)
    return None if counts == averages else counts


class Signs:
    """What the columns of one file show; read only where a number of it could be two.

    Args:
        columns: By header: the cells.
        times: Headers of columns of times, whose marks prove nothing.
    """

    def __init__(self, columns: Mapping[str, Sequence[object]], times: Collection[str] = ()) -> None:
        self._columns, self._times = columns, frozenset(times)

    def mark(self, header: str, texts: Collection[str]) -> str | None:
        """The decimal mark of a column whose cells could be read in two ways; None where the signs do not settle it.

        Args:
            header: The column's name; several names may stand in it.
            texts: Its cells.
        """
        unclear = [text for text in texts if could_be_two(text)]
        written = {char for text in unclear for char in text if char in ".,"}
        counts = holds_counts(header) if len(written) == 1 and not any(map(_has_letters, unclear)) else None
        wanted = None if counts is None else _OTHER[written.pop()] if counts else written.pop()
        weights = {".": 0, ",": 0}
        for mark, weight in self._seen(wanted):
            weights[mark] += weight
        best = max(weights, key=lambda one: weights[one])
        return best if weights[best] - weights[_OTHER[best]] >= ENOUGH else None

    def _seen(self, wanted: str | None) -> Iterator[tuple[str, int]]:
        """Every mark that something speaks for, and how much."""
        if wanted is not None:
            yield wanted, _STRONG
        if self._proven is not None:
            yield self._proven, _PROVEN
        local = self.languages - _WORLDWIDE
        marks = {decimal_mark(language) for language in local - _BOTH}
        if marks:
            yield from ((mark, _STRONG) for mark in marks)
        elif local and wanted is not None:
            yield wanted, _WEAK
        if self._dates is not None:
            yield self._dates, _WEAK
        if not local and self._dates != "," and self._proven is None and self.languages:
            yield ".", _WEAK

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages of its headers and of the months in its dates."""
        headers = {word for header in self._columns for word in header_words(header)}
        by_language = {code: COUNTS.get(code, frozenset()) | OTHERS.get(code, frozenset()) for code in OTHERS}
        spoken = {code for code, words in by_language.items() if headers & words}
        months = frozenset[str]()
        for cells in self._columns.values():
            texts = [*islice((cell for cell in cells if isinstance(cell, str) and _in_words(cell)), _LOOKED_AT)]
            months |= languages_of({words for text in texts for words, _, _ in phrase(_day_of(text))})
        return frozenset(spoken) | months

    @cached_property
    def _proven(self) -> str | None:
        """The decimal mark that columns of nothing but numbers prove together."""
        columns = (cells for name, cells in self._columns.items() if name not in self._times)
        marks = {mark for cells in columns if (mark := _mark_of_numbers(_texts(cells))) is not None}
        return marks.pop() if len(marks) == 1 else None

    @cached_property
    def _dates(self) -> str | None:
        """Days with points between them stand beside decimal commas, halves of the day beside points."""
        marks = set()
        for cells in self._columns.values():
            texts = [text for text in islice(_texts(cells), _LOOKED_AT) if text.strip()]
            if texts and all(_DOTTED.match(text.strip()) for text in texts):
                marks.add(",")
            if texts and all(_HALF_DAY.fullmatch(text.strip()) for text in texts):
                marks.add(".")
        return marks.pop() if len(marks) == 1 else None


def _texts(cells: Iterable[object]) -> set[str]:
    distinct = cells.distinct if isinstance(cells, Column) else cells
    return {cell for cell in distinct if isinstance(cell, str)}


def _mark_of_numbers(texts: set[str]) -> str | None:
    """The mark of a column whose every cell is a number with it: dates and versions prove nothing."""
    bare = [text.strip().removesuffix("%") for text in texts if not is_missing(text)]
    if not all(map(_MARKED.fullmatch, bare)):
        return None
    mark = proven_mark(bare)
    try:
        return mark if [read_number(text, mark) for text in bare] else None
    except NumberError:
        return None


def _has_letters(text: str) -> bool:
    return any(char.isalpha() for char in text)


def _in_words(text: str) -> bool:
    """Whether a cell may be a day with its month in words."""
    return len(text) <= 40 and any(map(str.isalpha, text)) and any(map(str.isdigit, text)) and "/" not in text


def _day_of(text: str) -> str:
    return re.sub(r"[,\s]+\d{1,2}:\d{2}.*$", "", text)
