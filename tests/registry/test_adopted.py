"""What is adopted for now: by the last decision, until another change replaces it or a check undoes it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cliptrial.registry.beside.adopted import adopted, together
from cliptrial.registry.decisions import decide
from cliptrial.registry.workspace import Workspace

MARCH, MAY, JULY = date(2026, 3, 1), date(2026, 5, 1), date(2026, 7, 1)
LATER = date(2026, 12, 1)


@pytest.fixture
def tried(workspace: Workspace, good_text: str) -> Any:
    """Writes an experiment: its name, hook (what it tries), and what else is other than in the good one."""

    def write(slug: str, hook: str, **changed: str) -> Path:
        folder = workspace.experiments_dir / slug
        folder.mkdir()
        text = good_text.replace("Question in the first 3 s", hook)
        for old, new in changed.items():
            text = text.replace(old, new)
        (folder / "experiment.yaml").write_text(text, encoding="utf-8")
        return folder

    return write


def made(folder: Path, what: str, when: date, **more: Any) -> None:
    decide(folder, who="Ana", when=when, what=what, why="so", **more)


def names(workspace: Workspace, day: date = LATER, **asked: Any) -> list[str]:
    return [one.name for one in adopted(workspace, day, **asked)]


def test_the_last_decision_by_that_day_counts(workspace: Workspace, good: Path) -> None:
    made(good, "ship", MARCH, expected=0.04, **{"from": "2026-03-10"})
    made(good, "repeat", MAY)
    made(good, "ship", JULY)
    days = (MARCH, date(2026, 3, 10), date(2026, 4, 30), MAY, JULY)
    assert [names(workspace, day) for day in days] == [
        [],
        ["question-hook@2026-03-10"],
        ["question-hook@2026-03-10"],
        [],
        ["question-hook@2026-07-01"],
    ]
    (one,) = adopted(workspace, date(2026, 4, 1))
    assert (one.accounts, one.expected, one.posts, one.extra_work) == (("kitchen_demo",), 0.04, 28, 0.0)
    assert (one.label, one.before) == ("Question in the first 3 s", "Statement in the first 3 s")


def test_a_later_change_of_the_same_variable_replaces_it_on_its_accounts_only(workspace: Workspace, tried: Any) -> None:
    both = {"accounts: [kitchen_demo]": "accounts: [kitchen_demo, bakery_demo]"}
    made(tried("first", "A face", **both), "ship", MARCH)
    made(tried("second", "A joke"), "ship", MAY)
    made(tried("other", "Drawn", **{"variable: hook": "variable: cover"}), "ship", MAY)
    found = {one.slug: one for one in adopted(workspace, LATER)}
    assert {slug: one.accounts for slug, one in found.items()} == {
        "first": ("bakery_demo",),
        "second": ("kitchen_demo",),
        "other": ("kitchen_demo",),
    }
    assert found["second"].before == "Statement in the first 3 s"
    assert names(workspace, accounts=["bakery_demo"]) == ["first@2026-03-01"]
    assert names(workspace, date(2026, 4, 1), client=None) == ["first@2026-03-01"]


def test_of_several_variants_nobody_knows_which_one_is_done(workspace: Workspace, tried: Any) -> None:
    one_more = {"  variants:\n": "  variants:\n    - {id: joke, value: A joke}\n"}
    made(tried("several", "A face", **one_more), "ship", MARCH)
    (found,) = adopted(workspace, LATER)
    assert (found.label, found.value) == ("A joke / A face", None)


def test_the_extra_work_of_changes_on_one_post_multiplies() -> None:
    assert together([]) == 0
    assert together([0.02, 0.1]) == pytest.approx(1.02 * 1.1 - 1)
