"""Which pillar a post belongs to, and how much of the reach each of them had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cliptrial.posts.records import Post
from cliptrial.posts.text.ids import id_in_link
from cliptrial.registry.beside.strategy import Pillar, plain
from cliptrial.registry.plan.standing import Standing
from cliptrial.registry.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PillarReach:
    """What the posts of a pillar reached.

    Attributes:
        name: The pillar; None of posts that belong to none.
        label: What pages call it.
        posts: How many.
        reach: Theirs together.
        share: Of the reach of all posts.
        strategy: Whether it is part of the strategy; None of posts that belong to none.
    """

    name: str | None
    label: str
    posts: int
    reach: float
    share: float
    strategy: bool | None


def pillars_of(workspace: Workspace, client: str | None) -> Mapping[str, Pillar]:
    """The pillars of a client, and those of everybody."""
    return {name: one for name, one in workspace.pillars.items() if one.client in (None, client)}


def pillar_of(pillars: Mapping[str, Pillar], hashtags: Collection[str], topic: str | None = None) -> str | None:
    """The pillar of a post: that of its topic in the plan, else the one that most of its hashtags belong to.

    Examples:
        >>> both = {"recipes": Pillar(hashtags=("recipe", "dinner")), "jokes": Pillar(hashtags=("funny",))}
        >>> pillar_of(both, ["funny", "recipe", "dinner"]), pillar_of(both, ["funny"], "Recipes: pancakes")
        ('recipes', 'recipes')
    """
    if topic is not None:
        named = plain(topic.partition(":")[0]) if ":" in topic else None
        for name, one in pillars.items():
            if plain(topic) in map(plain, one.topics) or (named and named in (plain(name), plain(one.label or name))):
                return name
    own = {plain(tag) for tag in hashtags}
    fitting = {name: len(own & {plain(tag) for tag in one.hashtags}) for name, one in pillars.items()}
    best = max(fitting, key=lambda name: fitting[name], default=None)
    return best if best is not None and fitting[best] else None


def topics_of_posts(plans: Iterable[Standing]) -> Mapping[str, str]:
    """By post id: its topic in a plan, where it was linked."""
    return {
        post: position.topic
        for plan in plans
        for position in plan.positions or ()
        for link in [(plan.links or {}).get(position.position)]
        if position.topic and link and (post := id_in_link(link))
    }


def reach_by_pillar(
    pillars: Mapping[str, Pillar],
    posts: Iterable[Post],
    reach: Mapping[str, float],
    topics: Mapping[str, str],
    typed: Mapping[str, str] = MappingProxyType({}),
) -> tuple[PillarReach, ...]:
    """What each pillar reached, the most first; posts without a pillar last.

    Args:
        pillars: Of :func:`pillars_of`.
        posts: Those of a period.
        reach: By post id; posts without a number are left out.
        topics: Of :func:`topics_of_posts`.
        typed: By post id: the pillar that somebody typed, which holds.
    """
    counts: dict[str | None, int] = defaultdict(int)
    sums: dict[str | None, float] = defaultdict(float)
    for post in posts:
        if post.post_id in reach:
            own = typed.get(post.post_id)
            name = own if own in pillars else pillar_of(pillars, post.hashtags or (), topics.get(post.post_id))
            counts[name] += 1
            sums[name] += reach[post.post_id]
    total = sum(sums.values())
    rows = [
        PillarReach(
            name,
            (pillars[name].label or name) if name else "",
            counts[name],
            sums[name],
            sums[name] / total if total else 0.0,
            pillars[name].strategy if name else None,
        )
        for name in counts
    ]
    return tuple(sorted(rows, key=lambda one: (one.name is None, -one.reach, one.label)))
