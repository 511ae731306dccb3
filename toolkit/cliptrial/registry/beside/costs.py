"""``costs.yaml`` in the workspace: what an experiment cost, in money and in people's time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import Field, RootModel

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import did_you_mean, says
from cliptrial.registry.experiments import experiment_names
from cliptrial.registry.model import TEXT, Record, Slug
from cliptrial.registry.workspace import Workspace
from cliptrial.registry.yaml.convert import convert
from cliptrial.registry.yaml.entries import Entries
from cliptrial.registry.yaml.expected import Expected
from cliptrial.registry.yaml.file import Document
from cliptrial.registry.yaml.text import yaml_text

FILE = "costs.yaml"
_HEAD = "# What experiments cost. Add to it with `cliptrial money add`; earlier entries stay as they are.\n"
_MONEY = says("An amount of money from 0 up, e.g. 250")
_HOUR = says("Money for an hour from 0 up, e.g. 45")


class Cost(Record):
    """One entry; several of one experiment add up."""

    experiment: Annotated[Slug, Expected(says("The folder name of an experiment"))]
    ads: Annotated[float, Field(ge=0, allow_inf_nan=False), Expected(_MONEY)] = 0.0
    other: Annotated[float, Field(ge=0, allow_inf_nan=False), Expected(_MONEY)] = 0.0
    hours_a_post: Annotated[float, Field(ge=0, le=500), Expected(says("Hours from 0 to 500, e.g. 1.5"))] = 0.0
    rate: Annotated[float, Field(ge=0, allow_inf_nan=False), Expected(_HOUR)] = 0.0
    tools_a_month: Annotated[float, Field(ge=0, allow_inf_nan=False), Expected(_MONEY)] = 0.0
    note: Annotated[str | None, TEXT] = None

    def tools(self, days: float) -> float:
        """What tools cost in so many days; a month has 365 / 12 of them."""
        return self.tools_a_month * days * 12 / 365

    def time(self, posts: int) -> float:
        """What people's time for so many posts costs."""
        return self.hours_a_post * self.rate * posts


class _Costs(RootModel[tuple[Annotated[Cost, Expected(says("An entry with experiment and what it cost"))], ...]]):
    pass


_ENTRIES = Entries(FILE, "costs", _Costs, _HEAD, first="experiment", at_root=True)


def read_costs(workspace: Workspace) -> tuple[Cost, ...]:
    """All entries, the oldest first; empty where there is no file.

    Raises:
        RegistryError: The file has mistakes, or names experiments that are not there; everything is listed.
    """
    costs = _ENTRIES.read(workspace.root)
    problems = _problems(costs, workspace)
    if problems:
        raise RegistryError(problems)
    return costs


def add_cost(workspace: Workspace, given: Mapping[str, object]) -> Cost:
    """Add an entry; what the file says already is kept to the letter.

    Args:
        workspace: Where the experiment belongs.
        given: The keys of the entry, as the file has them.

    Raises:
        RegistryError: A value does not fit, there is no such experiment, or the file has mistakes; everything is told.
    """
    cost, misfits = convert(Cost, Document(dict(given), {}, (), FILE, ""))
    problems = [replace(one, path=None, line=None, column=None) for one in misfits]
    problems += _problems((cost,), workspace) if cost is not None else []
    if cost is None or problems:
        raise RegistryError(problems)
    lines = [f"{name}: {_written(value)}" for name, value in cost if value not in (None, 0)]
    _ENTRIES.add(workspace.root, "- " + "\n  ".join(lines) + "\n")
    return cost


def _written(value: object) -> str:
    return f"{value:.12g}" if isinstance(value, float) else yaml_text(str(value))


def _problems(costs: tuple[Cost, ...], workspace: Workspace) -> list[Problem]:
    """Experiments that are not there, and hours that nobody knows the price of."""
    known = experiment_names(workspace)
    unpaid = [
        Problem(
            "cost_without_rate",
            says("{name}: {hours} hours a post, and nobody says what an hour costs", name=one.experiment, hours=hours),
            _HOUR,
            says("Add `rate`."),
            path=FILE,
        )
        for one in costs
        if (hours := one.hours_a_post) and "rate" not in one.model_fields_set
    ]
    return unpaid + [
        Problem(
            "cost_of_nothing",
            says('There is no experiment "{name}"', name=name),
            says("One of {names}", names=list(known)) if known else says("An experiment of this workspace"),
            did_you_mean(name, known, says("`cliptrial list` lists them.")),
            path=FILE,
        )
        for name in dict.fromkeys(one.experiment for one in costs)
        if name not in known
    ]
