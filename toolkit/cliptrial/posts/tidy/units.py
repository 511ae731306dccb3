"""Numbers of a table brought to the units of the lake: percent and shares to counts, hours and milliseconds to seconds.

The header tells, or the whole column does; what neither tells is refused, never guessed cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from cliptrial.errors import Problem
from cliptrial.messages import Message, says

Numbers = NDArray[np.float64]

SHARES = ("completions", "held_2s", "held_3s", "held_6s")
"""Columns of the lake that many tables hold as a share of the views."""
SECONDS = ("average_watch_time", "total_watch_time", "duration")
LONGEST = 3600.0
"""Seconds above which neither a short video nor a typical view of it lasts."""
SHORTEST = 0.02
"""Seconds below which no typical view of a video lasts."""
FEW = 100
"""Times by which views exceed a column of small whole numbers that may as well be percent."""
_SHARE = re.compile(
    r"%|percent|prozent|porcent|pourcent|\brate\b|_rate|quote|share|anteil|taux|tasa|skip", re.IGNORECASE
)
_SKIPPED = re.compile(r"skip|swiped|übersprungen", re.IGNORECASE)
_UNITS = (
    (0.001, re.compile(r"\bms\b|_ms\b|milli", re.IGNORECASE)),
    (3600.0, re.compile(r"hours?\b|stunden|horas|heures|\bh\b", re.IGNORECASE)),
    (60.0, re.compile(r"minut|\bmin\b", re.IGNORECASE)),
)


def in_units(
    values: Mapping[str, Numbers], headers: Mapping[str, str], signed: Collection[str] = ()
) -> tuple[dict[str, Numbers], list[Problem]]:
    """The numbers in the lake's units, and what nobody can tell.

    Args:
        values: By column of the lake: a number for each row, NaN where there is none.
        headers: By column of the lake: the header in the file.
        signed: Columns of the lake whose cells have a % sign, which made shares of them already.
    """
    problems: list[Problem] = []
    read = {**values}
    for key in (name for name in SHARES if name in values):
        factor = _share_of(values[key], values.get("views"), headers[key], is_share=key in signed)
        if isinstance(factor, Message):
            problems.append(_unclear("unclear_share", factor, headers[key], _SAY_PERCENT))
        elif factor is not None:
            share = values[key] * factor
            left = 1 - share if key == "held_3s" and _SKIPPED.search(headers[key]) else share
            read[key] = left * values["views"]
    for key in (name for name in SECONDS if name in values):
        read[key] = values[key] * _unit(headers[key])
    return read, [*problems, *_strange_seconds(read, headers)]


_SAY_PERCENT = says("Write % into its header where it is percent, and 0.41 for 41 % where it is a share.")
_SAY_UNIT = says("Write its unit into the header, (s), (ms) or (h), and say once more which column it is.")


def _unclear(code: str, what: Message, header: str, mend: Message) -> Problem:
    expected = says("counts, percent or shares") if code == "unclear_share" else says("seconds")
    return Problem(code, what, expected, mend, field=header)


def _share_of(own: Numbers, views: Numbers | None, header: str, *, is_share: bool) -> float | Message | None:
    """What a column of shares is multiplied with; None where it holds counts; what is unclear where it may be both."""
    known = own[np.isfinite(own)]
    whole, named = bool((known == np.round(known)).all()), is_share or bool(_SHARE.search(header))
    percent = "%" in header and not is_share
    if not len(known) or not (named or not whole):
        return _whole(own, views)
    neither = known[(known > 100) | (known < 0)]
    if len(neither):
        return says("{number} is neither a share nor percent", number=float(neither[0]))
    if views is None:
        return says("These are shares of views, and the table has no views")
    small = (known > 0) & (known <= 1)
    if small.any() and (known > 1).any() and not percent:
        return says("Some are up to 1 and others above: shares and percent look mixed")
    return 0.01 if percent or (known > 1).any() else 1.0


def _whole(own: Numbers, views: Numbers | None) -> Message | None:
    """Whole numbers under a header that says nothing: counts, unless they are as small as percent."""
    if views is None:
        return None
    both = np.isfinite(own) & np.isfinite(views)
    if both.any() and (own[both] <= 100).all() and np.median(views[both]) > FEW * np.median(own[both]) > 0:
        return says("Beside so many views these can be counts or percent")
    return None


def _unit(header: str) -> float:
    return next((seconds for seconds, words in _UNITS if words.search(header)), 1.0)


def _strange_seconds(read: Mapping[str, Numbers], headers: Mapping[str, str]) -> Iterator[Problem]:
    """Times that no short video has: most likely of another unit."""
    for key in (name for name in SECONDS if name in read):
        own = read[key]
        if key == "total_watch_time":
            if "views" not in read:
                continue
            own = own / np.where(read["views"] > 0, read["views"], np.nan)
        known = own[np.isfinite(own) & (own > 0)]
        typical = float(np.median(known)) if len(known) else 1.0
        if typical > LONGEST:
            what = says("A typical one would be {seconds:,.0f} seconds: these look like milliseconds", seconds=typical)
            yield _unclear("unclear_seconds", what, headers[key], _SAY_UNIT)
        elif typical < SHORTEST:
            what = says("A typical view would last {seconds:.4f} seconds: these look like hours", seconds=typical)
            yield _unclear("unclear_seconds", what, headers[key], _SAY_UNIT)
