"""Many rows: how fast ingest and observe are, and how much memory a row takes, each in a process of its own.

Times are processor seconds but for the rows that ingest takes in a second.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, process_time

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv as arrow_csv

from cliptrial.metrics import CATALOGUE
from cliptrial.posts.equal_age.observe import observe
from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.lake import Lake
from cliptrial.registry.workspace import Workspace, load_workspace

ROWS = 1_000_000
SNAPSHOTS = (3_000_000, 10_000_000)
STORED = 100_000
TIMES = 3
A_POST, PARTS = 30, 6
"""Snapshots of each post, one a day, and parts of the store that they are handed in as."""
_WORDS = ("soup", "pasta", "leek", "the best", "quick", "dinner", "how to", "make this", "with butter", "🍲", "Käse")
_TAGS = ["food", "leek", "soup", "easyrecipe", "dinner", "fyp", "kitchen", "veggie", "winter", "quick"]
_HEADER = "Video title,Video link,Post time,Video views,Likes,Comments,Shares,Add to Favorites,Average watch time\n"
_SETTINGS = "language: en\naccounts:\n  kitchen:\n    timezone: Europe/Berlin\n    handle: kitchen.demo\n"


@dataclass(frozen=True)
class Bulk:
    """Rows a second and kilobytes of memory a row of one ingest; its processor seconds, also beside Arrow's to copy."""

    rows_a_second: float
    kilobytes_a_row: float
    processor: float
    copied: float


def ingested(rows: int = ROWS) -> Bulk:
    """A table of Business Suite with captions, a tenth of them with handles."""
    seconds, megabytes, processor, copied = _apart("ingest", rows)
    return Bulk(rows / seconds, megabytes * 1024 / rows, processor, processor / copied)


def observed(snapshots: int) -> tuple[float, float, float]:
    """Processor seconds of ``observe`` and of SQL that was written by hand, and MB of memory."""
    ours, by_hand, megabytes = _apart("observe", snapshots)
    return ours, by_hand, megabytes


def small_export() -> tuple[float, float]:
    """Processor seconds for ten posts with an empty store, and with one of many posts."""
    empty, full = _apart("small", STORED)
    return empty, full


def _apart(what: str, size: int) -> list[float]:
    command = [sys.executable, "-m", "tests.benchmarks.columns", what, str(size)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [*map(float, told.split())]


def _workspace(folder: Path) -> Workspace:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "workspace.yaml").write_text(_SETTINGS)
    return load_workspace(folder)


def _export(path: Path, rows: int, seed: int = 1) -> Path:
    """A table of posts, one a minute."""
    draw = Random(seed)
    with path.open("w", encoding="utf-8") as file:
        file.write(_HEADER)
        file.writelines(_lines(rows, draw))
    return path


def _lines(rows: int, draw: Random) -> Iterator[str]:
    for minute in range(rows):
        made = 1_704_067_200 + minute * 60
        named = f" with @chef_{draw.randrange(20_000)}" if draw.random() < 0.1 else ""
        caption = " ".join([*draw.choices(_WORDS, k=10), *(f"#{tag}" for tag in draw.sample(_TAGS, 3))]) + named
        views = int(draw.lognormvariate(8, 1.2)) + 1
        counts = [views, views // 20, views // 200, views // 150, views // 100]
        link = f"https://www.tiktok.com/@kitchen.demo/video/{(made << 32) + draw.getrandbits(31)}"
        cells = [f'"{caption}"', link, f"{datetime.fromtimestamp(made, UTC):%Y-%m-%d %H:%M:%S}", *map(str, counts)]
        yield ",".join([*cells, f"{draw.uniform(1, 20):.1f}"]) + "\n"


def _ingest(size: int, folder: Path) -> Iterator[float]:
    workspace, path = _workspace(folder), _export(folder / "t.csv", size)
    ingest(_workspace(folder / "first"), [_export(folder / "s.csv", 50)], captured_at=date(2026, 3, 31))
    start, began = _highest(), perf_counter()
    processor = _timed(lambda: ingest(workspace, [path], captured_at=date(2026, 3, 31)))
    yield from (perf_counter() - began, _highest() - start, processor, _timed(lambda: _copied(path)))


def _copied(path: Path) -> None:
    """The bare minimum: the table is read and written as Parquet, nothing in it looked at."""
    pq.write_table(arrow_csv.read_csv(path), path.with_suffix(".parquet"), compression="zstd")


def _small(size: int, folder: Path) -> Iterator[float]:
    for stored in (0, size):
        workspace = _workspace(folder / str(stored))
        if stored:
            ingest(workspace, [_export(folder / "many.csv", stored)], captured_at=date(2026, 3, 31))
        spent = []
        for seed in range(2, 3 + TIMES):
            path = _export(folder / f"{seed}.csv", 10, seed)
            spent.append(_timed(lambda w=workspace, p=path: ingest(w, [p], captured_at=date(2026, 4, 1))))
        yield median(spent[1:])


def _observe(size: int, folder: Path) -> Iterator[float]:
    posted = _snapshots(folder, size)

    def ours() -> None:
        read = observe(
            Lake(folder), [CATALOGUE["views"]], [*posted], posted_at=posted, measure_at=7.0, randomised=False
        )
        assert len(read["views"].by_post) == len(posted)

    def by_hand() -> None:
        assert len(_by_hand(folder, posted)) == len(posted)

    spent = [(_timed(ours), _timed(by_hand)) for _ in range(TIMES)]
    yield from (median(one for one, _ in spent), median(other for _, other in spent), _highest())


def _snapshots(folder: Path, size: int) -> dict[str, int]:
    """A store of posts with a snapshot a day; by post id: when it was posted."""
    snapshots, posts = many_snapshots(size)
    lake = Lake(folder)
    for first in range(0, len(snapshots), size // PARTS):
        lake.append("snapshots", snapshots.slice(first, size // PARTS))
    return dict(zip(posts["post_id"].to_pylist(), posts["posted_at"].to_pylist(), strict=True))


def many_snapshots(size: int) -> tuple[pa.Table, pa.Table]:
    """Posts of two thousand accounts with a snapshot a day: the snapshots, and the posts as the query asks for them."""
    rng, count = np.random.default_rng(1), size // A_POST
    made = 1_700_000_000 + np.arange(count) * 600
    ids = pa.array((made.astype(np.uint64) << np.uint64(32)) + np.uint64(7)).cast(pa.string())
    accounts = pa.array([f"a{number}" for number in range(2000)]).take(rng.integers(0, 2000, count))
    rows, days = np.tile(np.arange(count), A_POST), np.repeat(np.arange(A_POST), count)
    views = rng.lognormal(8, 1, len(rows)).round()
    numbers = {"views": views, "likes": (views / 20).round(), "captured_at": made[rows] + days * 86_400 + 500}
    snapshots = pa.table({"post_id": ids.take(rows), "account": accounts.take(rows), **numbers})
    windows = {"early": made + 6 * 86_400, "late": made + 8 * 86_400, "until": np.full(count, 2**62)}
    return snapshots, pa.table({"post_id": ids, "posted_at": made, **windows})


def _by_hand(folder: Path, posted: dict[str, int]) -> pa.Table:
    """The snapshot nearest to seven days, of posts that are old enough, as an analyst would ask for it."""
    engine = duckdb.connect()
    engine.register("wanted", pa.table({"post_id": [*posted], "posted_at": [*posted.values()]}))
    rows = f"read_parquet('{folder.as_posix()}/snapshots/*.parquet')"
    return engine.sql(f"""
        WITH newest AS (SELECT account, max(captured_at) AS newest FROM {rows} GROUP BY account)
        SELECT post_id, captured_at, captured_at - posted_at AS age, views
        FROM {rows} JOIN wanted USING (post_id) JOIN newest USING (account)
        WHERE views IS NOT NULL AND abs(captured_at - posted_at - 604800) <= 86400 AND newest - posted_at >= 518400
        QUALIFY row_number() OVER (
            PARTITION BY post_id ORDER BY abs(captured_at - posted_at - 604800), captured_at, views
        ) = 1
    """).to_arrow_table()


def _timed(work: Callable[[], object]) -> float:
    """Processor seconds of all threads: what else runs on the computer does not count."""
    began = process_time()
    work()
    return process_time() - began


def _highest() -> float:
    """The most memory that this process ever held, in MB."""
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert peak is not None
    return int(peak[1]) / 1024


if __name__ == "__main__":
    kinds = {"ingest": _ingest, "observe": _observe, "small": _small}
    with tempfile.TemporaryDirectory() as temporary:
        print(*kinds[sys.argv[1]](int(sys.argv[2]), Path(temporary)))
