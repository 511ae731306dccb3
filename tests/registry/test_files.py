"""Files are whole at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cliptrial.registry.files import probable_encoding, write_atomically

WRITER = """
import sys
from pathlib import Path
from cliptrial.registry.files import write_atomically
i = 0
while True:
    i += 1
    write_atomically(Path(sys.argv[1]), f"{i % 10}" * 500_000)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
def test_a_kill_at_any_moment_leaves_a_whole_file(tmp_path: Path) -> None:
    """Old or new, never half."""
    path = tmp_path / "file.txt"
    for wait in (0.25, 0.31, 0.37):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(path)])
        time.sleep(wait)
        deadline = time.monotonic() + 20
        while not path.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        text = path.read_text(encoding="utf-8")
        assert (len(text), len(set(text))) == (500_000, 1)


def test_a_failure_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    """Text that cannot be written is refused before anything is touched."""
    path = tmp_path / "file.txt"
    write_atomically(path, "old\r\n")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(path, "\ud800")
    (tmp_path / "folder").mkdir()
    with pytest.raises((IsADirectoryError, PermissionError)):
        write_atomically(tmp_path / "folder", "x")
    assert path.read_bytes() == b"old\r\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file.txt", "folder"]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman"), ("utf-16", "UTF-16"), ("utf-16-be", "UTF-16")],
)
@pytest.mark.parametrize("text", ["Für die Küche", "title: größer, schöner, „süß“ – ja"])
def test_the_probable_encoding_is_named(text: str, encoding: str, name: str) -> None:
    """So that people know which menu to open."""
    assert probable_encoding(text.encode(encoding)).startswith(name)
