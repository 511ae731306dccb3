"""Columns that stand in a table more than once under one name: equal ones are one, others could be either."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from cliptrial.messages import Message, says

MEND = says("Rename or remove the one that is not meant.")


@dataclass(frozen=True, slots=True)
class Repeated:
    """A name that several columns have.

    Attributes:
        name: The name.
        places: Where they stand, counted from 0.
        differ: The first row in which they say different things, counted from 0; None where they never do.
    """

    name: str
    places: tuple[int, ...]
    differ: int | None

    @property
    def what(self) -> Message:
        """That they differ, and where, but for the row."""
        places = [place + 1 for place in self.places]
        return says(
            'Columns {places} are both called "{column}" and say different things', places=places, column=self.name
        )


def repeated(names: Sequence[str], rows: Sequence[Sequence[object]], asked: Collection[str]) -> Iterator[Repeated]:
    """Names that several columns have, of those that are asked for.

    Cells are compared as they are written; one that is empty says nothing.

    Args:
        names: Of all columns, as they are compared.
        rows: The cells of every row.
        asked: The names that matter.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        places[name].append(place)
    for name in dict.fromkeys(asked):
        own = places.get(name, [])
        if len(own) > 1:
            said = ({_said(row[place]) for place in own if place < len(row)} - {""} for row in rows)
            differ = next((number for number, values in enumerate(said) if len(values) > 1), None)
            yield Repeated(name, tuple(own), differ)


def first_said(cells: Sequence[object], places: Sequence[int]) -> object:
    """What the first of several equal cells says that says anything."""
    return next((cells[place] for place in places if _said(cells[place])), "")


def _said(cell: object) -> str:
    if isinstance(cell, float) and cell != cell:
        return ""
    return (
        "" if cell is None else str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
    )
