"""What stands in the store follows from its ledger: handed in, taken back, put together, and back again."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from tests.places import ROOT
from tests.posts.planned import fill, video_id, written
from tests.refusals.bases import Bases

from cliptrial.cli.entry import run
from cliptrial.errors import SourceError
from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.compaction import compact
from cliptrial.posts.lake.hand_ins import hand_ins, undo
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.identity import logical_hash
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.ledger import Input, Removed
from cliptrial.posts.lake.tables import build, conform
from cliptrial.posts.workbook.filled.boosts import tell_boosts
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.plan.links import read_links
from cliptrial.registry.workspace import Workspace

NAMES = yaml.safe_load((ROOT / "tests" / "posts" / "cases" / "names.yaml").read_text(encoding="utf-8"))
MAPPING = {"post_id": "video", "captured_at": "read", "views": "plays"}
IDS = [str(7600000000000000001 + number) for number in range(4)]
A, B = {IDS[0]: 10, IDS[1]: 20}, {IDS[1]: 20, IDS[2]: 30}


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Bases:
    return Bases(tmp_path_factory.mktemp("bases"))


@pytest.fixture
def workspace(bases: Bases, tmp_path: Path) -> Workspace:
    return load_workspace(bases.copy("empty", tmp_path / "ws"))


@pytest.fixture
def hand_in(workspace: Workspace) -> Callable[..., list[bool | None]]:
    """Hands in tables of views by post, in one go; tells of each whether it was known."""

    def handing(**tables: dict[str, int]) -> list[bool | None]:
        for name, views in tables.items():
            rows = [f"{post},2026-03-09 18:00,{number}" for post, number in views.items()]
            (workspace.root / f"{name}.csv").write_text("\n".join(["video,read,plays", *rows, ""]), encoding="utf-8")
        paths = [workspace.root / f"{name}.csv" for name in tables]
        return [file.known for file in ingest(workspace, paths, account="demo", mapping=MAPPING).files]

    return handing


def _views(workspace: Workspace) -> list[tuple[str, float]]:
    rows = Lake(workspace.store_dir).read("snapshots").to_pylist()
    return sorted((row["post_id"], row["views"]) for row in rows)


def _compact(workspace: Workspace) -> Lake:
    lake = Lake(workspace.store_dir)
    compact(lake)
    return lake


@pytest.mark.parametrize("case", NAMES, ids=lambda case: f"{case['table']} {case['name'][:8]}")
def test_a_file_has_the_name_that_it_had_in_the_first_version(case: dict[str, object]) -> None:
    table, rows = str(case["table"]), case["rows"]
    assert isinstance(rows, list)
    assert logical_hash(conform(table, build(table, rows))) == case["name"]


def test_what_was_taken_back_is_gone_and_handed_in_again_is_back(workspace, hand_in):
    assert hand_in(a=A) == [False]
    before = Lake(workspace.store_dir).fingerprint()
    assert hand_in(b=B) == [False]
    both = Lake(workspace.store_dir).fingerprint()
    undone = undo(workspace)
    assert (undone.hand_in.files, undone.gone, undone.stay) == (("b.csv",), {"posts": 2, "snapshots": 2}, 0)
    assert _views(workspace) == sorted(A.items())
    assert Lake(workspace.store_dir).fingerprint() == before
    assert hand_in(b=B) == [False]
    assert Lake(workspace.store_dir).fingerprint() == both
    assert [one.stands for one in hand_ins(Lake(workspace.store_dir))] == [True, False, True]


def test_a_fact_stays_while_any_hand_in_holds_it(workspace, hand_in):
    """The same rows from another file are another hand-in; the same file again is none."""
    hand_in(a=A)
    assert hand_in(a=A) == [True]
    assert len(hand_ins(Lake(workspace.store_dir))) == 1
    assert hand_in(copy=dict(reversed(A.items())), c={IDS[3]: 40}) == [True, False]
    undone = undo(workspace)
    assert (undone.gone, undone.stay) == ({"posts": 1, "snapshots": 1}, 2)
    assert _views(workspace) == sorted(A.items())
    undo(workspace)
    assert _views(workspace) == []


def test_a_hand_in_is_taken_back_by_the_beginning_of_its_id(workspace, hand_in):
    hand_in(a=A)
    hand_in(b=B)
    first, second = hand_ins(Lake(workspace.store_dir))
    undo(workspace, first.id[:8].upper())
    assert _views(workspace) == sorted(B.items())
    for wanted, code in ((first.id, "undone_already"), ("", "unknown_hand_in"), ("x", "unknown_hand_in")):
        with pytest.raises(SourceError) as caught:
            undo(workspace, wanted)
        (problem,) = caught.value.problems
        assert (problem.code, problem.expected) == (code, f"one of {second.id[:8]}")


def test_a_store_from_before_the_ledger_is_read_and_inherited(workspace, hand_in):
    """All of it stands, before and after the first write, and nobody can take it back."""
    old = [{"post_id": post, "account": "demo", "captured_at": 5, "views": 1.0} for post in IDS]
    lake = Lake(workspace.store_dir)
    for row in old:
        lake.append("snapshots", build("snapshots", [row]))
    before = lake.fingerprint()
    hand_in(a=A)
    undo(workspace)
    assert lake.fingerprint() == before
    lake.ledger.hand_in([Input(name="old.csv", sha256="0" * 64, parts=tuple(lake.homes("snapshots")))])
    assert undo(workspace).stay == len(old)
    with pytest.raises(SourceError, match="no hand-in"):
        undo(workspace)
    assert Lake(workspace.store_dir).fingerprint() == before


def test_putting_together_changes_no_row_no_fingerprint_and_no_answer(workspace, hand_in):
    """Twice, with a new file between; the files that nobody reads go one compaction later."""
    hand_in(a=A)
    hand_in(b=B)
    hand_in(c={IDS[3]: 40})
    undo(workspace)
    lake = Lake(workspace.store_dir)
    rows, before = lake.read("snapshots"), lake.fingerprint()
    for turn, (spare, files) in enumerate([(0, 1), (3, 1), (0, 1)]):
        done = next(one for one in compact(lake) if one.table == "snapshots")
        assert (done.removed, done.after, len(lake.files("snapshots"))) == (spare, files, 1), turn
        assert lake.read("snapshots").equals(rows)
        assert Lake(workspace.store_dir).fingerprint() == before
    assert lake.plain_files("snapshots") == []
    assert lake.problems("snapshots") == []


def test_what_is_in_a_compact_file_is_taken_back_and_never_let_in_twice(workspace, hand_in):
    hand_in(a=A)
    hand_in(b=B)
    _compact(workspace)
    _compact(workspace)
    assert hand_in(a=A, again=dict(reversed(B.items()))) == [True, True]
    assert _views(workspace) == sorted([*A.items(), *B.items()])
    for _ in range(2):
        undo(workspace)
    assert _views(workspace) == sorted(A.items())
    assert hand_in(b=B, d={IDS[3]: 40}) == [False, False]
    lake = _compact(workspace)
    assert _views(workspace) == sorted([*A.items(), *B.items(), (IDS[3], 40)])
    assert [path.parent.parent.name for path in lake.files("snapshots")] == ["compact"]


def test_two_compactions_that_crossed_on_the_way_double_nothing(workspace, hand_in, tmp_path):
    """Two computers put different files together; each part is read from one of theirs."""
    hand_in(a=A)
    hand_in(b=B)
    other = Lake(tmp_path / "other")
    for path in (path for path in workspace.store_dir.rglob("*") if path.is_file()):
        there = other.folder / path.relative_to(workspace.store_dir)
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_bytes(path.read_bytes())
    other.append("snapshots", build("snapshots", [{"post_id": "x", "captured_at": 1}]))
    compact(other)
    hand_in(c={IDS[3]: 40})
    lake = _compact(workspace)
    rows = lake.read("snapshots").num_rows
    for path in (path for path in other.folder.rglob("*") if path.is_file() and path.name != "salt"):
        there = workspace.store_dir / path.relative_to(other.folder)
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_bytes(path.read_bytes())
    assert lake.read("snapshots").num_rows == rows + 1
    assert len(lake.files("snapshots")) == 2
    assert _compact(workspace).read("snapshots").num_rows == rows + 1


def test_a_part_or_an_event_that_is_not_here_stops_every_answer_but_not_its_undoing(workspace, hand_in):
    hand_in(a=A)
    hand_in(b=B)
    lake = Lake(workspace.store_dir)
    part = lake.files("snapshots")[0]
    event = sorted(lake.ledger.folder.iterdir())[0]
    for path, code in ((part, "part_missing"), (event, "half_here")):
        whole = path.read_bytes()
        path.unlink() if path is part else path.write_bytes(whole[:9])
        with pytest.raises(SourceError) as caught:
            _fresh(workspace).read("snapshots")
        assert [problem.code for problem in caught.value.problems] == [code]
        assert [problem.path for problem in caught.value.problems] == [path.relative_to(workspace.root).as_posix()]
        path.write_bytes(whole)
    waiting = event.with_name(f".{event.name}.icloud")
    event.rename(waiting)
    with pytest.raises(SourceError, match="is not on this computer yet"):
        Lake(workspace.store_dir).read("snapshots")
    waiting.rename(event)
    part.unlink()
    for one in hand_ins(Lake(workspace.store_dir)):
        undo(workspace, one.id)
    assert _views(workspace) == []
    assert hand_in(a=A, b=B) == [False, False]
    assert len(_views(workspace)) == 4


def _fresh(workspace: Workspace) -> Lake:
    """The store as another process sees it, which has read no event yet."""
    from cliptrial.posts.lake import ledger

    for cache in (ledger._events, ledger._read, ledger._standing):
        cache.cache_clear()
    return Lake(workspace.store_dir)


def test_events_are_named_after_their_content_and_never_change(workspace, hand_in):
    hand_in(a=A)
    folder = Lake(workspace.store_dir).ledger.folder
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    hand_in(b=B)
    undo(workspace)
    _compact(workspace)
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert all(after[name] == content for name, content in before.items())
    assert all(sha256(content).hexdigest() == name.removesuffix(".json") for name, content in after.items())
    kinds = sorted(json.loads(content)["event"] for content in after.values())
    assert kinds == ["handed_in", "handed_in", "inherited", "replaced", "replaced", "withdrawn"]


def test_the_commands_tell_programs_and_people(workspace, hand_in, capsys):
    hand_in(a=A)
    where = ["--workspace", str(workspace.root)]
    assert run(["status", "--store", "--json", *where]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {one["table"]: one["rows"] for one in told["tables"]}["snapshots"] == 2
    assert [(one["files"], one["stands"]) for one in told["hand_ins"]] == [(["a.csv"], True)]
    hand_in(b=B)
    assert run(["compact", "--json", *where]) == 0
    tables = json.loads(capsys.readouterr().out)["tables"]
    assert [(one["before"], one["after"]) for one in tables if one["table"] == "snapshots"] == [(2, 1)]
    id_ = told["hand_ins"][0]["id"]
    assert run(["ingest", "--undo", id_, "--json", *where]) == 0
    assert json.loads(capsys.readouterr().out)["hand_in"]["id"] == id_
    assert run(["ingest", "--undo", "--lang", "de", *where]) == 0
    assert "Zählt nicht mehr: Angaben zu Posts: 2 Zeilen" in capsys.readouterr().err
    assert run(["status", "--store", "--lang", "de", *where]) == 0
    assert capsys.readouterr().out.count("zurückgenommen") == 2


def test_links_that_a_workbook_brought_go_with_it(planned):
    """A link that somebody changed since stays; one that was short is short again."""
    workspace, folder, schedule = planned
    positions = schedule.positions[:3]
    links = [f"https://www.tiktok.com/@demo/video/{video_id(p.date, p.position)}" for p in positions]
    short = "https://vm.tiktok.com/ZMabc123/"
    (folder / "posts.csv").write_text(f"position,link\n{positions[1].position},{short}\n", encoding="utf-8")
    filled = {p.position: written(p.position, link=link) for p, link in zip(positions, links, strict=True)}
    book = fill(folder, schedule, filled)
    report = ingest(workspace, [book])
    assert report.problems == ()
    brought = read_links(folder)
    assert len(brought) == 3
    changed = links[2].replace("demo", "other")
    (folder / "posts.csv").write_text(
        (folder / "posts.csv").read_text(encoding="utf-8").replace(links[2], changed), encoding="utf-8"
    )
    assert undo(workspace).links == 2
    assert read_links(folder) == {positions[1].position: short, positions[2].position: changed}


def test_a_boost_that_was_told_is_a_hand_in_of_its_own(planned):
    workspace, folder, schedule = planned
    position = schedule.positions[0]
    ingest(workspace, [fill(folder, schedule, {position.position: written(position.position)})])
    before = Lake(workspace.store_dir).fingerprint()
    assert tell_boosts(workspace, folder.name, {position.position: position.date}).known is False
    assert [post.promoted_at is not None for post in posts_of(Lake(workspace.store_dir))] == [True]
    undone = undo(workspace)
    assert undone.hand_in.files == (f"{folder.name} --boosted",)
    assert [post.promoted_at for post in posts_of(Lake(workspace.store_dir))] == [None]
    assert Lake(workspace.store_dir).fingerprint() == before


def test_a_removal_is_the_next_event_of_its_moment_and_is_written_once(tmp_path: Path) -> None:
    """Whoever wants it leaves number and moment open; what is purged twice is purged once."""
    ledger, begun = Lake(tmp_path / "store").ledger, int(time.time())
    ledger.begin([])
    for day in (date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 1)):
        ledger.remove(Removed(number=0, at=0, before=day))
    first, *removals = ledger.events().values()
    assert [(one.number, one.before) for one in removals] == [(2, date(2026, 3, 1)), (3, date(2026, 3, 2))]
    assert first.number == 1
    assert all(begun <= one.at <= time.time() for one in removals)
