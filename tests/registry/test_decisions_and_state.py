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
from cliptrial.registry.links import write_links
from cliptrial.registry.lock import lock
from cliptrial.registry.schedule_files import write_schedule
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
