"""Conversations and contacts: what people wrote after a post, as labels that somebody or something gave it.

No tool exports this table as such; its columns are our own (docs/howto.md), and other tools' are mapped to them.
Neither names nor handles nor what was written is read; who wrote is a salted hash.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cliptrial.messages import Message, says
from cliptrial.posts.columns.arrow import list_of
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.lake.tables import Row, build
from cliptrial.posts.outcomes.attribution import code_mark, link_mark, post_mark
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import Rows, check_repeated, day_texts, headers_of, refuse_date, rows_of
from cliptrial.posts.sources.clock import at, declared_second
from cliptrial.posts.sources.request import Findings, Request, SheetContents
from cliptrial.posts.text.dates import DateError, DateReader
from cliptrial.posts.text.ids import id_in_link, is_video_id

ORIGIN = Origin(
    "conversations",
    says("Conversations, labelled"),
    frozenset({"dm_leads", "leads", "comments_positive", "comments_negative", "comments_labelled"}),
    is_after=True,
)

OWN = ("conversation_id", "message_id", "sentiment_label", "intent", "campaign_tag", "conversion_path", "sent_at")
"""Its columns; ``post``, a link or id, may stand beside them."""
FIELDS = (*OWN, "post")
POSITIVE = frozenset({"positive", "positiv", "pos", "positivo", "positif", "positief"})
NEGATIVE = frozenset({"negative", "negativ", "neg", "negativo", "négatif", "negatief"})
NEUTRAL = frozenset({"neutral", "neutro", "neutre", "neutraal", "mixed", "gemischt"})
_LEADS = """
    lead buy buying purchase order booking book price quote appointment interested
    kauf kaufen kaufinteresse anfrage preisanfrage buchung bestellung termin angebot interesse
"""
LEAD = frozenset(_LEADS.split())
"""What an intent is called that makes a conversation a lead."""
_CONTACTS = "lead form signup sign-up call appointment formular anmeldung anruf termin"
LED_TO = frozenset(_CONTACTS.split())
"""What a path of steps ends with that made somebody a contact."""
COMMENT = frozenset({"comment", "comments", "kommentar", "kommentare"})
"""What a path consists of where something was written below a post, not in a message."""
_STEPS = re.compile(r"\s*(?:->|>|→|/|\|)\s*")
_TAG = re.compile(r"^(?P<campaign>.+?)[\s/_:.#-]+(?P<content>\d{1,6})$")
_NUMBER = re.compile(r"^[\d.,\s%+-]+$")


def recognises(sheet: Sheet) -> bool:
    """Our own columns."""
    return {"conversation_id", "message_id"} <= headers_of(sheet)


def meant(mapping: Mapping[str, str]) -> bool:
    """Whether a mapping is that of conversations, not of posts."""
    return bool(mapping.keys() & {*FIELDS})


@dataclass(frozen=True, slots=True)
class Said:
    """One row: what is known of something that somebody wrote, or of a contact.

    Attributes:
        who: The conversation or the contact.
        message: The message, the comment; the conversation where there is none.
        at: UTC epoch second; None where nobody says when.
        marks: What leads to a post.
        label: Its sentiment, in small letters.
        intent: In small letters; None where the table has no such column.
        path: Its steps, in small letters.
    """

    who: str
    message: str
    at: int | None
    marks: frozenset[str]
    label: str = ""
    intent: str | None = None
    path: tuple[str, ...] = ()

    @property
    def is_comment(self) -> bool:
        """Whether it stands below a post and went nowhere from there."""
        return COMMENT.issuperset(self.path) if self.path else not self.who


def read(sheet: Sheet, request: Request) -> SheetContents:
    """Labelled comments, leads by message, and contacts; each once, whichever export tells it."""
    columns = {name: name for name in FIELDS if name in headers_of(sheet)} | {
        key: header for key, header in request.mapping.items() if key in FIELDS
    }
    findings = Findings(sheet)
    check_repeated(sheet, columns.values(), findings)
    rows = rows_of(sheet, findings)
    said = _said(rows, columns, request, findings)
    return written(said, request, ORIGIN.name, findings, contacts=not columns.keys() & {"intent", "sentiment_label"})


def written(
    said: Sequence[Said], request: Request, source: str, findings: Findings, *, contacts: bool
) -> SheetContents:
    """Rows of the lake for what people wrote.

    Args:
        said: One a row.
        request: What is known beside the file.
        source: Of the rows.
        findings: What is wrong.
        contacts: Whether each row is somebody who left an address, not something that was written.
    """
    captured = _captured(said, request, findings)
    findings.raise_any()
    kept = [*_events(said, contacts=contacts)]
    records: list[Row] = [
        {
            "key": request.hashed(_key(source, what, one.message if what.startswith("comment") else one.who)),
            "account": request.account,
            "what": what,
            "begins": 0 if one.at is None else one.at,
            "ends": captured if one.at is None else one.at,
            "value": 1.0,
            "marks": " ".join(sorted(map(request.hashed, one.marks))) or None,
            "covers": False,
            "captured_at": captured,
            "source": source,
        }
        for what, one in kept
    ]
    days = [datetime.fromtimestamp(one.at, request.zone()).date() for one in said if one.at is not None]
    return SheetContents(
        tables={"outcomes": build("outcomes", records)},
        notes=(*findings.notes, PERSONAL, *_notes(said, [what for what, _ in kept], contacts=contacts)),
        period=(min(days), max(days)) if days else None,
    )


def who_marks(name: str, hashed: Callable[[str], str]) -> frozenset[str]:
    """The keys of rows whose conversation or contact is called after somebody, with or without the sign of a handle."""
    plain = name.strip().removeprefix("@")
    names = {one for own in (plain, plain.casefold()) for one in (own, f"@{own}")}
    return frozenset(hashed(_key(ORIGIN.name, what, one)) for what in ("dm_leads", "leads") for one in names)


def _key(source: str, what: str, which: str) -> str:
    return f"{source} {what} {which}"


PERSONAL = says("Nothing of whoever wrote is read: no name, no handle, no text; conversations only as a hash.")


def _events(said: Sequence[Said], *, contacts: bool) -> list[tuple[str, Said]]:
    """By column of a metric: what counts for it; a conversation once, from its first message that does."""
    comments = [one for one in said if one.is_comment and not contacts]
    labelled = {one.message: one for one in comments if one.label in POSITIVE | NEGATIVE | NEUTRAL}.values()
    kept = [("comments_labelled", one) for one in labelled]
    kept += [("comments_positive", one) for one in labelled if one.label in POSITIVE]
    kept += [("comments_negative", one) for one in labelled if one.label in NEGATIVE]
    kept += [("dm_leads", one) for one in _first(said, lambda one: not one.is_comment and _is_lead(one))]
    led = _first(said, lambda one: contacts or (len(one.path) > 1 and one.path[-1] in LED_TO))
    return kept + [("leads", one) for one in led]


def _is_lead(one: Said) -> bool:
    return one.intent is not None and not LEAD.isdisjoint(re.split(r"[\s_-]+", one.intent))


def _first(said: Sequence[Said], counts: Callable[[Said], bool]) -> list[Said]:
    """Of each conversation with such a row the earliest, with all that leads from the conversation to a post."""
    marks: dict[str, frozenset[str]] = {}
    for one in said:
        marks[one.who] = marks.get(one.who, frozenset()) | one.marks
    first: dict[str, Said] = {}
    for one in sorted(said, key=lambda one: one.at or 0):
        if one.who and counts(one):
            first.setdefault(one.who, one)
    return [Said(who, one.message, one.at, marks[who]) for who, one in first.items()]


def _said(rows: Rows, columns: Mapping[str, str], request: Request, findings: Findings) -> list[Said]:
    texts = {name: list_of(rows.texts(header)) for name, header in columns.items()}
    empty = [""] * len(rows)
    at_ = moments(rows, columns.get("sent_at"), request, findings)
    every = []
    for place, row in enumerate(rows):
        cell = {name: texts.get(name, empty)[place].strip() for name in FIELDS}
        if not cell["conversation_id"] and not cell["message_id"]:
            what = says("The row names neither a conversation nor a message")
            findings.add("no_conversation", what, says("an id"), row=row.number, field=columns.get("conversation_id"))
        if cell["sentiment_label"] and _NUMBER.match(cell["sentiment_label"]):
            what = says("The sentiment is a number, and nobody says from which on it is positive")
            mend = says("Write positive, neutral or negative.")
            field = columns["sentiment_label"]
            findings.add("sentiment_number", what, says("a label"), mend, row=row.number, field=field)
        every.append(
            Said(
                who=cell["conversation_id"],
                message=cell["message_id"] or cell["conversation_id"],
                at=at_[place],
                marks=tag_marks(cell["campaign_tag"]) | post_marks(cell["post"]),
                label=cell["sentiment_label"].casefold(),
                intent=cell["intent"].casefold() if "intent" in columns else None,
                path=tuple(one.casefold() for one in _STEPS.split(cell["conversion_path"]) if one),
            )
        )
    return every


def tag_marks(text: str) -> frozenset[str]:
    """What tags lead to: a discount code, or campaign and position of a tracked link, as in ``lunch-slot/7``."""
    marks = set[str]()
    for tag in re.split(r"\s*[,;|]\s*", text.strip()):
        link = _TAG.match(tag)
        marks |= {code_mark(tag)} if tag else set()
        marks |= {link_mark(link["campaign"], str(int(link["content"])))} if link else set()
    return frozenset(marks)


def post_marks(text: str) -> frozenset[str]:
    """What the link or the id of a post leads to."""
    post = text if is_video_id(text) else id_in_link(text)
    return frozenset({post_mark(post)} if post else ())


def moments(rows: Rows, column: str | None, request: Request, findings: Findings) -> list[int | None]:
    """By row: when it was written, in UTC epoch seconds; None without a column of times or where it is empty."""
    if column is None:
        return [None] * len(rows)
    texts = list_of(day_texts(rows, [column])[column])
    reader, zone = DateReader([text for text in texts if text.strip()], request.locale), request.zone()
    every: list[int | None] = []
    for row, text in zip(rows, texts, strict=True):
        every.append(None)
        if not text.strip():
            continue
        try:
            when = reader.read(text)
        except DateError as error:
            refuse_date(row, column, error, findings)
            continue
        if when.date is None:
            findings.add("bad_date", says("The day has no year"), says("a date"), row=row.number, field=column)
        else:
            every[-1] = at(when.date, when.time, when.zone or zone)
    return every


def _captured(said: Sequence[Said], request: Request, findings: Findings) -> int:
    """When the table was made: as declared, else with its newest row; without times it must be declared."""
    newest = max((one.at for one in said if one.at is not None), default=0)
    if request.captured_at is not None:
        return max(newest, declared_second(request.captured_at, request.zone()))
    if not findings.problems and any(one.at is None for one in said):
        what = says("Nothing says when this was written, or when the table was made")
        mend = says("Add the day of the export, for example --captured-at 2026-03-25.")
        findings.add("no_capture_time", what, says("a time in each row, or the day of the export"), mend)
    return newest


def _notes(said: Sequence[Said], kept: Sequence[str], *, contacts: bool) -> list[Message]:
    notes = (
        [
            says(
                "Counted: {told}.",
                told=[
                    says("{what} {count}", what=_SAID[what], count=kept.count(what)) for what in _SAID if what in kept
                ],
            )
        ]
        if kept
        else []
    )
    unknown = sum(bool(one.label) and one.label not in POSITIVE | NEGATIVE | NEUTRAL for one in said)
    if unknown:
        notes.append(
            says(
                "Rows with a sentiment that is none of {known}: {count}. They are not counted.",
                known=["positive", "neutral", "negative"],
                count=unknown,
            )
        )
    others = sum(bool(one.intent) and not _is_lead(one) for one in said)
    if others and not contacts:
        notes.append(
            says(
                "Rows with an intent that makes no lead: {count}. Leads are {names}.", count=others, names=sorted(LEAD)
            )
        )
    if any(one.at is None for one in said):
        notes.append(says("Rows without a time count up to the day of the export, not up to an age of the post."))
    return notes


_SAID: Mapping[str, Message] = {
    "comments_labelled": says("labelled comments"),
    "comments_positive": says("positive comments"),
    "comments_negative": says("negative comments"),
    "dm_leads": says("leads by message"),
    "leads": says("leads"),
}
