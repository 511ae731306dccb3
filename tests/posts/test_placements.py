"""Every ingest remembers what the links say, and which post a position was linked to once its numbers were known."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.fairness.season import SLUG, Plan, Season, Workshop, season

from cliptrial.posts.lake.hand_ins import undo
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
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


def _history(made: Season, position: int) -> list[tuple[object, ...]]:
    rows = Lake(find_workspace(made.folder).store_dir).read("placements").to_pylist()
    keys = ("told_at", "post", "link", "state", "since", "source")
    return sorted((tuple(row[key] for key in keys) for row in rows if row["position"] == position), key=str)


def test_a_position_is_linked_then_measured_then_without_a_link(made: Season) -> None:
    """Each is told once, with the newest capture that was known then; posts.csv keeps its two columns."""
    post, link = made.posts.loc[0, ["post_id", "link"]]
    captured = int(made.posts.loc[0, "captured_at"])
    made.until = 5
    made.handed_in()
    made.until = 10
    made.handed_in()
    now = int(made.posts.loc[3, "captured_at"])
    expected = [(None, post, link, "linked", None, "posts.csv"), (now, post, link, "measured", captured, "posts.csv")]
    assert _history(made, 1) == sorted(expected, key=str)
    made.unlinked = {1}
    made.until = 11
    made.handed_in()
    later = int(made.posts.loc[4, "captured_at"])
    assert _history(made, 1) == sorted([*expected, (later, None, None, "removed", None, "posts.csv")], key=str)
    assert _remembered(made)[1] == {post}
    assert (made.own / "posts.csv").read_text(encoding="utf-8").splitlines()[0] == "position,link"


def test_a_link_whose_numbers_were_taken_back_was_known_all_the_same(made: Season) -> None:
    made.handed_in()
    before = _remembered(made)
    undone = undo(find_workspace(made.folder))
    assert undone.gone["snapshots"] == len(before) == 16
    assert _remembered(made) == before


def test_links_of_earlier_versions_are_read_and_moved_once(made: Season) -> None:
    lake = Lake(find_workspace(made.folder).store_dir)
    row = {"experiment": SLUG, "position": 1, "account": "kitchen", "post_id": "earlier", "captured_at": 7}
    lake.append("links", build("links", [row, {**row, "position": 2}]))
    assert _remembered(made) == {1: {"earlier"}, 2: {"earlier"}}
    made.until = 5
    for _ in range(2):
        made.handed_in()
        assert lake.plain_files("links") == []
        assert _remembered(made) == {1: {"earlier"}, 2: {"earlier"}}
    assert (7, "earlier", None, "measured", 7, "links") in _history(made, 1)
    assert len(_history(made, 1)) == 2


def test_links_that_cannot_be_read_stop_no_ingest(made: Season) -> None:
    other = made.folder / "experiments" / "other"
    other.mkdir()
    (other / "experiment.yaml").write_text("title: Not yet\n", encoding="utf-8")
    (other / "posts.csv").write_text("position,link\nfirst,https://example.org\n", encoding="utf-8")
    made.handed_in()
    assert len(_remembered(made)) == 16
