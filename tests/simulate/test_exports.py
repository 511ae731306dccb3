"""Exports of invented posts look like Studio's, and show only what Studio shows."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from cliptrial.simulate.account import DAY, simulate_account
from cliptrial.simulate.exports import (
    ACTIVITY_HEADER,
    CONTENT_HEADER,
    HISTORY_HEADER,
    OVERVIEW_HEADER,
    StudioAccount,
    content_csv,
    follower_activity_csv,
    follower_history_csv,
    overview_csv,
    session,
    studio_date,
    video_id,
    weeks,
)

BERLIN = ZoneInfo("Europe/Berlin")
FIRST = date(2026, 3, 2)
REAL = Path(__file__).parents[3] / "shared" / "data" / "studio-okn-greek-2026"


def studio(n: int = 30, language: str = "en") -> StudioAccount:
    start = datetime(2026, 3, 2, 18, tzinfo=BERLIN)
    times = [int((start + timedelta(days=day)).timestamp()) for day in range(n)]
    posts = simulate_account(times, ["control"] * n, timezone="Europe/Berlin", seed=1)
    captions = tuple(f'Topic {i}, with a "quote" #food' for i in range(n))
    ids = tuple(video_id(t, f"post-{i}") for i, t in enumerate(times))
    return StudioAccount("kitchen", "Europe/Berlin", language, posts, captions, ids, followers=1000)


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_ids_have_nineteen_digits_and_carry_the_second_of_posting() -> None:
    account = studio()
    for posted, post_id in zip(account.posts.posted_at, account.ids, strict=True):
        assert len(post_id) == 19
        assert int(post_id) >> 32 == posted
    assert len(set(account.ids)) == 30


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "March 9"), ("de", "9. März"), ("el", "9 Μαρτίου"), ("pt", "9 de março"), ("fr", "9 mars")],
)
def test_dates_are_written_as_studio_does_in_each_language(language: str, written: str) -> None:
    assert studio_date(date(2026, 3, 9), language) == written


def test_content_has_the_columns_of_a_real_export_in_its_own_quoting() -> None:
    if not REAL.is_dir():
        pytest.skip("the real exports are not on this machine")
    ours = content_csv(studio(), datetime(2026, 3, 12, 9, tzinfo=BERLIN), FIRST, date(2026, 3, 11))
    assert ours is not None
    for name, made in (
        ("Content.csv", ours),
        ("Overview.csv", overview_csv(studio(), FIRST, date(2026, 3, 11))),
        ("FollowerHistory.csv", follower_history_csv(studio(), FIRST, date(2026, 3, 11))),
        ("FollowerActivity.csv", follower_activity_csv(studio(), date(2026, 3, 11))),
    ):
        real = (REAL / name).read_bytes()
        assert made.split(b"\n")[0] == real.split(b"\n")[0]
        assert made.endswith(b"\n") == real.endswith(b"\n")


def test_content_shows_the_posts_of_the_range_most_viewed_first() -> None:
    at = datetime(2026, 3, 12, 9, tzinfo=BERLIN)
    data = content_csv(studio(language="de"), at, date(2026, 3, 5), date(2026, 3, 11))
    assert data is not None
    header, *body = rows(data)
    assert tuple(header) == CONTENT_HEADER
    assert {row[0] for row in body} == {"12. März"}
    assert {row[3] for row in body} == {f"{day}. März" for day in range(5, 12)}
    views = [int(row[7]) for row in body]
    assert views == sorted(views, reverse=True)


def test_never_more_than_fifteen_posts_appear() -> None:
    data = content_csv(studio(), datetime(2026, 4, 10, 9, tzinfo=BERLIN), FIRST, date(2026, 4, 9))
    assert data is not None
    assert len(rows(data)) == 1 + 15


def test_a_session_in_short_ranges_shows_every_post() -> None:
    last = FIRST + timedelta(days=29)
    files = session(studio(), datetime(2026, 4, 10, 9, tzinfo=BERLIN), weeks(FIRST, last))
    assert list(files) == ["Content.csv", *(f"Content ({n}).csv" for n in range(1, 5)), "Overview.csv"]
    links = [row[2] for name, data in files.items() if name.startswith("Content") for row in rows(data)[1:]]
    assert len(links) == len(set(links)) == 30


def test_a_range_without_posts_is_no_file() -> None:
    at = datetime(2026, 3, 12, 9, tzinfo=BERLIN)
    assert content_csv(studio(), at, date(2026, 1, 1), date(2026, 1, 7)) is None


def test_daily_views_of_the_overview_add_up_to_the_counters() -> None:
    account = studio(n=5)
    last = date(2026, 4, 1)
    header, *body = rows(overview_csv(account, FIRST, last))
    assert tuple(header) == OVERVIEW_HEADER
    total = account.posts.counters(account.midnight(last + timedelta(days=1)))
    assert sum(int(row[1]) for row in body) == total.views.sum()
    assert sum(int(row[3]) for row in body) == total.likes.sum()


def test_follower_history_grows_by_its_own_differences() -> None:
    header, *body = rows(follower_history_csv(studio(), FIRST, date(2026, 4, 1)))
    assert tuple(header) == HISTORY_HEADER
    totals = [1000, *(int(row[1]) for row in body)]
    assert np.diff(totals).tolist() == [int(row[2]) for row in body]


def test_follower_activity_has_every_hour_of_seven_days_and_never_all_followers() -> None:
    header, *body = rows(follower_activity_csv(studio(), date(2026, 4, 1)))
    assert tuple(header) == ACTIVITY_HEADER
    assert len(body) == 7 * 24
    assert all(0 < int(row[2]) < 2000 for row in body)


def test_captures_of_one_post_never_fall_from_one_export_to_the_next() -> None:
    account = studio(n=3)
    ages = [account.posts.counters(int(account.posts.posted_at[-1]) + DAY * age).views for age in range(30)]
    assert np.all(np.diff(np.array(ages), axis=0) >= 0)
