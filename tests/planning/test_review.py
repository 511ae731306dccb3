"""What ran, what could be decided and what was decided in a period, by the files of experiments alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.analysis.workspaces import finished, fresh

from cliptrial.analysis.periods.span import Kind, Span
from cliptrial.planning.review.review import Review, review
from cliptrial.registry.beside.costs import add_cost
from cliptrial.registry.decisions import Choice, Decision, add_decision
from cliptrial.registry.plan.links import read_links, write_links
from cliptrial.registry.workspace import Workspace
from cliptrial.wording.languages import LANGUAGES
from cliptrial.wording.review.speaker import ReviewSpeaker

SLUG = "hook-0"
DECIDED = date(2025, 2, 12)


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    """One experiment with a post a day from 6 January to 2 February 2025, decided on 12 February."""
    made = fresh(tmp_path)
    finished(made, SLUG, 0.9, 0)
    decision = Decision(who="Mara", when=DECIDED, what=Choice.SHIP, why="It is ahead.")
    add_decision(made.experiments_dir / SLUG, decision)
    return made


def week(ws: Workspace, day: date, kind: Kind = Kind.WEEK) -> Review:
    return review(ws, Span.around(kind, day), ("kitchen",))


def test_posts_of_a_plan_count_as_posted_once_they_have_a_link(ws: Workspace) -> None:
    told = week(ws, date(2025, 1, 13))
    assert (told.planned, told.posted, told.out) == (7, 7, 7)
    folder = ws.experiments_dir / SLUG
    write_links(folder, {place: link for place, link in read_links(folder).items() if place != 10})
    assert week(ws, date(2025, 1, 13)).posted == 6
    assert (week(ws, date(2025, 2, 3)).planned, week(ws, date(2025, 2, 3)).out) == (0, 0)


def test_an_experiment_runs_until_its_last_post_is_seven_days_old_and_then_waits_for_a_decision(ws: Workspace) -> None:
    running = week(ws, date(2025, 2, 2))
    assert [(one.slug, one.answers) for one in running.running] == [(SLUG, date(2025, 2, 9))]
    assert running.waiting == ()
    waiting = week(ws, date(2025, 2, 9))
    assert [one.slug for one in waiting.waiting] == [SLUG]
    assert waiting.running == ()
    assert week(ws, date(2024, 12, 30)).running == ()


def test_a_decision_stands_on_the_page_of_its_week_and_of_no_other(ws: Workspace) -> None:
    told, quarter = week(ws, DECIDED), week(ws, DECIDED, Kind.QUARTER)
    assert [one.slug for one in told.decided] == [SLUG]
    assert (told.running, told.waiting) == ((), ())
    for lang, words in LANGUAGES.items():
        lines = {line.label: line.text for line in ReviewSpeaker.of(told, ws, lang).lines()}
        assert lines[words.review.labels[5]] == words.review.decided("Hook 0", words.terms.decisions["ship"])
        reason = words.review.why("Hook 0", words.terms.decisions["ship"], "It is ahead.")
        assert ReviewSpeaker.of(quarter, ws, lang).learned() == [reason]
    assert week(ws, date(2025, 2, 17)).decided == ()


def test_a_month_says_what_its_experiments_cost_and_a_week_does_not(ws: Workspace) -> None:
    add_cost(ws, {"experiment": SLUG, "ads": "250"})
    assert week(ws, date(2025, 1, 13)).campaigns == ()
    (row,) = ReviewSpeaker.of(week(ws, date(2025, 1, 13), Kind.MONTH), ws, "en").money()
    assert row[0] == "Hook 0"
    assert row[1].endswith("250.00")
    assert row[2] == "unknown"  # no order was ever handed in, which is not none
    assert week(ws, date(2025, 3, 13), Kind.MONTH).campaigns == ()
