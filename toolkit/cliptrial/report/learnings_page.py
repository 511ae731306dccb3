"""The page over all experiments: what the team has learned, and what earlier posts suggest to test."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

from cliptrial.analysis.history.earlier_posts import many_arms
from cliptrial.analysis.history.many_arms import ManyArms
from cliptrial.analysis.learning.library import Library, learn
from cliptrial.plots.learned_forest import learned_forest
from cliptrial.posts.workspaces import find_workspace
from cliptrial.report.board.listed import pages_of
from cliptrial.report.look import Brand
from cliptrial.report.page import Frame, ReportPage, Titles
from cliptrial.report.section import Section
from cliptrial.report.site import index_of
from cliptrial.report.source import brand_of
from cliptrial.wording.experiment.trust import short_hash
from cliptrial.wording.languages import wording_for
from cliptrial.wording.learned import (
    TONES,
    LearnedSpeaker,
    best_guess,
    describe_library,
    draft_experiment,
    looked_at,
    many_arms_lines,
    many_arms_note,
    many_arms_rows,
)

TOO_FEW = "too_few"
SHOWN_AT_ONCE = 12
"""Changes in the table of what is realistic where; the others open on demand."""


def _titles(s: LearnedSpeaker, library: Library, timezone: str) -> Titles:
    """The page's name, and the day of its newest numbers."""
    as_of, words = library.data_as_of, s.w.page
    day = "" if as_of is None else s.f.date(dt.datetime.fromtimestamp(as_of, ZoneInfo(timezone)).date())
    return Titles(words.title, words.stamp(day).rstrip(" ·"))


class LibraryPage(ReportPage):
    """A page about a library.

    Args:
        library: What is told.
        lang: Code of a language, ``en``.
        brand: Whose page it is.
        workspace: Folder whose ``templates/`` win over the packaged ones, and whose earlier posts are looked at.
        reports: Folder of all reports, in one of whose folders the page will lie; None for a page without links.
    """

    def __init__(
        self,
        library: Library,
        lang: str = "en",
        brand: Brand | None = None,
        workspace: Path | None = None,
        reports: Path | None = None,
    ) -> None:
        self.library, self.lang = library, lang
        self._workspace, self._reports = workspace, reports
        self._speaker = s = LearnedSpeaker.of(library, lang)
        brand = brand or Brand()
        self.comments = "" if library.client else "learnings"  # the team's own words are not a client's
        super().__init__(Frame(lang, s.w.page, _titles(s, library, brand.timezone), brand, workspace))

    def learned(self) -> Section:
        """One sentence a variable, every experiment beside the mean on demand, and where there are too few yet."""
        s = self._speaker
        cards = [
            {
                "word": s.w.page.chips[s.code(one)],
                "tone": TONES[s.code(one)],
                "sentence": s.said(one),
                "ahead": s.ahead(one),
                "picture": learned_forest(s, one, f"learned{number}"),
            }
            for number, one in enumerate(self.library.learned)
            if s.code(one) != TOO_FEW
        ]
        return self._section(
            "learned",
            lead=s.lead(),
            cards=cards,
            few=[s.few(one) for one in self.library.learned if s.code(one) == TOO_FEW],
            nothing=s.nothing() if not self.library.learned else "",
            index=f"../{index_of(self.library.client)}" if self._reports else "",
        )

    def tried(self) -> Section:
        """Every change with what is realistic on each account; nothing where only one account tests anything."""
        rows, words = self._speaker.tried_rows(), self._speaker.w.tried
        if not rows:
            return Section("")
        first, rest = rows[:SHOWN_AT_ONCE], rows[SHOWN_AT_ONCE:]
        more = words.more(len(rest)) if rest else ""
        return self._section("tried", tried=words, tables=[(first, ""), (rest, more)] if rest else [(first, "")])

    def lessons(self) -> Section:
        """Every experiment, whether it counts or not, and why; titles lead to the pages that are there."""
        s = self._speaker
        rows = [(self._page_of(one.slug), s.lesson_row(one), s.lesson_tone(one)) for one in self.library.lessons]
        remarks = s.remarks()
        if not rows and not remarks:
            return Section("")
        return self._section("lessons", heading=s.w.page.lessons, columns=s.w.page.columns, rows=rows, remarks=remarks)

    def _page_of(self, slug: str) -> str:
        """Link to an experiment's page, in this language if it is there; empty where it has none."""
        pages = pages_of(slug, self._reports, self.lang) if self._reports else ()
        return f"../{pages[0].link}" if pages else ""

    def earlier_posts(self, dimension: str, metric: str = "views") -> Section:
        """What earlier posts suggest to test next; nothing where no dimension is named."""
        if not dimension or self._workspace is None:
            return Section("")
        opened = find_workspace(self._workspace)
        if self.library.client is not None:
            own = opened.accounts_of(self.library.client)
            opened = opened.model_copy(update={"accounts": {name: opened.accounts[name] for name in own}})
        return self.guesses(many_arms(opened, dimension, metric), dimension)

    def guesses(self, guesses: ManyArms, dimension: str) -> Section:
        """What many values of earlier posts suggest to test next."""
        words = wording_for(self.lang).learned.many_arms
        draft = draft_experiment(guesses, self.lang)
        return self._section(
            "earlier_posts",
            heading=words.heading(self._speaker.names.attribute_within(dimension)),
            lead=looked_at(guesses, self.lang),
            lines=many_arms_lines(guesses, self.lang),
            columns=words.columns,
            rows=list(zip(many_arms_rows(guesses, self.lang), [one.found for one in guesses.values], strict=False)),
            note=many_arms_note(guesses, self.lang),
            test=words.test,
            title=draft["title"] if draft else "",
            guess=best_guess(guesses, self.lang),
        )

    def method(self) -> Section:
        """How it was worked out, and where it comes from."""
        words = wording_for(self.lang).page
        data = words.footer.data(short_hash(self.library.data_hash))
        line = f"{data} · ClipTrial {self.library.version}"
        known = [self._speaker.known(one) for one in self.library.learned]
        return self._section("learned_method", heading=words.headings.details, line=line, known=known)

    def _numbers(self) -> object:
        return describe_library(self.library, self.lang)


class LearningsPage(LibraryPage):
    """The page over all experiments of a workspace, or of one client, which names nobody else.

    Args:
        workspace: The workspace's folder, or one inside it.
        lang: Code of a language; empty for the workspace's, or the client's, own.
        reports: Folder of all reports, in one of whose folders the page will lie; empty for a page without links.
        client: Whose experiments; empty for those of all clients.
    """

    def __init__(self, workspace: str | Path = ".", lang: str = "", reports: str | Path = "", client: str = "") -> None:
        opened = find_workspace(workspace)
        library, folder = learn(opened, client=client or None), Path(reports) if reports else None
        brand = brand_of(opened, opened.accounts_of(client) if client else ())
        super().__init__(library, lang or opened.language_of(client or None), brand, opened.root, folder)
