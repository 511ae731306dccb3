"""What a team writes beside a plan: comments kept to the letter, translations that no lock knows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.registry.schedules import small_schedule

from cliptrial.errors import RegistryError
from cliptrial.registry.beside.comments import Entry, Need, add_comment, read_comments
from cliptrial.registry.beside.texts import read_texts
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.lock import changed_fields, lock
from cliptrial.registry.plan.schedule_files import write_schedule
from cliptrial.registry.workspace import Workspace

DAY, DUE = date(2026, 5, 5), date(2026, 5, 12)
LINE = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(LINE, min_size=1, max_size=3), what=LINE)
def test_what_is_said_is_read_again(good: Path, lines: list[str], what: str) -> None:
    """Markdown, emoji and signs included; a line that reads like another part of the file is quoted."""
    path = good / "comment.md"
    path.unlink(missing_ok=True)
    add_comment(path, Entry(DAY, "Mara", tuple(lines), (Need(DUE, what),)), good.parents[1])
    (entry,) = read_comments(path)
    assert (entry.day, entry.who, entry.needs) == (DAY, "Mara", (Need(DUE, what),))
    assert [line.removeprefix("> ") for line in entry.lines] == [line.removeprefix("> ") for line in lines]


@pytest.mark.parametrize("line", ["2026-05-06, Tom", "- [ ] 2026-05-12: photos", "# Heading"])
def test_a_line_that_looks_like_another_part_stays_a_line(good: Path, line: str) -> None:
    add_comment(good / "comment.md", Entry(DAY, "Mara", (line,)), good.parents[1])
    assert read_comments(good / "comment.md") == (Entry(DAY, "Mara", (f"> {line}",)),)


def test_entries_are_added_and_what_is_there_stays(good: Path) -> None:
    path = good / "comment.md"
    path.write_text("# Ours\n2026-05-01, Tom\nA start.\n- [x] 2026-05-02: the key\n", encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    add_comment(path, Entry(DAY, "Mara", ("It went well.",)), good.parents[1])
    assert path.read_text(encoding="utf-8").startswith(before)
    assert [(entry.who, entry.lines, entry.needs) for entry in read_comments(path)] == [
        ("Tom", ("A start.",), ()),
        ("Mara", ("It went well.",), ()),
    ]


def test_nothing_is_added_to_what_cannot_be_read(good: Path) -> None:
    path = good / "comment.md"
    path.write_text("2026-02-30, Tom\n", encoding="utf-8")
    with pytest.raises(RegistryError, match="2026-02-30"):
        add_comment(path, Entry(DAY, "Mara", ("It went well.",)), good.parents[1])
    assert path.read_text(encoding="utf-8") == "2026-02-30, Tom\n"


def test_translating_changes_no_plan(good: Path, workspace: Workspace) -> None:
    schedule = small_schedule()
    write_schedule(good, schedule)
    loaded = load_experiment(good, workspace)
    record = lock(loaded, schedule, on=DAY)
    (good / "texts.yaml").write_text("de:\n  title: Fragen\n  arms: {question: Eine Frage}\n", encoding="utf-8")
    again = load_experiment(good, workspace)
    assert changed_fields(again, schedule, record) == ()
    assert read_texts(again)["de"].title == "Fragen"
    (good / "texts.yaml").write_text("# later\n", encoding="utf-8")
    assert read_texts(again) == {}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("2026-02-30, Mara\n", 1, '"2026-02-30" does not begin with a day'),
        ("2026-05-05, Mara\n- [ ] tomorrow: the logo\n", 2, '"tomorrow: the logo" does not begin with a day'),
        ("2026-05-05, Mara\n- [x] 2026-02-30: the logo\n", 2, '"2026-02-30" does not begin with a day'),
        ("# ours\n\nNice.\n", 3, "This line belongs to no entry"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_with_its_number(good: Path, text: str, line: int, what: str) -> None:
    (good / "comment.md").write_text(text, encoding="utf-8")
    with pytest.raises(RegistryError) as caught:
        read_comments(good / "comment.md")
    assert [(one.line, one.what) for one in caught.value.problems] == [(line, what)]
