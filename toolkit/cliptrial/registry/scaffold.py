"""New experiments and new workspaces, as files that load without problems."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import nothing, says
from cliptrial.registry.checks import cross_checks
from cliptrial.registry.draft import Draft
from cliptrial.registry.experiments import FILE, SLUG, load_experiment
from cliptrial.registry.model import OF_PERIODS, Experiment, Unit, Variable
from cliptrial.registry.naming import named_arms, slugify
from cliptrial.registry.new_workspace import init_workspace
from cliptrial.registry.safety.turns import one_at_a_time
from cliptrial.registry.workspace import Workspace
from cliptrial.registry.yaml.convert import convert
from cliptrial.registry.yaml.file import Document
from cliptrial.registry.yaml.schema import write_schema
from cliptrial.registry.yaml.writing import write_experiment

__all__ = [
    "CHECKABLE",
    "Check",
    "Draft",
    "complete",
    "fresh_folder",
    "init_workspace",
    "new_experiment",
    "seed_of",
    "usual_primary",
    "write_schema",
]

CHECKABLE = ("slot", "sound", "hashtags", "duration")
Check = Callable[[Document], Iterable[Problem]]
"""Looks at what would be written and says what is wrong with it."""
_WATCHED = (Variable.HOOK, Variable.DURATION)


def new_experiment(
    workspace: Workspace, slug: str, draft: Draft, *, from_slug: str | None = None, check: Check | None = None
) -> Path:
    """Write a new, commented experiment that loads without problems.

    Args:
        workspace: Where it belongs.
        slug: Name of its folder.
        draft: What is known of it; what is usual is filled in.
        from_slug: The experiment to follow up; what is not given is taken from it, its start is not.
        check: What else must hold before anything is written, e.g. that its metrics are known.

    Returns:
        The file that was written.

    Raises:
        RegistryError: The folder exists already, the name will not do, or a value does not fit.
    """
    with one_at_a_time(workspace.root):
        return _new(workspace, slug, draft, from_slug, check)


def _new(workspace: Workspace, slug: str, draft: Draft, from_slug: str | None, check: Check | None) -> Path:
    folder = fresh_folder(workspace, slug)
    earlier = _next_round(workspace, from_slug) if from_slug else Draft()
    if draft.slots and draft.posts_per_day is None:
        earlier = earlier.but(posts_per_day=None)
    given = _with_names(draft, draft.variable or earlier.variable).over(earlier)
    experiment = complete(_usual(given, workspace).but(seed=given.seed or seed_of(slug)), slug, workspace, check)
    return _write_new(folder, experiment, workspace)


def complete(draft: Draft, slug: str, workspace: Workspace, check: Check | None = None) -> Experiment:
    """The experiment that a draft describes.

    Raises:
        RegistryError: With everything that is wrong with it, each problem naming its dotted key; nothing is written
            yet, so they have no line.
    """
    document = Document(draft.as_file(), {}, (), f"experiments/{slug}/{FILE}", "")
    problems = [*cross_checks(document, dict(workspace.owners)), *_archived(document, draft, workspace)]
    problems += check(document) if check is not None else ()
    experiment, misfits = convert(Experiment, document, problems)
    if experiment is None or problems:
        raise _unwritten([*problems, *misfits])
    return experiment


def _archived(document: Document, draft: Draft, workspace: Workspace) -> Iterator[Problem]:
    """An account of a client for whom nothing new is planned."""
    for i, name in enumerate(draft.accounts or ()):
        client = workspace.client_of([name]) if name else None
        if client is not None and workspace.clients[client].archived:
            what = says('"{name}" belongs to {client}, who is archived', name=name, client=client)
            expected = says("An account of a client for whom experiments are planned")
            mend = says("Set `archived: false` for {client} in workspace.yaml.", client=client)
            yield document.problem(f"accounts.{i}", "archived", what, expected, mend)


def seed_of(slug: str) -> int:
    """The number that makes the draw of an experiment repeatable, where nobody names another."""
    return zlib.crc32(slug.encode("utf-8"))


def _unwritten(problems: Iterable[Problem]) -> RegistryError:
    return RegistryError([replace(problem, path=None, line=None, column=None) for problem in problems])


def _write_new(folder: Path, experiment: Experiment, workspace: Workspace) -> Path:
    """Write, read back, and take everything away again if it does not load."""
    write_schema(workspace)
    folder.mkdir(parents=True)
    try:
        path = write_experiment(folder, experiment)
        load_experiment(folder, workspace)
    except BaseException as error:
        (folder / FILE).unlink(missing_ok=True)
        folder.rmdir()
        if isinstance(error, RegistryError):
            raise _unwritten(error.problems) from None
        raise
    return path


def usual_primary(variable: object) -> str:
    """The metric that usually decides when this variable is changed."""
    return "average_watch_time" if variable in _WATCHED else "views"


def fresh_folder(workspace: Workspace, slug: str) -> Path:
    """The folder that a new experiment of this name would have.

    Raises:
        RegistryError: The name will not do, or is taken.
    """
    if not SLUG.fullmatch(slug) or len(slug) > 60:
        expected = says("At most 60 small letters, digits and single hyphens")
        mend = says("Write {value}.", value=slugify(slug)) if slugify(slug) else nothing
        raise RegistryError(
            Problem("folder_name", says('"{slug}" cannot be the name of an experiment', slug=slug), expected, mend)
        )
    folder = workspace.experiments_dir / slug
    if folder.exists():
        what = says('There is already an experiment "{slug}"', slug=slug)
        mend = says(
            "Choose another name, or start the experiment after it: `cliptrial new NAME --from {slug}`.", slug=slug
        )
        raise RegistryError(Problem("exists", what, mend=mend, path=f"experiments/{slug}"))
    return folder


def _with_names(draft: Draft, variable: object) -> Draft:
    """The draft with a name for every arm that was typed."""
    typed = [*([] if draft.control is None else [draft.control]), *(draft.variants or ())]
    arms = named_arms(typed, hashtags=variable == Variable.HASHTAGS, slots=variable == Variable.SLOT)
    variants = arms if draft.control is None else arms[1:]
    return draft.but(control=None if draft.control is None else arms[0], variants=variants or None)


def _next_round(workspace: Workspace, from_slug: str) -> Draft:
    earlier = load_experiment(from_slug, workspace)
    title = f"{earlier.experiment.title} (next experiment)"
    return Draft.of(earlier.experiment).but(start=None, seed=None, title=title, follow_up_of=earlier.slug)


def _usual(draft: Draft, workspace: Workspace) -> Draft:
    """Fill in what is usual for an experiment of this kind."""
    primary = draft.primary or usual_primary(draft.variable)
    secondary = draft.secondary if draft.secondary is not None else [] if draft.regions else ["views"]
    weeks = draft.variable in OF_PERIODS
    held = draft.hold_constant if draft.hold_constant is not None else () if weeks else CHECKABLE
    return draft.but(
        accounts=draft.accounts or tuple(workspace.accounts)[:1],
        goal=draft.goal or next(iter(workspace.goal_names), None),
        expect=draft.expect or "increase",
        primary=primary,
        secondary=[name for name in secondary if name != primary],
        hold_constant=[name for name in held if name != draft.variable],
        slots=draft.slots or _compared_slots(draft),
        unit=draft.unit or (Unit.PERIOD.value if weeks else None),
    )


def _compared_slots(draft: Draft) -> list[str] | None:
    """Times of day that are compared are the slots."""
    if draft.variable != Variable.SLOT:
        return None
    return sorted({str(arm.value) for arm in draft.arms if arm.value is not None})
