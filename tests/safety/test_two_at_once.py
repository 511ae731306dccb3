"""Two people at once: nobody's entry is lost, who waits is told for whom, and a lock of the dead is none."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from contextvars import copy_context
from datetime import date
from pathlib import Path

import pytest
from tests.places import ROOT
from tests.refusals.bases import Bases
from tests.refusals.test_machines import without_rights

from cliptrial.cli.entry import run
from cliptrial.errors import RegistryError, SourceError
from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.hand_ins import undo
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.text import privacy
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.beside.ideas import add_idea, new_idea, read_ideas
from cliptrial.registry.decisions import decide, read_decisions
from cliptrial.registry.new_workspace import init_workspace
from cliptrial.registry.plan.links import add_link, read_links
from cliptrial.registry.plan.lock import read_lock
from cliptrial.registry.plan.looks import Look, add_look, read_looks
from cliptrial.registry.safety import turns
from cliptrial.registry.safety.trust import record_file, trust
from cliptrial.registry.safety.turns import HOLDER, LOCK, one_at_a_time, told_to
from cliptrial.report import site
from cliptrial.report.inputs import STAMPS, stamp

SLUG = "question-hook"
AT_ONCE = 12
HOLDING = """
import sys
from pathlib import Path
from cliptrial.registry.safety.turns import one_at_a_time

sys.argv = ["cliptrial", "decide", "question-hook", "ship"]
with one_at_a_time(Path({root!r})):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Bases:
    return Bases(tmp_path_factory.mktemp("bases"))


@pytest.fixture
def root(bases: Bases, tmp_path: Path) -> Path:
    """A planned experiment."""
    return bases.copy("planned", tmp_path / "ws")


@contextmanager
def somebody(root: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the workspace until its input ends."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "toolkit"), os.environ.get("PYTHONPATH", "")])}
    code = HOLDING.format(root=str(root))
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-P", "-c", code], stdin=pipe, stdout=pipe, text=True, env=env) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        try:
            yield other
        finally:
            other.communicate()


def at_once(*actions: object) -> None:
    """Each action in a thread of its own, all released together; locks hold between threads as between processes."""
    gate = threading.Barrier(len(actions))
    failed: list[BaseException] = []

    def act(action: object) -> None:
        gate.wait()
        try:
            action()  # type: ignore[operator]
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=act, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_of_many_who_make_one_workspace_one_does_and_the_others_are_told(tmp_path: Path) -> None:
    made: list[str] = []
    refused: list[str] = []

    def make(name: str) -> None:
        try:
            init_workspace(tmp_path / "ws", accounts={name: {"timezone": "UTC"}})
            made.append(name)
        except RegistryError as error:
            refused.extend(problem.code for problem in error.problems)

    at_once(*[lambda n=n: make(f"account_{n}") for n in range(AT_ONCE)])
    assert refused == ["exists"] * (AT_ONCE - 1)
    assert [*load_workspace(tmp_path / "ws").accounts] == made


def test_the_index_shows_the_pages_of_all_who_wrote_at_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads early and writes late would leave out what came between."""
    reports, held, gone = root / "reports", threading.Event(), threading.Event()
    usual = site._over_all

    def slow(folder: Path, lang: str, taken: Container[str]) -> list[site.Over]:
        cards = usual(folder, lang, taken)
        if not held.is_set():
            held.set()
            gone.wait(1)  # ends early where the other one does not wait for its turn
        return cards

    monkeypatch.setattr(site, "_over_all", slow)
    first = threading.Thread(target=site.write_site, args=[root, reports])
    first.start()
    held.wait()
    (reports / "learnings").mkdir()
    (reports / "learnings" / "learnings_en.html").touch()
    site.write_site(root, reports)
    gone.set()
    first.join()
    assert "learnings/learnings_en.html" in (reports / site.INDEX).read_text(encoding="utf-8")


def test_of_many_decisions_at_once_none_is_lost(root: Path) -> None:
    folder = root / "experiments" / SLUG
    whos = [f"Person {number}" for number in range(AT_ONCE)]
    at_once(*[lambda who=who: decide(folder, who=who, when=date(2026, 3, 1), what="ship", why="Won.") for who in whos])
    assert sorted(one.who for one in read_decisions(folder)) == sorted(whos)


def test_of_many_ideas_at_once_none_is_lost_and_of_one_idea_only_the_first_is_taken(root: Path) -> None:
    workspace = load_workspace(root)
    told: list[str] = []

    def add(name: str, variant: str) -> None:
        try:
            add_idea(workspace, new_idea({"id": name, "variable": "hook", "variant": variant}))
        except RegistryError as error:
            told.extend(problem.code for problem in error.problems)

    at_once(*[lambda n=n: add(f"idea-{n}", f"way {n}") for n in range(6)], *[lambda: add("same", "same")] * 3)
    assert sorted(one.id for one in read_ideas(workspace)) == [*(f"idea-{n}" for n in range(6)), "same"]
    assert set(told) == {"idea_twice"}


def test_links_looks_stamps_and_trust_come_one_after_the_other(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, out = root / "experiments" / SLUG, root / "reports"
    out.mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(root.parent / "data"))
    others = [root.parent / f"other{number}" for number in range(4)]
    for other in others:
        (other / "templates").mkdir(parents=True)
        (other / "templates" / "own.html").touch()
    link = "https://www.tiktok.com/@kitchen.demo/video/76125458157808059{:02}"
    at_once(
        *[lambda n=n: add_link(folder, n, link.format(n)) for n in range(1, 9)],
        *[lambda n=n: add_look(folder, Look(n, 4 * n, 16, 0.01)) for n in range(1, 2)],
        *[lambda n=n: stamp(out, f"page_{n}", "x") for n in range(AT_ONCE)],
        *[lambda other=other: trust(other) for other in others],
    )
    assert len(read_links(folder)) == 8
    assert len(read_looks(folder)) == 1
    assert len(json.loads((out / STAMPS).read_text())) == AT_ONCE
    assert len(json.loads(record_file().read_text())) == len(others)


def test_locks_for_a_changed_plan_are_all_kept(root: Path) -> None:
    """Two people change the plan and lock it again: the first of each other's locks stays."""
    path = root / "experiments" / SLUG / "experiment.yaml"
    again = ["lock", SLUG, "--again", "--without-topics", "--workspace", str(root)]
    assert run(again) == 0
    text = path.read_text()

    def change(number: int) -> None:
        with one_at_a_time(root):
            path.write_text(text.replace("More", f"More {number}") + f"# {number}\n")
            path.write_text(path.read_text().replace("title: ", f"title: {number} "))
            assert run(again) == 0

    at_once(*[lambda number=number: change(number) for number in range(4)])
    record = read_lock(root / "experiments" / SLUG)
    assert record is not None
    assert len(record.earlier) == 4


def test_one_salt_for_all_who_begin_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    salts: list[bytes] = []
    asked: list[int] = []
    second = threading.Event()

    def drawn(size: int) -> str:
        """A salt that is written once a second one is drawn, too; where the others wait for their turn, none is."""
        asked.append(size)
        if len(asked) > 1:
            second.set()
        second.wait(0.5)
        return "5a" * size

    monkeypatch.setattr(privacy.secrets, "token_hex", drawn)
    # Not through a masker, whose cached property lets one thread in at a time on some Pythons.
    at_once(*[lambda: salts.append(privacy._salt(tmp_path / "store")) for _ in range(AT_ONCE)])
    assert asked == [32]
    assert salts == [b"5a" * 32] * AT_ONCE


def test_a_turn_within_a_turn_gives_nothing_away(root: Path) -> None:
    with one_at_a_time(root):
        with one_at_a_time(root):
            pass
        assert (root / LOCK).exists()
        assert json.loads((root / HOLDER).read_text(encoding="utf-8"))["process"] == os.getpid()
    assert not (root / LOCK).exists()


def test_who_waits_is_told_for_whom_and_then_goes_on(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decided = ["decide", SLUG, "ship", "--who", "Ada", "--why", "Won.", "--workspace", str(root)]
    heard = []
    with somebody(root) as other:

        def hear(text: str) -> None:
            heard.append(str(text))
            assert other.stdin is not None
            other.stdin.close()

        token = told_to.set(hear)
        try:
            decide(root / "experiments" / SLUG, who="Ada", when=date(2026, 3, 1), what="ship", why="Won.")
        finally:
            told_to.reset(token)
        other.stdin = None
    user, host = turns._myself()["user"], turns._myself()["host"]
    by = f"{user} on {host} (process {other.pid}: cliptrial decide {SLUG})"
    assert heard == [f"Waiting for {by}, who is writing in this workspace."]
    assert not (root / LOCK).exists()
    assert not (root / HOLDER).exists()
    assert run(decided) == 0
    assert "Waiting" not in capsys.readouterr().err


def test_whoever_is_held_up_for_too_long_is_refused_and_told_by_whom(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.2)
    decided = ["decide", SLUG, "ship", "--who", "Ada", "--why", "Won.", "--workspace", str(root)]
    with somebody(root) as other:
        assert run(decided) == 1
        told = capsys.readouterr().err
        assert f"(process {other.pid}: cliptrial decide {SLUG}) has been writing in this workspace for over" in told
        (root / HOLDER).write_text("{")
        with pytest.raises(RegistryError, match="somebody else has been writing"), one_at_a_time(root):
            pass
    assert read_decisions(root / "experiments" / SLUG) == ()
    assert run(decided) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_lock_of_a_killed_process_is_none(root: Path) -> None:
    with somebody(root) as other:
        other.send_signal(signal.SIGKILL)
        other.wait()
        assert (root / LOCK).exists()
        with one_at_a_time(root), one_at_a_time(root):
            assert json.loads((root / HOLDER).read_text())["process"] == os.getpid()
    assert not (root / LOCK).exists()


def test_where_nothing_can_be_written_there_is_no_lock_and_the_writer_says_why(root: Path) -> None:
    """A folder that is not there is not made, and in one that is closed the file is named that was to be written."""
    with one_at_a_time(root / "nothing" / "here"):
        assert not (root / "nothing").exists()
    base = Path(tempfile.mkdtemp())
    shutil.copytree(root, base / "ws")
    folder = base / "ws" / "experiments" / SLUG
    base.chmod(0o755)
    try:
        with without_rights(), pytest.raises(RegistryError, match=r"decision\.yaml was not written"):
            decide(folder, who="Ada", when=date(2026, 3, 1), what="ship", why="Won.")
    finally:
        shutil.rmtree(base)


def test_who_takes_a_hand_in_back_waits_for_his_turn(root: Path) -> None:
    """And one hand-in is taken back once, however many want to."""
    workspace = load_workspace(root)
    (root / "a.csv").write_text("video,read,plays\n7600000000000000001,2026-03-09 18:00,5\n", encoding="utf-8")
    mapping = {"post_id": "video", "captured_at": "read", "views": "plays"}
    ingest(workspace, [root / "a.csv"], account="demo", mapping=mapping)
    waited: list[str] = []
    token = told_to.set(waited.append)
    context = copy_context()
    told_to.reset(token)
    with somebody(root) as other:
        thread = threading.Thread(target=context.run, args=[undo, workspace])
        thread.start()
        while not waited and thread.is_alive():
            thread.join(0.05)
        assert Lake(workspace.store_dir).read("snapshots").num_rows == 1
        other.communicate()
        thread.join()
    assert "decide question-hook" in waited[0]
    assert Lake(workspace.store_dir).read("snapshots").num_rows == 0
    ingest(workspace, [root / "a.csv"], account="demo", mapping=mapping)
    taken: list[object] = []

    def take_back() -> None:
        with suppress(SourceError):
            taken.append(undo(workspace))

    at_once(*[take_back] * 4)
    assert len(taken) == 1
