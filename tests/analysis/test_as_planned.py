"""What is told of a plan and of what became of it: each limit from both sides, on a handful of posts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from cliptrial.analysis.checks.plan import (
    deviation_findings,
    is_late,
    lock_findings,
    moved_day,
    ready_findings,
)
from cliptrial.analysis.findings import Finding
from cliptrial.analysis.interim import CurrentLook
from cliptrial.analysis.material import Outcome
from cliptrial.posts.records import Post
from cliptrial.registry.model import Arm, Change, Variable
from cliptrial.registry.plan.instalments import Instalment
from cliptrial.registry.plan.lock import LockRecord
from cliptrial.registry.plan.post_states import PostState
from cliptrial.registry.plan.schedule import Position

OWN, OTHER = Arm(id="a", value="#slow"), Arm(id="b", value="#quick")


def outcome(number: int, hours: float | None, slot: str = "18:00", *, hashtags: str = "slow", **post: Any) -> Outcome:
    """A post of 1 March so many hours after its slot; none of None."""
    position = Position(number, 1, "kitchen", date(2026, 3, 1), slot, "a", "soup")
    if hours is None:
        return Outcome(position, None, None)
    posted = datetime(2026, 3, 1, int(slot[:2]), int(slot[3:]), tzinfo=UTC) + timedelta(hours=hours)
    return Outcome(position, Post(str(number), "kitchen", 0, hashtags=(hashtags,), **post), posted)


def material(outcomes: Iterable[Outcome] = (), variable: Variable = Variable.HASHTAGS, **other: Any) -> Any:
    """As much of an experiment as these checks look at."""
    own = tuple(outcomes)
    change = Change(variable=variable, control=OWN, variants=(OTHER,))
    given: dict[str, Any] = {
        "experiment": SimpleNamespace(change=change, metrics=SimpleNamespace(primary="views")),
        "outcomes": own,
        "coverage": SimpleNamespace(due=tuple(o.position.position for o in own)),
        "matching": SimpleNamespace(unmatched=(), unknown_links={}),
        "schedule": SimpleNamespace(positions=tuple(o.position for o in own)),
        "lock": None,
        "changed": (),
        "frozen": None,
        "crossed": (),
        "states": {},
    }
    return SimpleNamespace(**given | other)


def told(findings: Iterable[Finding]) -> dict[str, tuple[str, Mapping[str, Any]]]:
    return {f.code: (f.level.name, f.values) for f in findings}


@pytest.mark.parametrize(
    ("hours", "slot", "late", "moved"),
    [
        (0.5, "18:00", False, False),
        (0.6, "18:00", True, False),
        (-0.5, "18:00", False, False),
        (-0.6, "18:00", True, False),
        (5.9, "18:30", True, False),
        (6.0, "18:30", True, False),
        (6.1, "18:30", False, True),
        (-6.1, "05:00", False, True),
        (8.0, "12:00", True, False),
        (23.0, "18:00", False, True),
    ],
)
def test_half_an_hour_off_its_slot_is_late_and_another_day_is_one_six_hours_off(
    hours: float, slot: str, late: bool, moved: bool
) -> None:
    one = outcome(1, hours, slot)
    assert (is_late(one), moved_day(one)) == (late, moved)


def test_where_nobody_knows_the_hour_the_day_alone_counts() -> None:
    on_its_day, on_another = (
        replace(one, post=Post("1", "kitchen", 0, hours=False)) for one in (outcome(1, 5.0), outcome(1, 8.0))
    )
    assert (is_late(on_its_day), moved_day(on_its_day)) == (False, False)
    assert (is_late(on_another), moved_day(on_another)) == (False, True)


@pytest.mark.parametrize(
    ("late", "moved", "swapped", "variable", "level"),
    [
        (3, 0, 0, Variable.HASHTAGS, "NOTE"),
        (0, 1, 0, Variable.HASHTAGS, "NOTE"),
        (0, 2, 0, Variable.HASHTAGS, "WARNING"),
        (0, 0, 1, Variable.HASHTAGS, "NOTE"),
        (0, 1, 1, Variable.HASHTAGS, "WARNING"),
        (0, 0, 2, Variable.HASHTAGS, "WARNING"),
    ],
)
def test_more_than_a_tenth_off_the_plan_is_a_warning_and_of_the_wrong_arm_no_answer(
    late: int, moved: int, swapped: int, variable: Variable, level: str
) -> None:
    """Of ten posts that went out and one that did not, which is due later."""
    posts = [
        outcome(
            number,
            1.0 if number <= late else 30.0 if number <= late + moved else 0.0,
            hashtags="quick" if number > 10 - swapped else "slow",
        )
        for number in range(1, 11)
    ]
    own = material([*posts, outcome(11, None)], variable)
    own.coverage.due = tuple(range(1, 11))
    found = told(deviation_findings(own))
    wrong = tuple(range(11 - swapped, 11))
    values = {"posts": 10, "late": late, "moved": moved, "swapped": swapped, **({"wrong": wrong} if wrong else {})}
    assert found.pop("schedule_deviations") == (level, values)
    assert found == (
        {"wrong_arm": ("BLOCKER", {"posts": 10, "swapped": 2, "positions": wrong})} if swapped == 2 else {}
    )


@pytest.mark.parametrize(("late", "level"), [(1, "NOTE"), (2, "WARNING")])
def test_where_the_time_of_day_is_what_is_tested_late_posts_are_off_the_plan(late: int, level: str) -> None:
    own = material([outcome(number, 1.0 if number <= late else 0.0) for number in range(1, 11)], Variable.SLOT)
    arms = Arm(id="a", value="18:00"), Arm(id="b", value="07:00")
    own.experiment.change = Change(variable=Variable.SLOT, control=arms[0], variants=(arms[1],))
    assert told(deviation_findings(own))["schedule_deviations"][0] == level


@pytest.mark.parametrize(("missing", "of", "level"), [(1, 10, "NOTE"), (2, 19, "WARNING"), (2, 20, "NOTE")])
def test_more_than_a_tenth_missing_is_a_warning(missing: int, of: int, level: str) -> None:
    posts = [outcome(number, None if number <= missing else 0.0) for number in range(1, of + 1)]
    found = told(deviation_findings(material(posts)))
    assert found == {
        "schedule_followed": ("OK", {"posts": of - missing}),
        "missing_posts": (level, {"missing": missing, "positions": tuple(range(1, missing + 1)), "posts": of}),
    }
    assert told(deviation_findings(material([outcome(1, None)]))).keys() == {"missing_posts"}


def test_links_posts_of_no_position_promotions_and_what_people_said_are_told_once_each() -> None:
    states = {1: PostState.POSTED, 2: PostState.LATER, 3: PostState.SKIPPED, 4: PostState.COLLAB, 5: PostState.LATER}
    own = material(
        [outcome(1, 0.0, promoted_at=0), outcome(2, 0.0), outcome(3, None)],
        matching=SimpleNamespace(unmatched=("8", "9"), unknown_links={2: "l2"}),
        states=states,
        coverage=SimpleNamespace(due=()),
    )
    found = told(deviation_findings(own))
    assert found["unmatched_posts"] == ("NOTE", {"posts": 2})
    assert found["unknown_links"] == ("WARNING", {"positions": (2,), "links": ("l2",)})
    level, said = found["not_as_planned"]
    assert (level, {state: places for state, places in said.items() if places}) == (
        "NOTE",
        {"later": (2, 5), "skipped": (3,), "collab": (4,)},
    )
    assert found["promoted_posts"] == ("NOTE", {"posts": 1})
    assert found.keys() == {"schedule_followed", "unmatched_posts", "unknown_links", "not_as_planned", "promoted_posts"}
    assert told(deviation_findings(material([outcome(1, 0.0)], states={1: PostState.POSTED}))).keys() == {
        "schedule_followed"
    }


def lock(on: date, **other: Any) -> LockRecord:
    return LockRecord(on, "p", "e", "s", {"experiment": {}, "schedule": None}, **other)


FIRST = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("day", "first_post", "changed", "earlier", "codes"),
    [
        (1, FIRST, (), (), {"locked": "OK"}),
        (2, FIRST, (), (), {"locked_late": "WARNING"}),
        (2, None, (), (), {"locked": "OK"}),
        (1, FIRST, ("design",), (), {"plan_changed": "WARNING"}),
        (1, FIRST, (), (lock(date(2026, 2, 1)),), {"plan_changed": "WARNING"}),
        (2, FIRST, ("design",), (), {"plan_changed": "WARNING", "locked_late": "WARNING"}),
    ],
)
def test_a_plan_is_locked_by_the_day_of_its_first_post_and_not_changed_since(
    day: int, first_post: date | None, changed: tuple[str, ...], earlier: tuple[LockRecord, ...], codes: dict[str, str]
) -> None:
    own = material([outcome(1, 0.0)], lock=lock(date(2026, 3, day), earlier=earlier), changed=changed)
    found = told(lock_findings(own, first_post))
    assert {code: level for code, (level, _) in found.items()} == codes
    if "plan_changed" in found:
        assert found["plan_changed"][1]["fields"] == (changed or ("lock.json (2026-02-01)",))
    assert told(lock_findings(material([outcome(1, 0.0)]), first_post)) == {"not_locked": ("NOTE", {})}


@pytest.mark.parametrize(("gone", "added"), [(("x",), ()), ((), ("y",)), ((), ())])
def test_an_old_way_that_is_no_longer_the_one_that_was_listed_is_told(
    gone: tuple[str, ...], added: tuple[str, ...]
) -> None:
    found = told(lock_findings(material(frozen=SimpleNamespace(gone=gone, added=added)), None))
    assert ("way_changed" in found) is bool(gone or added)
    if gone or added:
        level, values = found["way_changed"]
        assert (level, values.get("gone", ()), values.get("added", ())) == ("WARNING", gone, added)


def test_topics_are_due_before_the_day_of_their_posts() -> None:
    """Of two blocks on two days, the second's topics came on the day after the first."""
    positions = [Position(n, n, "kitchen", date(2026, 3, n), "18:00", "a", "soup") for n in (1, 2, 3)]
    late, later = (Instalment(date(2026, 3, day), block, 3, (), "") for day, block in ((2, 1), (4, 3)))
    own = material(lock=lock(FIRST, instalments=(later, late)))
    own.schedule.positions = tuple(positions)
    assert told(lock_findings(own, FIRST))["topics_late"] == ("WARNING", {"posts": 2, "given_on": "2026-03-02"})
    own.lock = lock(FIRST, instalments=(Instalment(date(2026, 3, 2), 2, 3, (), ""),))
    assert told(lock_findings(own, FIRST)).keys() == {"locked"}


def test_topics_that_nobody_wrote_are_told_where_posts_are_due() -> None:
    """Those of whole blocks ahead may still come."""
    days = [Position(n, (n + 1) // 2, "kitchen", date(2026, 3, n), "18:00", "a", "soup") for n in (1, 2)]
    ahead = [Position(n, 2, "kitchen", date(2026, 3, n), "18:00", "a") for n in (3, 4)]
    own = material()
    own.schedule.positions, own.coverage.due = (*days, *ahead), (1, 2)
    assert "no_topics" not in told(lock_findings(own, FIRST))
    own.coverage.due = (1, 2, 3)
    assert told(lock_findings(own, FIRST))["no_topics"] == ("NOTE", {})
    own.schedule.positions, own.coverage.due = tuple(ahead), ()
    assert "no_topics" in told(lock_findings(own, FIRST))


def test_without_a_look_it_is_told_how_many_posts_have_their_number_and_at_one_how_many_it_sees() -> None:
    read = SimpleNamespace(read=np.array([True, True, False, False]))
    own = material([outcome(number, 0.0) for number in range(1, 5)], values=lambda name: read)
    own.coverage.due = (1, 2, 3)
    assert told(ready_findings(own, None)) == {
        "not_ready": ("BLOCKER", {"measured": 2, "needed": 4, "due": 3, "posts": 4})
    }
    seen = np.array([True, True, False, False])
    assert told(ready_findings(own, CurrentLook(1, 2, seen, 0.01))) == {
        "planned_look": ("NOTE", {"look": 1, "looks": 2, "posts": 2, "of": 4, "limit": 0.01})
    }
    assert told(ready_findings(own, CurrentLook(2, 2, seen, 0.01))) == {}
    assert told(ready_findings(own, CurrentLook(1, 2, seen, 0.01, ended_on=FIRST))) == {}
