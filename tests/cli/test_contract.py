"""The objects that others build on: keys, exit codes, and nothing else on stdout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from cliptrial.cli.entry import run

TOP = {"experiment", "evidence", "arms", "findings", "uplifts", "verdict", "verdicts", "provenance"}
UPLIFT = {
    *("metric", "role", "arm", "control", "posts", "estimand", "control_value", "arm_value", "relative"),
    *("relative_interval", "absolute", "absolute_interval", "p_value", "p_adjusted", "confidence", "method", "draws"),
    *("unadjusted_relative", "leave_one_out", "reckon_with", "lean", "verdict", "size"),
}
VERDICT = {"code", "size", "arm", "metric", "sentence"}


@pytest.fixture
def demo(demo_once: Path) -> Path:
    return demo_once


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    rng = np.random.default_rng(1)
    arm = rng.permutation(["a", "b"] * 15)
    frame = pd.DataFrame({"arm": arm, "views": rng.lognormal(8, 1, 30).round(), "likes": rng.poisson(90, 30)})
    path = tmp_path / "posts.csv"
    frame.to_csv(path, index=False)
    return path


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    capsys.readouterr()
    code = run([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def check_shape(found: dict[str, Any]) -> None:
    assert set(found) == TOP
    assert all(set(row) == UPLIFT for row in found["uplifts"])
    assert all(set(f) == {"code", "level", "values", "message"} for f in found["findings"])
    assert set(found["verdict"]) == VERDICT
    assert all(set(v) == VERDICT for v in found["verdicts"])
    assert all(set(arm) == {"id", "posts"} for arm in found["arms"])


@pytest.mark.parametrize(
    ("slug", "evidence"),
    [
        ("question-hook", "randomised"),
        ("lunch-slot", "randomised"),
        ("niche-hashtags", "randomised"),
        ("trending-sound", "deviations"),
    ],
)
def test_analyze_prints_the_agreed_object_and_ends_well(
    demo: Path, capsys: pytest.CaptureFixture[str], slug: str, evidence: str
) -> None:
    code, found = told(capsys, "analyze", slug, "--workspace", str(demo))
    assert code == 0
    check_shape(found)
    assert (found["experiment"]["slug"], found["evidence"]) == (slug, evidence)


def test_the_numbers_are_the_same_in_both_languages(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    english, german = (
        told(capsys, "analyze", "question-hook", "--workspace", str(demo), "--lang", lang)[1] for lang in ("en", "de")
    )
    assert english["uplifts"] == german["uplifts"]
    assert [f["values"] for f in english["findings"]] == [f["values"] for f in german["findings"]]
    assert english["verdict"]["sentence"] != german["verdict"]["sentence"]


@pytest.mark.parametrize("randomised", [True, False])
def test_compare_prints_the_agreed_object(posts: Path, capsys: pytest.CaptureFixture[str], randomised: bool) -> None:
    options = ["--randomised"] if randomised else []
    code, found = told(
        capsys,
        "compare",
        str(posts),
        "--arm",
        "arm",
        "--control",
        "a",
        "--metric",
        "views",
        "--metric",
        "likes/views",
        *options,
    )
    assert code == 0
    check_shape(found)
    assert found["experiment"] is None
    assert found["evidence"] == ("randomised" if randomised else "observed")


@pytest.mark.parametrize("command", ["check", "analyze"])
def test_an_answer_is_written_down_nowhere(demo: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    """No log, no cache, no new date on a file: whoever only asks leaves a workspace as it was."""

    def files() -> dict[Path, tuple[int, bytes]]:
        return {one: (one.stat().st_mtime_ns, one.read_bytes()) for one in demo.rglob("*") if one.is_file()}

    before = files()
    told(capsys, command, "question-hook", "--workspace", str(demo), "--json")
    assert files() == before


def test_check_fails_on_a_blocker_and_only_then(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = told(capsys, "check", "trending-sound", "--workspace", str(demo))
    assert code == 1
    assert [f["code"] for f in found["findings"] if f["level"] == "blocker"] == ["weekday_confounded"]
    code, found = told(capsys, "check", "question-hook", "--workspace", str(demo))
    assert code == 0
    assert "blocker" not in {f["level"] for f in found["findings"]}
    assert "uplifts" not in found


@pytest.mark.parametrize(
    ("arguments", "code", "problems"),
    [
        (["compare", "nothere.csv", "--arm", "arm", "--control", "a", "--metric", "views"], 1, ["no_file"]),
        (["analyze", "nothing"], 1, ["no_experiment"]),
        (
            ["compare", "POSTS", "--arm", "arm", "--control", "zzz", "--metric", "plays"],
            1,
            ["unknown_column", "unknown_control"],
        ),
        (["compare", "POSTS", "--arm", "arm", "--control", "a", "--metric", "views", "--unit", "cat"], 2, ["usage"]),
        (
            ["compare", "POSTS", "--arm", "arm", "--control", "a", "--metric", "views", "--at-least", "lots"],
            2,
            ["usage"],
        ),
        (["compare", "POSTS", "--arm", "arm", "--control", "a", "--metric", "views", "--where", "arm"], 2, ["usage"]),
    ],
)
def test_bad_input_exits_with_its_code_and_no_traceback(
    demo: Path,
    posts: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    problems: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(demo)
    filled = [str(posts) if one == "POSTS" else one for one in arguments]
    capsys.readouterr()
    assert run(filled) == code
    printed = capsys.readouterr()
    assert "Traceback" not in printed.out + printed.err
    assert run([*filled, "--json"]) == code
    assert [error["code"] for error in json.loads(capsys.readouterr().out)["errors"]] == problems


def test_tables_that_cannot_be_read_say_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, data, why in (
        (
            "latin.csv",
            "arm,views\nä,1\n".encode("latin-1"),
            "The file is not UTF-8; it looks like an old Windows encoding (byte 0xE4)",
        ),
        ("empty.csv", b"", "the file is empty"),
        ("header.csv", b"arm,views\n", "there is no row below the header"),
        ("noise.xlsx", b"not a workbook", "the file is damaged, or not what its name says"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        capsys.readouterr()
        assert run(["compare", str(path), "--arm", "arm", "--control", "a", "--metric", "views"]) == 1
        assert capsys.readouterr().err.startswith(
            (f"error: {name}: {why}. Expected: ", f"error: {name}:2: {why}. Expected: ")
        )


def test_ids_of_nineteen_digits_stay_what_they_are(tmp_path: Path) -> None:
    from cliptrial.posts.any_table import read_any_table

    path = tmp_path / "ids.csv"
    path.write_text("video_id;views\n7478265340594588936;5\n", encoding="utf-8")
    assert read_any_table(path)["video_id"].iloc[0] == "7478265340594588936"
