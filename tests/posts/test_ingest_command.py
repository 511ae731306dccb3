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
    assert "Content.csv: TikTok Studio: posts, 1 rows, 1 posts, 1 snapshots" in err
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


@pytest.mark.parametrize("option", [["--map", "plays"], ["--locale", "xx_zz"], ["--account", "nobody"]])
def test_wrong_arguments_are_told_before_anything_is_read(folder, option, capsys):
    """Nothing is kept when an argument is wrong."""
    exports, where = folder
    assert run(["ingest", str(exports), *where, *option, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["errors"]


def test_a_day_that_is_none_is_wrong_usage(folder):
    """--captured-at yesterday: exit 2."""
    exports, where = folder
    assert run(["ingest", str(exports), *where, "--captured-at", "yesterday"]) == 2
