"""Goals stand on the board, on the Monday page and in the status; a client sees its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.planning.test_goals import goal, told

from cliptrial.cli.entry import run
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.workspace import Workspace
from cliptrial.report import write_site
from cliptrial.report.team.monday_page import write_monday_page

OURS, THEIRS = "More guests at the bar", "More guests in the hotel"


@pytest.fixture
def agency(tmp_path: Path) -> Workspace:
    """Two clients with a goal each, of which only one has numbers."""
    ws = told(tmp_path / "ws", f"fame, {goal(account='demo', serves=OURS)}")
    text = (ws.root / "workspace.yaml").read_text(encoding="utf-8")
    clients = "clients: {bar: {name: Bar}, hotel: {name: Hotel}}\n"
    rooms = goal(name="rooms", account="inn", serves=THEIRS)
    text = text.replace("goals: [fame,", f"goals: [fame, {rooms},")
    text = text.replace("{timezone: UTC}", "{timezone: UTC, client: bar}\n  inn: {timezone: UTC, client: hotel}")
    (ws.root / "workspace.yaml").write_text(clients + text, encoding="utf-8")
    return find_workspace(ws.root)


def test_the_board_shows_every_goal_and_a_client_its_own(agency: Workspace, tmp_path: Path) -> None:
    index = write_site(agency.root, tmp_path / "out", "en")
    shown = {path.name: path.read_text(encoding="utf-8") for path in index.parent.glob("*.html")}
    assert {name: (OURS in text, THEIRS in text) for name, text in shown.items()} == {
        "index.html": (True, True),
        "index_bar.html": (True, False),
        "index_hotel.html": (False, True),
    }
    assert "1,300" in shown["index_bar.html"]
    assert "cannot be said yet" in shown["index_hotel.html"]
    assert "cliptrial ingest" not in shown["index_hotel.html"]


def test_the_monday_page_and_the_status_say_where_goals_stand(
    agency: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = write_monday_page(agency, [], tmp_path / "monday.html", lang="de", today=date(2026, 1, 12))
    assert "Chance anzukommen" in page.read_text(encoding="utf-8")
    assert run(["status", "--workspace", str(agency.root), "--lang", "en"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "reach (on its way): Views of a typical post, four weeks up to 31 December 2025: 1,300." in said
    assert "rooms (cannot be said)" in said
