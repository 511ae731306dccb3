"""Files of a workspace that can run: templates and notebooks. Each user says which of somebody else's may.

What was trusted is kept per user, outside every workspace: nothing in a workspace can vouch for itself. A file that
is the same as the one that comes with ClipTrial needs no word from anybody.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import Message, nothing, says
from cliptrial.registry.files import write_atomically
from cliptrial.registry.safety.turns import one_at_a_time

FOLDERS = ("templates", "notebooks")
"""The folders of a workspace whose files run: templates in reports, notebooks in JupyterLab."""
FORMER = frozenset(
    {
        "b827dd589b2ad0be801461795507bd099cfef494e193798a66a1662cbee0138a",
        "b1e8f396238878dd7400d945a475e0a5f1cbfc71a406f58e0d518eb48ade5738",
        "5091e021953fd20013f6773c20d27ccf80726abe8d1bf7c895186db3919be136",
        "1f7d88a7090a04acf89fe82c909efa537ea6a9d6360b2bafc51a794afd3e2ac9",
    }
)
"""Hashes of notebooks that came with earlier versions: start_here as six forms, then start_here, compare and method."""
NAMED = 6
"""Files that are named; more are counted."""
_PACKAGE = Path(__file__).resolve().parents[2]
_NEVER_USED = {"thumbs.db", "desktop.ini"}
"""What Windows leaves in folders; so are files that begin with a full stop, from other systems."""


def packaged_folders(name: str) -> tuple[Path, ...]:
    """Where a folder of the package lies: inside a wheel, or beside the package in a repository."""
    folders = (_PACKAGE / f"_{name}", _PACKAGE.parents[1] / name)
    return tuple(folder for folder in folders if folder.is_dir())


def record_file() -> Path:
    """Where this user's word is kept: by workspace and file, what it was when it was trusted."""
    from platformdirs import user_data_path

    return user_data_path("cliptrial", appauthor=False) / "trust.json"


def untrusted(root: Path, folder: str) -> tuple[str, ...]:
    """The files of a workspace's folder that are neither the package's own nor trusted as they are.

    Args:
        root: The workspace's folder.
        folder: One of :data:`FOLDERS`.

    Returns:
        Their paths within the workspace.
    """
    there = {name: path for name, path in _files(root, folder) if not _is_packaged(folder, name, path)}
    if not there:
        return ()
    known = _known(root)
    return tuple(name for name, path in there.items() if known.get(name) != _hash(path))


def refuse_untrusted(root: Path, folder: str) -> None:
    """Make sure that nothing runs that nobody answers for.

    Raises:
        RegistryError: Files that are not trusted, by name.
    """
    names = untrusted(root, folder)
    if not names:
        return
    what = says(
        "{folder}/ holds files that would run and that are neither those of ClipTrial nor trusted by you: {names}",
        folder=folder,
        names=_listed(names),
    )
    expected = says("Files that come with ClipTrial, or files that you trust")
    mend = says(
        "Read them, or ask who made them; then say `cliptrial trust`. Without them ({folder}/ removed or renamed), "
        "those of ClipTrial are used.",
        folder=folder,
    )
    raise RegistryError(Problem("untrusted", what, expected, mend, path=f"{folder}/"))


def trust(root: Path) -> dict[str, str]:
    """Trust every file of a workspace that can run, exactly as it is now.

    Returns:
        By path within the workspace: the SHA-256 of what would run; the package's own files are not among them.

    Raises:
        RegistryError: The record would lie inside the workspace.
    """
    return _record(root, {name: _hash(path) for folder in FOLDERS for name, path in _foreign(root, folder)})


def withdraw(root: Path) -> None:
    """Trust nothing in a workspace any more.

    Raises:
        RegistryError: The record would lie inside the workspace.
    """
    _record(root, {})


def _foreign(root: Path, folder: str) -> Iterator[tuple[str, Path]]:
    return ((name, path) for name, path in _files(root, folder) if not _is_packaged(folder, name, path))


def _files(root: Path, folder: str) -> Iterator[tuple[str, Path]]:
    """Every file that something could load, through links, too, as whoever loads it would follow them."""
    seen = set()
    for place, folders, names in os.walk(root / folder, followlinks=True):
        if (real := os.path.realpath(place)) in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place) / name
            if path.is_file() and not name.startswith(".") and name.lower() not in _NEVER_USED:
                yield path.relative_to(root).as_posix(), path


def _is_packaged(folder: str, name: str, path: Path) -> bool:
    inner = name.removeprefix(f"{folder}/")
    return any(
        (own := place / inner).is_file() and (own.samefile(path) or _hash(own) == _hash(path))
        for place in packaged_folders(folder)
    )


def is_former(path: Path) -> bool:
    """Whether a notebook is one that came with an earlier version, as nobody changed it."""
    return path.is_file() and _hash(path) in FORMER


def _hash(path: Path) -> str:
    """SHA-256 of a file; of a notebook in notebooks/, which JupyterLab saves with every answer, that of its cells."""
    data = path.read_bytes()
    cells = _cells(data) if path.suffix == ".ipynb" and path.parent.name == "notebooks" else None
    return sha256(data if cells is None else json.dumps(cells).encode()).hexdigest()


def _cells(data: bytes) -> list[list[str]] | None:
    """Kind and source of each cell; None where it is no notebook."""
    try:
        cells = json.loads(data)["cells"]
        return [[str(cell["cell_type"]), "".join(cell["source"])] for cell in cells]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _known(root: Path) -> dict[str, str]:
    """What this user trusts in a workspace; nothing where the record lies inside it or is damaged."""
    if record_file().resolve().is_relative_to(root.resolve()):
        return {}
    known = _read().get(str(root.resolve()), {})
    return known if isinstance(known, dict) else {}


def _read() -> dict[str, object]:
    try:
        record = json.loads(record_file().read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _record(root: Path, files: dict[str, str]) -> dict[str, str]:
    path = record_file()
    if path.resolve().is_relative_to(root.resolve()):
        what = says("What you trust would be kept in {path}, inside the workspace itself", path=path)
        mend = says("Move the workspace into a folder of its own.")
        raise RegistryError(Problem("trust_inside", what, says("A place outside the workspace"), mend))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with one_at_a_time(path.parent):
        _write(root, path, files)
    return files


def _write(root: Path, path: Path, files: dict[str, str]) -> None:
    others = {name: kept for name, kept in _read().items() if name != str(root.resolve())}
    record = {**others, **({str(root.resolve()): files} if files else {})}
    write_atomically(path, json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n", private=True)


def _listed(names: Sequence[str]) -> Message:
    more = len(names) - NAMED
    rest = says(" and {count} more", count=more) if more > 0 else nothing
    return says("{names}{more}", names=list(names[:NAMED]), more=rest)
