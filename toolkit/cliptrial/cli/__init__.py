"""The command ``cliptrial``.

Nothing but this package is imported before the current folder is off the path: a ``pandas.py`` there is a file like
any other.
"""

from __future__ import annotations

from collections.abc import Sequence

from cliptrial.registry.safety.processes import leave_current_folder

__all__ = ["main", "run"]


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and exit; see :func:`cliptrial.cli.entry.main`."""
    leave_current_folder()
    from cliptrial.cli.entry import main as enter

    enter(args)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; see :func:`cliptrial.cli.entry.run`."""
    from cliptrial.cli.entry import run as run_command

    return run_command(arguments)
