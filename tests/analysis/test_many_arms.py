"""Many values of earlier posts at once: tables and workspaces with a known truth."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.analysis.workspaces import filled, fresh
from tests.places import shared

import cliptrial
from cliptrial.analysis.history.many_arms import FEWEST, Labelled, ManyArms, guess
from cliptrial.analysis.results import Evidence
from cliptrial.errors import InputError
from cliptrial.metrics import CATALOGUE
from cliptrial.registry.draft import Draft
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.scaffold import new_experiment
from cliptrial.wording.learned import best_guess, draft_experiment, many_arms_rows

DAY = 86400
START = 1_735_689_600  # 1 January 2025


def history(seed: int, *, good: float = 0.0, posts: int = 300, sounds: int = 20) -> pd.DataFrame:
    """Posts of two growing accounts; the sound "Good" adds ``good`` to the log of views."""
    rng = np.random.default_rng(seed)
    names = np.array(["Good", "Usual", *(f"Sound {i:02d}" for i in range(sounds - 2))], dtype=object)
    share = np.array([0.12, 0.2, *np.full(sounds - 2, 0.68 / (sounds - 2))])
    sound, account = rng.choice(names, posts, p=share), rng.choice(["a", "b"], posts)
    at = START + rng.integers(0, 240, posts) * DAY + rng.integers(8, 22, posts) * 3600
    months = (at - START) / (30 * DAY)
    logs = 8 + 0.15 * months + 0.8 * (account == "b") + good * (sound == "Good") + rng.normal(0, 0.8, posts)
    views = np.exp(logs).round() + 1
    return pd.DataFrame(
        {"sound": sound, "account": account, "at": at, "views": views, "likes": rng.poisson(views * 0.05)}
    )


def looked_at(frame: pd.DataFrame, metric: str = "views", **more: object) -> ManyArms:
    return cliptrial.many_arms(frame, "sound", metric, account="account", posted_at="at", draws=299, **more)


def test_a_sound_that_works_is_found_and_becomes_the_next_experiment() -> None:
    found = looked_at(history(1, good=0.9))
    assert found.best == "Good"
    assert found.usual == "Usual"
    first = found.values[0]
    assert first.found
    assert first.interval[0] < np.expm1(0.9) * 1.3
    assert first.interval[0] > 0
    assert found.evidence is Evidence.OBSERVED
    assert found.draft is not None
    assert found.draft["variants"] == ["Good"]


def test_a_sound_with_three_lucky_posts_does_not_win() -> None:
    frame = history(2, good=0.8)
    lucky = pd.DataFrame(
        {"sound": "Lucky", "account": "a", "at": START + np.array([3, 60, 120]) * DAY, "views": 60000.0, "likes": 900}
    )
    found = looked_at(pd.concat([frame, lucky], ignore_index=True))
    luck = next(one for one in found.values if one.value == "Lucky")
    good = next(one for one in found.values if one.value == "Good")
    assert luck.raw is not None
    assert good.raw is not None
    assert luck.raw > good.raw
    assert luck.reckon_with < luck.raw / 2
    assert luck.effective_posts <= 3


def test_growth_of_the_account_is_not_taken_for_a_sound() -> None:
    frame = history(3, sounds=6)
    late = frame["at"] > START + 180 * DAY
    frame["sound"] = np.where(late, "Late", frame["sound"])
    found = looked_at(frame)
    raw = np.log(frame["views"]).groupby(late).mean().diff().iloc[-1]
    told = next(one for one in found.values if one.value == "Late")
    assert raw > 0.5
    assert abs(told.reckon_with) < 0.25


def test_rates_with_zeros_are_compared_too_and_scale_does_not_matter() -> None:
    frame = history(4)
    frame.loc[frame.index[:20], "likes"] = 0
    rates = looked_at(frame, "likes/views")
    assert rates.left_out == 0
    once, thrice = looked_at(frame), looked_at(frame.assign(views=frame["views"] * 3))
    assert [one.value for one in once.values] == [one.value for one in thrice.values]
    assert [one.reckon_with for one in once.values] == pytest.approx([one.reckon_with for one in thrice.values])


def test_posts_without_a_value_or_number_and_rare_values_are_counted_as_left_out() -> None:
    frame = history(5)
    frame.loc[frame.index[:7], "sound"] = None
    frame.loc[frame.index[7:10], "views"] = 0
    rare = frame["sound"].value_counts()
    found = looked_at(frame)
    assert found.posts + found.left_out == len(frame)
    assert found.left_out >= 10
    assert all(one.posts >= FEWEST for one in found.values)
    assert len(found.values) <= int((rare >= FEWEST).sum())


@pytest.mark.parametrize(
    ("frame", "problem"),
    [
        (history(6).drop(columns="views"), "unknown_column"),
        (history(6).assign(sound="One"), "nothing_to_compare"),
        (history(6).head(2), "nothing_to_compare"),
        (history(6).head(0), "nothing_to_compare"),
    ],
)
def test_what_cannot_be_compared_is_said_and_why(frame: pd.DataFrame, problem: str) -> None:
    with pytest.raises(InputError) as caught:
        looked_at(frame)
    assert caught.value.problems[0].code == problem


def guessed(
    metric: str,
    sides: dict[str, tuple[list[float], list[float]]],
    *,
    account: list[int] | None = None,
    month: list[int] | None = None,
) -> ManyArms:
    """What is said of posts by value: their numerators and denominators; one account in one month unless told."""
    value = np.array([name for name, (top, _) in sides.items() for _ in top], dtype=object)
    top, bottom = (np.array([x for side in sides.values() for x in side[part]], dtype=float) for part in (0, 1))
    none = np.zeros(len(value), dtype=np.int64)
    codes, months = (none if one is None else np.array(one, dtype=np.int64) for one in (account, month))
    posts = Labelled(value, codes, months, None, top, bottom, 4, ("a", "b", "c"))
    return guess(posts, CATALOGUE[metric], "sound", false_discovery_rate=0.05, draws=199, seed=1)


# Of two values in one month each is held against the other, by the ratio of geometric means. Half an event more:
# likes of 1.5, 4.5 and 13.5 of 100 views, against .5, 1.5 and 4.5; views and seconds are taken as they are.
@pytest.mark.parametrize(
    ("metric", "ours", "theirs", "ratio", "first"),
    [
        ("views", ([100, 200, 400, 0], [1] * 4), ([50, 100, 200], [1] * 3), 2.0, "ours"),
        ("like_rate", ([1, 4, 13, 7], [99, 99, 99, 0]), ([0, 1, 4], [99] * 3), 3.0, "ours"),
        ("comments", ([1, 4, 13], [1] * 3), ([0, 1, 4], [1] * 3), 3.0, "ours"),
        ("watch_time_per_view", ([8, 16, 96], [4, 4, 12]), ([6, 4, 4], [6, 2, 1]), 2.0, "ours"),
        ("negative_comments", ([1, 4, 13], [99] * 3), ([0, 1, 4], [99] * 3), 3.0, "theirs"),
    ],
)
def test_of_two_values_each_is_told_by_its_ratio_to_the_other(
    metric: str,
    ours: tuple[list[float], list[float]],
    theirs: tuple[list[float], list[float]],
    ratio: float,
    first: str,
) -> None:
    found = guessed(metric, {"ours": ours, "theirs": theirs, "rare": ([90, 90], [1, 1])})
    told = {one.value: one for one in found.values}
    assert {name: one.raw for name, one in told.items()} == pytest.approx({"ours": ratio - 1, "theirs": 1 / ratio - 1})
    assert [found.values[0].value, found.usual] == [first, "theirs"]  # of as many posts the last by name
    assert found.best == (None if first == "theirs" else "ours")
    assert [(one.posts, one.accounts) for one in found.values] == [(3, 1), (3, 1)]
    assert (found.posts, found.accounts, found.left_out) == (6, 1, 4 + 2 + len(ours[0]) - 3)
    assert [one.effective_posts for one in found.values] == pytest.approx([1.5, 1.5])  # 3 - 3 x 3 / 6


def test_accounts_are_those_of_each_value_and_one_that_never_ran_beside_another_says_nothing() -> None:
    sides = {"alone": [70, 80, 90], "here": [100, 200, 400, 300], "there": [50, 100, 200, 120]}
    account = [2, 2, 2, 0, 0, 1, 0, 0, 0, 1, 1]
    found = guessed("views", {name: (top, [1] * len(top)) for name, top in sides.items()}, account=account)
    assert {one.value: (one.posts, one.accounts) for one in found.values} == {
        "alone": (3, 1), "here": (4, 2), "there": (4, 2),
    }  # fmt: skip
    assert found.accounts == 3
    alone = next(one for one in found.values if one.value == "alone")
    assert (alone.raw, alone.p_value, alone.q_value, alone.found) == (None, None, None, False)
    assert alone.effective_posts == pytest.approx(0.0, abs=1e-9)
    assert all(one.q_value is not None for one in found.values if one is not alone)


@pytest.mark.parametrize(
    ("month", "problem"), [([1, 2, 3, 4, 5, 6], "too_few_posts"), ([1, 2, 3, 4, 5, 5], "too_few_posts"), (None, None)]
)
def test_posts_that_are_too_few_beside_their_months_are_refused(month: list[int] | None, problem: str | None) -> None:
    sides = {"a": ([100.0, 200, 400], [1.0] * 3), "b": ([50.0, 100, 200], [1.0] * 3)}
    if problem is None:
        assert guessed("views", sides, month=[1, 2, 3, 4, 4, 4]).posts == 6
        return
    with pytest.raises(InputError) as caught:
        guessed("views", sides, month=month)
    assert [(one.code, one.field) for one in caught.value.problems] == [(problem, "dimension")]


@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_draft_of_a_workspace_becomes_an_experiment_that_loads(tmp_path: Path, lang: str) -> None:
    ws = fresh(tmp_path / "ws")
    filled(ws, history(1, good=0.9))
    found = cliptrial.many_arms(ws, "sound", draws=199)
    assert found.best == "Good"
    draft = draft_experiment(found, lang)
    assert draft is not None
    path = new_experiment(ws, draft.pop("slug"), Draft(**draft))
    loaded = load_experiment(path.parent.name, ws)
    assert loaded.experiment.change.variable == "sound"
    assert loaded.experiment.change.control.value == "Usual"
    assert loaded.experiment.change.variants[0].value == "Good"
    assert "Good" in best_guess(found, lang)
    assert many_arms_rows(found, lang)[0][0] == "Good"


@pytest.mark.slow
def test_on_real_posts_estimates_are_pulled_together_and_rare_sounds_most() -> None:
    frame = pd.read_csv(shared("data/vn-posts/posts.csv.gz"))
    frame = frame[frame["account"].isin(sorted(frame["account"].unique())[:12])]
    frame["sound"] = frame["music_title"].fillna("") + " " + frame["music_author_hash"].astype(str)
    found = cliptrial.many_arms(
        frame, "sound", "plays", account="account", posted_at="create_time", timezone="Asia/Ho_Chi_Minh", draws=99
    )
    raw = np.array([np.log1p(one.raw) for one in found.values if one.raw is not None])
    told = np.array([np.log1p(one.reckon_with) for one in found.values if one.raw is not None])
    assert np.std(told) < 0.6 * np.std(raw)
    assert 0.0 <= found.tau < 0.6
    assert all(one.effective_posts <= one.posts * 1.01 for one in found.values)
