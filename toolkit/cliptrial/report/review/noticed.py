"""Sections of a period that only its team sees: what is worth a look, rules of thumb, and whom the reach reached."""

from __future__ import annotations

from cliptrial.analysis.periods.span import Kind
from cliptrial.metrics import metrics_of
from cliptrial.planning.noticed.weeks import followers_of, noticed
from cliptrial.planning.relevance.relevance import relevance
from cliptrial.planning.review.review import Review
from cliptrial.registry.workspace import Workspace
from cliptrial.report.page import ReportPage
from cliptrial.report.running.pages import Audience
from cliptrial.report.section import Section
from cliptrial.wording.languages import wording_for
from cliptrial.wording.review.noticed import band_note, pillar_rows, rating_lines, relevance_lines, sign_lines
from cliptrial.wording.review.speaker import ReviewSpeaker


class NoticedSections(ReportPage):
    """What a page of a period says beyond its numbers; a subclass sets what it is about."""

    review: Review
    workspace: Workspace
    speaker: ReviewSpeaker
    _audience: Audience

    def worth_a_look(self) -> Section:
        """What stands out, how sure that is and what to try, and behind a line where numbers stand by rule of thumb."""
        if self._audience is Audience.CLIENT:
            return Section("")
        own, lang = self.workspace, self._frame.lang
        signs = [one for account in self.review.accounts for one in noticed(own, account, self.review.span)]
        words = wording_for(lang).noticed
        return self._section(
            "review_noticed",
            words=words.signs,
            thumb=words.bands.heading,
            signs=[(self.speaker.account(name), *more) for name, *more in sign_lines(signs, own, lang)],
            bands=self._bands(),
            several=len(self.review.accounts) > 1,
        )

    def _bands(self) -> list[tuple[str, list[str]]]:
        """By account: every number that has a band, with it."""
        known, lang = metrics_of(self.workspace), self._frame.lang
        rows = []
        for one in self.review.by_account:
            followers = followers_of(self.workspace, one.account)
            values = [(known[number.metric], number.value) for number in one.numbers if number.metric in known]
            notes = [note for metric, value in values if (note := band_note(metric, value, followers, lang))]
            rows += [(self.speaker.account(one.account), notes)] if notes else []
        return rows

    def relevance(self) -> Section:
        """Of a month or quarter: whom the reach reached and what it was about; of a quarter also the ratings."""
        if self._audience is Audience.CLIENT or self.review.span.kind is Kind.WEEK:
            return Section("")
        own, lang = self.workspace, self._frame.lang
        every = [relevance(own, account, self.review.span) for account in self.review.accounts]
        rows = [
            (
                self.speaker.account(one.account),
                relevance_lines(one, lang),
                [("", row) for row in pillar_rows(one, lang)],
                rating_lines(one, own, lang),
            )
            for one in every
        ]
        shown = [row for row in rows if row[1] or row[3]]
        words = wording_for(lang).noticed.relevance
        several = len(self.review.accounts) > 1
        return self._section("review_relevance", words=words, rows=shown, several=several) if shown else Section("")
