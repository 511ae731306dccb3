"""The worked examples of CONTRIBUTING.md, and copies of the house that they are added to."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.places import ROOT

GUIDE = ROOT / "CONTRIBUTING.md"
HOUSE = ("toolkit", "templates", "notebooks", "pyproject.toml")
UNWRITTEN = shutil.ignore_patterns("__pycache__", ".*_cache")


@dataclass(frozen=True)
class Addition:
    """Lines of a file, and the lines that they are added after; none where they are the whole of a new file."""

    path: str
    above: str
    lines: str


def examples() -> dict[str, tuple[Addition, ...]]:
    """By heading, what is to be added for each question."""
    parts = re.split(r"^## (.+)$", GUIDE.read_text("utf-8"), flags=re.MULTILINE)
    return {
        heading: tuple(one for block in re.findall(r"```diff\n(.*?)```", text, re.DOTALL) for one in _additions(block))
        for heading, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def _additions(block: str) -> Iterable[Addition]:
    for path, lines in re.findall(r"^@@ (.+)\n((?:[+ ].*\n|\n)+)", block, re.MULTILINE):
        for above, added in re.findall(r"((?:^(?: .*)?\n)*)((?:^\+.*\n)+)", lines, re.MULTILINE):
            yield Addition(path, re.sub(r"^ ", "", above, flags=re.MULTILINE), added.replace("\n+", "\n")[1:])


def copy_of_the_house(folder: Path) -> Path:
    """The package, its templates and its notebooks in another folder."""
    for name in HOUSE:
        whole = ROOT / name
        (shutil.copytree(whole, folder / name, ignore=UNWRITTEN) if whole.is_dir() else shutil.copy(whole, folder))
    return folder


def add(house: Path, additions: Iterable[Addition]) -> None:
    """Do what an example says."""
    for one in additions:
        path = house / one.path
        if one.above:
            add_below(path, {one.above: one.lines})
        else:
            path.parent.mkdir(exist_ok=True)
            assert not path.exists()
            path.write_text(one.lines, encoding="utf-8")


def add_below(path: Path, additions: Mapping[str, str]) -> None:
    """Add lines to a file below others, each of which it has once."""
    text = path.read_text(encoding="utf-8")
    for above, lines in additions.items():
        assert text.count(f"\n{above}") == 1, f"{path.name} has {text.count(above)} times:\n{above}"
        text = text.replace(f"\n{above}", f"\n{above}{lines}")
    path.write_text(text, encoding="utf-8")


def changed(house: Path) -> set[str]:
    """Files of a copy that are new or differ."""
    files = (path for name in HOUSE for path in [house / name, *(house / name).rglob("*")])
    written = {path.relative_to(house) for path in files if path.is_file() and "__pycache__" not in path.parts}
    return {name.as_posix() for name in written if _bytes(ROOT / name) != _bytes(house / name)}


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def run(house: Path, *arguments: str) -> str:
    """What a new Python prints that knows the copy alone."""
    environment = {**os.environ, "PYTHONPATH": str(house / "toolkit"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, encoding="utf-8", cwd=house
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout
