"""Every finding, in a small experiment or table in which it appears and in its nearest neighbour in which not.

The seasons stand in ``cases/*.yaml``: under each finding's code a list of small experiments with one fault each, the
level that the finding must have (``none``: it must not appear), and what evidence and verdict become; ``times`` is how
often it appears, where that is told. A case is a new row there; faults are functions of :mod:`tests.fairness.faults`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.fairness.happening import happened
from tests.fairness.season import SLUG, Workshop
from tests.fairness.tables import compared, split

import cliptrial
from cliptrial.analysis.findings import RECORDS

HERE = Path(__file__).parent
pytestmark = pytest.mark.filterwarnings("error::RuntimeWarning")
"""Nothing is computed of posts that are not there."""
LEVELS = ("blocker", "warning", "note", "ok")
FIELDS = {"says", "level", "evidence", "verdict", "reason", "size", "values", "also", "times"}
SEASONS = ("plan.yaml", "followed.yaml", "weekdays.yaml", "one_variable.yaml", "measured.yaml", "improbable.yaml")
TABLES = "tables.yaml"


def cases(*files: str) -> Iterator[Any]:
    """Every row, with the code it stands under."""
    for file in files:
        groups: Mapping[str, list[dict[str, Any]]] = YAML(typ="safe").load(HERE / "cases" / file)
        for code, rows in groups.items():
            for row in rows:
                unknown = (
                    set(row) - FIELDS - ({"table", "split", "ask"} if file == TABLES else {"plan", "season", "faults"})
                )
                assert not unknown, f"{file}, {code}: {unknown}"
                yield pytest.param(code, row, id=f"{code}: {row['says']}")


class Answers:
    """What is said of each season, worked out once for all rows that look at the same one."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._given: dict[str, cliptrial.Analysis] = {}

    def __getitem__(self, case: Mapping[str, Any]) -> cliptrial.Analysis:
        season = json.dumps([case.get(part) for part in ("plan", "season", "faults")], default=str)
        if season not in self._given:
            self._given[season] = self._analysed(case)
        return self._given[season]

    def _analysed(self, case: Mapping[str, Any]) -> cliptrial.Analysis:
        folder = happened(case, self._workshop)
        before = _bytes(folder)
        analysis = cliptrial.analyze(SLUG, folder)
        assert _bytes(folder) == before, "an analysis writes nothing"
        return analysis


OF_OTHER_UNITS = {
    "test_with_without.py": ("run_unseen",),
    "test_cadence.py": ("cadence_kept", "cadence_not_kept", "periods_running", "periods_unknown"),
    "test_split_results.py": ("counted_often", "only_recorded", "platform_says"),
}
"""Findings whose units are weeks or viewers, by the tests that hold both sides of them: a season is made of posts."""


@pytest.fixture(scope="module")
def answers(workshop: Workshop) -> Answers:
    return Answers(workshop)


@pytest.mark.parametrize(("code", "case"), list(cases(*SEASONS)))
def test_a_fault_has_its_finding_its_evidence_and_its_verdict(
    code: str, case: dict[str, Any], answers: Answers
) -> None:
    _holds(answers[case], code, case)


@pytest.mark.parametrize(
    "fault",
    [
        {"missing_on": {"arm": "b", "weekdays": [0, 1, 2, 3]}},
        {"only_on": {"arm": "b", "weekdays": [5, 6], "posts": 12}},
    ],
    ids=["an arm lacks weekdays", "few posts share their weekday"],
)
@pytest.mark.parametrize("draws", [99, 100])
def test_weekdays_speak_against_posts_that_are_rarer_than_one_plan_in_a_hundred(
    fault: dict[str, Any], draws: int, workshop: Workshop
) -> None:
    """Rarer than all re-drawn plans is one in a hundred of 99, and one in 101 of 100."""
    folder = happened({"plan": {"posts_per_arm": 21}, "faults": fault}, workshop)
    found = _found(cliptrial.analyze(SLUG, folder, draws=draws), "weekday_confounded")
    assert (found == "none") == (draws == 99)


@pytest.mark.parametrize(("code", "case"), list(cases(TABLES)))
def test_a_table_has_its_finding_its_evidence_and_its_verdict(code: str, case: dict[str, Any]) -> None:
    _holds(split(case) if "split" in case else compared(case), code, case)


def test_every_finding_has_a_case_in_which_it_appears_and_a_neighbour_in_which_it_does_not() -> None:
    levels: dict[str, set[str]] = {}
    for case in cases(*SEASONS, TABLES):
        code, row = case.values
        levels.setdefault(code, set()).add(row["level"])
    elsewhere = {code for codes in OF_OTHER_UNITS.values() for code in codes}
    assert set(levels) == set(RECORDS) - elsewhere
    for name, codes in OF_OTHER_UNITS.items():
        text = (Path(__file__).parents[1] / "analysis" / name).read_text("utf-8")
        assert [code for code in codes if RECORDS[code].__name__ not in text] == []
    assert {code for code, seen in levels.items() if "none" not in seen or seen == {"none"}} == set()


def _holds(analysis: cliptrial.Analysis, code: str, case: Mapping[str, Any]) -> None:
    """The finding at its level, and what it does to evidence and verdict."""
    assert _found(analysis, code) == case["level"], _told(analysis)
    assert analysis.evidence.value == case["evidence"], _told(analysis)
    assert analysis.verdict.code.value == case["verdict"], _told(analysis)
    if "reason" in case:
        assert analysis.verdict.reason == case["reason"], _told(analysis)
    if "size" in case:
        assert analysis.verdict.size == case["size"]
    assert "times" not in case or [f.code for f in analysis.findings].count(code) == case["times"], _told(analysis)
    for other, level in case.get("also", {}).items():
        assert _found(analysis, other) == level, _told(analysis)
    _same_values(analysis, code, case.get("values", {}))


def _found(analysis: cliptrial.Analysis, code: str) -> str:
    """The gravest level at which the finding appears."""
    levels = [f.level.value for f in analysis.findings if f.code == code]
    return min(levels, key=LEVELS.index) if levels else "none"


def _same_values(analysis: cliptrial.Analysis, code: str, wanted: Mapping[str, Any]) -> None:
    values = next((f.values for f in analysis.findings if f.code == code), {})
    for key, value in wanted.items():
        got = values[key]
        if isinstance(value, float):
            close = 0.0005 if key == "p_value" else 0.005
            assert got == pytest.approx(value, abs=close), f"{key}: {got}"
        else:
            assert (list(got) if isinstance(got, tuple) else got) == value, f"{key}: {got}"


def _told(analysis: cliptrial.Analysis) -> str:
    """What an analysis says, for the message of a test that fails."""
    said = "\n".join(f"{f.level.value:8} {f.code} {dict(f.values)}" for f in analysis.findings)
    return f"{analysis.evidence.value}, {analysis.verdict}\n{said}"


def _bytes(folder: Path) -> dict[str, str]:
    """What stands in every file of a workspace."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
