"""What analysts hand in: answered as the plain table is, or refused in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from tests.notebook.tables import ASK, TIMED, posts

import cliptrial

PLAIN = posts()
SAME: dict[str, Callable[[], pd.DataFrame]] = {
    "object columns of numbers": lambda: PLAIN.astype({"views": object, "likes": object}),
    "numbers as texts": lambda: PLAIN.assign(views=PLAIN["views"].astype(int).astype(str)),
    "a duplicate index": lambda: PLAIN.set_axis([7] * len(PLAIN)),
    "an index of times": lambda: PLAIN.set_axis(PLAIN["at"]),
    "a MultiIndex of rows": lambda: PLAIN.set_index(["hook", "views"], drop=False, append=True),
    "categoricals": lambda: PLAIN.astype({"hook": pd.CategoricalDtype(["new", "old", "never used"])}),
    "nullable dtypes": lambda: PLAIN.convert_dtypes(),
    "Arrow dtypes": lambda: PLAIN.convert_dtypes(dtype_backend="pyarrow"),
    "times without a zone": lambda: PLAIN.assign(at=PLAIN["at"].dt.tz_localize(None)),
    "times as periods": lambda: PLAIN.assign(at=PLAIN["at"].dt.tz_localize(None).dt.to_period("h")),
    "times as texts": lambda: PLAIN.assign(at=PLAIN["at"].dt.strftime("%Y-%m-%d %H:%M")),
}
REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "a wrong column": (
        lambda: cliptrial.compare(PLAIN, **ASK | {"arm": "hoks"}),
        '"hoks": there is no column "hoks". Expected: one of hook, views, likes, at. Did you mean "hook"?',
    ),
    "a MultiIndex of columns": (
        lambda: cliptrial.compare(PLAIN.set_axis(pd.MultiIndex.from_product([["a"], PLAIN.columns]), axis=1), **ASK),
        "The table's columns have several levels. Expected: One name a column. Give each column one name, e.g. "
        'frame.columns = ["_".join(names) for names in frame.columns].',
    ),
    "no table": (
        lambda: cliptrial.uplift([1, 2], arm="hook", control="old", metric="views"),
        "the posts are a list, not a table. Expected: a pandas DataFrame with one row a post.",
    ),
    "no table to look at the weekdays of": (
        lambda: cliptrial.weekday_check({"a": 1}, arm="hook", posted_at="at"),
        "the posts are a dict, not a table. Expected: a pandas DataFrame with one row a post.",
    ),
    "no table to take the spread of": (
        lambda: cliptrial.power("posts.csv", posts_per_arm=8),
        "the posts are a str, not a table. Expected: a pandas DataFrame with one row a post.",
    ),
    "no table to check chance on": (
        lambda: cliptrial.chance_check(5),
        "the posts are a int, not a table. Expected: a pandas DataFrame with one row a post.",
    ),
    "a column of no numbers": (
        lambda: cliptrial.compare(PLAIN.assign(views=[{}] * 28), **ASK),
        'row 2, column "views": "{}" is not a number. Expected: a plain number such as 1234 or 12.5, or an empty cell. '
        "Write digits and a decimal point only, without other separators, units or words. "
        "Other cells of this column are like it.",
    ),
    "a control that is not there beside a variant that is not either": (
        lambda: cliptrial.uplift(
            PLAIN.assign(hook=[0, 1] * 14), arm="hook", control="old", variant="new", metric="views"
        ),
        '"hook": no row has "old" in "hook". Expected: one of 0, 1.',
    ),
    "two columns of arms": (
        lambda: cliptrial.uplift(
            PLAIN.join(PLAIN["hook"].iloc[::-1].set_axis(PLAIN.index).rename("hook2")).set_axis(
                [*PLAIN.columns, "hook"], axis=1
            ),
            arm="hook",
            control="old",
            variant="new",
            metric="views",
        ),
        '"hook": 2 columns are called "hook". Expected: one. Rename or remove the others.',
    ),
    "two columns of topics": (
        lambda: cliptrial.draw_rotation(
            pd.DataFrame([["a", "b"]] * 8, columns=["topic", "topic"]), arms=["a", "b"], start="2026-03-02"
        ),
        '"topic": 2 columns are called "topic". Expected: one. Rename or remove the others.',
    ),
    "a table without columns": (
        lambda: cliptrial.chance_check(PLAIN[[]], metrics="views"),
        '"views": there is no column "views". Expected: a table with columns.',
    ),
    "one arm": (
        lambda: cliptrial.weekday_check(PLAIN[PLAIN["hook"] == "old"], arm="hook", posted_at="at"),
        '"hook": every row has "old" in "hook". Expected: two or more arms. Add the posts of the variant, or name the '
        "column in which the arms differ.",
    ),
    "a metric whose spread nobody knows": (
        lambda: cliptrial.power(metric="qqq", posts_per_arm=8),
        '"metric": Nobody knows beforehand how much "qqq" differs from post to post. Expected: earlier posts, '
        "spread=..., or one of views, reach, likes, average_watch_time, watch_share, like_rate, comment_rate, "
        "share_rate, view_to_follower.",
    ),
    "posts that do not differ": (
        lambda: cliptrial.power(PLAIN.assign(views=100), posts_per_arm=8),
        '"metric": The posts do not tell how much "views" differs from post to post. Expected: two posts or more that '
        "differ.",
    ),
    "too few posts": (
        lambda: cliptrial.power(posts_per_arm=1),
        '"posts_per_arm": posts_per_arm is 1. Expected: a whole number from 2 up.',
    ),
    "a spread of nothing": (
        lambda: cliptrial.power(posts_per_arm=8, spread=0),
        '"spread": spread is 0. Expected: an SD above 0, for views often near 1.',
    ),
    "no draw": (
        lambda: cliptrial.chance_check(PLAIN, draws=0),
        "0 posts an arm and 0 draws. Expected: two posts an arm or more, or 0 for the usual; one draw or more.",
    ),
    "an arm of one made-up post": (
        lambda: cliptrial.chance_check(PLAIN, posts_per_arm=1, draws=1),
        "1 posts an arm and 1 draws. Expected: two posts an arm or more, or 0 for the usual; one draw or more.",
    ),
    "fewer made-up posts than none": (
        lambda: cliptrial.chance_check(PLAIN, posts_per_arm=-1, draws=1),
        "-1 posts an arm and 1 draws. Expected: two posts an arm or more, or 0 for the usual; one draw or more.",
    ),
    "a number of posts that is true": (
        lambda: cliptrial.power(posts_per_arm=True),
        '"posts_per_arm": posts_per_arm is True. Expected: a whole number from 2 up.',
    ),
    "half a post": (
        lambda: cliptrial.power(posts_per_arm=2.5),  # type: ignore[arg-type]
        '"posts_per_arm": posts_per_arm is 2.5. Expected: a whole number from 2 up.',
    ),
    "a spread without end": (
        lambda: cliptrial.power(posts_per_arm=8, spread=float("inf")),
        '"spread": spread is inf. Expected: an SD above 0, for views often near 1.',
    ),
    "one post to take the spread of": (
        lambda: cliptrial.power(PLAIN.head(1), posts_per_arm=8),
        '"metric": The posts do not tell how much "views" differs from post to post. Expected: two posts or more that '
        "differ.",
    ),
    "arms of which one has no name": (
        lambda: cliptrial.draw_rotation(arms=["a", " "], start="2026-03-02", posts_per_arm=4),
        "These arms cannot be told apart: a, . Expected: two to six different texts, the control first.",
    ),
    "one arm alone": (
        lambda: cliptrial.draw_rotation(arms=["a"], start="2026-03-02", posts_per_arm=4),
        "These arms cannot be told apart: a. Expected: two to six different texts, the control first.",
    ),
    "a language nobody speaks": (
        lambda: cliptrial.language("fr"),
        '"fr" is no language that is spoken here. Expected: en or de. Use the code of a language.',
    ),
    "an account that is not there": (
        lambda: cliptrial.posts_frame("kitchn", _workspace()),
        '"account": There is no account "kitchn". Expected: One of kitchen. Did you mean "kitchen"?',
    ),
    "arms that are one": (
        lambda: cliptrial.draw_rotation(arms=["a", " a"], start="2026-03-02", posts_per_arm=4),
        "These arms cannot be told apart: a, a. Expected: two to six different texts, the control first.",
    ),
    "arms that are no list": (
        lambda: cliptrial.draw_rotation(arms="ab", start="2026-03-02", posts_per_arm=4),
        "\"ab\" is no list of arms. Expected: texts, the control first, such as ['Statement', 'Question'].",
    ),
    "no number of posts": (
        lambda: cliptrial.draw_rotation(arms=["a", "b"], start="2026-03-02"),
        "Neither topics nor posts_per_arm say how many posts there are. Expected: a list of topics, or "
        "posts_per_arm=14.",
    ),
    "topics of no kind": (
        lambda: cliptrial.draw_rotation(PLAIN, arms=["a", "b"], start="2026-03-02"),
        'The topics are no list, and no table with a column "topic". Expected: texts, one for each post.',
    ),
    "a day that is none": (
        lambda: cliptrial.draw_rotation(arms=["a", "b"], start="2026-02-30", posts_per_arm=4),
        '"start": "start" is "2026-02-30", a day that the calendar does not have. Expected: A day of the calendar, '
        "written as 2026-03-02.",
    ),
    "topics that do not fit": (
        lambda: cliptrial.draw_rotation(["x"] * 5, arms=["a", "b"], start="2026-03-02", posts_per_arm=4),
        "5 topics were given. Expected: 8 topics, one for each post. Add or remove topics, or change "
        "design.posts_per_arm; chance then gives each topic its arm and day.",
    ),
}


def _workspace() -> str:
    Path("workspace.yaml").write_text("accounts: {kitchen: {timezone: Europe/Berlin}}\n", encoding="utf-8")
    return "."


@pytest.mark.parametrize("name", SAME)
def test_the_same_posts_in_another_kind_of_table_give_the_same_answer(name: str) -> None:
    asked = {**TIMED, "draws": 199}
    assert cliptrial.compare(SAME[name](), **asked).uplifts == cliptrial.compare(PLAIN, **asked).uplifts


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_used_is_refused_in_one_sentence(name: str) -> None:
    call, told = REFUSED[name]
    with pytest.raises(cliptrial.InputError) as refused:
        call()
    assert refused.value._render_traceback_() == [told]
    assert len({problem.field for problem in refused.value.problems}) == 1


def test_the_smallest_that_can_be_asked_for_is_answered() -> None:
    assert cliptrial.power(posts_per_arm=2, spread=1).posts_per_arm == 2
    assert cliptrial.power(posts_per_arm=np.int64(2), spread=0.01).posts_per_arm == 2
    (check,) = cliptrial.chance_check(posts(each=40), posts_per_arm=2, draws=1).checks
    assert {one.draws for one in check.shares} == {1}


def test_an_arm_with_one_post_is_answered_and_says_so() -> None:
    frame = PLAIN[(PLAIN["hook"] == "old") | (PLAIN.index == np.flatnonzero(PLAIN["hook"] == "new")[0])]
    result = cliptrial.compare(frame, **TIMED)
    assert result.verdict.code.value == "unanswerable"
    assert len(repr(result).splitlines()) < 8
    assert cliptrial.weekday_check(frame, arm="hook", posted_at="at", control="old").to_frame().shape[0] == 2


def test_topics_are_taken_in_the_order_of_their_texts_whatever_they_are_kept_as() -> None:
    texts = [f"Idea {number}" for number in range(8)]
    drawn = cliptrial.draw_rotation(texts, arms=["a", "b"], start="2026-03-02")
    for kind in ("category", "string[pyarrow]", object, pd.ArrowDtype(pa.dictionary(pa.int32(), pa.string()))):
        table = pd.DataFrame({"topic": pd.Series(texts, dtype="str").astype(kind)})
        other = cliptrial.draw_rotation(table, arms=["a", "b"], start="2026-03-02")
        assert other["topic"].astype("str").tolist() == drawn["topic"].tolist()
    mixed = cliptrial.draw_rotation(pd.DataFrame({"topic": ["a", 1, None, 2.5]}), arms=["a", "b"], start="2026-03-02")
    assert len(mixed) == 4


def test_a_refusal_is_told_in_the_language_that_is_spoken() -> None:
    cliptrial.language("de")
    with pytest.raises(cliptrial.InputError) as refused:
        cliptrial.power(posts_per_arm=1)
    assert refused.value._render_traceback_() == [
        "„posts_per_arm“: posts_per_arm ist 1. Erwartet: eine ganze Zahl ab 2."
    ]


def test_the_whole_traceback_is_shown_where_somebody_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLIPTRIAL_DEBUG", "1")
    with pytest.raises(cliptrial.InputError) as refused:
        cliptrial.power(posts_per_arm=1)
    assert any("Traceback" in line for line in refused.value._render_traceback_())
