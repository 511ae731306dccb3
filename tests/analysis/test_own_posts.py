"""An experiment's posts are found in a large store as if every post had been looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.analysis.workspaces import finished, fresh

from cliptrial.analysis import material, own_posts
from cliptrial.analysis.material import Material
from cliptrial.posts.copies import Habits
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import Row, build
from cliptrial.posts.records import Post
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.links import add_link
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.workspace import Workspace

DAY = 86_400
LINK = "https://www.tiktok.com/@kitchen/video/{}"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two experiments, an account's habit of years, and a post that went out half a year late, with a second take."""
    opened = fresh(tmp_path / "ws")
    for number in (1, 2):
        finished(opened, f"hook-{number}", 0.3, number)
    folder = opened.experiments_dir / "hook-1"
    posts = [_post(at, f"Thank you all. Day {at}") for at in range(1_600_000_000, 1_790_000_000, 9 * DAY)]
    late = max(row["posted_at"] for row in Lake(opened.store_dir).read("posts").to_pylist()) + 180 * DAY
    posts += [_post(late, "Leek soup at last"), _post(late + DAY, "Leek soup at last, again")]
    Lake(opened.store_dir).append("posts", build("posts", posts))
    add_link(folder, 3, LINK.format(posts[-2]["post_id"]))
    return opened


def _post(at: int, caption: str) -> Row:
    post_id = str((at << 32) + 1)
    told = {"post_id": post_id, "account": "kitchen", "source": "studio_content", "link": LINK.format(post_id)}
    return {**told, "posted_at": at, "described_at": at, "caption": caption, "hashtags": []}


def _gathered(workspace: Workspace, slug: str) -> Material:
    loaded = load_experiment(slug, workspace)
    schedule = read_schedule(loaded.folder)
    assert schedule is not None
    return material.gather(workspace, loaded, schedule)


@pytest.mark.parametrize("slug", ["hook-1", "hook-2"])
def test_what_is_found_near_the_plan_is_what_is_found_among_all_posts(
    slug: str, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    near = _gathered(workspace, slug)
    monkeypatch.setattr(own_posts, "posts_near", _among_all)
    monkeypatch.setattr(own_posts, "_habits", _habits_of_all)
    among_all = _gathered(workspace, slug)
    assert near.matching == among_all.matching
    assert near.outcomes == among_all.outcomes
    assert [extra.post.post_id for extra in near.extras] == [extra.post.post_id for extra in among_all.extras]


def _among_all(
    lake: Lake, accounts: list[str], start: int, end: int, named: frozenset[str] = frozenset()
) -> list[Post]:
    return [post for post in posts_of(lake, accounts) if start <= end or post.post_id in named]


def _habits_of_all(store: Path, _: str, account: str) -> Habits:
    return Habits.of(posts_of(Lake(store), [account]))


def test_habits_are_those_of_the_posts_as_they_are_known_at_last(tmp_path: Path) -> None:
    """Of a caption or sound that was edited the latest counts; what is not told takes nothing away."""
    lake = Lake(tmp_path)
    first = [_post(at, f"Soup {at}") | {"sound": "Spoon" if at % 2 else None} for at in range(1, 9)]
    edits = [
        first[0] | {"described_at": 90, "caption": "Stew"},
        first[1] | {"described_at": 91, "caption": None, "sound": "Ladle"},
        first[2] | {"described_at": 92, "sound": "Ladle"},
        first[3] | {"described_at": 0, "caption": "An older draft"},
        _post(10, "Nobody knows when") | {"posted_at": None},
        _post(11, "Another's stew") | {"account": "bakery"},
    ]
    for rows in (first, edits):
        lake.append("posts", build("posts", rows))
    known = own_posts._habits(tmp_path, lake.fingerprint(), "kitchen")
    assert known == Habits.of(post for post in posts_of(lake, ["kitchen"]) if post.posted_at is not None)
    assert (known.posts, known.words["soup"], known.words["stew"], known.sounds) == (8, 7, 1, {"spoon": 3, "ladle": 2})


def test_a_second_take_is_found_beside_a_post_that_went_out_long_after_the_plan(workspace: Workspace) -> None:
    extras = _gathered(workspace, "hook-1").extras
    assert [(extra.position, extra.post.caption) for extra in extras if extra.why == "caption"] == [
        (3, "Leek soup at last, again")
    ]


def test_habits_without_some_posts_are_those_of_the_others() -> None:
    def post(number: int, caption: str) -> Post:
        return Post(str(number), "kitchen", number, caption=caption, sound="Our sound", duration=9.0)

    posts = [post(n, f"Soup {n} of the day") for n in range(20)]
    left, kept = posts[:12], posts[12:]
    rest, whole = Habits.of(kept), Habits.of(posts)
    without = whole.without(Habits.of(left))
    assert without.posts == rest.posts == 8
    assert {word: count for word, count in without.words.items() if count} == dict(rest.words)
    assert {sound: count for sound, count in without.sounds.items() if count} == dict(rest.sounds)
