"""The page of a period: what a client reads in half a minute, and behind lines to open all that was measured."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from cliptrial.analysis.periods.span import Kind, Span
from cliptrial.planning.review.review import Review, newest_span, review
from cliptrial.plots.review.curve import Curves, curves
from cliptrial.plots.review.usual_dots import usual_dot
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.naming import slugify
from cliptrial.registry.workspace import Workspace
from cliptrial.report.look import sheet
from cliptrial.report.page import Frame, Titles
from cliptrial.report.review.names import page_name
from cliptrial.report.review.noticed import NoticedSections
from cliptrial.report.running.pages import Audience
from cliptrial.report.section import META, Section
from cliptrial.report.source import brand_of
from cliptrial.wording.review.audience import audience_lines
from cliptrial.wording.review.speaker import ReviewSpeaker


class ReviewPage(NoticedSections):
    """A page about a period.

    Args:
        period: What is told.
        workspace: Whose it is.
        lang: Code of a language, ``en``.
        audience: ``client`` for a page without what only a team needs.
        name: What the page is called.
    """

    def __init__(
        self, period: Review, workspace: Workspace, lang: str = "en", audience: str = Audience.TEAM, name: str = ""
    ) -> None:
        self.review, self.workspace, self._audience, self.comments = period, workspace, Audience(audience), name
        self.speaker = s = ReviewSpeaker.of(period, workspace, lang, self._audience is Audience.CLIENT)
        stamp = s.w.stamp(s.f.date(min(period.newest, period.span.last))) if period.newest else ""
        titles = Titles(f"{s.title()} - {s.w.title}", stamp)
        brand = brand_of(workspace, period.accounts if period.client or len(period.accounts) == 1 else ())
        super().__init__(Frame(lang, s.w, titles, brand, workspace.root))

    def head(self) -> Section:
        """The brand's line; for a client's page also its sheet, and what its file is called."""
        head, frame = super().head(), self._frame
        if self._audience is Audience.TEAM:
            return head
        style = f"{head.style}\n{sheet('client', frame.workspace)}"
        meta = head.data[META]
        assert isinstance(meta, dict)
        file = "_".join((slugify(frame.brand.name) or "client", page_name(self.review.span, ""), frame.lang))
        return Section(head.html, style, {META: {**meta, "style": style, "kind": "client", "file": file}})

    def first_screen(self) -> Section:
        """The verdict, three numbers on what is usual, how the goals stand, and what was posted, runs, was decided."""
        s = self.speaker
        headline, *rest = s.headline()
        groups = [
            (name, [(card, usual_dot(card.number)) for card in cards], notes) for name, cards, notes in s.groups()
        ]
        return self._section(
            "review",
            title=s.title(),
            headline=headline,
            rest=rest,
            groups=groups,
            goals=s.goals(),
            lines=s.lines(),
        )

    def goals(self) -> Section:
        """Where the goals stand, in full; nothing where none has a number, and on a client's page."""
        goals = self.speaker.goals() if self._audience is Audience.TEAM else []
        return (
            self._section("our_goals", goals=goals, words=self.speaker.language.our_year.goals)
            if goals
            else Section("")
        )

    def longer(self) -> Section:
        """Of a month money and what comes next, of a quarter also what was decided and why."""
        if self.review.span.kind is Kind.WEEK:
            return Section("")
        s = self.speaker
        learned = s.learned() if self.review.span.kind is Kind.QUARTER else []
        money = [("", row) for row in s.money()]
        spent = [(name, columns, [("", row) for row in rows], note) for name, columns, rows, note in s.spent()]
        team = self._audience is Audience.TEAM
        return self._section("review_longer", spent=spent, money=money, learned=learned, steps=s.steps(), team=team)

    def details(self) -> Section:
        """Behind lines to open: every number, and how usual ranges are worked out; nothing on a client's page."""
        if self._audience is Audience.CLIENT:
            return Section("")
        s = self.speaker
        tables = [(name, columns, [("", row) for row in rows], notes) for name, columns, rows, notes in s.tables()]
        watched: dict[tuple[str, ...], tuple[list[str], Curves | None]] = {}
        for one in self.review.by_account:
            lines = tuple(audience_lines(one.audience, self._frame.lang))
            watched.setdefault(lines, ([], curves(one.audience)))[0].append(s.account(one.account))
        legend = s.w.curve(s.w.this[s.kind], s.w.before[s.kind])
        return self._section("review_details", tables=tables, watched=watched, legend=legend)

    def _numbers(self) -> object:
        return self.speaker.describe()


class PerformancePage(ReviewPage):
    """The page of a period of a workspace.

    Args:
        workspace: The workspace's folder, or one inside it.
        lang: Code of a language; empty for that of whoever reads it.
        period: ``week``, ``month`` or ``quarter``.
        day: A day of the period as ``2026-04-20``; empty for the last whole period of which anything is known.
        accounts: Names of accounts, of one client; empty for all.
        audience: ``team`` or ``client``.
        name: What the page is called; its comment is ``comments/<name>.md``.

    Raises:
        InputError: There are no numbers at all, or a file has mistakes.
    """

    def __init__(
        self,
        workspace: str | Path = ".",
        lang: str = "",
        *,
        period: str = Kind.WEEK,
        day: str = "",
        accounts: Sequence[str] = (),
        audience: str = Audience.TEAM,
        name: str = "",
    ) -> None:
        opened = find_workspace(workspace)
        kind = Kind(period)
        span = Span.around(kind, dt.date.fromisoformat(day)) if day else newest_span(opened, kind)
        own = review(opened, span, accounts or tuple(opened.accounts))
        super().__init__(own, opened, lang or opened.language_of(own.client), audience, name or page_name(span, ""))
