"""Tables that tempt to wrong conclusions, and small ones."""

from __future__ import annotations

from math import inf, nan
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

import cliptrial
from cliptrial.analysis.table.times import read_times
from cliptrial.analysis.units import Values, on_one_level
from cliptrial.errors import InputError


def frame(n: int) -> pd.DataFrame:
    rng = np.random.default_rng(n)
    return pd.DataFrame(
        {
            "arm": ["a", "b"] * (n // 2),
            "views": rng.lognormal(8, 1, n).round(),
            "posted": pd.date_range("2026-03-02", periods=n, freq="D").astype(str),
        }
    )


@pytest.mark.parametrize(
    ("n", "times", "randomised", "reason", "p"),
    [
        (4, {}, True, "too_few_assignments", None),
        (6, {}, False, "too_few_assignments", None),
        (8, {}, True, None, 4 / 70),
        (8, {}, False, None, 4 / 70),
        (12, {}, True, None, 732 / 924),
        (6, {"posted_at": "posted"}, True, "weekday_confounded", None),
        (8, {"posted_at": "posted"}, True, "weekday_confounded", 4 / 70),
        (8, {"posted_at": "posted"}, False, "weekday_confounded", None),
        (12, {"posted_at": "posted"}, False, "too_few_assignments", None),
    ],
)
def test_small_tables_are_answered_or_refused_in_words(
    n: int, times: dict[str, str], randomised: bool, reason: str | None, p: float | None
) -> None:
    found = cliptrial.compare(frame(n), arm="arm", control="a", metrics=["views"], randomised=randomised, **times)
    assert (found.verdict.reason, found.uplifts[0].p_value) == (reason, p and pytest.approx(p))


def test_arms_that_belong_to_different_accounts_cannot_be_told_from_them() -> None:
    table = frame(40)
    table["account"] = np.where(table["arm"] == "a", "ours", "theirs")
    for options in ({}, {"account": "account"}, {"block": "account"}):
        found = cliptrial.compare(table, arm="arm", control="a", metrics=["views"], **options)
        assert found.verdict.reason == "attribute_differs"


def test_an_owner_who_is_named_for_some_arms_only_is_held_against_those() -> None:
    """The first variant's posts have no owner; the second's all belong to somebody else."""
    table = frame(60)
    table["arm"] = [("a", "b", "c")[n % 3] for n in range(60)]
    table["account"] = table["arm"].map({"a": "ours", "c": "theirs"})
    found = cliptrial.compare(table, arm="arm", control="a", metrics=["views"])
    differs = [f.values for f in found.findings if f.code == "attribute_differs"]
    assert [(one["attribute"], one["arm"], one["posts"], one["of"]) for one in differs] == [("account", "c", 20, 20)]


def test_a_catalogue_of_arms_is_no_experiment_and_of_observed_values_the_most_used_are_compared() -> None:
    table = frame(60)
    table["arm"] = [f"sound {i // 2}" if i < 40 else f"sound {i - 20}" for i in range(60)]
    asked = {"arm": "arm", "control": "sound 39", "metrics": ["views"]}
    with pytest.raises(InputError, match="40 different values"):
        cliptrial.compare(table, randomised=True, **asked)
    compared = cliptrial.compare(table, **asked)
    assert [arm.id for arm in compared.arms] == ["sound 39", *(f"sound {i}" for i in range(19))]
    (told,) = [finding for finding in compared.findings if finding.code == "values_left_out"]
    assert told.values == {"values_left": 20, "posts": 21, "most": 20}
    some = table[table["arm"].isin([f"sound {i}" for i in range(20)])]
    fewer = cliptrial.compare(some, **asked | {"control": "sound 0"})
    assert len(fewer.arms) == 20
    assert "values_left_out" not in {finding.code for finding in fewer.findings}, "twenty are compared as they are"


def test_an_unknown_control_suggests_a_near_one() -> None:
    table = frame(8).replace({"a": "original", "b": "trending"})
    with pytest.raises(InputError, match='Did you mean "original"'):
        cliptrial.compare(table, arm="arm", control="orignal", metrics=["views"])


def test_arms_that_never_shared_a_month_are_not_judged() -> None:
    """A in March and May, B in April: the mean dates agree, and still nobody can tell B from April."""
    rng = np.random.default_rng(0)
    at = pd.DatetimeIndex(
        [pd.Timestamp(f"2026-{m:02d}-01 18:00") + pd.Timedelta(days=d) for m in (3, 4, 5) for d in range(28)]
    )
    views = np.exp(8 + rng.normal(0, 1, 84) + 0.8 * (at.month == 4)).round()
    table = pd.DataFrame({"arm": np.where(at.month == 4, "b", "a"), "views": views, "at": at})
    found = cliptrial.compare(table, arm="arm", control="a", metrics=["views"], posted_at="at")
    assert found.verdict.reason == "arms_in_different_periods"


LINK = "https://www.tiktok.com/@m/video/74781767904306094{:02}?lang=de&n={}"


def test_a_post_in_several_rows_counts_once_by_its_newest_reading() -> None:
    """By id or any column of links; by the time of collecting, by equal rows, or by counters that only grow."""
    table = frame(20).assign(seen=[LINK.format(i, 0) for i in range(20)], search="a", likes=5)
    options: dict[str, Any] = {"arm": "arm", "control": "a", "metrics": ["views"], "randomised": True}
    plain = cliptrial.compare(table, **options)
    older = table.head(7).assign(views=1, likes=0, search="b", seen=[LINK.format(i, 1) for i in range(7)])
    for twice in ([table, older], [older, table], [table, table.tail(7).assign(search="c")]):
        answer = cliptrial.compare(pd.concat(twice, ignore_index=True), **options)
        assert [u.p_value for u in answer.uplifts] == [u.p_value for u in plain.uplifts]
        assert {f.code: f.values for f in answer.findings}["posts_merged"] == {"posts": 7}
    larger = older.assign(views=10**6, collected_at="2026-03-01")
    answer = cliptrial.compare(
        pd.concat([table.assign(collected_at="2026-04-01"), larger], ignore_index=True), **options
    )
    assert [u.p_value for u in answer.uplifts] == [u.p_value for u in plain.uplifts]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"arm": "a"}, 'with different values of "arm"'),
        ({"views": 10**6, "likes": -1}, "and no row of it is clearly the newest"),
    ],
)
def test_a_post_of_which_no_row_is_the_newest_is_refused(change: dict[str, Any], told: str) -> None:
    table = frame(20).assign(post_id=[LINK.format(i, 0) for i in range(20)], likes=5)
    more = table.iloc[[n for n in range(20) if table["arm"].iloc[n] == "b"][:3]].assign(**change)
    with pytest.raises(InputError, match=told) as caught:
        cliptrial.compare(pd.concat([table, more], ignore_index=True), arm="arm", control="a", metrics=["views"])
    assert caught.value.problems[0].row == 22


def test_links_that_repeat_beside_ids_that_do_not_name_something_else() -> None:
    """The source of a stitch is no second identity of a post."""
    table = frame(20).assign(
        post_id=[LINK.format(i, 0) for i in range(20)], stitched=[LINK.format(i % 3, 0) for i in range(20)]
    )
    answer = cliptrial.compare(table, arm="arm", control="a", metrics=["views"])
    assert "posts_merged" not in {f.code for f in answer.findings}


def test_blank_blocks_are_refused() -> None:
    table = frame(12).assign(pair=[1, 1, 2, 2, 3, 3, None, None, 4, 4, 5, 5])
    with pytest.raises(InputError, match="2 rows have no value, the first is row 8"):
        cliptrial.compare(table, arm="arm", control="a", metrics=["views"], block="pair", randomised=True)


@pytest.mark.parametrize("at_least", [0.0, -0.5, float("nan")])
def test_the_smallest_effect_must_be_positive(at_least: float) -> None:
    with pytest.raises(InputError, match="at_least"):
        cliptrial.compare(frame(12), arm="arm", control="a", metrics=["views"], at_least=at_least)


def test_pairs_posted_on_different_days_still_compare_their_rates() -> None:
    rng = np.random.default_rng(1)
    table = frame(40).assign(pair=np.repeat(np.arange(20), 2), views=10_000)
    table["arm"] = np.concatenate([rng.permutation(["a", "b"]) for _ in range(20)])
    table["likes"] = rng.poisson(np.where(table["arm"] == "b", 800, 400))
    found = cliptrial.compare(
        table, arm="arm", control="a", metrics=["likes/views"], block="pair", posted_at="posted", randomised=True
    )
    assert found.verdict.code == "better"


def test_posts_that_nobody_assigned_are_never_said_to_be_drawn() -> None:
    table = frame(40)
    table["arm"] = ["a"] * 30 + ["b"] * 10
    found = cliptrial.compare(table.sample(frac=1, random_state=1), arm="arm", control="a", metrics=["views"])
    assert found.uplifts[0].method.startswith("permuted")


@pytest.mark.parametrize(("arm", "best"), [("b", True), ("a", False)])
def test_worse_does_not_come_from_missing_posts(arm: str, best: bool) -> None:
    """Deleting the variant's best posts, or the control's worst, must not make a loser."""
    losers = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        table = pd.DataFrame({"arm": rng.permutation(["a", "b"] * 20), "views": rng.lognormal(8, 0.8, 40).round()})
        own = table[table["arm"] == arm].sort_values("views", ascending=not best).index[:4]
        table.loc[own, "views"] = np.nan
        found = cliptrial.compare(table, arm="arm", control="a", metrics=["views"], randomised=True, draws=499)
        losers += found.verdict.code == "worse"
    assert losers <= 2


def test_one_post_on_a_weekday_of_its_own_does_not_hide_the_one_that_decides() -> None:
    rng = np.random.default_rng(4)
    at = [pd.Timestamp("2026-03-02") + pd.Timedelta(days=d + d // 6) for d in range(29)] + [pd.Timestamp("2026-03-08")]
    table = pd.DataFrame({"arm": rng.permutation(["a", "b"] * 15), "at": at})
    table["views"] = np.exp(rng.normal(8, 1, 30) + 0.9 * (table["arm"] == "b")).round()
    found = cliptrial.compare(table, arm="arm", control="a", metrics=["views"], posted_at="at", randomised=True)
    holds = [f for f in found.findings if f.code in ("holds_without_best", "turns_without_one")]
    assert found.verdict.code == "better"
    alone = table["at"] == pd.Timestamp("2026-03-08")
    worst = max(_p_without(table, int(post)) for post in table.index[~alone])
    assert ([f.code for f in holds], worst > 0.05) == (["holds_without_best"], False)


def _p_without(table: pd.DataFrame, post: int) -> float:
    rest = table.drop(index=post)
    row = cliptrial.compare(rest, arm="arm", control="a", metrics=["views"], posted_at="at", randomised=True).uplifts[0]
    assert row.p_value is not None
    return row.p_value


def days(posts: int) -> pd.Series[Any]:
    return pd.Series(pd.date_range("2025-01-06 18:00", periods=posts, freq="D"))


def in_order(arms: list[str], seed: int = 0) -> pd.DataFrame:
    """Views without an effect on consecutive days, with a hump in the middle."""
    posts = np.arange(len(arms))
    hump = 1.5 * np.sin(np.pi * posts / len(arms)) + np.random.default_rng(seed).normal(0, 0.5, len(arms))
    return pd.DataFrame({"arm": arms, "t": days(len(arms)), "views": np.exp(8 + hump).round()})


@pytest.mark.parametrize("randomised", [True, False])
def test_arms_in_long_stretches_are_withheld_though_they_do_not_go_with_time(randomised: bool) -> None:
    frame = in_order(["A"] * 14 + ["B"] * 28 + ["A"] * 14)
    found = cliptrial.compare(frame, arm="arm", control="A", metrics=["views"], posted_at="t", randomised=randomised)
    assert found.verdict.reason == "arms_in_different_periods"
    assert found.evidence == ("deviations" if randomised else "observed")


def test_arms_that_strictly_take_turns_are_no_random_assignment() -> None:
    frame = in_order(["A", "B"] * 28)
    found = cliptrial.compare(frame, arm="arm", control="A", metrics=["views"], posted_at="t", randomised=True)
    assert (found.verdict.reason, found.evidence) == ("arms_take_turns", "deviations")


def test_observed_posts_never_lose_the_weekend_term() -> None:
    """Weekends double the views and hold 65 rather than 38 percent of the variant: an effective share above 0.85."""
    clear, runs = 0, 60
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        t = days(200)
        weekend = (t.dt.day_of_week >= 5).to_numpy()
        arm = np.where(rng.random(200) < np.where(weekend, 0.65, 0.38), "B", "A")
        views = np.exp(rng.normal(8, 0.7, 200) + np.log(2) * weekend).round()
        frame = pd.DataFrame({"arm": arm, "t": t, "views": views})
        found = cliptrial.compare(frame, arm="arm", control="A", metrics=["views"], posted_at="t", draws=299)
        clear += found.verdict.code in ("better", "worse")
    assert clear <= binom.ppf(1 - 1e-4, runs, 0.06)


def test_without_times_it_is_said_that_nobody_looked() -> None:
    frame = in_order(["A", "B"] * 14).drop(columns="t")
    found = cliptrial.compare(frame, arm="arm", control="A", metrics=["views"], randomised=True, draws=199)
    assert {f.code: f.level for f in found.findings}["times_unknown"] == "warning"


def test_one_post_without_views_is_told_to_change_the_question() -> None:
    frame = in_order(["A", "B", "B", "A"] * 7)
    frame.loc[3, "views"] = 0
    found = cliptrial.compare(frame, arm="arm", control="A", metrics=["views"], posted_at="t", draws=199)
    (note,) = [f for f in found.findings if f.code == "compared_by_average"]
    assert note.values == {"metric": "views", "posts": 1}


def test_an_account_that_mostly_had_one_arm_is_a_blocker_until_posts_are_compared_within_it() -> None:
    rng = np.random.default_rng(1)
    frame = in_order(list(rng.permutation(["A", "B"] * 40)))
    frame["creator"] = np.where(rng.random(80) < np.where(frame["arm"] == "B", 0.85, 0.15), "mia", "tom")
    asked: dict[str, Any] = {"arm": "arm", "control": "A", "metrics": ["views"], "posted_at": "t", "draws": 499}
    assert cliptrial.compare(frame, **asked).verdict.reason == "attribute_differs"
    assert cliptrial.compare(frame, **asked, account="creator").verdict.reason is None


def test_what_speaks_against_one_variant_withholds_only_its_verdict() -> None:
    rng = np.random.default_rng(2)
    frame = in_order([*rng.permutation(["A", "B"] * 30), *["C"] * 30])
    found = cliptrial.compare(frame, arm="arm", control="A", metrics=["views"], posted_at="t", randomised=True)
    told = {verdict.arm: verdict.reason for verdict in found.verdicts}
    assert told == {"B": None, "C": "arms_in_different_periods"}


@pytest.mark.parametrize("column", ["id", "url", "Video ID", "Link"])
def test_posts_that_stand_in_several_rows_are_refused_whatever_the_column_is_called(column: str) -> None:
    frame = in_order(["A", "B"] * 14).assign(**{column: [f"p{n // 2}" for n in range(28)]})
    with pytest.raises(InputError) as told:
        cliptrial.compare(frame, arm="arm", control="A", metrics=["views"])
    assert "posts_repeated" in {problem.code for problem in told.value.problems}


def test_a_rate_that_drifts_is_withheld_where_an_arm_was_used_ever_more() -> None:
    """Logs hold a steady rise equal; a ratio of rates does not, so the same table is answered for views only."""
    rng, t = np.random.default_rng(0), days(120)
    arm = np.where(rng.random(120) < np.where(t.dt.day > 15, 0.8, 0.2), "B", "A")
    views = rng.lognormal(8, 1, 120).round() + 100
    likes = rng.poisson(views * 0.03 * np.exp(2 * np.arange(120) / 120))
    frame = pd.DataFrame({"arm": arm, "t": t, "views": views, "likes": likes})
    asked: dict[str, Any] = {"arm": "arm", "control": "A", "posted_at": "t", "draws": 499}  # p < .001 is out of reach
    assert cliptrial.compare(frame, metrics=["likes/views"], **asked).verdict.reason == "arms_in_different_periods"
    assert cliptrial.compare(frame, metrics=["views"], **asked).verdict.reason is None


def test_one_moment_is_the_same_however_its_cell_is_written() -> None:
    """Nine in the evening of 2 March 2026 in London: as text, number, and what tables of other programs hold."""
    told = pd.Timestamp("2026-03-02 21:00")
    cells = [
        "2026-03-02 21:00", "2 Mar 2026 21:00", "1772485200", "1772485200000", 1772485200, 1772485200.0,
        np.int64(1772485200), told, told.to_pydatetime(), told.to_numpy(), told.tz_localize("UTC"),
        pd.Period(told, "h"), "2026-03-02T22:00+01:00", told.tz_localize("UTC").tz_convert("Asia/Tokyo"),
    ]  # fmt: skip
    times = read_times(pd.DataFrame({"at": pd.Series(cells, dtype=object)}), "at", "Europe/London")
    assert [str(one) for one in times] == ["2026-03-02 21:00:00+00:00"] * len(cells)


@pytest.mark.parametrize("cell", [True, [1772485200], "17724852", "soon", 1772485200e6, "03/04/2026 21:00"])
def test_what_is_no_moment_is_told(cell: object) -> None:
    column = pd.Series(["2026-03-02 21:00", cell, "2026-03-02 21:00"], dtype=object)
    with pytest.raises(InputError) as caught:
        read_times(pd.DataFrame({"at": column}), "at", "Europe/London")
    assert [(one.code, one.row) for one in caught.value.problems] == [("not_a_time", 3)]


def test_posts_that_resemble_the_one_before_are_told_of_a_later_arm_too_where_an_earlier_one_has_no_answer() -> None:
    rng, logs = np.random.default_rng(4), [8.0]
    for step in rng.normal(0, 0.2, 60):
        logs.append(8 + 0.9 * (logs[-1] - 8) + step)
    table = pd.DataFrame({"arm": ["b", *rng.permutation(["a", "c"] * 30)], "views": np.round(np.exp(logs))})
    table["at"] = pd.date_range("2026-03-02 18:00", periods=61).astype(str)
    asked: dict[str, Any] = {"control": "a", "metrics": ["views"], "posted_at": "at", "timezone": "UTC"}
    found = cliptrial.compare(table, arm="arm", randomised=True, **asked)
    assert {row.arm for row in found.uplifts if row.relative is None} == {"b"}
    told = [f.values["metric"] for f in found.findings if f.code == "serial_correlation"]
    assert told == ["views"]


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("2005-01-01 00:00", 2005), ("2004-12-31 23:59", None), ("2099-12-31 23:59", 2099), ("2100-01-01 00:00", None),
        (1104537600, 2005), (1104537599, None), (4102444799, 2099), (4102444800, None),
        (1104537600000, 2005), (1104537599000, None), (4102444799000, 2099), (4102444800000, None),
    ],
)  # fmt: skip
def test_posts_go_out_from_2005_to_2099_be_they_told_by_date_by_seconds_or_by_milliseconds(
    cell: object, year: int | None
) -> None:
    table = pd.DataFrame({"at": pd.Series([cell, "2026-03-02 21:00"], dtype=object)})
    if year is None:
        with pytest.raises(InputError) as caught:
            read_times(table, "at", "UTC")
        assert [(one.code, one.row) for one in caught.value.problems] == [("not_a_time", 2)]
    else:
        assert read_times(table, "at", "UTC")[0].year == year


def test_an_hour_that_a_clock_shows_twice_is_the_first_and_one_that_it_skips_the_next() -> None:
    """Summer ended in Berlin on 25 October 2026 at three, and began on 29 March at two."""
    times = read_times(pd.DataFrame({"at": ["2026-10-25 02:30", "2026-03-29 02:30"]}), "at", "Europe/Berlin")
    assert [str(one) for one in times] == ["2026-10-25 02:30:00+02:00", "2026-03-29 03:00:00+02:00"]


@pytest.mark.parametrize(("bad", "told"), [(5, [2, 3, 4, 5, 6]), (6, [2, 3, 4, 5, 6, None])])
def test_five_bad_times_are_told_one_by_one_and_the_others_counted(bad: int, told: list[int | None]) -> None:
    with pytest.raises(InputError) as caught:
        read_times(pd.DataFrame({"at": ["soon"] * bad + ["2026-03-02 21:00"]}), "at", "UTC")
    assert [one.row for one in caught.value.problems] == told
    assert (" 1 more" in str(caught.value.problems[-1].what)) == (bad == 6)


@pytest.mark.parametrize(
    ("top", "bottom", "read", "possible"),
    [
        (0, 0, False, False), (0, 5, True, True), (5, 0, True, False), (-1, 5, True, False), (nan, 5, False, False),
        (5, nan, False, False), (inf, 5, True, False), (5, inf, True, False), (5, 5, True, True), (5, -5, True, False),
    ],
)  # fmt: skip
def test_none_of_nothing_is_no_number_and_what_cannot_be_is_one_that_was_read(
    top: float, bottom: float, read: bool, possible: bool
) -> None:
    values = Values(np.array([float(top)]), np.array([float(bottom)]))
    assert (values.read.tolist(), values.possible.tolist()) == ([read], [possible])


def test_groups_come_to_one_level_by_their_logs_or_by_their_sums_where_a_number_is_zero() -> None:
    group = np.array([0, 0, 1, 1, 2])
    made = on_one_level(Values(np.array([1.0, 4.0, 8.0, 8.0, nan]), np.ones(5)), group)
    assert made.numerator[:4] == pytest.approx([2, 8, 4, 4]), "each had 2 and 8 in the middle, together 4"
    zero = on_one_level(Values(np.array([0.0, 4.0, 8.0, 8.0, nan]), np.ones(5)), group)
    assert zero.numerator[:4] == pytest.approx([0, 10, 5, 5]), "2 and 8 a post, together 5"
    nothing = on_one_level(Values(np.array([0.0, 0.0, 8.0, 8.0, nan]), np.ones(5)), group)
    assert nothing.numerator[:4] == pytest.approx([0, 0, 4, 4]), "what is nothing stays so"
