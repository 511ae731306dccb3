"""Step 6: what is done about it, by whom and why; and the next experiment."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import ClassVar

from cliptrial.analysis.proposal import propose
from cliptrial.errors import Problem, RegistryError
from cliptrial.forms.pieces import Widget, actions, button, grid, heading, html, lines, pick, text
from cliptrial.forms.step import Step
from cliptrial.messages import says
from cliptrial.registry.beside.adopted import is_check
from cliptrial.registry.beside.bundle import begins, decision_problems
from cliptrial.registry.beside.ideas import EXTRA_WORK, work_of
from cliptrial.registry.decisions import Choice, read_decisions
from cliptrial.registry.decisions import decide as record_decision
from cliptrial.registry.draft import Draft
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.naming import slugify
from cliptrial.registry.safety.signs import visible
from cliptrial.registry.scaffold import new_experiment
from cliptrial.wording.experiment.proposal import Proposed, kept, proposed
from cliptrial.wording.speaker import Speaker


class DecideStep(Step):
    """Record a decision; start the next experiment."""

    name = "decide"
    places: ClassVar = {"what": "what", "who": "who", "why": "why", "title": "next_title"}

    def content(self) -> list[Widget]:
        """What was decided so far, a form for the next decision, and the next experiment."""
        loaded = self.session.loaded()
        if loaded is None:
            return [html(escape(self.words.common.save_idea_first), "ct-soft")]
        words = self.words.answer
        decisions = self.session.wording.terms.decisions
        options = [(_capital(decisions[choice.value]), choice.value) for choice in Choice]
        self.fields = {
            "work": pick(words.decision["work"], self._amounts(), self._usual_work(loaded), wide=True),
            "what": pick(words.decision["what"], options, None, wide=True),
            "who": text(words.decision["who"]),
            "why": lines(words.decision["why"], "", 2),
            "next_title": text(words.next_title),
        }
        f = self.fields
        known = self.session.schedule() is not None
        f["work"].show(known)
        proposal = html(self._proposal() if known else "")
        f["work"].widget.observe(lambda _: setattr(proposal, "value", visible(self._proposal())), names="value")
        return [
            html(self._so_far(loaded)),
            grid(f["work"]),
            proposal,
            grid(f["what"], f["who"], f["why"]),
            actions(button(words.record, self.attempt(self._record))),
            heading(words.next_experiment),
            html(f'<p class="ct-soft">{escape(words.next_experiment_text)}</p>'),
            grid(f["next_title"]),
            actions(button(words.begin, self.attempt(self._begin), quiet=True)),
        ]

    def _amounts(self) -> list[tuple[str, object]]:
        named = self.session.wording.ideas.work
        return [(_capital(named[name]), share) for name, share in EXTRA_WORK.items()]

    def _usual_work(self, loaded: Loaded) -> float:
        """What the experiment's idea says, as the nearest of the three amounts."""
        said = work_of(self.session.workspace, loaded.experiment.idea)
        return min(EXTRA_WORK.values(), key=lambda share: abs(share - said))

    def _proposed(self) -> Proposed:
        analysis, work = self.session.analysis(), self.fields["work"].value
        assert analysis is not None
        speaker = Speaker.of(analysis, self.session.lang, self.session.workspace.currency)
        return proposed(speaker, propose(analysis, float(work or 0.0)))

    def _proposal(self) -> str:
        """What we know, what we do, what it costs."""
        words, said = self.session.wording.proposals, self._proposed()
        rows = ((words.know, said["know"]), (words.do, said["do"]), (words.cost, said["cost"]))
        return "".join(f"<p><b>{escape(name)}:</b> {escape(text)}</p>" for name, text in rows)

    def _so_far(self, loaded: Loaded) -> str:
        words, terms, f = self.words.answer, self.session.wording.terms, self.session.f
        decisions = read_decisions(loaded.folder)
        if not decisions:
            return f'<p class="ct-soft">{escape(words.no_decision_yet)}</p>'
        rows = (
            f"<p><b>{escape(_capital(terms.decisions[d.what.value]))}</b>: {escape(d.why)} "
            f'<span class="ct-soft">{escape(d.who)}, {escape(f.date(d.when))}</span></p>'
            for d in decisions
        )
        return f"<p>{escape(words.so_far)}:</p>{''.join(rows)}"

    def _record(self) -> None:
        loaded = self.session.loaded()
        assert loaded is not None
        what, who, why = (self.value(name) for name in ("what", "who", "why"))
        asked = {"what": what, "who": who, "why": why}
        problems = [
            Problem("missing", says("{name} is empty", name=name), field=name)
            for name, given in asked.items()
            if not given
        ]
        if problems:
            raise RegistryError(problems)
        choice, today = Choice(str(what)), date.today()
        if refused := decision_problems(self.session.workspace, loaded, choice, today):
            raise RegistryError(refused)
        beside = kept(self._proposed() if self.session.schedule() is not None else None)
        work = self.fields["work"].value
        if work is not None and not is_check(loaded) and work != self._usual_work(loaded):
            beside |= {"extra_work": float(work)}
        if choice is Choice.SHIP and not is_check(loaded):
            start, _ = begins(self.session.workspace, loaded, today)
            beside |= {"from": start.isoformat()} if start != today else {}
        record_decision(loaded.folder, who=who, when=today, what=what, why=why, **beside)
        self.fields["why"].value = ""
        self.session.changed()
        self.say(escape(self.words.answer.recorded), "good")

    def _begin(self) -> None:
        title = self.value("next_title")
        if not title:
            raise RegistryError(Problem("missing", says("no title"), field="title"))
        slug = slugify(title) or f"{self.session.slug}-2"
        if (self.session.workspace.experiments_dir / slug).exists():
            raise RegistryError(Problem("exists", says("{slug} is there already", slug=slug), field="title"))
        new_experiment(self.session.workspace, slug, Draft(title=title), from_slug=self.session.slug)
        begun = self.words.answer.begun(title)
        self.session.choose(slug)
        self.say(escape(begun), "good")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
