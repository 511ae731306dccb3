"""Step 2: how many posts, when, about what; what that can find out; the calendar; the lock."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape
from typing import ClassVar

import ipywidgets as w

from cliptrial.errors import InputError, Problem, RegistryError
from cliptrial.forms.calendar import calendar
from cliptrial.forms.pieces import Field, Widget, actions, button, grid, heading, html, lines, said, text
from cliptrial.forms.saving import time_of_day, with_design
from cliptrial.forms.step import Step
from cliptrial.messages import says
from cliptrial.planning import Plan, feasibility, plan_experiment
from cliptrial.registry.experiments import Loaded, load_experiment
from cliptrial.registry.model import Arm, Design, Experiment, Variable
from cliptrial.registry.plan.collisions import lock_plan
from cliptrial.registry.plan.lock import LockRecord
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.plan.schedule_files import write_schedule
from cliptrial.registry.safety.turns import one_at_a_time
from cliptrial.registry.yaml.writing import write_experiment
from cliptrial.rotation.calendar import places
from cliptrial.wording.experiment.planned import plan_sentences
from cliptrial.wording.names import SHORT, arm_text, human


class PlanStep(Step):
    """Start, slot, posts per arm, topics; feasibility; calendar; lock."""

    name = "plan"
    places: ClassVar = {
        "design.start": "start",
        "design.slots": "slots",
        "design.posts_per_arm": "posts_per_arm",
        "topics": "topics",
    }

    def content(self) -> list[Widget]:
        """The fields, what the plan can find out, and the calendar once it is drawn."""
        loaded = self.session.loaded()
        if loaded is None:
            return [html(escape(self.words.common.save_idea_first), "ct-soft")]
        schedule, record = self.session.schedule(), self.session.lock()
        self._outlook = html("")
        self._fill(loaded, schedule)
        for name in ("start", "slots", "posts_per_arm", "topics"):
            self.fields[name].widget.observe(lambda _: self._look_ahead(), names="value")
        self._look_ahead()
        f = self.fields
        f["slots"].show(loaded.experiment.change.variable is not Variable.SLOT)
        parts = [grid(f["start"], f["slots"], f["posts_per_arm"], f["topics"]), self._outlook]
        if record is not None:
            for field in f.values():
                field.disable(True)
        else:
            parts.append(actions(button(self.words.plan.draw, self.attempt(self._draw))))
        if schedule is not None:
            parts += [heading(self.words.plan.calendar), html(self._calendar(loaded, schedule))]
            parts += self._lock_part(record)
        return parts

    def _fill(self, loaded: Loaded, schedule: Schedule | None) -> None:
        words, design = self.words.plan.fields, loaded.experiment.design
        start = design.start or _next_monday()
        topics = "\n".join(_topics(schedule))
        posts = w.BoundedIntText(design.posts_per_arm, min=2, max=500)
        self.fields = {
            "start": Field(words["start"], w.DatePicker(value=start)),
            "slots": text(words["slots"], ", ".join(design.slots)),
            "posts_per_arm": Field(words["posts_per_arm"], posts),
            "topics": lines(words["topics"], topics, 8, wide=True),
        }

    def _calendar(self, loaded: Loaded, schedule: Schedule) -> str:
        labels = {arm.id: short_label(arm) for arm in loaded.experiment.change.arms}
        return calendar(schedule, labels, self.session.f)

    def _lock_part(self, record: LockRecord | None) -> list[Widget]:
        words, f = self.words.plan, self.session.f
        if record is not None:
            return [html(said(escape(words.lock_now(f.date(record.on), record.plan[:12])), "good"))]
        means = html(f'<p class="ct-soft">{escape(words.lock_means)}</p>')
        return [heading(words.lock), means, actions(button(words.lock, self.attempt(self._lock)))]

    def _design(self, loaded: Loaded) -> dict[str, object]:
        """The layout in time as typed."""
        f = self.fields
        start = f["start"].value
        design: dict[str, object] = {
            "start": start.isoformat() if isinstance(start, date) else None,
            "posts_per_arm": f["posts_per_arm"].value,
        }
        if loaded.experiment.change.variable is not Variable.SLOT:
            slots = [time_of_day(part) for part in f["slots"].value.replace(";", ",").split(",") if part.strip()]
            design |= {"slots": slots, "posts_per_day": max(len(slots), 1)}
        return design

    def _typed_topics(self) -> list[str]:
        return [line.strip() for line in self.fields["topics"].value.splitlines() if line.strip()]

    def _look_ahead(self) -> None:
        """What this plan could find out, while it is typed."""
        try:
            loaded = self.session.loaded()
            if loaded is None:
                return
            experiment = with_design(self.session.workspace, loaded, **self._design(loaded))
            promise = self._promise(experiment)
        except InputError:
            return  # it is said beside the fields when the plan is drawn
        self._outlook.value = promise

    def _promise(self, experiment: Experiment) -> str:
        words, f = self.words.plan, self.session.f
        metric = self.session.metrics[experiment.metrics.primary]
        sentences = list(
            plan_sentences(feasibility(self.session.workspace, experiment, metric), metric, self.session.lang)
        )
        wanted = _topics_needed(experiment)
        if experiment.design.start is not None:
            last = places(experiment)[-1].day
            posts = len(experiment.accounts) * len(places(experiment))
            sentences.insert(0, words.runs(f.number(posts), f.date(experiment.design.start), f.date(last)))
        if experiment.change.variable is Variable.SLOT:
            sentences.append(words.slot_is_variable)
        topics = len(self._typed_topics())
        self.fields["topics"].help(
            f"{words.fields['topics'].hint} {words.topics_count(f.number(topics), f.number(wanted))}."
        )
        paragraphs = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
        late = experiment.design.start is not None and experiment.design.start < date.today()
        warn = f'<p class="ct-soft">{escape(words.past)}</p>' if late and self.session.lock() is None else ""
        return said(paragraphs + warn)

    def _draw(self) -> None:
        loaded = self.session.loaded()
        assert loaded is not None
        experiment = self._agreed(loaded)
        topics = self._typed_topics()
        with one_at_a_time(self.session.workspace.root):
            plan = self._written(loaded, experiment, topics)
        self.session.changed()
        words = self.words.plan
        outcome = (
            words.unchanged if plan.unchanged else words.drawn(self.session.f.number(len(plan.schedule.positions)))
        )
        self.say(f"<p>{escape(outcome)}</p>" + ("" if topics else f"<p>{escape(words.no_topics)}</p>"), "good")

    def _written(self, loaded: Loaded, experiment: Experiment, topics: list[str]) -> Plan:
        """The plan of the experiment as typed; everything as it was where it cannot be drawn."""
        before, drawn = loaded.experiment, self.session.schedule()
        write_experiment(loaded.folder, experiment)
        try:
            again = load_experiment(loaded.slug, self.session.workspace)
            fresh = topics if sorted(topics) != sorted(_topics(drawn)) else []
            return plan_experiment(self.session.workspace, again, topics=fresh)
        except Exception:
            write_experiment(loaded.folder, before)
            if drawn is not None:
                write_schedule(loaded.folder, drawn)
            raise

    def _agreed(self, loaded: Loaded) -> Experiment:
        """The experiment as typed, once everything fits.

        Raises:
            RegistryError: With every problem.
        """
        design = self._design(loaded)
        problems = [] if design["start"] else [Problem("missing", says("no first day"), field="design.start")]
        experiment = None
        try:
            experiment = with_design(self.session.workspace, loaded, **design)
        except RegistryError as error:
            problems += error.problems
        topics = len(self._typed_topics())
        if experiment is not None and topics not in (0, _topics_needed(experiment)):
            problems.append(Problem("topics_do_not_fit", says("{topics} topics", topics=topics), field="topics"))
        if problems or experiment is None:
            raise RegistryError(problems)
        return experiment

    def _lock(self) -> None:
        loaded, schedule = self.session.loaded(), self.session.schedule()
        assert loaded is not None
        words = self.words.plan
        as_typed = Design.model_validate({**loaded.experiment.design.model_dump(), **self._design(loaded)})
        if as_typed != loaded.experiment.design or sorted(self._typed_topics()) != sorted(_topics(schedule)):
            self.say(escape(words.lock_first_draw), "warn")
            return
        record = lock_plan(self.session.workspace, loaded, schedule, date.today())
        self.session.changed()
        if schedule is not None and schedule.positions[0].date < record.on:
            self.say(escape(words.locked_late), "warn")


def short_label(arm: Arm) -> str:
    """What stands in a calendar: the arm's value where it is short, else its name."""
    value = arm_text(arm.value)
    return value if len(value) <= SHORT else human(arm.id)


def _next_monday() -> date:
    today = date.today()
    return today + timedelta(days=7 - today.weekday())


def _topics(schedule: Schedule | None) -> list[str]:
    """The topics that were handed in, each once with twins, in an order that gives nothing away."""
    known = [p.topic for p in schedule.positions if p.topic] if schedule else []
    return sorted(dict.fromkeys(known)) if schedule and schedule.rule.per_block == 1 else sorted(known)


def _topics_needed(experiment: Experiment) -> int:
    arms = 1 if experiment.design.twins else len(experiment.change.arms)
    return experiment.design.posts_per_arm * arms * len(experiment.accounts)
