"""The lake keeps facts: appended whole, never overwritten, the same for everyone."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cliptrial.posts.lake import identity
from cliptrial.posts.lake.identity import logical_hash
from cliptrial.posts.lake.lake import MOST_HELD, Lake, rows_of
from cliptrial.posts.lake.tables import TABLES, build, conform
from cliptrial.posts.workbook.drafts import draft_of, sweep

number = st.none() | st.floats(0, 1e12, allow_nan=False) | st.just(0.0)
text = st.none() | st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
snapshot = st.fixed_dictionaries(
    {
        "post_id": st.sampled_from(["1", "2", "3"]),
        "account": text,
        "captured_at": st.integers(0, 2**40),
        "views": number,
        "likes": number,
        "source": text,
        "top_list": st.none() | st.booleans(),
    }
)
post = st.fixed_dictionaries(
    {
        "post_id": st.sampled_from(["1", "2"]),
        "account": text,
        "posted_at": st.none() | st.integers(0, 2**40),
        "caption": text,
        "hashtags": st.none() | st.lists(st.text("abc", min_size=1, max_size=3), max_size=3),
    }
)


def _key(row: dict[str, object]) -> str:
    return repr(sorted(row.items()))


@settings(max_examples=25)
@given(rows=st.lists(snapshot, min_size=1, max_size=8), posts=st.lists(post, min_size=1, max_size=5))
def test_what_goes_in_comes_out(rows, posts, tmp_path_factory):
    """Every row of every table is read back as it was, in whatever order."""
    lake = Lake(tmp_path_factory.mktemp("lake"))
    for table, content in (("snapshots", rows), ("posts", posts)):
        assert lake.append(table, build(table, content))
        empty = dict.fromkeys(TABLES[table].names)
        assert sorted(map(_key, lake.read(table).to_pylist())) == sorted(_key({**empty, **row}) for row in content)


@settings(max_examples=25)
@given(rows=st.lists(snapshot, min_size=1, max_size=8), data=st.data())
def test_a_name_depends_on_the_rows_alone(rows, data):
    """Neither the order of the rows nor the file they came from makes another fact."""
    shuffled = data.draw(st.permutations(rows))
    named = [{**row, "file": f"copy {i}.csv"} for i, row in enumerate(shuffled)]
    assert logical_hash(conform("snapshots", build("snapshots", rows))) == logical_hash(
        conform("snapshots", build("snapshots", named))
    )


def test_the_same_rows_twice_change_nothing(tmp_path):
    """The second append says False and leaves the fingerprint."""
    lake, rows = Lake(tmp_path), build("snapshots", [{"post_id": "1", "captured_at": 5, "views": 2.0}])
    assert lake.append("snapshots", rows)
    before = lake.fingerprint()
    assert not lake.append("snapshots", rows)
    assert lake.fingerprint() == before


ROWS = [
    {"post_id": "2", "account": "a", "captured_at": 5, "views": 2.0, "file": "x.csv"},
    {"post_id": "1", "account": "a", "captured_at": 5},
]
LINES = [
    '{"account": "a", "captured_at": 5, "post_id": "1"}',
    '{"account": "a", "captured_at": 5, "post_id": "2", "views": 2.0}',
]


def test_a_file_is_named_after_its_rows_and_the_lake_after_its_files(tmp_path):
    """SHA-256 of sorted JSON lines without nulls, and of the names of all files; days are text in ISO."""
    lake = Lake(tmp_path / "it's here")
    assert lake.append("snapshots", build("snapshots", ROWS))
    name = hashlib.sha256("\n".join(LINES).encode()).hexdigest()
    assert [file.name for file in lake.files("snapshots")] == [f"{name}.parquet"]
    assert pq.read_metadata(lake.files("snapshots")[0]).row_group(0).column(0).compression == "ZSTD"
    assert [row["post_id"] for row in lake.read("snapshots").to_pylist()] == ["1", "2"]
    assert lake.append("account_days", build("account_days", [{"account": "a", "date": date(2026, 3, 1)}]))
    day = hashlib.sha256(b'{"account": "a", "date": "2026-03-01"}').hexdigest()
    listed = f"account_days/{day}.parquet\nsnapshots/{name}.parquet"
    assert lake.fingerprint() == hashlib.sha256(listed.encode()).hexdigest()
    assert not lake.append("posts", build("posts", []))
    assert not (lake.folder / "posts").exists()


def test_a_lake_that_was_asked_before_knows_what_was_added_since_and_nothing_of_another(tmp_path):
    """A question that was put before keeps the files of then."""
    lake, other = Lake(tmp_path / "one"), Lake(tmp_path / "other")
    assert lake.append("snapshots", build("snapshots", ROWS[:1]))
    before = lake.scan("snapshots")
    assert lake.append("snapshots", build("snapshots", ROWS[1:]))
    assert other.append("snapshots", build("snapshots", [{"post_id": "3", "captured_at": 5}]))
    asked = (before, lake.scan("snapshots"), lake.scan("posts"), other.scan("snapshots"))
    assert [sorted(row["post_id"] for row in rows_of(frame)) for frame in asked] == [["2"], ["1", "2"], [], ["3"]]


def test_rows_are_put_in_the_tables_shape(tmp_path):
    """Columns in order and type, further numbers by name behind them, what is not finite as null."""
    data = pa.table({"zeal": [1], "captured_at": [5], "apple": ["2.5"], "post_id": ["1"], "views": [float("inf")]})
    found = conform("snapshots", data)
    assert found.column_names == [*TABLES["snapshots"].names, "apple", "zeal"]
    assert {key: value for key, value in found.to_pylist()[0].items() if value is not None} == {
        "captured_at": 5, "post_id": "1", "apple": 2.5, "zeal": 1.0,
    }  # fmt: skip
    with pytest.raises(pa.ArrowInvalid):
        conform("snapshots", pa.table({"captured_at": ["soon"]}))
    with pytest.raises(ValueError, match="account_days has no columns apple, pear"):
        conform("account_days", pa.table({"pear": [1], "apple": [1]}))
    assert build("snapshots", [{"post_id": "1", "pear": 1.0, "apple": 2.0}]).column_names[-2:] == ["apple", "pear"]
    assert build("posts", [{"post_id": "1", "pear": 1.0}]).column_names == TABLES["posts"].names


@pytest.mark.skipif(os.name == "nt", reason="whether another process lives is not asked on Windows")
def test_a_draft_tells_machine_and_process_and_goes_after_an_hour(tmp_path):
    """Of a dead process at once; of a living one, or one that is no number of a process, only then."""
    machine = hashlib.sha256(platform.node().encode()).hexdigest()[:8]
    named = draft_of(tmp_path / "abcdefghijklmnopqrst.parquet").name
    assert named == f".abcdefghijklmnop.{machine}-{os.getpid()}.tmp"
    ages = {
        ".a.fresh.tmp": 3570,
        ".b.old.tmp": 3601,
        "c.tmp": 9999,
        f".d.{machine}-1.tmp": 0,
        f".e.{machine}-{10**20}.tmp": 0,
    }
    for name, age in ages.items():
        (tmp_path / name).write_bytes(b"half")
        os.utime(tmp_path / name, (time.time() - age, time.time() - age))
    (tmp_path / ".f.old.tmp").mkdir()
    os.utime(tmp_path / ".f.old.tmp", (time.time() - 9999, time.time() - 9999))
    assert sweep(tmp_path, ".a.") == []
    assert sweep(tmp_path) == [tmp_path / ".b.old.tmp"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({*ages, ".f.old.tmp"} - {".b.old.tmp"})


def test_a_lake_sweeps_a_table_once(tmp_path):
    """At its first append to it."""
    lake, left = Lake(tmp_path), tmp_path / "snapshots" / ".abc.123.tmp"
    for there in (False, True):
        left.parent.mkdir(exist_ok=True)
        left.write_bytes(b"half")
        os.utime(left, (time.time() - 9999, time.time() - 9999))
        lake.append("snapshots", build("snapshots", [{"post_id": str(there), "captured_at": 1}]))
        assert left.exists() is there


def test_an_empty_lake_has_columns_and_no_rows(tmp_path):
    """Every table can be asked before anything was handed in."""
    for table, schema in TABLES.items():
        frame = Lake(tmp_path / "nothing").scan(table)
        assert frame.collect_schema().names() == schema.names
        assert frame.collect().shape[0] == 0


def test_a_store_written_before_there_were_hold_rates_opens_and_takes_them(tmp_path):
    """Its files lack the columns; they are null there, and what comes later has them."""
    lake = Lake(tmp_path / "store")
    one = {"post_id": "1", "account": "demo", "captured_at": 1, "views": 900.0, "source": "studio", "top_list": False}
    lake.append("snapshots", build("snapshots", [one]))
    (file,) = (tmp_path / "store" / "snapshots").glob("*.parquet")
    newer = ["held_2s", "held_3s", "held_6s", "engaged_views", "plays"]
    pq.write_table(pq.read_table(file).drop_columns(newer), file)
    again = Lake(tmp_path / "store")
    assert again.read("snapshots").to_pylist()[0]["held_3s"] is None
    again.append("snapshots", build("snapshots", [{**one, "captured_at": 2, "held_3s": 450.0}]))
    assert sorted((row["captured_at"], row["held_3s"]) for row in again.read("snapshots").to_pylist()) == [
        *((1, None), (2, 450.0))
    ]


def test_later_columns_do_not_disturb_earlier_files(tmp_path):
    """A workspace's own number appears beside old files, which have null there."""
    lake = Lake(tmp_path)
    lake.append("snapshots", build("snapshots", [{"post_id": "1", "captured_at": 1}]))
    lake.append("snapshots", build("snapshots", [{"post_id": "2", "captured_at": 2, "profile_taps": 3.0}]))
    assert {row["post_id"]: row["profile_taps"] for row in lake.read("snapshots").to_pylist()} == {"1": None, "2": 3.0}


def test_nan_is_stored_as_missing(tmp_path):
    """A NaN in a number column is null for every engine."""
    lake = Lake(tmp_path)
    lake.append("snapshots", build("snapshots", [{"post_id": "1", "captured_at": 1, "views": float("nan")}]))
    assert lake.read("snapshots").to_pylist()[0]["views"] is None


def test_a_foreign_column_is_refused(tmp_path):
    """Posts have no free columns: a typo there is an error, not a new column."""
    with pytest.raises(ValueError, match="captoin"):
        Lake(tmp_path).append("posts", pa.table({"post_id": ["1"], "captoin": ["x"]}))


def test_what_a_killed_writer_left_is_ignored(tmp_path):
    """A temporary file beside the tables is no fact."""
    lake = Lake(tmp_path)
    lake.append("snapshots", build("snapshots", [{"post_id": "1", "captured_at": 1}]))
    (tmp_path / "snapshots" / ".abc.123.tmp").write_bytes(b"PAR1half")
    (tmp_path / "snapshots" / ".abc.parquet").write_bytes(b"PAR1half")
    assert lake.read("snapshots").num_rows == 1


WRITER = """
import sys
from pathlib import Path
from cliptrial.posts.workbook.drafts import draft_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
lake = Lake(Path(sys.argv[1]))
print("ready", flush=True)
for n in range(10_000):
    rows = [{"post_id": str(i), "captured_at": n, "views": 1.0} for i in range(200)]
    lake.append("snapshots", build("snapshots", rows))
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is not a signal of Windows")
@pytest.mark.parametrize("after", [0.05, 0.21, 0.37])
def test_a_kill_in_the_middle_loses_nothing(after, tmp_path):
    """However a writer dies, every file is whole and the next writer goes on."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "toolkit")}
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], env=environment, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    lake = Lake(tmp_path)
    whole = lake.read("snapshots").num_rows
    assert whole == 200 * len(lake.files("snapshots"))
    lake.append("snapshots", build("snapshots", [{"post_id": "new", "captured_at": 1}]))
    assert lake.read("snapshots").num_rows == whole + 1
    assert [p.name for p in (tmp_path / "snapshots").iterdir() if p.suffix != ".parquet"] == []


@pytest.mark.skipif(os.name == "nt", reason="whether another process lives is not asked on Windows")
def test_the_next_append_sweeps_what_dead_writers_left_and_nothing_else(tmp_path):
    """Drafts of dead processes and drafts older than an hour go; those of the living stay."""
    folder = tmp_path / "snapshots"
    folder.mkdir()
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    own = draft_of(folder / "abc.parquet")
    dead = own.with_name(own.name.replace(f"-{os.getpid()}.", f"-{gone.pid}."))
    elsewhere, old = folder / f".abc.0000000f-{gone.pid}.tmp", folder / ".abc.123.tmp"
    for draft in (own, dead, elsewhere, old):
        draft.write_bytes(b"PAR1half")
    os.utime(old, (time.time() - 4000, time.time() - 4000))
    Lake(tmp_path).append("snapshots", build("snapshots", [{"post_id": "1", "captured_at": 1}]))
    assert {p for p in folder.iterdir() if p.suffix == ".tmp"} == {own, elsewhere}


ANY = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    ["\0", "\\u0000", 'a"b', "\\", "\x1f", "🍲", "\u2028"]
)
BIG = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from([-0.0, 1e15, 1e16, 0.1, 2.0**53])


FACTS = {
    "post_id": st.none() | ANY,
    "posted_at": st.none() | st.integers(-(2**60), 2**60),
    "duration": st.none() | BIG,
    "hashtags": st.none() | st.lists(ANY, max_size=3),
    "source": st.none() | ANY,
}


ALIKE = st.text("ab ", max_size=30) | st.sampled_from(["a" * 25, "a" * 25 + "!", "a" * 25 + '"', "a" * 25 + "é"])
WHOLE = {
    "account": st.sampled_from(["kitchen"]),
    "caption": ALIKE,
    "duration": st.sampled_from([0.0, -0.0, 1.0, 1.5, 10.0, 12.0]),
    "hashtags": st.lists(ALIKE, max_size=2),
    "posted_at": st.integers(8, 120),
}
"""Cells of columns that lack none: many begin alike, and one often goes on where another ends."""


@settings(max_examples=150, deadline=None)
@given(
    rows=st.sets(st.sampled_from([*WHOLE])).flatmap(
        lambda whole: st.lists(st.fixed_dictionaries({**FACTS, **{name: WHOLE[name] for name in whole}}), max_size=9)
    )
)
def test_names_are_those_of_rows_written_one_by_one(rows):
    """Whatever stands in the cells: nulls, signs of JSON, numbers that Python writes with an exponent."""
    lines = sorted(json.dumps({k: v for k, v in row.items() if v is not None}, sort_keys=True) for row in rows)
    assert logical_hash(build("posts", rows)) == hashlib.sha256("\n".join(lines).encode()).hexdigest()


def test_every_state_of_a_store_is_read_as_it_is_however_many_were_held_before(tmp_path: Path) -> None:
    """Small tables are held in memory, by all of a process together, and only the last few."""
    first = Lake(tmp_path / "store")
    for number in range(MOST_HELD + 3):
        first.append("posts", build("posts", [{"post_id": str(number), "account": "kitchen"}]))
        for lake in (first, Lake(tmp_path / "store")):
            assert len(rows_of(lake.scan("posts"))) == number + 1
    for path in first.files("posts")[1:]:
        path.unlink()
    assert len(rows_of(Lake(tmp_path / "store").scan("posts"))) == 1


def test_a_store_is_read_again_after_so_many_others_that_its_tables_are_no_longer_held(tmp_path: Path) -> None:
    stores = [Lake(tmp_path / f"store{number}") for number in range(MOST_HELD + 2)]
    for number, lake in enumerate(stores):
        lake.append("posts", build("posts", [{"post_id": str(number), "account": "kitchen"}]))
    for _ in range(2):
        assert [rows_of(lake.scan("posts"))[0]["post_id"] for lake in stores] == [str(n) for n in range(len(stores))]


def test_texts_escaped_in_many_parts_are_those_escaped_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = pa.array(['a"b', "", "\\n\n", "Österreich 🎬", "plain", "", "\t"])
    whole = identity._escaped(texts).to_pylist()
    for rows in (1, 2, 3, 7):
        monkeypatch.setattr(identity, "_ROWS", rows)
        assert identity._escaped(texts).to_pylist() == whole
    assert [json.loads(f'"{one}"') for one in whole] == texts.to_pylist()
