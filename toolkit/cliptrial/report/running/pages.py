"""Pages of a run: where their files are, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cliptrial.errors import Problem, problems_of

EXPERIMENT = "experiment"
"""The template of an experiment's page, unless a team names its own."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The files of one report; ``pdf`` is None where none was asked for."""

    html: Path
    json: Path
    pdf: Path | None

    def are_there(self) -> bool:
        """Whether every one of them is."""
        return all(path.is_file() for path in (self.html, self.json, self.pdf) if path)


@dataclass(frozen=True, slots=True)
class Page:
    """One experiment in one language: ``out/<slug>/<slug>_<lang>.html``, ``result.json`` beside it, perhaps a PDF.

    A team's own template has a name of its own, and so have its files: ``<template>_<lang>.html``, ``<template>.json``.
    """

    slug: str
    lang: str
    out: Path
    pdf: bool = False
    template: str = EXPERIMENT

    @property
    def folder(self) -> Path:
        """The folder of all pages of the experiment."""
        return self.out / self.slug

    @property
    def name(self) -> str:
        """The files' name without suffix."""
        return f"{self.slug if self.template == EXPERIMENT else self.template}_{self.lang}"

    @property
    def files(self) -> Rendered:
        """Where its files are, or will be."""
        printed = self.folder / f"{self.name}.pdf"
        result = "result" if self.template == EXPERIMENT else self.template
        return Rendered(
            self.folder / f"{self.name}.html", self.folder / f"{result}.json", printed if self.pdf else None
        )


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
