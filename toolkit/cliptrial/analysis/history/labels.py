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
from cliptrial.posts.text.privacy import masker_of
from cliptrial.registry.alike import alike
from cliptrial.registry.workspace import Workspace

DIMENSIONS = ("hashtags", "sound", "slot", "duration")
MOST = 6
"""Values that are compared where none were named."""
BAND = 3
"""Hours of a slot where none were named."""
COMMON = 0.9
"""A hashtag that so many posts carry tells none of them apart."""
LENGTHS = ((0.0, 15.0), (15.0, 30.0), (30.0, 60.0), (60.0, float("inf")))
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One thing that earlier posts have in common or not.

    Attributes:
        own: The one value of a post; empty where it has none.
        carries: Whether a post carries a value, alone or among others.
        named: A value that somebody typed, as it is named here.
    """

    own: Callable[[Post], str]
    carries: Callable[[Post, str], bool]
    named: Callable[[str], str]


def dimension_of(name: str, ws: Workspace) -> Dimension:
    """How posts of a workspace are labelled by one of :data:`DIMENSIONS`."""
    if name == "hashtags":
        return Dimension(
            own=lambda post: hashtag_name(sorted(post.hashtags or ())),
            carries=lambda post, value: _tags(value) <= set(post.hashtags or ()),
            named=lambda text: hashtag_name(re.findall(r"[^\s,#]+", alike(text))),
        )
    if name == "sound":
        hidden = masker_of(ws, makes_salt=False).sound
        return Dimension(
            own=lambda post: (post.sound or "").strip(),
            carries=lambda post, value: alike((post.sound or "").strip()) == alike(value),
            named=lambda text: hidden(text.strip()),
        )
    if name == "duration":
        return Dimension(own=_length, carries=lambda post, value: _length(post) == value, named=str.strip)
    return Dimension(
        own=lambda post: _band(posted_locally(ws, post).hour // BAND * BAND, BAND),
        carries=lambda post, value: int(value[:2]) <= posted_locally(ws, post).hour < int(value[6:8]),
        named=_slot_name,
    )


def own_values(dimension: str, posts: Sequence[Post], ws: Workspace) -> dict[str, str]:
    """By post id: its one value, where it has one: its sound, its whole set of hashtags, its band of hours or length.

    Raises:
        InputError: No post shows this dimension.
    """
    refuse_unseen(dimension, posts)
    own = dimension_of(dimension, ws).own
    return {post.post_id: value for post in posts if (value := own(post))}


def as_arm(dimension: str, value: str) -> str | tuple[str, ...]:
    """A value as an experiment writes it; a band of hours by its first."""
    if dimension == "hashtags":
        return tuple(re.findall(r"[^\s,#]+", value))
    return value[:5] if dimension == "slot" and re.match(r"\d\d:\d\d-", value) else value


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which values are compared: those named, or else the most used.

    Attributes:
        dimension: One of :data:`DIMENSIONS`.
        values: The values named; empty for the most used.
        control: The value that the others are compared with; None for the most used.
        fewest: Posts that a value needs to be taken by itself.
    """

    dimension: str
    values: Sequence[str]
    control: str | None
    fewest: int


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


def labeller(posts: Sequence[Post], ws: Workspace, wanted: Wanted) -> Labeller:
    """Label posts with known times by one dimension.

    Raises:
        InputError: No post shows this dimension, or a value is on none of them.
    """
    refuse_unseen(wanted.dimension, posts)
    dimension = dimension_of(wanted.dimension, ws)
    control = dimension.named(wanted.control) if wanted.control else None
    with_control = [control] if control and wanted.values else []
    named = tuple(dict.fromkeys([*map(dimension.named, wanted.values), *with_control]))
    names = named or _most_used(wanted.dimension, dimension, posts, wanted.fewest)
    if control and control not in names:
        names = (control, *names)
    own = {value: _tags(value) if wanted.dimension == "hashtags" else set() for value in names}
    strange = {value: set().union(*own.values()) - own[value] for value in names}
    by_post = {}
    for post in posts:
        fitting = [v for v in names if dimension.carries(post, v) and not (strange[v] & set(post.hashtags or ()))]
        if len(fitting) == 1:
            by_post[post.post_id] = fitting[0]
    _refuse_unknown(names if named or control else (), by_post, posts)
    return Labeller(names, by_post, control)


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


def hashtag_name(tags: Sequence[str]) -> str:
    """A set of hashtags as it is written on a post: ``#food #soup``."""
    return " ".join(f"#{tag}" for tag in dict.fromkeys(tags))


def _slot_name(value: str) -> str:
    """``18:00-21:00``, also from ``18``, ``18-21`` or ``18:00``; an hour stands for itself."""
    hours = [int(hour) for hour in re.findall(r"(\d{1,2})(?::\d{2})?", value)]
    if not hours or len(hours) > 2 or any(hour > 24 for hour in hours):
        what = says('"{value}" is not a time of day', value=value)
        raise InputError(Problem("slot", what, says("A time such as 18:00, or 18:00-21:00"), field="values"))
    return _band(hours[0], hours[1] - hours[0] if len(hours) == 2 else 1)


def _band(first: int, hours: int) -> str:
    return f"{first:02d}:00-{first + hours:02d}:00"


def posted_locally(ws: Workspace, post: Post) -> datetime:
    """When a post went out, in its account's time zone."""
    return datetime.fromtimestamp(post.posted_at or 0, ZoneInfo(ws.accounts[post.account].timezone))


def _length(post: Post) -> str:
    """The band of a video's length: ``15-30 s``; empty where it is not known."""
    if post.duration is None:
        return ""
    seconds = post.duration
    low, high = next((low, high) for low, high in LENGTHS if low <= seconds < high)
    return f"{low:.0f}-{high:.0f} s" if high < float("inf") else f"{low:.0f} s +"


def _tags(name: str) -> set[str]:
    return set(re.findall(r"[^\s#]+", name))


def _most_used(name: str, dimension: Dimension, posts: Sequence[Post], fewest: int) -> tuple[str, ...]:
    """The values that most posts carry, at most :data:`MOST`."""
    if name == "hashtags":
        return _usual_hashtags(posts, fewest)
    counts = Counter(value for post in posts if (value := dimension.own(post)))
    return tuple(value for value, count in counts.most_common(MOST) if count >= fewest)


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
