"""Where rows of the lake come from, as each source says it of itself."""

from __future__ import annotations

from dataclasses import dataclass

from cliptrial.messages import Message
from cliptrial.registry.platforms import PlatformName


@dataclass(frozen=True, slots=True)
class Origin:
    """What a source says of itself.

    Attributes:
        name: As workspace.yaml and every row of the lake name it.
        label: What people call it.
        delivers: The columns that it delivers for every post, for which a plan may wait; none, and no workspace names
            it. ``followers`` come with the account.
        platform: The only platform that it tells of; None where it may be any.
        is_after: Whether it tells what people did after a post, and of no post.
        needs_program: Whether somebody has to write a program for it.
        tells_hours: Whether it tells at what time of day a post went out.
        tells_regions: Whether it tells to which country or state an order went.
    """

    name: str
    label: Message
    delivers: frozenset[str] = frozenset()
    platform: PlatformName | None = None
    is_after: bool = False
    needs_program: bool = False
    tells_hours: bool = True
    tells_regions: bool = False
