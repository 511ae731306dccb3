"""Numbers as people send them in a chat."""

from __future__ import annotations

import pytest

from cliptrial.posts.workbook.layout import Filled
from cliptrial.posts.workbook.messages import understand
from cliptrial.registry.plan.post_states import PostState

FULL = Filled(views=12_300, average_watch_time=8.2, watched_full=0.41)


@pytest.mark.parametrize(
    "text",
    [
        "14: 12,3k / 8,2 s / 41 %",
        "14: 12.3k, 8.2s, 41%",
        "14 12300 8.2s 41%",
        "• Nr. 14 - 12.3K | 8.2 sec | 41 percent",
        "#14 = 12,3k; 41 Prozent; 8,2 Sek.",
        "Post 14) 12,3k Aufrufe und 41 % und Ø Wiedergabezeit 8,2",
        "41: 1\n14: 12,3 Tsd. / 8,2 s / 41 %",
        "[24.11.26, 18:03] Anna: 14: 12,3k / 8,2 s / 41 %",
        "[2026-11-24, 18:03:12] Anna B.: 14: 12,3k / 8,2 s / 41 %",
        "24/11/2026, 6:03 PM - Anna: 14: 12.3k / 8.2 s / 41 %",
        "14: 12.300 / 8,2 s / 41 %",
        "14: 8,2 s / 41 % / 12,3k",
        "14: 41 % / 12,3k / 8,2 s",
        "Nr. 14\nAufrufe: 12.300\nWiedergabezeit: 8,2 s\n41 %",
        "14:\n12.3k views\n8.2 s\n41 % watched full",
        "13: 5, 14: 12,3k / 8,2 s / 41 %",
        "13: 5 views; Nr. 14: 12,3k Aufrufe und 8,2 s und 41 %",
        "Video 14: 12.3K views 👀 8.2s watch time 🎉 41% full",
        "14: 12300 views 8.2 s 41 %",
        "14: 12,3k, 8,2 Sekunden, 41 Prozent haben bis zum Ende geschaut",
        "14: 12,3k / 8,2 s / 41 % / n/a",
    ],
)
def test_a_line_says_the_same_however_it_is_written(text: str) -> None:
    said = understand(text, range(1, 57))
    assert (said.filled[14], said.problems, said.unread) == (FULL, (), ())


@pytest.mark.parametrize(
    ("part", "key", "value"),
    [
        ("0:08", "average_watch_time", 8),
        ("1:02", "average_watch_time", 62),
        ("12 saves", "saves", 12),
        ("12 gespeichert", "saves", 12),
        ("Saves: 12", "saves", 12),
        ("+3 Follower", "new_followers", 3),
        ("3 neue Follower", "new_followers", 3),
        ("2 Abos", "new_followers", 2),
        ("1,2k Likes", "likes", 1_200),
        ("Kommentare: 3", "comments", 3),
        ("2x geteilt", "shares", 2),
        ("1204 Follower gesamt", "followers", 1_204),
        ("ganz gesehen 0,41", "watched_full", 0.41),
        ("completion 41", "watched_full", 0.41),
        ("1,2 Mio.", "views", 1_200_000),
        ("ca. 900", "views", 900),
        ("0", "views", 0),
        ("https://vm.tiktok.com/ZMabc123/", "link", "https://vm.tiktok.com/ZMabc123/"),
        (
            "https://www.tiktok.com/@a/video/7301234567890123456",
            "link",
            "https://www.tiktok.com/@a/video/7301234567890123456",
        ),
    ],
)
def test_a_part_is_known_by_its_unit_or_its_word(part: str, key: str, value: object) -> None:
    said = understand(f"7: {part}", range(1, 9))
    assert not said.problems
    assert said.filled == {7: Filled(**{key: value})}  # type: ignore[arg-type]


@pytest.mark.parametrize("line", ["2.300 views for the second", "18:30", "18:30 see you", "Good evening"])
def test_a_thousand_or_a_time_is_not_the_number_of_a_post(line: str) -> None:
    """The neighbours are post 2 with 300 views, and post 18 with 30."""
    said = understand(f"1: 900\n{line}", range(1, 29))
    assert (said.filled, said.unread, said.problems) == ({1: Filled(views=900)}, (line,), ())
    neighbours = understand("2. 300 views\n18: 30", range(1, 29))
    assert neighbours.filled == {2: Filled(views=300), 18: Filled(views=30)}


@pytest.mark.parametrize(
    "said", ["45 % skip rate", "45 % skips", "900 skipped", "45 % hooked? hook rate 45", "Hold 45"]
)
def test_whoever_skipped_or_stayed_at_a_second_that_nobody_names_counts_nowhere(said: str) -> None:
    told = understand(f"5: 900 / {said}", range(1, 9))
    assert not told.filled
    assert [problem.code for problem in told.problems] == ["bad_cell"]


def test_a_word_without_its_number_is_told() -> None:
    said = understand("5: 900 / saves", range(1, 9))
    assert not said.filled
    assert [problem.what for problem in said.problems] == ['Nothing says what "saves" is']


def test_good_lines_are_read_although_others_are_bad() -> None:
    """What belongs to no post is told, and a post with a bad line has none of its lines taken."""
    said = understand("Hi!\n1: 900\n2: soon\n3: 5\n3: 6\n\n4: 4\n4: 4", range(1, 9))
    assert said.filled == {1: Filled(views=900), 4: Filled(views=4)}
    assert said.unread == ("Hi!",)
    assert [problem.code for problem in said.problems] == ["bad_cell", "position_twice"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("14: 120 / 8,2 s / 12300 saves", "more_than_views"),
        ("14: 120 / 8,2 s / 12300 likes", "more_than_views"),
        ("14: 8,2 / 12300 / 41", "bad_cell"),
        ("14: 12,3k / 8,2 s / 140 %", "bad_cell"),
        ("14: 12300 views (yesterday 9000)", "bad_number"),
        ("14: 12,3k / 12 ❤️", "bad_cell"),
    ],
)
def test_numbers_that_changed_places_are_asked_for_and_the_next_line_is_read(line: str, code: str) -> None:
    said = understand(f"{line}\n15: 900 / 12 saves", range(1, 57))
    assert said.filled == {15: Filled(views=900, saves=12)}
    assert code in {problem.code for problem in said.problems}


@pytest.mark.parametrize(
    ("line", "state"), [("gelöscht", "deleted"), ("other variant posted", "other"), ("Ausgefallen!", "skipped")]
)
def test_what_became_of_a_post_may_be_said_in_place_of_its_numbers(line: str, state: str) -> None:
    said = understand(f"14: {line}\n15: -", range(1, 57))
    assert (said.filled, said.problems) == ({14: Filled(state=PostState(state))}, ())
