"""What is mutated, and where the map of the tests is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

SHARES = {
    "stats": 42,
    "analysis": 36,
    "analysis/checks": 30,
    "rotation": 30,
    "posts": 42,
    "registry": 36,
    "planning": 16,
    "wording": 14,
    "report": 14,
    "cli": 14,
    "forms": 8,
    "simulate": 6,
    "metrics": 6,
    "plots": 6,
}
"""Mutants out of 300 for each folder; the nearest of these names is a file's folder."""


@dataclass(frozen=True)
class Project:
    """A package and its tests.

    Attributes:
        root: Where pytest runs.
        package: The package's folder, below ``root``.
        tests: The tests' folder, below ``root``.
    """

    root: Path
    package: str = "toolkit/cliptrial"
    tests: str = "tests"

    @property
    def cache(self) -> Path:
        """Where the map is kept; git ignores it."""
        return self.root / ".mutation"

    @property
    def kept(self) -> Path:
        """A map that comes with the project."""
        return self.root / self.tests / "mutation" / "map.tar.xz"

    def modules(self) -> list[str]:
        """Every module of the package, below ``root``."""
        found = sorted((self.root / self.package).rglob("*.py"))
        return [path.relative_to(self.root).as_posix() for path in found]

    def test_files(self) -> list[str]:
        """Every test file but this tool's own, below ``root``."""
        found = sorted((self.root / self.tests).rglob("test_*.py"))
        names = [path.relative_to(self.root).as_posix() for path in found]
        return [name for name in names if not name.startswith(f"{self.tests}/mutation/")]

    def name(self, path: str) -> str:
        """A module's dotted name."""
        parts = Path(path).relative_to(Path(self.package).parent).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def folder(self, path: str) -> str:
        """The row of the table that a module belongs to."""
        parts = Path(path).relative_to(self.package).parent.parts
        nearest = ["/".join(parts[:depth]) for depth in (2, 1)]
        return next((name for name in nearest if name in SHARES), parts[0] if parts else ".")

    def read(self, path: str) -> str:
        """The text of a file below ``root``."""
        return (self.root / path).read_text(encoding="utf-8")


def digest(*texts: str) -> str:
    """A short name for what was read."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:12]
