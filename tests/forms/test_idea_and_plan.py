"""Steps 1 and 2: what is typed becomes files, mistakes are said where they were made, nothing typed is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.forms.press import marked, press, text_of

from cliptrial.errors import Problem, RegistryError
from cliptrial.forms.saving import _metrics, time_of_day
from cliptrial.forms.session import Session
from cliptrial.forms.steps import plan as plan_step
from cliptrial.forms.steps.idea import IdeaStep
from cliptrial.forms.steps.plan import PlanStep
from cliptrial.messages import says
from cliptrial.planning import Plan
from cliptrial.registry.beside.ideas import read_ideas
from cliptrial.registry.draft import Draft, DraftGuardrail
from cliptrial.registry.experiments import Loaded, experiment_names, load_experiment
from cliptrial.registry.plan.lock import read_lock
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.scaffold import init_workspace
from cliptrial.registry.workspace import Workspace

TYPED = {
    "title": "Short or long?",
    "statement": "Shorter clips are watched to the end more often.",
    "control": "30 seconds",
    "variants": "15 seconds",
}


def fill(step: IdeaStep | PlanStep, **typed: object) -> None:
    for name, value in typed.items():
        step.fields[name].value = value


def saved(workspace: Workspace, **more: object) -> tuple[Session, IdeaStep]:
    session = Session(workspace)
    step = IdeaStep(session)
    fill(step, **{**TYPED, **more})
    press(step, "Save the idea")
    return session, step


def test_an_idea_is_saved_as_an_experiment_that_loads(empty: Workspace) -> None:
    session, step = saved(empty, variable="duration", guardrail="like_rate", worst_acceptable=20.0)
    assert session.slug == "short-or-long"
    found = load_experiment("short-or-long", empty).experiment
    assert (found.title, found.change.variable.value) == ("Short or long?", "duration")
    assert [arm.value for arm in found.change.arms] == ["30 seconds", "15 seconds"]
    assert found.hypothesis.at_least == pytest.approx(0.1)
    assert found.metrics.guardrails[0].worst_acceptable == pytest.approx(-0.2)
    assert "duration" not in found.hold_constant
    assert "Saved: Short or long?" in text_of(step)


def test_every_mistake_is_marked_at_once_and_what_was_typed_stays(empty: Workspace) -> None:
    session = Session(empty)
    step = IdeaStep(session)
    fill(step, because="It takes less time.")
    press(step, "Save the idea")
    assert marked(step) == ["title", "statement", "control", "variants"]
    assert step.fields["because"].value == "It takes less time."
    assert not list(empty.experiments_dir.glob("*/experiment.yaml"))


def test_the_same_twice_is_no_experiment(empty: Workspace) -> None:
    session, step = saved(empty, variants="30 seconds")
    assert marked(step) == ["variants"]
    assert session.slug is None


def test_a_title_that_is_taken_is_said_beside_the_title(demo: Workspace) -> None:
    session = Session(demo)
    session.choose(None)
    step = IdeaStep(session)
    fill(step, **{**TYPED, "title": "Question hook"})
    press(step, "Save the idea")
    assert marked(step) == ["title"]


def test_hashtags_and_times_are_understood_as_people_write_them(empty: Workspace) -> None:
    saved(empty, title="Tags", variable="hashtags", control="#food, #fyp", variants="onepot dinner")
    tags = load_experiment("tags", empty).experiment.change
    assert [arm.value for arm in tags.arms] == [("food", "fyp"), ("onepot", "dinner")]
    session = Session(empty)
    session.choose(None)
    step = IdeaStep(session)
    fill(step, **{**TYPED, "title": "When", "variable": "slot", "control": "18 Uhr", "variants": "9.30"})
    press(step, "Save the idea")
    found = load_experiment("when", empty).experiment
    assert [arm.value for arm in found.change.arms] == ["18:00", "09:30"]
    assert found.design.slots == ("09:30", "18:00")


def test_the_playbook_fills_in_the_fields_and_hashtags_wait_for_the_teams_own(empty: Workspace) -> None:
    session = Session(empty)
    session.speak("de")
    step = IdeaStep(session)
    fill(step, title="schon getippt", play="niche-hashtags")
    assert step.fields["title"].value == "Nischen-Hashtags oder große"
    assert (step.fields["variable"].value, step.fields["metric"].value) == ("hashtags", "views")
    press(step, "Idee speichern")
    assert marked(step) == ["variants"]
    fill(step, variants="onepot abendessen")
    press(step, "Idee speichern")
    found = load_experiment("nischen-hashtags-oder-grosse", empty).experiment
    assert [arm.value for arm in found.change.arms] == [("fyp", "foryou", "viral"), ("onepot", "abendessen")]
    assert found.hypothesis.at_least == 0.25


@pytest.mark.parametrize(
    ("typed", "read"), [("18", "18:00"), ("9:05", "09:05"), ("18.30 Uhr", "18:30"), ("noon", "noon")]
)
def test_a_time_of_day_is_written_in_one_way(typed: str, read: str) -> None:
    assert time_of_day(typed) == read


def test_a_change_of_language_keeps_what_was_typed_and_translates_every_label(empty: Workspace) -> None:
    session = Session(empty)
    step = IdeaStep(session)
    fill(step, title="Halb getippt", at_least=25.0)
    session.speak("de")
    assert step.fields["title"].value == "Halb getippt"
    assert step.fields["at_least"].value == 25.0
    assert step.fields["title"].widget.description == "Titel"


def test_saving_the_idea_again_keeps_what_the_form_does_not_ask_for(demo: Workspace) -> None:
    (demo.experiments_dir / "question-hook" / "lock.json").unlink()
    before = load_experiment("question-hook", demo).experiment
    session = Session(demo)
    session.choose("question-hook")
    step = IdeaStep(session)
    fill(step, because="They want to know.")
    press(step, "Save the idea")
    after = load_experiment("question-hook", demo).experiment
    assert after.hypothesis.because == "They want to know."
    assert after.model_copy(update={"hypothesis": before.hypothesis}) == before


def test_a_plan_is_drawn_with_its_topics_and_locked(empty: Workspace) -> None:
    session, _ = saved(empty)
    plan = PlanStep(session)
    topics = [f"Dish {n}" for n in range(8)]
    fill(plan, start=date(2031, 3, 3), posts_per_arm=4, topics="\n".join(topics))
    assert "8 posts from 3 March 2031 to 10 March 2031" in text_of(plan)
    press(plan, "Draw the plan")
    folder = empty.experiments_dir / "short-or-long"
    schedule = read_schedule(folder)
    assert schedule is not None
    assert sorted(p.topic or "" for p in schedule.positions) == topics
    assert text_of(plan).count('class="ct-post"') == 8
    press(plan, "Draw the plan")
    assert read_schedule(folder) == schedule, "drawing again changes nothing"
    press(plan, "Lock the plan")
    assert read_lock(folder) is not None
    assert plan.fields["start"].widget.disabled


def test_a_plan_that_cannot_be_drawn_leaves_the_drawn_one_as_it_was(
    empty: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too few topics are said before anything is written; what fails later is taken back, the schedule, too."""
    session, _ = saved(empty)
    plan = PlanStep(session)
    fill(plan, start=date(2031, 3, 3), posts_per_arm=4)
    press(plan, "Draw the plan")
    folder = empty.experiments_dir / "short-or-long"
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".xlsx"}
    fill(plan, posts_per_arm=6, topics="only one")
    with monkeypatch.context() as patched:
        patched.setattr(plan_step, "plan_experiment", _no_plan)
        press(plan, "Draw the plan")
        assert marked(plan) == ["topics"]
        fill(plan, topics="")
        press(plan, "Draw the plan")
    assert "disk is full" in text_of(plan)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".xlsx"} == before


def _no_plan(_: Workspace, loaded: Loaded, **more: object) -> Plan:
    (loaded.folder / "schedule.csv").unlink()
    raise RegistryError([Problem("odd", says("disk is full"))])


def test_saving_again_puts_the_typed_guardrail_first_and_names_none_twice(demo: Workspace) -> None:
    before = Draft(
        guardrails=[DraftGuardrail(metric=name, worst_acceptable=-0.1) for name in ("likes", "shares", "saves")]
    )
    idea = Draft(primary="views", guardrails=[DraftGuardrail(metric="shares", worst_acceptable=-0.2)])
    kept = _metrics(idea, before)["guardrails"]
    assert [(one.metric, one.worst_acceptable) for one in kept] == [("shares", -0.2), ("saves", -0.1)]


def test_an_edited_form_is_not_locked_before_it_is_drawn(empty: Workspace) -> None:
    session, _ = saved(empty)
    plan = PlanStep(session)
    fill(plan, start=date(2031, 3, 3), posts_per_arm=4)
    press(plan, "Draw the plan")
    fill(plan, posts_per_arm=6)
    press(plan, "Lock the plan")
    assert read_lock(empty.experiments_dir / "short-or-long") is None
    assert "Draw it again" in text_of(plan)


def test_weekdays_and_posts_a_week_follow_each_other_and_pauses_are_left_out(empty: Workspace) -> None:
    session, _ = saved(empty)
    plan = PlanStep(session)
    fill(plan, start=date(2031, 3, 3), posts_per_arm=8, weekdays=("mon", "fri"))
    assert plan.fields["posts_a_week"].value == 2
    fill(plan, slots="12, 18 Uhr")
    assert plan.fields["posts_a_week"].value == 4
    fill(plan, posts_a_week=6, pauses="5.3.2031 bis 7.3.2031\n2031-03-12")
    assert plan.fields["weekdays"].value == ("mon", "wed", "fri")
    assert "16 posts from 3 March 2031 to 26 March 2031" in text_of(plan)
    press(plan, "Draw the plan")
    found = load_experiment("short-or-long", empty).experiment.design
    assert (found.weekdays, found.slots, found.posts_per_day) == (("mon", "wed", "fri"), ("12:00", "18:00"), 2)
    assert found.pauses == ("2031-03-05 bis 2031-03-07", "2031-03-12")
    schedule = read_schedule(empty.experiments_dir / "short-or-long")
    assert schedule is not None
    days = [p.date.day for p in schedule.positions]
    assert days == [day for day in (3, 10, 14, 17, 19, 21, 24, 26)[: len(days) // 2] for _ in range(2)]


def test_no_weekday_and_a_pause_that_is_none_are_said_beside_their_fields(empty: Workspace) -> None:
    session, _ = saved(empty)
    plan = PlanStep(session)
    fill(plan, start=date(2031, 3, 3), posts_per_arm=7, weekdays=(), pauses="soon", slots="12, 18")
    press(plan, "Draw the plan")
    assert marked(plan) == ["weekdays", "pauses"]
    assert "is no day and no stretch of days" in text_of(plan)
    fill(plan, weekdays=("mon",), pauses="")
    press(plan, "Draw the plan")
    assert marked(plan) == ["posts_per_arm"]


def test_topics_follow_after_the_lock_and_what_is_better_is_said_before(empty: Workspace) -> None:
    session, _ = saved(empty)
    plan = PlanStep(session)
    topics = [f"Dish {n}" for n in range(8)]
    fill(plan, start=date(2031, 12, 1), posts_per_arm=4, topics="\n".join(topics[:4]))
    assert "can follow after the lock. 4 of 8 topics." in text_of(plan)
    assert "Advent" in text_of(plan)
    assert "Plan 6 posts of each arm." in text_of(plan)
    press(plan, "Draw the plan")
    press(plan, "Lock the plan")
    assert "Advent" not in text_of(plan)
    fill(plan, topics="\n".join(topics[4:7]))
    press(plan, "Add the topics")
    assert marked(plan) == ["topics"]
    fill(plan, topics="\n".join(topics[4:]))
    press(plan, "Add the topics")
    assert "every post until 8 December 2031 has its topic now" in text_of(plan)
    assert plan.fields["topics"].value.splitlines() == topics
    assert plan.fields["topics"].widget.disabled
    record = read_lock(empty.experiments_dir / "short-or-long")
    assert record is not None
    assert len(record.instalments) == 1


def test_several_accounts_share_an_experiment_and_a_sound_has_its_last_day(tmp_path: Path) -> None:
    accounts = ("bakes", "kitchen")
    empty = init_workspace(tmp_path / "two", accounts={name: {"timezone": "Europe/Berlin"} for name in accounts})
    saved(empty, variable="sound", account=accounts, good_until=date(2031, 3, 5))
    found = load_experiment("short-or-long", empty).experiment
    assert found.accounts == accounts
    assert [arm.good_until for arm in found.change.arms] == [None, date(2031, 3, 5)]
    step = IdeaStep(Session(empty))
    assert step.fields["account"].value == accounts
    fill(step, account=())
    press(step, "Save the idea")
    assert marked(step) == ["account"]


def test_mistakes_in_the_plan_are_marked_and_nothing_is_written(empty: Workspace) -> None:
    session, _ = saved(empty)
    plan = PlanStep(session)
    fill(plan, start=None, slots="at noon", topics="only one")
    before = load_experiment("short-or-long", empty).document.text_hash
    press(plan, "Draw the plan")
    assert marked(plan) == ["start", "slots"]
    fill(plan, start=date(2031, 3, 3), slots="12")
    press(plan, "Draw the plan")
    assert marked(plan) == ["topics"]
    assert load_experiment("short-or-long", empty).document.text_hash == before
    assert read_schedule(empty.experiments_dir / "short-or-long") is None


def test_an_idea_for_later_stands_on_the_list_and_is_no_experiment(empty: Workspace) -> None:
    session = Session(empty)
    step = IdeaStep(session)
    fill(step, **TYPED, because="It takes less time.", extra_work="some")
    fill(step, variable="hashtags")
    fill(step, control="#food #fyp", variants="#onepot #dinner")
    press(step, "Only keep it on the idea list")
    (idea,) = read_ideas(empty)
    assert (idea.id, idea.variable, idea.variant, idea.control) == (
        "short-or-long",
        "hashtags",
        ("onepot", "dinner"),
        ("food", "fyp"),
    )
    assert (idea.extra_work, idea.note) == (0.02, "It takes less time.")
    assert session.slug is None
    assert experiment_names(empty) == ()
    assert "On the idea list: #onepot #dinner" in text_of(step)


def test_an_idea_for_later_that_lacks_something_is_marked_and_not_written(empty: Workspace) -> None:
    step = IdeaStep(Session(empty))
    fill(step, title="Short or long?")
    press(step, "Only keep it on the idea list")
    assert marked(step) == ["variants"]
    assert read_ideas(empty) == ()
