"""Numbers as people send them in a chat: one post a line, such as ``14: 12,3k / 8,2 s / 41 %``.

A number is known by its unit or by the word beside it; the first count without a word is the views. What is not
understood is a problem of its line, and nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from cliptrial.errors import Problem
from cliptrial.messages import nothing, says
from cliptrial.posts.text.dates import DateReader
from cliptrial.posts.text.ids import id_in_link, is_short_link
from cliptrial.posts.text.numbers import NumberError, proven_mark
from cliptrial.posts.workbook.layout import INPUTS, Filled, Input
from cliptrial.posts.workbook.typed_cells import CellError, Ways

_SENT = re.compile(
    r"^\s*\[?\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*[AaPp]\.?[Mm]\.?)?\]?\s*(?:[-–]\s+)?[^:\n]{1,40}:\s"
)
"""What a chat puts before a message: day, time and who wrote it."""
_POST = re.compile(
    r"^[\s•*·–-]*(?:#|nr\.?|no\.?|nummer|number|post|pos\.?|position|video)?\s*#?(\d{1,3})"
    r"\s*(?::(?!\d\d(?:\s|$))|\.(?!\d)|[)=–—-]|\s)\s*(?=\S)",
    re.IGNORECASE,
)
"""The number of a post at the beginning of a line; neither a thousand such as 12.345 nor a time such as 18:30."""
_BETWEEN = re.compile(
    r"\s*(?:[/;|•·]|,\s|\s+(?:und|and)\s+|\s+[-–—]\s+|\t)\s*|\s+(?=\d+(?:[.,]\d+)?\s*(?:sek\.?|secs?|s)(?:\s|$))"
    r"|\s+(?=\d+(?:[.,]\d+)?\s*%)",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?:https?://|www\.|(?:vm|vt|m)\.tiktok\.com/)\S+", re.IGNORECASE)
_WORDS: Mapping[str, tuple[str, ...]] = {
    "views": ("views?", "aufrufe?", "ansichten", "klicks?", "plays?", "wiedergaben"),
    "average_watch_time": (
        *("watch ?time", r"avg\.? watch(?: time)?", "ø ?wiedergabezeit", "wiedergabezeit", "wiedergabedauer"),
        *("sekunden", "seconds?", r"secs?\.?", r"sek\.?", "s"),
    ),
    "watched_full": (
        *("watched full(?: video)?", "completion", "full", "ganz(?: gesehen)?", "vollständig(?: angesehen)?"),
        *("bis zum ende", "prozent", "percent", "%"),
    ),
    "saves": ("saves?", "saved", "gespeichert", "speicherungen", "favou?rites?", "favoriten", "lesezeichen"),
    "new_followers": ("(?:new |neue )?followers?", "follower:innen", "abonnenten", "abos?"),
}
"""By column of the workbook: what people write beside its number."""
_LABEL = re.compile(
    "|".join(f"(?P<{key}>(?<![^\\W\\d])(?:{'|'.join(words)})(?![^\\W\\d]))" for key, words in _WORDS.items()),
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_BY_KEY = {column.key: column for column in INPUTS}


@dataclass(frozen=True, slots=True)
class Understood:
    """What a message says.

    Attributes:
        filled: By position, what the lines say that have no problem, as a row of the workbook would; without the day.
        unread: Lines without a post, such as a greeting.
        problems: What cannot be understood, each with its line.
    """

    filled: Mapping[int, Filled]
    unread: tuple[str, ...]
    problems: tuple[Problem, ...]


def understand(text: str, positions: Collection[int]) -> Understood:
    """Read a message with one post a line.

    Args:
        text: As it was copied, with or without what a chat puts before every line.
        positions: Those of the plan.
    """
    lines = [(number, _SENT.sub("", line).strip()) for number, line in enumerate(text.splitlines(), 1)]
    written = [(number, line, _POST.match(line)) for number, line in lines if line]
    parts = {number: _parts(line[post.end() :]) for number, line, post in written if post}
    mark = proven_mark(_amount(part) for listed in parts.values() for part in listed)
    filled: dict[int, Filled] = {}
    wrong: set[int] = set()
    problems: list[Problem] = []
    for number, line, post in written:
        if post is None:
            continue
        position = int(post[1])
        row, misfits = _row(parts[number], Ways(mark, DateReader(())))
        misfits = [*_misplaced(position, positions, filled, row), *misfits]
        problems += [replace(one, path=says('line {number}, "{line}"', number=number, line=line)) for one in misfits]
        filled.setdefault(position, row)
        wrong |= {position} if misfits else set()
    unread = tuple(line for _, line, post in written if post is None)
    if not filled:
        problems += [_nothing_said()]
    good = {position: row for position, row in filled.items() if position not in wrong}
    return Understood(good, unread, tuple(problems))


def _parts(text: str) -> list[str]:
    """What stands between the marks of a line, links as they are."""
    return [*_LINK.findall(text), *_BETWEEN.split(_LINK.sub(" ", text))]


def _nothing_said() -> Problem:
    what = says("No line of the message begins with the number of a post")
    return Problem("no_post", what, says("One post a line, e.g. 14: 12.3k / 8.2 s / 41 %"))


def _misplaced(
    position: int, positions: Collection[int], filled: Mapping[int, Filled], row: Filled
) -> Iterator[Problem]:
    if position not in positions:
        what = says("The schedule has no position {position}", position=position)
        wanted = says("1 to {positions}", positions=max(positions, default=0))
        yield Problem("unknown_position", what, wanted, says("Use a number from schedule.csv."))
    elif position in filled and filled[position] != row:
        what = says("Position {number} stands in two lines with different numbers", number=position)
        yield Problem("position_twice", what, says("one line a position"), says("Delete the wrong one."))


def _row(parts: Iterable[str], ways: Ways) -> tuple[Filled, list[Problem]]:
    values: dict[str, object] = {}
    problems = []
    for part in filter(None, (part.strip() for part in parts)):
        column = _column(part, values)
        if column is None or not re.search(r"\d", part):
            problems.append(_unknown(part))
        elif column.key in values:
            what = says('"{part}" is a second number for {column}', part=part, column=column.header)
            problems.append(Problem("bad_cell", what, says("each number once"), _EXAMPLE))
        else:
            try:
                values[column.key] = column.kind.read(part if column.key == "link" else _amount(part), ways)
            except (NumberError, CellError) as error:
                problems.append(_misfit(error, column))
    return Filled(**values), problems  # type: ignore[arg-type]  # each column's kind reads what its field holds


_EXAMPLE = says('Write what it is beside it, e.g. "12 saves" or "3 followers".')


def _column(part: str, values: Mapping[str, object]) -> Input | None:
    """Which column a part belongs to; None where nothing says it."""
    if id_in_link(part) or is_short_link(part):
        return _BY_KEY["link"]
    label = _LABEL.search(part)
    if label and label.lastgroup:
        return _BY_KEY[label.lastgroup]
    if _CLOCK.search(part):
        return _BY_KEY["average_watch_time"]
    return _BY_KEY["views"] if "views" not in values else None


def _amount(part: str) -> str:
    """The number of a part, without the word beside it; a percent sign stays."""
    bare = _LABEL.sub(lambda word: "%" if word[0] in ("%", "prozent", "percent") else " ", part)
    return bare.strip(" :=+ø~≈.").removeprefix("ca").strip(" .:")


def _unknown(part: str) -> Problem:
    what = says('Nothing says what "{part}" is', part=part)
    return Problem("bad_cell", what, says("Views first; then seconds, percent, saves or followers"), _EXAMPLE)


def _misfit(error: NumberError | CellError, column: Input) -> Problem:
    if isinstance(error, CellError):
        return Problem("bad_cell", error.message, column.kind.expected, field=column.header)
    mend = says("Write it without a thousands mark.") if error.ambiguous else nothing
    return Problem("bad_number", error.message, column.kind.expected, mend, field=column.header)
