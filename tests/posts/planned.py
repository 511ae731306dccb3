"""A planned experiment of four positions, and its workbook as people fill it in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from cliptrial.posts.workbook.book import Filled
from cliptrial.posts.workbook.writing import draw
from cliptrial.registry.plan.schedule import Position, Rule, Schedule
from cliptrial.registry.plan.schedule_files import write_schedule
from cliptrial.registry.workspace import Workspace

EXPERIMENT = """
title: Question hook against statement hook
accounts: [demo]
hypothesis: {statement: Questions keep people watching., expect: increase, at_least: 10%}
change:
  variable: hook
  control: {id: statement, value: Statement}
  variants: [{id: question, value: Question}]
metrics: {primary: average_watch_time}
design: {posts_per_arm: 2, start: 2026-03-02}
"""
BERLIN = ZoneInfo("Europe/Berlin")


def write_workbook(
    path: Path,
    schedule: Schedule,
    *,
    labels: Mapping[str, str],
    language: str,
    measure_at: float,
    filled: Mapping[int, Filled] = {},
    alone: bool = False,
    beside: Mapping[int, Mapping[str, str]] | None = None,
) -> None:
    """A workbook into which people wrote this."""
    drawn = draw(
        schedule, labels=labels, language=language, measure_at=measure_at, filled=filled, alone=alone, beside=beside
    )
    path.write_bytes(drawn)


def video_id(day: date, number: int) -> str:
    """The id of a video made at 18:00 in Berlin."""
    return str((int(datetime(day.year, day.month, day.day, 18, tzinfo=BERLIN).timestamp()) << 32) + number)


def plan(workspace: Workspace) -> tuple[Path, Schedule]:
    """An experiment of four positions: its folder and schedule."""
    folder = workspace.experiments_dir / "question-hook"
    folder.mkdir()
    (folder / "experiment.yaml").write_text(EXPERIMENT, encoding="utf-8")
    days = [date(2026, 3, 2) + timedelta(days=i) for i in range(4)]
    arms = ["question", "statement", "statement", "question"]
    positions = [Position(i + 1, 1, "demo", d, "18:00", arms[i], f"Idea {i}") for i, d in enumerate(days)]
    schedule = Schedule(tuple(positions), Rule(1, 2, {"demo": 1}, {"demo": {"question": 6}}, 1))
    write_schedule(folder, schedule)
    return folder, schedule


def fill(folder: Path, schedule: Schedule, filled: dict[int, Filled], language: str = "en") -> Path:
    """The experiment's workbook with these rows, whatever it held before."""
    path = folder / "numbers.xlsx"
    path.unlink(missing_ok=True)
    write_workbook(path, schedule, labels={}, language=language, measure_at=7, filled=filled)
    return path


def written(number: int, **change: object) -> Filled:
    """What people write for a position: its link, and its numbers after exactly a week."""
    day = date(2026, 3, 1 + number)
    cells = {
        "link": f"https://www.tiktok.com/@demo/video/{video_id(day, number)}",
        "views": 1000.0 * number,
        "average_watch_time": 7.5,
        "watched_full": 0.4,
        "saves": 3.0,
        "new_followers": 1.0,
        "read_on": day + timedelta(days=7),
    }
    return Filled(**{**cells, **change})  # type: ignore[arg-type]
