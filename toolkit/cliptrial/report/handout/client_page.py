"""The page for a client: the question, the answer and what to pass on, on one sheet and one phone screen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

from cliptrial.registry.naming import slugify
from cliptrial.report.experiment_page import AnalysisPage
from cliptrial.report.look import sheet
from cliptrial.report.section import META, Section
from cliptrial.report.source import experiment_source


class ClientPage(AnalysisPage):
    """The page of an experiment in a workspace, for those whose account it is about.

    Args:
        slug: Name of the experiment's folder.
        workspace: The workspace's folder, or one inside it.
        lang: Code of a language, ``en``.
    """

    def __init__(self, slug: str, workspace: str | Path = ".", lang: str = "en") -> None:
        analysis, root, brand = experiment_source(slug, workspace)
        super().__init__(analysis, lang, brand, root, template="client")
        self.slug = slug

    def head(self) -> Section:
        """The brand's line; for the export also the sheet of a single page, and what its file is called."""
        head, frame = super().head(), self._frame
        style = f"{head.style}\n{sheet('client', frame.workspace)}"
        meta = head.data[META]
        assert isinstance(meta, dict)
        return Section(head.html, style, {META: {**meta, "style": style, "kind": "client", "file": self.file}})

    @property
    def file(self) -> str:
        """``hotel-adler_question-hook_2026-04-27_de``: client, experiment, the day of its newest numbers, language."""
        as_of, brand = self.analysis.provenance.data_as_of, self._frame.brand
        day = dt.datetime.fromtimestamp(as_of, ZoneInfo(brand.timezone)).date().isoformat() if as_of else ""
        return "_".join(part for part in (slugify(brand.name) or "client", self.slug, day, self.lang) if part)
