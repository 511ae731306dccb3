"""Posts that could have taken a position: a second take, the same topic, or another post in a planned slot.

Whoever posts an idea twice and counts the better one wins by luck. What is alike in most of an account's posts, a
habitual sentence or the usual sound, tells no copy from any other post; only words and sounds that few posts share do.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from cliptrial.posts.records import Post
from cliptrial.registry.alike import alike
from cliptrial.registry.plan.schedule import Position

DAY = 86_400
WITHIN = 7 * DAY
"""How far apart two posts may lie and still be two takes of one idea, in seconds."""
IN_SLOT = 0.5
"""Hours off a planned moment within which a post stands in its slot."""
COMMON = 0.1
"""Share of an account's posts above which a word or sound is a habit; three posts alone never make one."""
ENOUGH = 8
"""Posts of an account below which nobody can tell its habits."""
SAME_WORDS = 0.8
"""Share of the shorter caption's own words that the other one must have."""
SAME_LENGTH = 0.5
"""Seconds by which two takes of a video may differ."""


@dataclass(frozen=True, slots=True)
class Extra:
    """A post that could have taken a position; ``why``: caption, sound, topic, slot or relinked."""

    position: int
    post: Post
    why: str


def extra_posts(
    placed: Mapping[int, Post], positions: Sequence[Position], others: Iterable[Post], timezones: Mapping[str, str]
) -> tuple[Extra, ...]:
    """Every other post, at the first position that it could have taken.

    Args:
        placed: By position number: the post that counts.
        positions: The plan.
        others: Posts that belong to no position of any experiment.
        timezones: By account: its time zone.
    """
    others = [post for post in others if post.posted_at is not None]
    habits = {
        account: _Habits([p for p in (*placed.values(), *others) if p.account == account])
        for account in {position.account for position in positions}
    }
    extras = []
    for post in others:
        own = [p for p in positions if p.account == post.account]
        reason = _extra(post, own, placed, habits[post.account], timezones) if own else None
        if reason is not None:
            extras.append(reason)
    return tuple(extras)


def _extra(
    post: Post, positions: Sequence[Position], placed: Mapping[int, Post], habits: _Habits, zones: Mapping[str, str]
) -> Extra | None:
    topics = _Topics(positions)
    for position in positions:
        counted = placed.get(position.position)
        near = counted is not None and abs((counted.posted_at or 0) - (post.posted_at or 0)) <= WITHIN
        if near and counted is not None:
            for why, alike in (
                ("caption", habits.same_words(post, counted)),
                ("sound", habits.same_video(post, counted)),
                ("topic", topics.named(position, post)),
            ):
                if alike:
                    return Extra(position.position, post, why)
        if counted is not None and in_slot(post, position, zones):
            return Extra(position.position, post, "slot")
    return None


def in_slot(post: Post, position: Position, zones: Mapping[str, str]) -> bool:
    """Whether a post went out at the planned moment."""
    hour, minute = map(int, position.slot.split(":"))
    planned = datetime(*position.date.timetuple()[:3], hour, minute, tzinfo=ZoneInfo(zones[position.account]))
    return abs((post.posted_at or 0) - planned.timestamp()) <= IN_SLOT * 3600


class _Habits:
    """What an account's posts have in common, so that it tells nothing of any two of them."""

    def __init__(self, posts: Sequence[Post]) -> None:
        self._most = max(3, COMMON * len(posts)) if len(posts) >= ENOUGH else 0
        self._words = Counter(word for post in posts for word in words(post.caption))
        self._sounds = Counter(alike(post.sound) for post in posts if post.sound)

    def _own_words(self, post: Post) -> set[str]:
        return {word for word in words(post.caption) if self._words[word] <= self._most}

    def same_words(self, one: Post, other: Post) -> bool:
        """Whether the captions say the same, beside what the account always says."""
        own, its = self._own_words(one), self._own_words(other)
        if own == its:
            return bool(own)
        shorter = min(len(own), len(its))
        return shorter > 1 and len(own & its) >= SAME_WORDS * shorter

    def same_video(self, one: Post, other: Post) -> bool:
        """Whether both have a sound that is no habit, and are as long."""
        if not one.sound or not other.sound or not one.duration or not other.duration:
            return False
        same = alike(one.sound) == alike(other.sound)
        rare = self._sounds[alike(one.sound)] <= self._most
        return same and rare and abs(one.duration - other.duration) <= SAME_LENGTH


class _Topics:
    """The words of each position's topic, of which one at least belongs to few topics."""

    def __init__(self, positions: Sequence[Position]) -> None:
        self._words = {p.position: {w for w in words(p.topic) if not w.isdigit()} for p in positions}
        self._topics: dict[str, set[str]] = defaultdict(set)
        for position in positions:
            for word in self._words[position.position]:
                self._topics[word].add(position.topic or "")

    def named(self, position: Position, post: Post) -> bool:
        """Whether the caption names the topic."""
        topic = self._words[position.position]
        return topic <= set(words(post.caption)) and any(len(self._topics[word]) == 1 for word in topic)


def words(text: str | None) -> Collection[str]:
    """The words of a text in small letters, without hashtags and handles."""
    return dict.fromkeys(_words(text or ""))


def _words(text: str) -> Iterator[str]:
    for word in re.finditer(r"(?<![\w#@])[#@]?\w+", text.casefold()):
        if word[0][0] not in "#@":
            yield word[0]
