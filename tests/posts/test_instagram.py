"""Instagram: exports of Meta's Business Suite in any language, charts of results, and JSON of its interface."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cliptrial.posts.ingest import IngestReport, ingest
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.text.ids import id_in_link
from cliptrial.registry.platforms import INSTAGRAM_BEGAN, code_of, posted_second
from cliptrial.registry.workspace import load_workspace

EXPORTED = date(2026, 11, 20)
REEL = {
    "views": 137, "reach": 116, "likes": 9, "comments": 0, "saved": 0, "shares": 0,
    "ig_reels_avg_watch_time": 7119, "ig_reels_video_view_total_time": 882826, "reels_skip_rate": 52.1,
}  # fmt: skip
Read = tuple[IngestReport, Callable[[str], list[dict[str, object]]]]


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Read]:
    """Hands in one file for an account on Instagram; what came of it, and the rows of a table of the store."""

    def handed_in(
        content: bytes | Path, name: str = "content.csv", zone: str = "Europe/Berlin", **told: object
    ) -> Read:
        root = tmp_path / f"ws{len([*tmp_path.iterdir()])}"
        (root / "experiments").mkdir(parents=True)
        reels = f"  reels: {{timezone: {zone}, platform: instagram}}\n"
        (root / "workspace.yaml").write_text(f"accounts:\n{reels}  clips: {{timezone: {zone}}}\n", encoding="utf-8")
        path = root / name
        path.write_bytes(content.read_bytes() if isinstance(content, Path) else content)
        workspace = load_workspace(root)
        report = ingest(workspace, [path], **{"captured_at": EXPORTED, **told})  # type: ignore[arg-type]
        return report, lambda table: Lake(workspace.store_dir).read(table).to_pylist()

    return handed_in


def codes(report: IngestReport) -> list[str]:
    return [problem.code for problem in report.problems]


def noted(report: IngestReport) -> str:
    return " ".join(str(note) for file in report.files for note in file.notes)


def reel_at(moment: datetime, number: int = 1) -> str:
    """The link of a post made at a moment."""
    made = int(moment.timestamp()) * 1000 - INSTAGRAM_BEGAN
    return f"https://www.instagram.com/reel/{code_of((made << 23) + number)}/"


def table(header: list[str], *rows: Mapping[str, object]) -> bytes:
    """A file as the Business Suite writes it."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, header, restval="", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


ENGLISH = ["Post type", "Publish time", "Permalink", "Date", "Views", "Reach", "Likes", "Follows"]


def written(moments: list[datetime], zone: object, late: int = 40, **more: object) -> bytes:
    """Posts made at these moments, whose times of posting are written in a zone."""
    rows = [
        {
            "Post type": "IG reel",
            "Publish time": f"{(moment + timedelta(seconds=late)).astimezone(zone):%m/%d/%Y %H:%M}",  # type: ignore[arg-type]
            "Permalink": reel_at(moment, number),
            "Date": "Lifetime",
            "Views": 100 + number,
            "Reach": 90,
            "Likes": 5,
            **more,
        }
        for number, moment in enumerate(moments)
    ]
    return table(ENGLISH, *rows)


def test_the_real_spanish_export_is_read_with_its_own_numbers_and_utc_times(
    data: Path, read: Callable[..., Read]
) -> None:
    report, rows = read(data / "outcomes/instagram_business_suite_es_2024.csv")
    assert codes(report) == []
    by_id = {row["post_id"]: row for row in rows("snapshots")}
    first, last = by_id["3467340668034348920"], by_id["3468562922220363914"]
    assert [first[key] for key in ("impressions", "reach", "likes", "shares", "comments", "saves")] == [
        129,
        82,
        16,
        1,
        0,
        0,
    ]
    assert first["new_followers"] is None
    assert [last[key] for key in ("impressions", "reach", "likes", "shares", "saves", "new_followers")] == [
        344, 293, 57, 2, 2, 44,
    ]  # fmt: skip
    assert all(row["views"] is None and row["average_watch_time"] is None for row in by_id.values())
    posted = {row["post_id"]: row["posted_at"] for row in rows("posts")}
    assert posted["3467340668034348920"] == datetime(2024, 9, 28, 21, 33, tzinfo=UTC).timestamp()
    assert posted["3468562922220363914"] == datetime(2024, 9, 30, 14, 2, tzinfo=UTC).timestamp()
    assert "America/Los_Angeles" in noted(report)


@pytest.mark.parametrize("language", ["en", "es", "pt", "sv", "de?"])
def test_headers_of_every_known_language_in_any_order_give_the_same_numbers(
    language: str, data: Path, read: Callable[..., Read]
) -> None:
    known = json.loads((data / "outcomes/meta_business_suite_headers.json").read_text("utf-8"))
    names = {key: words[language] for key, words in known.items() if isinstance(words, dict) and language in words}
    names = {
        key: name for key, name in names.items() if "(Facebook page)" not in name and not key.startswith(("story", "_"))
    }
    values = {
        "publish_time": "03/04/2026 08:15", "permalink": reel_at(datetime(2026, 3, 4, 16, 14, tzinfo=UTC)),
        "post_type": "IG reel", "date": "Lifetime", "description": "Soup #food", "duration_s": "31",
        "views": "12,400", "reach": "9,100", "likes": "310", "shares": "12", "follows": "", "comments": "7",
        "saves": "40",
    }  # fmt: skip
    row = {names[key]: value for key, value in values.items() if key in names}
    report, rows = read(table(sorted(row), row))
    assert codes(report) == []
    (snapshot,) = rows("snapshots")
    wanted = {"views": 12400, "reach": 9100, "likes": 310, "shares": 12, "comments": 7, "saves": 40, "duration": 31}
    ours = {"duration": "duration_s"}
    found = {key: snapshot[key] for key in wanted if ours.get(key, key) in names}
    assert found == {key: wanted[key] for key in found}
    assert snapshot["new_followers"] is None
    assert len(found) >= 4
    assert rows("posts")[0]["posted_at"] == datetime(2026, 3, 4, 16, 15, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("own", "counter", "other"), [("Visualizaciones", "views", "impressions"), ("Impresiones", "impressions", "views")]
)
def test_beside_a_column_of_the_files_own_language_an_english_one_does_not_count(
    own: str, counter: str, other: str, read: Callable[..., Read]
) -> None:
    header = ["Tipo de publicación", "Hora de publicación", "Enlace permanente", "Fecha", own, "Views"]
    cells = ["IG reel", "03/04/2026 08:15", reel_at(datetime(2026, 3, 4, 16, 14, tzinfo=UTC)), "Total", "410", "7"]
    report, rows = read(table(header, dict(zip(header, cells, strict=True))))
    assert codes(report) == []
    assert (rows("snapshots")[0][counter], rows("snapshots")[0][other]) == (410, None)


def test_rows_of_single_days_never_count_beside_the_whole_life(read: Callable[..., Read]) -> None:
    whole = written([datetime(2026, 3, 4, 16, 14, tzinfo=UTC)], ZoneInfo("America/Los_Angeles")).decode("utf-8-sig")
    days = "".join(whole.splitlines(keepends=True)[1:]).replace("Lifetime", "03/05/2026").replace('"100"', '"60"')
    report, rows = read((whole + days).encode())
    assert codes(report) == []
    assert [row["views"] for row in rows("snapshots")] == [100]
    assert "1 rows of single days" in noted(report)
    alone, _ = read((whole.splitlines(keepends=True)[0] + days).encode())
    assert codes(alone) == ["days_only"]


WINTER_AND_SUMMER = [
    datetime(2026, 1, 12, 17, 30, tzinfo=UTC),
    *(datetime(2026, 6, d, 15, 45, tzinfo=UTC) for d in (1, 9, 20)),
]


@pytest.mark.parametrize(
    ("zone", "account"),
    [
        (ZoneInfo("America/Los_Angeles"), "Europe/Berlin"),
        # An hour beside the Pacific: near enough to be mistaken for it by any looser rule.
        (ZoneInfo("America/Los_Angeles"), "America/Denver"),
        (ZoneInfo("Europe/Berlin"), "Europe/Berlin"),
        (UTC, "Asia/Tokyo"),
        (timezone(timedelta(hours=5, minutes=45)), "Europe/Berlin"),
    ],
)
def test_the_files_own_offset_is_measured_by_the_links_whatever_the_account(
    zone: object, account: str, read: Callable[..., Read]
) -> None:
    report, rows = read(written(WINTER_AND_SUMMER, zone), zone=account)
    assert codes(report) == []
    posted = sorted(row["posted_at"] for row in rows("posts"))  # type: ignore[type-var]
    assert posted == [moment.timestamp() for moment in WINTER_AND_SUMMER]


def test_posts_made_hours_before_they_went_out_do_not_move_a_file(read: Callable[..., Read]) -> None:
    """Scheduled two hours ahead: alone it says nothing of the file, and among others it keeps its written time."""
    made = datetime(2026, 6, 1, 15, 45, tzinfo=UTC)
    report, rows = read(written([made], ZoneInfo("America/Los_Angeles"), late=7200))
    assert codes(report) == []
    assert [row["posted_at"] for row in rows("posts")] == [made.timestamp() + 7200]


def test_two_captures_of_real_reels_are_two_snapshots_in_seconds(data: Path, read: Callable[..., Read]) -> None:
    path = data / "outcomes/instagram_api_reels_two_captures_2026.json"
    report, rows = read(path, "reels.json", captured_at=None)
    assert codes(report) == []
    snapshots = {(row["post_id"], row["captured_at"]): row for row in rows("snapshots")}
    assert len(snapshots) == 26
    later = snapshots["3990964696834625317", int(datetime(2026, 9, 24, 9, 12, 39, tzinfo=UTC).timestamp())]
    assert [later[key] for key in ("views", "reach", "likes", "plays")] == [137, 116, 9, 124]
    assert later["average_watch_time"] == pytest.approx(7.119)
    assert later["total_watch_time"] == pytest.approx(882.826)
    assert later["held_3s"] == pytest.approx(137 * 0.479)
    early = snapshots["3990964696834625317", int(datetime(2026, 9, 21, 9, 13, 24, tzinfo=UTC).timestamp())]
    assert (early["average_watch_time"], early["plays"], early["held_3s"]) == (None, 1, 3)
    assert sum(row["average_watch_time"] is None for row in snapshots.values()) == 4
    assert "before the account became professional" in noted(report)
    assert "3978890094162832061" not in {post for post, _ in snapshots}


def media(number: int, **values: object) -> dict[str, object]:
    """A Reel with its numbers, as the interface documents it."""
    owner = f"1800000000000{number:04d}"
    named = [
        {"name": name, "period": "lifetime", "values": [{"value": value}], "id": f"{owner}/insights/{name}/lifetime"}
        for name, value in values.items()
    ]
    link = reel_at(datetime(2026, 9, number, 8, 44, tzinfo=UTC), number)
    return {
        "id": owner,
        "permalink": link,
        "timestamp": f"2026-09-{number:02d}T08:45:00+0000",
        "insights": {"data": named},
    }


def test_documented_answers_are_read_one_by_one_or_listed_with_values_or_totals(read: Callable[..., Read]) -> None:
    one, two = media(1, **REEL), media(2, **{**REEL, "views": 200})
    for part in two["insights"]["data"]:  # type: ignore[index]
        part["total_value"] = {"value": part.pop("values")[0]["value"]}
    for whole, views in ((one, [137]), ({"data": [one, two], "paging": {}}, [137, 200]), ([two], [200])):
        report, rows = read(json.dumps(whole).encode(), "reels.json")
        assert codes(report) == []
        assert sorted(row["views"] for row in rows("snapshots")) == views  # type: ignore[type-var]
        assert {row["average_watch_time"] for row in rows("snapshots")} == {7.119}
    empty = {**media(2), "insights": {"data": [{"name": "reach", "period": "lifetime", "values": []}]}}
    report, rows = read(json.dumps([one, empty]).encode(), "reels.json")
    assert codes(report) == []
    assert len(rows("snapshots")) == 1


@pytest.mark.parametrize(
    ("rates", "held", "refused"),
    [
        ((52.1, 0), 137 * 0.479, []),
        ((0.521, 0), 137 * 0.479, []),
        ((0, 0), 137, []),
        ((52.1, 0.3), None, ["skip_rate"]),
        ((1, 0), None, ["skip_rate"]),
        ((101, 50), None, ["skip_rate"]),
    ],
)
def test_all_rows_together_tell_whether_skip_rates_are_percent_or_shares(
    rates: tuple[float, float], held: float | None, refused: list[str], read: Callable[..., Read]
) -> None:
    both = [media(number, **{**REEL, "reels_skip_rate": rate}) for number, rate in enumerate(rates, 1)]
    report, rows = read(json.dumps(both).encode(), "reels.json")
    assert codes(report) == refused
    if held is not None:
        assert min(row["held_3s"] for row in rows("snapshots")) == pytest.approx(held)  # type: ignore[type-var]


def test_seconds_are_taken_as_seconds_and_a_mixture_is_refused(read: Callable[..., Read]) -> None:
    seconds = {**REEL, "ig_reels_avg_watch_time": 7.119, "ig_reels_video_view_total_time": 882.826}
    report, rows = read(json.dumps([media(1, **seconds)]).encode(), "reels.json")
    assert codes(report) == []
    assert (rows("snapshots")[0]["average_watch_time"], rows("snapshots")[0]["plays"]) == (7.119, 124)
    report, _ = read(json.dumps([media(1, **seconds), media(2, **REEL)]).encode(), "reels.json")
    assert codes(report) == ["mixed_units"]


def test_charts_of_results_are_read_by_their_titles_and_facebooks_are_left_out(
    data: Path, read: Callable[..., Read]
) -> None:
    report, rows = read(data / "outcomes/meta_results_reach_2023_utf16.csv")
    assert codes(report) == []
    days = {row["date"]: row["reach"] for row in rows("account_days")}
    assert (len(days), days[date(2023, 2, 22)], days[date(2023, 2, 25)], days[date(2023, 3, 3)]) == (10, 1628, 18, 47)
    report, rows = read(data / "outcomes/meta_results_visits_2023_utf16_wrong_headers.csv")
    days = {row["date"]: (row["profile_views"], row["followers"]) for row in rows("account_days")}
    assert days[date(2023, 2, 22)] == (66, None)
    assert days[date(2023, 3, 1)] == (46, None)
    assert "its column is called" in noted(report)
    assert "Facebook Page visits" in noted(report)


@pytest.mark.parametrize(
    ("title", "counter"),
    [
        ("Alcance de Instagram", "reach"),
        ("Alcance do Instagram", "reach"),
        ("Räckvidd på Instagram", "reach"),
        ("Instagram-Reichweite", "reach"),
        ("Visitas al perfil de Instagram", "profile_views"),
        ("Nya Instagram-följare", "new_followers"),
        ("Instagram follows", "new_followers"),
        ("Instagram followers", "followers"),
        ("Paid reach", None),
    ],
)
def test_titles_of_charts_are_known_in_several_languages(
    title: str, counter: str | None, read: Callable[..., Read]
) -> None:
    text = f'sep=,\n"{title}"\n"Date","{title}"\n"2026-03-01T00:00:00","1040"\n"2026-03-02T00:00:00","1052"\n'
    report, rows = read(f'{text}"2026-03-03T00:00:00",""\n'.encode("utf-16"))
    assert codes(report) == []
    found = [key for key, value in rows("account_days")[0].items() if value == 1040] if counter else [None]
    assert found == [counter]
    assert [row[counter] for row in rows("account_days") if counter] == ([1040, 1052, None] if counter else [])


def test_every_post_in_the_real_files_was_made_within_minutes_of_going_out(data: Path) -> None:
    reels = json.loads((data / "outcomes/instagram_api_reels_two_captures_2026.json").read_text("utf-8"))
    for reel in reels:
        made = posted_second(id_in_link(reel["permalink"]) or "")
        assert made is not None
        assert 21 <= datetime.fromisoformat(reel["timestamp"]).timestamp() - made <= 285


def test_stories_are_no_posts(read: Callable[..., Read]) -> None:
    both = written(WINTER_AND_SUMMER[:2], UTC).decode("utf-8-sig").replace('"IG reel"', '"IG story"', 1)
    report, rows = read(both.encode())
    assert codes(report) == []
    assert [row["views"] for row in rows("snapshots")] == [101]
    assert "1 stories are left out" in noted(report)


def test_a_chart_called_followers_that_jumps_from_day_to_day_is_not_taken_for_their_number(
    read: Callable[..., Read],
) -> None:
    text = 'sep=,\n"Instagram followers"\n"Date","Instagram followers"\n'
    report, rows = read((text + '"2026-03-01T00:00:00","3"\n"2026-03-02T00:00:00","41"\n').encode("utf-16"))
    assert codes(report) == []
    assert rows("account_days") == []
    assert "Charts that are not kept: Instagram followers" in noted(report)


def test_exports_of_two_platforms_in_one_folder_say_nothing_of_each_other(tmp_path: Path) -> None:
    """A stranger's TikTok posts hold the tabs beside them back, and no export of Instagram."""
    (tmp_path / "experiments").mkdir()
    accounts = "  reels: {timezone: UTC, platform: instagram, handle: soups}\n  clips: {timezone: UTC, handle: soups}\n"
    (tmp_path / "workspace.yaml").write_text(f"accounts:\n{accounts}", encoding="utf-8")
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "reels.csv").write_bytes(written(WINTER_AND_SUMMER, UTC))
    head = "Time,Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views\n"
    row = "March 25,a,https://www.tiktok.com/@cakes/video/7612545815780805904,2 March,5,4,3,206\n"
    (folder / "Content.csv").write_text(head + row, encoding="utf-8")
    report = ingest(load_workspace(tmp_path), [folder], captured_at=EXPORTED)
    refused = {file.path: [problem.code for problem in file.problems] for file in report.files}
    assert refused["exports/reels.csv"] == []
    assert refused["exports/Content.csv"] == ["other_account"]


def test_columns_that_nobody_knows_are_told_and_known_ones_that_nobody_needs_are_not(read: Callable[..., Read]) -> None:
    content = written([datetime(2026, 3, 4, 16, 14, tzinfo=UTC)], UTC).decode("utf-8-sig").splitlines()
    more = ("Mood", "Post ID", "Account ID", "Account name", "Data comment")
    cells = (",".join(f'"{one}"' for one in row) for row in (more, ("good", "1", "2", "Soups", "none")))
    wider = [f"{line},{own}" for line, own in zip(content, cells, strict=True)]
    report, _ = read("\n".join(wider).encode())
    assert "Columns that are not kept: Mood." in noted(report)
