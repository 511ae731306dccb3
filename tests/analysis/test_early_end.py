"""A test that was ended early claims nothing, however it was brought about, and shows nothing before."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.fairness.happening import happened
from tests.fairness.season import SLUG, Workshop

import cliptrial
from cliptrial.analysis.checks import early_end
from cliptrial.analysis.learning.lessons import LeftOut, lesson_of
from cliptrial.analysis.results import Analysis, Evidence, VerdictCode
from cliptrial.cli.entry import run
from cliptrial.posts.week.agenda import agenda
from cliptrial.posts.week.overview import overviews
from cliptrial.posts.workspaces import find_workspace
from cliptrial.wording.describe import describe
from cliptrial.wording.languages import LANGUAGES

DEAD: dict[str, Any] = {"plan": {"futility": True}, "season": {"effect": 0}}
ENDED: list[dict[str, Any]] = [{"decided_on": {"days": 23, "what": "drop"}}, {"not_posted": {"first": 17}}]


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("early"))


def analysed(workshop: Workshop, case: dict[str, Any], *faults: dict[str, Any]) -> Analysis:
    return cliptrial.analyze(SLUG, happened({**case, "faults": list(faults)}, workshop), draws=499)


@pytest.mark.parametrize("effect", [-1.5, 0.0, 0.02, 1.5])
@pytest.mark.parametrize("what", ["drop", "inconclusive"])
def test_ending_early_never_wins_even_where_it_may_always_be_ended(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, effect: float, what: str
) -> None:
    """Somebody bends the chance so that a test with a huge effect counts as dead: it is open, and no other thing."""
    monkeypatch.setattr(early_end, "unlikely", lambda *_: True)
    case = {"plan": {"futility": True, "secondary": ["likes"], "at_least": "200%"}, "season": {"effect": effect}}
    found = analysed(workshop, case, {"decided_on": {"days": 23, "what": what}}, {"not_posted": {"first": 17}})
    assert {(one.code, one.size, one.reason) for one in found.verdicts} == {
        (VerdictCode.INCONCLUSIVE, None, "ended_early")
    }
    assert found.verdict in found.verdicts
    assert {row.verdict for row in found.uplifts} == {VerdictCode.INCONCLUSIVE}


def test_without_the_chance_the_same_decision_ends_nothing(workshop: Workshop) -> None:
    found = analysed(workshop, {"plan": {"futility": True}, "season": {"effect": 1.5}}, *ENDED)
    assert found.verdict.reason == "not_ready"


@pytest.fixture(scope="module")
def ended(workshop: Workshop) -> Analysis:
    return analysed(workshop, DEAD, *ENDED)


def test_only_complete_blocks_count_and_the_evidence_is_whole(ended: Analysis) -> None:
    assert [arm.posts for arm in ended.arms] == [8, 8]
    assert ended.uplifts[0].posts == (8, 8)
    assert ended.evidence is Evidence.RANDOMISED
    assert all(post.metrics["views"] is None for post in ended.posts if (post.position or 0) > 16)
    assert lesson_of(ended).left_out is None, "leaving dead tests out would be a selection"


@pytest.mark.parametrize("lang", sorted(LANGUAGES))
def test_it_is_told_as_ended_and_open_and_never_as_no_effect(ended: Analysis, lang: str) -> None:
    sentence = describe(ended, lang)["verdict"]["sentence"]  # type: ignore[index]
    words = LANGUAGES[lang].verdicts
    assert sentence.startswith(words.ended_early)
    assert not any(said in sentence for said in ("no difference", "keinen Unterschied", "no effect", "keine Wirkung"))


def test_while_it_may_be_ended_nothing_shows_size_or_direction(workshop: Workshop) -> None:
    """The same words and numbers, whichever arm is ahead by a little."""
    told = []
    for effect in (-0.02, 0.02):
        found = analysed(workshop, {**DEAD, "season": {"effect": effect}}, {"until": {"days": 23}})
        (may,) = (one for one in found.findings if one.code == "may_end_early")
        assert (found.uplifts, found.verdict.reason) == ((), "not_ready")
        told.append((json.dumps(may.values), describe(found, "en")["verdict"]))
    assert told[0] == told[1]


def test_a_test_that_goes_on_is_analysed_whole(workshop: Workshop, tmp_path: Path) -> None:
    """As if nobody had been told; a plan without an early end says the same."""
    whole = analysed(workshop, DEAD)
    plain = analysed(workshop, {"season": {"effect": 0}})
    decided = analysed(workshop, DEAD, {"decided_on": {"days": 23, "what": "drop"}})
    for one in (whole, decided):
        assert one.uplifts == plain.uplifts
        assert replace(one.verdict) == plain.verdict


def test_an_early_end_that_is_written_down_after_the_lock_is_none(workshop: Workshop) -> None:
    """Whoever saw half of the numbers could choose by them; the change is told as any other."""
    text = 'analysis: {"looks": 1}', 'analysis: {"looks": 1, "futility": true}'
    folder = happened({"season": {"effect": 0}, "faults": [{"until": {"days": 24}}, *ENDED]}, workshop)
    path = folder / "experiments" / SLUG / "experiment.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(*text), encoding="utf-8")
    found = cliptrial.analyze(SLUG, folder, draws=99)
    assert "futility" in path.read_text(encoding="utf-8")
    assert "plan_changed" in {one.code for one in found.findings}
    assert not {"ended_early", "may_end_early", "early_end_planned"} & {one.code for one in found.findings}
    assert lesson_of(found).left_out is LeftOut.NOT_READY


def test_nobody_is_asked_for_the_posts_of_a_test_that_was_ended(
    workshop: Workshop, capsys: pytest.CaptureFixture[str]
) -> None:
    """By status, the week and the calendar; a test that goes on asks for them."""
    day = date(2026, 3, 26)
    asked = {}
    for name, decided in (("ended", ENDED[:1]), ("goes on", [])):
        folder = happened({**DEAD, "faults": [{"until": {"days": 24}}, *decided, ENDED[1]]}, workshop)
        capsys.readouterr()
        assert run(["status", SLUG, "--on", day.isoformat(), "--json", "--workspace", str(folder)]) == 0
        (row,) = json.loads(capsys.readouterr().out)["experiments"]
        opened = find_workspace(folder)
        standing, _ = overviews(opened, [], day)
        by_kind = agenda(opened, standing, day)
        week = [*by_kind["film"], *by_kind["post"], *by_kind["read"]]
        assert run(["calendar", "--json", "--workspace", str(folder)]) == 0
        dates = json.loads(capsys.readouterr().out)["entries"]
        asked[name] = [bool(row["links_missing"]), row["next"] is not None, bool(week), dates > 0]
    assert asked == {"ended": [False] * 4, "goes on": [True] * 4}
