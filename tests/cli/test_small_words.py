"""Small things a command says or does not say: where an answer goes wrong, a version, what a broken neighbour hides."""

from __future__ import annotations

import json
import shutil
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import typer
from tests.cli.conftest import NEW, Command

import cliptrial
from cliptrial.cli.analyst.simulate import _truth
from cliptrial.cli.answers import UnusableAnswerError
from cliptrial.cli.ask import ask_for, ask_if_any
from cliptrial.registry.workspace import Workspace


def test_the_version_is_the_installed_one(command: Command) -> None:
    told = command("--version")
    assert (told.code, told.out, told.err) == (0, f"cliptrial {version('cliptrial')}\n", "")


@pytest.mark.parametrize("effect", ["2001%", "-96%"])
def test_an_effect_that_nothing_has_is_wrong_usage(command: Command, effect: str, tmp_path: Path) -> None:
    told = command("simulate", "--out", str(tmp_path / "invented.csv"), "--effect", effect)
    assert told.code == 2
    assert "Invalid value for --effect" in told.err
    assert "is not between -95% and +2000%" in told.err


@pytest.mark.parametrize(("effect", "truth"), [("2000%", 20.0), ("-95%", -0.95)])
def test_the_largest_and_the_smallest_effect_are_taken(effect: str, truth: float) -> None:
    assert _truth(effect) == pytest.approx(truth)


@pytest.mark.parametrize("ask", [ask_for, ask_if_any])
def test_an_answer_that_cannot_be_used_is_told_on_stderr_and_asked_again(
    ask: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["nine", "9"])
    monkeypatch.setattr(typer, "prompt", lambda *_, **__: next(answers))

    def read(text: str) -> int:
        if not text.isdigit():
            raise UnusableAnswerError(f"{text} is no number")
        return int(text)

    assert ask("How many?", read) == 9  # type: ignore[operator]
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "  nine is no number\n")


def test_a_broken_experiment_hides_none_of_those_after_it(command: Command, workspace: Workspace) -> None:
    """Neither one that cannot be loaded nor one whose schedule cannot be read."""
    assert command(*NEW).code == 0
    first = workspace.experiments_dir / "question-hook"
    for name in ("a-broken", "b-broken", "z-whole"):
        shutil.copytree(first, workspace.experiments_dir / name)
    (workspace.experiments_dir / "a-broken" / "experiment.yaml").write_text("title: [", encoding="utf-8")
    (workspace.experiments_dir / "b-broken" / "schedule.csv").write_text("nothing\n", encoding="utf-8")
    told = command("list", "--json")
    assert [one["slug"] for one in told.json["experiments"]] == ["b-broken", "question-hook", "z-whole"]
    assert "experiments/a-broken/experiment.yaml" in {problem["path"] for problem in told.json["problems"]}
    assert json.loads(told.out) == told.json


def test_dates_in_words_are_read_to_the_day() -> None:
    days = pd.date_range("2026-03-02 18:00", periods=24, freq="D")
    frame = pd.DataFrame(
        {
            "arm": np.random.default_rng(0).permutation(["a", "b"] * 12),
            "views": np.arange(24) + 900,
            "posted": [f"{day:%d %B %Y %H:%M}" if day.day % 2 else f"{day:%B %d, %Y %I:%M %p}" for day in days],
        }
    )
    found = cliptrial.compare(
        frame, arm="arm", control="a", metrics=["views"], posted_at="posted", randomised=True, draws=99
    )
    assert [post.posted_on for post in found.posts] == [day.date() for day in days]
