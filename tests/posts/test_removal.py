"""What is purged or forgotten is off the disk, is told before and after, and does not come back with an old export."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.posts.planned import fill, written
from tests.refusals.bases import Bases, done, inside

from cliptrial.cli.weekly.ingest_shown import TABLE_NAMES
from cliptrial.errors import SourceError
from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.compaction import compact
from cliptrial.posts.lake.hand_ins import hand_ins, undo
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import TABLES, build
from cliptrial.posts.removal import plans
from cliptrial.posts.removal.removal import carry_out
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.plan.links import read_links
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.safety.retention import kept_from
from cliptrial.registry.workspace import Workspace

HEADER = "video,who,when,read,plays,text"
MAPPING = {"post_id": "video", "account": "who", "posted_at": "when", "captured_at": "read", "views": "plays"}
MAPPING |= {"caption": "text"}
FIRST, SECOND, THIRD = (str(7600000000000000001 + number) for number in range(3))
OLD = f"{FIRST},demo,2026-03-01 18:00,{{read}},{{views}},first soup @anna.b"
NEW = f"{SECOND},demo,2026-03-20 18:00,{{read}},{{views}},second soup"
BAKERY = f"{THIRD},bakery,2026-03-20 18:00,{{read}},{{views}},cake"
DAY, TODAY = date(2026, 3, 10), date(2026, 4, 20)


@pytest.fixture
def workspace(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return load_workspace(Bases(tmp_path_factory.mktemp("bases")).copy("empty", tmp_path / "ws"))


@pytest.fixture
def hand_in(workspace: Workspace) -> Callable[..., list[str]]:
    """Hands in a table, read on a day; tells the notes."""

    def handing(name: str, read: str, *rows: str) -> list[str]:
        text = "\n".join([HEADER, *(row.format(read=f"{read} 18:00", views=900 + len(row)) for row in rows), ""])
        (workspace.root / f"{name}.csv").write_text(text, encoding="utf-8")
        current = load_workspace(workspace.root)
        report = ingest(current, [workspace.root / f"{name}.csv"], account="demo", mapping=MAPPING)
        assert [file.problems for file in report.files] == [()]
        return [str(report.files[0].known), *map(str, report.files[0].notes)]

    return handing


def ids(workspace: Workspace, table: str = "snapshots") -> list[str]:
    return sorted(Lake(workspace.store_dir).read(table)["post_id"].to_pylist())


def on_disk(workspace: Workspace) -> str:
    """Every decoded cell of every file of the store, whether it is read or not, and its ledger."""
    tables = [str(pq.read_table(path).to_pylist()) for path in workspace.store_dir.rglob("*.parquet")]
    return "\n".join([*tables, *(path.read_text("utf-8") for path in workspace.store_dir.rglob("*.json"))])


def test_an_old_post_goes_with_all_its_numbers_and_a_younger_one_stays(
    workspace: Workspace, hand_in: Callable[..., list[str]]
) -> None:
    """Numbers that were read later are still those of an old post; taken back or put together, its facts go."""
    hand_in("a", "2026-04-01", OLD, NEW)
    hand_in("b", "2026-04-02", OLD)
    undo(workspace)
    compact(Lake(workspace.store_dir))
    before = Lake(workspace.store_dir).fingerprint()
    removal = plans.older_than(workspace, DAY, TODAY)
    assert (removal.rows, removal.hand_ins) == ({"snapshots": 2, "posts": 2}, 2)
    assert carry_out(workspace, removal) == 0
    assert FIRST not in on_disk(workspace)
    assert ids(workspace) == ids(workspace, "posts") == [SECOND]
    assert Lake(workspace.store_dir).fingerprint() != before
    assert plans.older_than(workspace, DAY, TODAY).is_nothing
    assert [one.removed for one in hand_ins(Lake(workspace.store_dir))] == [True, True]


def test_older_facts_of_a_later_export_are_left_out_and_told(
    workspace: Workspace, hand_in: Callable[..., list[str]]
) -> None:
    hand_in("a", "2026-04-01", OLD, NEW)
    carry_out(workspace, plans.older_than(workspace, DAY, TODAY))
    known, *notes = hand_in("a", "2026-04-01", OLD, NEW)
    assert known == "True", "handed in before: nothing changes"
    assert "Left out, because it was purged or forgotten (rows, or names in texts): 2." in notes
    _, *notes = hand_in("c", "2026-04-09", OLD, NEW)
    assert "Left out, because it was purged or forgotten (rows, or names in texts): 2." in notes
    assert ids(workspace) == [SECOND, SECOND]
    _, *notes = hand_in("d", "2026-04-10", NEW)
    assert not any(note.startswith("Left out") for note in notes)
    assert FIRST not in on_disk(workspace)


def test_taking_back_what_was_purged_says_that_it_does_not_come_back(
    workspace: Workspace, hand_in: Callable[..., list[str]]
) -> None:
    hand_in("a", "2026-04-01", OLD, NEW)
    carry_out(workspace, plans.older_than(workspace, DAY, TODAY))
    hand_in("b", "2026-04-02", NEW)
    assert not undo(workspace).removed
    assert undo(workspace).removed
    assert ids(workspace) == []
    hand_in("a", "2026-04-01", OLD, NEW)
    assert ids(workspace) == [SECOND]


def test_days_and_orders_are_as_old_as_they_say(workspace: Workspace) -> None:
    days = "\n".join(
        ["Date,Video views,Likes,Shares,Comments,Profile views", *(f"2026-03-{d:02d},9,1,1,1,1" for d in (8, 9, 10))]
    )
    (workspace.root / "Overview.csv").write_text(days + "\n", encoding="utf-8")
    orders = "Date,Order #,Status,Coupon(s),N. Revenue\n" + "".join(
        f"2026-03-{d:02d} 12:00:00,{d},Completed,,30.00\n" for d in (9, 10, 11)
    )
    (workspace.root / "orders.csv").write_text(orders, encoding="utf-8")
    paths = [workspace.root / "Overview.csv", workspace.root / "orders.csv"]
    report = ingest(workspace, paths, account="demo", captured_at=date(2026, 3, 12))
    assert report.problems == ()
    removal = plans.older_than(workspace, DAY, TODAY)
    assert removal.rows == {"account_days": 2, "conversions": 1}
    carry_out(workspace, removal)
    assert [str(day) for day in Lake(workspace.store_dir).read("account_days")["date"].to_pylist()] == ["2026-03-10"]
    assert Lake(workspace.store_dir).read("conversions").num_rows == 2


def test_what_people_did_is_as_old_as_when_they_did_it(workspace: Workspace) -> None:
    """However late it was read; what reaches into the time that is kept stays, as does an event of its first second."""
    second = int(datetime(2026, 3, 10, tzinfo=UTC).timestamp())
    spans = {"old": (1, second), "reaching": (1, second + 1), "new": (second, second), "event": (second - 1,) * 2}
    own = {"account": "demo", "what": "leads", "value": 1.0, "captured_at": second + 99, "covers": False}
    rows = [{**own, "key": key, "begins": begins, "ends": ends} for key, (begins, ends) in spans.items()]
    lake = Lake(workspace.store_dir)
    lake.append("outcomes", build("outcomes", rows))
    shares = [
        {"account": "demo", "kind": "gender", "value": str(at), "share": 0.5, "captured_at": at}
        for at in (second - 1, second)
    ]
    lake.append("audience", build("audience", shares))
    removal = plans.older_than(workspace, DAY, TODAY)
    assert removal.rows == {"outcomes": 2, "audience": 1}
    carry_out(workspace, removal)
    assert sorted(Lake(workspace.store_dir).read("outcomes")["key"].to_pylist()) == ["new", "reaching"]
    assert Lake(workspace.store_dir).read("audience")["value"].to_pylist() == [str(second)]


def test_an_account_of_which_only_outcomes_are_left_is_forgotten_and_its_neighbour_stays(workspace: Workspace) -> None:
    """Although workspace.yaml does not name it any more."""
    own = {"what": "leads", "value": 1.0, "begins": 0, "ends": 9, "captured_at": 9, "covers": False}
    rows = [{**own, "key": name, "account": name} for name in ("gone", "demo")]
    lake = Lake(workspace.store_dir)
    lake.append("outcomes", build("outcomes", rows))
    lake.append("audience", build("audience", [{"account": name, "value": name} for name in ("gone", "demo")]))
    removal = plans.account(workspace, "gone")
    assert removal.rows == {"outcomes": 1, "audience": 1}
    carry_out(workspace, removal)
    assert "gone" not in on_disk(workspace)
    assert Lake(workspace.store_dir).read("outcomes")["key"].to_pylist() == ["demo"]


def test_every_table_has_a_name_that_people_read() -> None:
    assert TABLE_NAMES.keys() == TABLES.keys()


def test_an_account_goes_and_its_neighbour_stays(workspace: Workspace, hand_in: Callable[..., list[str]]) -> None:
    hand_in("a", "2026-04-01", OLD, NEW, BAKERY)
    drafts = [workspace.root / f".workspace.yaml.{name}.tmp" for name in ("bakery.demo", "kitchen.demo")]
    for draft in drafts:
        draft.write_text(draft.name, encoding="utf-8")
    carry_out(workspace, plans.account(workspace, "bakery", files=True))
    assert [draft.exists() for draft in drafts] == [False, True], "what a killed writer left"
    assert THIRD not in on_disk(workspace)
    assert "bakery" not in on_disk(workspace)
    assert ids(workspace) == [FIRST, SECOND]
    assert not (workspace.root / "a.csv").exists(), "the export names it, and lies in the workspace"
    _, *notes = hand_in("b", "2026-04-02", OLD, BAKERY)
    assert "Left out, because it was purged or forgotten (rows, or names in texts): 2." in notes
    assert load_workspace(workspace.root).accounts["bakery"].handle is None


def test_the_links_of_a_forgotten_account_are_nobodys_under_another_name(
    workspace: Workspace, hand_in: Callable[..., list[str]]
) -> None:
    hand_in("a", "2026-04-01", BAKERY)
    carry_out(workspace, plans.account(workspace, "bakery"))
    table = f"url,plays\nhttps://www.tiktok.com/@bakery.demo/video/{THIRD},900\n"
    (workspace.root / "t.csv").write_text(table, encoding="utf-8")
    mapping, day = {"link": "url", "views": "plays"}, date(2026, 4, 2)
    opened = load_workspace(workspace.root)
    report = ingest(opened, [workspace.root / "t.csv"], account="demo", captured_at=day, mapping=mapping)
    assert [problem.code for problem in report.problems] == ["forgotten_account"]


def test_an_accounts_links_workbooks_and_pages_go_and_plans_stay(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = Bases(tmp_path_factory.mktemp("bases")).copy("locked", tmp_path / "ws")
    link = f"https://www.tiktok.com/@kitchen.demo/video/{FIRST}"
    folder = root / "experiments" / "question-hook"
    (folder / "posts.csv").write_text(f"position,link\n1,{link}\n", encoding="utf-8")
    (folder / "comment.md").write_text("What kitchen.demo says.", encoding="utf-8")
    for name in ("question-hook/question-hook_en.pdf", "index.html", "other.html"):
        (root / "reports" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "reports" / name).write_text(link if name == "index.html" else "nothing", encoding="utf-8")
    with inside(root):
        done("ingest", "experiments/question-hook/numbers.xlsx")
    workspace = load_workspace(root)
    removal = plans.account(workspace, "demo")
    assert removal.links == {"question-hook": (1,)}
    assert removal.files == ("reports/question-hook", "reports/index.html", "experiments/question-hook/numbers.xlsx")
    assert removal.naming == ("experiments/question-hook/comment.md",)
    carry_out(workspace, removal)
    assert read_links(folder) == {}
    assert not (folder / "numbers.xlsx").exists()
    assert [path.name for path in (root / "reports").rglob("*")] == ["other.html"]
    assert (folder / "schedule.csv").exists()
    assert (folder / "comment.md").exists()
    assert Lake(workspace.store_dir).read("placements").num_rows == 0
    assert FIRST not in on_disk(workspace)


def test_what_a_workbook_brought_of_an_account_is_in_no_event_and_does_not_come_back(
    planned: tuple[Workspace, Path, Schedule],
) -> None:
    """A hand-in that was taken back stays taken back."""
    workspace, folder, schedule = planned
    first, second = (written(one.position) for one in schedule.positions[:2])
    ingest(workspace, [fill(folder, schedule, {schedule.positions[0].position: first})])
    undo(workspace)
    both = {one.position: cells for one, cells in zip(schedule.positions, (first, second), strict=False)}
    ingest(workspace, [fill(folder, schedule, both)])
    copy = Path(shutil.copy(folder / "numbers.xlsx", workspace.root.parent / "copy.xlsx"))
    assert "/video/" in on_disk(workspace)
    assert [one.stands for one in hand_ins(Lake(workspace.store_dir))] == [False, True]
    carry_out(workspace, plans.account(workspace, "demo"))
    assert "/video/" not in on_disk(workspace)
    assert [(one.stands, one.removed) for one in hand_ins(Lake(workspace.store_dir))] == [(False, True), (True, True)]
    report = ingest(load_workspace(workspace.root), [copy], experiment=folder.name)
    assert [problem.code for problem in report.problems] == ["forgotten_account"]
    assert read_links(folder) == {}


def test_a_person_goes_out_of_captions_and_later_ones(workspace: Workspace, hand_in: Callable[..., list[str]]) -> None:
    hand_in("a", "2026-04-01", OLD, NEW)
    removal = plans.person(workspace, "Anna.B")
    assert removal.rows == {"posts": 1}
    assert removal.naming == ("a.csv",)
    carry_out(workspace, removal)
    _, *notes = hand_in("b", "2026-04-02", OLD)
    assert "Left out, because it was purged or forgotten (rows, or names in texts): 1." in notes
    captions = {row["caption"] for row in Lake(workspace.store_dir).read("posts").to_pylist()}
    assert captions == {"first soup @forgotten", "second soup"}


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (lambda ws: plans.older_than(ws, date(2026, 4, 21), TODAY), "future_day"),
        (lambda ws: plans.account(ws, "demoo"), "unknown_account"),
        (lambda ws: plans.person(ws, "@kitchen.demo"), "own_account"),
        (lambda ws: plans.person(ws, "@"), "no_person"),
    ],
)
def test_what_cannot_be_meant_is_refused(workspace: Workspace, plan: Callable[[Workspace], object], code: str) -> None:
    with pytest.raises(SourceError) as refused:
        plan(workspace)
    assert [problem.code for problem in refused.value.problems] == [code]


@pytest.mark.parametrize(
    ("period", "day"),
    [
        *[("400 days", date(2025, 10, 23)), ("400d", date(2025, 10, 23)), ("1 Woche", date(2026, 11, 20))],
        *[("18 months", date(2025, 5, 27)), ("2 Jahre", date(2024, 11, 27))],
    ],
)
def test_a_period_ends_on_a_day_of_the_calendar(period: str, day: date) -> None:
    assert kept_from(period, date(2026, 11, 27)) == day


@pytest.mark.parametrize("period", ["", "days", "0 days", "400", "-1 days", "1.5 years", "99999 years", "3 lots"])
def test_what_is_no_period_is_refused(period: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(period)}$"):
        kept_from(period, date(2026, 11, 27))


def test_a_person_goes_with_the_conversation_that_is_called_after_them(workspace: Workspace) -> None:
    """A lead whose contact is a handle or an address goes, whether or not its sign stands before it; others stay."""
    head = "conversation_id,message_id,intent,campaign_tag,sent_at\n"
    rows = [
        f"{who},{n},buy,hook-1,2026-03-20 10:00" for n, who in enumerate(("@Anna.B", "anna.b", "anna.bc", "x@y.org"))
    ]
    (workspace.root / "dm.csv").write_text(head + "\n".join([*rows, ""]), encoding="utf-8")
    assert ingest(workspace, [workspace.root / "dm.csv"], account="demo").problems == ()
    removal = plans.person(workspace, "@Anna.B")
    assert removal.rows == {"outcomes": 2}
    carry_out(workspace, removal)
    assert plans.person(workspace, "x@y.org").rows == {"outcomes": 1}
    assert Lake(workspace.store_dir).read("outcomes").num_rows == 2
