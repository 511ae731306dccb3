"""From what was typed to ``experiment.yaml``: built, checked as a whole, written as a whole."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cliptrial.errors import Problem, RegistryError
from cliptrial.registry.checks import cross_checks
from cliptrial.registry.experiments import FILE, Loaded
from cliptrial.registry.model import Arm, Experiment, Variable
from cliptrial.registry.naming import named_arms, slugify
from cliptrial.registry.scaffold import CHECKABLE, write_schema
from cliptrial.registry.workspace import Workspace
from cliptrial.registry.yaml.convert import convert
from cliptrial.registry.yaml.file import Document
from cliptrial.registry.yaml.writing import write_experiment

USUAL_SLOT = "18:00"
Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Idea:
    """What step 1 asks for; shares as ratios, texts as typed."""

    account: str
    title: str
    statement: str
    because: str
    variable: str
    control: str
    variants: tuple[str, ...]
    metric: str
    expect: str
    at_least: float
    guardrail: str | None
    worst_acceptable: float


def checked(workspace: Workspace, plain: Mapping[str, Any], slug: str) -> Experiment:
    """The experiment that plain values describe.

    Raises:
        RegistryError: With every problem, each naming its dotted key.
    """
    document = Document(plain, {}, (), f"experiments/{slug}/{FILE}", "")
    found = cross_checks(document, tuple(workspace.accounts))
    experiment, misfits = convert(Experiment, document, found)
    if experiment is None or found or misfits:
        raise RegistryError([*found, *misfits])
    return experiment


def save_idea(workspace: Workspace, loaded: Loaded | None, idea: Idea, *, drawn: bool) -> str:
    """Write a new experiment, or the idea of one that is there; what the form does not ask for stays.

    Args:
        workspace: Where it belongs.
        loaded: The experiment as it is now; None for a new one.
        idea: What was typed.
        drawn: Whether a schedule names the arms already, so that their short names must stay.

    Returns:
        The name of its folder.

    Raises:
        RegistryError: With everything that does not fit; nothing is written then.
    """
    slug = loaded.slug if loaded is not None else slugify(idea.title) or "experiment"
    plain = _plain(loaded) if loaded is not None else _new(slug)
    problems = list(_missing(idea))
    if loaded is None and idea.title and (workspace.experiments_dir / slug).exists():
        problems.append(Problem("exists", f'There is already an experiment "{slug}"', field="title"))
    _overlay(plain, idea, loaded, drawn=drawn)
    try:
        experiment = checked(workspace, plain, slug)
    except RegistryError as error:
        raise RegistryError([*problems, *error.problems]) from None
    if problems:
        raise RegistryError(problems)
    folder = workspace.experiments_dir / slug
    write_schema(workspace)
    folder.mkdir(parents=True, exist_ok=True)
    write_experiment(folder, experiment)
    return slug


def with_design(workspace: Workspace, loaded: Loaded, **design: Any) -> Experiment:
    """The experiment with another layout in time; nothing is written.

    Raises:
        RegistryError: With everything that does not fit.
    """
    plain = _plain(loaded)
    plain["design"].update(design)
    return checked(workspace, plain, loaded.slug)


def time_of_day(text: str) -> str:
    """``18``, ``9:30`` or ``18.00 Uhr`` as ``18:00``; anything else as it was typed."""
    found = re.fullmatch(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(?:uhr|h)?", text.strip().lower())
    return f"{int(found[1]):02d}:{found[2] or '00'}" if found else text.strip()


def _missing(idea: Idea) -> list[Problem]:
    values = {"change.control": idea.control.strip("# "), "change.variants": "".join(idea.variants).strip("# ")}
    return [Problem("missing", f"{key} is empty", field=key) for key, value in values.items() if not value]


def _new(slug: str) -> Plain:
    seed = zlib.crc32(slug.encode("utf-8"))
    return {"hypothesis": {}, "change": {}, "metrics": {}, "design": {"seed": seed, "slots": [USUAL_SLOT]}}


def _plain(loaded: Loaded) -> Plain:
    plain: Plain = loaded.experiment.model_dump(mode="json")
    return plain


def _overlay(plain: Plain, idea: Idea, loaded: Loaded | None, *, drawn: bool) -> None:
    before = loaded.experiment.change.variable.value if loaded is not None else None
    arms = [arm.model_dump(mode="json") for arm in _arms(idea, loaded, drawn=drawn)]
    plain["title"] = idea.title
    plain["accounts"] = plain["accounts"] if len(plain.get("accounts", ())) > 1 else [idea.account]
    plain["hypothesis"].update(
        statement=idea.statement, because=idea.because or None, expect=idea.expect, at_least=idea.at_least
    )
    plain["change"] = {"variable": idea.variable, "control": arms[0], "variants": arms[1:]}
    if before != idea.variable:
        plain["hold_constant"] = [name for name in CHECKABLE if name != idea.variable]
        _slots(plain["design"], idea.variable, before)
    if idea.variable == Variable.SLOT:
        plain["design"].update(slots=sorted({str(arm["value"]) for arm in arms}), posts_per_day=1)
    _metrics(plain["metrics"], idea, new=loaded is None)


def _slots(design: Plain, variable: str, before: str | None) -> None:
    """Where the slot was the variable, both its times are in the design; one of them is enough then."""
    if before == Variable.SLOT and variable != Variable.SLOT:
        design.update(slots=[USUAL_SLOT], posts_per_day=1)


def _metrics(metrics: Plain, idea: Idea, *, new: bool) -> None:
    beside = (["views"] if idea.metric != "views" else []) if new else metrics.get("secondary", [])
    metrics["primary"] = idea.metric
    metrics["secondary"] = [name for name in beside if name not in (idea.metric, idea.guardrail)]
    others = metrics.get("guardrails", [])[1:]
    first = [{"metric": idea.guardrail, "worst_acceptable": -idea.worst_acceptable}] if idea.guardrail else []
    metrics["guardrails"] = [*first, *(one for one in others if one["metric"] != idea.guardrail)]


def _arms(idea: Idea, loaded: Loaded | None, *, drawn: bool) -> Sequence[Arm]:
    """The arms as typed; an arm keeps its short name while its words, or a schedule, still use it."""
    slots = idea.variable == Variable.SLOT
    texts = [idea.control, *idea.variants]
    arms = named_arms(
        [time_of_day(text) for text in texts] if slots else texts,
        hashtags=idea.variable == Variable.HASHTAGS,
        slots=slots,
    )
    before = loaded.experiment.change.arms if loaded is not None else ()
    kept: list[Arm] = []
    for number, arm in enumerate(arms):
        old = before[number] if number < len(before) else None
        keep = old is not None and (drawn or old.value == arm.value) and old.id not in {one.id for one in kept}
        kept.append(Arm(id=old.id if keep and old is not None else _free(arm.id, kept), value=arm.value))
    return kept


def _free(wanted: str, taken: Sequence[Arm]) -> str:
    ids = {arm.id for arm in taken}
    return wanted if wanted not in ids else next(f"{wanted}_{n}" for n in range(2, 99) if f"{wanted}_{n}" not in ids)
