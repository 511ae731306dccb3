"""Every ingest remembers which post a position was linked to once its numbers were known, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.fairness.season import SLUG, Plan, Season, Workshop, season

from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.placements import linked_before
from cliptrial.posts.workspaces import find_workspace

PLAN = Plan(posts_per_arm=8)


@pytest.fixture
def made(tmp_path: Path) -> Season:
    """A season that nobody has handed in yet."""
    return season(Workshop(tmp_path), PLAN, 0.0)


def _remembered(made: Season) -> dict[int, frozenset[str]]:
    return linked_before(Lake(find_workspace(made.folder).store_dir), SLUG)


def test_every_link_with_numbers_is_remembered_once(made: Season) -> None:
    made.handed_in()
    files = Lake(find_workspace(made.folder).store_dir).files("placements")
    made.handed_in()
    assert _remembered(made) == {p.position: frozenset({p.post_id}) for p in made.posts.itertuples()}
    assert Lake(find_workspace(made.folder).store_dir).files("placements") == files


def test_a_link_without_numbers_is_not_remembered(made: Season) -> None:
    made.until = 10
    made.handed_in()
    assert set(_remembered(made)) == set(made.posts["position"][:4])


def test_a_changed_link_is_remembered_beside_the_first(made: Season) -> None:
    made.handed_in()
    first = made.posts.loc[0, "post_id"]
    made.move(made.posts.index[:1], 3600)
    made.handed_in()
    assert _remembered(made)[1] == {first, made.posts.loc[0, "post_id"]}


def test_links_that_cannot_be_read_stop_no_ingest(made: Season) -> None:
    other = made.folder / "experiments" / "other"
    other.mkdir()
    (other / "experiment.yaml").write_text("title: Not yet\n", encoding="utf-8")
    (other / "posts.csv").write_text("position,link\nfirst,https://example.org\n", encoding="utf-8")
    made.handed_in()
    assert len(_remembered(made)) == 16
