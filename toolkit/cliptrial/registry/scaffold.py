"""New experiments and new workspaces, as files that load without problems."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from cliptrial.errors import Problem, RegistryError
from cliptrial.registry.checks import bare_shares
from cliptrial.registry.experiments import FILE, SLUG, load_experiment
from cliptrial.registry.model import Arm, Experiment, Variable
from cliptrial.registry.naming import named_arms, slugify
from cliptrial.registry.new_workspace import init_workspace
from cliptrial.registry.workspace import Workspace
from cliptrial.registry.yaml.convert import convert
from cliptrial.registry.yaml.file import Document
from cliptrial.registry.yaml.schema import write_schema
from cliptrial.registry.yaml.text import percent
from cliptrial.registry.yaml.writing import write_experiment

__all__ = ["CHECKABLE", "Check", "fresh_folder", "init_workspace", "new_experiment", "usual_primary", "write_schema"]

CHECKABLE = ("slot", "sound", "hashtags", "duration")
Check = Callable[[Document], Iterable[Problem]]
"""Looks at what would be written and says what is wrong with it."""
_PRIMARY: Mapping[str | None, str] = {Variable.HOOK: "average_watch_time", Variable.DURATION: "average_watch_time"}


def new_experiment(
    workspace: Workspace,
    slug: str,
    *,
    title: str | None = None,
    variable: Variable | str | None = None,
    control: Arm | str | Sequence[str] | None = None,
    variants: Iterable[Arm | str | Sequence[str]] = (),
    statement: str | None = None,
    because: str | None = None,
    expect: str | None = None,
    at_least: str | float | None = None,
    accounts: Sequence[str] | None = None,
    goal: str | None = None,
    primary: str | None = None,
    secondary: Sequence[str] | None = None,
    guardrails: Mapping[str, float | str] | None = None,
    hold_constant: Sequence[str] | None = None,
    posts_per_arm: int | None = None,
    start: date | None = None,
    slots: Sequence[str] | None = None,
    posts_per_day: int | None = None,
    weekdays: Sequence[str] | None = None,
    twins: bool | None = None,
    measure_at: str | float | None = None,
    from_slug: str | None = None,
    check: Check | None = None,
) -> Path:
    """Write a new, commented experiment that loads without problems.

    Args:
        workspace: Where it belongs.
        slug: Name of its folder.
        title: What is tested, in a few words.
        variable: The one thing that changes.
        control: What is done today: an arm, a text (``id=value`` names the arm too), or hashtags.
        variants: What to try instead, in the same ways.
        statement: What is expected, as one sentence.
        because: Why.
        expect: ``increase``, ``decrease`` or ``any``; ``increase`` where not given.
        at_least: The smallest effect worth acting on, e.g. ``0.1`` or ``"10%"``; a bare number above 1 is refused.
        accounts: Accounts of the workspace; the first one where not given.
        goal: A goal that the workspace ranks; its first where not given.
        primary: The metric that decides.
        secondary: Metrics told beside it.
        guardrails: By metric: the worst acceptable change, e.g. ``-0.1`` or ``"-10%"``.
        hold_constant: What stays the same; everything that can be checked where not given.
        posts_per_arm: Posts of each arm.
        start: First day.
        slots: Times of day, ``HH:MM``.
        posts_per_day: Posts of this experiment a day.
        weekdays: Days on which it posts, ``mon`` to ``sun``; every day where not given.
        twins: Whether every topic is filmed once per arm.
        measure_at: Age in days, or a text such as ``"48h"``.
        from_slug: The experiment to follow up; what is not given is taken from it, its start is not.
        check: What else must hold before anything is written, e.g. that its metrics are known.

    Returns:
        The file that was written.

    Raises:
        RegistryError: The folder exists already, the name will not do, or a value does not fit.
    """
    folder = fresh_folder(workspace, slug)
    given = {
        "title": title,
        "accounts": accounts,
        "goal": goal,
        "hold_constant": hold_constant,
        "hypothesis": {"statement": statement, "because": because, "expect": expect, "at_least": at_least},
        "change": _change(variable, control, list(variants), from_slug, workspace),
        "metrics": {"primary": primary, "secondary": secondary, "guardrails": _guardrails(guardrails)},
        "design": {
            "posts_per_arm": posts_per_arm,
            "start": start,
            "slots": slots,
            "posts_per_day": posts_per_day,
            "weekdays": weekdays,
            "twins": twins,
            "measure_at": measure_at,
            "seed": zlib.crc32(slug.encode("utf-8")),
        },
    }
    plain = _next_round(workspace, from_slug) if from_slug else {}
    _overlay(plain, given)
    _usual(plain, workspace)
    return _write_new(folder, _experiment(plain, slug, check), workspace)


def _experiment(plain: Mapping[str, Any], slug: str, check: Check | None) -> Experiment:
    """The experiment, or everything that is wrong with it."""
    document = Document(plain, {}, (), f"experiments/{slug}/{FILE}", "")
    found = [*bare_shares(document), *(check(document) if check is not None else ())]
    experiment, misfits = convert(Experiment, document, found)
    if experiment is None or found:
        raise _unwritten([*found, *misfits])
    return experiment


def _unwritten(problems: Iterable[Problem]) -> RegistryError:
    """Nothing is written yet, so problems have no line."""
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


def usual_primary(variable: Variable | str | None) -> str:
    """The metric that usually decides when this variable is changed."""
    return _PRIMARY.get(variable, "views")


def fresh_folder(workspace: Workspace, slug: str) -> Path:
    """The folder that a new experiment of this name would have.

    Raises:
        RegistryError: The name will not do, or is taken.
    """
    if not SLUG.fullmatch(slug) or len(slug) > 60:
        expected = "At most 60 small letters, digits and single hyphens"
        mend = f"Write {slugify(slug)}." if slugify(slug) else ""
        raise RegistryError(Problem("folder_name", f'"{slug}" cannot be the name of an experiment', expected, mend))
    folder = workspace.experiments_dir / slug
    if folder.exists():
        told = f'There is already an experiment "{slug}"'
        mend = f"Choose another name, or start its next round: `cliptrial new NAME --from {slug}`."
        raise RegistryError(Problem("exists", told, mend=mend, path=f"experiments/{slug}"))
    return folder


def _change(
    variable: Variable | str | None,
    control: Arm | str | Sequence[str] | None,
    variants: Sequence[Arm | str | Sequence[str]],
    from_slug: str | None,
    workspace: Workspace,
) -> dict[str, Any]:
    kind = variable
    if kind is None and from_slug is not None:
        kind = load_experiment(from_slug, workspace).experiment.change.variable
    texts = [*([] if control is None else [control]), *variants]
    arms = named_arms(texts, hashtags=kind == Variable.HASHTAGS, slots=kind == Variable.SLOT)
    plain = [arm.model_dump() for arm in arms]
    first = plain.pop(0) if control is not None else None
    return {"variable": variable, "control": first, "variants": plain or None}


def _guardrails(guardrails: Mapping[str, float | str] | None) -> list[dict[str, Any]] | None:
    if guardrails is None:
        return None
    return [{"metric": metric, "worst_acceptable": worst} for metric, worst in guardrails.items()]


def _next_round(workspace: Workspace, from_slug: str) -> dict[str, Any]:
    earlier = load_experiment(from_slug, workspace)
    plain = earlier.experiment.model_dump()
    plain["hypothesis"]["at_least"] = percent(earlier.experiment.hypothesis.at_least)
    plain["design"]["start"] = None
    plain["title"] = f"{earlier.experiment.title} (next round)"
    plain["follow_up_of"] = earlier.slug
    return plain


def _overlay(plain: dict[str, Any], given: Mapping[str, Any]) -> None:
    """Put everything given over what is there; None means not given."""
    for key, value in given.items():
        if isinstance(value, Mapping) and key in {"hypothesis", "change", "metrics", "design"}:
            _overlay(plain.setdefault(key, {}), value)
        elif value is not None:
            plain[key] = value


def _usual(plain: dict[str, Any], workspace: Workspace) -> None:
    """Fill in what is usual for an experiment of this kind."""
    change, metrics = plain["change"], plain["metrics"]
    variable = change.get("variable")
    if not plain.get("accounts"):
        plain["accounts"] = tuple(workspace.accounts)[:1]
    if not plain.get("goal") and workspace.goals:
        plain["goal"] = workspace.goals[0]
    plain["hypothesis"].setdefault("expect", "increase")
    metrics.setdefault("primary", usual_primary(variable))
    metrics.setdefault("secondary", ["views"] if metrics["primary"] != "views" else [])
    metrics["secondary"] = [name for name in metrics["secondary"] if name != metrics["primary"]]
    held = plain.setdefault("hold_constant", CHECKABLE)
    plain["hold_constant"] = [name for name in held if name != variable]
    arms = [arm for arm in (change.get("control"), *(change.get("variants") or ())) if arm]
    if variable == Variable.SLOT and "slots" not in plain["design"]:
        plain["design"]["slots"] = sorted({str(arm["value"]) for arm in arms})
