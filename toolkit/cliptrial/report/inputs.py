"""What a page depends on, so that a page whose inputs did not change is not rendered again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cliptrial.analysis.learning.priors import earlier_experiments
from cliptrial.posts.lake.lake import Lake
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.files import Stamp, settled, write_atomically
from cliptrial.registry.plan.looks import FILE as LOOKS
from cliptrial.registry.safety.turns import one_at_a_time
from cliptrial.registry.workspace import FILE, Workspace
from cliptrial.report.templates import PACKAGE, template_folders

STAMPS = ".inputs.json"
"""Beside the pages of one experiment: by page, the hash of what it was made from."""

_PLAN = (".yaml", ".csv", ".json")


def inputs_hash(workspace: Workspace, slug: str) -> str:
    """SHA-256 over the files of the experiment and of those it learns from, workspace, lake, templates and package."""
    folder = workspace.experiments_dir / slug
    own = _plan_files(folder)
    digest = sha256()
    earlier = earlier_experiments(load_experiment(slug, workspace), workspace)
    taught = [path for one in earlier for path in _plan_files(one.folder)]
    for path in [workspace.root / FILE, *own, *taught, *_template_files(workspace)]:
        digest.update(path.name.encode() + b"\0" + _file_hash(path))
    digest.update(Lake(workspace.store_dir).fingerprint().encode())
    digest.update(_package_hash().encode())
    return digest.hexdigest()


def _file_hash(path: Path) -> bytes:
    stamp = settled(path)
    return sha256(path.read_bytes()).digest() if stamp is None else _file_hash_once(path, stamp)


@lru_cache(maxsize=16_384)
def _file_hash_once(path: Path, stamp: Stamp) -> bytes:  # noqa: ARG001
    """One experiment teaches many others, and all of them have the same templates."""
    return sha256(path.read_bytes()).digest()


def _plan_files(folder: Path) -> list[Path]:
    """Everything but the log of looks, which showing a page writes and no page depends on."""
    return [path for path in sorted(folder.iterdir()) if path.suffix in _PLAN and path.name != LOOKS]


def is_current(folder: Path, page: str, inputs: str) -> bool:
    """Whether the page in this folder was made from exactly these inputs."""
    return _stamps(folder).get(page) == inputs


def stamp(folder: Path, page: str, inputs: str) -> None:
    """Remember what a page was made from; written after the page, so a kill in between renders it again."""
    with one_at_a_time(folder):
        write_atomically(
            folder / STAMPS, json.dumps({**_stamps(folder), page: inputs}, indent=1, sort_keys=True) + "\n"
        )


def _stamps(folder: Path) -> dict[str, str]:
    try:
        stamps = json.loads((folder / STAMPS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamps if isinstance(stamps, dict) else {}


def _template_files(workspace: Workspace) -> Iterator[Path]:
    for folder in template_folders(workspace.root):
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


@lru_cache(maxsize=1)
def _package_hash() -> str:
    digest = sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
