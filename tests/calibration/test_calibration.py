"""A reduced calibration on drawn schedules: the engines err as often as they say, and no oftener."""

from __future__ import annotations

import json
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from scipy.stats import binom
from tests.places import ROOT
from typer.testing import CliRunner

from cliptrial.analysis import estimate
from cliptrial.analysis.estimate import Comparison, compare_pair
from cliptrial.cli.app import app
from cliptrial.metrics import Kind
from cliptrial.planning.calibration import CellResult, Tally, calibrate, outside
from cliptrial.planning.calibration_cells import CELLS, CROSSED_CELLS, METRIC, Cell, Layout
from cliptrial.planning.calibration_table import from_csv, to_csv
from cliptrial.planning.calibration_world import CONTROL, VARIANT, assign, invent

NAMES = (
    "rotated-count-8-s1-r0.3",
    "rotated-count-14-s1.5-r0.3",
    "rotated-count-28-s1-r0.5",
    "rotated-mean-14-s0.25-r0.3",
    "rotated-rate-14-s1-r0.3",
    "rotated-rare-14-s0.6-r0.3",
    "rotated-money-14-s0.6-r0.3",
    "family-count-14-s1-r0.3",
    "family_of_four-count-14-s1-r0.3",
    "complete-count-14-s1-r0.3",
    "unequal-count-10-s1-r0.3",
    "weekend_heavy-count-14-s1-r0.3",
    "weekend_heavy-rate-14-s1-r0.3",
    "alternation-count-14-s1-r0.3",
    "first_then-count-14-s1-r0.3",
)
RUNS = 200


def named(name: str) -> Cell:
    return next(cell for cell in CELLS if cell.name == name)


UNEQUAL_SPREAD = (
    "unequal-rate-20-s1-r0.3-v0.1:0.4",
    "fourfold-rate-12-s1-r0.3-v0.1:0.4",
    "complete-money-28-s1-r0.3-v0.5:1.5",
    "unequal-money-20-s1-r0.3-v0.5:1.5",
)


@pytest.mark.slow
@pytest.mark.parametrize("name", UNEQUAL_SPREAD)
def test_a_small_arm_that_varies_more_is_no_winner(name: str) -> None:
    """Not studentised, or without a look at how amounts vary, 14 to 27 of 100 win: far beyond what luck leaves here."""
    (found,) = calibrate([named(name)], runs=240)
    limit = 0.065 if found.cell.kind is Kind.RATE else 0.08
    assert found.tally.wins <= binom.ppf(0.999, 240, limit) < 0.14 * 240
    assert found.tally.contradictions == 0
    assert (found.tally.refused > 0.9 * 240) is (found.cell.kind is Kind.MONEY)


@pytest.mark.slow
@pytest.mark.parametrize("posts", [10, 14, 28])
def test_amounts_whose_spread_nobody_looks_at_win_too_often(posts: int) -> None:
    """The same experiments with and without the look: the run can tell one from the other at every size."""
    cell = Cell(Layout.COMPLETE, Kind.MONEY, posts, 1.0, spreads=(0.5, 1.5))
    (looked,) = calibrate([cell], runs=240)
    with patch.object(estimate, "unequal_spread", lambda *_: None):
        (blind,) = calibrate([cell], runs=240)
    limit = binom.ppf(0.999, 240, 0.08)
    assert looked.tally.wins <= limit < blind.tally.wins
    assert blind.tally.refused == 0 < looked.tally.refused


@pytest.fixture(scope="module")
def reduced() -> dict[str, CellResult]:
    """Every kind of cell, a few hundred experiments each."""
    return {one.cell.name: one for one in calibrate([named(name) for name in NAMES], runs=RUNS)}


def test_there_are_at_most_seventy_cells_and_each_has_a_name_of_its_own() -> None:
    assert len({cell.name for cell in CELLS}) == len(CELLS) <= 70


@pytest.mark.slow
def test_no_cell_is_off_by_more_than_luck(reduced: dict[str, CellResult]) -> None:
    """Over all cells together a sound engine fails this once in a hundred times at most."""
    off = {name: (r.false_positives, r.coverage) for name, r in reduced.items() if r.is_off(len(reduced))}
    assert off == {}


@pytest.mark.slow
def test_intervals_never_contradict_decisions_and_fair_data_are_never_refused(reduced: dict[str, CellResult]) -> None:
    assert sum(r.tally.contradictions for r in reduced.values()) == 0
    assert sum(r.tally.refused for r in reduced.values()) <= 0.02 * RUNS * len(reduced)


@pytest.mark.slow
def test_arms_in_a_fixed_order_never_get_a_causal_verdict(reduced: dict[str, CellResult]) -> None:
    layouts = (Layout.ALTERNATION, Layout.FIRST_THEN)
    withheld = {r.cell.layout: r.tally.withheld for r in reduced.values() if r.cell.layout in layouts}
    assert withheld == dict.fromkeys(layouts, RUNS)


@pytest.mark.slow
def test_totals_taken_for_trials_win_nearly_always(reduced: dict[str, CellResult]) -> None:
    counts = {name: r.usual("sums_as_trials") for name, r in reduced.items() if "-count-" in name}
    assert len(counts) == 10
    assert {name: shares for name, shares in counts.items() if shares is None or shares[0] <= 0.9} == {}


def test_the_check_can_fail() -> None:
    """Fourteen percent false positives, or 86 % coverage, are called off even in a reduced run."""
    cell = named("rotated-count-14-s1-r0.3")
    assert CellResult(cell, Tally(runs=RUNS, wins=28, held=RUNS - 10)).is_off(len(NAMES))
    assert CellResult(cell, Tally(runs=RUNS, wins=10, held=RUNS - 28)).is_off(len(NAMES))
    assert not CellResult(cell, Tally(runs=RUNS, wins=10, held=RUNS - 10)).is_off(len(NAMES))


@pytest.mark.parametrize("share", [0.04, 0.05, 0.06])
def test_a_sound_share_is_called_off_as_rarely_as_promised(share: float) -> None:
    counts = np.arange(RUNS + 1)
    called = np.array([outside(int(k), RUNS, (0.04, 0.06), 0.01) for k in counts])
    assert binom.pmf(counts, RUNS, share)[called].sum() <= 0.01


@pytest.mark.parametrize("name", ["rotated-count-8-s1-r0.3", "twins-count-14-s1-r0.3", "complete-count-28-s1-r0.3"])
def test_an_effect_on_logs_is_a_shift_of_the_same_test(name: str) -> None:
    """What the calibration reads off one analysis is what a second one, with the effect in the data, finds."""
    cell = named(name)
    drawn = assign(cell, 5)
    outcome = invent(cell, drawn.units, 6)
    null, effect = (
        compare_pair(drawn.units, v, METRIC[cell.kind], CONTROL, VARIANT, blocks=cell.layout is Layout.TWINS)
        for v in (outcome.null, outcome.effect)
    )
    assert isinstance(null, Comparison)
    assert isinstance(effect, Comparison)
    shift = np.log1p(cell.effect)
    assert effect.inversion.p_value() == pytest.approx(null.inversion.p_value(-shift))
    assert effect.inversion.interval() == pytest.approx([end + shift for end in null.inversion.interval()])


def test_processes_change_nothing() -> None:
    cells = [named("rotated-count-8-s1-r0.3"), named("complete-rare-14-s0.6-r0.3")]
    assert calibrate(cells, runs=80, processes=2) == calibrate(cells, runs=80)


def test_a_table_that_is_read_gives_back_the_results() -> None:
    results = calibrate([named("rotated-count-8-s1-r0.3"), named("rotated-mean-8-s0.25-r0.3")], runs=40)
    assert from_csv(to_csv(results)) == results


def test_the_packaged_table_is_the_published_one_and_holds_every_cell() -> None:
    published = (ROOT / "docs" / "calibration.csv").read_text(encoding="utf-8")
    assert (ROOT / "templates" / "calibration.csv").read_text(encoding="utf-8") == published
    assert [r.cell for r in from_csv(published)] == list(CELLS)


def test_in_the_published_run_no_cell_is_off_and_nothing_contradicts() -> None:
    results = from_csv((ROOT / "docs" / "calibration.csv").read_text(encoding="utf-8"))
    assert [r.cell.name for r in results if r.is_off(len(results))] == []
    assert sum(r.tally.contradictions for r in results) == 0
    assert min(r.tally.runs for r in results) >= 1000


def test_the_published_combined_tests_err_as_often_as_they_say() -> None:
    results = from_csv((ROOT / "docs" / "crossed.csv").read_text(encoding="utf-8"))
    assert [r.cell for r in results] == list(CROSSED_CELLS)
    assert [r.cell.name for r in results if r.is_off(len(results))] == []
    assert sum(r.tally.contradictions for r in results) == 0
    assert min(r.tally.runs for r in results) == 4000
    assert all(0.035 <= r.false_positives <= 0.06 for r in results)
    assert all(0.935 <= r.coverage <= 0.965 for r in results)


@pytest.mark.parametrize(
    ("name", "counted"),
    [
        ("crossed-count-6-s1-r0.3", Tally(runs=40, held=40, detected=3)),
        ("crossed_three-rate-8-s1-r0.3-m0.1", Tally(runs=40, wins=1, held=38, detected=2, refused=1)),
    ],
)
def test_the_first_forty_combined_tests_are_counted_as_they_were(name: str, counted: Tally) -> None:
    (found,) = calibrate([next(cell for cell in CROSSED_CELLS if cell.name == name)], runs=40)
    assert found.tally == counted
    assert from_csv(to_csv([found])) == [found]


def test_combined_tests_are_counted_by_their_own_option(tmp_path: Path) -> None:
    asked = ["calibrate", "--together", "--runs", "40", "--processes", "1", "--cells", "crossed-count-6-s1-r0.3"]
    done = CliRunner().invoke(app, [*asked, "--out", str(tmp_path), "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert [cell["cell"] for cell in told["cells"]] == ["crossed-count-6-s1-r0.3", "crossed-count-6-s1-r0.3-m0.1"]
    assert "warned" not in told["cells"][0]
    assert [path.name for path in tmp_path.iterdir()] == ["crossed.csv"]


def test_the_command_writes_table_and_figure_and_prints_one_object(tmp_path: object) -> None:
    out = str(tmp_path)
    asked = [
        "calibrate",
        "--runs",
        "40",
        "--processes",
        "1",
        "--cells",
        "rotated-count-8-s1-r0.3",
        "--out",
        out,
        "--json",
    ]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["cells"][0]["runs"] == 40
    assert told["off"] == []
    assert (tmp_path / "calibration.svg").read_text().startswith("<svg")  # type: ignore[operator]
    assert len(from_csv((tmp_path / "calibration.csv").read_text())) == 1  # type: ignore[operator]
