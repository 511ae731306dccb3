"""The schedule on disk."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.registry.schedules import small_schedule

from cliptrial.errors import InputError, PlanError, RegistryError
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.schedule import Position, Rule, Schedule
from cliptrial.registry.plan.schedule_files import read_schedule, schedule_problems, topics_missing, write_schedule
from cliptrial.registry.workspace import Workspace

TOPICS = st.none() | st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).map(
    str.strip
).filter(bool)


def test_no_files_means_no_schedule(tmp_path: Path) -> None:
    """A draft has none."""
    assert read_schedule(tmp_path) is None


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    topics=st.lists(TOPICS, min_size=1, max_size=6),
    seed=st.integers(0, 2**63),
    minutes=st.integers(0, 1439),
    offset=st.integers(0, 5000),
)
def test_what_is_written_is_read_back(
    tmp_path: Path, topics: list[str | None], seed: int, minutes: int, offset: int
) -> None:
    """Topics with quotes, commas, semicolons and emoji included."""
    slot = f"{minutes // 60:02d}:{minutes % 60:02d}"
    day = date(2020, 1, 1) + timedelta(days=offset)
    positions = tuple(
        Position(i, 1, "kitchen_demo", day + timedelta(days=i), slot, "question", topic)
        for i, topic in enumerate(topics, 1)
    )
    schedule = Schedule(positions, Rule(1, 2, {"kitchen_demo": 1}, {"kitchen_demo": {"question": 7}}, seed))
    write_schedule(tmp_path, schedule)
    assert read_schedule(tmp_path) == schedule
    assert topics_missing(positions) == topics.count(None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_saved_by_a_spreadsheet_is_read(tmp_path: Path, delimiter: str, encoding: str) -> None:
    """Semicolons, a byte-order mark, German dates, times with or without seconds, rows in another order."""
    write_schedule(tmp_path, small_schedule(topics=False))
    text = (tmp_path / "schedule.csv").read_text(encoding="utf-8")
    text = text.replace("2026-03-02,18:00", "02.03.2026,18:00:00").replace(",", delimiter)
    head, *rows = text.splitlines()
    saved = "\r\n".join([head.upper(), *reversed(rows), delimiter * 6, ""])
    (tmp_path / "schedule.csv").write_bytes(saved.encode(encoding))
    assert read_schedule(tmp_path) == small_schedule(topics=False)


def test_every_bad_row_is_told_at_once(tmp_path: Path) -> None:
    """With row and column."""
    write_schedule(tmp_path, small_schedule())
    rows = [
        "position,block,account,date,slot,arm,topic",
        "1,1,kitchen_demo,2026-02-30,18:00,question,",
        "x,1,kitchen_demo,03/04/2026,18:00,question,",
        "3,0,,2026-03-04,24:00,,",
        "1,1,kitchen_demo,2026-03-04,18:00,question,",
    ]
    (tmp_path / "schedule.csv").write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        read_schedule(tmp_path)
    found = [(p.row, p.field) for p in caught.value.problems]
    assert found == [
        (2, "date"),
        (3, "position"),
        (3, "date"),
        (4, "block"),
        (4, "slot"),
        (4, "account"),
        (4, "arm"),
        (5, "position"),
    ]
    assert 'row 2, column "date"' in str(caught.value)


def test_one_file_without_the_other_is_no_schedule_to_trust(tmp_path: Path) -> None:
    """The rule says how the table was drawn."""
    write_schedule(tmp_path, small_schedule())
    (tmp_path / "schedule.json").unlink()
    with pytest.raises(PlanError, match=r"schedule\.json is missing"):
        read_schedule(tmp_path)


@pytest.mark.parametrize(
    "text",
    ["", "[1]", "{", '{"rule": 1}', '{"rule": "x", "per_block": 2, "cutoff": {}, "count": {}, "seed": 1}'],
)
def test_a_broken_rule_is_told_in_words(tmp_path: Path, text: str) -> None:
    """Not as a traceback."""
    write_schedule(tmp_path, small_schedule())
    (tmp_path / "schedule.json").write_text(text, encoding="utf-8")
    with pytest.raises(PlanError, match=r"schedule\.json"):
        read_schedule(tmp_path)


def test_a_table_without_columns_or_in_another_encoding_is_told(tmp_path: Path) -> None:
    """Both happen when a spreadsheet saves it."""
    write_schedule(tmp_path, small_schedule())
    (tmp_path / "schedule.csv").write_text("position,block\n1,1\n", encoding="utf-8")
    with pytest.raises(RegistryError, match="no column account, date, slot, arm"):
        read_schedule(tmp_path)
    (tmp_path / "schedule.csv").write_bytes("position,topic\n1,Brühe\n".encode("cp1252"))
    with pytest.raises(InputError, match="Windows-1252"):
        read_schedule(tmp_path)


def test_a_new_rule_never_stands_beside_an_old_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped anywhere between the two files, the schedule is told to be incomplete, and topics are kept."""
    write_schedule(tmp_path, small_schedule())
    import cliptrial.registry.plan.schedule_files as files

    real = files.write_atomically

    def stopped_before_the_rule(path: Path, data: bytes | str) -> None:
        if path.name == "schedule.json":
            raise KeyboardInterrupt
        real(path, data)

    monkeypatch.setattr(files, "write_atomically", stopped_before_the_rule)
    old = small_schedule()
    with pytest.raises(KeyboardInterrupt):
        write_schedule(tmp_path, Schedule(old.positions, Rule(1, 2, {}, {}, 99)))
    with pytest.raises(PlanError, match="cliptrial plan"):
        read_schedule(tmp_path)
    assert "Brühe" in (tmp_path / "schedule.csv").read_text(encoding="utf-8")


def test_the_rule_is_stored_under_the_agreed_names(tmp_path: Path) -> None:
    """rule, per_block, cutoff, count, seed."""
    write_schedule(tmp_path, small_schedule())
    plain = json.loads((tmp_path / "schedule.json").read_text(encoding="utf-8"))
    assert plain == {
        "rule": 1,
        "per_block": 2,
        "cutoff": {"kitchen_demo": 1},
        "count": {"kitchen_demo": {"question": 1234}},
        "seed": 20260302,
    }


def test_arms_and_accounts_of_the_schedule_must_be_in_the_file(workspace: Workspace, good: Path) -> None:
    """One problem for each name, with its row and, where an arm was renamed, with the new name."""
    write_schedule(good, small_schedule())
    loaded = load_experiment(good, workspace)
    assert schedule_problems(loaded, small_schedule()) == []
    path = good / "experiment.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("{id: question,", "{id: asked,"), encoding="utf-8")
    table = good / "schedule.csv"
    text = table.read_text(encoding="utf-8").replace("5,2,kitchen_demo", "5,2,bakery_demo")
    table.write_text(text, encoding="utf-8")
    schedule = read_schedule(good)
    assert schedule is not None
    arm, account = schedule_problems(load_experiment(good, workspace), schedule)
    assert (arm.code, arm.row, arm.field) == ("unknown_arm", 3, "arm")
    assert 'arm "question" is not in experiment.yaml (and in 3 more rows)' in arm.what
    assert arm.expected == "One of statement, asked"
    assert '"asked" is its new name' in arm.mend
    assert (account.code, account.row, account.field) == ("unknown_account", 6, "account")


def row(**cells: str) -> str:
    """A table of one row: the first of the small schedule, with some cells changed."""
    plain = {
        "position": "1",
        "block": "1",
        "account": "a",
        "date": "2026-03-02",
        "slot": "18:00",
        "arm": "b",
        "topic": "",
    }
    return f"{','.join(plain)}\n{','.join((plain | cells).values())}\n"


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        ({}, Position(1, 1, "a", date(2026, 3, 2), "18:00", "b", None)),
        ({"slot": "9:05"}, Position(1, 1, "a", date(2026, 3, 2), "09:05", "b")),
        ({"slot": "09:00:00"}, Position(1, 1, "a", date(2026, 3, 2), "09:00", "b")),
        ({"slot": "23:59"}, Position(1, 1, "a", date(2026, 3, 2), "23:59", "b")),
        ({"date": "2.3.2026"}, Position(1, 1, "a", date(2026, 3, 2), "18:00", "b")),
        ({"date": "31.12.2026"}, Position(1, 1, "a", date(2026, 12, 31), "18:00", "b")),
        ({"position": "999999", "block": "10"}, Position(999999, 10, "a", date(2026, 3, 2), "18:00", "b")),
        ({"topic": " T ", "arm": " c "}, Position(1, 1, "a", date(2026, 3, 2), "18:00", "c", "T")),
        ({"position": "1000000"}, '"1000000" is not a number'),
        ({"block": "01"}, '"01" is not a number'),
        ({"slot": "18:00:01"}, '"18:00:01" is not a time of day'),
        ({"slot": "24:00"}, '"24:00" is not a time of day'),
        ({"slot": ""}, '"" is not a time of day'),
        ({"date": "30.2.2026"}, "30.2.2026 is a day that the calendar does not have"),
        ({"date": "20260302"}, '"20260302" is not a date'),
        ({"date": "3.2.26"}, '"3.2.26" is not a date'),
        ({"arm": ""}, "The cell is empty"),
    ],
)
def test_a_cell_is_read_as_it_is_meant_or_told(tmp_path: Path, cells: dict[str, str], read: Position | str) -> None:
    """As spreadsheets save days and times."""
    write_schedule(tmp_path, small_schedule())
    (tmp_path / "schedule.csv").write_text(row(**cells), encoding="utf-8")
    if isinstance(read, Position):
        schedule = read_schedule(tmp_path)
        assert schedule is not None
        assert schedule.positions == (read,)
    else:
        with pytest.raises(PlanError) as caught:
            read_schedule(tmp_path)
        assert [(p.what, p.row) for p in caught.value.problems] == [(read, 2)]


def test_a_schedule_without_a_row_is_none_to_trust(tmp_path: Path) -> None:
    """An empty row is none, and where the table is empty its columns are asked for."""
    write_schedule(tmp_path, small_schedule())
    head = row().splitlines()[0]
    for text in (head, f"{head}\n,,,,,,\n"):
        (tmp_path / "schedule.csv").write_text(text, encoding="utf-8")
        with pytest.raises(PlanError, match="The schedule has no rows"):
            read_schedule(tmp_path)
    (tmp_path / "schedule.csv").write_text("", encoding="utf-8")
    with pytest.raises(RegistryError, match="The table is empty"):
        read_schedule(tmp_path)


def test_a_rule_that_did_not_change_is_not_written_again(tmp_path: Path) -> None:
    """And one that did is, with numbers of any kind of mapping; rows are sorted by position when they are read."""
    write_schedule(tmp_path, small_schedule())
    before = (tmp_path / "schedule.json").stat()
    old = small_schedule()
    write_schedule(tmp_path, Schedule(tuple(reversed(old.positions)), old.rule))
    after = (tmp_path / "schedule.json").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert read_schedule(tmp_path) == old
    assert (tmp_path / "schedule.csv").read_text(encoding="utf-8").splitlines()[1].startswith("8,2,")
    new = Rule(2, 1, {"ä": 3}, {"ä": {"b": 1, "c": 2}}, 5)
    write_schedule(tmp_path, Schedule(old.positions, new))
    assert read_schedule(tmp_path) == Schedule(old.positions, new)
    assert "ä" in (tmp_path / "schedule.json").read_text(encoding="utf-8")


def test_every_mistake_of_both_files_is_told_at_once(tmp_path: Path) -> None:
    """The rule's first; where a plan was locked the lock is the remedy."""
    write_schedule(tmp_path, small_schedule())
    (tmp_path / "schedule.json").write_text("{}", encoding="utf-8")
    (tmp_path / "schedule.csv").write_text(row(slot="x"), encoding="utf-8")
    for lock, remedy in (("", "cliptrial plan"), ("{", "--restore")):
        if lock:
            (tmp_path / "lock.json").write_text(lock, encoding="utf-8")
        with pytest.raises(PlanError) as caught:
            read_schedule(tmp_path)
        assert [(p.code, p.row) for p in caught.value.problems] == [("schedule_rule", None), ("schedule_row", 2)]
        assert all(remedy in p.mend for p in caught.value.problems)


@pytest.mark.parametrize("lock", ["", "{}", '{"locks": []}', '{"locks": [{"content": {"schedule": null}}]}', "[]"])
def test_a_lock_without_posts_asks_for_no_schedule(tmp_path: Path, lock: str) -> None:
    """Of a split test, or damaged; only the last one counts."""
    (tmp_path / "lock.json").write_text(lock, encoding="utf-8")
    assert read_schedule(tmp_path) is None
    two = '{"locks": [{"content": {"schedule": null}}, {"content": {"schedule": {}}}]}'
    (tmp_path / "lock.json").write_text(two, encoding="utf-8")
    with pytest.raises(PlanError, match=r"The plan is locked, but schedule\.csv and schedule\.json are missing"):
        read_schedule(tmp_path)


def test_names_that_left_the_file_are_told_without_a_table_too(workspace: Workspace, good: Path) -> None:
    """Each once, in the order of the plan; a new name is only guessed where just one is left over."""
    loaded = load_experiment(good, workspace)
    positions = tuple(
        Position(i, 1, account, date(2026, 3, i), "18:00", arm)
        for i, (account, arm) in enumerate((("x", "old"), ("kitchen_demo", "older"), ("x", "old")), 1)
    )
    problems = schedule_problems(loaded, Schedule(positions, small_schedule().rule))
    assert [(p.code, p.row, p.what) for p in problems] == [
        ("unknown_arm", None, 'arm "old" is not in experiment.yaml (and in 1 more rows)'),
        ("unknown_arm", None, 'arm "older" is not in experiment.yaml'),
        ("unknown_account", None, 'account "x" is not in experiment.yaml (and in 1 more rows)'),
    ]
    assert {p.mend.split(".")[0] for p in problems} == {"Correct the cell, or the name in experiment"}
    (named,) = schedule_problems(
        loaded,
        Schedule(
            (replace(positions[0], arm="question"), replace(positions[0], arm="statement")), small_schedule().rule
        ),
    )
    assert 'If "kitchen_demo" is its new name: write the account as "x"' in named.mend
