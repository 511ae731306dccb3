"""What is worth a look: each sign fires when it should, keeps still beside it, and becomes an idea that is counted."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from tests.analysis.workspaces import fresh
from tests.calibration.signals import fired, real, simulated
from tests.places import ROOT, shared
from tests.planning.weeks_of_posts import LAST, filled

from cliptrial.analysis.periods.daily import Basis, Daily
from cliptrial.analysis.periods.span import Kind, Span
from cliptrial.errors import InputError
from cliptrial.metrics import CATALOGUE
from cliptrial.planning.noticed.proposals import PROPOSALS, taken_up
from cliptrial.planning.noticed.signals import LONG, MEMORY, ORDINARY, SENTIMENT, SHORT, TALKED, Sign, newly, signals
from cliptrial.planning.noticed.weeks import Noticed, _numbers, noticed
from cliptrial.planning.review.review import review
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.beside.ideas import read_ideas
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.periods.usual import usual_range
from cliptrial.wording.review.noticed import sign_lines

WEEK = Span(Kind.WEEK, LAST)
RNG = np.random.default_rng(4)
STEADY = {
    name: level * np.append(1 + 0.05 * RNG.uniform(-1, 1, 30), [1, 1])
    for name, level in {
        "views": 5000, "engagement_by_views": 0.05, "view_to_follower": 1.2, "average_watch_time": 9,
        "completion_rate": 0.6, SHORT: 0.65, LONG: 0.57, "comments": 100, SENTIMENT: 0.8,
    }.items()
}  # fmt: skip


def seen(changes: Mapping[str, float], before: Mapping[str, float] | None = None, posts: int = 5) -> list[str]:
    """Signs of a week in which some numbers are so many times as large; ``before`` the same of the week before."""
    weeks = {}
    for name, own in STEADY.items():
        last = own[-2:] * [(before or {}).get(name, 1.0), changes.get(name, 1.0)]
        weeks[name] = np.append(own[:-2], last)
    return [one.sign.value for one in signals(weeks, posts)]


@pytest.mark.parametrize(
    ("fires", "beside", "sign"),
    [
        ({"completion_rate": 0.8}, {"completion_rate": 0.88}, "low_completion"),
        ({LONG: 0.92, "average_watch_time": 1.2}, {LONG: 0.92}, "slow"),
        ({LONG: 0.92, "average_watch_time": 1.2}, {LONG: 1.1, "average_watch_time": 1.2}, "slow"),
        ({LONG: 0.8}, {LONG: 0.8, SHORT: 0.7}, "too_long"),
        ({"view_to_follower": 1.8}, {"view_to_follower": 1.5}, "beyond"),
        ({"engagement_by_views": 1.2, "views": 0.8}, {"engagement_by_views": 1.2}, "unseen"),
        ({"engagement_by_views": 1.2, "views": 0.8}, {"views": 0.8}, "unseen"),
        ({"comments": 1.7}, {"comments": 1.3}, "comments"),
        ({SENTIMENT: 0.8}, {SENTIMENT: 1.2}, "sentiment"),
    ],
)
def test_each_sign_fires_and_its_neighbour_does_not(
    fires: Mapping[str, float], beside: Mapping[str, float], sign: str
) -> None:
    assert seen({}) == []
    assert sign in seen(fires)
    assert sign not in seen(beside)


def test_more_comments_count_beside_the_week_before_and_only_outside_this_accounts_range() -> None:
    """Up by half from a quiet week, but within the range; outside of it, but hardly up."""
    assert seen({"comments": 1.0}, before={"comments": 0.6}) == []
    assert seen({"comments": 1.7}, before={"comments": 1.5}) == []
    assert seen({"comments": 1.7}) == ["comments"]


def test_a_band_counts_in_the_week_in_which_it_is_first_crossed() -> None:
    assert seen({"completion_rate": 0.8}, before={"completion_rate": 0.8}) == []
    beyond = np.zeros(MEMORY + 2)
    beyond[[0, -1]] = 1
    assert newly(beyond), "half a year later it is news again"
    beyond[1] = 1
    assert not newly(beyond)
    assert not newly(np.array([np.nan]))
    assert not newly(np.array([]))


def test_a_band_that_is_a_workspaces_own_counts_and_what_is_not_known_gives_no_sign(tmp_path: Path) -> None:
    assert signals({}, 3) == ()
    assert signals({"completion_rate": np.array([0.6, np.nan]), "comments": np.array([9.0])}, 3) == ()
    workspace = fresh(tmp_path / "ws")
    filled(workspace, "kitchen", {})
    assert noticed(workspace, "kitchen", WEEK) == ()
    with (workspace.root / "workspace.yaml").open("a", encoding="utf-8") as file:
        file.write("bands: {completion_rate: {good: 70%, source: our own}}\n")
    before = Span(Kind.WEEK, LAST - timedelta(weeks=19))
    assert [one.signal.limit for one in noticed(load_workspace(workspace.root), "kitchen", before)] == [0.7]


def test_a_sign_is_firm_far_outside_on_more_than_a_few_posts_else_faint() -> None:
    weeks = {"comments": np.append(STEADY["comments"], 400)}
    assert [one.firm for posts in (3, 4) for one in signals(weeks, posts)] == [False, True]
    near = {"completion_rate": np.append(0.501 + 0.04 * RNG.permutation(32) / 32, 0.499)}
    assert [one.firm for one in signals(near, 9)] == [False]


def test_a_week_whose_export_ends_on_wednesday_gives_no_sign(tmp_path: Path) -> None:
    workspace = fresh(tmp_path / "ws")
    filled(workspace, "kitchen", {"completions": 0.7, "comments": 2.0}, last=4)
    assert noticed(workspace, "kitchen", WEEK) == ()


@pytest.fixture(scope="module")
def fallen(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """An account whose last week has fewer full views and twice the comments."""
    workspace = fresh(tmp_path_factory.mktemp("fallen") / "ws")
    filled(workspace, "kitchen", {"completions": 0.7, "comments": 2.0})
    return workspace


@pytest.fixture(scope="module")
def signs(fallen: Workspace) -> tuple[Noticed, ...]:
    """What is worth a look in its last week."""
    return noticed(fallen, "kitchen", WEEK)


def test_the_signs_of_a_store_become_ideas_that_are_counted_by_their_origin(
    fallen: Workspace, signs: tuple[Noticed, ...]
) -> None:
    workspace, found = fallen, signs
    assert [one.signal.sign for one in found] == [Sign.LOW_COMPLETION, Sign.COMMENTS]
    assert found[0].signal.value == pytest.approx(0.42, abs=0.02)
    assert LAST in {one.week for one in noticed(workspace, "kitchen", Span(Kind.MONTH, LAST.replace(day=1)))}
    taken = taken_up(workspace, "shorter-cut", found, str)
    assert (taken.id, taken.variable.value, taken.origin) == ("shorter-cut", "duration", "signal")
    assert taken_up(workspace, "shorter-cut", found, str) == taken, "it stands there once"
    assert read_ideas(workspace) == (taken,)
    with pytest.raises(InputError, match="another-sound"):
        taken_up(workspace, "another-sound", found, str)


def test_comments_that_somebody_labelled_are_counted_in_the_week_in_which_they_were_written(tmp_path: Path) -> None:
    """Eight of ten friendly in every week, five of ten in the last; a comment that was labelled again counts once."""
    workspace, rows = fresh(tmp_path / "ws"), []
    for day in range(7 * 20):
        at = int(datetime.combine(LAST - timedelta(days=133 - day), time(12), UTC).timestamp())
        for number in range(10):
            told = {"account": "kitchen", "key": f"{day}-{number}", "begins": at, "ends": at, "value": 1.0}
            told |= {"covers": False, "captured_at": at, "source": "conversations"}
            rows.append({**told, "what": "comments_labelled"})
            if number < (5 if day >= 7 * 19 else 8 - (day // 7) % 2):
                rows += [{**told, "what": "comments_positive", "captured_at": at + again} for again in (0, 1)]
    Lake(workspace.store_dir).append("outcomes", build("outcomes", rows))
    (one,) = noticed(workspace, "kitchen", WEEK)
    assert (one.signal.sign, one.signal.value) == (Sign.SENTIMENT, pytest.approx(0.5))
    assert noticed(workspace, "kitchen", Span(Kind.WEEK, LAST - timedelta(weeks=1))) == ()


def test_weeks_that_a_platform_counted_otherwise_are_no_past_of_this_one() -> None:
    days = [LAST + timedelta(days=6 - number) for number in range(7 * 6)]
    views = Daily(CATALOGUE["views"], Basis.DAYS, {day: [(9.0, 1.0)] for day in days}, frozenset(days))
    (known,) = _numbers({"views": views}, WEEK, min(days)).values()
    assert known[-6:].tolist() == [63.0] * 6
    for before, left in ((14, 3), (13, 2), (-6, 0), (-7, 6)):
        changed = replace(views, changes=(LAST - timedelta(days=before),))
        (since,) = _numbers({"views": changed}, WEEK, min(days)).values()
        assert np.isfinite(since).sum() == left


def test_long_videos_are_those_above_this_accounts_usual_length(tmp_path: Path) -> None:
    workspace = fresh(tmp_path / "ws")
    filled(workspace, "kitchen", {"completions_long": 0.6, "average_watch_time": 1.4, "completions": 1.2})
    signs = [one.signal for one in noticed(workspace, "kitchen", WEEK)]
    assert {one.sign for one in signs} == {Sign.SLOW, Sign.TOO_LONG}
    assert all(one.value == pytest.approx(0.6 * 0.72, abs=0.02) for one in signs)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_sign_is_said_with_how_sure_it_is_and_what_to_try(
    fallen: Workspace, signs: tuple[Noticed, ...], lang: str
) -> None:
    rows = sign_lines(signs, fallen, lang)
    assert all(account == "kitchen" and ("100" in sure) and idea for account, _, sure, idea in rows)
    thumb = {"en": "the rule of thumb, no test, is 50.0", "de": "die Faustregel, kein Test, ist 50,0"}[lang]
    assert thumb in rows[0][1]


def test_every_sign_proposes_something_that_can_be_tested() -> None:
    assert set(PROPOSALS) == set(Sign)
    ids = [one.id for ideas in PROPOSALS.values() for one in ideas]
    assert len(ids) == len(set(ids))


def test_the_committed_figures_are_those_that_pages_say() -> None:
    """At most one ordinary week of a client in ten; a sign's share is the larger of real and simulated accounts."""
    rows = list(csv.DictReader((ROOT / "docs" / "signals.csv").open(encoding="utf-8")))
    share = {(row["accounts"], row["sign"]): float(row["share"]) for row in rows}
    for what in ("any", "verdict"):
        figures = {who: one for (who, sign), one in share.items() if sign == what}
        assert len(figures) == 8
        assert max(one for who, one in figures.items() if "6" not in who) <= 0.1, what
        assert max(figures.values()) <= 0.12, what
    for sign in Sign:
        assert ORDINARY[sign] == pytest.approx(max(share["real", sign], share["simulated", sign]), abs=6e-4)
        assert share["planted", sign] > 10 * ORDINARY[sign]


def test_ordinary_weeks_stay_quiet_on_some_of_these_accounts() -> None:
    """A slice of what ``tests.calibration.signals`` counts in full."""
    shared("data/vn-posts/posts.csv.gz")
    asked, with_any, _ = fired(islice(real(), 3))
    more, also, _ = fired(simulated(np.random.default_rng(3), 6, 40), accounts=3)
    assert asked + more > 150
    assert (with_any + also) / (asked + more) <= 0.1


def test_of_more_accounts_each_must_lie_farther_outside() -> None:
    """What one account shows is told; as one of three it must be rarer, and so it is where it is larger still."""
    past = 100 * np.exp(np.append(np.random.default_rng(2).normal(0, 0.5, 30), -1))
    alone, of_three = usual_range(past, TALKED), usual_range(past, TALKED / 3)
    assert alone is not None
    assert of_three is not None
    for value, told in ((alone.far_high * 1.01, [1]), (of_three.far_high * 1.01, [1, 3])):
        weeks = {"comments": np.append(past, value)}
        assert [count for count in (1, 3) if signals(weeks, 5, accounts=count)] == told


def test_accounts_of_one_client_are_looked_at_together(tmp_path: Path) -> None:
    """What is outside for an account by itself is ordinary for one of sixteen, in the signs and in the verdict."""
    found, limits = [], []
    for owner in ("one", "all"):
        names = ["kitchen", *(f"a{n}" for n in range(15))]
        of = {name: {"timezone": "Europe/Berlin", "client": owner if name == "kitchen" else "all"} for name in names}
        clients = {name: {"name": name} for name in ("one", "all")}
        (tmp_path / owner).mkdir()
        (tmp_path / owner / "workspace.yaml").write_text(json.dumps({"accounts": of, "clients": clients}))
        workspace = load_workspace(tmp_path / owner)
        filled(workspace, "kitchen", {"completions_long": 0.96, "average_watch_time": 1.04})
        found.append([one.signal.sign for one in noticed(workspace, "kitchen", WEEK)])
        told = review(workspace, WEEK, workspace.accounts_of(owner))
        limits.append(next(one.usual.far_high for one in told.by_account[0].numbers if one.usual))
    assert found == [[Sign.SLOW], []]
    assert limits[0] < limits[1]
