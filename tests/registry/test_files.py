"""Files are whole at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cliptrial.errors import PlanError, Problem, RegistryError
from cliptrial.registry.files import probable_encoding, read_text, write_atomically
from cliptrial.registry.jsonfile import read_json

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


WINDOWS, MACINTOSH = 'Windows-1252 ("ANSI" in Windows programs)', "Mac Roman"
UTF_16 = 'UTF-16 ("Unicode" in Windows programs)'
SIGNS = "€„…‘’“”–—§°" + "".join(map(chr, range(0xC0, 0x100)))
LETTERS = "ÄÅÖÜäöüéß“”’"
"""What German texts hold beside ASCII, as Windows and as a Macintosh saves it."""


@pytest.mark.parametrize("sign", SIGNS)
def test_every_sign_of_windows_speaks_for_windows(sign: str) -> None:
    """Alone, and in a tie with one that only a Macintosh writes so."""
    byte = sign.encode("cp1252")
    assert probable_encoding(byte) == WINDOWS
    both = byte in LETTERS.replace("Å", "").encode("mac_roman")
    assert probable_encoding(byte + "ä".encode("mac_roman")) == (MACINTOSH if both else WINDOWS)


@pytest.mark.parametrize("letter", LETTERS.replace("Å", ""))
def test_every_letter_of_the_macintosh_speaks_for_it(letter: str) -> None:
    """Alone where Windows does not know it, else beside one that Windows does not know."""
    byte = letter.encode("mac_roman")
    known = byte in SIGNS.encode("cp1252")
    assert probable_encoding(byte) == (WINDOWS if known else MACINTOSH)
    assert probable_encoding(byte + "ä".encode("mac_roman")) == MACINTOSH
    assert probable_encoding(byte * 2 + b"plain" + "ä".encode("cp1252")) == (WINDOWS if known else MACINTOSH)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("日本語".encode("utf-16-le"), WINDOWS),
        (b"\xff\xfe" + "日本語".encode("utf-16-le"), UTF_16),
        (b"\xfe\xff" + "日本語".encode("utf-16-be"), UTF_16),
        (b"x" * 150 + b"\0" * 50 + b"\0" * 50, WINDOWS),
        (b"x" * 149 + b"\0" * 51, UTF_16),
        (b"x" * 149 + b"\0" * 50 + b"x" + b"\0" * 50, WINDOWS),
        (b"x" * 3 + b"\0", WINDOWS),
        (b"x" * 2 + b"\0", UTF_16),
    ],
)
def test_a_mark_or_more_than_a_quarter_of_zeros_is_utf_16(data: bytes, name: str) -> None:
    """Among the first two hundred bytes."""
    assert probable_encoding(data) == name


@pytest.mark.skipif(os.name == "nt", reason="permissions are POSIX")
@pytest.mark.parametrize(("mask", "new"), [(0o000, 0o666), (0o027, 0o640), (0o077, 0o600)])
def test_a_file_keeps_its_permissions_and_a_new_one_has_the_usual_ones(tmp_path: Path, mask: int, new: int) -> None:
    """A colleague who could read it still can."""
    before = os.umask(mask)
    try:
        write_atomically(tmp_path / "new.txt", "x")
        write_atomically(tmp_path / "second.txt", "x")
    finally:
        assert os.umask(before) == mask
    assert {(tmp_path / name).stat().st_mode & 0o7777 for name in ("new.txt", "second.txt")} == {new}
    (tmp_path / "new.txt").chmod(0o751)
    write_atomically(tmp_path / "new.txt", "y")
    assert (tmp_path / "new.txt").stat().st_mode & 0o7777 == 0o751


RENAMES: list[tuple[str, str]] = []


def test_what_is_half_written_is_hidden_beside_the_file(tmp_path: Path) -> None:
    """Under a name that no command takes for an export or an experiment."""
    sys.addaudithook(lambda event, seen: RENAMES.append(seen[:2]) if event == "os.rename" else None)
    write_atomically(tmp_path / "numbers.csv", "x")
    (temporary,) = (Path(old) for old, new in RENAMES if Path(new) == tmp_path / "numbers.csv")
    assert temporary.parent == tmp_path
    assert temporary.name.startswith(".numbers.csv.")
    assert temporary.suffix == ".tmp"


def test_a_name_that_no_disk_takes_is_not_laid_at_the_folder(tmp_path: Path) -> None:
    """Only a folder that is closed or not there is told as one."""
    with pytest.raises(OSError, match="too long"):
        write_atomically(tmp_path / ("a" * 250), "x")


@pytest.mark.parametrize("missing", ["nowhere.txt", "folder", "file.txt/inside.txt"])
def test_a_file_that_is_none_is_told_as_missing(tmp_path: Path, missing: str) -> None:
    """A folder, or a file where a folder should be, included."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file.txt").write_text("x", encoding="utf-8")
    with pytest.raises(RegistryError) as caught:
        read_text(tmp_path / missing, "shown.txt")
    told = str(caught.value)
    assert told == f"shown.txt: There is no file {Path(missing).name}. Create it."


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        ("ü: ä".encode("cp1252"), 1, 1),
        ("a\nb\nüü".encode() + b"\xff", 3, 3),
        (b"a\r\n" + b"\xe4", 2, 1),
        (b"\xef\xbb\xbfa\nbc" + b"\xe4", 2, 3),
    ],
)
def test_the_first_sign_that_is_not_utf_8_is_pointed_at(tmp_path: Path, data: bytes, line: int, column: int) -> None:
    """Columns count letters, not bytes; a byte-order mark is none."""
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(RegistryError) as caught:
        read_text(tmp_path / "a.txt", "a.txt")
    assert [(p.code, p.line, p.column) for p in caught.value.problems] == [("encoding", line, column)]


DAMAGED = [
    ("", "empty", 1),
    ("  \n", "empty", 1),
    ('{"a": "b', "breaks off", 1),
    ('{"a": 1,\n"b', "breaks off", 2),
    ('{"a": 1,\n\n', "breaks off", 1),
    ("[1, 2,\n 3", "breaks off", 2),
    ('{"a": 1 "b": 2}', "damaged", 1),
    ('{"a": tru', "damaged", 1),
    ('{\n"a": 1\n}\nxyz', "damaged", 4),
    ('{"a": "x\ny"}', "damaged", 1),
    ('{"a": 1,\n b: "c"}', "damaged", 2),
    ('{\n\n"a" 1}', "damaged", 3),
    ('{"a": b"', "damaged", 1),
    ('\n{"a": "b\\', "breaks off", 2),
]


@pytest.mark.parametrize(("text", "what", "line"), DAMAGED)
def test_json_that_breaks_off_is_told_from_json_that_was_changed(
    tmp_path: Path, text: str, what: str, line: int
) -> None:
    """With the line, and the remedy that the caller knows."""
    words = {
        "empty": "The file is empty",
        "breaks off": "The file breaks off in the middle",
        "damaged": "The file is damaged: something was changed or lost in this line",
    }
    (tmp_path / "a.json").write_text(text, encoding="utf-8", newline="")
    with pytest.raises(PlanError) as caught:
        read_json(tmp_path / "a.json", "shown.json", "code", "Mend it.")
    expected = "The file as it was written"
    assert caught.value.problems == (Problem("code", words[what], expected, "Mend it.", "shown.json", line),)
