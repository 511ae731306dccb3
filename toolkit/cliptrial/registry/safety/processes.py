"""Processes of this machine: whose they are, whether they live, and what those that we start may import."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from contextlib import suppress
from pathlib import Path

PACKAGES = Path(__file__).resolve().parents[3]
"""The folder that this package is imported from."""


def this_machine() -> str:
    """This machine in eight characters."""
    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]


def is_alive(process: int) -> bool:
    """Whether a process of this machine still runs; True where nobody can tell."""
    if sys.platform == "win32":
        # Signal 0 only asks on POSIX; on Windows it would interrupt the process.
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def safe_environment() -> dict[str, str]:
    """The environment of a Python that finds this package, and imports nothing from the folder it runs in."""
    inherited = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    kept = [path for path in inherited if Path(path).is_absolute() and path.rstrip(os.sep) not in _here()]
    path = os.pathsep.join(dict.fromkeys([str(PACKAGES), *kept]))
    return {**os.environ, "PYTHONPATH": path, "PYTHONSAFEPATH": "1"}


def leave_current_folder() -> None:
    """Take the current folder off the path of imports: what lies there is data, whatever it is called."""
    here = _here() - {str(PACKAGES)}
    sys.path[:] = [path for path in sys.path if path not in here]


def _here() -> set[str]:
    """How the current folder is written on a path; it may have been removed."""
    with suppress(OSError):
        return {"", str(Path.cwd())}
    return {""}
