"""A small schedule to write, read and lock."""

from __future__ import annotations

from datetime import date, timedelta

from cliptrial.registry.plan.schedule import Position, Rule, Schedule

ARMS = ("statement", "question", "question", "statement")
START = date(2026, 3, 2)


def small_schedule(topics: bool = True) -> Schedule:
    """Eight posts in two blocks of four, one a day."""
    positions = tuple(
        Position(
            position=i + 1,
            block=i // 4 + 1,
            account="kitchen_demo",
            date=START + timedelta(days=i),
            slot="18:00",
            arm=ARMS[i % 4],
            topic=f'Brühe; "klar", Teil {i + 1}' if topics else None,
        )
        for i in range(8)
    )
    rule = Rule(1, 2, {"kitchen_demo": 1}, {"kitchen_demo": {"question": 1234}}, 20260302)
    return Schedule(positions, rule)
