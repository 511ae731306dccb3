"""The three numbers that a page begins with, and everything that it could tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cliptrial.analysis.periods.audience import BY_PLACE, OF_POSTS
from cliptrial.analysis.periods.beside import of_orders, of_outcomes, of_own
from cliptrial.analysis.periods.daily import Daily
from cliptrial.analysis.periods.money import MONEY, Parts, of_money
from cliptrial.metrics import Kind, Metric, Scale
from cliptrial.metrics.presets import three_numbers as chosen_by
from cliptrial.planning.growth.goals import followed
from cliptrial.posts.outcomes.stored import ORDERS
from cliptrial.registry.beside.own_numbers import OwnNumber
from cliptrial.registry.workspace import Workspace

THREE = ("views", "engagement_by_views", "new_followers")
"""What every account has where nobody chose."""
GROWTH = Metric("growth", Kind.COUNT, ("follower_change",), None, Scale.NUMBER, {})
"""Followers won less those lost, as the account's days tell."""
VOLUME = Metric("conversations", Kind.COUNT, ("comments_labelled",), None, Scale.NUMBER, {})
"""Comments and messages that were read for their tone."""
TALKS = (
    *("sessions", "leads", "dm_leads", "conversations", "positive_comments", "negative_comments"),
    *("spend", "new_customers", "orders", "revenue"),
)
"""What people did or wrote; as :data:`MONEY`, on the page of an account where anything of it is known."""


def three_numbers(workspace: Workspace, client: str | None) -> tuple[str, ...]:
    """Names of the numbers that a client, or the workspace, chose; :data:`THREE` where neither did.

    Args:
        workspace: Whose client it is.
        client: Its name; None for accounts without one.
    """
    asked = workspace.numbers or (client is not None and workspace.clients[client].numbers)
    return chosen_by(workspace, client) if asked else THREE


def all_metrics(workspace: Workspace) -> tuple[Mapping[str, Metric], Sequence[OwnNumber]]:
    """Every number of a period by its name, and what the team typed.

    Raises:
        RegistryError: own_numbers.csv has rows that cannot be used.
    """
    known, typed = followed(workspace)
    return {GROWTH.name: GROWTH, VOLUME.name: VOLUME, **BY_PLACE, **OF_POSTS, **MONEY, **known}, typed


def beside(
    workspace: Workspace, account: str, metrics: Sequence[Metric], typed: Sequence[OwnNumber], parts: Parts
) -> dict[str, Daily]:
    """Of these metrics those that orders, the team itself or both together (``parts``) tell."""
    every = (of_money(parts, one) if one.name in MONEY else _told(workspace, account, one, typed) for one in metrics)
    return {one.metric.name: one for one in every if one is not None}


def _told(workspace: Workspace, account: str, metric: Metric, typed: Sequence[OwnNumber]) -> Daily | None:
    if metric.name in ORDERS:
        return of_orders(workspace, account, metric)
    own = of_own(typed, account, metric)
    return of_outcomes(workspace, account, metric) if own is None and metric.name in TALKS else own
