"""Since when a post was promoted with money: whose word counts, and what cannot be right about it."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from itertools import permutations
from pathlib import Path

import pytest
from tests.posts.planned import BERLIN, fill, video_id, written

from cliptrial.posts.ingest import ingest
from cliptrial.posts.ingest_report import FileReport
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.promotion import NEVER, latest_word
from cliptrial.posts.lake.tables import build
from cliptrial.posts.workbook.book import Filled
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.workspace import Workspace

Planned = tuple[Workspace, Path, Schedule]


def hand_in(planned: Planned, filled: dict[int, Filled], language: str = "en") -> FileReport:
    """What comes of handing in the workbook with these rows."""
    workspace, folder, schedule = planned
    (file,) = ingest(workspace, [fill(folder, schedule, filled, language)]).files
    return file


def promoted(planned: Planned) -> dict[int, int | None]:
    """By position: the second from which its post counts as promoted."""
    posts = posts_of(Lake(planned[0].store_dir))
    return {int(post.post_id) % 2**32: post.promoted_at for post in posts}


def berlin(*moment: int) -> int:
    """UTC epoch seconds of a moment in Berlin."""
    return int(datetime(*moment, tzinfo=BERLIN).timestamp())  # type: ignore[misc,arg-type]


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_day_begins_at_the_accounts_midnight_and_a_moment_is_itself(planned: Planned, language: str) -> None:
    """The lake has UTC seconds, with summer time where it holds; the numbers of the row arrive as ever."""
    filled = {
        1: written(1, promoted_on=date(2026, 3, 12)),
        2: written(2, promoted_on=datetime(2026, 3, 12, 9, 30)),
        3: written(3, promoted_on=date(2026, 3, 30)),
        4: written(4),
    }
    file = hand_in(planned, filled, language)
    assert (file.problems, file.posts, file.snapshots) == ((), 4, 4)
    assert file.notes == ("Promoted with money: position 1, 2, 3. Only the numbers from before count.",)
    assert promoted(planned) == {
        1: berlin(2026, 3, 12),
        2: berlin(2026, 3, 12, 9, 30),
        3: berlin(2026, 3, 30),
        4: None,
    }
    assert berlin(2026, 3, 30) % 86_400 == 22 * 3600


def test_the_same_word_twice_changes_nothing(planned: Planned) -> None:
    """Handing in again adds no file to the lake."""
    filled = {1: written(1, promoted_on=date(2026, 3, 12)), 2: written(2)}
    hand_in(planned, filled)
    before = Lake(planned[0].store_dir).fingerprint()
    assert hand_in(planned, filled).known is True
    assert Lake(planned[0].store_dir).fingerprint() == before


def test_the_latest_workbook_counts_even_when_it_goes_back(planned: Planned) -> None:
    """Corrected, corrected back and corrected again: the lake only grows, and the last word holds."""
    lake = Lake(planned[0].store_dir)
    for step, day in enumerate((12, 14, 12, 14, 14)):
        file = hand_in(planned, {1: written(1, promoted_on=date(2026, 3, day))})
        assert promoted(planned) == {1: berlin(2026, 3, day)}
        assert any("does no longer" in note for note in file.notes) is (0 < step < 4)
    assert sum(row["promoted_at"] is not None for row in lake.read("posts").to_pylist()) == 4


def test_an_emptied_cell_takes_nothing_back_and_says_how_to(planned: Planned) -> None:
    """A copy that nobody filled in would else turn bought views into earned ones."""
    hand_in(planned, {1: written(1, promoted_on=date(2026, 3, 12))})
    file = hand_in(planned, {1: written(1)}, "de")
    assert promoted(planned) == {1: berlin(2026, 3, 12)}
    assert any('empty under "Beworben ab"' in note and "2026-03-12" in note and '"no"' in note for note in file.notes)


def test_a_no_takes_the_day_back(planned: Planned) -> None:
    """Once said, the post was never promoted; a day after that counts again."""
    hand_in(planned, {1: written(1, promoted_on=date(2026, 3, 12))})
    file = hand_in(planned, {1: written(1, promoted_on=False)})
    assert promoted(planned) == {1: None}
    assert file.notes == ("Position 1 now counts as never promoted; 2026-03-12, handed in before, does no longer.",)
    assert hand_in(planned, {1: written(1, promoted_on=False)}).known is True
    hand_in(planned, {1: written(1, promoted_on=date(2026, 3, 15))})
    assert promoted(planned) == {1: berlin(2026, 3, 15)}


def test_a_no_that_nobody_contradicts_adds_nothing(planned: Planned) -> None:
    """It says what an empty lake says anyway."""
    hand_in(planned, {1: written(1)})
    assert hand_in(planned, {1: written(1, promoted_on=False)}).known is True


def test_a_workbook_from_before_the_column_is_read_and_takes_nothing_back(planned: Planned) -> None:
    """Its numbers arrive, and the promotion that another workbook told stays."""
    workspace, folder, schedule = planned
    hand_in(planned, {1: written(1, promoted_on=date(2026, 3, 12))})
    path = fill(folder, schedule, {1: written(1), 2: written(2)})
    earlier = path.with_name("earlier.xlsx")
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(earlier, "w") as target:
        for item in whole.infolist():
            target.writestr(item, whole.read(item).replace(b"<t>Boosted on</t>", b"<t>Remarks</t>"))
    earlier.replace(path)
    (file,) = ingest(workspace, [path]).files
    assert (file.problems, file.snapshots) == ((), 2)
    assert promoted(planned) == {1: berlin(2026, 3, 12), 2: None}


def test_every_promotion_that_cannot_be_right_is_named_at_once(planned: Planned) -> None:
    """Before the posting, yet to come, and no date: sheet, row and column each; the rows are left out."""
    workspace, folder, schedule = planned
    filled = {
        1: written(1, promoted_on=date(2026, 3, 1)),
        2: written(2, promoted_on=date(2199, 3, 12)),
        3: written(3, promoted_on=False),
        4: written(4, promoted_on=date(2026, 3, 5)),
    }
    path = fill(folder, schedule, filled, "de")
    broken = path.with_name("broken.xlsx")
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(broken, "w") as target:
        for item in whole.infolist():
            target.writestr(item, whole.read(item).replace(b"<t>nein</t>", b"<t>gestern</t>"))
    broken.replace(path)
    (file,) = ingest(workspace, [path]).files
    assert [(p.code, p.row) for p in file.problems] == [
        ("promoted_before_posted", 4),
        ("promoted_in_future", 5),
        ("bad_date", 6),
    ]
    assert {(p.path, p.field) for p in file.problems} == {(f'{file.path}, sheet "Zahlen"', "Beworben ab")}
    assert all(p.expected and p.mend for p in file.problems)
    assert "2199-03-12" in file.problems[1].what
    (kept,) = {row["post_id"] for row in Lake(workspace.store_dir).read("posts").to_pylist()}
    assert kept in str(written(4).link)


def test_a_scheduled_post_cannot_be_promoted_before_it_was_out(planned: Planned) -> None:
    """Its video is older than its post; where an export tells the posting, that day holds."""
    workspace, _, _ = planned
    out = berlin(2026, 3, 6, 18)
    row = {"post_id": video_id(date(2026, 3, 2), 1), "account": "demo", "posted_at": out, "source": "studio"}
    Lake(workspace.store_dir).append("posts", build("posts", [row]))
    file = hand_in(planned, {1: written(1, promoted_on=date(2026, 3, 4))})
    assert [p.code for p in file.problems] == ["promoted_before_posted"]
    assert "2026-03-06" in file.problems[0].what
    assert hand_in(planned, {1: written(1, promoted_on=date(2026, 3, 6))}).problems == ()


def test_a_promotion_without_a_link_waits_until_its_post_is_known(planned: Planned) -> None:
    """Nothing is lost silently: a note names the position, and the export that shows the post settles it."""
    workspace, _, _ = planned
    filled = {2: Filled(promoted_on=date(2026, 3, 12))}
    file = hand_in(planned, filled)
    assert any("position 2 waits" in note for note in file.notes)
    known = video_id(date(2026, 3, 3), 2)
    row = {"post_id": known, "account": "demo", "posted_at": int(known) >> 32, "source": "studio"}
    Lake(workspace.store_dir).append("posts", build("posts", [row]))
    file = hand_in(planned, filled)
    assert (file.problems, file.posts) == ((), 1)
    assert promoted(planned) == {2: berlin(2026, 3, 12)}


def test_later_exports_that_say_nothing_of_it_leave_it_as_it_is(planned: Planned) -> None:
    """No export of the platform tells promotions."""
    workspace, _, _ = planned
    hand_in(planned, {1: written(1, promoted_on=date(2026, 3, 12))})
    row = {"post_id": video_id(date(2026, 3, 2), 1), "account": "demo", "described_at": 2**31, "source": "studio"}
    Lake(workspace.store_dir).append("posts", build("posts", [row]))
    assert promoted(planned) == {1: berlin(2026, 3, 12)}


def test_which_word_counts_does_not_depend_on_the_order_of_rows() -> None:
    """The latest; of two at the same second the earlier start; a word taken back only by a later one."""
    said = [(None, 5), (900, 1), (800, 1), (NEVER, 1), (None, None)]
    rows = [{"promoted_at": at, "described_at": told} for at, told in said]
    for order in permutations(rows):
        word = latest_word(order)
        assert word is not None
        assert word.since == 800
    back = latest_word([*rows, {"promoted_at": NEVER, "described_at": 2}])
    assert back is not None
    assert back.since is None
    assert latest_word(rows[:1]) is None


def table(path: Path, header: str, cells: list[str]) -> Path:
    """A table of posts as another tool writes it, one post a day from 2 March at 18:00, written in New York's time."""
    lines = [f"id,plays,created,{header}"]
    for number, cell in enumerate(cells, 1):
        made = int(datetime(2026, 3, 1 + number, 18, tzinfo=BERLIN).timestamp())
        lines.append(f"{(made << 32) + number},100,2026-03-{1 + number:02} 12:00,{cell}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


MAPPING = {"post_id": "id", "views": "plays", "posted_at": "created"}


@pytest.mark.parametrize("header", ["promoted_on", "Boosted on", "Beworben ab", "ad start"])
def test_a_table_of_posts_tells_it_in_a_column(planned: Planned, tmp_path: Path, header: str) -> None:
    """By its usual names or by the mapping; a time is in the zone of the file, a day is the account's."""
    path = table(tmp_path / "posts.csv", header, ["2026-03-12", "", "2026-03-12 09:30", "-"])
    mapping = MAPPING | ({"promoted_on": header} if header == "ad start" else {})
    (file,) = ingest(planned[0], [path], captured_at=date(2026, 3, 25), mapping=mapping).files
    assert file.problems == ()
    assert file.notes[:-1] == (
        "Times in this file are UTC-05:00, as its video ids show; the account is set to Europe/Berlin.",
    )
    assert promoted(planned) == {1: berlin(2026, 3, 12), 2: None, 3: berlin(2026, 3, 12, 15, 30), 4: None}


def test_a_table_with_impossible_promotions_is_refused_with_all_of_them(planned: Planned, tmp_path: Path) -> None:
    """Row and column each; what is no date comes first, because it hides what else may be wrong with it."""
    path = table(tmp_path / "posts.csv", "Boosted on", ["soon", "2026-03-12", "maybe"])
    (file,) = ingest(planned[0], [path], captured_at=date(2026, 3, 25), mapping=MAPPING).files
    assert [(p.code, p.row, p.field) for p in file.problems] == [
        ("bad_date", 2, "Boosted on"),
        ("bad_date", 4, "Boosted on"),
    ]
    path = table(tmp_path / "posts.csv", "Boosted on", ["2026-03-01", "2199-03-12", "9 March"])
    (file,) = ingest(planned[0], [path], captured_at=date(2026, 3, 25), mapping=MAPPING).files
    assert [(p.code, p.row) for p in file.problems] == [
        ("promoted_before_posted", 2),
        ("promoted_in_future", 3),
        ("bad_date", 4),
    ]


def test_a_workbook_and_a_table_that_differ_follow_the_later_word(planned: Planned, tmp_path: Path) -> None:
    """An empty column of either takes nothing back from the other; a "no" in either does."""
    path = table(tmp_path / "posts.csv", "Boosted on", ["2026-03-12"])
    ingest(planned[0], [path], captured_at=date(2026, 3, 25), mapping=MAPPING)
    hand_in(planned, {1: written(1)})
    assert promoted(planned) == {1: berlin(2026, 3, 12)}
    hand_in(planned, {1: written(1, promoted_on=date(2026, 3, 10))})
    assert promoted(planned) == {1: berlin(2026, 3, 10)}
    ingest(planned[0], [table(path, "Boosted on", [""])], captured_at=date(2026, 3, 27), mapping=MAPPING)
    assert promoted(planned) == {1: berlin(2026, 3, 10)}
    ingest(planned[0], [table(path, "Boosted on", ["no"])], captured_at=date(2026, 3, 28), mapping=MAPPING)
    assert promoted(planned) == {1: None}


def test_a_mere_yes_leaves_the_day_that_is_known(planned: Planned) -> None:
    hand_in(planned, {1: written(1, promoted_on=date(2026, 3, 12))})
    file = hand_in(planned, {1: written(1, promoted_on=True)})
    assert promoted(planned) == {1: berlin(2026, 3, 12)}
    assert file.notes == ("Promoted with money: position 1. Only the numbers from before count.",)
