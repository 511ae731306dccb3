"""``idea look``, ``new --from-signal`` and ``watch``, as they are typed, and what the year counts of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from tests.cli.conftest import Command
from tests.planning.weeks_of_posts import LAST, filled
from tests.report.a_year import year

from cliptrial.planning.growth.our_year import HitRate, our_year
from cliptrial.planning.noticed.weeks import RECENT
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.registry.beside.ideas import read_ideas
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.workspace import Workspace, load_workspace
from cliptrial.wording.our_year import YearSpeaker


def test_from_a_sign_to_its_experiment(command: Command, workspace: Workspace) -> None:
    filled(workspace, "kitchen_demo", {"completions": 0.7})
    looked = command("idea", "look")
    assert "kitchen_demo: Fewer watch to the end" in looked.out
    assert "cliptrial new --from-signal shorter-cut" in looked.out
    assert command("idea", "look", "--json").json["ideas"] == ["shorter-cut", "another-opening"]
    assert "Nothing stands out." in command("idea", "look", "--week", str(LAST.replace(day=12))).out
    assert command("new", "cut", "--from-signal", "shorter-cut", "--lang", "de").code == 0
    (idea,) = read_ideas(workspace)
    made = load_experiment("cut", workspace).experiment
    assert (idea.origin, idea.variant, made.idea) == ("signal", "Ein kürzerer Schnitt", "shorter-cut")
    assert made.metrics.primary == "completion_rate"
    assert our_year(workspace).hits_of_signs is None, "nothing is answered yet"


def test_a_sign_goes_to_the_list_of_ideas_once(command: Command, workspace: Workspace) -> None:
    filled(workspace, "kitchen_demo", {"completions": 0.7})
    later = ("idea", "add", "--from-signal", "shorter-cut")
    assert " ".join(later) in command("idea", "look").out
    assert [command(*later).code for _ in range(2)] == [0, 0]
    assert [(one.id, one.origin) for one in read_ideas(workspace)] == [("shorter-cut", "signal")]
    assert command("idea", "add", "--from-signal", "another-sound").code == 1
    assert command("idea", "add", "own", "--from-signal", "shorter-cut").code == 2


def test_of_two_clients_with_the_same_sign_each_has_its_own_idea(command: Command, workspace: Workspace) -> None:
    text = (workspace.root / "workspace.yaml").read_text(encoding="utf-8")
    text = text.replace("accounts:", "clients: {a: {name: A}, b: {name: B}}\naccounts:", 1)
    text = text.replace(
        "  kitchen_demo:", "  other: {timezone: Europe/Berlin, client: a}\n  kitchen_demo:\n    client: b", 1
    )
    (workspace.root / "workspace.yaml").write_text(text, encoding="utf-8")
    filled(workspace, "kitchen_demo", {"completions": 0.7})
    later = ("idea", "add", "--from-signal", "shorter-cut", "--client")
    assert [command(*later, client).code for client in ("a", "b", "c")] == [1, 0, 1]
    assert [one.client for one in read_ideas(load_workspace(workspace.root))] == ["b"]


@pytest.mark.parametrize(("weeks", "code"), [(RECENT, 0), (RECENT + 1, 1)])
def test_a_sign_of_the_last_quarter_still_makes_an_experiment(
    command: Command, workspace: Workspace, weeks: int, code: int
) -> None:
    """What the page of a quarter shows can be started; of weeks before nothing says that it could."""
    filled(workspace, "kitchen_demo", {"comments": 2.0})
    captured = int(datetime.combine(LAST + timedelta(weeks=weeks + 1), time(12), UTC).timestamp())
    told = {"account": "kitchen_demo", "source": "studio_content", "post_id": "1", "captured_at": captured}
    Lake(workspace.store_dir).append("snapshots", build("snapshots", [{**told, "views": 1.0, "top_list": False}]))
    looked = command("idea", "look", "--week", str(LAST))
    assert "Half as many comments again" in looked.out
    assert ("--from-signal from-the-comments" in looked.out) is (code == 0)
    assert command("new", "comments", "--from-signal", "from-the-comments").code == code


def test_an_experiment_starts_from_one_thing(command: Command, workspace: Workspace) -> None:
    del workspace
    for other in (("--from-idea", "x"), ("--from", "x")):
        assert command("new", "y", "--from-signal", "shorter-cut", *other).code == 2


@pytest.mark.parametrize(("lang", "said"), [("en", "5 came from"), ("de", "Davon kamen 5")])
def test_the_year_counts_what_came_of_signs(workspace: Workspace, lang: str, said: str) -> None:
    own = replace(year(), hits=HitRate(3, 12, (0.1, 0.5)), hits_of_signs=HitRate(2, 5, (0.1, 0.8)))
    assert any(said in line for line in YearSpeaker.of(own, workspace, lang).tests())
    assert not any(said in line for line in YearSpeaker.of(replace(own, hits_of_signs=None), workspace, lang).tests())


def test_watching_is_asked_for_whole(command: Command, workspace: Workspace, tmp_path: Path) -> None:
    assert "Nobody is watched" in command("watch").out
    with (workspace.root / "workspace.yaml").open("a", encoding="utf-8") as file:
        file.write("\nwatched: {rival: {handle: rival.kitchen}}\n")
    table = tmp_path / "rival.csv"
    row = "https://www.tiktok.com/@rival.kitchen/video/7610000000000000001,2026-03-01 12:00,1000"
    table.write_text(f"link,when,plays\n{row}\n", encoding="utf-8")
    maps = [word for pair in ("link=link", "posted_at=when", "views=plays") for word in ("--map", pair)]
    given = ("watch", "--file", table, "--account", "@rival", "--captured-at", "2026-03-20")
    assert command(*given, *maps).code == 0
    assert command(*given).code == 0, "the columns are remembered"
    assert command("watch", "--json").json["watched"][0]["views"] == 1000
    assert "rival: 1 post in" in command("watch").out
    assert command("status").code == 0
