"""What commands print, to the letter: sessions at a terminal in ``transcripts/*.txt``.

The first line says at which stage of a workspace (``tests/refusals/bases.py``) and on which day; ``$`` is a command,
and below it stands what it prints, on standard error behind ``2>``, with the exit code where it is not 0. Behind ``<<``
stand the lines that somebody types where a terminal asks. ``cat`` shows a file, ``write`` makes one.
``python -m tests.cli.test_transcripts`` writes them anew.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.clock import on_day
from tests.refusals.bases import Bases, inside

from cliptrial.cli.entry import run

TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))
CLOCKS = ("cli.weekly.comment", "cli.weekly.ingest", "cli.weekly.status", "cli.weekly.approve", "cli.weekly.team")
CLOCKS += ("cli.weekly.plan", "cli.weekly.lock", "cli.weekly.list", "cli.weekly.decide", "cli.sometimes.clients")
CLOCKS += ("cli.growth.proof", "cli.growth.idea", "cli.growth.numbers", "cli.cadence")

_NOW = re.compile(r"20\d\d-\d\d-\d\d \d\d:\d\d(?= +stands)")
_ID = re.compile(r"\b[0-9a-f]{8}\b")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def played(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The session as it goes now."""
    first, *lines = path.read_text("utf-8").splitlines()
    stage, day, german = re.fullmatch(r"# stage (\w+), on ([\d-]+)(, in German)?", first).groups()  # type: ignore[union-attr]
    for module in CLOCKS:
        on_day(monkeypatch, module, date.fromisoformat(day))
    root = Bases(folder).copy(stage, folder / "ws")
    if german:
        settings = root / "workspace.yaml"
        settings.write_text(settings.read_text("utf-8") + "language: de\n", encoding="utf-8")
    with inside(root):
        said = [line for command in lines if command.startswith("$ ") for line in (command, *_printed(command[2:]))]
    text = "\n".join([first, *(line.replace(str(root), "{here}").rstrip() for line in said), ""])
    return _NOW.sub("{now}", _ID.sub("{id}", text))


def _printed(command: str) -> Iterator[str]:
    if command.startswith("cat "):
        yield from Path(command[4:]).read_text("utf-8").splitlines()
        return
    if command.startswith("write "):
        name, _, text = command[6:].partition(" ")
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text.replace("\\n", "\n"), encoding="utf-8")
        return
    words, _, typed = command.partition(" << ")
    out, err = io.StringIO(), _Terminal() if typed else io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.MonkeyPatch.context() as patch:
        if typed:
            patch.setattr(sys, "stdin", _Terminal("".join(f"{line}\n" for line in typed.split("|"))))
            patch.setenv("NO_COLOR", "1")
        code = run(shlex.split(words))
    yield from out.getvalue().splitlines()
    yield from (f"2> {line}" for line in err.getvalue().splitlines())
    if code:
        yield f"[exit {code}]"


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_session_at_the_terminal_goes_as_it_is_written(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert played(path, tmp_path, monkeypatch) == path.read_text("utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:] or map(str, TRANSCRIPTS):
        with tempfile.TemporaryDirectory() as scratch, pytest.MonkeyPatch.context() as patch:
            Path(name).write_text(played(Path(name), Path(scratch), patch), encoding="utf-8")
