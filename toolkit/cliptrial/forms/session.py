"""What the steps share: the workspace, the chosen experiment, the language, and who wants to know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from cliptrial.analysis import Analysis, analyze
from cliptrial.errors import InputError
from cliptrial.metrics import Metric, metrics_of
from cliptrial.registry.experiments import Loaded, experiment_names, load_experiment
from cliptrial.registry.plan.lock import LockRecord, read_lock
from cliptrial.registry.plan.period_files import read_plan
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.workspace import Workspace
from cliptrial.wording.declared.forms import FormsWording
from cliptrial.wording.formats import Formats
from cliptrial.wording.language import Language
from cliptrial.wording.languages import LANGUAGES, wording_for

LANGUAGE_NAMES = {language.name: code for code, language in LANGUAGES.items()}
"""What those who speak it call each language, and its code."""


class Session:
    """One open workspace. Files are the state; this only remembers what is on the screen.

    Args:
        workspace: Where the experiments are.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.lang: str = workspace.language
        self.slug: str | None = newest_experiment(workspace)
        self._redraw: dict[str, Callable[[], None]] = {}
        self._analysis: Analysis | None = None
        self.keeps_typed = False

    @property
    def words(self) -> FormsWording:
        """The forms' texts in the chosen language."""
        return LANGUAGES[self.lang].forms

    @property
    def wording(self) -> Language:
        """The reports' texts in the chosen language."""
        return wording_for(self.lang, self.workspace.currency)

    @property
    def f(self) -> Formats:
        """How numbers and dates are written."""
        return self.wording.formats

    @property
    def metrics(self) -> Mapping[str, Metric]:
        """Every metric of the workspace."""
        return metrics_of(self.workspace, weeks=True)

    def loaded(self) -> Loaded | None:
        """The chosen experiment as its file says now; None for a new one."""
        return None if self.slug is None else load_experiment(self.slug, self.workspace)

    def schedule(self) -> Schedule | None:
        """The chosen experiment's schedule, or None."""
        loaded = self.loaded()
        return None if loaded is None else read_plan(loaded.folder)

    def lock(self) -> LockRecord | None:
        """The chosen experiment's lock, or None."""
        loaded = self.loaded()
        return None if loaded is None else read_lock(loaded.folder)

    def analysis(self) -> Analysis | None:
        """The chosen experiment's analysis, worked out once until something changes."""
        if self.slug is not None and self._analysis is None:
            self._analysis = analyze(self.slug, self.workspace)
        return self._analysis

    def listen(self, name: str, redraw: Callable[[], None]) -> None:
        """Be told when something changes, after those who listen already; a cell that runs again listens once."""
        self._redraw.pop(name, None)
        self._redraw[name] = redraw

    def choose(self, slug: str | None, *, keeps_typed: bool = False) -> None:
        """Go on with another experiment; ``keeps_typed`` while what is typed for this one is not saved."""
        self.slug, self.keeps_typed = slug, keeps_typed
        self.changed()
        self.keeps_typed = False

    def speak(self, lang: str) -> None:
        """Go on in another language."""
        self.lang = lang
        self._tell()

    def changed(self) -> None:
        """Files were written: every step looks again."""
        self._analysis = None
        self._tell()

    def _tell(self) -> None:
        for redraw in list(self._redraw.values()):
            redraw()


def titles(workspace: Workspace) -> dict[str, str]:
    """By slug: the title of every experiment; its slug where the file cannot be read."""
    by_slug = {}
    for slug in experiment_names(workspace):
        try:
            by_slug[slug] = load_experiment(slug, workspace).experiment.title
        except InputError:
            by_slug[slug] = slug
    return by_slug


def newest_experiment(workspace: Workspace) -> str | None:
    """The experiment whose files were touched last: what somebody was working on."""

    def touched(folder: Path) -> float:
        return max((file.stat().st_mtime for file in folder.iterdir()), default=0.0)

    names = experiment_names(workspace)
    return max(names, key=lambda name: touched(workspace.experiments_dir / name), default=None)
