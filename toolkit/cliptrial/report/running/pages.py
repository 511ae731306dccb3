"""Pages of a run: where their files are, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from cliptrial.errors import Problem, problems_of
from cliptrial.report.handout.shapes import SHAPES

EXPERIMENT = "experiment"
"""The template of an experiment's page, unless a team names its own."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The files of one report; ``pdf`` is None and ``png`` empty where none was asked for."""

    html: Path
    json: Path
    pdf: Path | None
    png: tuple[Path, ...] = ()

    def are_there(self) -> bool:
        """Whether every one of them is."""
        return all(path.is_file() for path in (self.html, self.json, self.pdf, *self.png) if path)


class Audience(StrEnum):
    """Who reads a page: the team, with everything; or a client, who gets one sheet."""

    TEAM = "team"
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class Page:
    """One experiment in one language: ``out/<slug>/<slug>_<lang>.html``, ``result.json`` beside it, perhaps a PDF.

    A team's own template has a name of its own, and so have its files: ``<template>_<lang>.html``, ``<template>.json``.

    Attributes:
        slug: The experiment.
        lang: Code of a language.
        out: Folder of all reports.
        pdf: Whether it is printed, too.
        png: Whether its first screen is drawn, too.
        audience: Who reads it.
        file: What its files are called, without a suffix; empty for the usual ``<slug>_<lang>``.
        template: Its notebook, without its suffix.
    """

    slug: str
    lang: str
    out: Path
    pdf: bool = False
    png: bool = False
    audience: Audience = Audience.TEAM
    file: str = ""
    template: str = EXPERIMENT

    @property
    def folder(self) -> Path:
        """The folder of all pages of the experiment."""
        return self.out / self.slug

    @property
    def name(self) -> str:
        """The files' name without suffix."""
        own = self.slug if self.template == EXPERIMENT else self.template
        usual = f"{own}_{self.lang}"
        return self.file or (usual if self.audience is Audience.TEAM else f"{usual}_{self.audience}")

    @property
    def files(self) -> Rendered:
        """Where its files are, or will be."""
        html, printed = (self.folder / f"{self.name}.{suffix}" for suffix in ("html", "pdf"))
        drawn = tuple(self.folder / f"{self.name}_{shape}.png" for shape in (SHAPES if self.png else ()))
        result = "result" if self.template == EXPERIMENT else self.template
        return Rendered(html, self.folder / f"{result}.json", printed if self.pdf else None, drawn)

    def among(self, names: Iterable[str]) -> Page:
        """The page as one of these files, where one is its own: a client's has the day in its name."""
        if self.audience is Audience.TEAM:
            return self
        own = (name for name in names if f"_{self.slug}_" in name and name.endswith(f"_{self.lang}"))
        return replace(self, file=next(own, ""))


class Fate(StrEnum):
    """What became of a page: written, left as it was because nothing changed, or not written."""

    RENDERED = "rendered"
    KEPT = "kept"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one page; ``error`` where it failed."""

    page: Page
    fate: Fate
    error: Exception | None = None

    @property
    def problems(self) -> Sequence[Problem]:
        """Why it failed."""
        return problems_of(self.error) if self.error else ()
