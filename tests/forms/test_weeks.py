"""Steps 1 to 3 where whole weeks are compared: saved, drawn, locked, and counted as they are over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from tests.clock import on_day
from tests.forms.press import marked, press, text_of

from cliptrial.forms.session import Session
from cliptrial.forms.steps.idea import IdeaStep
from cliptrial.forms.steps.numbers import NumbersStep
from cliptrial.forms.steps.plan import PlanStep
from cliptrial.forms.steps.post import PostStep
from cliptrial.forms.steps.weeks import typed_design
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.registry.beside.ideas import read_ideas
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.lock import read_lock
from cliptrial.registry.plan.period_files import read_plan
from cliptrial.registry.workspace import Workspace

TYPED = {
    "title": "More posts",
    "statement": "More posts bring more reach.",
    "variable": "cadence",
    "control": "3 posts a week",
    "variants": "6 posts a week",
    "metric": "reach",
}


def filled(workspace: Workspace, button: str = "Save the idea", **more: object) -> tuple[Session, IdeaStep]:
    session = Session(workspace)
    session.choose(None)
    step = IdeaStep(session)
    for name, value in {**TYPED, **more}.items():
        step.fields[name].value = value
    press(step, button)
    return session, step


def test_weeks_are_saved_drawn_locked_and_told(empty: Workspace) -> None:
    session, _ = filled(empty)
    design = load_experiment("more-posts", empty).experiment.design
    assert (design.unit, load_experiment("more-posts", empty).experiment.hold_constant) == ("period", ())
    plan = PlanStep(session)
    assert "topics" not in plan.fields
    plan.fields["periods_per_arm"].value = 6
    plan.fields["start"].value = start = date.today() + timedelta(days=7)
    press(plan, "Draw the plan")
    schedule = read_plan(empty.experiments_dir / "more-posts")
    assert schedule is not None
    assert len(schedule.periods) == 12
    assert "12 weeks or fortnights" in text_of(plan)
    assert "18 posts more than usual" in text_of(plan)
    plan.fields["periods_per_arm"].value = 8
    press(plan, "Lock the plan")
    assert "Draw it again" in text_of(plan), "what is locked is what was drawn"
    plan.fields["periods_per_arm"].value = 6
    press(plan, "Lock the plan")
    assert read_lock(empty.experiments_dir / "more-posts") is not None
    account = next(iter(empty.accounts))
    rows = [{"account": account, "date": start + timedelta(days=n), "captured_at": 1, "reach": 9.0} for n in range(14)]
    Lake(empty.store_dir).append("account_days", build("account_days", rows))
    assert "2 of 12 weeks or fortnights are over and handed in" in text_of(NumbersStep(session))
    assert "6 posts a week" in text_of(PostStep(session))


def test_a_week_is_listed_until_its_last_day_is_over(empty: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    session, _ = filled(empty)
    step = PlanStep(session)
    assert text_of(step).count("<tr>") == 0
    step.fields["start"].value = date(2031, 3, 3)
    press(step, "Draw the plan")
    schedule = read_plan(empty.experiments_dir / "more-posts")
    assert schedule is not None
    assert text_of(step).count("<tr>") == 1 + len(schedule.periods) == 13
    for later, listed in ((0, 12), (1, 11)):
        on_day(monkeypatch, "forms.steps.post", schedule.periods[0].last + timedelta(days=later))
        rows = BeautifulSoup(text_of(PostStep(session)), "html.parser").select("tbody tr")
        assert [row.td.text for row in rows] == [str(n) for n in range(13 - listed, 13)]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("typed", "regions"), [("", None), (" ; ,", None), ("de", ["DE"]), ("de; at,ch", ["DE", "AT", "CH"])]
)
def test_regions_are_typed_as_people_list_them(empty: Workspace, typed: str, regions: list[str] | None) -> None:
    session, _ = filled(empty, variable="with_without")
    step = PlanStep(session)
    step.fields["regions"].value = typed
    assert typed_design(step)["regions"] == regions


def test_too_few_weeks_are_marked_and_the_file_stays_as_it_was(empty: Workspace) -> None:
    session, _ = filled(empty)
    plan = PlanStep(session)
    plan.fields["periods_per_arm"].value = 3
    press(plan, "Draw the plan")
    assert marked(plan) == ["periods_per_arm"]
    assert load_experiment("more-posts", empty).experiment.design.periods_per_arm == 6
    assert read_plan(empty.experiments_dir / "more-posts") is None


def test_weeks_wait_on_the_idea_list_and_become_posts_again(empty: Workspace) -> None:
    filled(empty, "Only keep it on the idea list")
    assert [one.variable.value for one in read_ideas(empty)] == ["cadence"]
    session, _ = filled(empty)
    step = IdeaStep(session)
    step.fields["variable"].value = "hook"
    press(step, "Save the idea")
    again = load_experiment("more-posts", empty).experiment
    assert (again.design.unit, again.hold_constant) == ("post", ("slot", "sound", "hashtags", "duration"))
