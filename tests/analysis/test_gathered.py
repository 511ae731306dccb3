"""What is gathered of one experiment, piece by piece: each answer beside the few posts that it follows from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from scipy.stats import norm
from tests.analysis.workspaces import finished, fresh

from cliptrial.analysis import facts, interim, material, own_posts, planned_posts
from cliptrial.analysis.interim import CurrentLook
from cliptrial.analysis.material import Outcome
from cliptrial.analysis.results import Role
from cliptrial.analysis.units import Assignment, Units
from cliptrial.errors import InputError
from cliptrial.metrics import CATALOGUE
from cliptrial.posts.copies import Extra
from cliptrial.posts.lake.history import Coverage
from cliptrial.posts.records import AgeRule, Post, Reading
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.post_states import PostState
from cliptrial.registry.plan.schedule import Position
from cliptrial.registry.plan.schedule_files import read_schedule

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 3, 2)
Made = SimpleNamespace
VIEWS = CATALOGUE["views"]
SALES = replace(VIEWS, name="sales", numerator=("orders",), denominator=None, outcome=True)


def place(number: int, block: int = 1, account: str = "kitchen", arm: str = "a", topic: str | None = None) -> Position:
    return Position(number, block, account, MONDAY + timedelta(days=number - 1), "18:30", arm, topic)


def post(name: str, at: int | None = 100, account: str = "kitchen", **more: Any) -> Post:
    return Post(name, account, at, **more)


def planned(blocks: list[int], due: str = "", read: str = "", looks: int = 4, account: str = "kitchen") -> Any:
    """An experiment with one position for each of these blocks."""
    places = [place(number, block, account) for number, block in enumerate(blocks, start=1)]
    seen = np.array([str(one.position) in read for one in places])
    return Made(
        schedule=Made(positions=places, rule=Made(seed=7)),
        outcomes=[Made(position=one) for one in places],
        coverage=Made(due=tuple(map(int, due))),
        values=lambda name: Made(read=seen) if name == "views" else None,
        experiment=Made(
            analysis=Made(looks=looks, alpha=0.05),
            design=Made(measure_at=7.0, twins=False),
            metrics=Made(primary="views", secondary=(), guardrails=()),
        ),
    )


# Limits of Lan and DeMets of the O'Brien-Fleming kind, as tabled by Reboussin and others (2000).
TABLED = (4.3326, 2.9631, 2.3590, 2.0141)


@pytest.mark.parametrize(
    ("due", "read", "look"),
    [
        ("1", "", None), ("12", "", 1), ("1", "2", 1), ("", "12", 1), ("123", "", 1), ("1235678", "", 1),
        ("1234", "", 2), ("12345", "6", 3), ("1234567", "", 3), ("12345678", "", 4), ("1234567", "8", 4),
    ],
)  # fmt: skip
def test_a_look_is_reached_when_every_post_of_its_blocks_is_old_enough_or_read(
    due: str, read: str, look: int | None
) -> None:
    found = interim.current_look(planned([*range(1, 9)], due, read))
    if look is None:
        assert found is None
        return
    assert found is not None
    assert (found.look, found.looks, int(found.included.sum()), found.final) == (look, 4, 2 * look, look == 4)
    assert found.alpha == pytest.approx(2 * norm.sf(TABLED[look - 1]), rel=2e-4)


def test_the_last_look_uses_what_is_left_and_one_that_was_ended_early_is_not_the_last() -> None:
    assert interim.last_limit(planned([*range(1, 9)])) == pytest.approx(2 * norm.sf(TABLED[3]), rel=2e-4)
    assert interim.last_limit(planned([1, 2], looks=1)) == pytest.approx(0.05)
    every = np.ones(2, dtype=np.bool_)
    assert CurrentLook(2, 2, every, 0.05).final
    assert not CurrentLook(1, 2, every, 0.05).final
    assert not CurrentLook(2, 2, every, 0.05, MONDAY).final


def test_every_account_gives_its_own_share_of_blocks_the_part_of_one_being_a_whole_one() -> None:
    long, short = planned([1, 1, 2, 3, 4, 5]), planned([1, 2, 3], account="garden")
    both = Made(schedule=Made(positions=[*long.schedule.positions, *short.schedule.positions]))
    shares = {look: interim._first_blocks(both, look, 3).astype(int).tolist() for look in (1, 2, 3)}
    assert shares == {1: [1, 1, 1, 0, 0, 0, 1, 0, 0], 2: [1, 1, 1, 1, 1, 0, 1, 1, 0], 3: [1] * 9}


@pytest.mark.parametrize(("blocks", "ends"), [(1, []), (2, []), (3, [2]), (4, [2, 3]), (5, [3, 4]), (8, [4, 5, 6, 7])])
def test_a_test_ends_early_after_half_of_its_blocks_two_at_least_and_never_after_all(
    blocks: int, ends: list[int]
) -> None:
    assert [int(some.sum()) for some in interim.early_ends(planned([*range(1, blocks + 1)]))] == ends


@pytest.mark.parametrize(
    ("due", "day", "complete"),
    [("12", None, True), ("1", None, False), ("12", 10, True), ("12", 9, False), ("1", 99, 0)],
)
def test_posts_are_complete_on_the_day_on_which_the_last_of_them_is_a_week_old(
    due: str, day: int | None, complete: bool
) -> None:
    """Of three posts the first two count; the second goes out on 3 March."""
    first = np.array([True, True, False])
    by = None if day is None else MONDAY + timedelta(days=day - 2)
    assert interim.is_complete(planned([1, 2, 3], due), first, by) is bool(complete)


def units(blocks: list[int]) -> Units:
    zeros = np.zeros(len(blocks), dtype=np.int64)
    return Units(
        np.array(["a"] * len(blocks), dtype=object), Assignment.SCHEDULE, zeros, zeros, zeros, np.array(blocks)
    )


@pytest.mark.parametrize(
    ("blocks", "shown"),
    [(1, [1]), (16, [*range(16, 0, -1)]), (17, [*range(17, 0, -2)]), (33, [*range(33, 0, -3)])],
)
def test_how_an_effect_grew_is_told_in_sixteen_steps_at_most(
    blocks: int, shown: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    monkeypatch.setattr(interim, "compare_pair", lambda part, *_, **__: seen.append(int(part.included.sum())))
    asked: Any = Made(values=None, metric=None, blocks=False, control="a", arm="b")
    assert [*interim.after_each_block(units([*range(1, blocks + 1)]), asked, asked)] == []
    assert seen == shown


def test_each_step_is_told_with_its_posts_its_ratio_and_its_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Any = Made(values="v", metric="m", blocks="pairs", control="a", arm="b", confidence=0.9)
    found = Made(posts=(2, 3), inversion=Made(estimate=np.log(1.5)))

    def compared(_: Units, *args: str, blocks: str) -> Any:
        assert (args, blocks) == (("v", "m", "a", "b"), "pairs")
        return found

    monkeypatch.setattr(interim, "Comparison", Made)
    monkeypatch.setattr(interim, "compare_pair", compared)
    monkeypatch.setattr(interim, "relative_interval", lambda _, alpha: (alpha, None))
    (told,) = interim.after_each_block(units([1, 1]), asked, asked)
    assert (told.block, told.posts, told.relative) == (1, (2, 3), pytest.approx(0.5))
    assert told.interval == (pytest.approx(0.1), None)


@pytest.mark.parametrize(
    ("at", "more", "late"),
    [
        (datetime(2026, 3, 2, 20, 0, tzinfo=BERLIN), {}, 1.5),
        (datetime(2026, 3, 1, 18, 15, tzinfo=BERLIN), {}, -24.25),
        (datetime(2026, 3, 2, 20, 0, tzinfo=BERLIN), {"hours": False}, None),
        (None, {}, None),
    ],
)
def test_a_post_is_late_by_the_hours_after_its_slot(at: datetime | None, more: dict[str, Any], late: float) -> None:
    told = Outcome(place(1), post("1", **more), at)
    assert told.late == late
    assert told.planned == datetime(2026, 3, 2, 18, 30, tzinfo=at and BERLIN)
    assert Outcome(place(1), None, at).late is None


def test_a_post_is_told_in_the_time_of_its_account() -> None:
    zones = {"kitchen": "Europe/Berlin"}
    assert material._outcome(place(1), None, zones) == Outcome(place(1), None, None)
    assert material._outcome(place(1), post("1", None), zones) == Outcome(place(1), post("1", None), None)
    at = material._outcome(place(1), post("1", 1_772_472_600), zones).posted
    assert at is not None
    assert (at.isoformat(), at.tzinfo) == ("2026-03-02T18:30:00+01:00", BERLIN)


ACCOUNTS = {"kitchen": Made(followers=200, platform="tiktok"), "garden": Made(followers=None, platform="youtube")}


@pytest.mark.parametrize(
    ("below", "told", "accounts", "read_below", "divided"),
    [
        ("duration", post("1", duration=20.0), ("kitchen",), None, 20.0),
        ("duration", post("1"), ("kitchen",), None, np.nan),
        ("followers", post("1"), ("kitchen",), None, 200.0),
        ("followers", post("1"), ("kitchen", "garden"), "followers", 200.0),
        ("followers", post("1", account="garden"), ("garden",), "followers", 4.0),
        ("views", post("1", duration=20.0), ("kitchen",), "views", 4.0),
        (None, post("1", duration=20.0), ("kitchen",), None, 4.0),
    ],
)
def test_a_number_is_divided_by_what_the_video_or_the_account_tells(
    below: str | None, told: Post, accounts: tuple[str, ...], read_below: str | None, divided: float
) -> None:
    ws: Any = Made(accounts=ACCOUNTS)
    metric = replace(VIEWS, denominator=below)
    assert material._as_snapshot(metric, ws, Made(accounts=accounts)).denominator == read_below
    readings: Any = Made(by_post={"1": Reading("1", 0, 7.0, 8.0, 4.0)})
    values = material._values(metric, [None, told, post("unread")], readings, ws)
    assert np.array_equal(values.numerator, [np.nan, 8.0, np.nan], equal_nan=True)
    assert np.array_equal(values.denominator[1:2], [divided], equal_nan=True)


def test_posts_that_other_experiments_have_as_well_are_told_under_their_names() -> None:
    matching: Any = Made(posts={1: post("1"), 2: post("2")})
    assert material._shared(matching, {"x": {"1", "9"}, "y": {"9"}}) == {"x": {"1"}}


def test_every_metric_is_named_once_in_the_order_of_the_plan() -> None:
    guards = tuple(Made(metric=name) for name in ("likes", "shares"))
    plan: Any = Made(metrics=Made(primary="views", secondary=("likes", "views"), guardrails=guards))
    assert material.named(plan) == ("views", "likes", "shares")
    assert material.common_export(Made(rule=AgeRule.COMMON_EXPORT))
    assert not material.common_export(Made(rule=AgeRule.EQUAL_AGE))


def test_where_people_s_orders_decide_positions_are_due_by_them(monkeypatch: pytest.MonkeyPatch) -> None:
    told, plan = Coverage((1, 2, 3), (2, 3)), Made(positions=())
    monkeypatch.setattr(material, "due_without_snapshot", lambda *_: told)
    monkeypatch.setattr(material, "complete_positions", lambda *_: (1, 2))
    asked: tuple[Any, ...] = (None, plan, Made(posts={}), {}, 7.0)
    assert material._coverage(*asked, None) == told
    assert material._coverage(*asked, Made()) == Coverage((1, 2), (2,))


def plan_of(primary: str, *secondary: str) -> Any:
    return Made(
        metrics=Made(primary=primary, secondary=secondary, guardrails=()),
        design=Made(measure_at=7.0),
        accounts=("kitchen",),
    )


def test_only_what_metrics_of_deeds_count_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"views": VIEWS, "sales": SALES, "each": replace(SALES, name="each", denominator="views")}
    known["carts"] = replace(SALES, name="carts", numerator=("paid",), denominator="filled")
    monkeypatch.setattr(material, "metrics_of", lambda _: known)
    monkeypatch.setattr(material, "outcomes_of", lambda *args: args[2:])
    for names, asked in (
        (("views",), set()), (("sales",), {"orders"}), (("each",), {"orders"}), (("views", "carts"), {"paid", "filled"})
    ):  # fmt: skip
        loaded: Any = Made(slug="x", experiment=plan_of(*names))
        after: Any = material._after(Made(), Made(), loaded, Made(posts={1: "p"}))
        assert after == ("x", {1: "p"}, ("kitchen",), 7.0, asked)
    orders: Any = Made()
    assert material._decides(Made(), plan_of("sales"), {"orders": orders}) is orders
    assert material._decides(Made(), plan_of("views", "sales"), {"orders": orders}) is None


def test_snapshots_are_read_once_for_metrics_and_for_what_deeds_are_divided_by(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = {"views": VIEWS, "sales": SALES, "each": replace(SALES, name="each", denominator="views")}
    known["carts"] = replace(SALES, name="carts", denominator="filled")
    read: list[list[tuple[Any, ...]]] = []

    def reading(*args: Any) -> dict[str, str]:
        read.append([(one.name, one.numerator, one.denominator, one.outcome) for one in args[2]])
        assert [one.post_id for one in args[4]] == ["1", "2"]
        return {one.name: f"read {one.name}" for one in args[2]}

    monkeypatch.setattr(material, "metrics_of", lambda _: known)
    monkeypatch.setattr(material, "_read", reading)
    monkeypatch.setattr(material, "outcome_readings", lambda *args, **more: (args[0].name, args[1:], more))
    outcomes: Any = [Made(post=one) for one in (post("1", 50, promoted_at=60), None, post("2", None))]
    done: Any = {"filled": "f"}
    found: Any = material._readings(Made(), Made(accounts=ACCOUNTS), plan_of("views", *known), outcomes, done)
    assert read == [
        [
            ("views", ("views",), None, False),
            ("each below", ("views",), None, False),
            ("likes by views", ("likes",), "views", False),
        ]
    ]
    assert {*found} == {"views", "likes by views", "sales", "each", "carts"}
    more = {"measure_at": 7.0, "promoted_at": material.promotions([post("1", 50, promoted_at=60), post("2", None)])}
    for name, beside in (("sales", None), ("each", "read each below"), ("carts", None)):
        assert found[name] == (name, (done, {"1": 50}), {**more, "beside": beside})


def test_posts_of_no_position_may_be_second_takes_and_links_of_before_are_told_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first is placed, the second another experiment's; the third and the sixth had a position before."""
    every = [post(f"{number}") for number in range(1, 7)]
    taken: list[Any] = []

    def others(*args: Any) -> list[Extra]:
        assert args[4]("kitchen") == ("kitchen", {"2", "3", "6"})
        taken.append([one.post_id for one in args[2]])
        return [Extra(1, every[3], "caption")]

    monkeypatch.setattr(material, "extra_posts", others)
    own: Any = Made(habits=lambda account, left_out: (account, left_out))
    before = {2: frozenset({"6", "3", "1"}), 1: frozenset({"9", "3"})}
    plan: Any = Made(positions=())
    found = material._extras(plan, Made(posts={1: every[0]}), every, [{"2"}], before, {}, own)
    assert taken == [["4", "5"]]
    assert [(one.position, one.post.post_id, one.why) for one in found] == [
        (1, "3", "relinked"), (2, "6", "relinked"), (1, "4", "caption"),
    ]  # fmt: skip


def test_the_first_take_of_each_position_is_the_one_that_went_out_first(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[list[str]] = []

    def reading(*args: Any) -> Any:
        read.append([one.post_id for one in args[4]])
        return {"views": Made(by_post={one.post_id: Reading(one.post_id, 0, 7.0, 10.0, 1.0) for one in args[4]})}

    monkeypatch.setattr(material, "metrics_of", lambda _: {"views": VIEWS, "sales": SALES})
    monkeypatch.setattr(material, "_read", reading)
    outcomes = [
        Outcome(place(1), post("a", 100), None), Outcome(place(2), None, None), Outcome(place(3), None, None),
        Outcome(place(4), post("d", 10), None),
    ]  # fmt: skip
    extras = [Extra(1, post("b", 50), ""), Extra(2, post("c", 70), ""), Extra(4, post("e", 20), "")]
    values = material._first_takes(Made(), Made(accounts=ACCOUNTS), plan_of("views"), outcomes, extras)
    assert values is not None
    assert read == [["b", "c", "d"]]
    assert values.read.tolist() == [True, True, False, True]
    assert material._first_takes(Made(), Made(accounts=ACCOUNTS), plan_of("views"), outcomes, []) is None
    assert material._first_takes(Made(), Made(accounts=ACCOUNTS), plan_of("sales"), outcomes, extras) is None


def test_the_list_of_a_check_is_that_of_its_first_and_last_day(monkeypatch: pytest.MonkeyPatch) -> None:
    plan: Any = Made(positions=[place(2), place(1), place(4)])
    monkeypatch.setattr(material, "frozen", lambda *args: args[2:])
    for check, told in ((True, (MONDAY, date(2026, 3, 5))), (False, None)):
        monkeypatch.setattr(material, "is_check", lambda _, check=check: check)
        assert material._frozen(Made(), Made(), plan) == told


def test_what_is_gathered_is_in_the_order_of_the_plan_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ws = fresh(tmp_path / "ws")
    finished(ws, "hook-1", 0.3, 1, per_arm=4)
    loaded, told = load_experiment("hook-1", ws), dict[str, Any]()
    schedule = read_schedule(loaded.folder)
    assert schedule is not None
    match = material.match
    monkeypatch.setattr(material, "match", lambda *args, **more: told.update(more) or match(*args, **more))
    masker = material.masker_of
    monkeypatch.setattr(material, "masker_of", lambda ws, **more: told.update(more) or masker(ws, **more))
    monkeypatch.setattr(material, "linked", lambda _: {"hook-1": {1: "1"}, "other": {1: "2"}})
    monkeypatch.setattr(material, "_shared", lambda _, elsewhere: elsewhere)
    monkeypatch.setattr(material, "read_states", lambda _: {1: PostState.SKIPPED})
    files = sorted(tmp_path.rglob("*"))
    found = material.gather(ws, loaded, replace(schedule, positions=schedule.positions[::-1]))
    assert sorted(tmp_path.rglob("*")) == files
    assert [one.position.position for one in found.outcomes] == [*range(1, 9)]
    assert [one.position for one in found.schedule.positions] == [*range(1, 9)]
    assert found.shared == {"other": {"2"}}
    assert (len(told["asked"]), found.crossed, {*told["skipped"]}) == (1, (), {1})
    assert callable(told["mask"])
    assert told["makes_salt"] is False
    assert (found.changed, found.lock is None, found.frozen, found.states) == ((), False, None, {1: PostState.SKIPPED})
    assert found.values("views").read.tolist() == [False, *[True] * 7]
    other = (place(1, arm="unheard"), *schedule.positions[1:])
    with pytest.raises(InputError, match="unheard"):
        material.gather(ws, loaded, replace(schedule, positions=other))


def test_posts_are_looked_for_from_nine_days_before_the_plan_to_nine_days_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan: Any = Made(positions=[place(2), place(1), place(3)])
    link = "https://www.tiktok.com/@kitchen/video/7478176790430609401"
    lake: Any = Made(folder="here", fingerprint=lambda: "f")
    own = own_posts.OwnPosts.of(lake, ("kitchen",), plan, {1: link, 2: "nowhere"}, {3: frozenset({"5"})})
    start, end = 1_771_632_000, 1_773_360_000  # 21 February and 13 March 2026 in UTC
    assert (own.start, own.end, own.named) == (start, end, {"7478176790430609401", "5"})
    monkeypatch.setattr(own_posts, "posts_near", lambda *args: args)
    near: Any = own.near()
    assert near == (lake, ("kitchen",), start, end, own.named)
    week = 604_800
    for at, around in (
        ([], None), ([None], None), ([start + week], None), ([end - week], None), ([start + week, end - week], None),
        ([start + week - 1], (start - 1, end)), ([end - week + 1], (start, end + 1)),
        ([start, end], (start - week, end + week)),
    ):  # fmt: skip
        found: Any = own.around([post(f"{number}", one) for number, one in enumerate(at)])
        assert (found and found[2:4]) == around


WEEK = [
    Outcome(place(1), post("1"), datetime(2026, 3, 2, 18, 30, tzinfo=BERLIN)),
    Outcome(place(2), post("2"), datetime(2026, 3, 3, 22, 30, tzinfo=BERLIN)),
    Outcome(place(3), None, None),
    Outcome(place(4), post("4"), datetime(2026, 3, 7, 18, 30, tzinfo=BERLIN)),
]
"""On time, four hours late, not posted, and posted two days after its day."""


def test_planned_posts_are_told_by_the_day_and_the_hours_at_which_they_went_out() -> None:
    made: Any = Made(outcomes=WEEK)
    posted, days = planned_posts.posted_weekdays(made)
    assert (posted.tolist(), days.tolist()) == ([True, True, False, True], [0, 1, 2, 5])
    near, beyond = (replace(WEEK[day], posted=WEEK[day].posted + timedelta(minutes=20)) for day in (0, 3))
    assert planned_posts.hours_late(Made(outcomes=[*WEEK, near, beyond])).tolist() == [0.0, 4.0, 0.0, 0.0, 0.0, 0.0]
    times = planned_posts.posting_times(made).tolist()
    assert times == [1_772_472_600.0, 1_772_573_400.0, 0.0, 1_772_904_600.0]


@pytest.mark.parametrize(
    ("look", "across", "included"),
    [
        (None, None, None),
        (CurrentLook(2, 2, np.array([True, True, False, False]), 0.05), None, None),
        (CurrentLook(1, 2, np.array([True, True, False, False]), 0.01), None, [True, True, False, False]),
        (None, ("2", "4"), [True, False, True, False]),
        (CurrentLook(1, 2, np.array([False, True, True, False]), 0.01), ("2", "9"), [False, False, True, False]),
    ],
)
def test_positions_count_that_the_look_sees_and_whose_number_means_the_same(
    look: CurrentLook | None, across: tuple[str, ...] | None, included: list[bool] | None
) -> None:
    made = planned([1, 1, 2, 2])
    made.outcomes, made.readings = WEEK, {"views": Made(across=across and Made(posts=across))}
    made.schedule.positions[2] = place(3, 2, "garden", "b")
    found = planned_posts.planned_units(made, 99, look)
    assert (found.included is None if included is None else found.included.tolist() == included) is True
    assert (found.draws, found.seed, found.assignment) == (99, 7, Assignment.SCHEDULE)
    assert found.arm.tolist() == ["a", "a", "b", "a"]
    assert found.account.tolist() == [0, 0, 1, 0]
    assert found.stratum.tolist() == [0, 0, 0, 0]
    assert found.block.tolist() == [1, 1, 2, 2]
    assert found.weekday is not None
    assert found.weekday.tolist() == [0, 1, 2, 3]
    assert found.schedule is made.schedule


def test_posts_beyond_the_look_show_no_numbers_and_those_before_it_what_was_read() -> None:
    made: Any = Made(
        outcomes=WEEK,
        values=lambda name: Made(each=np.array([10.0, np.nan, np.nan, 40.0]) * (1 if name == "views" else 2)),
        experiment=plan_of("views", "likes"),
    )
    four = units([1, 1, 2, 2])
    told = [*facts.post_results(made, four)]
    assert [one.metrics for one in told] == [
        {"views": 10.0, "likes": 20.0}, {"views": None, "likes": None}, {"views": None, "likes": None},
        {"views": 40.0, "likes": 80.0},
    ]  # fmt: skip
    half = [*facts.post_results(made, replace(four, included=np.array([True, True, False, False])))]
    assert [one.metrics["views"] for one in half] == [10.0, None, None, None]
    assert [(one.position, one.post_id, one.weekday, one.slot, one.late) for one in told] == [
        (1, "1", 0, "18:30", 0.0), (2, "2", 1, "22:30", 4.0), (3, None, None, None, None), (4, "4", 5, "18:30", 48.0),
    ]  # fmt: skip
    assert [one.posted_on for one in told] == [MONDAY, date(2026, 3, 3), None, date(2026, 3, 7)]


@pytest.mark.parametrize("locked", [True, False])
def test_the_data_of_an_answer_are_the_readings_that_it_used_each_once(
    locked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts, "plan_hash", lambda *_: "worked out")
    one, other = Reading("2", 50, 7.0, 8.0, 4.0), Reading("1", 90, 6.0, 3.0, 1.0)
    made: Any = Made(
        readings={"views": Made(by_post={"2": one, "1": other}), "likes": Made(by_post={"2": one})},
        lock=Made(plan="locked") if locked else None,
        loaded=None,
        schedule=Made(rule=Made(seed=7)),
    )
    found = facts.provenance_of(made, 99)
    assert (found.plan_hash, found.data_as_of, found.seed, found.draws) == (
        "locked" if locked else "worked out", 90, 7, 99
    )  # fmt: skip
    assert found.data_hash == sha256(b"[('1', 90, 3.0, 1.0), ('2', 50, 8.0, 4.0)]").hexdigest()
    made.readings = {}
    assert facts.provenance_of(made, 99).data_as_of is None


def test_every_arm_is_told_with_its_posts_also_one_that_nobody_posted() -> None:
    arms = [Made(id=name, value=name.upper()) for name in ("a", "b", "c")]
    plan: Any = Made(change=Made(control=arms[0], arms=arms))
    assert [(one.id, one.posts, one.value, one.control) for one in facts.arms_of(plan, ["b", "a", "b"])] == [
        ("a", 1, "A", True), ("b", 2, "B", False), ("c", 0, "C", False),
    ]  # fmt: skip


def test_the_questions_of_a_plan_are_its_metrics_in_their_roles(monkeypatch: pytest.MonkeyPatch) -> None:
    made = planned([1, 1, 2, 2])
    made.experiment.metrics.secondary = ("likes",)
    made.experiment.metrics.guardrails = (Made(metric="shares", worst_acceptable=-0.2),)
    made.readings = {"likes": Made(rule=AgeRule.COMMON_EXPORT)}
    made.readings |= dict.fromkeys(("views", "shares"), Made(rule=AgeRule.EQUAL_AGE))
    made.metric = lambda name: name
    made.values = lambda name: f"values of {name}"
    made.workspace = Made(accounts=ACCOUNTS)
    questions = planned_posts.questions_of(made)
    assert [(one.metric, one.role, one.worst_acceptable, one.blocks, one.platforms) for one in questions] == [
        ("views", Role.PRIMARY, None, False, ()),
        ("likes", Role.SECONDARY, None, True, ()),
        ("shares", Role.GUARDRAIL, -0.2, False, ()),
    ]
    made.experiment.design.twins = True
    assert [one.blocks for one in planned_posts.questions_of(made)] == [True] * 3
    made.schedule.positions[1:3] = [place(2, account="garden"), place(3, account="unknown")]
    monkeypatch.setattr(planned_posts, "on_one_level", lambda values, groups: (values, groups.tolist()))
    of_two: Any = planned_posts.questions_of(made)[0]
    assert of_two.platforms == ("tiktok", "youtube", "tiktok", "tiktok")
    assert of_two.values == ("values of views", [0, 1, 0, 0])
