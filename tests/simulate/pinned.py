"""Small inventions whose every number is written down; ``python -m tests.simulate.pinned`` writes them, for review."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from cliptrial.rotation import draw_schedule
from cliptrial.simulate.account import BetaRate, Profile, SimulatedPosts, simulate_account
from cliptrial.simulate.brand import ACCOUNTS, EXPERIMENTS
from cliptrial.simulate.exports import (
    StudioAccount,
    content_csv,
    follower_activity_csv,
    follower_history_csv,
    overview_csv,
    posts_csv,
    session,
    studio_csv,
    video_id,
    weeks,
)
from cliptrial.simulate.life import Life, live, notes, sessions
from cliptrial.simulate.table import Layout, Table, lay_out, simulate_rotation, simulate_table

PINNED = Path(__file__).parent / "pinned"
BERLIN = ZoneInfo("Europe/Berlin")
FIRST = date(2026, 3, 27)
"""A Friday; clocks go forward on the Sunday, and April begins on the Wednesday."""
EFFECTS = {
    "variant": {
        "views": 0.5, "average_watch_time": -0.2, "completion_rate": 0.1, "like_rate": 1.0, "comment_rate": -0.5,
        "share_rate": 2.0, "save_rate": 0.3, "follower_conversion": 3.0,
    }
}  # fmt: skip
PROFILE = Profile(
    typical_views=20_000.0, sigma=0.5, autocorrelation=0.4, month_drift=0.6, weekday_spread=0.2, slot_spread=0.3,
    trend=0.9, watch_time=12.0, watch_sigma=0.1, completion=0.3, duration=30.0, followers=500,
)  # fmt: skip


def posts(**more: object) -> SimulatedPosts:
    """Eight posts, one each 26 hours, the last ones in April."""
    start = datetime(FIRST.year, FIRST.month, FIRST.day, 21, 30, tzinfo=BERLIN)
    times = [int(start.timestamp()) + 26 * 3600 * number for number in range(8)]
    arms = ["control", "variant", "variant", "control", "control", "variant", "control", "variant"]
    asked = {"effects": EFFECTS, "profile": PROFILE, "timezone": "Europe/Berlin", "seed": 3} | more
    return simulate_account(times, arms, **asked)  # type: ignore[arg-type]


def studio(language: str = "en") -> StudioAccount:
    """An account with these posts."""
    made = posts()
    captions = tuple(f'Dish {number}, "quick" #food' for number in range(8))
    ids = tuple(video_id(int(posted), f"post/{number}") for number, posted in enumerate(made.posted_at))
    return StudioAccount("kitchen", "Europe/Berlin", language, made, captions, ids, followers=500)


def table(made: Table) -> str:
    """A table of posts, one line a post."""
    rows = zip(made.arm, made.value, made.denominator, made.weekday, made.day, made.block, strict=True)
    return "\n".join(" ".join(f"{float(value):.9g}" for value in row) for row in rows) + "\n"


def _rate() -> BetaRate:
    return BetaRate(0.9, 0.05)


def layouts() -> str:
    """The arms of every layout, even and odd."""
    lines = []
    for layout in Layout:
        for each in (6, 7):
            arms = lay_out(each, layout, np.random.default_rng(1))
            lines.append(f"{layout.value} {each}: {''.join(map(str, arms))}")
    return "\n".join(lines) + "\n"


def rotation(each: int) -> str:
    """A simulated rotation as a table of posts."""
    return _text(posts_csv(simulate_rotation(each, {"views": 1.0}, sigma=0.3, seed=2), 7))


PLANS = {demo.slug: (demo, draw_schedule(demo.experiment, topics=demo.topics)) for demo in EXPERIMENTS}


def lives() -> Mapping[str, Life]:
    """What happened on both accounts of the brand."""
    return {account.name: live(account, PLANS) for account in ACCOUNTS}


def demo() -> str:
    """Every post of the brand: when, which, what, and what the notebook says of it."""
    lines = []
    for name, life in lives().items():
        days = life.studio.posted_on()
        for demo_experiment, schedule in PLANS.values():
            filled = notes(life, demo_experiment)
            arms = {p.position: p.arm for p in schedule.positions}
            for position in sorted(filled):
                i, noted = life.index[demo_experiment.slug, position], filled[position]
                moment = datetime.fromtimestamp(int(life.studio.posts.posted_at[i]), BERLIN)
                assert moment.date() == days[i]
                lines.append(
                    f"{name} {demo_experiment.slug} {position} {arms[position]} {moment:%Y-%m-%d %H:%M:%S} "
                    f"{noted.views} {noted.average_watch_time} {noted.watched_full} {noted.saves} "
                    f"{noted.new_followers} {noted.read_on} {noted.link[-19:]} | {life.studio.captions[i]}"
                )
        lines.append(f"{name}: {life.periods}, @{life.studio.handle}, {life.studio.language}, {life.studio.followers}")
    return "\n".join(lines) + "\n"


def exported() -> str:
    """Every file of every session of the brand, by its length in lines and its last line."""
    lines = []
    for name, life in lives().items():
        for day, files in sessions(life).items():
            for file, data in files.items():
                text = data.decode("utf-8-sig").split("\n")
                lines.append(f"{name} {day} {file} {len(text)} lines, the last: {text[-1]}")
    return "\n".join(lines) + "\n"


AT = datetime(2026, 4, 6, 12, tzinfo=BERLIN)
LAST = FIRST + timedelta(days=9)


def _text(data: bytes | None) -> str:
    assert data is not None
    return data.decode("utf-8-sig").rstrip("\n") + "\n"


FILES: Mapping[str, Callable[[], str]] = {
    "account.csv": lambda: _text(posts_csv(posts(), 7)),
    "account-young.csv": lambda: _text(posts_csv(posts(), 0.5)),
    "account-as-usual.csv": lambda: _text(posts_csv(posts(profile=None, effects=None, timezone="UTC", seed=0), 7)),
    "content-en.csv": lambda: _text(content_csv(studio(), AT, FIRST, LAST)),
    "content-de.csv": lambda: _text(
        content_csv(studio("de"), AT, FIRST + timedelta(days=1), FIRST + timedelta(days=4))
    ),
    "overview.csv": lambda: _text(overview_csv(studio(), FIRST, LAST)),
    "follower-history.csv": lambda: _text(follower_history_csv(studio(), FIRST + timedelta(days=2), LAST)),
    "follower-activity.csv": lambda: _text(follower_activity_csv(studio("de"), LAST)),
    "session.txt": lambda: "".join(
        f"{name}: {data.decode('utf-8-sig').count(chr(10))}\n"
        for name, data in session(studio(), AT, [*weeks(FIRST, LAST), (date(2026, 1, 1), date(2026, 1, 3))]).items()
    ),
    "weeks.txt": lambda: "".join(
        f"{first} to {last}: {[f'{a:%d.%m.}-{b:%d.%m.}' for a, b in weeks(first, last)]}\n"
        for first, last in ((FIRST, FIRST + timedelta(days=days)) for days in (0, 5, 6, 7, 13, 14))
    ),
    "studio.csv": lambda: studio_csv(("a", "b"), [(1, 'x "y"'), ("", "ü")]).decode("utf-8-sig") + "\n",
    "table.txt": lambda: table(
        simulate_table(
            5, sigma=0.5, effect=0.4, autocorrelation=0.3, trend=1.0, weekday_effects=(0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6),
            design=Layout.SHUFFLED, seed=4,
        )
    ),
    "table-as-usual.txt": lambda: table(simulate_table(4)),
    "table-one.txt": lambda: table(simulate_table(1, trend=2.0, sigma=0.0, arms=[1, 0])),
    "table-rate.txt": lambda: table(simulate_table(4, rate=_rate(), effect=1.0, sigma=3.0, seed=9)),
    "layouts.txt": layouts,
    "rotation.csv": lambda: rotation(5),
    "demo.txt": demo,
    "exported.txt": exported,
}  # fmt: skip


def main() -> None:
    """Write down what is invented today."""
    PINNED.mkdir(exist_ok=True)
    for name, made in FILES.items():
        (PINNED / name).write_text(made(), encoding="utf-8")


if __name__ == "__main__":
    main()
