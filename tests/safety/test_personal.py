"""Whatever is personal in whatever field of whatever source: it is nowhere afterwards, and can be forgotten."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml
from tests.refusals.bases import inside

from cliptrial.cli.entry import run
from cliptrial.posts.ingest import ingest
from cliptrial.posts.removal import plans
from cliptrial.posts.removal.removal import carry_out
from cliptrial.posts.sources import ORIGINS, SOURCES, spreadsheet
from cliptrial.posts.text.privacy import Masker, masker_of
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.safety import kept
from cliptrial.registry.workspace import Workspace

SAMPLES = yaml.load((Path(__file__).parent / "personal.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
HANDLE, ORDER = "canaryhandle", "#CANARY-4711"
KINDS = {
    "name": "Canaria Vogelsang",
    "mail": "canary.mail@example.org",
    "phone": "+49 151 27182818",
    "address": "Kanarienweg 31",
    "ip": "203.0.113.77",
    "handle": f"@{HANDLE}",
    "order": ORDER,
    "message": "please call the canary back",
    "card": "•••• 8765",
}
TRACES = {
    "name": "vogelsang",
    "mail": "canary.mail",
    "phone": r"151[ -]?27182818",
    "address": "kanarienweg",
    "ip": r"203\.0\.113\.77",
    "handle": HANDLE,
    "order": "canary-4711",
    "message": "the canary back",
    "card": r"(?<![0-9a-z])8765(?![0-9a-z])",
}
"""What each is found by, in small letters."""
PLACES = {
    "all": " / ".join(KINDS.values()),
    "text": f"w/@{HANDLE} ＠{HANDLE} {KINDS['mail']} {KINDS['phone']}",
    "handle": HANDLE,
    "order": ORDER,
}
OURS = "own.canary"
"""The handle of the account itself, which may stay until it is forgotten."""
LABELS = {one.name: one.label for one in ORIGINS}
ON = {one.name: one.platform or "tiktok" for one in ORIGINS}
ACCOUNTS = {"tiktok": "demo", "instagram": "gram", "youtube": "tube"}
"""By platform: the workspace's account there."""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    root = tmp_path / "ws"
    (root / "experiments").mkdir(parents=True)
    accounts = "".join(
        f"  {name}:\n    timezone: Europe/Berlin\n    platform: {platform}\n    handle: {OURS}\n"
        for platform, name in ACCOUNTS.items()
    )
    text = f"accounts:\n{accounts}brand: {{name: Kitchen Demo}}\n"
    (root / "workspace.yaml").write_text(text, encoding="utf-8")
    return load_workspace(root)


def brought(workspace: Workspace, name: str, folder: Path) -> None:
    """Hand in the sample of one source; its file is called after somebody, too."""
    sample = SAMPLES[name]
    row = {_filled(header): _filled(cell) for header, cell in sample["row"].items()}
    row |= dict.fromkeys(sample["nothing_of"], PLACES["all"])
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name} by @{HANDLE} {KINDS['mail']}.{'json' if 'json' in sample else 'csv'}"
    path.write_text(_document(sample["json"], row) if "json" in sample else _table(sample, row), encoding="utf-8")
    day = date.fromisoformat(sample["captured_at"]) if "captured_at" in sample else None
    account = ACCOUNTS[ON[name]]
    report = ingest(workspace, [path], account=account, captured_at=day, mapping=sample.get("mapping"))
    (file,) = report.files
    assert (file.problems, str(file.recognised)) == ((), str(LABELS[name])), name
    assert found("\n".join(map(str, file.notes))) == set(), name


def _table(sample: Mapping[str, Any], row: Mapping[str, str]) -> str:
    lines = io.StringIO()
    lines.writelines(f"{_filled(line)}\n" for line in sample.get("above", ()))
    table = csv.DictWriter(lines, [*row], lineterminator="\n")
    table.writeheader()
    table.writerow(row)
    return lines.getvalue()


def _document(frame: object, row: Mapping[str, str]) -> str:
    """JSON with the row where the sample says so: as an object, or as names of columns and their values."""
    values = {
        key: float(cell) if re.fullmatch(r"[\d.]+", cell) and len(cell) < 16 else cell for key, cell in row.items()
    }
    parts = {"{row}": values, "{columns}": [{"name": key} for key in row], "{cells}": [*values.values()]}

    def put(part: object) -> object:
        if isinstance(part, dict):
            return {key: put(one) for key, one in part.items()}
        if isinstance(part, list):
            return [*map(put, part)]
        return parts[part] if part in parts else _filled(str(part))

    return json.dumps(put(frame), ensure_ascii=False)


def _filled(cell: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda place: PLACES[place[1]], cell)


def found(text: str) -> set[str]:
    """The kinds that stand in a text."""
    return {kind for kind, trace in TRACES.items() if re.search(trace, text.lower())}


def stored(workspace: Workspace) -> list[str]:
    """Every decoded cell of the store."""
    tables = [pq.read_table(path).to_pylist() for path in workspace.store_dir.rglob("*.parquet")]
    return [str(cell) for table in tables for row in table for cell in row.values()]


def cells(workspace: Workspace) -> list[str]:
    """The same, and what its other files say."""
    others = [path for path in workspace.store_dir.rglob("*") if path.is_file() and path.suffix != ".parquet"]
    return [*stored(workspace), *(path.read_text("utf-8") for path in others)]


def everywhere(workspace: Workspace) -> set[str]:
    """The kinds that stand in the store, in workspace.yaml, or in what is exported with everything."""
    with inside(workspace.root):
        assert run(["export", "--unmasked", "--out", "out"]) == 0
    exported = [path.read_text("utf-8") for path in (workspace.root / "out").glob("*.csv")]
    return found("\n".join([*cells(workspace), *exported, (workspace.root / "workspace.yaml").read_text("utf-8")]))


def test_every_source_has_a_file_in_which_every_field_is_personal() -> None:
    assert {source.ORIGIN.name for source in (*SOURCES, spreadsheet)} == set(SAMPLES)
    for name, sample in SAMPLES.items():
        assert sample["nothing_of"] or "{all}" in sample["row"], name


def test_nothing_personal_is_in_the_store_in_exports_or_in_what_is_told(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in SAMPLES:
        brought(workspace, name, tmp_path / "in")
    assert everywhere(workspace) == set()
    with inside(workspace.root):
        capsys.readouterr()
        for command in (["status"], ["status", "--store", "--json"], ["export", "--json"], ["money"]):
            assert run(command) == 0
        assert run(["status", "--page"]) == 0
    told = capsys.readouterr()
    pages = [path.read_text("utf-8") for path in (workspace.root / "reports").rglob("*.*") if path.is_file()]
    assert found("\n".join([told.out, told.err, *pages])) == set()


_WITH_LINKS = ("studio", "business_suite", "spreadsheet", "instagram_business_suite", "instagram_insights", "api")
_WITH_LINKS += ("user_data",)
MASKERS = {
    "texts": ((*_WITH_LINKS, "youtube_studio"), Masker, "texts", lambda _, texts: texts),
    "sounds": (("spreadsheet", "user_data"), Masker, "sound", lambda _, text: text),
    "words": (("spreadsheet",), Masker, "__call__", lambda _, text: text),
    "hashes": (
        ("shopify", "woocommerce", "stripe", "codes", "ga4", "bitly", "conversations", "comments"),
        Masker,
        "hashed",
        lambda _, text: text,
    ),
    "links": (
        _WITH_LINKS,
        "cliptrial.posts.columns.links",
        "rebuilt_link",
        lambda text, _: text,
    ),
}


@pytest.mark.parametrize(("masker", "source"), [(m, s) for m, (sources, *_) in MASKERS.items() for s in sources])
def test_the_search_finds_something_as_soon_as_any_masker_is_off(
    workspace: Workspace, tmp_path: Path, masker: str, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So finding nothing says something, of each source that a masker stands before."""
    _, where, name, off = MASKERS[masker]
    monkeypatch.setattr(
        f"{where}.{name}" if isinstance(where, str) else where, *([] if isinstance(where, str) else [name]), off
    )
    brought(workspace, source, tmp_path / "in")
    assert found("\n".join(cells(workspace)))


def test_what_is_forgotten_is_nowhere_on_the_disk(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exports that lie in the workspace included, and the user's own folders."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in SAMPLES:
        brought(workspace, name, workspace.root / "exports")
    kept.keep("test", "0", HANDLE.encode())
    for one in (f"@{HANDLE}", KINDS["mail"], KINDS["phone"]):
        assert carry_out(workspace, plans.person(workspace, one, files=True)) == 0
        marks = masker_of(workspace).marks_of(one)
        assert not [cell for cell in stored(workspace) if any(mark in cell for mark in marks)]
    for account in ACCOUNTS.values():
        assert carry_out(workspace, plans.account(load_workspace(workspace.root), account, files=True)) == 0
    assert kept.kept("test", "0") is None
    left = {}
    for path in tmp_path.rglob("*"):
        if path.is_file():
            data = path.read_bytes() + path.name.encode()
            kinds = found(data.decode("latin-1")) | found(data.replace(b"\0", b"").decode("latin-1"))
            left |= {path.name: kinds - {"card"}} if kinds - {"card"} else {}
            assert OURS.encode() not in data, path
    assert left == {}
    assert not any(pq.read_table(path).num_rows for path in workspace.store_dir.rglob("*.parquet"))
