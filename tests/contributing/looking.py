"""Run in a copy of the house: what its commands, pages and sources are like once every example is added."""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stdout, suppress
from pathlib import Path

from cliptrial.cli import main
from cliptrial.errors import RegistryError
from cliptrial.metrics import CATALOGUE
from cliptrial.posts.declared import NAMES, missing_columns, sources_of
from cliptrial.posts.workspaces import load_workspace

QUICK = not {"pandas", "scipy", "matplotlib"} & sys.modules.keys()

from cliptrial.posts.ingest import ingest  # noqa: E402
from cliptrial.posts.lake.lake import Lake  # noqa: E402
from cliptrial.registry.yaml.schema import workspace_schema  # noqa: E402
from cliptrial.report import render  # noqa: E402


def told(*arguments: str) -> str:
    """What a command prints."""
    sys.argv = ["cliptrial", *arguments]
    with redirect_stdout(io.StringIO()) as out, suppress(SystemExit):
        main()
    return out.getvalue()


def source(tallied: Path) -> dict[str, object]:
    """A workspace that declares the new source, an export of it, and a workspace that spells it wrong."""
    workspace = load_workspace(tallied / "right")
    file = ingest(workspace, [tallied / "export.csv"]).files[0]
    row = Lake(workspace.store_dir).read("snapshots").to_pylist()[0]
    sources = workspace.accounts["demo"].sources
    return {
        "quick": QUICK,
        "ingested": [file.recognised, file.posts, row["views"], row["saves"], row["source"]],
        "refused": refused(tallied / "wrong"),
        "lacks": sorted(missing_columns(CATALOGUE["save_rate"], sources, followers_known=False)),
        "able": sources_of(CATALOGUE["save_rate"]),
        "schema": workspace_schema(NAMES)["$defs"]["Account"]["properties"]["sources"]["items"]["enum"],
    }


def refused(folder: Path) -> list[list[object]]:
    """The problems with a workspace."""
    try:
        load_workspace(folder)
    except RegistryError as error:
        return [[p.where, p.what, p.expected, p.mend] for p in error.problems]
    return []


def look(workspace: Path, tallied: Path, slug: str) -> dict[str, object]:
    """Everything that the examples promise."""
    here = ["--workspace", str(workspace)]
    seen: dict[str, object] = {"source": source(tallied), "help": told("--help")}
    seen["analysis"] = json.loads(told("analyze", slug, "--json", *here))
    for lang in ("en", "de"):
        seen[f"check_{lang}"] = json.loads(told("check", slug, "--json", "--lang", lang, *here))
    seen["page"] = render(slug, workspace, lang="at", out=workspace / "reports").html.read_text("utf-8")
    seen["decisions"] = Path(told("decisions", "--lang", "de", *here).strip()).read_text("utf-8")
    seen["index"] = (workspace / "reports" / "index.html").read_text("utf-8")
    return seen


if __name__ == "__main__":
    print(json.dumps(look(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])))
