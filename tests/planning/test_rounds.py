"""Combined tests through their files: several questions, one schedule, one list of links, one workbook."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.planning.combined import (
    COVER,
    HOOK,
    SOUND,
    TODAY,
    described,
    filled_in,
    locked,
    numbers,
    p_values,
    planned,
    post_id,
    written,
)
from tests.posts.planned import write_workbook

from cliptrial.analysis.checks.variable import wrong_arm
from cliptrial.analysis.experiment import analyze
from cliptrial.analysis.findings.followed import SharedPosts
from cliptrial.analysis.findings.one_variable import AttributeDiffers, AttributesChecked, AttributeUnbalanced
from cliptrial.analysis.material import gather
from cliptrial.cli.entry import run
from cliptrial.errors import PlanError
from cliptrial.planning.calendar_file import entries
from cliptrial.planning.rounds.drawn import PlanTogether, as_planned, plan_together
from cliptrial.posts.lake.hand_ins import undo
from cliptrial.posts.week.agenda import agenda
from cliptrial.posts.week.briefing import Briefing
from cliptrial.posts.week.overview import overviews
from cliptrial.posts.workbook.book import places_in
from cliptrial.posts.workbook.reading import scan_workbook
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.approval import read_approvals
from cliptrial.registry.plan.collisions import lock_all
from cliptrial.registry.plan.links import add_link, add_state, read_links, read_states
from cliptrial.registry.plan.lock import changed_fields, locked_schedule, plan_changes, read_lock
from cliptrial.registry.plan.post_states import PostState
from cliptrial.registry.plan.restore import restore_schedule
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.rounds.home import members, plan_folder
from cliptrial.registry.rounds.named import with_round
from cliptrial.registry.workspace import Workspace

FOLDER = "rounds/hook-question-sound-trend"
FILES = [f"{FOLDER}/schedule.csv", f"{FOLDER}/schedule.json", f"{FOLDER}/numbers.xlsx"]
FILES += [f"experiments/{slug}/experiment.yaml" for slug in (HOOK, SOUND)]
"""In the order in which they are written."""


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return written(tmp_path / "ws")


@pytest.fixture
def plan(ws: Workspace) -> PlanTogether:
    return planned(ws)


def contents(root: Path) -> dict[str, bytes]:
    return {name: (root / name).read_bytes() for name in FILES}


def test_one_table_has_an_arm_column_an_experiment_and_both_read_their_own(ws: Workspace, plan: PlanTogether) -> None:
    header = (ws.root / FILES[0]).read_text("utf-8").splitlines()[0]
    assert header == "position,block,account,date,slot,hook-question,sound-trend,topic"
    for slug, other in ((HOOK, SOUND), (SOUND, HOOK)):
        schedule = read_schedule(ws.experiments_dir / slug)
        assert schedule == plan.plans[slug].schedule
        assert [one.slug for one in schedule.crossed] == [other]
        assert schedule.rule.limit == 4 / 16
        assert not (ws.experiments_dir / slug / "schedule.csv").exists()
    assert members(ws.experiments_dir / HOOK) == (HOOK, SOUND)


def test_each_file_says_its_combined_test_and_is_otherwise_as_it_was_to_the_letter(tmp_path: Path) -> None:
    ws = written(tmp_path / "ws")
    root = ws.root
    before = {slug: (root / f"experiments/{slug}/experiment.yaml").read_text("utf-8") for slug in (HOOK, SOUND)}
    planned(ws)
    after = {slug: (root / f"experiments/{slug}/experiment.yaml").read_text("utf-8") for slug in (HOOK, SOUND)}
    assert after[HOOK] == before[HOOK].replace("design:\n", "design:\n  round: hook-question-sound-trend\n")
    assert after[SOUND] == before[SOUND].replace("design: {", "design: {round: hook-question-sound-trend, ")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1\n", "a: 1\ndesign: {round: x}\n"),
        ("design:\r\n    seed: 1\r\n", "design:\r\n    round: x\r\n    seed: 1\r\n"),
        ("design:\n\n  # first\n  seed: 1\n", "design:\n\n  # first\n  round: x\n  seed: 1\n"),
        ("design: {\n  seed: 1}\n", "design: {round: x, \n  seed: 1}\n"),
        ("design:\n  round: y\n  seed: 1\n", "design:\n  round: x\n  seed: 1\n"),
        ("design:\na: 1\n", "design:\n  round: x\na: 1\n"),
    ],
)
def test_however_a_design_is_written_one_entry_is_added(before: str, after: str) -> None:
    assert with_round(before, "x") == after


def test_planning_again_in_any_order_gives_the_same_files(ws: Workspace, plan: PlanTogether) -> None:
    before = contents(ws.root)
    again = plan_together(ws, [SOUND, HOOK], today=TODAY)
    assert again.unchanged
    assert contents(ws.root) == before


@pytest.mark.parametrize("done", range(len(FILES)))
def test_whatever_was_written_when_it_was_stopped_planning_again_finishes_it(
    done: int, tmp_path: Path, ws: Workspace, plan: PlanTogether
) -> None:
    stopped = written(tmp_path / "stopped")
    for name in FILES[:done]:
        (stopped.root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ws.root / name, stopped.root / name)
    planned(stopped)
    assert contents(stopped.root) == contents(ws.root)


def test_a_plan_that_one_had_alone_is_set_aside_with_its_topics(ws: Workspace) -> None:
    from cliptrial.planning import plan_experiment

    plan_experiment(ws, load_experiment(HOOK, ws), topics=[f"Mine {n}" for n in range(16)], today=TODAY)
    planned(ws)
    left = sorted(path.name for path in (ws.experiments_dir / HOOK).iterdir())
    assert left == ["experiment.yaml", "schedule-before-combined.csv"]
    assert "Mine 7" in (ws.experiments_dir / HOOK / "schedule-before-combined.csv").read_text("utf-8")


def test_each_lock_holds_all_arms_and_tells_when_one_of_them_changes(ws: Workspace, plan: PlanTogether) -> None:
    locked(ws)
    for slug, other in ((HOOK, SOUND), (SOUND, HOOK)):
        assert locked_schedule(ws.experiments_dir / slug) == plan.plans[slug].schedule
        content = json.loads((ws.experiments_dir / slug / "lock.json").read_text("utf-8"))["locks"][0]["content"]
        assert content["schedule"]["crossed"][0]["slug"] == other
        assert content["schedule"]["rule"]["limit"] == 0.25
        assert plan_changes(load_experiment(slug, ws)) == ()
    table = ws.root / FILES[0]
    text = table.read_text("utf-8")
    row = next(line for line in text.splitlines() if ",trend," in line)
    table.write_text(text.replace(row, row.replace(",trend,", ",calm,")), encoding="utf-8")
    for slug in (HOOK, SOUND):
        loaded, record = load_experiment(slug, ws), read_lock(ws.experiments_dir / slug)
        assert record is not None
        assert changed_fields(loaded, read_schedule(loaded.folder), record) == ("schedule.csv",)


@pytest.mark.parametrize("by", [HOOK, SOUND])
def test_a_schedule_that_was_lost_is_written_back_whole_from_the_locks(
    by: str, ws: Workspace, plan: PlanTogether
) -> None:
    locked(ws)
    before = contents(ws.root)
    (ws.root / FILES[1]).unlink()
    (ws.root / FILES[0]).write_text("position\n1\n", encoding="utf-8")
    own = ws.experiments_dir / by / "experiment.yaml"
    written_there = own.read_bytes()
    own.write_bytes(written_there.replace(b"round: hook-question-sound-trend", b""))
    restore_schedule(ws.experiments_dir / by)
    own.write_bytes(written_there)
    assert contents(ws.root) == before
    assert (ws.root / FOLDER / "schedule-before-restore.csv").exists()


def test_a_lost_table_that_nobody_locked_is_drawn_again_with_the_topics_of_the_workbook(
    ws: Workspace, plan: PlanTogether
) -> None:
    before = contents(ws.root)
    (ws.root / FILES[0]).unlink()
    plan_together(ws, [HOOK, SOUND], today=TODAY)
    assert contents(ws.root) == before


@pytest.mark.parametrize("whole", [True, False])
def test_posts_keep_their_places_in_a_lost_table_only_where_the_workbook_has_them_all(
    ws: Workspace, plan: PlanTogether, whole: bool
) -> None:
    """Of a workbook without its first post nobody knows whether it is the one of this plan."""
    before = contents(ws.root)
    add_link(ws.root / FOLDER, 3, "https://www.tiktok.com/@kitchen/video/7612545815780805904")
    (ws.root / FILES[0]).unlink()
    if whole:
        plan_together(ws, [HOOK, SOUND], today=TODAY)
        assert contents(ws.root)[FILES[0]] == before[FILES[0]]
        return
    plan.workbook.unlink()
    schedule = plan.plans[HOOK].schedule
    fewer = replace(schedule, positions=schedule.positions[1:])
    write_workbook(plan.workbook, fewer, labels={}, language="en", measure_at=7)
    assert len(places_in(plan.workbook)) == 15
    with pytest.raises(PlanError) as caught:
        plan_together(ws, [HOOK, SOUND], today=TODAY)
    assert [one.code for one in caught.value.problems] == ["schedule_incomplete"]


def test_a_changed_experiment_is_seen_before_the_lock(ws: Workspace, plan: PlanTogether) -> None:
    path = ws.experiments_dir / HOOK / "experiment.yaml"
    path.write_text(path.read_text("utf-8").replace("seed: 1", "seed: 2"), encoding="utf-8")
    loaded = {slug: load_experiment(slug, ws) for slug in (HOOK, SOUND)}
    with pytest.raises(PlanError, match="was changed since its posts were drawn"):
        as_planned(ws, loaded)


def test_the_workbook_says_the_combination_in_words_and_is_read_for_both(ws: Workspace, plan: PlanTogether) -> None:
    rows = scan_workbook(plan.workbook.read_bytes(), "numbers.xlsx").rows
    arms = {p.position: p.arm for p in plan.schedule.positions}
    assert {row.arm for row in rows if arms[row.position] == "question+trend"} == {"Question + Trend"}
    assert len(places_in(plan.workbook)) == 16
    first = plan.plans[HOOK].schedule
    filled_in(ws, plan, numbers(first, 1)[0])
    links = read_links(ws.experiments_dir / HOOK)
    assert links == read_links(ws.experiments_dir / SOUND)
    assert len(links) == 16
    add_state(ws.experiments_dir / SOUND, 3, PostState.SKIPPED)
    assert read_states(ws.experiments_dir / HOOK) == {3: PostState.SKIPPED}
    add_state(ws.experiments_dir / SOUND, 3, None)
    undo(ws)
    assert read_links(ws.experiments_dir / HOOK) == read_links(ws.experiments_dir / SOUND) == {}


def test_posts_of_both_experiments_are_no_posts_that_serve_two(ws: Workspace, plan: PlanTogether) -> None:
    locked(ws)
    filled_in(ws, plan, numbers(plan.plans[HOOK].schedule, 1)[0])
    for slug in (HOOK, SOUND):
        assert not [one for one in analyze(slug, ws).findings if isinstance(one, SharedPosts)]


def test_a_sound_that_the_other_question_plans_is_held_and_a_wrong_one_is_found_by_that_question(
    ws: Workspace, plan: PlanTogether
) -> None:
    schedule = plan.plans[HOOK].schedule
    sounds = schedule.crossed[0].arms
    wrong = {0: "Trend" if sounds[0] == "calm" else "Calm"}
    locked(ws)
    described(ws, schedule, wrong)
    filled_in(ws, plan, numbers(schedule, 1)[0])
    findings = analyze(HOOK, ws).findings
    assert next(one for one in findings if isinstance(one, AttributesChecked)).attributes == ("slot", "sound")
    assert not [one for one in findings if isinstance(one, AttributeDiffers | AttributeUnbalanced)]
    for slug, found in ((HOOK, []), (SOUND, [1])):
        loaded = load_experiment(slug, ws)
        own = read_schedule(loaded.folder)
        assert own is not None
        assert [one.position.position for one in wrong_arm(gather(ws, loaded, own))] == found


def test_a_strange_sound_on_one_arm_only_is_still_told(ws: Workspace, plan: PlanTogether) -> None:
    schedule = plan.plans[HOOK].schedule
    questions = [row for row, p in enumerate(schedule.positions) if p.arm == "question"]
    locked(ws)
    described(ws, schedule, dict.fromkeys(questions, "Loud"))
    filled_in(ws, plan, numbers(schedule, 1)[0])
    assert [one.attribute for one in analyze(HOOK, ws).findings if isinstance(one, AttributeDiffers)] == ["sound"]


def test_the_other_variant_is_that_of_the_question_whose_arm_the_post_does_not_show(
    ws: Workspace, plan: PlanTogether
) -> None:
    schedule = plan.plans[HOOK].schedule
    described(ws, schedule, {})
    filled_in(ws, plan, numbers(schedule, 1)[0])
    add_state(ws.experiments_dir / HOOK, 2, PostState.OTHER)
    for slug, found in ((HOOK, [2]), (SOUND, [])):
        own = read_schedule(ws.experiments_dir / slug)
        assert own is not None
        assert [one.position.position for one in wrong_arm(gather(ws, load_experiment(slug, ws), own))] == found


def test_a_post_without_a_link_belongs_to_one_position_of_each_question(ws: Workspace, plan: PlanTogether) -> None:
    schedule = plan.plans[HOOK].schedule
    sounds = schedule.crossed[0].arms
    described(ws, schedule, {4: "Trend" if sounds[4] == "calm" else "Calm"})
    posts = {}
    for slug in (HOOK, SOUND):
        own = read_schedule(ws.experiments_dir / slug)
        assert own is not None
        matching = gather(ws, load_experiment(slug, ws), own).matching
        posts[slug] = {number: post.post_id for number, post in matching.posts.items()}
    assert posts[HOOK] == posts[SOUND]
    # A post that does not show what its other question plans is shown to be chosen from, as one of its own would be.
    assert posts[HOOK] == {row + 1: post_id(schedule, row) for row in range(16) if row != 4}


def test_the_week_has_every_post_once_with_all_that_is_done_on_it(ws: Workspace, plan: PlanTogether) -> None:
    locked(ws)
    standing, problems = overviews(ws, None, date(2026, 3, 3))
    assert not problems
    rows = agenda(ws, standing, date(2026, 3, 3))
    assert [row.title for row in rows["post"]] == ["Question hook + Trend sound"]
    assert f"cliptrial ingest {FOLDER}/numbers.xlsx" == rows["post"][0].command
    told = [str(what) for _, what in rows["post"][0].what]
    arms = {p.position: p.arm for p in plan.schedule.positions}
    assert any("Question + Trend" in one for one in told) == ("question+trend" in [arms[n] for n in range(1, 9)])
    briefing = Briefing.of(ws, load_experiment(SOUND, ws))
    assert briefing.name == "hook-question-sound-trend"
    assert {post.value for post in briefing.posts} <= {
        "Statement + Calm", "Statement + Trend", "Question + Calm", "Question + Trend"
    }  # fmt: skip
    assert [str(one) for one in briefing.held] == ["the time"]
    dates = entries(ws, [load_experiment(slug, ws) for slug in (HOOK, SOUND)])
    assert sum(one.key[0] == "post" for one in dates) == 16


def test_the_client_approves_the_posts_whatever_they_answer(ws: Workspace, plan: PlanTogether) -> None:
    assert run(["approve", HOOK, "--by", "Mara", "--workspace", str(ws.root)]) == 0
    said = [read_approvals(ws.experiments_dir / slug) for slug in (HOOK, SOUND)]
    assert [[(one.who, one.what.value) for one in own] for own in said] == [[("Mara", "approved")]] * 2


def test_a_test_of_the_slot_gives_the_posts_of_the_other_question_their_times(tmp_path: Path) -> None:
    ws = written(tmp_path / "ws")
    path = ws.experiments_dir / SOUND / "experiment.yaml"
    arms = "{variable: slot, control: {id: noon, value: '12:00'}, variants: [{id: evening, value: '18:00'}]}"
    text = re.sub(r"change: .*", f"change: {arms}", path.read_text("utf-8"))
    path.write_text(text.replace('"18:00"', '"12:00", "18:00"'), encoding="utf-8")
    plan = planned(ws)
    times = {"noon": "12:00", "evening": "18:00"}
    for slug in (HOOK, SOUND):
        schedule = read_schedule(ws.experiments_dir / slug)
        assert schedule is not None
        drawn = [p.arm for p in schedule.positions] if slug == SOUND else schedule.crossed[0].arms
        assert [p.slot for p in schedule.positions] == [times[arm] for arm in drawn]
    locked(ws)
    filled_in(ws, plan, numbers(plan.plans[HOOK].schedule, 1)[0])
    checked = [one.attributes for one in analyze(HOOK, ws).findings if isinstance(one, AttributesChecked)]
    assert checked == [("slot",)]


def test_a_copy_for_the_next_experiment_is_in_no_combined_test(ws: Workspace, plan: PlanTogether) -> None:
    from cliptrial.registry.draft import Draft
    from cliptrial.registry.scaffold import new_experiment

    new_experiment(ws, "next", Draft(), from_slug=HOOK)
    assert load_experiment("next", ws).experiment.design.round is None
    assert plan_folder(ws.experiments_dir / "next") == ws.experiments_dir / "next"


def test_topics_stay_where_a_combined_test_is_drawn_again_without_any(tmp_path: Path) -> None:
    ws, named = written(tmp_path / "ws"), [f"Topic {n:02d}" for n in range(16)]
    plan_together(ws, [HOOK, SOUND], topics=named, today=TODAY)
    plan_together(ws, [HOOK, SOUND], today=TODAY)
    for slug in (HOOK, SOUND):
        schedule = read_schedule(ws.experiments_dir / slug)
        assert schedule is not None
        assert sorted(p.topic or "" for p in schedule.positions) == named


@pytest.mark.parametrize(
    ("before", "after", "kept"), [("seed: 1\n", "seed: 2\n", 16), ("arm: 8", "arm: 16", 16), ("arm: 8", "arm: 6", 0)]
)
def test_topics_stay_where_a_changed_combined_test_has_a_place_for_all_of_them(
    before: str, after: str, kept: int, tmp_path: Path
) -> None:
    ws, named = written(tmp_path / "ws"), [f"Topic {n:02d}" for n in range(16)]
    drawn = plan_together(ws, [HOOK, SOUND], topics=named, today=TODAY).schedule
    for slug in (HOOK, SOUND):
        path = ws.experiments_dir / slug / "experiment.yaml"
        path.write_text(path.read_text("utf-8").replace(before, after), encoding="utf-8")
    again = plan_together(ws, [HOOK, SOUND], today=TODAY).schedule
    assert [p.arm for p in again.positions] != [p.arm for p in drawn.positions]
    assert sorted(p.topic for p in again.positions if p.topic is not None) == named[:kept]


def test_topics_come_in_instalments_to_all_questions(tmp_path: Path) -> None:
    ws = written(tmp_path / "ws")
    plan_together(ws, [HOOK, SOUND], topics=[f"Topic {n:02d}" for n in range(4)], today=TODAY)
    locked(ws)
    later = plan_together(ws, [HOOK, SOUND], topics=[f"Later {n:02d}" for n in range(4)], today=TODAY)
    assert later.blocks == (2, 2)
    for slug in (HOOK, SOUND):
        schedule = read_schedule(ws.experiments_dir / slug)
        assert schedule is not None
        assert sum(p.topic is not None for p in schedule.positions) == 8
        assert plan_changes(load_experiment(slug, ws)) == ()


def test_a_changed_combined_test_is_locked_again_where_that_is_asked_for_and_only_there(
    ws: Workspace, plan: PlanTogether
) -> None:
    locked(ws)
    path = ws.experiments_dir / HOOK / "experiment.yaml"
    files = [ws.experiments_dir / slug / "lock.json" for slug in (HOOK, SOUND)]
    path.write_text(path.read_text("utf-8").replace("at_least: 10%", "at_least: 20%"), encoding="utf-8")
    before = [file.read_bytes() for file in files]
    loaded = [load_experiment(slug, ws) for slug in (HOOK, SOUND)]
    with pytest.raises(PlanError):
        lock_all(ws, loaded, TODAY)
    assert [file.read_bytes() for file in files] == before
    lock_all(ws, loaded, TODAY, again=True)
    assert [len(json.loads(file.read_text("utf-8"))["locks"]) for file in files] == [2, 1]
    assert plan_changes(loaded[0]) == ()


def test_topics_that_reached_one_lock_only_reach_the_other_when_it_is_asked_again(tmp_path: Path) -> None:
    ws = written(tmp_path / "ws")
    plan_together(ws, [HOOK, SOUND], topics=[f"Topic {n:02d}" for n in range(4)], today=TODAY)
    locked(ws)
    later = [f"Later {n:02d}" for n in range(4)]
    names = [*FILES, f"experiments/{SOUND}/lock.json"]
    before = {name: (ws.root / name).read_bytes() for name in names}
    plan_together(ws, [HOOK, SOUND], topics=later, today=TODAY)
    after = {name: (ws.root / name).read_bytes() for name in names}
    for name, content in before.items():
        (ws.root / name).write_bytes(content)
    plan_together(ws, [HOOK, SOUND], topics=later, today=TODAY)
    assert {name: (ws.root / name).read_bytes() for name in names} == after
    assert plan_changes(load_experiment(SOUND, ws)) == ()


@pytest.mark.parametrize(
    ("posts", "slugs", "metric", "seed"), [(16, (HOOK, SOUND), "views", 3), (16, (HOOK, SOUND, COVER), "save_rate", 4)]
)
def test_p_through_all_files_is_that_of_the_engine_alone(
    posts: int, slugs: tuple[str, ...], metric: str, seed: int, tmp_path: Path
) -> None:
    pairs = p_values(tmp_path / "ws", posts=posts, slugs=slugs, seed=seed, metric=metric)
    assert len(pairs) == len(slugs)
    np.testing.assert_allclose([one for one, _ in pairs], [other for _, other in pairs], rtol=0, atol=1e-12)


def test_the_other_arms_of_a_schedule_are_those_of_the_other_experiment(ws: Workspace, plan: PlanTogether) -> None:
    hook, sound = (plan.plans[slug].schedule for slug in (HOOK, SOUND))
    assert hook.crossed[0].arms == tuple(p.arm for p in sound.positions)
    assert [replace(p, arm="") for p in hook.positions] == [replace(p, arm="") for p in sound.positions]
