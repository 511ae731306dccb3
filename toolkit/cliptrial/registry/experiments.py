"""Experiments as they lie in their folders: found, read, checked and noted upon."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import Message, did_you_mean, nearest, nothing, one_of, says
from cliptrial.registry.checks import cross_checks, metric_paths
from cliptrial.registry.draft import Draft
from cliptrial.registry.files import Stamp, settled, shown_path
from cliptrial.registry.model import Expectation, Experiment
from cliptrial.registry.workspace import Owners, Workspace
from cliptrial.registry.yaml.convert import convert
from cliptrial.registry.yaml.file import Document, Place, expect_mapping, read_document

FILE = "experiment.yaml"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MANY_METRICS = 5


@dataclass(frozen=True)
class Loaded:
    """An experiment and the file it was read from.

    Attributes:
        experiment: The experiment, defaults filled in.
        slug: Its folder's name.
        folder: Its folder.
        document: The file as plain text values with their places.
        notes: What is worth a second thought; nothing here is wrong.
    """

    experiment: Experiment
    slug: str
    folder: Path
    document: Document
    notes: tuple[Problem, ...] = ()

    @property
    def plain(self) -> Mapping[str, object]:
        """What the file says, as mappings, lists and texts, without defaults."""
        return self.document.mapping

    def where(self, dotted_key: str) -> Place:
        """Line and column of a dotted key such as ``metrics.secondary.0``."""
        return self.document.where(dotted_key)

    def problem(
        self, dotted_key: str, code: str, what: Message, expected: Message = nothing, mend: Message = nothing
    ) -> Problem:
        """A problem at a dotted key of this experiment's file."""
        return self.document.problem(dotted_key, code, what, expected, mend)


@dataclass(frozen=True)
class Experiments:
    """All experiments of a workspace: those that could be read, and what is wrong with the others."""

    loaded: tuple[Loaded, ...]
    problems: tuple[Problem, ...]


def load_experiment(folder_or_slug: Path | str, workspace: Workspace) -> Loaded:
    """Read one experiment.

    Args:
        folder_or_slug: Its name, or its folder, or the file itself.
        workspace: Where it belongs.

    Raises:
        RegistryError: It is missing (near names are suggested) or has mistakes; every one is listed.
    """
    return _load(experiment_folder(folder_or_slug, workspace), workspace)


def _load(folder: Path, workspace: Workspace) -> Loaded:
    stamp, accounts = settled(folder / FILE), workspace.owners
    document, experiment = _read(folder, accounts) if stamp is None else _read_once(folder, accounts, stamp)
    notes = tuple(_notes(experiment, document, folder, workspace))
    return Loaded(experiment, folder.name, folder, document, notes)


def _read(folder: Path, accounts: Owners) -> tuple[Document, Experiment]:
    shown = shown_path(folder, FILE)
    document = _text(folder)
    between = [*document.problems, *_folder_name(folder, shown), *cross_checks(document, dict(accounts))]
    experiment, misfits = convert(Experiment, document, between)
    problems = [*between, *misfits]
    if problems or experiment is None:
        raise RegistryError(sorted(problems, key=lambda p: (p.line or 0, p.column or 0)))
    return document, experiment


@lru_cache(maxsize=4096)
def _read_once(folder: Path, accounts: Owners, stamp: Stamp) -> tuple[Document, Experiment]:  # noqa: ARG001
    """An experiment is asked for by every other one that might have learned from it."""
    return _read(folder, accounts)


def read_experiment_text(folder_or_slug: Path | str, workspace: Workspace) -> Document:
    """What an experiment's file says, right or wrong.

    Raises:
        RegistryError: The file is missing, or is no YAML mapping.
    """
    return _text(experiment_folder(folder_or_slug, workspace))


def _text(folder: Path) -> Document:
    return expect_mapping(
        read_document(folder / FILE, shown_path(folder, FILE)), says("One experiment"), "cliptrial new"
    )


def load_all(workspace: Workspace) -> Experiments:
    """Read every experiment of a workspace, by name; the problems of some never hide the others."""
    loaded: list[Loaded] = []
    problems: list[Problem] = []
    within = workspace.experiments_dir.resolve()
    for slug in experiment_names(workspace):
        folder = within / slug
        try:
            loaded.append(load_experiment(folder, workspace) if folder.is_symlink() else _load(folder, workspace))
        except RegistryError as error:
            problems.extend(error.problems)
    return Experiments(tuple(loaded), tuple(problems))


def experiment_names(workspace: Workspace) -> tuple[str, ...]:
    """The names of all experiment folders, sorted; those beginning with ``.`` or ``_`` are not meant."""
    if not workspace.experiments_dir.is_dir():
        return ()
    folders = (f.name for f in workspace.experiments_dir.iterdir() if f.is_dir())
    return tuple(sorted(name for name in folders if not name.startswith((".", "_"))))


def experiment_folder(folder_or_slug: Path | str, workspace: Workspace) -> Path:
    """The folder of an experiment that exists, directly below ``experiments/``.

    Raises:
        RegistryError: There is no such experiment; near names are suggested.
    """
    text = str(folder_or_slug)
    named = isinstance(folder_or_slug, str) and not re.search(r"[/\\]", text)
    if named:
        folder = workspace.experiments_dir / text
    else:
        path = Path(folder_or_slug)
        folder = path.parent if path.name == FILE else path
        if (workspace.root / folder).is_dir():
            folder = workspace.root / folder
    if not folder.is_dir() or text in {"", ".", ".."}:
        raise RegistryError(_missing(text, workspace))
    if folder.resolve().parent != workspace.experiments_dir.resolve():
        what = says('"{text}" is not in the experiments/ of this workspace', text=text)
        expected, mend = says("The name of a folder in experiments/"), says("`cliptrial list` shows all.")
        raise RegistryError(Problem("outside", what, expected, mend))
    return folder.resolve()


def _missing(text: str, workspace: Workspace) -> Problem:
    names = experiment_names(workspace)
    near = nearest(re.split(r"[/\\]", text.rstrip("/\\"))[-1], names)
    if near:
        mend = says("Did you mean {near}?", near=one_of(near))
    else:
        mend = says("`cliptrial list` shows all.") if names else says("`cliptrial new` writes the first one.")
    return Problem(
        "no_experiment",
        says('There is no experiment "{text}"', text=text),
        says("The name of a folder in experiments/"),
        mend,
    )


def _folder_name(folder: Path, shown: str) -> list[Problem]:
    if SLUG.fullmatch(folder.name) and len(folder.name) <= 60:
        return []
    expected = says("At most 60 small letters, digits and single hyphens, e.g. question-hook")
    what = says('The folder is called "{name}"', name=folder.name)
    return [Problem("folder_name", what, expected, says("Rename the folder."), path=shown)]


def _notes(experiment: Experiment, document: Document, folder: Path, workspace: Workspace) -> list[Problem]:
    notes = []
    names = {name for _, name in metric_paths(Draft.of(experiment))}
    if len(names) > MANY_METRICS:
        what = says("{count} metrics are named; a few telling numbers beat many", count=len(names))
        notes.append(
            document.problem(
                "metrics", "many_metrics", what, says("At most {most}", most=MANY_METRICS), says("Keep what decides.")
            )
        )
    if experiment.hypothesis.expect is Expectation.ANY:
        what = says("The hypothesis names no direction")
        mend = says("Write what you expect; it changes the wording, never the test.")
        notes.append(document.problem("hypothesis.expect", "no_direction", what, says("increase or decrease"), mend))
    if experiment.goal is not None and experiment.goal not in workspace.goal_names:
        add = says("Name one of its goals, or add this one to workspace.yaml.")
        mend = did_you_mean(experiment.goal, workspace.goal_names, add)
        expected = says("One of {names}", names=list(workspace.goal_names)) if workspace.goal_names else nothing
        what = says('The workspace does not rank the goal "{goal}"', goal=experiment.goal)
        notes.append(document.problem("goal", "goal_not_ranked", what, expected, mend))
    earlier = experiment.follow_up_of
    if earlier is not None and not (folder.parent / earlier).is_dir():
        what = says('There is no experiment "{earlier}" that this one could follow', earlier=earlier)
        mend = did_you_mean(earlier, experiment_names(workspace), says("Check the name."))
        notes.append(document.problem("follow_up_of", "unknown_earlier", what, nothing, mend))
    return notes
