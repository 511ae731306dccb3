"""How questions end, how paths are quoted, when a plan is measured, and what an empty library does not print."""

from __future__ import annotations

import re
import sys

import pytest
import typer
from tests.cli.conftest import NEW, Command
from tests.registry.schedules import small_schedule

from cliptrial.cli import ask
from cliptrial.cli.output import quoted
from cliptrial.cli.sometimes.new_questions import _sources
from cliptrial.registry.plan.schedule_files import write_schedule
from cliptrial.registry.workspace import Workspace


@pytest.mark.parametrize(("question", "asked"), [("Which one decides?", "Which one decides? "), ("Title", "Title: ")])
def test_a_question_ends_with_its_own_mark_and_anything_else_with_a_colon(
    question: str, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    def prompt(text: str, *, prompt_suffix: str, **_: object) -> str:
        shown.append(text + prompt_suffix)
        return "a"

    monkeypatch.setattr(typer, "prompt", prompt)
    assert ask.ask_for(question, str, None) == "a"
    assert shown == [asked]


@pytest.mark.parametrize(
    ("platform", "path", "typed"),
    [
        ("linux", "my files/posts.csv", "'my files/posts.csv'"),
        ("win32", "my files/posts.csv", '"my files/posts.csv"'),
        ("linux", "posts.csv", "posts.csv"),
        ("win32", "it's.csv", "it's.csv"),
    ],
)
def test_a_path_is_quoted_as_its_system_reads_it(
    platform: str, path: str, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert quoted(path) == typed


def test_the_sources_of_every_account_are_named(workspace: Workspace) -> None:
    assert _sources(["kitchen_demo"], workspace) == ["kitchen_demo (studio, numbers)"]


def test_an_empty_library_prints_no_table(command: Command, workspace: Workspace) -> None:
    assert workspace.root
    assert command("learn").out.count("\n") == 1


@pytest.mark.parametrize(("age", "day"), [("7 d", "2026-03-16"), ("6.5 d", "2026-03-16"), ("7.5 d", "2026-03-17")])
def test_a_plan_is_measured_on_the_day_on_which_its_last_post_is_old_enough(
    command: Command, workspace: Workspace, age: str, day: str
) -> None:
    command(*NEW)
    folder = workspace.experiments_dir / "question-hook"
    write_schedule(folder, small_schedule())
    path = folder / "experiment.yaml"
    path.write_text(re.sub(r"measure_at: \S+", f"measure_at: {age.replace(' ', '')}", path.read_text("utf-8")), "utf-8")
    told = command("status", "--on", "2026-03-01", "--json").json["experiments"][0]
    assert told["measured_by"] == day
