"""One number per post at equal age, checked against a plain loop over the same rows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cliptrial.metrics import CATALOGUE, Kind, Metric, Scale
from cliptrial.posts.equal_age.observe import DAY, observe
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.posts.records import AgeRule
from cliptrial.registry.plan.reading_days import tolerance

VIEWS, LIKE_RATE = CATALOGUE["views"], CATALOGUE["like_rate"]


def _lake(folder, rows):
    lake = Lake(folder)
    lake.append("snapshots", build("snapshots", [{"account": "a", **row} for row in rows]))
    return lake


def _by_hand(rows, posted, measure_at):
    """The equal-age reading of every post, by the definition."""
    slack, best = tolerance(measure_at) * DAY, {}
    for row in rows:
        if row["views"] is None or row["post_id"] not in posted:
            continue
        gap = abs(row["captured_at"] - posted[row["post_id"]] - measure_at * DAY)
        key = (gap, row["captured_at"], row["views"])
        if gap <= slack and (row["post_id"] not in best or key < best[row["post_id"]]):
            best[row["post_id"]] = key
    return {post: (key[1], key[2]) for post, key in best.items()}


rows_strategy = st.lists(
    st.fixed_dictionaries(
        {
            "post_id": st.sampled_from([f"p{i}" for i in range(5)]),
            "captured_at": st.integers(0, 40).map(lambda h: h * DAY // 4),
            "views": st.none() | st.integers(0, 50).map(float),
        }
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=40)
@given(
    rows=rows_strategy,
    starts=st.lists(st.integers(0, 20), min_size=5, max_size=5),
    age=st.sampled_from([1.0, 2.0, 4.0, 7.0]),
)
def test_equal_age_is_the_nearest_snapshot(rows, starts, age, tmp_path_factory):
    """Posts nobody randomised: exactly the nearest snapshot within the tolerance, everyone accounted for once."""
    posted = {f"p{i}": start * DAY // 2 for i, start in enumerate(starts)}
    lake = _lake(tmp_path_factory.mktemp("lake"), rows)
    found = observe(lake, [VIEWS], list(posted), posted_at=posted, measure_at=age, randomised=False)["views"]
    wanted = _by_hand(rows, posted, age)
    assert {p: (r.captured_at, r.numerator) for p, r in found.by_post.items()} == wanted
    assert sorted([*found.by_post, *found.too_young, *found.left_out]) == sorted(posted)
    newest = max(row["captured_at"] for row in rows)
    assert set(found.too_young) == {p for p, s in posted.items() if newest - s < (age - tolerance(age)) * DAY}


AGES = yaml.safe_load((Path(__file__).parent / "cases" / "ages.yaml").read_text(encoding="utf-8"))


def _second(day):
    """A day as cases write it: a number, or a number and seconds beside it."""
    return round(day[0] * DAY) + day[1] if isinstance(day, list) else round(day * DAY)


@pytest.mark.parametrize("case", AGES, ids=lambda case: case["case"])
def test_every_post_is_read_by_the_snapshot_written_down(case, tmp_path):
    """Which snapshot, by which rule, and who is left out or too young."""
    lake = Lake(tmp_path)
    rows = [
        {"account": name.rpartition("/")[0] or "a", "post_id": name.rpartition("/")[2], "captured_at": _second(day)}
        | {"views": float(views)}
        for name, day, views in case["snapshots"]
    ]
    lake.append("snapshots", build("snapshots", rows))
    described = [{"post_id": post, "account": account} for post, account in case.get("posts", {}).items()]
    lake.append("posts", build("posts", described))
    posted = {post: _second(day) for post, day in case["posted"].items()}
    found = observe(
        lake,
        [VIEWS],
        case.get("ask", list(posted)),
        posted_at=posted,
        measure_at=case["measure_at"],
        randomised=case.get("randomised", False),
        promoted_at={post: _second(day) for post, day in case.get("promoted", {}).items()} or None,
        as_of=_second(case["as_of"]) if "as_of" in case else None,
    )["views"]
    assert {p: (r.post_id, r.captured_at, r.numerator, r.denominator) for p, r in found.by_post.items()} == {
        p: (p, _second(day), views, 1.0) for p, (day, views) in case["read"].items()
    }
    assert {p: r.age for p, r in found.by_post.items()} == {
        p: (_second(day) - posted[p]) / DAY for p, (day, _) in case["read"].items()
    }
    assert list(found.by_post) == sorted(case["read"])
    assert found.rule == case.get("rule", "equal_age" if case["read"] else "none")
    assert found.as_of == (_second(case["as_of_day"]) if "as_of_day" in case else None)
    assert (list(found.left_out), list(found.too_young)) == (case.get("left_out", []), case.get("too_young", []))
    assert found.metric is VIEWS


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ([(9, None, 100)], 100),
        ([(3, None, 100)], 100),
        ([(2, None, 100)], None),
        ([(10, None, 100)], None),
        ([(3, None, 100), (8, None, 50)], 50),
        ([(8, None, 50), (3, None, 100)], 50),
        ([(9, 5, 100), (9, 6, 90)], 90),
        ([(9, 6, 90), (9, 5, 100)], 90),
        ([(9, None, 100), (9, 6, 90)], 90),
        ([(9, 5, 100), (9, 5, 120)], 120),
        ([(8, None, 50), (9, None, None)], 50),
    ],
)
def test_followers_are_those_of_the_last_day_known_before_up_to_a_week(told, read, tmp_path):
    """Of one day the export captured last; another account's tell nothing; a post captured on day 10."""
    lake = _lake(tmp_path, [{"post_id": "p", "captured_at": 10 * DAY, "views": 50.0}])
    days = [
        {"account": "a", "date": date(1970, 1, 1 + d), "captured_at": seen, "followers": number, "views": 1.0}
        for d, seen, number in told
    ]
    for row in [*days, {"account": "b", "date": date(1970, 1, 10), "followers": 7.0}]:
        lake.append("account_days", build("account_days", [row]))
    metric = CATALOGUE["view_to_follower"]
    found = observe(lake, [metric], ["p"], posted_at={"p": 3 * DAY}, measure_at=7, randomised=False)[metric.name]
    assert [reading.denominator for reading in found.by_post.values()] == ([] if read is None else [read])


def test_a_snapshots_own_followers_and_length_win(tmp_path):
    """What the account or another source says only fills what is missing; of lengths the longest."""
    rows = [
        {"post_id": "p", "captured_at": 7 * DAY, "views": 50.0, "followers": 9.0, "average_watch_time": 5.0}
        | {"duration": 11.0},
        {"post_id": "q", "captured_at": 7 * DAY, "views": 50.0, "average_watch_time": 5.0},
        {"post_id": "r", "captured_at": 7 * DAY, "views": 50.0, "average_watch_time": 5.0, "duration": 12.0},
    ]
    lake = _lake(tmp_path, rows)
    lake.append("account_days", build("account_days", [{"account": "a", "date": date(1970, 1, 7), "followers": 7.0}]))
    lengths = [{"post_id": post, "account": "a", "duration": length} for post in "pq" for length in (20.0, 30.0, 25.0)]
    lake.append("posts", build("posts", lengths))
    metrics = [CATALOGUE["view_to_follower"], CATALOGUE["watch_share"], VIEWS]
    posted = dict.fromkeys("pqr", 0)
    found = observe(lake, metrics, [*posted], posted_at=posted, measure_at=7, randomised=False)
    read = {name: {post: (r.numerator, r.denominator) for post, r in found[name].by_post.items()} for name in found}
    assert read["view_to_follower"] == {"p": (50.0, 9.0), "q": (50.0, 7.0), "r": (50.0, 7.0)}
    assert read["watch_share"] == {"p": (5.0, 11.0), "q": (5.0, 30.0), "r": (5.0, 12.0)}, "nothing else tells of r"
    assert read["views"] == dict.fromkeys("pqr", (50.0, 1.0))


def test_a_metric_of_columns_that_no_file_has_is_read_nowhere(tmp_path):
    """Not an error: nobody has measured it yet."""
    lake = _lake(tmp_path, [{"post_id": "p", "captured_at": 7 * DAY, "views": 50.0}])
    own = Metric("votes", Kind.RARE, ("votes",), None, Scale.NUMBER, {})
    found = observe(lake, [own], ["p"], posted_at={"p": 0}, measure_at=7, randomised=True)["votes"]
    assert (found.rule, dict(found.by_post), found.left_out) == (AgeRule.NONE, {}, ("p",))


def test_several_columns_of_a_numerator_are_added(tmp_path):
    """Likes, comments and shares of one moment; a snapshot that lacks one is none."""
    rows = [
        {"post_id": "p", "captured_at": 7 * DAY, "views": 50.0, "likes": 5.0, "comments": 3.0, "shares": 1.0},
        {"post_id": "q", "captured_at": 7 * DAY, "views": 50.0, "likes": 5.0, "comments": 3.0},
    ]
    metric = CATALOGUE["engagement_by_views"]
    found = observe(
        _lake(tmp_path, rows), [metric], ["p", "q"], posted_at={"p": 0, "q": 0}, measure_at=7, randomised=False
    )
    assert {p: (r.numerator, r.denominator) for p, r in found[metric.name].by_post.items()} == {"p": (9.0, 50.0)}


def test_a_snapshot_without_the_whole_metric_does_not_count(tmp_path):
    """A like rate needs likes and views of one moment."""
    rows = [
        {"post_id": "p", "captured_at": 7 * DAY, "views": 100.0},
        {"post_id": "p", "captured_at": 7 * DAY + 3600, "views": 110.0, "likes": 11.0},
    ]
    reading = observe(
        _lake(tmp_path, rows), [VIEWS, LIKE_RATE], ["p"], posted_at={"p": 0}, measure_at=7, randomised=False
    )
    assert reading["views"].by_post["p"].numerator == 100
    assert (reading["like_rate"].by_post["p"].numerator, reading["like_rate"].by_post["p"].denominator) == (11, 110)


def _weekly(days, exports):
    """One post a day; every export shows all posts that exist, with views growing by 10 a day."""
    return [
        {"post_id": f"p{d}", "captured_at": e * DAY, "views": 10.0 * (e - d)}
        for d in range(days)
        for e in exports
        if e >= d
    ]


def test_too_few_at_equal_age_take_the_last_common_export(tmp_path):
    """Exported twice only, randomised posts are read on the last day that shows all of them."""
    lake = _lake(tmp_path, _weekly(28, [15, 40]))
    posted = {f"p{d}": d * DAY for d in range(28)}
    found = observe(lake, [VIEWS], list(posted), posted_at=posted, measure_at=7, randomised=True)["views"]
    assert found.rule is AgeRule.COMMON_EXPORT
    assert found.as_of == 40 * DAY
    assert len(found.by_post) == 28
    assert {r.age for r in found.by_post.values()} == {40.0 - d for d in range(28)}


def test_history_is_never_read_at_different_ages(tmp_path):
    """The same posts, not randomised: those without a snapshot at the age are left out."""
    lake = _lake(tmp_path, _weekly(28, [15, 40]))
    posted = {f"p{d}": d * DAY for d in range(28)}
    found = observe(lake, [VIEWS], list(posted), posted_at=posted, measure_at=7, randomised=False)["views"]
    assert found.rule is AgeRule.EQUAL_AGE
    assert set(found.by_post) == {"p7", "p8", "p9"}
    assert len(found.left_out) == 25


def test_nine_in_ten_are_enough_for_equal_age(tmp_path):
    """With 18 of 20 posts at the age the rest are left out; with 17 the common export decides."""
    posted = {f"p{d}": d * DAY for d in range(20)}
    last = [{"post_id": p, "captured_at": 60 * DAY, "views": 99.0} for p in posted]
    at_age = [{"post_id": f"p{d}", "captured_at": (d + 7) * DAY, "views": 7.0} for d in range(20)]
    for count, rule in ((18, AgeRule.EQUAL_AGE), (17, AgeRule.COMMON_EXPORT)):
        lake = _lake(tmp_path / str(count), [*at_age[:count], *last])
        found = observe(lake, [VIEWS], list(posted), posted_at=posted, measure_at=7, randomised=True)["views"]
        assert found.rule is rule


def test_the_common_export_that_shows_most_wins(tmp_path):
    """When no day shows every post, the day that shows most is taken and the others are left out."""
    rows = [{"post_id": f"p{i}", "captured_at": 50 * DAY + i * 600, "views": 1.0} for i in range(9)]
    rows += [{"post_id": f"p{i}", "captured_at": 60 * DAY, "views": 2.0} for i in range(2, 6)]
    rows += [{"post_id": "p9", "captured_at": 70 * DAY, "views": 3.0}]
    posted = {f"p{i}": 0 for i in range(10)}
    found = observe(_lake(tmp_path, rows), [VIEWS], list(posted), posted_at=posted, measure_at=7, randomised=True)[
        "views"
    ]
    assert found.rule is AgeRule.COMMON_EXPORT
    assert set(found.by_post) == {f"p{i}" for i in range(9)}
    assert found.left_out == ("p9",)


def test_old_enough_is_judged_by_the_accounts_newest_capture(tmp_path):
    """A post of another account is not old because the first account was exported later; today plays no part."""
    rows = [
        {"post_id": "a1", "account": "a", "captured_at": 30 * DAY, "views": 1.0},
        {"post_id": "b1", "account": "b", "captured_at": 3 * DAY, "views": 1.0},
    ]
    lake = _lake(tmp_path, rows)
    found = observe(lake, [VIEWS], ["a1", "b1"], posted_at={"a1": 0, "b1": 0}, measure_at=7, randomised=False)["views"]
    assert (found.too_young, found.left_out) == (("b1",), ("a1",))


def test_as_of_hides_what_came_later(tmp_path):
    """A look at an earlier moment sees only what was captured by then."""
    lake = _lake(tmp_path, _weekly(10, range(30)))
    posted = {f"p{d}": d * DAY for d in range(10)}
    found = observe(lake, [VIEWS], list(posted), posted_at=posted, measure_at=7, randomised=True, as_of=10 * DAY)[
        "views"
    ]
    assert set(found.by_post) == {"p0", "p1", "p2", "p3", "p4"}
    assert max(r.captured_at for r in found.by_post.values()) <= 10 * DAY


@pytest.mark.parametrize(("age", "expected"), [(7, 1.0), (4, 1.0), (2, 0.5), (1, 0.25)])
def test_the_tolerance_shrinks_with_the_age(age, expected):
    """A day, or a quarter of an age below four days."""
    assert tolerance(age) == expected


def test_followers_and_length_come_from_where_they_are_told(tmp_path):
    """A rate per follower takes the account's number of the day before; a watch share the post's own length."""
    lake = _lake(
        tmp_path,
        [
            {
                "post_id": "p",
                "captured_at": 10 * DAY + 5,
                "likes": 5.0,
                "comments": 1.0,
                "shares": 0.0,
                "average_watch_time": 6.0,
            }
        ],
    )
    days = [{"account": "a", "date": date(1970, 1, 1 + d), "followers": 100.0 + d} for d in range(8)]
    lake.append("account_days", build("account_days", days))
    lake.append("posts", build("posts", [{"post_id": "p", "account": "a", "duration": 20.0}]))
    metrics = [CATALOGUE["engagement_by_followers"], CATALOGUE["watch_share"]]
    found = observe(lake, metrics, ["p"], posted_at={"p": 3 * DAY}, measure_at=7, randomised=False)
    assert found["engagement_by_followers"].by_post["p"].denominator == 107
    assert found["watch_share"].by_post["p"].denominator == 20


def test_snapshots_that_lie_in_many_files_are_read_as_one(tmp_path):
    """8,000 snapshots in 40 files, each post's in all of them, are read by the definition."""
    rows = [
        {"post_id": f"p{p}", "captured_at": (p + d) * DAY, "views": float(d)} for p in range(200) for d in range(1, 41)
    ]
    lake, by_part = Lake(tmp_path), defaultdict(list)
    for row in rows:
        by_part[row["captured_at"] // DAY % 40].append({"account": "a", **row})
    for part in by_part.values():
        lake.append("snapshots", build("snapshots", part))
    posted = {f"p{p}": p * DAY for p in range(200)}
    found = observe(lake, [VIEWS], list(posted), posted_at=posted, measure_at=7, randomised=True)["views"]
    assert {post: r.numerator for post, r in found.by_post.items()} == dict.fromkeys(posted, 7.0)


def test_of_a_promoted_post_the_nearest_snapshot_from_before_counts(tmp_path):
    """Not the nearest of all, which shows bought views; a post without one from before has none."""
    rows = [
        {"post_id": post, "captured_at": int(age * DAY), "views": views}
        for post, ages in {"p": ((6.5, 100.0), (7.1, 900.0)), "q": ((7.1, 800.0),), "r": ((7.1, 70.0),)}.items()
        for age, views in ages
    ]
    lake, posted, since = _lake(tmp_path, rows), dict.fromkeys("pqr", 0), {"p": 7 * DAY, "q": 7 * DAY, "r": 8 * DAY}
    found = observe(lake, [VIEWS], list("pqr"), posted_at=posted, measure_at=7.0, randomised=True, promoted_at=since)[
        "views"
    ]
    assert {post: reading.numerator for post, reading in found.by_post.items()} == {"p": 100.0, "r": 70.0}
    assert found.left_out == ("q",)
