"""What commands print: results on stdout, progress and problems on stderr."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from itertools import zip_longest
from pathlib import Path
from textwrap import TextWrapper, wrap
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from cliptrial.cli.language import in_words
from cliptrial.errors import Problem
from cliptrial.messages import says
from cliptrial.registry.safety.signs import escaped, visible

if TYPE_CHECKING:
    from rich.console import Console

    from cliptrial.registry.workspace import Workspace

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        metavar="DIR",
        help="Folder with workspace.yaml. Default: the nearest one upwards from here.",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else, for programs.")]
LeaveOutOption = Annotated[
    str | None,
    typer.Option(metavar="impossible", help="Leave out rows whose numbers cannot be true, e.g. likes above views."),
]
LocaleOption = Annotated[str | None, typer.Option(help="Where the file comes from, e.g. de, for 1.234 and 03/04/2026.")]
MapOption = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=COLUMN", help="Column of another tool's table, or a mapping file."),
]
SlugArgument = Annotated[
    str, typer.Argument(metavar="SLUG", help="The experiment: name of its folder in experiments/.")
]
NamedArgument = Annotated[
    list[str], typer.Argument(metavar="SLUG...", help="The experiment; with --together two or three.")
]
SlugsArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[SLUG]...", help="Experiments, by folder name. Default: all.", show_default=False),
]


def only_one(slugs: Sequence[str], name: str | None = None) -> str:
    """The one experiment that is meant without ``--together``.

    Raises:
        typer.BadParameter: Several are named, or a name for a combined test.
    """
    if len(slugs) > 1:
        wanted = says("one experiment; to have several on the same posts, add --together")
        raise typer.BadParameter(wanted, param_hint="SLUG")
    if name is not None:
        raise typer.BadParameter(says("names a combined test: add --together"), param_hint="--as")
    return slugs[0]


def open_workspace(folder: Path | None) -> Workspace:
    """The workspace named by ``--workspace``, else the nearest one upwards from here."""
    from cliptrial.posts.workspaces import find_workspace, load_workspace

    return find_workspace(Path.cwd()) if folder is None else load_workspace(folder)


def quoted(path: Path | str) -> str:
    """A path as it must be typed, with quotes where it holds spaces or other signs."""
    if sys.platform == "win32":
        from subprocess import list2cmdline

        return list2cmdline([str(path)])
    from shlex import quote

    return quote(str(path))


def to_plain(value: object) -> Any:
    """``value`` as JSON can hold it: records as objects, dates as text, NaN and infinity as null.

    Messages are told in the language of the command.
    """
    if isinstance(value, Enum):
        return to_plain(value.value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, str):
        return in_words(value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Mapping):
        return {_key(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return [to_plain(item) for item in sorted(value, key=str)]
    if isinstance(value, Iterable) and not hasattr(value, "model_dump") and not hasattr(value, "item"):
        return [to_plain(item) for item in value]
    return _record(value)


def _key(key: object) -> str:
    plain = to_plain(key)
    return plain if isinstance(plain, str) else json.dumps(plain)


def _record(value: object) -> object:
    """Dataclasses, pydantic models, dates, paths and numpy scalars, without importing their libraries."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return value.as_posix()
    for method in ("model_dump", "tolist"):
        if hasattr(value, method):
            return to_plain(getattr(value, method)())
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def print_json(value: object) -> None:
    """Print one JSON object on stdout, UTF-8, with NaN and infinity as null."""
    text = json.dumps(to_plain(value), ensure_ascii=False, indent=2, allow_nan=False)
    sys.stdout.write(escaped(text) + "\n")
    sys.stdout.flush()


def seen(text: str) -> str:
    """A message, or any text, as a terminal may show it."""
    return visible(in_words(text))


def say(text: str) -> None:
    """Tell how it goes, on stderr, so that stdout stays clean for results."""
    sys.stderr.write(seen(text) + "\n")
    sys.stderr.flush()


def show(text: str = "") -> None:
    """Print a line of the result on stdout."""
    sys.stdout.write(seen(text) + "\n")


def print_table(headers: Sequence[str], rows: Iterable[Sequence[object]], stream: TextIO | None = None) -> None:
    """Print a table, on stdout unless told: ruled on a terminal, plain columns elsewhere. None is an empty cell."""
    stream = stream or sys.stdout
    headers = [seen(header) for header in headers]
    cells = [[_cell(cell) for cell in row] for row in rows]
    if stream.isatty():
        _rich_table(headers, cells, stream)
        return
    widths = [max(map(len, column)) for column in zip(headers, *cells, strict=True)]
    for row in (headers, *cells):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        stream.write(seen(line) + "\n")


def print_steps(headers: Sequence[str], rows: Sequence[tuple[Sequence[object], str | None]]) -> None:
    """Print rows of a table, each with a line of its own below it, in at most :data:`WIDTH` characters.

    Long cells go over several lines; what is to be typed breaks at spaces only.
    """
    table = [[seen(header) for header in headers], *([_cell(cell) for cell in row] for row, _ in rows)]
    room = [max(map(len, column)) for column in zip(*table, strict=True)]
    while sum(room) + 2 * (len(room) - 1) > WIDTH and max(room) > LEAST:
        room[room.index(max(room))] -= 1
    below = [None, *(step for _, step in rows)]
    for row, step in zip(table, below, strict=True):
        cells = [wrap(cell, most) or [""] for cell, most in zip(row, room, strict=True)]
        for line in zip_longest(*cells, fillvalue=""):
            show("  ".join(cell.ljust(most) for cell, most in zip(line, room, strict=True)).rstrip())
        if step:
            show("\n".join(_BELOW.wrap(seen(step))))


WIDTH, LEAST = 100, 12
"""Characters that such a table takes at most, and that a column keeps."""
_BELOW = TextWrapper(
    WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
)


def _cell(value: object) -> str:
    return "" if value is None else seen(value if isinstance(value, str) else str(value)).replace("\n", "\u240a")


def _rich_table(headers: Sequence[str], cells: Iterable[Sequence[str]], stream: TextIO) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*headers, box=SIMPLE_HEAD, pad_edge=False)
    for row in cells:
        table.add_row(*map(Text, row))
    Console(file=stream).print(table)


def problem_table(problems: Iterable[Problem], *, notes: bool = False, stream: TextIO | None = None) -> None:
    """Print problems (or notes) on stderr: a block each on a terminal, a line each elsewhere."""
    stream = stream or sys.stderr
    if not stream.isatty():
        for problem in problems:
            kind = says("note: {told}", told=problem.message) if notes else says("error: {told}", told=problem.message)
            stream.write(seen(kind).replace("\n", " ") + "\n")
        stream.flush()
        return
    from rich.console import Console

    console = Console(file=stream, highlight=False)
    for problem in problems:
        _problem_block(console, problem, "yellow" if notes else "red")


def _problem_block(console: Console, problem: Problem, colour: str) -> None:
    from rich.padding import Padding
    from rich.text import Text

    console.print(Text("● ", colour) + Text(seen(problem.where) or problem.code, "bold"))
    lines = [
        (problem.what, ""),
        (problem.expected and says("Expected: {expected}", expected=problem.expected), "dim"),
        (problem.mend, "green"),
    ]
    for text, style in lines:
        if text:
            console.print(Padding(Text(seen(text), style), (0, 0, 0, 2)))
