"""What a source is told beside the file, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

import pyarrow as pa

from cliptrial.errors import Problem, SourceError
from cliptrial.messages import Message, nothing
from cliptrial.posts.columns.arrow import Texts
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.sheets import Sheet
from cliptrial.registry.platforms import PlatformName


def _as_they_are(texts: Texts) -> Texts:
    return texts


@dataclass(frozen=True, slots=True)
class Request:
    """What is known about a file beside its bytes.

    Attributes:
        account: The workspace's account that the file belongs to.
        timezones: By account: its time zone.
        platforms: By account: where it posts; TikTok where nothing is said.
        handle: The account's handle, without ``@``; None where nobody wrote it down.
        captured_at: The declared moment of the export; a date where only the day is known.
        exported_on: The day of an export lying beside this file, whose year its video ids proved.
        locale: The declared locale of numbers and dates.
        mapping: By column of the lake: the file's column.
        mask: Hides handles, e-mails and phone numbers in free text.
        mask_texts: The same for a whole column.
        mask_sound: The same in the title of a sound, where names stand without a sign.
        hashed: The salted hash of a text, the same within one store.
        leave_out: Whether posts whose numbers cannot be true are left out.
    """

    account: str
    timezones: Mapping[str, str]
    handle: str | None = None
    captured_at: date | datetime | None = None
    exported_on: date | None = None
    locale: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    mask: Callable[[str], str] = str
    mask_texts: Callable[[Texts], Texts] = _as_they_are
    mask_sound: Callable[[str], str] = str
    hashed: Callable[[str], str] = str
    leave_out: bool = False
    platforms: Mapping[str, PlatformName] = field(default_factory=dict)

    def platform(self, account: str) -> PlatformName:
        """Where an account posts."""
        return self.platforms.get(account, "tiktok")

    def zone(self, account: str | None = None) -> ZoneInfo:
        """The time zone of an account (this file's one if none is named)."""
        return ZoneInfo(self.timezones.get(account or self.account, "UTC"))


@dataclass(frozen=True, slots=True)
class SheetContents:
    """What a source found in a file.

    Attributes:
        tables: By table of the lake: its rows.
        notes: What a reader of the report should know.
        top_list: Whether the file looks like the most viewed posts only.
        exported_on: The export's own day, where the file says it with a year.
        period: First and last day that the rows speak of.
        unknown_columns: Headers that no one asked for.
    """

    tables: Mapping[str, pa.Table]
    notes: tuple[Message, ...] = ()
    top_list: bool = False
    exported_on: date | None = None
    period: tuple[date, date] | None = None
    unknown_columns: tuple[str, ...] = ()


class Reader(Protocol):
    """An origin whose sheets can be read."""

    ORIGIN: Origin

    def read(self, sheet: Sheet, request: Request, /) -> SheetContents:
        """The rows of the sheet.

        Raises:
            SourceError: With every problem of the sheet.
        """


class Source(Reader, Protocol):
    """A kind of file that its headers tell."""

    def recognises(self, sheet: Sheet) -> bool:
        """Whether a sheet is of this kind, by its headers."""


class Findings:
    """Collects everything that is wrong with one sheet, so that all of it is told at once, and what is to be noted."""

    def __init__(self, sheet: Sheet) -> None:
        self.name = sheet.name
        self.problems: list[Problem] = [*sheet.broken]
        self.notes: list[Message] = []

    def add(
        self,
        code: str,
        what: Message,
        expected: Message = nothing,
        mend: Message = nothing,
        *,
        row: int | None = None,
        field: str | None = None,
    ) -> None:
        """Note one problem."""
        self.problems.append(Problem(code, what, expected, mend, path=self.name, row=row, field=field))

    def raise_any(self) -> None:
        """Stop here if anything is wrong."""
        if self.problems:
            ordered = sorted(self.problems, key=lambda p: (p.row or 0, p.field or ""))
            raise SourceError(replace(problem, path=self.name) for problem in ordered)
