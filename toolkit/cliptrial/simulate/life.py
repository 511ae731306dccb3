"""What truly happened at the example brand, once the plans are drawn: its posts, its Studio, its notebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cliptrial.posts.workbook.layout import Filled
from cliptrial.registry.plan.schedule import Position, Schedule
from cliptrial.simulate.account import DAY, simulate_account
from cliptrial.simulate.exports import (
    StudioAccount,
    follower_activity_csv,
    follower_history_csv,
    session,
    video_id,
    weeks,
)
from cliptrial.simulate.story import DemoAccount, DemoExperiment, caption

EXPORT_DAYS = (0, 3)
"""Mondays and Thursdays."""
EXPORT_TIME = time(12)


@dataclass(frozen=True, slots=True)
class Life:
    """One account's posts.

    Attributes:
        studio: What its owner sees.
        index: By slug and position: the post's place in ``studio``.
        periods: First and last day of each experiment on the account.
    """

    studio: StudioAccount
    index: Mapping[tuple[str, int], int]
    periods: tuple[tuple[date, date], ...]


def live(account: DemoAccount, plans: Mapping[str, tuple[DemoExperiment, Schedule]]) -> Life:
    """Let the account's experiments happen, by slug: the experiment and its schedule."""
    ours = {slug: plan for slug, plan in plans.items() if account.name in plan[0].experiment.accounts}
    happened = sorted(
        (posted, slug, position)
        for slug, (demo, schedule) in ours.items()
        for position, posted in demo.posted_at(schedule, account.timezone).items()
    )
    where = {(slug, p.position): p for slug, (_, schedule) in ours.items() for p in schedule.positions}
    planned: list[Position] = [where[slug, position] for _, slug, position in happened]
    posts = simulate_account(
        [posted for posted, _, _ in happened],
        [f"{slug}/{p.arm}" for (_, slug, _), p in zip(happened, planned, strict=True)],
        effects={f"{slug}/{arm}": true for slug, (d, _) in ours.items() for arm, true in d.truth.items()},
        profile=account.profile,
        timezone=account.timezone,
        seed=account.seed,
    )
    studio = StudioAccount(
        handle=account.handle,
        timezone=account.timezone,
        language=account.language,
        posts=posts,
        captions=tuple(caption(where[slug, position], ours[slug][0]) for _, slug, position in happened),
        ids=tuple(video_id(posted, f"{slug}/{position}") for posted, slug, position in happened),
        followers=account.profile.followers,
    )
    index = {(slug, position): i for i, (_, slug, position) in enumerate(happened)}
    days = studio.posted_on()
    spans = {slug: [days[i] for (s, _), i in index.items() if s == slug] for slug in ours}
    return Life(studio, index, tuple((min(span), max(span)) for span in spans.values()))


def notes(life: Life, demo: DemoExperiment, *, alone: bool = False) -> dict[int, Filled]:
    """By position: what somebody read off the phone at the measuring age; without exports, what they hold, too."""
    posts, zone = life.studio.posts, ZoneInfo(life.studio.timezone)
    read_at = posts.posted_at + round(demo.experiment.design.measure_at * DAY)
    now = posts.counters(read_at)
    return {
        position: Filled(
            link=life.studio.link(i),
            views=int(now.views[i]),
            average_watch_time=round(float(posts.watch_time[i]), 1),
            watched_full=round(float(posts.completion[i]), 3),
            saves=None if position in demo.saves_forgotten else int(now.saves[i]),
            new_followers=int(now.new_followers[i]),
            likes=int(now.likes[i]) if alone else None,
            comments=int(now.comments[i]) if alone else None,
            shares=int(now.shares[i]) if alone else None,
            read_on=datetime.fromtimestamp(int(read_at[i]), zone).date(),
        )
        for (slug, position), i in life.index.items()
        if slug == demo.slug
    }


def sessions(life: Life) -> dict[date, dict[str, bytes]]:
    """By day: the files of each export session, Mondays and Thursdays until a week after the last post.

    An ordinary session exports the last seven days. On the Monday after the last post of an experiment is
    a week old, all its days are exported as well, so that every post is seen at one moment.
    """
    finished = {_monday_a_week_after(last): (first, last) for first, last in life.periods}
    first_day, end = min(first for first, _ in life.periods), max(finished)
    by_day = {}
    for offset in range(1, (end - first_day).days + 1):
        day = first_day + timedelta(days=offset)
        if day.weekday() in EXPORT_DAYS:
            whole = weeks(*finished[day]) if day in finished else []
            lately = (max(day - timedelta(days=7), first_day), day - timedelta(days=1))
            at = datetime.combine(day, EXPORT_TIME, ZoneInfo(life.studio.timezone))
            by_day[day] = session(life.studio, at, [*whole, lately])
    yesterday = end - timedelta(days=1)
    by_day[end]["FollowerHistory.csv"] = follower_history_csv(life.studio, first_day, yesterday)
    by_day[end]["FollowerActivity.csv"] = follower_activity_csv(life.studio, yesterday)
    # Nobody opens Studio after a week without posts.
    return {day: files for day, files in by_day.items() if "Content.csv" in files}


def _monday_a_week_after(last: date) -> date:
    ready = last + timedelta(days=8)
    return ready + timedelta(days=(-ready.weekday()) % 7)
