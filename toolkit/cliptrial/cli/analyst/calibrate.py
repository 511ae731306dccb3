"""``cliptrial calibrate``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol, TypeVar

import typer

from cliptrial.cli.output import JsonOption, print_json, print_table, say, show
from cliptrial.messages import says

if TYPE_CHECKING:
    from cliptrial.planning.calibration import CellResult
    from cliptrial.planning.calibration_cells import Cell
    from cliptrial.planning.expectation import Expectation
    from cliptrial.planning.manipulations import ManipulationResult

SHOWN = ("false_positives", "coverage", "power", "sums_as_trials_false_positives", "welch_logs_false_positives")


def run(
    runs: Annotated[
        int | None, typer.Option(min=1, help="Simulated experiments a cell. Default: 4000; of manipulations 200.")
    ] = None,
    cells: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only cells whose name starts so; repeatable. Default: all."),
    ] = None,
    processes: Annotated[int, typer.Option(min=1, max=64, help="How many work at once.")] = 2,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Write calibration.csv and .svg there; of all cells, expectation.csv, too; or manipulations.csv, or "
            "crossed.csv.",
        ),
    ] = None,
    manipulations: Annotated[
        bool,
        typer.Option(
            "--manipulations",
            help="Count instead how often manipulated seasons win, and honest ones are warned of, through real files.",
        ),
    ] = False,
    together: Annotated[
        bool, typer.Option("--together", help="Count combined tests instead: two or three questions on the same posts.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """How often are ClipTrial and the usual methods wrong? Counted on posts with a known truth.

    Simulates experiments by many designs, runs them through the engines of the reports and counts winners
    where nothing was to win, intervals that hold the truth, and effects that are found.
    """
    if together and manipulations:
        raise typer.BadParameter(says("say --together or --manipulations, not both"))
    off = (_manipulations if manipulations else _crossed if together else _cells)(cells, runs, processes, out, as_json)
    if off:
        raise typer.Exit(1)


def _cells(names: list[str] | None, runs: int | None, processes: int, out: Path | None, as_json: bool) -> list[str]:
    """The engines' cells; the names of those that are off."""
    from cliptrial.planning.calibration_cells import CELLS

    results = _run(CELLS, names, runs, processes)
    if out is not None:
        _write(out, results)
        if not names:
            _write_expectations(out, runs or 4000)
    return _told(results, as_json)


def _crossed(names: list[str] | None, runs: int | None, processes: int, out: Path | None, as_json: bool) -> list[str]:
    """The cells of combined tests; the names of those that are off."""
    from cliptrial.planning.calibration_cells import CROSSED_CELLS
    from cliptrial.planning.calibration_table import to_csv
    from cliptrial.registry.files import write_atomically

    results = _run(CROSSED_CELLS, names, runs, processes)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        write_atomically(out / "crossed.csv", to_csv(results))
    return _told(results, as_json)


def _run(every: Sequence[Cell], names: list[str] | None, runs: int | None, processes: int) -> list[CellResult]:
    """The cells that were asked for, each told as soon as it stands."""
    from cliptrial.planning.calibration import calibrate

    chosen = _chosen(every, names, [cell.layout.value for cell in every])
    return calibrate(chosen, runs=runs or 4000, processes=processes, progress=lambda r: say(_line(r)))


def _told(results: list[CellResult], as_json: bool) -> list[str]:
    """Tell every cell; the names of those that are off."""
    from cliptrial.planning.calibration_table import row

    off = [result.cell.name for result in results if result.is_off(len(results))]
    if as_json:
        print_json({"cells": [row(result) for result in results], "off": off})
    else:
        _show(results, off)
    return off


def _manipulations(
    names: list[str] | None, runs: int | None, processes: int, out: Path | None, as_json: bool
) -> list[str]:
    """What teams do to win; the names of what wins in silence, or is warned of though honest."""
    from cliptrial.planning.manipulations import MANIPULATIONS, row, to_csv, try_manipulations
    from cliptrial.registry.files import write_atomically

    chosen = _chosen(MANIPULATIONS, names, [one.way.value for one in MANIPULATIONS])
    results = try_manipulations(chosen, runs=runs or 200, processes=processes, progress=lambda r: say(_counts(r)))
    off = [result.manipulation.name for result in results if not result.holds]
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        write_atomically(out / "manipulations.csv", to_csv(results))
    if as_json:
        print_json({"manipulations": [row(result) for result in results], "off": off})
    else:
        heads = [says("Seasons"), says("Number"), says("Better"), says("Better in silence")]
        print_table(
            [*heads, says("Warned"), says("Withheld")],
            [[result.manipulation.name, *map(str, list(row(result).values())[2:7])] for result in results],
        )
        show()
        held = says("No manipulation wins in silence, and honest seasons are left alone.")
        show(says("Off by more than luck: {off}", off=list(off)) if off else held)
    return off


class _Named(Protocol):
    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=_Named)


def _chosen(every: Sequence[T], names: list[str] | None, kinds: Sequence[str]) -> tuple[T, ...]:
    wanted = tuple(one for one in every if not names or one.name.startswith(tuple(names)))
    lost = [name for name in names or () if not any(one.name.startswith(name) for one in every)]
    if lost:
        known = ", ".join(sorted(set(kinds)))
        raise typer.BadParameter(
            says('no cell is called "{lost}"; names start with {known}', lost=lost[0], known=known),
            param_hint="--cells",
        )
    return wanted


def _counts(result: ManipulationResult) -> str:
    counts = result.counts
    return says(
        "{name}: {runs} seasons, {better} better, {slipped} of them in silence, "
        "{warned} warned of, {withheld} withheld",
        name=result.manipulation.name,
        runs=counts.runs,
        better=counts.better,
        slipped=counts.slipped,
        warned=counts.warned,
        withheld=counts.withheld,
    )


def _line(result: CellResult) -> str:
    if result.cell.layout.questions > 1:
        return says(
            "{cell}: {wrong:.1%} false positives, {coverage:.1%} coverage, {power:.1%} power",
            cell=result.cell.name,
            wrong=result.false_positives,
            coverage=result.coverage,
            power=result.power,
        )
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


def _write_expectations(folder: Path, runs: int) -> None:
    """What decided results promise, beside what is true of them."""
    from cliptrial.planning.expectation import expectations, to_csv
    from cliptrial.registry.files import write_atomically

    situations = expectations(10 * runs, engine_runs=runs, progress=lambda one: say(_expected(one)))
    write_atomically(folder / "expectation.csv", to_csv(situations))


def _expected(one: Expectation) -> str:
    return says(
        "expected effect, {truths} truths, {posts} an arm, by {route}: {ratio:.2f} of the truth ({decided} decided)",
        truths=one.truths.value,
        posts=one.posts_per_arm,
        route=one.route.value,
        ratio=one.ratio,
        decided=one.decided,
    )


def _show(results: list[CellResult], off: list[str]) -> None:
    from cliptrial.planning.calibration_table import row

    rows = []
    for result in results:
        values = row(result)
        checked = (f"{result.withheld:.1%}", f"{result.warned:.1%}") if "warned" in values else ("", "")
        rows.append([result.cell.name, *(f"{values[key]:.1%}" if key in values else "" for key in SHOWN), *checked])
    names = [says("False positives"), says("Coverage"), says("Power"), says("Sums as trials"), says("Welch on logs")]
    print_table([says("Cell"), *names, says("Withheld"), says("Warned")], rows)
    show()
    show(says("Off by more than luck: {off}", off=list(off)) if off else says("No cell is off by more than luck."))
