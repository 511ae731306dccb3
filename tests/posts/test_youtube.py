"""YouTube Studio's exports and its interface: every real file with the numbers that stand in it, or told why not."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.places import shared

from cliptrial.analysis.checks.plan import is_late, moved_day
from cliptrial.analysis.checks.shown import shown
from cliptrial.analysis.material import Outcome
from cliptrial.posts.ingest import ingest
from cliptrial.posts.ingest_report import FileReport
from cliptrial.posts.lake.history import DAYS_ONLY, posts_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.posts.records import Post
from cliptrial.posts.sources.youtube import studio
from cliptrial.posts.sources.youtube.words import NUMBERS
from cliptrial.registry.plan.schedule import Position
from cliptrial.registry.workspace import Workspace, load_workspace

Make = Callable[..., Workspace]
EXPORTED = date(2026, 8, 26)
TABLE = """\
{content},{title},{when},{duration},{views},{watched}
{total},,,,5,0.01
oUD-_Ydua_5,One,"Jul 15, 2026",32,5,0.0167
"""


@pytest.fixture
def channel(make_workspace: Make) -> Workspace:
    """A workspace with one account, which is on YouTube."""
    root = make_workspace().root
    text = (root / "workspace.yaml").read_text(encoding="utf-8")
    (root / "workspace.yaml").write_text(f"{text}    platform: youtube\n", encoding="utf-8")
    return load_workspace(root)


def take(channel: Workspace, *paths: Path, captured_at: date | None = EXPORTED) -> FileReport:
    """The report on the last of these files."""
    return ingest(channel, paths, captured_at=captured_at).files[-1]


def kept(channel: Workspace, table: str = "snapshots") -> dict[str, dict[str, Any]]:
    """By post or day: what was kept, without what is empty."""
    rows = Lake(channel.store_dir).read(table).to_pylist()
    said = [{key: value for key, value in row.items() if value is not None} for row in rows]
    return {str(row.get("post_id") or row["date"]): row for row in said}


def test_a_real_table_of_shorts_is_read_to_the_last_number(channel: Workspace) -> None:
    """Hours become seconds, h:mm:ss seconds, percent of starts viewers; the net subscribers are never read."""
    report = take(channel, shared("data/outcomes/youtube_shorts_table_en_2026.csv"))
    assert (report.posts, report.snapshots, report.top_list) == (6, 6, False)
    first = kept(channel)["5gcF_Ha6ili"]
    assert {name: first[name] for name in ("views", "engaged_views", "reach", "likes", "comments", "shares")} == {
        "views": 1204, "engaged_views": 777, "reach": 736, "likes": 7, "comments": 0, "shares": 0,
    }  # fmt: skip
    assert (first["new_followers"], first["average_watch_time"], first["duration"]) == (1, 17, 42)
    assert first["total_watch_time"] == pytest.approx(3.9407 * 3600)
    assert first["held_3s"] == pytest.approx(0.6604 * 1204)
    unfinished = kept(channel)["IXAAjlsHUqJ"]
    assert unfinished["views"] == 122
    assert "reach" not in unfinished, "nobody has counted the people of the last days yet"
    assert "new_followers" not in unfinished, "empty is no data"
    notes = [str(note) for note in report.notes]
    assert any("range of days" in note for note in notes)
    assert any("no time of day" in note for note in notes)
    assert not any("Subscribers gained" in note for note in notes), "what is kept is not told as left out"


def test_days_are_all_that_is_known_of_a_publishing(channel: Workspace) -> None:
    take(channel, shared("data/outcomes/youtube_shorts_table_en_2026.csv"))
    by_id = {post.post_id: post for post in posts_of(Lake(channel.store_dir))}
    post = by_id["5gcF_Ha6ili"]
    assert (post.posted_at, post.hours, post.link) == (
        1787392800, False, "https://www.youtube.com/watch?v=5gcF_Ha6ili",
    ), "noon in Berlin on 22 August 2026"  # fmt: skip
    assert {studio.ORIGIN.name} == DAYS_ONLY
    assert not studio.ORIGIN.tells_hours


def test_soft_hyphens_a_total_and_the_line_of_a_top_list_are_seen_through(channel: Workspace) -> None:
    report = take(channel, shared("data/outcomes/youtube_table_de_2021_soft_hyphens.csv"))
    assert (report.posts, report.top_list, report.period) == (19, True, (date(2011, 4, 6), date(2020, 5, 29)))
    first = kept(channel)["PtYgjmUhBel"]
    assert (first["views"], first["top_list"]) == (91116, True)
    assert first["total_watch_time"] == pytest.approx(1949.0412 * 3600)


def test_ids_that_begin_with_a_minus_lose_the_blank_before_it(channel: Workspace) -> None:
    take(channel, shared("data/outcomes/youtube_shorts_table_de_2025.csv"))
    begin = {post_id for post_id in kept(channel) if post_id.startswith("-")}
    assert {"-0fePpX6N1N", "-7ena8D5VfL", "-F2XV54wca_"} <= begin
    first = kept(channel)["PO6UkzYuF0i"]
    assert (first["likes"], first["new_followers"], first["views"], first["average_watch_time"]) == (12, 1, 1122, 15)
    assert "posted_at" not in kept(channel, "posts")["PO6UkzYuF0i"], "the file tells no days"
    assert "views" not in kept(channel)["-0fePpX6N1N"]


@pytest.mark.parametrize(
    ("name", "post", "counted"),
    [
        ("youtube_shorts_stayed_en_2026.csv", "oUD-_Ydua_5", {"views": 1568, "held_3s": 247.1168, "duration": 32}),
        ("youtube_shorts_stayed_en_2026.csv", "XG3-q-xbMtE", {"views": 1, "held_3s": 0.5}),
        ("youtube_table_pt_2023.csv", "RA9a9SkpXz9", {"views": 758264, "total_watch_time": 203882601.96}),
        ("youtube_table_en_2025.csv", "3ZR1zTOlUcR", {"views": 534, "average_watch_time": 85, "new_followers": 2}),
        (
            "youtube_table_en_2025.csv",
            "64cXQLioDnk",
            {"views": 2109, "engaged_views": 526, "total_watch_time": 10992.6},
        ),
    ],
)
def test_numbers_of_real_tables_are_those_that_a_person_reads(
    name: str, post: str, counted: dict[str, float], channel: Workspace
) -> None:
    take(channel, shared(f"data/outcomes/{name}"))
    row = kept(channel)[post]
    assert {key: row[key] for key in counted} == pytest.approx(counted)


@pytest.mark.parametrize(
    ("name", "days", "said"),
    [
        ("youtube_totals_de_2021_soft_hyphens.csv", 11, "table of videos"),
        ("youtube_totals_pt_2023.csv", 0, "no place"),
        ("youtube_shorts_totals_en_2026.csv", 0, "no place"),
        ("youtube_shorts_chart_en_2026.csv", 0, "A chart holds"),
    ],
)
def test_what_lies_beside_a_table_is_days_or_nothing(name: str, days: int, said: str, channel: Workspace) -> None:
    report = take(channel, shared(f"data/outcomes/{name}"))
    assert (len(kept(channel, "account_days")), report.problems, report.posts) == (days, (), 0)
    assert any(said in str(note) for note in report.notes)
    if days:
        assert kept(channel, "account_days")["2020-01-11"]["views"] == 1395


def test_the_zip_as_it_is_downloaded_brings_its_table(channel: Workspace, tmp_path: Path) -> None:
    """Three files of one archive, whose name tells the days that were chosen."""
    packed = tmp_path / "Content 2026-08-17_2026-08-24 Clips.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for inside, name in (("Table data", "table"), ("Chart data", "chart"), ("Totals", "totals")):
            archive.write(shared(f"data/outcomes/youtube_shorts_{name}_en_2026.csv"), f"{inside}.csv")
    reports = ingest(channel, [packed], captured_at=EXPORTED).files
    assert [(one.posts, one.problems) for one in reports] == [(6, ()), (0, ()), (0, ())]
    assert any("2026-08-17 to 2026-08-24" in str(note) for note in reports[0].notes)


def test_the_day_of_the_export_has_to_be_said(channel: Workspace) -> None:
    report = take(channel, shared("data/outcomes/youtube_table_en_2025.csv"), captured_at=None)
    assert [problem.code for problem in report.problems] == ["no_capture_time"]


@pytest.mark.parametrize(
    "words",
    [
        "Contenido|Título del vídeo|Hora de publicación del vídeo|"
        "Duración|Visualizaciones|Tiempo de visualización (horas)|Total",
        "Contenu|Titre de la vidéo|Heure de publication de la vidéo|Durée|Vues|Durée de visionnage (heures)|Total",
        "Contenuti|Titolo del video|Ora pubblicazione video|"
        "Durata|Visualizzazioni|Tempo di visualizzazione (ore)|Totale",
        "コンテンツ|動画のタイトル|動画公開時刻|長さ|視聴回数|総再生時間（単位: 時間）|合計",
        "콘텐츠|동영상 제목|동영상 게시 시간|길이|조회수|시청 시간(단위: 시간)|합계",
        "İçerik|Video başlığı|Videonun yayınlanma tarihi|Süre|Görüntüleme|İzlenme süresi (saat)|Toplam",
        "Контент|Название видео|Время публикации видео|"
        "Продолжительность|Просмотры|Время просмотра (часы)|Итоговое значение",
    ],
)
def test_other_languages_of_studio_say_the_same(words: str, channel: Workspace, tmp_path: Path) -> None:
    names = ("content", "title", "when", "duration", "views", "watched", "total")
    path = tmp_path / "table.csv"
    path.write_text(TABLE.format(**dict(zip(names, words.split("|"), strict=True))), encoding="utf-8")
    report = take(channel, path)
    assert [str(problem) for problem in report.problems] == []
    row = kept(channel)["oUD-_Ydua_5"]
    assert (len(kept(channel)), row["views"], row["duration"]) == (1, 5, 32)
    assert row["total_watch_time"] == pytest.approx(60.12)


def test_columns_in_any_order_and_new_ones_among_them_are_read(channel: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(
        "Views,Made up (%),Video publish time,Content,Subscribers,Video title\n9,,,Total,3,\n"
        '4,1,"Jul 15, 2026",oUD-_Ydua_5,-2,One\n5,2,"Jul 16, 2026",ZMs1SWOpQaP,5,Two\n',
        encoding="utf-8",
    )
    report = take(channel, path)
    assert kept(channel)["oUD-_Ydua_5"]["views"] == 4
    assert any("Made up (%), Subscribers" in str(note) for note in report.notes)


def test_no_name_of_a_column_means_two_numbers() -> None:
    columns = {name for name, _ in NUMBERS.values()}
    assert {"views", "engaged_views", "reach", "stayed", "total_watch_time", "average_watch_time"} <= columns
    assert NUMBERS["subscribers gained"][0] == "new_followers"
    assert "subscribers" not in NUMBERS, "gained minus lost is no number of new ones"


def test_a_cut_file_and_another_platform_s_account_are_refused(
    channel: Workspace, make_workspace: Make, tmp_path: Path
) -> None:
    whole = shared("data/outcomes/youtube_table_en_2025.csv").read_bytes()
    path = tmp_path / "Table data.csv"
    path.write_bytes(whole[: whole.rindex(b"Song 14") + 20])
    assert [problem.code for problem in take(channel, path).problems] == ["cut_off"]
    elsewhere = make_workspace("elsewhere")
    report = take(elsewhere, shared("data/outcomes/youtube_table_en_2025.csv"))
    assert [problem.code for problem in report.problems] == ["other_platform"]


def test_an_answer_of_the_interface_is_told_by_the_names_of_its_columns(channel: Workspace, tmp_path: Path) -> None:
    """Minutes, seconds and counts; the percentages are no share that watched to the end."""
    names = (
        "video",
        "estimatedMinutesWatched",
        "averageViewDuration",
        "averageViewPercentage",
        "views",
        "engagedViews",
    )
    answer = {"kind": "youtubeAnalytics#resultTable", "columnHeaders": [{"name": name} for name in names]}
    answer["rows"] = [["5gcF_Ha6ili", 236, 17, 41.1, 1204, 777], ["-td1OgsnW1k", 173, 14, 42.6, 1243, 663]]
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    report = take(channel, path)
    row = kept(channel)["-td1OgsnW1k"]
    assert (row["total_watch_time"], row["average_watch_time"], row["views"], row["engaged_views"]) == (
        173 * 60, 14, 1243, 663,
    )  # fmt: skip
    assert "completions" not in row
    assert [str(note) for note in report.notes] == ["Columns that are not kept: averageViewPercentage."]


def test_a_time_that_another_source_tells_wins_over_a_day(channel: Workspace) -> None:
    """Whichever of them came last."""
    lake = Lake(channel.store_dir)
    common = {"post_id": "5gcF_Ha6ili", "account": "demo"}
    exact = {**common, "posted_at": 1787400000, "source": "spreadsheet", "described_at": 1787400000}
    lake.append("posts", build("posts", [exact]))
    take(channel, shared("data/outcomes/youtube_shorts_table_en_2026.csv"))
    by_id = {post.post_id: post for post in posts_of(lake)}
    assert (by_id["5gcF_Ha6ili"].posted_at, by_id["5gcF_Ha6ili"].hours) == (1787400000, True)
    assert by_id["8GjHEAD6-Wj"].hours is False


def test_an_hour_that_nobody_knows_is_neither_late_nor_held_nor_moved() -> None:
    """Only the day is compared with the plan: the slot counts as planned, for no export shows it."""
    zone = ZoneInfo("Europe/Berlin")
    position = Position(1, 1, "demo", date(2026, 8, 22), "18:00", "a")
    for hours, day, late, moved in ((False, 22, False, False), (True, 22, True, False), (False, 23, False, True)):
        noon = datetime(2026, 8, day, 12, tzinfo=zone)
        post = Post("5gcF_Ha6ili", "demo", int(noon.timestamp()), hours=hours)
        outcome = Outcome(position, post, noon)
        assert (is_late(outcome), moved_day(outcome)) == (late, moved)
        assert (shown("slot", [outcome]) is None) is not hours
