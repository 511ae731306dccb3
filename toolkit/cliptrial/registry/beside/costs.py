"""``costs.yaml`` in the workspace: what an experiment cost, in money and in people's time."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, RootModel

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import did_you_mean, says
from cliptrial.registry.experiments import experiment_names
from cliptrial.registry.model import TEXT, Record, Slug
from cliptrial.registry.workspace import Workspace
from cliptrial.registry.yaml.entries import Entries
from cliptrial.registry.yaml.expected import Expected
from cliptrial.registry.yaml.text import yaml_text

FILE = "costs.yaml"
_HEAD = "# What experiments cost. Add to it with `cliptrial money add`; earlier entries stay as they are.\n"
_MONEY = says("An amount of money from 0 up, e.g. 250")


class Cost(Record):
    """One entry; several of one experiment add up."""

    experiment: Annotated[Slug, Expected(says("The folder name of an experiment"))]
    ads: Annotated[float, Field(ge=0), Expected(_MONEY)] = 0.0
    other: Annotated[float, Field(ge=0), Expected(_MONEY)] = 0.0
    hours_a_post: Annotated[float, Field(ge=0, le=500), Expected(says("Hours from 0 to 500, e.g. 1.5"))] = 0.0
    rate: Annotated[float, Field(ge=0), Expected(says("Money for an hour from 0 up, e.g. 45"))] = 0.0
    note: Annotated[str | None, TEXT] = None

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
    problems = _unknown(costs, workspace)
    if problems:
        raise RegistryError(problems)
    return costs


def add_cost(workspace: Workspace, cost: Cost) -> tuple[Cost, ...]:
    """Add an entry; what the file says already is kept to the letter.

    Raises:
        RegistryError: There is no such experiment, or the file has mistakes.
    """
    problems = _unknown((cost,), workspace)
    if problems:
        raise RegistryError(problems)
    lines = [f"{name}: {_written(value)}" for name, value in cost if value not in (None, 0)]
    _ENTRIES.add(workspace.root, "- " + "\n  ".join(lines) + "\n")
    return read_costs(workspace)


def _written(value: object) -> str:
    return f"{value:.12g}" if isinstance(value, float) else yaml_text(str(value))


def _unknown(costs: tuple[Cost, ...], workspace: Workspace) -> list[Problem]:
    known = experiment_names(workspace)
    return [
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
