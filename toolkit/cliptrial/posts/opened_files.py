"""Files and folders opened: each packed file on its own, each with its sheets or the reason why not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from cliptrial.errors import Problem, SourceError, reason_of, relative_to, unexpected
from cliptrial.messages import says
from cliptrial.posts.sheets import LARGEST, Sheet, members, open_sheets
from cliptrial.posts.sizes import read_regular
from cliptrial.posts.sources import holds_posts
from cliptrial.posts.workbook.book import is_workbook
from cliptrial.registry.safety.copies import (
    OF_EXPERIMENT,
    conflict_copy,
    copy_problem,
    placeholder,
    placeholder_problem,
)

SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".zip", ".gz", ".json"})
"""Files that are picked up in a folder; a file named by itself is always tried."""


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file with its sheets, or with the reasons why it could not be opened.

    Attributes:
        shown: Its name for people; a packed file has its archive before it.
        folder: Where it lies; files of one folder or archive are one export.
        path: The file on disk.
        sha256: The hash of its bytes.
        data: Its bytes, where it is a workbook that more is read from.
        sheets: Its sheets.
        problems: Why it could not be opened.
    """

    shown: str
    folder: str
    path: Path
    sha256: str = ""
    data: bytes = b""
    sheets: tuple[Sheet, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def rows(self) -> int:
        """Rows of all sheets."""
        return sum(len(sheet.grid) for sheet in self.sheets)

    @property
    def holds_posts(self) -> bool:
        """Whether it holds a table of posts that its headers tell."""
        return any(holds_posts(sheet) for sheet in self.sheets)

    @property
    def is_workbook(self) -> bool:
        """Whether it is a numbers.xlsx."""
        tops = [row for sheet in self.sheets for row in (sheet.header, *sheet.grid[:20])]
        return any(is_workbook([str(cell) for cell in row]) for row in tops)


def open_files(paths: Iterable[Path], root: Path, locale: str | None) -> list[OpenedFile]:
    """Every file behind these paths, opened, in order; folders and packed files are walked.

    Args:
        paths: Files, packed files and folders.
        root: The workspace, for names that people recognise.
        locale: The declared locale.
    """
    return [file for path in paths for file in _open(path, root, locale)]


def _open(path: Path, root: Path, locale: str | None) -> list[OpenedFile]:
    shown = relative_to(path, root)
    left = _left_by_sync(path, root)
    if left is not None:
        return [OpenedFile(shown, str(path.parent), path, problems=(left,))]
    if path.is_dir():
        inside = sorted(p for p in path.rglob("*") if p.is_file() and _is_data(p, path, root))
        problem = Problem("empty_folder", says("There is no export in this folder"), path=shown)
        return open_files(inside, root, locale) or [OpenedFile(shown, str(path), path, problems=(problem,))]
    try:
        parts = list(members(shown, read_regular(path, shown, LARGEST)))
    except OSError as error:
        problem = Problem(
            "unreadable_file", says("The file cannot be read: {reason}", reason=reason_of(error)), path=shown
        )
        return [OpenedFile(shown, str(path.parent), path, problems=(problem,))]
    except SourceError as error:
        return [OpenedFile(shown, str(path.parent), path, problems=error.problems)]
    except Exception as error:  # as above
        return [OpenedFile(shown, str(path.parent), path, problems=(unexpected(error, shown),))]
    packed = len(parts) != 1 or parts[0][0] != shown
    folder = str(path) if packed else str(path.parent)
    return [_with_sheets(name, data, folder, path, locale) for name, data in parts]


def _is_data(path: Path, folder: Path, root: Path) -> bool:
    """Whether a file in a folder is to be read; of an experiment's folder only the workbook is."""
    parts = path.relative_to(folder).parts
    waiting = placeholder(path.name)
    if any(part.startswith((".", "~$")) for part in (parts[:-1] if waiting else parts)):
        return False
    wanted = {".xlsx"} if _of_experiment(path, root) else SUFFIXES
    return Path(waiting or path.name).suffix.lower() in wanted


def _of_experiment(path: Path, root: Path) -> bool:
    return path.resolve().is_relative_to((root / "experiments").resolve())


def _left_by_sync(path: Path, root: Path) -> Problem | None:
    """What a program that syncs folders left in place of a file, or beside it."""
    shown, waiting = relative_to(path, root), placeholder(path.name)
    if waiting is not None:
        return placeholder_problem(waiting, shown)
    original = conflict_copy(path.name, OF_EXPERIMENT if _of_experiment(path, root) else ())
    return copy_problem(path.name, original, shown) if original is not None else None


def _with_sheets(name: str, data: bytes, folder: str, path: Path, locale: str | None) -> OpenedFile:
    try:
        file = OpenedFile(name, folder, path, sha256(data).hexdigest(), data, tuple(open_sheets(name, data, locale)))
        return file if file.is_workbook else replace(file, data=b"")
    except SourceError as error:
        return OpenedFile(name, folder, path, problems=error.problems)
    except Exception as error:  # whatever a file holds, it never stops the others
        return OpenedFile(name, folder, path, problems=(unexpected(error, name),))
