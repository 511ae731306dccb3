"""One row a post, read into posts and snapshots; shared by Studio, Business Suite and spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta, tzinfo
from functools import partial
from itertools import pairwise
from typing import TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cliptrial.messages import Message, says
from cliptrial.posts.columns.arrow import (
    Mask,
    Places,
    Texts,
    Whole,
    are,
    are_digits,
    characters_in,
    chosen,
    codes_of,
    distinct_texts,
    first_rows,
    glued,
    known,
    no_texts,
    same_text,
    taken,
    texts_of,
    together,
)
from cliptrial.posts.columns.captions import each_hashtags, each_listed
from cliptrial.posts.columns.column import Column
from cliptrial.posts.columns.dates import DateColumn, Dates
from cliptrial.posts.columns.zones import Seconds, local_days
from cliptrial.posts.lake.tables import Arrow, build, conform
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.capture import captured_seconds
from cliptrial.posts.sources.cells import (
    Rows,
    check_repeated,
    day_texts,
    ids,
    numbers,
    refuse_date,
    rows_of,
    unknown_headers,
)
from cliptrial.posts.sources.clock import DAY, posted_seconds, writing_zone
from cliptrial.posts.sources.promotion import promoted_second, says_a_day
from cliptrial.posts.sources.request import Findings, Request, SheetContents
from cliptrial.posts.text.dates import DateError, DateReader
from cliptrial.posts.text.file_names import days_in
from cliptrial.posts.tidy.impossible import impossible_rows
from cliptrial.posts.tidy.units import in_units
from cliptrial.registry.platforms import INSTAGRAM_BEGAN, PLATFORMS, TIKTOK_FROM, PlatformName

Counted: TypeAlias = Mapping[str, NDArray[np.float64]]
"""By column of the lake: a number for each row, NaN where there is none."""


_DIGITS = 19
"""Of an id that tells a second."""


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
        ids: Reads the ids, where they are not TikTok's; those tell no second.
        address: Of a post by its id, where a table has no links.
        derived: Numbers that are made of others, by column of the lake.
        written_in: The zone in which such files write times, where it is not the account's own.
        locale: That of its dates, where such files write them in one way whatever their language.
        any_unit: Whether people made the table, so that its headers and columns tell the units of its numbers.
    """

    post_id: str
    counters: Mapping[str, str]
    link: str | None = None
    posted_at: str | None = None
    captured_at: str | None = None
    account: str | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    promoted_on: str | None = None
    ids: Callable[[Rows, str, Findings], Texts] = ids
    address: str | None = None
    derived: Callable[[Rows, Counted, Findings], Counted] | None = None
    written_in: str | None = None
    locale: str | None = None
    any_unit: bool = False

    @property
    def all(self) -> list[str]:
        """Every header."""
        single = (self.post_id, self.link, self.posted_at, self.captured_at, self.account, self.promoted_on)
        return [text for text in (*single, *self.counters.values(), *self.texts.values()) if text]


@dataclass(frozen=True, slots=True)
class Posts:
    """The rows of a table of posts, understood; every field has one value a row.

    Attributes:
        rows: The rows as they stand in the file.
        post_ids: The video ids.
        accounts: Whose posts they are.
        posted_at: UTC epoch seconds.
        captured_at: UTC epoch seconds.
        links: The links made anew; null where a row has none.
        texts: By field: what stands there.
        counters: By column of the lake: the numbers, NaN where there is none.
        promoted_at: UTC epoch seconds, ``NEVER``, or null where a row says nothing.
    """

    rows: Rows
    post_ids: Texts
    accounts: Column
    posted_at: Seconds
    captured_at: Seconds
    links: Texts
    texts: Mapping[str, Texts]
    counters: Mapping[str, NDArray[np.float64]]
    promoted_at: pa.Int64Array

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, places: Places) -> Posts:
        """Some of the rows."""
        if np.array_equal(places, np.arange(len(self))):
            return self
        return Posts(
            self.rows.at(places),
            taken(self.post_ids, places),
            self.accounts.take(places),
            self.posted_at[places],
            self.captured_at[places],
            taken(self.links, places),
            {key: taken(texts, places) for key, texts in self.texts.items()},
            {key: numbers[places] for key, numbers in self.counters.items()},
            self.promoted_at.take(places),
        )

    def local_days(self, seconds: Seconds, request: Request) -> Seconds:
        """The days of UTC epoch seconds in the zones of the accounts, since 1 January 1970."""
        return _by_account(self.accounts, request, lambda rows, zone: local_days(seconds[rows], zone))


Extra = Callable[[Posts, Findings], pa.Table]


def read_posts(
    sheet: Sheet,
    request: Request,
    columns: Columns,
    source: str,
    *,
    top_list: Callable[[Posts], bool] = lambda _: False,
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
    if read is not None:
        read = _possible(_newest(read, findings), request, findings)
    more = [extra(read, findings)] if extra and read is not None and not findings.problems else []
    findings.raise_any()
    if read is None:
        return SheetContents(
            tables={"posts": build("posts", ()), "snapshots": build("snapshots", ())},
            notes=(*findings.notes, *notes),
            unknown_columns=unknown_headers(sheet, columns.all),
        )
    looks_top = len(read) > 0 and top_list(read)
    file = request.mask(sheet.name.rsplit("/", 1)[-1])
    snapshots = snapshots_of(read, read.captured_at, read.counters)
    together = pa.concat_tables([snapshots, *more], promote_options="default")
    return SheetContents(
        tables={
            "posts": _posts(read, source, request),
            "snapshots": _marked(together, source, file, top_list=looks_top),
        },
        notes=(*findings.notes, *notes),
        top_list=looks_top,
        exported_on=_exported_on(read, request) if columns.captured_at else None,
        period=_period(read, request),
        unknown_columns=unknown_headers(sheet, columns.all),
    )


def snapshots_of(posts: Posts, captured_at: Seconds, counters: Mapping[str, NDArray[np.float64]]) -> pa.Table:
    """Snapshots of posts.

    Args:
        posts: The posts.
        captured_at: By row: UTC epoch seconds.
        counters: By column of the lake: the numbers, NaN where there is none.
    """
    numbered = {key: pa.array(values, from_pandas=True) for key, values in counters.items()}
    return pa.table(
        {
            "post_id": posts.post_ids,
            "account": posts.accounts.mapped(str),
            "captured_at": pa.array(captured_at),
            **numbered,
        }
    )


def _marked(snapshots: pa.Table, source: str, file: str, *, top_list: bool) -> pa.Table:
    count = len(snapshots)
    for name, text in (("source", source), ("file", file)):
        snapshots = snapshots.append_column(name, pa.chunked_array([same_text(text, count)]))
    top_lists = pa.array(np.full(count, top_list))
    return conform("snapshots", snapshots.append_column("top_list", pa.chunked_array([top_lists])))


def _in_units(rows: Rows, columns: Columns, values: Counted, findings: Findings) -> Counted:
    texts = {key: rows.column(header).distinct for key, header in columns.counters.items()}
    signed = [key for key, cells in texts.items() if any("%" in str(cell) for cell in cells)]
    values, unclear = in_units(values, columns.counters, signed)
    findings.problems += [replace(one, path=findings.name) for one in unclear]
    return values


def _understand(
    rows: Rows, columns: Columns, request: Request, findings: Findings
) -> tuple[Posts | None, list[Message]]:
    post_ids = columns.ids(rows, columns.post_id, findings)
    dates = _read_dates(rows, columns, post_ids, columns.locale or request.locale, findings)
    values: Counted = numbers(rows, columns.counters, findings, request.locale)
    if columns.any_unit and not findings.problems:
        values = _in_units(rows, columns, values, findings)
    values = values if columns.derived is None else columns.derived(rows, values, findings)
    accounts = _accounts(rows, columns, request, findings)
    _check_handles(rows, columns, request, findings)
    _check_platforms(rows, columns.post_id, post_ids, accounts, request, findings)
    if findings.problems or not len(rows):
        return None, []
    made = _made(post_ids)
    written = dates[columns.posted_at]
    usual = ZoneInfo(columns.written_in) if columns.written_in else None
    written_in, note = writing_zone(written, made, request.zone(str(accounts[0])), usual)
    posted = _by_account(
        accounts, request, lambda own, zone: posted_seconds(written.take(own), made[own], written_in, zone)
    )
    captured = captured_seconds(dates[columns.captured_at], posted, written_in, request, findings)
    read = Posts(
        rows,
        post_ids,
        accounts,
        posted,
        captured,
        _links(rows, columns, post_ids, request),
        {key: rows.texts(text) for key, text in columns.texts.items()},
        values,
        _promoted(
            rows, columns.promoted_on, dates[columns.promoted_on], posted, accounts, written_in, request, findings
        ),
    )
    return read, [text for text in (note, _scheduled(made, posted)) if text]


def _made(post_ids: Texts) -> Seconds:
    """By row: the UTC epoch second in which a video was made; 0 where no id tells it, as on YouTube."""
    number = _id_numbers(post_ids)
    instagram = ((number >> np.uint64(23)) + np.uint64(INSTAGRAM_BEGAN)) // np.uint64(1000)
    made = np.where(number < TIKTOK_FROM, instagram, number >> np.uint64(32)).astype(np.int64)
    return np.where(number == 0, 0, made)


def _id_numbers(post_ids: Texts) -> NDArray[np.uint64]:
    """The ids as numbers, 0 where there is none; those of other platforms are none."""
    none = same_text("0", len(post_ids))
    texts = chosen(known(post_ids), post_ids, none)
    numbered = are_digits(texts) & (characters_in(texts) == _DIGITS)
    return np.asarray(chosen(numbered, texts, none).cast(pa.uint64()).to_numpy(), np.uint64)


def _by_account(accounts: Column, request: Request, of: Callable[[Places, ZoneInfo], Seconds]) -> Seconds:
    """What rows of one account have in its time zone."""
    seconds = np.zeros(len(accounts), np.int64)
    for code, name in enumerate(accounts.distinct):
        own = np.flatnonzero(accounts.codes == code)
        seconds[own] = of(own, request.zone(str(name)))
    return seconds


def _read_dates(
    rows: Rows, columns: Columns, post_ids: Texts, locale: str | None, findings: Findings
) -> dict[str | None, Dates]:
    """By header: the dates; none where the file has no such column, or says that there was no promotion."""
    headers = [text for text in (columns.posted_at, columns.captured_at, columns.promoted_on) if text]
    seconds = _made(post_ids)
    texts = day_texts(rows, headers, seconds if columns.posted_at else None)
    # Of a video that is private or deleted YouTube tells no day; the ids of other platforms tell none either.
    may_be_empty = [text for text in headers if text == columns.promoted_on or columns.ids is not ids]
    cells = {text: DateColumn(own, _wanted(own) if text in may_be_empty else None) for text, own in texts.items()}
    made: Mapping[str, Collection[int]] = {}
    if columns.posted_at:
        made = cells[columns.posted_at].made(seconds, known(post_ids))
    reader = DateReader([text for one in cells.values() for text in one.texts], locale, made, days_in(findings.name))
    read: dict[str | None, Dates] = {None: Dates.of([None]).take(np.zeros(len(rows), np.intp))}
    for header, column in cells.items():
        read[header] = column.read(reader, partial(_refuse, rows, header, findings))
    return read


def _refuse(rows: Rows, header: str, findings: Findings, place: int, error: DateError) -> None:
    refuse_date(rows[place], header, error, findings)


def _wanted(texts: Texts) -> Mask:
    """By row: whether a day is meant, which is not sure of promotions."""
    return Column(texts).asked(lambda cell: says_a_day(str(cell)))


def _accounts(rows: Rows, columns: Columns, request: Request, findings: Findings) -> Column:
    if not columns.account:
        return Column(same_text(request.account, len(rows)))
    names = Column(rows.texts(columns.account))
    for place in np.flatnonzero(names.asked(lambda name: name not in request.timezones)).tolist():
        findings.add(
            "unknown_account",
            says("{name!r} is no account of this workspace", name=names[place]),
            says("{accounts}", accounts=sorted(request.timezones)),
            says("Add it to workspace.yaml."),
            row=int(rows.numbers[place]),
            field=columns.account,
        )
    return names


def _check_handles(rows: Rows, columns: Columns, request: Request, findings: Findings) -> None:
    """Another account's export is refused, because its posts would count as this one's."""
    if columns.link is None or request.handle is None or columns.account is not None:
        return
    ours = request.handle.lstrip("@").lower()
    others = {*rows.links(columns.link).handles()} - {ours}
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


def _check_platforms(
    rows: Rows, header: str, post_ids: Texts, accounts: Column, request: Request, findings: Findings
) -> None:
    """A post of another platform is refused, because numbers of two platforms are never the same thing."""
    number, there = _id_numbers(post_ids), known(post_ids)
    on: Mapping[PlatformName, Mask] = {
        "tiktok": there & (number >= TIKTOK_FROM),
        "instagram": there & (number > 0) & (number < TIKTOK_FROM),
        "youtube": there & (number == 0),
    }
    planned = [request.platform(str(account)) for account in accounts.distinct]
    for name, own in on.items():
        elsewhere = own & np.array([one != name for one in planned], np.bool_)[accounts.codes]
        if elsewhere.any():
            place = int(np.flatnonzero(elsewhere)[0])
            account = str(accounts[place])
            findings.add(
                "other_platform",
                says(
                    "{count} of {all} posts are on {platform}",
                    count=int(elsewhere.sum()),
                    all=len(rows),
                    platform=PLATFORMS[name].label,
                ),
                says(
                    "posts on {platform}, where {account} is",
                    platform=PLATFORMS[request.platform(account)].label,
                    account=account,
                ),
                says("Hand in one file a platform, each for its own account with --account."),
                row=int(rows.numbers[place]),
                field=header,
            )


def _links(rows: Rows, columns: Columns, post_ids: Texts, request: Request) -> Texts:
    """The posts' addresses, made anew from their ids, with the account's own handle where a link has none."""
    if columns.address is not None:
        return glued(columns.address, post_ids)
    if columns.link is None:
        return no_texts(len(rows))
    return rows.links(columns.link).anew(request.handle)


def _promoted(
    rows: Rows,
    header: str | None,
    dates: Dates,
    posted: Seconds,
    accounts: Column,
    written_in: tzinfo,
    request: Request,
    findings: Findings,
) -> pa.Int64Array:
    said: list[int | None] = [None] * len(rows)
    for place in np.flatnonzero(~are(rows.texts(header), "")).tolist() if header else ():
        zone = request.zone(str(accounts[place]))
        said[place] = promoted_second(
            rows[place], header, dates.at(place), int(posted[place]), written_in, zone, findings
        )
    return pa.array(said, pa.int64())


def _posts(read: Posts, source: str, request: Request) -> pa.Table:
    captions, listed = (
        None if (texts := read.texts.get(name)) is None else request.mask_texts(texts)
        for name in ("caption", "hashtags")
    )
    # An empty title in Studio means that the video has no caption; a missing column means that nobody knows.
    tags = each_listed(listed) if listed is not None else None if captions is None else each_hashtags(captions)
    sounds = read.texts.get("sound")
    duration = read.counters.get("duration")
    cells: Mapping[str, pa.Array[Arrow] | None] = {
        "post_id": read.post_ids,
        "account": read.accounts.mapped(str),
        "posted_at": pa.array(read.posted_at, mask=read.posted_at == 0),
        "link": read.links,
        "caption": captions,
        "hashtags": tags,
        "sound": None if sounds is None else _sounds(sounds, request),
        "duration": None if duration is None else pa.array(duration, from_pandas=True),
        "promoted_at": read.promoted_at,
        "described_at": pa.array(read.captured_at),
        "source": same_text(source, len(read)),
    }
    return conform("posts", pa.table({name: values for name, values in cells.items() if values is not None}))


def _sounds(texts: Texts, request: Request) -> Texts:
    distinct, codes = distinct_texts(texts)
    return taken(texts_of([request.mask_sound(one) if one else None for one in distinct]), codes)


def _scheduled(made: Seconds, posted: Seconds) -> Message | None:
    """A note on posts whose id and written date lie more than a day apart."""
    apart = int(((np.abs(posted - made) > DAY) & (made > 0)).sum())
    if not apart:
        return None
    return says(
        "{apart} posts carry a date more than a day away from when their video was made: scheduled posts, or a "
        "wrong date.",
        apart=apart,
    )


def _newest(posts: Posts, findings: Findings) -> Posts:
    """One row for each post and moment: the one that has at least as much of everything, because counters grow."""
    groups, count = _same_moment(posts)
    again = len(posts) - count
    if not again:
        return posts
    first = first_rows(groups, count)
    order = np.argsort(groups, kind="stable")
    bounds = np.flatnonzero(np.diff(groups[order], prepend=-1, append=-1)).tolist()
    # Of each group the place of its first row keeps its order, whichever of its rows is kept.
    kept = {int(place): int(place) for place in first}
    for begin, end in pairwise(bounds):
        if end - begin == 1:
            continue
        same = np.sort(order[begin:end]).tolist()
        most = [row for row in same if all(_at_least(posts, row, other) for other in same)]
        if most:
            kept[same[0]] = most[0]
            continue
        del kept[same[0]]
        numbers = posts.rows.numbers[same].tolist()
        findings.add(
            "posts_repeated",
            says("One post stands in the rows {rows}, none of which is clearly the newest", rows=numbers),
            says("one row a post and moment"),
            says("Keep the newest of these rows."),
            row=numbers[1],
        )
    findings.notes.append(
        says("{again} rows repeat a post of the same moment; the one with the highest numbers counts.", again=again)
    )
    return posts.at(np.array([kept[place] for place in sorted(kept)], np.intp))


def _same_moment(posts: Posts) -> tuple[Whole, int]:
    """By row: a number that rows of one account, post and moment share, and how many there are."""
    accounts = posts.accounts.codes.astype(np.int64), len(posts.accounts.distinct)
    return together([accounts, _id_codes(posts.post_ids), codes_of(posts.captured_at)])


def _id_codes(post_ids: Texts) -> tuple[Whole, int]:
    """By row: a number that rows of one id share, and how many there are; numbers are quicker told apart than texts."""
    ids_as_numbers = _id_numbers(post_ids)
    if ids_as_numbers.all():
        return codes_of(ids_as_numbers)
    distinct, codes = distinct_texts(post_ids)
    return codes.astype(np.int64), len(distinct)


def _at_least(posts: Posts, row: int, other: int) -> bool:
    pairs = ((numbers[row], numbers[other]) for numbers in posts.counters.values())
    return all(bool(np.isnan(theirs)) or own >= theirs for own, theirs in pairs)


def _possible(posts: Posts, request: Request, findings: Findings) -> Posts:
    """The rows, those whose numbers cannot be true named, and left out where that was chosen."""
    wrong = impossible_rows(posts.counters)
    if not wrong:
        return posts
    places = sorted(wrong)
    numbers = posts.rows.numbers[places].tolist()
    if request.leave_out:
        findings.notes.append(says("Numbers that cannot be true are left out: row {rows}.", rows=numbers))
        return posts.at(np.setdiff1d(np.arange(len(posts)), places))
    findings.notes.append(
        says(
            "The numbers of row {rows} cannot be true (likes above views, reactions without views, or less than none); "
            "--leave-out impossible leaves them out.",
            rows=numbers,
        )
    )
    return posts


def _exported_on(posts: Posts, request: Request) -> date | None:
    days = np.unique(posts.local_days(posts.captured_at, request))
    return _day(days[0]) if len(days) == 1 else None


def _period(posts: Posts, request: Request) -> tuple[date, date] | None:
    days = posts.local_days(posts.posted_at, request)[posts.posted_at > 0]
    return (_day(days.min()), _day(days.max())) if len(days) else None


def _day(number: np.int64) -> date:
    return date(1970, 1, 1) + timedelta(days=int(number))
