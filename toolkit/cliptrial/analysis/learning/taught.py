"""What one experiment teaches others, worked out once for as long as nothing changes that it follows from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from cliptrial.analysis.learning.lessons import Lesson, lesson_of, metric_facts
from cliptrial.analysis.results import Analysis, MetricFacts
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.text.privacy import SALT_FILE
from cliptrial.registry.experiments import experiment_names
from cliptrial.registry.plan.links import FILE as LINKS
from cliptrial.registry.plan.standing import source_files
from cliptrial.registry.rounds.home import plan_folder
from cliptrial.registry.safety.kept import keep, kept
from cliptrial.registry.workspace import FILE, Workspace


@dataclass(frozen=True, slots=True)
class Taught:
    """What is left of an experiment's analysis by itself.

    Attributes:
        lesson: What it adds to what a team knows.
        posted: Whether a post of it went out.
        metrics: Facts of its primary metric.
        data_hash: Of the readings that were used.
        data_as_of: The newest of them, UTC epoch seconds.
    """

    lesson: Lesson
    posted: bool
    metrics: tuple[MetricFacts, ...]
    data_hash: str
    data_as_of: int | None

    @classmethod
    def by(cls, analysis: Analysis) -> Taught:
        """By an analysis."""
        return cls(
            lesson=lesson_of(analysis),
            posted=analysis.experiment is not None and analysis.experiment.first_post is not None,
            metrics=metric_facts([analysis]),
            data_hash=analysis.provenance.data_hash,
            data_as_of=analysis.provenance.data_as_of,
        )


class Teacher:
    """Has experiments of a workspace analysed, each by itself; those that are known already are looked up.

    Args:
        workspace: Where they belong.
        analyse: Analyses one, by its slug.
        draws: Monte-Carlo re-draws of ``analyse``.
    """

    def __init__(self, workspace: Workspace, analyse: Callable[[str], Analysis], draws: int) -> None:
        self._workspace, self._analyse = workspace, analyse
        self._shared = _shared(workspace, draws)

    def __call__(self, slug: str) -> Taught:
        """What one experiment teaches.

        Raises:
            InputError: A file of it has mistakes.
        """
        folder = self._workspace.experiments_dir / slug
        own = b"".join(_content(path) for path in source_files(folder))
        source = sha256(self._shared + slug.encode() + b"\0" + own).hexdigest()
        known = kept("lesson", source)
        if known is not None:
            try:
                return _adapter().validate_json(known)
            except ValidationError:  # never trusted: it is analysed again
                pass
        taught = Taught.by(self._analyse(slug))
        keep("lesson", source, _adapter().dump_json(taught))
        return taught


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Taught]:
    return TypeAdapter(Taught)


def _shared(workspace: Workspace, draws: int) -> bytes:
    """What every experiment follows from beside its own files: settings, store, and which posts are linked by whom."""
    digest = sha256(str(draws).encode())
    links = (plan_folder(workspace.experiments_dir / slug) / LINKS for slug in experiment_names(workspace))
    for path in [workspace.root / FILE, workspace.store_dir / SALT_FILE, *links]:
        digest.update(path.parent.name.encode() + b"\0" + _content(path))
    digest.update(Lake(workspace.store_dir).fingerprint().encode())
    return digest.digest()


def _content(path: Path) -> bytes:
    """The hash of a file; whoever reads one that is none tells what is wrong with it."""
    return sha256(path.read_bytes()).digest() if path.is_file() else b"-"
