"""Which fields a form shows, which of them can still be changed, and which buttons it has, state by state."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import ipywidgets as w
import pytest
from tests.clock import on_day
from tests.forms.press import press, text_of, widgets
from tests.forms.test_idea_and_plan import TYPED, fill, saved
from tests.forms.test_screens import message
from tests.planning.combined import COVER, HOOK, SOUND, TODAY, written

from cliptrial.forms.session import Session
from cliptrial.forms.step import Step
from cliptrial.forms.steps.compare import CompareStep, Wish
from cliptrial.forms.steps.idea import IdeaStep
from cliptrial.forms.steps.numbers import NumbersStep
from cliptrial.forms.steps.plan import PlanStep
from cliptrial.forms.steps.post import PostStep
from cliptrial.forms.steps.setup import SetupStep
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.experiments import experiment_names, load_experiment
from cliptrial.registry.plan.post_states import PostState
from cliptrial.registry.scaffold import init_workspace
from cliptrial.registry.setup import unwritten
from cliptrial.registry.workspace import Workspace

QUESTION = "title statement because"
CHANGE = "variable control variants"
WEEKS = {"control": "3 posts a week", "variants": "6 posts a week", "metric": "reach"}
MEASURE = "metric expect at_least guardrail"
LAYOUT = "start posts_per_arm weekdays posts_a_week"


def shown(step: Step) -> set[str]:
    """The fields that can be seen."""
    return {name for name, field in step.fields.items() if field.box.layout.display != "none" and on(step, field.box)}


def on(step: Step, box: object) -> bool:
    return any(one is box for one in widgets(step.box))


def open_fields(step: Step) -> set[str]:
    """The fields that can be changed."""
    parts = {name: [*widgets(field.widget)] for name, field in step.fields.items()}
    return {name for name, inside in parts.items() if not any(getattr(one, "disabled", False) for one in inside)}


def buttons(step: Step) -> list[str]:
    return [one.description for one in widgets(step.box) if isinstance(one, w.Button)]


def with_accounts(folder: Path, count: int, **more: str) -> Workspace:
    names = ("bakes", "kitchen", "soups")[:count]
    return init_workspace(folder, accounts={name: {"timezone": "Europe/Berlin", **more} for name in names})


@pytest.mark.parametrize(
    ("accounts", "typed", "fields"),
    [
        (1, {}, f"play {QUESTION} {CHANGE} {MEASURE} extra_work"),
        (2, {}, f"play account {QUESTION} {CHANGE} {MEASURE} extra_work"),
        (3, {}, f"play account {QUESTION} {CHANGE} {MEASURE} extra_work"),
        (1, {"variable": "sound"}, f"play {QUESTION} {CHANGE} good_until {MEASURE} extra_work"),
        (1, {"guardrail": "like_rate"}, f"play {QUESTION} {CHANGE} {MEASURE} worst_acceptable extra_work"),
    ],
)
def test_an_idea_asks_for_what_it_needs(tmp_path: Path, accounts: int, typed: dict[str, str], fields: str) -> None:
    """Before it is saved, after it, and once it is locked; accounts only where there are several."""
    ws = with_accounts(tmp_path / "ws", accounts)
    step = IdeaStep(Session(ws))
    assert step.fields["account"].value == ("bakes",)
    fill(step, **typed)
    assert shown(step) == {*fields.split()}
    assert buttons(step) == ["Save the idea", "Only keep it on the idea list"]
    for name in typed:
        fill(step, **{name: "hook" if name == "variable" else ""})
    assert shown(step) == {*fields.split()} - {"good_until", "worst_acceptable"}
    session, step = saved(ws, **typed)
    assert shown(step) == {*fields.split()} - {"play", "extra_work"}
    assert (open_fields(step), buttons(step)) == ({*step.fields}, ["Save the idea"])
    plan = PlanStep(session)
    fill(plan, start=date(2031, 3, 3), posts_per_arm=4)
    press(plan, "Draw the plan")
    press(plan, "Lock the plan")
    assert shown(step) == {*fields.split()} - {"play", "extra_work"}
    assert (open_fields(step), buttons(step)) == (set(), [])


@pytest.mark.parametrize(
    ("typed", "holidays", "fields"),
    [
        ({}, "", f"{LAYOUT} slots pauses topics"),
        ({}, "holidays: DE-BY\n", f"{LAYOUT} slots pauses holidays topics"),
        ({"variable": "slot", "control": "18", "variants": "12"}, "", f"{LAYOUT} pauses topics"),
    ],
)
def test_a_plan_asks_for_what_it_needs(empty: Workspace, typed: dict[str, str], holidays: str, fields: str) -> None:
    """Times of day are not asked for where they are compared; holidays only where there is a calendar of them."""
    settings = empty.root / "workspace.yaml"
    settings.write_text(settings.read_text("utf-8") + holidays, encoding="utf-8")
    session, _ = saved(load_workspace(empty.root), **typed)
    step = PlanStep(session)
    fill(step, start=date(2031, 3, 3), posts_per_arm=4, topics="\n".join(f"Dish {n}" for n in range(4)))
    assert shown(step) == {*fields.split()}
    assert (open_fields(step), buttons(step)) == ({*step.fields}, ["Draw the plan"])
    press(step, "Draw the plan")
    assert (open_fields(step), buttons(step)) == ({*step.fields}, ["Draw the plan", "Lock the plan"])
    press(step, "Lock the plan")
    assert (open_fields(step), buttons(step)) == ({"topics"}, ["Add the topics"])
    fill(step, topics="\n".join(f"Dish {n}" for n in range(8)))
    press(step, "Add the topics")
    assert (open_fields(step), buttons(step)) == (set(), [])
    assert shown(step) == {*fields.split()}


def test_a_plan_without_its_first_day_promises_no_days(empty: Workspace) -> None:
    session, _ = saved(empty)
    step = PlanStep(session)
    fill(step, start=date(2031, 3, 3), posts_per_arm=4)
    assert "8 posts from 3 March 2031 to 10 March 2031" in text_of(step)
    fill(step, start=None)
    assert "8 posts from" not in text_of(step)
    assert "find" in text_of(step)


def test_other_experiments_are_offered_until_the_posts_are_shared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_day(monkeypatch, "forms.steps.plan", TODAY)
    ws = written(tmp_path / "ws", HOOK, SOUND, COVER)
    session = Session(ws)
    session.choose(HOOK)
    step = PlanStep(session)
    fields = {*LAYOUT.split(), "slots", "pauses", "together", "topics"}
    assert (shown(step), open_fields(step)) == (fields, {*step.fields})
    assert step.fields["together"].value == ""
    assert dict(step.fields["together"].widget.options).keys() >= {"Trend sound", "A face on the cover"}
    step.fields["together"].value = SOUND
    press(step, "Draw the plan")
    assert (shown(step), open_fields(step)) == (fields, {*step.fields} - {"together"})
    assert step.fields["together"].widget.options == ((SOUND, SOUND),)
    session.choose(COVER)
    assert shown(step) == fields - {"together"}


def test_weeks_ask_for_regions_where_one_goes_without(empty: Workspace) -> None:
    """Once they are locked, nothing of them can be changed."""
    fields = {"start", "periods_per_arm", "period_weeks", "washout_days"}
    for variable, regions in (("with_without", {"regions"}), ("cadence", set())):
        session = Session(empty)
        session.choose(None)
        fill(idea := IdeaStep(session), **{**TYPED, **WEEKS, "variable": variable})
        fill(idea, title=variable)
        press(idea, "Save the idea")
        step = PlanStep(session)
        assert (shown(step), open_fields(step)) == (fields | regions, {*step.fields})
        assert buttons(step) == ["Draw the plan"]
    fill(step, start=date(2031, 3, 3))
    press(step, "Draw the plan")
    assert (open_fields(step), buttons(step)) == ({*step.fields}, ["Draw the plan", "Lock the plan"])
    press(step, "Lock the plan")
    assert (shown(step), open_fields(step), buttons(step)) == (fields, set(), [])


IDEA_LIMITS = {"at_least": (0.1, 1000, 10), "worst_acceptable": (1, 99, 10)}
PLAN_LIMITS = {"posts_per_arm": (2, 500, 28), "posts_a_week": (1, 70, 7)}
WEEKS_LIMITS = {"periods_per_arm": (2, 104, 6), "period_weeks": (1, 2, 1), "washout_days": (0, 6, 2)}


def limits(step: Step) -> dict[str, tuple[float, float, float]]:
    """By field with a number: the smallest, the largest, and the one it begins with."""
    numbers = {name: field.widget for name, field in step.fields.items() if hasattr(field.widget, "min")}
    return {name: (one.min, one.max, one.value) for name, one in numbers.items() if isinstance(one.max, int | float)}


def test_numbers_begin_with_the_usual_and_stay_within_what_can_be_planned(empty: Workspace) -> None:
    assert limits(IdeaStep(Session(empty))) == IDEA_LIMITS
    assert limits(PlanStep(saved(empty)[0])) == PLAN_LIMITS
    weeks, _ = saved(empty, title="Weeks", variable="cadence", metric="reach")
    assert limits(PlanStep(weeks)) == WEEKS_LIMITS


def test_forms_begin_with_the_usual_and_an_idea_opens_with_what_was_saved(empty: Workspace) -> None:
    step = IdeaStep(Session(empty))
    usual = {"account": ("kitchen_demo",), "variable": "hook", "metric": "average_watch_time", "extra_work": "none"}
    usual |= {"expect": "increase", "at_least": 10, "worst_acceptable": 10}
    assert {name: field.value for name, field in step.fields.items() if field.value not in ("", None)} == usual
    setup, compare = SetupStep(step.session), CompareStep(step.session, Wish())
    usual = {"accounts.platform": "tiktok", "accounts.timezone": "Europe/Berlin", "accounts.sources": "exports"}
    usual |= {"tables.owner": "kitchen_demo"}
    assert {name: field.value for name, field in setup.fields.items() if field.value} == usual
    usual = {"dimension": "hashtags", "metric": "views"}
    assert {name: field.value for name, field in compare.fields.items() if field.value} == usual
    typed = {**TYPED, "because": "It is known.", "variable": "sound", "metric": "like_rate", "expect": "decrease"}
    typed |= {"at_least": 12.5, "guardrail": "share_rate", "worst_acceptable": 20, "good_until": date(2031, 5, 1)}
    session, _ = saved(empty, **typed)
    again = IdeaStep(session)
    assert {name: again.fields[name].value for name in typed} == typed
    plan = PlanStep(session)
    fill(plan, start=date(2031, 3, 4), posts_per_arm=4, weekdays=("tue", "fri"), slots="9; 18", pauses="7.3.2031")
    fill(plan, topics="\n".join(f"Dish {n}" for n in range(8)))
    press(plan, "Draw the plan")
    begun = PlanStep(session)
    topics = begun.fields["topics"].value.splitlines()
    assert sorted(topics) == [f"Dish {n}" for n in range(8)]
    expected = {"start": date(2031, 3, 4), "posts_per_arm": 4, "weekdays": ("tue", "fri"), "posts_a_week": 4}
    expected |= {"slots": "09:00, 18:00", "pauses": "2031-03-07"}
    assert {name: begun.fields[name].value for name in expected} == expected


@pytest.mark.parametrize(("title", "said"), [("A?", "A?"), ("B!", "B!"), ("C.", "C."), ("Do it", "Do it.")])
def test_a_saved_idea_is_told_as_one_sentence_and_only_a_sound_keeps_a_last_day(
    empty: Workspace, title: str, said: str
) -> None:
    step = IdeaStep(Session(empty))
    fill(step, **{**TYPED, "title": title, "variable": "sound", "good_until": date(2031, 5, 1)})
    fill(step, variable="cover")
    press(step, "Save the idea")
    assert message(step) == f"Saved: {said} Go on under “Test/Plan”."
    (slug,) = experiment_names(empty)
    assert [arm.good_until for arm in load_experiment(slug, empty).experiment.change.arms] == [None, None]


def test_an_idea_keeps_the_numbers_that_it_names_though_no_export_has_them(empty: Workspace) -> None:
    session, step = saved(empty)
    offered = {value for _, value in step.fields["metric"].widget.options}
    others = [name for name in session.metrics if name not in offered][:2]
    path = empty.experiments_dir / "short-or-long" / "experiment.yaml"
    assert "primary: average_watch_time" in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace("primary: average_watch_time", f"primary: {others[0]}"), "utf-8")
    again = IdeaStep(session)
    assert again.fields["metric"].value == others[0]
    assert others[1] not in {value for _, value in again.fields["metric"].widget.options}


@pytest.mark.parametrize(("accounts", "account"), [(1, set()), (2, {"account"})])
def test_files_and_comparisons_ask_for_an_account_where_there_are_several(
    tmp_path: Path, accounts: int, account: set[str]
) -> None:
    ws = with_accounts(tmp_path / "ws", accounts)
    session, _ = saved(ws)
    fill(plan := PlanStep(session), start=date(2031, 3, 3), posts_per_arm=4)
    press(plan, "Draw the plan")
    asked = {"message", "read_on", "files", "folder", "captured_on", "locale", "leave_out"}
    assert shown(NumbersStep(session)) == asked | account
    compared = {"dimension", "values", "metric", "control", "start", "end", "leave_out"}
    assert shown(CompareStep(session, Wish())) == compared | account
    assert "tables.owner" in (setup := SetupStep(session)).fields
    assert ("tables.owner" in shown(setup)) == (accounts > 1)


@pytest.mark.parametrize(
    ("today", "asked", "more"), [(4, 0, False), (5, 1, False), (6, 2, False), (12, 8, False), (13, 8, True)]
)
def test_a_link_is_asked_for_from_the_second_day_on_and_eight_at_a_time(
    empty: Workspace, monkeypatch: pytest.MonkeyPatch, today: int, asked: int, more: bool
) -> None:
    """Ten posts, one a day from 3 March on."""
    session, _ = saved(empty)
    fill(plan := PlanStep(session), start=date(2031, 3, 3), posts_per_arm=5)
    press(plan, "Draw the plan")
    on_day(monkeypatch, "forms.steps.numbers", date(2031, 3, today))
    step = NumbersStep(session)
    assert [name for name in step.fields if name.startswith("link ")] == [f"link {n}" for n in range(1, asked + 1)]
    assert ("Nothing is due yet" in text_of(step)) == (asked == 0)
    assert ("The first 8 are shown" in text_of(step)) == more


def test_a_boosted_post_has_its_day_and_an_empty_folder_no_list_to_choose_from(empty: Workspace) -> None:
    session, _ = saved(empty)
    fill(plan := PlanStep(session), start=date(2031, 3, 3), posts_per_arm=4)
    press(plan, "Draw the plan")
    post = PostStep(session)
    for state in PostState:
        fill(post, state=state)
        assert shown(post) == {"post", "state", "link", *["boosted"] * (state == "boosted")}
    chosen = {"clients.which", "clients.archived", "accounts.which", "accounts.client", "tables.file"}
    there, new = SetupStep(session), SetupStep(Session(unwritten(empty.root / "new")))
    assert shown(there) - shown(new) == chosen
    assert (buttons(there), buttons(new)) == (["Save the client", "Save the account"], ["Set up this folder"])
