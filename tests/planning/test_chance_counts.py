"""The chance check counts what a loop of our own counts, on the posts that the histories hold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint
from tests.fairness.season import Plan, Workshop, season

from cliptrial.analysis.estimate import Comparison, compare_pair
from cliptrial.analysis.units import Assignment, Units, Values
from cliptrial.errors import InputError
from cliptrial.metrics import CATALOGUE, Kind, Metric, Scale
from cliptrial.planning.chance_check import HALVES, OURS, REDRAWS, SHOWN, Share, chance_check
from cliptrial.planning.chance_history import History, Posts, store_histories, table_histories
from cliptrial.registry.workspace import load_workspace

DRAWS = 120


def account(name: str, posts: int, seed: int, *, weekday: bool = True, days: tuple[str, str] | None = None) -> Posts:
    """One account's likes and views."""
    rng = np.random.default_rng(seed)
    views = np.exp(rng.normal(8, 1, posts)).round() + 1
    likes = rng.binomial(views.astype(int), 0.05).astype(float)
    return Posts(name, likes, views, np.arange(posts) % 7 if weekday else None, days)


ACCOUNTS = (
    account("one", 30, 1, days=("2025-02-01", "2025-03-02")),
    account("two", 20, 2, days=("2025-01-01", "2025-01-20")),
    account("short", 15, 3, days=("2024-01-01", "2024-01-15")),
)
HISTORY = History(CATALOGUE["like_rate"], ACCOUNTS, 4, "ab" * 32)


def windows(seed: int, per_arm: int) -> list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
    """The comparisons of a seed: likes, views, weekdays and labels."""
    rng = np.random.default_rng(seed)
    usable = ACCOUNTS[:2]
    places = np.array([len(one.numerator) - 2 * per_arm + 1 for one in usable])
    chosen = rng.choice(2, size=DRAWS, p=places / places.sum())
    cuts = []
    for i in chosen:
        start = int(rng.integers(places[i]))
        cut = slice(start, start + 2 * per_arm)
        one = usable[i]
        cuts.append((one.numerator[cut], one.denominator[cut], one.weekday[cut]))
    labels = rng.permuted(np.tile(np.repeat([False, True], per_arm), (DRAWS, 1)), axis=1)
    return [(*cut, label) for cut, label in zip(cuts, labels, strict=True)]


def test_every_method_wins_as_often_as_a_loop_of_our_own_says() -> None:
    check = chance_check(HISTORY, posts_per_arm=8, draws=DRAWS, seed=5)
    counts = dict.fromkeys(SHOWN, 0)
    rng = np.random.default_rng([5, 1])
    zeros, halves = np.zeros(16, dtype=np.int64), np.repeat([False, True], 8)
    for likes, views, weekday, label in windows(5, 8):
        rate, logs = likes / views, np.log((likes + 0.5 * (likes <= 0).any()) / views)
        p1, p0 = likes[label].sum() / views[label].sum(), likes[~label].sum() / views[~label].sum()
        pooled = likes.sum() / views.sum()
        z = (p1 - p0) / np.sqrt(pooled * (1 - pooled) * (1 / views[label].sum() + 1 / views[~label].sum()))
        counts["sums_as_trials"] += 2 * stats.norm.sf(abs(z)) <= 0.05
        counts["welch_raw"] += stats.ttest_ind(rate[label], rate[~label], equal_var=False).pvalue <= 0.05
        counts["welch_logs"] += stats.ttest_ind(logs[label], logs[~label], equal_var=False).pvalue <= 0.05
        counts[HALVES] += stats.ttest_ind(logs[halves], logs[~halves], equal_var=False).pvalue <= 0.05
        order = np.concatenate([rng.permutation(np.flatnonzero(~label)), rng.permutation(np.flatnonzero(label))])
        units = Units(
            arm=np.repeat(np.array(["a", "b"], object), 8), assignment=Assignment.RANDOM, account=zeros,
            weekday=weekday[order], stratum=zeros, block=zeros, draws=999, seed=5,
        )  # fmt: skip
        found = compare_pair(units, Values(likes[order], views[order]), CATALOGUE["like_rate"], "a", "b")
        counts[OURS] += isinstance(found, Comparison) and found.inversion.p_value() <= 0.05
    told = {share.method: share.wins for share in check.shares}
    assert list(told) == list(SHOWN)
    assert {name: told[name] for name in told if name != "relative_delta"} == {
        name: counts[name] for name in counts if name != "relative_delta"
    }
    assert REDRAWS == 999
    assert {share.draws for share in check.shares} == {DRAWS}


def test_the_check_says_what_it_is_of() -> None:
    check = chance_check(HISTORY, posts_per_arm=8, draws=DRAWS, seed=5)
    assert (check.posts, check.left_out, check.accounts, check.refused) == (65, 4, 2, 0)
    assert (check.days, check.posts_per_arm, check.draws, check.seed) == (("2025-01-01", "2025-03-02"), 8, DRAWS, 5)
    assert check.metric is HISTORY.metric
    assert check.data_hash == "ab" * 32
    ours, trials = check.of(OURS), check.of("sums_as_trials")
    assert ours is check.ours
    assert trials is not None
    assert check.worst is trials
    assert check.of("ols_weekday") is None
    longer = chance_check(HISTORY, posts_per_arm=10, draws=5)
    assert (longer.accounts, longer.seed) == (2, 0)
    assert chance_check(HISTORY, posts_per_arm=11, draws=5).accounts == 1


def test_where_one_account_has_no_times_no_days_are_told_and_no_weekdays_are_used() -> None:
    timeless = replace(HISTORY, accounts=(ACCOUNTS[0], account("two", 20, 2, weekday=False)))
    check = chance_check(timeless, posts_per_arm=8, draws=20)
    assert check.days is None


def test_comparisons_that_are_refused_are_counted_and_win_nothing() -> None:
    likes = np.zeros(30)
    likes[:2] = 3
    bare = Posts("one", likes, np.full(30, 10.0), None, None)
    check = chance_check(replace(HISTORY, accounts=(bare,)), posts_per_arm=8, draws=20)
    assert check.refused == 20
    assert check.ours.wins == 0


@pytest.mark.parametrize("draws", [99, 100, 250])
def test_progress_is_told_every_hundred_comparisons(draws: int) -> None:
    told: list[int] = []
    chance_check(HISTORY, posts_per_arm=8, draws=draws, progress=told.append)
    assert told == list(range(100, draws + 1, 100))


@pytest.mark.parametrize(
    ("metric", "shown"),
    [
        (CATALOGUE["average_watch_time"], [HALVES, "relative_delta", "welch_raw", "welch_logs", OURS]),
        (Metric("per", Kind.MEAN, ("likes",), "views", Scale.SHARE, {}), list(SHOWN)),
        (CATALOGUE["views"], list(SHOWN)),
    ],
)
def test_a_method_is_shown_where_it_applies(metric: Metric, shown: list[str]) -> None:
    """What has a denominator is a rate, whatever else it is called; means have no totals."""
    one = account("one", 30, 4)
    given = one if metric.denominator else Posts("one", one.numerator + 1, np.ones(30), one.weekday, None)
    check = chance_check(replace(HISTORY, metric=metric, accounts=(given,)), posts_per_arm=8, draws=20)
    assert [share.method for share in check.shares] == shown


@pytest.mark.parametrize(("wins", "draws"), [(0, 2000), (97, 2000), (50, 100), (100, 100)])
def test_the_margin_is_half_of_wilsons_interval(wins: int, draws: int) -> None:
    share = Share("x", wins, draws)
    low, high = proportion_confint(wins, draws, 0.05, method="wilson")
    assert share.margin == pytest.approx((high - low) / 2, rel=1e-6)
    assert share.share == wins / draws


@pytest.mark.parametrize(
    ("posts", "told"),
    [((7,), "Hand in more exports."), ((8,), "--posts-per-arm 4."), ((9, 21), "--posts-per-arm 10."), ((), "exports.")],
)
def test_too_short_a_history_is_refused_with_the_most_that_would_do(posts: tuple[int, ...], told: str) -> None:
    short = replace(HISTORY, accounts=tuple(account(f"n{n}", n, n) for n in posts))
    with pytest.raises(InputError) as caught:
        chance_check(short)
    (problem,) = caught.value.problems
    assert (problem.code, problem.field) == ("too_few_posts", "metric")
    assert problem.what == f'the longest history has {max(posts, default=0)} posts with "like_rate"'
    few = max(posts, default=0) < 8
    wanted = "at least 8 posts of one account, better 28" if few else "at least 28 posts of one account"
    assert problem.expected == wanted
    assert problem.mend.endswith(told)
    assert problem.mend.startswith("Hand in more exports.")


FRAME = pd.DataFrame(
    {
        "account": ["b", "a", "b", "a", "a", "b", "a"],
        "posted_at": ["2026-03-03 23:30", "2026-03-01 10:00", "2026-03-02 10:00", None, None, None, None],
        "views": [10.0, 20.0, 30.0, np.nan, 0.0, -5.0, np.inf],
        "likes": [1.0, 0.0, 3.0, 1.0, 1.0, 1.0, 1.0],
    }
)
TIMED = FRAME.assign(posted_at=[f"2026-03-0{day} 23:30" for day in (3, 1, 2, 4, 5, 6, 7)])


def test_rows_of_a_table_are_shared_out_over_accounts_in_order_of_time() -> None:
    (found,) = table_histories(TIMED, ["likes/views"])
    assert [(one.account, one.numerator.tolist(), one.denominator.tolist()) for one in found.accounts] == [
        ("a", [0.0], [20.0]),
        ("b", [3.0, 1.0], [30.0, 10.0]),
    ]
    a, b = found.accounts
    assert (a.weekday.tolist(), b.weekday.tolist()) == ([6], [0, 1])
    assert (a.days, b.days) == (("2026-03-01", "2026-03-01"), ("2026-03-02", "2026-03-03"))
    assert found.left_out == 4
    assert len(found.data_hash) == 64
    assert found.data_hash != table_histories(TIMED.assign(likes=2.0), ["likes/views"])[0].data_hash


def test_weekdays_are_read_in_the_zone_that_was_asked_for() -> None:
    given = TIMED.assign(posted_at=[f"{text}Z" for text in TIMED["posted_at"]])
    (found,) = table_histories(given, ["likes/views"], timezone="Asia/Tokyo")
    assert [one.weekday.tolist() for one in found.accounts] == [[0], [1, 2]]


def test_without_times_or_accounts_rows_are_one_account_in_their_order() -> None:
    (found,) = table_histories(FRAME.drop(columns=["posted_at", "account"]), ["likes/views"])
    (one,) = found.accounts
    assert (one.account, one.numerator.tolist(), one.weekday, one.days) == ("", [1.0, 0.0, 3.0], None, None)
    other = TIMED.rename(columns={"account": "who", "posted_at": "at"})
    (named,) = table_histories(other, ["likes/views"], account="who", posted_at="at")
    assert [one.account for one in named.accounts] == ["a", "b"]


def test_every_wrong_name_is_told_once_with_a_near_one() -> None:
    with pytest.raises(InputError) as caught:
        table_histories(FRAME, ["likes/vews", "nothing", "vews"], account="acount")
    assert [(p.code, p.field, p.mend) for p in caught.value.problems] == [
        ("unknown_column", "acount", 'Did you mean "account"?'),
        ("unknown_column", "vews", 'Did you mean "views"?'),
        ("unknown_column", "nothing", ""),
    ]
    assert caught.value.problems[0].what == 'there is no column "acount"'
    assert caught.value.problems[0].expected == "one of account, posted_at, views, likes"


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A workspace with 16 posts on each of two accounts, read after a week; one far too late."""
    happened = season(
        Workshop(tmp_path_factory.mktemp("chance")), Plan(accounts=("kitchen", "bakes"), posts_per_arm=8), 0
    )
    last = happened.posts.index[happened.posts["account"] == "bakes"][-1]
    happened.posts.loc[last, "captured_at"] = happened.posts.loc[last, "posted_at"] + 20 * 86_400
    return happened, load_workspace(happened.handed_in())


def test_the_store_gives_each_accounts_posts_at_equal_age_in_their_own_time(filmed: Any) -> None:
    happened, workspace = filmed
    found = store_histories(workspace, ["views", "like_rate"])
    assert [one.metric.name for one in found] == ["views", "like_rate"]
    views = found[0]
    assert sorted(one.account for one in views.accounts) == ["bakes", "kitchen"]
    assert views.left_out == 1
    for one in views.accounts:
        own = happened.posts[happened.posts["account"] == one.account].sort_values("posted_at")
        own = own[own["captured_at"] - own["posted_at"] <= 8 * 86_400]
        assert one.numerator.tolist() == own["views"].tolist()
        assert set(one.denominator) == {1.0}
        assert one.weekday.tolist() == [day.weekday() for day in own["day"]]
        assert one.days == (str(own["day"].iloc[0]), str(own["day"].iloc[-1]))
    (only,) = store_histories(workspace, ["views"], "kitchen")
    assert [one.account for one in only.accounts] == ["kitchen"]
    assert (only.left_out, only.data_hash) == (0, views.data_hash)


def test_an_unknown_metric_and_account_are_told_together(filmed: Any) -> None:
    _, workspace = filmed
    with pytest.raises(InputError) as caught:
        store_histories(workspace, ["views", "vews"], "kitchn")
    assert [(p.code, p.field, p.mend) for p in caught.value.problems] == [
        ("unknown_metric", "metric", 'Did you mean "views"?'),
        ("unknown_account", "account", 'Did you mean "kitchen"?'),
    ]
