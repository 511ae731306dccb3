"""The calibration counts what it says: on made-up comparisons with known answers, and by a loop of our own."""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pytest
from scipy.stats import binom, ttest_ind

from cliptrial.analysis.estimate import Comparison, compare_pair
from cliptrial.analysis.units import Assignment
from cliptrial.metrics import Kind
from cliptrial.planning import calibration
from cliptrial.planning.calibration import (
    CellResult,
    Tally,
    _decided,
    _for_workers,
    _parts,
    _piece,
    calibrate,
    outside,
)
from cliptrial.planning.calibration_cells import CELLS, CROSSED_CELLS, METRIC, SIZES, Cell, Layout
from cliptrial.planning.calibration_table import from_csv, headline, row, to_csv
from cliptrial.planning.calibration_world import CONTROL, START, STRONG, VARIANT, _findings, assign, invent

PINNED = Path(__file__).parent / "pinned" / "worlds.txt"
CELL = Cell(Layout.ROTATED, Kind.COUNT, 8, 1.0)


def tally(factor: int = 1) -> Tally:
    """Counts that are all different."""
    primes = (2, 3, 5, 7, 11, 13, 17, 19)
    return Tally(*(factor * p for p in primes), {"a": 23 * factor, "b": 29}, {"a": 31 * factor})


def test_tallies_add_up_count_by_count() -> None:
    assert tally() + tally(10) == Tally(
        22, 33, 55, 77, 121, 143, 187, 209, {"a": 253, "b": 58}, {"a": 341}
    )  # fmt: skip
    assert tally() + Tally(usual_wins={"c": 1}) == replace(tally(), usual_wins={"a": 23, "b": 29, "c": 1})
    assert Tally() == Tally(0, 0, 0, 0, 0, 0, 0, 0, {}, {})


def result(cell: Cell = CELL, **counts: Any) -> CellResult:
    """A cell with these counts."""
    return CellResult(cell, Tally(**counts))


def test_winners_are_of_all_experiments_and_coverage_of_those_that_gave_a_number() -> None:
    one = result(runs=100, refused=20, wins=4, held=76, detected=40, withheld=5, warned=10, usual_wins={"a": 50},
                 usual_detected={"a": 90})  # fmt: skip
    assert (one.answered, one.false_positives, one.coverage, one.power) == (80, 0.04, 0.95, 0.4)
    assert (one.withheld, one.warned) == (0.05, 0.1)
    assert one.usual("a") == (0.5, 0.9)
    assert one.usual("b") is None
    nothing = result(runs=3, refused=3)
    assert (nothing.answered, nothing.false_positives, nothing.coverage, nothing.power) == (0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize("allowed", [(0.04, 0.06), (0.94, 0.96), (0.0, 0.05), (0.94, 1.0)])
def test_a_count_is_outside_where_a_binomial_test_says_so_of_every_allowed_share(allowed: tuple[float, float]) -> None:
    runs, alpha = 300, 0.02
    for count in range(runs + 1):
        low = binom.cdf(count, runs, allowed[0]) < alpha / 2
        high = 1 - binom.cdf(count - 1, runs, allowed[1]) < alpha / 2
        assert outside(count, runs, allowed, alpha) == (low or high), count
    assert not outside(300, 300, None, alpha)


def test_a_cell_is_off_by_winners_or_by_coverage_at_one_percent_over_all_cells() -> None:
    runs, cells = 4000, 20
    alpha = 0.01 / (2 * cells)
    fine = next(k for k in range(200, runs) if outside(k, runs, (0.04, 0.06), alpha))
    assert result(runs=runs, wins=fine, held=3800).is_off(cells)
    assert not result(runs=runs, wins=fine - 1, held=3800).is_off(cells)
    short = next(k for k in range(3800, 0, -1) if outside(k, runs, (0.94, 0.96), alpha))
    assert result(runs=runs, wins=200, held=short).is_off(cells)
    assert not result(runs=runs, wins=200, held=short + 1).is_off(cells)
    silent = Cell(Layout.FIRST_THEN, Kind.COUNT, 8, 1.0)
    assert not result(silent, runs=runs, wins=2000, held=10).is_off(cells)


@dataclass
class Given:
    """A comparison with known answers; it remembers what it was asked."""

    ends: tuple[float, float]
    p: float
    p_of_nothing: float

    def interval(self, alpha: float) -> tuple[float, float]:
        """The interval, at this error."""
        self.alpha = alpha
        return self.ends

    def p_value(self, effect: float = 0.0) -> float:
        """P of an effect; of none at all where nothing is said."""
        return self.p_of_nothing if effect else self.p


@pytest.mark.parametrize(
    ("given", "truth", "counts"),
    [
        (Given((0.1, 0.5), 0.01, 0.2), 0.3, (1, 1, 0, 0)),
        (Given((0.1, 0.5), 0.05, 0.05), 0.1, (1, 1, 1, 0)),
        (Given((0.1, 0.5), 0.01, 0.051), 0.5, (1, 1, 0, 0)),
        (Given((-0.5, -0.1), 0.01, 0.01), 0.0, (1, 0, 1, 0)),
        (Given((-0.1, 0.5), 0.2, 0.01), -0.2, (0, 0, 1, 0)),
        (Given((-0.1, 0.5), 0.01, 0.01), 0.6, (1, 0, 1, 1)),
        (Given((0.1, 0.5), 0.2, 0.2), 0.3, (0, 1, 0, 1)),
        (Given((-0.5, -0.1), 0.2, 0.2), -0.3, (0, 1, 0, 1)),
        (Given((0.0, 0.5), 0.2, 0.2), 0.3, (0, 1, 0, 0)),
        (Given((-0.5, 0.0), 0.2, 0.2), 0.3, (0, 0, 0, 0)),
    ],
)
def test_winners_coverage_finds_and_contradictions_are_counted_apart(
    given: Given, truth: float, counts: tuple[int, int, int, int]
) -> None:
    found = _decided(CELL, given, truth, 1.0)  # type: ignore[arg-type]
    assert (found.wins, found.held, found.detected, found.contradictions) == counts
    assert found.runs == 0
    assert given.alpha == 0.05


def test_in_a_family_p_is_multiplied_and_the_interval_widened() -> None:
    family = Cell(Layout.FAMILY_OF_FOUR, Kind.COUNT, 14, 1.0)
    given = Given((0.1, 0.5), 0.0125, 0.0126)
    found = _decided(family, given, 0.3, 1.0)  # type: ignore[arg-type]
    assert (found.wins, found.detected) == (1, 0)
    assert given.alpha == pytest.approx(0.0125)


def test_work_is_cut_into_pieces_of_two_assignments_of_forty_outcomes() -> None:
    assert _parts(40) == [(0, 1)]
    assert _parts(41) == [(0, 2)]
    assert _parts(81) == [(0, 2), (2, 3)]
    assert _parts(200) == [(0, 2), (2, 4), (4, 5)]


@pytest.mark.parametrize(
    "cell",
    [
        CELL,
        Cell(Layout.TWINS, Kind.COUNT, 14, 1.0),
        Cell(Layout.COMPLETE, Kind.RATE, 14, 1.0),
        Cell(Layout.FAMILY, Kind.COUNT, 14, 1.0),
        Cell(Layout.ROTATED, Kind.RARE, 8, 0.6),
    ],
    ids=lambda cell: cell.name,
)
def test_a_loop_of_our_own_counts_the_same(cell: Cell) -> None:
    """Both outcomes analysed, none inferred from the other; usual methods by scipy."""
    seeds = np.random.SeedSequence([crc32(cell.name.encode()), 3]).generate_state(41)
    drawn, ours = assign(cell, int(seeds[0])), Counter[str]()
    pair = (drawn.units.arm == CONTROL) | (drawn.units.arm == VARIANT)
    treated = drawn.units.arm == VARIANT
    for seed in seeds[1:]:
        outcome = invent(cell, drawn.units, int(seed))
        null, effect = (
            compare_pair(drawn.units, v, METRIC[cell.kind], CONTROL, VARIANT, blocks=cell.layout is Layout.TWINS)
            for v in (outcome.null, outcome.effect)
        )
        if not isinstance(null, Comparison) or not isinstance(effect, Comparison):
            ours["refused"] += 1
            continue
        m, truth = cell.layout.variants, np.log1p(cell.effect)
        ours["wins"] += m * null.inversion.p_value() <= 0.05
        ours["detected"] += m * effect.inversion.p_value() <= 0.05
        low, high = effect.inversion.interval(0.05 / m)
        ours["held"] += bool(low <= truth <= high)
        for name, values in (("usual_wins", outcome.null), ("usual_detected", outcome.effect)):
            each = values.numerator / values.denominator
            p = ttest_ind(each[treated], each[pair & ~treated], equal_var=False).pvalue
            ours[name] += p <= 0.05
    theirs = _piece((cell, 3, 4))
    assert theirs.runs == 40
    assert {name: getattr(theirs, name) for name in ("refused", "wins", "detected", "held")} == {
        name: ours[name] for name in ("refused", "wins", "detected", "held")
    }
    assert (theirs.usual_wins["welch_raw"], theirs.usual_detected["welch_raw"]) == (
        ours["usual_wins"],
        ours["usual_detected"],
    )
    assert theirs.contradictions == 0


def test_arms_that_take_turns_are_a_fault_in_a_table_and_chance_in_a_plan_by_rule() -> None:
    units = replace(assign(CELL, 1).units, arm=np.array([CONTROL, VARIANT] * 8, object))
    told = [{f.code for f in _findings(CELL, one)} for one in (units, replace(units, schedule=None))]
    assert ["arms_take_turns" in codes for codes in told] == [False, True]


def test_methods_that_do_not_apply_are_not_counted() -> None:
    means = _piece((Cell(Layout.ROTATED, Kind.MEAN, 8, 0.25), 0, 1))
    assert "sums_as_trials" not in means.usual_wins
    assert set(means.usual_wins) == {"welch_raw", "relative_delta", "welch_logs", "ols_weekday"}


def test_results_are_told_as_soon_as_they_stand_and_sum_all_pieces() -> None:
    told: list[CellResult] = []
    (found,) = calibrate([CELL], runs=100, progress=told.append)
    assert told == [found]
    assert found.tally == _piece((CELL, 0, 2)) + _piece((CELL, 2, 3))
    assert found.tally.runs == 120


def test_each_process_computes_in_for_workers_and_the_environment_is_given_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "2")
    with _for_workers():
        assert [os.environ[n] for n in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")] == ["1"] * 3
    assert (os.environ["OMP_NUM_THREADS"], os.environ["OPENBLAS_NUM_THREADS"]) == ("3", "2")
    assert "MKL_NUM_THREADS" not in os.environ
    assert calibration.ALPHA == 0.05


BOUNDS = {
    Layout.ROTATED: ((0.04, 0.06), (0.94, 0.96)),
    Layout.FAMILY: ((0.0, 0.05), (0.94, 1.0)),
    Layout.FAMILY_OF_FOUR: ((0.0, 0.05), (0.94, 1.0)),
    Layout.TWINS: ((0.04, 0.06), (0.94, 0.96)),
    Layout.COMPLETE: ((0.04, 0.06), (0.94, 0.96)),
    Layout.UNEQUAL: ((0.04, 0.06), (0.94, 0.96)),
    Layout.FOURFOLD: ((0.04, 0.06), (0.94, 0.96)),
    Layout.WEEKEND_HEAVY: ((0.04, 0.06), (0.94, 0.96)),
    Layout.ALTERNATION: (None, None),
    Layout.FIRST_THEN: (None, None),
    Layout.CROSSED: ((0.035, 0.06), (0.935, 0.965)),
    Layout.CROSSED_THREE: ((0.035, 0.06), (0.935, 0.965)),
}
BY_CHANCE = set(Layout) - {Layout.WEEKEND_HEAVY, Layout.ALTERNATION, Layout.FIRST_THEN}


@pytest.mark.parametrize("layout", list(Layout))
def test_what_must_come_out_of_a_layout(layout: Layout) -> None:
    cell = Cell(layout, Kind.COUNT, 14, 1.5)
    assert (cell.false_positives, cell.coverage) == BOUNDS[layout]
    assert layout.randomised is (layout in BY_CHANCE)
    assert cell.comparisons == {Layout.FAMILY: 2, Layout.FAMILY_OF_FOUR: 4}.get(layout, 1)
    assert layout.questions == {Layout.CROSSED: 2, Layout.CROSSED_THREE: 3}.get(layout, 1)
    assert cell.name == f"{layout.value}-count-14-s1.5-r0.3"


@pytest.mark.parametrize(
    ("kind", "effect", "wins"),
    [
        (Kind.COUNT, 0.5, (0.04, 0.06)),
        (Kind.MEAN, 0.2, (0.04, 0.06)),
        (Kind.RATE, 0.2, (0.04, 0.06)),
        (Kind.RARE, 1.0, (0.02, 0.06)),
        (Kind.MONEY, 1.0, (0.02, 0.06)),
    ],
)
def test_what_is_true_of_a_kind_of_metric(kind: Kind, effect: float, wins: tuple[float, float]) -> None:
    cell = Cell(Layout.ROTATED, kind, 14, 1.0, 0.0)
    assert (cell.effect, cell.false_positives) == (effect, wins)
    assert cell.coverage == ((0.94, 1.0) if kind in {Kind.RARE, Kind.MONEY} else (0.94, 0.96))
    assert METRIC[kind].kind is kind
    assert cell.name.endswith("-s1-r0")


def test_the_cells_of_a_full_run() -> None:
    counted = Counter((cell.layout.value, cell.kind.value) for cell in CELLS)
    assert counted == {
        ("rotated", "count"): 20, ("rotated", "mean"): 4, ("rotated", "rate"): 4, ("rotated", "rare"): 4,
        ("rotated", "money"): 2, ("twins", "count"): 2, ("family", "count"): 2, ("family_of_four", "count"): 2,
        ("complete", "count"): 4, ("complete", "rate"): 3, ("complete", "rare"): 2, ("complete", "money"): 2,
        ("unequal", "count"): 2, ("unequal", "rate"): 2, ("unequal", "rare"): 1, ("unequal", "money"): 2,
        ("fourfold", "rate"): 1, ("fourfold", "money"): 1,
        ("weekend_heavy", "count"): 4, ("weekend_heavy", "rate"): 2, ("alternation", "count"): 2,
        ("first_then", "count"): 2,
    }  # fmt: skip
    assert SIZES == (8, 14, 28, 56)
    views = {(c.sigma, c.autocorrelation) for c in CELLS if (c.layout, c.kind) == (Layout.ROTATED, Kind.COUNT)}
    assert views == {(0.6, 0.3), (1.0, 0.0), (1.0, 0.3), (1.0, 0.5), (1.5, 0.3)}
    others = {(c.kind.value, c.sigma) for c in CELLS if c.kind is not Kind.COUNT and c.spreads is None}
    assert others == {("mean", 0.25), ("rate", 1.0), ("rare", 0.6), ("money", 0.6)}
    assert {c.posts_per_arm for c in CELLS if c.layout is Layout.UNEQUAL} == {10, 20}
    assert {c.posts_per_arm for c in CELLS if c.layout is Layout.TWINS} == {14, 28}


def test_the_cells_of_combined_tests() -> None:
    sizes = {(2 * c.posts_per_arm, c.layout.questions) for c in CROSSED_CELLS}
    assert sizes == {(12, 2), (16, 2), (16, 3), (24, 2), (24, 3), (28, 2)}
    assert {(c.kind, c.missing) for c in CROSSED_CELLS} == {(k, m) for k in (Kind.COUNT, Kind.RATE) for m in (0, 0.1)}
    assert len(CROSSED_CELLS) == len({c.name for c in CROSSED_CELLS}) == 24


def test_in_a_combined_test_every_other_question_works_and_one_post_in_ten_may_be_missing() -> None:
    cell = Cell(Layout.CROSSED_THREE, Kind.COUNT, 14, 1.0)
    units = assign(cell, 3).units
    alone = replace(units, schedule=None)
    lifted, plain = (invent(cell, one, 4).null.numerator for one in (units, alone))
    assert lifted / plain == pytest.approx(1.5 ** (units.others > 0).sum(axis=1))
    some = replace(cell, missing=0.1)
    gone = np.array([np.isnan(invent(some, units, seed).null.numerator) for seed in range(100)])
    assert gone.mean() == pytest.approx(0.1, abs=0.02)
    outcome = invent(some, units, 5)
    assert (np.isnan(outcome.null.numerator) == np.isnan(outcome.effect.numerator)).all()


@pytest.mark.parametrize(
    ("kind", "spreads", "allowed"),
    [
        (Kind.RATE, (0.1, 0.4), ((0.0, 0.065), (0.935, 1.0))),
        (Kind.RARE, (0.1, 0.4), ((0.0, 0.065), (0.935, 1.0))),
        (Kind.MONEY, (0.5, 1.5), ((0.0, 0.08), None)),
        (Kind.RATE, (0.25, 0.25), ((0.04, 0.06), (0.94, 0.96))),
        (Kind.MONEY, (1.0, 1.0), ((0.02, 0.06), (0.94, 1.0))),
    ],
)
def test_posts_that_vary_more_in_one_arm_may_err_a_little_oftener(
    kind: Kind, spreads: tuple[float, float], allowed: tuple[Any, Any]
) -> None:
    cell = Cell(Layout.UNEQUAL, kind, 20, 1.0, spreads=spreads)
    assert (cell.false_positives, cell.coverage) == allowed
    assert cell.name == f"unequal-{kind.value}-20-s1-r0.3-v{spreads[0]:g}:{spreads[1]:g}"
    assert from_csv(to_csv([result(cell, runs=40, refused=7, wins=2, held=30, detected=4)]))[0].cell == cell


@pytest.mark.parametrize(("kind", "of"), [(Kind.RATE, 0.042), (Kind.RARE, 2.0), (Kind.MONEY, 25.0)])
def test_arms_that_vary_differently_have_one_mean_and_the_spreads_of_the_cell(kind: Kind, of: float) -> None:
    cell = Cell(Layout.COMPLETE, kind, 40_000, 1.0, spreads=(0.1, 0.4))
    units = assign(replace(cell, posts_per_arm=28), 1).units
    units = replace(units, arm=np.repeat(np.array([CONTROL, VARIANT], object), 40_000))
    outcome = invent(cell, units, 3)
    lifted = outcome.effect.numerator[40_000:].sum() / outcome.null.numerator[40_000:].sum()
    assert lifted == pytest.approx(1 + cell.effect, rel=0.05)
    for side, spread in ((slice(0, 40_000), 0.1), (slice(40_000, None), 0.4)):
        each = (outcome.null.numerator / outcome.null.denominator)[side]
        assert each.mean() == pytest.approx(of, rel=0.02)
        own = np.log(each).var() if kind is Kind.MONEY else each.var() / of**2
        luck = 1 / 2 if kind is Kind.RARE else 0.0
        assert own == pytest.approx(spread**2 if kind is Kind.MONEY else spread + luck, rel=0.06)


def test_the_table_has_shares_of_five_digits_counts_as_they_are_and_gives_both_back() -> None:
    full = result(
        Cell(Layout.UNEQUAL, Kind.RATE, 10, 0.6, 0.1), runs=7000, refused=3, withheld=4, warned=9, wins=350, held=6647,
        detected=1234, contradictions=1, usual_wins={"welch_raw": 6999, "ols_weekday": 0},
        usual_detected={"welch_raw": 1, "ols_weekday": 7000},
    )  # fmt: skip
    bare = result(runs=41, wins=2, held=39, detected=5)
    told = row(full)
    assert told["effect"] == 0.2
    assert told["welch_raw_false_positives"] == 6999 / 7000
    assert told["ols_weekday_power"] == 1.0
    text = to_csv([full, bare])
    assert from_csv(text) == [full, bare]
    first, second = csv.DictReader(io.StringIO(text))
    assert (first["false_positives"], first["coverage"], first["power"]) == ("0.05000", "0.94998", "0.17629")
    assert (first["welch_raw_false_positives"], first["runs"], first["sigma"]) == ("0.99986", "7000", "0.6")
    assert (first["withheld"], first["warned"], first["refused"], first["contradictions"]) == ("4", "9", "3", "1")
    assert second["welch_raw_power"] == ""
    assert not text.endswith("\n\n")
    assert "\r" not in text


def test_the_headline_is_of_single_comparisons_that_chance_assigned() -> None:
    cells = [(Layout.ROTATED, 45), (Layout.COMPLETE, 58), (Layout.FAMILY, 10), (Layout.WEEKEND_HEAVY, 90)]
    results = [result(Cell(layout, Kind.COUNT, 14, 1.0), runs=1000, wins=wins) for layout, wins in cells]
    assert headline(results) == (0.045, 0.058)


def worlds() -> str:
    """One drawn world of every layout and kind, number by number."""
    lines = []
    cells = [Cell(layout, Kind.COUNT, 8, 1.0) for layout in Layout]
    cells += [Cell(Layout.ROTATED, kind, 8, 0.6) for kind in (Kind.MEAN, Kind.RATE, Kind.RARE, Kind.MONEY)]
    for cell in cells:
        drawn = assign(cell, 11)
        units, outcome = drawn.units, invent(cell, drawn.units, 12)
        lines += [
            f"# {cell.name}",
            f"arms {''.join(str(arm)[0] for arm in units.arm)}",
            f"{units.assignment.value}, {units.draws} draws, seed {units.seed}, schedule {units.schedule is not None}",
            f"weekday {''.join(map(str, units.weekday))} stratum {''.join(map(str, units.stratum))}",
            f"block {' '.join(map(str, units.block))}",
            f"when {units.when[0]:g} to {units.when[-1]:g}",
            "null " + " ".join(f"{x:.6g}" for x in outcome.null.numerator),
            "effect " + " ".join(f"{x:.6g}" for x in outcome.effect.numerator),
            "of " + " ".join(f"{x:.6g}" for x in outcome.null.denominator[:3]),
            "findings " + ", ".join(f"{f.level.value} {f.code}" for f in drawn.findings),
        ]
    return "\n".join(lines) + "\n"


def test_the_invented_worlds_are_the_ones_that_were_written_down() -> None:
    """Write them anew with ``python -m tests.planning.test_calibration_counts``, and read what changed."""
    assert worlds() == PINNED.read_text(encoding="utf-8")


@pytest.mark.parametrize("layout", [Layout.ROTATED, Layout.COMPLETE, Layout.WEEKEND_HEAVY, Layout.FAMILY])
def test_the_effect_multiplies_the_variant_alone_and_a_strong_variant_is_three_times_as_high(layout: Layout) -> None:
    cell = Cell(layout, Kind.COUNT, 8, 1.0)
    units = assign(cell, 1).units
    outcome = invent(cell, units, 2)
    ratio = outcome.effect.numerator / outcome.null.numerator
    assert ratio == pytest.approx(np.where(units.arm == VARIANT, 1.5, 1.0))
    if layout is Layout.FAMILY:
        plain = [
            np.log(invent(cell, units, seed).null.numerator[units.arm == STRONG]).mean()
            - np.log(invent(cell, units, seed).null.numerator[units.arm == CONTROL]).mean()
            for seed in range(300)
        ]
        assert np.mean(plain) == pytest.approx(np.log(3), abs=0.1)


def test_rare_events_are_about_two_a_post_and_an_order_is_worth_about_twenty_five() -> None:
    rare, money = (Cell(Layout.ROTATED, kind, 56, 0.6) for kind in (Kind.RARE, Kind.MONEY))
    units = assign(rare, 1).units
    events = np.concatenate([invent(rare, units, seed).null.numerator for seed in range(100)])
    assert np.all(events == events.round())
    assert np.median(events) == 2
    sales = [invent(money, units, seed).null.numerator for seed in range(100)]
    orders = [invent(rare, units, seed).null.numerator for seed in range(100)]
    each = np.concatenate([s[o > 0] / o[o > 0] for s, o in zip(sales, orders, strict=True)])
    assert np.median(each) == pytest.approx(25, rel=0.03)
    assert np.std(np.log(each)) == pytest.approx(0.5, rel=0.05)


def test_assignments_begin_on_a_monday_and_months_are_strata_only_without_chance() -> None:
    assert START.weekday() == 0
    chance, nobody = (
        assign(Cell(layout, Kind.COUNT, 28, 1.0), 1).units for layout in (Layout.COMPLETE, Layout.FIRST_THEN)
    )
    assert set(chance.stratum) == {0}
    assert Counter(nobody.stratum.tolist()) == {0: 30, 1: 26}
    assert (chance.assignment, nobody.assignment) == (Assignment.RANDOM, Assignment.NOBODY)
    assert Counter(assign(Cell(Layout.UNEQUAL, Kind.COUNT, 10, 1.0), 1).units.arm) == {CONTROL: 30, VARIANT: 10}


if __name__ == "__main__":
    PINNED.write_text(worlds(), encoding="utf-8")
