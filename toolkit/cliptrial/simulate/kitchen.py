"""What the example brand wrote: its workspace, plans, topics and decisions, in files of ``kitchen_demo``."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from cliptrial.registry.decisions import FILE as DECISION
from cliptrial.registry.decisions import Decision
from cliptrial.registry.experiments import FILE as EXPERIMENT
from cliptrial.registry.model import Experiment
from cliptrial.registry.yaml.file import parse_document

LANGUAGES = ("en", "de")
"""In which it writes."""


@lru_cache
def text(lang: str, *name: str) -> str:
    """A file of the brand in one of its languages; empty where there is none."""
    file = files("cliptrial.simulate").joinpath("kitchen_demo", lang, *name)
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def workspace(lang: str = "en", *, agency: bool = False) -> str:
    """The text of ``workspace.yaml``: the brand's own, or that of an agency with two more clients."""
    return text(lang, "agency.yaml" if agency else "workspace.yaml")


def endings(lang: str = "en", slug: str = "") -> tuple[str, ...]:
    """How captions end: those of a client with its own, else the brand's."""
    own = text(lang, slug, "endings.txt") if slug else ""
    return tuple((own or text(lang, "endings.txt")).splitlines())


def topics(slug: str, lang: str = "en") -> tuple[str, ...]:
    """What an experiment films: one idea a position."""
    return tuple(text(lang, slug, "topics.txt").splitlines())


def experiment(slug: str, lang: str = "en") -> Experiment:
    """A plan."""
    return Experiment.model_validate(parse_document(text(lang, slug, EXPERIMENT), slug).plain)


def decision(slug: str, lang: str = "en") -> Decision | None:
    """What was decided in the end; None where nothing was."""
    entries = parse_document(text(lang, slug, DECISION), slug).plain
    return Decision.model_validate(entries[-1]) if isinstance(entries, list) and entries else None
