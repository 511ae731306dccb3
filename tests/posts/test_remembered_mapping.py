"""Which column of a tool's export is what is said once; from then on the file alone is enough."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cliptrial.posts.ingest import ingest
from cliptrial.posts.ingest_report import FileReport
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.mapping import guessed
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.workspace import Workspace

TEXT = """\
# Ours.
clients:
  adler: {name: Hotel Adler}
  kino: {name: Kino}
accounts:
  hotel: {client: adler, handle: hotel, timezone: Europe/Berlin}
  bar: {client: adler, handle: bar, timezone: Europe/Berlin}
  kino: {client: kino, handle: kino, timezone: Europe/Berlin}
"""
MAPPING = {"link": "URL", "views": "Vistas", "likes": "Me gusta"}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "workspace.yaml").write_text(TEXT, encoding="utf-8")
    return load_workspace(tmp_path)


def export(workspace: Workspace, handle: str, name: str, header: str = "URL,Vistas,Me gusta,Alcance") -> Path:
    path = workspace.root / name
    path.write_text(f"{header}\nhttps://www.tiktok.com/@{handle}/video/7632728053185436481,90,3,70\n", "utf-8")
    return path


def taken(workspace: Workspace, path: Path, mapping: dict[str, str] | None = None) -> FileReport:
    (report,) = ingest(
        load_workspace(workspace.root), [path], captured_at=date(2026, 6, 1), mapping=mapping, locale="en"
    ).files
    return report


def codes(report: FileReport) -> list[str]:
    return [problem.code for problem in report.problems]


def test_a_client_whose_table_was_mapped_once_hands_in_the_file_alone(workspace: Workspace) -> None:
    first = export(workspace, "hotel", "metricool_2026-05-01.csv")
    assert codes(taken(workspace, first)) == ["needs_mapping"]
    kept = taken(workspace, first, MAPPING)
    assert "Remembered in workspace.yaml for adler: next time the file alone is enough." in kept.notes
    assert load_workspace(workspace.root).tables == {"adler": {"metricool": MAPPING}}
    assert (workspace.root / "workspace.yaml").read_text("utf-8").startswith(TEXT)
    again = taken(workspace, export(workspace, "bar", "metricool_2026-05-08.csv"))
    assert (codes(again), again.account, again.posts) == ([], "bar", 1)
    assert codes(taken(workspace, export(workspace, "kino", "kino.csv"))) == ["needs_mapping"], "another client's"


def test_what_is_said_anew_of_the_same_table_takes_the_place_of_what_was_said(workspace: Workspace) -> None:
    path = export(workspace, "hotel", "metricool.csv")
    taken(workspace, path, MAPPING)
    taken(workspace, path, MAPPING | {"reach": "Alcance"})
    other = export(workspace, "hotel", "later.csv", "Post link,Plays,Hearts,x")
    taken(workspace, other, {"link": "Post link", "views": "Plays"})
    assert load_workspace(workspace.root).tables["adler"] == {
        "metricool": MAPPING | {"reach": "Alcance"},
        "later": {"link": "Post link", "views": "Plays"},
    }
    assert taken(workspace, path, MAPPING | {"reach": "Alcance"}).notes == ()


def test_a_file_that_was_refused_is_not_remembered(workspace: Workspace) -> None:
    path = export(workspace, "hotel", "metricool.csv")
    path.write_text(path.read_text("utf-8").replace(",90,", ",viele,"), "utf-8")
    assert codes(taken(workspace, path, MAPPING)) != []
    assert load_workspace(workspace.root).tables == {}


def test_a_renamed_column_is_named_and_an_unlike_table_is_not_taken_for_it(workspace: Workspace) -> None:
    taken(workspace, export(workspace, "hotel", "metricool.csv"), MAPPING)
    (changed,) = taken(workspace, export(workspace, "hotel", "new.csv", "URL,Reproducciones,Me gusta,x")).problems
    assert (changed.code, "Vistas" in changed.what) == ("table_changed", True)
    assert codes(taken(workspace, export(workspace, "hotel", "new.csv", "URL,Plays,Hearts,x"))) == ["needs_mapping"]


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("URL,Publicado,Visualizaciones,Me gusta,Comentarios,Guardados", "link posted_at views likes comments saves"),
        ("Permalink,Veröffentlicht am,Aufrufe,Gefällt mir,Kommentare,Reichweite",
         "link posted_at views likes comments reach"),
        ("Post ID,Date,Plays,Shares,Average watch time", "post_id posted_at views shares average_watch_time"),
        ("a,b,c,d,e,f", ""),
    ],
)  # fmt: skip
def test_names_of_columns_suggest_what_they_are(header: str, columns: str) -> None:
    suggested = guessed(header.split(","))
    assert suggested == dict(zip(columns.split(), header.split(","), strict=bool(columns)))


def test_percent_skip_rate_and_milliseconds_of_a_table_arrive_in_the_units_of_the_store(workspace: Workspace) -> None:
    """With a sign in the cell or in the header alone; a skip rate is what is left of the hold."""
    path = workspace.root / "reels.csv"
    url = "https://www.tiktok.com/@kino/video/7632728053185436481"
    path.write_text(f"URL,Views,Skip %,Watch (ms),Full %\n{url},1000,40.5 %,7119,7\n", encoding="utf-8")
    named = {"held_3s": "Skip %", "average_watch_time": "Watch (ms)", "completions": "Full %"}
    mapping = {"link": "URL", "views": "Views", **named}
    report = ingest(workspace, [path], account="kino", captured_at=date(2026, 5, 2), mapping=mapping)
    assert report.problems == ()
    (row,) = Lake(workspace.store_dir).read("snapshots").to_pylist()
    assert [round(row[key], 3) for key in ("held_3s", "average_watch_time", "completions")] == [595.0, 7.119, 70.0]
