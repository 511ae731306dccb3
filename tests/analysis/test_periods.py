"""A period's numbers: read off real days by hand, beside the same days before, and a reason where one is missing."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.analysis.account_days import WEEK, days_from, kept, posted, real_days, workspace

from cliptrial.analysis.periods.daily import Basis, account_days, newest_day, strangers
from cliptrial.analysis.periods.numbers import Missing, Number, number_of, posts_read
from cliptrial.analysis.periods.span import Kind, Span
from cliptrial.metrics import metrics_of
from cliptrial.registry.workspace import Workspace, load_workspace

DAYS = real_days


def read(ws: Workspace, span: Span, metric: str = "views", account: str = "okn") -> Number:
    known = metrics_of(ws)
    return number_of(account_days(ws, account, [known[name] for name in {metric: 0, "views": 0}]), metric, span)


@pytest.mark.parametrize(
    ("kind", "day", "first", "last", "year_ago"),
    [
        (Kind.WEEK, date(2026, 3, 22), date(2026, 3, 16), date(2026, 3, 22), date(2025, 3, 17)),
        (Kind.WEEK, date(2026, 1, 1), date(2025, 12, 29), date(2026, 1, 4), date(2024, 12, 30)),
        (Kind.MONTH, date(2024, 2, 29), date(2024, 2, 1), date(2024, 2, 29), date(2023, 2, 1)),
        (Kind.QUARTER, date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31), date(2025, 10, 1)),
    ],
)
def test_periods_are_those_of_the_calendar(kind: Kind, day: date, first: date, last: date, year_ago: date) -> None:
    span = Span.around(kind, day)
    assert (span.first, span.last, span.a_year_ago().first) == (first, last, year_ago)
    assert span.later(1).later(-1) == span
    assert span.later(1).first == last + timedelta(days=1)


def test_a_week_is_the_sum_of_its_days_and_a_rate_that_of_its_sums(tmp_path: Path) -> None:
    ws, own = workspace(tmp_path), [day for day in DAYS() if WEEK.holds(day["date"])]  # type: ignore[arg-type]
    kept(ws, DAYS())
    views = read(ws, WEEK)
    assert views.value == sum(float(day["views"]) for day in own) == 67_745  # type: ignore[arg-type]  # added by hand
    assert views.basis is Basis.DAYS
    assert views.days == (7, 7)
    engaged = sum(float(day[name]) for day in own for name in ("likes", "comments", "shares"))  # type: ignore[arg-type]
    assert read(ws, WEEK, "engagement_by_views").value == pytest.approx(engaged / 67_745)
    assert views.before == read(ws, WEEK.later(-1)).value
    assert views.a_year_ago == read(ws, WEEK.a_year_ago()).value
    assert views.usual is not None
    # Of its 52 weeks before, the file begins with some in which the account did nothing yet.
    began = next(place for place, day in enumerate(DAYS()) if day["views"])
    assert views.periods == 52 - began // 7
    assert views.above + views.below == views.periods


def test_an_export_that_ends_on_wednesday_is_compared_with_days_up_to_wednesday(tmp_path: Path) -> None:
    ws = workspace(tmp_path)
    kept(ws, [day for day in DAYS() if day["date"] <= date(2026, 3, 18)])  # type: ignore[operator]
    told = read(ws, WEEK)
    assert told.known_to == date(2026, 3, 18)
    assert told.days == (3, 7)
    before = [day for day in DAYS() if date(2026, 3, 9) <= day["date"] <= date(2026, 3, 11)]  # type: ignore[operator]
    assert told.before == sum(float(day["views"]) for day in before)  # type: ignore[arg-type]


def test_a_day_that_is_missing_is_missing_in_the_weeks_before_too(tmp_path: Path) -> None:
    ws = workspace(tmp_path)
    kept(ws, [day for day in DAYS() if day["date"] != date(2026, 3, 18)])
    told = read(ws, WEEK)
    assert (told.known_to, told.days) == (None, (6, 7))
    before = [day for day in DAYS() if WEEK.later(-1).holds(day["date"]) and day["date"] != date(2026, 3, 11)]  # type: ignore[arg-type]
    assert told.before == sum(float(day["views"]) for day in before)  # type: ignore[arg-type]
    # Of the week after it Monday and Tuesday are known, and of the one before these, too.
    assert read(ws, WEEK.later(1)).before == 30_640 + 11_373


def test_a_past_week_of_four_days_is_no_week_to_compare_with(tmp_path: Path) -> None:
    ws, gap = workspace(tmp_path), days_from(date(2026, 3, 9), 3)
    kept(ws, [day for day in DAYS() if day["date"] not in gap])
    told = read(ws, WEEK)
    assert (told.value, told.before) == (67_745, None)
    assert read(ws, WEEK.later(-1)).days == (4, 7)


def test_a_month_is_not_longer_than_the_one_before_for_having_more_days(tmp_path: Path) -> None:
    ws = workspace(tmp_path)
    kept(ws, [{"date": day, "views": 100.0} for day in days_from(date(2026, 2, 1), 59)])
    told = read(ws, Span(Kind.MONTH, date(2026, 3, 1)))
    assert (told.value, told.before) == (3_100, pytest.approx(3_100))


def test_a_week_without_data_is_a_reason_and_no_zero(tmp_path: Path) -> None:
    ws = workspace(tmp_path)
    kept(ws, [day for day in DAYS() if not WEEK.holds(day["date"])])  # type: ignore[arg-type]
    told = read(ws, WEEK)
    assert (told.value, told.missing) == (None, Missing.NO_DAYS)
    assert read(ws, WEEK, "reach").missing is Missing.NO_SOURCE


def test_new_followers_are_net_where_no_source_tells_those_who_left_apart(tmp_path: Path) -> None:
    ws = workspace(tmp_path, "okn", "level")
    kept(ws, DAYS())
    kept(
        ws,
        [{"date": day, "followers": 500.0 + 3 * n} for n, day in enumerate(days_from(date(2026, 3, 9), 14))],
        "level",
    )
    assert not read(ws, WEEK, "new_followers").net
    told = read(ws, WEEK, "new_followers", "level")
    assert (told.value, told.net) == (21, True)
    # Of its first day nobody knows what it changed.
    assert read(ws, WEEK.later(-1), "new_followers", "level").days == (6, 7)


def test_where_no_days_are_known_posts_are_read_in_the_week_in_which_they_turn_seven_days_old(tmp_path: Path) -> None:
    ws = workspace(tmp_path)
    posted(ws, [(day, 1_000.0 + n) for n, day in enumerate(days_from(date(2026, 3, 2), 21))])
    told = read(ws, WEEK)
    assert told.basis is Basis.POSTS
    assert told.value == sum(1_000 + n for n in range(7, 14))
    known = account_days(ws, "okn", [metrics_of(ws)["views"]])
    assert [known.views[one.post_id] for one in posts_read(known, WEEK)] == [1_000.0 + n for n in range(13, 6, -1)]
    assert read(ws, WEEK, "average_watch_time").missing is Missing.NO_SOURCE


def test_posts_that_no_capture_shows_at_seven_days_are_not_read(tmp_path: Path) -> None:
    ws = workspace(tmp_path)
    posted(ws, [(day, 900.0) for day in days_from(date(2026, 2, 23), 7)])
    posted(ws, [(day, 900.0) for day in days_from(date(2026, 3, 9), 7)], read_after=40)
    assert read(ws, WEEK).missing is Missing.NOT_READ
    assert read(ws, WEEK.later(-1)).missing is Missing.NO_POSTS
    assert read(ws, WEEK.later(-2)).value == 6_300


def test_an_account_that_was_renamed_keeps_its_numbers_under_the_old_name(tmp_path: Path) -> None:
    ws = workspace(tmp_path, "new")
    kept(ws, DAYS(), "old")
    assert strangers(ws) == ("old",)
    assert newest_day(ws, ["new"]) is None
    assert newest_day(ws, ["old"]) == date(2026, 3, 24)
    kept(ws, DAYS(), "new")
    assert newest_day(ws, ["new"]) == date(2026, 3, 24)


def test_nothing_is_compared_across_the_day_on_which_a_platform_began_to_count_something_else(tmp_path: Path) -> None:
    ws = workspace(tmp_path)
    path = ws.root / "workspace.yaml"
    path.write_text(path.read_text("utf-8").replace("  okn:\n", "  okn:\n    platform: youtube\n"), encoding="utf-8")
    youtube = load_workspace(ws.root)
    kept(ws, [{"date": day, "views": 100.0, "likes": 5.0} for day in days_from(date(2026, 8, 3), 42)])
    # Monday 24 August 2026: that week is whole, and the one before counted something else.
    first = Span(Kind.WEEK, date(2026, 8, 24))
    told = read(youtube, first)
    assert (told.value, told.before, told.periods) == (700, None, 0)
    assert (read(youtube, first.later(1)).before, read(youtube, first.later(1)).periods) == (700, 1)
    assert read(youtube, Span(Kind.MONTH, date(2026, 8, 1))).missing is Missing.CHANGED
    assert read(youtube, first, "likes").before == 35
    # Where nothing changed, the same days are compared.
    assert read(ws, first).before == 700
    assert read(ws, Span(Kind.MONTH, date(2026, 8, 1))).missing is None
