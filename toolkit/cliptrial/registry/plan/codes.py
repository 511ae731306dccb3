"""``codes.csv``: which discount code the post of a position names."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import Message, says
from cliptrial.registry.files import shown_path
from cliptrial.registry.plan.spreadsheets import Row, read_table
from cliptrial.registry.rounds.home import plan_folder

FILE = "codes.csv"
COLUMNS = ("position", "code")


def read_codes(folder: Path, positions: Collection[int]) -> dict[int, str]:
    """Codes by position; positions without a code are left out.

    Args:
        folder: The experiment's folder.
        positions: The positions of its schedule.

    Raises:
        RegistryError: Rows that cannot be used; every one is listed.
    """
    folder = plan_folder(folder)
    if not (folder / FILE).exists():
        return {}
    shown = shown_path(folder, FILE)
    codes: dict[int, str] = {}
    rows: dict[str, int] = {}
    problems: list[Problem] = []
    for row in read_table(folder / FILE, shown, COLUMNS).rows:
        in_row = [_problem(row, shown, *one) for one in _misfits(row.cells, positions, rows)]
        problems.extend(in_row)
        if not in_row and row.cells.get("code"):
            codes[int(row.cells["position"])] = row.cells["code"]
        for place in _places(row.cells):
            rows.setdefault(place, row.number)
    if problems:
        raise RegistryError(problems)
    return dict(sorted(codes.items()))


def _misfits(
    cells: Mapping[str, str], positions: Collection[int], rows: Mapping[str, int]
) -> list[tuple[str, Message, Message]]:
    """By column: what is wrong and what was expected; ``rows`` knows where positions and codes stand already."""
    position, code = cells.get("position", ""), cells.get("code", "")
    number, each = _places(cells)
    wrong = []
    if not re.fullmatch(r"[1-9]\d{0,5}", position, re.ASCII):
        what = says('"{position}" is not a position', position=position)
        wrong.append(("position", what, says("A number from schedule.csv")))
    elif int(position) not in positions:
        what = says("The schedule has no position {number}", number=int(position))
        wrong.append(("position", what, says("A number from schedule.csv")))
    elif number in rows:
        what = says("Position {number} is already in row {row}", number=int(position), row=rows[number])
        wrong.append(("position", what, says("Each position once")))
    if re.search(r"\s", code):
        wrong.append(("code", says('"{code}" is not one code', code=code), says("One code, without spaces")))
    elif code and each in rows:
        what = says('The code "{code}" is already in row {row}', code=code, row=rows[each])
        wrong.append(("code", what, says("A code of its own for each post, or nobody knows which one sold")))
    return wrong


def _places(cells: Mapping[str, str]) -> tuple[str, str]:
    """What a position and a code are remembered by; shops read codes without regard to capitals."""
    return f"position {cells.get('position', '')}", f"code {cells.get('code', '').casefold()}"


def _problem(row: Row, shown: str, column: str, what: Message, expected: Message) -> Problem:
    return Problem("codes", what, expected, says("Correct the row."), shown, row=row.number, field=column)
