"""A new column of the workbook is one file and its German; a new source is two (CONTRIBUTING.md)."""

from __future__ import annotations

import json
from pathlib import Path

from tests.contributing.worked import add_below, changed, copy_of_the_house, run
from tests.places import ROOT

LAYOUT = "toolkit/cliptrial/posts/workbook/layout.py"
COLUMN = {
    "    new_followers: float | None = None\n": "    shown: float | None = None\n",
    """        COUNT, delivers="new_followers",
    ),
""": """    Input(
        "shown", 11, says("Shown"), says("Whole."),
        COUNT, delivers="impressions",
    ),
""",
}
GERMAN = "toolkit/cliptrial/wording/german/messages.po"
SHOWN = {'msgid "Views"\nmsgstr "Aufrufe"\n': '\nmsgid "Shown"\nmsgstr "Gezeigt"\n\nmsgid "Whole."\nmsgstr "Ganz."\n'}
WRITE_AND_READ = """
import json, sys
from datetime import date
from pathlib import Path
from cliptrial.posts.declared import DELIVERS
from cliptrial.posts.workbook.book import Filled
from cliptrial.posts.workbook.writing import draw
from cliptrial.posts.workbook.reading import scan_workbook
from cliptrial.registry.plan.schedule import Position, Rule, Schedule
path = Path(sys.argv[1]) / "numbers.xlsx"
schedule = Schedule((Position(1, 1, "demo", date(2026, 3, 2), "18:00", "a", ""),), Rule(1, 2, {}, {}, 1))
filled = {1: Filled(shown=12.0, read_on=date(2026, 3, 9))}
path.write_bytes(draw(schedule, labels={}, language="de", measure_at=7, filled=filled))
scan = scan_workbook(path.read_bytes(), path.name)
print(json.dumps({
    "headed": scan.headers["shown"],
    "read": scan.rows[0].filled.shown,
    "delivered": scan.rows[0].filled.delivered["impressions"],
    "able": [name for name in DELIVERS if "impressions" in DELIVERS[name]],
}))
"""


def test_a_column_in_one_file_and_its_german_is_written_read_and_delivered(tmp_path: Path) -> None:
    """A plan then knows that the workbook brings its number."""
    house = copy_of_the_house(tmp_path)
    add_below(house / LAYOUT, COLUMN)
    add_below(house / GERMAN, SHOWN)
    assert changed(house) == {LAYOUT, GERMAN}
    assert json.loads(run(house, "-c", WRITE_AND_READ, str(tmp_path))) == {
        "headed": "Gezeigt",
        "read": 12.0,
        "delivered": 12.0,
        "able": ["numbers"],
    }


REPLAYS = {
    "toolkit/cliptrial/posts/lake/counters.py": {'    "held_2s", "held_3s", "held_6s",': ' "replays",'},
    "toolkit/cliptrial/metrics/catalogue.py": {
        '    _rate("save_rate", ("saves",), "views", "Save rate", "Save-Rate"),\n': (
            '    _rate("replay_rate", ("replays",), "views", "Replays per view", "Wiederholungen je Aufruf"),\n'
        )
    },
    "toolkit/cliptrial/posts/sources/spreadsheet.py": {'    | {"total_watch_time",': ' "replays",'},
}
ASK = """
import json, sys
from cliptrial.metrics import CATALOGUE
from cliptrial.metrics.definitions import across, definition
from cliptrial.posts.declared import sources_of
from cliptrial.posts.lake.tables import SNAPSHOTS
one = CATALOGUE["replay_rate"]
print(json.dumps({
    "kept": "replays" in SNAPSHOTS.names, "able": sources_of(one), "says": definition(one),
    "across": across(one, ["tiktok", "youtube"]).name,
}))
"""


def test_a_metric_of_a_number_that_nobody_counted_before_is_three_files(tmp_path: Path) -> None:
    """The counter, the metric, the source: then it is kept, waited for, told, and alike on two platforms at best."""
    house = copy_of_the_house(tmp_path)
    for path, additions in REPLAYS.items():
        add_below(house / path, additions)
    assert changed(house) == {*REPLAYS}
    assert json.loads(run(house, "-c", ASK)) == {
        "kept": True,
        "able": ["spreadsheet"],
        "says": "replays / views",
        "across": "ALIKE",
    }


def test_no_other_door_opens_a_workspace_with_unknown_sources() -> None:
    """Above the registry, workspaces are opened where the sources are known."""
    package = ROOT / "toolkit" / "cliptrial"
    doors = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if path.relative_to(package).parts[0] != "registry"
        for line in path.read_text(encoding="utf-8").splitlines()
        if "registry.workspace import" in line and ("find_workspace" in line or "load_workspace" in line)
    ]
    assert doors == []
