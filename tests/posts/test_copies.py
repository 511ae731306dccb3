"""Which posts could have taken a position, and which are ordinary ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cliptrial.posts.copies import extra_posts, words
from cliptrial.posts.records import Post
from cliptrial.registry.plan.schedule import Position

ZONE = "Europe/Berlin"
DAY, HOUR = 86_400, 3600
TOPICS = ("Lemon orzo with peas", "Smoky shakshuka", "Miso noodles tonight")


def _at(day: int, slot: str = "18:00") -> int:
    hour, minute = map(int, slot.split(":"))
    return int(datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo(ZONE)).timestamp())


POSITIONS = [Position(n, 1, "kitchen", date(2026, 3, 1 + n), "18:00", "a", t) for n, t in enumerate(TOPICS, 1)]
PLACED = {
    p.position: Post(str(p.position), "kitchen", _at(1 + p.position), caption=f"{p.topic}. Your turn! #food",
                     sound="Our sound", duration=20.0)
    for p in POSITIONS
}  # fmt: skip
OTHER = Post("9", "kitchen", _at(5, "12:00"), caption="We moved house. Your turn!", sound="Our sound", duration=20.0)
HABITS = [replace(OTHER, post_id=f"8{n}", posted_at=_at(20, "12:00"), caption=f"Day {n}. Your turn!") for n in range(4)]


def _why(post: Post, *more: Post) -> tuple[int, str] | None:
    found = [e for e in extra_posts(PLACED, POSITIONS, [post, *HABITS, *more], {"kitchen": ZONE}) if e.post is post]
    return (found[0].position, found[0].why) if found else None


def test_an_ordinary_post_could_not() -> None:
    assert _why(OTHER) is None


@pytest.mark.parametrize(
    ("caption", "why"),
    [
        ("Smoky shakshuka. Your turn!", (2, "caption")),
        ("Once more: smoky shakshuka! #dinner", (2, "caption")),
        ("SHAKSHUKA, smoky", (2, "caption")),
        ("The smoky one", None),
        ("Your turn!", None),
        (None, None),
    ],
)
def test_a_post_of_the_same_own_words_could(caption: str | None, why: tuple[int, str] | None) -> None:
    assert _why(replace(OTHER, caption=caption)) == why


def test_a_post_that_names_a_topic_could_whatever_else_it_says() -> None:
    told = "A pan for six, the peas are frozen, the orzo is not, and with lemon it all gets a little brighter"
    short = {**PLACED, 1: replace(PLACED[1], caption="Look at that glorious green spoon")}
    (extra,) = extra_posts(short, POSITIONS, [replace(OTHER, caption=told)], {"kitchen": ZONE})
    assert (extra.position, extra.why) == (1, "topic")


@pytest.mark.parametrize(("days", "found"), [(7, True), (-7, True), (7.01, False), (-7.01, False)])
def test_a_copy_lies_within_a_week(days: float, found: bool) -> None:
    made = int((PLACED[2].posted_at or 0) + days * DAY)
    copy = replace(OTHER, caption=PLACED[2].caption, posted_at=made)
    assert (_why(copy) == (2, "caption")) is found


@pytest.mark.parametrize(("minutes", "found"), [(30, True), (-30, True), (31, False), (-31, False)])
def test_a_post_in_a_planned_slot_could(minutes: int, found: bool) -> None:
    beside = replace(OTHER, posted_at=_at(4) + 60 * minutes)
    assert (_why(beside) == (3, "slot")) is found


@pytest.mark.parametrize(
    ("sound", "duration", "found"),
    [
        ("Bells", 17.5, True),
        ("bells", 17.0, True),
        ("Bells", 17.6, False),
        ("Bells", None, False),
        ("Rain", 17.0, False),
    ],
)
def test_the_same_rare_sound_and_length_make_a_copy(sound: str, duration: float | None, found: bool) -> None:
    copy = replace(OTHER, sound=sound, duration=duration)
    placed = {**PLACED, 3: replace(PLACED[3], sound="Bells", duration=17.0)}
    told = extra_posts(placed, POSITIONS, [copy, *HABITS], {"kitchen": ZONE})
    assert [(e.position, e.why) for e in told] == ([(3, "sound")] if found else [])


def test_another_account_could_not() -> None:
    assert _why(replace(OTHER, account="bakes", caption=PLACED[2].caption)) is None


def test_a_position_without_a_post_has_no_second_one() -> None:
    in_slot = replace(OTHER, posted_at=_at(4))
    assert extra_posts({1: PLACED[1]}, POSITIONS, [in_slot, *HABITS], {"kitchen": ZONE}) == ()


def test_of_few_posts_nobody_knows_the_habits() -> None:
    copy = replace(OTHER, caption=PLACED[2].caption, posted_at=_at(2, "12:00"))
    assert [e.why for e in extra_posts(PLACED, POSITIONS, [copy, *HABITS], {"kitchen": ZONE})] == ["caption"]
    assert [e.why for e in extra_posts(PLACED, POSITIONS, [copy, *HABITS[:3]], {"kitchen": ZONE})] == ["topic"]


def test_words_leave_out_hashtags_and_handles() -> None:
    assert list(words("Für #heute: Öl, öl & @mara's 2 Eier")) == ["für", "öl", "s", "2", "eier"]
    assert list(words(None)) == []
