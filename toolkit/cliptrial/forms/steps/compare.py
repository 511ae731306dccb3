"""The form of the comparison notebook: earlier posts side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any, ClassVar

import ipywidgets as w

from cliptrial.analysis import compare_history
from cliptrial.forms.pages import beside_the_kernel, inline, links
from cliptrial.forms.pieces import (
    Change,
    Field,
    Widget,
    actions,
    button,
    choice,
    grid,
    heading,
    html,
    impossible_posts,
    lines,
    pick,
    said,
    text,
)
from cliptrial.forms.session import LANGUAGE_NAMES, Session
from cliptrial.forms.step import Step
from cliptrial.forms.steps.report import REPORTS
from cliptrial.forms.telling import findings, uplifts, verdict
from cliptrial.registry.beside.comments import day_in
from cliptrial.registry.naming import slugify
from cliptrial.wording.declared.forms import FieldWords
from cliptrial.wording.names import label_of
from cliptrial.wording.speaker import Speaker


@dataclass(frozen=True, slots=True)
class Wish:
    """What the notebook's parameters say; empty texts mean no wish."""

    account: str = ""
    dimension: str = "hashtags"
    values: tuple[str, ...] = ()
    control: str = ""
    metric: str = "views"
    start: str = ""
    end: str = ""
    leave_out: str = ""


class CompareStep(Step):
    """A small form, the answer below it, and the page."""

    name = "compare"
    places: ClassVar = {
        "account": "account",
        "dimension": "dimension",
        "values": "values",
        "metric": "metric",
        "start": "start",
        "end": "end",
        "leave_out": "leave_out",
    }

    def __init__(self, session: Session, wish: Wish) -> None:
        self._wish = wish
        self._answer = w.VBox([])
        super().__init__(session)
        self.attempt(self._compare)()

    def content(self) -> list[Widget]:
        """Language, the fields, the button, and the answer."""
        words, common = self.words.compare, self.words.common
        language = Field(
            FieldWords(common.language), w.ToggleButtons(options=list(LANGUAGE_NAMES.items()), value=self.session.lang)
        )
        language.widget.observe(self._speak, names="value")
        self._fill()
        f = self.fields
        f["account"].show(len(self.session.workspace.accounts) > 1)
        ask = button(words.compare, self.attempt(self._compare))
        write = button(words.write, self.attempt(self._write), quiet=True)
        return [grid(language, *f.values()), actions(ask, write), self._answer]

    def _fill(self) -> None:
        words, wish = self.words.compare, self._wish
        fields = words.fields
        accounts = [(words.any_account, ""), *((name, name) for name in self.session.workspace.accounts)]
        metrics = [
            (label_of(metric, self.session.lang, self.session.wording.terms), name)
            for name, metric in self.session.metrics.items()
        ]
        dimensions = [(label, code) for code, label in words.dimensions.items()]
        self.fields = {
            "account": choice(fields["account"], accounts, wish.account),
            "dimension": pick(fields["dimension"], dimensions, wish.dimension, wide=True),
            "values": lines(fields["values"], "\n".join(wish.values), 3, wide=True),
            "metric": choice(fields["metric"], metrics, wish.metric),
            "control": text(fields["control"], wish.control),
            "start": Field(fields["start"], w.DatePicker(value=day_in(wish.start))),
            "end": Field(fields["end"], w.DatePicker(value=day_in(wish.end))),
            "leave_out": impossible_posts(self.words.common, wish.leave_out),
        }

    def _speak(self, change: Change) -> None:
        self.session.speak(change["new"])
        self.attempt(self._compare)()

    def _choice(self) -> dict[str, Any]:
        """The form as arguments of a comparison, in JSON's types."""
        values = [line.strip() for line in self.value("values").splitlines() if line.strip()]
        days = {name: self.value(name) for name in ("start", "end")}
        return {
            "account": self.value("account"),
            "dimension": self.value("dimension"),
            "values": values,
            "control": self.value("control"),
            "metric": self.value("metric"),
            "leave_out": self.value("leave_out"),
            **{name: day.isoformat() if isinstance(day, date) else "" for name, day in days.items()},
        }

    def _compare(self) -> None:
        self._answer.children = ()
        given = {name: value for name, value in self._choice().items() if value}
        analysis = compare_history(self.session.workspace, **given)
        speaker = Speaker.of(analysis, self.session.lang, self.session.workspace.currency)
        words = self.words.compare
        self._answer.children = (
            html(verdict(speaker)),
            html(uplifts(speaker, words.columns)),
            html(f'<p class="ct-soft">{escape(words.observed)}</p>'),
            heading(self.words.answer.findings),
            html(findings(speaker)),
        )

    def _write(self) -> None:
        from cliptrial.report import render_report  # figures and notebooks take seconds to import

        given = {name: value for name, value in self._choice().items() if value}
        root, lang = self.session.workspace.root, self.session.lang
        out = root / REPORTS
        parts = ("comparison", given["dimension"], given.get("account", ""))
        name = slugify(" ".join(part for part in parts if part))
        done = beside_the_kernel(lambda: render_report("comparison", root, lang=lang, out=out, name=name, **given))
        words = self.words.answer
        label = words.open_page(next(label for label, code in LANGUAGE_NAMES.items() if code == lang))
        self._answer.children = (
            html(said(escape(words.written_at(self.session.f.date(date.today()))), "good")),
            links(done.html, label, words.download_page),
            inline(done.html, words.page_title),
        )
