"""Which numbers matter to whom: two presets, and the three numbers that a client chose for its page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cliptrial.errors import Problem
from cliptrial.messages import did_you_mean, says
from cliptrial.metrics.period_numbers import PERIOD_NUMBERS
from cliptrial.metrics.resolve import metrics_of
from cliptrial.registry.beside.own_numbers import own_names
from cliptrial.registry.workspace import Workspace

Three = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Preset:
    """What one kind of account looks at.

    Attributes:
        numbers: All of them, the most important first.
        three: Those of a page.
    """

    numbers: tuple[str, ...]
    three: Three


PRESETS: Mapping[str, Preset] = {
    "brand": Preset(
        ("reach", "cpm", "orders", "conversion_rate", "cpa", "roas", "ltv_to_cac"), ("reach", "orders", "roas")
    ),
    "creator": Preset(
        (*("engagement_by_views", "view_to_follower", "average_watch_time", "watch_share", "hold_3s"), "growth"),
        ("engagement_by_views", "view_to_follower", "average_watch_time"),
    ),
}
"""By name as the key ``numbers`` has it. Without one it is the creator's, which needs neither money nor a shop."""
USUAL = "creator"


def preset_of(workspace: Workspace, client: str | None) -> Preset:
    """What a client, or the accounts without one, look at; who chose three of its own keeps the rest of the usual."""
    chosen = _chosen(workspace, client)
    return PRESETS[chosen[0] if len(chosen) == 1 and chosen[0] in PRESETS else USUAL]


def three_numbers(workspace: Workspace, client: str | None) -> Three:
    """The three numbers of a client's page, by name: metrics of a post, of a period, or own numbers of the team.

    Args:
        workspace: Whose client it is.
        client: Its short name; None for accounts without one.
    """
    chosen = _chosen(workspace, client)
    return (chosen[0], chosen[1], chosen[2]) if len(chosen) == 3 else preset_of(workspace, client).three


def _chosen(workspace: Workspace, client: str | None) -> tuple[str, ...]:
    own = workspace.clients[client].numbers if client is not None else ()
    return own or workspace.numbers


def known_numbers(workspace: Workspace, own: Collection[str] = ()) -> tuple[str, ...]:
    """Every number that can be chosen."""
    return (*metrics_of(workspace), *PERIOD_NUMBERS, *own)


def number_problems(workspace: Workspace, own: Collection[str] = ()) -> list[Problem]:
    """What is wrong with the keys ``numbers`` of a workspace and its clients.

    Args:
        workspace: What workspace.yaml says.
        own: Names of numbers that the team types itself.
    """
    chosen = {"numbers": workspace.numbers, **{f"clients.{n}.numbers": c.numbers for n, c in workspace.clients.items()}}
    known = known_numbers(workspace, own)
    return [
        workspace.problem(key, one.code, one.what, one.expected, one.mend)
        for key, names in chosen.items()
        for one in choice_problems(names, known)
    ]


def problems_of_client(short: str, names: Sequence[str], workspace: Workspace) -> Iterator[Problem]:
    """What is wrong with the numbers that somebody typed of a client, under their key.

    Args:
        short: The client.
        names: What was chosen.
        workspace: Whose client it is.
    """
    for one in choice_problems(names, known_numbers(workspace, own_names(workspace.root))):
        yield replace(one, field=f"clients.{short}.numbers")


def choice_problems(names: Sequence[str], known: Sequence[str]) -> Iterator[Problem]:
    """What is wrong with a choice of numbers; nothing with none."""
    expected = says("Three numbers, or one of {presets}", presets=list(PRESETS))
    if not names or (len(names) == 1 and names[0] in PRESETS):
        return
    unknown = [name for name in names if name not in known]
    for name in unknown:
        what = says('"{name}" is no number that is known here', name=name)
        yield Problem("unknown_number", what, expected, did_you_mean(name, [*PRESETS, *known], _LISTED))
    if not unknown and len({*names}) != 3:
        what = says("A page has three numbers, and these are {count}", count=len({*names}))
        yield Problem("three_numbers", what, expected, says("For example [reach, orders, roas]."))


_LISTED = says("`cliptrial numbers` lists them.")
