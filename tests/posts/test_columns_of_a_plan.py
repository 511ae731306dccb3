"""The workbook asks for what a plan's metrics need and nothing else, and a column decides what its shares are."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date

import pytest
import xlsxwriter
from tests.posts.planned import EXPERIMENT

from cliptrial.errors import SourceError
from cliptrial.metrics import CATALOGUE
from cliptrial.posts.workbook.layout import Filled, Layout
from cliptrial.posts.workbook.of_experiment import look_of
from cliptrial.posts.workbook.reading import read_workbook
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.workspace import Workspace

ALWAYS = ("link", "views", "read_on", "promoted_on", "state")
APP = ("likes", "comments", "shares", "followers")


def keys(*metrics: str, alone: bool = False, filled: Sequence[Filled] = ()) -> set[str]:
    needs = {column for name in metrics for column in CATALOGUE[name].columns}
    return {column.key for column in Layout.of(alone=alone, needs=needs, filled=filled).inputs} - {*ALWAYS}


@pytest.mark.parametrize(
    ("metrics", "asked"),
    [
        (["views"], set()),
        (["average_watch_time", "completion_rate"], {"average_watch_time", "watched_full"}),
        (["hold_3s", "save_rate"], {"held_3s", "saves"}),
        (["watch_share"], {"average_watch_time", "duration"}),
        (["watch_time_per_view"], {"total_watch_time"}),
        (["like_rate", "orders"], set()),
        (["follower_conversion", "profile_views"], {"new_followers", "profile_views"}),
    ],
)
def test_a_workbook_has_the_columns_that_its_plans_metrics_need(metrics: list[str], asked: set[str]) -> None:
    """What exports hold they bring; who has nothing but the app keeps likes, comments, shares and followers."""
    assert keys(*metrics) == asked
    assert keys(*metrics, alone=True) == asked | {*APP}


def test_what_is_filled_in_keeps_its_column() -> None:
    assert keys("views", filled=[Filled(saves=3.0)]) == {"saves"}


def test_a_plan_tells_its_workbook_every_metric_that_it_names(make_workspace: Callable[..., Workspace]) -> None:
    """Primary, secondary and guardrail; of a combined test those of all its questions."""
    workspace = make_workspace()
    folder = workspace.experiments_dir / "question-hook"
    folder.mkdir()
    more = (
        "metrics: {primary: hold_3s, secondary: [saves], guardrails: [{metric: profile_views, worst_acceptable: -9%}]}"
    )
    text = EXPERIMENT.replace("metrics: {primary: average_watch_time}", more)
    (folder / "experiment.yaml").write_text(text, encoding="utf-8")
    loaded = load_experiment("question-hook", workspace)
    assert look_of(workspace, loaded)["needs"] == {"held_3s", "views", "saves", "profile_views"}
    other = workspace.experiments_dir / "other"
    other.mkdir()
    (other / "experiment.yaml").write_text(EXPERIMENT, encoding="utf-8")
    together = {"other": load_experiment("other", workspace), "question-hook": loaded}
    assert "average_watch_time" in look_of(workspace, loaded, together)["needs"]


def read_column(header: str, cells: Sequence[object]) -> dict[int, Filled]:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Numbers")
    sheet.write_row(0, 0, ["No.", "Video link", "Views", "Read on", header])
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for row, cell in enumerate(cells, 1):
        sheet.write_row(row, 0, [row, "", 1000])
        sheet.write_datetime(row, 3, date(2026, 3, 9), day)
        sheet.write(row, 4, cell)
    book.close()
    return read_workbook(buffer.getvalue(), "numbers.xlsx")


@pytest.mark.parametrize(
    ("cells", "shares"),
    [
        ([41, 45, 0.38], [0.41, 0.45, 0.38]),
        ([1.2, 0.9, 1.5], [0.012, 0.009, 0.015]),
        ([0.41, 0.9, 1], [0.41, 0.9, 1]),
        ([41, "0.9 %", 0], [0.41, 0.009, 0]),
        ([41, 0.005, 45], [0.41, 0.005, 0.45]),
        (["41", "0,38", "45"], [0.41, 0.38, 0.45]),
    ],
)
def test_a_column_decides_whether_a_small_number_is_a_share_or_percent(
    cells: list[object], shares: list[float]
) -> None:
    """Whichever is near the others; they become that many of the views."""
    rows = read_column("Still watching at 3 s (%)", cells)
    assert [rows[number].held_3s for number in sorted(rows)] == pytest.approx(shares)
    assert [rows[number].delivered["held_3s"] for number in sorted(rows)] == pytest.approx(
        [1000 * one for one in shares]
    )


@pytest.mark.parametrize(("cells", "row"), [([41, 45, 1], 4), ([1.2, 60, 0.5], 4), ([2, 0.7, 90], 3)])
def test_a_small_number_that_could_be_both_is_refused_with_its_row(cells: list[object], row: int) -> None:
    with pytest.raises(SourceError) as refused:
        read_column("Watched full video (%)", cells)
    (problem,) = refused.value.problems
    assert (problem.code, problem.row) == ("bad_cell", row)
    assert "best with its % sign" in str(problem.expected)


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [("1:32:05", 5525), ("1h 32m 5s", 5525), ("92m 5s", 5525), (5525.5, 5525.5), ("2 Std. 3 Min.", 7380)],
)
def test_total_watch_time_is_typed_as_the_app_shows_it(cell: object, seconds: float) -> None:
    assert read_column("Total watch time", [cell])[1].total_watch_time == seconds


def test_milliseconds_are_no_average_of_a_short_video() -> None:
    """An hour of it is, if barely."""
    with pytest.raises(SourceError, match="looks like milliseconds"):
        read_column("Average watch time (s)", [7119])
    assert read_column("Average watch time (s)", [3600])[1].average_watch_time == 3600
