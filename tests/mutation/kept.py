"""The map as it is kept in the project: who has none yet need not make it, which takes longer than using it."""

from __future__ import annotations

import io
import lzma
import tarfile
from pathlib import Path
from typing import IO, cast


def pack(folder: Path, kept: Path) -> None:
    """Keep the notes of a folder; the same notes are the same bytes."""
    with lzma.open(kept, "wb", preset=9) as out, tarfile.open(fileobj=out, mode="w") as archive:
        for path in sorted(folder.glob("*.json")):
            data = path.read_bytes()
            entry = tarfile.TarInfo(path.name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))


def unpack(folder: Path, kept: Path) -> None:
    """Put the notes that were kept into a folder that holds none."""
    if kept.exists() and not any(folder.glob("*.json")):
        with tarfile.open(kept) as archive:
            for entry in archive:
                (folder / Path(entry.name).name).write_bytes(cast("IO[bytes]", archive.extractfile(entry)).read())
