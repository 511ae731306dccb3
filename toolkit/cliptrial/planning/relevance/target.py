"""Relevant reach: the reach, times the share of the target group.

Exports share followers out by country, by gender and by age, each alone. How these go together nobody knows: the share
is stated as if they had nothing to do with each other, between the least and the most that is possible (Fréchet, 1935).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

from cliptrial.analysis.history.followers import shares_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.sources.audience import KINDS
from cliptrial.registry.beside.strategy import Target, plain
from cliptrial.registry.workspace import Workspace

Audience = Mapping[str, Mapping[str, float]]
"""By what followers are shared out by: the share of each value."""


@dataclass(frozen=True, slots=True)
class TargetShare:
    """Which part of those reached belongs to the target group.

    Attributes:
        share: If country, gender and age have nothing to do with each other.
        interval: The least and the most that the shares allow.
        typed: Whether somebody typed it in.
    """

    share: float
    interval: tuple[float, float]
    typed: bool

    def of(self, reach: float) -> tuple[float, float, float]:
        """Relevant reach, and the least and most that is possible."""
        return self.share * reach, self.interval[0] * reach, self.interval[1] * reach


def target_share(target: Target | None, audience: Audience) -> TargetShare | None:
    """The share of a target group; None where nobody says whom to reach, or no export has what it takes.

    Examples:
        >>> both = {"territory": {"DE": 0.8, "AT": 0.1}, "gender": {"Female": 0.5}}
        >>> target_share(Target(territories=("de", "at"), genders=("female",)), both)
        TargetShare(share=0.45, interval=(0.4, 0.5), typed=False)
    """
    if target is None:
        return None
    if target.share is not None:
        return TargetShare(target.share, (target.share, target.share), True)
    if not target.parts or any(not audience.get(part) for part in target.parts):
        return None
    shares = []
    for part, wanted in target.parts.items():
        known = {plain(value): share for value, share in audience[part].items()}
        shares.append(min(1.0, sum(known.get(one, 0.0) for one in {plain(value) for value in wanted})))
    least = max(0.0, sum(shares) - (len(shares) - 1))
    return TargetShare(round(prod(shares), 12), (round(least, 12), min(shares)), False)


def target_of(workspace: Workspace, account: str) -> Target | None:
    """Whom an account wants to reach: its own target group, or its client's."""
    own = workspace.accounts[account]
    return own.target or (workspace.clients[own.client].target if own.client else None)


def audience_of(workspace: Workspace, account: str) -> Audience:
    """The followers of an account by the newest export of each kind."""
    lake = Lake(workspace.store_dir)
    kinds = {kind: dict(shares_of(lake, account, kind)) for kind in KINDS.values()}
    return {kind: shares for kind, shares in kinds.items() if shares}
