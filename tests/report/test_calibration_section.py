"""The calibration as a reader sees it: the figure says what the cells say, and the table leaves none out."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from cliptrial.metrics import Kind
from cliptrial.planning.calibration import CellResult, Tally
from cliptrial.planning.calibration_cells import CELLS, Cell, Layout
from cliptrial.planning.usual_methods import METHODS
from cliptrial.plots.calibration_figure import calibration_figure
from cliptrial.report import calibration_results, calibration_section
from cliptrial.wording.calibration import NAIVE, OURS, CalibrationSpeaker
from cliptrial.wording.languages import LANGUAGES

LANGS = sorted(LANGUAGES)


def result(layout: Layout, posts: int, wins: int, kind: Kind = Kind.COUNT) -> CellResult:
    """A cell of 1,000 experiments with so many false winners, and ten times as many by totals."""
    tally = Tally(runs=1000, wins=wins, held=1000 - wins, detected=4 * wins, usual_wins={NAIVE: 10 * wins})
    return CellResult(Cell(layout, kind, posts, 1.0), replace(tally, usual_detected={NAIVE: 10 * wins}))


@pytest.mark.parametrize("lang", LANGS)
def test_every_method_and_every_layout_has_its_words(lang: str) -> None:
    words = LANGUAGES[lang].calibration
    assert set(words.methods) == {*METHODS, OURS}
    assert set(words.layouts) == set(Layout)


@pytest.mark.parametrize("lang", LANGS)
def test_a_row_of_the_table_goes_from_the_lowest_to_the_highest_share(lang: str) -> None:
    cells = [result(Layout.ROTATED, 8, 51), result(Layout.ROTATED, 56, 44), result(Layout.ALTERNATION, 14, 12)]
    rotated, alternating = CalibrationSpeaker.of(cells, lang).rows()
    to, point = ("to", ".") if lang == "en" else ("bis", ",")
    assert rotated[0] == LANGUAGES[lang].calibration.layouts["rotated"]
    assert rotated[2] == f"8 {to} 56"
    assert rotated[3] == f"4{point}4 {to} 5{point}1\u00a0%"
    assert rotated[-1] == f"44{point}0 {to} 51{point}0\u00a0%"
    assert [alternating[place] for place in (3, 4, 6)] == [LANGUAGES[lang].calibration.none] * 3


def test_the_figure_counts_the_cells_without_a_verdict_and_leaves_them_out_of_our_dots() -> None:
    cells = [result(Layout.ROTATED, 14, 50), result(Layout.FIRST_THEN, 14, 90)]
    s = CalibrationSpeaker.of(cells, "en")
    assert [share for _, share in s.shares(OURS)] == [0.05]
    assert "ClipTrial: 5\u00a0% to 5\u00a0% false winners." in s.alt()
    assert "In 1 of the situations" in s.caption()
    assert s.withheld() in calibration_figure(cells).wide


@pytest.mark.parametrize("lang", LANGS)
def test_the_packaged_run_is_shown_whole(lang: str) -> None:
    results = calibration_results()
    assert {r.cell for r in results} == set(CELLS)
    html = calibration_section(results, lang).html
    assert html.count("<tr") == 1 + len({(r.cell.layout, r.cell.kind) for r in results})
    assert not re.search(r"None|nan\b|\{|\}|sums_as_trials", re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL))
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels == [2, 3]
