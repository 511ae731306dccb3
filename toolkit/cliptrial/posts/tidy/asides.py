"""Lines of a table that are no posts: titles above it, totals and averages anywhere, and notes below it.

A word such as "Total" alone proves nothing, for a caption or an arm may be called so: a total also leaves empty what
all other rows fill in, or is the sum of a column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from math import isclose, isnan

import numpy as np

from cliptrial.posts.columns.arrow import Places
from cliptrial.posts.columns.grid import Grid
from cliptrial.posts.text.number_columns import read_column
from cliptrial.posts.text.numbers import is_missing
from cliptrial.posts.text.signs import Signs
from cliptrial.registry.alike import alike

_TOTAL_WORDS = """
    total totals grand_total subtotal sum overall all_posts all_videos average averages avg mean median max min summary
    gesamt gesamtsumme gesamtergebnis insgesamt summe zwischensumme durchschnitt mittelwert schnitt ø ∑ σ
    total_général totaux somme moyenne suma total_general promedio soma média totale somma media totaal som gemiddelde
    razem łącznie średnia celkem součet průměr spolu összesen átlag total_geral ukupno prosjek skupaj σύνολο
    итого всего сумма среднее разом усього середнє общо toplam ortalama jumlah rata-rata tổng tổng_cộng trung_bình
    totalt summa genomsnitt i_alt gennemsnit sum_totalt yhteensä keskiarvo kokku iš_viso kopā
    合計 総計 平均 总计 合计 總計 平均值 합계 총계 평균 รวม ทั้งหมด कुल الإجمالي المجموع إجمالي סה"כ סך_הכל
"""
_TOTALS = frozenset(_TOTAL_WORDS.split())
"""How a line of totals or averages is called, in lower case."""
MOST_SIGNS = 40
"""Characters of a total's name."""
_MAY_BE_TOTAL = rf"^[\s:.*()\[\]-]*(?i:{'|'.join(sorted(re.escape(w.split('_')[0]) for w in _TOTALS if w.isascii()))})"
"""What such a name begins with where it is of plain letters."""
_MAY_NAME_TOTAL = (
    rf"(?i)(?:^|[^0-9A-Za-z])(?:{'|'.join(sorted(map(re.escape, filter(str.isascii, _TOTALS))))})(?:[^0-9A-Za-z]|$)"
)
"""What a row's first words hold where one of them is such a name, of plain letters."""
_FEW_WORDS = r"^[\s:.*()\[\]–—-]*\S+(?:\s+\S+)?[\s:.*()\[\]–—-]*$|[(:]"
"""A name of two words at most, or one with something behind it."""
_ID = re.compile(r"[\w-]{11}|\S*\d\S*")
"""An id of YouTube, or anything with a digit and without a space, as ids, links and days are written."""
_MOST_TITLES = 10
"""Lines above a header that may be titles."""
_FEW = 0.1
"""Share of a table's rows that may be totals; more of them are what the table is about."""


def header_row(rows: Sequence[Sequence[object]]) -> int:
    """Which row is the header: the first, unless lines with a single cell stand above a row that fills its columns."""
    widths = [sum(_text(cell) != "" for cell in row) for row in rows[: _MOST_TITLES + 2]]
    widest = max(widths, default=0)
    first = next((place for place, width in enumerate(widths) if width > 1), 0)
    return first if widest > 2 and first <= _MOST_TITLES and widths[first] >= widest - 1 else 0


def asides(header: Sequence[str], grid: Grid) -> tuple[tuple[int, str], ...]:
    """The number and the first words of every line that is no post.

    Args:
        header: The header.
        grid: The rows below it.
    """
    candidates = _begin_like(grid, _is_total, _FEW_WORDS, _MAY_BE_TOTAL)
    below = [*_notes(len(header), grid)]
    notes = {*below, *(place for place, cells in enumerate(grid[:1]) if _is_rule(cells))}
    last = max(len(grid) - 1 - len(below), 0)
    unnamed = [
        place for place in (last, last - 1) if place > 1 and place not in candidates and not _text(grid[place][0])
    ]
    if len(candidates) > max(2, _FEW * len(grid)):
        candidates = []
    named = [place for place in _begin_like(grid, _names_a_total, "", _MAY_NAME_TOTAL) if place not in candidates]
    named = named if len(named) <= max(2, _FEW * len(grid)) else []
    if not candidates and not notes and not unnamed and not named:
        return ()
    left = np.ones(len(grid), np.bool_)
    left[[*candidates, *unnamed, *named, *notes]] = False
    others = _Others(header, grid, np.flatnonzero(left))
    totals = {place for place in candidates if left.any() and others.all_fill_in_more(grid[place])}
    totals |= {place for place in candidates if left.any() and others.are_summed_by(grid[place])}
    totals |= {place for place in (*candidates, *named) if left.any() and others.are_ids_above(grid[place])}
    lacking = (place for place in unnamed if left.any() and others.all_fill_in_more(grid[place]))
    totals |= {place for place in lacking if others.are_summed_by(grid[place], averages=False)}
    return tuple((int(grid.numbers[place]), _first(grid[place])) for place in sorted(totals | notes))


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _first(cells: Sequence[object]) -> str:
    return next((text for cell in cells if (text := _text(cell))), "")


def _begin_like(grid: Grid, function: Callable[[object], bool], may: str, may_plain: str) -> list[int]:
    """Rows of whose first words something holds that holds of totals; arguments as of :meth:`Column.short_and`."""
    rows: list[int] = []
    places = np.arange(len(grid))
    for column in grid.columns:
        own = column.take(places)
        empty = own.empty()
        rows += places[~empty & own.short_and(function, MOST_SIGNS, may, may_plain)].tolist()
        places = places[empty]
        if not len(places):
            break
    return sorted(rows)


def _is_total(cell: object) -> bool:
    return isinstance(cell, str) and len(cell) <= MOST_SIGNS and _word(cell) in _TOTALS


def _names_a_total(cell: object) -> bool:
    """Whether a cell is some words of which the first or the last is one of those, as in "a Total"."""
    words = alike(cell).split() if isinstance(cell, str) and len(cell) <= MOST_SIGNS else []
    return len(words) > 1 and not {words[0].strip(" :"), words[-1]}.isdisjoint(_TOTALS)


def _is_rule(cells: Sequence[object]) -> bool:
    """Whether a row is the line below the header of a table in Markdown."""
    filled = [text for cell in cells if (text := _text(cell))]
    return len(filled) > 1 and all(re.fullmatch(r":?-{3,}:?", text) for text in filled)


def _word(text: str) -> str:
    bare = alike(text).strip(" :.*-–—()[]")
    first = "_".join(bare.split())
    # "Total (12 posts)" and "Summe:" are called so too.
    return first if first in _TOTALS else bare.split("(")[0].split(":")[0].strip()


class _Others:
    """The rows of a table that are posts beyond doubt."""

    def __init__(self, header: Sequence[str], grid: Grid, places: Places) -> None:
        self._header, self._columns = header, [column.take(places) for column in grid.columns]

    def all_fill_in_more(self, cells: Sequence[object]) -> bool:
        """Whether a row leaves empty what all of these fill in."""
        empty = (p for p in range(len(self._header)) if p >= len(cells) or is_missing(_text(cells[p])))
        return any(self._is_full(place) for place in empty)

    @cache  # noqa: B019 - it lives no longer than the sheet is read
    def _is_full(self, place: int) -> bool:
        return place < len(self._columns) and not self._columns[place].empty().any()

    def are_ids_above(self, cells: Sequence[object]) -> bool:
        """Whether a row's word stands in a column of ids, links or days."""
        place = next(place for place, cell in enumerate(cells) if _text(cell))
        texts = [_text(cell) for cell in self._columns[place]]
        return len({*texts}) == len(texts) > 1 and all(map(_ID.fullmatch, texts))

    def are_summed_by(self, cells: Sequence[object], *, averages: bool = True) -> bool:
        """Whether a row holds a sum of these, or an average of numbers that differ."""
        for place in range(min(len(self._header), len(cells))):
            parts, said = self._numbers(place, cells[place])
            if said and any(parts) and isclose(said, sum(parts), rel_tol=1e-4):
                return True
            if said and averages and len({*parts}) > 1 and isclose(said, sum(parts) / len(parts), rel_tol=1e-4):
                return True
        return False

    def _numbers(self, place: int, cell: object) -> tuple[list[float], float]:
        """A column's numbers, and the one that may sum them up; none where not all are numbers, or they are few."""
        column = [*self._columns[place], cell]
        numbers, _ = read_column(column, None, self._header[place], Signs({self._header[place]: column}))
        known = [float(one) for one in numbers if isinstance(one, int | float) and not isnan(one)]
        return (known[:-1], known[-1]) if len(known) == len(numbers) and len(known) > 2 else ([], 0.0)


def _notes(width: int, grid: Grid) -> Iterator[int]:
    """Rows at the end, or below a gap, that fill one of many columns with words."""
    for place in range(len(grid) - 1, 0, -1):
        cells = grid[place]
        filled = [text for cell in cells if (text := _text(cell))]
        gap = bool(grid.numbers[place] - grid.numbers[place - 1] > 1)
        several = gap and 1 < len(filled) < width and all(map(_is_words, filled))
        if width < 3 or not (several or (len(filled) == 1 and _is_note(filled[0], len(cells) < width, gap=gap))):
            return
        yield place


def _is_words(text: str) -> bool:
    """Whether a cell is words, as a note is that holds a comma."""
    return len(text.split()) > 1 and any(map(str.isalpha, text)) and "://" not in text


def _is_note(text: str, short: bool, *, gap: bool) -> bool:
    """Whether a line's only cell is words about the table, not half of a row that is cut off."""
    words = len(text.split())
    return any(map(str.isalpha, text)) and "://" not in text and (gap or not short or words > 2 or text[:1] in "*†")
