"""From what was typed to ``experiment.yaml``: built, checked as a whole, written as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import says
from cliptrial.registry.draft import Draft, DraftArm, Typed
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.model import OF_PERIODS, Arm, Experiment, Unit, Variable
from cliptrial.registry.naming import named_arms, slugify
from cliptrial.registry.scaffold import CHECKABLE, complete, seed_of, write_schema
from cliptrial.registry.workspace import Workspace
from cliptrial.registry.yaml.writing import write_experiment

USUAL_SLOT = "18:00"


def save_idea(workspace: Workspace, loaded: Loaded | None, idea: Draft, *, drawn: bool) -> str:
    """Write a new experiment, or the idea of one that is there; what the form does not ask for stays.

    Args:
        workspace: Where it belongs.
        loaded: The experiment as it is now; None for a new one.
        idea: What was typed: the arms as texts, or with the day until which they are good; at most one guardrail.
        drawn: Whether a schedule names the arms already, so that their short names must stay.

    Returns:
        The name of its folder.

    Raises:
        RegistryError: With everything that does not fit; nothing is written then.
    """
    title = str(idea.title or "")
    slug = loaded.slug if loaded is not None else slugify(title) or "experiment"
    problems = list(_missing(idea))
    if loaded is None and title and (workspace.experiments_dir / slug).exists():
        problems.append(Problem("exists", says('There is already an experiment "{slug}"', slug=slug), field="title"))
    before = Draft(seed=seed_of(slug), slots=[USUAL_SLOT]) if loaded is None else Draft.of(loaded.experiment)
    draft = _merged(idea.but(control=None, variants=None), before)
    arms = _arms(idea, before, drawn=drawn)
    try:
        experiment = complete(draft.but(control=arms[0], variants=arms[1:], **_slots(draft, arms)), slug, workspace)
    except RegistryError as error:
        raise RegistryError([*problems, *error.problems]) from None
    if problems:
        raise RegistryError(problems)
    folder = workspace.experiments_dir / slug
    write_schema(workspace)
    folder.mkdir(parents=True, exist_ok=True)
    write_experiment(folder, experiment if loaded is None else _as_planned(experiment, loaded))
    return slug


def with_design(workspace: Workspace, loaded: Loaded, **design: object) -> Experiment:
    """The experiment with another layout in time; nothing is written.

    Raises:
        RegistryError: With everything that does not fit.
    """
    return _as_planned(complete(Draft.of(loaded.experiment).but(**design), loaded.slug, workspace), loaded)


def _as_planned(experiment: Experiment, loaded: Loaded) -> Experiment:
    """The experiment in the combined test in which it was planned; a draft knows of none."""
    shared = loaded.experiment.design.round
    return experiment.model_copy(update={"design": experiment.design.model_copy(update={"round": shared})})


def time_of_day(text: str) -> str:
    """``18``, ``9:30`` or ``18.00 Uhr`` as ``18:00``; anything else as it was typed."""
    clock = re.fullmatch(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(?:uhr|h)?", text.strip().lower())
    return f"{int(clock[1]):02d}:{clock[2] or '00'}" if clock else text.strip()


def _missing(idea: Draft) -> Iterator[Problem]:
    control, *variants = _typed(idea)
    for key, text in {"change.control": control, "change.variants": "".join(variants)}.items():
        if not text.strip("# "):
            yield Problem("missing", says("{key} is empty", key=key), field=key)


def _typed(idea: Draft) -> list[str]:
    """The arms as texts, control first."""
    arms = (arm.value if isinstance(arm, DraftArm) else arm for arm in (idea.control, *(idea.variants or ())))
    return [text if isinstance(text, str) else "" for text in arms]


def _merged(idea: Draft, before: Draft) -> Draft:
    """Everything the form asks for, and the rest as it was; what depends on the variable changes with it."""
    draft = idea.over(before).but(because=idea.because, **_metrics(idea, before))
    if before.variable == idea.variable:
        return draft
    if idea.variable in OF_PERIODS:
        return draft.but(hold_constant=[], unit=Unit.PERIOD.value)
    draft = draft.but(unit=Unit.POST.value, regions=None) if before.variable in OF_PERIODS else draft
    draft = draft.but(hold_constant=[name for name in CHECKABLE if name != idea.variable])
    # Where the slot was the variable, both its times are in the design; one of them is enough then.
    return draft.but(slots=[USUAL_SLOT], posts_per_day=1) if before.variable == Variable.SLOT else draft


def _slots(draft: Draft, arms: Sequence[Arm]) -> dict[str, object]:
    """Times of day that are compared are the slots."""
    if draft.variable != Variable.SLOT:
        return {}
    return {"slots": sorted({str(arm.value) for arm in arms}), "posts_per_day": 1}


def _metrics(idea: Draft, before: Draft) -> dict[str, object]:
    """What is told beside the metric that decides, and the guardrail that was typed before those there are."""
    first = idea.guardrails or ()
    named = {guardrail.metric for guardrail in first}
    others = [one for one in (before.guardrails or ())[1:] if one.metric not in named]
    beside = before.secondary if before.secondary is not None else ["views"]
    secondary = [name for name in beside if name not in (idea.primary, *named)]
    return {"secondary": secondary, "guardrails": [*first, *others]}


def _arms(idea: Draft, before: Draft, *, drawn: bool) -> Sequence[Arm]:
    """The arms as typed; an arm keeps its short name while its words, or a schedule, still use it."""
    if idea.variable == before.variable == Variable.BUNDLE:
        return [Arm.model_validate(arm.model_dump()) for arm in before.arms]
    slots = idea.variable == Variable.SLOT
    texts: list[Typed] = [time_of_day(text) if slots else text for text in _typed(idea)]
    arms = named_arms(texts, hashtags=idea.variable == Variable.HASHTAGS, slots=slots)
    kept: list[Arm] = []
    for number, arm in enumerate(arms):
        old = before.arms[number] if number < len(before.arms) else None
        keep = old is not None and (drawn or old.value == arm.value) and old.id not in {one.id for one in kept}
        name = old.id if keep and old is not None and old.id else _free(arm.id, kept)
        typed = (idea.variants or ())[number - 1] if number else (before.control if keep else None)
        kept.append(Arm(id=name, value=arm.value, good_until=getattr(typed, "good_until", None)))
    return kept


def _free(wanted: str, taken: Sequence[Arm]) -> str:
    ids = {arm.id for arm in taken}
    return wanted if wanted not in ids else next(f"{wanted}_{n}" for n in range(2, 99) if f"{wanted}_{n}" not in ids)
