"""Workspaces opened with their sources checked: the registry reads the files, the sources are known here."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from cliptrial.errors import RegistryError
from cliptrial.registry import workspace as files
from cliptrial.registry.beside.own_numbers import own_names
from cliptrial.registry.safety.kept import keep, kept
from cliptrial.registry.workspace import Workspace


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


def _text_hash(root: Path) -> str | None:
    with suppress(OSError):
        path = root / files.FILE
        return sha256(path.read_bytes()).hexdigest() if path.is_file() else None
    return None
