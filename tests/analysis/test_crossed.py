"""What another question moves on the posts of a combined test is taken out before arms are held side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from cliptrial.analysis.checks.crossed import evened
from cliptrial.analysis.material import Outcome
from cliptrial.posts.records import Post
from cliptrial.registry.model import Arm, Variable
from cliptrial.registry.plan.schedule import Position
from cliptrial.registry.rounds.combined import Question

FOOD, QUICK = Arm(id="a", value=["#food", "Dinner"]), Arm(id="b", value="#quick")


def even(name: str, variable: Variable, arms: Sequence[Arm | None], *posts: dict[str, Any] | None) -> list[Any]:
    """What the posts show of an attribute once the other question's arms are evened; None without a post."""
    days = [Position(place, 1, "kitchen", date(2026, 3, 1 + place), "18:00", "x") for place, _ in enumerate(posts, 1)]
    outcomes = [
        Outcome(day, Post(f"{7 * 10**18 + day.position}", "kitchen", None, **post) if post is not None else None, None)
        for day, post in zip(days, posts, strict=True)
    ]
    named = {place: arm for place, arm in enumerate(arms, 1) if arm}
    found = evened(name, outcomes, [Question("other", variable, named)])
    return [one.post and getattr(one.post, name) for one in found]


def test_a_caption_is_told_without_the_tags_of_its_arm_and_with_all_others() -> None:
    captions = ["Soup #Food #dinner #mine", "Soup  #quick #food", "#quick", None]
    shown = even("caption", Variable.HASHTAGS, [FOOD, QUICK, QUICK, QUICK], *({"caption": one} for one in captions))
    assert shown == ["Soup #mine", "Soup #food", None, None]


def test_tags_are_those_beside_the_arms_own_and_those_of_it_that_a_post_lacks() -> None:
    borne = [("food", "mine"), ("quick",), None]
    shown = even("hashtags", Variable.HASHTAGS, [FOOD, QUICK, FOOD], *({"hashtags": one} for one in borne))
    assert shown == [("mine", "dinner"), (), None]


def test_lengths_are_told_as_if_the_usual_one_of_every_arm_were_the_same() -> None:
    short, long = Arm(id="a", value="10 s"), Arm(id="b", value="30 s")
    lengths = [10.0, 10.0, 12.0, 30.0, 33.0, None, 0.0]
    shown = even("duration", Variable.DURATION, [short] * 3 + [long] * 4, *({"duration": one} for one in lengths))
    assert shown == pytest.approx([20.75, 20.75, 24.9, 20.75 * 30 / 31.5, 20.75 * 33 / 31.5, None, 0.0])
    assert even("duration", Variable.DURATION, [short, long], {"duration": None}, {}) == [None, None]


def test_a_post_without_an_arm_of_the_other_question_and_a_day_without_a_post_stay_as_they_are() -> None:
    shown = even(
        "caption", Variable.HASHTAGS, [None, QUICK, QUICK], {"caption": "A #quick"}, None, {"caption": "A #quick"}
    )
    assert shown == ["A #quick", None, "A"]


def test_what_the_other_question_does_not_move_stays() -> None:
    assert even("duration", Variable.HASHTAGS, [FOOD, QUICK], {"duration": 10.0}, {"duration": 30.0}) == [10.0, 30.0]
    assert even("caption", Variable.SOUND, [FOOD, QUICK], {"caption": "A #food"}, {"caption": "B"}) == ["A #food", "B"]
