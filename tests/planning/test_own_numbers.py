"""Numbers that a team types once a week: kept as facts, corrected by typing again, and good enough for a goal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from cliptrial.cli.entry import run
from cliptrial.errors import Problem
from cliptrial.planning.growth.goals import Progress, Stand, ordinary_weeks, progress_of
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.beside.goals import Line
from cliptrial.registry.beside.own_numbers import FILE, add_own_number, own_names, read_own_numbers
from cliptrial.registry.workspace import Workspace
from cliptrial.wording.goals import goal_texts

MONDAY = date(2026, 3, 2)
GOAL = "goals: [{name: known, metric: brand_searches, from: 100, to: 200, since: 2026-03-01, by: 2026-12-31}]\n"


def opened(folder: Path, weeks: Sequence[float] = (), goal: str = GOAL) -> Workspace:
    (folder / "workspace.yaml").write_text(f"accounts: {{demo: {{timezone: Europe/Berlin}}}}\n{goal}", encoding="utf-8")
    rows = [f"{MONDAY + timedelta(weeks=n)},brand_searches,demo,{value}" for n, value in enumerate(weeks)]
    if rows:
        (folder / FILE).write_text("\n".join(["week,number,account,value", *rows, ""]), encoding="utf-8")
    return load_workspace(folder)


def typed(week: str = "2026-03-04", value: str = "12", **other: str) -> dict[str, str]:
    return {"week": week, "number": "brand_searches", "account": "demo", "value": value, **other}


def test_a_number_belongs_to_its_week_and_the_last_one_typed_holds(tmp_path: Path) -> None:
    """Whatever day of the week is named; what was typed before stays in the file, and columns of the team's own do."""
    workspace = opened(tmp_path)
    for value in ("12", "14,5"):
        add_own_number(workspace, typed(value=value), (), date(2026, 3, 8))
    add_own_number(workspace, typed("2026-03-09", "20"), (), date(2026, 3, 9))
    assert [(one.week, one.value) for one in read_own_numbers(workspace)] == [(MONDAY, 14.5), (date(2026, 3, 9), 20)]
    lines = (tmp_path / FILE).read_text(encoding="utf-8").splitlines()
    assert [line.rpartition(",")[2] for line in lines] == ["value", "12", "14.5", "20"]


def test_four_weeks_are_one_ordinary_week_and_half_of_them_are_too_few() -> None:
    """The mean of the weeks that are there; weeks after the goal's day do not count."""
    weeks = {MONDAY + timedelta(weeks=n): float(value) for n, value in enumerate([8, 12, 9, 11, 20, 20, 20, 20])}
    assert ordinary_weeks(weeks, date(2027, 1, 1)) == pytest.approx([2.302585, 2.995732])
    assert ordinary_weeks(weeks, MONDAY + timedelta(weeks=3)) == pytest.approx([2.302585])
    sparse = {week: value for week, value in weeks.items() if week in (MONDAY, max(weeks), max(weeks) - timedelta(7))}
    assert str(ordinary_weeks(sparse, date(2027, 1, 1)).tolist()) == "[nan, 2.995732273553991]"
    assert ordinary_weeks({}, MONDAY).size == 0


def test_a_goal_on_own_numbers_stands_against_its_line_and_has_a_chance_to_arrive(tmp_path: Path) -> None:
    """Of the week that is ordinary now; nobody counts a post for it."""
    workspace = opened(tmp_path, [100, 110, 105, 95, 120, 118, 122, 130, 140, 150, 145, 155])
    (one,) = progress_of(workspace)
    assert isinstance(one, Progress)
    assert (one.now, one.as_of, one.periods, one.weekly) == (pytest.approx(147.5), date(2026, 5, 24), 3, True)
    assert one.stand is Stand.AHEAD
    assert one.chance is not None
    assert 0.05 < one.chance < 0.5
    (text,) = goal_texts(workspace, [one], "de")
    assert text.lines[0].startswith("Brand searches in einer gewöhnlichen Woche, vier Wochen bis")


def test_a_goal_without_enough_weeks_says_what_is_missing(tmp_path: Path) -> None:
    (problem,) = progress_of(opened(tmp_path, [100, 110]))
    assert isinstance(problem, Problem)
    assert (problem.code, str(problem.expected)) == ("goal_no_history", '"brand_searches" of 12 weeks at least')


def test_a_goal_on_a_number_that_nobody_typed_is_one_on_no_metric(tmp_path: Path) -> None:
    (problem,) = progress_of(opened(tmp_path))
    assert isinstance(problem, Problem)
    assert problem.code == "unknown_metric"


def test_the_command_writes_one_down_and_lists_every_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With what each counts and the sources that bring it; the team's own with their newest week."""
    opened(tmp_path)
    there = ["--workspace", str(tmp_path)]
    assert run(["numbers", "add", "brand_searches", "140", "--week", "2026-03-04", *there]) == 0
    capsys.readouterr()
    assert run(["numbers", *there, "--lang", "de"]) == 0
    shown = capsys.readouterr().out
    assert "Aufrufe, die nach 3 Sekunden noch dabei waren" in shown
    assert "eigene Zahl; 140 in der Woche vom" in shown
    assert run(["numbers", "--json", *there]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["own"] == [{"week": "2026-03-02", "name": "brand_searches", "account": "demo", "value": 140.0}]
    numbers = {one["name"]: one for one in told["numbers"]}
    assert numbers["hold_3s"]["sources"][:2] == ["youtube_studio", "numbers"]
    assert numbers["roas"]["counts"].startswith("revenue / spend: ")


def test_names_are_each_there_once_and_none_where_the_file_cannot_be_read(tmp_path: Path) -> None:
    assert own_names(tmp_path) == ()
    (tmp_path / FILE).write_text("week,number,account,value\n,sales,a,1\n,Sales,a,1\n,sales,b,2\n,calls,a,3\n")
    assert own_names(tmp_path) == ("sales", "calls")
    (tmp_path / FILE).write_text("week,account,value\n,a,1\n")
    assert own_names(tmp_path) == ()
    (tmp_path / FILE).write_bytes(b"\xff\xfe\x00")
    assert own_names(tmp_path) == ()


@pytest.mark.parametrize(("day", "where"), [(0, 100), (25, 125), (100, 200), (140, 200), (-10, 100)])
def test_a_goals_line_is_straight_and_ends_at_both_ends(day: int, where: float) -> None:
    line = Line("views", 100, 200, MONDAY, MONDAY + timedelta(days=100))
    assert line.at(MONDAY + timedelta(days=day)) == pytest.approx(where)
