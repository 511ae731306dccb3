"""Every real export is read, or refused for the reason that its file gives."""

from __future__ import annotations

import zipfile
from datetime import date

import pytest

from cliptrial.posts import ingest as files_in
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.text.ids import posted_second

POSTS, DAYS = "TikTok Studio: posts", "TikTok: days of the account"
ACTIVITY, AUDIENCE = "TikTok Studio: follower activity", "TikTok Studio: audience"

# folder -> file -> (kind, rows, posts, snapshots) of what is read, or the code of the refusal
OUTCOMES: dict[str, dict[str, tuple[str, int, int, int] | str]] = {
    "studio-okn-greek-2026": {
        "Content.csv": (POSTS, 15, 15, 15),
        "FollowerActivity.csv": (ACTIVITY, 192, 0, 0),
        "FollowerGender.csv": (AUDIENCE, 3, 0, 0),
        "FollowerHistory.csv": (DAYS, 28, 0, 0),
        "FollowerTopTerritories.csv": (AUDIENCE, 11, 0, 0),
        "Overview.csv": (DAYS, 28, 0, 0),
        "Viewers.csv": (DAYS, 28, 0, 0),
        "account_daily_tiktok.csv": "foreign_days",
    },
    "studio-miskibin-pl-2024": {
        "Follower activity.csv": (ACTIVITY, 192, 0, 0),
        "Gender.csv": (AUDIENCE, 2, 0, 0),
        "Ostatnich 27 dn..csv": (DAYS, 28, 0, 0),
        "Top territories.csv": (AUDIENCE, 5, 0, 0),
        "Total followers.csv": (DAYS, 28, 0, 0),
        "Trending Videos.csv": (POSTS, 6, 6, 8),
        "Video Posts.csv": (POSTS, 4, 4, 4),
    },
    "studio-weatherchannel-2021": {
        "Follower activity.csv": (ACTIVITY, 192, 0, 0),
        "Gender.csv": (AUDIENCE, 2, 0, 0),
        "Last 60 days.csv": (DAYS, 60, 0, 0),
        "Top Territories.csv": (AUDIENCE, 5, 0, 0),
        "Trending Videos.csv": (POSTS, 9, 9, 15),
        "Video Posts.csv": (POSTS, 11, 11, 11),
    },
    "studio-vintage-business-suite-bg-2025": {
        "TIKTOK_AUDIENCE_RAW.csv": (DAYS, 62, 0, 0),
        "TIKTOK_RAW.csv": (DAYS, 62, 0, 0),
        "TIKTOK_VIDEO_RAW.csv": "no_capture_time",
    },
    "studio-bosszy-2026": {
        "Overview.csv": "no_year",
        "Overview.xlsx": "no_year",
        "temp_1777023477442.zip/Overview.csv": ("TikTok: days of the account", 7, 0, 0),
        "temp_data_1777023477746.csv": ("TikTok: days of the account", 7, 0, 0),
    },
    "studio-sobatti-2026": {
        "Content.csv": (POSTS, 5, 5, 5),
        "FollowerActivity.csv": (ACTIVITY, 0, 0, 0),
        "FollowerGender.csv": (AUDIENCE, 0, 0, 0),
        "FollowerHistory.csv": (DAYS, 365, 0, 0),
        "FollowerTopTerritories.csv": (AUDIENCE, 0, 0, 0),
        "Overview.csv": (DAYS, 119, 0, 0),
        "Ringkasan_laporan.csv": "analytics_report",
        "Viewers.csv": (DAYS, 365, 0, 0),
    },
    "studio-suavidade-pt-2025": {"Overview.csv": "no_year"},
    "studio-excerpts": {
        "aibiblegospels_en_Content_excerpt.csv": (POSTS, 4, 4, 4),
        "realify_fr_FollowerActivity_excerpt.csv": "no_year",
        "realify_fr_Overview_excerpt.csv": "no_year",
    },
}
ZONES = {"studio-okn-greek-2026": "Asia/Seoul", "studio-miskibin-pl-2024": "Europe/Warsaw"}


def ingest(workspace, paths, **told):
    """As ingest; of an only account without a handle somebody says that the exports are its own."""
    (name, account), *others = workspace.accounts.items()
    own = {} if others or account.handle else {"account": name}
    return files_in.ingest(workspace, paths, **(own | told))


def test_no_real_export_is_left_out_of_this_list(data):
    """A folder that someone adds to the data must get its outcome written down here."""
    assert {p.name for p in data.glob("studio-*")} == set(OUTCOMES)


@pytest.mark.parametrize("folder", sorted(OUTCOMES))
def test_every_file_has_its_outcome_and_a_second_time_changes_nothing(folder, data, make_workspace):
    """Each file is kept with all its rows, or refused by the code written down for it, with the way to mend it."""
    workspace = make_workspace(demo=(ZONES.get(folder, "Europe/Berlin"), None))
    report = ingest(workspace, [data / folder])
    found = {
        file.path: file.problems[0].code if file.problems else (file.recognised, file.rows, file.posts, file.snapshots)
        for file in report.files
    }
    assert found == OUTCOMES[folder]
    for file in report.files:
        assert [p.path for p in file.problems] == [file.path] * len(file.problems)
        assert [p for p in file.problems if not p.what or not p.mend] == []
    before = Lake(workspace.store_dir).fingerprint()
    again = ingest(workspace, [data / folder])
    assert Lake(workspace.store_dir).fingerprint() == before
    kept = {path for path, outcome in found.items() if outcome[0] in (POSTS, DAYS, ACTIVITY, AUDIENCE) and outcome[1]}
    assert {file.path: file.known for file in again.files} == {path: True if path in kept else None for path in found}


def test_declaring_the_day_mends_every_missing_year(data, make_workspace):
    """With --captured-at, the files refused for want of a day are read, in the right years."""
    cases = {
        "studio-bosszy-2026": (date(2026, 4, 24), (date(2026, 4, 12), date(2026, 4, 22))),
        "studio-suavidade-pt-2025": (date(2025, 5, 28), (date(2025, 4, 30), date(2025, 5, 27))),
        "studio-vintage-business-suite-bg-2025": (date(2026, 1, 2), (date(2025, 10, 31), date(2025, 12, 31))),
    }
    for folder, (day, period) in cases.items():
        report = ingest(make_workspace(folder), [data / folder], captured_at=day)
        assert not report.problems
        days = [d for file in report.files if file.period for d in file.period]
        assert (min(days), max(days)) == period


def test_french_days_run_over_the_turn_of_the_year(data, make_workspace):
    """Dates without a year go back from the day of the export: September to September is two years."""
    workspace = make_workspace()
    ingest(workspace, [data / "studio-excerpts/realify_fr_Overview_excerpt.csv"], captured_at=date(2025, 9, 11))
    days = Lake(workspace.store_dir).read("account_days").to_pylist()
    dated = {row["date"]: row["views"] for row in days}
    assert dated[date(2024, 9, 11)] == 86976
    assert dated[date(2025, 9, 10)] == 15
    assert dated[date(2024, 12, 31)] == 1388
    assert len(dated) == 17


def test_local_and_utc_times_meet_the_ids(data, make_workspace):
    """Polish times are local, American and Bulgarian ones UTC: all posts land within 20 minutes of their ids."""
    for folder, zone, count in (
        ("studio-miskibin-pl-2024", "Europe/Warsaw", 6),
        ("studio-weatherchannel-2021", "America/New_York", 17),
        ("studio-vintage-business-suite-bg-2025", "Europe/Sofia", 51),
    ):
        workspace = make_workspace(folder, demo=(zone, None))
        ingest(workspace, [data / folder], captured_at=None if "bg" not in folder else date(2026, 1, 2))
        away = [(post.posted_at or 0) - posted_second(post.post_id) for post in posts_of(Lake(workspace.store_dir))]
        assert (len(away), max(map(abs, away)) < 1200) == (count, True)


def test_a_wrong_time_zone_is_noticed(data, make_workspace):
    """Where neither the account's zone nor UTC fits the ids, the file's own offset is taken and told."""
    workspace = make_workspace(demo=("Asia/Seoul", None))
    (file,) = ingest(workspace, [data / "studio-miskibin-pl-2024/Video Posts.csv"]).files
    assert "Times in this file are UTC+01:00, as its video ids show; the account is set to Asia/Seoul." in file.notes
    away = [(post.posted_at or 0) - posted_second(post.post_id) for post in posts_of(Lake(workspace.store_dir))]
    assert (len(away), max(map(abs, away)) < 1200) == (4, True)


def test_scheduled_posts_keep_their_written_day(data, make_workspace):
    """A video made on 19 February and posted on the 24th counts from the 24th."""
    workspace = make_workspace(demo=("Asia/Seoul", None))
    (file,) = ingest(workspace, [data / "studio-okn-greek-2026/Content.csv"]).files
    late = [p for p in posts_of(Lake(workspace.store_dir)) if (p.posted_at or 0) - posted_second(p.post_id) > 86_400]
    assert len(late) == 3
    scheduled = "scheduled posts, or a wrong date."
    assert f"3 posts carry a date more than a day away from when their video was made: {scheduled}" in file.notes


def test_within_seven_days_is_a_snapshot_of_a_week_before(data, make_workspace):
    """Total minus the last seven days is what the post had a week earlier; younger posts had nothing."""
    workspace = make_workspace(demo=("Europe/Warsaw", None))
    ingest(workspace, [data / "studio-miskibin-pl-2024/Trending Videos.csv"])
    rows = Lake(workspace.store_dir).read("snapshots").to_pylist()
    newest = max(row["captured_at"] for row in rows)
    earlier = {row["post_id"]: row["views"] for row in rows if row["captured_at"] == newest - 7 * 86_400}
    assert earlier == {"7329978224270789921": 120705 - 3155, "7330350298235522336": 818 - 150}


def test_undefined_takes_the_zeros_of_its_row_with_it(data, make_workspace):
    """Days that say "undefined, 0, 0" are unknown, not empty."""
    workspace = make_workspace()
    ingest(workspace, [data / "studio-sobatti-2026"])
    rows = Lake(workspace.store_dir).read("account_days").to_pylist()
    viewers = [row for row in rows if row["viewers"] is not None]
    assert min(row["date"] for row in viewers) == date(2026, 4, 3)
    assert not [row for row in rows if row["new_viewers"] is not None and row["viewers"] is None]


def test_hours_that_had_not_happened_are_left_out(data, make_workspace):
    """The zeros at the end of follower activity are no followers asleep; hours 1-24 become 0-23."""
    workspace = make_workspace()
    ingest(workspace, [data / "studio-weatherchannel-2021/Follower activity.csv"])
    rows = Lake(workspace.store_dir).read("follower_activity").to_pylist()
    assert {row["hour"] for row in rows} == set(range(24))
    last = max((row["date"], row["hour"]) for row in rows)
    assert next(row["active"] for row in rows if (row["date"], row["hour"]) == last) > 0


def test_another_accounts_export_is_refused_by_both_names(data, make_workspace):
    """Links of @sobat.ti do not become posts of @orthodox.korea, and nothing of the file is kept."""
    workspace = make_workspace(demo=("Asia/Seoul", "orthodox.korea"))
    (file,) = ingest(workspace, [data / "studio-sobatti-2026/Content.csv"]).files
    assert file.problems[0].code == "other_account"
    assert "@sobat.ti" in str(file.problems[0])
    assert "@orthodox.korea" in str(file.problems[0])
    assert Lake(workspace.store_dir).files("snapshots") == []


@pytest.mark.parametrize("folder", ["studio-okn-greek-2026", "studio-vintage-business-suite-bg-2025"])
@pytest.mark.parametrize("packed", [False, True])
def test_another_accounts_posts_hold_back_what_lies_beside_them(folder, packed, data, make_workspace, tmp_path):
    """No day of theirs becomes a day of ours, in a folder or a ZIP, with or without a declared day."""
    workspace = make_workspace(kitchen_demo=("Europe/Berlin", "kitchen.demo"))
    path = data / folder
    if packed:
        path = tmp_path / "export.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for file in (data / folder).iterdir():
                archive.write(file, file.name)
    for day in (None, date(2026, 3, 25)):
        report = ingest(workspace, [path], account="kitchen_demo", captured_at=day)
        assert len(report.refused) == len(report.files)
        codes = {problem.code for problem in report.problems}
        assert codes - {"foreign_days"} == {"other_account", "other_account_beside"}
    beside = [problem for problem in report.problems if problem.code == "other_account_beside"]
    assert len(beside) == len(report.files) - len([p for p in report.problems if p.code != "other_account_beside"])
    assert [p for p in beside if "@kitchen.demo" not in p.what or "--account" not in p.mend] == []
    assert not workspace.store_dir.exists()


def test_a_tab_handed_in_on_its_own_is_taken_at_its_word(data, make_workspace):
    """Nothing speaks against it, and the people who named the account know."""
    workspace = make_workspace(kitchen_demo=("Europe/Berlin", "kitchen.demo"))
    (file,) = ingest(workspace, [data / "studio-okn-greek-2026/Viewers.csv"], captured_at=date(2026, 3, 25)).files
    assert (file.problems, file.account) == ((), "kitchen_demo")


def test_accounts_that_lie_in_their_own_folders_do_not_hold_each_other_back(data, make_workspace):
    """Two clients' folders handed in together are each their own, down to the tabs."""
    workspace = make_workspace(korea=("Asia/Seoul", "orthodox.korea"), sobat=("Asia/Jakarta", "sobat.ti"))
    files = ingest(workspace, [data / "studio-sobatti-2026", data / "studio-okn-greek-2026"]).files
    assert {problem.code for file in files for problem in file.problems} == {"analytics_report", "foreign_days"}
    assert [file.account for file in files if file.recognised == DAYS] == ["sobat"] * 3 + ["korea"] * 3


def test_the_handle_in_the_links_names_the_account(data, make_workspace):
    """Of several accounts, the links name theirs; the tabs beside them follow, and say so; others are asked for."""
    workspace = make_workspace(korea=("Asia/Seoul", "orthodox.korea"), sobat=("Asia/Jakarta", "sobat.ti"))
    files = ingest(
        workspace, [data / "studio-sobatti-2026/Content.csv", data / "studio-okn-greek-2026/Viewers.csv"]
    ).files
    assert files[0].account == "sobat"
    assert files[1].problems[0].code == "which_account"
    together = ingest(workspace, [data / "studio-okn-greek-2026"]).files
    assert {file.account for file in together if not file.problems} == {"korea"}
    said = {file.path for file in together if [note for note in file.notes if "exported beside it" in note]}
    assert said == {
        *("FollowerActivity.csv", "FollowerGender.csv", "FollowerHistory.csv", "FollowerTopTerritories.csv"),
        *("Overview.csv", "Viewers.csv"),
    }


def test_a_folder_may_be_named_after_its_account(data, make_workspace, tmp_path):
    """A tab alone in a folder with the account's name is that account's, and says so."""
    workspace = make_workspace(korea=("Asia/Seoul", "orthodox.korea"), sobat=("Asia/Jakarta", "sobat.ti"))
    folder = tmp_path / "exports" / "korea"
    folder.mkdir(parents=True)
    (folder / "Viewers.csv").write_bytes((data / "studio-okn-greek-2026/Viewers.csv").read_bytes())
    (file,) = ingest(workspace, [folder], captured_at=date(2026, 3, 25)).files
    assert (file.account, file.problems) == ("korea", ())
    assert "Taken for korea, as its folder is named." in file.notes


def test_undefined_handles_become_the_accounts(data, make_workspace):
    """Links exported as @undefined lead to the account's own page."""
    workspace = make_workspace(demo=("Europe/Warsaw", "miskibin"))
    ingest(workspace, [data / "studio-miskibin-pl-2024/Video Posts.csv"])
    links = {post.post_id: post.link for post in posts_of(Lake(workspace.store_dir))}
    assert links == {name: f"https://www.tiktok.com/@miskibin/video/{name}" for name in links}
    assert len(links) == 4


def test_top_lists_are_marked(data, make_workspace):
    """Fifteen posts, and "Trending Videos", are the most viewed only; a file in order of time is not."""
    workspace = make_workspace()
    files = ingest(workspace, [data / "studio-okn-greek-2026/Content.csv", data / "studio-weatherchannel-2021"]).files
    marked = {file.path for file in files if file.top_list}
    assert marked == {"Content.csv", "Trending Videos.csv"}


def test_captions_are_masked_before_they_are_stored(data, make_workspace):
    """The phone number in a Bulgarian caption never reaches the store; opening hours and hashtags do."""
    workspace = make_workspace()
    ingest(workspace, [data / "studio-vintage-business-suite-bg-2025"], captured_at=date(2026, 1, 2))
    captions = " ".join(post.caption or "" for post in posts_of(Lake(workspace.store_dir)))
    assert "0877055070" not in captions
    assert "359 87 705" not in captions
    assert "10:00 - 23:00" in captions
    assert "#0501" in captions


def test_a_mapped_table_of_posts_is_read_whole(data, make_workspace):
    """1,360 scraped posts with ids come in through a mapping, with exact numbers and times."""
    mapping = {
        "post_id": "video_id",
        "posted_at": "create_time",
        "captured_at": "collect_time",
        "views": "plays",
        "likes": "likes",
        "comments": "comments",
        "shares": "shares",
        "saves": "saves",
        "followers": "followers",
        "duration": "duration_s",
        "sound": "music_id",
        "hashtags": "hashtags",
    }
    workspace = make_workspace(demo=("Asia/Ho_Chi_Minh", None))
    (file,) = ingest(workspace, [data / "vn-posts/posts_with_ids.csv"], mapping=mapping).files
    assert (file.problems, file.posts, file.snapshots) == ((), 1360, 1360)
    row = next(
        r for r in Lake(workspace.store_dir).read("snapshots").to_pylist() if r["post_id"] == "7478265340594588936"
    )
    assert (row["views"], row["likes"], row["saves"], row["captured_at"]) == (43200, 5692, 234, 1741176968)
    post = next(p for p in posts_of(Lake(workspace.store_dir)) if p.post_id == "7477917129803697416")
    assert post.hashtags == ("skin1004xremmus", "trinhhavi", "schannel")
    assert post.posted_at == 1741088264


def test_without_a_mapping_a_table_of_posts_is_told_about_it(data, make_workspace):
    """A table of another tool with video ids is refused with the option that mends it."""
    (file,) = ingest(make_workspace(), [data / "vn-posts/posts_with_ids.csv"]).files
    assert file.problems[0].code == "needs_mapping"
    assert "--map" in file.problems[0].mend


def test_json_of_a_scraper_is_a_table_too(data, make_workspace):
    """Nested records are columns with dots, and a declared day is their capture."""
    mapping = {
        "post_id": "id",
        "views": "playCount",
        "likes": "diggCount",
        "posted_at": "createTime",
        "duration": "videoMeta.duration",
        "sound": "musicMeta.musicName",
    }
    (file,) = ingest(
        make_workspace(), [data / "scraper-json/trending.json"], mapping=mapping, captured_at=date(2021, 1, 5)
    ).files
    assert (file.problems, file.posts, file.snapshots) == ((), 200, 200)
