"""Workspaces as a team has them after years: any number of experiments, any number of posts in the store."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import Row, build
from cliptrial.registry.draft import Draft
from cliptrial.registry.experiments import FILE, Loaded, load_experiment
from cliptrial.registry.plan.links import COLUMNS as LINK_COLUMNS
from cliptrial.registry.plan.lock import lock
from cliptrial.registry.plan.schedule import Position, Schedule
from cliptrial.registry.plan.schedule_files import COLUMNS, RULE, TABLE, position_plain, rule_plain
from cliptrial.registry.plan.spreadsheets import table_text
from cliptrial.registry.scaffold import complete, init_workspace
from cliptrial.registry.workspace import Workspace
from cliptrial.registry.yaml.writing import experiment_text
from cliptrial.rotation import draw_schedule

ZONE = ZoneInfo("Europe/Berlin")
FIRST = date(2020, 1, 6)
DAY = 86_400
POSTS_PER_ARM = 14
WEEKS = 6
"""From the first day of one experiment of an account to the first day of its next."""
AN_ACCOUNT = 40
"""Experiments that an account runs, one after the other."""
VARIABLES = ("hook", "sound", "duration", "cta")
PRIMARY = ("views", "average_watch_time", "like_rate")


@dataclass(frozen=True, slots=True)
class Made:
    """One experiment of the workspace: its number, its account and its first day."""

    number: int
    account: str
    start: date

    @property
    def slug(self) -> str:
        """Its folder."""
        return f"experiment-{self.number:04}"


def workspace(folder: Path, experiments: int, *, posts: int = 0) -> Workspace:
    """Locked, posted and measured experiments, half of them decided; and further posts that are in no experiment.

    Args:
        folder: A new folder.
        experiments: How many; forty an account, one after the other.
        posts: Posts in the store beside those of the experiments.
    """
    accounts = [f"account{number:03}" for number in range(-(-experiments // AN_ACCOUNT) or 1)]
    settings = {name: {"timezone": "Europe/Berlin", "sources": ["studio"]} for name in accounts}
    opened = init_workspace(folder, accounts=settings, goals=("reach",))
    drawn: list[Schedule] = []
    rows: tuple[list[Row], list[Row]] = ([], [])
    for number in range(experiments):
        nth, account = divmod(number, len(accounts))
        made = Made(number, accounts[account], FIRST + nth * timedelta(weeks=WEEKS))
        for table, more in zip(rows, _experiment(opened, made, drawn), strict=True):
            table.extend(more)
    for table, more in zip(rows, _others(accounts, posts), strict=True):
        table.extend(more)
    lake = Lake(opened.store_dir)
    for name, table in zip(("posts", "snapshots"), rows, strict=True):
        lake.append(name, build(name, table))
    return opened


def _experiment(opened: Workspace, made: Made, drawn: list[Schedule]) -> tuple[list[Row], list[Row]]:
    folder = opened.experiments_dir / made.slug
    folder.mkdir()
    _write(folder / FILE, experiment_text(complete(_draft(made), made.slug, opened)))
    loaded = load_experiment(made.slug, opened)
    schedule = _schedule(loaded, made, drawn)
    _write(folder / TABLE, table_text(COLUMNS, map(position_plain, schedule.positions)))
    _write(folder / RULE, json.dumps(rule_plain(schedule.rule), indent=2) + "\n")
    lock(loaded, schedule, made.start - timedelta(days=1))
    links = [{"position": p.position, "link": _link(made, p)} for p in schedule.positions]
    _write(folder / "posts.csv", table_text(LINK_COLUMNS, links))
    if made.number % 2:
        entry = f"- who: Anna\n  when: {made.start + timedelta(weeks=WEEKS)}\n  what: ship\n  why: It worked.\n"
        _write(folder / "decision.yaml", entry)
    return _rows(made, schedule.positions)


def _draft(made: Made) -> Draft:
    """Every fifth experiment of an account tries what the one five before it tried."""
    return Draft(
        title=f"Experiment {made.number}",
        accounts=[made.account],
        variable=VARIABLES[made.number % len(VARIABLES)],
        control={"id": "usual", "value": "As always"},
        variants=[{"id": "other", "value": f"Another way, number {made.number % 5}"}],
        statement="Another way is watched for longer.",
        expect="increase",
        primary=PRIMARY[made.number % len(PRIMARY)],
        secondary=["comment_rate"],
        hold_constant=["slot"],
        posts_per_arm=POSTS_PER_ARM,
        start=made.start,
        slots=["18:00"],
        seed=20200106,
    )


def _schedule(loaded: Loaded, made: Made, drawn: list[Schedule]) -> Schedule:
    """The one that was drawn for the first experiment, moved by whole weeks and to another account."""
    if not drawn:
        drawn.append(draw_schedule(loaded.experiment, topics=[f"Dish {n}" for n in range(2 * POSTS_PER_ARM)]))
    first = drawn[0]
    (own,) = first.rule.cutoff
    later = made.start - min(p.date for p in first.positions)
    positions = tuple(replace(p, account=made.account, date=p.date + later) for p in first.positions)
    rule = replace(
        first.rule, cutoff={made.account: first.rule.cutoff[own]}, count={made.account: first.rule.count[own]}
    )
    return Schedule(positions, rule)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _posted(position: Position) -> int:
    return int(datetime(*position.date.timetuple()[:3], 18, tzinfo=ZONE).timestamp())


def _post_id(made: Made, position: Position) -> str:
    return str((_posted(position) << 32) + made.number)


def _link(made: Made, position: Position) -> str:
    return f"https://www.tiktok.com/@{made.account}/video/{_post_id(made, position)}"


def _rows(made: Made, positions: Sequence[Position]) -> tuple[list[Row], list[Row]]:
    rng = np.random.default_rng(made.number)
    posts, snapshots = [], []
    for p in positions:
        post, snapshot = _post(_post_id(made, p), made.account, _posted(p), _link(made, p), rng)
        posts.append(post)
        snapshots.append(snapshot)
    return posts, snapshots


def _others(accounts: Sequence[str], count: int) -> tuple[list[Row], list[Row]]:
    """Posts in the middle of the day, on the days of all experiments."""
    rng = np.random.default_rng(1)
    start = int(datetime(*FIRST.timetuple()[:3], 12, tzinfo=ZONE).timestamp())
    made = list(_further(accounts, count, start, rng))
    return [post for post, _ in made], [snapshot for _, snapshot in made]


def _further(accounts: Sequence[str], count: int, start: int, rng: np.random.Generator) -> Iterator[tuple[Row, Row]]:
    days = AN_ACCOUNT * WEEKS * 7
    for number in range(count):
        turn, account = divmod(number, len(accounts))
        at = start + turn % days * DAY + turn // days * 60
        yield _post(str((at << 32) + (1 << 20) + number), accounts[account], at, None, rng)


def _post(post_id: str, account: str, at: int, link: str | None, rng: np.random.Generator) -> tuple[Row, Row]:
    views = float(np.exp(rng.normal(8, 0.6)).round() + 1)
    told: Row = {"post_id": post_id, "account": account, "source": "studio_content"}
    caption = f"Dish {at % 9973} #food #kitchen"
    described = {"posted_at": at, "link": link, "caption": caption, "hashtags": ["food", "kitchen"]}
    numbers = {"views": views, "likes": float(rng.poisson(views * 0.04)), "comments": float(rng.poisson(3))}
    seen = {"captured_at": at + 7 * DAY, "average_watch_time": float(np.exp(rng.normal(2, 0.25))), "top_list": False}
    return {**told, **described, "described_at": at}, {**told, **numbers, **seen}
