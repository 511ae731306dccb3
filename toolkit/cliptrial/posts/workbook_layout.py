"""What numbers.xlsx looks like: its columns and their words in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


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
    """

    link: str | None = None
    views: float | None = None
    average_watch_time: float | None = None
    watched_full: float | None = None
    saves: float | None = None
    new_followers: float | None = None
    read_on: date | datetime | None = None

    @property
    def has_numbers(self) -> bool:
        """Whether anything that needs a date was written."""
        numbers = (self.views, self.average_watch_time, self.watched_full, self.saves, self.new_followers)
        return any(number is not None for number in numbers)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, its width in characters, its header and, for inputs, a hint by language."""

    key: str
    width: float
    header: Mapping[str, str]
    hint: Mapping[str, str] | None = None


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

INPUTS: tuple[Column, ...] = (
    Column(
        "link", 34, _words("Video link", "Video-Link"),
        _words("Share > Copy link. One link a row.", "Teilen > Link kopieren. Ein Link pro Zeile."),
    ),
    Column(
        "views", 11, _words("Views", "Aufrufe"),
        _words("A whole number, for example 12345.", "Eine ganze Zahl, zum Beispiel 12345."),
    ),
    Column(
        "average_watch_time", 14, _words("Average watch time (s)", "Ø Wiedergabezeit (s)"),
        _words("Seconds, for example 7.9.", "Sekunden, zum Beispiel 7,9."),
    ),
    Column(
        "watched_full", 14, _words("Watched full video (%)", "Vollständig angesehen (%)"),
        _words(
            "41 or 41 % means 41 percent. A number above 1 is read as percent, 0.41 as a share.",
            "41 oder 41 % heißt 41 Prozent. Über 1 wird als Prozent gelesen, 0,41 als Anteil.",
        ),
    ),
    Column(
        "saves", 10, _words("Saves", "Gespeichert"),
        _words("A whole number; 0 if nobody saved it.", "Eine ganze Zahl; 0, wenn niemand gespeichert hat."),
    ),
    Column(
        "new_followers", 11, _words("New followers", "Neue Follower"),
        _words("A whole number; 0 if there were none.", "Eine ganze Zahl; 0, wenn es keine gab."),
    ),
    Column(
        "read_on", 13, _words("Read on", "Abgelesen am"),
        _words("The day you read these numbers.", "Der Tag, an dem Sie abgelesen haben."),
    ),
)  # fmt: skip
"""What people fill in; coloured."""

SHEET = _words("Numbers", "Zahlen")
INSTRUCTIONS = _words(
    "Fill in the yellow cells: the link after posting, the numbers from the day in “Read from” on "
    "(in the app: video > More insights). Leave unknown cells empty; never change the grey ones.",
    "Bitte die gelben Zellen ausfüllen: den Link nach dem Posten, die Zahlen ab dem Tag unter „Ablesen ab“ "
    "(in der App: Video > Weitere Statistiken). Unbekanntes leer lassen; die grauen Zellen nicht ändern.",
)


def language_of(code: str) -> str:
    """``de`` for German of any country, else ``en``."""
    return "de" if code.lower().replace("-", "_").split("_")[0] == "de" else "en"


def keys_by_header() -> dict[str, str]:
    """By header in either language, lower case: the column's key."""
    return {text.lower(): column.key for column in (*PLAN, *INPUTS) for text in column.header.values()}


def input_header(key: str) -> str:
    """The English header of a column, for messages."""
    return next(column.header["en"] for column in (*PLAN, *INPUTS) if column.key == key)
