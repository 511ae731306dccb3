"""``make bench``: the engines beside scipy, memory of 10,000 posts, commands on a thousand experiments."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table
from tests.benchmarks.large_workspaces import Figure, figures
from tests.benchmarks.memory import BOUND, POSTS, TABLES, measured
from tests.benchmarks.speed import DRAWS, race

LEAST = 50
"""Times faster than the peer that the engines shall be."""
ERRORS, SHARE = 4.0, 0.1
"""What counts as agreement: Monte-Carlo errors between p-values, share of the interval's length between ends."""


def main() -> int:
    """Run every benchmark; 0 where all hold."""
    print("This takes about six minutes.", file=sys.stderr)
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
    commands = list(figures())
    for one in commands:
        table.add_row(one.what, f"{one.ours:.2f} {one.unit}", f"{one.bound:g} {one.unit}", _ratio(one))
    Console(width=None if sys.stdout.isatty() else 140).print(table)
    agree = found.p_apart <= ERRORS and found.ends_apart <= SHARE
    print(
        f"peer: scipy.stats.permutation_test, vectorised, in one process, and brentq for each end.\n"
        f"p-values differ by at most {found.p_apart:.1f} Monte-Carlo errors, interval ends by at most "
        f"{found.ends_apart:.1%} of the interval: {'they agree' if agree else 'THEY DISAGREE'}."
    )
    holds = agree and ratio >= LEAST and max(peaks) < BOUND and all(one.holds for one in commands)
    return 0 if holds else 1


def _ratio(one: Figure) -> str:
    return f"{one.ours / one.bound:.0%} of its bound"


if __name__ == "__main__":
    sys.exit(main())
