"""Whose export a file is: what people say, else what the file itself, its neighbours or its folder prove."""

from __future__ import annotations

from collections.abc import Collection

from cliptrial.posts.opened_files import OpenedFile
from cliptrial.posts.videoids import handle_in_link
from cliptrial.registry.workspace import Workspace


def account_of(
    file: OpenedFile, workspace: Workspace, named: str | None, beside: Collection[str]
) -> tuple[str | None, str | None]:
    """The account that a file belongs to, and a note where something other than people or the file told it.

    Args:
        file: The file.
        workspace: Its accounts and their handles.
        named: The account that people named.
        beside: Accounts whose posts were exported into the same folder.

    Returns:
        The account, or None where it could be several; and the note.
    """
    accounts = workspace.accounts
    if named is not None or len(accounts) == 1:
        return named or next(iter(accounts)), None
    linked = _by_handles(file, workspace)
    if linked is not None:
        return linked, None
    if len(beside) == 1:
        account = next(iter(beside))
        return account, f"Taken for {account}, whose posts were exported beside it."
    folders = [part for part in reversed(file.path.resolve().parent.parts) if part in accounts]
    if folders and not _handles(file):
        return folders[0], f"Taken for {folders[0]}, as its folder is named."
    return None, None


def _handles(file: OpenedFile) -> set[str]:
    """Handles in the links of a file."""
    cells = (str(cell) for sheet in file.sheets for _, row in sheet.rows for cell in row)
    return {handle for text in cells if "tiktok.com/@" in text and (handle := handle_in_link(text))}


def _by_handles(file: OpenedFile, workspace: Workspace) -> str | None:
    by_handle = {a.handle.lstrip("@").lower(): name for name, a in workspace.accounts.items() if a.handle}
    handles = _handles(file)
    return by_handle.get(next(iter(handles))) if len(handles) == 1 else None
