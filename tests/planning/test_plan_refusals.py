"""Plans are refused at their line with the way out, keep their topics, and never share a moment with another plan."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cliptrial.errors import PlanError, Problem
from cliptrial.metrics import Kind
from cliptrial.planning import Plan, plan_experiment
from cliptrial.planning.usual_methods import Labelled, ols_weekday, relative_delta, sums_as_trials, welch_raw
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.model import Arm
from cliptrial.registry.plan.collisions import collisions
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.workspace import load_workspace

EXPERIMENT = """\
title: {title}
accounts: [{accounts}]
hypothesis: {{statement: Questions keep people watching., expect: increase, at_least: 10%}}
change:
  variable: hook
  control: {{id: statement, value: Statement}}
  variants: [{{id: question, value: Question}}]
metrics: {{primary: {primary}}}
design: {{posts_per_arm: 4, start: {start}, slots: ["{slot}"], seed: 5{more}}}
"""
WORKSPACE = """\
language: en
accounts:
  kitchen: {timezone: Europe/Berlin, sources: [SOURCES], language: de}
  bakes: {timezone: Europe/Berlin, sources: [SOURCES]}
"""


def write(root: Path, slug: str = "hook", **given: Any) -> None:
    """An experiment's file."""
    usual = {
        "title": slug,
        "accounts": "kitchen",
        "primary": "views",
        "start": "2026-03-02",
        "slot": "18:00",
        "more": "",
    }
    folder = root / "experiments" / slug
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "experiment.yaml").write_text(EXPERIMENT.format(**(usual | given)), encoding="utf-8")


def workspace(root: Path, sources: str = "studio, numbers") -> None:
    """A workspace with two accounts."""
    (root / "workspace.yaml").write_text(WORKSPACE.replace("SOURCES", sources), encoding="utf-8")


def plan(root: Path, slug: str = "hook", topics: tuple[str, ...] = ()) -> Plan:
    """Plan it."""
    loaded = load_workspace(root)
    return plan_experiment(loaded, load_experiment(slug, loaded), topics=topics)


def refused(root: Path, slug: str = "hook", topics: tuple[str, ...] = ()) -> Problem:
    """The one problem for which it is not planned."""
    with pytest.raises(PlanError) as caught:
        plan(root, slug, topics)
    (problem,) = caught.value.problems
    return problem


@pytest.fixture
def root(tmp_path: Path) -> Path:
    workspace(tmp_path)
    write(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("sources", "primary", "what", "expected", "mend"),
    [
        (
            "studio",
            "average_watch_time",
            'no declared source of kitchen (studio) delivers "average_watch_time" per post',
            "a source with average_watch_time",
            "Add numbers to the sources of kitchen in workspace.yaml: the plan then writes a workbook into which these "
            "numbers are copied from the app, 20 seconds a post.",
        ),
        (
            "studio",
            "link_clicks",
            'no declared source of kitchen (studio) delivers "link_clicks" per post',
            "a source with link_clicks",
            None,
        ),
        (
            "studio, numbers",
            "view_to_follower",
            'no declared source of kitchen (studio, numbers) delivers "view_to_follower" per post',
            "a source with followers",
            "Set followers of kitchen in workspace.yaml, or choose another primary metric.",
        ),
    ],
)
def test_a_metric_that_nobody_delivers_is_refused_with_what_would(
    tmp_path: Path, sources: str, primary: str, what: str, expected: str, mend: str | None
) -> None:
    workspace(tmp_path, sources)
    write(tmp_path, primary=primary)
    problem = refused(tmp_path)
    assert (problem.code, problem.field, problem.line) == ("primary_not_delivered", "metrics.primary", 8)
    assert (problem.what, problem.expected) == (what, expected)
    assert mend is None or problem.mend == mend
    assert problem.mend


def test_every_account_without_a_source_is_named_and_one_with_a_source_is_not(tmp_path: Path) -> None:
    (tmp_path / "workspace.yaml").write_text(
        WORKSPACE.replace("SOURCES", "studio", 1).replace("SOURCES", "studio, numbers"), encoding="utf-8"
    )
    write(tmp_path, accounts="kitchen, bakes", primary="saves")
    assert "kitchen" in refused(tmp_path).what
    workspace(tmp_path, "studio")
    with pytest.raises(PlanError) as caught:
        plan(tmp_path)
    assert [p.what.split()[4] for p in caught.value.problems] == ["kitchen", "bakes"]


def test_a_split_test_has_no_schedule(root: Path) -> None:
    write(root, more=", unit: viewer")
    problem = refused(root)
    assert (problem.code, problem.field, problem.expected) == ("viewer_split", "design.unit", "unit: post")
    assert problem.mend == "Hand its result to `cliptrial compare FILE --unit viewer` instead."


def test_topics_that_do_not_fit_are_refused_and_a_design_that_cannot_be_laid_out_at_its_line(root: Path) -> None:
    assert refused(root, topics=("only one",)).code == "topics_do_not_fit"
    write(root, start="null")
    problem = refused(root)
    assert (problem.field, problem.line) == ("design.start", 9)
    assert not (root / "experiments/hook/schedule.csv").exists()


def test_topics_stay_when_the_plan_is_drawn_anew_and_go_where_there_is_no_place_for_all(root: Path) -> None:
    topics = tuple(f"topic {number}" for number in range(8))
    first = plan(root, topics=topics)
    assert not first.unchanged
    write(root, slot="12:00")
    second = plan(root)
    assert not second.unchanged
    assert sorted(p.topic or "" for p in second.schedule.positions) == sorted(topics)
    assert {p.slot for p in second.schedule.positions} == {"12:00"}
    (root / "experiments/hook/experiment.yaml").write_text(
        (root / "experiments/hook/experiment.yaml").read_text("utf-8").replace("posts_per_arm: 4", "posts_per_arm: 6"),
        encoding="utf-8",
    )
    longer = plan(root).schedule.positions
    assert sorted(p.topic or "" for p in longer[:8]) == sorted(topics)
    assert {p.topic for p in longer[8:]} == {None}
    write(root, more=", twins: true")
    assert {p.topic for p in plan(root).schedule.positions} == {None}


def test_topics_of_twins_stay_once_each(root: Path) -> None:
    topics = tuple(f"topic {number}" for number in range(4))
    write(root, more=", twins: true")
    plan(root, topics=topics)
    write(root, slot="12:00", more=", twins: true")
    assert sorted(p.topic or "" for p in plan(root).schedule.positions) == sorted(topics * 2)


def test_topics_of_several_accounts_stay(root: Path) -> None:
    topics = tuple(f"topic {number:02d}" for number in range(16))
    write(root, accounts="kitchen, bakes")
    plan(root, topics=topics)
    write(root, accounts="kitchen, bakes", slot="12:00")
    assert sorted(p.topic or "" for p in plan(root).schedule.positions) == list(topics)


def test_the_workbook_speaks_the_language_of_the_first_account(root: Path) -> None:
    from python_calamine import CalamineWorkbook

    def texts(made: Plan) -> str:
        rows = CalamineWorkbook.from_path(str(made.workbook)).get_sheet_by_index(0).to_python()
        return " ".join(str(cell) for row in rows for cell in row)

    german = texts(plan(root))
    write(root, "other", accounts="bakes", start="2026-05-04")
    english = texts(plan(root, "other"))
    assert "Aufrufe" in german
    assert "Views" in english
    assert "Statement" in german
    assert plan(root).workbook.name == "numbers.xlsx"


def test_a_late_change_is_refused_at_the_design_with_the_next_round_as_the_way_out(root: Path) -> None:
    plan(root)
    (root / "experiments/hook/posts.csv").write_text(
        "position,link\n1,https://www.tiktok.com/@k/video/7612345678901234567\n", encoding="utf-8"
    )
    assert plan(root).unchanged
    write(root, slot="12:00")
    problem = refused(root)
    assert (problem.code, problem.field, problem.line) == ("posts_have_places", "design", 9)
    assert problem.mend == "Keep the plan, or start the next experiment: `cliptrial new --from hook`."


def taken(root: Path, slug: str) -> list[Problem]:
    """What other plans have taken of this one's moments."""
    loaded = load_workspace(root)
    experiment = load_experiment(slug, loaded)
    schedule = read_schedule(experiment.folder)
    assert schedule is not None
    return collisions(loaded, experiment, schedule)


def test_moments_that_another_plan_has_are_counted_and_the_first_is_named(root: Path) -> None:
    plan(root)
    write(root, "later", start="2026-03-07")
    problem = refused(root, "later")
    assert (problem.code, problem.field, problem.line) == ("moments_taken", "design.start", 9)
    assert problem.what == ("3 posts fall on moments that hook has planned, first 2026-03-07, 18:00, kitchen")
    assert problem.mend == "Start on 2026-03-10, when hook has ended, or choose another time of day."
    assert not (root / "experiments/later/schedule.csv").exists()


@pytest.mark.parametrize(
    "free", [{"start": "2026-03-10"}, {"slot": "12:00"}, {"accounts": "bakes"}], ids=lambda free: next(iter(free))
)
def test_another_day_time_or_account_is_free(root: Path, free: dict[str, str]) -> None:
    plan(root)
    write(root, "later", **free)
    assert not plan(root, "later").unchanged
    assert taken(root, "later") == []


def test_a_plan_that_stands_is_not_refused_and_broken_files_of_others_take_nothing(root: Path) -> None:
    plan(root)
    schedule = root / "experiments/hook/schedule.csv"
    write(root, "twin")
    twin = root / "experiments/twin"
    for name in ("schedule.csv", "schedule.json"):
        (twin / name).write_bytes((schedule.parent / name).read_bytes())
    assert plan(root).unchanged
    assert [p.code for p in taken(root, "hook")] == ["moments_taken"]
    (twin / "experiment.yaml").write_text("title: [", encoding="utf-8")
    assert taken(root, "hook") == []


def test_an_arm_is_called_by_its_value_or_its_tags() -> None:
    assert Arm(id="a", value="Question").label == "Question"
    assert Arm(id="a", value=("one", "two")).label == "#one #two"


VALUES = np.array([[3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0]])
TREATED = np.array([[True, False] * 4])
WEEKDAYS = np.zeros((1, 8), dtype=np.int64)


def test_methods_give_both_sides_and_say_nothing_where_nothing_can_be_said() -> None:
    def case(**more: Any) -> Labelled:
        return replace(Labelled(Kind.COUNT, VALUES, np.ones((1, 8)), TREATED, WEEKDAYS), **more)

    for method in (sums_as_trials, welch_raw, relative_delta, ols_weekday):
        one, other = method(case()), method(case(treated=~TREATED))
        assert one == pytest.approx(other)
        assert 0 < one[0] < 1
    assert ols_weekday(case(value=np.full((1, 8), 3.0)))[0] == 1.0
    assert ols_weekday(case(weekday=np.array([[0, 1] * 4])))[0] == 1.0
    assert np.isnan(sums_as_trials(case(kind=Kind.MONEY))).all()
    assert not np.isnan(sums_as_trials(case(kind=Kind.RARE))).any()
