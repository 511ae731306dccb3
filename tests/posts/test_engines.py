"""The query behind ``observe`` is written once and gives equal rows on every engine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cliptrial.metrics import CATALOGUE
from cliptrial.posts.equal_age.observe import DAY, aged, nearest

LIKE_RATE = CATALOGUE["like_rate"]
POSTS = [f"p{number}" for number in range(4)]
SNAPSHOT = st.fixed_dictionaries(
    {
        "post_id": st.sampled_from([*POSTS, "other"]),
        "account": st.sampled_from("ab"),
        "captured_at": st.integers(0, 12).map(lambda quarter: quarter * DAY // 4),
        "views": st.none() | st.sampled_from([0.0, 5.0, 9.0]),
        "likes": st.none() | st.sampled_from([0.0, 1.0]),
    }
)
COLUMNS = pa.schema(
    [("post_id", pa.string()), ("account", pa.string()), ("captured_at", pa.int64()), ("views", pa.float64())]
).append(pa.field("likes", pa.float64()))
MADE = [0, DAY // 4, DAY, DAY]
WANTED = pa.table(
    {
        "post_id": POSTS,
        "posted_at": MADE,
        "early": [made + 3 * DAY // 4 for made in MADE],
        "late": [made + 5 * DAY // 4 for made in MADE],
        "until": [2**62, 2**62, 2**62, 2 * DAY],
    }
)

Scan = Callable[[Path], "nw.LazyFrame[object]"]


def _duckdb() -> Scan:
    import duckdb

    engine = duckdb.connect()
    return lambda path: nw.from_native(engine.read_parquet(str(path)))


def _polars() -> Scan:
    polars = pytest.importorskip("polars")
    return lambda path: nw.from_native(polars.scan_parquet(path))


def _spark() -> Scan:
    sql = pytest.importorskip("pyspark.sql")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("needs Java")
    bare = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2", "spark.driver.bindAddress": "127.0.0.1"}
    builder = sql.SparkSession.builder.master("local[1]")
    for name, value in bare.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    return lambda path: nw.from_native(session.read.parquet(str(path)))


SCANS = {"DuckDB": _duckdb, "Polars": _polars, "Spark": _spark}


@pytest.fixture(scope="module", params=[_polars, _spark], ids=["polars", "spark"])
def other(request: pytest.FixtureRequest) -> Scan:
    scan: Scan = request.param()
    return scan


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(SNAPSHOT, min_size=1, max_size=30))
def test_every_engine_reads_the_same_rows(rows: list[dict[str, object]], other: Scan, tmp_path: Path) -> None:
    wanted = _read(_duckdb(), rows, tmp_path)
    assert _read(other, rows, tmp_path) == wanted
    assert [row["post_id"] for row in wanted] == sorted({str(row["post_id"]) for row in wanted})


def _read(scan: Scan, rows: list[dict[str, object]], folder: Path) -> list[dict[str, object]]:
    for name, table in (("snapshots", pa.Table.from_pylist(rows, COLUMNS)), ("posts", WANTED)):
        pq.write_table(table, folder / f"{name}.parquet")
    snapshots, posts = (scan(folder / f"{name}.parquet") for name in ("snapshots", "posts"))
    read = nearest(aged(snapshots, posts, LIKE_RATE), DAY).collect("pyarrow")
    return sorted(read.to_native().to_pylist(), key=lambda row: row["post_id"])
