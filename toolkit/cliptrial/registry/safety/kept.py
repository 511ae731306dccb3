"""What was worked out from files, kept from run to run: an index that can be deleted at any moment.

It is one file in this user's cache, outside every workspace, so that nobody else's folder can bring one along. What is
kept is looked up by a hash of what it was worked out from and is therefore never out of date; what is damaged, or was
kept by another version, is worked out anew.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
FILE = "kept.sqlite"
_TELL_WHERE = ("XDG_CACHE_HOME", "HOME", "LOCALAPPDATA", "USERPROFILE")
"""What the environment says of where it is."""
MOST = 50_000
"""Entries after which the file is begun anew; nobody works on more at a time."""


def kept(kind: str, source: str) -> bytes | None:
    """What was worked out from a source; None where it is not known.

    Args:
        kind: What it is.
        source: A hash of everything that it was worked out from.
    """
    key = _key(kind, source)
    row = _ask("SELECT seal, content FROM kept WHERE key = ?", (key,))
    if row is None or not isinstance(row[1], bytes) or row[0] != _seal(key, row[1]):
        return None
    return zlib.decompress(row[1])


def keep(kind: str, source: str, content: bytes) -> None:
    """Remember it; where nothing can be written, it is worked out again the next time."""
    key, packed = _key(kind, source), zlib.compress(content, 1)
    _ask("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", (key, _seal(key, packed), packed))


def forget() -> None:
    """Let nothing of it stay: what was removed elsewhere may be in it."""
    _opened.cache_clear()
    with suppress(OSError):  # another program is reading it on Windows; what it holds is hashes and numbers of plans
        place().unlink(missing_ok=True)


def place() -> Path:
    """The file."""
    return _place(*map(os.environ.get, _TELL_WHERE))


@lru_cache(maxsize=8)
def _place(*_environment: str | None) -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("cliptrial", appauthor=False) / FILE


def _key(kind: str, source: str) -> str:
    return f"{kind} {_code()} {source}"


@lru_cache(maxsize=1)
def _code() -> str:
    """Another one with every change of this package: what it works out may be another thing."""
    stats = ((path.name, path.stat()) for path in sorted(PACKAGE.rglob("*.py")))
    return sha256(repr([(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats]).encode()).hexdigest()[:16]


def _seal(key: str, content: bytes) -> str:
    """What the disk has damaged, or what belongs to another source, has another seal."""
    return sha256(key.encode() + b"\0" + content).hexdigest()


def _ask(question: str, values: tuple[object, ...]) -> tuple[object, ...] | None:
    path = place()
    file = _opened(os.getpid(), path)
    if file is None:
        return None
    try:
        answer: tuple[object, ...] | None = file.execute(question, values).fetchone()
    except sqlite3.Error as error:
        _give_up(path, error)
        _opened.cache_clear()
        return None
    return answer


@lru_cache(maxsize=1)
def _opened(_process: int, path: Path) -> sqlite3.Connection | None:
    """The file, made where there is none; a fork needs its own. Nothing in it is worth waiting for."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = sqlite3.connect(path, timeout=0.1, isolation_level=None, check_same_thread=False)
        file.executescript("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;")
        file.execute("CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, seal TEXT, content BLOB)")
        (newest,) = file.execute("SELECT coalesce(max(rowid), 0) FROM kept").fetchone()
        if newest > MOST:
            file.execute("DELETE FROM kept")
    except (OSError, sqlite3.Error) as error:
        _give_up(path, error)
        return None
    return file


def _give_up(path: Path, error: Exception) -> None:
    """A file that is no index any more goes, and is begun anew; one that is busy, full or read-only stays."""
    if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
        with suppress(OSError):
            path.unlink(missing_ok=True)
