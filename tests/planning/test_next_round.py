"""The next combined test from the list of ideas: two that go together, from the first Monday that is free."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.planning.combined import HOOK, SOUND, planned, written

from cliptrial.planning.growth.ranking import ranked
from cliptrial.planning.rounds.next_one import NextRound, Why, next_round
from cliptrial.wording.ideas import on_the_same_posts

TODAY = date(2026, 2, 16)
IDEAS = """\
- {id: loud, variable: sound, control: Old, variant: Loud}
- {id: short, variable: duration, control: 30 s, variant: 15 s}
- {id: face, variable: cover, control: Old, variant: A face, extra_work: much}
"""


def proposed(root: Path, ideas: str) -> NextRound | None:
    ws = written(root)
    planned(ws, HOOK, SOUND)
    (ws.root / "ideas.yaml").write_text(ideas, encoding="utf-8")
    return next_round(ranked(ws, TODAY), ws, TODAY)


def test_the_two_best_are_proposed_from_the_monday_after_all_that_is_planned(tmp_path: Path) -> None:
    one = proposed(tmp_path / "ws", IDEAS)
    assert one is not None
    assert {one.first.idea.id, one.second.idea.id} == {"loud", "short"}
    assert (one.posts, one.account, one.why) == (16, "demo", Why.BEST)
    assert one.start == date(2026, 3, 23)
    to_the_last = IDEAS.replace("variant: Loud}", "variant: Loud, good_until: 2026-04-07}")
    again = proposed(tmp_path / "last", to_the_last)
    assert again is not None
    assert again.why is Why.BEST, "the sixteenth post goes out on that very day"
    assert "16 posts of demo from 23 March 2026" in on_the_same_posts(one, "en")
    assert on_the_same_posts(one, "de").startswith("Zwei auf einmal, als Kombi-Test: ")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("variant: Loud}", "variant: Loud, not_with: [short]}"),
        ("variant: 15 s}", "variant: 15 s, not_with: [loud]}"),
        ("variable: duration", "variable: sound"),
        ("variant: Loud}", "variant: Loud, good_until: 2026-04-06}"),
        ("{id: short, variable: duration, control: 30 s, variant: 15 s}",
         '{id: short, variable: slot, control: "12:00", variant: "18:00"}'),
    ],
)  # fmt: skip
def test_ideas_that_do_not_go_together_are_not_proposed_together(old: str, new: str, tmp_path: Path) -> None:
    assert old in IDEAS
    one = proposed(tmp_path / "ws", IDEAS.replace(old, new))
    assert one is not None
    assert "face" in {one.first.idea.id, one.second.idea.id}
    assert one.why is Why.FIT


def test_one_idea_is_no_combined_test(tmp_path: Path) -> None:
    assert proposed(tmp_path / "ws", IDEAS.splitlines()[0] + "\n") is None
