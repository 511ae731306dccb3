"""Does a manipulated season win? Counted on seasons without a winner that go through plan, lock, ingest and analyze.

A manipulation must not end in "better" without a warning or a blocker, and an honest season must not be warned of.
"""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

from cliptrial.analysis.experiment import analyze
from cliptrial.analysis.findings import Level
from cliptrial.analysis.results import Analysis, Evidence, VerdictCode
from cliptrial.planning.calibration import mapper
from cliptrial.planning.manipulated.files import SLUG, live, planned
from cliptrial.planning.manipulated.ways import Way
from cliptrial.posts.workspaces import find_workspace

DRAWS = 999
SEASONS = 10
"""Seasons that are invented on one drawn plan: drawing costs more than living."""
SLIPPED, FALSE_ALARMS = 0.06, 0.05
"""Largest share of manipulated seasons that may win in silence, and of honest ones that may be warned of."""


@dataclass(frozen=True)
class Manipulation:
    """One way of a team, at one size of its experiment."""

    way: Way
    posts_per_arm: int

    @property
    def name(self) -> str:
        """For the command line and the table: ``second_take-14``."""
        return f"{self.way}-{self.posts_per_arm}"


MANIPULATIONS: tuple[Manipulation, ...] = (
    *(Manipulation(Way.HONEST, posts) for posts in (8, 14, 28)),
    *(Manipulation(way, 14) for way in Way if way is not Way.HONEST),
    Manipulation(Way.BOOSTED, 30),
)


@dataclass(frozen=True)
class SeasonCounts:
    """Counts over seasons; they add up.

    Attributes:
        runs: Seasons.
        better: Of these, with the verdict "better".
        slipped: Better, and neither a warning nor a blocker.
        warned: With a warning or a blocker, or less than randomised evidence.
        withheld: Without a verdict.
        codes: By code of a finding: seasons that it warned of or blocked.
    """

    runs: int = 0
    better: int = 0
    slipped: int = 0
    warned: int = 0
    withheld: int = 0
    codes: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: SeasonCounts) -> SeasonCounts:
        """Counts of both."""
        return SeasonCounts(
            self.runs + other.runs,
            self.better + other.better,
            self.slipped + other.slipped,
            self.warned + other.warned,
            self.withheld + other.withheld,
            Counter(self.codes) + Counter(other.codes),
        )


@dataclass(frozen=True)
class ManipulationResult:
    """What became of one manipulation's seasons."""

    manipulation: Manipulation
    counts: SeasonCounts

    @property
    def holds(self) -> bool:
        """Whether few enough honest seasons were warned of, or manipulated ones won in silence."""
        if self.manipulation.way is Way.HONEST:
            return self.counts.warned <= FALSE_ALARMS * self.counts.runs
        return self.counts.slipped <= SLIPPED * self.counts.runs


def try_manipulations(
    manipulations: Sequence[Manipulation],
    *,
    runs: int = 200,
    processes: int = 1,
    progress: Callable[[ManipulationResult], None] = lambda _: None,
) -> list[ManipulationResult]:
    """Live through seasons and count what is said of them.

    Args:
        manipulations: What teams do.
        runs: Seasons of each; of honest ones twice as many.
        processes: How many work at once; the result does not depend on it.
        progress: Called with each result as soon as it stands.
    """
    results = []
    with mapper(processes) as each:
        for one in manipulations:
            seasons = runs * (2 if one.way is Way.HONEST else 1)
            pieces = [(one, start, min(start + SEASONS, seasons)) for start in range(0, seasons, SEASONS)]
            results.append(ManipulationResult(one, sum(each(_piece, pieces), SeasonCounts())))
            progress(results[-1])
    return results


def _piece(work: tuple[Manipulation, int, int]) -> SeasonCounts:
    """Seasons on one drawn plan; seeded by the manipulation's size and the numbers alone."""
    one, start, stop = work
    seed = crc32(f"{one.posts_per_arm}/{start}".encode())
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "plan"
        planned(plan, one.way, one.posts_per_arm, seed % 100_000)
        lived = (_lived(plan, Path(folder) / str(number), one.way, seed + number) for number in range(start, stop))
        return sum((_counts_of(analysis) for analysis in lived), SeasonCounts())


def _lived(plan: Path, folder: Path, way: Way, seed: int) -> Analysis:
    workspace = find_workspace(Path(shutil.copytree(plan, folder)))
    live(workspace, way, seed)
    return analyze(SLUG, workspace, draws=DRAWS)


def _counts_of(analysis: Analysis) -> SeasonCounts:
    codes = {f.code for f in analysis.findings if f.level in (Level.WARNING, Level.BLOCKER)}
    better = analysis.verdict.code is VerdictCode.BETTER
    return SeasonCounts(
        runs=1,
        better=int(better),
        slipped=int(better and not codes),
        warned=int(bool(codes) or analysis.evidence is not Evidence.RANDOMISED),
        withheld=int(analysis.verdict.code is VerdictCode.UNANSWERABLE),
        codes=dict.fromkeys(sorted(codes), 1),
    )


def row(result: ManipulationResult) -> dict[str, str | int]:
    """One manipulation as named values: counts, and which findings warned."""
    counts = result.counts
    return {
        "way": result.manipulation.way.value,
        "posts_per_arm": result.manipulation.posts_per_arm,
        "seasons": counts.runs,
        "better": counts.better,
        "better_in_silence": counts.slipped,
        "warned": counts.warned,
        "withheld": counts.withheld,
        "findings": " ".join(f"{code}:{count}" for code, count in Counter(counts.codes).most_common()),
    }


def to_csv(results: Sequence[ManipulationResult]) -> str:
    """The table as CSV."""
    rows = [row(result) for result in results]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()
