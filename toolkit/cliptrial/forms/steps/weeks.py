"""Steps 2 and 3 where whole weeks are compared: how many, from when on, and which of them are over."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING

import ipywidgets as w

from cliptrial.forms.pieces import Field, Widget, actions, button, grid, heading, html, said, table, text
from cliptrial.forms.saving import with_design
from cliptrial.planning.foresight import next_monday
from cliptrial.planning.periods import outlook, plan_periods
from cliptrial.registry.experiments import Loaded, load_experiment
from cliptrial.registry.model import Variable
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.safety.turns import one_at_a_time
from cliptrial.registry.yaml.writing import write_experiment
from cliptrial.report.team.weeks_ahead import sentences

if TYPE_CHECKING:
    from cliptrial.forms.step import Step


def plan_of_weeks(step: Step, loaded: Loaded) -> list[Widget]:
    """The fields of a plan of weeks, what it can find out and costs, and the weeks once they are drawn."""
    words, design, schedule = step.words.plan, loaded.experiment.design, step.session.schedule()
    fields = words.fields
    step.fields = {
        "start": Field(fields["start"], w.DatePicker(value=design.start or next_monday(date.today()))),
        "periods_per_arm": Field(fields["periods_per_arm"], w.BoundedIntText(design.periods_per_arm, min=2, max=104)),
        "period_weeks": Field(fields["period_weeks"], w.BoundedIntText(design.period_weeks, min=1, max=2)),
        "washout_days": Field(fields["washout_days"], w.BoundedIntText(design.washout_days, min=0, max=6)),
        "regions": text(fields["regions"], ", ".join(design.regions)),
    }
    step.fields["regions"].show(loaded.experiment.change.variable is Variable.WITHOUT)
    outcome = html("")
    if step.session.lock() is not None:
        for field in step.fields.values():
            field.disable(True)
    parts: list[Widget] = [grid(*step.fields.values()), outcome]
    if schedule is not None and schedule.periods:
        ws = step.session.workspace
        lines = sentences(outlook(ws, loaded), step.session.lang, ws.currency)
        outcome.value = said("".join(f"<p>{escape(step.told(line))}</p>" for line in lines))
    if step.session.lock() is None:
        parts.append(actions(button(words.draw, step.attempt(lambda: _draw(step)))))
    if schedule is not None:
        parts += [heading(words.calendar), coming_weeks(step, loaded, schedule, date.min)]
    return parts


def typed_design(step: Step) -> dict[str, object]:
    """The weeks as typed."""
    f, start = step.fields, step.fields["start"].value
    regions = [one.strip().upper() for one in f["regions"].value.replace(";", ",").split(",") if one.strip()]
    numbers = {name: f[name].value for name in ("periods_per_arm", "period_weeks", "washout_days")}
    return {"start": start.isoformat() if isinstance(start, date) else None, "regions": regions or None, **numbers}


def _draw(step: Step) -> None:
    """Written and drawn; as it was where it cannot be drawn."""
    session = step.session
    with one_at_a_time(session.workspace.root):
        loaded = session.loaded()
        assert loaded is not None
        experiment = with_design(session.workspace, loaded, **typed_design(step))
        write_experiment(loaded.folder, experiment)
        try:
            plan = plan_periods(session.workspace, load_experiment(loaded.slug, session.workspace))
        except Exception:
            write_experiment(loaded.folder, loaded.experiment)
            raise
    session.changed()
    words = step.words.plan
    weeks = session.f.number(len(plan.schedule.positions))
    step.say(f"<p>{escape(words.unchanged if plan.unchanged else words.weeks_drawn(weeks))}</p>", "good")


def coming_weeks(step: Step, loaded: Loaded, schedule: Schedule, since: date) -> Widget:
    """The weeks that are not over on a day: when, where, and what each has."""
    f, labels = step.session.f, {arm.id: arm.label for arm in loaded.experiment.change.arms}
    rows = [
        [str(p.position), f.period(p.date, p.last), p.place, labels.get(p.arm, p.arm)]
        for p in schedule.periods
        if p.last >= since
    ]
    return html(table(step.words.plan.weeks_columns, rows))
