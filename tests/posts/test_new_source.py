"""A new source is two files: its module, and the lines of ``posts/sources/__init__.py`` that list it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
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
from cliptrial.posts.lake.files import Lake
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


def test_a_source_in_two_files_is_recognised_read_and_may_be_declared(tmp_path: Path) -> None:
    """Its name is known to workspaces, their schema and their refusals; plans know which numbers it brings."""
    toolkit = tmp_path / "toolkit"
    shutil.copytree(ROOT / "toolkit", toolkit, ignore=shutil.ignore_patterns("__pycache__"))
    sources = toolkit / "cliptrial" / "posts" / "sources"
    (sources / "tally.py").write_text(MODULE, encoding="utf-8")
    listing = (sources / "__init__.py").read_text(encoding="utf-8")
    for old, new in LISTED.items():
        assert listing.count(old) == 1
        listing = listing.replace(old, new)
    (sources / "__init__.py").write_text(listing, encoding="utf-8")
    for name, source in (("right", "tally"), ("wrong", "taly")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "workspace.yaml").write_text(WORKSPACE.format(source=source), encoding="utf-8")
    (tmp_path / "export.csv").write_text(EXPORT, encoding="utf-8")

    changed = {path.relative_to(toolkit).as_posix() for path in toolkit.rglob("*.py") if _differs(path, toolkit)}
    assert changed == {"cliptrial/posts/sources/__init__.py", "cliptrial/posts/sources/tally.py"}
    told = _told(toolkit, tmp_path)
    listed = "studio, business_suite, tally, numbers, spreadsheet or api"
    assert told == {
        "quick": True,
        "ingested": ["Tally: posts", 1, 120.0, 7.0, "tally"],
        "refused": [["workspace.yaml:1:44", 'An item is "taly"', listed, 'Did you mean "tally"?']],
        "lacks": [],
        "able": ["business_suite", "tally", "numbers", "api", "spreadsheet"],
        "schema": ["studio", "business_suite", "tally", "numbers", "spreadsheet", "api"],
    }


def _differs(path: Path, toolkit: Path) -> bool:
    before = ROOT / "toolkit" / path.relative_to(toolkit)
    return not before.exists() or before.read_bytes() != path.read_bytes()


def _told(toolkit: Path, folder: Path) -> dict[str, object]:
    """What a new Python that knows the copy alone says."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(folder)],
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
