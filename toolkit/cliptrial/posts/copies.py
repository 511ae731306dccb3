"""Posts that could have taken a position: a second take, the same topic, or another post in a planned slot.

Whoever posts an idea twice and counts the better one wins by luck. What is alike in most of an account's posts, a
habitual sentence or the usual sound, tells no copy from any other post; only words and sounds that few posts share do.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property, lru_cache
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
    placed: Mapping[int, Post],
    positions: Sequence[Position],
    others: Iterable[Post],
    timezones: Mapping[str, str],
    habits: Callable[[str], Habits] | None = None,
) -> tuple[Extra, ...]:
    """Every other post, at the first position that it could have taken.

    Args:
        placed: By position number: the post that counts.
        positions: The plan.
        others: Posts that belong to no position of any experiment.
        timezones: By account: its time zone.
        habits: By account: its habits; those of these very posts where not given.
    """
    others = [post for post in others if post.posted_at is not None]
    known = cache(habits or (lambda name: Habits.of(p for p in (*placed.values(), *others) if p.account == name)))
    own: dict[str, list[_Place]] = defaultdict(list)
    for position in positions:
        if position.position in placed:
            own[position.account].append(_Place(position, placed[position.position], _planned(position, timezones)))
    topics = {account: _Topics([p for p in positions if p.account == account]) for account in own}
    own_words = cache(lambda account, caption: known(account).own_words(caption))
    extras = []
    for post in others:
        near = [place for place in own.get(post.account, ()) if place.within(post) or place.in_slot(post)]
        reason = _extra(post, near, topics[post.account], known, own_words) if near else None
        if reason is not None:
            extras.append(reason)
    return tuple(extras)


@dataclass(frozen=True, slots=True)
class _Place:
    """A position, the post that counts there, and its planned moment in UTC epoch seconds."""

    position: Position
    post: Post
    planned: float

    def in_slot(self, post: Post) -> bool:
        """Whether a post went out at the planned moment."""
        return abs((post.posted_at or 0) - self.planned) <= IN_SLOT * 3600

    def within(self, post: Post) -> bool:
        """Whether a post may be a second take of the one that counts."""
        return abs((self.post.posted_at or 0) - (post.posted_at or 0)) <= WITHIN


def _planned(position: Position, zones: Mapping[str, str]) -> float:
    hour, minute = map(int, position.slot.split(":"))
    return datetime(*position.date.timetuple()[:3], hour, minute, tzinfo=ZoneInfo(zones[position.account])).timestamp()


def _extra(
    post: Post,
    places: Sequence[_Place],
    topics: _Topics,
    habits: Callable[[str], Habits],
    own_words: Callable[[str, str | None], frozenset[str]],
) -> Extra | None:
    said = frozenset(words(post.caption))
    for place in places:
        counted, number = place.post, place.position.position
        if same_words(own_words(post.account, post.caption), own_words(post.account, counted.caption)):
            return Extra(number, post, "caption")
        if habits(post.account).same_video(post, counted):
            return Extra(number, post, "sound")
        if topics.named(place.position, said):
            return Extra(number, post, "topic")
        if place.in_slot(post):
            return Extra(number, post, "slot")
    return None


@dataclass(frozen=True)
class Habits:
    """What an account's posts have in common, so that it tells nothing of any two of them.

    Attributes:
        posts: How many they are.
        words: How many captions have each word.
        sounds: How many posts have each sound.
    """

    posts: int
    words: Mapping[str, int]
    sounds: Mapping[str, int]

    @classmethod
    def of(cls, posts: Iterable[Post]) -> Habits:
        """The habits of these posts."""
        return cls.counted((post.caption, post.sound, 1) for post in posts)

    @classmethod
    def counted(cls, posts: Iterable[tuple[str | None, str | None, int]]) -> Habits:
        """The habits of posts of which only caption, sound and number are known."""
        count, said, heard = 0, Counter[str](), Counter[str]()
        for caption, sound, times in posts:
            count += times
            for word in words(caption):
                said[word] += times
            if sound:
                heard[alike(sound)] += times
        return cls(count, said, heard)

    def without(self, other: Habits) -> Habits:
        """The same without some of the posts."""
        said, heard = Counter(self.words), Counter(self.sounds)
        said.subtract(other.words)
        heard.subtract(other.sounds)
        return Habits(self.posts - other.posts, said, heard)

    @cached_property
    def _most(self) -> float:
        return max(3, COMMON * self.posts) if self.posts >= ENOUGH else 0

    def own_words(self, caption: str | None) -> frozenset[str]:
        """The words of a caption beside those that the account always says."""
        return frozenset(word for word in words(caption) if self.words.get(word, 0) <= self._most)

    def same_video(self, one: Post, other: Post) -> bool:
        """Whether both have a sound that is no habit, and are as long."""
        if not one.sound or not other.sound or not one.duration or not other.duration:
            return False
        same = alike(one.sound) == alike(other.sound)
        rare = self.sounds.get(alike(one.sound), 0) <= self._most
        return same and rare and abs(one.duration - other.duration) <= SAME_LENGTH


def same_words(own: frozenset[str], its: frozenset[str]) -> bool:
    """Whether two captions say the same, by their own words."""
    if own == its:
        return bool(own)
    shorter = min(len(own), len(its))
    return shorter > 1 and len(own & its) >= SAME_WORDS * shorter


class _Topics:
    """The words of each position's topic, of which one at least belongs to few topics."""

    def __init__(self, positions: Sequence[Position]) -> None:
        self._words = {p.position: {w for w in words(p.topic) if not w.isdigit()} for p in positions}
        self._topics: dict[str, set[str]] = defaultdict(set)
        for position in positions:
            for word in self._words[position.position]:
                self._topics[word].add(position.topic or "")

    def named(self, position: Position, said: frozenset[str]) -> bool:
        """Whether the words of a caption name the topic."""
        topic = self._words[position.position]
        return topic <= said and any(len(self._topics[word]) == 1 for word in topic)


@lru_cache(maxsize=16_384)
def words(text: str | None) -> tuple[str, ...]:
    """The words of a text, each once, in small letters, without hashtags and handles."""
    return tuple(dict.fromkeys(_words(text or "")))


def _words(text: str) -> Iterator[str]:
    for word in re.finditer(r"(?<![\w#@])[#@]?\w+", text.casefold()):
        if word[0][0] not in "#@":
            yield word[0]
