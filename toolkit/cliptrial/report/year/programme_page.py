"""The page of a year: what was tried and adopted, what old against new showed, and what is only estimated."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cliptrial.planning.growth.our_year import OurYear, our_year
from cliptrial.plots.year.ideas_and_check import ideas_and_check
from cliptrial.plots.year.views_strip import views_strip
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.workspace import Workspace
from cliptrial.report.page import Frame, ReportPage, Titles
from cliptrial.report.section import Section
from cliptrial.report.site import INDEX
from cliptrial.report.source import brand_of
from cliptrial.wording.our_year import YearSpeaker


class YearPage(ReportPage):
    """A page about a year.

    Args:
        year: What is told.
        workspace: Whose it is.
        lang: Code of a language, ``en``.
        linked: Whether it lies among the reports, so that it leads back to the index.
    """

    comments = "programme"

    def __init__(self, year: OurYear, workspace: Workspace, lang: str = "en", linked: bool = False) -> None:
        self.year, self.speaker, self._linked = year, YearSpeaker.of(year, workspace, lang), linked
        s = self.speaker
        owner = year.accounts if year.client or len(year.accounts) == 1 else ()
        titles = Titles(s.w.title, s.w.stamp(s.f.date(year.until)))
        super().__init__(Frame(lang, s.w, titles, brand_of(workspace, owner), workspace.root))

    def first_screen(self) -> Section:
        """What a client reads in half a minute: no forecast, no comparison with what might have been, no hit rate."""
        s = self.speaker
        headline, *rest = s.headline()
        return self._section(
            "our_year",
            index=f"../{INDEX}" if self._linked else "",
            headline=headline,
            rest=" ".join(rest),
            picture=ideas_and_check(s) if self.year.tried or self.year.checks else None,
            lines=s.lines(),
            strip=views_strip(s),
        )

    def goals(self) -> Section:
        """Where the goals stand; nothing where none has a number."""
        texts = self.speaker.goals()
        return self._section("our_goals", goals=texts, words=self.speaker.w.goals) if texts else Section("")

    def details(self) -> Section:
        """For analysts, behind lines to open."""
        s = self.speaker
        return self._section(
            "our_year_details",
            heading=s.language.page.headings.details,
            d=s.w.details,
            estimated=s.estimated(),
            estimates=[("", row) for row in s.estimate_rows()],
            checks=s.checks(),
            tests=s.tests(),
            plan=s.plan(),
            paces=[("", row) for row in s.pace_rows()],
        )

    def _numbers(self) -> object:
        return self.speaker.describe()


class ProgrammePage(YearPage):
    """The page of a year of a workspace.

    Args:
        workspace: The workspace's folder, or one inside it.
        lang: Code of a language; empty for that of whoever reads it.
        account: One account; empty for all.
        client: One client's accounts; empty for all.
        since: The first day as ``2026-01-31``; empty for a year before the last one.
        reports: Folder of all reports, in one of whose folders the page will lie; empty for a page without links.

    Raises:
        InputError: There is no such account or client, or a file has mistakes.
    """

    def __init__(
        self,
        workspace: str | Path = ".",
        lang: str = "",
        *,
        account: str = "",
        client: str = "",
        since: str = "",
        reports: str | Path = "",
    ) -> None:
        opened = find_workspace(workspace)
        first = dt.date.fromisoformat(since) if since else None
        year = our_year(opened, account=account, client=client, since=first)
        super().__init__(year, opened, lang or opened.language_of(year.client), bool(reports))
