"""Last year's posts before anything is planned: pace, spread and playbook follow from them, checked by hand."""

from __future__ import annotations

import json
from math import expm1
from pathlib import Path

import numpy as np
import pytest

from cliptrial.cli.entry import run
from cliptrial.errors import InputError
from cliptrial.planning.feasibility import smallest_log_effect
from cliptrial.planning.first_look import first_look, handle_of, tables_in
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.accounts import Account

HEADER = "URL,Publicado,Visualizaciones,Comentarios,Guardados"


def history(folder: Path, posts: int = 80, header: str = HEADER) -> Path:
    """A post every second day at 17:00, its views without any truth in them."""
    rng = np.random.default_rng(5)
    days = np.datetime64("2025-01-01T17:00") + np.arange(posts) * np.timedelta64(2, "D")
    views = np.exp(rng.normal(7, 0.9, posts)).astype(int)
    lines = [
        f"https://www.tiktok.com/@hotel.adler/video/{(int(day.astype('datetime64[s]').astype(int)) << 32) + i},"
        f"{str(day).replace('T', ' ')},{seen},{rng.binomial(seen, 0.004)},{rng.binomial(seen, 0.02)}"
        for i, (day, seen) in enumerate(zip(days, views, strict=True))
    ]
    path = folder / "metricool_2025.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def account(*sources: str) -> Account:
    return Account(timezone="Europe/Berlin", sources=sources or ("numbers",))


def test_pace_and_spread_say_what_weeks_can_find_out(tmp_path: Path) -> None:
    file = history(tmp_path)
    look = first_look(tables_in([file], {}), account())
    assert look.a_week == pytest.approx(80 * 7 / 159)
    assert [(one.weeks, one.posts) for one in look.within] == [(4, 14), (6, 21), (8, 28)]
    views = [int(line.split(",")[2]) for line in file.read_text("utf-8").splitlines()[1:]]
    spread = float(np.std(np.log(views), ddof=1))
    assert look.within[2].smallest == pytest.approx(expm1(smallest_log_effect(14, spread, 0.05)))
    assert look.within[0].smallest > look.within[1].smallest > look.within[2].smallest  # type: ignore[operator]
    trials = look.chance.of("sums_as_trials")
    assert trials is not None
    assert trials.share > 0.8 > 0.12 > look.chance.ours.share


def test_only_what_the_account_can_read_off_is_offered_a_variable_each_the_likeliest_first(tmp_path: Path) -> None:
    file = history(tmp_path)
    tables = tables_in([file], {})
    plays = first_look(tables, account("numbers")).plays
    assert len({one.variable for one in plays}) == len(plays) == 3
    assert [one.chance for one in plays] == sorted((one.chance for one in plays), reverse=True)
    offered = {one.metric.name for one in plays}
    assert "average_watch_time" in offered
    assert {one.metric.name: one.own for one in plays} == {name: name in ("views", "save_rate") for name in offered}, (
        "watch time is by experience: the table has none"
    )
    studio = first_look(tables, account("studio")).plays
    assert "average_watch_time" not in {one.metric.name for one in studio}, "no export of Studio holds it"


def test_a_pace_that_gives_too_few_posts_is_said_and_offers_nothing(tmp_path: Path) -> None:
    file = history(tmp_path)
    rare = file.read_text("utf-8").splitlines()
    text = [rare[0], *(line.replace(line.split(",")[1], f"{2010 + i // 8}-0{i % 8 + 1}-01 17:00")
                       for i, line in enumerate(rare[1:40]))]  # fmt: skip
    file.write_text("\n".join(text), encoding="utf-8")
    look = first_look(tables_in([file], {}), account())
    assert [one.smallest for one in look.within] == [None] * 3
    assert not look.plays


def test_a_folder_begins_with_them_and_remembers_the_columns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, folder = history(tmp_path), tmp_path / "agency"
    assert handle_of([file]) == "hotel.adler"
    asked = ["init", str(folder), "--from-history", str(file), "--timezone", "Europe/Berlin", "--source", "numbers"]
    assert run([*asked, "--json", "--lang", "de"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["columns"]["views"] == "Visualizaciones"
    assert any("Ihr postet etwa 3,5-mal in der Woche." in line for line in found["lines"])
    workspace = load_workspace(folder)
    assert workspace.accounts["hotel_adler"].handle == "hotel.adler"
    assert workspace.tables["hotel_adler"]["metricool"]["views"] == "Visualizaciones"
    assert run(["init", str(folder), "--from-history", str(file), "--json"]) == 0, "looked at again"


def test_what_cannot_be_read_is_refused_before_a_folder_is_made(tmp_path: Path) -> None:
    file = history(tmp_path, posts=5)
    asked = ["init", str(tmp_path / "agency"), "--from-history", str(file), "--timezone", "Europe/Berlin"]
    assert run(asked) == 1
    assert not (tmp_path / "agency").exists()
    with pytest.raises(InputError, match="Nothing tells which column has the views"):
        tables_in([history(tmp_path, header=HEADER.replace("Visualizaciones", "Zahl"))], {})


def test_several_files_are_one_history_and_a_post_in_two_of_them_counts_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Halves of a year from two tools tell what the whole year tells, and the form's reader is the same."""
    file = history(tmp_path)
    whole = first_look(tables_in([file], {}), account())
    header, *rows = file.read_text("utf-8").splitlines()
    halves = {
        "metricool_2025.csv": (header, rows[:44]),
        "later.csv": ("Permalink,Date,Plays,Comments,Saves", rows[36:]),
    }
    for name, (top, some) in halves.items():
        (tmp_path / name).write_text("\n".join([top, *some]) + "\n", encoding="utf-8")
    look = first_look(tables_in([tmp_path / name for name in halves], {}), account())
    assert (look.a_week, look.within, look.plays) == (whole.a_week, whole.within, whole.plays)
    assert [*look.notes] == ["8 posts stood in several rows; the newest reading counts, once."]
    asked = ["init", str(tmp_path / "agency"), "--timezone", "Europe/Berlin", "--source", "numbers", "--json"]
    assert run([*asked, *(part for name in halves for part in ("--from-history", str(tmp_path / name)))]) == 0
    lines = json.loads(capsys.readouterr().out)["lines"]
    assert [line.partition(":")[0] for line in lines[:2]] == ["Columns of metricool_2025.csv", "Columns of later.csv"]
    kept = load_workspace(tmp_path / "agency").tables["hotel_adler"]
    assert {name: one["views"] for name, one in kept.items()} == {"metricool": "Visualizaciones", "later": "Plays"}


def test_what_is_wrong_with_each_of_several_files_is_told_at_once(tmp_path: Path) -> None:
    """A declared column need not be in all of them; one that none has is told of each."""
    good = history(tmp_path)
    bad, odd = tmp_path / "bad.csv", tmp_path / "odd.csv"
    bad.write_text("a,b\n1,2\n", encoding="utf-8")
    odd.write_text("URL,Publicado,Plays\nx,never,5\ny,2025-01-02,6\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        tables_in([good, bad, tmp_path / "gone.csv"], {})
    assert [(one.path, one.code) for one in caught.value.problems] == [
        ("gone.csv", "no_file"),
        ("bad.csv", "no_such_column"),
        ("bad.csv", "no_such_column"),
    ]
    with pytest.raises(InputError) as caught:
        tables_in([good, odd], {"views": "Plais"})
    assert [(one.path, one.code) for one in caught.value.problems] == [
        (name, "unknown_column") for name in ("metricool_2025.csv", "odd.csv")
    ]
    with pytest.raises(InputError) as caught:
        first_look(tables_in([good, odd], {"views": "Plays"}), account())
    assert [(one.path, one.row, one.code) for one in caught.value.problems] == [("odd.csv", 2, "not_a_time")]
