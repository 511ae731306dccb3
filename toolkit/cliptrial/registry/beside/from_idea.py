"""An idea as the draft of an experiment: what is done today is what was adopted last on its accounts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import says
from cliptrial.registry.beside.adopted import Way, adopted
from cliptrial.registry.beside.ideas import FILE, Idea, find_idea
from cliptrial.registry.beside.tests_of_ideas import Tests, left
from cliptrial.registry.draft import Draft
from cliptrial.registry.experiments import load_all
from cliptrial.registry.model import OF_PERIODS
from cliptrial.registry.workspace import Workspace

PER_ARM = 8
"""Posts an arm of the test of an idea: many short tests bring more than few long ones."""


def draft_of(name: str, workspace: Workspace, day: date = date.max) -> Draft:
    """What an idea says of its experiment.

    Args:
        name: Its id.
        workspace: Whose idea it is.
        day: The first day of the experiment: what is adopted by then is what is done today.

    Raises:
        RegistryError: There is no such idea, or nobody says what is done today.
    """
    idea = find_idea(workspace, name)
    could = tuple(short for short, one in workspace.accounts.items() if idea.client in (None, one.client))
    accounts, _ = left(could, Tests(load_all(workspace).loaded).of(idea))
    # What another client's accounts do is nobody else's business.
    house = [name for name in could if workspace.client_of([name]) == workspace.client_of(accounts[:1])]
    control = _adopted(workspace, idea, house, day) or idea.control
    if control is None:
        what = says('Idea "{idea}" does not say what is done today, and nothing was adopted yet', idea=idea.id)
        raise RegistryError(
            Problem("idea_without_control", what, says("control: ..."), says("Add it in {file}.", file=FILE), path=FILE)
        )
    label = idea.label[:1].upper() + idea.label[1:]
    return Draft(
        title=label,
        statement=label,
        variable=idea.variable.value,
        primary=idea.metric,
        goal=idea.goal,
        accounts=accounts[:1],
        posts_per_arm=None if idea.variable in OF_PERIODS else PER_ARM,
        idea=idea.id,
        control=_typed(control),
        variants=[_typed(idea.variant)],
    )


def _adopted(workspace: Workspace, idea: Idea, accounts: Collection[str], day: date) -> Way | None:
    """What was adopted last for this variable on one of these accounts; None where nothing was, or it is this idea."""
    of_kind = [one for one in adopted(workspace, day, accounts=accounts) if one.variable is idea.variable]
    known = [one.value for one in of_kind if one.value is not None]
    return known[-1] if known and known[-1] != idea.variant else None


def _typed(way: Way) -> str | list[str]:
    return way if isinstance(way, str) else list(way)
