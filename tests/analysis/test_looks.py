"""Looks before the end: which posts they see, what error they may use, and what they never say."""

from __future__ import annotations

from pathlib import Path

import pytest
from scipy.stats import norm
from tests.analysis.posted import posted, workspace_of_two_accounts

import cliptrial
from cliptrial.analysis.results import VerdictCode
from cliptrial.registry.plan.looks import Look, add_look, read_looks
from cliptrial.stats.pooled.prior import EXPERIENCE

PUBLISHED = {posts: 2 * norm.sf(z) for posts, z in {8: 4.3326, 16: 2.9631, 24: 2.3590, 32: 2.0141}.items()}
"""By posts of 32: the two-sided p that counts at the first to fourth of four equally spaced looks.

References:
    Limits of Lan and DeMets (1983) of the O'Brien-Fleming kind, as tabled by Reboussin and others (2000).
"""


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
        return
    row = found.uplifts[0]
    (told,) = [f for f in found.findings if f.code == "planned_look"]
    assert (told.values["look"], told.values["posts"]) == (look or 1, posts)
    assert all(p.metrics["views"] is None for p in found.posts if (p.position or 0) > posts)
    assert sum(p.metrics["views"] is not None for p in found.posts) >= posts - 1
    assert 1 - row.confidence == pytest.approx(PUBLISHED[posts], rel=2e-4)
    if look is None:
        assert (row.p_value, found.verdict.code) == (None, VerdictCode.UNANSWERABLE)
        assert "too_few_assignments" in {f.code for f in found.findings}
    else:
        assert row.posts in {(posts // 2, posts // 2), (posts // 2 - 1, posts // 2), (posts // 2, posts // 2 - 1)}
        assert row.size is None  # nothing is equivalent or settled before the end
        stands = row.reason != "missing_posts_decide"
        assert (row.p_adjusted <= 1 - row.confidence and stands) is (row.verdict is VerdictCode.BETTER)
    assert not (own / "looks.json").exists()


@pytest.mark.parametrize("taken", [[], [Look(2, 16, 32, 0.003)], [Look(1, 8, 32, 0.04), Look(3, 24, 32, 0.05)]])
def test_every_planned_look_counts_as_taken_whoever_looked(tmp_path: Path, taken: list[Look]) -> None:
    """The log of looks changes nothing, and is left as it was."""
    found, own = analysed(tmp_path / "ws", None, taken)
    assert 1 - found.uplifts[0].confidence == pytest.approx(PUBLISHED[32], rel=2e-4)
    assert found.uplifts[0].size is not None
    assert list(read_looks(own)) == taken


def test_how_the_effect_grew_is_told_after_the_end_alone_and_ends_in_the_answer(tmp_path: Path) -> None:
    """After half the blocks it is what a look at them found; before the end nobody is shown it."""
    half, _ = analysed(tmp_path / "half", 17)
    whole, _ = analysed(tmp_path / "ws", None)
    answer, grown = whole.headline, whole.by_block
    assert answer is not None
    assert half.headline is not None
    assert half.by_block == ()
    assert [one.block for one in grown] == [*range(1, 9)]
    assert (grown[-1].posts, grown[-1].relative, grown[-1].interval) == (
        answer.posts, pytest.approx(answer.relative), pytest.approx(answer.relative_interval)
    )  # fmt: skip
    assert (grown[3].posts, grown[3].relative) == (half.headline.posts, pytest.approx(half.headline.relative))
