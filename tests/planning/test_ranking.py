"""Which idea comes next: by the account's own spread and pace, its extra work, and what became of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from math import log1p
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.analysis.workspaces import finished

from cliptrial.analysis.experiment import analyze_alone
from cliptrial.analysis.learning.lessons import lesson_of
from cliptrial.errors import RegistryError
from cliptrial.planning.growth.ranking import Because, Ranked, State, ranked
from cliptrial.posts.ingest import ingest
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.beside.from_idea import draft_of
from cliptrial.registry.beside.ideas import work_of
from cliptrial.registry.decisions import decide
from cliptrial.registry.draft import Draft
from cliptrial.registry.scaffold import init_workspace, new_experiment
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.growth import Ideas, worth
from cliptrial.stats.pooled.accounts import by_account

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


def test_the_extra_work_of_an_experiment_is_that_of_its_own_idea(workspace: Workspace) -> None:
    write(workspace, "a, extra_work: some", "b, extra_work: much", "c")
    assert [work_of(workspace, name) for name in ("a", "b", "c", "gone", None)] == [0.02, 0.10, 0.0, 0.0, 0.0]


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


def agency(folder: Path, *, kino: str = "") -> Workspace:
    """Two clients and their accounts; the hotel tested a question on both of its accounts."""
    accounts = {"hotel": "adler", "bar": "adler", "film": "kino"}
    text = "accounts:\n" + "".join(
        f"  {name}: {{timezone: Europe/Berlin, client: {client}, sources: [studio]}}\n"
        for name, client in accounts.items()
    )
    folder.mkdir()
    (folder / "workspace.yaml").write_text(
        f"clients:\n  adler: {{name: Hotel}}\n  kino: {{name: Kino{kino}}}\n{text}", encoding="utf-8"
    )
    workspace = load_workspace(folder)
    finished(workspace, "hotel-question", 0.9, 0, account="hotel")
    return workspace


QUESTION = "control: Statement, variant: Question"


def test_what_another_account_tested_is_open_here_with_what_that_says(tmp_path: Path) -> None:
    """The hotel's other account, and the cinema's; the account that tested it is done with it."""
    workspace = agency(tmp_path / "ws")
    lesson = lesson_of(analyze_alone("hotel-question", workspace))
    assert lesson.effect is not None
    assert lesson.standard_error is not None
    told = by_account(np.array([lesson.effect]), np.array([lesson.standard_error]), [[0]])
    every = write(workspace, "new", f"kino, client: kino, {QUESTION}", f"hotel, client: adler, {QUESTION}")
    new, kino, hotel = ({one.idea.id: one for one in every}[name] for name in ("new", "kino", "hotel"))
    assert [one.state for one in (new, kino, hotel)] == [State.OPEN] * 3
    assert [one.accounts for one in (kino, hotel)] == [("film",), ("bar",)]
    assert (new.because, new.expected) == (Because.FREE, None)
    for one in (kino, hotel):
        assert (one.because, one.slug) == (Because.ELSEWHERE, None)
        assert log1p(one.expected or 0.0) == pytest.approx(told.elsewhere)
        known = Ideas(one.spread, told.elsewhere_error, told.elsewhere)
        assert one.worth == pytest.approx(worth(known, 8, later=one.later))


@pytest.mark.parametrize(("kino", "because"), [("", Because.ELSEWHERE), (", learns: false", Because.FREE)])
def test_a_client_who_does_not_learn_from_others_ranks_as_if_nobody_had_tested(
    tmp_path: Path, kino: str, because: Because
) -> None:
    workspace = agency(tmp_path / "ws", kino=kino)
    (one,) = write(workspace, f"kino, client: kino, {QUESTION}")
    assert (one.state, one.because) == (State.OPEN, because)


def test_an_idea_is_done_where_every_account_tested_it_or_adopted_it(tmp_path: Path) -> None:
    workspace = agency(tmp_path / "ws")
    folder = workspace.experiments_dir / "hotel-question"
    idea = f"hotel, client: adler, {QUESTION}"
    assert [one.state for one in write(workspace, idea)] == [State.OPEN], "the bar never tested it"
    decide(folder, who="Ana", when=TODAY, what="ship", why="so", accounts=("hotel", "bar"))
    assert [(one.state, one.slug) for one in write(workspace, idea)] == [(State.DECIDED, "hotel-question")]
    decide(folder, who="Ana", when=TODAY, what="repeat", why="so")
    assert [one.state for one in write(workspace, idea)] == [State.OPEN]


def test_the_other_way_round_is_the_same_idea_with_the_opposite_sign(tmp_path: Path) -> None:
    workspace = agency(tmp_path / "ws")
    (there,) = write(workspace, f"kino, client: kino, {QUESTION}")
    (back,) = write(workspace, "back, client: kino, control: QUESTION, variant: statement")
    assert log1p(back.expected or 0.0) == pytest.approx(-log1p(there.expected or 0.0))
    assert back.expected
    (other,) = write(workspace, "other, client: kino, control: Statement, variant: Silence")
    assert other.expected is None


def test_a_draft_of_an_idea_is_for_an_account_that_never_tested_it(tmp_path: Path) -> None:
    workspace = agency(tmp_path / "ws")
    write(workspace, f"hotel, client: adler, {QUESTION}", "kino, client: kino, variant: Loud", "all, variant: Loud")
    assert draft_of("hotel", workspace).accounts == ("bar",)
    decide(workspace.experiments_dir / "hotel-question", who="Ana", when=TODAY, what="ship", why="so")
    control = draft_of("all", workspace).control  # its first account is the hotel's, which adopted the question
    assert getattr(control, "value", control) == "Question"
    with pytest.raises(RegistryError) as refused:
        draft_of("kino", workspace)
    assert [one.code for one in refused.value.problems] == ["idea_without_control"]
    finished(workspace, "loud", 0.0, 1, account="hotel", idea="all", measured=False, variants=["Loud"])
    finished(workspace, "loud-bar", 0.0, 2, account="bar", idea="all", measured=False, variants=["Loud"])
    with pytest.raises(RegistryError):  # only the cinema is left, and what the hotel adopted is none of its business
        draft_of("all", workspace)
