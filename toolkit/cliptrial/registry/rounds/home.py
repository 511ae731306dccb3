"""Where the plan of an experiment lies: in its own folder, or, with those drawn together with it, in ``rounds/<id>/``.

``design.round`` of its file says which; schedule, links, states, codes and workbook all lie in the same place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cliptrial.errors import RegistryError
from cliptrial.registry.experiments import FILE, SLUG
from cliptrial.registry.files import LARGEST_TEXT, Stamp, settled
from cliptrial.registry.yaml.convert import value_at
from cliptrial.registry.yaml.file import read_document

ROUNDS = "rounds"
"""The folder of all combined tests, beside ``experiments``."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where the files of a plan lie, and which column of its table holds the arms.

    Attributes:
        folder: The folder of schedule.csv, schedule.json, posts.csv, codes.csv and numbers.xlsx.
        own: The experiment's own folder, with its lock and its decisions.
        round: The combined test that it is part of; None of an experiment with posts of its own.
    """

    folder: Path
    own: Path
    round: str | None = None

    @property
    def arm(self) -> str:
        """The column with the experiment's arms: that of a combined test bears its name."""
        return self.own.resolve().name if self.round else "arm"


def home_of(folder: Path) -> Home:
    """Where the plan of the experiment in this folder lies."""
    name = _round_of(folder)
    return Home(folder, folder) if name is None else Home(round_folder(folder, name), folder, name)


def plan_folder(folder: Path) -> Path:
    """The folder of schedule, links and workbook of the experiment in this folder."""
    return home_of(folder).folder


def round_folder(folder: Path, name: str) -> Path:
    """The folder of a combined test, from that of one of its experiments."""
    return folder.resolve().parent.parent / ROUNDS / name


def members(folder: Path) -> tuple[str, ...]:
    """The experiments whose files name the same combined test, sorted; only its own name where it names none."""
    name, folder = _round_of(folder), folder.resolve()
    return (folder.name,) if name is None else members_of(folder.parent, name)


def members_of(experiments: Path, name: str) -> tuple[str, ...]:
    """The experiments in this folder whose files name the combined test, sorted."""
    inside = experiments.iterdir() if experiments.is_dir() else ()
    folders = (one for one in inside if one.is_dir() and not one.name.startswith((".", "_")))
    return tuple(sorted(one.name for one in folders if _round_of(one) == name))


def others_files(folder: Path) -> list[Path]:
    """What the experiments that were drawn together with this one say of themselves."""
    folder = folder.resolve()
    return [folder.parent / slug / FILE for slug in members(folder) if slug != folder.name]


def as_asked(folder: Path) -> str:
    """What stands behind ``cliptrial plan`` and ``cliptrial lock`` for this experiment: all that are drawn together."""
    names = members(folder)
    return f"{' '.join(names)} --together" if len(names) > 1 else names[0]


def _round_of(folder: Path) -> str | None:
    path = folder / FILE
    stamp = settled(path)
    return _read(path) if stamp is None else _read_once(path, stamp)


@lru_cache(maxsize=4096)
def _read_once(path: Path, stamp: Stamp) -> str | None:  # noqa: ARG001
    """Every reader of a schedule, a link or a workbook asks."""
    return _read(path)


def _read(path: Path) -> str | None:
    """The name in the file; a file that cannot be read names none, and whoever reads it whole says why."""
    try:
        if not path.is_file() or path.stat().st_size > LARGEST_TEXT or b"round" not in path.read_bytes():
            return None
        named = value_at(read_document(path, path.name).plain, "design.round")
    except (OSError, RegistryError):
        return None
    return named if isinstance(named, str) and SLUG.fullmatch(named) else None
