"""Files are whole at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cliptrial.errors import RegistryError
from cliptrial.registry.files import probable_encoding, write_atomically

WRITER = """
import sys
from pathlib import Path
from cliptrial.registry.files import write_atomically
i = 0
while True:
    i += 1
    write_atomically(Path(sys.argv[1]), f"{i % 10}" * 500_000)
    print(i, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
def test_a_kill_at_any_moment_leaves_a_whole_file(tmp_path: Path) -> None:
    """Old or new, never half."""
    path = tmp_path / "file.txt"
    for wait in (0.0, 0.0013, 0.0029):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        text = path.read_text(encoding="utf-8")
        assert (len(text), len(set(text))) == (500_000, 1)


def test_a_failure_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    """Text that cannot be written is refused before anything is touched."""
    path = tmp_path / "file.txt"
    write_atomically(path, "old\r\n")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(path, "\ud800")
    (tmp_path / "folder").mkdir()
    with pytest.raises(PermissionError if os.name == "nt" else IsADirectoryError):
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


@pytest.mark.skipif(os.name == "nt", reason="permissions are POSIX")
def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    """Not the temporary file; in a process of its own, for a superuser may write anywhere."""
    tmp_path.chmod(0o555)
    code = (
        "import os, sys; from pathlib import Path; from cliptrial.registry.files import write_atomically; "
        "os.geteuid() or os.seteuid(65534); write_atomically(Path(sys.argv[1]), 'x')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.txt")], capture_output=True, text=True, check=False
    )
    tmp_path.chmod(0o755)
    assert "cannot be written to, so a.txt was not written" in done.stderr
    assert ".tmp" not in done.stderr.splitlines()[-1]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match=r"no folder .*nowhere, so a\.txt"):
        write_atomically(tmp_path / "nowhere" / "a.txt", "x")
