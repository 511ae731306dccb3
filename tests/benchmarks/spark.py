"""``make spark``: the query behind ``observe`` on Spark in local mode, beside DuckDB and Polars, as docs/spark.md."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from time import perf_counter

import pyarrow.parquet as pq
from tests.benchmarks.columns import many_snapshots
from tests.posts.test_engines import SCANS, Scan

from cliptrial.metrics import CATALOGUE
from cliptrial.posts.equal_age.observe import DAY, aged, nearest

SNAPSHOTS = 300_000


def main() -> int:
    """Print a table of the engines; 0 where all of them read the same rows."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        snapshots, posts = many_snapshots(SNAPSHOTS)
        pq.write_table(snapshots, folder / "snapshots.parquet")
        pq.write_table(posts, folder / "posts.parquet")
        read = {name: _read(scan(), folder) for name, scan in SCANS.items()}
    _, first = read["DuckDB"]
    print("# observe on three engines\n")
    print(f"{SNAPSHOTS:,} snapshots, one query, the second of two runs, written by `make spark`.\n")
    print("| engine | seconds | posts read | rows equal to DuckDB's |\n|---|---|---|---|")
    for name, (seconds, rows) in read.items():
        print(f"| {name} | {seconds:.2f} | {len(rows):,} | {'yes' if rows == first else 'NO'} |")
    return 0 if all(rows == first for _, rows in read.values()) else 1


def _read(scan: Scan, folder: Path) -> tuple[float, list[dict[str, object]]]:
    for _ in range(2):
        began = perf_counter()
        snapshots, posts = (scan(folder / f"{name}.parquet") for name in ("snapshots", "posts"))
        rows = nearest(aged(snapshots, posts, CATALOGUE["views"]), 7 * DAY).collect("pyarrow")
        seconds, read = perf_counter() - began, rows.to_native().sort_by("post_id").to_pylist()
    return seconds, read


if __name__ == "__main__":
    sys.exit(main())
