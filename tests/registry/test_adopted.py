"""What is adopted for now: by the last decision, until another change replaces it or a check undoes it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cliptrial.registry.beside.adopted import adopted, steps, together
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


def test_a_change_is_built_on_those_that_it_was_tried_on_top_of(workspace: Workspace, tried: Any) -> None:
    made(tried("first", "A face"), "ship", MARCH)
    made(tried("second", "A joke", **{"Statement in the first 3 s": "A face"}), "ship", MAY)
    made(tried("beside", "A dance"), "ship", date(2026, 6, 1))
    made(tried("third", "A song", **{"Statement in the first 3 s": "A joke"}), "ship", JULY)
    (third,) = adopted(workspace, LATER)
    assert [one.slug for one in steps([third])] == ["first", "second", "third"]
    (beside,) = adopted(workspace, date(2026, 6, 15))
    assert [one.slug for one in steps([beside])] == ["beside"]
    made(check(tried, "kept", '"second@2026-05-01"'), "ship", date(2026, 8, 1))
    (third,) = adopted(workspace, LATER)
    assert ([one.slug for one in steps([third])], third.before) == (["third"], "Statement in the first 3 s")


def test_of_several_variants_nobody_knows_which_one_is_done(workspace: Workspace, tried: Any) -> None:
    one_more = {"  variants:\n": "  variants:\n    - {id: joke, value: A joke}\n"}
    made(tried("several", "A face", **one_more), "ship", MARCH)
    (found,) = adopted(workspace, LATER)
    assert (found.label, found.value) == ("A joke / A face", None)


def test_the_extra_work_of_changes_on_one_post_multiplies() -> None:
    assert together([]) == 0
    assert together([0.02, 0.1]) == pytest.approx(1.02 * 1.1 - 1)


def test_the_extra_work_is_what_the_decision_says_and_else_what_the_idea_says(workspace: Workspace, tried: Any) -> None:
    (workspace.root / "ideas.yaml").write_text(
        "- {id: face, variable: hook, variant: A face, extra_work: much}\n", encoding="utf-8"
    )
    folder = tried("first", "A face", **{"goal: watch-time": "goal: watch-time\nidea: face"})
    made(folder, "ship", MARCH)
    assert [one.extra_work for one in adopted(workspace, LATER)] == [0.1]
    made(folder, "ship", MARCH, extra_work=0.02)
    assert [one.extra_work for one in adopted(workspace, LATER)] == [0.02]


def check(tried: Any, slug: str, names: str) -> Path:
    folder: Path = tried(slug, "new")
    text = (folder / "experiment.yaml").read_text(encoding="utf-8")
    change = (
        "  variable: bundle\n  control: {id: old, value: old}\n  variants:\n    - {id: new, value: [" + names + "]}\n"
    )
    start, end = text.index("  variable:"), text.index("hold_constant")
    (folder / "experiment.yaml").write_text(text[:start] + change + text[end:], encoding="utf-8")
    return folder


def test_a_roll_back_takes_what_its_changes_had_replaced_too_but_not_what_came_after(
    workspace: Workspace, tried: Any
) -> None:
    made(tried("first", "A face"), "ship", MARCH)
    made(tried("second", "A joke"), "ship", MAY)
    rolled = check(tried, "rolled", '"second@2026-05-01"')
    made(rolled, "drop", JULY)
    assert names(workspace, date(2026, 6, 30)) == ["second@2026-05-01"]
    assert names(workspace, JULY) == []
    made(tried("third", "A song"), "ship", date(2026, 8, 1))
    (third,) = adopted(workspace, LATER)
    assert (third.name, third.before) == ("third@2026-08-01", "Statement in the first 3 s")
    made(rolled, "inconclusive", date(2026, 9, 1))
    assert [one.before for one in adopted(workspace, LATER)] == ["Statement in the first 3 s"]


def test_what_a_check_kept_is_the_old_way_of_the_next_one(workspace: Workspace, tried: Any) -> None:
    made(tried("first", "A face"), "ship", MARCH)
    made(check(tried, "kept", '"first@2026-03-01"'), "ship", MAY)
    made(tried("second", "A joke", **{"Statement in the first 3 s": "A face!"}), "ship", JULY)
    (second,) = adopted(workspace, LATER)
    assert second.before == "A face!"
    made(check(tried, "rolled", '"second@2026-07-01"'), "drop", LATER)
    assert names(workspace) == ["first@2026-03-01"]
