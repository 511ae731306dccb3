"""What somebody is found by in files: handles, masks and the ids of posts, in texts, workbooks and archives alike."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LARGEST = 256 * 1024**2
"""Bytes up to which a file, or one inside an archive, is looked through."""
_WORD = re.compile(rb"[A-Za-z0-9_-]{6,}")


@dataclass(frozen=True, slots=True)
class Traces:
    """What is looked for.

    Attributes:
        words: Names, in small letters; anywhere in a text.
        ids: Ids of posts, as whole words.
    """

    words: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()

    def in_text(self, text: str) -> bool:
        """Whether a text has any of them."""
        return self.in_bytes(text.encode())

    def in_bytes(self, data: bytes) -> bool:
        """Whether any stands there, in UTF-8 or UTF-16."""
        small = data.lower()
        if any(word.encode(code) in small for word in self.words for code in ("utf-8", "utf-16-le", "utf-16-be")):
            return True
        ids = {one.encode() for one in self.ids}
        plain = data.replace(b"\0", b"") if b"\0" in data[:512] else data
        return bool(ids) and any(word[0] in ids for word in _WORD.finditer(plain))

    def in_file(self, path: Path) -> bool:
        """Whether a file has any of them, packed or not; what cannot be read says nothing."""
        with suppress(OSError):
            if path.is_file() and path.stat().st_size <= LARGEST:
                return self._packed(path.read_bytes())
        return False

    def _packed(self, data: bytes) -> bool:
        if self.in_bytes(data):
            return True
        if not data.startswith(b"PK\x03\x04"):
            return False
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                small = [one for one in archive.infolist() if one.file_size <= LARGEST]
                return any(self.in_text(one.filename) or self._packed(archive.read(one)) for one in small)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
            return False


def files_below(folder: Path, *but: Path) -> Iterator[Path]:
    """Every file below a folder, by name; hidden folders, links and these folders are left out."""
    left_out = {path.resolve() for path in but}
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if name[0] != "." and (Path(here) / name).resolve() not in left_out
        )
        yield from (path for name in sorted(names) if not (path := Path(here) / name).is_symlink())
