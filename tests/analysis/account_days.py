"""Accounts whose days are known: real daily numbers in a store."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from tests.places import shared

from cliptrial.analysis.periods.span import Kind, Span
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.registry.scaffold import init_workspace
from cliptrial.registry.workspace import Workspace

WEEK = Span(Kind.WEEK, date(2026, 3, 16))
FIRST = date(2025, 12, 1)
"""Of an account with a rhythm: fifteen weeks before that week."""
DAILY = "data/studio-okn-greek-2026/account_daily_tiktok.csv"
SHOWN = {"views": "views", "likes": "likes", "comments": "comments", "shares": "shares", "follows": "new_followers"}
"""By column of the file: what the store calls it."""


def real_days() -> list[dict[str, object]]:
    """53 weeks of an account, a row a day; it begins with weeks of nothing."""
    with shared(DAILY).open(encoding="utf-8", newline="") as file:
        return [
            {"date": date.fromisoformat(row["date"][:10])} | {own: float(row[name]) for name, own in SHOWN.items()}
            for row in csv.DictReader(file)
        ]


def workspace(folder: Path, *accounts: str) -> Workspace:
    """With these accounts."""
    return init_workspace(folder, accounts={name: {"timezone": "Asia/Tokyo"} for name in accounts or ("okn",)})


def kept(ws: Workspace, days: Iterable[Mapping[str, object]], account: str = "okn") -> None:
    """Days in the store."""
    rows = [{"account": account, "captured_at": None, "source": "days", **day} for day in days]
    Lake(ws.store_dir).append("account_days", build("account_days", rows))


def posted(
    ws: Workspace,
    days: Iterable[tuple[date, float]],
    *,
    account: str = "okn",
    read_after: int = 7,
    caption: str = "Dish {number}. Good #food",
) -> None:
    """A post a day at noon, with its views at an age of so many days."""
    posts, snapshots = [], []
    for number, (day, views) in enumerate(days):
        at = int((day - date(1970, 1, 1)).total_seconds()) + 3 * 3_600
        told = {"post_id": str((at << 32) + number), "account": account, "source": "studio_content"}
        link = f"https://www.tiktok.com/@{account}/video/{told['post_id']}"
        said = caption.format(number=number)
        posts.append({**told, "posted_at": at, "link": link, "caption": said, "described_at": at})
        seen = {"captured_at": at + read_after * 86_400, "top_list": False}
        snapshots.append({**told, **seen, "views": views, "likes": views / 20, "comments": 1.0, "shares": 1.0})
    lake = Lake(ws.store_dir)
    lake.append("posts", build("posts", posts))
    lake.append("snapshots", build("snapshots", snapshots))


def days_from(first: date, count: int) -> list[date]:
    """So many days in a row."""
    return [first + timedelta(days=number) for number in range(count)]


def usual_days(last: date, *, views: float = 1.0) -> list[dict[str, object]]:
    """Days with a rhythm of weeks, whose last week has so many times the views."""
    days = days_from(FIRST, (last - FIRST).days + 1)
    rhythm = [900, 1_000, 1_100, 1_000, 1_300, 700, 800]
    levels, engaged = [1.0, 1.2, 0.9, 1.1, 0.8, 1.05], [30.0, 33, 36, 31, 35, 34, 38]
    return [
        {
            "date": day,
            "views": rhythm[day.weekday()] * levels[week % 6] * (views if last - day < timedelta(days=7) else 1),
            "likes": engaged[week % 7] * levels[week % 6],
            "comments": 4.0,
            "shares": 3.0,
            "new_followers": [6.0, 8, 4, 5, 7][week % 5],
        }
        for day, week in ((day, number // 7) for number, day in enumerate(days))
    ]
