"""One row a post, read into posts and snapshots; shared by Studio, Business Suite and spreadsheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import nan
from typing import TypeAlias

from cliptrial.messages import Message, says
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.capture import captured_second
from cliptrial.posts.sources.cells import (
    Row,
    check_repeated,
    day_texts,
    ids,
    numbers,
    refuse_date,
    rows_of,
    unknown_headers,
)
from cliptrial.posts.sources.clock import DAY, posted_second, writing_zone
from cliptrial.posts.sources.promotion import promoted_second, says_a_day
from cliptrial.posts.sources.request import Findings, Request, SheetContents
from cliptrial.posts.text.dates import DateError, DateReader, When
from cliptrial.posts.text.file_names import days_in
from cliptrial.posts.text.hashtags import hashtags_in, listed_hashtags
from cliptrial.posts.text.ids import handle_in_link, id_in_link
from cliptrial.posts.text.ids import posted_second as id_second
from cliptrial.posts.text.rebuilt_links import rebuilt_link
from cliptrial.posts.tidy.impossible import impossible_rows


@dataclass(frozen=True, slots=True)
class Columns:
    """The headers of a table of posts.

    Attributes:
        post_id: Header of the id, or of the link with the id.
        counters: By column of the lake: the header.
        link: Header of the link.
        posted_at: Header of the posting time.
        captured_at: Header of the export's time.
        account: Header of the account, in tables of several.
        texts: By field (caption, hashtags, sound): the header.
        promoted_on: Header of the day from which a post was promoted with money.
    """

    post_id: str
    counters: Mapping[str, str]
    link: str | None = None
    posted_at: str | None = None
    captured_at: str | None = None
    account: str | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    promoted_on: str | None = None

    @property
    def all(self) -> list[str]:
        """Every header."""
        single = (self.post_id, self.link, self.posted_at, self.captured_at, self.account, self.promoted_on)
        return [text for text in (*single, *self.counters.values(), *self.texts.values()) if text]


@dataclass(frozen=True, slots=True)
class PostRow:
    """One row, understood."""

    number: int
    post_id: str
    account: str
    posted_at: int
    captured_at: int
    link: str | None
    texts: Mapping[str, str]
    counters: Mapping[str, float | None]
    cells: Row
    promoted_at: int | None


Snapshot: TypeAlias = dict[str, object]
"""A row of the snapshots."""
Extra = Callable[[Sequence[PostRow], Findings], list[Snapshot]]


def read_posts(
    sheet: Sheet,
    request: Request,
    columns: Columns,
    source: str,
    *,
    top_list: Callable[[Sequence[PostRow]], bool] = lambda _: False,
    extra: Extra | None = None,
) -> SheetContents:
    """Posts and snapshots of a sheet.

    Args:
        sheet: The sheet.
        request: What is known beside it.
        columns: Where its columns are.
        source: Name kept with every row.
        top_list: Whether the rows look like the most viewed only.
        extra: More snapshots that the rows hold.

    Raises:
        SourceError: With every problem of the sheet.
    """
    findings = Findings(sheet)
    rows = rows_of(sheet, findings)
    check_repeated(sheet, columns.all, findings)
    read, notes = _understand(rows, columns, request, findings)
    read = _possible(_newest(read, findings), request, findings)
    more = extra(read, findings) if extra and not findings.problems else []
    findings.raise_any()
    looks_top = bool(read) and top_list(read)
    file = request.mask(sheet.name.rsplit("/", 1)[-1])
    marks = {"source": source, "top_list": looks_top, "file": file}
    snapshots: list[Snapshot] = [
        {"post_id": r.post_id, "account": r.account, "captured_at": r.captured_at, **r.counters} for r in read
    ]
    return SheetContents(
        rows={
            "posts": [_post(row, source, request) for row in read],
            "snapshots": [{**row, **marks} for row in (*snapshots, *more)],
        },
        notes=(*findings.notes, *notes),
        top_list=looks_top,
        exported_on=_exported_on(read, request) if columns.captured_at else None,
        period=_period(read, request),
        unknown_columns=unknown_headers(sheet, columns.all),
    )


def _understand(
    rows: Sequence[Row], columns: Columns, request: Request, findings: Findings
) -> tuple[list[PostRow], list[Message]]:
    dates = _read_dates(rows, columns, request.locale, findings)
    post_ids = list(ids(rows, columns.post_id, findings))
    values = numbers(rows, columns.counters, findings, request.locale)
    accounts = [_account(row, columns, request, findings) for row in rows]
    _check_handles(rows, columns, request, findings)
    if findings.problems or not rows:
        return [], []
    posts = [(dates[i, columns.posted_at], id_second(post_id)) for i, post_id in enumerate(post_ids) if post_id]
    zone = request.zone(accounts[0])
    written_in, note = writing_zone([(w, s) for w, s in posts if w is not None], zone)
    posted = [
        posted_second(when, second, written_in, request.zone(a))
        for (when, second), a in zip(posts, accounts, strict=True)
    ]
    captures: dict[When | None, int | None] = {}
    for when in dict.fromkeys(dates[i, columns.captured_at] for i in range(len(rows))):
        shown = [p for i, p in enumerate(posted) if dates[i, columns.captured_at] == when]
        captures[when] = captured_second(when, shown, written_in, request, findings)
    read = [
        PostRow(
            row.number,
            str(post_ids[i]),
            accounts[i],
            posted[i],
            captures[dates[i, columns.captured_at]] or 0,
            _link(row, columns, request),
            {key: row.text(text) for key, text in columns.texts.items()},
            values[i],
            row,
            promoted_second(
                row,
                columns.promoted_on,
                dates[i, columns.promoted_on],
                posted[i],
                written_in,
                request.zone(accounts[i]),
                findings,
            ),
        )
        for i, row in enumerate(rows)
    ]
    return read, [text for text in (note, _scheduled(posts, posted)) if text]


def _read_dates(
    rows: Sequence[Row], columns: Columns, locale: str | None, findings: Findings
) -> dict[tuple[int, str | None], When | None]:
    """By row and header: the date; None where the file has no such column, or says that there was no promotion."""
    headers = [text for text in (columns.posted_at, columns.captured_at, columns.promoted_on) if text]
    posted = columns.posted_at
    videos = [id_in_link(row.text(columns.post_id)) if posted else None for row in rows]
    seconds = [None if video is None else id_second(video) for video in videos]
    texts = day_texts(rows, headers, [seconds] if posted else [])
    made: dict[str, list[int]] = defaultdict(list)
    for text, second in zip(texts[posted] if posted else (), seconds, strict=False):
        if second is not None:
            made[text].append(second)
    reader = DateReader((text for column in texts.values() for text in column), locale, made, days_in(findings.name))
    dates: dict[tuple[int, str | None], When | None] = {(i, None): None for i in range(len(rows))}
    for i, row in enumerate(rows):
        for header in headers:
            text = texts[header][i]
            if header == columns.promoted_on and not says_a_day(text):
                dates[i, header] = None
                continue
            try:
                dates[i, header] = reader.read(text)
            except DateError as error:
                refuse_date(row, header, error, findings)
    return dates


def _account(row: Row, columns: Columns, request: Request, findings: Findings) -> str:
    name = row.text(columns.account) if columns.account else request.account
    if columns.account and name not in request.timezones:
        findings.add(
            "unknown_account",
            says("{name!r} is no account of this workspace", name=name),
            says("{accounts}", accounts=sorted(request.timezones)),
            says("Add it to workspace.yaml."),
            row=row.number,
            field=columns.account,
        )
    return name


def _check_handles(rows: Sequence[Row], columns: Columns, request: Request, findings: Findings) -> None:
    """Another account's export is refused, because its posts would count as this one's."""
    if columns.link is None or request.handle is None or columns.account is not None:
        return
    ours = request.handle.lstrip("@").lower()
    others = {handle for row in rows if (handle := handle_in_link(row.text(columns.link)))} - {ours}
    if others:
        named = ", ".join(f"@{handle}" for handle in sorted(others))
        findings.add(
            "other_account",
            says(
                "The links are {named}'s, but the account {account} is @{ours}",
                named=named,
                account=request.account,
                ours=ours,
            ),
            says("links of @{ours}", ours=ours),
            says("Choose the account with --account, or correct its handle in workspace.yaml."),
            field=columns.link,
        )


def _link(row: Row, columns: Columns, request: Request) -> str | None:
    """The post's address, made anew from its id, with the account's own handle where the link has none."""
    return None if columns.link is None else rebuilt_link(row.text(columns.link), request.handle)


def _post(row: PostRow, source: str, request: Request) -> dict[str, object]:
    caption, listed = (
        None if (text := row.texts.get(name)) is None else request.mask(text.strip())
        for name in ("caption", "hashtags")
    )
    sound = row.texts.get("sound")
    # An empty title in Studio means that the video has no caption; a missing column means that nobody knows.
    tags = listed_hashtags(listed) if listed is not None else None if caption is None else hashtags_in(caption)
    return {
        "post_id": row.post_id,
        "account": row.account,
        "posted_at": row.posted_at,
        "link": row.link,
        "caption": caption,
        "hashtags": None if tags is None else list(tags),
        "sound": request.mask_sound(sound) if sound else None,
        "duration": row.counters.get("duration"),
        "promoted_at": row.promoted_at,
        "described_at": row.captured_at,
        "source": source,
    }


def _scheduled(posts: Sequence[tuple[When | None, int]], posted: Sequence[int]) -> Message | None:
    """A note on posts whose id and written date lie more than a day apart."""
    apart = sum(abs(second - made) > DAY for (_, made), second in zip(posts, posted, strict=True))
    if not apart:
        return None
    return says(
        "{apart} posts carry a date more than a day away from when their video was made: scheduled posts, or a "
        "wrong date.",
        apart=apart,
    )


def _newest(rows: Sequence[PostRow], findings: Findings) -> list[PostRow]:
    """One row for each post and moment: the one that has at least as much of everything, because counters grow."""
    by_moment: dict[tuple[str, str, int], list[PostRow]] = defaultdict(list)
    for row in rows:
        by_moment[row.account, row.post_id, row.captured_at].append(row)
    kept: list[PostRow] = []
    for same in by_moment.values():
        most = [row for row in same if all(_at_least(row, other) for other in same)]
        kept += most[:1]
        if not most:
            numbers = [row.number for row in same]
            findings.add(
                "posts_repeated",
                says("One post stands in the rows {rows}, none of which is clearly the newest", rows=numbers),
                says("one row a post and moment"),
                says("Keep the newest of these rows."),
                row=numbers[1],
            )
    again = len(rows) - len(by_moment)
    if again:
        findings.notes.append(
            says("{again} rows repeat a post of the same moment; the one with the highest numbers counts.", again=again)
        )
    return kept


def _at_least(row: PostRow, other: PostRow) -> bool:
    pairs = ((row.counters[key], other.counters[key]) for key in row.counters)
    return all(theirs is None or (own is not None and own >= theirs) for own, theirs in pairs)


def _possible(rows: Sequence[PostRow], request: Request, findings: Findings) -> list[PostRow]:
    """The rows, those whose numbers cannot be true named, and left out where that was chosen."""
    keys = dict.fromkeys(key for row in rows for key in row.counters)
    wrong = impossible_rows({key: [nan if (n := row.counters[key]) is None else n for row in rows] for key in keys})
    if not wrong:
        return [*rows]
    numbers = [rows[place].number for place in sorted(wrong)]
    if request.leave_out:
        findings.notes.append(says("Numbers that cannot be true are left out: row {rows}.", rows=numbers))
        return [row for place, row in enumerate(rows) if place not in wrong]
    findings.notes.append(
        says(
            "The numbers of row {rows} cannot be true (likes above views, reactions without views, or less than none); "
            "--leave-out impossible leaves them out.",
            rows=numbers,
        )
    )
    return [*rows]


def _exported_on(rows: Sequence[PostRow], request: Request) -> date | None:
    days = {datetime.fromtimestamp(row.captured_at, request.zone(row.account)).date() for row in rows}
    return days.pop() if len(days) == 1 else None


def _period(rows: Sequence[PostRow], request: Request) -> tuple[date, date] | None:
    days = sorted(datetime.fromtimestamp(row.posted_at, request.zone(row.account)).date() for row in rows)
    return (days[0], days[-1]) if days else None
