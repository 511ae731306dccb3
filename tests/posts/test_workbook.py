"""numbers.xlsx: what people fill in comes back as they meant it, or is named cell by cell."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import time as time_of_day

import pytest
import xlsxwriter
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.posts.planned import write_workbook

from cliptrial.errors import SourceError
from cliptrial.posts.workbook.book import Filled, places_in, read_workbook, update_workbook
from cliptrial.posts.workbook.reading import read_rows
from cliptrial.registry.plan.post_states import PostState, state_of
from cliptrial.registry.plan.schedule import Position, Rule, Schedule

RULE = Rule(1, 2, {"demo": 1}, {"demo": {"b": 1000}}, 1)
LINK = "https://www.tiktok.com/@demo/video/7333242421595229472"


def _schedule(count: int = 6, first: date = date(2026, 3, 2)) -> Schedule:
    days = [first + timedelta(days=i) for i in range(count)]
    return Schedule(
        tuple(Position(i + 1, i // 4 + 1, "demo", d, "18:00", "ab"[i % 2], f"Idee {i}") for i, d in enumerate(days)),
        RULE,
    )


OPTIONS = {"labels": {"a": "Aussage", "b": "Frage"}, "language": "de", "measure_at": 7.0}

count = st.none() | st.integers(0, 10**9).map(float)
moments = st.datetimes(datetime(2020, 1, 1, 0, 0, 1), datetime(2030, 1, 1)).map(lambda m: m.replace(microsecond=0))
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
filled = st.builds(
    Filled,
    link=st.none() | st.just(LINK) | st.just("https://vm.tiktok.com/ZMabc123/"),
    views=count,
    average_watch_time=st.none() | st.floats(0.01, 600).map(lambda x: round(x, 2)),
    watched_full=st.none() | st.floats(0, 1).map(lambda x: round(x, 4)),
    saves=count,
    new_followers=count,
    read_on=st.none() | days | moments.filter(lambda m: m.time() != time()),
    promoted_on=st.none() | st.just(False) | days | moments.filter(lambda m: m.time() != time()),
    likes=count,
    followers=count,
)


@settings(max_examples=30)
@given(
    content=st.dictionaries(st.integers(1, 6), filled, max_size=6),
    language=st.sampled_from(["de", "en", "de-AT", "fr"]),
)
def test_what_is_written_is_read_back(content, language, tmp_path_factory):
    """Every value survives, to the digit, in every language; empty positions are not there."""
    path = tmp_path_factory.mktemp("wb") / "numbers.xlsx"
    write_workbook(path, _schedule(), labels={}, language=language, measure_at=7, filled=content)
    assert read_workbook(path.read_bytes(), path.name) == {n: row for n, row in content.items() if row != Filled()}


def test_a_workbook_keeps_the_places_and_topics_of_its_plan(tmp_path):
    path = tmp_path / "numbers.xlsx"
    assert places_in(path) == {}
    write_workbook(path, _schedule(2), labels={}, language="en", measure_at=7, filled={1: Filled(views=3.0)})
    assert places_in(path) == {
        ("demo", date(2026, 3, 2), "18:00"): (1, "Idee 0"),
        ("demo", date(2026, 3, 3), "18:00"): (2, "Idee 1"),
    }


def test_the_same_plan_gives_the_same_bytes(tmp_path):
    """No clock and no chance go into the file."""
    for name in "ab":
        write_workbook(tmp_path / name, _schedule(), **OPTIONS)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_german_workbook_reads_german(tmp_path):
    """Headers, weekday and dates are German, and the plan is filled in."""
    path = tmp_path / "numbers.xlsx"
    write_workbook(path, _schedule(), **OPTIONS)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("Zahlen").to_python()
    assert "gelben Zellen" in rows[0][0]
    assert "„Abgelesen am“" in rows[1][0]
    assert rows[2][:8] == ["Nr.", "Datum", "Tag", "Uhrzeit", "Konto", "Variante", "Thema", "Ablesen ab"]
    assert rows[3][:8] == [1.0, date(2026, 3, 2), "Mo", "18:00", "demo", "Aussage", "Idee 0", date(2026, 3, 9)]
    assert all(cell == "" for cell in rows[3][8:])


def _typed(cells: dict[str, object], headers: dict[str, str] | None = None, without: tuple[str, ...] = ()) -> bytes:
    """A workbook as a spreadsheet program saves it, with the given input cells of position 1."""
    names = [
        "No.",
        "Date",
        "Video link",
        "Views",
        "Average watch time (s)",
        "Watched full video (%)",
        "Saves",
        "New followers",
        "Read on",
        "Boosted on",
    ]
    names = [name for name in names if name not in without]
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Numbers")
    clock, day = book.add_format({"num_format": "h:mm"}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, [(headers or {}).get(name, name) for name in names])
    sheet.write_number(1, 0, 1)
    for name, value in cells.items():
        column = names.index(name)
        if isinstance(value, time):
            sheet.write_datetime(1, column, value, clock)
        elif isinstance(value, date):
            sheet.write_datetime(1, column, value, day)
        elif isinstance(value, str):
            sheet.write_string(1, column, value)
        else:
            sheet.write_number(1, column, value)
    book.close()
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("cell", "share"),
    [
        (41, 0.41),
        (0.41, 0.41),
        ("41 %", 0.41),
        ("41%", 0.41),
        ("41,5 %", 0.415),
        ("0,41", 0.41),
        (1, 1.0),
        (100, 1.0),
        ("0.5%", 0.005),
        (0, 0.0),
    ],
)
def test_a_share_may_be_typed_in_every_usual_way(cell, share):
    """Above 1 it is percent, up to 1 a share, and a percent sign settles it."""
    assert read_workbook(_typed({"Watched full video (%)": cell}), "n")[1].watched_full == pytest.approx(share)


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        (7.9, 7.9),
        ("7,9", 7.9),
        ("7.9", 7.9),
        ("0:07", 7),
        ("1:05", 65),
        ("7,9 s", 7.9),
        (time(0, 7), 7),
        (time(1, 5), 65),
        (time(0, 0, 7), 7),
    ],
)
def test_seconds_may_be_typed_in_every_usual_way(cell, seconds):
    """0:07 is seven seconds, even though a spreadsheet takes it for seven minutes past midnight."""
    assert read_workbook(_typed({"Average watch time (s)": cell}), "n")[1].average_watch_time == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("cell", "views"), [(12345, 12345), ("12 345", 12345), ("12,345,678", 12345678), ("43.2K", 43200), ("12345", 12345)]
)
def test_counts_may_be_typed_in_every_usual_way(cell, views):
    """Grouped by spaces, twice by commas, or as the app shortens them."""
    assert read_workbook(_typed({"Views": cell}), "n")[1].views == views


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-03-09", date(2026, 3, 9)),
        ("9.3.2026", date(2026, 3, 9)),
        ("9. März 2026", date(2026, 3, 9)),
        (date(2026, 3, 9), date(2026, 3, 9)),
        (46090, date(2026, 3, 9)),
        ("2026-03-09 18:30", datetime(2026, 3, 9, 18, 30)),
    ],
)
def test_days_may_be_typed_in_every_usual_way(cell, day):
    """As a date cell, as text with a year, or as the number that a lost format leaves."""
    row = read_workbook(_typed({"Read on": cell, "Boosted on": cell}), "n")[1]
    assert (row.read_on, row.promoted_on) == (day, day)


@pytest.mark.parametrize(
    ("cell", "said"), [("no", False), ("Nein", False), ("nie", False), ("-", None), ("–", None), ("", None)]
)
def test_a_promotion_may_be_denied_in_a_word(cell, said):
    """A "no" is an answer of its own; a dash is as good as an empty cell, as in every other column."""
    assert read_workbook(_typed({"Views": 5, "Boosted on": cell}), "n")[1].promoted_on is said


CELLS = yaml.safe_load((Path(__file__).parent / "cases" / "workbook_cells.yaml").read_text(encoding="utf-8"))
KEYS = {
    "position": "No.",
    "link": "Video link",
    "views": "Views",
    "average_watch_time": "Average watch time (s)",
    "watched_full": "Watched full video (%)",
    "saves": "Saves",
    "new_followers": "New followers",
    "read_on": "Read on",
    "promoted_on": "Boosted on",
    "state": "State",
}


@pytest.mark.parametrize("case", CELLS, ids=lambda case: case["case"])
def test_a_row_is_read_as_it_is_meant_or_refused_by_its_cell(case):
    """What every cell says, and what is wrong with it in which column of which row."""
    data = _row_of(case.get("position", 1), {KEYS[key]: cell for key, cell in case["cells"].items()})
    if "problems" in case:
        with pytest.raises(SourceError) as caught:
            read_workbook(data, "n")
        told = {p.field: (p.code, p.row, p.path) for p in caught.value.problems}
        assert told == {KEYS[key]: (code, 2, 'n, sheet "Numbers"') for key, code in case["problems"].items()}
    else:
        read = case["read"]
        expected = {} if read is None else {1: Filled(**{key: _close(value) for key, value in read.items()})}
        assert read_workbook(data, "n") == expected


def _close(value):
    return pytest.approx(value, rel=1e-12) if isinstance(value, float) else value


def _row_of(position, cells):
    """A workbook whose second row has these cells under the plan's headers."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        sheet = book.add_worksheet("Numbers")
        clock = book.add_format({"num_format": "hh:mm:ss"})
        sheet.write_row(0, 0, list(KEYS.values()))
        for column, cell in enumerate([position, *(cells.get(name) for name in list(KEYS.values())[1:])]):
            if isinstance(cell, dict):
                sheet.write_datetime(1, column, time.fromisoformat(cell["time"]), clock)
            elif isinstance(cell, date):
                sheet.write_datetime(1, column, cell)
            elif isinstance(cell, str):
                sheet.write_string(1, column, cell)
            elif cell is not None:
                sheet.write(1, column, cell)
    return buffer.getvalue()


def _sheets(*sheets):
    """A workbook of sheets of rows."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for title, rows in sheets:
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return buffer.getvalue()


HEADER = ["No.", "Video link", "Views", "Read on"]
DAY = "2026-03-09"


@pytest.mark.parametrize("above", [0, 19])
def test_the_headers_are_looked_for_in_every_sheet_and_in_twenty_rows(above):
    """In any order and case, with or without the columns that nobody needs, and pasted along again."""
    rows = [["note"]] * above + [[f" {name.upper()} " for name in HEADER[::-1]]]
    rows += [[DAY, 5, LINK, 1], HEADER[::-1], [], [DAY, 6, "", 2]]
    found = read_workbook(_sheets(("Notes", [["x"]]), ("Zahlen", rows)), "n")
    assert found == {
        1: Filled(link=LINK, views=5.0, read_on=date(2026, 3, 9)),
        2: Filled(views=6.0, read_on=date(2026, 3, 9)),
    }


def test_headers_in_the_twenty_first_row_are_none():
    """Nor are those of a sheet that lacks one that is needed."""
    for rows in ([["note"]] * 20 + [HEADER], *([HEADER[:n] + HEADER[n + 1 :]] for n in range(4))):
        with pytest.raises(SourceError) as caught:
            read_workbook(_sheets(("Numbers", rows)), "n")
        assert caught.value.problems[0].code == "not_the_workbook"


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_column_is_known_by_its_header(language, tmp_path):
    """A workbook as written: account, day and slot of the plan stand beside what was filled in."""
    path = tmp_path / "numbers.xlsx"
    whole = Filled(LINK, 5.0, 7.5, 0.4, 1.0, 2.0, date(2026, 3, 9), date(2026, 3, 10))
    write_workbook(path, _schedule(2), labels={}, language=language, measure_at=7, filled={2: whole})
    first, second = read_rows(path.read_bytes(), "n")
    assert (first.number, first.position, first.account, first.slot) == (4, 1, "demo", "18:00")
    assert (first.date, second.date) == (date(2026, 3, 2), date(2026, 3, 3))
    assert (first.filled, second.filled) == (Filled(), whole)


def test_positions_that_stand_there_twice_are_each_named():
    """Once each, in order, with how often."""
    rows = [HEADER, *([n, "", 5, DAY] for n in (3, 1, 3, 2, 1, 3))]
    with pytest.raises(SourceError) as caught:
        read_workbook(_sheets(("Numbers", rows)), "n")
    assert [p.what for p in caught.value.problems] == ["Position 1 stands in 2 rows", "Position 3 stands in 3 rows"]


def test_a_day_in_one_column_settles_the_order_of_the_other():
    """03/04/2026 is in April where another cell of the workbook has a day above 12 in front."""
    row = read_workbook(_typed({"Read on": "13/04/2026", "Boosted on": "03/04/2026"}), "n")[1]
    assert row.promoted_on == date(2026, 4, 3)


def test_every_bad_cell_is_named_at_once():
    """Sheet, row and column of each, and nothing is kept."""
    cells = {
        "Video link": 7.333242421595229e18,
        "Views": "12.345",
        "Average watch time (s)": "soon",
        "Saves": -1,
        "Watched full video (%)": 140,
        "New followers": 2.5,
        "Read on": "9 March",
        "Boosted on": "soon",
    }
    with pytest.raises(SourceError) as caught:
        read_workbook(_typed(cells), "numbers.xlsx")
    problems = caught.value.problems
    assert {p.field for p in problems} == set(cells)
    assert {p.row for p in problems} == {2}
    assert all(p.path == 'numbers.xlsx, sheet "Numbers"' for p in problems)
    assert "lost digits" in str(problems[0])
    assert "empty if it was not promoted" in next(p.expected for p in problems if p.field == "Boosted on")


def test_an_ambiguous_number_is_settled_by_its_neighbours():
    """12.345 views are twelve thousand where another cell of the workbook writes 7,9."""
    row = read_workbook(_typed({"Views": "12.345", "Average watch time (s)": "7,9"}), "n")[1]
    assert (row.views, row.average_watch_time) == (12345, 7.9)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_sheet_says_that_the_day_is_needed(language, tmp_path):
    """The header, the instructions and the hint of the cell say it before anything is handed in."""
    path = tmp_path / "numbers.xlsx"
    write_workbook(path, _schedule(), labels={}, language=language, measure_at=7)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    day = {"de": "Abgelesen am", "en": "Read on"}[language]
    assert day in rows[1][0]
    assert rows[2][-3] == {"de": f"{day} (Pflicht bei Zahlen)", "en": f"{day} (needed with numbers)"}[language]
    with zipfile.ZipFile(path) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    assert {"de": "Nötig, sobald", "en": "Needed as soon as"}[language] in xml


def test_workbooks_with_earlier_headers_are_still_read():
    """A workbook that was written before the headers were reworded loses nothing."""
    earlier = {
        "Average watch time (s)": "Ø Wiedergabezeit (s)",
        "Watched full video (%)": "Vollständig angesehen (%)",
        "Read on": "Abgelesen am",
        "No.": "Nr.",
    }
    cells = {"Average watch time (s)": 7.9, "Watched full video (%)": 41, "Read on": date(2026, 3, 9)}
    row = read_workbook(_typed(cells, earlier, without=("Boosted on",)), "n")[1]
    assert row == Filled(average_watch_time=7.9, watched_full=0.41, read_on=date(2026, 3, 9))


@pytest.mark.parametrize(
    ("language", "header", "quoted", "hint"),
    [
        (
            "en",
            "Boosted on",
            "“Boosted on”",
            "The day you started to promote it with money, or yes; empty if you did not.",
        ),
        (
            "de",
            "Beworben ab",
            "„Beworben ab“",
            "Der Tag, ab dem der Post mit Geld beworben wurde, oder ja; leer, wenn gar nicht.",
        ),
    ],
)
def test_the_sheet_asks_since_when_a_post_was_promoted(language, header, quoted, hint, tmp_path):
    """Header, instructions and hint say what belongs there: a day, or a word where nobody knows it."""
    path = tmp_path / "numbers.xlsx"
    write_workbook(path, _schedule(), labels={}, language=language, measure_at=7)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert rows[2][-2] == header
    assert quoted in rows[1][0]
    with zipfile.ZipFile(path) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    assert hint in xml


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "posted,later,skipped,deleted,other variant posted,boosted,collab,waiting"),
        ("de", "gepostet,später,ausgelassen,gelöscht,andere Variante gepostet,beworben,Kooperation,wartet"),
    ],
)
def test_the_sheet_offers_what_became_of_a_post(language, words, tmp_path):
    """The last column is a list to choose from, and every word of it is read back."""
    path = tmp_path / "numbers.xlsx"
    write_workbook(path, _schedule(), labels={}, language=language, measure_at=7)
    with zipfile.ZipFile(path) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    assert f'<formula1>"{words}"</formula1>' in xml
    assert [state_of(word) for word in words.split(",")] == list(PostState)


def test_problems_name_the_columns_as_the_sheet_does():
    """Whoever fills in a German sheet looks for a German header."""
    with pytest.raises(SourceError) as caught:
        read_workbook(_typed({"Views": "viele"}, {"Views": "Aufrufe", "Read on": "Abgelesen am"}), "n")
    assert caught.value.problems[0].field == "Aufrufe"


def test_planning_again_sweeps_what_a_killed_plan_left(tmp_path):
    """A draft older than an hour goes; a fresh one may be somebody's."""
    path = tmp_path / "numbers.xlsx"
    old, fresh = tmp_path / ".numbers.xlsx.abc123.tmp", tmp_path / ".numbers.xlsx.def456.tmp"
    for draft in (old, fresh):
        draft.write_bytes(b"half")
    os.utime(old, (time_of_day() - 4000, time_of_day() - 4000))
    update_workbook(path, _schedule(), **OPTIONS)
    assert (old.exists(), fresh.exists(), path.exists()) == (False, True, True)


def test_another_workbook_is_refused_with_what_was_looked_for():
    """A workbook without the headers says which ones it needs."""
    with pytest.raises(SourceError, match="No sheet has the headers"):
        read_workbook(_typed({}, {"Views": "Plays"}), "n")


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04" + b"\0" * 40])
def test_no_workbook_is_no_traceback(data):
    """Half a file, or another file, is a problem with a name."""
    with pytest.raises(SourceError) as caught:
        read_workbook(data, "n")
    assert [problem.code for problem in caught.value.problems] == ["unreadable_workbook"]


def test_half_a_workbook_is_refused(tmp_path):
    """A file cut anywhere is refused and never half read."""
    path = tmp_path / "numbers.xlsx"
    write_workbook(path, _schedule(), **OPTIONS, filled={1: Filled(views=1.0)})
    whole = path.read_bytes()
    for part in (0.3, 0.6, 0.95):
        with pytest.raises(SourceError) as caught:
            read_workbook(whole[: int(len(whole) * part)], "n")
        assert [problem.code for problem in caught.value.problems] == ["unreadable_workbook"]


def test_planning_again_keeps_what_was_filled(tmp_path):
    """A filled row follows its day and time when positions are numbered anew."""
    path = tmp_path / "numbers.xlsx"
    write_workbook(path, _schedule(), **OPTIONS, filled={2: Filled(views=5.0)})
    later = _schedule(8, date(2026, 3, 1))
    update_workbook(path, later, **OPTIONS)
    assert read_workbook(path.read_bytes(), "n") == {3: Filled(views=5.0)}


@pytest.mark.parametrize("said", [date(2026, 3, 12), datetime(2026, 3, 12, 9, 30), False])
@pytest.mark.parametrize("language", ["de", "en"])
def test_planning_again_keeps_what_was_said_of_promotion(said, language, tmp_path):
    """A workbook that knows nothing but a promotion is a filled one; a "no" is not lost either."""
    path = tmp_path / "numbers.xlsx"
    options = OPTIONS | {"language": language}
    write_workbook(path, _schedule(), **options, filled={2: Filled(promoted_on=said)})
    update_workbook(path, _schedule(8, date(2026, 3, 1)), **options)
    assert read_workbook(path.read_bytes(), "n") == {3: Filled(promoted_on=said)}


def test_planning_again_keeps_likes_of_a_team_that_has_exports_by_now(tmp_path):
    """A column is there as long as somebody filled it in, and no other of those that exports hold."""
    path = tmp_path / "numbers.xlsx"
    write_workbook(path, _schedule(), **OPTIONS, alone=True, filled={2: Filled(likes=5.0)})
    update_workbook(path, _schedule(), **OPTIONS)
    assert read_workbook(path.read_bytes(), "n") == {2: Filled(likes=5.0)}
    header = CalamineWorkbook.from_path(path).get_sheet_by_name("Zahlen").to_python()[2]
    assert [one for one in header if one in ("Likes", "Kommentare", "Shares", "Follower des Kontos")] == ["Likes"]


def test_a_filled_row_without_a_place_stops_the_new_plan(tmp_path):
    """Numbers of a day that the new plan does not have are not thrown away."""
    path = tmp_path / "numbers.xlsx"
    write_workbook(path, _schedule(), **OPTIONS, filled={1: Filled(views=5.0)})
    with pytest.raises(SourceError, match="2026-03-02"):
        update_workbook(path, _schedule(6, date(2026, 4, 1)), **OPTIONS)
    assert read_workbook(path.read_bytes(), "n") == {1: Filled(views=5.0)}
