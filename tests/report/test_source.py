"""Where a page's analysis and brand come from, and which pictures it gets by the number of its arms."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from markupsafe import escape
from tests.analysis.posted import posted, workspace_of_two_accounts
from tests.analysis.workspaces import filled, finished, fresh
from tests.plots.drawing import four_weeks
from tests.report.other_pages import sounds
from tests.wording.cases import analysis

import cliptrial
from cliptrial.analysis.results import Analysis
from cliptrial.errors import InputError
from cliptrial.registry.draft import Draft
from cliptrial.registry.plan.looks import Look, read_looks
from cliptrial.registry.scaffold import init_workspace, new_experiment
from cliptrial.report import ComparisonPage, ExperimentPage
from cliptrial.report.experiment_page import AnalysisPage
from cliptrial.report.look import Brand
from cliptrial.report.section import META
from cliptrial.report.source import brand_of
from cliptrial.wording.languages import LANGUAGES
from cliptrial.wording.method import remarks

ZONES = {"one": "Pacific/Auckland", "two": "America/Lima"}


@pytest.mark.parametrize(
    ("accounts", "zone"),
    [((), "one"), (("two",), "two"), (("two", "one"), "two"), (("gone", "two"), "two"), (("gone",), "one")],
)
def test_a_page_is_told_in_the_time_of_its_first_account(tmp_path: Path, accounts: tuple[str, ...], zone: str) -> None:
    told = {name: {"timezone": where} for name, where in ZONES.items()}
    ws = init_workspace(tmp_path, accounts=told, brand_name="Brand", brand_colour="#0b6e6e", currency="PEN")
    assert brand_of(ws, accounts) == Brand("Brand", "#0b6e6e", ZONES[zone], "PEN")
    assert brand_of(init_workspace(tmp_path / "b", accounts=told)).name == ""


def test_an_experiments_page_is_in_the_time_of_its_own_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan of the second account; asked for from inside the workspace."""
    ws = init_workspace(tmp_path, accounts={name: {"timezone": where} for name, where in ZONES.items()})
    draft = {"title": "Sound", "statement": "It brings more.", "variable": "sound", "control": "A", "variants": ["B"]}
    rest = {"primary": "views", "secondary": [], "posts_per_arm": 8, "slots": ["18:00"], "hold_constant": ["slot"]}
    new_experiment(ws, "sound", Draft(**draft, **rest, accounts=["two"]))  # type: ignore[arg-type]
    page = ExperimentPage("sound", ws.experiments_dir, "de")
    assert page._frame.brand.timezone == ZONES["two"]
    assert (page._frame.workspace, page.lang, page.template) == (ws.root, "de", "experiment")
    monkeypatch.chdir(ws.experiments_dir)
    here = ExperimentPage("sound")
    assert (here.lang, here._frame.workspace) == ("en", ws.root)


def look_taken(folder: Path, until: int | None) -> tuple[Look, ...]:
    """What the log of looks holds after the page of an experiment with four looks was shown."""
    posted(workspace_of_two_accounts(folder), "x", posts_per_arm=16, looks=4, until=until, effect=2.5, secondary=[])
    ExperimentPage("x", folder)
    return read_looks(folder / "experiments/x")


def test_a_page_that_shows_a_look_before_the_end_logs_it(tmp_path: Path) -> None:
    (taken,) = look_taken(tmp_path / "early", 15)
    assert (taken.look, taken.posts, taken.of) == (2, 16, 32)
    assert taken.limit == pytest.approx(0.00305, abs=1e-5)
    assert look_taken(tmp_path / "end", None) == ()


def test_a_comparison_takes_what_was_chosen_and_leaves_the_rest_to_the_analysis(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zones = {"garden": "America/Lima", "kitchen": "Europe/Berlin"}
    ws = init_workspace(tmp_path, accounts={name: {"timezone": zone} for name, zone in zones.items()})
    filled(ws, sounds())
    chosen = {"account": "kitchen", "dimension": "sound", "metric": "views", "control": "Usual", "values": ["Good"]}
    empty = {"start": "", "end": None, "file": ""}
    page = ComparisonPage(ws.experiments_dir, "de", **chosen, **empty)
    assert page.analysis == cliptrial.compare_history(workspace=ws.root, **chosen)  # type: ignore[arg-type]
    assert [arm.id for arm in page.analysis.arms] == ["Usual", "Good"]
    assert (page._frame.brand.timezone, page._frame.workspace) == ("Europe/Berlin", ws.root)
    assert page._frame.observed
    assert "comparison" in page.provenance().html
    with pytest.raises(InputError):
        ComparisonPage(ws.root, account="nobody", dimension="sound")
    monkeypatch.chdir(ws.experiments_dir)
    here = ComparisonPage(**chosen)  # type: ignore[arg-type]
    assert (here.lang, here._frame.workspace) == ("en", ws.root)


OVER_TIME = {
    "weeks": four_weeks("kitchen"),
    "posts": analysis("better"),
    "too early": replace(analysis("better"), verdict=replace(analysis("better").verdict, reason="not_ready")),
}


def arms(number: int) -> Analysis:
    """A drawn table with so many arms, six posts each."""
    rng = np.random.default_rng(3)
    arm = rng.permutation(np.repeat(np.array([f"arm {n}" for n in range(number)], dtype=object), 6))
    frame = pd.DataFrame({"arm": arm, "views": np.exp(8 + rng.normal(0, 0.5, len(arm))).round()})
    return cliptrial.compare(frame, arm="arm", control="arm 0", metrics=["views"], randomised=True, draws=199)


@pytest.mark.parametrize(("number", "posts_first", "rows"), [(2, True, False), (6, True, True), (7, False, True)])
def test_up_to_six_arms_show_their_posts_first_and_more_are_rows(number: int, posts_first: bool, rows: bool) -> None:
    page = AnalysisPage(arms(number))
    html = page.first_screen().html
    assert ('"effect-w-alt"' in html) == posts_first
    assert ('"forest-w-alt"' in html) == rows
    assert html.count("<svg") == 2 * (posts_first + rows)
    assert ("<svg" in page.values().html) == rows, "templates of people's own may ask for it"


def test_figures_that_a_template_asks_for_twice_have_ids_of_their_own() -> None:
    """The packaged template shows each once; a copy may show it beside the details, or several times."""
    page = AnalysisPage(arms(4))
    parts = [page.first_screen(), page.over_time(), page.influence(), page.values(), page.values(), page.details()]
    ids = re.findall(r'\bid="([^"]+)"', "".join(part.html for part in parts))
    assert "forest2-w-alt" in ids
    assert sorted(ids) == sorted(set(ids))


def test_without_findings_and_posts_by_weekday_there_is_nothing_to_say_of_fairness() -> None:
    page = AnalysisPage(replace(arms(2), findings=()))
    assert page.fairness().html == ""
    assert AnalysisPage(arms(2)).fairness().html


@pytest.mark.parametrize("lang", ["en", "de"])
def test_whole_weeks_are_drawn_week_by_week_and_posts_post_by_post(lang: str) -> None:
    shown = {name: AnalysisPage(one, lang).over_time().html for name, one in OVER_TIME.items()}
    headings = LANGUAGES[lang].page.headings
    assert f">{headings.weeks}<" in shown["weeks"]
    assert '"weeks-w-alt"' in shown["weeks"]
    assert f">{headings.time}<" in shown["posts"]
    assert '"time-w-alt"' in shown["posts"]
    assert "<svg" not in shown["too early"]


def test_totals_stand_below_the_influence_of_single_posts_once_there_is_an_answer() -> None:
    ready = AnalysisPage(arms(2))
    lines = remarks(ready._speaker)
    assert len(lines) == 3
    assert [str(escape(line)) in ready.influence().html for line in lines] == [True] * 3
    early = replace(arms(2), verdict=replace(ready.analysis.verdict, reason="not_ready"))
    assert remarks(AnalysisPage(early)._speaker)
    assert AnalysisPage(early).influence().html == ""


def test_money_is_told_in_the_currency_of_the_brand_and_the_day_where_it_is(tmp_path: Path) -> None:
    ws = fresh(tmp_path)
    finished(ws, "x", 0.9, 0)
    told = cliptrial.analyze("x", workspace=ws.root)
    stamps = []
    for zone in ("Pacific/Auckland", "America/Lima"):
        head = AnalysisPage(told, brand=Brand("B", timezone=zone, currency="PEN")).head()
        stamps.append(re.findall(r"\d+ \w+ 2025", head.html))
        assert head.data[META]["lang"] == "en"  # type: ignore[index]
    assert stamps[0] != stamps[1]
    alone = AnalysisPage(told)
    assert alone._frame.brand == Brand()
    assert "template experiment" in alone.provenance().html
    assert AnalysisPage(told, brand=Brand(currency="PEN"))._speaker.f.currency == "PEN"
