"""The command ``cliptrial``."""

from cliptrial.cli.entry import main, run

__all__ = ["main", "run"]
