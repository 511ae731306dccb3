"""What earlier posts had in common: which hashtag set, sound, slot or length each of them carries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from cliptrial.errors import InputError, Problem
from cliptrial.messages import says
from cliptrial.posts.records import Post

DIMENSIONS = ("hashtags", "sound", "slot", "duration")
MOST = 6
"""Values that are compared where none were named."""
BAND = 3
"""Hours of a slot where none were named."""
COMMON = 0.9
"""A hashtag that so many posts carry tells none of them apart."""
LENGTHS = ((0.0, 15.0), (15.0, 30.0), (30.0, 60.0), (60.0, float("inf")))
"""Seconds."""


@dataclass(frozen=True)
class Labeller:
    """Gives each post its value, or None where it has none or more than one.

    Attributes:
        names: The values compared, the most used first unless they were named.
        by_post: By post id.
        wanted: The value that was named as control.
    """

    names: tuple[str, ...]
    by_post: Mapping[str, str]
    wanted: str | None

    def of(self, post: Post) -> str | None:
        """The value of one post."""
        return self.by_post.get(post.post_id)


def labeller(
    dimension: str,
    posts: Sequence[Post],
    timezones: Mapping[str, str],
    values: Sequence[str],
    control: str | None,
    fewest: int,
) -> Labeller:
    """Label posts by one dimension.

    Args:
        dimension: One of :data:`DIMENSIONS`.
        posts: With known times.
        timezones: By account: its time zone.
        values: What to compare; the most used where empty.
        control: The value to compare with, or None.
        fewest: Posts that a value needs to be taken by itself.

    Raises:
        InputError: No post shows this dimension, or a value is on none of them.
    """
    refuse_unseen(dimension, posts)
    read = _reader(dimension, timezones)
    normal = _normaliser(dimension)
    named = tuple(dict.fromkeys(normal(value) for value in [*values, *([control] if control and values else [])]))
    names = named or _most_used(dimension, posts, read, fewest)
    if control and normal(control) not in names:
        names = (normal(control), *names)
    own = {name: set(re.findall(r"[^\s#]+", name)) if dimension == "hashtags" else set() for name in names}
    strange = {name: set().union(*own.values()) - own[name] for name in names}
    by_post = {}
    for post in posts:
        fitting = [name for name in names if read(post, name) and not (strange[name] & set(post.hashtags or ()))]
        if len(fitting) == 1:
            by_post[post.post_id] = fitting[0]
    _refuse_unknown(names if named or control else (), by_post, posts)
    return Labeller(names, by_post, normal(control) if control else None)


_DIMENSIONS = {"sound": says("sound"), "duration": says("length")}


def refuse_unseen(dimension: str, posts: Sequence[Post]) -> None:
    """Say so where no source shows the dimension at all.

    Raises:
        InputError: None of the posts has it.
    """
    seen = {"sound": any(p.sound for p in posts), "duration": any(p.duration for p in posts)}
    if seen.get(dimension, True):
        return
    raise InputError(
        Problem(
            f"no_{dimension}",
            says(
                "None of the {count} posts has a {dimension}: TikTok Studio exports do not show it",
                count=len(posts),
                dimension=_DIMENSIONS[dimension],
            ),
            says("Posts with a {dimension}", dimension=_DIMENSIONS[dimension]),
            says(
                "Hand in a table that has it: `cliptrial ingest FILE --map {dimension}=COLUMN`, or "
                "compare by hashtags or slot.",
                dimension=dimension,
            ),
            field="dimension",
        )
    )


def _refuse_unknown(names: Sequence[str], by_post: Mapping[str, str], posts: Sequence[Post]) -> None:
    problems = [
        Problem(
            "unknown_value",
            says('None of the {count} posts has "{name}" alone', count=len(posts), name=name),
            field="values",
        )
        for name in names
        if name not in by_post.values()
    ]
    if problems:
        raise InputError(problems)


def _normaliser(dimension: str) -> Callable[[str], str]:
    if dimension == "hashtags":
        return lambda value: hashtag_name(re.findall(r"[^\s,#]+", value.casefold()))
    if dimension == "slot":
        return _slot_name
    return str.strip


def hashtag_name(tags: Sequence[str]) -> str:
    """A set of hashtags as it is written on a post: ``#food #soup``."""
    return " ".join(f"#{tag}" for tag in dict.fromkeys(tags))


def _slot_name(value: str) -> str:
    """``18:00-21:00``, also from ``18``, ``18-21`` or ``18:00``; an hour stands for itself."""
    hours = [int(hour) for hour in re.findall(r"(\d{1,2})(?::\d{2})?", value)]
    if not hours or len(hours) > 2 or any(hour > 24 for hour in hours):
        told = says('"{value}" is not a time of day', value=value)
        raise InputError(Problem("slot", told, says("A time such as 18:00, or 18:00-21:00"), field="values"))
    last = hours[1] if len(hours) == 2 else hours[0] + 1
    return f"{hours[0]:02d}:00-{last:02d}:00"


def _reader(dimension: str, timezones: Mapping[str, str]) -> Callable[[Post, str], bool]:
    """Whether a post carries a value."""
    if dimension == "hashtags":
        return lambda post, name: set(re.findall(r"[^\s#]+", name)) <= set(post.hashtags or ())
    if dimension == "sound":
        return lambda post, name: (post.sound or "").strip().casefold() == name.casefold()
    if dimension == "duration":
        return lambda post, name: post.duration is not None and name == length_name(post.duration)

    def at(post: Post, name: str) -> bool:
        first, last = int(name[:2]), int(name[6:8])
        return first <= _hour(post, timezones) < last

    return at


def _hour(post: Post, timezones: Mapping[str, str]) -> int:
    return datetime.fromtimestamp(post.posted_at or 0, ZoneInfo(timezones[post.account])).hour


def length_name(seconds: float) -> str:
    """The band of a video's length: ``15-30 s``."""
    low, high = next((low, high) for low, high in LENGTHS if low <= seconds < high)
    return f"{low:.0f}-{high:.0f} s" if high < float("inf") else f"{low:.0f} s +"


def _most_used(
    dimension: str, posts: Sequence[Post], read: Callable[[Post, str], bool], fewest: int
) -> tuple[str, ...]:
    """The values that most posts carry, at most :data:`MOST`."""
    if dimension == "hashtags":
        return _usual_hashtags(posts, fewest)
    if dimension == "sound":
        found = [post.sound.strip() for post in posts if post.sound]
    elif dimension == "duration":
        found = [length_name(post.duration) for post in posts if post.duration is not None]
    else:
        bands = [f"{hour:02d}:00-{hour + BAND:02d}:00" for hour in range(0, 24, BAND)]
        found = [next(band for band in bands if read(post, band)) for post in posts]
    return tuple(name for name, count in Counter(found).most_common(MOST) if count >= fewest)


def _usual_hashtags(posts: Sequence[Post], fewest: int) -> tuple[str, ...]:
    """Whole sets where two or more come up often enough, else single hashtags.

    What nearly every post carries is left out of the names, because it tells nothing apart.
    """
    counts = Counter(tag for post in posts for tag in set(post.hashtags or ()))
    everywhere = {tag for tag, count in counts.items() if count > COMMON * len(posts)}
    own = [frozenset(set(post.hashtags or ()) - everywhere) for post in posts]
    order = {tag: place for post in posts for place, tag in enumerate(post.hashtags or ())}
    apart: list[frozenset[str]] = []
    for tags, count in Counter(filter(None, own)).most_common():
        if count >= fewest and not any(tags <= other or other <= tags for other in apart):
            apart.append(tags)
    if len(apart) < 2:
        apart = [frozenset([tag]) for tag in _seldom_together(own, fewest)]
    return tuple(hashtag_name(sorted(tags, key=lambda tag: (order[tag], tag))) for tags in apart[:MOST])


def _seldom_together(sets: Sequence[frozenset[str]], fewest: int) -> list[str]:
    """The most used hashtags, without those that mostly come along with one that is used more."""
    chosen: list[str] = []
    for tag, count in Counter(tag for tags in sets for tag in tags).most_common():
        with_others = sum(tag in tags and not tags.isdisjoint(chosen) for tags in sets)
        if count - with_others >= fewest and 2 * with_others <= count:
            chosen.append(tag)
    return chosen
