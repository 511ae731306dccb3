"""What numbers.xlsx consists of: its columns, declared once for writing, for reading and for what they deliver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Literal

from cliptrial.messages import says
from cliptrial.posts.workbook.typed_cells import COUNT, DAY, LINK, PROMOTION, SECONDS, SHARE, Kind

NAME = "numbers"
LABEL = says("Numbers filled in by hand")


@dataclass(frozen=True, slots=True)
class Filled:
    """What people wrote for one position; None where they left the cell empty.

    Attributes:
        link: The video link.
        views: Views on the day they were read.
        average_watch_time: Seconds.
        watched_full: Share of views that reached the end, 0 to 1.
        saves: How often it was saved.
        new_followers: Followers won through this post.
        read_on: The day, or the moment, the numbers were read.
        promoted_on: The day, or the moment, its promotion with money began; False where somebody wrote that it
            never was, which takes an earlier day back.
    """

    link: str | None = None
    views: float | None = None
    average_watch_time: float | None = None
    watched_full: float | None = None
    saves: float | None = None
    new_followers: float | None = None
    read_on: date | datetime | None = None
    promoted_on: date | datetime | Literal[False] | None = None

    @property
    def has_numbers(self) -> bool:
        """Whether anything that needs a date was written."""
        return any(getattr(self, key) is not None for key in NUMBERS)

    @property
    def delivered(self) -> dict[str, float | None]:
        """By column of the lake: its number; a share of the views as the number of views that it is."""
        return {column.delivers: self._number(column) for column in INPUTS if column.delivers}

    def _number(self, column: Input) -> float | None:
        value: float | None = getattr(self, column.key)
        if column.kind is not SHARE or value is None:
            return value
        return None if self.views is None else value * self.views

    @property
    def is_filled(self) -> bool:
        """Whether anything was written at all."""
        return self != Filled()


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        key: Its name here; for inputs, the field of :class:`Filled`.
        width: In characters.
        header: By language.
    """

    key: str
    width: float
    header: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Input(Column):
    """One column that people fill in.

    Attributes:
        hint: By language: what is told when a cell is chosen.
        kind: What its cells hold.
        delivers: The column of the lake that its number becomes.
        former: Headers that earlier workbooks have.
    """

    hint: Mapping[str, str]
    kind: Kind
    delivers: str | None = None
    former: tuple[str, ...] = ()


def _words(en: str, de: str) -> Mapping[str, str]:
    return {"en": en, "de": de}


PLAN: tuple[Column, ...] = (
    Column("position", 5, _words("No.", "Nr.")),
    Column("date", 11, _words("Date", "Datum")),
    Column("weekday", 6, _words("Day", "Tag")),
    Column("slot", 7, _words("Time", "Uhrzeit")),
    Column("account", 15, _words("Account", "Konto")),
    Column("arm", 24, _words("Variant", "Variante")),
    Column("topic", 28, _words("Topic", "Thema")),
    Column("due", 12, _words("Read from", "Ablesen ab")),
)
"""What the plan says; grey, not to be changed."""

INPUTS: tuple[Input, ...] = (
    Input(
        "link", 34, _words("Video link", "Video-Link"),
        _words("Share > Copy link. One link a row.", "Teilen > Link kopieren. Ein Link pro Zeile."),
        LINK,
    ),
    Input(
        "views", 11, _words("Views", "Aufrufe"),
        _words("A whole number, for example 12345.", "Eine ganze Zahl, zum Beispiel 12345."),
        COUNT, delivers="views",
    ),
    Input(
        "average_watch_time", 17, _words("Average watch time (s)", "Ø Wiedergabezeit (Sekunden)"),
        _words("Seconds, for example 7.9.", "Sekunden, zum Beispiel 7,9."),
        SECONDS, delivers="average_watch_time", former=("Ø Wiedergabezeit (s)",),
    ),
    Input(
        "watched_full", 15, _words("Watched full video (%)", "Bis zum Ende angesehen (%)"),
        _words(
            "41 or 41 % means 41 percent. A number above 1 is read as percent, 0.41 as a share.",
            "41 oder 41 % heißt 41 Prozent. Über 1 wird als Prozent gelesen, 0,41 als Anteil.",
        ),
        SHARE, delivers="completions", former=("Vollständig angesehen (%)",),
    ),
    Input(
        "saves", 13, _words("Saves", "Gespeichert"),
        _words("A whole number; 0 if nobody saved it.", "Eine ganze Zahl; 0, wenn niemand gespeichert hat."),
        COUNT, delivers="saves",
    ),
    Input(
        "new_followers", 11, _words("New followers", "Neue Follower"),
        _words("A whole number; 0 if there were none.", "Eine ganze Zahl; 0, wenn es keine gab."),
        COUNT, delivers="new_followers",
    ),
    Input(
        "read_on", 17, _words("Read on (needed with numbers)", "Abgelesen am (Pflicht bei Zahlen)"),
        _words(
            "The day you read these numbers. Needed as soon as there is a number in the row.",
            "Der Tag, an dem die Zahlen abgelesen wurden. Nötig, sobald in der Zeile eine Zahl steht.",
        ),
        DAY, former=("Read on", "Abgelesen am"),
    ),
    Input(
        "promoted_on", 17, _words("Boosted on", "Beworben ab"),
        _words(
            "The day you started to promote it with money; empty if you did not.",
            "Der Tag, ab dem der Post mit Geld beworben wurde; leer, wenn gar nicht.",
        ),
        PROMOTION,
    ),
)  # fmt: skip
"""What people fill in; coloured."""

NUMBERS: Mapping[str, str] = {column.key: column.delivers for column in INPUTS if column.delivers}
"""By key of the columns that need the day on which they were read: the column of the lake."""

DELIVERS = frozenset(NUMBERS.values())

NOT_PROMOTED = _words("no", "nein")
"""What stands under "Boosted on" where somebody took an earlier day back."""

SHEET = _words("Numbers", "Zahlen")
INSTRUCTIONS: Mapping[str, tuple[str, str]] = {
    "en": (
        "Fill in the yellow cells: the link after posting, the numbers from the day in “Read from” on "
        "(in the app: video > More insights).",
        "Every row with a number needs the day in “Read on”; “Boosted on” is only for posts you promoted with money. "
        "Leave unknown cells empty; never change the grey ones.",
    ),
    "de": (
        "Bitte die gelben Zellen ausfüllen: den Link nach dem Posten, die Zahlen ab dem Tag unter „Ablesen ab“ "
        "(in der App: Video > Weitere Statistiken).",
        "Zu jeder Zeile mit Zahlen gehört der Tag unter „Abgelesen am“; „Beworben ab“ nur, wenn der Post mit Geld "
        "beworben wurde. Unbekanntes leer lassen; die grauen Zellen bitte nicht ändern.",
    ),
}
"""Two lines above the headers."""


def language_of(code: str) -> str:
    """``de`` for German of any country, else ``en``."""
    return "de" if code.lower().replace("-", "_").split("_")[0] == "de" else "en"


@cache
def keys_by_header() -> Mapping[str, str]:
    """By header in either language, of today and of earlier workbooks, lower case: the column's key."""
    today = {text.lower(): column.key for column in (*PLAN, *INPUTS) for text in column.header.values()}
    return today | {text.lower(): column.key for column in INPUTS for text in column.former}


def input_header(key: str) -> str:
    """The English header of a column, for messages."""
    return next(column.header["en"] for column in (*PLAN, *INPUTS) if column.key == key)
