"""What each finding, at each level, makes of the evidence of a planned experiment."""

from __future__ import annotations

from itertools import product

import pytest
from tests.records import record

from cliptrial.analysis.evidence import evidence
from cliptrial.analysis.findings import RECORDS, Level

LOWERED = """
schedule_not_by_rule      blocker  observed
wrong_arm                 blocker  observed
not_locked                note     deviations
locked_late               warning  deviations
plan_changed              warning  deviations
no_topics                 note     deviations
topics_late               warning  deviations
way_changed               warning  deviations
schedule_deviations       warning  deviations
missing_posts             warning  deviations
missing_posts_uneven      warning  deviations
left_out                  warning  deviations
weekday_confounded        warning  deviations
weekday_confounded        blocker  deviations
arms_in_different_periods blocker  deviations
attribute_differs         blocker  deviations
attribute_unbalanced      warning  deviations
extra_posts               warning  deviations
extra_posts               blocker  deviations
shared_posts              blocker  deviations
improbable_posts          warning  deviations
improbable_effect         warning  deviations
periods_unknown           warning  deviations
cadence_not_kept          warning  deviations
"""
ROWS = {(code, level): left for code, level, left in (line.split() for line in LOWERED.split("\n") if line)}


@pytest.mark.parametrize("code", RECORDS)
def test_a_finding_leaves_the_evidence_that_stands_in_its_row_and_otherwise_randomised(code: str) -> None:
    left = {level.value: evidence([record(code, level)]).value for level in Level}
    assert left == {level.value: ROWS.get((code, level.value), "randomised") for level in Level}


@pytest.mark.parametrize(("one", "other"), list(product(ROWS, ROWS)))
def test_the_worst_finding_decides_in_any_order(one: tuple[str, str], other: tuple[str, str]) -> None:
    findings = [record(code, Level(level)) for code, level in (one, ("locked", "ok"), other)]
    worst = "observed" if "observed" in (ROWS[one], ROWS[other]) else "deviations"
    assert evidence(findings).value == evidence(reversed(findings)).value == worst


def test_nothing_found_leaves_it_randomised() -> None:
    assert evidence([]).value == "randomised"
