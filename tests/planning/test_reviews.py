"""When numbers are talked through: the same days by rule, in the calendar and on the Monday page."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr

from cliptrial.errors import RegistryError
from cliptrial.planning.calendar_file import CALENDAR, entries, write_calendar
from cliptrial.posts.week.agenda import agenda
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.beside.reviews import Rhythm, rhythm_of
from cliptrial.registry.workspace import Workspace
from cliptrial.report.team.monday_page import write_monday_page

TEXT = """
language: de
clients:
  adler: {{name: Hotel Adler, calls: [thu], {adler}}}
  kino: {{name: Kino}}
accounts: {{adler: {{timezone: Europe/Berlin, client: adler}}, kino: {{timezone: Europe/Berlin, client: kino}}}}
"""


def workspace(folder: Path, adler: str) -> Workspace:
    (folder / "workspace.yaml").write_text(TEXT.format(adler=adler), encoding="utf-8")
    return load_workspace(folder)


@pytest.mark.parametrize("every", ["weekly", "monthly", "quarterly"])
@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize("ahead", [1, 3, 7])
def test_the_rule_of_the_calendar_gives_the_same_days_as_the_monday_page(every: str, weekday: int, ahead: int) -> None:
    """Against dateutil, over two years; months are over for a week, and at most two, when they are talked through."""
    rhythm = Rhythm(every, weekday, ahead)  # type: ignore[arg-type]
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(730)]
    for earlier, test in ((0, rhythm.is_review), (ahead, rhythm.is_report)):
        own = [day for day in days if test(day)]
        rule = ";".join(
            f"{key.upper()}={','.join(map(str, value)) if isinstance(value, list) else str(value).upper()}"
            for key, value in rhythm.recurrence(earlier).items()
        )
        first = datetime(own[0].year, own[0].month, own[0].day)
        theirs = [one.date() for one in rrulestr(rule, dtstart=first).between(first, datetime(2027, 12, 31), inc=True)]
        assert theirs == own
        assert len(own) == pytest.approx({"weekly": 104, "monthly": 24, "quarterly": 8}[every], abs=1)


def test_where_no_day_is_written_it_is_the_first_day_of_calls_and_the_page_is_written_on_a_reading_day_before(
    tmp_path: Path,
) -> None:
    own = workspace(tmp_path, "review: monthly")
    assert rhythm_of(own.clients["adler"], own.reading_days) == Rhythm("monthly", 3, 1)
    assert rhythm_of(own.clients["kino"], own.reading_days) is None
    other = workspace(tmp_path, "review: monthly, review_day: tue")
    assert rhythm_of(other.clients["adler"], ("wed",)) == Rhythm("monthly", 1, 6)


def test_reviews_stand_in_the_calendar_without_any_plan_and_come_back(tmp_path: Path) -> None:
    own = workspace(tmp_path, "review: quarterly, review_day: tue")
    dates = entries(own, [], date(2026, 3, 9))
    assert [(str(one.summary), one.start, str(one.description)) for one in dates] == [
        ("Write the page for Hotel Adler", date(2026, 1, 12), "cliptrial quarter --client adler"),
        ("Talk the numbers through with Hotel Adler", date(2026, 1, 13), ""),
    ]
    texts = {text: str(text) for one in dates for text in (one.summary, one.description)}
    now = datetime.fromisoformat("2026-03-09T10:00:00+00:00")
    write_calendar(tmp_path, dates, texts=texts, now=now)
    lines = (tmp_path / CALENDAR).read_text(encoding="utf-8").splitlines()
    assert "RRULE:FREQ=MONTHLY;INTERVAL=3;BYDAY=TU;BYMONTHDAY=8,9,10,11,12,13,14" in lines
    assert "RRULE:FREQ=MONTHLY;INTERVAL=3;BYDAY=MO;BYMONTHDAY=7,8,9,10,11,12,13" in lines
    assert entries(workspace(tmp_path, "archived: true, review: weekly"), [], date(2026, 3, 9)) == []


@pytest.mark.parametrize(
    ("review", "page", "talk"),
    [
        ("weekly", "2026-01-07", "2026-01-08"),  # 1 January is a Thursday, whose page would be one of December
        ("weekly, review_day: fri", "2026-01-07", "2026-01-09"),
        ("monthly, review_day: tue", "2026-01-12", "2026-01-13"),
        ("weekly, review_day: sat", "2026-01-02", "2026-01-03"),
        ("weekly", "2025-01-01", "2025-01-02"),  # the page may be one of 1 January
    ],
)
def test_both_days_of_a_review_lie_in_the_year_that_is_told(tmp_path: Path, review: str, page: str, talk: str) -> None:
    dates = entries(workspace(tmp_path, f"review: {review}"), [], date(int(page[:4]), 3, 9))
    assert [str(one.start) for one in dates] == [page, talk]


@pytest.mark.parametrize(
    ("today", "days"), [(date(2026, 3, 9), (9, 10)), (date(2026, 3, 4), (9, 10)), (date(2026, 3, 16), ())]
)
def test_the_monday_page_has_the_reviews_of_its_week(tmp_path: Path, today: date, days: tuple[int, ...]) -> None:
    own = workspace(tmp_path, "review: monthly, review_day: tue")
    rows = agenda(own, [], today)["review"]
    assert tuple(day.day for row in rows for day, _ in row.what) == days
    text = write_monday_page(own, [], tmp_path / "week.html", lang="de", today=today).read_text(encoding="utf-8")
    assert ("cliptrial month --client adler" in text) == bool(days)
    assert ("Diese Woche ist nichts zu besprechen." in text) != bool(days)


def test_a_day_of_reviews_without_reviews_is_told(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="has a day of reviews, and no reviews"):
        workspace(tmp_path, "review_day: tue")
