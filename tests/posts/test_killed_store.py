"""Wherever a process dies, nothing is lost, nothing is doubled, and whoever comes next goes on as if it lived."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from tests.places import ROOT
from tests.posts.life_of_a_store import GONE, STEPS, live
from tests.refusals.bases import empty

from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import TABLES, build
from cliptrial.posts.placements import linked_before
from cliptrial.posts.text.privacy import masker_of
from cliptrial.posts.workspaces import load_workspace

SEED = 12
ROUNDS = int(os.environ.get("CLIPTRIAL_KILLS", "6"))
"""So many moments of a life are drawn; more than there are means every one."""
IDS = [str(7600000000000000001 + number) for number in range(7)]
FILES = {"a.csv": (0, 1, 2), "b.csv": (2, 3), "c.csv": (4, 5), "d.csv": (5, 6)}
State = dict[str, Counter[str]]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL and fork are not of Windows")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``base`` has a store from before there was a ledger: a part, and the links that were remembered."""
    folder = tmp_path_factory.mktemp("killed")
    base = folder / "base"
    base.mkdir()
    empty(base)
    for name, numbers in FILES.items():
        rows = [f"{IDS[number]},2026-03-2{number} 18:00,{1000 + number}" for number in numbers]
        (base / name).write_text("\n".join(["video,read,plays", *rows]) + "\n", encoding="utf-8")
    (base / "reports").mkdir()
    (base / "reports" / "week.html").write_text(f"<p>{GONE}</p>", encoding="utf-8")
    masker_of(load_workspace(base)).hashed("so that every copy has the same salt")
    lake = Lake(base / "store")
    lake.append(
        "snapshots", build("snapshots", [{"post_id": "old", "account": "demo", "captured_at": 5, "views": 1.0}])
    )
    link = {"experiment": "hook", "position": 1, "account": "demo", "post_id": "old", "captured_at": 5}
    lake.append("links", build("links", [link]))
    return folder


def _state(root: Path) -> State:
    lake = Lake(root / "store")
    rows = {table: map(str, lake.read(table).to_pylist()) for table in TABLES if table not in ("links", "placements")}
    return {table: Counter(found) for table, found in rows.items()}


def _run(folder: Path, *moments: int) -> str:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "toolkit"), str(ROOT)])}
    command = [sys.executable, "-m", "tests.posts.life_of_a_store", str(folder), *map(str, moments)]
    return subprocess.run(command, env=env, check=True, capture_output=True, text=True, cwd=ROOT).stdout


def test_a_process_that_dies_anywhere_loses_nothing_and_doubles_nothing(folder: Path) -> None:
    changes = int(_run(folder))
    counted = folder / "counted"
    straight = Path(shutil.copytree(folder / "base", folder / "straight"))
    states = [_state(straight), *(_state(straight) for _ in live(straight))]
    assert states[-1] == _state(counted)
    moments = sorted(Random(SEED).sample(range(changes), min(ROUNDS, changes)))
    ended = dict(line.split() for line in _run(folder, *moments).splitlines())
    assert ended == {str(moment): "9" for moment in moments}
    for moment in moments:
        root = folder / str(moment)
        done = len((root / "steps").read_bytes())
        here = _state(root)
        for table, rows in here.items():
            assert rows in (states[done][table], states[done + 1][table]), (moment, table)
        assert linked_before(Lake(root / "store"), "hook") == {1: {"old"}}
        assert [*live(root, done)][-1] == len(STEPS)
        assert _state(root) == states[-1], moment
        assert [
            path for path in root.rglob("*") if path.is_file() and GONE in path.read_bytes().decode("latin-1")
        ] == []
        assert len([*root.glob("store/**/*.parquet")]) == len([*straight.glob("store/**/*.parquet")])
        assert Lake(root / "store").fingerprint() == Lake(straight / "store").fingerprint()
        assert Lake(root / "store").read("placements").num_rows == 1
        assert not [draft for table in TABLES for draft in (root / "store").glob(f"**/{table}/.*.tmp")]
