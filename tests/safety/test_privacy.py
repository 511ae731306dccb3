"""Other people's names stay out of the store and of pages, in whatever field and however they are written."""

from __future__ import annotations

import stat
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

import cliptrial
from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.posts.text.privacy import SALT_FILE, Masker, masker_of
from cliptrial.posts.text.rebuilt_links import rebuilt_link
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.workspace import Workspace

ID = "7612545815780805904"
OURS = f"https://www.tiktok.com/@kitchen.demo/video/{ID}"
CANARIES = (
    "canaryone",
    "canarytwo",
    "canarythree",
    "canaryfour",
    "canaryfive",
    "canarysix",
    "canaryseven",
    "canaryeight",
)
MAPPING = {"link": "link", "views": "views", "caption": "title", "sound": "sound", "hashtags": "tags"}
ROW = {
    "link": f"https://evil.example/@canaryone/video/{ID}?from=@canaryone",
    "views": "900",
    "title": "w/@canarytwo mit@canarythree ＠canaryfour canaryfive@example.org for @kitchen.demo #soup",
    "sound": "Original sound - canarysix",
    "tags": "#soup #with@canaryseven",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "workspace.yaml").write_text(
        "accounts: {demo: {timezone: Europe/Berlin, handle: Kitchen.Demo}}\nbrand: {name: Kitchen Demo}\n"
    )
    return load_workspace(tmp_path)


def stored(workspace: Workspace, row: dict[str, str], name: str = "posts.csv") -> dict[str, object]:
    """What the store holds of a table of one post."""
    path = workspace.root / name
    path.write_text(";".join(row) + "\n" + ";".join(row.values()) + "\n")
    report = ingest(workspace, [path], mapping=MAPPING, captured_at=pd.Timestamp("2026-04-01").date(), locale="de")
    assert [file.problems for file in report.files] == [()]
    (post,) = Lake(workspace.store_dir).read("posts").to_pylist()
    return post


def test_no_name_of_others_is_in_any_cell_of_the_store(workspace: Workspace) -> None:
    post = stored(workspace, ROW, "posts by @canaryeight.csv")
    cells = [
        str(cell)
        for part in workspace.store_dir.rglob("*.parquet")
        for row in pq.read_table(part).to_pylist()
        for cell in row.values()
    ]
    assert [canary for canary in CANARIES if any(canary in cell for cell in cells)] == []
    assert post["link"] == OURS.replace("kitchen.demo", "Kitchen.Demo")
    assert "for @kitchen.demo #soup" in str(post["caption"])
    assert str(post["sound"]).startswith("Original sound - u_")
    assert "soup" in post["hashtags"]  # type: ignore[operator]


@pytest.mark.parametrize("switch", ["caption", "sound", "link"])
def test_the_search_finds_them_with_any_masker_off(
    workspace: Workspace, switch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So an empty result says something."""
    off = {
        "caption": lambda: monkeypatch.setattr(Masker, "texts", lambda _, texts: texts),
        "sound": lambda: monkeypatch.setattr(Masker, "sound", lambda _, text: text),
        "link": lambda: monkeypatch.setattr("cliptrial.posts.columns.links.rebuilt_link", lambda text, _: text),
    }
    off[switch]()
    post = stored(workspace, ROW)
    assert any(canary in str(post[switch]) for canary in CANARIES)


@pytest.mark.parametrize(
    "title",
    [
        "Originalton - Anna B.",
        "son original – anna.b",
        "オリジナル楽曲 - anna",
        "ORIGINAL SOUND: anna",
        "Song (feat. @anna)",
    ],
)
def test_who_made_a_sound_is_hidden_and_the_rest_of_its_title_stays(workspace: Workspace, title: str) -> None:
    shown = masker_of(workspace).sound(title)
    assert "anna" not in shown.lower()
    assert shown.split()[0] == title.split()[0]
    assert masker_of(workspace).sound(shown) == shown
    assert masker_of(workspace).sound(title.upper()).endswith(shown[-6:])


@pytest.mark.parametrize(
    "title",
    [
        "original sound - Kitchen.Demo",
        "Originalton - Kitchen Demo",
        "original sound",
        "Flowers - Miley Cyrus",
        "Original Soundtrack",
        "7123456789012345678",
    ],
)
def test_own_sounds_songs_and_numbers_stay(workspace: Workspace, title: str) -> None:
    assert masker_of(workspace).sound(title) == title


def test_reading_makes_no_salt(workspace: Workspace) -> None:
    """Without one nothing was masked, so nothing has to be to be compared."""
    assert masker_of(workspace, makes_salt=False).sound("original sound - anna") == "original sound - anna"
    assert not workspace.store_dir.exists()


def test_the_salt_is_this_users_alone_even_where_it_was_not(workspace: Workspace) -> None:
    masker_of(workspace)("@anna")
    salt = workspace.store_dir / SALT_FILE
    assert stat.S_IMODE(salt.stat().st_mode) == 0o600
    salt.chmod(0o644)
    masker_of(workspace)("@anna")
    assert stat.S_IMODE(salt.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("text", "link"),
    [
        (OURS, OURS),
        (f"{OURS}?lang=pl&x=<script>", OURS),
        (f"https://m.tiktok.com/@kitchen.demo/photo/{ID}", f"https://www.tiktok.com/@kitchen.demo/photo/{ID}"),
        (f"https://www.tiktok.com/@undefined/video/{ID}", f"https://www.tiktok.com/@ours/video/{ID}"),
        (f"https://evil.example/@kitchen.demo/video/{ID}", f"https://www.tiktok.com/@ours/video/{ID}"),
        (f"https://tiktok.com.evil.example/@anna/video/{ID}", f"https://www.tiktok.com/@ours/video/{ID}"),
        (f"https://evil.example/tiktok.com/@anna/video/{ID}", f"https://www.tiktok.com/@ours/video/{ID}"),
        (ID, f"https://www.tiktok.com/@ours/video/{ID}"),
        ("https://instagram.com/anna/reel/DAed_eBc_d4/?igsh=x", "https://www.instagram.com/p/DAed_eBc_d4/"),
        ("https://youtu.be/dQw4w9WgXcQ?t=1", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("javascript:alert(1)", None),
        ("https://evil.example/", None),
        ("", None),
    ],
)
def test_links_are_made_anew_from_handle_and_id(text: str, link: str | None) -> None:
    assert rebuilt_link(text, "@ours") == link


def test_a_store_from_somebody_else_leads_nowhere_else(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    row = {"post_id": ID, "account": "demo", "posted_at": 1, "described_at": 1, "source": "studio"}
    lake.append("posts", build("posts", [{**row, "link": f"https://evil.example/v/{ID}"}]))
    assert [post.link for post in posts_of(lake)] == [f"https://www.tiktok.com/@undefined/video/{ID}"]


def test_a_table_that_is_compared_shows_neither_names_nor_strange_links() -> None:
    links = [f"https://evil.example/{number}" for number in range(16)]
    frame = pd.DataFrame({"arm": list("ab") * 8, "views": range(100, 116), "caption": "w/@anna", "link": links})
    posts = cliptrial.compare(frame, arm="arm", control="a", metrics=["views"], draws=99).posts
    assert {post.link for post in posts} == {None}
    assert all(post.caption and post.caption.startswith("w/@u_") for post in posts)
