"""Posts of a combined test without what its other questions change on them: each is compared with its own plan.

A sound that a post's arm of another question calls for is the same for all of them; tags, captions and lengths are
told as far as they differ from what that arm calls for. What differs beyond the plan stays, and is looked at as ever.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from statistics import median

from cliptrial.analysis.checks.shown import MOVES
from cliptrial.analysis.checks.variable import wanted_tags
from cliptrial.analysis.material import Outcome
from cliptrial.posts.records import Post
from cliptrial.registry.alike import alike
from cliptrial.registry.model import Arm
from cliptrial.registry.rounds.combined import Question

Pair = tuple[Post, Arm]
Change = Callable[[Post, Arm], Post]


def evened(name: str, outcomes: Sequence[Outcome], crossed: Sequence[Question]) -> Sequence[Outcome]:
    """The posts as an attribute of them would be, had the other questions one arm only.

    Args:
        name: Of the attribute.
        outcomes: The posts.
        crossed: The other questions.
    """
    for one in crossed:
        if name in MOVES[one.variable] and name in _EVENED:
            arms = [one.arms.get(o.position.position) for o in outcomes]
            pairs = [(o.post, arm) for o, arm in zip(outcomes, arms, strict=True) if o.post and arm]
            change = _EVENED[name](pairs)
            outcomes = [
                replace(o, post=change(o.post, arm)) if o.post and arm else o
                for o, arm in zip(outcomes, arms, strict=True)
            ]
    return outcomes


def _sounds(pairs: Sequence[Pair]) -> Change:
    """An arm has the sound of its name; where no post has one of that name, the one that most of its posts have."""
    heard: dict[str, Counter[str]] = {}
    named = {arm.id: alike(str(arm.value)) for _, arm in pairs}
    for post, arm in pairs:
        heard.setdefault(arm.id, Counter()).update([alike(post.sound)] if post.sound else [])
    usual = {
        arm: named[arm] if named[arm] in sounds else max(sorted(sounds), key=sounds.__getitem__)
        for arm, sounds in heard.items()
        if sounds
    }
    # Arms that share a sound do not differ in it: nothing of it was planned.
    apart = len(set(usual.values())) == len(usual)
    # One name for the sounds of all arms, in the team's own words: a finding may show it.
    planned = " / ".join(dict.fromkeys(arm.label for _, arm in pairs))

    def change(post: Post, arm: Arm) -> Post:
        own = post.sound is not None and alike(post.sound) == usual.get(arm.id)
        return replace(post, sound=planned) if own and apart else post

    return change


def _tags(_pairs: Sequence[Pair]) -> Change:
    """Tags that a post has beside those of its arm, and those of its arm that it lacks."""

    def change(post: Post, arm: Arm) -> Post:
        if post.hashtags is None:
            return post
        wanted, borne = wanted_tags(arm), {alike(tag).lstrip("#"): tag for tag in post.hashtags}
        beside = [tag for key, tag in borne.items() if key not in wanted]
        return replace(post, hashtags=(*beside, *sorted(wanted - borne.keys())))

    return change


def _captions(_pairs: Sequence[Pair]) -> Change:
    """Captions without the tags of the arm, which make those of one arm longer."""

    def change(post: Post, arm: Arm) -> Post:
        wanted = {f"#{tag}" for tag in wanted_tags(arm)}
        words = [word for word in (post.caption or "").split() if alike(word) not in wanted]
        return replace(post, caption=" ".join(words) or None)

    return change


def _lengths(pairs: Sequence[Pair]) -> Change:
    """Lengths as if the usual one of every arm were the same."""
    own: dict[str, list[float]] = {}
    for post, arm in pairs:
        own.setdefault(arm.id, []).extend([post.duration] if post.duration else [])
    usual = {arm: median(lengths) for arm, lengths in own.items() if lengths}
    same = sum(usual.values()) / len(usual) if usual else 0.0

    def change(post: Post, arm: Arm) -> Post:
        return replace(post, duration=post.duration * same / usual[arm.id]) if post.duration else post

    return change


_EVENED: Mapping[str, Callable[[Sequence[Pair]], Change]] = {
    "sound": _sounds,
    "hashtags": _tags,
    "caption": _captions,
    "duration": _lengths,
}
