"""What is handed in, and every fact that is kept of it: small files with all that ``ingest`` says and stores.

A new case is a new entry of ``cases/handed_in*.yaml``. A case has

- ``case``: what holds, in a few words;
- ``workspace``: workspace.yaml, where it is not one account ``demo`` in Berlin;
- ``files``: by name: a text, or what ``tests.refusals.cases.change`` understands; ``repeat`` counts from 0;
- ``paths``: what is handed in, where it is not every file; ``ask``: the options; ``before``: both of an earlier time;
- ``told``: by file: what is said of it, without what is empty, false or ``demo``;
- ``posts``, ``snapshots``, ``account_days``, ``follower_activity``, ``audience``: every row that is
  kept, without empty columns, ``source``, ``file`` and the account ``demo``;
- ``show``: by table: the columns to look at, where they are not all; a table without any is not looked at.

``<2026-03-02T17:00:00Z>`` is the id of the video made in that second.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.refusals.cases import change

from cliptrial.errors import Problem
from cliptrial.posts.ingest import ingest
from cliptrial.posts.ingest_report import FileReport
from cliptrial.posts.lake.lake import Lake
from cliptrial.registry.workspace import load_workspace

TABLES = ("posts", "snapshots", "account_days", "follower_activity", "audience")
ONE_ACCOUNT = {"accounts": {"demo": {"timezone": "Europe/Berlin", "handle": "d"}}}
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FILES = sorted((Path(__file__).parent / "cases").glob("handed_in*.yaml"))
CASES = [one for path in FILES for one in yaml.load(path.read_text(encoding="utf-8"), LOADER)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_every_word_and_every_fact_of_a_file_is_as_written_down(case: Mapping[str, Any], tmp_path: Path) -> None:
    """Whatever is told of a file and whatever the store keeps of it: all of it, and nothing else."""
    root = tmp_path / "ws"
    (root / "experiments").mkdir(parents=True)
    (root / "workspace.yaml").write_text(yaml.safe_dump(case.get("workspace", ONE_ACCOUNT)), encoding="utf-8")
    files = {name: with_ids(content) for name, content in case["files"].items()}
    change(root, files)
    workspace = load_workspace(root)
    for earlier in case.get("before", ()):
        ingest(workspace, [root / name for name in earlier["paths"]], **earlier["ask"])
    paths = [root / name for name in case.get("paths", files)]
    report = ingest(workspace, paths, **case.get("ask", {}))
    kept = shown(_kept(Lake(workspace.store_dir)), case.get("show", {}))
    found = {"told": [_told(file) for file in report.files], **kept}
    assert found == {"told": case["told"], **{name: case[name] for name in TABLES if name in case}}


def shown(kept: Mapping[str, list[dict[str, Any]]], columns: Mapping[str, list[str]]) -> dict[str, Any]:
    """The rows with the columns that a case looks at."""
    wanted = {name: ["post_id", "date", "hour", "account", *columns[name]] for name in columns}
    return {
        name: [{key: value for key, value in row.items() if name not in wanted or key in wanted[name]} for row in rows]
        for name, rows in kept.items()
        if columns.get(name) != []
    }


def with_ids(content: Any) -> Any:
    """The ids of videos in the place of their moments."""
    if isinstance(content, dict) and "repeat" in content:
        rows = (content["repeat"].replace("{n}", str(number)) for number in range(content["times"]))
        return with_ids(content["before"] + "".join(rows))
    if isinstance(content, dict):
        return {key: with_ids(value) for key, value in content.items()}
    if isinstance(content, list):
        return [with_ids(value) for value in content]
    if not isinstance(content, str):
        return content
    return re.sub(r"<(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)(?:\+(\d+))?>", _id, content)


def _id(found: re.Match[str]) -> str:
    return str((int(datetime.fromisoformat(found[1]).timestamp()) << 32) + int(found[2] or 1))


def moment(second: int) -> str:
    """UTC epoch seconds as cases write them."""
    return datetime.fromtimestamp(second, UTC).isoformat().replace("+00:00", "Z")


def _named(post_id: str) -> str:
    number = int(post_id)
    return f"<{moment(number >> 32)}" + (f"+{number % 2**32}>" if number % 2**32 != 1 else ">")


def _told(file: FileReport) -> dict[str, Any]:
    told = {
        "file": file.path,
        "recognised": file.recognised,
        "account": file.account if file.account != "demo" else None,
        "counts": f"{file.rows} rows, {file.posts} posts, {file.snapshots} snapshots",
        "period": file.period and " to ".join(day.isoformat() for day in file.period),
        "known": file.known,
        "top_list": file.top_list or None,
        "problems": [_problem(one) for one in file.problems] or None,
        "notes": [note for note in file.notes if not note.startswith("Remembered in workspace.yaml")] or None,
    }
    return {key: value for key, value in told.items() if value is not None}


def _problem(problem: Problem) -> str:
    place = [f"row {problem.row}"] * (problem.row is not None) + [problem.field] * (problem.field is not None)
    return f"{problem.code}: {', '.join(map(str, place))}" if place else problem.code


def _kept(lake: Lake) -> dict[str, list[dict[str, Any]]]:
    tables = {name: [_row(row) for row in lake.read(name).to_pylist()] for name in TABLES}
    return {name: rows for name, rows in tables.items() if rows}


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    shown = {key: value for key, value in row.items() if value is not None and key not in ("source", "file")}
    if shown["account"] == "demo":
        del shown["account"]
    if not shown.get("top_list"):
        shown.pop("top_list", None)
    for key in ("posted_at", "captured_at", "described_at", "promoted_at"):
        if shown.get(key):
            shown[key] = moment(shown[key])
    if "post_id" in shown:
        shown = {**shown, "post_id": _named(shown["post_id"])}
    if shown.get("link"):
        shown["link"] = re.sub(r"\d{19}", lambda found: _named(found[0]), shown["link"])
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in shown.items()}
