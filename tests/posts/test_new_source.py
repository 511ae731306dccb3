"""A new source is two files: its module, and the lines of ``posts/sources/__init__.py`` that list it.

A new column of the workbook is one file.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.places import ROOT

MODULE = '''"""Tally, a tool that counts saves."""

from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import headers_of
from cliptrial.posts.sources.post_table import Columns, read_posts
from cliptrial.posts.sources.request import Found, Request

NAME = "tally"
LABEL = "Tally: posts"
DELIVERS = frozenset({"views", "saves"})


def recognises(sheet: Sheet) -> bool:
    """By its own words for clips."""
    return {"clip", "plays", "kept", "day"} <= headers_of(sheet)


def read(sheet: Sheet, request: Request) -> Found:
    """Posts and snapshots."""
    columns = Columns("Clip", {"views": "Plays", "saves": "Kept"}, link="Clip", captured_at="Day")
    return read_posts(sheet, request, columns, NAME)
'''
LISTED = {"import activity, ": "import activity, tally, ", "days, audience)": "days, audience, tally)"}
WORKSPACE = "accounts: {{demo: {{timezone: UTC, sources: [{source}]}}}}\n"
EXPORT = "Clip,Plays,Kept,Day\nhttps://www.tiktok.com/@demo/video/7333242421595229472,120,7,2026-03-09\n"
RUN = """
import json, sys
from pathlib import Path
from cliptrial.errors import RegistryError
from cliptrial.metrics import CATALOGUE
from cliptrial.posts.declared import NAMES, missing_columns, sources_of
from cliptrial.posts.workspaces import load_workspace
quick = not {"pyarrow", "narwhals", "pandas", "numpy"} & sys.modules.keys()
from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.lake import Lake
from cliptrial.registry.yaml.schema import workspace_schema
here = Path(sys.argv[1])
workspace = load_workspace(here / "right")
file = ingest(workspace, [here / "export.csv"]).files[0]
row = Lake(workspace.store_dir).read("snapshots").to_pylist()[0]
try:
    load_workspace(here / "wrong")
except RegistryError as error:
    refused = [[p.where, p.what, p.expected, p.mend] for p in error.problems]
print(json.dumps({
    "quick": quick,
    "ingested": [file.recognised, file.posts, row["views"], row["saves"], row["source"]],
    "refused": refused,
    "lacks": sorted(missing_columns(CATALOGUE["save_rate"], workspace.accounts["demo"].sources, followers_known=False)),
    "able": sources_of(CATALOGUE["save_rate"]),
    "schema": workspace_schema(NAMES)["$defs"]["Account"]["properties"]["sources"]["items"]["enum"],
}))
"""


COLUMN = {
    "    read_on: date | datetime | None": "    clicks: float | None = None\n    read_on: date | datetime | None",
    """    Input(
        "read_on",""": """    Input(
        "clicks", 11, _words("Clicks", "Klicks"), _words("A whole number.", "Eine ganze Zahl."),
        COUNT, delivers="link_clicks",
    ),
    Input(
        "read_on",""",
}
WRITE_AND_READ = """
import json, sys
from datetime import date
from pathlib import Path
from cliptrial.metrics import CATALOGUE
from cliptrial.posts.declared import sources_of
from cliptrial.posts.workbook.book import Filled, write_workbook
from cliptrial.posts.workbook.reading import scan_workbook
from cliptrial.registry.plan.schedule import Position, Rule, Schedule
path = Path(sys.argv[1]) / "numbers.xlsx"
schedule = Schedule((Position(1, 1, "demo", date(2026, 3, 2), "18:00", "a", ""),), Rule(1, 2, {}, {}, 1))
filled = {1: Filled(clicks=12.0, read_on=date(2026, 3, 9))}
write_workbook(path, schedule, labels={}, language="de", measure_at=7, filled=filled)
scan = scan_workbook(path.read_bytes(), path.name)
print(json.dumps({
    "headed": scan.headers["clicks"],
    "read": scan.rows[0].filled.clicks,
    "delivered": scan.rows[0].filled.delivered["link_clicks"],
    "able": sources_of(CATALOGUE["link_clicks"])[0],
}))
"""


def test_a_source_in_two_files_is_recognised_read_and_may_be_declared(tmp_path: Path) -> None:
    """Its name is known to workspaces, their schema and their refusals; plans know which numbers it brings."""
    listing, module = "cliptrial/posts/sources/__init__.py", "cliptrial/posts/sources/tally.py"
    toolkit = _copy(tmp_path)
    (toolkit / module).write_text(MODULE, encoding="utf-8")
    _edit(toolkit / listing, LISTED)
    for name, source in (("right", "tally"), ("wrong", "taly")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "workspace.yaml").write_text(WORKSPACE.format(source=source), encoding="utf-8")
    (tmp_path / "export.csv").write_text(EXPORT, encoding="utf-8")
    assert _changed(toolkit) == {listing, module}
    listed = "studio, business_suite, tally, numbers, spreadsheet or api"
    assert _told(RUN, toolkit, tmp_path) == {
        "quick": True,
        "ingested": ["Tally: posts", 1, 120.0, 7.0, "tally"],
        "refused": [["workspace.yaml:1:44", 'An item is "taly"', listed, 'Did you mean "tally"?']],
        "lacks": [],
        "able": ["business_suite", "tally", "numbers", "api", "spreadsheet"],
        "schema": ["studio", "business_suite", "tally", "numbers", "spreadsheet", "api"],
    }


def test_a_column_in_one_file_is_written_read_and_delivered(tmp_path: Path) -> None:
    """A plan then knows that the workbook brings its number."""
    toolkit = _copy(tmp_path)
    _edit(toolkit / "cliptrial/posts/workbook/layout.py", COLUMN)
    assert _changed(toolkit) == {"cliptrial/posts/workbook/layout.py"}
    assert _told(WRITE_AND_READ, toolkit, tmp_path) == {
        "headed": "Klicks",
        "read": 12.0,
        "delivered": 12.0,
        "able": "numbers",
    }


def _copy(folder: Path) -> Path:
    return shutil.copytree(ROOT / "toolkit", folder / "toolkit", ignore=shutil.ignore_patterns("__pycache__"))


def _edit(path: Path, edits: Mapping[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in edits.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def _changed(toolkit: Path) -> set[str]:
    """Modules of a copy that are new or differ."""
    names = {path.relative_to(toolkit).as_posix(): path for path in toolkit.rglob("*.py")}
    before = {name: ROOT / "toolkit" / name for name in names}
    return {n for n, path in names.items() if not before[n].exists() or before[n].read_bytes() != path.read_bytes()}


def _told(code: str, toolkit: Path, folder: Path) -> dict[str, object]:
    """What a new Python that knows the copy alone says."""
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        check=True, capture_output=True, text=True, encoding="utf-8", cwd=folder,
        env={**os.environ, "PYTHONPATH": str(toolkit)},
    )  # fmt: skip
    return dict(json.loads(done.stdout))


def test_no_other_door_opens_a_workspace_with_unknown_sources() -> None:
    """Above the registry, workspaces are opened where the sources are known."""
    package = ROOT / "toolkit" / "cliptrial"
    doors = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if path.relative_to(package).parts[0] != "registry"
        for line in path.read_text(encoding="utf-8").splitlines()
        if "registry.workspace import" in line and ("find_workspace" in line or "load_workspace" in line)
    ]
    assert doors == []
