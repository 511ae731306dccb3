"""numbers.xlsx: what no export holds (watch time, saves, new followers per post), filled in by people.

The plan writes it with one row a position; it is filled in on a laptop or a phone and read back by
``ingest``. Nothing that people wrote is ever overwritten.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from cliptrial.errors import Problem, SourceError
from cliptrial.messages import says
from cliptrial.posts.sizes import read_regular
from cliptrial.posts.workbook.drafts import sweep
from cliptrial.posts.workbook.layout import Filled
from cliptrial.posts.workbook.reading import FilledRow, is_workbook, read_rows, read_workbook
from cliptrial.registry.files import write_atomically
from cliptrial.registry.model import WEEKDAYS, Weekday
from cliptrial.registry.plan.schedule import Position, Schedule

__all__ = ["Filled", "is_workbook", "places_in", "read_workbook", "update_workbook"]

Slot = tuple[str, date | None, str]


def update_workbook(
    path: Path,
    schedule: Schedule,
    *,
    labels: Mapping[str, str],
    language: str,
    measure_at: float,
    reading_days: Collection[Weekday] = WEEKDAYS,
    alone: bool = False,
    beside: Mapping[int, Mapping[str, str]] | None = None,
    needs: Collection[str] | None = None,
) -> None:
    """Write the workbook of a new plan and keep what was filled into the old one.

    A filled row follows its account, day and time, not its number, because re-planning renumbers.

    Args:
        path: Where it is; the new one appears whole or not at all. The same arguments give the same bytes.
        schedule: One row for each of its positions.
        labels: By arm id: what people call it.
        language: The code of the language that it is written in.
        measure_at: The measuring age in days, for the "read from" day.
        reading_days: The days of the week on which numbers are read off.
        alone: Whether it is the only source of an account.
        beside: By position, what else it has: its tracked link, its discount code.
        needs: Columns of the lake that the plan's metrics need; None where no plan says it.

    Raises:
        SourceError: The old workbook cannot be read, or a filled row has no place in the new plan.
    """
    from cliptrial.posts.workbook.writing import draw

    sweep(path.parent, f".{path.name}.")
    rows = read_rows(read_regular(path, path.name), path.name) if path.exists() else []
    kept = _carry_over([row for row in rows if row.filled != Filled()], schedule, path.name)
    drawn = draw(
        schedule,
        labels=labels,
        language=language,
        measure_at=measure_at,
        filled=kept,
        reading_days=reading_days,
        alone=alone,
        beside=beside,
        needs=needs,
    )
    write_atomically(path, drawn)


def places_in(path: Path) -> dict[Slot, tuple[int, str | None]]:
    """By account, day and time of every row of a workbook: its position and its topic; empty where there is none.

    Raises:
        SourceError: It cannot be read.
    """
    rows = read_rows(read_regular(path, path.name), path.name) if path.exists() else []
    return {(row.account, row.date, row.slot): (row.position, row.topic) for row in rows}


def _carry_over(rows: list[FilledRow], schedule: Schedule, name: str) -> dict[int, Filled]:
    by_slot: dict[Slot, Position] = {(p.account, p.date, p.slot): p for p in schedule.positions}
    homeless = [row for row in rows if (row.account, row.date, row.slot) not in by_slot]
    if homeless:
        raise SourceError(
            Problem(
                "filled_row_without_place",
                says(
                    "Position {position} ({account}, {date}, {slot}) is filled in, but the new plan posts nothing then",
                    position=row.position,
                    account=row.account,
                    date=row.date,
                    slot=row.slot,
                ),
                mend=says("Keep the days that were already posted in the plan, or move the workbook away."),
                path=name,
            )
            for row in homeless
        )
    return {by_slot[row.account, row.date, row.slot].position: row.filled for row in rows}
