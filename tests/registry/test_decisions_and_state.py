"""Decisions are added, and the state follows from the files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.registry.schedules import START, small_schedule

from cliptrial.errors import RegistryError
from cliptrial.registry.decisions import Choice, Decision, decide, read_decisions
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.links import write_links
from cliptrial.registry.plan.lock import lock
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.plan.schedule_files import write_schedule
from cliptrial.registry.plan.standing import Standing
from cliptrial.registry.rounds.home import members_of
from cliptrial.registry.state import State, state
from cliptrial.registry.workspace import Workspace

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(lambda t: t.strip())


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(who=WORDS, why=WORDS, what=st.sampled_from(Choice))
def test_any_words_can_be_recorded(good: Path, who: str, why: str, what: Choice) -> None:
    """Quotes, colons, emoji, line ends and a leading # included."""
    (good / "decision.yaml").unlink(missing_ok=True)
    expected = Decision(who=who, when=date(2026, 4, 12), what=what, why=why)
    assert decide(good, who=who, when=date(2026, 4, 12), what=what, why=why) == (expected,)
    assert read_decisions(good) == (expected,)


def test_earlier_words_are_kept_to_the_letter(good: Path) -> None:
    """Comments by hand included."""
    decide(good, who="Ana", when=date(2026, 4, 12), what="repeat", why="too few posts")
    path = good / "decision.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# agreed by phone\n", encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    decide(good, who="Ben", when=date(2026, 5, 1), what="ship", why="it works")
    assert path.read_text(encoding="utf-8").startswith(before)
    assert [d.what for d in read_decisions(good)] == [Choice.REPEAT, Choice.SHIP]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("who: Ana", "does not hold a list"),
        ("- who: Ana\n  when: 2026-02-30\n  what: shipp\n  why: x\n", 'Did you mean "ship"'),
        ("- who: Ana\n  whn: 2026-02-03\n", 'Did you mean "when"'),
        ("- who: [", "never closed"),
    ],
)
def test_a_broken_file_is_told_and_left_alone(good: Path, text: str, told: str) -> None:
    """Nothing is added to what cannot be read."""
    (good / "decision.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RegistryError, match=told):
        decide(good, who="Ben", when=date(2026, 5, 1), what="ship", why="it works")
    assert (good / "decision.yaml").read_text(encoding="utf-8") == text


def test_only_an_experiment_can_be_decided(tmp_path: Path) -> None:
    """A folder without experiment.yaml is none, and an unknown choice is refused."""
    with pytest.raises(RegistryError, match="is not the folder of an experiment"):
        decide(tmp_path, who="Ana", when=date(2026, 4, 12), what="ship", why="x")
    with pytest.raises(ValueError, match="'maybe' is not a valid Choice"):
        decide(tmp_path, who="Ana", when=date(2026, 4, 12), what="maybe", why="x")


def test_the_state_follows_the_files(workspace: Workspace, good: Path) -> None:
    """draft, planned, locked, running, ready, decided."""
    before = date(2026, 3, 1)
    assert state(good, today=before) is State.DRAFT
    write_schedule(good, small_schedule())
    assert state(good, today=before) is State.PLANNED
    lock(load_experiment(good, workspace), small_schedule(), before)
    assert state(good, today=before) is State.LOCKED
    assert state(good, today=START) is State.RUNNING
    assert state(good) is State.LOCKED
    write_links(good, {1: "https://vm.tiktok.com/x/"})
    assert state(good) is state(good, today=before) is State.RUNNING
    assert state(good, ready=True) is State.READY
    decide(good, who="Ana", when=date(2026, 4, 12), what="ship", why="it works")
    assert state(good, ready=True) is State.DECIDED


def test_the_first_words_of_a_file_stay_whatever_its_end(good: Path) -> None:
    """An entry begins on a line of its own; one letter is enough for a name."""
    path = good / "decision.yaml"
    path.write_text("# ours\n- {who: A, when: 2026-04-12, what: drop, why: B}\n\n\n", encoding="utf-8")
    decide(good, who=" C ", when=date(2026, 5, 1), what=Choice.INCONCLUSIVE, why="D")
    assert path.read_text(encoding="utf-8") == (
        "# ours\n- {who: A, when: 2026-04-12, what: drop, why: B}\n"
        "- who: C\n  when: 2026-05-01\n  what: inconclusive\n  why: D\n"
    )
    assert [(one.who, one.what.value) for one in read_decisions(good)] == [("A", "drop"), ("C", "inconclusive")]


def test_everything_wrong_with_decisions_is_told_at_once(good: Path) -> None:
    """With what was expected of each word."""
    text = (
        "- {who: '', when: 3 May, what: drp, why: []}\n- text\n- {who: A, when: 2026-04-12, what: ship}\n"
        "- who: A\n  who: B\n  when: 2026-04-12\n  what: ship\n  why: C\n"
    )
    (good / "decision.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RegistryError) as caught:
        read_decisions(good)
    assert [f"{p.line}:{p.column} {p.what} | {p.expected} | {p.mend}" for p in caught.value.problems] == [
        '5:3 "who" is written twice (first in line 4) | Every key once | Keep one of the two.',
        '1:9 "who" is an empty text | A name | ',
        '1:19 "when" is "3 May" | A day of the calendar, written as 2026-04-12 | ',
        '1:32 "what" is "drp" | ship, drop, repeat or inconclusive | Did you mean "drop"?',
        '1:42 "why" holds a list | A sentence | ',
        '3:3 "why" is missing in item 3 | A sentence | Add `why:`.',
        '2:3 An item is "text" | An entry with who, when, what and why | ',
    ]
    (good / "decision.yaml").write_text(text[text.index("- who: A") :], encoding="utf-8")
    with pytest.raises(RegistryError, match="written twice"):
        read_decisions(good)
    (good / "decision.yaml").write_text("# nothing yet\n", encoding="utf-8")
    assert read_decisions(good) == ()


def test_an_experiment_runs_from_its_first_day_on_whatever_the_order_of_its_rows(good: Path) -> None:
    """Without today only a link tells."""
    schedule = small_schedule()
    write_schedule(good, Schedule(tuple(reversed(schedule.positions)), schedule.rule))
    assert state(good, today=START) is State.RUNNING
    assert state(good, today=date(2026, 3, 1)) is state(good) is State.PLANNED
    assert state(good, ready=True) is State.READY


def test_a_plan_that_nobody_drew_does_not_run_however_long_its_first_day_is_past() -> None:
    wanted = Standing("e", "E", "hook", ("a",), ("A",), ("k",), "views", None, 7.0, 8, date(2026, 3, 2), readable=True)
    assert wanted.state(date(2026, 3, 9)) is State.DRAFT
    assert members_of(Path("nowhere"), "any") == ()
