"""The page of one experiment, section by section: what the cells of a template call."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cliptrial.analysis.findings import Level, gravest_first
from cliptrial.analysis.results import Analysis
from cliptrial.plots.effect import effect
from cliptrial.plots.forest import forest, influence
from cliptrial.plots.over_time import over_time
from cliptrial.plots.spark import sparks
from cliptrial.report.look import Brand
from cliptrial.report.page import Frame, ReportPage
from cliptrial.report.section import Section
from cliptrial.report.source import experiment_source, history_source
from cliptrial.wording.describe import describe_full
from cliptrial.wording.experiment.conclusions import can, cannot, next_steps, to_copy
from cliptrial.wording.experiment.headline import UNSTARTED, sentence, support, tone
from cliptrial.wording.experiment.opening import opening
from cliptrial.wording.experiment.tables import heat, metric_table, post_table
from cliptrial.wording.experiment.trust import trust
from cliptrial.wording.method import definitions, method, provenance, remarks
from cliptrial.wording.speaker import Speaker

MOST_SWARMS = 6
KINDS = {Level.OK: "ok", Level.NOTE: "note", Level.WARNING: "no", Level.BLOCKER: "no"}


class AnalysisPage(ReportPage):
    """A page about one analysis.

    Args:
        analysis: What is told.
        lang: Code of a language, ``en``.
        brand: Whose page it is.
        workspace: Folder whose ``templates/`` win over the packaged ones.
        template: Name of the template, for the provenance line.
    """

    def __init__(
        self,
        analysis: Analysis,
        lang: str = "en",
        brand: Brand | None = None,
        workspace: Path | None = None,
        template: str = "experiment",
    ) -> None:
        self.analysis, self.lang, self.template = analysis, lang, template
        brand = brand or Brand()
        self._speaker = s = Speaker.of(analysis, lang, brand.currency)
        self._opening = opening(s, brand.timezone)
        super().__init__(Frame(lang, s.w.page, self._opening, brand, workspace, s.observed))

    def first_screen(self) -> Section:
        """What was tested, the verdict, whether to trust it, and every post beside the effect."""
        s = self._speaker
        many = len(self.analysis.arms) > MOST_SWARMS
        picture = None if s.not_ready else forest(s, "first") if many else effect(s)
        return self._section(
            "first_screen",
            opening=self._opening,
            tone=tone(s, self.analysis.verdict),
            word=s.chip(self.analysis.verdict)[0],
            sentence=sentence(s, self.analysis.verdict),
            support=support(s),
            trust=trust(s),
            picture=picture,
        )

    def metrics(self) -> Section:
        """All metrics in one table; nothing before the experiment is ready."""
        table = metric_table(self._speaker)
        if table is None:
            return Section("")
        return self._section("metrics", table=table, sparks=sparks([row.row for row in table.rows]))

    def fairness(self) -> Section:
        """Posts by weekday and arm, and every check in words, the gravest first."""
        s = self._speaker
        findings = gravest_first(self.analysis.findings, notes_last=True)
        lines = [("note" if s.ahead and f.code in UNSTARTED else KINDS[f.level], s.message(f)) for f in findings]
        rows = heat(s)
        headings = s.w.page.headings
        fair = s.w.ahead.fair if s.ahead else headings.fair_now if s.underway else headings.fair
        heading = headings.differed if s.observed else fair
        return (
            self._section("fairness", heading=heading, heat=rows, weekdays=s.f.weekdays(), findings=lines)
            if lines or rows
            else Section("")
        )

    def over_time(self) -> Section:
        """Every post at the day it went out."""
        picture = None if self._speaker.not_ready else over_time(self._speaker)
        return self._figure(self._speaker.w.page.headings.time, picture, ())

    def influence(self) -> Section:
        """Whether the answer survives losing any one post."""
        s = self._speaker
        return self._figure(s.w.page.headings.influence, influence(s), () if s.not_ready else remarks(s))

    def values(self) -> Section:
        """All variants side by side, where there are several and the first screen shows the posts."""
        picture = forest(self._speaker) if len(self.analysis.arms) <= MOST_SWARMS else None
        return self._figure(self._speaker.w.page.headings.forest, picture, ())

    def _figure(self, heading: str, picture: object, lines: Sequence[str]) -> Section:
        if picture is None and not lines:
            return Section("")
        return self._section("figure", heading=heading, picture=picture, remarks=lines)

    def conclusions(self) -> Section:
        """What can be said, and what cannot; nothing before the first post."""
        if self._speaker.ahead:
            return Section("")
        return self._section("conclusions", can=can(self._speaker), cannot=cannot(self._speaker))

    def next_steps(self) -> Section:
        """What to do now."""
        return self._section("next_steps", steps=next_steps(self._speaker))

    def to_copy(self) -> Section:
        """Three sentences for an e-mail or a chat."""
        return self._section("to_copy", lines=to_copy(self._speaker))

    def details(self) -> Section:
        """Method, words and posts, each behind a line to open."""
        s = self._speaker
        count = s.f.number(len(self.analysis.posts))
        return self._section(
            "details",
            method=method(s),
            definitions=definitions(s),
            table=post_table(s),
            posts_heading=(s.w.ahead if s.ahead else s.w.page.headings).posts(count),
        )

    def provenance(self) -> Section:
        """Hashes of plan and data, version, seed and template."""
        return self._section("provenance", line=provenance(self._speaker, self.template))

    def _numbers(self) -> object:
        return describe_full(self.analysis, self.lang)


class ExperimentPage(AnalysisPage):
    """The page of an experiment in a workspace.

    Args:
        slug: Name of the experiment's folder.
        workspace: The workspace's folder, or one inside it.
        lang: Code of a language, ``en``.
    """

    def __init__(self, slug: str, workspace: str | Path = ".", lang: str = "en") -> None:
        analysis, root, brand = experiment_source(slug, workspace)
        super().__init__(analysis, lang, brand, root)


class ComparisonPage(AnalysisPage):
    """The page of a comparison of posts that nobody randomised.

    Args:
        workspace: The workspace's folder, or one inside it.
        lang: Code of a language, ``en``.
        choice: What to compare: ``account``, ``dimension``, ``control``, ``values``, ``metric``,
            ``start``, ``end``, ``file``, ``leave_out``; empty values are left to the analysis.
    """

    def __init__(self, workspace: str | Path = ".", lang: str = "en", **choice: object) -> None:
        analysis, root, brand = history_source(workspace, choice)
        super().__init__(analysis, lang, brand, root, template="comparison")
