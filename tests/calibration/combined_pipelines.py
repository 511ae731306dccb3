"""Whole combined tests, from files to an answer, against the engine alone: p must be the same.

``python -m tests.calibration.combined_pipelines [RUNS]`` plans, locks, posts, fills in and reads back so many combined
tests of 12 to 28 posts with two or three questions, on views and on a rate, and writes the largest difference of p into
``docs/combined_pipelines.csv``.
"""

from __future__ import annotations

import sys
from itertools import cycle, islice, product
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.places import ROOT
from tests.planning.combined import COVER, HOOK, SOUND, p_values

CELLS = [(12, 2), (16, 2), (16, 3), (24, 2), (24, 3), (28, 2)]
METRICS = ("views", "save_rate")


def main(runs: int = 40) -> float:
    """Write one line a cell; the largest difference of all."""
    worst: dict[tuple[int, int, str], list[float]] = {}
    for seed, ((posts, questions), metric) in enumerate(islice(cycle(product(CELLS, METRICS)), runs), 1):
        slugs = (HOOK, SOUND, COVER)[:questions]
        with TemporaryDirectory() as folder:
            pairs = p_values(Path(folder) / "ws", posts=posts, slugs=slugs, seed=seed, metric=metric)
        worst.setdefault((posts, questions, metric), []).extend(abs(one - other) for one, other in pairs)
    lines = [
        f"{posts},{questions},{metric},{len(differences)},{max(differences):.1e}"
        for (posts, questions, metric), differences in sorted(worst.items())
    ]
    head = "posts,questions,metric,p_values,largest_difference"
    (ROOT / "docs" / "combined_pipelines.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return max(max(differences) for differences in worst.values())


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 40) > 1e-12)
