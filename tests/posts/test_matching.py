"""Posts meet their positions by link, else only where nothing else could be meant."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cliptrial.posts.matching import match
from cliptrial.posts.records import Post
from cliptrial.registry.model import Arm, Variable
from cliptrial.registry.plan.schedule import Position, Rule, Schedule
from cliptrial.registry.rounds.combined import Question

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = {"demo": "Europe/Berlin"}


def _schedule(count=4, slots=("18:00",), first=date(2026, 3, 26)):
    positions = [
        Position(n + 1, 1, "demo", first + timedelta(days=n // len(slots)), slots[n % len(slots)], "ab"[n % 2])
        for n in range(count)
    ]
    return Schedule(tuple(positions), Rule(1, 2, {}, {}, 0))


def _post(number, day, hour=18, minute=0, **more):
    at = datetime(2026, 3, day, hour, minute, tzinfo=BERLIN)
    second = int(at.timestamp())
    return Post(str((second << 32) + number), more.pop("account", "demo"), second, **more)


def asked(schedule, arms, variable):
    """The one question of these positions; none where no variable is named."""
    own = {p.position: arms[p.arm] for p in schedule.positions if p.arm in arms}
    return [Question("question-hook", variable, own)] if variable else []


def _link(post):
    return f"https://www.tiktok.com/@demo/video/{post.post_id}?lang=de"


CASES = yaml.safe_load((Path(__file__).parent / "cases" / "matches.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_posts_meet_their_positions_as_written_down(case):
    """What is taken and how, what is proposed in which order, what is empty, left over or unknown."""
    positions = [
        Position(n, 1, account, date.fromisoformat(when[:10]), when[11:], arm)
        for n, (account, when, arm) in enumerate(case["positions"], 1)
    ]
    posts = [_known(n, row[0], **(row[1] if len(row) > 1 else {})) for n, row in enumerate(case["posts"], 1)]
    names = {post.post_id: f"p{n}" for n, post in enumerate(posts, 1)}
    links = {
        n: _link(posts[int(to[1:]) - 1]) if to in names.values() else to for n, to in case.get("links", {}).items()
    }
    arms = {name: Arm(id=name, value=_value(value)) for name, value in case.get("arms", {}).items()}
    schedule = Schedule(tuple(positions), Rule(1, 2, {}, {}, 0))
    found = match(
        schedule,
        links,
        posts,
        ZONES | {"far": "America/New_York"},
        asked=asked(schedule, arms, Variable(case["variable"]) if "variable" in case else None),
    )
    taken = case.get("posts_found", {})
    assert {n: names[post.post_id] for n, post in found.posts.items()} == taken
    assert found.how == case.get("how", {})
    assert {p.position: [names[i] for i in p.fits] for p in found.proposals} == case.get("proposals", {})
    assert list(found.empty) == [p.position for p in positions if p.position not in taken]
    assert [names[i] for i in found.unmatched] == case.get("unmatched", [])
    assert list(found.unknown_links.items()) == sorted(case.get("unknown", {}).items())
    assert [list(found.posts), list(found.how)] == [sorted(found.posts), sorted(found.how)]


def _value(value):
    return tuple(value) if isinstance(value, list) else value


def _known(number, when, account="demo", made=None, **more):
    second = int((when or made).replace(tzinfo=BERLIN).timestamp())
    return Post(str((second << 32) + number), account, None if when is None else second, **_tupled(more))


def _tupled(more):
    return {name: _value(value) for name, value in more.items()}


def test_a_link_settles_it_whatever_the_time():
    """A post linked to a position belongs there, even days late."""
    post = _post(1, 30)
    found = match(_schedule(), {1: _link(post)}, [post], ZONES)
    assert found.posts[1] == post
    assert found.how[1] == "link"
    assert found.empty == (2, 3, 4)


def test_links_that_no_source_knows_are_told():
    """Short links that nothing fits and unknown videos are unknown, and take no other post."""
    post = _post(1, 30)
    links = {1: "https://vm.tiktok.com/ZMabc/", 2: "https://www.tiktok.com/@demo/video/7333242421595229472"}
    found = match(_schedule(), links, [post], ZONES)
    assert found.unknown_links == links
    assert found.posts == {}


def test_a_short_link_stands_in_nobodys_way():
    """It says nothing about its post, so the post is found by the plan as if there were no link."""
    post = _post(1, 26)
    found = match(_schedule(), {1: "https://vm.tiktok.com/ZMabc/"}, [post], ZONES)
    assert found.posts == {1: post}
    assert found.unknown_links == {}


def test_one_post_near_the_slot_is_found_across_daylight_saving():
    """29 March 2026 is the change to summer time in Berlin: the slot is local time all the same."""
    posts = [_post(n, 26 + n, 18, 20) for n in range(4)]
    found = match(_schedule(), {}, posts, ZONES)
    assert [found.posts[n].post_id for n in (1, 2, 3, 4)] == [post.post_id for post in posts]
    assert set(found.how.values()) == {"found"}


def test_two_that_fit_are_shown_and_none_is_taken():
    """Two posts on the planned evening are a choice for people, the nearer first."""
    near, far = _post(1, 26, 18, 10), _post(2, 26, 19)
    found = match(_schedule(1), {}, [far, near], ZONES)
    assert not found.posts
    assert found.proposals[0].fits == (near.post_id, far.post_id)
    assert found.unmatched == ()


def test_one_that_fits_two_positions_is_not_taken_by_either():
    """Slots two hours apart and one post between them: nobody knows which it was."""
    post = _post(1, 26, 18)
    found = match(_schedule(2, ("17:00", "19:00")), {}, [post], ZONES)
    assert not found.posts
    assert [p.fits for p in found.proposals] == [(post.post_id,), (post.post_id,)]


def test_a_linked_post_is_not_offered_elsewhere():
    """What is settled by link leaves the other post free for the other position."""
    first, second = _post(1, 26, 18), _post(2, 26, 18, 30)
    found = match(_schedule(2, ("17:00", "19:00")), {1: _link(first)}, [first, second], ZONES)
    assert found.posts == {1: first, 2: second}
    assert found.how == {1: "link", 2: "found"}


def test_the_other_arms_sound_is_never_taken_silently():
    """A post on time with the wrong sound may be this position's or nobody's: it is proposed."""
    arms = {"a": Arm(id="a", value="Element"), "b": Arm(id="b", value="Happy")}
    wrong, right = _post(1, 26, sound="happy"), _post(2, 27, sound="HAPPY")
    found = match(_schedule(2), {}, [wrong, right], ZONES, asked=asked(_schedule(2), arms, Variable.SOUND))
    assert found.posts == {2: right}
    assert found.proposals[0].fits == (wrong.post_id,)


def test_an_arms_hashtags_must_all_be_there():
    """A hashtag set is wholly present or the post does not fit; an unknown caption does not exclude."""
    arms = {"a": Arm(id="a", value=("food", "leek")), "b": Arm(id="b", value=("soup",))}
    half, blind = _post(1, 26, hashtags=("food",)), _post(2, 27)
    found = match(_schedule(2), {}, [half, blind], ZONES, asked=asked(_schedule(2), arms, Variable.HASHTAGS))
    assert found.posts == {2: blind}


def test_two_positions_with_one_link_get_neither():
    """A link handed in twice is shown for both."""
    post = _post(1, 26)
    found = match(_schedule(2), {1: _link(post), 2: _link(post)}, [post], ZONES)
    assert not found.posts
    assert [p.position for p in found.proposals] == [1, 2]


def test_another_accounts_post_is_not_taken_by_link():
    """A link to the other client's video is shown, not taken."""
    post = _post(1, 26, account="other")
    found = match(_schedule(1), {1: _link(post)}, [post], ZONES)
    assert not found.posts


def test_what_belongs_to_no_position_is_listed():
    """A post within the period that fits nothing is unmatched; one before the period is not spoken of."""
    inside, before = _post(1, 28, 6), _post(2, 20)
    schedule = Schedule(tuple(p for p in _schedule(4).positions if p.position != 3), Rule(1, 2, {}, {}, 0))
    posts = [_post(5, 26), _post(6, 27), _post(7, 29), inside, before]
    assert match(schedule, {}, posts, ZONES).unmatched == (inside.post_id,)


@settings(max_examples=60)
@given(st.data())
def test_no_post_has_two_positions_and_none_is_lost(data):
    """Whatever the posts and links: a post is taken once at most, and every position is settled or empty."""
    start = int(datetime(2026, 3, 26, tzinfo=UTC).timestamp())
    offsets = data.draw(st.lists(st.integers(0, 96), max_size=8, unique=True))
    posts = [Post(str((start + 3600 * h << 32) + i), "demo", start + 3600 * h) for i, h in enumerate(offsets)]
    schedule = _schedule(6, ("12:00", "18:00"))
    numbers = data.draw(st.lists(st.integers(1, 6), max_size=4, unique=True))
    links = {n: _link(data.draw(st.sampled_from(posts))) for n in numbers} if posts else {}
    found = match(schedule, links, posts, ZONES)
    taken = [post.post_id for post in found.posts.values()]
    assert len(taken) == len(set(taken))
    assert sorted([*found.posts, *found.empty]) == [1, 2, 3, 4, 5, 6]
    assert not set(taken) & {fit for p in found.proposals for fit in p.fits}
    assert not set(taken) & set(found.unmatched)


@pytest.mark.parametrize(("hours", "day", "how"), [(False, 26, {1: "found"}), (True, 26, {}), (False, 25, {})])
def test_a_post_of_which_only_the_day_is_known_meets_the_one_position_of_that_day(hours, day, how):
    """At noon stands what has no hour, six hours before its slot; a day off it is proposed like any other."""
    post = _post(1, day, 12, hours=hours)
    met = match(_schedule(1), {}, [post], ZONES)
    assert met.how == how
    assert {one.position: one.fits for one in met.proposals} == ({} if how else {1: (post.post_id,)})


def test_of_two_positions_on_a_day_nobody_can_tell_which_was_meant():
    posts = [_post(number, 26, 12, hours=False) for number in (1, 2)]
    met = match(_schedule(2, slots=("12:00", "18:00")), {}, posts, ZONES)
    assert met.how == {}
    assert len(met.proposals) == 2
