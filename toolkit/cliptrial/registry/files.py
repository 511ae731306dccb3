"""Reading text that people saved with any program, and writing files that are never half there."""

from __future__ import annotations

import codecs
import errno
import os
import tempfile
import time
from functools import lru_cache
from pathlib import Path

from cliptrial.errors import Problem, RegistryError, relative_to
from cliptrial.messages import Message, says

LARGEST_TEXT = 32 * 1024**2
_UTF16_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_WESTERN = frozenset(range(0xC0, 0x100)) | {0x80, 0x84, 0x85, 0x91, 0x92, 0x93, 0x94, 0x96, 0x97, 0xA7, 0xB0}
_MACINTOSH = frozenset({0x80, 0x85, 0x86, 0x8A, 0x8E, 0x9A, 0x9F, 0xA7, 0xD2, 0xD3, 0xD5})


def write_atomically(path: Path, data: bytes | str, *, private: bool = False) -> None:
    """Write a whole file or nothing: a temporary file in the same folder, then one rename.

    Args:
        path: The file.
        data: Its content; text is written as UTF-8 and its line ends are kept as they are.
        private: Whether only this user may read it, whatever rights it had.

    Raises:
        RegistryError: The folder is not there, or cannot be written to.
    """
    content = data.encode("utf-8") if isinstance(data, str) else data
    handle, name = _temporary(path)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o600 if private else _permissions(path))
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _temporary(path: Path) -> tuple[int, str]:
    """A new file beside ``path``; where there can be none, the folder is to blame and is named."""
    try:
        return tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    except (FileNotFoundError, NotADirectoryError):
        what = says("There is no folder {parent}, so {name} cannot be written", parent=path.parent, name=path.name)
        raise RegistryError(Problem("no_folder", what, says("A folder that exists"), says("Create it."))) from None
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
        what = says(
            "The folder {parent} cannot be written to, so {name} was not written", parent=path.parent, name=path.name
        )
        mend = says("Ask for the right to write there, or use another folder.")
        raise RegistryError(Problem("read_only", what, says("A folder that you may write to"), mend)) from None


def _permissions(path: Path) -> int:
    """Those of the file that is replaced, else what the process gives to new files."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


Stamp = tuple[int, int, int]
"""When a file was last changed, its size and its number on the disk."""
YOUNG = 2 * 10**9
"""Nanoseconds within which a disk may give a second change the time of the first."""


def settled(path: Path) -> Stamp | None:
    """A stamp that differs once the file does; None where there is no file, or where it was changed just now."""
    try:
        stat = path.stat()
    except OSError:
        return None
    if time.time_ns() - stat.st_mtime_ns < YOUNG:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def read_text(path: Path, shown: str) -> str:
    """The text of a UTF-8 file, with or without byte-order mark.

    Args:
        path: The file.
        shown: How the file is named in problems.

    Raises:
        RegistryError: The file is missing or not UTF-8; names the encoding it probably has.
    """
    try:
        if path.exists() and not path.is_dir():
            _refuse_endless(path, shown)
        data = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise RegistryError(
            Problem(
                "missing_file", says("There is no file {name}", name=path.name), path=shown, mend=says("Create it.")
            )
        ) from None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RegistryError(_encoding_problem(data, error.start, shown)) from None


def _refuse_endless(path: Path, shown: str) -> None:
    """A pipe or a device could go on for ever; no file that people write is larger than a book."""
    if not path.is_file():
        what = says("{name} is a pipe or a device, not a file", name=path.name)
        raise RegistryError(Problem("no_regular_file", what, says("A file on the disk"), path=shown))
    if path.stat().st_size > LARGEST_TEXT:
        what = says("{name} is larger than {most} MB", name=path.name, most=LARGEST_TEXT // 1024**2)
        raise RegistryError(Problem("too_large", what, says("A file that people write"), path=shown))


def shown_path(folder: Path, name: str) -> str:
    """``experiments/<slug>/<name>``, as someone standing in the workspace writes it."""
    if (folder / name).is_symlink():
        return relative_to(folder / name, folder.resolve().parent.parent)
    return f"{_shown_folder(folder)}/{name}"


@lru_cache(maxsize=4096)
def _shown_folder(folder: Path) -> str:
    return "/".join(folder.resolve().parts[-2:])


def _encoding_problem(data: bytes, start: int, shown: str) -> Problem:
    before = data[:start]
    line = before.count(b"\n") + 1
    column = len(before.rsplit(b"\n", 1)[-1].decode("utf-8")) + 1
    return Problem(
        "encoding",
        says("The file is not UTF-8; it was probably saved as {encoding}", encoding=probable_encoding(data)),
        says("UTF-8"),
        says("Save it again and choose UTF-8 as the encoding."),
        path=shown,
        line=line,
        column=column,
    )


def probable_encoding(data: bytes) -> Message:
    """The encoding that bytes which are not UTF-8 were most likely saved in."""
    if data[:2] in _UTF16_MARKS or data[:200].count(0) > len(data[:200]) // 4:
        return says('UTF-16 ("Unicode" in Windows programs)')
    high = [byte for byte in data if byte >= 0x80]
    western = sum(byte in _WESTERN for byte in high)
    macintosh = sum(byte in _MACINTOSH for byte in high)
    if macintosh > western:
        return says("{name}", name="Mac Roman")
    return says('Windows-1252 ("ANSI" in Windows programs)')
