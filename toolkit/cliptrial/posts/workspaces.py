"""Workspaces opened with their sources checked: the registry reads the files, the sources are known here."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from cliptrial.errors import RegistryError
from cliptrial.registry import workspace as files
from cliptrial.registry.accounts import Account
from cliptrial.registry.beside.own_numbers import own_names
from cliptrial.registry.beside.watched import FOLDER
from cliptrial.registry.files import write_atomically
from cliptrial.registry.safety.kept import keep, kept
from cliptrial.registry.workspace import FILE, Workspace
from cliptrial.registry.yaml.text import yaml_text

_HEAD = "# Written by `cliptrial watch`: whom it watches stands in the workspace.yaml above.\naccounts:"


def find_workspace(start: Path | str) -> Workspace:
    """The workspace that a folder or file belongs to: the nearest ``workspace.yaml`` upwards.

    Raises:
        RegistryError: There is none, or it has mistakes.
    """
    return load_workspace(files.find_root(start))


def load_workspace(root: Path) -> Workspace:
    """The workspace in exactly this folder.

    Raises:
        RegistryError: ``workspace.yaml`` is missing or has mistakes; every one is listed.
    """
    text = _text_hash(root)
    if text is not None and kept("sources", text) is not None:
        opened = files.load_workspace(root)
        if _text_hash(root) == text:
            return opened
    from cliptrial.metrics.presets import number_problems
    from cliptrial.posts.declared import NAMES  # inside: brings every reader along, for a file that is not known yet

    opened = files.load_workspace(root, NAMES)
    if wrong := number_problems(opened, own_names(root)):
        raise RegistryError(wrong)
    if text is not None and _text_hash(root) == text:
        keep("sources", text, b"")
    return opened


def apart(workspace: Workspace) -> Workspace:
    """The workspace below it that holds the watched accounts alone, made or brought up to date.

    Only whoever watches, and what is removed and counted, may open it: no analysis does.
    """
    root = workspace.root / FOLDER
    accounts = {
        name: Account(timezone="UTC", handle=one.handle, platform=one.platform)
        for name, one in workspace.watched.items()
    }
    if not (root / FILE).is_file() or files.load_workspace(root).accounts != accounts:
        root.mkdir(exist_ok=True)
        _write_apart(root, accounts)
    return files.load_workspace(root)


def apart_as_it_is(workspace: Workspace) -> Workspace | None:
    """The same as it lies there; None where nobody was ever watched."""
    root = workspace.root / FOLDER
    return files.load_workspace(root) if (root / FILE).is_file() else None


def not_watched(workspace: Workspace, name: str) -> None:
    """Take a watched account's key out of the workspace, and out of the one below it, where it is there."""
    from cliptrial.registry.yaml.settings import take_out  # inside: its library of YAML is slow to come

    take_out(workspace.root, FOLDER, name)
    there = apart_as_it_is(workspace)
    others = {short: one for short, one in there.accounts.items() if short != name} if there else {}
    if others:
        _write_apart(workspace.root / FOLDER, others)
    else:
        (workspace.root / FOLDER / FILE).unlink(missing_ok=True)


def _write_apart(root: Path, accounts: Mapping[str, Account]) -> None:
    write_atomically(root / FILE, "\n".join([_HEAD, *map(_line, accounts, accounts.values()), ""]).encode())


def _line(name: str, one: Account) -> str:
    handle = f", handle: {yaml_text(one.handle)}" if one.handle else ""
    return f"  {name}: {{timezone: UTC, platform: {one.platform}{handle}}}"


def _text_hash(root: Path) -> str | None:
    with suppress(OSError):
        path = root / files.FILE
        return sha256(path.read_bytes()).hexdigest() if path.is_file() else None
    return None
