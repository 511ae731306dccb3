"""Step 5: the page that a client can read, in both languages."""

from __future__ import annotations

from datetime import date, datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypedDict

from cliptrial.forms.pages import beside_the_kernel, inline, links, saved
from cliptrial.forms.pieces import Widget, actions, button, html
from cliptrial.forms.progress import Progress
from cliptrial.forms.session import LANGUAGE_NAMES
from cliptrial.forms.step import Step
from cliptrial.forms.steps.comment import comment_box
from cliptrial.forms.telling import verdict
from cliptrial.wording.speaker import Speaker

if TYPE_CHECKING:
    from cliptrial.report import Rendered

REPORTS = "reports"


class _Wanted(TypedDict, total=False):
    """What is written beside a page, and for whom."""

    audience: str
    png: bool


class ReportStep(Step):
    """Write the report; open it; read it here."""

    name = "report"
    places: ClassVar = {"comment_who": "comment_who", "comment": "comment", "need_by": "need_by", "need": "need"}

    def content(self) -> list[Widget]:
        """The verdict, a button, and the page once it is written."""
        common, words = self.words.common, self.words.answer
        if self.session.slug is None or self.session.schedule() is None:
            waiting = common.save_idea_first if self.session.slug is None else common.plan_first
            return [html(escape(waiting), "ct-soft")]
        analysis = self.session.analysis()
        assert analysis is not None
        speaker = Speaker.of(analysis, self.session.lang, self.session.workspace.currency)
        write = actions(
            button(words.write, self.attempt(self._write)),
            button(words.write_client, self.attempt(self._write_client)),
            button(words.draw, self.attempt(self._draw)),
            button(words.for_team, self.attempt(self._for_team), quiet=True),
        )
        return [html(verdict(speaker)), write, *comment_box(self), *self._pages(), *self._to_pass_on()]

    def _page(self, lang: str) -> Path:
        slug = str(self.session.slug)
        return self.session.workspace.root / REPORTS / slug / f"{slug}_{lang}.html"

    def _pages(self) -> list[Widget]:
        words, page = self.words.answer, self._page(self.session.lang)
        if not page.exists():
            return [html(f'<p class="ct-soft">{escape(words.no_report_yet)}</p>')]
        written = datetime.fromtimestamp(page.stat().st_mtime)
        when = f"{self.session.f.date(written.date())}, {written:%H:%M}"
        there = {name: self._page(lang) for name, lang in LANGUAGE_NAMES.items() if self._page(lang).exists()}
        return [
            html(f'<p class="ct-soft">{escape(words.written_at(when))}</p>'),
            *(links(path, words.open_page(name), words.download_page) for name, path in there.items()),
            inline(page, words.page_title),
        ]

    def _to_pass_on(self) -> list[Widget]:
        """Links that save the client's sheets and the pictures that are there."""
        folder, slug = self._page(self.session.lang).parent, str(self.session.slug)
        sheets, pictures = sorted(folder.glob(f"*_{slug}_*.html")), sorted(folder.glob("*.png"))
        return [saved(file, file.name) for file in (*sheets, *pictures)]

    def _write(self) -> None:
        self._rendered(list(LANGUAGE_NAMES.values()), {})
        self.say(escape(self.words.answer.written), "good")

    def _write_client(self) -> None:
        (files,) = self._rendered([self.session.lang], {"audience": "client"})
        self.say(escape(self.words.answer.client_written(files.html.name)), "good")

    def _draw(self) -> None:
        (files,) = self._rendered([self.session.lang], {"png": True})
        names = self.session.f.listing(path.name for path in files.png)
        self.say(escape(self.words.answer.drawn(names)), "good")

    def _rendered(self, langs: list[str], wanted: _Wanted) -> list[Rendered]:
        from cliptrial.report import render_all  # figures and notebooks take seconds to import

        root, slug = self.session.workspace.root, str(self.session.slug)
        progress = Progress(self)
        written: list[Rendered] = []

        def write() -> None:
            for one in render_all([slug], root, langs=langs, out=root / REPORTS, **wanted):
                written.append(one)
                progress(len(written), len(langs))

        beside_the_kernel(write)
        self.session.changed()
        return written

    def _for_team(self) -> None:
        """What those who film and post need, and the plan for the client."""
        from cliptrial.posts.week.briefing import Briefing
        from cliptrial.report.team.handed_pages import write_handed  # as above

        loaded, workspace = self.session.loaded(), self.session.workspace
        assert loaded is not None
        briefing = Briefing.of(workspace, loaded)
        files = write_handed(workspace, briefing, workspace.root / REPORTS, lang=None, since=date.today())
        listed = ", ".join(path.relative_to(workspace.root).as_posix() for path in files)
        self.say(escape(f"{self.words.answer.for_team_written} {listed}"), "good")
