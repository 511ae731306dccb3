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
from functools import cached_property
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
    plans = {
        account: _Plan([p for p in positions if p.account == account], placed, others, timezones)
        for account in {position.account for position in positions}
    }
    reasons = (plans[post.account].taken_by(post) for post in others if post.account in plans)
    return tuple(reason for reason in reasons if reason is not None)


class _Plan:
    """The positions of one account, with what is asked of every other post of it."""

    def __init__(
        self,
        positions: Sequence[Position],
        placed: Mapping[int, Post],
        others: Sequence[Post],
        zones: Mapping[str, str],
    ) -> None:
        self._slots = [(p, counted, _planned(p, zones)) for p in positions if (counted := placed.get(p.position))]
        self._posts = [p for p in (*placed.values(), *others) if p.account == positions[0].account]
        self._topics = _Topics(positions)
        seconds = [second for _, counted, planned in self._slots for second in (counted.posted_at or 0, planned)]
        self._first, self._last = min(seconds, default=0) - WITHIN, max(seconds, default=0) + WITHIN

    @cached_property
    def _habits(self) -> _Habits:
        return _Habits(self._posts)

    def taken_by(self, post: Post) -> Extra | None:
        """The first position that a post could have taken."""
        posted = post.posted_at or 0
        if not self._first <= posted <= self._last:
            return None
        for position, counted, planned in self._slots:
            if abs((counted.posted_at or 0) - posted) <= WITHIN:
                for why, alike in (
                    ("caption", self._habits.same_words(post, counted)),
                    ("sound", self._habits.same_video(post, counted)),
                    ("topic", self._topics.named(position, post)),
                ):
                    if alike:
                        return Extra(position.position, post, why)
            if abs(posted - planned) <= IN_SLOT * 3600:
                return Extra(position.position, post, "slot")
        return None


def _planned(position: Position, zones: Mapping[str, str]) -> float:
    """UTC epoch seconds at which a post was to go out."""
    hour, minute = map(int, position.slot.split(":"))
    return datetime(*position.date.timetuple()[:3], hour, minute, tzinfo=ZoneInfo(zones[position.account])).timestamp()


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
