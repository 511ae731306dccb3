"""The page over all experiments: what the team has learned, and what earlier posts suggest to test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cliptrial.analysis.earlier_posts import many_arms
from cliptrial.analysis.learning import Library, learn
from cliptrial.plots.learned import learned_forest
from cliptrial.registry.workspace import find_workspace
from cliptrial.report.look import Brand, style
from cliptrial.report.section import META, RESULT, Section
from cliptrial.report.source import brand_of
from cliptrial.report.templates import sections_environment
from cliptrial.wording.learned import (
    LEARNED,
    TONES,
    LearnedSpeaker,
    describe_library,
    draft_experiment,
    many_arms_lines,
    many_arms_rows,
)
from cliptrial.wording.trust import short_hash


class LibraryPage:
    """A page about a library; every method is one section that shows itself.

    Args:
        library: What is told.
        lang: ``en`` or ``de``.
        brand: Whose page it is.
        workspace: Folder whose ``templates/`` win over the packaged ones, and whose earlier posts are looked at.
    """

    def __init__(
        self, library: Library, lang: str = "en", brand: Brand | None = None, workspace: Path | None = None
    ) -> None:
        self.library, self.lang = library, lang
        self._brand, self._workspace = brand or Brand(), workspace
        self._speaker = LearnedSpeaker.of(library, lang)

    def _section(self, name: str, **values: Any) -> Section:
        template = sections_environment(self._workspace).get_template(f"sections/{name}.html")
        return Section(template.render(w=self._speaker.w.page, **values).strip())

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return self.head()._repr_mimebundle_(include, exclude)

    def head(self) -> Section:
        """The brand's line, and for the export: language, title and style sheet."""
        words, as_of = self._speaker.w.page, self.library.data_as_of
        zone = ZoneInfo(self._brand.timezone)
        day = "" if as_of is None else self._speaker.f.date(dt.datetime.fromtimestamp(as_of, zone).date())
        stamp = {"stamp": words.stamp(day).rstrip(" ·")}
        brand = self._section("brand", brand=self._brand.name, opening=stamp)
        sheet = style(self._brand, self._workspace)
        meta = {"lang": self.lang, "title": words.title, "style": sheet, "brand": brand.html}
        return Section(brand.html, sheet, {META: meta})

    def learned(self) -> Section:
        """One card a variable: its sentence, and every experiment beside the mean."""
        s = self._speaker
        cards = [
            {
                "word": s.w.page.chips[s.code(one)],
                "tone": TONES[s.code(one)],
                "sentence": s.sentence(one),
                "picture": learned_forest(s, one, f"learned{number}"),
            }
            for number, one in enumerate(self.library.learned)
        ]
        return self._section("learned", lead=s.lead(), cards=cards, nothing=s.w.sentences.nothing)

    def lessons(self) -> Section:
        """Every experiment, whether it counts or not, and why."""
        s = self._speaker
        rows = [s.lesson_row(one) for one in self.library.lessons]
        remarks = s.remarks()
        if not rows and not remarks:
            return Section("")
        return self._table(s.w.page.lessons, s.w.page.columns, rows, remarks)

    def earlier_posts(self, dimension: str, metric: str = "views") -> Section:
        """What earlier posts suggest to test next; nothing where no dimension is named."""
        if not dimension or self._workspace is None:
            return Section("")
        found = many_arms(self._workspace, dimension, metric)
        words = LEARNED[self.lang].many_arms
        heading = words.heading(self._speaker.names.attribute_within(dimension))
        lines, draft = many_arms_lines(found, self.lang), draft_experiment(found, self.lang)
        told = [*lines, *([draft["title"]] if draft else [])]
        return self._table(heading, words.columns, many_arms_rows(found, self.lang), told)

    def _table(
        self, heading: str, columns: Sequence[str], rows: Sequence[Sequence[str]], remarks: Sequence[str]
    ) -> Section:
        return self._section("lessons", heading=heading, columns=columns, rows=rows, remarks=remarks)

    def method(self) -> Section:
        """How it was worked out, and where it comes from."""
        line = f"{short_hash(self.library.data_hash)} · ClipTrial {self.library.version}"
        return self._section("learned_method", line=line)

    def result(self) -> Section:
        """Nothing to see: the whole library, for ``result.json`` beside the page."""
        return Section("", data={RESULT: describe_library(self.library, self.lang)})


class LearningsPage(LibraryPage):
    """The page over all experiments of a workspace.

    Args:
        workspace: The workspace's folder, or one inside it.
        lang: ``en`` or ``de``; empty for the workspace's own.
    """

    def __init__(self, workspace: str | Path = ".", lang: str = "") -> None:
        opened = find_workspace(workspace)
        super().__init__(learn(opened), lang or opened.language, brand_of(opened), opened.root)
