"""What holds where nobody says anything, and every number that decides: read back through the door that fills it in."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from datetime import date
from itertools import combinations, product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml
from tests.refusals.bases import Bases

import cliptrial
from cliptrial.analysis.terms import terms
from cliptrial.analysis.units import Assignment, Units
from cliptrial.cli.entry import run
from cliptrial.cli.sometimes import chance
from cliptrial.cli.sometimes.new_questions import next_monday
from cliptrial.wording.describe import describe

Told = Callable[..., Any]
NEW = [
    "--title",
    "Hooks",
    "--statement",
    "More views.",
    "--control",
    "Old",
    "--variant",
    "New",
    "--start",
    "2026-03-02",
]
MINIMAL = """\
title: Hooks
accounts: [demo]
hypothesis: {statement: More views.}
change: {variable: hook, control: {id: old, value: Old}, variants: [{id: new, value: New}]}
metrics: {primary: views, guardrails: [{metric: likes}]}
"""


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    """What a command prints as JSON, in a workspace that was made with no more than must be said."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str) -> Any:
        capsys.readouterr()
        assert run([*arguments, "--json"]) == 0, arguments
        return json.loads(capsys.readouterr().out)

    command("init", ".", "--account", "demo", "--timezone", "Europe/Berlin")
    return command


def file(path: str) -> Any:
    return yaml.safe_load(Path(path).read_text(encoding="utf-8"))


def posts(*sizes: int, seed: int = 1) -> pd.DataFrame:
    """Posts of arms a, b, ... in random order, with views a rate can be built on."""
    rng = np.random.default_rng(seed)
    arm = rng.permutation(np.repeat(list("abcdef"[: len(sizes)]), sizes))
    views = rng.lognormal(8, 1, len(arm)).round()
    return pd.DataFrame({"arm": arm, "views": views, "likes": rng.binomial(views.astype(np.int64), 0.05)})


def alike() -> pd.DataFrame:
    """Arms so alike that the smallest effect worth acting on decides what is said."""
    return posts(20, 20).assign(views=lambda frame: 1000 + frame.index % 5 * 3)


def compared(frame: pd.DataFrame, **options: Any) -> dict[str, Any]:
    asked = {"arm": "arm", "control": "a", "metrics": ["views"], "randomised": True, **options}
    return describe(cliptrial.compare(frame, **asked))


# What files are filled with


def test_a_new_workspace_speaks_english_counts_euros_and_has_no_goals(told: Told) -> None:
    assert file("workspace.yaml") == {
        "accounts": {"demo": {"timezone": "Europe/Berlin"}},
        "language": "en",
        "currency": "EUR",
        "goals": [],
        "brand": {"colour": "#0b6e6e"},
        "store": "store",
    }


@pytest.mark.parametrize(
    ("variable", "primary", "secondary", "held"),
    [
        ("hook", "average_watch_time", ["views"], ["slot", "sound", "hashtags", "duration"]),
        ("duration", "average_watch_time", ["views"], ["slot", "sound", "hashtags"]),
        ("sound", "views", [], ["slot", "hashtags", "duration"]),
        ("cover", "views", [], ["slot", "sound", "hashtags", "duration"]),
    ],
)
def test_a_new_experiment_is_filled_in_with_what_is_usual(
    told: Told, variable: str, primary: str, secondary: list[str], held: list[str]
) -> None:
    told("new", "hooks", "--variable", variable, *NEW)
    found = file("experiments/hooks/experiment.yaml")
    assert found["design"].pop("seed") == 11219507  # the name's checksum: two experiments never share a draw
    assert found == {
        "title": "Hooks",
        "accounts": ["demo"],
        "hypothesis": {"statement": "More views.", "expect": "increase", "at_least": "10%"},
        "change": {
            "variable": variable,
            "control": {"id": "old", "value": "Old"},
            "variants": [{"id": "new", "value": "New"}],
        },
        "hold_constant": held,
        "metrics": {"primary": primary, "secondary": secondary, "guardrails": []},
        "design": {
            "unit": "post",
            "posts_per_arm": 28,
            "start": date(2026, 3, 2),
            "slots": ["18:00"],
            "posts_per_day": 1,
            "twins": False,
            "measure_at": "7d",
        },
        "analysis": {"alpha": 0.05, "looks": 1},
    }


def test_the_times_of_day_that_are_compared_are_the_slots_of_the_plan(told: Told) -> None:
    words = [{"Old": "20:00", "New": "12:00"}.get(word, word) for word in NEW]
    told("new", "slots", "--variable", "slot", *words)
    found = file("experiments/slots/experiment.yaml")
    assert (found["design"]["slots"], found["design"]["posts_per_day"]) == (["12:00", "20:00"], 1)
    assert found["hold_constant"] == ["sound", "hashtags", "duration"]


def test_a_guardrail_without_a_limit_may_lose_a_tenth(told: Told) -> None:
    told("new", "hooks", "--variable", "sound", "--guardrail", "share_rate", *NEW)
    guardrails = file("experiments/hooks/experiment.yaml")["metrics"]["guardrails"]
    assert guardrails == [{"metric": "share_rate", "worst_acceptable": "-10%"}]


@pytest.mark.parametrize(("today", "monday"), [("2026-03-01", 2), ("2026-03-02", 9), ("2026-03-03", 9)])
def test_a_plan_begins_on_the_monday_after_today(today: str, monday: int) -> None:
    assert next_monday(date.fromisoformat(today)) == date(2026, 3, monday)


def test_what_a_file_leaves_out_is_what_its_schema_promises(told: Told) -> None:
    """Twenty-eight posts an arm, one a day at 18:00 on every day, read after a week; 5 % error and one look."""
    told("schema")
    parts = json.loads(Path("experiments/experiment.schema.json").read_text(encoding="utf-8"))["$defs"]
    promised = {
        n: {k: v["default"] for k, v in parts[n]["properties"].items() if "default" in v}
        for n in parts
        if "properties" in parts[n]
    }
    assert promised == {
        "AnalysisPlan": {"alpha": 0.05, "looks": 1, "futility": False},
        "Arm": {"good_until": None},
        "Change": {},
        "Design": {
            "unit": "post",
            "posts_per_arm": 28,
            "start": None,
            "slots": ["18:00"],
            "posts_per_day": 1,
            "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
            "pauses": [],
            "holidays": "skip",
            "twins": False,
            "seed": 0,
            "measure_at": 7.0,
            "periods_per_arm": 6,
            "period_weeks": 1,
            "washout_days": 2,
            "regions": [],
            "round": None,
        },
        "Guardrail": {"worst_acceptable": -0.1},
        "Hypothesis": {"because": None, "expect": "any", "at_least": 0.1},
        "Metrics": {"secondary": [], "guardrails": []},
    }


def test_a_plan_that_says_nothing_posts_once_a_day_at_six_for_eight_weeks(told: Told) -> None:
    Path("experiments/hooks").mkdir(parents=True)
    Path("experiments/hooks/experiment.yaml").write_text(MINIMAL + "design: {start: 2026-03-02}\n", encoding="utf-8")
    plan = told("plan", "hooks")
    days = [date.fromisoformat(position["date"]) for position in plan["positions"]]
    assert days == [date.fromordinal(date(2026, 3, 2).toordinal() + i) for i in range(56)]
    assert {position["slot"] for position in plan["positions"]} == {"18:00"}
    assert (plan["rule"]["version"], plan["rule"]["per_block"], plan["rule"]["seed"]) == (1, 2, 0)
    assert (plan["feasibility"]["at_least"], plan["feasibility"]["posts_per_arm"]) == (0.1, 28)


# The rotation


def labellings(posts_per_arm: int, cutoff: int) -> int:
    """Blocks of four days, two of each arm; on no weekday the arms differ by more than the cutoff: all are listed."""
    admissible = 0
    for picks in product(combinations(range(4), 2), repeat=posts_per_arm // 2):
        gaps = [0] * 7
        for block, pick in enumerate(picks):
            for place in range(4):
                gaps[(4 * block + place) % 7] += 1 if place in pick else -1
        admissible += max(map(abs, gaps)) <= cutoff
    return admissible


@pytest.mark.parametrize(("posts_per_arm", "cutoff", "count"), [(4, 2, 36), (6, 2, 216), (8, 3, 1296), (10, 2, 1650)])
def test_the_cutoff_is_the_smallest_that_leaves_a_thousand_labellings(
    told: Told, posts_per_arm: int, cutoff: int, count: int
) -> None:
    """Where fewer than a thousand exist, the smallest that leaves them all."""
    Path("experiments/hooks").mkdir(parents=True)
    design = f"design: {{start: 2026-03-02, posts_per_arm: {posts_per_arm}}}\n"
    Path("experiments/hooks/experiment.yaml").write_text(MINIMAL + design, encoding="utf-8")
    rule = told("plan", "hooks")["rule"]
    assert (rule["cutoff"], rule["count"]) == ({"demo": cutoff}, {"demo": {"new": count}})
    fewer, same, all_of_them = (labellings(posts_per_arm, c) for c in (cutoff - 1, cutoff, 2 * posts_per_arm))
    assert same == count
    assert fewer < min(1000, all_of_them) <= same


# Comparisons


def test_a_comparison_that_says_nothing_is_observed_at_five_per_cent_for_a_tenth(told: Told) -> None:
    """The same as with every word said, and another one with other words."""
    posts(20, 20).assign(day="2026-03-02").to_csv("posts.csv", index=False)
    asked = ["compare", "posts.csv", "--arm", "arm", "--control", "a", "--metric", "views"]
    plain = told(*asked)
    said = [
        "--alpha",
        "0.05",
        "--at-least",
        "10%",
        "--seed",
        "0",
        "--timezone",
        "UTC",
        "--unit",
        "post",
        "--lang",
        "en",
    ]
    assert plain == told(*asked, *said)
    assert plain["evidence"] == "observed"
    assert plain["uplifts"][0]["confidence"] == 0.95
    alike().to_csv("posts.csv", index=False)
    silent = told(*asked, "--randomised")
    assert silent == told(*asked, "--randomised", "--at-least", "10%")
    assert silent != told(*asked, "--randomised", "--at-least", "9%")
    assert (plain["provenance"]["seed"], plain["provenance"]["draws"]) == (0, 4999)
    assert plain["provenance"]["prior"] == {"mean": 0.0, "sd": 0.17, "experiments": 0}


def test_a_split_test_that_says_nothing_is_judged_at_five_per_cent_for_a_tenth(told: Told) -> None:
    Path("arms.csv").write_text("arm,clicks,viewers\na,10000,100000\nb,10250,100000\n", encoding="utf-8")
    asked = ["compare", "arms.csv", "--arm", "arm", "--control", "a", "--metric", "clicks/viewers", "--unit", "viewer"]
    plain = told(*asked)
    assert plain == told(*asked, "--alpha", "0.05", "--at-least", "10%")
    assert plain["verdict"]["code"] == "equivalent"
    assert told(*asked, "--at-least", "3%")["verdict"]["code"] != "equivalent"
    frame = pd.read_csv("arms.csv")
    silent = cliptrial.compare_split(frame, arm="arm", control="a", metrics=["clicks/viewers"])
    assert describe(silent) == plain


def test_python_is_as_silent_as_the_command_line() -> None:
    frame = posts(20, 20)
    plain = describe(cliptrial.compare(frame, arm="arm", control="a", metrics=["views"]))
    said = {"alpha": 0.05, "at_least": 0.1, "draws": 4999, "seed": 0, "timezone": "UTC", "randomised": False}
    assert plain == describe(cliptrial.compare(frame, arm="arm", control="a", metrics=["views"], **said))
    assert plain["evidence"] == "observed"
    silent = compared(alike())
    assert silent == compared(alike(), at_least=0.1)
    assert silent != compared(alike(), at_least=0.09)


@pytest.mark.parametrize(("each", "draws"), [(8, 12870), (9, 4999)])
def test_up_to_twenty_thousand_labellings_are_listed_and_more_are_drawn(each: int, draws: int) -> None:
    """Of 16 posts 8 can be chosen in 12,870 ways, of 18 posts 9 in 48,620."""
    assert compared(posts(each, each))["uplifts"][0]["draws"] == draws


@pytest.mark.parametrize(("views", "refused"), [(999, True), (1000, False)])
def test_a_rate_needs_a_thousand_views_an_arm(views: int, refused: bool) -> None:
    frame = posts(10, 10).assign(
        views=lambda f: np.where(f["arm"] == "b", views / 10, 500), likes=lambda f: f.index % 7
    )
    told = {f["code"]: f["values"] for f in compared(frame, metrics=["likes/views"], draws=199)["findings"]}
    assert ("too_few_views" in told) is refused
    if refused:
        assert (told["too_few_views"]["views"], told["too_few_views"]["needed"]) == (999, 1000)


@pytest.mark.parametrize(("posts_", "days"), [(27, 2), (28, 7)])
def test_every_weekday_has_a_term_of_its_own_from_twenty_eight_planned_posts_on(posts_: int, days: int) -> None:
    """Below, the weekend has one and the rest of the week the other."""
    zeros, day = np.zeros(posts_, dtype=np.int64), np.arange(posts_) % 7
    arm = np.array(["a", "b"] * 14, dtype=object)[:posts_]
    units = Units(arm, Assignment.SCHEDULE, zeros, day, zeros, zeros)
    assert terms(units, np.ones(posts_, dtype=bool), arm == "b", zeros).cells.max() + 1 == days


@pytest.mark.parametrize(("variant", "method"), [(22, "redraw_log_ols"), (23, "redraw_log_hc2")])
def test_arms_of_a_table_are_unequal_beyond_a_tenth(variant: int, method: str) -> None:
    assert compared(posts(20, variant), draws=199)["uplifts"][0]["method"] == method


def test_an_analysis_draws_4999_times_and_reckons_with_general_experience(told: Told) -> None:
    """Until five experiments of one's own have taught something else."""
    Path("experiments/hooks").mkdir(parents=True)
    Path("experiments/hooks/experiment.yaml").write_text(MINIMAL + "design: {start: 2026-03-02}\n", encoding="utf-8")
    told("plan", "hooks")
    provenance = told("analyze", "hooks")["provenance"]
    assert (provenance["draws"], provenance["seed"]) == (4999, 0)
    assert provenance["prior"] == {"mean": 0.0, "sd": 0.17, "experiments": 0}


def test_earlier_posts_are_compared_by_views_a_week_after_posting(tmp_path: Path) -> None:
    root = Bases(tmp_path).copy("stored", tmp_path / "ws")
    plain = describe(cliptrial.compare_history(root, dimension="hashtags"))
    said = {"metric": "views", "measure_at": 7.0, "at_least": 0.1, "alpha": 0.05, "draws": 4999, "seed": 0}
    assert plain == describe(cliptrial.compare_history(root, dimension="hashtags", **said))
    assert {"posts": 12, "days": 7.0} in [finding["values"] for finding in plain["findings"]]


# A chance check


def test_a_chance_check_that_says_nothing_compares_views_of_fourteen_posts_two_thousand_times(told: Told) -> None:
    defaults = {name: one.default for name, one in inspect.signature(chance.run).parameters.items()}
    assert (defaults["posts_per_arm"], defaults["draws"], defaults["seed"]) == (None, 2000, 0)
    posts(14, 14).to_csv("posts.csv", index=False)
    (check,) = told("chance", "--file", "posts.csv", "--draws", "2")["checks"]
    assert (check["metric"], check["posts_per_arm"], check["draws"], check["seed"]) == ("views", 14, 2, 0)
