"""Workspaces opened with their sources checked: the registry reads the files, the sources are known here."""

from __future__ import annotations

from pathlib import Path

from cliptrial.posts.declared import NAMES
from cliptrial.registry import workspace as files
from cliptrial.registry.workspace import Workspace


def find_workspace(start: Path | str) -> Workspace:
    """The workspace that a folder or file belongs to: the nearest ``workspace.yaml`` upwards.

    Raises:
        RegistryError: There is none, or it has mistakes.
    """
    return files.find_workspace(start, NAMES)


def load_workspace(root: Path) -> Workspace:
    """The workspace in exactly this folder.

    Raises:
        RegistryError: ``workspace.yaml`` is missing or has mistakes; every one is listed.
    """
    return files.load_workspace(root, NAMES)
