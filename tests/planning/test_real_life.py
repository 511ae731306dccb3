"""Plans for real life: pauses and holidays, topics in instalments, and what is told of a foolish plan."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.planning.test_plan_refusals import workspace, write

from cliptrial.errors import PlanError
from cliptrial.planning import Plan, plan_experiment
from cliptrial.planning.foresight import christmas, foresight
from cliptrial.posts.week.next_step import next_step
from cliptrial.posts.week.overview import overviews
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.collisions import lock_plan
from cliptrial.registry.plan.lock import changed_fields, locked_schedule, plan_changes, read_lock
from cliptrial.registry.plan.pauses import holiday
from cliptrial.registry.plan.restore import restore_schedule
from cliptrial.registry.plan.schedule_files import read_schedule, write_schedule
from cliptrial.registry.workspace import load_workspace
from cliptrial.rotation import broken_rule, redraw

TODAY = date(2026, 2, 16)
TOPICS = tuple(f"topic {number:02d}" for number in range(16))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    workspace(tmp_path)
    write(tmp_path)
    return tmp_path


def settings(root: Path, old: str, new: str) -> None:
    """Change workspace.yaml."""
    path = root / "workspace.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def plan(root: Path, *topics: str, on: date = TODAY, slug: str = "hook") -> Plan:
    loaded = load_workspace(root)
    return plan_experiment(loaded, load_experiment(slug, loaded), topics=topics, today=on)


def days(made: Plan, account: str = "kitchen") -> list[str]:
    return [p.date.isoformat()[5:] for p in made.schedule.positions if p.account == account]


def lock(root: Path, slug: str = "hook") -> None:
    loaded = load_workspace(root)
    experiment = load_experiment(slug, loaded)
    lock_plan(loaded, experiment, read_schedule(experiment.folder), TODAY)


def notes(root: Path, slug: str = "hook", on: date = TODAY) -> dict[str, tuple[str, str]]:
    loaded = load_workspace(root)
    return {one.code: (one.what, one.mend) for one in foresight(loaded, load_experiment(slug, loaded), on)}


# Pauses


@pytest.mark.parametrize(
    ("where", "left_out"),
    [
        ("language: en\n", {"03-04", "03-05"}),
        ("  kitchen: {", {"03-04", "03-05"}),
        ("  bakes: {", set()),
        ("client", {"03-04", "03-05"}),
        ("experiment", {"03-04", "03-05"}),
    ],
)
def test_pauses_of_workspace_client_account_and_experiment_are_left_out(
    root: Path, where: str, left_out: set[str]
) -> None:
    pause = "2026-03-04 to 2026-03-05"
    if where == "client":
        settings(root, "accounts:", f"clients: {{adler: {{name: Adler, pauses: [{pause}]}}}}\naccounts:")
        settings(root, "kitchen: {", "kitchen: {client: adler, ")
    elif where == "experiment":
        write(root, more=f", pauses: [{pause}]")
    else:
        settings(root, where, f"{where}pauses: {pause}\n" if where.endswith("\n") else f"{where}pauses: {pause}, ")
    made = plan(root)
    assert {"03-04", "03-05"} - set(days(made)) == left_out
    assert len(made.schedule.positions) == 8
    assert broken_rule(made.schedule) is None


def test_the_holidays_nearest_to_the_account_are_left_out_unless_the_plan_posts_on_them(root: Path) -> None:
    """Epiphany is a holiday in Bavaria and Austria; Good Friday in all of Germany, not in Austria."""
    write(root, start="2026-04-01", accounts="kitchen, bakes")
    settings(root, "language: en\n", "language: en\nholidays: DE-BY\n")
    settings(root, "bakes: {", "bakes: {holidays: AT, ")
    made = plan(root)
    assert {"04-03", "04-06"} & set(days(made)) == set()
    assert {"04-03", "04-06"} & set(days(made, "bakes")) == {"04-03"}
    write(root, start="2026-04-01", accounts="kitchen, bakes", more=", holidays: post")
    assert {"04-03", "04-06"} <= set(days(plan(root)))


@pytest.mark.parametrize(
    ("codes", "day", "lang", "name"),
    [
        (("DE",), date(2026, 4, 3), "de", "Karfreitag"),
        (("DE",), date(2026, 4, 3), "en", "Good Friday"),
        (("DE-BY",), date(2026, 1, 6), "de", "Heilige Drei Könige"),
        (("DE",), date(2026, 1, 6), "de", None),
        (("DE", "AT"), date(2026, 1, 6), "de", "Heilige Drei Könige"),
        (("US",), date(2026, 7, 4), "de", "Independence Day"),
        ((), date(2026, 12, 25), "de", None),
    ],
)
def test_a_holiday_is_called_by_its_name(codes: tuple[str, ...], day: date, lang: str, name: str | None) -> None:
    assert holiday(codes, day, lang) == name


def test_a_pause_written_down_after_the_lock_moves_nothing_and_before_it_does(root: Path) -> None:
    """The schedule is what was locked, and so are its re-draws."""
    first = plan(root)
    settings(root, "language: en\n", "language: en\npauses: 2026-03-04\n")
    moved = plan(root)
    assert "03-04" in days(first)
    assert "03-04" not in days(moved)
    lock(root)
    settings(root, "pauses: 2026-03-04", "pauses: [2026-03-05 to 2026-03-08]")
    again = plan(root)
    assert again.unchanged
    assert again.schedule == moved.schedule
    labels = redraw(again.schedule, "statement", "question", draws=9, seed=1)
    assert (labels.labels == labels.observed).all(axis=1).sum() == 1
    (root / "experiments/hook/schedule.csv").unlink()
    restore_schedule(root / "experiments/hook")
    assert plan(root).schedule == moved.schedule


# Topics in instalments


def test_topics_come_in_whole_blocks_and_each_instalment_stands_in_the_lock(root: Path) -> None:
    write(root, more=", posts_per_day: 1", slot="18:00")
    plan(root, *TOPICS[:4])
    lock(root)
    folder = root / "experiments/hook"
    locked = json.loads((folder / "lock.json").read_text("utf-8"))["locks"]
    made = plan(root, *TOPICS[4:8], on=date(2026, 3, 3))
    assert made.blocks == (2, 2)
    assert sorted(p.topic or "" for p in made.schedule.positions[:4]) == list(TOPICS[:4])
    assert sorted(p.topic or "" for p in made.schedule.positions[4:]) == list(TOPICS[4:8])
    plain = json.loads((folder / "lock.json").read_text("utf-8"))
    assert plain["locks"] == locked, "what was locked stays as it was"
    (one,) = plain["instalments"]
    assert (one["on"], one["block_from"], one["block_to"], len(one["sha256"])) == ("2026-03-03", 2, 2, 64)
    assert one["topics"] == [p.topic for p in made.schedule.positions[4:]]
    assert locked_schedule(folder) == read_schedule(folder) == made.schedule
    experiment = load_experiment("hook", load_workspace(root))
    assert plan_changes(experiment) == ()
    assert plan(root, *TOPICS[:8]).unchanged
    assert plan(root).unchanged


def asked(root: Path, today: date, posted: int = 0) -> str:
    """The one next thing to do, and its day."""
    loaded = load_workspace(root)
    (one,), _ = overviews(loaded, ["hook"], today)
    step = next_step(replace(one, settled=frozenset(range(1, posted + 1))), loaded, today)
    return f"{step.on}: {step.what}" if step else "nothing"


def test_only_the_topics_of_the_next_blocks_are_asked_for_by_the_day_they_are_filmed(root: Path) -> None:
    """Without any topic all are, and after the last block none."""
    write(root, more=", posts_per_day: 1", slot="18:00")
    plan(root)
    assert asked(root, TODAY) == (
        "2026-03-02: cliptrial plan hook --topics FILE (8 posts have no topic), then lock hook"
    )
    plan(root, *TOPICS[:4])
    assert asked(root, TODAY) == "2026-03-02: cliptrial lock hook"
    lock(root)
    topics = "cliptrial plan hook --topics FILE, with the topics of posts"
    assert asked(root, TODAY) == f"2026-02-27: {topics} 5, 6, 7, 8"
    assert asked(root, date(2026, 3, 5), posted=3) == f"2026-03-05: {topics} 5, 6, 7, 8", "late"
    assert topics in asked(root, date(2026, 3, 9), posted=7), "the block's last day"
    assert topics not in asked(root, date(2026, 3, 10), posted=7)
    plan(root, *TOPICS[4:8], on=TODAY)
    assert topics not in asked(root, TODAY)


def test_the_order_in_which_topics_are_written_decides_nothing(root: Path) -> None:
    made = [plan(root, *order).schedule for order in (TOPICS[:4], TOPICS[3::-1], TOPICS[2:4] + TOPICS[:2])]
    assert made[0] == made[1] == made[2]
    lock(root)
    before = (root / "experiments/hook/lock.json").read_bytes()
    one = plan(root, *TOPICS[4:8]).schedule
    (root / "experiments/hook/lock.json").write_bytes(before)
    write_schedule(root / "experiments/hook", made[0])
    assert plan(root, *TOPICS[7:3:-1]).schedule == one


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (TOPICS[4:5], "Add 3; a block with half its topics compares nothing."),
        (TOPICS[4:9], "Leave out 1, or plan more posts."),
        (TOPICS[:7], "Add 1; a block with half its topics compares nothing."),
        ((*TOPICS[:3], "another", *TOPICS[4:8]), "Put them back: chance has given each its post already."),
    ],
)
def test_half_a_block_and_topics_that_changed_are_refused(root: Path, given: tuple[str, ...], told: str) -> None:
    plan(root, *TOPICS[:4])
    lock(root)
    before = (root / "experiments/hook/lock.json").read_bytes()
    with pytest.raises(PlanError) as caught:
        plan(root, *given)
    assert [problem.mend for problem in caught.value.problems] == [told]
    assert (root / "experiments/hook/lock.json").read_bytes() == before


def test_twins_of_two_accounts_get_one_topic_a_block_and_account(root: Path) -> None:
    write(root, more=", twins: true", accounts="kitchen, bakes")
    plan(root, *TOPICS[:2])
    lock(root)
    made = plan(root, *TOPICS[2:6])
    assert made.blocks == (2, 3)
    topics = {(p.account, p.block): p.topic for p in made.schedule.positions if p.topic}
    assert sorted(topics.values()) == list(TOPICS[:6])
    assert {block for _, block in topics} == {1, 2, 3}


def test_a_topic_edited_after_its_instalment_is_a_change_of_the_plan(root: Path) -> None:
    plan(root, *TOPICS[:4])
    lock(root)
    plan(root, *TOPICS[4:8])
    folder = root / "experiments/hook"
    path = folder / "schedule.csv"
    path.write_text(path.read_text("utf-8").replace("topic 06", "topic 99"), encoding="utf-8")
    experiment, record = load_experiment("hook", load_workspace(root)), read_lock(folder)
    assert record is not None
    assert changed_fields(experiment, read_schedule(folder), record) == ("schedule.csv",)
    restore_schedule(folder)
    assert plan_changes(experiment) == ()


@pytest.mark.parametrize("change", ["topic", "day", "block", "gone", "turned", "foreign", "short"])
def test_an_instalment_that_was_edited_is_noticed(root: Path, change: str) -> None:
    write(root)
    write(root, "hook", more="", start="2026-03-02")
    (root / "experiments/hook/experiment.yaml").write_text(
        (root / "experiments/hook/experiment.yaml").read_text("utf-8").replace("posts_per_arm: 4", "posts_per_arm: 8"),
        encoding="utf-8",
    )
    plan(root, *TOPICS[:4])
    lock(root)
    plan(root, *TOPICS[4:8])
    plan(root, *TOPICS[8:12])
    path = root / "experiments/hook/lock.json"
    plain = json.loads(path.read_text("utf-8"))
    first, second = plain["instalments"]
    if change == "topic":
        first["topics"][0] = "another"
    elif change == "day":
        first["on"] = "2026-02-01"
    elif change == "block":
        second["block_to"] += 1
    elif change == "gone":
        del plain["instalments"][0]
    elif change == "turned":
        plain["instalments"].reverse()
    elif change == "foreign":
        second["sha256"] = first["sha256"]
    else:
        second["topics"].pop()
    path.write_text(json.dumps(plain), encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        read_lock(path.parent)
    assert [problem.code for problem in caught.value.problems] == ["instalment_edited"]


@pytest.mark.parametrize("written", ["x", [1], [{}], [{"on": "x"}], {"on": 1}])
def test_instalments_that_are_none_are_told(root: Path, written: Any) -> None:
    plan(root, *TOPICS[:8])
    lock(root)
    path = root / "experiments/hook/lock.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"instalments": written}), encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        read_lock(path.parent)
    assert [problem.code for problem in caught.value.problems] == ["lock_unreadable"]


def test_topics_whose_table_was_never_written_come_back_from_the_lock(root: Path) -> None:
    """Killed between the two files: the lock has them, the table not yet."""
    drawn = plan(root, *TOPICS[:4]).schedule
    lock(root)
    whole = plan(root, *TOPICS[4:8]).schedule
    write_schedule(root / "experiments/hook", drawn)
    assert plan(root).schedule == whole
    assert read_schedule(root / "experiments/hook") == whole


# What is told of a foolish plan


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2026, 11, 28), False),
        (date(2026, 11, 29), True),
        (date(2027, 1, 6), True),
        (date(2027, 1, 7), False),
        (date(2023, 12, 2), False),
        (date(2023, 12, 3), True),
        (date(2022, 11, 27), True),
        (date(2022, 11, 26), False),
    ],
)
def test_advent_begins_on_the_fourth_sunday_before_christmas(day: date, inside: bool) -> None:
    assert (christmas(day) is not None) == inside


@pytest.mark.parametrize(
    ("given", "code", "what", "mend"),
    [
        ({"start": "2026-02-14"}, "begins_in_past", "2 of 8 posts", "Start on 2026-02-23."),
        ({"start": "2026-12-21"}, "advent", "8 of 8 posts", "Start on 2027-01-11, when it is over, or by 2026-11-21"),
        ({}, "too_few_posts", "with 4 posts", "Plan 6 posts of each arm."),
        ({"more": ", weekdays: [mon]"}, "one_weekday", "(mon)", "Post on mon, thu: the plan then ends on 2026-03-26"),
        ({"start": "2026-04-30"}, "holidays_within", "(DE): 1, the first on 2026-05-01", "Write `holidays: DE`"),
        ({"slot": '18:00", "18:59'}, "slots_close", "59 minutes apart", "Take 19:00 instead of 18:59."),
        ({"slot": '00:10", "00:40'}, "slots_close", "30 minutes apart", "Take 06:00 instead of 00:40."),
    ],
)
def test_a_foolish_plan_is_told_with_a_better_one(
    root: Path, given: dict[str, str], code: str, what: str, mend: str
) -> None:
    write(root, **given)
    told = notes(root)
    assert what in told[code][0]
    assert told[code][1].startswith(mend)


def test_a_sensible_plan_is_told_nothing(root: Path) -> None:
    path = root / "experiments/hook/experiment.yaml"
    path.write_text(path.read_text("utf-8").replace("posts_per_arm: 4", "posts_per_arm: 8"), encoding="utf-8")
    assert notes(root) == {}
    assert plan(root).notes == ()


def test_what_is_better_is_better(root: Path) -> None:
    """With the day, number or time that is told, the note is gone."""
    write(root, start="2026-12-21")
    assert "advent" in notes(root)
    for day in ("2027-01-11", "2026-11-21"):
        write(root, start=day)
        assert "advent" not in notes(root)
    write(root, slot='18:00", "18:30')
    assert "slots_close" in notes(root)
    write(root, slot='18:00", "19:00')
    assert "slots_close" not in notes(root)


def test_a_locked_plan_is_told_nothing_of_what_would_have_been_better(root: Path) -> None:
    plan(root, *TOPICS[:8])
    lock(root)
    assert plan(root).notes == ()


def test_a_post_near_one_of_another_experiment_is_told_and_an_hour_apart_is_not(root: Path) -> None:
    plan(root)
    for slot, near in (("18:30", True), ("17:01", True), ("19:00", False), ("17:00", False)):
        write(root, "later", start="2026-03-07", slot=slot)
        assert ("near_another" in notes(root, "later")) == near
    write(root, "later", start="2026-03-07", slot="18:30", accounts="bakes")
    assert "near_another" not in notes(root, "later")


def test_missing_numbers_are_asked_for_from_the_day_after_the_decision_was_due(root: Path) -> None:
    write(root, more=", posts_per_day: 1", slot="18:00")
    plan(root, *TOPICS[:8])
    lock(root)
    missing = "numbers are missing: fill in numbers.xlsx or export, then cliptrial ingest; then report hook"
    days = [date(2026, 3, 9) + timedelta(days=n) for n in range(20)]
    told = [day for day in days if missing in asked(root, day, posted=8)]
    assert told == days[9:], "the last of 8 posts is of 9 March, its numbers of the 16th, the decision of the 17th"
