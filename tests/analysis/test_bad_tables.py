"""Tables and questions that nobody should ask: an answer, a reason, or every problem at once; never a traceback."""

from __future__ import annotations

import json
import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import cliptrial
from cliptrial.cli.entry import run
from cliptrial.errors import InputError, Problem
from cliptrial.wording.describe import describe

Frame = pd.DataFrame


def posts(n: int = 10) -> Frame:
    """Two arms of n posts each, in random order a day apart."""
    rng = np.random.default_rng(7)
    views = rng.lognormal(8, 1, 2 * n).round() + 2000
    return Frame(
        {
            "arm": rng.permutation(["a"] * n + ["b"] * n),
            "views": views.astype(np.int64),
            "likes": rng.binomial(views.astype(np.int64), 0.05),
            "posted": pd.date_range("2026-03-02 18:00", periods=2 * n, freq="D").astype(str),
        }
    )


def with_cells(column: str, *cells: object) -> Frame:
    """The posts with these cells at the top of a column."""
    values = [*cells, *posts()[column].tolist()[len(cells) :]]
    return posts().assign(**{column: pd.Series(values, dtype=object)})


BASE = posts()
B = BASE["arm"] == "b"


@dataclass(frozen=True)
class Door:
    """A table, what is asked of it, and what comes back: a reason, or codes of problems; neither is an answer."""

    frame: Frame
    reason: str | None = None
    problems: frozenset[str] = frozenset()
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def asked(self) -> dict[str, Any]:
        return {"arm": "arm", "control": "a", "metrics": ["views"], **self.options}


def answered(frame: Frame, **options: Any) -> Door:
    return Door(frame, options=options)


def unanswerable(reason: str, frame: Frame, **options: Any) -> Door:
    return Door(frame, reason, options=options)


def refused(problems: str, frame: Frame, **options: Any) -> Door:
    return Door(frame, None, frozenset(problems.split()), options)


RATE = {"metrics": ["likes/views"]}
DATED = {"posted_at": "posted"}
LONG = "x" * 5000
DOORS = {
    # Outcomes
    "the same everywhere": unanswerable("no_variation", BASE.assign(views=5000)),
    "the same within each arm": unanswerable("no_variation", BASE.assign(views=np.where(B, 9000, 5000))),
    "one post in an arm": unanswerable("too_few_posts", BASE[~B | ~B.duplicated()]),
    "one post in the control": unanswerable("too_few_posts", BASE[B | ~B.duplicated()]),
    "two posts": unanswerable("too_few_posts", BASE.drop_duplicates("arm")),
    "only zeros": unanswerable("no_events", BASE.assign(views=0)),
    "zeros in the variant": answered(BASE.assign(views=BASE["views"].where(~B, 0))),
    "zeros in the control": answered(BASE.assign(views=BASE["views"].where(B, 0))),
    "a rate without events in an arm": answered(BASE.assign(likes=BASE["likes"].where(~B, 0)), **RATE),
    "negative": unanswerable("impossible_values", with_cells("views", -3, -4)),
    "missing here and there": answered(with_cells("views", None, "", " ", np.nan)),
    "never recorded": unanswerable("arm_without_posts", BASE.assign(views=np.nan)),
    "never recorded in an arm": unanswerable("arm_without_posts", BASE.assign(views=BASE["views"].where(~B))),
    "infinite": unanswerable("impossible_values", with_cells("views", math.inf)),
    "minus infinity": unanswerable("impossible_values", with_cells("views", -math.inf)),
    "infinite as text": unanswerable("impossible_values", with_cells("views", "inf")),
    "a billion beside ten": answered(BASE.assign(views=[10**9, *range(10, 29)])),
    "larger than any integer of 64 bits": answered(BASE.assign(views=[float(10**18 * (i + 1)) for i in range(20)])),
    "yes and no": answered(BASE.assign(views=BASE["views"] > BASE["views"].median())),
    "more likes than views": answered(BASE.assign(likes=BASE["views"] + 1), **RATE),
    "views of zero below likes": unanswerable("impossible_values", with_cells("views", 0, 0), **RATE),
    "views that are missing below likes": answered(with_cells("views", None, None), **RATE),
    "too few views for a rate": unanswerable("too_few_views", BASE.assign(views=20, likes=1), **RATE),
    "a rate of a column with itself": unanswerable("no_variation", BASE, metrics=["views/views"]),
    # Arms
    "no variant": refused("one_arm", BASE.assign(arm="a")),
    "one row": refused("one_arm", BASE[~B].head(1)),
    "a control that is not there": refused("unknown_control", BASE, control="c"),
    "no arm in any row": refused("no_arms", BASE.assign(arm="")),
    "21 arms": refused(
        "too_many_arms", posts(42).assign(arm=[f"s{i % 21}" for i in range(84)]), control="s0", randomised=True
    ),
    "21 values": answered(posts(84).assign(arm=[f"s{i % 21}" for i in range(168)]), control="s0", randomised=False),
    "20 arms": answered(posts(80).assign(arm=[f"s{i % 20}" for i in range(160)]), control="s0", randomised=True),
    # Tables
    "only a header": refused("no_rows", BASE.head(0)),
    "a post twice": refused("posts_repeated", BASE.assign(post_id=[1, 1, *range(18)])),
    "text among numbers": refused("not_a_number", with_cells("views", "lots", "45%", "0x10", "1_000")),
    "a column of text": refused("not_a_number", BASE.assign(views="many")),
    "a column of dates": refused("not_a_number", BASE.assign(views="2026-03-02")),
    "beyond anything measured": refused("not_a_number", with_cells("views", 1e300, 1e-300)),
    "a column that is not there": refused("unknown_column", BASE, metrics=["plays"]),
    "every column that is not there": refused(
        "unknown_column", BASE, metrics=["likes/plays"], block="x", posted_at="y"
    ),
    "a block with gaps": refused("blank_group", BASE.assign(pair=["", *range(19)]), block="pair"),
    "a block for every post": unanswerable(
        "too_few_assignments", BASE.assign(pair=range(20)), block="pair", randomised=True
    ),
    "a block that is the arm": refused("same_column", BASE, block="arm"),
    "an account that is the arm": refused("same_column", BASE, account="arm"),
    "a metric that is the arm": refused(
        "same_column", BASE.assign(arm=np.where(B, 1, 2)), control="1", metrics=["arm"]
    ),
    "a metric that is the time": refused("same_column not_a_time", BASE, metrics=["views"], posted_at="views"),
    # Times
    "several time zones": answered(
        with_cells("posted", "2026-03-02T18:00:00+01:00", "2026-03-03T18:00:00-05:00", "2026-03-04T18:00:00Z"), **DATED
    ),
    "no times": refused("not_a_time", with_cells("posted", "next Tuesday", "", "2026-02-30", "18:00", "now"), **DATED),
    "days that can be read two ways": refused("not_a_time", with_cells("posted", "03/04/2026", "03.04.2026"), **DATED),
    "another century": refused("not_a_time", with_cells("posted", "0001-01-01", "9999-12-31"), **DATED),
    "milliseconds": answered(BASE.assign(posted=1772485200000), **DATED),
    "all in the future": answered(BASE.assign(posted="2098-01-01 18:00"), **DATED),
    "a time zone that is not there": refused("timezone", BASE, timezone="Mars/Base"),
    "a time zone that leads elsewhere": refused("timezone", BASE, timezone="../../etc/passwd", **DATED),
    # Settings
    "alpha of zero": refused("alpha", BASE, alpha=0.0),
    "alpha of one": refused("alpha", BASE, alpha=1.0),
    "alpha that is no number": refused("alpha", BASE, alpha=math.nan),
    "a seed below zero": refused("seed", BASE, seed=-1),
    "half a metric": refused("not_a_metric", BASE, metrics=["views/"]),
    "no metric's name": refused("not_a_metric", BASE, metrics=[""]),
    "a metric of three": refused("not_a_metric", BASE, metrics=["likes/views/x"]),
    "a metric twice": refused("repeated_metric", BASE, metrics=["views", "views"]),
}
"""What both the function and the command are asked."""

FLAGS = {"posted_at": "--posted-at", "block": "--block", "account": "--account", "timezone": "--timezone"}


def told_by(asking: Callable[[], cliptrial.Analysis]) -> tuple[cliptrial.Analysis | None, list[Problem]]:
    """The answer, or the problems instead; a warning is a failure, and so is any other exception."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return asking(), []
        except InputError as error:
            return None, list(error.problems)


def check_problems(problems: list[Problem] | list[dict[str, Any]]) -> None:
    """Each says what is wrong in words, and what was expected or how to mend it."""
    assert problems
    for problem in problems:
        told = problem if isinstance(problem, dict) else problem.as_dict()
        assert told["what"]
        assert told["what"].startswith("and ") or told["expected"]
        assert told["code"] != "unexpected", told["what"]
        assert len(str(told["what"])) < 200
        if told["code"] in ("not_a_number", "not_a_time", "posts_repeated") and not told["what"].startswith("and "):
            assert told["row"] >= 2
            assert told["field"]


def check_answer(door: Door, analysis: cliptrial.Analysis) -> None:
    """The verdict has the reason that was expected; nothing but words and finite numbers is told."""
    assert not door.problems
    english = describe(analysis)
    json.dumps([english, describe(analysis, "de")], allow_nan=False)
    assert analysis.verdict.reason == door.reason
    assert (analysis.verdict.code == "unanswerable") == (door.reason is not None)
    assert (analysis.uplifts[0].p_value is None) == (door.reason is not None)
    assert [f.code for f in analysis.findings if f.code == door.reason][:1] == [door.reason] * (door.reason is not None)
    assert len(english["verdict"]["sentence"]) > 20


@pytest.mark.parametrize("randomised", [True, False])
@pytest.mark.parametrize("name", DOORS)
def test_every_door_answers_in_python(name: str, randomised: bool) -> None:
    """An answer, the expected reason, or exactly the expected problems."""
    door = DOORS[name]
    asked = {"randomised": randomised, "draws": 399, **door.asked}
    found, problems = told_by(lambda: cliptrial.compare(door.frame, **asked))
    assert {problem.code for problem in problems} == door.problems
    if found is None:
        check_problems(problems)
    else:
        check_answer(door, found)


@pytest.mark.parametrize("name", DOORS)
def test_every_door_answers_on_the_command_line(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 0 or 1, one JSON object on stdout, and nothing on stderr."""
    door = DOORS[name]
    path = tmp_path / "posts.csv"
    door.frame.to_csv(path, index=False)
    options = dict(door.asked)
    command = ["compare", str(path), "--arm", options.pop("arm"), "--control", options.pop("control")]
    command += [part for metric in options.pop("metrics") for part in ("--metric", metric)]
    command += ["--randomised"] if options.pop("randomised", False) else []
    for option, value in options.items():
        command += [FLAGS.get(option, f"--{option}"), str(value)]
    capsys.readouterr()
    code = run([*command, "--json"])
    printed = capsys.readouterr()
    told = json.loads(printed.out, parse_constant=lambda constant: pytest.fail(f"{constant} is not JSON"))
    assert printed.err == ""
    assert code == (1 if door.problems else 0)
    if door.problems:
        check_problems(told["errors"])
        assert {error["code"] for error in told["errors"]} == door.problems
    else:
        assert (told["verdict"]["code"] == "unanswerable") == (door.reason is not None)
        codes = [finding["code"] for finding in told["findings"]]
        assert [code for code in codes if code == door.reason][:1] == [door.reason] * (door.reason is not None)


@pytest.mark.parametrize(
    ("problems", "frame", "options"),
    [
        ("not_a_table", None, {}),
        ("not_a_table", [1, 2], {}),
        ("no_rows unknown_column", Frame(), {}),
        ("unknown_column", BASE, {"arm": None}),
        ("unknown_column", BASE, {"arm": ["arm"]}),
        ("unknown_column", BASE.set_index("arm"), {}),
        ("unknown_control", BASE, {"control": None}),
        ("repeated_column", pd.concat([BASE, BASE[["views"]] + 1], axis=1), {}),
        ("repeated_column", pd.concat([BASE, BASE[["arm"]] + "x"], axis=1), {}),
        ("not_a_metric", BASE, {"metrics": "views"}),
        ("not_a_metric", BASE, {"metrics": None}),
        ("not_a_metric", BASE, {"metrics": [1, None, ("views",), b"views"]}),
        ("no_metric", BASE, {"metrics": []}),
        ("not_a_number", BASE.assign(views=BASE["views"] + 1j), {}),
        ("not_a_number", BASE.assign(views=pd.to_timedelta(BASE["views"], unit="s")), {}),
        ("not_a_number", BASE.assign(views=pd.date_range("2026-01-01", periods=20)), {}),
        ("not_a_number", BASE.assign(views=[[1]] * 20), {}),
        ("not_a_number", BASE.assign(views=pd.Series([10**400] * 20, dtype=object)), {}),
        ("not_a_time", BASE.assign(posted=True), DATED),
        ("not_a_time", BASE.assign(posted=[math.inf, *[1772485200.0] * 19]), DATED),
        ("timezone", BASE, {"timezone": None}),
        ("timezone", BASE, {"timezone": ""}),
        ("alpha", BASE, {"alpha": "x"}),
        ("alpha", BASE, {"alpha": None}),
        ("at_least", BASE, {"at_least": "10%"}),
        ("at_least", BASE, {"at_least": math.inf}),
        ("at_least", BASE, {"at_least": -1}),
        ("seed", BASE, {"seed": 2.5}),
        ("seed", BASE, {"seed": None}),
        ("draws", BASE, {"draws": 0}),
        ("draws", BASE, {"draws": 1}),
        ("draws", BASE, {"draws": -5}),
        ("draws", BASE, {"draws": "many"}),
        ("alpha at_least seed draws", BASE, {"alpha": 2, "at_least": 0, "seed": -1, "draws": 0}),
    ],
)
def test_what_only_python_can_hand_in_is_refused_in_words(problems: str, frame: Any, options: dict[str, Any]) -> None:
    asked = {"arm": "arm", "control": "a", "metrics": ["views"], **options}
    _, found = told_by(lambda: cliptrial.compare(frame, **asked))
    check_problems(found)
    assert {problem.code for problem in found} == set(problems.split())


def test_problems_of_every_kind_come_at_once() -> None:
    """Control, columns, cells, times, zone and settings in one go, so that one round of mending is enough."""
    frame = with_cells("views", "lots").assign(posted="soon", pair=["", *range(19)], post_id=1)
    with pytest.raises(InputError) as caught:
        cliptrial.compare(
            frame,
            arm="arm",
            control="c",
            metrics=["views", "saves"],
            block="pair",
            posted_at="posted",
            timezone="Berlin",
            alpha=7,
        )
    told = {problem.code for problem in caught.value.problems}
    assert told == {
        *("unknown_control", "unknown_column", "not_a_number", "not_a_time", "timezone", "alpha"),
        *("blank_group", "posts_repeated"),
    }
    assert 'Did you mean "Europe/Berlin"?' in str(caught.value)


def test_many_bad_cells_are_told_by_the_first_and_their_number() -> None:
    with pytest.raises(InputError) as caught:
        cliptrial.compare(BASE.assign(views="many"), arm="arm", control="a", metrics=["views", "likes/views"])
    told = [problem.what for problem in caught.value.problems]
    assert told[:2] == ['"many" is not a number'] * 2
    assert told[-1] == "and 15 more cells like these"
    assert [problem.row for problem in caught.value.problems][:5] == [2, 3, 4, 5, 6]


NAMES: dict[str, Callable[[], tuple[list[object], str, str]]] = {
    "nan": lambda: (["nan", "plain"], "nan", "plain"),
    "None": lambda: (["None", "NA"], "None", "NA"),
    "numbers": lambda: ([1, 2], "1", "2"),
    "leading zeros": lambda: (["01", "1"], "01", "1"),
    "true": lambda: (["true", "false"], "true", "false"),
    "unicode": lambda: (["Küche 🍲", "日本語"], "Küche 🍲", "日本語"),
    "very long": lambda: ([LONG, "short"], LONG, "short"),
    "markup": lambda: (["<b>", "$x_1$"], "<b>", "$x_1$"),
}


@pytest.mark.parametrize("name", NAMES)
def test_arms_may_be_called_anything(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In Python and in a CSV, where a reader might take them for numbers, truths or nothing."""
    cells, control, variant = NAMES[name]()
    frame = posts().assign(arm=pd.Series([cells[int(b)] for b in B], dtype=object))
    found = cliptrial.compare(frame, arm="arm", control=control, metrics=["views"], randomised=True, draws=199)
    assert [(arm.id, arm.posts) for arm in found.arms] == [(control, 10), (variant, 10)]
    path = tmp_path / "posts.csv"
    frame.to_csv(path, index=False)
    capsys.readouterr()
    command = ["compare", str(path), "--arm", "arm", "--control", control, "--metric", "views", "--json"]
    assert run(command) == 0
    assert [arm["id"] for arm in json.loads(capsys.readouterr().out)["arms"]] == [control, variant]


def test_numbers_that_name_arms_stay_as_people_wrote_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A gap in a column of 1 and 2 makes programs read 1.0 and 2.0; the arms are still 1 and 2."""
    frame = pd.concat([BASE.assign(arm=np.where(B, 2, 1)), Frame({"views": [9]})], ignore_index=True)
    found = cliptrial.compare(frame, arm="arm", control="1", metrics=["views"], draws=199)
    assert [arm.id for arm in found.arms] == ["1", "2"]
    path = tmp_path / "posts.xlsx"
    frame.to_excel(path, index=False)
    capsys.readouterr()
    assert run(["compare", str(path), "--arm", "arm", "--control", "1", "--metric", "views", "--json"]) == 0
    assert [arm["id"] for arm in json.loads(capsys.readouterr().out)["arms"]] == ["1", "2"]


def test_rows_are_counted_as_in_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever was left out: an empty line above the header, empty rows, rows of other arms, rows without an arm."""
    rows = ["", "arm,week,views", "c,1,5", "", "a,1,7", ",1,oops", "b,2,9", "b,1,lots"]
    path = tmp_path / "posts.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    command = ["compare", str(path), "--arm", "arm", "--control", "a", "--metric", "views"]
    capsys.readouterr()
    assert run([*command, "--variant", "b", "--where", "week=1", "--json"]) == 1
    errors = json.loads(capsys.readouterr().out)["errors"]
    assert [(error["row"], error["field"]) for error in errors] == [(rows.index("b,1,lots") + 1, "views")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the file is empty"),
        ("\n\n\n", "the file is empty"),
        ("arm,views\n", "no row below the header"),
        ("arm,views\na,1\na,2,3,4\n", "row 3: the row has 4 cells, the header has 2"),
        ('arm,views\na,"1\n', "a quotation mark is opened and never closed"),
        ("arm,views,views\na,1,2\nb,2,3\n", 'Columns 2, 3 are both called "views" and say different'),
        ("arm,views\na,1\nb,2\n", 'no row has "c" in "arm"'),
        ("arm, reach\na,1\nb,2\n", 'there is no column "views"'),
    ],
)
def test_files_that_cannot_be_used_say_why(
    text: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "posts.csv"
    path.write_text(text, encoding="utf-8")
    capsys.readouterr()
    command = ["compare", str(path), "--arm", "arm", "--control", "a", "--metric", "views", "--variant", "c"]
    assert run(command if "c" in told.split('"') else command[:-2]) == 1
    printed = capsys.readouterr()
    assert told in printed.err
    assert "Traceback" not in printed.err
    assert str(tmp_path) not in printed.err


@pytest.mark.parametrize("name", ["posts.parquet", "posts.xlsx", "posts.csv.gz"])
def test_files_that_are_something_else_say_so(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / name
    path.write_bytes(b"nothing of that kind")
    assert run(["compare", str(path), "--arm", "arm", "--control", "a", "--metric", "views"]) == 1
    told = capsys.readouterr().err
    assert f"{name}: the file is damaged, or not what its name says" in told
    assert str(tmp_path) not in told


def split(a: tuple[Any, Any], b: tuple[Any, Any]) -> Frame:
    return Frame({"arm": ["a", "b"], "clicks": [a[0], b[0]], "viewers": [a[1], b[1]]})


FINE = split((20, 1000), (30, 1000))


@pytest.mark.parametrize(
    ("problems", "frame", "options"),
    [
        ("impossible_counts", split((200, 100), (5, 100)), {}),
        ("impossible_counts", split((0, 0), (5, 100)), {}),
        ("not_a_count", split((-1, 100), (5, 100)), {}),
        ("not_a_count", split((1.5, 100), (5, 100)), {}),
        ("not_a_count", split((None, 100), (5, 100)), {}),
        ("not_a_count", split((math.inf, 100), (5, 100)), {}),
        ("not_a_count", split((5, 10**18), (5, 10**18)), {}),
        ("not_a_number", split(("many", 100), (5, 100)), {}),
        ("not_a_table", None, {}),
        ("no_rows", FINE.head(0), {}),
        ("one_arm", FINE.head(1), {}),
        ("unknown_control", FINE, {"control": "c"}),
        ("unknown_column", FINE, {"metrics": ["clicks/reach"]}),
        ("repeated_column", pd.concat([FINE, FINE[["clicks"]] + 1], axis=1), {}),
        ("not_a_rate", FINE, {"metrics": ["clicks"]}),
        ("not_a_metric", FINE, {"metrics": ["clicks/"]}),
        ("not_a_metric", FINE, {"metrics": [7]}),
        ("not_a_metric", FINE, {"metrics": "clicks/viewers"}),
        ("no_metric", FINE, {"metrics": []}),
        ("repeated_metric", FINE, {"metrics": ["clicks/viewers"] * 2}),
        ("alpha at_least", FINE, {"alpha": 2, "at_least": -1}),
        ("too_many_arms", Frame({"arm": ["a", *range(20)], "clicks": 1, "viewers": 9}), {}),
    ],
)
def test_split_tests_with_impossible_counts_are_refused_in_words(
    problems: str, frame: Any, options: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In Python, and on the command line where a file can hold them."""
    asked = {"arm": "arm", "control": "a", "metrics": ["clicks/viewers"], **options}
    _, found = told_by(lambda: cliptrial.compare_split(frame, **asked))
    check_problems(found)
    assert {problem.code for problem in found} == set(problems.split())
    if frame is None or set(options) & {"alpha", "metrics"}:
        return
    path = tmp_path / "arms.csv"
    frame.to_csv(path, index=False)
    capsys.readouterr()
    command = ["compare", str(path), "--arm", "arm", "--control", asked["control"], "--metric", "clicks/viewers"]
    assert run([*command, "--unit", "viewer", "--json"]) == 1
    check_problems(json.loads(capsys.readouterr().out)["errors"])


@pytest.mark.parametrize(
    ("a", "b", "code", "relative"),
    [
        ((0, 1000), (10, 1000), "better", None),
        ((10, 1000), (0, 1000), "worse", -1.0),
        ((0, 1000), (0, 1000), "inconclusive", None),
        ((1000, 1000), (1000, 1000), "equivalent", 0.0),
        ((1000, 1000), (500, 1000), "worse", -0.5),
        ((1, 1), (0, 1), "inconclusive", -1.0),
        ((10**14, 10**15), (10**14, 10**15), "equivalent", 0.0),
        ((True, 100), (False, 100), "inconclusive", -1.0),
    ],
)
def test_split_tests_at_the_edge_are_answered(
    a: tuple[Any, Any], b: tuple[Any, Any], code: str, relative: float | None
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = cliptrial.compare_split(split(a, b), arm="arm", control="a", metrics=["clicks/viewers"])
        told = describe(found)
        json.dumps([told, describe(found, "de")], allow_nan=False)
    assert told["verdict"]["code"] == code
    assert len(told["verdict"]["sentence"]) > 20
    assert told["uplifts"][0]["relative"] == relative
    assert ("no_events" in {f["code"] for f in told["findings"]}) == (not a[0] or not b[0])


def test_more_likes_than_views_are_told_wherever_a_table_holds_both() -> None:
    found = cliptrial.compare(with_cells("views", 10, 10), arm="arm", control="a", metrics=["views"], draws=199)
    finding = next(f for f in found.findings if f.code == "impossible_numbers")
    assert finding.values["posts"] == 2
    assert "more likes than views" in next(
        f["message"] for f in describe(found)["findings"] if f["code"] == "impossible_numbers"
    )


def test_values_that_cannot_be_are_told_by_their_rows() -> None:
    """As the table was handed in, whatever was left out of it."""
    frame = with_cells("views", 5, -1, math.inf, None, -2)
    frame.loc[[0, 5], "arm"] = None
    found = cliptrial.compare(frame[1:], arm="arm", control="a", metrics=["views"], randomised=True)
    told = next(f["message"] for f in describe(found)["findings"] if f["code"] == "impossible_values")
    assert "3 posts" in told
    assert "rows 3, 4 and 6." in told


def test_what_is_left_out_and_what_was_meant_to_be_one_is_told() -> None:
    """Rows without an arm, and arms that a slip of the keyboard made two."""
    arms = ["a", "b", "b ", "B", None, *posts()["arm"][5:]]
    found = cliptrial.compare(posts().assign(arm=arms), arm="arm", control="a", metrics=["views"], draws=199)
    told = {f["code"]: f for f in describe(found)["findings"]}
    assert told["rows_without_arm"]["values"] == {"rows": 1}
    assert told["arms_alike"]["level"] == "warning"
    assert set(told["arms_alike"]["values"]["arms"]) == {"b", "b ", "B"}
    alone = cliptrial.compare(posts(), arm="arm", control="a", metrics=["views"], draws=199)
    assert not {"rows_without_arm", "arms_alike"} & {str(f.code) for f in alone.findings}


def test_a_named_variant_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt one would else be left out without a word."""
    path = tmp_path / "posts.csv"
    BASE.to_csv(path, index=False)
    command = ["compare", str(path), "--arm", "arm", "--control", "a", "--metric", "views"]
    assert run([*command, "--variant", "b", "--variant", "bb", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["errors"][0]["what"] == 'no row has "bb" in "arm"'
