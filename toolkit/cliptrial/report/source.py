"""Where a page's analysis and brand come from."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cliptrial.analysis.findings.planned import PlannedLook
from cliptrial.analysis.results import Analysis
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.accounts import logo_type
from cliptrial.registry.plan.looks import Look, add_look
from cliptrial.registry.workspace import Workspace
from cliptrial.report.look import Brand
from cliptrial.report.running.handed import analysed


def brand_of(workspace: Workspace, accounts: Sequence[str] = ()) -> Brand:
    """Whose page it is: the client of the first of these accounts, or the workspace; times are the account's."""
    named = [workspace.accounts[name] for name in accounts if name in workspace.accounts]
    account = (named or list(workspace.accounts.values()))[0]
    client = workspace.clients[named[0].client] if named and named[0].client else None
    return Brand(
        client.name if client else workspace.brand.name or "",
        (client and client.colour) or workspace.brand.colour,
        account.timezone,
        workspace.currency,
        _picture(workspace.root / client.logo) if client and client.logo else "",
    )


def _picture(path: Path) -> str:
    content = path.read_bytes()
    return f"data:{logo_type(content)};base64,{b64encode(content).decode('ascii')}"


def experiment_source(slug: str, folder: str | Path) -> tuple[Analysis, Path, Brand]:
    """An experiment's analysis, the workspace's folder and its brand."""
    workspace = find_workspace(folder)
    analysis = analysed(slug, workspace)
    note_look(analysis, workspace.experiments_dir / slug)
    accounts = analysis.experiment.accounts if analysis.experiment else ()
    return analysis, workspace.root, brand_of(workspace, accounts)


def note_look(analysis: Analysis, folder: Path) -> None:
    """A look before the end is logged by what shows it; no inference depends on the log."""
    taken = next((f for f in analysis.findings if isinstance(f, PlannedLook)), None)
    if taken is not None and analysis.uplifts:
        add_look(folder, Look(taken.look, taken.posts, taken.of, taken.limit))


def history_source(folder: str | Path, choice: Mapping[str, Any]) -> tuple[Analysis, Path, Brand]:
    """A comparison's analysis, the workspace's folder and its brand."""
    from cliptrial.analysis import compare_history  # inside: the page of an experiment needs no pandas

    workspace = find_workspace(folder)
    given = {key: value for key, value in choice.items() if value not in (None, "", [], ())}
    analysis = compare_history(workspace=workspace.root, **given)
    account = str(choice.get("account") or "")
    return analysis, workspace.root, brand_of(workspace, (account,))
