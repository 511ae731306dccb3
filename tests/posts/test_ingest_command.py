"""The command tells on stderr what became of every file, keeps stdout for JSON, and exits with 1 on a refusal."""

from __future__ import annotations

import json

import pytest

from cliptrial.cli import run

CONTENT = (
    "Time,Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views\n"
    "March 25,Soup,https://www.tiktok.com/@demo/video/7612545815780805904,March 2,1,2,3,400\n"
)


@pytest.fixture
def folder(make_workspace, tmp_path):
    """An export folder, and the arguments that name the workspace."""
    workspace = make_workspace()
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / "Content.csv").write_text(CONTENT, encoding="utf-8")
    return exports, ["--workspace", str(workspace.root)]


def test_a_good_folder_ends_well(folder, capsys):
    """Exit 0, a line a file on stderr, nothing on stdout."""
    exports, where = folder
    assert run(["ingest", str(exports), *where]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "Content.csv: TikTok Studio: posts, demo: 1 row, 1 post, 1 snapshot, 2 March 2026: new" in err
    assert run(["ingest", str(exports), *where]) == 0
    assert "known already" in capsys.readouterr().err


def test_a_refused_file_ends_with_one_and_the_others_are_kept(folder, capsys):
    """One bad file beside a good one: exit 1, the good one is new."""
    exports, where = folder
    (exports / "Overview.csv").write_text("Date,Video Views\nsoon,4\n", encoding="utf-8")
    assert run(["ingest", str(exports), *where, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [f["known"] for f in told["files"]] == [False, None]
    assert told["errors"][0]["where"] == 'Overview.csv, row 2, column "Date"'


def test_mappings_come_as_pairs_or_as_a_file(folder, tmp_path, capsys):
    """A YAML file and pairs on the command line add up."""
    _, where = folder
    table, mapping = tmp_path / "posts.csv", tmp_path / "mapping.yaml"
    table.write_text("video_id,plays,seen\n7612545815780805904,5,2026-03-09\n", encoding="utf-8")
    mapping.write_text("post_id: video_id\nviews: plays\n", encoding="utf-8")
    options = ["--map", str(mapping), "--map", "captured_at=seen"]
    assert run(["ingest", str(table), *where, *options, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"][0]["snapshots"] == 1


@pytest.mark.parametrize(
    ("option", "code"),
    [
        (["--map", "plays"], "bad_mapping"),
        (["--locale", "xx_zz"], "unknown_locale"),
        (["--account", "nobody"], "unknown_account"),
    ],
)
def test_wrong_arguments_are_told_before_anything_is_read(folder, option, code, capsys):
    """Nothing is kept when an argument is wrong."""
    exports, where = folder
    assert run(["ingest", str(exports), *where, *option, "--json"]) == 1
    assert [error["code"] for error in json.loads(capsys.readouterr().out)["errors"]] == [code]


def test_a_day_that_is_none_is_wrong_usage(folder):
    """--captured-at yesterday: exit 2."""
    exports, where = folder
    assert run(["ingest", str(exports), *where, "--captured-at", "yesterday"]) == 2


def _exports(folder, count):
    """Weekly exports of one post more each, and a tab of days beside each of them."""
    for week in range(count):
        inside = folder / f"week{week}"
        inside.mkdir()
        day, days = f"2026-03-{25 + week}", f"2026-03-{20 + week}"
        rows = [
            f"{day},Soup,https://www.tiktok.com/@demo/video/{7612545815780805904 + number},March 2,1,2,3,400\n"
            for number in range(week + 1)
        ]
        (inside / "Content.csv").write_text(CONTENT.splitlines(keepends=True)[0] + "".join(rows), encoding="utf-8")
        # A day without numbers is left out with a note, of which there are as many in every file.
        (inside / "Overview.csv").write_text(f"Date,Video Views\n{days},5\n2026-03-19,--\n", encoding="utf-8")


def test_many_files_are_told_by_kind_and_account(folder, capsys):
    """A line a kind with rows, distinct posts and the period; equal notes once, with their number."""
    exports, where = folder
    (exports / "Content.csv").unlink()
    _exports(exports, 3)
    assert run(["ingest", str(exports), *where]) == 0
    told = capsys.readouterr().err.splitlines()
    assert told == [
        "3 × TikTok Studio: posts, demo: 6 rows, 3 posts, 2 March 2026: new",
        "3 × TikTok: days of the account, demo: 6 rows, 19 to 22 March 2026: new",
        "    3 files: 1 days say nothing but undefined and are left out.",
        "6 read, 0 refused.",
    ]
    assert run(["ingest", str(exports), *where, "--verbose"]) == 0
    assert len(capsys.readouterr().err.splitlines()) == 3 + 2 * 3 + 1


def test_json_is_the_same_with_and_without_verbose(folder, capsys):
    """Programs get every file, whatever people are told."""
    exports, where = folder
    run(["ingest", str(exports), *where])
    capsys.readouterr()
    answers = []
    for option in ([], ["--verbose"]):
        run(["ingest", str(exports), *where, *option, "--json"])
        answers.append(json.loads(capsys.readouterr().out))
    assert answers[0] == answers[1]
    assert set(answers[0]) == {"files", "errors"}


def test_files_refused_for_one_reason_share_its_sentence(folder, capsys):
    """Each is named, and the reason stands there once."""
    exports, where = folder
    for name in ("a", "b", "c"):
        (exports / f"{name}.csv").write_text("Date,Video Views\nMarch 3,4\n", encoding="utf-8")
    (exports / "Content.csv").unlink()
    assert run(["ingest", str(exports), *where]) == 1
    err = capsys.readouterr().err
    assert "3 files refused: a.csv, b.csv, c.csv" in err
    assert err.count("have no year") == 1
