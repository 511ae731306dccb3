"""Two experiments on the same posts, planned in the step of one of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.clock import on_day
from tests.forms.press import marked, press, text_of
from tests.planning.combined import COVER, HOOK, SOUND, TODAY, written

from cliptrial.forms.saving import with_design
from cliptrial.forms.session import Session
from cliptrial.forms.steps.plan import PlanStep
from cliptrial.forms.steps.sharing import could_share
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.decisions import decide
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.links import write_links
from cliptrial.registry.plan.lock import read_lock
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.workspace import Workspace

TOPICS = "\n".join(f"Dish {n}" for n in range(16))


@pytest.fixture
def ws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    on_day(monkeypatch, "forms.steps.plan", TODAY)
    return written(tmp_path / "ws", HOOK, SOUND, COVER)


def planning(ws: Workspace, slug: str = HOOK) -> PlanStep:
    session = Session(ws)
    session.choose(slug)
    return PlanStep(session)


def test_drawing_with_another_lays_it_out_alike_and_draws_both(ws: Workspace) -> None:
    step = planning(ws)
    step.fields["together"].value = SOUND
    step.fields["start"].value = date(2026, 3, 9)
    step.fields["topics"].value = TOPICS
    press(step, "Draw the plan")
    for slug in (HOOK, SOUND):
        experiment = load_experiment(slug, ws).experiment
        assert (experiment.design.start, experiment.design.round) == (date(2026, 3, 9), "hook-question-sound-trend")
        schedule = read_schedule(ws.experiments_dir / slug)
        assert schedule is not None
        assert all(p.topic for p in schedule.positions)
    assert "Question + Trend" in text_of(planning(ws, SOUND))


def test_both_are_locked_at_once(ws: Workspace) -> None:
    step = planning(ws)
    step.fields["together"].value = SOUND
    step.fields["topics"].value = TOPICS
    press(step, "Draw the plan")
    press(planning(ws), "Lock the plan")
    locks = [read_lock(ws.experiments_dir / slug) for slug in (HOOK, SOUND)]
    assert all(lock is not None and lock.content["schedule"] is not None for lock in locks)


def test_what_is_refused_leaves_both_files_as_they_were(ws: Workspace) -> None:
    before = {slug: (ws.experiments_dir / slug / "experiment.yaml").read_bytes() for slug in (HOOK, SOUND)}
    step = planning(ws)
    step.fields["together"].value = SOUND
    step.fields["posts_per_arm"].value = 3
    press(step, "Draw the plan")
    assert marked(step) == ["posts_per_arm"]
    assert before == {slug: (ws.experiments_dir / slug / "experiment.yaml").read_bytes() for slug in (HOOK, SOUND)}


def test_only_those_are_offered_that_one_post_can_try(ws: Workspace) -> None:
    hook = load_experiment(HOOK, ws)
    assert set(could_share(ws, hook)) == {SOUND, COVER}
    path = ws.experiments_dir / COVER / "experiment.yaml"
    path.write_text(path.read_text("utf-8").replace("variable: cover", "variable: hook"), encoding="utf-8")
    assert set(could_share(ws, hook)) == {SOUND}
    step = planning(ws)
    step.fields["together"].value = SOUND
    press(step, "Draw the plan")
    assert could_share(ws, load_experiment(HOOK, ws)) == {}
    assert could_share(ws, load_experiment(COVER, ws)) == {}


TWO = "variants: [{id: trend, value: Trend}, {id: own, value: Own}]"


@pytest.mark.parametrize(
    ("old", "new", "offered"),
    [
        ("title: Trend sound", "title: A trend", True),
        ("accounts: [demo]", "accounts: [demo, other]", False),
        ("variable: sound", "variable: hook", False),
        ("variants: [{id: trend, value: Trend}]", TWO, False),
        ("design: {", "design: {twins: true, ", False),
        ("slots: [", "round: elsewhere, slots: [", False),
    ],
)
def test_what_another_experiment_needs_to_be_tried_on_the_same_posts(
    ws: Workspace, old: str, new: str, offered: bool
) -> None:
    """The same accounts, something else that changes in one way, without twins, and not on other posts already."""
    settings, path = ws.root / "workspace.yaml", ws.experiments_dir / SOUND / "experiment.yaml"
    other = "  other: {timezone: Europe/Berlin}\n  demo:\n"
    settings.write_text(settings.read_text("utf-8").replace("  demo:\n", other), encoding="utf-8")
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
    both = load_workspace(ws.root)
    mine, theirs = (load_experiment(slug, both) for slug in (HOOK, SOUND))
    assert (SOUND in could_share(both, mine), HOOK in could_share(both, theirs)) == (offered, offered)


def test_experiments_with_several_ways_each_share_no_posts(ws: Workspace) -> None:
    for slug in (HOOK, SOUND):
        path = ws.experiments_dir / slug / "experiment.yaml"
        path.write_text(path.read_text("utf-8").replace("variants: [", "variants: [{id: more, value: More}, "), "utf-8")
        assert len(load_experiment(slug, ws).experiment.change.variants) == 2
    assert could_share(ws, load_experiment(HOOK, ws)) == {}


@pytest.mark.parametrize("done", ["locked", "posted", "decided"])
def test_what_has_begun_is_offered_to_no_other(ws: Workspace, done: str) -> None:
    folder = ws.experiments_dir / SOUND
    if done == "locked":
        press(step := planning(ws, SOUND), "Draw the plan")
        press(step, "Lock the plan")
    elif done == "posted":
        write_links(folder, {1: "https://www.tiktok.com/@kitchen.demo/video/7632728053185436481"})
    else:
        decide(folder, who="Mara", when=TODAY, what="drop", why="Too late.")
    assert set(could_share(ws, load_experiment(HOOK, ws))) == {COVER}


def test_another_layout_keeps_the_combined_test(ws: Workspace) -> None:
    step = planning(ws)
    step.fields["together"].value = SOUND
    press(step, "Draw the plan")
    changed = with_design(ws, load_experiment(HOOK, ws), posts_per_arm=10)
    assert (changed.design.posts_per_arm, changed.design.round) == (10, "hook-question-sound-trend")
