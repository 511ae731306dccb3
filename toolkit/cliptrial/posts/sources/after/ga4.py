"""Google Analytics 4: sessions, key events and revenue by campaign and ad content, in reports and explorations.

A whole time without days is kept, too, but cannot be cut at the age of a post.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cliptrial.messages import Message, says
from cliptrial.posts.columns.arrow import list_of
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.lake.tables import Row, build
from cliptrial.posts.outcomes.attribution import link_mark
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.after.facts import Counts
from cliptrial.posts.sources.cells import Rows, check_repeated, header_key, numbers, rows_of
from cliptrial.posts.sources.request import Findings, Request, SheetContents
from cliptrial.posts.tidy.sections import days_of

ORIGIN = Origin(
    "ga4",
    says("{tool}: sessions by campaign", tool="Google Analytics 4"),
    frozenset({"sessions", "key_events"}),
    is_after=True,
)

_SESSION = r"(sess|sitzung|sesi|sess[aã]o)"
_WORDS: Mapping[str, str] = {
    "campaign": rf"^(?!.*\b(id|first)\b)(?=.*{_SESSION}).*(campai?[gñn]|campanha|kampagne|kampan)",
    "content": rf"(?=.*{_SESSION}).*(ad ?content|inhalt|contenido|contenu|conte[uú]do|contenuto|konten|inhoud)",
    "date": r"^(date|datum|fecha|data|tanggal)$",
    "nth": r"^(nth day|hari ke-n|n-?ter tag|n\. tag|n[- ]?i[eè]me jour|d[ií]a n|n[ -]?[eé]simo d[ií]a|"
    r"ennesimo giorno)$",
    "event": r"^(event ?name|ereignisname|nombre del evento|nom de l.événement|nome do evento|nome evento|"
    r"nama peristiwa)$",
    "sessions": r"^(sessions|sitzungen|sesiones|sess[oõ]es|sessioni|sesi|sessies)$",
    "key_events": r"^(key ?events|conversions|schlüsselereignisse|wichtige ereignisse|eventos clave|conversiones|"
    r"événements clés|eventos principais|convers[oõ]es|eventi chiave|conversioni|peristiwa (utama|penting)|konversi|"
    r"belangrijke gebeurtenissen|conversies)$",
    "site_revenue": r"^(total ?revenue|purchase ?revenue|gesamtumsatz|ingresos totales|revenu total|receita total|"
    r"entrate totali|total pendapatan|totale opbrengst)$",
}
"""By what is read: how its header begins to be called in the languages of the product, in small letters."""
_COUNTED = ("sessions", "key_events", "site_revenue")
_NO_CAMPAIGN = re.compile(r"^$|^\(.*\)$")
"""``(not set)``, ``(direct)``, ``(other)`` and their translations are values, but no campaign of anybody's."""
_AS_WRITTEN = "en"
"""Numbers of its CSV have a decimal point in every language."""


def recognises(sheet: Sheet) -> bool:
    """Whether it has sessions, key events or revenue by the campaign of the session, and says of which days."""
    there = _columns(sheet)
    timed = bool(days_of(sheet.preamble)) or "date" in there
    return timed and "campaign" in there and any(one in there for one in _COUNTED)


def read(sheet: Sheet, request: Request) -> SheetContents:
    """Counts by tracked link, of every day or of the whole time."""
    findings, there = Findings(sheet), _columns(sheet)
    if "content" not in there:
        why = says("The table has campaigns, but not which post of a campaign")
        mend = says('Add the dimension "Session manual ad content" (utm_content) and export it again.')
        findings.add("analytics_without_content", why, says("campaign and ad content"), mend)
    check_repeated(sheet, there.values(), findings)
    rows = rows_of(sheet, findings)
    # A session has many events, so beside event names its count would be added up many times.
    counted = {one: there[one] for one in _COUNTED if one in there and not (one == "sessions" and "event" in there)}
    values = numbers(rows, counted, findings, _AS_WRITTEN)
    days = _days(rows, there, sheet, findings)
    for what in counted:
        for place in (values[what] < 0).nonzero()[0].tolist():
            findings.add("bad_number", says("The number is below zero"), row=rows[place].number, field=there[what])
    findings.raise_any()
    marks = [_mark(rows, there, place) for place in range(len(rows))]
    key = request.hashed(f"{ORIGIN.name} {' '.join(_property(sheet))}")
    period, daily = days.period, days.each is not None
    tables, notes = list[Row](), [*findings.notes]
    for what in counted:
        each: dict[tuple[date, date, str | None], float] = defaultdict(float)
        for place, value in enumerate(values[what].tolist()):
            begin, end = (days.each[place],) * 2 if days.each is not None else period
            each[begin, end, marks[place]] += 0.0 if value != value else value
        tables += Counts(what, period, each, daily).rows(request, ORIGIN.name, key)
        notes += _without_campaign(what, each)
    if not daily:
        notes.append(_WHOLE)
    return SheetContents(tables={"outcomes": build("outcomes", tables)}, notes=(*notes, _HIDDEN), period=period)


_WHOLE = says(
    "The table has no days, so its numbers cannot be cut at the age of a post: they count where the dates of the "
    'export hold the whole time of the posts. Add the dimension "Date" for numbers at equal age.'
)
_HIDDEN = says(
    "Google Analytics leaves out small rows without a word, so sums may fall short; a later export of the same days "
    "replaces this one."
)
_SAID = {"sessions": says("sessions"), "key_events": says("key events"), "site_revenue": says("revenue")}


def _without_campaign(what: str, each: Mapping[tuple[date, date, str | None], float]) -> list[Message]:
    lost = sum(value for (_, _, mark), value in each.items() if mark is None)
    if not lost:
        return []
    note = says(
        "{count:,.0f} of {all:,.0f} ({what}) carry no campaign, such as (not set), (direct) or (other): they belong to "
        "no post.",
        count=lost,
        all=sum(each.values()),
        what=_SAID[what],
    )
    return [note]


def _columns(sheet: Sheet) -> dict[str, str]:
    """By what is read: the header."""
    there: dict[str, str] = {}
    for header in sheet.header:
        for name, words in _WORDS.items():
            if name not in there and re.search(words, _spaced(header)):
                there[name] = header
    return there


def _spaced(header: str) -> str:
    """A header in small letters; names of the API, such as sessionCampaignName, with blanks between their words."""
    return header_key(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header))


def _property(sheet: Sheet) -> list[str]:
    """What the report says of account and property, without the translated keys."""
    said = {line.partition(": ")[2].strip() for line in sheet.preamble if not days_of([line])}
    return sorted(said - {""})


def _mark(rows: Rows, there: Mapping[str, str], place: int) -> str | None:
    campaign, content = (rows[place].text(there[one]).strip() for one in ("campaign", "content"))
    if _NO_CAMPAIGN.match(campaign):
        return None
    return link_mark(campaign, "" if _NO_CAMPAIGN.match(content) else content)


@dataclass(frozen=True, slots=True)
class _Days:
    """The time that a table speaks of, and the day of each row, where it has days."""

    period: tuple[date, date]
    each: list[date] | None


def _days(rows: Rows, there: Mapping[str, str], sheet: Sheet, findings: Findings) -> _Days:
    said = [_day(text) for text in days_of(sheet.preamble)]
    known = [one for one in said if one is not None]
    first, last = (known[0], known[-1]) if known else (date.max, date.min)
    column = there.get("date") or (there.get("nth") if known else None)
    if column is None:
        return _Days((first, last), None)
    each = []
    for row, text in zip(rows, list_of(rows.texts(column)), strict=True):
        counts = column != there.get("date") and text.isdigit()
        day = first + timedelta(int(text[:5])) if counts else _day(text)
        if day is None or (known and not first <= day <= last):
            what = says("{text!r} is no day of the time that the report speaks of", text=text)
            findings.add("bad_date", what, says("a day such as 20260304"), row=row.number, field=column)
        each.append(day or first)
    if not known:
        first, last = min(each, default=first), max(each, default=last)
    if last < first:
        what, expected = says("The report does not say of which days"), says("its first lines, with the dates")
        findings.add("no_days", what, expected, says("Export it again and leave its first lines in."))
    return _Days((first, last), each)


def _day(text: str) -> date | None:
    for form in ("%Y%m%d", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    return None
