"""``make bench``: engines beside scipy, reports beside papermill and nbconvert, and what many posts and pages take."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table
from tests.benchmarks import large, reports
from tests.benchmarks.columns import ROWS, SNAPSHOTS, STORED, ingested, observed, small_export
from tests.benchmarks.large_workspaces import Figure, figures
from tests.benchmarks.memory import BOUND, POSTS, TABLES, measured
from tests.benchmarks.speed import DRAWS, race

LEAST = 50
"""Times faster than the peer that the engines shall be."""
ROWS_A_SECOND = 300_000
"""What ingest is to reach on two quiet cores."""
FASTER = {"20 experiments, API": 4.5, "20 experiments, command lines": 10, "a cold page, API": 1.3}
"""Times faster than the peer that reports shall be."""
A_PAGE, GROWTH = 0.6, 1.25
"""At most: seconds of work in a kernel a page, and the memory of a long run beside that of its first tenth."""
SLOWER, OBSERVED, FULLER = 1.25, 1500, 2
"""At most: observe beside SQL by hand, its memory in MB, and a small export with a full store beside an empty one."""
REDRAWS, COMPARED = 2, 60
"""At most: a large comparison beside its own re-draws, and its seconds."""
ERRORS, SHARE = 4.0, 0.1
"""What counts as agreement: Monte-Carlo errors between p-values, share of the interval's length between ends."""


def main() -> int:
    """Run every benchmark; 0 where all hold."""
    print("This takes about twenty-five minutes; the times of reports need quiet processors.", file=sys.stderr)
    found = race()
    ratio = found.peer / found.ours
    table = Table(highlight=False)
    for heading in ("what", "ours", "peer or bound", "ratio"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    table.add_row(
        f"60 posts, {found.comparisons} comparisons, {DRAWS:,} re-draws: p and interval",
        f"{found.ours:.3f} s",
        f"{found.peer:.1f} s",
        f"{ratio:.0f} times faster",
    )
    peaks = []
    for kind in TABLES:
        peak, seconds = measured(kind)
        peaks.append(peak)
        table.add_row(
            f"{POSTS:,} posts, 3 arms, 6 metrics: {kind}", f"{peak:.0f} MB, {seconds:.0f} s", f"{BOUND} MB", ""
        )
    quick = _add_columns(table)
    commands = list(figures())
    for one in commands:
        table.add_row(one.what, f"{one.ours:.2f} {one.unit}", f"{one.bound:g} {one.unit}", _ratio(one))
    quick &= _add_large(table)
    pages = _add_reports(table)
    Console(width=None if sys.stdout.isatty() else 140).print(table)
    agree = found.p_apart <= ERRORS and found.ends_apart <= SHARE
    print(
        f"peer: scipy.stats.permutation_test, vectorised, in one process, and brentq for each end.\n"
        f"p-values differ by at most {found.p_apart:.1f} Monte-Carlo errors, interval ends by at most "
        f"{found.ends_apart:.1%} of the interval: {'they agree' if agree else 'THEY DISAGREE'}."
    )
    holds = agree and ratio >= LEAST and max(peaks) < BOUND and all(one.holds for one in commands) and quick and pages
    return 0 if holds else 1


def _ratio(one: Figure) -> str:
    return f"{one.ours / one.bound:.0%} of its bound"


def _add_large(table: Table) -> bool:
    """Comparisons of many posts: processor seconds beside those of the permutations in them."""
    holds = True
    for posts, values in ((20_000, 2), (150_000, 300)):
        one = large.measured(posts, values)
        times = one.seconds / one.redraws
        holds &= times <= REDRAWS and one.seconds < COMPARED
        table.add_row(
            f"{posts:,} posts with {values} values: {large.METRIC}",
            f"{one.memory:.0f} MB, {one.seconds:.0f} s",
            f"{one.redraws:.0f} s",
            f"{times:.1f} times its re-draws",
        )
    return holds


def _add_reports(table: Table) -> bool:
    """Reports beside their peers, work a page, and a long run; False where one is not as it shall be."""
    holds = True
    with TemporaryDirectory() as folder:
        for what, one in reports.race(Path(folder)).items():
            holds &= one.wall >= FASTER[what]
            ratio = f"{one.wall:.1f} times faster ({one.cpu:.1f} by processor time), at least {FASTER[what]:g}"
            table.add_row(f"report: {what}", f"{one.ours.wall:.1f} s", f"{one.peer.wall:.1f} s", ratio)
    with TemporaryDirectory() as folder:
        analysis, page = reports.work_a_page(Path(folder))
        ratio = f"{analysis + page:.2f} s where the kernel analyses, too"
        table.add_row("report: work in a kernel a page", f"{page:.2f} s", f"{A_PAGE:g} s", ratio)
    with TemporaryDirectory() as folder:
        run = reports.long_run(Path(folder))
        early, most = f"{run.early:.0f} MB at a tenth of it", f"{run.most:.0f} MB at most"
        table.add_row(f"report: {run.pages} pages in one run", f"{run.spent.wall:.0f} s", early, most)
    return holds and page <= A_PAGE and run.most <= GROWTH * run.early


def _add_columns(table: Table) -> bool:
    """Many rows: what was measured beside its bound; False where observe or a full store is too slow."""
    bulk = ingested()
    told = f"{bulk.rows_a_second:,.0f} rows/s, {bulk.kilobytes_a_row:.1f} kB a row"
    times = f"{bulk.copied_a_second / bulk.rows_a_second:.1f} times as long as Arrow takes to copy them"
    table.add_row(f"ingest of {ROWS:,} rows with captions", told, f"{ROWS_A_SECOND:,} rows/s", times)
    holds = True
    for count in SNAPSHOTS:
        ours, by_hand, megabytes = observed(count)
        holds &= ours <= SLOWER * by_hand and megabytes < OBSERVED
        kind = f"observe on {count:,} snapshots, beside SQL by hand ({megabytes:.0f} MB)"
        table.add_row(kind, f"{ours:.2f} s", f"{by_hand:.2f} s", f"{ours / by_hand:.2f} times")
    empty, full = small_export()
    kind = f"ingest of 10 posts, with {STORED:,} in the store and with none"
    table.add_row(kind, f"{full:.2f} s", f"{empty:.2f} s", f"{full / empty:.2f} times")
    return holds and full <= FULLER * empty


if __name__ == "__main__":
    sys.exit(main())
