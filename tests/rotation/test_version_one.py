"""Rule version 1: a plan whose seed is written down is drawn alike by every later version of this package."""

from __future__ import annotations

from typing import Any

import pytest
from tests.rotation.test_drawing import experiment

from cliptrial.registry.plan.schedule import Schedule
from cliptrial.rotation import draw_schedule, redraw


def letters(schedule: Schedule) -> str:
    return "".join("abcd"[int(p.arm.removeprefix("arm"))] for p in schedule.positions)


@pytest.mark.parametrize(
    ("design", "arms", "cutoff"),
    [
        ({}, "abbaaabbaabbbabababababababa", 0),
        ({"variants": 2, "posts_per_arm": 12}, "bacacbbacbcabacacbbacbcaaacbcbbbcaca", 1),
        ({"variants": 3, "posts_per_arm": 8, "seed": 1}, "ccdbbaadcdabdabcacabbcddcbdcadba", 3),
        ({"variants": 3, "posts_per_arm": 5, "weekdays": ("sat", "sun")}, "cbdaadbcbbadcacdbacd", 5),
        (
            {"variants": 3, "posts_per_arm": 9, "weekdays": ("mon", "tue", "thu", "sat")},
            "daadcbcbbcbdacdaabbdadccbcbaddaccdba",
            3,
        ),
        ({"posts_per_arm": 10, "twins": True}, "abababbabaabbaababba", 3),
    ],
)
def test_a_seed_draws_the_schedule_that_it_always_drew(design: dict[str, Any], arms: str, cutoff: int) -> None:
    drawn = draw_schedule(experiment(**design))
    assert (letters(drawn), drawn.rule.cutoff) == (arms, {"kitchen": cutoff})


def test_a_seed_shares_out_topics_as_it_always_did() -> None:
    drawn = draw_schedule(experiment(posts_per_arm=4), topics=list("abcdefgh"))
    assert "".join(p.topic or "" for p in drawn.positions) == "egfabdhc"


def test_a_seed_re_draws_the_labels_that_it_always_did() -> None:
    drawn = redraw(draw_schedule(experiment(posts_per_arm=28, seed=3)), "arm0", "arm1", draws=3, seed=5)
    assert not drawn.exact
    assert ["".join("ab"[int(label)] for label in row) for row in drawn.labels] == [
        "ababbaabbaabaabbbaabababababbaababbaaabbbaabbbaabaabaabb",
        "ababbbaabbaaabbaaabbbaabbbaaababaabbababbababbaaabbaaabb",
        "abbabaabbbaabbaaaabbbaabbaabbbaababababababaabbaababbaba",
    ]
