"""A filled workbook comes home: links to posts.csv, numbers to the lake, at the age they were read."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, timedelta

import pytest
from tests.posts.planned import BERLIN, fill, plan, video_id, written

from cliptrial.metrics import CATALOGUE
from cliptrial.posts.equal_age.observe import observe
from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.posts.workbook.book import Filled
from cliptrial.posts.workbook.filled.problems import Plan, problems_of
from cliptrial.posts.workbook.reading import FilledRow, Scan
from cliptrial.registry.plan.links import add_link, read_links
from cliptrial.registry.plan.schedule import Position, Schedule
from cliptrial.registry.workspace import load_workspace

WAITS = (
    "What is filled in for position 1 waits in the workbook: the link is missing or only forwards to the video. "
    "Open it in a browser, copy the long address into the workbook and hand it in again; or hand in an export of the "
    "account, whose posts are known by their time."
)


def test_numbers_and_links_arrive(planned):
    """Every filled position is a snapshot of exactly seven days, and its link stands in posts.csv."""
    workspace, folder, schedule = planned
    (file,) = ingest(workspace, [fill(folder, schedule, {n: written(n) for n in (1, 2, 3)})]).files
    assert (file.problems, file.rows, file.snapshots, file.known) == ((), 3, 3, False)
    assert set(read_links(folder)) == {1, 2, 3}
    lake = Lake(workspace.store_dir)
    posts = {post.post_id: post.posted_at for post in posts_of(lake)}
    metrics = [CATALOGUE["average_watch_time"], CATALOGUE["completion_rate"]]
    found = observe(lake, metrics, list(posts), posted_at=posts, measure_at=7, randomised=True)
    assert {round(r.age, 6) for r in found["average_watch_time"].by_post.values()} == {7.0}
    assert {r.numerator for r in found["completion_rate"].by_post.values()} == {400.0, 800.0, 1200.0}


def test_every_fact_of_a_workbook_is_kept(planned):
    """A post a long link, a snapshot a row with numbers: at the slot's time or the moment, never before the video."""
    workspace, folder, schedule = planned
    moment = datetime(2026, 3, 10, 8, 30)
    filled = {
        1: written(1),
        2: written(2, read_on=moment, watched_full=None, views=None),
        3: written(3, read_on=date(2026, 3, 3), saves=None),
        4: Filled(link=written(4).link),
    }
    (file,) = ingest(workspace, [fill(folder, schedule, filled)]).files
    assert (file.recognised, file.rows, file.posts, file.snapshots) == ("Numbers filled in by hand", 4, 4, 3)
    assert (file.period, file.notes, file.account) == ((date(2026, 3, 3), date(2026, 3, 10)), (), None)
    lake = Lake(workspace.store_dir)
    days = {n: int(datetime(2026, 3, 1 + n, 18, tzinfo=BERLIN).timestamp()) for n in filled}
    late = int(moment.replace(tzinfo=BERLIN).timestamp())
    read = {1: days[1] + 7 * 86_400, 2: late, 3: days[3], 4: None}
    posts = {int(row["post_id"]) % 2**32: row for row in lake.read("posts").to_pylist()}
    assert {n: (row["posted_at"], row["link"], row["account"], row["source"]) for n, row in posts.items()} == {
        n: (days[n], written(n).link, "demo", "numbers") for n in filled
    }
    assert {n: row["described_at"] for n, row in posts.items()} == read | {3: days[3] - 86_400, 4: days[4]}
    rows = {int(row["post_id"]) % 2**32: row for row in lake.read("snapshots").to_pylist()}
    columns = (
        "captured_at",
        "views",
        "completions",
        "average_watch_time",
        "saves",
        "new_followers",
        "top_list",
        "file",
    )
    assert {n: tuple(row[column] for column in columns) for n, row in rows.items()} == {
        1: (read[1], 1000.0, 400.0, 7.5, 3.0, 1.0, False, "numbers.xlsx"),
        2: (read[2], None, None, 7.5, 3.0, 1.0, False, "numbers.xlsx"),
        3: (days[3], 3000.0, 1200.0, 7.5, None, 1.0, False, "numbers.xlsx"),
    }


def test_what_a_team_without_exports_copies_is_kept_and_a_column_it_lacks_is_told(planned):
    """Likes, comments, shares and followers are those of that moment; with exports nobody misses their columns."""
    workspace, folder, schedule = planned
    notes = []
    for sources in ("studio, numbers", "numbers"):
        settings = f"accounts:\n  demo: {{timezone: Europe/Berlin, sources: [{sources}]}}\n"
        (workspace.root / "workspace.yaml").write_text(settings, encoding="utf-8")
        (file,) = ingest(load_workspace(workspace.root), [fill(folder, schedule, {1: written(1, likes=12.0)})]).files
        notes += [(file.problems, file.notes)]
    missing = "Columns that are not there, so that nothing of them is read: Comments, Shares, Followers of the account."
    assert notes == [((), ()), ((), (missing,))]
    told = written(2, likes=12.0, comments=3.0, shares=2.0, followers=1204.0)
    ingest(workspace, [fill(folder, schedule, {2: told})])
    rows = Lake(workspace.store_dir).read("snapshots").to_pylist()
    counts = {tuple(row[key] for key in ("likes", "comments", "shares", "followers")) for row in rows}
    assert counts == {(12.0, None, None, None), (12.0, 3.0, 2.0, 1204.0)}


def test_an_empty_workbook_says_so(planned):
    """Nothing is kept, and nothing is known."""
    workspace, folder, schedule = planned
    (file,) = ingest(workspace, [fill(folder, schedule, {})]).files
    assert (file.problems, file.rows, file.known, file.period) == ((), 0, None, None)
    assert file.notes == ("Nothing is filled in yet.",)


def test_what_waits_for_its_link_is_named(planned):
    """Positions with numbers or a promotion and no known post, in order; a short link alone waits for nothing."""
    workspace, folder, schedule = planned
    short = "https://vm.tiktok.com/ZM"
    filled = {
        3: written(3, link=None),
        1: written(1, link=f"{short}a/"),
        2: Filled(link=f"{short}b/"),
        4: Filled(promoted_on=date(2026, 3, 9)),
    }
    (file,) = ingest(workspace, [fill(folder, schedule, filled)]).files
    assert (file.problems, file.posts, file.snapshots, file.known) == ((), 0, 0, False)
    assert [note.split(":")[0] for note in file.notes] == [
        "What is filled in for position 1, 3, 4 waits in the workbook"
    ]
    (again,) = ingest(workspace, [fill(folder, schedule, filled)]).files
    assert again.known is None


SHORT, OTHER = "https://vm.tiktok.com/ZMa/", "https://vm.tiktok.com/ZMb/"
LONG = {n: written(n).link for n in (1, 2, 3, 4)}


@pytest.mark.parametrize(
    ("earlier", "filled", "problems", "links"),
    [
        ({}, {1: LONG[1], 2: LONG[2]}, [], {1: LONG[1], 2: LONG[2]}),
        ({1: LONG[1]}, {1: f"{LONG[1]}?lang=de"}, [], {1: LONG[1]}),
        ({1: LONG[1]}, {1: LONG[2]}, [("other_link", 4)], {1: LONG[1]}),
        ({1: LONG[1]}, {1: SHORT}, [], {1: LONG[1]}),
        ({1: SHORT}, {1: LONG[1]}, [], {1: LONG[1]}),
        ({1: SHORT}, {1: OTHER}, [], {1: OTHER}),
        ({1: SHORT}, {2: SHORT}, [("link_twice", 5)], {1: SHORT}),
        ({2: LONG[1]}, {1: LONG[1]}, [("link_twice", 4)], {2: LONG[1]}),
        ({1: SHORT, 2: OTHER}, {1: OTHER, 2: LONG[2]}, [], {1: OTHER, 2: LONG[2]}),
        ({2: SHORT}, {1: SHORT, 2: LONG[2]}, [], {1: SHORT, 2: LONG[2]}),
        ({}, {1: SHORT, 3: SHORT, 4: SHORT}, [("link_twice", 4), ("link_twice", 6), ("link_twice", 7)], {}),
        ({1: SHORT}, {3: LONG[3]}, [], {1: SHORT, 3: LONG[3]}),
    ],
)
def test_a_link_gives_way_or_stops_everything(planned, earlier, filled, problems, links):
    """A long one stays; a short one gives way to any other; two positions never share one."""
    workspace, folder, schedule = planned
    for position, link in earlier.items():
        add_link(folder, position, link)
    (file,) = ingest(workspace, [fill(folder, schedule, {n: Filled(link=link) for n, link in filled.items()})]).files
    assert [(p.code, p.row) for p in file.problems] == problems
    assert read_links(folder) == links


@pytest.mark.parametrize(("days", "code"), [(0, None), (-1, None), (-2, "read_before_posted")])
@pytest.mark.parametrize("hour", [None, 3])
def test_numbers_may_be_of_the_day_before_the_video_at_the_earliest(planned, days, code, hour):
    """Zones differ by no more; a moment is judged by its day."""
    workspace, folder, schedule = planned
    day = date(2026, 3, 3) + timedelta(days=days)
    read_on = day if hour is None else datetime(day.year, day.month, day.day, hour)
    (file,) = ingest(workspace, [fill(folder, schedule, {2: written(2, read_on=read_on)})]).files
    assert [p.code for p in file.problems] == ([] if code is None else [code])
    (file,) = ingest(workspace, [fill(folder, schedule, {2: written(2, read_on=read_on, link=None)})]).files
    assert file.problems == ()


@pytest.mark.parametrize(
    ("key", "value"),
    [("views", 0.0), ("average_watch_time", 0.0), ("watched_full", 0.0), ("saves", 0.0), ("new_followers", 0.0)],
)
def test_every_number_needs_its_day(planned, key, value):
    """Even a nought; a link and a promotion do not."""
    workspace, folder, schedule = planned
    (file,) = ingest(workspace, [fill(folder, schedule, {1: Filled(**{key: value})})]).files
    assert [(p.code, p.row) for p in file.problems] == [("no_read_on", 4)]
    given = Filled(link=written(1).link, promoted_on=date(2026, 3, 9))
    (file,) = ingest(workspace, [fill(folder, schedule, {1: given})]).files
    assert (file.problems, file.posts, file.snapshots) == ((), 1, 0)


@pytest.mark.parametrize(
    ("promoted_on", "codes"),
    [
        (date(2026, 3, 2), []),
        (date(2026, 3, 1), ["promoted_before_posted"]),
        (datetime(2026, 3, 2, 0, 0, 1), []),
        (datetime(2026, 3, 1, 23, 59), ["promoted_before_posted"]),
        (datetime(2199, 3, 1, 23, 59), ["promoted_in_future"]),
    ],
)
def test_a_promotion_begins_on_the_day_of_posting_at_the_earliest(planned, promoted_on, codes):
    """By the account's own days, and not in a time to come."""
    workspace, folder, schedule = planned
    (file,) = ingest(workspace, [fill(folder, schedule, {1: written(1, promoted_on=promoted_on)})]).files
    assert [p.code for p in file.problems] == codes


def test_twice_changes_nothing(planned):
    """The same workbook again is known already."""
    workspace, folder, schedule = planned
    path = fill(folder, schedule, {1: written(1)})
    ingest(workspace, [path])
    (file,) = ingest(workspace, [path]).files
    assert file.known is True


def test_a_later_reading_is_added_and_the_first_kept(planned):
    """Numbers read again on another day are a second snapshot."""
    workspace, folder, schedule = planned
    ingest(workspace, [fill(folder, schedule, {1: written(1)})])
    ingest(workspace, [fill(folder, schedule, {1: written(1, views=5000.0, read_on=date(2026, 3, 20))})])
    assert sorted(r["views"] for r in Lake(workspace.store_dir).read("snapshots").to_pylist()) == [1000, 5000]


def test_numbers_without_their_day_are_refused(planned):
    """Without "read on" nobody can compare at equal age; the row is left out, and the other is kept."""
    workspace, folder, schedule = planned
    (file,) = ingest(workspace, [fill(folder, schedule, {1: written(1, read_on=None), 2: written(2)})]).files
    (problem,) = file.problems
    assert (problem.code, problem.position, problem.cell) == ("no_read_on", 1, "No. 1, Read on (needed with numbers)")
    assert (file.partly, file.rows, file.snapshots) == (True, 1, 1)
    assert set(read_links(folder)) == {2}


def test_impossible_rows_are_named(planned):
    """One link in two rows, and a day before the video was made, are both told."""
    workspace, folder, schedule = planned
    link = written(1).link
    filled = {1: written(1), 2: written(2, link=link), 3: written(3, read_on=date(2026, 2, 1))}
    (file,) = ingest(workspace, [fill(folder, schedule, filled)]).files
    assert {p.code for p in file.problems} == {"link_twice", "read_before_posted"}


def test_a_short_link_finds_its_post_by_the_plan(planned):
    """The app copies short links: where an export shows one post on that evening, its numbers go there."""
    workspace, folder, schedule = planned
    day = date(2026, 3, 3)
    known = video_id(day, 77)
    Lake(workspace.store_dir).append(
        "posts",
        build("posts", [{"post_id": known, "account": "demo", "posted_at": int(known) >> 32, "source": "studio"}]),
    )
    filled = {1: written(1, link="https://vm.tiktok.com/ZMa/"), 2: written(2, link="https://vm.tiktok.com/ZMb/")}
    (file,) = ingest(workspace, [fill(folder, schedule, filled)]).files
    assert file.problems == ()
    assert [r["post_id"] for r in Lake(workspace.store_dir).read("snapshots").to_pylist()] == [known]
    assert file.notes == (WAITS,)


def test_a_workbook_from_elsewhere_needs_its_experiment(planned, tmp_path):
    """A workbook sent by mail names its experiment with --experiment."""
    workspace, folder, schedule = planned
    path = fill(folder, schedule, {1: written(1)})
    mailed = tmp_path / "numbers (2).xlsx"
    mailed.write_bytes(path.read_bytes())
    (refused,) = ingest(workspace, [mailed]).files
    assert [problem.code for problem in refused.problems] == ["which_experiment"]
    assert refused.recognised == "Numbers filled in by hand"
    assert ingest(workspace, [mailed], experiment="question-hook").files[0].problems == ()


def test_positions_that_the_plan_does_not_have_are_refused(planned):
    """The workbook of another plan is noticed."""
    workspace, folder, schedule = planned
    longer = Schedule(
        (*schedule.positions, Position(5, 2, "demo", date(2026, 3, 6), "18:00", "question")), schedule.rule
    )
    (file,) = ingest(workspace, [fill(folder, longer, {5: written(5)})]).files
    assert file.problems[0].code == "unknown_position"


def test_an_exports_posting_time_wins_over_the_links(planned):
    """A scheduled video is older than its post: the export's time holds, whichever came first."""
    workspace, folder, schedule = planned
    ingest(workspace, [fill(folder, schedule, {1: written(1)})])
    lake = Lake(workspace.store_dir)
    (post,) = posts_of(lake)
    late = (post.posted_at or 0) + 3 * 86_400
    row = {
        "post_id": post.post_id,
        "account": "demo",
        "posted_at": late,
        "described_at": 1,
        "source": "studio",
        "caption": "Hi",
    }
    lake.append("posts", build("posts", [row]))
    (merged,) = posts_of(lake)
    assert (merged.posted_at, merged.caption) == (late, "Hi")


def test_a_whole_experiments_folder_gives_its_workbook_only(planned):
    """The plan's own files beside the workbook are no exports and no problems."""
    workspace, folder, schedule = planned
    fill(folder, schedule, {1: written(1)})
    report = ingest(workspace, [workspace.experiments_dir])
    assert [file.path for file in report.files] == ["experiments/question-hook/numbers.xlsx"]
    assert report.problems == ()


def test_a_short_link_gives_way_to_the_long_one(planned):
    """The first ingest asks for the long address; handing it in then works, and posts.csv has it."""
    workspace, folder, schedule = planned
    short = fill(folder, schedule, {1: written(1, link="https://vm.tiktok.com/ZMa/")})
    (file,) = ingest(workspace, [short]).files
    assert file.problems == ()
    assert file.notes == (WAITS,)
    (file,) = ingest(workspace, [fill(folder, schedule, {1: written(1)})]).files
    assert (file.problems, file.snapshots, file.notes) == ((), 1, ())
    assert read_links(folder) == {1: written(1).link}
    (file,) = ingest(workspace, [fill(folder, schedule, {1: written(1, link="https://vm.tiktok.com/ZMa/")})]).files
    assert file.problems == ()
    assert read_links(folder) == {1: written(1).link}


def test_a_short_link_in_the_wrong_row_can_be_moved(planned):
    """It is no one's for good: the row above takes it, its own takes another."""
    workspace, folder, schedule = planned
    first, second = "https://vm.tiktok.com/ZMa/", "https://vm.tiktok.com/ZMb/"
    ingest(workspace, [fill(folder, schedule, {2: Filled(link=first)})])
    (file,) = ingest(workspace, [fill(folder, schedule, {1: Filled(link=first), 2: Filled(link=second)})]).files
    assert file.problems == ()
    assert read_links(folder) == {1: first, 2: second}


def test_a_long_link_is_never_overwritten(planned):
    """Another long link than posts.csv has, or one that another position has there, is for people to settle."""
    workspace, folder, schedule = planned
    ingest(workspace, [fill(folder, schedule, {1: written(1)})])
    other = {1: written(1, link=written(2).link), 3: written(3, link=written(1).link)}
    (file,) = ingest(workspace, [fill(folder, schedule, other)]).files
    assert [(p.code, p.row) for p in file.problems] == [("other_link", 4), ("link_twice", 4), ("link_twice", 6)]
    assert read_links(folder) == {1: written(1).link}


def test_another_accounts_link_is_refused_by_both_names(make_workspace):
    """Row, column and both handles are named, and the other rows are kept; @undefined is nobody's."""
    workspace = make_workspace(demo=("Europe/Berlin", "Demo.Kitchen"))
    folder, schedule = plan(workspace)
    theirs = written(1).link.replace("@demo", "@other")
    nobodys = written(2).link.replace("@demo", "@undefined")
    ours = written(3).link.replace("@demo", "@demo.kitchen")
    filled = {1: written(1, link=theirs), 2: written(2, link=nobodys), 3: written(3, link=ours)}
    (file,) = ingest(workspace, [fill(folder, schedule, filled)]).files
    (problem,) = file.problems
    assert (problem.code, problem.row, problem.field) == ("other_account", 4, "Video link")
    assert "@other" in problem.what
    assert "@demo.kitchen" in problem.what
    assert set(read_links(folder)) == {2, 3}
    (file,) = ingest(workspace, [fill(folder, schedule, {n: filled[n] for n in (2, 3)})]).files
    assert file.problems == ()


def test_every_problem_of_a_workbook_comes_at_once(planned):
    """Cells that cannot be read and days that are missing are told in one round, row by row."""
    workspace, folder, schedule = planned
    path = fill(folder, schedule, {1: written(1, read_on=None), 3: written(3, link=written(4).link), 4: written(4)})
    broken = path.with_name("broken.xlsx")
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(broken, "w") as target:
        for item in whole.infolist():
            data = whole.read(item)
            if item.filename == "xl/worksheets/sheet1.xml":
                data = data.replace(b"<v>3000</v>", b"<v>-3</v>")
            target.writestr(item, data)
    broken.replace(path)
    (file,) = ingest(workspace, [path]).files
    assert [(p.code, p.row) for p in file.problems] == [
        ("no_read_on", 4),
        ("bad_cell", 6),
        ("link_twice", 6),
        ("link_twice", 7),
    ]


def test_an_unreadable_day_is_told_once(planned):
    """A day that cannot be read is not missing as well."""
    workspace, folder, schedule = planned
    path = fill(folder, schedule, {1: written(1, read_on=date(2026, 3, 9))})
    assert ingest(workspace, [path]).problems == ()
    scan = Scan((FilledRow(4, 1, "demo", None, "", Filled(views=1.0), frozenset({"read_on"})),), (), "n", {})
    assert problems_of(scan, Plan({1: schedule.positions[0]}, {}, {})) == []


def test_a_promotion_of_this_very_second_has_begun(planned):
    """One of the next second is yet to come."""
    position = planned[2].positions[0]
    row = FilledRow(4, 1, "demo", None, "", Filled(promoted_on=datetime(2026, 3, 9, 8, 30)))
    begun = datetime(2026, 3, 9, 8, 30, tzinfo=BERLIN).timestamp()
    headers = {"promoted_on": "Boosted on"}
    for now, codes in ((begun, []), (begun - 1, ["promoted_in_future"])):
        against = Plan({1: position}, {}, {}, zones={"demo": "Europe/Berlin"}, now=now)
        assert [p.code for p in problems_of(Scan((row,), (), "n", headers), against)] == codes
