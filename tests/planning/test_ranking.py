"""Which idea comes next: by the account's own spread and pace, its extra work, and what became of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from math import log1p
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cliptrial.errors import RegistryError
from cliptrial.planning.growth.ranking import Because, Ranked, State, ranked
from cliptrial.posts.ingest import ingest
from cliptrial.registry.decisions import decide
from cliptrial.registry.draft import Draft
from cliptrial.registry.scaffold import init_workspace, new_experiment
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.growth import Ideas, worth

TODAY = date(2026, 3, 2)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return init_workspace(tmp_path / "ws", accounts={"demo": {"timezone": "Europe/Berlin", "handle": "demo"}})


def write(workspace: Workspace, *ideas: str) -> list[Ranked]:
    """The list with these ideas, each an id with more of its keys."""
    entries = [one if "variant:" in one else f"{one}, variant: {one.split(',')[0]}" for one in ideas]
    text = "".join(f"- {{id: {one}{'' if 'variable:' in one else ', variable: hook'}}}\n" for one in entries)
    (workspace.root / "ideas.yaml").write_text(text, encoding="utf-8")
    return ranked(workspace, TODAY)


def order(found: list[Ranked]) -> list[str]:
    return [one.idea.id for one in found]


def test_less_work_comes_first_and_the_order_written_breaks_ties(workspace: Workspace) -> None:
    found = write(workspace, "much, extra_work: much", "b", "once, once: 16", "some, extra_work: some", "a")
    assert order(found) == ["b", "a", "some", "once", "much"]
    assert [one.because for one in found] == [
        Because.FREE, Because.FREE, Because.ORDER, Because.WORK, Because.WORK
    ]  # fmt: skip
    later = 4 * 52 - 16
    assert [one.later for one in found] == [later] * 5
    free, _, some, once, much = (one.worth for one in found)
    assert free == pytest.approx(worth(Ideas(found[0].spread), 8, later=later))
    assert once == pytest.approx(free / 2)
    assert some == pytest.approx(worth(Ideas(found[0].spread), 8, later=later, cost=log1p(0.02)))
    assert much == pytest.approx(worth(Ideas(found[0].spread), 8, later=later, cost=log1p(0.1)))


def test_a_quieter_metric_comes_first_and_a_noisier_one_last(workspace: Workspace) -> None:
    found = write(workspace, "loud, metric: saves", "views", "quiet, metric: average_watch_time")
    assert order(found) == ["quiet", "views", "loud"]
    assert [one.because for one in found] == [Because.QUIET, Because.FREE, Because.FREE]


def test_a_sound_must_be_worth_its_test_and_some_posts_more(workspace: Workspace) -> None:
    """At four posts a week: sixteen posts take four weeks, and one more post would carry the change."""
    found = write(workspace, "past, good_until: 2026-03-30", "short, good_until: 2026-04-01", "lasting")
    assert order(found) == ["lasting", "short", "past"]
    assert [one.state for one in found] == [State.OPEN, State.OPEN, State.PAST]
    assert [one.because for one in found][:2] == [Because.FREE, Because.SOON]
    assert found[2].worth == 0


def test_what_became_of_an_idea_follows_from_the_experiments_that_name_it(workspace: Workspace) -> None:
    write(workspace, "hook", "open")
    draft = Draft(title="T", statement="S", variable="hook", control="a", variants=["b"], start=TODAY, idea="hook")
    path = new_experiment(workspace, "tried", draft)
    first = {one.idea.id: one for one in ranked(workspace, TODAY)}
    assert (first["hook"].state, first["hook"].slug, first["open"].state) == (State.TESTED, "tried", State.OPEN)
    for what, state in (("repeat", State.OPEN), ("ship", State.DECIDED), ("drop", State.DECIDED)):
        decide(path.parent, who="Ana", when=TODAY, what=what, why="so")
        assert {one.idea.id: one.state for one in ranked(workspace, TODAY)} == {"hook": state, "open": State.OPEN}


def test_spread_and_pace_are_the_accounts_own(workspace: Workspace, tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    days = [TODAY - timedelta(days=60 - i) for i in range(48)]
    views = np.exp(rng.normal(8, 0.4, 48)).round().astype(int)
    ids = [((int(datetime(d.year, d.month, d.day, 17, tzinfo=UTC).timestamp())) << 32) + 1 for d in days]
    frame = pd.DataFrame({"link": [f"https://www.tiktok.com/@demo/video/{i}" for i in ids], "views": views})
    frame["posted_at"] = [f"{d.isoformat()} 18:00" for d in days]
    file = tmp_path / "posts.csv"
    frame.to_csv(file, index=False)
    mapping = {"link": "link", "views": "views", "posted_at": "posted_at"}
    ingest(workspace, [file], mapping=mapping, account="demo", captured_at=datetime(2026, 3, 1, tzinfo=UTC))
    (one,) = write(workspace, "hook")
    assert one.own_posts == 48
    assert one.spread == pytest.approx(np.log(views).std(ddof=1), rel=1e-6)
    assert one.later == 48 // 8 * 52 - 16


def test_a_list_with_mistakes_is_refused_whole(workspace: Workspace) -> None:
    with pytest.raises(RegistryError) as refused:
        write(workspace, "a, metric: vews", "b, metric: likez", "c")
    assert [problem.code for problem in refused.value.problems] == ["unknown_metric", "unknown_metric"]
