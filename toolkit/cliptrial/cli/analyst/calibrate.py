"""``cliptrial calibrate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cliptrial.cli.output import JsonOption, print_json, print_table, say, show
from cliptrial.messages import says

if TYPE_CHECKING:
    from cliptrial.planning.calibration import CellResult
    from cliptrial.planning.calibration_cells import Cell

SHOWN = ("false_positives", "coverage", "power", "sums_as_trials_false_positives", "welch_logs_false_positives")


def run(
    runs: Annotated[int, typer.Option(min=1, help="Simulated experiments a cell.")] = 4000,
    cells: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only cells whose name starts so; repeatable. Default: all."),
    ] = None,
    processes: Annotated[int, typer.Option(min=1, max=64, help="How many work at once.")] = 2,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write calibration.csv and calibration.svg there.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """How often are ClipTrial and the usual methods wrong? Counted on posts with a known truth.

    Simulates experiments by many designs, runs them through the engines of the reports and counts winners
    where nothing was to win, intervals that hold the truth, and effects that are found.
    """
    from cliptrial.planning.calibration import calibrate
    from cliptrial.planning.calibration_table import row

    chosen = _chosen(cells)
    results = calibrate(chosen, runs=runs, processes=processes, progress=lambda r: say(_line(r)))
    off = [result.cell.name for result in results if result.is_off(len(results))]
    if out is not None:
        _write(out, results)
    if as_json:
        print_json({"cells": [row(result) for result in results], "off": off})
    else:
        _show(results, off)
    if off:
        raise typer.Exit(1)


def _chosen(names: list[str] | None) -> tuple[Cell, ...]:
    from cliptrial.planning.calibration_cells import CELLS

    wanted = tuple(cell for cell in CELLS if not names or cell.name.startswith(tuple(names)))
    lost = [name for name in names or () if not any(cell.name.startswith(name) for cell in CELLS)]
    if lost:
        known = ", ".join(sorted({cell.layout.value for cell in CELLS}))
        raise typer.BadParameter(
            says('no cell is called "{lost}"; names start with {known}', lost=lost[0], known=known),
            param_hint="--cells",
        )
    return wanted


def _line(result: CellResult) -> str:
    return says(
        "{cell}: {wrong:.1%} false positives, {coverage:.1%} coverage, {withheld:.1%} withheld, {warned:.1%} warned",
        cell=result.cell.name,
        wrong=result.false_positives,
        coverage=result.coverage,
        withheld=result.withheld,
        warned=result.warned,
    )


def _write(folder: Path, results: list[CellResult]) -> None:
    from cliptrial.planning.calibration_table import to_csv
    from cliptrial.plots.calibration_figure import calibration_file
    from cliptrial.registry.files import write_atomically

    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / "calibration.csv", to_csv(results))
    write_atomically(folder / "calibration.svg", calibration_file(results))


def _show(results: list[CellResult], off: list[str]) -> None:
    from cliptrial.planning.calibration_table import row

    rows = []
    for result in results:
        values = row(result)
        checked = (f"{result.withheld:.1%}", f"{result.warned:.1%}")
        rows.append([result.cell.name, *(f"{values[key]:.1%}" if key in values else "" for key in SHOWN), *checked])
    names = [says("False positives"), says("Coverage"), says("Power"), says("Sums as trials"), says("Welch on logs")]
    print_table([says("Cell"), *names, says("Withheld"), says("Warned")], rows)
    show()
    show(says("Off by more than luck: {off}", off=list(off)) if off else says("No cell is off by more than luck."))
