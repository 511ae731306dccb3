"""What posts show of their arm and of what was to stay the same, held post by post."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from cliptrial.analysis.checks.attributes import attribute_findings
from cliptrial.analysis.checks.measurement import _impossible
from cliptrial.analysis.checks.shown import shown
from cliptrial.analysis.checks.variable import carried, variable_findings, wrong_arm
from cliptrial.analysis.findings import Finding
from cliptrial.analysis.material import Outcome
from cliptrial.analysis.units import Assignment, Units
from cliptrial.posts.records import Post
from cliptrial.registry.model import Arm, Change, Variable
from cliptrial.registry.plan.post_states import PostState
from cliptrial.registry.plan.schedule import Position

OWN, OTHER = Arm(id="a", value="#slow"), Arm(id="b", value=["#quick", "#food"])


def outcome(number: int, arm: str = "a", posted: datetime | None = None, **post: Any) -> Outcome:
    """A planned position at 18:00; the post that stands there shows what is said of it, or there is none."""
    day = Position(number, 1, "kitchen", date(2026, 3, number), "18:00", arm)
    return Outcome(
        day, Post(f"{7 * 10**18 + number}", "kitchen", **{"posted_at": None} | post) if post else None, posted
    )


@pytest.mark.parametrize(("shares", "there"), [(9, True), (8, False)])
def test_an_attribute_counts_where_nine_of_ten_posts_show_it(shares: int, there: bool) -> None:
    posts = [outcome(one, duration=20.0 + one if one <= shares else None, caption="x") for one in range(1, 11)]
    found = shown("duration", [*posts, outcome(11)])
    assert (found is not None) is there
    if found is not None:
        assert found.columns[:, 0].tolist() == [*(20.0 + one for one in range(1, 10)), 0.0, 0.0]
        assert found.known.tolist() == [True] * 9 + [False] * 2


def test_lengths_and_captions_matter_by_their_share_and_clocks_and_days_by_themselves() -> None:
    posts = [
        outcome(one, posted=datetime(2026, 3, one, 18, 30, tzinfo=UTC), duration=9.0, caption="x") for one in (1, 2)
    ]
    measures = {}
    for name in ("duration", "caption", "slot", "day"):
        found = shown(name, posts)
        assert found is not None
        measures[name] = (found.least, found.relative)
    assert measures == {"duration": (0.05, True), "caption": (0.05, True), "slot": (0.25, False), "day": (0.0, False)}
    assert shown("mood", posts) is None
    assert shown("duration", [outcome(1)]) is None


@pytest.mark.parametrize(
    ("crossed", "seen"),
    [((), [True, False, None, False, False, False, None]), (("hook",), [True, False, None, True, False, False, None])],
)
def test_where_people_say_that_the_other_one_was_posted_it_was_unless_another_question_may_be_meant(
    crossed: tuple[str, ...], seen: list[bool | None]
) -> None:
    """Own tags, the other arm's, none known; the same three said to be the other one, and such a day without a post."""
    tags = [("slow", "mine"), ("slow", "food"), None]
    posts = [outcome(number, hashtags=tags[number % 3 - 1], caption="x") for number in range(1, 7)]
    outcomes = [*posts, outcome(7)]
    change = Change(variable=Variable.HASHTAGS, control=OWN, variants=(OTHER,))
    material: Any = SimpleNamespace(
        experiment=SimpleNamespace(change=change), outcomes=outcomes, frozen=None, crossed=crossed,
        states={1: PostState.LATER} | dict.fromkeys((4, 5, 6, 7), PostState.OTHER),
    )  # fmt: skip
    assert carried(material) == seen
    assert [one.position.position for one in wrong_arm(material)] == [
        number for number, shows in enumerate(seen, 1) if shows is False
    ]


@pytest.mark.parametrize(
    ("hour", "minute", "own"), [(18, 0, True), (13, 29, False), (13, 31, True), (1, 25, True), (1, 35, False)]
)
def test_a_time_belongs_to_the_slot_that_is_nearer_round_the_clock(hour: int, minute: int, own: bool) -> None:
    late, early = Arm(id="a", value="19:30"), Arm(id="b", value="07:30")
    change = Change(variable=Variable.SLOT, control=late, variants=(early,))
    outcomes = [outcome(1, posted=datetime(2026, 3, 1, hour, minute, tzinfo=UTC), caption="x")]
    material: Any = SimpleNamespace(
        experiment=SimpleNamespace(change=change), outcomes=outcomes, frozen=None, crossed=(), states={}
    )
    assert carried(material) == [own]


@pytest.mark.parametrize("control", ["19:30", "07:30"])
def test_a_time_halfway_between_two_slots_belongs_to_the_control(control: str) -> None:
    slots = [control, *{"19:30", "07:30"} - {control}]
    control_arm, variant = (Arm(id="a" if slot == "19:30" else "b", value=slot) for slot in slots)
    change = Change(variable=Variable.SLOT, control=control_arm, variants=(variant,))
    outcomes = [outcome(1, posted=datetime(2026, 3, 1, 13, 30, tzinfo=UTC), caption="x"), outcome(2, caption="x")]
    material: Any = SimpleNamespace(
        experiment=SimpleNamespace(change=change), outcomes=outcomes, frozen=None, crossed=(), states={}
    )
    assert carried(material) == [control == "19:30", None]


CALM, LOUD = Arm(id="a", value="Calm piano"), Arm(id="b", value="Loud drums")


def heard(*sounds: tuple[str, str | None], arms: tuple[Arm, Arm] = (CALM, LOUD)) -> list[bool | None]:
    """Whether posts carry their arm, by the arm and the sound of each; "-" is a day without a post."""
    posts = [
        outcome(number, arm, **({} if sound == "-" else {"sound": sound, "caption": "x"}))
        for number, (arm, sound) in enumerate(sounds, 1)
    ]
    change = Change(variable=Variable.SOUND, control=arms[0], variants=(arms[1],))
    material: Any = SimpleNamespace(
        experiment=SimpleNamespace(change=change), outcomes=posts, frozen=None, crossed=(), states={}
    )
    return carried(material)


def test_a_sound_is_its_arms_by_name_and_the_other_arms_never() -> None:
    assert heard(("a", "calm PIANO"), ("a", "loud drums"), ("b", "Loud drums"), ("b", None), ("b", "-")) == [
        True, False, True, None, None,
    ]  # fmt: skip


def test_where_most_posts_of_an_arm_bear_its_name_another_name_is_another_sound() -> None:
    """More than half: two of three, and one of two is none of it; days without a post do not count."""
    assert heard(("a", "calm piano"), ("a", "x"), ("a", "calm piano"), ("a", "-"), ("a", None)) == [
        True, False, True, None, None,
    ]  # fmt: skip
    assert heard(("a", "calm piano"), ("a", "x")) == [True, None]
    assert heard(("a", "calm piano"), ("a", "x"), ("b", "loud drums"), ("b", "y"), ("b", "y")) == [
        True, None, True, None, None,
    ]  # fmt: skip


def test_a_sound_under_another_name_belongs_to_the_arm_that_uses_it_in_the_larger_share_of_its_posts() -> None:
    """One of two is more than two of five; of equal shares the control, which is named first, has it."""
    assert heard(("a", "x"), ("a", "y"), ("b", "x"), ("b", "x"), ("b", "z"), ("b", "z"), ("b", "z")) == [
        None, None, False, False, None, None, None,
    ]  # fmt: skip
    assert heard(("a", "x"), ("b", "x")) == [None, False]
    assert heard(("a", "x"), ("b", "x"), ("b", "x"), ("b", "z")) == [None, False, False, None]
    assert heard(("a", None), ("b", "x")) == [None, None]


@pytest.mark.parametrize(
    ("tags", "carries"),
    [(("slow",), True), (("slow", "mine"), True), ((), False), (("mine",), False), (("slow", "quick"), False)],
)
def test_an_arm_of_tags_is_all_of_them_and_none_of_the_others(tags: tuple[str, ...], carries: bool) -> None:
    change = Change(variable=Variable.HASHTAGS, control=OWN, variants=(OTHER,))
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    outcomes = [
        outcome(1, posted=noon, hashtags=tags, caption="x"),
        outcome(2, "b", hashtags=("#Quick", "FOOD"), caption="x"),
    ]
    material: Any = SimpleNamespace(
        experiment=SimpleNamespace(change=change), outcomes=outcomes, frozen=None, crossed=(), states={}
    )
    assert carried(material)[0] is carries


def bundle(*changes: Any, **post: Any) -> list[bool | None]:
    """Whether a post of the new way, beside a day without one, shows each of the changes that were adopted."""
    change = Change(variable=Variable.BUNDLE, control=Arm(id="a", value="old"), variants=(Arm(id="b", value="new"),))
    material: Any = SimpleNamespace(
        experiment=SimpleNamespace(change=change), outcomes=[outcome(1, "b", caption="x", **post), outcome(2, "b")],
        frozen=SimpleNamespace(changes=changes), crossed=(), states={},
    )  # fmt: skip
    return carried(material)


def test_a_bundle_is_carried_where_a_post_shows_each_of_its_changes() -> None:
    tags: Any = SimpleNamespace(old="#slow", value="#quick", label="Quick tags", variable=Variable.HASHTAGS)
    sound: Any = SimpleNamespace(old="calm piano", value=None, label="Loud drums", variable=Variable.SOUND)
    hook: Any = SimpleNamespace(old="none", value="question", label="Question", variable=Variable.HOOK)
    both = {"hashtags": ("quick",), "sound": "loud drums"}
    assert bundle(tags, sound, **both) == [True, None]
    assert bundle(tags, sound, **both | {"sound": "calm piano"}) == [False, None]
    assert bundle(tags, sound, **both | {"hashtags": ("slow",)}) == [False, None]
    assert bundle(tags, hook, **both) == [None, None]
    assert bundle(hook, tags, **both | {"hashtags": ("slow",)}) == [False, None]
    assert bundle(**both) == [None, None]


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        (("slow", None), "variable_as_planned"),
        (("slow", "slow"), "variable_checked"),
        (("quick", None), None),
        ((None, "quick"), None),
    ],
)
def test_a_variable_was_seen_on_every_post_or_not_on_all_or_another_arm_was(
    tags: tuple[str | None, ...], code: str | None
) -> None:
    """A day without a post says nothing."""
    change = Change(variable=Variable.HASHTAGS, control=OWN, variants=(OTHER,))
    outcomes = [outcome(n, hashtags=(tag,) if tag else None, caption="x") for n, tag in enumerate(tags, 1)]
    material: Any = SimpleNamespace(
        experiment=SimpleNamespace(change=change), outcomes=[*outcomes, outcome(3)], frozen=None, crossed=(), states={}
    )
    found = [(f.code, f.level.name, f.values["variable"]) for f in variable_findings(material)]
    level = "OK" if code == "variable_checked" else "NOTE"
    assert found == ([(code, level, "hashtags")] if code else [])


def attributes(hold: tuple[str, ...], sounds: str) -> list[tuple[str, str, Any]]:
    """The code, the level and the names or the number of posts of what is told of posts of these sounds."""
    found = differing(hold, [{"sound": sound} for sound in sounds])
    return [(f.code, f.level.name, f.values.get("attributes", f.values.get("posts"))) for f in found]


def differing(hold: tuple[str, ...], shown: list[dict[str, Any]]) -> list[Finding]:
    """What is told of a test of the hook that promises these, on posts that are the variant's and the control's."""
    posts = [outcome(n, "ab"[n % 2], caption="x", **one) for n, one in enumerate(shown, 1)]
    zeros = np.zeros(len(posts), dtype=np.int64)
    arm = np.array([one.position.arm for one in posts], dtype=object)
    units = Units(arm, Assignment.RANDOM, account=zeros, weekday=zeros, stratum=zeros, block=zeros, draws=99)
    change = Change(variable=Variable.HOOK, control=OWN, variants=(OTHER,))
    material: Any = SimpleNamespace(
        experiment=SimpleNamespace(change=change, hold_constant=hold), outcomes=posts, crossed=()
    )
    return list(attribute_findings(material, units, with_numbers=False))


def test_what_was_promised_is_checked_where_posts_show_it_and_else_taken_as_planned() -> None:
    checked = ("attributes_checked", "OK", ("sound",))
    planned = ("attributes_as_planned", "NOTE", ("mood", "length"))
    assert attributes(("sound", "mood", "length"), "x" * 10) == [checked, planned]
    assert attributes(("sound",), "x" * 10) == [checked]
    assert attributes(("mood", "length"), "x" * 10) == [planned]


def test_a_sound_is_the_same_where_nine_of_ten_posts_have_it() -> None:
    assert attributes(("sound",), "y" + "x" * 9) == [("attributes_checked", "OK", ("sound",))]
    assert attributes(("sound",), "yz" + "x" * 8) == [("attribute_differs", "NOTE", 2)]
    assert attributes((), "yz" + "x" * 8) == []


@pytest.mark.parametrize(
    ("shown", "posts", "values"),
    [
        ([{"sound": "yx"[n % 2]} for n in range(10)], 5, ("y", "x")),
        ([{"duration": 10.0 + n + 20 * (n % 2 == 0)} for n in range(10)], 5, (34.0, 15.0)),
        ([{"hashtags": ("base", "quick") if n % 2 == 0 else ("base",)} for n in range(10)], 5, ("quick", None)),
        ([{"hashtags": ("base", "quick") if n % 2 == 0 else ("base", "all")} for n in range(10)], 5, (None, "all")),
    ],
    ids=["sounds", "lengths", "a tag of one arm", "the first of two tags"],
)
def test_an_attribute_that_is_one_with_the_arm_is_told_with_what_each_arm_has(
    shown: list[dict[str, Any]], posts: int, values: tuple[Any, Any]
) -> None:
    (found,) = differing((), shown)
    own = {key: found.values.get(key) for key in ("arm", "control", "posts", "of", "arm_value", "control_value")}
    assert (found.code, found.level.name) == ("attribute_differs", "BLOCKER")
    assert own == {
        "arm": "b", "control": "a", "posts": posts, "of": 5, "arm_value": values[0], "control_value": values[1],
    }  # fmt: skip


def test_a_tag_that_differs_by_more_than_a_quarter_is_noted_where_the_plan_promised_it() -> None:
    """Two of the variant's five posts have it: as many as in four of nine labellings."""
    shown = [{"hashtags": ("base", "quick") if n in (0, 2) else ("base",)} for n in range(10)]
    assert differing((), shown) == []
    (found,) = differing(("hashtags",), shown)
    assert (found.code, found.level.name) == ("attribute_unbalanced", "NOTE")
    assert found.values == {
        "attribute": "hashtags", "arm": "b", "label": "quick", "difference": pytest.approx(0.4),
        "p_value": pytest.approx(4 / 9),
    }  # fmt: skip


def test_impossible_numbers_are_told_with_positions_and_the_links_that_are_known(tmp_path: Path) -> None:
    """An id of 2023 of a post that went out in 1970 cannot be; the third was posted when its id was made."""
    posts = [outcome(1, link="l1", posted_at=0), outcome(2, posted_at=0), outcome(3, link="l3"), outcome(4)]
    material: Any = SimpleNamespace(workspace=SimpleNamespace(store_dir=tmp_path), outcomes=posts)
    (found,) = _impossible(material)
    assert (found.code, found.level.name) == ("impossible_numbers", "WARNING")
    assert found.values == {"posts": 2, "rules": ("id_time_mismatch",), "positions": (1, 2), "links": ("l1",)}
    material.outcomes = posts[2:]
    assert list(_impossible(material)) == []
