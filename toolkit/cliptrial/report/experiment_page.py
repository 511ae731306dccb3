"""The page of one experiment, section by section: what the cells of a template call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from cliptrial.analysis.findings import Level, gravest_first
from cliptrial.analysis.results import Analysis
from cliptrial.plots.by_block import by_block
from cliptrial.plots.calendar_strip import calendar_strip
from cliptrial.plots.canvas import Picture
from cliptrial.plots.effect import effect
from cliptrial.plots.forest import forest, influence
from cliptrial.plots.over_time import over_time
from cliptrial.plots.posting.weeks import weeks
from cliptrial.plots.spark import sparks
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.beside.comments import FILE
from cliptrial.report.look import Brand
from cliptrial.report.page import Frame, ReportPage
from cliptrial.report.section import Section
from cliptrial.report.source import experiment_source, history_source
from cliptrial.wording.describe import describe_full
from cliptrial.wording.experiment.conclusions import (
    can,
    cannot,
    next_steps,
    to_copy,
    what_it_costs,
    what_we_do,
    why_decided,
)
from cliptrial.wording.experiment.headline import UNSTARTED, sentence, support, tone
from cliptrial.wording.experiment.opening import in_full, opening
from cliptrial.wording.experiment.tables import a_month, heat, metric_table, post_table, telling_posts
from cliptrial.wording.experiment.together import together
from cliptrial.wording.experiment.trust import trust
from cliptrial.wording.method import definitions, method, provenance, remarks
from cliptrial.wording.speaker import Speaker

MOST_SWARMS = 6
KINDS = {Level.OK: "ok", Level.NOTE: "note", Level.WARNING: "no", Level.BLOCKER: "no"}


def pictures(s: Speaker, mark: str = "") -> list[Picture]:
    """The posts and the effect; where there is no answer, the days of the posts.

    Args:
        s: Who tells.
        mark: Stands before the names within the pictures, where several of them share a notebook, which is no phone.
    """
    if s.analysis.periods:
        return [picture for picture in (weeks(s, f"{mark}weeks"),) if picture is not None]
    if s.not_ready:
        shown = [None if s.ahead else calendar_strip(s, f"{mark}calendar")]
    elif s.withheld:
        shown = [calendar_strip(s, f"{mark}calendar")]
    else:
        few = len(s.analysis.arms) <= MOST_SWARMS
        shown = [effect(s, f"{mark}effect", phone=not mark) if few else None, forest(s, f"{mark}forest")]
    return [picture for picture in shown if picture is not None]


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
        self._named = Counter(forest=1)  # which the first screen may show
        super().__init__(Frame(lang, s.w.page, self._opening, brand, workspace, s.observed))

    def first_screen(self) -> Section:
        """What was tested, the verdict, its picture, how solid it is, and three lines: we know, we do, it costs."""
        s, headings = self._speaker, self._speaker.w.page.headings
        lines = [(headings.know, " ".join(support(s))), (headings.do, what_we_do(s)), (headings.cost, what_it_costs(s))]
        return self._section(
            "first_screen",
            opening=self._opening,
            what=(),
            tone=tone(s, self.analysis.verdict),
            word=s.chip(self.analysis.verdict)[0],
            sentence=sentence(s, self.analysis.verdict),
            support=(),
            pictures=pictures(s),
            trust=trust(s),
            lines=[(name, line) for name, line in lines if line],
        )

    def metrics(self) -> Section:
        """All metrics in one table; nothing before the experiment is ready, nor where there is no answer."""
        return Section("") if self._speaker.withheld else self._metrics()

    def _metrics(self) -> Section:
        table = metric_table(self._speaker)
        if table is None:
            return Section("")
        s = self._speaker
        heading = s.w.page.headings.numbers if s.withheld else s.w.page.headings.metrics
        marks = sparks([row.row for row in table.rows])
        posts = [] if s.withheld else telling_posts(s)
        return self._section(
            "metrics", table=table, sparks=marks, heading=heading, grey=s.withheld, telling=posts, month=a_month(s)
        )

    def fairness(self) -> Section:
        """What speaks against the answer in full; passed checks and posts by weekday behind a line to open."""
        s = self._speaker
        findings = gravest_first(self.analysis.findings, notes_last=True)
        lines = [("note" if s.ahead and f.code in UNSTARTED else KINDS[f.level], s.message(f)) for f in findings]
        rows = heat(s)
        headings = s.w.page.headings
        fair = s.w.ahead.fair if s.ahead else headings.fair_now if s.underway else headings.fair
        heading = headings.differed if s.observed else fair
        if not lines and not rows:
            return Section("")
        passed, notes = (s.f.number(sum(kind == one for kind, _ in lines)) for one in ("ok", "note"))
        return self._section(
            "fairness",
            heading=heading,
            heat=rows,
            weekdays=s.f.weekdays(),
            problems=[line for line in lines if line[0] == "no"],
            others=[line for line in lines if line[0] != "no"],
            summary=headings.checks(passed, notes) or s.w.page.figures.heat_caption,
        )

    def over_time(self) -> Section:
        """Every post at the day it went out, or every week."""
        if self.analysis.periods:
            return self._figure(self._speaker.w.page.headings.weeks, weeks(self._speaker, self._once("weeks")), ())
        picture = None if self._speaker.not_ready else over_time(self._speaker, self._once("time"))
        return self._figure(self._speaker.w.page.headings.time, picture, ())

    def influence(self) -> Section:
        """Whether the answer survives losing any one post."""
        s = self._speaker
        if s.periods:
            return Section("")
        drawn = influence(s, self._once("influence"))
        return self._figure(s.w.page.headings.influence, drawn, () if s.not_ready else remarks(s))

    def values(self) -> Section:
        """All variants side by side, where there are several."""
        return self._figure(self._speaker.w.page.headings.forest, forest(self._speaker, self._once("forest")), ())

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
        """What to do now; nothing where the first screen has said it."""
        steps = next_steps(self._speaker)
        return self._section("next_steps", steps=steps) if steps else Section("")

    def to_copy(self) -> Section:
        """Three sentences for an e-mail or a chat."""
        return self._section("to_copy", lines=to_copy(self._speaker))

    def details(self) -> Section:
        """The plan, numbers that are no answer, figures for analysts, method, words and posts, each to be opened."""
        s = self._speaker
        count = s.f.number(len(self.analysis.posts))
        return self._section(
            "details",
            plan_heading=s.w.page.headings.plan if self.analysis.experiment else s.w.page.headings.compared,
            plan=[*in_full(s), self._opening.bold, *self._opening.lines, why_decided(s)],
            numbers=self._metrics().html if s.withheld else "",
            table=metric_table(s),
            figures=self._figures(),
            method=method(s),
            definitions=definitions(s),
            posts=post_table(s),
            posts_heading=(s.w.ahead if s.ahead else s.w.page.headings).posts(count),
        )

    def _figures(self) -> list[tuple[str, list[Picture], Sequence[str]]]:
        """What an analyst looks at: posts and effect over time, and the answer without any one of the posts."""
        s, headings = self._speaker, self._speaker.w.page.headings
        beside: list[tuple[str, list[Picture], Sequence[str]]] = [(s.w.page.together.heading, [], together(s))]
        if s.not_ready or s.periods:
            return beside if s.analysis.together else []
        time = [over_time(s, self._once("time")), by_block(s, self._once("blocks"))]
        shown = [(headings.time, time, ()), (headings.influence, [influence(s, self._once("influence"))], remarks(s))]
        drawn = [(heading, [one for one in pictures if one], lines) for heading, pictures, lines in shown]
        return [(heading, pictures, lines) for heading, pictures, lines in [*drawn, *beside] if pictures or lines]

    def _once(self, name: str) -> str:
        """A name for the ids of a figure; a template may ask for the same one twice."""
        self._named[name] += 1
        return name if self._named[name] == 1 else f"{name}{self._named[name]}"

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
        self._folder = find_workspace(root).experiments_dir / slug
        super().__init__(analysis, lang, brand, root)

    def _comment_file(self) -> Path:
        return self._folder / FILE


class ComparisonPage(AnalysisPage):
    """The page of a comparison of posts that nobody randomised.

    Args:
        workspace: The workspace's folder, or one inside it.
        lang: Code of a language, ``en``.
        choice: What to compare: ``account``, ``dimension``, ``control``, ``values``, ``metric``,
            ``start``, ``end``, ``file``, ``leave_out``; empty values are left to the analysis.
    """

    comments = "comparison"

    def __init__(self, workspace: str | Path = ".", lang: str = "en", **choice: object) -> None:
        analysis, root, brand = history_source(workspace, choice)
        super().__init__(analysis, lang, brand, root, template="comparison")
