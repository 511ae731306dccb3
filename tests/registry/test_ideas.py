"""The list of ideas as a file: read, added to, and made into experiments."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from cliptrial.errors import RegistryError
from cliptrial.registry.beside.from_idea import draft_of
from cliptrial.registry.beside.ideas import add_idea, find_idea, new_idea, read_ideas, work_share
from cliptrial.registry.decisions import decide
from cliptrial.registry.draft import Draft
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.scaffold import new_experiment
from cliptrial.registry.workspace import Workspace

WRITTEN = """# Ours.
- id: question-hook   # from the workshop
  variable: hook
  control: statement
  variant: question
"""


@pytest.mark.parametrize(
    ("said", "share"),
    [("none", 0), ("some", 0.02), ("much", 0.1), ("5%", 0.05), ("5 %", 0.05), ("2,5%", 0.025), ("0.04", 0.04)],
)
def test_extra_work_is_a_share_of_a_post(said: str, share: float) -> None:
    assert work_share(said) == pytest.approx(share)


@pytest.mark.parametrize("said", ["lots", "-1%", "101%", "5 hours", "", "nan"])
def test_other_amounts_are_none(said: str) -> None:
    with pytest.raises(ValueError, match="not an amount of extra work"):
        work_share(said)


def test_ideas_are_added_below_what_is_written_to_the_letter(workspace: Workspace) -> None:
    file = workspace.root / "ideas.yaml"
    assert read_ideas(workspace) == ()
    file.write_text(WRITTEN, encoding="utf-8")
    added = new_idea(
        {
            "id": "trend-sound", "variable": "sound", "variant": "the: sound", "extra_work": "5%", "once": "3",
            "not_with": ["question-hook"], "good_until": "2026-04-01", "goal": "reach", "who": "Ana", "metric": "saves",
        }
    )  # fmt: skip
    assert add_idea(workspace, added)[-1] == added
    assert file.read_text(encoding="utf-8").startswith(WRITTEN)
    assert find_idea(workspace, "trend-sound") == added
    tags = new_idea({"id": "tags", "variable": "hashtags", "variant": ["one", "two"], "control": ["three"]})
    assert add_idea(workspace, tags)[-1].label == "#one #two"


def test_whoever_writes_an_idea_twice_is_told_and_nothing_is_lost(workspace: Workspace) -> None:
    file = workspace.root / "ideas.yaml"
    file.write_text(WRITTEN, encoding="utf-8")
    for other in ({"id": "question-hook", "variant": "x"}, {"id": "other", "variant": "question"}):
        with pytest.raises(RegistryError):
            add_idea(workspace, new_idea({"variable": "hook", **other}))
    assert file.read_text(encoding="utf-8") == WRITTEN
    add_idea(workspace, new_idea({"id": "other", "variable": "cta", "variant": "question"}))


def test_an_experiment_takes_what_was_adopted_last_for_what_is_done_today(workspace: Workspace, good: Path) -> None:
    """Only of the same variable, on the same accounts, and once it was adopted for now."""
    (workspace.root / "ideas.yaml").write_text(WRITTEN, encoding="utf-8")
    experiment = load_experiment(good, workspace).experiment
    adopted = experiment.change.variants[0].value
    for what, today in (("drop", "statement"), ("ship", adopted), ("repeat", "statement"), ("ship", adopted)):
        decide(good, who="Ana", when=date(2026, 4, 12), what=what, why="so")
        assert draft_of("question-hook", workspace).control == today
    draft = draft_of("question-hook", workspace)
    assert (draft.idea, draft.posts_per_arm, draft.primary, draft.variants) == (
        "question-hook",
        8,
        "views",
        ("question",),
    )
    (workspace.root / "ideas.yaml").write_text(WRITTEN.replace("hook\n  control", "cta\n  control"), encoding="utf-8")
    assert draft_of("question-hook", workspace).control == "statement"


def test_of_several_ways_that_were_adopted_the_one_that_holds_from_the_latest_day_is_done_today(
    workspace: Workspace, good: Path, good_text: str
) -> None:
    """The day it holds from, or else the day of the decision; each experiment's last decision."""
    (workspace.root / "ideas.yaml").write_text(WRITTEN, encoding="utf-8")
    other = workspace.experiments_dir / "another-hook"
    shutil.copytree(good, other)
    value = load_experiment(good, workspace).experiment.change.variants[0].value
    (other / "experiment.yaml").write_text(good_text.replace(str(value), "Another way"), encoding="utf-8")
    for folder, day, more, today in (
        (good, 10, {}, value),
        (other, 12, {}, "Another way"),
        (good, 11, {"from": "2026-05-01"}, value),
        (other, 13, {}, value),
        (other, 14, {"from": "2026-05-02"}, "Another way"),
    ):
        decide(folder, who="Ana", when=date(2026, 4, day), what="ship", why="so", **more)
        assert draft_of("question-hook", workspace).control == today


def test_the_experiment_says_which_idea_it_tries(workspace: Workspace) -> None:
    (workspace.root / "ideas.yaml").write_text(WRITTEN, encoding="utf-8")
    path = new_experiment(workspace, "asked", draft_of("question-hook", workspace).but(start="2026-03-02"))
    assert load_experiment("asked", workspace).experiment.idea == "question-hook"
    assert "idea: question-hook" in path.read_text(encoding="utf-8")
    assert Draft.of(load_experiment("asked", workspace).experiment).idea == "question-hook"
    without = draft_of("question-hook", workspace).but(start="2026-03-02", idea=None)
    assert "idea:" not in new_experiment(workspace, "plain", without).read_text(encoding="utf-8")


def test_a_decision_keeps_what_was_proposed(good: Path) -> None:
    more = {"proposal": "ship", "expected": 0.0432, "from": "2026-05-01", "accounts": ["kitchen_demo"]}
    (made,) = decide(good, who="Ana", when=date(2026, 4, 12), what="drop", why="too much work", **more)
    assert made.as_file() == {"who": "Ana", "when": "2026-04-12", "what": "drop", "why": "too much work", **more}
    assert "  from: 2026-05-01\n" in (good / "decision.yaml").read_text(encoding="utf-8")
