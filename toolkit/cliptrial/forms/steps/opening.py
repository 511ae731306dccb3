"""The top of the notebook: the language, the experiment, and how far it is."""

from __future__ import annotations

from html import escape

import ipywidgets as w

from cliptrial.analysis.findings import Level
from cliptrial.errors import InputError
from cliptrial.forms.pieces import Change, Field, Widget, grid, html, with_classes
from cliptrial.forms.session import LANGUAGE_NAMES, Session, titles
from cliptrial.forms.step import Step
from cliptrial.registry.decisions import read_decisions
from cliptrial.registry.plan.links import read_links
from cliptrial.wording.declared.forms import FieldWords

NEW = ""


class OpeningStep(Step):
    """Language, experiment, and the trail of steps."""

    name = "opening"

    def __init__(self, session: Session, *, trail: bool = True) -> None:
        self._has_trail = trail
        super().__init__(session)

    def content(self) -> list[Widget]:
        """Two choices and the trail."""
        common = self.words.common
        named = titles(self.session.workspace)
        options = [*((title, slug) for slug, title in named.items()), (common.new_experiment, NEW)]
        chosen = Field(FieldWords(common.experiment), w.Dropdown(options=options, value=self.session.slug or NEW))
        language = Field(
            FieldWords(common.language), w.ToggleButtons(options=list(LANGUAGE_NAMES.items()), value=self.session.lang)
        )
        chosen.widget.observe(self._choose, names="value")
        language.widget.observe(self._speak, names="value")
        return [with_classes(grid(chosen, language), "ct-opening"), *([html(self._trail())] if self._has_trail else [])]

    def _choose(self, change: Change) -> None:
        self.session.choose(change["new"] or None, keeps_typed=True)

    def _speak(self, change: Change) -> None:
        self.session.speak(change["new"])

    def _trail(self) -> str:
        done = steps_done(self.session)
        first_open = next((i for i, one in enumerate(done) if not one), len(done))
        items = []
        for number, (name, ready) in enumerate(zip(self.words.common.steps, done, strict=True)):
            state = "ct-done" if ready else "ct-now" if number == first_open else ""
            mark = "✓" if ready else str(number + 1)
            items.append(f'<li class="{state}">{mark} {escape(name)}</li>')
        return f'<ol class="ct-trail">{"".join(items)}</ol>'


def steps_done(session: Session) -> tuple[bool, ...]:
    """Which steps are behind us, by the files that they leave; none where a file has mistakes, which its step tells."""
    try:
        return _done(session)
    except InputError:
        return (False,) * 6


def _done(session: Session) -> tuple[bool, ...]:
    loaded = session.loaded()
    if loaded is None:
        return (False,) * 6
    planned = session.lock() is not None
    numbers = bool(read_links(loaded.folder))
    analysis = session.analysis() if numbers else None
    checked = analysis is not None and not any(f.level is Level.BLOCKER for f in analysis.findings)
    slug = loaded.slug
    page = session.workspace.root / "reports" / slug / f"{slug}_{session.lang}.html"
    return (True, planned, numbers, checked, page.exists(), bool(read_decisions(loaded.folder)))
