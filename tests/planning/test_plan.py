"""Planning an experiment in a workspace: files, refusals, and nothing lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.posts.planned import write_workbook

from cliptrial.errors import PlanError, RegistryError
from cliptrial.planning import Plan, plan_experiment
from cliptrial.posts.workbook.book import Filled, read_workbook
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.links import add_link
from cliptrial.registry.plan.lock import lock
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.workspace import load_workspace

EXPERIMENT = """\
title: Question hook against statement hook
accounts: [kitchen]
hypothesis: {statement: Questions keep people watching., expect: increase, at_least: 10%}
change:
  variable: hook
  control: {id: statement, value: Statement}
  variants: [{id: question, value: Question}]
metrics: {primary: average_watch_time}
design: {posts_per_arm: 8, start: 2026-03-02, slots: ["18:00"], seed: 5}
"""
WORKSPACE = """\
language: en
accounts:
  kitchen: {timezone: Europe/Berlin, sources: [SOURCES]}
"""
TOPICS = tuple(f"topic {number}" for number in range(16))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "experiments" / "hook"
    folder.mkdir(parents=True)
    (tmp_path / "workspace.yaml").write_text(WORKSPACE.replace("SOURCES", "studio, numbers"), encoding="utf-8")
    (folder / "experiment.yaml").write_text(EXPERIMENT, encoding="utf-8")
    return tmp_path


def planned(root: Path, *, topics: tuple[str, ...] = ()) -> Plan:
    workspace = load_workspace(root)
    return plan_experiment(workspace, load_experiment("hook", workspace), topics=topics)


def edit(root: Path, old: str, new: str) -> None:
    path = root / "experiments/hook/experiment.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_plan_writes_the_schedule_and_a_workbook_to_fill_in(root: Path) -> None:
    plan = planned(root, topics=TOPICS)
    assert read_schedule(root / "experiments/hook") == plan.schedule
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(str(plan.workbook)).get_sheet_by_index(0).to_python()
    assert [topic for row in rows for topic in TOPICS if topic in row] == [p.topic for p in plan.schedule.positions]
    assert plan.feasibility.earlier_posts is None


def test_planning_again_changes_nothing_and_keeps_topics(root: Path) -> None:
    first = planned(root, topics=TOPICS)
    files = {p.name: p.read_bytes() for p in (root / "experiments/hook").iterdir()}
    again = planned(root)
    assert again.unchanged
    assert again.schedule == first.schedule
    assert {p.name: p.read_bytes() for p in (root / "experiments/hook").iterdir()} == files


def test_a_plan_that_was_cut_short_before_its_rule_is_planned_again_with_its_topics(root: Path) -> None:
    folder = root / "experiments" / "hook"
    first = planned(root, topics=TOPICS)
    files = {name: (folder / name).read_bytes() for name in ("schedule.csv", "schedule.json")}
    (folder / "schedule.json").unlink()
    assert planned(root).schedule == first.schedule
    assert {name: (folder / name).read_bytes() for name in files} == files


@pytest.mark.parametrize(
    "damage",
    [
        {"schedule.csv": None},
        {"schedule.json": "{"},
        {"schedule.csv": None, "schedule.json": None},
    ],
    ids=["the table is lost", "the rule is damaged", "both are lost"],
)
def test_a_schedule_that_lost_a_file_is_drawn_again_as_it_was(root: Path, damage: dict[str, str | None]) -> None:
    folder = root / "experiments" / "hook"
    first = planned(root, topics=TOPICS)
    files = {name: (folder / name).read_bytes() for name in ("schedule.csv", "schedule.json", "numbers.xlsx")}
    _damage(folder, damage)
    again = planned(root)
    if len(damage) == 1:  # the topics are known from the workbook, or from the table
        assert again.schedule == first.schedule
        assert {name: (folder / name).read_bytes() for name in files} == files
    else:
        assert [(p.date, p.arm) for p in again.schedule.positions] == [
            (p.date, p.arm) for p in first.schedule.positions
        ]


def test_a_lost_table_is_drawn_anew_where_the_plan_changed_and_nothing_was_posted(root: Path) -> None:
    folder = root / "experiments" / "hook"
    planned(root)
    (folder / "schedule.csv").unlink()
    edit(root, "seed: 5", "seed: 6")
    assert planned(root).schedule.rule.seed == 6


@pytest.mark.parametrize(
    ("seed", "lost", "kept"),
    [
        ("5", "schedule.csv", True),
        ("6", "schedule.csv", False),
        ("5", "numbers.xlsx", False),
        ("5", "schedule.json", False),
    ],
    ids=["as it was", "another seed", "no workbook either", "no rule either"],
)
def test_posts_keep_their_places_in_a_lost_table_or_it_is_told_how(
    root: Path, seed: str, lost: str, kept: bool
) -> None:
    folder = root / "experiments" / "hook"
    first = planned(root, topics=TOPICS)
    add_link(folder, 3, "https://www.tiktok.com/@kitchen/video/7612545815780805904")
    for name in {lost, "schedule.csv"}:
        (folder / name).unlink()
    edit(root, "seed: 5", f"seed: {seed}")
    if kept:
        assert planned(root).schedule == first.schedule
        return
    with pytest.raises(PlanError) as caught:
        planned(root)
    assert [(p.code, p.path) for p in caught.value.problems] == [
        ("schedule_incomplete", "experiments/hook/schedule.csv")
    ]
    assert "new --from hook" in str(caught.value.problems[0].mend)


def _damage(folder: Path, damage: dict[str, str | None]) -> None:
    for name, text in damage.items():
        if text is None:
            (folder / name).unlink()
        else:
            (folder / name).write_text(text, encoding="utf-8")


def test_what_was_filled_in_survives_planning_again(root: Path) -> None:
    plan = planned(root)
    filled = {3: Filled(views=1200.0, average_watch_time=7.5)}
    plan.workbook.unlink()
    write_workbook(plan.workbook, plan.schedule, labels={}, language="en", measure_at=7, filled=filled)
    planned(root, topics=TOPICS)
    assert read_workbook(plan.workbook.read_bytes(), "numbers.xlsx")[3] == filled[3]


def test_a_metric_that_no_declared_source_delivers_is_refused_with_the_way_out(root: Path) -> None:
    (root / "workspace.yaml").write_text(WORKSPACE.replace("SOURCES", "studio"), encoding="utf-8")
    with pytest.raises(PlanError, match='delivers "average_watch_time"') as caught:
        planned(root)
    assert "numbers" in caught.value.problems[0].mend
    assert caught.value.problems[0].line is not None
    assert not (root / "experiments/hook/schedule.csv").exists()


def test_a_locked_plan_is_not_drawn_anew(root: Path) -> None:
    plan = planned(root, topics=TOPICS)
    workspace = load_workspace(root)
    lock(load_experiment("hook", workspace), plan.schedule, date(2026, 3, 1))
    assert planned(root).unchanged
    edit(root, "seed: 5", "seed: 6")
    with pytest.raises(PlanError, match="locked"):
        planned(root)
    assert read_schedule(root / "experiments/hook") == plan.schedule


def test_posts_keep_their_places(root: Path) -> None:
    plan = planned(root)
    (root / "experiments/hook/posts.csv").write_text(
        "position,link\n1,https://www.tiktok.com/@k/video/7612345678901234567\n", encoding="utf-8"
    )
    edit(root, "seed: 5", "seed: 6")
    with pytest.raises(PlanError, match="already have their places"):
        planned(root)
    assert read_schedule(root / "experiments/hook") == plan.schedule


def test_a_viewer_split_has_no_posting_schedule(root: Path) -> None:
    edit(root, "design: {", "design: {unit: viewer, ")
    with pytest.raises(PlanError, match="platform runs"):
        planned(root)


def test_a_new_workspace_plans_at_once(tmp_path: Path) -> None:
    """What ``init`` and ``new`` write can be planned without touching a file."""
    from cliptrial.cli.entry import run

    assert run(["init", str(tmp_path), "--account", "bakery", "--timezone", "Europe/Vienna"]) == 0
    arguments = [
        "--title",
        "Does it?",
        "--statement",
        "It does.",
        "--variable",
        "sound",
        "--control",
        "Original",
        "--variant",
        "Trending",
    ]
    assert run(["new", "sound-test", *arguments, "--workspace", str(tmp_path)]) == 0
    assert run(["plan", "sound-test", "--workspace", str(tmp_path)]) == 0


def test_two_experiments_cannot_claim_the_same_moments(root: Path) -> None:
    planned(root, topics=TOPICS)
    other = root / "experiments/again"
    other.mkdir()
    (other / "experiment.yaml").write_text(EXPERIMENT.replace("Question hook", "Again"), encoding="utf-8")
    workspace = load_workspace(root)
    with pytest.raises(PlanError, match="16 posts fall on moments that hook has planned"):
        plan_experiment(workspace, load_experiment("again", workspace))
    assert not (other / "schedule.csv").exists()


def _columns(plan: Plan) -> list[list[object]]:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(str(plan.workbook)).get_sheet_by_index(0).to_python()[2:5]


def test_a_workbook_of_a_team_without_exports_has_what_they_hold_and_each_post_its_link_and_code(root: Path) -> None:
    """With exports its columns are those of before; what stands in grey comes back unread."""
    before = _columns(planned(root))[0]
    (root / "workspace.yaml").write_text(WORKSPACE.replace("SOURCES]", "numbers], link: https://adler.de"), "utf-8")
    (root / "experiments/hook/codes.csv").write_text("position,code\n2,ADLER2\n", encoding="utf-8")
    plan = planned(root)
    header, first, second = _columns(plan)
    added = ["Tracked link", "Discount code", "Likes", "Comments", "Shares", "Followers of the account"]
    assert [one for one in header if one not in before] == added
    assert [one for one in header if one in before] == before
    link, code = header.index("Tracked link"), header.index("Discount code")
    assert first[link] == "https://adler.de?utm_source=tiktok&utm_medium=social&utm_campaign=hook&utm_content=1"
    assert (first[code], second[code]) == ("", "ADLER2")
    assert read_workbook(plan.workbook.read_bytes(), "n") == {}


def test_a_code_that_cannot_be_used_stops_the_plan_before_anything_is_written(root: Path) -> None:
    (root / "experiments/hook/codes.csv").write_text("position,code\n99,ADLER\n", encoding="utf-8")
    with pytest.raises(RegistryError, match="no position 99"):
        planned(root)
    assert not (root / "experiments/hook/schedule.csv").exists()
