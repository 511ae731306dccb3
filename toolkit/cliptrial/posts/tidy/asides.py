"""Lines of a table that are no posts: titles above it, totals and averages anywhere, and notes below it.

A word such as "Total" alone proves nothing, for a caption or an arm may be called so: a total also leaves empty what
all other rows fill in, or is the sum of a column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import isclose, isnan
from typing import TypeAlias

from cliptrial.posts.text.number_columns import read_column
from cliptrial.posts.text.numbers import is_missing
from cliptrial.posts.text.signs import Signs
from cliptrial.registry.alike import alike

Rows: TypeAlias = Sequence[tuple[int, tuple[object, ...]]]
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


def asides(header: Sequence[str], rows: Rows) -> tuple[tuple[int, str], ...]:
    """The number and the first words of every line that is no post.

    Args:
        header: The header.
        rows: The rows below it, each with its number in the file.
    """
    candidates = [place for place, (_, cells) in enumerate(rows) if _begins_like_total(cells)]
    notes = {*_notes(len(header), rows), *(place for place, (_, cells) in enumerate(rows[:1]) if _is_rule(cells))}
    last = max({*range(len(rows))} - notes, default=0)
    unnamed = [
        place for place in (last, last - 1) if place > 1 and place not in candidates and not _text(rows[place][1][0])
    ]
    if len(candidates) > max(2, _FEW * len(rows)):
        candidates = []
    named = [place for place, (_, cells) in enumerate(rows) if place not in candidates and _names_a_total(cells)]
    named = named if len(named) <= max(2, _FEW * len(rows)) else []
    if not candidates and not notes and not unnamed and not named:
        return ()
    others = [cells for place, (_, cells) in enumerate(rows) if place not in {*candidates, *unnamed, *named} | notes]
    totals = {place for place in candidates if others and _lacks(header, rows[place][1], others)}
    totals |= {place for place in candidates if others and _sums_any(header, rows[place][1], others)}
    totals |= {place for place in (*candidates, *named) if others and _stands_among_ids(rows[place][1], others)}
    lacking = (place for place in unnamed if others and _lacks(header, rows[place][1], others))
    totals |= {place for place in lacking if _sums_any(header, rows[place][1], others, averages=False)}
    return tuple((rows[place][0], _first(rows[place][1])) for place in sorted(totals | notes))


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _first(cells: Sequence[object]) -> str:
    return next((text for cell in cells if (text := _text(cell))), "")


def _begins_like_total(cells: Sequence[object]) -> bool:
    for cell in cells:
        if cell is None or cell == "":
            continue
        if not isinstance(cell, str) or not cell.strip():
            if isinstance(cell, str):
                continue
            return False
        return len(cell) <= 40 and _word(cell) in _TOTALS
    return False


def _names_a_total(cells: Sequence[object]) -> bool:
    """Whether a row begins with some words of which the first or the last is one of those, as in "a Total"."""
    first = next((cell for cell in cells if _text(cell)), None)
    words = alike(first).split() if isinstance(first, str) and len(first) <= 40 else []
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


def _lacks(header: Sequence[str], cells: Sequence[object], others: Sequence[Sequence[object]]) -> bool:
    """Whether a row leaves empty what all other rows fill in."""
    empty = (place for place in range(len(header)) if place >= len(cells) or is_missing(_text(cells[place])))
    return any(all(place < len(row) and _text(row[place]) for row in others) for place in empty)


def _stands_among_ids(cells: Sequence[object], others: Sequence[Sequence[object]]) -> bool:
    """Whether the word stands in a column of ids, links or days."""
    place = next(place for place, cell in enumerate(cells) if _text(cell))
    column = [_text(row[place]) if place < len(row) else "" for row in others]
    return len({*column}) == len(column) > 1 and all(map(_ID.fullmatch, column))


def _sums_any(
    header: Sequence[str], cells: Sequence[object], others: Sequence[Sequence[object]], *, averages: bool = True
) -> bool:
    """Whether a row holds a sum of the others, or an average of numbers that differ."""
    for place in range(min(len(header), len(cells))):
        parts, said = _column(header, place, cells[place], others)
        if said and any(parts) and isclose(said, sum(parts), rel_tol=1e-4):
            return True
        if said and averages and len({*parts}) > 1 and isclose(said, sum(parts) / len(parts), rel_tol=1e-4):
            return True
    return False


def _column(
    header: Sequence[str], place: int, cell: object, others: Sequence[Sequence[object]]
) -> tuple[list[float], float]:
    """The numbers of a column and the one that may sum them up; none where it is not all of numbers, or too short."""
    column = [*(row[place] if place < len(row) else "" for row in others), cell]
    numbers, _ = read_column(column, None, header[place], Signs({header[place]: column}))
    known = [float(one) for one in numbers if isinstance(one, int | float) and not isnan(one)]
    return (known[:-1], known[-1]) if len(known) == len(numbers) and len(known) > 2 else ([], 0.0)


def _notes(width: int, rows: Rows) -> Iterator[int]:
    """Rows at the end, or below a gap, that fill one of many columns with words."""
    for place in range(len(rows) - 1, 0, -1):
        number, cells = rows[place]
        filled = [text for cell in cells if (text := _text(cell))]
        gap = number - rows[place - 1][0] > 1
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
