"""Tracked links: the page that posts lead to, with the experiment and the position in its address."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from cliptrial.registry.experiments import Loaded
from cliptrial.registry.plan.schedule import Position
from cliptrial.registry.workspace import Workspace


def tracked_link(workspace: Workspace, loaded: Loaded, position: Position, round_: str | None = None) -> str | None:
    """The link of one post: that of its experiment, else of its account; None where neither names one.

    ``utm_campaign`` is the folder of the experiment, or of its combined test, and ``utm_content`` the position, so
    visits and sales find their post.

    Args:
        workspace: Where the experiment belongs.
        loaded: The experiment.
        position: The post.
        round_: The combined test that it becomes part of, before its file says so.
    """
    account = workspace.accounts[position.account]
    base = loaded.experiment.link or account.link
    if base is None:
        return None
    marks = {
        "utm_source": account.platform,
        "utm_medium": "social",
        "utm_campaign": round_ or loaded.experiment.design.round or loaded.slug,
        "utm_content": str(position.position),
    }
    parts = urlsplit(base)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in marks]
    return urlunsplit(parts._replace(query=urlencode([*kept, *marks.items()])))
