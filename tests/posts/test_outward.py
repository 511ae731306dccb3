"""The numbers go out as they are: to the digit, in the declared columns, harmless, and the same bytes each time."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook
from tests.places import ROOT, shared
from tests.refusals.bases import Bases

from cliptrial.errors import InputError
from cliptrial.metrics import metrics_of
from cliptrial.posts.equal_age.due import midnight
from cliptrial.posts.equal_age.observe import observe
from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.workspace import Workspace
from cliptrial.report.outward import writing
from cliptrial.report.outward.columns import TABLES
from cliptrial.report.outward.writing import Wanted, write

FACTS = ("posts", "snapshots", "account_days", "conversions", "outcomes", "audience")


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Bases:
    return Bases(tmp_path_factory.mktemp("bases"))


@pytest.fixture
def workspace(bases: Bases, tmp_path: Path) -> Workspace:
    return load_workspace(bases.copy("empty", tmp_path / "ws"))


@pytest.fixture
def real(tmp_path: Path) -> Workspace:
    """A real export of 51 videos, and one of a shop."""
    (tmp_path / "real").mkdir()
    account = "accounts: {cafe: {timezone: Europe/Sofia, handle: vintagerest.bg}}\n"
    (tmp_path / "real" / "workspace.yaml").write_text(account, encoding="utf-8")
    workspace = load_workspace(tmp_path / "real")
    folder = shared("data/studio-vintage-business-suite-bg-2025")
    paths = [
        folder / "TIKTOK_VIDEO_RAW.csv",
        folder / "TIKTOK_RAW.csv",
        shared("data/outcomes/shopify_orders_2026.csv"),
    ]
    assert ingest(workspace, paths, captured_at=date(2026, 4, 20)).problems == ()
    return workspace


def exported(workspace: Workspace, folder: Path, *tables: str, **more: object) -> dict[str, list[dict[str, str]]]:
    """The rows of each table, as CSV has them."""
    written = write(workspace, Wanted(tables or FACTS, "csv", **more), folder)  # type: ignore[arg-type]
    return {one.table: [*csv.DictReader(io.StringIO(one.path.read_text("utf-8")))] for one in written}


def test_what_is_exported_is_what_the_store_holds(real: Workspace, tmp_path: Path) -> None:
    """Against the reader of posts that works row by row, and against sums of the store."""
    tables = exported(real, tmp_path / "out", personal=True)
    lake = Lake(real.store_dir)
    known = {post.post_id: post for post in posts_of(lake)}
    assert {row["post_id"] for row in tables["posts"]} == set(known)
    assert len(known) == 51
    # The first line of the file: 172353 views on 31 October 2025 at 18:19:10 UTC, which is 20:19 in Sofia.
    (first,) = (row for row in tables["posts"] if row["post_id"] == "7567452112981069079")
    assert (first["views"], first["saves"], first["posted_at"]) == ("172353", "180", "2025-10-31 18:19:10")
    assert (first["posted_on"], first["slot"], first["weekday"]) == ("2025-10-31", "20:19", "5")
    for row in tables["posts"]:
        post = known[row["post_id"]]
        assert row["posted_at"] == f"{datetime.fromtimestamp(post.posted_at or 0, UTC):%Y-%m-%d %H:%M:%S}"
        assert row["hashtags"] == " ".join(post.hashtags or ())
        assert (row["caption"], row["link"]) == (post.caption or "", post.link or "")
    stored = lake.read("snapshots").to_pylist()
    assert sum(float(row["views"]) for row in tables["snapshots"]) == sum(row["views"] for row in stored)
    assert len(tables["snapshots"]) == len(stored)
    orders = lake.read("conversions").to_pylist()
    assert sum(int(row["orders"]) for row in tables["conversions"]) == len(orders) == 15
    assert sum(int(row["paid"]) for row in tables["conversions"]) == sum(one["counts"] for one in orders)


def test_numbers_at_an_age_are_those_that_a_report_reads(bases: Bases, tmp_path: Path) -> None:
    workspace = load_workspace(bases.copy("stored", tmp_path / "ws"))
    lake = Lake(workspace.store_dir)
    late = [
        {"post_id": row["post_id"], "account": row["account"], "captured_at": row["captured_at"] + hours * 3600,
         "views": row["views"] + hours, "source": "spreadsheet", "top_list": False}
        for row in lake.read("snapshots").to_pylist() for hours in (-40, -3, 3, 400)
    ]  # fmt: skip
    lake.append("snapshots", build("snapshots", late))
    posts = posts_of(lake)
    posted_at = {post.post_id: post.posted_at for post in posts if post.posted_at is not None}
    zones = {post.post_id: workspace.accounts[post.account].timezone for post in posts}
    for age in (7.0, 6.9):
        readings = observe(
            lake,
            [metrics_of(workspace)["views"]],
            list(posted_at),
            posted_at=posted_at,
            measure_at=age,
            randomised=False,
            timezones=zones,
        )["views"].by_post
        rows = exported(workspace, tmp_path / f"out{age}", "posts", at_age=age)["posts"]
        assert {row["post_id"]: float(row["views"]) for row in rows} == {
            i: one.numerator for i, one in readings.items()
        }
        assert len(rows) == len(readings) == 15
    newest = exported(workspace, tmp_path / "newest", "posts")["posts"]
    assert {float(row["age"]) for row in newest} == {round(7 + 400 / 24, 3)}


def test_two_windows_together_are_the_whole(bases: Bases, tmp_path: Path) -> None:
    """Snapshots that were captured from a day on go below those from before it, none twice and none missing."""
    workspace = load_workspace(bases.copy("stored", tmp_path / "ws"))
    whole = exported(workspace, tmp_path / "a", "snapshots")["snapshots"]
    later = exported(workspace, tmp_path / "b", "snapshots", since=date(2026, 3, 15))["snapshots"]
    assert later == [row for row in whole if row["captured_at"] >= "2026-03-15"]
    assert 0 < len(later) < len(whole)
    assert [*later[0]] == [*whole[0]]


def test_what_people_did_goes_out_by_day_and_what_a_later_export_replaces_does_not(
    workspace: Workspace, tmp_path: Path
) -> None:
    """Two sessions of one day are one row; an event counts once; shares of followers are as they were read."""
    zone, day = "Europe/Berlin", 86_400
    first = midnight(date(2026, 3, 2), zone)
    own = {"account": "demo", "what": "sessions", "source": "ga4", "key": "k", "covers": False}
    span = {**own, "begins": first, "ends": first + 3 * day, "covers": True, "value": 1.0}
    days = [{**own, "begins": first + n * day, "ends": first + (n + 1) * day, "value": 5.0} for n in (0, 0, 1, 2)]
    days[1]["marks"] = "m"
    later = {**span, "begins": first + 2 * day, "captured_at": first + 9 * day}
    lead = {**own, "what": "leads", "source": "conversations", "value": 1.0, "captured_at": first + 9 * day}
    leads = [{**lead, "key": key, "begins": at, "ends": first + 3600} for key, at in (("a", first + 3600), ("b", 0))]
    lake = Lake(workspace.store_dir)
    lake.append("outcomes", build("outcomes", [{**one, "captured_at": first + 8 * day} for one in (span, *days)]))
    lake.append("outcomes", build("outcomes", [later, *leads, {**leads[0], "captured_at": first + 8 * day}]))
    kinds = {"account": "demo", "kind": "territory", "value": "Germany", "share": 0.5, "captured_at": first}
    lake.append("audience", build("audience", [kinds, {**kinds, "share": 0.4, "captured_at": first + 9 * day}]))
    lake.append("account_days", build("account_days", [{"account": "demo", "date": date(2026, 3, 2), "views": 7.0}]))
    tables = exported(workspace, tmp_path / "a", "outcomes", "audience", "account_days")
    assert [row["views"] for row in tables["account_days"]] == ["7"], "although nobody says when it was read"
    told = [[row[one] for one in ("what", "first_day", "last_day", "value")] for row in tables["outcomes"]]
    assert told == [
        ["leads", "2026-03-02", "2026-03-02", "1"],
        ["leads", "", "2026-03-02", "1"],
        ["sessions", "2026-03-02", "2026-03-02", "10"],
        ["sessions", "2026-03-03", "2026-03-03", "5"],
    ]
    assert [row["share"] for row in tables["audience"]] == ["0.5", "0.4"]
    since = exported(workspace, tmp_path / "b", "outcomes", "audience", since=date(2026, 3, 10))
    assert [row["what"] for row in since["outcomes"]] == ["leads", "leads"]
    assert [row["share"] for row in since["audience"]] == ["0.4"]


def test_texts_links_and_names_go_out_only_when_they_are_asked_for(real: Workspace, tmp_path: Path) -> None:
    for name, personal in (("masked", False), ("whole", True)):
        exported(real, tmp_path / name, personal=personal)
    masked = "".join(path.read_text("utf-8") for path in (tmp_path / "masked").glob("*.csv"))
    assert not [word for word in ("tiktok.com", "vintage", "#", "плевен") if word in masked.lower()]
    assert "tiktok.com" in (tmp_path / "whole" / "posts.csv").read_text("utf-8")


@pytest.mark.parametrize("text", ["=1+1", "+49", "-x", "@a", "'=1", "\t=1"])
def test_no_cell_of_a_spreadsheet_runs(workspace: Workspace, tmp_path: Path, text: str) -> None:
    """In Parquet, where nothing runs, it stays what it is."""
    row = {"post_id": "1", "account": "demo", "posted_at": 1, "described_at": 1, "source": "studio", "caption": text}
    lake = Lake(workspace.store_dir)
    lake.append("posts", build("posts", [row]))
    lake.append("snapshots", build("snapshots", [{"post_id": "1", "account": "demo", "captured_at": 5, "views": 1.0}]))
    (post,) = exported(workspace, tmp_path, "posts", personal=True)["posts"]
    assert post["caption"] == f"'{text}"
    for format_ in ("xlsx", "parquet"):
        write(workspace, Wanted(("posts",), format_, personal=True), tmp_path)
    header, cells = CalamineWorkbook.from_path(tmp_path / "numbers.xlsx").get_sheet_by_name("posts").to_python()
    row = dict(zip(header, cells, strict=True))
    assert (row["caption"], row["views"], row["post_id"]) == (f"'{text}", 1, "1")
    with zipfile.ZipFile(tmp_path / "numbers.xlsx") as book:
        assert not [name for name in book.namelist() if b"<f>" in book.read(name)]
    assert pq.read_table(tmp_path / "posts.parquet")["caption"].to_pylist() == [text]


@pytest.mark.parametrize("format_", ["csv", "xlsx", "parquet"])
def test_the_same_numbers_give_the_same_bytes(bases: Bases, tmp_path: Path, format_: str) -> None:
    workspace = load_workspace(bases.copy("stored", tmp_path / "ws"))
    hashes = []
    for name in ("a", "b"):
        write(workspace, Wanted(FACTS, format_), tmp_path / name)
        hashes.append({path.name: sha256(path.read_bytes()).hexdigest() for path in (tmp_path / name).iterdir()})
    assert hashes[0] == hashes[1]


def test_a_table_longer_than_a_sheet_is_refused_and_nothing_is_written(
    bases: Bases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = load_workspace(bases.copy("stored", tmp_path / "ws"))
    monkeypatch.setattr(writing, "MOST_ROWS", 14)
    with pytest.raises(InputError, match="snapshots has 15 rows"):
        write(workspace, Wanted(("snapshots",), "xlsx"), tmp_path / "out")
    assert not (tmp_path / "out").exists()
    monkeypatch.setattr(writing, "MOST_ROWS", 15)
    write(workspace, Wanted(("snapshots",), "xlsx"), tmp_path / "out")


def test_every_position_and_every_answer_goes_out(bases: Bases, tmp_path: Path) -> None:
    workspace = load_workspace(bases.copy("locked", tmp_path / "ws"))
    tables = exported(workspace, tmp_path / "out", "positions", "answers")
    assert [row["position"] for row in tables["positions"]] == [str(n) for n in range(1, 9)]
    assert {row["arm"] for row in tables["positions"]} == {"statement", "question"}
    assert [(row["metric"], row["verdict"]) for row in tables["answers"]] == [("views", "unanswerable")]


def columns_page() -> str:
    """``docs/columns.md``: every column with its unit and meaning."""
    lines = [
        "# What is exported",
        "",
        "`cliptrial export` writes these tables; names and order are the same in every language.",
    ]
    for name, columns in TABLES.items():
        lines += ["", f"## {name}", "", "| column | unit | meaning |", "|---|---|---|"]
        asked = {True: " (only with `--unmasked`)", False: ""}
        lines += [f"| `{one.name}` | {one.unit.label} | {one.meaning}{asked[one.personal]} |" for one in columns]
    return "\n".join([*lines, ""])


def test_the_documented_columns_are_those_that_are_written() -> None:
    """``python -m tests.posts.test_outward`` writes them anew."""
    assert (ROOT / "docs" / "columns.md").read_text("utf-8") == columns_page()


if __name__ == "__main__":
    (ROOT / "docs" / "columns.md").write_text(columns_page(), "utf-8")
