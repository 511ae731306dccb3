"""An idea as the draft of an experiment: what is done today is what was adopted last on its accounts."""

from __future__ import annotations

from collections.abc import Collection

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import says
from cliptrial.registry.beside.ideas import FILE, Idea, find_idea
from cliptrial.registry.beside.tests_of_ideas import Tests, left
from cliptrial.registry.decisions import Choice, read_decisions
from cliptrial.registry.draft import Draft
from cliptrial.registry.experiments import load_all
from cliptrial.registry.workspace import Workspace

PER_ARM = 8
"""Posts an arm of the test of an idea: many short tests bring more than few long ones."""


def draft_of(name: str, workspace: Workspace) -> Draft:
    """What an idea says of its experiment.

    Args:
        name: Its id.
        workspace: Whose idea it is.

    Raises:
        RegistryError: There is no such idea, or nobody says what is done today.
    """
    idea = find_idea(workspace, name)
    could = tuple(short for short, one in workspace.accounts.items() if idea.client in (None, one.client))
    accounts, _ = left(could, Tests(load_all(workspace).loaded).of(idea))
    # What another client's accounts do is nobody else's business.
    house = [name for name in could if workspace.client_of([name]) == workspace.client_of(accounts[:1])]
    control = adopted(workspace, idea, house) or idea.control
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
        posts_per_arm=PER_ARM,
        idea=idea.id,
        control=_typed(control),
        variants=[_typed(idea.variant)],
    )


def adopted(workspace: Workspace, idea: Idea, accounts: Collection[str]) -> str | tuple[str, ...] | None:
    """What was adopted last for this variable on one of these accounts; None where nothing was, or it is this idea."""
    last: tuple[tuple[str, str], str | tuple[str, ...]] | None = None
    for one in load_all(workspace).loaded:
        change = one.experiment.change
        if change.variable is not idea.variable or not set(one.experiment.accounts) & set(accounts):
            continue
        decisions = read_decisions(one.folder)
        if not decisions or decisions[-1].what is not Choice.SHIP or len(change.variants) != 1:
            continue
        when = ((decisions[-1].starts or decisions[-1].when).isoformat(), one.slug)
        if last is None or when > last[0]:
            last = when, change.variants[0].value
    return None if last is None or last[1] == idea.variant else last[1]


def _typed(way: str | tuple[str, ...]) -> str | list[str]:
    return way if isinstance(way, str) else list(way)
