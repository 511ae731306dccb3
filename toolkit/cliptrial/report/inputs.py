"""What a page depends on, so that a page whose inputs did not change is not rendered again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path

from cliptrial.analysis.learning.priors import Days, earlier_among, family, locked_days
from cliptrial.posts.lake.lake import Lake
from cliptrial.registry.experiments import Loaded, experiment_names, load_all, load_experiment
from cliptrial.registry.files import Stamp, settled, write_atomically
from cliptrial.registry.plan.links import FILE as LINKS
from cliptrial.registry.plan.looks import FILE as LOOKS
from cliptrial.registry.rounds.home import others_files, plan_folder
from cliptrial.registry.safety.turns import one_at_a_time
from cliptrial.registry.series import followed, kind, same_test
from cliptrial.registry.workspace import FILE, Workspace
from cliptrial.report.templates import PACKAGE, template_folders

STAMPS = ".inputs.json"
"""Beside the pages of one experiment: by page, the hash of what it was made from."""

_PLAN = (".yaml", ".csv", ".json", ".md")


class Inputs:
    """What the pages of one run depend on; every file is looked at once, however many pages ask for it.

    Args:
        workspace: Whose pages they are.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._by_slug = {one.slug: one for one in load_all(workspace).loaded}
        self._kinds: dict[object, list[Loaded]] = {}
        self._families: dict[object, list[tuple[Loaded, Days]]] = {}
        for one in self._by_slug.values():
            self._kinds.setdefault(kind(one), []).append(one)
            days = locked_days(one)
            if days:
                self._families.setdefault(family(one), []).append((one, days))
        self._folders: dict[Path, bytes] = {}
        self._workspace = workspace

    def hash(self, slug: str) -> str:
        """SHA-256 over the experiment's files, those of all that it learns from or repeats, and what all pages share.

        Raises:
            RegistryError: The experiment is missing or has mistakes.
        """
        own = self._by_slug.get(slug) or load_experiment(slug, self._workspace)
        earlier = earlier_among(own, self._families.get(family(own), ()), self._workspace)
        before = followed(own, self._by_slug)
        series = same_test(own, [*self._kinds.get(kind(own), ()), *(self._by_slug[name] for name in before)])
        folders = dict.fromkeys([own.folder, *(one.folder for one in (*earlier, *series))])
        return sha256(b"".join([self._shared, *map(self._folder, folders)])).hexdigest()

    @cached_property
    def _shared(self) -> bytes:
        """Workspace, logos, templates, store, package, and which posts are linked by whom."""
        digest = sha256()
        links = (
            plan_folder(self._workspace.experiments_dir / slug) / LINKS for slug in experiment_names(self._workspace)
        )
        written = [path for path in links if path.is_file()]
        logos = [self._workspace.root / one.logo for one in self._workspace.clients.values() if one.logo]
        for path in [self._workspace.root / FILE, *logos, *written, *_template_files(self._workspace)]:
            digest.update(path.name.encode() + b"\0" + _file_hash(path))
        digest.update(Lake(self._workspace.store_dir).fingerprint().encode())
        digest.update(_package_hash().encode())
        return digest.digest()

    def _folder(self, folder: Path) -> bytes:
        """The hash of an experiment's files."""
        if folder not in self._folders:
            named = (path.name.encode() + b"\0" + _file_hash(path) for path in _plan_files(folder))
            self._folders[folder] = sha256(folder.name.encode() + b"\0" + b"".join(named)).digest()
        return self._folders[folder]


def _file_hash(path: Path) -> bytes:
    stamp = settled(path)
    return sha256(path.read_bytes()).digest() if stamp is None else _file_hash_once(path, stamp)


@lru_cache(maxsize=16_384)
def _file_hash_once(path: Path, stamp: Stamp) -> bytes:  # noqa: ARG001
    """One experiment teaches many others, and all of them have the same templates."""
    return sha256(path.read_bytes()).digest()


def _plan_files(folder: Path) -> list[Path]:
    """Everything but the log of looks, which showing a page writes and no page depends on."""
    folders = dict.fromkeys([folder, plan_folder(folder)])
    files = [path for one in folders if one.is_dir() for path in sorted(one.iterdir()) if path.suffix in _PLAN]
    return [*(path for path in files if path.name != LOOKS), *others_files(folder)]


def current(folder: Path, inputs: str) -> list[str]:
    """The pages in this folder that were made from exactly these inputs."""
    return [page for page, made_from in _stamps(folder).items() if made_from == inputs]


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
