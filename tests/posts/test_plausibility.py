"""Numbers that cannot be true, posts that are there twice, names that must not be stored, positions not shown."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations
from math import nan

import pytest

from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.history import due_without_snapshot, posts_of, promotions, top_list_files, words_on_promotion
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.promotion import Word
from cliptrial.posts.lake.tables import build
from cliptrial.posts.plausibility import duplicates, impossible
from cliptrial.posts.records import Post
from cliptrial.posts.text.privacy import Masker, mask
from cliptrial.posts.tidy.impossible import impossible_rows
from cliptrial.registry.plan.schedule import Position

DAY = 86_400


def _lake(folder, rows):
    lake = Lake(folder)
    lake.append("snapshots", build("snapshots", [{"account": "a", "source": "studio", **row} for row in rows]))
    return lake


def test_each_rule_finds_its_post_and_no_other(tmp_path):
    """More likes than views, views that fall, an id from another week: one post each."""
    second = 1_770_000_000
    ids = [str((second << 32) + n) for n in range(4)]
    lake = _lake(
        tmp_path,
        [
            {"post_id": ids[0], "captured_at": 1, "views": 5.0, "likes": 6.0},
            {"post_id": ids[1], "captured_at": 1, "views": 500.0},
            {"post_id": ids[1], "captured_at": 2, "views": 400.0},
            {"post_id": ids[3], "captured_at": 1, "views": 500.0, "likes": 5.0},
            {"post_id": ids[3], "captured_at": 2, "views": 498.0, "likes": 4.0},
        ],
    )
    posts = [Post(i, "a", second + (3 * DAY if n == 2 else 0)) for n, i in enumerate(ids)]
    assert impossible(lake, posts) == [
        (ids[0], "likes_above_views"),
        (ids[1], "falling_counter"),
        (ids[2], "id_time_mismatch"),
    ]


def test_a_real_export_with_likes_but_no_views_is_caught(data, make_workspace):
    """A 2021 export shows 24 likes on 0 views."""
    workspace = make_workspace()
    ingest(workspace, [data / "studio-weatherchannel-2021/Video Posts.csv"], account=next(iter(workspace.accounts)))
    lake = Lake(workspace.store_dir)
    assert impossible(lake, posts_of(lake)) == [("6938420228481158405", "likes_above_views")]


def test_the_same_video_within_a_week_is_a_duplicate(tmp_path):
    """The same words, here or on another account; not after a week, not with another length, not tags alone."""
    posts = [
        Post("1", "a", 0, caption="Leek soup #food"),
        Post("2", "b", DAY, caption="leek  soup #soup"),
        Post("3", "a", 30 * DAY, caption="Leek soup"),
        Post("4", "a", 0, caption="#food"),
        Post("5", "a", 1, caption="#food"),
        Post("6", "a", 0, caption="Pie", duration=9.0),
        Post("7", "a", 1, caption="Pie", duration=20.0),
    ]
    assert duplicates(posts) == [("1", "2")]


S = 1_770_000_000
"""Some second, of which ids are made below."""


def _made(number, offset=0):
    return Post(str((S << 32) + number), "a", None if offset is None else S + offset)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([{"captured_at": 1, "views": 5.0, "likes": 5.0}], []),
        ([{"captured_at": 1, "views": 5.0, "likes": 6.0}], ["likes_above_views"]),
        ([{"captured_at": 1, "views": 1000.0}, {"captured_at": 2, "views": 990.0}], []),
        ([{"captured_at": 1, "views": 1000.0}, {"captured_at": 2, "views": 989.0}], ["falling_counter"]),
        ([{"captured_at": 2, "views": 1000.0}, {"captured_at": 1, "views": 900.0}], []),
        ([{"captured_at": 1, "views": 1000.0}, {"captured_at": 1, "views": 900.0}], []),
        ([{"captured_at": 1, "reach": 1000.0}, {"captured_at": 2, "reach": 900.0}], ["falling_counter"]),
        ([{"captured_at": 1, "likes": 1000.0}, {"captured_at": 2, "likes": 900.0}], []),
        (
            [{"captured_at": 1, "views": 10.0}, {"captured_at": 2}, {"captured_at": 3, "views": 9.0}],
            ["falling_counter"],
        ),
        ([{"captured_at": 1, "views": 10.0}, {"captured_at": 2, "views": 9.0, "source": "numbers"}], []),
    ],
)
def test_what_cannot_be_true_of_a_post_is_named_up_to_its_limit(rows, found, tmp_path):
    """A hundredth less is a correction; only captures of one source, one after the other, are held side by side."""
    post = _made(1)
    lake = _lake(tmp_path, [{"post_id": post.post_id, **row} for row in rows])
    assert impossible(lake, [post]) == [(post.post_id, rule) for rule in found]
    assert impossible(lake, [_made(2)]) == []


@pytest.mark.parametrize(
    ("post", "wrong"),
    [
        (_made(1, DAY), False),
        (_made(1, DAY + 1), True),
        (_made(1, -DAY), False),
        (_made(1, -DAY - 1), True),
        (_made(1, None), False),
        (Post("p1", "a", S), False),
    ],
)
def test_an_id_may_be_a_day_off_its_posting(post, wrong, tmp_path):
    """Either way; an id of another kind, or a post without a time, tells nothing."""
    assert impossible(Lake(tmp_path), [post]) == ([(post.post_id, "id_time_mismatch")] if wrong else [])


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({"posted_at": 0}, {"posted_at": 7 * DAY}, True),
        ({"posted_at": 0}, {"posted_at": 7 * DAY + 1}, False),
        ({"posted_at": 90 * DAY}, {"posted_at": 97 * DAY}, True),
        ({"posted_at": 0, "sound": "x"}, {"posted_at": 1}, True),
        ({"posted_at": 0, "sound": "x"}, {"posted_at": 1, "sound": "x"}, True),
        ({"posted_at": 0, "sound": "x"}, {"posted_at": 1, "sound": "y"}, False),
        ({"posted_at": 0, "duration": 9.0}, {"posted_at": 1, "duration": 10.0}, False),
        ({"posted_at": 0, "duration": 9.0}, {"posted_at": 1, "duration": 9.0}, True),
        ({"posted_at": 0, "caption": "Pie"}, {"posted_at": 1, "caption": "PIE #x"}, True),
        ({"posted_at": 0, "caption": "Pie"}, {"posted_at": 1, "caption": "Pies"}, False),
        ({"posted_at": 0, "caption": None}, {"posted_at": 1, "caption": None}, False),
        ({"posted_at": 0, "caption": ""}, {"posted_at": 1, "caption": "#x"}, False),
        ({"posted_at": None}, {"posted_at": 1}, False),
    ],
)
def test_two_posts_are_one_video_up_to_a_known_difference(first, second, same):
    """Words, sound, length and a week."""
    one, other = (Post(name, "a", **{"caption": "Soup", **more}) for name, more in (("2", first), ("1", second)))
    assert duplicates([other, one]) == ([("2", "1")] if same else [])


def test_of_three_of_a_kind_each_is_named_with_the_one_before():
    """In order of time, whatever the ids; pairs are sorted."""
    posts = [Post(name, "a", at, caption="Soup") for name, at in (("3", 0), ("1", DAY), ("2", DAY))]
    assert duplicates(posts) == [("1", "2"), ("3", "1")]


@pytest.mark.parametrize(
    "text",
    ["@anna.b", "mail anna@example.org", "ring +49 30 1234567", "0877055070", "(@anna)", "+359 87 705 5070"],
)
def test_names_and_numbers_are_masked(text):
    """Nothing that leads to a person is left."""
    masked = mask(text, salt=b"s")
    assert not [part for part in ("anna", "1234567", "0877055070", "705 5070") if part in masked]


@pytest.mark.parametrize(
    "text",
    ["05.01.2026", "10:00 - 23:00", "#0501", "12 000 views", "2026!", "1,234,567", "50 % off", "§ 5 a@", "a @ b"],
)
def test_ordinary_text_is_left_alone(text):
    """Dates, hours, prices and counts are no phone numbers."""
    assert mask(text, salt=b"s") == text


def test_masks_are_stable_within_a_store_and_differ_between_stores(tmp_path):
    """One person is one mask in a store, and cannot be followed into another."""
    first, again, other = Masker(tmp_path / "a"), Masker(tmp_path / "a"), Masker(tmp_path / "b")
    assert first("@anna") == again("@Anna")
    assert first("@anna") != other("@anna")


def _positions(count):
    return [Position(n + 1, 1, "a", date(2026, 3, 1) + timedelta(days=n), "12:00", "x") for n in range(count)]


def test_positions_that_exports_hide_are_counted(tmp_path):
    """Of the positions due, those without a snapshot are named; those not due yet are not."""
    start = 1772366400  # 2026-03-01 12:00 UTC
    rows = [{"post_id": f"p{n}", "captured_at": start + 20 * DAY, "views": 1.0} for n in range(14) if n not in (3, 5)]
    lake = _lake(tmp_path, rows)
    posts = {n + 1: Post(f"p{n}", "a", start + n * DAY) for n in range(20) if n != 5}
    found = due_without_snapshot(lake, _positions(20), posts, {"a": "UTC"}, 7)
    assert found.due == tuple(range(1, 16))
    assert found.without_snapshot == (4, 6, 15)
    assert found.share == pytest.approx(3 / 15)


@pytest.mark.parametrize(
    ("zone", "slot", "age", "captured", "due"),
    [
        ("UTC", "12:00", 7, 6.5 * DAY, True),
        ("UTC", "12:00", 7, 6.5 * DAY - 1, False),
        ("UTC", "23:30", 7, 6.5 * DAY, True),
        ("UTC", "23:30", 7, 6.5 * DAY - 1, False),
        ("America/New_York", "07:00", 1.5, 2.125 * DAY, True),
        ("America/New_York", "07:00", 1.5, 2.125 * DAY - 1, False),
    ],
)
def test_a_position_is_due_at_the_age_after_its_slot(zone, slot, age, captured, due, tmp_path):
    """A day before its age, in days of its account's calendar; a short age by the clock, a quarter of it before."""
    start = 1772280000  # 2026-02-28 12:00 UTC
    rows = [
        {"post_id": "x", "captured_at": start + int(captured), "views": 1.0},
        {"post_id": "y", "captured_at": start},
    ]
    lake = _lake(tmp_path, rows)
    lake.append("snapshots", build("snapshots", [{"account": "b", "post_id": "z", "captured_at": start + 99 * DAY}]))
    position = Position(1, 1, "a", date(2026, 3, 1), slot, "x")
    found = due_without_snapshot(lake, [position], {}, {"a": zone}, age)
    assert (found.due, found.without_snapshot, found.share) == (((1,), (1,), 1.0) if due else ((), (), 0.0))
    shown = {1: Post("x", "a", start)}
    assert due_without_snapshot(lake, [position], shown, {"a": zone}, age).without_snapshot == ()
    assert due_without_snapshot(lake, [position], {}, {"a": zone}, age, as_of=start + int(captured) - 1).due == ()
    at = due_without_snapshot(lake, [position], shown, {"a": zone}, age, as_of=start + int(captured))
    assert (bool(at.due), at.without_snapshot) == (due, ())


def test_a_post_is_the_latest_word_on_each_of_its_fields(tmp_path):
    """Exports win over links, later over earlier, and the one that came first names the source."""
    rows = [
        {"source": "studio", "described_at": 5, "posted_at": 100, "caption": "old", "sound": "x", "hashtags": ["a"]},
        {"source": "business_suite", "described_at": 9, "caption": "new #b", "hashtags": ["b"], "duration": 8.0},
        {"source": "numbers", "described_at": 20, "posted_at": 90, "link": "l", "promoted_at": 50},
        {"source": "numbers", "described_at": 3, "posted_at": 80, "promoted_at": 60},
    ]
    lake = Lake(tmp_path)
    for row in rows:
        lake.append("posts", build("posts", [{"post_id": "p", "account": "a", **row}]))
    lake.append("posts", build("posts", [{"post_id": "q", "account": "a", "source": "studio", "described_at": 1}]))
    lake.append("posts", build("posts", [{"post_id": "o", "account": "a", "source": "studio", "posted_at": 100}]))
    lake.append("posts", build("posts", [{"post_id": "p", "account": "b", "source": "studio", "posted_at": 1}]))
    merged = Post("p", "a", 100, "l", "new #b", ("b",), "x", 8.0, 50, "numbers")
    first, second = Post("q", "a", None, source="studio"), Post("o", "a", 100, source="studio")
    other = Post("p", "b", 1, source="studio")
    assert posts_of(lake) == [first, second, merged, other]
    assert posts_of(lake, ["b"]) == [other]
    assert posts_of(lake, []) == []
    assert promotions(posts_of(lake)) == {"p": 50}
    assert words_on_promotion(lake) == {"p": Word(20, 50)}


def test_of_two_words_at_once_the_same_one_counts_in_every_order(tmp_path):
    """Rows of one second are put in order by what they say, so that no store depends on the order of handing in."""
    rows = [
        {"post_id": "p", "account": "a", "source": "studio", "caption": text} for text in ("alpha", "beta", "gamma")
    ]
    captions = set()
    for order in permutations(range(3)):
        lake = Lake(tmp_path / "".join(map(str, order)))
        for place in order:
            lake.append("posts", build("posts", [rows[place]]))
        captions.add(posts_of(lake)[0].caption)
    assert captions == {"gamma"}


def test_files_of_top_lists_are_named_once_in_order(tmp_path):
    """Those of the accounts asked for; a file without a name, or that is no such list, is none."""
    rows = [("a", "z.csv", True), ("a", "b.csv", True), ("a", "b.csv", True), ("a", "c.csv", False), ("a", None, True)]
    lake = Lake(tmp_path)
    for number, (account, file, top) in enumerate([*rows, ("b", "d.csv", True)]):
        row = {"post_id": str(number), "account": account, "captured_at": 1, "file": file, "top_list": top}
        lake.append("snapshots", build("snapshots", [row]))
    assert top_list_files(lake, ["a"]) == ("b.csv", "z.csv")
    assert top_list_files(lake) == ("b.csv", "d.csv", "z.csv")


def test_files_of_top_lists_are_remembered(data, make_workspace):
    """The lake knows which files showed the most viewed posts only."""
    workspace = make_workspace()
    folders = [data / "studio-okn-greek-2026", data / "studio-miskibin-pl-2024"]
    ingest(workspace, folders, account=next(iter(workspace.accounts)))
    assert top_list_files(Lake(workspace.store_dir)) == ("Content.csv", "Trending Videos.csv")


@pytest.mark.parametrize(
    ("columns", "broken"),
    [
        ({"Views": [0, 5, 6, 6], "Likes": [0, 6, 6, 7]}, {1: "likes_above_views", 3: "likes_above_views"}),
        ({"Views": [0, 0, 1, nan], "Comments": [0, 1, 2, 3]}, {1: "reactions_without_views"}),
        ({"Views": [0, nan, 5], "Likes": [1, 6, nan]}, {0: "reactions_without_views"}),
        ({"Views": [-1, 0, 5], "Shares": [0, -1, -2]}, {0: "below_zero", 1: "below_zero", 2: "below_zero"}),
        ({"Views": [1], "Likes": [2]}, {0: "likes_above_views"}),
        ({"Views": [5], "Video views": [1], "Likes": [3]}, {}),
        ({"Likes": [-1, 0]}, {0: "below_zero"}),
        ({"Sales": [-1], "Likes per view": [-1.5]}, {}),
    ],
)
def test_rows_that_cannot_be_true_are_found_by_each_rule_and_up_to_its_limit(columns, broken):
    """As many likes as the first views, and comments above views, may be; what is missing breaks no rule."""
    assert {row: " ".join(sorted(rules)) for row, rules in impossible_rows(columns).items()} == broken
