"""``cliptrial simulate`` and ``cliptrial demo`` on the command line."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from cliptrial.cli import run
from cliptrial.registry.workspace import load_workspace


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_simulate_writes_a_table_of_posts_with_both_arms(tmp_path: Path) -> None:
    out = tmp_path / "posts.csv"
    assert run(["simulate", "--out", str(out), "--posts-per-arm", "9", "--seed", "4"]) == 0
    rows = table(out)
    assert [row["arm"] for row in rows].count("variant") == 9
    assert len(rows) == 18
    counters = ["views", "likes", "comments", "shares", "saves"]
    assert list(rows[0]) == ["arm", "posted_at", *counters, "average_watch_time", "completion_rate"]


def test_simulate_without_effect_differs_only_in_what_the_effect_changes(tmp_path: Path) -> None:
    effect, null = tmp_path / "effect.csv", tmp_path / "null.csv"
    options = ["--metric", "average_watch_time", "--effect", "0.5", "--posts-per-arm", "5"]
    assert run(["simulate", "--out", str(effect), *options]) == 0
    assert run(["simulate", "--out", str(null), *options, "--null"]) == 0
    for with_effect, without in zip(table(effect), table(null), strict=True):
        assert with_effect["views"] == without["views"]
        ratio = float(with_effect["average_watch_time"]) / float(without["average_watch_time"])
        assert ratio == pytest.approx(1.5 if with_effect["arm"] == "variant" else 1.0, abs=0.01)


def test_simulated_arms_share_the_weekdays_and_the_next_command_says_when(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "my posts.csv"
    assert run(["simulate", "--out", str(out), "--effect", "50%"]) == 0
    err = capsys.readouterr().err
    assert "+50%" in err
    assert f"'{out}'" in err
    assert "--posted-at posted_at --randomised" in err
    days = [(row["arm"], date.fromisoformat(row["posted_at"][:10]).weekday()) for row in table(out)]
    assert all(abs(days.count(("control", day)) - days.count(("variant", day))) <= 1 for day in range(7))


@pytest.mark.parametrize(("option", "value"), [("--out", "x.xlsx"), ("--effect", "lots"), ("--effect", "9000%")])
def test_simulate_refuses_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, value: str
) -> None:
    out = [] if option == "--out" else ["--out", str(tmp_path / "x.csv")]
    assert run(["simulate", *out, option, value if out else str(tmp_path / value)]) == 2
    assert option in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_simulate_into_a_folder_that_does_not_exist_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["simulate", "--out", str(tmp_path / "nowhere" / "posts.csv")]) == 1
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("lang", ["en", "de"])
def test_demo_prints_one_object_and_makes_a_valid_workspace(
    lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "kitchen"
    assert run(["demo", str(folder), "--json", "--lang", lang]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["posts"] == 240
    assert made["errors"] == []
    brand = ["lunch-slot", "niche-hashtags", "question-hook", "trending-sound"]
    assert made["experiments"] == ["save-for-later", "face-on-cover", *brand]
    assert run(["validate", "--workspace", str(folder)]) == 0
    workspace = load_workspace(folder)
    assert workspace.language == lang
    assert list(workspace.clients) == ["kitchen_demo", "seeblick", "radwerk"]
    assert run(["analyze", "face-on-cover", "--json", "--workspace", str(folder)]) == 0
    verdict = json.loads(capsys.readouterr().out)["verdict"]
    assert verdict["code"] == "inconclusive", "a workshop that only reads numbers off in the app gets an answer too"


def test_demo_refuses_a_folder_that_holds_something_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"mine")
    assert run(["demo", str(tmp_path)]) == 1
    assert "something else" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]
