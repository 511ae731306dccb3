"""What all pages have in common: sections made from templates, a head, and the numbers beside the page."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cliptrial.registry.beside.comments import FOLDER, read_comments
from cliptrial.report.look import Brand, style
from cliptrial.report.section import META, RESULT, Section
from cliptrial.report.templates import sections_environment
from cliptrial.wording.languages import wording_for


class Opening(Protocol):
    """The lines a page begins with; the template of its brand's line takes more of them."""

    @property
    def title(self) -> str:
        """What the browser shows as the page's name."""


@dataclass(frozen=True, slots=True)
class Titles:
    """The page's name, and the line beside the brand's."""

    title: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What every section of a page is told.

    Attributes:
        lang: Code of a language, ``en``.
        words: What templates call ``w``.
        opening: The lines the page begins with.
        brand: Whose page it is.
        workspace: Folder whose ``templates/`` win over the packaged ones.
        observed: Whether nobody assigned the arms by chance.
    """

    lang: str
    words: object
    opening: Opening
    brand: Brand
    workspace: Path | None
    observed: bool = False


def show_figures() -> None:
    """Have figures of a team's own cells shown in the kernel of a page, which has no screen for them."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None and os.environ.get("MPLBACKEND") == "agg":
        from IPython.core.pylabtools import select_figure_formats

        select_figure_formats(shell, {"png"})


class ReportPage:
    """A page in a notebook; every method is one section that shows itself.

    A kind of report is a subclass with its sections, a template that calls them, and an entry of
    :data:`~cliptrial.report.reports.REPORTS`.
    """

    comments = ""
    """What the page is called in ``comments/``, where the team's own words on it are."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        show_figures()

    def _comment_file(self) -> Path | None:
        root = self._frame.workspace
        return root / FOLDER / f"{self.comments}.md" if root and self.comments else None

    def comment(self) -> Section:
        """What the team says itself, and what it needs from the client by when; nothing where it wrote nothing."""
        path = self._comment_file()
        entries = read_comments(path) if path else ()
        if not entries:
            return Section("")
        f = wording_for(self._frame.lang).formats
        needs = sorted((need for entry in entries for need in entry.needs), key=lambda need: need.by)
        return self._section(
            "comment",
            words=wording_for(self._frame.lang).page.comments,
            entries=[(entry.lines, f"{entry.who}, {f.date(entry.day)}") for entry in reversed(entries) if entry.lines],
            needs=[(f.date(need.by), need.what) for need in needs],
        )

    def _section(self, name: str, **values: object) -> Section:
        template = sections_environment(self._frame.workspace).get_template(f"sections/{name}.html")
        return Section(template.render(w=self._frame.words, observed=self._frame.observed, **values).strip())

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        return self.head()._repr_mimebundle_(include, exclude)

    def head(self) -> Section:
        """The brand's line, and for the export: language, title and style sheet."""
        frame = self._frame
        brand = self._section("brand", brand=frame.brand, opening=frame.opening)
        sheet = style(frame.brand, frame.workspace)
        meta = {"lang": frame.lang, "title": frame.opening.title, "style": sheet, "brand": brand.html}
        return Section(brand.html, sheet, {META: meta})

    def result(self) -> Section:
        """Nothing to see: everything as numbers, for ``result.json`` beside the page."""
        return Section("", data={RESULT: self._numbers()})

    def _numbers(self) -> object:
        """What ``result.json`` says."""
        raise NotImplementedError
