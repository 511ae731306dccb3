"""Whose export a file is: what people say, else what the file itself, its neighbours or its folder prove.

What people say does not stand against what the posts beside a file prove.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import PurePosixPath

import narwhals as nw

from cliptrial.errors import Problem
from cliptrial.messages import Message, says
from cliptrial.posts.columns.arrow import column_of
from cliptrial.posts.columns.column import Column
from cliptrial.posts.columns.links import handles_in
from cliptrial.posts.lake.lake import Lake, arrow
from cliptrial.posts.lake.removal import account_mark, rules_of
from cliptrial.posts.opened_files import OpenedFile
from cliptrial.posts.sources import platform_in
from cliptrial.posts.text.privacy import Masker
from cliptrial.registry.accounts import Account
from cliptrial.registry.platforms import PLATFORMS
from cliptrial.registry.workspace import Workspace

NAMED = 3
"""Handles of strangers that are named."""


def account_of(
    file: OpenedFile, workspace: Workspace, named: str | None, beside: Collection[str], stored: Set[str]
) -> tuple[str | None, Message | None]:
    """The account that a file belongs to, and a note where something other than people or the file told it.

    Args:
        file: The file.
        workspace: Its accounts and their handles.
        named: The account that people named.
        beside: Accounts whose posts were exported into the same folder.
        stored: Handles of the posts that are kept already, see :func:`handles_stored`.

    Returns:
        The account, or None where it could be several; and the note.
    """
    if named is not None:
        return named, None
    accounts = _on_its_platform(file, workspace)
    if len(accounts) == 1:
        return _only_account(file, *next(iter(accounts.items())), stored), None
    linked = _by_handles(file, accounts)
    if linked is not None:
        return linked, None
    fitting = accounts.keys() & {*beside}
    if len(fitting) == 1:
        account = next(iter(fitting))
        return account, says("Taken for {account}, whose posts were exported beside it.", account=account)
    folders = [part for part in reversed(file.path.resolve().parent.parts) if part in accounts]
    if folders and not _handles(file):
        return folders[0], says("Taken for {account}, as its folder is named.", account=folders[0])
    return None, None


def handles_stored(workspace: Workspace, named: str | None, lake: Lake) -> frozenset[str]:
    """Handles of stored posts, where an only account has none in workspace.yaml and nobody named the account."""
    (name, settings), *others = workspace.accounts.items()
    if named is not None or others or settings.handle is not None:
        return frozenset()
    links = lake.scan("posts", once=True).filter(nw.col("account") == name).select("link").unique()
    return frozenset(handles_in(Column(column_of("link", [arrow(links)]))))


def elsewhere(file: OpenedFile, account: str | None, workspace: Workspace) -> Problem | None:
    """Why a file of another platform is not this account's; with no account, why it is no account's here."""
    on = {account: workspace.accounts[account]} if account else workspace.accounts
    platforms = {settings.platform for settings in on.values()}
    strange = [platform for sheet in file.sheets if (platform := platform_in(sheet)) and platform not in platforms]
    if not strange:
        return None
    label = PLATFORMS[strange[0]].label
    what = (
        says("This file is about {platform}, which {account} is not on", platform=label, account=account)
        if account
        else says("This file is about {platform}, on which this workspace has no account", platform=label)
    )
    expected = says("exports of {platforms}", platforms=[PLATFORMS[name].label for name in sorted(platforms)])
    mend = says(
        "Choose the account with --account, or write `platform: {name}` below it in workspace.yaml.", name=strange[0]
    )
    return Problem("other_platform", what, expected, mend, path=file.shown)


def _on_its_platform(file: OpenedFile, workspace: Workspace) -> Mapping[str, Account]:
    """The accounts that a file may belong to: those of the platform that it is about, where it tells one."""
    platforms = {platform for sheet in file.sheets if (platform := platform_in(sheet))}
    if not platforms:
        return workspace.accounts
    return {name: settings for name, settings in workspace.accounts.items() if settings.platform in platforms}


def _only_account(file: OpenedFile, name: str, settings: Account, stored: Set[str]) -> str | None:
    """The only account, where its name, its earlier posts or nothing at all tells whose the posts are."""
    handles = _handles(file) if settings.handle is None and file.holds_posts else set()
    own = not handles or stored & handles or _letters(name) in map(_letters, handles)
    return name if own else None


def _letters(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


def unknown_account(file: OpenedFile, workspace: Workspace) -> Problem:
    """Why nothing tells whose export a file is; accounts of others are named."""
    own = {settings.handle.lstrip("@").lower() for settings in workspace.accounts.values() if settings.handle}
    strangers = sorted(_handles(file) - own)
    names = says("{accounts}", accounts=list(workspace.accounts))
    if len(workspace.accounts) == 1:
        return _another_handle(file, next(iter(workspace.accounts)), strangers)
    if not strangers:
        what, mend = says("Nothing tells which account this file belongs to"), says("Name it with --account.")
        return Problem("which_account", what, names, mend, path=file.shown)
    what = says(
        "The links in it are those of {handles}, which no account of this workspace has as its handle",
        handles=[f"@{handle}" for handle in strangers[:NAMED]],
    )
    mend = says("Write the handle into workspace.yaml where the account is yours; otherwise leave the file out.")
    return Problem("foreign_account", what, names, mend, path=file.shown)


def _another_handle(file: OpenedFile, account: str, handles: Sequence[str]) -> Problem:
    """Why the only account, whose handle nobody wrote down, is not taken to have these posts."""
    what = says(
        "The links in it are those of {handles}, and nothing tells that this is {account}",
        handles=[f"@{handle}" for handle in handles[:NAMED]],
        account=account,
    )
    mend = says(
        "If it is, write `handle: {handle}` under {account} in workspace.yaml, or hand the file in with --account "
        "{account}; otherwise leave the file out.",
        handle=next(iter(handles), account),
        account=account,
    )
    return Problem("foreign_account", what, says("exports of {account}", account=account), mend, path=file.shown)


Neighbours = Mapping[str, Mapping[str, frozenset[str]]]
"""By folder or archive and by posts file in it: the handles in its links."""


def handles_by_folder(files: Iterable[OpenedFile]) -> Neighbours:
    """Whose posts lie in each folder or archive, as far as the platform's own tables of posts tell."""
    by_folder: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for file in files:
        if file.holds_posts and (handles := _handles(file)):
            by_folder[_place(file)][file.shown] = frozenset(handles)
    return by_folder


def held_back(file: OpenedFile, account: str, handle: str | None, neighbours: Neighbours) -> Problem | None:
    """Why a file that does not tell whose it is cannot be this account's; None where nothing speaks against it.

    The tabs of one export lie in one folder or archive: posts of another account beside a tab mean that
    its numbers are most likely that account's, too.

    Args:
        file: The file.
        account: The account it would be kept for.
        handle: That account's handle; nothing can be told without.
        neighbours: Whose posts lie where.
    """
    beside = neighbours.get(_place(file), {})
    if handle is None or file.shown in beside or _handles(file):
        return None
    ours = handle.lstrip("@").lower()
    others = {name: sorted(linked - {ours}) for name, linked in beside.items() if linked - {ours}}
    if not others:
        return None
    name, handles = next(iter(sorted(others.items())))
    what = says(
        "{name} beside it holds posts of {handles}, but the account {account} is @{ours}, so "
        "these numbers are most likely not its own",
        name=PurePosixPath(name).name,
        handles=[f"@{h}" for h in handles],
        account=account,
        ours=ours,
    )
    mend = says(
        "Choose the account with --account, or correct its handle in workspace.yaml. If this "
        "file is {account}'s, hand it in without {name}.",
        account=account,
        name=PurePosixPath(name).name,
    )
    return Problem("other_account_beside", what, says("exports of @{ours} only", ours=ours), mend, path=file.shown)


def _place(file: OpenedFile) -> str:
    """Where the tabs of one export lie; exports of two platforms side by side say nothing of each other."""
    others = {platform for sheet in file.sheets if (platform := platform_in(sheet)) not in (None, "tiktok")}
    return "|".join((file.folder, *sorted(filter(None, others))))


def _handles(file: OpenedFile) -> set[str]:
    """Handles in the links of a file."""
    return {handle for sheet in file.sheets for column in sheet.grid.columns for handle in handles_in(column)}


def _by_handles(file: OpenedFile, accounts: Mapping[str, Account]) -> str | None:
    by_handle = {a.handle.lstrip("@").lower(): name for name, a in accounts.items() if a.handle}
    handles = _handles(file)
    return by_handle.get(next(iter(handles))) if len(handles) == 1 else None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Accounts that were forgotten, by what they are recognised by; nothing of theirs is read again.

    Attributes:
        marks: Salted hashes of their names and handles.
        masker: What makes them.
        places: Positions of experiments that were theirs.
    """

    marks: frozenset[str]
    masker: Masker
    places: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def of(cls, lake: Lake, masker: Masker) -> Forgotten:
        """Those of a store."""
        rules = rules_of(lake)
        return cls(rules.accounts, masker, rules.places)

    def why_rows(self, experiment: str, positions: Iterable[int], shown: str) -> Problem | None:
        """Why a workbook is not read; None where no row with something in it was theirs."""
        theirs = [number for number in sorted(positions) if (experiment, number) in self.places]
        if not theirs:
            return None
        what = says(
            "No. {positions} are of an account that was forgotten, so the workbook is not read", positions=theirs
        )
        mend = says("Empty these rows, or leave the file out.")
        return Problem("forgotten_account", what, says("rows of other accounts"), mend, path=shown)

    def why(self, file: OpenedFile, account: str | None) -> Problem | None:
        """Why a file is not read; None where it is nobody's who was forgotten."""
        if not self.marks:
            return None
        if account is not None and account_mark(self.masker, account) in self.marks:
            what = says("The account {account} was forgotten, so none of its files is read", account=account)
        elif any(account_mark(self.masker, handle) in self.marks for handle in _handles(file)):
            what = says("The links in it are those of an account that was forgotten, so it is not read")
        else:
            return None
        mend = says("Leave the file out, and delete it.")
        return Problem("forgotten_account", what, says("files of other accounts"), mend, path=file.shown)
