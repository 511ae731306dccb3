"""The same test is recognised however it is written, and what luck does to a series is counted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.analysis.workspaces import finished, fresh

from cliptrial.registry.experiments import Loaded, load_experiment
from cliptrial.registry.series import chance_of_luck, same_test


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    ws = fresh(tmp_path_factory.mktemp("series") / "ws")
    finished(ws, "hook", 0.0, 0, measured=False)
    return load_experiment("hook", ws)


def again(one: Loaded, slug: str = "again", **changed: object) -> Loaded:
    return replace(one, slug=slug, experiment=one.experiment.model_copy(update=changed), folder=Path(slug))


def test_a_series_wins_by_luck_as_often_as_simulated() -> None:
    wins = np.random.default_rng(1).random((40_000, 3)) <= 0.025
    assert chance_of_luck(3, 0.05) == pytest.approx(wins.any(axis=1).mean(), abs=0.005)
    assert chance_of_luck(1, 0.05) == pytest.approx(0.025)


def test_capitals_and_which_arm_is_the_control_make_no_other_test(first: Loaded) -> None:
    change = first.experiment.change
    loud = change.model_copy(
        update={
            "control": change.variants[0].model_copy(update={"value": "  QUESTION "}),
            "variants": (change.control,),
        }
    )
    other = again(first, change=loud)
    assert same_test(first, [first, other]) == (other,)


@pytest.mark.parametrize(
    "changed",
    [{"accounts": ("bakes",)}, {"metrics": "likes"}, {"change": "Silence"}],
    ids=lambda changed: str(next(iter(changed))),
)
def test_another_account_metric_or_value_is_another_test_unless_it_follows_up(
    first: Loaded, changed: dict[str, object]
) -> None:
    plan = first.experiment
    if "metrics" in changed:
        changed = {"metrics": plan.metrics.model_copy(update={"primary": changed["metrics"]})}
    if "change" in changed:
        variant = plan.change.variants[0].model_copy(update={"value": changed["change"]})
        changed = {"change": plan.change.model_copy(update={"variants": (variant,)})}
    other = again(first, **changed)
    assert same_test(other, [first, other]) == ()
    assert same_test(again(first, **changed, follow_up_of="hook"), [first]) == (first,)


def test_a_chain_of_follow_ups_is_followed_to_its_start_and_a_circle_ends(first: Loaded) -> None:
    second = again(first, "second", accounts=("b",), follow_up_of="hook")
    third = again(first, "third", accounts=("c",), follow_up_of="second")
    assert same_test(third, [first, second, third]) == (first, second)
    assert same_test(third, [again(first, "hook", accounts=("d",), follow_up_of="third"), second]) != ()
