"""Meta Business Suite, the charts under "Results": sections of days, each with a title, for an account as a whole.

The title of a section counts, not the header of its column: charts were seen in which that named another number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from cliptrial.messages import says
from cliptrial.posts.columns.grid import Grid
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.lake.tables import build
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import as_text, header_key, numbers, rows_of
from cliptrial.posts.sources.clock import declared_second
from cliptrial.posts.sources.days import read_days
from cliptrial.posts.sources.request import Findings, Request, SheetContents

ORIGIN = Origin("instagram_results", says("Instagram, Meta Business Suite: days of the account"), platform="instagram")

_TITLES: Mapping[str, str] = {
    "reach": "reach|alcance|reichweite|räckvidd|couverture|copertura",
    "profile_views": "profile visits|visits|visitas al perfil|visitas ao perfil|visitas del perfil|profilbesuche|"
    "profilaufrufe|profilbesök|visites du profil|visite al profilo|visitas|besuche|besök|visites|visite",
    "new_followers": "follows|new followers|nuevos seguidores|seguidores nuevos|novos seguidores|neue follower|"
    "nya följare|nouveaux followers|nouveaux abonnés|nuovi follower|seguimientos|seguimentos",
    "followers": "followers|follower|seguidores|följare|abonnés",
    "views": "views|visualizaciones|visualizações|aufrufe|visningar|vues|visualizzazioni",
}
"""By counter: the words of its titles that are left without the platform's name."""
_COUNTERS = {title: counter for counter, titles in _TITLES.items() for title in titles.split("|")}
_SMALL = frozenset({"instagram", "de", "do", "da", "del", "di", "su", "sur", "auf", "bei", "på", "i", "en", "no", "on"})
_LEVEL = 0.2
"""Share by which a number of followers moves within one chart; new followers of each day move by far more."""


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    header: str
    sheet: Sheet

    @property
    def counter(self) -> str | None:
        """The column of the lake; None for Facebook's, and for what nobody asks for."""
        return _COUNTERS.get(_plain(self.title))


def recognises(sheet: Sheet) -> bool:
    """A title alone, then a header of two cells, then days."""
    cells = [as_text(cell) for row in sheet.grid[:2] for cell in row[:2]]
    return (
        len([text for text in sheet.header if text]) == 1 and len(cells) == 4 and cells[0] != "" and _is_day(cells[2])
    )


def read(sheet: Sheet, request: Request) -> SheetContents:
    """The account's days, with a number from each section that is about Instagram."""
    findings = Findings(sheet)
    days: dict[date, dict[str, float | None]] = {}
    left: list[str] = []
    for section in _sections(sheet):
        read_in = _read(section, request, findings)
        counter = _certain(section.counter, [value for value in read_in.values() if value is not None])
        if counter is None:
            left.append(section.title)
            continue
        if section.counter != _COUNTERS.get(_plain(section.header), section.counter):
            findings.notes.append(
                says('"{title}" is read as its title says, though its column is called "{header}".',
                     title=section.title, header=section.header)
            )  # fmt: skip
        for day, value in read_in.items():
            days.setdefault(day, {})[counter] = value
    if left:
        findings.notes.append(says("Charts that are not kept: {titles}.", titles=left))
    findings.raise_any()
    captured = None if request.captured_at is None else declared_second(request.captured_at, request.zone())
    rows = [
        {"account": request.account, "date": day, "captured_at": captured, **known, "source": ORIGIN.name}
        for day, known in sorted(days.items())
    ]
    period = (min(days), max(days)) if days else None
    return SheetContents({"account_days": build("account_days", rows)}, tuple(findings.notes), period=period)


def _sections(sheet: Sheet) -> Iterator[_Section]:
    """Each title with the rows below its header."""
    title, header = next(text for text in sheet.header if text), ""
    rows: list[tuple[int, tuple[str, str]]] = []
    for number, cells in (*sheet.grid.rows, (0, ("",))):
        first, second = (*(as_text(cell) for cell in cells), "")[:2]
        if second and not header and not rows:
            header = second
        elif second or _is_day(first):
            rows.append((number, (first, second)))
        else:
            yield _Section(title, header, Sheet(sheet.name, ("Date", title), Grid.of(rows)))
            title, header, rows = first, "", []


def _read(section: _Section, request: Request, findings: Findings) -> dict[date, float | None]:
    rows = rows_of(section.sheet, findings)
    values = numbers(rows, {"value": section.title}, findings, request.locale)["value"]
    days, _ = read_days(rows, request, findings)
    each = [None if np.isnan(value) else float(value) for value in values]
    for day in sorted({day for day in days if days.count(day) > 1}):
        what = says("{day} stands there twice in “{title}”", day=day, title=section.title)
        findings.add(
            "day_repeated", what, says("one row a day"), says("Use the file as it was exported."), field="Date"
        )
    return dict(zip(days, each, strict=False))


def _certain(counter: str | None, values: list[float]) -> str | None:
    """A chart called followers may show their number or those who came that day: only a steady one is the former."""
    if counter != "followers" or (values and max(values) - min(values) <= _LEVEL * max(values)):
        return counter
    return None


def _plain(title: str) -> str:
    return " ".join(word for word in header_key(title).replace("-", " ").split() if word not in _SMALL)


def _is_day(text: str) -> bool:
    return text[:4].isdigit() and text[4:5] == "-"
