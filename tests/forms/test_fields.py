"""Which fields a form shows, which of them can still be changed, and which buttons it has, state by state."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import ipywidgets as w
import pytest
from tests.clock import on_day
from tests.forms.press import press, text_of, widgets
from tests.forms.test_idea_and_plan import fill, saved
from tests.planning.combined import COVER, HOOK, SOUND, TODAY, written

from cliptrial.forms.session import Session
from cliptrial.forms.step import Step
from cliptrial.forms.steps.idea import IdeaStep
from cliptrial.forms.steps.plan import PlanStep
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.scaffold import init_workspace
from cliptrial.registry.workspace import Workspace

QUESTION = "title statement because"
CHANGE = "variable control variants"
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
