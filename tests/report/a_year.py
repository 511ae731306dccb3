"""A year as it may have been: two dozen ideas, half of them adopted, and old against new planned or measured."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from tests.wording.cases import analysis

from cliptrial.analysis.history.months import MonthOfViews
from cliptrial.analysis.learning.lessons import Lesson, lesson_of
from cliptrial.analysis.results import Analysis, OldNew, Outcome, Realistic
from cliptrial.metrics import CATALOGUE
from cliptrial.planning.growth.goals import Progress, Stand
from cliptrial.planning.growth.our_year import SIZES, Check, Fate, HitRate, OurYear, Tried, estimate, unhelpful
from cliptrial.planning.growth.ranking import Because, Ranked, State
from cliptrial.registry.beside.adopted import Adopted
from cliptrial.registry.beside.goals import Goal
from cliptrial.registry.beside.ideas import Idea
from cliptrial.registry.model import Variable
from cliptrial.registry.scaffold import init_workspace
from cliptrial.registry.workspace import Workspace

IDEAS = ("A question first", "A trend sound", "The result first", "Niche hashtags", "Noon", "Half as long")
BEGIN = date(2026, 1, 5)
GOAL = {"name": "reach", "metric": "views", "from": "12000", "to": "18000", "by": "2026-12-31", "owner": "Lea"}
MEASURED = OldNew(
    outcome=Outcome.KEPT,
    metric="views",
    posts=(14, 14),
    measured=0.58,
    interval=(-0.3, 2.57),
    p_value=0.2,
    extra_work=0.0,
    ahead=True,
    worse=False,
    harmed=False,
    realistic=Realistic(0.41, (-0.1, 1.1)),
)


def workspace(folder: Path) -> Workspace:
    """Where the year belongs."""
    return init_workspace(folder, accounts={"demo": {"timezone": "Europe/Berlin", "handle": "demo"}})


def tried() -> tuple[Tried, ...]:
    """Two ideas every fortnight; every other one is adopted, the last two are open."""
    days = [BEGIN + timedelta(days=14 * (number // 2)) for number in range(24)]
    fates = [Fate.OPEN if number > 21 else (Fate.ADOPTED, Fate.NOT_ADOPTED)[number % 2] for number in range(24)]
    return tuple(
        Tried(f"idea-{number}", IDEAS[number % 6], day, 16, fate)
        for number, (day, fate) in enumerate(zip(days, fates, strict=True))
    )


def changes() -> tuple[Adopted, ...]:
    """What is adopted for now."""
    own = [one for one in tried() if one.fate is Fate.ADOPTED]
    return tuple(
        Adopted(one.slug, one.on, ("demo",), Variable.HOOK, one.label, 0.0, 0.04, one.label, "as before", "views", 8)
        for one in own
    )


def lesson(slug: str, effect: float | None, error: float | None, metric: str = "views") -> Lesson:
    """What an experiment showed."""
    return replace(lesson_of(analysis("season, better")), slug=slug, metric=metric, effect=effect, standard_error=error)


def lessons() -> dict[str, Lesson]:
    """What the adopted ones showed: 16 posts each, so hardly anything."""
    shown = np.random.default_rng(3).normal(0.4, 0.3, len(changes()))
    return {one.slug: lesson(one.slug, float(abs(value)), 0.525) for one, value in zip(changes(), shown, strict=True)}


def checked(answer: OldNew | None) -> Check:
    """Old against new, planned or measured."""
    days = (date(2026, 10, 12), date(2026, 11, 27))
    if answer is None:
        return Check("old-new", *days, 14, date(2026, 12, 4), None, None)
    made: Analysis = analysis("season, better")
    assert made.experiment is not None
    made = replace(made, experiment=replace(made.experiment, old_new=answer))
    return Check("old-new", *days, 14, date(2026, 12, 4), made, answer)


def ranked(number: int, variable: Variable = Variable.HOOK, **idea: object) -> Ranked:
    """An idea that is open."""
    one = Idea.model_validate({"id": f"next-{number}", "variable": variable, "variant": f"Next {number}"} | idea)
    return Ranked(one, State.OPEN, None, ("demo",), 16, 200, 1.05, None, 0.01 / number, Because.FREE)


def year(answer: OldNew | None = MEASURED, *, planned: bool = True, ideas: bool = True) -> OurYear:
    """The year.

    Args:
        answer: What old against new showed; None where it is not measured.
        planned: Whether there is a check at all.
        ideas: Whether anything was tried.
    """
    until = date(2026, 12, 20) if answer else date(2026, 9, 30)
    own = changes() if ideas and not (answer and answer.outcome is Outcome.ROLLED_BACK) else ()
    level = np.random.default_rng(4).normal(13, 0.3, until.month)
    views = tuple(
        MonthOfViews(date(2026, month, 1), float(round(np.exp(one))), 18, not answer or month < 12, False)
        for month, one in enumerate(level, 1)
    )
    goal = Goal.model_validate(GOAL | {"serves": "20 % more guests"}, by_alias=True)
    assert goal.line is not None
    now = Progress(
        goal, goal.line, CATALOGUE["views"], 15_200.0, date(2026, 9, 23), 16_360.0, Stand.BEHIND, 0.32, 9, ()
    )
    return OurYear(
        accounts=("demo",),
        client=None,
        since=until - timedelta(days=365),
        until=until,
        tried=tried() if ideas else (),
        changes=own,
        unhelpful=unhelpful(own, lessons()),
        checks=(checked(answer),) if planned else (),
        views=views if ideas else (),
        next=tuple(ranked(n, v) for n, v in enumerate((Variable.HOOK, Variable.SOUND, Variable.HOOK), 1))
        if ideas
        else (),
        running=(),
        goals=(now,) if ideas else (),
        estimates=tuple(estimate(size, own, lessons()) for size in SIZES) if own else (),
        hits=HitRate(2, 22, (0.025, 0.278)) if ideas else None,
        false_claims=1.1,
        posts_spent=384 if ideas else 0,
        posts_a_month=18.0 if ideas else 0.0,
    )
