"""Watched accounts: read like one's own, only observed, and never among one's own numbers."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.planning.weeks_of_posts import filled
from tests.refusals.bases import inside

from cliptrial.analysis.periods.daily import newest_day, strangers
from cliptrial.cli.entry import run
from cliptrial.errors import InputError, RegistryError
from cliptrial.planning.noticed import watched
from cliptrial.planning.noticed.watched import hand_in, observed
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import TABLES
from cliptrial.posts.removal import plans
from cliptrial.posts.removal.removal import carry_out
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.workspace import Workspace
from cliptrial.wording.review.noticed import watched_lines

TEXT = """
accounts: {kitchen: {timezone: Europe/Berlin, handle: kitchen.demo}}
watched:
  rival: {handle: Rival.Kitchen}
  other: {platform: instagram}
"""
TABLE = """\
link,when,plays,hearts,talk,passed,text
https://www.tiktok.com/@rival.kitchen/video/7610000000000000001,2026-03-01 12:00,1000,80,10,10,#soup jane.roe@a.org
https://www.tiktok.com/@rival.kitchen/video/7611000000000000002,2026-03-04 12:00,3000,100,0,0,More #soup #fast
https://www.tiktok.com/@rival.kitchen/video/7615000000000000003,2026-03-15 12:00,2000,60,30,10,Bread #bread
"""
MAPPING = {
    "link": "link", "posted_at": "when", "views": "plays", "likes": "hearts", "comments": "talk", "shares": "passed",
    "caption": "text",
}  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "workspace.yaml").write_text(TEXT, encoding="utf-8")
    return load_workspace(tmp_path)


def read(workspace: Workspace, name: str) -> None:
    table = workspace.root / "rival.csv"
    table.write_text(TABLE, encoding="utf-8")
    report = hand_in(workspace, name, [table], captured_at=date(2026, 3, 20), mapping=MAPPING)
    assert report.problems == ()


@pytest.mark.parametrize("name", ["rival", "@rival", "@rival.kitchen"])
def test_a_table_is_told_as_observed(workspace: Workspace, name: str) -> None:
    """Three posts in two weeks; 300 of 6,000 viewers engaged; the middle post has 2,000 views."""
    read(workspace, name)
    rival, other = observed(workspace)
    assert (rival.posts, rival.views, rival.engagement) == (3, 2000.0, pytest.approx(0.05))
    assert rival.hashtags == ("soup", "bread", "fast")
    assert rival.best is not None
    assert rival.best[1] == 3000.0
    assert (other.posts, other.views, other.best) == (0, None, None)
    english = watched_lines(observed(workspace), "en")
    assert english[0].startswith("Only observed")
    assert english[-1].startswith("other: no numbers yet")
    assert watched_lines(observed(workspace), "de")[0].startswith("Nur beobachtet")
    assert watched_lines((), "de")[0].startswith("Niemand wird beobachtet")


def test_nothing_of_them_is_among_ones_own_numbers_and_nothing_personal_is_kept(workspace: Workspace) -> None:
    """The store of one's own posts is the same, byte for byte; an e-mail in a caption is in neither."""
    filled(workspace, "kitchen", {}, weeks=3)

    def own() -> dict[str, bytes]:
        return {str(one): one.read_bytes() for one in sorted(workspace.store_dir.rglob("*")) if one.is_file()}

    before, last = own(), newest_day(workspace, workspace.accounts)
    read(workspace, "rival")
    assert own() == before
    assert newest_day(workspace, workspace.accounts) == last
    assert strangers(workspace) == ()
    lake = Lake(workspace.store_dir)
    assert {post.account for post in posts_of(lake)} == {"kitchen"}
    assert all("rival" not in str(lake.read(table).to_pylist()) for table in TABLES if table in ("posts", "snapshots"))
    kept = b"".join(one.read_bytes() for one in (workspace.root / "watched").rglob("*.parquet"))
    assert b"jane.roe" not in kept


def test_no_other_module_knows_where_they_lie() -> None:
    package = Path(watched.__file__).parents[2]
    knowing = {
        path.stem for path in package.rglob("*.py") if "noticed.watched import" in path.read_text(encoding="utf-8")
    }
    assert knowing == {"watch", "noticed"}, "the command, and the words for it"
    named = {path.stem for path in package.rglob("*.py") if '"watched"' in path.read_text(encoding="utf-8")}
    assert named <= {"watched", "workspace", "watch", "removing", "store_shown"}, "the folder, and answers about it"
    opening = {
        path.stem for path in package.rglob("*.py") if re.search(r"import .*\bapart", path.read_text(encoding="utf-8"))
    }
    assert opening == {"watched", "plans", "removal", "store_shown"}, "whoever watches, and what is removed and counted"


def test_whoever_is_not_watched_is_refused_and_ones_own_account_cannot_be(tmp_path: Path, workspace: Workspace) -> None:
    with pytest.raises(InputError, match="is not watched"):
        read(workspace, "@kitchen.demo")
    for text in ("kitchen: {}", "twin: {handle: Kitchen.Demo}"):
        (tmp_path / "workspace.yaml").write_text(TEXT.replace("rival: {handle: Rival.Kitchen}", text), encoding="utf-8")
        with pytest.raises(RegistryError, match="is an account of your own: kitchen"):
            load_workspace(tmp_path)
    elsewhere = "twin: {handle: kitchen.demo, platform: youtube}"
    (tmp_path / "workspace.yaml").write_text(
        TEXT.replace("rival: {handle: Rival.Kitchen}", elsewhere), encoding="utf-8"
    )
    assert "twin" in load_workspace(tmp_path).watched


OTHER = "https://www.tiktok.com/@other.kitchen/video/7616000000000000009,2026-03-16 12:00,50,1,0,0,Not @Rival.Kitchen\n"


def both(workspace: Workspace) -> Workspace:
    """Two watched accounts with numbers, of which one names the other."""
    text = TEXT.replace("other: {platform: instagram}", "other: {handle: other.kitchen}")
    (workspace.root / "workspace.yaml").write_text(text, encoding="utf-8")
    opened = load_workspace(workspace.root)
    read(opened, "rival")
    table = workspace.root / "other.csv"
    table.write_text(TABLE.partition("\n")[0] + "\n" + OTHER, encoding="utf-8")
    assert hand_in(opened, "other", [table], captured_at=date(2026, 3, 20), mapping=MAPPING).problems == ()
    return opened


def below(workspace: Workspace, table: str = "posts") -> list[dict[str, Any]]:
    return Lake(workspace.root / "watched" / "store").read(table).to_pylist()


def test_a_watched_account_is_forgotten_with_its_key_and_its_neighbour_stays(workspace: Workspace) -> None:
    """On the whole disk nothing names it; neither does what the neighbour wrote; it is never read in again."""
    opened = both(workspace)
    removal = plans.person(opened, "@rival.Kitchen", files=True)
    assert removal.apart is not None
    assert (removal.watched, removal.apart.rows) == ("rival", {"posts": 4, "snapshots": 3})
    assert carry_out(opened, removal) == 0
    assert not [path for path in workspace.root.rglob("*") if path.is_file() and b"ival" in path.read_bytes()]
    assert [(row["account"], row["caption"]) for row in below(workspace)] == [("other", "Not @forgotten")]
    after = load_workspace(workspace.root)
    assert [*after.watched] == ["other"]
    assert [(one.name, one.posts) for one in observed(after)] == [("other", 1)]
    (workspace.root / "workspace.yaml").write_text(TEXT, encoding="utf-8")
    table = workspace.root / "rival.csv"
    table.write_text(TABLE, encoding="utf-8")
    again = hand_in(load_workspace(workspace.root), "rival", [table], captured_at=date(2026, 3, 20), mapping=MAPPING)
    assert [problem.code for problem in again.problems] == ["forgotten_account"]


def test_the_last_watched_account_takes_the_part_of_the_file_along(workspace: Workspace) -> None:
    """One that is not watched changes no watched numbers."""
    opened = both(workspace)
    nobody = plans.person(opened, "@somebody")
    assert (nobody.is_nothing, nobody.watched) == (True, None)
    for handle in ("rival.kitchen", "other.kitchen"):
        now = load_workspace(workspace.root)
        carry_out(now, plans.person(now, handle))
    after = load_workspace(workspace.root)
    assert after.watched == {}
    assert "kitchen" in after.accounts
    assert observed(after) == ()
    assert below(workspace) == []


def test_old_posts_of_watched_accounts_are_purged_and_younger_ones_stay(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = both(workspace)
    with inside(workspace.root):
        assert run(["status", "--store"]) == 0
        assert re.search(r"watched accounts: numbers of posts\W+4\b", capsys.readouterr().out)
        assert run(["purge", "--older-than", "2026-03-10", "--on", "2026-04-01", "--yes"]) == 0
    assert "watched accounts, numbers of posts: 2 rows" in capsys.readouterr().out
    assert sorted(row["post_id"][:4] for row in below(workspace, "snapshots")) == ["7615", "7616"]
    assert plans.older_than(opened, date(2026, 3, 10), date(2026, 4, 1)).is_nothing
