"""Step 2: how many posts, when, about what; what that can find out; the calendar; the lock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import escape
from typing import ClassVar

import ipywidgets as w

from cliptrial.errors import InputError, Problem, RegistryError
from cliptrial.forms.calendar import calendar
from cliptrial.forms.pieces import (
    Field,
    Several,
    Widget,
    actions,
    button,
    choice,
    grid,
    heading,
    html,
    lines,
    pick,
    said,
    text,
)
from cliptrial.forms.saving import time_of_day, with_design
from cliptrial.forms.session import Session
from cliptrial.forms.step import Step
from cliptrial.forms.steps.sharing import could_share, lock_shared, partners, plan_shared
from cliptrial.forms.steps.weeks import plan_of_weeks, typed_design
from cliptrial.messages import says
from cliptrial.planning import Plan, plan_experiment
from cliptrial.planning.feasibility import feasibility
from cliptrial.planning.foresight import Ahead, foresight, next_monday
from cliptrial.planning.plan import as_drawn
from cliptrial.planning.rounds.drawn import PlanTogether, plan_together
from cliptrial.planning.topics import topics_of
from cliptrial.registry.experiments import Loaded, load_experiment
from cliptrial.registry.model import WEEKDAYS, Arm, Design, Experiment, Unit, Variable, usual_weekdays
from cliptrial.registry.plan.collisions import lock_plan
from cliptrial.registry.plan.instalments import blocks_without_topics
from cliptrial.registry.plan.lock import LockRecord
from cliptrial.registry.plan.pauses import days_off, iso_days
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.plan.schedule_files import write_schedule
from cliptrial.registry.rounds.combined import AND, all_of, labels_of, with_combinations
from cliptrial.registry.safety.turns import one_at_a_time
from cliptrial.registry.yaml.writing import write_experiment
from cliptrial.rotation.draw import topics_needed
from cliptrial.wording.experiment.planned import plan_sentences
from cliptrial.wording.names import SHORT, arm_text, human

LAID_OUT = ("start", "posts_per_arm", "weekdays", "posts_a_week", "slots", "pauses", "holidays")


class PlanStep(Step):
    """Start, weekdays, slots, posts per arm, pauses, topics; feasibility; calendar; lock."""

    name = "plan"
    places: ClassVar = {
        "design.start": "start",
        "design.weekdays": "weekdays",
        "design.slots": "slots",
        "design.posts_per_arm": "posts_per_arm",
        "design.pauses": "pauses",
        **{f"design.{name}": name for name in ("periods_per_arm", "period_weeks", "washout_days", "regions")},
        "topics": "topics",
    }

    def content(self) -> list[Widget]:
        """The fields, what the plan can find out, and the calendar once it is drawn."""
        loaded = self.session.loaded()
        if loaded is None:
            return [html(escape(self.words.common.save_idea_first), "ct-soft")]
        schedule, record = self.session.schedule(), self.session.lock()
        if loaded.experiment.design.unit is Unit.PERIOD:
            return [*plan_of_weeks(self, loaded), *(self._lock_part(record) if schedule else [])]
        self._outlook = html("")
        self._fill(loaded, schedule)
        self._listen()
        self._look_ahead()
        self._count_topics()
        f = self.fields
        f["slots"].show(loaded.experiment.change.variable is not Variable.SLOT)
        f["holidays"].show(any(days_off(self.session.workspace, loaded.experiment).holidays.values()))
        shared = ("together",) if "together" in f else ()
        parts = [grid(*(f[name] for name in (*LAID_OUT, *shared, "topics"))), self._outlook]
        waiting = record is not None and schedule is not None and bool(blocks_without_topics(schedule.positions))
        if record is not None:
            for name, field in f.items():
                field.disable(name != "topics" or not waiting)
        if waiting:
            parts.append(actions(button(self.words.plan.add_topics, self.attempt(self._add_topics))))
        elif record is None:
            parts.append(actions(button(self.words.plan.draw, self.attempt(self._draw))))
        if schedule is not None:
            parts += [heading(self.words.plan.calendar), html(self._calendar(loaded, schedule))]
            parts += self._lock_part(record)
        return parts

    def _fill(self, loaded: Loaded, schedule: Schedule | None) -> None:
        words, design = self.words.plan.fields, loaded.experiment.design
        days = list(zip(self.session.f.weekdays(), WEEKDAYS, strict=True))
        self.fields = {
            "start": Field(words["start"], w.DatePicker(value=design.start or next_monday(date.today()))),
            "posts_per_arm": Field(words["posts_per_arm"], w.BoundedIntText(design.posts_per_arm, min=2, max=500)),
            "weekdays": Several(words["weekdays"], days, design.weekdays),
            "posts_a_week": Field(words["posts_a_week"], w.BoundedIntText(len(design.weekdays), min=1, max=70)),
            "slots": text(words["slots"], ", ".join(design.slots)),
            "pauses": lines(words["pauses"], "\n".join(design.pauses), 2),
            "holidays": pick(words["holidays"], [(n, c) for c, n in self.words.plan.holidays.items()], design.holidays),
            "topics": lines(words["topics"], "\n".join(_topics(schedule)), 8, wide=True),
        }
        self._offer_posts(loaded)
        self._count_week()

    def _offer_posts(self, loaded: Loaded) -> None:
        """With which other experiment it shares its posts, or could."""
        with_it = partners(loaded)
        others = could_share(self.session.workspace, loaded)
        if not with_it and not others:
            return
        words, joined = self.words.plan, ",".join(with_it)
        options = [(joined, joined)] if with_it else [(words.alone, ""), *((t, slug) for slug, t in others.items())]
        self.fields["together"] = choice(words.fields["together"], options, joined, wide=True)
        self.fields["together"].disable(bool(with_it))

    def _others(self) -> list[str]:
        """The experiments on the same posts, as chosen."""
        chosen = str(self.fields["together"].value) if "together" in self.fields else ""
        return [slug for slug in chosen.split(",") if slug]

    def _listen(self) -> None:
        f = self.fields
        f["posts_a_week"].on_change(self._spread_week)
        for name in ("weekdays", "slots"):
            f[name].on_change(self._count_week)
        for name in LAID_OUT:
            f[name].on_change(self._look_ahead)
        for name in ("posts_per_arm", "topics"):
            f[name].on_change(self._count_topics)

    def _slots(self) -> list[str]:
        return [time_of_day(part) for part in self.fields["slots"].value.replace(";", ",").split(",") if part.strip()]

    def _posts_a_day(self) -> int:
        loaded = self.session.loaded()
        tested = loaded is not None and loaded.experiment.change.variable is Variable.SLOT
        return 1 if tested else max(len(self._slots()), 1)

    def _count_week(self) -> None:
        self.fields["posts_a_week"].value = max(len(self.fields["weekdays"].value) * self._posts_a_day(), 1)

    def _spread_week(self) -> None:
        """So many posts a week on the usual days, where other days would give another number."""
        wanted = min(max(round(self.fields["posts_a_week"].value / self._posts_a_day()), 1), 7)
        if wanted != max(len(self.fields["weekdays"].value), 1):
            self.fields["weekdays"].value = usual_weekdays(wanted)
        self._count_week()

    def _calendar(self, loaded: Loaded, schedule: Schedule) -> str:
        if not schedule.crossed:
            return calendar(
                schedule, {arm.id: short_label(arm) for arm in loaded.experiment.change.arms}, self.session.f
            )
        labels = labels_of(all_of(self.session.workspace, loaded).values())
        return calendar(with_combinations(schedule, loaded.slug), labels, self.session.f)

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
            "weekdays": f["weekdays"].value,
            "pauses": [iso_days(line) for line in f["pauses"].value.splitlines() if line.strip()],
            "holidays": f["holidays"].value,
        }
        if loaded.experiment.change.variable is not Variable.SLOT:
            design |= {"slots": self._slots(), "posts_per_day": self._posts_a_day()}
        return design

    def _typed_topics(self) -> list[str]:
        return [line.strip() for line in self.fields["topics"].value.splitlines() if line.strip()]

    def _as_typed(self) -> Loaded | None:
        """The experiment as typed; None where something does not fit, which is said when the plan is drawn."""
        try:
            loaded = self.session.loaded()
            if loaded is None:
                return None
            return replace(loaded, experiment=with_design(self.session.workspace, loaded, **self._design(loaded)))
        except InputError:
            return None

    def _look_ahead(self) -> None:
        """What this plan could find out, and what would be better, while it is typed."""
        loaded = self._as_typed()
        if loaded is None:
            return
        try:
            self._outlook.value = said("".join(self._promise(loaded)))
        except InputError:
            return  # it is said beside the fields when the plan is drawn

    def _promise(self, loaded: Loaded) -> Iterator[str]:
        words, f, experiment = self.words.plan, self.session.f, loaded.experiment
        metric = self.session.metrics[experiment.metrics.primary]
        outlook = feasibility(self.session.workspace, experiment, metric)
        early = experiment.analysis.futility
        sentences = list(plan_sentences(outlook, metric, self.session.lang, early=early))
        ahead = Ahead(self.session.workspace, loaded, date.today())
        if experiment.design.start is not None:
            first = f.date(min(place.day for _, place in ahead.posts))
            sentences.insert(0, words.runs(f.number(len(ahead.posts)), first, f.date(ahead.last)))
        if experiment.change.variable is Variable.SLOT:
            sentences.append(words.slot_is_variable)
        yield from (f"<p>{escape(sentence)}</p>" for sentence in sentences)
        if self.session.lock() is None:
            for note in foresight(self.session.workspace, loaded, date.today()):
                yield f'<p class="ct-better">{escape(self.in_words(note))}</p>'

    def _count_topics(self) -> None:
        loaded, f, words = self._as_typed(), self.session.f, self.words.plan
        wanted = topics_needed(loaded.experiment) if loaded is not None else 0
        count = words.topics_count(f.number(len(self._typed_topics())), f.number(wanted))
        self.fields["topics"].help(f"{words.fields['topics'].hint} {count}.")

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

    def _add_topics(self) -> None:
        """Topics for the next whole blocks of a locked plan."""
        with one_at_a_time(self.session.workspace.root):
            loaded = self.session.loaded()
            assert loaded is not None
            ws, slugs = self.session.workspace, [loaded.slug, *self._others()]
            plan = (
                plan_together(ws, slugs, topics=self._typed_topics(), today=date.today())
                if len(slugs) > 1
                else plan_experiment(ws, loaded, topics=self._typed_topics(), today=date.today())
            )
        self.session.changed()
        self.fields["topics"].value = "\n".join(_topics(plan.schedule))
        f, words, added = self.session.f, self.words.plan, plan.blocks
        if added is None:
            self.say(escape(words.unchanged), "good")
            return
        last = max(p.date for p in plan.schedule.positions if p.block <= added[1])
        self.say(escape(words.topics_added(f.date(last))), "good")

    def _written(self, loaded: Loaded, experiment: Experiment, topics: list[str]) -> Plan | PlanTogether:
        """The plan of the experiment as typed; everything as it was where it cannot be drawn."""
        before, drawn = loaded.experiment, self.session.schedule()
        if self._others():
            fresh = topics if sorted(topics) != _topics(drawn) else []
            return plan_shared(self.session.workspace, loaded, self._others(), self._design(loaded), fresh)
        write_experiment(loaded.folder, experiment)
        try:
            again = load_experiment(loaded.slug, self.session.workspace)
            fresh = topics if sorted(topics) != _topics(drawn) else []
            return plan_experiment(self.session.workspace, again, topics=fresh, today=date.today())
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
            if not problems and not self._others():
                as_drawn(self.session.workspace, experiment, self._typed_topics())
        except InputError as error:
            problems += error.problems
        if problems or experiment is None:
            raise RegistryError(problems)
        return experiment

    def _place(self, problem: Problem) -> str | None:
        return "topics" if problem.code in ("topics_do_not_fit", "topics_changed") else super()._place(problem)

    def _lock(self) -> None:
        loaded, schedule = self.session.loaded(), self.session.schedule()
        assert loaded is not None
        words, weeks = self.words.plan, loaded.experiment.design.unit is Unit.PERIOD
        typed = {k: v for k, v in typed_design(self).items() if v is not None} if weeks else self._design(loaded)
        as_typed = Design.model_validate({**loaded.experiment.design.model_dump(), **typed})
        if as_typed != loaded.experiment.design or (not weeks and sorted(self._typed_topics()) != _topics(schedule)):
            self.say(escape(words.lock_first_draw), "warn")
            return
        ws = self.session.workspace
        shared = schedule is not None and bool(schedule.crossed)
        record = lock_shared(ws, loaded) if shared else lock_plan(ws, loaded, schedule, date.today())
        self.session.changed()
        if schedule is not None and schedule.positions[0].date < record.on:
            self.say(escape(words.locked_late), "warn")


def posts_named(session: Session, loaded: Loaded, schedule: Schedule) -> dict[int, str]:
    """By position: what its post is, over all questions that it answers."""
    plans = all_of(session.workspace, loaded)
    arms = {slug: {arm.id: short_label(arm) for arm in plan.change.arms} for slug, plan in plans.items()}
    drawn = {one.slug: one.arms for one in schedule.crossed} | {loaded.slug: [p.arm for p in schedule.positions]}
    asked = [slug for slug in plans if slug in drawn]
    return {
        p.position: AND.join(arms[slug].get(drawn[slug][row], drawn[slug][row]) for slug in asked)
        for row, p in enumerate(schedule.positions)
    }


def short_label(arm: Arm) -> str:
    """What stands in a calendar: the arm's value where it is short, else its name."""
    value = arm_text(arm.value)
    return value if len(value) <= SHORT else human(arm.id)


def _topics(schedule: Schedule | None) -> list[str]:
    """The topics that were handed in, each once with twins, in an order that gives nothing away."""
    return topics_of(schedule) if schedule else []
