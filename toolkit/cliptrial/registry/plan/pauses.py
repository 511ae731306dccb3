"""Days on which nobody posts: pauses, as people write them, and public holidays of a country or a state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Field

from cliptrial.errors import Problem
from cliptrial.messages import Message, did_you_mean, nothing, says
from cliptrial.registry.yaml.expected import Expected, as_list

if TYPE_CHECKING:
    from cliptrial.registry.accounts import Account, Client
    from cliptrial.registry.model import Experiment
    from cliptrial.registry.workspace import Workspace
    from cliptrial.registry.yaml.file import Document

LONGEST = 366
"""Days that a single pause may last; a longer one is a slip of the pen."""
_DAY = r"\d{4}-\d{2}-\d{2}"
_PAUSE = re.compile(rf"({_DAY})(?:\s*(?:to|till|until|bis|-|–|/|\.\.)\s*({_DAY}))?", re.ASCII | re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{2}(-[A-Za-z0-9 ]+)?", re.ASCII)
FORM = says("A day or a stretch of days, e.g. 2026-12-24 or 2026-12-24 to 2027-01-06")
COUNTRY = says("A country, or a country and a state: DE, DE-BY, AT, CH-ZH")
Stretch = tuple[date, date]


def stretch(text: str) -> Stretch:
    """First and last day of a pause.

    Raises:
        ValueError: With what is wrong with it.
    """
    written = _PAUSE.fullmatch(text.strip())
    if written is None:
        raise ValueError(says('The pause "{text}" is no day and no stretch of days', text=text))
    try:
        first, last = (date.fromisoformat(day) for day in (written[1], written[2] or written[1]))
    except ValueError:
        raise ValueError(says('The pause "{text}" names a day that the calendar does not have', text=text)) from None
    if last < first:
        raise ValueError(says('The pause "{text}" ends before it begins', text=text))
    if last - first > timedelta(days=LONGEST):
        raise ValueError(says('The pause "{text}" lasts longer than a year', text=text))
    return first, last


def _checked(value: object) -> object:
    if isinstance(value, str):
        stretch(value)
    return value


PauseText = Annotated[str, BeforeValidator(_checked), Expected(FORM)]
Pauses = Annotated[
    tuple[PauseText, ...],
    BeforeValidator(as_list),
    Expected(says("A list, e.g. [2026-12-24 to 2027-01-06, 2027-02-08]")),
]
Holidays = Annotated[
    tuple[Annotated[str, Field(pattern=_CODE.pattern), Expected(COUNTRY)], ...],
    BeforeValidator(as_list),
    Expected(COUNTRY),
]


def day_off_problems(document: Document, parts: Mapping[str, object]) -> Iterator[Problem]:
    """What is wrong with the pauses and holidays of these mappings, by their dotted path ("" is the whole file)."""
    for path, part in parts.items():
        if not isinstance(part, Mapping):
            continue
        above = f"{path}." if path else ""
        for dotted, text in _texts(f"{above}pauses", part.get("pauses")):
            try:
                stretch(text)
            except ValueError as wrong:
                yield document.problem(dotted, "pause", wrong.args[0], FORM, _earlier_first(text))
        for dotted, code in _texts(f"{above}holidays", part.get("holidays")):
            yield from _unknown(document, dotted, code)


def _texts(dotted: str, value: object) -> Iterator[tuple[str, str]]:
    """The items of a list, or the one text that stands in its place."""
    if isinstance(value, str):
        yield dotted, value
    for i, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, str):
            yield f"{dotted}.{i}", item


def iso_days(text: str) -> str:
    """A text with days as German people write them (24.12.2026) in the way of files (2026-12-24)."""
    return re.sub(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b", lambda d: f"{d[3]}-{int(d[2]):02d}-{int(d[1]):02d}", text)


def _earlier_first(text: str) -> Message:
    """How a stretch that runs backwards, or a German date, is written."""
    written = _PAUSE.fullmatch(text.strip())
    if written is not None and written[2] and written[2] < written[1]:
        return says("Write {first} to {last}.", first=written[2], last=written[1])
    iso = iso_days(text)
    return says("Write {value}.", value=iso) if iso != text and _PAUSE.fullmatch(iso.strip()) else nothing


def _unknown(document: Document, dotted: str, code: str) -> Iterator[Problem]:
    if is_known(code):
        return
    what = says('The public holidays of "{code}" are not known', code=code)
    yield document.problem(dotted, "unknown_holidays", what, COUNTRY, _near(code))


@lru_cache(maxsize=64)
def is_known(code: str) -> bool:
    """Whether this country or state has a calendar of public holidays."""
    try:
        return bool(_CODE.fullmatch(code)) and _of_year(code, 2026, "en") is not None
    except NotImplementedError:
        return False


def _near(code: str) -> Message:
    """The country's states, or the one that goes by this name."""
    from holidays import list_supported_countries

    known = list_supported_countries(include_aliases=False)
    country, _, state = code.partition("-")
    if country.upper() in known:
        states = known[country.upper()]
        right = f"{country.upper()}-{state.upper()}" if state.upper() in states else country.upper()
        if not state or state.upper() in states:
            return says("Write {value}.", value=right)
        named = {f"{country.upper()}-{one}" for one in states}
        listed = says("Known of {country}: {states}.", country=country.upper(), states=list(states))
        return listed if states else did_you_mean(code, named, says("Write {value}.", value=country.upper()))
    return says("Write the two letters of the country, and of the state after a hyphen: Bavaria is DE-BY.")


@lru_cache(maxsize=256)
def _of_year(code: str, year: int, lang: str) -> Mapping[date, str]:
    from holidays import country_holidays

    country, _, state = code.partition("-")
    spoken = country_holidays(country).supported_languages
    language = next((one for one in (lang, f"{lang}_US") if one in spoken), None)
    return dict(country_holidays(country, subdiv=state or None, years=year, language=language))


def holiday(codes: Sequence[str], day: date, lang: str = "en") -> str | None:
    """What is celebrated on this day, in the language where it is known; None where nothing is."""
    return next((name for code in codes if (name := _of_year(code, day.year, lang).get(day))), None)


@dataclass(frozen=True)
class DaysOff:
    """By account: the stretches in which it pauses and whose public holidays it keeps.

    Attributes:
        pauses: Stretches of days, its own, its client's, the workspace's and the experiment's.
        holidays: Countries and states.
        kept: Whether nothing is posted on a public holiday.
    """

    pauses: Mapping[str, tuple[Stretch, ...]]
    holidays: Mapping[str, tuple[str, ...]]
    kept: bool

    def is_off(self, account: str, day: date) -> bool:
        """Whether the account does not post on this day."""
        return self.in_pause(account, day) or (self.kept and self.celebrated(account, day) is not None)

    def in_pause(self, account: str, day: date) -> bool:
        """Whether this day lies in a pause of the account."""
        return any(first <= day <= last for first, last in self.pauses[account])

    def celebrated(self, account: str, day: date, lang: str = "en") -> str | None:
        """The public holiday of the account on this day, if any."""
        return holiday(self.holidays[account], day, lang)


def days_off(workspace: Workspace, experiment: Experiment) -> DaysOff:
    """When the accounts of an experiment do not post.

    Pauses of workspace, client, account and experiment add up; of the holidays, those count that are named nearest
    to the account.
    """
    pauses, codes = {}, {}
    for name in experiment.accounts:
        account = workspace.accounts[name]
        client = workspace.clients.get(account.client or "")
        levels: list[Account | Client | Workspace] = [account, *([client] if client else []), workspace]
        written = [*experiment.design.pauses, *(text for level in levels for text in level.pauses)]
        pauses[name] = tuple(dict.fromkeys(stretch(text) for text in written))
        codes[name] = next((level.holidays for level in levels if level.holidays is not None), ())
    return DaysOff(pauses, codes, kept=experiment.design.holidays == "skip")
