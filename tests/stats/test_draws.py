"""Draws a few at a time: what is handed out is what was drawn, whatever fits into memory at once."""

from __future__ import annotations

from itertools import product
from math import comb

import numpy as np
import pytest

from cliptrial.stats import assignments, draws
from cliptrial.stats.draws import Labels, over_draws
from cliptrial.stats.groups import FEW, summing
from cliptrial.stats.permutation import permuted, relabelled
from cliptrial.stats.weekdays import re_drawn_p, total_variation_by_chance

STRATA = np.array([0, 1, 1, 2, 0, 0, 1, 2, 2, 0, 1, 3])
VALUES = np.arange(12) ** 1.5


@pytest.mark.parametrize("values", [VALUES, VALUES > 10], ids=["numbers", "labels"])
@pytest.mark.parametrize("numbers", [1, 50, 10_000])
def test_permutations_are_one_stream_however_many_are_made_at_a_time(
    numbers: int, values: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = np.tile(values, (40, 1))
    for stratum, stream in enumerate(np.random.default_rng(7).spawn(4)):
        places = np.flatnonzero(stratum == STRATA)
        expected[:, places] = stream.permuted(expected[:, places], axis=1)
    monkeypatch.setattr(draws, "NUMBERS", numbers)
    pieces = list(permuted(values, STRATA, draws=40, seed=7))
    assert (np.concatenate(pieces) == expected).all()
    assert {part.dtype for part in pieces} == {values.dtype}
    assert len(pieces) == {1: 40, 50: 10, 10_000: 1}[numbers]


@pytest.mark.parametrize("numbers", [1, 100, 10_000])
@pytest.mark.parametrize("treated_posts", [[0, 1, 2], [0, 4, 5, 9, 1, 2, 7, 8], []])
def test_every_assignment_is_listed_once(
    treated_posts: list[int], numbers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    treated = np.isin(np.arange(12), treated_posts)
    kept = [treated[stratum == STRATA].sum() for stratum in range(4)]
    expected = {
        row
        for row in product([False, True], repeat=12)
        if [np.array(row)[stratum == STRATA].sum() for stratum in range(4)] == kept
    }
    monkeypatch.setattr(draws, "NUMBERS", numbers)
    labels, exact = assignments(treated, STRATA, draws=5, seed=0)
    assert exact
    assert len(labels) == len(expected)
    assert set(map(tuple, labels.tolist())) == expected


def test_one_post_among_many_is_listed_without_a_table_of_all() -> None:
    treated = np.arange(3000) != 5
    labels = relabelled(treated, np.zeros(3000, dtype=np.int64), draws=5, seed=0)
    assert len(labels) == comb(3000, 1)
    assert all((~some).sum(axis=1).max() == 1 for some in labels)


def test_packed_labels_are_handed_out_by_post_in_the_order_asked() -> None:
    labels = np.random.default_rng(0).random((500, 11)) < 0.4
    packed = Labels.packed([labels[:300], labels[300:]], exact=False)
    wanted = np.array([7, 0, 10])
    assert len(packed) == 500
    assert (np.concatenate(list(packed)) == labels).all()
    assert (np.concatenate(list(packed.among(wanted))) == labels[:, wanted]).all()
    placed = packed.placed(np.arange(5, 16), 20)
    assert (np.concatenate(list(placed.among(np.arange(20) == 6))) == labels[:, [1]]).all()


def test_labels_of_posts_that_were_not_re_drawn_cannot_be_had() -> None:
    packed = Labels.packed([np.ones((3, 2), dtype=np.bool_)], exact=True).placed(np.array([1, 3]), 5)
    with pytest.raises(ValueError, match="not re-drawn"):
        packed.among(np.array([0, 1]))


def test_arrays_and_packed_labels_give_the_same_checks() -> None:
    rng = np.random.default_rng(1)
    treated, values, days = rng.random(40) < 0.5, rng.normal(size=40), rng.integers(0, 7, 40)
    packed = relabelled(treated, np.zeros(40, dtype=np.int64), draws=300, seed=2)
    labels = np.concatenate(list(packed))
    differences = [abs(values[row].mean() - values[~row].mean()) for row in labels]
    observed = abs(values[treated].mean() - values[~treated].mean())
    brute = (np.sum(np.array(differences) >= observed * (1 - 1e-9)) + 1) / 301
    assert re_drawn_p(values, treated, packed, exact=False) == re_drawn_p(values, treated, labels, exact=False) == brute
    shares = [[np.bincount(days[side], minlength=7) / side.sum() for side in (row, ~row)] for row in labels]
    distances = [np.abs(one - other).sum() / 2 for one, other in shares]
    assert total_variation_by_chance(days, packed) == pytest.approx(np.median(distances))


def test_sums_over_draws_are_put_together_in_order() -> None:
    columns = np.arange(60.0).reshape(20, 3)
    halves = (columns[:7], columns[7:])
    (sums,) = over_draws(halves, lambda some: (some.sum(axis=1),))
    assert (sums == columns.sum(axis=1)).all()


@pytest.mark.parametrize("groups", [1, FEW, 3 * FEW])
def test_sums_within_few_and_many_groups_are_those_of_a_loop(groups: int) -> None:
    rng = np.random.default_rng(groups)
    codes = rng.permutation(np.arange(400) % groups)
    values, columns = rng.normal(size=400), rng.normal(size=(400, 3))
    expected = [(values[codes == g, None] * columns[codes == g]).sum(axis=0) for g in range(groups)]
    assert summing(values, codes) @ columns == pytest.approx(np.array(expected))
