"""Looks before the end: which posts they see, what error they may use, and what they never say."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.analysis.posted import posted, workspace_of_two_accounts

import cliptrial
from cliptrial.analysis.results import VerdictCode
from cliptrial.registry.plan.looks import Look, add_look, read_looks
from cliptrial.stats.pooled.prior import EXPERIENCE
from cliptrial.stats.sequential import spent


def analysed(folder: Path, until: int | None, taken: list[Look] | None = None) -> tuple[cliptrial.Analysis, Path]:
    """16 posts an arm in eight blocks, four looks; a post is due when the last export comes six days after it."""
    ws = workspace_of_two_accounts(folder)
    posted(ws, "x", posts_per_arm=16, looks=4, until=until, effect=2.5, secondary=["average_watch_time"])
    own = folder / "experiments" / "x"
    for look in taken or []:
        add_look(own, look)
    return cliptrial.analyze("x", ws, draws=9999, prior=EXPERIENCE), own


@pytest.mark.parametrize(
    ("until", "look", "posts"),
    [
        (6, None, 0),  # position 7 is due, position 8 is not
        (14, None, 8),  # 8 posts have 36 labellings, too few for so early a look
        (15, 2, 16),
        (23, 3, 24),
    ],
)
def test_a_look_sees_the_complete_blocks_of_its_share(tmp_path: Path, until: int, look: int | None, posts: int) -> None:
    found, own = analysed(tmp_path / "ws", until)
    if posts == 0:
        assert (found.verdict.reason, found.uplifts) == ("not_ready", ())
        assert read_looks(own) == ()
        return
    row = found.uplifts[0]
    (told,) = [f for f in found.findings if f.code == "planned_look"]
    assert (told.values["look"], told.values["posts"]) == (look or 1, posts)
    assert all(p.metrics["views"] is None for p in found.posts if (p.position or 0) > posts)
    assert sum(p.metrics["views"] is not None for p in found.posts) >= posts - 1
    allowed = spent(posts / 32)
    assert 1 - row.confidence == pytest.approx(allowed, rel=1e-6)
    if look is None:
        assert (row.p_value, found.verdict.code) == (None, VerdictCode.UNANSWERABLE)
        assert "too_few_assignments" in {f.code for f in found.findings}
    else:
        assert row.posts in {(posts // 2, posts // 2), (posts // 2 - 1, posts // 2), (posts // 2, posts // 2 - 1)}
        assert row.size is None  # nothing is equivalent or settled before the end
        assert (row.p_adjusted <= 1 - row.confidence) is (row.verdict is VerdictCode.BETTER)
        assert [(one.look, one.posts, one.of) for one in read_looks(own)] == [(look, posts, 32)]


def test_the_end_has_what_the_looks_that_were_taken_left(tmp_path: Path) -> None:
    """One look at half the posts was written down: 2 looks at .5 and 1, whose published end is 1.9686."""
    found, own = analysed(tmp_path / "ws", None, [Look(2, 16, 32, 0.003)])
    assert 1 - found.uplifts[0].confidence == pytest.approx(0.04900, abs=1e-5)
    assert found.uplifts[0].size is not None
    assert [one.look for one in read_looks(own)] == [2]
    fresh, _ = analysed(tmp_path / "other", None)
    assert 1 - fresh.uplifts[0].confidence == pytest.approx(0.05)


def test_a_later_look_pays_for_the_earlier_ones_that_were_taken(tmp_path: Path) -> None:
    """Looks at a quarter and a half: together they spend what half the information allows."""
    found, _ = analysed(tmp_path / "ws", 15, [Look(1, 8, 32, 1.5e-5)])
    alone = spent(0.5)
    assert alone - spent(0.25) <= 1 - found.uplifts[0].confidence <= alone
    assert 1 - found.uplifts[0].confidence < alone - 1e-7
