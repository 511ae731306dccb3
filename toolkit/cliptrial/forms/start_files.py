"""Files in a workspace that open ClipTrial with a double click: one for each kind of computer."""

from __future__ import annotations

import sys
from pathlib import Path

from cliptrial.registry.files import write_atomically

_UNIX = """#!/bin/sh
# Opens ClipTrial for the workspace that this file lies in. Close the window to stop it.
# Öffnet ClipTrial für den Ordner, in dem diese Datei liegt. Fenster schließen beendet es.
cd "$(dirname "$0")" || exit 1
for python in "$PWD/.venv/bin/python" "$PWD/../.venv/bin/python" "${VIRTUAL_ENV:-/none}/bin/python" \\
  "$HOME/.venv/bin/python" %s "$(command -v python3)" "$(command -v python)"; do
  if [ -x "$python" ] && "$python" -c "import cliptrial" 2>/dev/null; then
    exec "$python" -m cliptrial lab
  fi
done
echo "ClipTrial is not installed on this computer. Ask whoever set up this folder."
echo "ClipTrial ist auf diesem Computer nicht installiert. Bitte fragen, wer den Ordner eingerichtet hat."
printf "Enter … "
read -r _
exit 1
"""
_WINDOWS = """@echo off
chcp 65001 >nul
rem Opens ClipTrial for the workspace that this file lies in. Close the window to stop it.
rem Öffnet ClipTrial für den Ordner, in dem diese Datei liegt. Fenster schließen beendet es.
cd /d "%~dp0"
for %%P in ({pythons}) do (
  %%P -c "import cliptrial" >nul 2>nul && (
    %%P -m cliptrial lab
    exit /b
  )
)
echo ClipTrial is not installed on this computer. Ask whoever set up this folder.
echo ClipTrial ist auf diesem Computer nicht installiert. Bitte fragen, wer den Ordner eingerichtet hat.
pause
"""
_FOUND = (".venv\\Scripts\\python.exe", "..\\.venv\\Scripts\\python.exe", "%VIRTUAL_ENV%\\Scripts\\python.exe")
NAMES = ("Start.command", "Start.bat", "start.sh")
"""For macOS, Windows and Linux."""


def write_start_files(root: Path) -> tuple[str, ...]:
    """Write into a workspace the start files that it lacks.

    They look for the Python that has ClipTrial: beside the workspace first, then the one that wrote them.

    Args:
        root: The workspace's folder.

    Returns:
        The names of those that are new.
    """
    missing = tuple(name for name in NAMES if not (root / name).exists())
    for name in missing:
        path = root / name
        write_atomically(path, _text(name))
        if name != "Start.bat":
            path.chmod(path.stat().st_mode | 0o111)
    return missing


def _text(name: str) -> str | bytes:
    own = Path(sys.executable)
    windows = own.suffix.lower() == ".exe"
    if name == "Start.bat":
        # Windows reads a batch file line by line, and trips over the ends of lines of other systems.
        here = [str(own)] if windows and "%" not in str(own) else []
        text = _WINDOWS.replace("{pythons}", " ".join(f'"{one}"' for one in (*_FOUND, *here, "py.exe", "python.exe")))
        return text.replace("\n", "\r\n").encode()
    from shlex import quote

    return _UNIX % ("" if windows else quote(str(own)))
