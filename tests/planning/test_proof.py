"""Old against new: how long the stretch takes at most."""

from __future__ import annotations

from datetime import date

import pytest

from cliptrial.planning.growth.proof import Asked, _last
from cliptrial.registry.model import Design

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@pytest.mark.parametrize(
    ("slots", "weekdays", "last"),
    [
        (("12:00", "18:00"), ("mon", "wed"), date(2026, 4, 20)),  # four a week: seven weeks
        (("18:00",), ("mon", "wed", "fri"), date(2026, 5, 11)),  # three a week: nine and a third
        (None, None, date(2026, 3, 30)),  # as the change was tested, every day once: four
    ],
)
def test_twenty_eight_posts_take_as_many_weeks_as_their_days_and_times_give(
    slots: tuple[str, ...] | None, weekdays: tuple[str, ...] | None, last: date
) -> None:
    asked = Asked(("demo",), date(2026, 3, 2), slots=slots, weekdays=weekdays)
    design = Design(posts_per_arm=14, start=date(2026, 1, 5), weekdays=WEEK, slots=("18:00",))
    assert _last(asked, design) == last
