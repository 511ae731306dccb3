"""What the hash of an experiment's data depends on: the readings that were used, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.fairness.faults import second_reading, times
from tests.fairness.happening import lived
from tests.fairness.season import COLUMNS, DAY, SLUG, Season, Workshop, link

import cliptrial

CASE = {"plan": {"posts_per_arm": 8}}


def another_account(season: Season) -> None:
    """A post of an account that is not in the plan was handed in as well."""
    row = {name: season.posts.iloc[0][name] for name in COLUMNS}
    made = int(row["posted_at"]) + 3600
    told = {"post_id": str((made << 32) + 5), "account": "bakes", "posted_at": made, "captured_at": made + 7 * DAY}
    season.more.append({**row, **told, "link": link("bakes", told["post_id"])})


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (lambda season: None, True),
        (another_account, True),
        (lambda season: second_reading(season, "a", 1, 20, 3.0), True),
        (lambda season: times(season, "a", 1, "views", 1.01), False),
        (lambda season: times(season, "b", 1, "likes", 2), True),
    ],
    ids=["nothing", "another account", "a later reading", "a reading", "a number nobody asked for"],
)
def test_the_hash_changes_with_the_readings_used_and_with_nothing_else(
    change: Callable[[Season], None], same: bool, workshop: Workshop
) -> None:
    plain, changed = lived(CASE, workshop), lived(CASE, workshop)
    change(changed)
    told, again = (cliptrial.analyze(SLUG, made.handed_in(), draws=99).provenance for made in (plain, changed))
    assert (told.data_hash == again.data_hash) is same
    assert (told.plan_hash, told.data_as_of) == (again.plan_hash, again.data_as_of)
