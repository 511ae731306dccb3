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
from cliptrial.posts.text.numbers import NumberError, is_missing, proven_mark
from cliptrial.posts.workbook.layout import INPUTS, Filled, Input, above_views
from cliptrial.posts.workbook.typed_cells import CellError, Ways
from cliptrial.registry.plan.post_states import state_of

_SENT = re.compile(
    r"^\s*\[?\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*[AaPp]\.?[Mm]\.?)?\]?\s*(?:[-–]\s+)?[^:\n]{1,40}:\s"
)
"""What a chat puts before a message: day, time and who wrote it."""
_POST = re.compile(
    r"^[\s•*·–-]*(?:#|nr\.?|no\.?|nummer|number|post|pos\.?|position|video)?\s*#?(\d{1,3})"
    r"\s*(?::(?!\d\d(?:\s|$))|\.(?!\d)|[)=–—-]|\s)\s*(?!%|(?:s|sek|secs?|k|tsd|mio|m)\b)(?=\S)",
    re.IGNORECASE,
)
"""The number of a post at the beginning of a line; neither a thousand such as 12.345 nor a time such as 18:30."""
_BETWEEN = re.compile(
    r"\s*(?:[/;|•·]|,\s|\s+(?:und|and)\s+|\s+[-–—]\s+|\t)\s*|(?<![:=])\s+(?=\d+(?:[.,]\d+)?\s*(?:sek\.?|secs?|s)(?:\s|$))"
    r"|(?<![:=])\s+(?=\d+(?:[.,]\d+)?\s*%)",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"^[\s•*·–-]*(?:#|nr\.?|no\.?|nummer|number|post|pos\.?|position|video)?\s*#?(\d{1,3})[:.)]?\s*$", re.I
)
"""The number of a post alone on its line: what follows it is of that post."""
_NEXT = re.compile(r"[,;]\s+(?=(?:#|nr\.?|no\.?|post|video)?\s*#?\d{1,3}\s*:\s)", re.IGNORECASE)
"""Where another post begins on the same line."""
_PICTURES = re.compile("[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]+")
_ABSENT = re.compile(r"(?<!\w)n\s?/\s?[av](?!\w)", re.IGNORECASE)
_LINK = re.compile(
    r"(?:https?://|www\.|(?:vm|vt|m)\.tiktok\.com/|(?:instagram|youtube)\.com/|youtu\.be/)\S+", re.IGNORECASE
)
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
    "reach": ("reach", "reached", "reichweite", "erreicht"),
    "profile_views": ("profile visits?", "profile views?", "profilbesuche", "profilaufrufe"),
    "link_clicks": ("link[- ]?clicks?", "link[- ]?klicks?", "clicks?"),
    "likes": ("likes?", "liked", "gefällt mir", "herzen", "hearts?"),
    "comments": ("comments?", "kommentare?", "komm\\.?"),
    "shares": ("shares?", "shared", "geteilt", "weitergeleitet"),
    "saves": ("saves?", "saved", "gespeichert", "speicherungen", "favou?rites?", "favoriten", "lesezeichen"),
    "followers": (
        *("followers? (?:in )?total", "total followers?", "followers? of the account", "account followers?"),
        *("follower (?:insgesamt|gesamt|des kontos)", "gesamtfollower"),
    ),
    "new_followers": ("(?:new |neue )?followers?", "follower:innen", "abonnenten", "abos?"),
}
"""By column of the workbook: what people write beside its number."""
_MEASURED = ("average_watch_time", "watched_full")
"""What is no count."""
_LABEL = re.compile(
    "|".join(f"(?P<{key}>(?<![^\\W\\d])(?:{'|'.join(words)})(?![^\\W\\d]))" for key, words in _WORDS.items()),
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s+(?=\d[\d.,]*\s*(?:k|tsd\.?|mio\.?|m)?\s*(?:"
    + "|".join(word for key in _WORDS if key not in _MEASURED for word in _WORDS[key])
    + r")(?!\w))",
    re.IGNORECASE,
)
"""Before a number that has its word behind it."""
_NUMBER = re.compile(r"[+-]?\d[\d.,']*(?:\s*(?:k|tsd\.?|mio\.?|m|mrd\.?)(?!\w))?", re.IGNORECASE)
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
    lines = list(_entries(text))
    written = [(number, line, _POST.match(line)) for number, line in lines if line]
    mark = proven_mark(_amount(part) for _, line, post in written if post for part in _parts(line[post.end() :]))
    filled: dict[int, Filled] = {}
    wrong: set[int] = set()
    problems: list[Problem] = []
    for number, line, post in written:
        if post is None:
            continue
        position = int(post[1])
        row, misfits = _row(_parts(line[post.end() :]), Ways(mark, DateReader(())))
        misfits = [*_misplaced(position, positions, filled, row), *misfits]
        problems += [replace(one, path=says('line {number}, "{line}"', number=number, line=line)) for one in misfits]
        if not misfits and not row.is_filled:
            continue
        filled.setdefault(position, row)
        wrong |= {position} if misfits else set()
    unread = tuple(line for _, line, post in written if post is None)
    if not filled:
        problems += [_nothing_said()]
    good = {position: row for position, row in filled.items() if position not in wrong}
    return Understood(good, unread, tuple(problems))


def _entries(text: str) -> Iterator[tuple[int, str]]:
    """One post each, with the line on which it begins: several of a line apart, several lines of one together."""
    head: tuple[int, str] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        bare = _SENT.sub("", line).strip()
        if head and bare and not _POST.match(bare) and not _ALONE.match(bare) and re.search(r"\d", bare):
            head = (head[0], f"{head[1]} {bare}" if head[1].endswith(":") else f"{head[1]} / {bare}")
            continue
        if head:
            yield head
        alone = _ALONE.match(bare)
        head = (number, f"{alone[1]}:") if alone else None
        if not alone:
            yield from ((number, part) for part in _NEXT.split(bare))
    if head:
        yield head


def _parts(text: str) -> list[str]:
    """What stands between the marks of a line, links as they are."""
    bare = _ABSENT.sub("-", _PICTURES.sub(" / ", _LINK.sub(" ", text)))
    return [*_LINK.findall(text), *(part for one in _BETWEEN.split(bare) for part in _COUNTED.split(one))]


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
        column, state = _column(part, values), state_of(part)
        if is_missing(part):
            continue
        if state is not None and "state" not in values:
            values["state"] = state
        elif column is None or not re.search(r"\d", part):
            problems.append(_unknown(part))
        elif column.key in values:
            what = says('"{part}" is a second number for {column}', part=part, column=column.header)
            problems.append(Problem("bad_cell", what, says("each number once"), _EXAMPLE))
        else:
            try:
                values[column.key] = column.kind.read(part if column.key == "link" else _amount(part), ways)
            except (NumberError, CellError) as error:
                problems.append(_misfit(error, column))
    row = Filled(**values)  # type: ignore[arg-type]  # each column's kind reads what its field holds
    wrong = [replace(above_views(row, key), field=_BY_KEY[key].header) for key in row.above_views]
    return row, [*problems, *wrong]


_EXAMPLE = says('Write what it is beside it, e.g. "12 saves" or "3 followers".')


_HELD = re.compile(r"skip|hold|dabei|still watching|hook ?rate", re.IGNORECASE)
"""A share of which nobody can tell here at which second it was read."""


def _column(part: str, values: Mapping[str, object]) -> Input | None:
    """Which column a part belongs to; None where nothing says it."""
    if _HELD.search(part):
        return None
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
    numbers, label = _NUMBER.findall(part), _LABEL.search(part)
    if label and len(numbers) == 1 and not _CLOCK.search(part):
        percent = label.lastgroup == "watched_full" and re.search(r"%|prozent|percent", part, re.IGNORECASE)
        return f"{numbers[0].strip()}{' %' if percent else ''}"
    bare = _LABEL.sub(lambda word: "%" if word[0] in ("%", "prozent", "percent") else " ", part)
    return bare.strip(" :=+ø~≈.").removeprefix("ca").strip(" .:")


def _unknown(part: str) -> Problem:
    what = says('Nothing says what "{part}" is', part=part)
    return Problem("bad_cell", what, says("Views first; then seconds, percent, likes, saves or followers"), _EXAMPLE)


def _misfit(error: NumberError | CellError, column: Input) -> Problem:
    if isinstance(error, CellError):
        return Problem("bad_cell", error.message, column.kind.expected, field=column.header)
    mend = says("Write it without a thousands mark.") if error.ambiguous else nothing
    return Problem("bad_number", error.message, column.kind.expected, mend, field=column.header)
