"""Step 1: the idea as one question, one thing that changes, and the number that decides."""

from __future__ import annotations

from html import escape
from typing import ClassVar

import ipywidgets as w

from cliptrial.analysis.cadence.outcomes import COLUMNS
from cliptrial.forms.pieces import (
    Change,
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
from cliptrial.forms.saving import save_idea
from cliptrial.forms.step import Step
from cliptrial.planning.growth.ranking import written_down
from cliptrial.posts.declared import missing_columns
from cliptrial.registry.beside.ideas import EXTRA_WORK
from cliptrial.registry.draft import Draft, DraftArm, DraftGuardrail, Typed
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.model import IDEAS, OF_PERIODS, Experiment, Variable
from cliptrial.registry.naming import slugify
from cliptrial.registry.playbook import playbook
from cliptrial.registry.safety.turns import one_at_a_time
from cliptrial.registry.scaffold import usual_primary
from cliptrial.registry.yaml.text import percent
from cliptrial.wording.declared.forms import FieldWords
from cliptrial.wording.names import label_of

NOTHING = ""
"""What is chosen where nothing is; a list shows None as no choice at all."""


class IdeaStep(Step):
    """Title, hypothesis, variable, arms, metric, smallest effect, guardrail."""

    name = "idea"
    places: ClassVar = {
        "title": "title",
        "accounts": "account",
        "hypothesis.statement": "statement",
        "hypothesis.because": "because",
        "hypothesis.expect": "expect",
        "hypothesis.at_least": "at_least",
        "change.variable": "variable",
        "change.control": "control",
        "change.variants": "variants",
        "metrics.primary": "metric",
        "metrics.guardrails": "worst_acceptable",
        "id": "title",
        "variant": "variants",
        "metric": "metric",
    }

    def content(self) -> list[Widget]:
        """Three groups of fields and one button."""
        if not self.session.workspace.accounts:
            return [html(escape(self.words.setup.first), "ct-soft")]
        loaded, lock = self.session.loaded(), self.session.lock()
        words, common = self.words.idea, self.words.common
        now = loaded.experiment if loaded is not None else None
        self.fields = {**self._question(now), **self._change(now), **self._measure(now)}
        f = self.fields
        f["play"].widget.observe(self._take_play, names="value")
        f["play"].show(now is None)
        f["extra_work"].show(now is None)
        f["variable"].widget.observe(lambda _: self._other_variable(), names="value")
        f["guardrail"].widget.observe(lambda _: self._other_guardrail(), names="value")
        self._other_guardrail()
        f["account"].show(len(self.session.workspace.accounts) > 1)
        f["good_until"].show(f["variable"].value == Variable.SOUND)
        parts = [
            heading(words.groups[0], first=True),
            grid(f["play"], f["title"], f["account"], f["statement"], f["because"]),
            heading(words.groups[1]),
            grid(f["variable"], f["control"], f["variants"], f["good_until"]),
            heading(words.groups[2]),
            grid(f["metric"], f["expect"], f["at_least"], f["guardrail"], f["worst_acceptable"], f["extra_work"]),
        ]
        if lock is not None:
            for field in f.values():
                field.disable(True)
            return [html(said(escape(common.locked(self.session.f.date(lock.on))))), *parts]
        later = [] if now is not None else [button(words.for_later, self.attempt(self._for_later))]
        return [*parts, actions(button(words.save, self.attempt(self._save)), *later)]

    def _question(self, now: Experiment | None) -> dict[str, Field]:
        words = self.words.idea.fields
        accounts = [(name, name) for name in self.session.workspace.accounts]
        drafts = [(str(one.draft(self.session.lang).title), name) for name, one in playbook().items()]
        return {
            "play": choice(words["play"], [(self.words.idea.own_idea, NOTHING), *drafts], NOTHING, wide=True),
            "title": text(words["title"], now.title if now else "", wide=len(accounts) == 1),
            "account": Several(words["account"], accounts, now.accounts if now else accounts[0][:1]),
            "statement": lines(words["statement"], now.hypothesis.statement if now else "", 2),
            "because": lines(words["because"], (now.hypothesis.because or "") if now else "", 2),
        }

    def _take_play(self, chosen: Change) -> None:
        """What the playbook says in the fields, to be changed at will."""
        if chosen["new"] == NOTHING:
            return
        draft, f = playbook()[chosen["new"]].draft(self.session.lang), self.fields
        f["variable"].value = draft.variable
        if draft.primary in [value for _, value in f["metric"].widget.options]:
            f["metric"].value = draft.primary
        for name in ("title", "statement", "because", "expect"):
            f[name].value = getattr(draft, name)
        f["at_least"].value = float(str(draft.at_least).rstrip("%"))
        f["control"].value = _as_typed(draft.control)
        f["variants"].value = "\n".join(map(_as_typed, draft.variants or ()))

    def _change(self, now: Experiment | None) -> dict[str, Field]:
        words = self.words.idea
        change = now.change if now else None
        whole = (Variable.BUNDLE,) if change and change.variable is Variable.BUNDLE else IDEAS
        options = [(words.variables[v.value], v.value) for v in whole]
        variable = change.variable.value if change else Variable.HOOK.value
        variants = [arm.label for arm in change.variants] if change else []
        until = next((arm.good_until for arm in change.variants if arm.good_until), None) if change else None
        return {
            "variable": pick(words.fields["variable"], options, variable, wide=True),
            "control": lines(self._arm("control", variable), change.control.label if change else "", 2),
            "variants": lines(self._arm("variants", variable), "\n".join(variants), 2),
            "good_until": Field(words.fields["good_until"], w.DatePicker(value=until)),
        }

    def _measure(self, now: Experiment | None) -> dict[str, Field]:
        words, metrics = self.words.idea, now.metrics if now else None
        options = self._metrics(now, now is not None and now.change.variable in OF_PERIODS)
        guard = metrics.guardrails[0] if metrics and metrics.guardrails else None
        wanted = metrics.primary if metrics else usual_primary(Variable.HOOK)
        at_least = round(100 * now.hypothesis.at_least, 4) if now else 10.0
        worst = round(-100 * guard.worst_acceptable, 4) if guard else 10.0
        expect = now.hypothesis.expect.value if now else "increase"
        return {
            "metric": choice(words.fields["metric"], options, wanted),
            "extra_work": pick(
                words.fields["extra_work"], [(words.work[name], name) for name in EXTRA_WORK], next(iter(EXTRA_WORK))
            ),
            "expect": pick(words.fields["expect"], [(label, code) for code, label in words.expect.items()], expect),
            "at_least": Field(words.fields["at_least"], w.BoundedFloatText(at_least, min=0.1, max=1000, step=1)),
            "guardrail": choice(
                words.fields["guardrail"],
                [(self.words.common.none, NOTHING), *options],
                guard.metric if guard else NOTHING,
            ),
            "worst_acceptable": Field(
                words.fields["worst_acceptable"], w.BoundedFloatText(worst, min=1, max=99, step=1)
            ),
        }

    def _metrics(self, now: Experiment | None, weeks: bool) -> list[tuple[str, str]]:
        """Metrics that every account can deliver, or of whole weeks, and those that the experiment names already."""
        ws = self.session.workspace
        accounts = [ws.accounts[n] for n in now.accounts if n in ws.accounts] if now else list(ws.accounts.values())
        own = {now.metrics.primary, *(g.metric for g in now.metrics.guardrails)} if now else set()
        return [
            (label_of(metric, self.session.lang, self.session.wording.terms), name)
            for name, metric in self.session.metrics.items()
            if name in own
            or (weeks and {*metric.columns} <= COLUMNS)
            or not any(missing_columns(metric, a.sources, followers_known=a.followers is not None) for a in accounts)
        ]

    def _arm(self, which: str, variable: str) -> FieldWords:
        values = self.words.idea.arm_values
        return values.get(f"{which}.{variable}", values[which])

    def _other_variable(self) -> None:
        """Other words for the arms, and the number that usually decides, while nothing is saved."""
        variable = self.fields["variable"].value
        self.fields["good_until"].show(variable == Variable.SOUND)
        for which in ("control", "variants"):
            field, words = self.fields[which], self._arm(which, variable)
            field.words = words
            field.widget.description, field.widget.placeholder = words.label, words.example
            field.help(words.hint)
        if self.session.slug is None:
            metric, weeks = self.fields["metric"], variable in OF_PERIODS
            chosen = metric.value
            metric.widget.options = self._metrics(None, weeks)
            metric.value = chosen if chosen in [name for _, name in metric.widget.options] else metric.value
            known = [value for _, value in self.fields["metric"].widget.options]
            usual = usual_primary(variable)
            if usual in known:
                self.fields["metric"].value = usual

    def _other_guardrail(self) -> None:
        self.fields["worst_acceptable"].show(bool(self.fields["guardrail"].value))

    def _save(self) -> None:
        loaded: Loaded | None = self.session.loaded()
        drawn = self.session.schedule() is not None
        f = self.fields
        guardrail = DraftGuardrail(metric=f["guardrail"].value, worst_acceptable=-f["worst_acceptable"].value / 100)
        typed = f["variants"].value.splitlines()
        until = f["good_until"].value if f["variable"].value == Variable.SOUND else None
        idea = Draft(
            accounts=list(f["account"].value),
            title=f["title"].value,
            statement=f["statement"].value,
            because=f["because"].value or None,
            variable=f["variable"].value,
            control=f["control"].value,
            variants=[DraftArm(value=line.strip(), good_until=until) for line in typed if line.strip()],
            primary=f["metric"].value,
            expect=f["expect"].value,
            at_least=percent(f["at_least"].value / 100),
            guardrails=[guardrail] if guardrail.metric else [],
        )
        with one_at_a_time(self.session.workspace.root):
            slug = save_idea(self.session.workspace, loaded, idea, drawn=drawn)
        self.session.choose(slug)
        title = f["title"].value
        title = title if title.endswith((".", "?", "!")) else f"{title}."
        self.say(escape(self.words.idea.saved(title)), "good")

    def _for_later(self) -> None:
        """Onto the list of ideas, where `cliptrial idea` ranks it."""
        f, typed = self.fields, [line.strip() for line in self.fields["variants"].value.splitlines() if line.strip()]
        ways = {"variant": typed[0] if typed else "", "control": f["control"].value.strip()}
        if f["variable"].value == Variable.HASHTAGS:
            ways = {name: [tag.lstrip("#") for tag in way.split()] for name, way in ways.items()}
        work = {"extra_work": f["extra_work"].value, "metric": f["metric"].value, "variable": f["variable"].value}
        given = {"id": slugify(f["title"].value), **ways, **work}
        client = self.session.workspace.client_of(f["account"].value)
        given |= {"client": client, "note": f["because"].value.strip()}
        idea = written_down(self.session.workspace, {key: value for key, value in given.items() if value})
        self.say(escape(self.words.idea.on_the_list(idea.label)), "good")


def _as_typed(arm: Typed | None) -> str:
    """An arm as people type it: its words, or its hashtags."""
    return arm if isinstance(arm, str) else " ".join(f"#{tag}" for tag in arm or () if isinstance(tag, str))
