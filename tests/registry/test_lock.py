"""Locking: what was planned can be proved later, and every change is named."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.registry.schedules import small_schedule

from cliptrial.errors import PlanError
from cliptrial.registry.experiments import Loaded, load_experiment
from cliptrial.registry.plan.instalments import come_in_instalments
from cliptrial.registry.plan.links import add_link
from cliptrial.registry.plan.lock import changed_fields, lock, locked_schedule, plan_changes, plan_hash, read_lock
from cliptrial.registry.plan.restore import SET_ASIDE, restore_schedule
from cliptrial.registry.plan.schedule import Position, Schedule
from cliptrial.registry.plan.schedule_files import position_plain, read_schedule, write_schedule
from cliptrial.registry.workspace import Workspace

DAY = date(2026, 3, 1)


def changed(good: Path, workspace: Workspace, old: str, new: str) -> Loaded:
    """The same experiment after an edit."""
    path = good / "experiment.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return load_experiment(good, workspace)


def test_the_hash_is_that_of_sorted_json_of_what_was_written(workspace: Workspace, good: Path) -> None:
    """Anybody can check it without this package."""
    loaded, schedule = load_experiment(good, workspace), small_schedule()
    rows = [[p.position, p.block, p.account, p.date.isoformat(), p.slot, p.arm, p.topic] for p in schedule.positions]
    rule = {
        "rule": 1,
        "per_block": 2,
        "cutoff": {"kitchen_demo": 1},
        "count": {"kitchen_demo": {"question": 1234}},
        "seed": 20260302,
    }
    content = {"experiment": loaded.plain, "schedule": {"positions": rows, "rule": rule}}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert plan_hash(loaded, schedule) == hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_a_lock_is_read_back_and_locking_again_changes_nothing(workspace: Workspace, good: Path) -> None:
    """The first date stays."""
    loaded, schedule = load_experiment(good, workspace), small_schedule()
    record = lock(loaded, schedule, DAY)
    before = (good / "lock.json").read_bytes()
    assert lock(loaded, schedule, date(2026, 4, 1)) == record == read_lock(good)
    assert (good / "lock.json").read_bytes() == before
    assert changed_fields(loaded, schedule, record) == ()
    assert read_lock(good.parent) is None
    assert "earlier" not in repr(record)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# one of the workspace's ranked goals", "# ours"),
        ("[views, completion_rate]", "\n    - views\n    - completion_rate"),
    ],
)
def test_layout_and_comments_do_not_count(workspace: Workspace, good: Path, old: str, new: str) -> None:
    """Only what the file says does."""
    before = plan_hash(load_experiment(good, workspace), small_schedule())
    assert plan_hash(changed(good, workspace, old, new), small_schedule()) == before


def test_links_do_not_look_like_a_change(workspace: Workspace, good: Path) -> None:
    """Running an experiment is not changing it."""
    loaded, schedule = load_experiment(good, workspace), small_schedule()
    write_schedule(good, schedule)
    lock(loaded, schedule, DAY)
    add_link(good, 1, "https://vm.tiktok.com/x/")
    assert plan_changes(load_experiment(good, workspace)) == ()


@pytest.mark.parametrize(
    ("old", "new", "fields"),
    [
        ("primary: average_watch_time", "primary: views_to_end", ("metrics.primary",)),
        ("at_least: 10%", "at_least: 5%", ("hypothesis.at_least",)),
        ("goal: watch-time ", "# goal ", ("goal",)),
        ("[slot, sound, hashtags, duration]", "[slot]", ("hold_constant",)),
        ('value: "Question in', 'value: "Questions in', ("change.variants.0.value",)),
        ("  seed: 20260302\n", "", ("design.seed",)),
    ],
)
def test_every_change_is_named(workspace: Workspace, good: Path, old: str, new: str, fields: tuple[str, ...]) -> None:
    """By its dotted key."""
    record = lock(load_experiment(good, workspace), small_schedule(), DAY)
    assert changed_fields(changed(good, workspace, old, new), small_schedule(), record) == fields


def test_changes_of_the_schedule_are_named_by_file(workspace: Workspace, good: Path) -> None:
    """A topic, an arm or a day in the table; a number in the rule."""
    loaded, schedule = load_experiment(good, workspace), small_schedule()
    record = lock(loaded, schedule, DAY)
    for change in ({"topic": "Other"}, {"arm": "statement"}):
        positions = (schedule.positions[0], replace(schedule.positions[1], **change), *schedule.positions[2:])
        assert changed_fields(loaded, Schedule(positions, schedule.rule), record) == ("schedule.csv",)
    other = Schedule(schedule.positions, replace(schedule.rule, seed=1))
    assert changed_fields(loaded, other, record) == ("schedule.json",)
    assert set(changed_fields(loaded, None, record)) == {"schedule.csv", "schedule.json"}


def test_a_changed_plan_is_locked_only_on_purpose_and_the_first_lock_stays_visible(
    workspace: Workspace, good: Path
) -> None:
    """The refusal says what changed, where, and what to do."""
    write_schedule(good, small_schedule())
    first = lock(load_experiment(good, workspace), small_schedule(), DAY)
    loaded = changed(good, workspace, "at_least: 10%", "at_least: 5%")
    with pytest.raises(PlanError, match=r"experiment\.yaml:9:13: hypothesis\.at_least has changed.*--again"):
        lock(loaded, small_schedule(), date(2026, 3, 9))
    assert read_lock(good) == first
    second = lock(loaded, small_schedule(), date(2026, 3, 9), again=True)
    assert second.earlier == (first,)
    assert read_lock(good) == second
    assert plan_changes(loaded) == ()


def test_without_a_schedule_only_a_split_test_can_be_locked(workspace: Workspace, good: Path) -> None:
    """The platform draws there."""
    with pytest.raises(PlanError, match="cliptrial plan question-hook"):
        lock(load_experiment(good, workspace), None, DAY)
    lock(changed(good, workspace, "unit: post ", "unit: viewer "), None, DAY)


@pytest.mark.parametrize("edit", ["2026-03-01", "average_watch_time", '"locks": [', '"content"'])
def test_an_edited_lock_is_not_trusted(workspace: Workspace, good: Path, edit: str) -> None:
    """Its content must give its own hashes."""
    lock(load_experiment(good, workspace), small_schedule(), DAY)
    path = good / "lock.json"
    text = path.read_text(encoding="utf-8")
    assert edit in text
    path.write_text(text.replace(edit, "x"), encoding="utf-8")
    with pytest.raises(PlanError, match=r"lock\.json"):
        read_lock(good)


GIVEN = {"on": "2026-03-08", "block_from": 1, "block_to": 1, "topics": ["a", "b"], "sha256": "0"}


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        ({}, "instalment_edited"),
        ({"block_from": True}, "lock_unreadable"),
        ({"block_to": "1"}, "lock_unreadable"),
        ({"topics": ["a", None]}, "lock_unreadable"),
        ({"topics": None}, "lock_unreadable"),
        ({"on": "soon"}, "lock_unreadable"),
    ],
)
def test_topics_given_later_are_not_trusted_once_they_were_edited(
    workspace: Workspace, good: Path, edit: dict[str, object], code: str
) -> None:
    lock(load_experiment(good, workspace), small_schedule(), DAY)
    path = good / "lock.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"instalments": [GIVEN | edit]}), encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        read_lock(good)
    assert [problem.code for problem in caught.value.problems] == [code]


JARGON = ("Expecting", "delimiter", "JSON", "KeyError", "NoneType", "unterminated", "'")


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.98])
def test_a_lock_that_breaks_off_is_told_in_plain_words_with_its_line(
    workspace: Workspace, good: Path, share: float
) -> None:
    """Not in the words of a library."""
    lock(load_experiment(good, workspace), small_schedule(), DAY)
    path = good / "lock.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: int(len(text) * share)], encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        read_lock(good)
    (problem,) = caught.value.problems
    assert (problem.path, problem.code) == ("experiments/question-hook/lock.json", "lock_unreadable")
    assert problem.line == max(1, len(path.read_text(encoding="utf-8").rstrip().splitlines()))
    assert not any(word in problem.what for word in JARGON), problem.what
    assert "lock again" in problem.mend


def test_the_lock_holds_the_whole_schedule(workspace: Workspace, good: Path) -> None:
    """Nothing locked, a split test, and posts."""
    assert locked_schedule(good) is None
    lock(load_experiment(good, workspace), small_schedule(), DAY)
    assert locked_schedule(good) == small_schedule()
    (good / "lock.json").unlink()
    lock(changed(good, workspace, "unit: post ", "unit: viewer "), None, DAY)
    assert locked_schedule(good) is None
    assert read_schedule(good) is None
    with pytest.raises(PlanError, match="cliptrial plan question-hook"):
        restore_schedule(good)


@pytest.mark.parametrize("lost", [("schedule.csv",), ("schedule.json",), ("schedule.csv", "schedule.json")])
def test_a_lost_schedule_is_written_back_from_the_lock(workspace: Workspace, good: Path, lost: tuple[str, ...]) -> None:
    """And the complaint names that remedy."""
    write_schedule(good, small_schedule())
    lock(load_experiment(good, workspace), small_schedule(), DAY)
    for name in lost:
        (good / name).unlink()
    with pytest.raises(PlanError, match="cliptrial lock question-hook --restore"):
        read_schedule(good)
    restore_schedule(good)
    assert read_schedule(good) == small_schedule()
    assert plan_changes(load_experiment(good, workspace)) == ()


def test_restoring_keeps_what_stood_in_the_table(workspace: Workspace, good: Path) -> None:
    """Somebody may have written topics into it."""
    write_schedule(good, small_schedule())
    lock(load_experiment(good, workspace), small_schedule(), DAY)
    restore_schedule(good)
    assert not (good / SET_ASIDE).exists()
    (good / "schedule.csv").write_text("position,topic\n1,Mine\n", encoding="utf-8")
    restore_schedule(good)
    assert "Mine" in (good / SET_ASIDE).read_text(encoding="utf-8")
    assert read_schedule(good) == small_schedule()


def test_a_text_that_became_a_list_is_one_change(workspace: Workspace, good: Path, good_text: str) -> None:
    """And a list that became a text; what is inside is not compared."""
    old, new = '"Question in the first 3 s"', "[fun, food]"
    tags = good_text.replace("variable: hook", "variable: hashtags").replace(", hashtags,", ",").replace(old, new)
    tags = tags.replace('"Statement in the first 3 s"', "[food]")
    paths = ["change.variable", "change.control.value", "change.variants.0.value", "hold_constant"]
    for before, after in ((good_text, tags), (tags, good_text)):
        (good / "experiment.yaml").write_text(before, encoding="utf-8")
        record = lock(load_experiment(good, workspace), small_schedule(), DAY, again=True)
        (good / "experiment.yaml").write_text(after, encoding="utf-8")
        assert list(changed_fields(load_experiment(good, workspace), small_schedule(), record)) == paths


def test_a_lock_of_before_with_eight_lines_a_position_verifies_unchanged(workspace: Workspace, good: Path) -> None:
    """Positions stand a line each now; what was hashed is the same, and locking again leaves the file alone."""
    made = lock(load_experiment(good, workspace), small_schedule(), date(2026, 3, 1))
    path = good / "lock.json"
    text = path.read_text(encoding="utf-8")
    rows = [json.dumps(list(position_plain(p).values()), ensure_ascii=False) for p in small_schedule().positions]
    assert [line.strip().rstrip(",") for line in text.splitlines() if line.strip().startswith("[")] == rows
    before = json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"
    path.write_text(before, encoding="utf-8")
    assert read_lock(good) == made
    assert lock(load_experiment(good, workspace), small_schedule(), date(2026, 3, 9)) == made
    assert path.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("with_topics", "come"), [(0, False), (1, False), (2, True), (3, False), (4, True), (5, False), (6, False)]
)
def test_topics_come_in_instalments_where_the_first_blocks_have_theirs_and_the_others_none(
    with_topics: int, come: bool
) -> None:
    """Blocks of two, two and two positions."""
    days = [DAY + timedelta(days=number) for number in range(6)]
    positions = [
        Position(place, (place + 1) // 2, "kitchen", day, "18:00", "a", "A topic" if place <= with_topics else None)
        for place, day in enumerate(days, 1)
    ]
    assert come_in_instalments(positions) is come
