"""``posts.csv``: which position went out under which link, and what became of it where that is not as planned."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import Message, nothing, says
from cliptrial.registry.files import shown_path
from cliptrial.registry.plan.post_states import PostState, state_of
from cliptrial.registry.plan.spreadsheets import Row, Table, read_table, write_table
from cliptrial.registry.rounds.home import plan_folder
from cliptrial.registry.safety.turns import one_at_a_time, workspace_of

FILE = "posts.csv"
COLUMNS = ("position", "link")
STATE = "state"
"""A column that is there where people said what became of a post."""


def read_links(folder: Path, positions: Collection[int] | None = None) -> dict[int, str]:
    """Links by position; positions without a link are left out.

    Args:
        folder: The experiment's folder.
        positions: The positions of its schedule; where given, others are problems.

    Raises:
        RegistryError: Rows that cannot be used; every one is listed.
    """
    folder = plan_folder(folder)
    if not (folder / FILE).exists():
        return {}
    shown = shown_path(folder, FILE)
    links: dict[int, str] = {}
    rows: dict[int | str, int] = {}
    problems: list[Problem] = []
    for row in read_table(folder / FILE, shown, COLUMNS).rows:
        in_row = _row_problems(row, positions, rows, shown)
        problems.extend(in_row)
        if not in_row and row.cells.get("link"):
            links[int(row.cells["position"])] = row.cells["link"]
    if problems:
        raise RegistryError(problems)
    return dict(sorted(links.items()))


def read_states(folder: Path) -> dict[int, PostState]:
    """By position: what people said became of its post; words that are not known were refused by :func:`read_links`."""
    folder = plan_folder(folder)
    path = folder / FILE
    if not path.exists():
        return {}
    cells = [row.cells for row in read_table(path, shown_path(folder, FILE), COLUMNS).rows]
    states = {row.get("position", ""): state_of(row.get(STATE) or "") for row in cells}
    return {int(number): state for number, state in sorted(states.items()) if state is not None and number.isdigit()}


def add_state(folder: Path, position: int, state: PostState | None) -> None:
    """Write what became of the post of one position, or take it away; other rows and columns stay as they are."""
    folder = plan_folder(folder)
    with one_at_a_time(workspace_of(folder)):
        path = folder / FILE
        table = read_table(path, shown_path(folder, FILE), COLUMNS) if path.exists() else Table(COLUMNS, ())
        rows = {row.cells["position"]: {**row.cells} for row in table.rows}
        rows.setdefault(str(position), {"position": str(position), "link": ""})[STATE] = state.value if state else ""
        columns = table.columns if STATE in table.columns else (*table.columns, STATE)
        write_table(path, columns, (rows[number] for number in sorted(rows, key=int)))


def write_links(folder: Path, links: Mapping[int, str]) -> None:
    """Write all links anew, in order of position."""
    write_table(plan_folder(folder) / FILE, COLUMNS, ({"position": p, "link": links[p]} for p in sorted(links)))


def add_link(folder: Path, position: int, link: str, positions: Collection[int] | None = None) -> None:
    """Add the link of one position, or replace its link; other rows and columns stay as they are.

    Raises:
        RegistryError: The position is unknown, the link is not one, or another position has it.
    """
    with one_at_a_time(workspace_of(folder)):
        _put(folder, position, link, positions)


def put_back(folder: Path, position: int, link: str | None) -> None:
    """Let a position have the link again that it had before, or none.

    Raises:
        RegistryError: Another position has the link by now.
    """
    if link is not None:
        add_link(folder, position, link)
        return
    folder = plan_folder(folder)
    with one_at_a_time(workspace_of(folder)):
        table = read_table(folder / FILE, shown_path(folder, FILE), COLUMNS)
        rows = [row.cells for row in table.rows if row.cells.get("position") != str(position)]
        write_table(folder / FILE, table.columns, rows)


def _put(folder: Path, position: int, link: str, positions: Collection[int] | None) -> None:
    folder = plan_folder(folder)
    shown = shown_path(folder, FILE)
    existing = read_links(folder, positions)
    others: dict[int | str, int] = {text: number for number, text in existing.items() if number != position}
    row = Row(len(existing) + 2, {"position": str(position), "link": link.strip()})
    problems = _row_problems(row, positions, others, shown)
    if problems:
        raise RegistryError(problems)
    path = folder / FILE
    table = read_table(path, shown, COLUMNS) if path.exists() else None
    kept = [r.cells for r in table.rows if r.cells.get("position") != str(position)] if table else []
    replaced = next((r.cells for r in table.rows if r.cells.get("position") == str(position)), {}) if table else {}
    rows = sorted([*kept, {**replaced, **row.cells}], key=lambda cells: int(cells["position"]))
    write_table(path, table.columns if table else COLUMNS, rows)


def _row_problems(row: Row, positions: Collection[int] | None, rows: dict[int | str, int], shown: str) -> list[Problem]:
    """What is wrong with one row; ``rows`` remembers the row of a position, the position of a link."""
    position, link = row.cells.get("position", ""), row.cells.get("link", "")
    if not re.fullmatch(r"[1-9]\d{0,5}", position, re.ASCII):
        return [
            _problem(
                row,
                shown,
                "position",
                says('"{position}" is not a position', position=position),
                says("A number from schedule.csv"),
            )
        ]
    number = int(position)
    problems = []
    if positions is not None and number not in positions:
        what = says("The schedule has no position {number}", number=number)
        problems.append(_problem(row, shown, "position", what, says("A number from schedule.csv")))
    if number in rows:
        what = says("Position {number} is already in row {row}", number=number, row=rows[number])
        problems.append(_problem(row, shown, "position", what, says("Each position once")))
    if link in rows:
        what = says("Position {number} has the same link", number=rows[link])
        problems.append(_problem(row, shown, "link", what, says("Each link once")))
    problems.extend(_link_problems(row, shown, link))
    if row.cells.get(STATE) and state_of(row.cells[STATE]) is None:
        what = says('"{state}" is no state of a post', state=row.cells[STATE])
        problems.append(_problem(row, shown, STATE, what, says("one of: {states}", states=list(PostState))))
    rows.setdefault(number, row.number)
    if link:
        rows.setdefault(link, number)
    return problems


def _link_problems(row: Row, shown: str, link: str) -> list[Problem]:
    if re.fullmatch(r"\d([.,]\d+)?[eE]\+?\d+", link):
        what = says("A spreadsheet has rounded the post's number to {link}", link=link)
        return [
            _problem(row, shown, "link", what, says("The link of the post"), says("Paste the link again, as text."))
        ]
    if re.search(r"\s", link):
        return [
            _problem(row, shown, "link", says('"{link}" is not one link', link=link), says("One link, without spaces"))
        ]
    return []


def _problem(row: Row, shown: str, column: str, what: Message, expected: Message, mend: Message = nothing) -> Problem:
    return Problem("links", what, expected, mend or says("Correct the row."), shown, row=row.number, field=column)
