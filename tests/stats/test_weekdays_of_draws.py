"""What many re-drawn assignments leave of weekdays: each against one assignment at a time, or counted by hand."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from cliptrial.stats import effective_share, independence
from cliptrial.stats.draws import Labels
from cliptrial.stats.weekdays import (
    effective_shares,
    indicators,
    one_sided_days,
    share_at_most,
    total_variation_by_chance,
)

DAYS = np.array([0, 0, 1, 1, 5, 5, 6, 3, 3, 0])
LABELS = np.random.default_rng(2).random((40, 10)) < np.linspace(0.2, 0.8, 40)[:, None]
LABELS = LABELS[(LABELS.sum(axis=1) > 0) & (LABELS.sum(axis=1) < 10)]


def test_effective_shares_are_those_of_one_assignment_after_the_other() -> None:
    terms = indicators(DAYS)
    expected = [effective_share(row, terms) for row in LABELS]
    assert effective_shares(terms, LABELS) == pytest.approx(expected, abs=1e-12)
    assert effective_shares(terms, Labels.packed([LABELS[:7], LABELS[7:]], exact=False)) == pytest.approx(expected)
    assert min(expected) < 0.3
    assert max(expected) > 0.6


def test_an_assignment_of_one_arm_alone_leaves_no_effective_share() -> None:
    everyone = np.array([np.ones(10, dtype=bool), np.zeros(10, dtype=bool)])
    assert effective_shares(indicators(DAYS), everyone) == pytest.approx([0.0, 0.0], abs=1e-2)


def test_terms_that_say_the_arm_leave_no_effective_share() -> None:
    treated = DAYS > 2
    assert effective_shares(indicators(DAYS), treated[None, :]) == pytest.approx([0.0], abs=1e-12)
    assert effective_shares(np.empty((10, 0)), treated[None, :]) == pytest.approx([1.0])


@pytest.mark.parametrize(
    ("arms", "days"),
    [
        ("ab ab ab", 0),
        ("aa ab ab", 1),  # the variant lacks one day
        ("bb ab ab", 1),
        ("aa bb ab", 1),  # one each: the larger counts, not their sum
        ("aa aa bb", 2),
        ("bb bb aa", 2),
        ("aa aa aa", 3),
        ("bb bb bb", 3),
    ],
)
@pytest.mark.parametrize("first", [0, 4])
def test_one_sided_days_are_those_on_which_one_arm_lacks_while_the_other_posts(
    arms: str, days: int, first: int
) -> None:
    weekdays = first + np.repeat([0, 1, 2], 2)
    labels = np.array([[letter == "b" for letter in arms.replace(" ", "")]], dtype=float)
    assert one_sided_days(weekdays, labels).tolist() == [days]
    assert one_sided_days(weekdays, np.repeat(labels, 3, axis=0)).tolist() == [days] * 3


def test_days_without_any_post_are_not_one_sided() -> None:
    assert one_sided_days(np.array([6, 6]), np.array([[1.0, 0], [1, 1]])).tolist() == [0, 1]
    three = one_sided_days(np.array([0, 0, 0, 1, 1, 1]), np.array([[1.0, 1, 0, 0, 0, 0], [1, 1, 1, 0, 0, 0]]))
    assert three.tolist() == [1, 1]


def test_the_share_at_most_counts_ties_within_rounding_and_the_observed_one() -> None:
    drawn = np.array([0.1, 0.3, 0.3 + 0.8e-9, 0.3 + 1.2e-9, 0.7])
    assert share_at_most(drawn, 0.3, exact=True) == 3 / 5
    assert share_at_most(drawn, 0.3, exact=False) == 4 / 6
    assert share_at_most(drawn, 0.0, exact=True) == 0.0
    assert share_at_most(drawn, 0.0, exact=False) == 1 / 6
    assert share_at_most(drawn, 9.0, exact=False) == 1.0


def test_labels_of_one_arm_alone_are_half_a_table_away_from_the_other() -> None:
    """An arm without posts has no shares: the distance is half of one."""
    everyone, nobody = np.ones((1, 10), dtype=bool), np.zeros((1, 10), dtype=bool)
    assert [total_variation_by_chance(DAYS, labels) for labels in (everyone, nobody)] == pytest.approx([0.5, 0.5])


def test_a_larger_table_has_the_exact_p_within_what_9999_draws_leave() -> None:
    """Of two rows of three columns every table with these margins is listed, each with its own chance."""
    table = np.array([[5, 1, 1], [1, 4, 5]])
    columns, row = table.sum(axis=0), int(table[0].sum())
    chances = {
        (a, b): comb(columns[0], a) * comb(columns[1], b) * comb(columns[2], row - a - b)
        for a in range(columns[0] + 1)
        for b in range(columns[1] + 1)
        if 0 <= row - a - b <= columns[2]
    }
    exact = sum(c for c in chances.values() if c <= chances[5, 1]) / sum(chances.values())
    found = [independence(table, seed=seed).p_value for seed in (0, 0, 1)]
    assert found[0] == found[1] != found[2]
    assert found[0] == pytest.approx(exact, abs=5 * np.sqrt(exact / 9999))
    assert independence(table).p_value == found[0]
    assert round(found[0] * 10_000) == pytest.approx(found[0] * 10_000)
    assert round(independence(table, draws=99).p_value * 100) == pytest.approx(
        independence(table, draws=99).p_value * 100
    )
