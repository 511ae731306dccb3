"""Reading by column says what reading cell by cell says, whatever stands in the cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from math import nan
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cliptrial.posts.columns import csv_grid
from cliptrial.posts.columns.arrow import are_blank, distinct_texts, stripped, texts_of
from cliptrial.posts.columns.captions import each_hashtags
from cliptrial.posts.columns.column import Column
from cliptrial.posts.columns.csv_grid import read_csv
from cliptrial.posts.columns.dates import DateColumn, Dates
from cliptrial.posts.columns.links import Links, handles_in
from cliptrial.posts.columns.zones import local_days, utc_seconds
from cliptrial.posts.equal_age.due import window
from cliptrial.posts.equal_age.windows import windows
from cliptrial.posts.sources.clock import posted_seconds
from cliptrial.posts.text.dates import DateError, DateReader, When
from cliptrial.posts.text.hashtags import hashtags_in
from cliptrial.posts.text.ids import handle_in_link, id_in_link
from cliptrial.posts.text.number_columns import _AMBIGUOUS_LETTER, _MARKED, _is_percent, _mark, read_column
from cliptrial.posts.text.numbers import NumberError, is_missing, read_number, read_share
from cliptrial.posts.text.privacy import Masker
from cliptrial.posts.text.rebuilt_links import rebuilt_link
from cliptrial.posts.text.signs import Signs

EXAMPLES = settings(max_examples=150, deadline=None)
ZONES = [
    ZoneInfo("Europe/Berlin"),
    ZoneInfo("Asia/Kathmandu"),
    ZoneInfo("America/Santiago"),
    timezone(timedelta(hours=-3)),
]
FREE = st.text(st.characters(codec="utf-8"), max_size=12)


def pieces(*parts: str, most: int = 8) -> st.SearchStrategy[str]:
    """Texts made of these parts."""
    return st.lists(st.sampled_from(parts), max_size=most).map("".join)


CSV = pieces(
    "a", "b", ",", ",", "\n", "\r\n", "\r", '"', '""', '","', '"\n"', '="', '"=""', " ", "é", "\ufeff", most=14
)


@EXAMPLES
@given(body=CSV, skipped=st.integers(0, 3))
def test_csv_is_read_as_pythons_strict_reader_reads_it(body: str, skipped: int) -> None:
    rows: list[tuple[int, tuple[str, ...]]] = []
    error, number = None, skipped
    try:
        for number, row in enumerate(csv.reader(io.StringIO(body, newline=""), strict=True), skipped + 1):
            if "".join(row).strip():
                rows.append((number, tuple(re.sub(r'\A="([^"]*)"\Z', r"\1", cell) for cell in row)))
    except csv.Error as caught:
        error = str(caught)
    read = read_csv(body.encode(), ",", skipped)
    assert (list(read.grid.rows), read.error and str(read.error)) == (rows, error)
    assert error is None or read.row == number + 1


NUMBER = st.one_of(
    st.integers(0, 10**17).map(str),
    st.tuples(st.integers(0, 2000), st.sampled_from(".,"), st.integers(0, 2000)).map(
        lambda one: "".join(map(str, one))
    ),
    st.sampled_from(
        ["0", "00", "1.175", "0.123", "12,5", "--", "", " 7 ", "5 B", "41 %", "3%", "43.2K", "x", "1.2.3", "٣"]
    ),
)


TYPED = st.sampled_from([1.175, 1.18, 12.0, 7, 999.125])
"""Cells of a workbook in which a program took thousands for decimals."""


@EXAMPLES
@given(
    cells=st.lists(st.one_of(NUMBER, NUMBER, TYPED, st.floats(), st.integers()), max_size=8),
    locale=st.sampled_from([None, "de", "en"]),
)
@pytest.mark.parametrize("text_only", [True, False])
def test_numbers_are_those_of_each_cell_and_its_column(
    text_only: bool, cells: list[object], locale: str | None
) -> None:
    cells = [cell for cell in cells if isinstance(cell, str)] if text_only else cells
    texts = {cell for cell in cells if isinstance(cell, str)}
    mark = {"de": ",", "en": "."}[locale] if locale else _mark(texts, "Views", Signs({"Views": cells}))
    said = [text for text in texts if not is_missing(text)]
    percent = any(map(_is_percent, said)) and all(_is_percent(text) or text.strip() == "0" for text in said)
    signs = Signs({"Views": cells})
    languages = signs.languages if any(map(_AMBIGUOUS_LETTER, said)) else ()
    wanted: list[object] = []
    unclear = []
    for row, cell in enumerate(cells):
        wanted.append(cell)
        if isinstance(cell, str):
            try:
                value = read_share(cell, mark) if percent else read_number(cell, mark, languages)
                wanted[-1] = nan if value is None else value
            except NumberError as error:
                if error.ambiguous or (_MARKED.fullmatch(cell.strip()) and not _is_percent(cell)):
                    unclear.append((row, cell, error.ambiguous))
    half = half_in_percent(cells, wanted)
    unclear = [one for one in unclear if one[0] not in half] + [(row, str(cells[row]), False) for row in half]
    unclear = [*sorted(unclear), *taken_for_decimals(cells)]
    numbers, faults = read_column(Column(cells), locale, "Views", Signs({"Views": Column(cells)}))
    assert repr(numbers) == repr(wanted)
    assert [(one.row, one.text, one.ambiguous) for one in faults] == unclear


def half_in_percent(cells: Sequence[object], numbers: Sequence[object]) -> list[int]:
    """Rows of the fewer: texts with a percent sign, and texts that are numbers without one."""
    texts = [row for row, cell in enumerate(cells) if isinstance(cell, str)]
    signed = [row for row in texts if _is_percent(cells[row]) and any(map(str.isdigit, str(cells[row])))]
    plain = [row for row in texts if not _is_percent(cells[row]) and isinstance(numbers[row], float)]
    plain = [row for row in plain if numbers[row] == numbers[row] != 0]
    return min(signed, plain, key=len) if signed else []


def taken_for_decimals(cells: Sequence[object]) -> list[tuple[int, str, bool]]:
    """Numbers with three decimals beside whole ones, all below a thousand."""
    numbers = {row: float(cell) for row, cell in enumerate(cells) if isinstance(cell, float | int) and cell == cell}
    numbers = {row: number for row, number in numbers.items() if abs(number) < 1e300}
    broken = {row: number for row, number in numbers.items() if not number.is_integer()}
    three = [number for number in broken.values() if round(number, 2) != number]
    if any(abs(number) >= 1000 or round(number, 3) != number for number in numbers.values()):
        return []
    if len(broken) == len(numbers) or 2 * len(three) <= len(broken):
        return []
    return [(row, f"{number:.3f}", True) for row, number in broken.items()]


DATE = st.one_of(
    st.datetimes(datetime(1850, 1, 1), datetime(2300, 1, 1)).map(lambda one: one.isoformat(" ", "seconds")),
    st.datetimes(datetime(2020, 1, 1), datetime(2027, 1, 1)).map(lambda one: one.isoformat("T", "minutes")),
    st.dates().map(str),
    st.tuples(st.integers(1, 31), st.integers(1, 13)).map(lambda one: f"{one[0]:02}/{one[1]:02}/2026"),
    st.sampled_from(
        ["March 9", "29 February", "2026-02-30", "2026-03-09 24:00", "x", "", "1772800000", "2026-03-09T10:00Z"]
    ),
)


@EXAMPLES
@given(texts=st.lists(DATE, max_size=7))
def test_dates_are_those_of_each_cell_and_its_file(texts: list[str]) -> None:
    reader, wrong, wanted = DateReader(texts), [], []
    for row, text in enumerate(texts):
        try:
            wanted.append(reader.read(text))
        except DateError as error:
            wanted.append(None)
            wrong.append((row, str(error)))
    refused: list[tuple[int, str]] = []
    column = DateColumn(texts_of(texts))
    read = column.read(DateReader(column.texts), lambda row, error: refused.append((row, str(error))))
    whole = [None if one is None else (one.year, one.month, one.day, one.time, _offset(one)) for one in wanted]
    parts = [read.at(row) for row in range(len(texts))]
    assert [None if one is None else (one.year, one.month, one.day, one.time, _offset(one)) for one in parts] == whole
    assert sorted(refused) == wrong


def _offset(when: When) -> timedelta | None:
    return None if when.zone is None else when.zone.utcoffset(None)


YEAR, CLOCK = st.none() | st.integers(2020, 2027), st.none() | st.times().map(lambda one: one.replace(microsecond=0))
WHEN = st.none() | st.builds(When, st.integers(1, 12), st.integers(1, 28), YEAR, CLOCK, st.none() | st.just(UTC))


@EXAMPLES
@given(
    rows=st.lists(st.tuples(WHEN, st.integers(1_577_836_800, 1_800_000_000)), min_size=1, max_size=6),
    zone=st.sampled_from(ZONES),
)
def test_times_of_posting_are_those_of_each_row(rows: list[tuple[When | None, int]], zone: ZoneInfo) -> None:
    dates, made = Dates.of([when for when, _ in rows]), np.array([second for _, second in rows])
    assert posted_seconds(dates, made, UTC, zone).tolist() == [_posted(when, second, zone) for when, second in rows]


def _posted(when: When | None, made: int, zone: ZoneInfo) -> int:
    if when is None:
        return made
    local, utc = datetime.fromtimestamp(made, zone).date(), datetime.fromtimestamp(made, UTC).date()
    day = when.near(local)
    if when.time is not None:
        return int(datetime.combine(day, when.time, when.zone or UTC).timestamp())
    if min(local, utc) - timedelta(days=1) <= day <= max(local, utc):
        return made
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=zone).timestamp())


@EXAMPLES
@given(
    seconds=st.lists(st.integers(1_600_000_000, 1_900_000_000), max_size=6),
    zone=st.sampled_from(ZONES),
    turn=st.integers(-5000, 5000),
)
def test_local_times_are_those_of_pythons_zones(seconds: list[int], zone: ZoneInfo, turn: int) -> None:
    # Around the nights in which clocks are put forward and back.
    moments = [*seconds, 1_774_746_000 + turn, 1_792_890_000 + turn, 1_775_359_800 + turn]
    days = [datetime.fromtimestamp(second, zone).date().toordinal() - 719_163 for second in moments]
    assert local_days(np.array(moments), zone).tolist() == days
    clocks = [datetime(1970, 1, 1) + timedelta(seconds=second) for second in moments]
    wanted = [int(clock.replace(tzinfo=zone).timestamp()) for clock in clocks]
    assert utc_seconds(np.array(moments), zone).tolist() == wanted


@EXAMPLES
@given(
    posted=st.lists(st.integers(1_600_000_000, 1_900_000_000), max_size=5),
    named=st.lists(st.sampled_from([None, "Europe/Berlin", "America/Santiago"]), min_size=7, max_size=7),
    measure_at=st.sampled_from([0.5, 3.9, 4.0, 6.5, 7.0]),
)
def test_posts_are_at_their_age_when_each_of_them_is(
    posted: list[int], named: list[str | None], measure_at: float
) -> None:
    # Seven days before and after clocks are put forward.
    seconds = [*posted, 1_774_746_000 - 7 * 86_400, 1_774_746_000]
    zones = named[: len(seconds)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("cliptrial.posts.equal_age.windows.FEW", 0)
        first, last = windows(np.array(seconds), measure_at, zones)
    each = [window(second, measure_at, zone) for second, zone in zip(seconds, zones, strict=True)]
    assert [*zip(first.tolist(), last.tolist(), strict=True)] == [(one.first, one.last) for one in each]


ID = "7333242421595229472"
ADDRESS = ("https://www.tiktok.com/@", "mara", "/video/", "/photo/", "/v/", "?x=", "TikTok.com/@", "https://youtu.be/")
LINK = pieces(*ADDRESS, ID, ID, "123", "1", " ", "dQw4w9WgXcQ", "é")


@EXAMPLES
@given(texts=st.lists(LINK | st.just(f"https://www.tiktok.com/@mara/video/{ID}"), max_size=6))
def test_links_are_those_of_each_cell(texts: list[str]) -> None:
    links = Links(texts_of(texts))
    assert links.ids.to_pylist() == [id_in_link(text) for text in texts]
    assert links.anew("me").to_pylist() == [rebuilt_link(text, "me") for text in texts]
    handles = {handle for text in texts if (handle := handle_in_link(text))}
    assert {*links.handles()} == handles
    named = {handle for text in texts if "tiktok.com/@" in text and (handle := handle_in_link(text))}
    assert handles_in(Column(texts)) == named


MARKS = ("e\u0301", "\u200d", "\u00ad", "\u00a0", "\u0338", "\ufe0f")
CAPTION = pieces("#", "#", "food", "Leek", "＃", "é", " ", "🍲", "क", "़", ".", "-", "ẞ", *MARKS, most=10)


@EXAMPLES
@given(texts=st.lists(CAPTION, max_size=5))
def test_hashtags_are_those_of_each_caption(texts: list[str]) -> None:
    assert each_hashtags(texts_of(texts)).to_pylist() == [[*hashtags_in(text)] for text in texts]


NAMED = pieces(
    "@", "＠", "%40", "anna", "mara", ".b", "@x.de", " ", "+49 30 ", "0", "123456", "7-8", "٣", "\u200b", most=10
)


@EXAMPLES
@given(texts=st.lists(NAMED, max_size=5))
def test_what_hides_names_hides_them_in_columns_too(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    mask = Masker(_store(tmp_path_factory), frozenset({"mara"}))
    assert mask.texts(texts_of(texts)).to_pylist() == [mask(text) for text in texts]


def _store(factory: pytest.TempPathFactory) -> Path:
    store = factory.getbasetemp() / "masking"
    store.mkdir(exist_ok=True)
    return store


@EXAMPLES
@given(texts=st.lists(FREE | pieces(" ", "\u00a0", "a", "\x1c", "é", "\u3000", most=4), max_size=6))
def test_blanks_are_those_of_python(texts: list[str]) -> None:
    column = texts_of(texts)
    assert are_blank(column).tolist() == [not text.strip() for text in texts]
    assert stripped(column).to_pylist() == [text.strip() for text in texts]
    distinct, codes = distinct_texts(column)
    assert [distinct[code] for code in codes] == texts
    # A part of a column begins in the middle of its memory.
    assert are_blank(column[1:]).tolist() == [not text.strip() for text in texts[1:]]


@pytest.mark.parametrize("piece", [3, 7, 1 << 20])
@pytest.mark.parametrize(
    ("body", "plain"),
    [
        (b'a,"b ""c""",d\r\n"e","f"\r\n', True),
        (b'aaaaaaaa,b\r\n"cc","dd"', True),
        (b'aaaaaaaa,b"c"d\r\n', False),
        (b'"aaaaaaaa" b,c\r\n', False),
        (b'aaaaaaaa,"b\r\n', False),
    ],
)
def test_quotation_marks_are_seen_in_every_piece_of_a_file(
    body: bytes, plain: bool, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_grid, "_PIECE", piece)
    assert csv_grid._is_plainly_quoted(body, ",") is plain
