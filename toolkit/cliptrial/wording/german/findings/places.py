"""How German names where posts stand."""

from __future__ import annotations

from collections.abc import Sequence

from cliptrial.analysis.findings import measured, refused
from cliptrial.wording.phrases import Phrases

WithRows = refused.ImpossibleValues | measured.ImpossibleLeftOut | measured.LinesAside


def named_rows(f: WithRows, s: Phrases) -> str:
    """Which rows, after a colon, where they are known."""
    return f": {named_places((), f.rows, s)}" if f.rows else ""


def named_places(positions: Sequence[int], rows: Sequence[int], s: Phrases) -> str:
    """Where posts stand: in the plan, or in a table."""
    if positions:
        return named_positions(positions, s)
    return f"Zeile{'' if len(rows) == 1 else 'n'} {s.listing(rows)}" if rows else ""


def named_positions(positions: Sequence[int], s: Phrases) -> str:
    """Where posts stand in the plan."""
    return f"{'Nr.' if len(positions) == 1 else 'Nrn.'}\u00a0{s.listing(positions)}"
