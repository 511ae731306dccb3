"""Calibration results as a table that people can open, and back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from cliptrial.metrics import Kind
from cliptrial.planning.calibration import CellResult, Tally
from cliptrial.planning.calibration_cells import Cell, Layout
from cliptrial.planning.usual_methods import METHODS

SHARE = "{:.5f}"
"""Enough digits to give back every count of up to 50,000 runs."""
_ARMS = ("control", "variant")
_WINS, _POWER = "_false_positives", "_power"


def row(result: CellResult) -> dict[str, str | int | float]:
    """One cell as named values: shares between 0 and 1, counts as they are."""
    cell, tally = result.cell, result.tally
    cells: dict[str, str | int | float] = {
        "cell": cell.name,
        "layout": cell.layout.value,
        "kind": cell.kind.value,
        "posts_per_arm": cell.posts_per_arm,
        "sigma": cell.sigma,
        "autocorrelation": cell.autocorrelation,
        **({f"{arm}_spread": one for arm, one in zip(_ARMS, cell.spreads, strict=True)} if cell.spreads else {}),
        **({"missing": cell.missing} if cell.missing else {}),
        "effect": cell.effect,
        "runs": tally.runs,
        "refused": tally.refused,
        **({"withheld": tally.withheld, "warned": tally.warned} if cell.layout.questions == 1 else {}),
        "contradictions": tally.contradictions,
        "false_positives": result.false_positives,
        "coverage": result.coverage,
        "power": result.power,
    }
    for method in METHODS:
        shares = result.usual(method)
        if shares is not None:
            cells |= {f"{method}{_WINS}": shares[0], f"{method}{_POWER}": shares[1]}
    return cells


def to_csv(results: Iterable[CellResult]) -> str:
    """The table as CSV; empty where a method does not apply."""
    rows = [{key: SHARE.format(v) if _is_share(key) else v for key, v in row(r).items()} for r in results]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(dict.fromkeys(key for one in rows for key in one)), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def from_csv(text: str) -> list[CellResult]:
    """The results behind a table written by :func:`to_csv`."""
    return [_result(line) for line in csv.DictReader(io.StringIO(text))]


def _is_share(key: str) -> bool:
    return key in ("coverage", "power", "false_positives") or key.endswith((_WINS, _POWER))


def _result(line: Mapping[str, str]) -> CellResult:
    cell = Cell(
        Layout(line["layout"]),
        Kind(line["kind"]),
        int(line["posts_per_arm"]),
        float(line["sigma"]),
        float(line["autocorrelation"]),
        _spreads(line),
        float(line.get("missing") or 0),
    )
    runs, refused = int(line["runs"]), int(line["refused"])

    def count(key: str, of: int) -> int:
        return round(float(line[key]) * of)

    known = [method for method in METHODS if line.get(f"{method}{_WINS}")]
    return CellResult(
        cell,
        Tally(
            runs=runs,
            refused=refused,
            withheld=int(line.get("withheld") or 0),
            warned=int(line.get("warned") or 0),  # tables from before it was counted
            wins=count("false_positives", runs),
            held=count("coverage", runs - refused),
            detected=count("power", runs),
            contradictions=int(line["contradictions"]),
            usual_wins={m: count(f"{m}{_WINS}", runs) for m in known},
            usual_detected={m: count(f"{m}{_POWER}", runs) for m in known},
        ),
    )


def _spreads(line: Mapping[str, str]) -> tuple[float, float] | None:
    """The spreads of a cell that has some; tables from before have no such columns."""
    control, variant = (line.get(f"{arm}_spread") for arm in _ARMS)
    return (float(control), float(variant)) if control and variant else None


def headline(results: Sequence[CellResult]) -> tuple[float, float]:
    """The lowest and the highest share of false positives over cells that chance assigned.

    Families and arms that vary differently are apart, as they may err less often or are not answered.
    """
    plain = [r for r in results if r.cell.comparisons == 1 and not r.cell.unequal_spread]
    shares = [r.false_positives for r in plain if r.cell.layout.randomised]
    return min(shares), max(shares)
