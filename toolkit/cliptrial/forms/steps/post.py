"""The tab of posting: what goes out next, and what became of each post."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import ClassVar

import ipywidgets as w

from cliptrial.forms.pieces import Field, Widget, actions, button, choice, grid, heading, html, said, table, text
from cliptrial.forms.step import Step
from cliptrial.forms.steps.plan import posts_named
from cliptrial.forms.steps.weeks import coming_weeks
from cliptrial.posts.workbook.filled.told_states import tell_state
from cliptrial.posts.workbook.layout import INPUTS
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.languages import LANGUAGES, translated
from cliptrial.registry.plan.links import read_links, read_states
from cliptrial.registry.plan.post_states import STATES, PostState
from cliptrial.registry.plan.schedule import Position, Schedule
from cliptrial.registry.platforms import PLATFORMS

NEXT = 7
"""Posts that are shown as coming next."""


_FIELDS = {"link": "link", "state": "state", "promoted_on": "boosted"}
PLACES = {
    translated(column.header, lang): _FIELDS[column.key]
    for column in INPUTS
    if column.key in _FIELDS
    for lang in LANGUAGES
}
"""By header of the workbook, in any language: the field that it is here."""


class PostStep(Step):
    """What is posted next, and a word and a link for each post."""

    name = "post"
    places: ClassVar = PLACES

    def content(self) -> list[Widget]:
        """The next posts, then one post to tell of."""
        loaded, schedule = self.session.loaded(), self.session.schedule()
        if loaded is None or schedule is None:
            waiting = self.words.common
            return [html(escape(waiting.save_idea_first if loaded is None else waiting.plan_first), "ct-soft")]
        if schedule.periods:
            return [heading(self.words.post.coming, first=True), coming_weeks(self, loaded, schedule, date.today())]
        return [*self._coming(loaded, schedule), *self._telling(loaded, schedule)]

    def _coming(self, loaded: Loaded, schedule: Schedule) -> list[Widget]:
        words, f = self.words.post, self.session.f
        named = posts_named(self.session, loaded, schedule)
        coming = [position for position in schedule.positions if position.date >= date.today()][:NEXT]
        if not coming:
            return [heading(words.coming, first=True), html(said(escape(words.nothing_coming)))]
        rows = [
            [str(p.position), f"{f.short_date(p.date)}, {p.slot}", named[p.position], p.topic or ""] for p in coming
        ]
        return [heading(words.coming, first=True), html(table(words.columns, rows))]

    def _telling(self, loaded: Loaded, schedule: Schedule) -> list[Widget]:
        words = self.words.post
        self._links, self._states = read_links(loaded.folder), read_states(loaded.folder)
        self._accounts = {position.position: position.account for position in schedule.positions}
        options = [(self._label(position), position.position) for position in schedule.positions]
        past = [position.position for position in schedule.positions if position.date <= date.today()]
        which = choice(words.fields["post"], options, past[-1] if past else options[0][1])
        states = [(self.told(STATES[state]), state) for state in PostState]
        self.fields = {
            "post": which,
            "state": choice(words.fields["state"], states, PostState.POSTED),
            "link": text(words.fields["link"]),
            "boosted": Field(words.fields["boosted"], w.DatePicker()),
        }
        self._shown()
        which.widget.observe(lambda _: self._shown(), names="value")
        self.fields["state"].widget.observe(lambda _: self._boost(), names="value")
        f = self.fields
        return [
            heading(words.became),
            html(f'<p class="ct-soft">{escape(words.became_text)}</p>'),
            grid(f["post"], f["state"], f["link"], f["boosted"]),
            actions(button(words.save, self.attempt(self._save))),
        ]

    def _label(self, position: Position) -> str:
        said_of = self._states.get(position.position)
        became = f" · {self.told(STATES[said_of])}" if said_of else ""
        linked = " ✓" if position.position in self._links else ""
        when = f"{self.session.f.short_date(position.date)}, {position.slot}"
        return f"{position.position} · {when}{f' · {position.topic}' if position.topic else ''}{became}{linked}"

    def _shown(self) -> None:
        """What is known of the chosen post."""
        number = self.fields["post"].value
        self.fields["state"].value = self._states.get(number, PostState.POSTED)
        self.fields["link"].value = self._links.get(number, "")
        account = self.session.workspace.accounts.get(self._accounts[number])
        self.fields["link"].widget.placeholder = PLATFORMS[account.platform if account else "tiktok"].example
        self._boost()

    def _boost(self) -> None:
        self.fields["boosted"].show(self.fields["state"].value is PostState.BOOSTED)

    def _save(self) -> None:
        assert self.session.slug is not None
        value, workspace = self.fields, self.session.workspace
        number, state = value["post"].value, value["state"].value
        report = tell_state(workspace, self.session.slug, number, state, value["link"].value, value["boosted"].value)
        if report.problems:
            self.complain(report.problems)
            return
        self.session.changed()
        notes = "".join(f"<p>{escape(self.told(note))}</p>" for note in report.notes)
        self.say(f"<p>{escape(self.words.post.saved(str(number)))}</p>{notes}", "good")
