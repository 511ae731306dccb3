"""``make bench``: engines beside scipy, reports beside papermill and nbconvert, and what many posts and pages take.

Each line is printed as soon as it is measured, and again in the table at the end. ``PARTS="columns large"`` keeps to
some parts; all of them take about twenty-five minutes on two quiet cores.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table
from tests.benchmarks import large, reports
from tests.benchmarks.columns import ROWS, SNAPSHOTS, STORED, ingested, observed, small_export
from tests.benchmarks.large_workspaces import figures
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


@dataclass(frozen=True)
class Line:
    """A line of the table: what was measured, what it took, beside what, and whether that is as it shall be."""

    what: str
    ours: str
    beside: str
    ratio: str = ""
    holds: bool = True


def main(arguments: list[str]) -> int:
    """Run every benchmark, or some parts; 0 where all hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    wanted = parser.parse_args(arguments).parts or [*PARTS]
    if unknown := {*wanted} - {*PARTS}:
        parser.error(f"there is no part {', '.join(sorted(unknown))}; the parts are {', '.join(PARTS)}")
    lines = []
    for part in wanted:
        for line in PARTS[part]():
            lines.append(line)
            print(f"{line.what}: {line.ours} | {line.beside} | {line.ratio}", file=sys.stderr, flush=True)
    table = Table(highlight=False)
    for heading in ("what", "ours", "peer or bound", "ratio", ""):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    for line in lines:
        table.add_row(line.what, line.ours, line.beside, line.ratio, "" if line.holds else "TOO MUCH")
    Console(width=None if sys.stdout.isatty() else 140).print(table)
    return 0 if all(line.holds for line in lines) else 1


def _engines() -> Iterator[Line]:
    """The peer is scipy.stats.permutation_test, vectorised, in one process, and brentq for each end."""
    found = race()
    ratio = found.peer / found.ours
    what = f"60 posts, {found.comparisons} comparisons, {DRAWS:,} re-draws: p and interval"
    faster = f"{ratio:.0f} times faster"
    yield Line(what, f"{found.ours:.3f} s", f"{found.peer:.1f} s", faster, ratio >= LEAST)
    agree = found.p_apart <= ERRORS and found.ends_apart <= SHARE
    errors, share = f"{found.p_apart:.1f} Monte-Carlo errors", f"{found.ends_apart:.1%} of the interval"
    yield Line("how far p-values and interval ends lie apart, at most", errors, share, holds=agree)


def _memory() -> Iterator[Line]:
    for kind in TABLES:
        peak, seconds = measured(kind)
        what = f"{POSTS:,} posts, 3 arms, 6 metrics: {kind}"
        yield Line(what, f"{peak:.0f} MB, {seconds:.0f} s", f"{BOUND} MB", holds=peak < BOUND)


def _commands() -> Iterator[Line]:
    for one in figures():
        bound = f"{one.bound:g} {one.unit}"
        yield Line(one.what, f"{one.ours:.2f} {one.unit}", bound, f"{one.ours / one.bound:.0%} of its bound", one.holds)


def _large() -> Iterator[Line]:
    """Comparisons of many posts: processor seconds beside those of the permutations in them."""
    for posts, values in ((20_000, 2), (150_000, 300)):
        one = large.measured(posts, values)
        times = one.seconds / one.redraws
        what = f"{posts:,} posts with {values} values: {large.METRIC}"
        taken = f"{one.memory:.0f} MB, {one.seconds:.0f} s"
        holds = times <= REDRAWS and one.seconds < COMPARED
        yield Line(what, taken, f"{one.redraws:.0f} s", f"{times:.1f} times its re-draws", holds)


def _reports() -> Iterator[Line]:
    """Reports beside their peers, and the work a page."""
    with TemporaryDirectory() as folder:
        for what, one in reports.race(Path(folder)).items():
            ratio = f"{one.wall:.1f} times faster ({one.cpu:.1f} by processor time), at least {FASTER[what]:g}"
            times = f"{one.ours.wall:.1f} s", f"{one.peer.wall:.1f} s"
            yield Line(f"report: {what}", *times, ratio, one.wall >= FASTER[what])
    with TemporaryDirectory() as folder:
        analysis, page = reports.work_a_page(Path(folder))
        ratio = f"{analysis + page:.2f} s where the kernel analyses, too"
        yield Line("report: work in a kernel a page", f"{page:.2f} s", f"{A_PAGE:g} s", ratio, page <= A_PAGE)


def _long_run() -> Iterator[Line]:
    with TemporaryDirectory() as folder:
        run = reports.long_run(Path(folder))
        early, most = f"{run.early:.0f} MB at a tenth of it", f"{run.most:.0f} MB at most"
        what = f"report: {run.pages} pages in one run"
        yield Line(what, f"{run.spent.wall:.0f} s", early, most, run.most <= GROWTH * run.early)


def _columns() -> Iterator[Line]:
    """Many rows: what was measured beside its bound. How fast ingest is, holds of quiet cores only."""
    bulk = ingested()
    taken = f"{bulk.rows_a_second:,.0f} rows/s, {bulk.kilobytes_a_row:.1f} kB a row"
    times = f"{bulk.processor:.1f} s of processor, {bulk.copied:.1f} times as long as Arrow takes to copy them"
    yield Line(f"ingest of {ROWS:,} rows with captions", taken, f"{ROWS_A_SECOND:,} rows/s", times)
    for count in SNAPSHOTS:
        ours, by_hand, megabytes = observed(count)
        what = f"observe on {count:,} snapshots, beside SQL by hand ({megabytes:.0f} MB)"
        holds = ours <= SLOWER * by_hand and megabytes < OBSERVED
        yield Line(what, f"{ours:.2f} s", f"{by_hand:.2f} s", f"{ours / by_hand:.2f} times", holds)
    empty, full = small_export()
    what = f"ingest of 10 posts, with {STORED:,} in the store and with none"
    times = f"{full / empty:.2f} times"
    yield Line(what, f"{full:.2f} s", f"{empty:.2f} s", times, full <= FULLER * empty)


PARTS: dict[str, Callable[[], Iterator[Line]]] = {
    "engines": _engines,
    "memory": _memory,
    "columns": _columns,
    "commands": _commands,
    "large": _large,
    "reports": _reports,
    "long-run": _long_run,
}
"""Each line by line, so that what is measured is seen and one part can be had alone."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
