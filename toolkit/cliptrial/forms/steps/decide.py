"""Step 6: what is done about it, by whom and why; and the next experiment."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import ClassVar

from cliptrial.errors import Problem, RegistryError
from cliptrial.forms.pieces import Widget, actions, button, grid, heading, html, lines, pick, text
from cliptrial.forms.step import Step
from cliptrial.messages import says
from cliptrial.registry.decisions import Choice, read_decisions
from cliptrial.registry.decisions import decide as record_decision
from cliptrial.registry.draft import Draft
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.naming import slugify
from cliptrial.registry.scaffold import new_experiment


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
            "what": pick(words.decision["what"], options, None, wide=True),
            "who": text(words.decision["who"]),
            "why": lines(words.decision["why"], "", 2),
            "next_title": text(words.next_title),
        }
        f = self.fields
        return [
            html(self._so_far(loaded)),
            grid(f["what"], f["who"], f["why"]),
            actions(button(words.record, self.attempt(self._record))),
            heading(words.next_experiment),
            html(f'<p class="ct-soft">{escape(words.next_experiment_text)}</p>'),
            grid(f["next_title"]),
            actions(button(words.begin, self.attempt(self._begin), quiet=True)),
        ]

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
        record_decision(loaded.folder, who=who, when=date.today(), what=what, why=why)
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
