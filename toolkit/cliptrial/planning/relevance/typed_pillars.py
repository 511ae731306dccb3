"""Pillars that people type: ``pillars.csv`` in the workspace, a post a row, and beside the topics of a plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import did_you_mean, says
from cliptrial.posts.text.ids import id_in_link
from cliptrial.registry.beside.strategy import plain
from cliptrial.registry.files import read_text
from cliptrial.registry.plan.spreadsheets import read_table
from cliptrial.registry.workspace import Workspace

FILE = "pillars.csv"


def typed_pillars(workspace: Workspace) -> Mapping[str, str]:
    """By post id: the pillar that somebody typed; nothing where there is no file.

    Raises:
        RegistryError: Rows that cannot be used; every one is listed.
    """
    path = workspace.root / FILE
    rows = _rows(workspace, path, "link", id_in_link) if path.is_file() else []
    return {post: name for post, name in rows if name}


def topics_in(workspace: Workspace, path: Path) -> tuple[str, ...]:
    """The topics of a text file, one a line; of a table with the columns topic and pillar as ``pillar: topic``.

    Raises:
        RegistryError: The file cannot be read, or rows of the table cannot be used; every one is listed.
    """
    lines = [line.strip() for line in read_text(path, path.name).splitlines() if line.strip()]
    header = {cell.strip(' "').lower() for cell in re.split("[,;\t]", lines[0])} if lines else set()
    if not {"topic", "pillar"} <= header:
        return tuple(lines)
    rows = _rows(workspace, path, "topic", lambda text: text or None)
    return tuple(f"{name}: {topic}" if name else topic for topic, name in rows)


def _rows(
    workspace: Workspace, path: Path, column: str, read: Callable[[str], str | None]
) -> list[tuple[str, str | None]]:
    """What stands in a column as it is read, and the pillar beside it; None where none stands there."""
    known = {plain(text): name for name, one in workspace.pillars.items() for text in (name, one.label or name)}
    rows: list[tuple[str, str | None]] = []
    wrong: list[Problem] = []
    for row in read_table(path, path.name, (column, "pillar")).rows:
        cell, typed = row.cells.get(column, ""), row.cells.get("pillar", "")
        value, name = read(cell), known.get(plain(typed))
        if value is None:
            what = says('"{text}" is no link to a post', text=cell) if cell else says("The row is empty there")
            wrong.append(Problem("pillar_row", what, path=path.name, row=row.number, field=column))
        if name is None and typed:
            what, expected = (
                says('There is no pillar "{name}"', name=typed),
                says("One of {names}", names=[*workspace.pillars]),
            )
            mend = did_you_mean(typed, workspace.pillars, says("Add it under `pillars` in workspace.yaml."))
            wrong.append(
                Problem("unknown_pillar", what, expected, mend, path=path.name, row=row.number, field="pillar")
            )
        rows += [(value, name)] if value else []
    if wrong:
        raise RegistryError(wrong)
    return rows
